"""A docket, a draft or a request becomes a bill: one bill under a new number, and nothing about it is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from alerts.load import load_world
from monitor.model.bill import BillKey, BillRecord, Chamber, RelatedBill, Sponsor
from monitor.model.health import SessionTally
from monitor.model.listing import ListedBill
from monitor.model.mark import MarkedRecord
from monitor.model.relation import Relation
from monitor.model.renumbering import draft_numbers, is_draft
from monitor.model.run import RunRecord, RunState
from monitor.services.assess import Classifier, assess_pending
from monitor.services.find_bill import find_bill
from monitor.services.ingest import IngestResult, ingest_bills
from monitor.services.listings import note_listing
from monitor.services.missing_bills import find_absent
from monitor.services.query_bill import query_bill
from monitor.services.query_numbers import possible_renumberings
from monitor.services.review_finding import reject_finding
from monitor.services.runs import finish_run, start_run
from monitor.show_numbers import possible_lines
from monitor.store.engine import Store
from monitor.store.tables import AssessmentRow, BillRow, EventRow, FindingRow, FormerNumberRow, ReviewRow
from tests.ingesting import MOMENT, Ingest
from tests.judging import POSITIONS, judge
from tests.records import SPONSOR, bill, version
from tests.reviewing import ANA, finding

DUTY = "AI</p><p>conflict compelled-disclosure 4: A developer shall file a report on each known risk."


def key(name: str, session: str = "194th") -> BillKey:
    jurisdiction, identifier = name.split(" ", 1)
    return BillKey(jurisdiction=jurisdiction, session=session, identifier=identifier)


def of(name: str, *aliases: str, session: str = "194th", **changes: object) -> BillRecord:
    return bill(key=key(name, session), aliases=aliases, related=(), **changes)


DRAFT = of("MT LC 9901", "legiscan:77", session="2027")
NUMBERED = of("MT HB 9901", "legiscan:77", session="2027")
DOCKET = of("MA HD 9901", "legiscan:5")
NAMED = of("MA H 12", "HD 9901", "legiscan:6")


@pytest.fixture
def ingest(store: Store, tmp_path: Path) -> Ingest:
    return Ingest(store, tmp_path)


def go_live(ingest: Ingest, *records: BillRecord) -> None:
    run = start_run(ingest.store, source="sample", target="bills", clock=lambda: ingest.now)
    record = RunRecord(source="sample", state=RunState.OK, started_at=ingest.now, ended_at=None)
    sessions = [(one.key.jurisdiction, one.key.session) for one in records]
    finish_run(ingest.store, run, record, sessions=sessions, clock=lambda: ingest.now)


def together(ingest: Ingest, *records: BillRecord) -> Sequence[IngestResult]:
    marked = [MarkedRecord(record=record) for record in records]
    found = ingest_bills(ingest.store, ingest.raw, marked, extract=ingest.extract, clock=lambda: ingest.now)
    assert all(isinstance(one, IngestResult) for one in found), found
    return found


def tally(name: str) -> SessionTally:
    return SessionTally(jurisdiction="MA", session="194th", whole=True, identifiers=frozenset({name}))


def numbers(ingest: Ingest) -> list[str]:
    return [f"{row.jurisdiction} {row.identifier}" for row in ingest.rows(BillRow)]


def kinds(ingest: Ingest, kind: str) -> list[dict[str, object]]:
    return [payload for found, _, payload in ingest.events() if found == kind]


@pytest.mark.parametrize(
    ("before", "after", "why"), [(DRAFT, NUMBERED, "same-id"), (DOCKET, NAMED, "named")], ids=["one id", "named"]
)
def test_a_new_number_is_no_new_bill(ingest: Ingest, before: BillRecord, after: BillRecord, why: str):
    ingest(before)
    go_live(ingest, before)
    (row,) = ingest.rows(BillRow)
    told = ingest.told(after)
    said = {"before": before.key.identifier, "after": after.key.identifier, "why": why}
    assert told == [("bill.renumbered", False, said)]
    (now,) = ingest.rows(BillRow)
    assert (now.id, now.identifier) == (row.id, after.key.identifier)
    (former,) = ingest.rows(FormerNumberRow)
    assert (former.bill_id, former.identifier, former.why) == (row.id, before.key.identifier, why)
    assert ingest.told(after) == []
    assert len(kinds(ingest, "bill.new")) == 1


def test_what_a_source_still_says_of_the_draft_is_old(ingest: Ingest):
    ingest(DOCKET)
    go_live(ingest, DOCKET)
    ingest(NAMED)
    assert ingest(replace(DOCKET, title="The docket once more")).outcome == "unchanged"
    assert ingest(replace(DOCKET, source="another", aliases=())).outcome == "unchanged"
    assert numbers(ingest) == ["MA H 12"]
    assert ingest.one(BillRow).title == NAMED.title
    assert len(kinds(ingest, "bill.renumbered")) == 1


@pytest.mark.parametrize("turned", [False, True])
def test_draft_and_bill_in_one_batch_are_one(ingest: Ingest, turned: bool):
    ingest(DOCKET)
    both = (NAMED, replace(DOCKET, title="Said again"))
    together(ingest, *(both[::-1] if turned else both))
    assert numbers(ingest) == ["MA H 12"]
    assert len(kinds(ingest, "bill.new")) == len(kinds(ingest, "bill.renumbered")) == 1


def test_the_first_load_tells_no_one(ingest: Ingest):
    ingest(DRAFT)
    ingest(NUMBERED)
    assert [baseline for kind, baseline, _ in ingest.events() if kind == "bill.renumbered"] == [True]


def test_findings_reviews_and_texts_stay(ingest: Ingest, store: Store):
    text = (version(text=DUTY),)
    ingest(replace(DOCKET, versions=text))
    go_live(ingest, DOCKET)
    classifier = Classifier(judge=partial(judge, release="c1"), positions=POSITIONS, release="c1", program="0")
    assess_pending(store, classifier, clock=lambda: MOMENT)
    reject_finding(store, finding(store), ANA)
    before = {table: len(ingest.rows(table)) for table in (FindingRow, ReviewRow, AssessmentRow)}
    assert before[FindingRow] == before[ReviewRow] == 1
    ingest(replace(NAMED, versions=text))
    assert {table: len(ingest.rows(table)) for table in before} == before
    with store.read() as session:
        review = session.scalars(select(ReviewRow)).one()
        assert find_bill(session, "MA HD 9901").id == find_bill(session, "MA H 12").id == review.bill_id
        facts = load_world(session, now=MOMENT, after=0, with_baseline=True).bills[review.bill_id]
    assert facts.name == "MA H 12 (was HD 9901)"


def test_two_numbers_that_are_stored_stay_two_bills(ingest: Ingest):
    together(ingest, DOCKET, replace(NAMED, aliases=()))
    ingest(NAMED)
    assert numbers(ingest) == ["MA HD 9901", "MA H 12"]
    assert kinds(ingest, "bill.renumbered") == []


@pytest.mark.parametrize(
    "record",
    [
        of("MT HB 9901", "legiscan:77", session="2029"),
        of("MT HB 9901", "legiscan:78", session="2027"),
        of("ND HB 9901", "LC 9901", session="2027"),
        of("MT HB 9901", "HB 9000", "no number", session="2027"),
    ],
    ids=["another session", "another id", "another state", "no draft"],
)
def test_what_is_not_certain_stays_two_bills(ingest: Ingest, record: BillRecord):
    ingest(DRAFT)
    ingest(record)
    assert len(numbers(ingest)) == 2
    assert kinds(ingest, "bill.renumbered") == []


def test_a_number_may_be_put_right_and_back(ingest: Ingest):
    other = replace(NUMBERED, key=key("MT HB 9902", "2027"))
    ingest(NUMBERED)
    go_live(ingest, NUMBERED)
    for record in (other, NUMBERED, other):
        assert [kind for kind, _, _ in ingest.told(record)] == ["bill.renumbered"]
    assert numbers(ingest) == ["MT HB 9902"]
    assert [row.identifier for row in ingest.rows(FormerNumberRow)] == ["HB 9901"]
    assert len({row.event_id for row in ingest.rows(EventRow)}) == len(ingest.rows(EventRow))


def test_a_bill_never_becomes_a_draft(ingest: Ingest):
    ingest(DRAFT)
    ingest(NUMBERED)
    assert ingest(DRAFT).outcome == "unchanged"
    assert numbers(ingest) == ["MT HB 9901"]


def test_two_drafts_that_became_one_bill_are_no_renumbering(ingest: Ingest):
    together(ingest, DOCKET, of("MA HD 9902"))
    ingest(of("MA H 12", "HD 9901", "HD 9902"))
    assert len(numbers(ingest)) == 3


def test_letters_are_a_draft_only_where_they_are():
    assert is_draft(key("MA HD 1"))
    assert is_draft(key("NH LSR 2026"))
    assert not is_draft(key("WA HD 1"))
    assert not is_draft(key("MA H 1"))
    assert draft_numbers(of("MA H 1", "HD0005", "S 7", "hd 5")) == (key("MA HD 5"),)
    assert draft_numbers(DOCKET) == ()


def test_what_looks_alike_is_listed_and_both_stay(ingest: Ingest, store: Store):
    alike = replace(NAMED, aliases=(), title=f"{DOCKET.title}.")
    others = (
        replace(alike, key=key("MA H 13"), title="An Act about something else entirely"),
        replace(alike, key=key("MA H 14"), sponsors=(Sponsor(name="Okafor", role="primary", kind="person"),)),
        replace(alike, key=key("MA H 15", "195th")),
        replace(alike, key=key("WA HD 9901")),
    )
    together(ingest, DOCKET, alike, *others)
    (pair,) = possible_renumberings(store)
    assert (pair.draft, pair.bill, pair.sponsors) == (DOCKET.key, alike.key, ("Rivera",))
    assert 0.95 < pair.likeness < 1
    assert query_bill(store, "MA H 12").numbers.possible == query_bill(store, "MA HD 9901").numbers.possible == (pair,)
    assert query_bill(store, "MA H 13").numbers.possible == ()
    assert len(numbers(ingest)) == 6
    (line,) = possible_lines([pair])
    assert line.startswith("MA H 12 (194th) may be HD 9901")


def test_the_old_number_shows_on_the_bill(ingest: Ingest, store: Store):
    ingest(DOCKET)
    ingest(NAMED)
    found = query_bill(store, "MA HD 9901")
    assert found.standing.key == NAMED.key
    assert found.numbers.as_json() == {"former_numbers": ["HD 9901"], "possible_renumberings": []}


def test_a_list_that_still_has_the_draft_does_not_lack_the_bill(ingest: Ingest, store: Store):
    ingest(DOCKET)
    ingest(NAMED)
    with store.read() as session:
        gone = {
            name: len(find_absent(session, source="sample", tally=tally(name)).gone)
            for name in ("HD 9901", "H 12", "HD 9902")
        }
    assert gone == {"HD 9901": 0, "H 12": 0, "HD 9902": 1}


class TestDocketsOfLegiscan:
    """LegiScan names no docket, and gives a bill another id: only its lists and the bill itself tell."""

    DOCKET = replace(of("MA HD 9901", "legiscan:5"), source="legiscan")
    BILL = replace(of("MA H 12", "legiscan:6"), source="legiscan")

    @pytest.fixture
    def listed(self, ingest: Ingest) -> Ingest:
        """The docket is stored and was listed; after that the bill was listed and the docket was not."""
        ingest(self.DOCKET)
        self.list_at(ingest, "5")
        ingest.now += timedelta(days=1)
        self.list_at(ingest, "6")
        return ingest

    @staticmethod
    def list_at(ingest: Ingest, *ids: str) -> None:
        entries = [ListedBill(native_id=id_, mark=f"{id_} {ingest.now}", jurisdiction="MA") for id_ in ids]
        note_listing(ingest.store, "legiscan", entries, clock=lambda: ingest.now)

    def test_a_docket_that_left_the_list_is_the_bill_that_fits_it(self, listed: Ingest):
        (row,) = listed.rows(BillRow)
        (told,) = [payload for kind, _, payload in listed.told(self.BILL) if kind != "session.new"]
        assert told == {"before": "HD 9901", "after": "H 12", "why": "alike"}
        (now,) = listed.rows(BillRow)
        assert (now.id, now.identifier) == (row.id, "H 12")
        assert listed(replace(self.DOCKET, title="Said late")).outcome == "unchanged"

    @pytest.mark.parametrize(
        "other",
        [
            {"title": "An Act about something else entirely"},
            {"sponsors": (Sponsor(name="Okafor", role="primary", kind="person"),)},
            {"sponsors": (SPONSOR, Sponsor(name="Okafor", role="primary", kind="person"))},
            {"sponsors": ()},
            {"chamber": Chamber.UPPER},
            {"chamber": Chamber.UNKNOWN},
            {"key": key("MA H 12", "195th")},
            {"source": "openstates"},
            {"aliases": ()},
        ],
    )
    def test_what_does_not_fit_in_every_respect_stays_two(self, listed: Ingest, other: dict[str, object]):
        listed(replace(self.BILL, **other))
        assert len(listed.rows(BillRow)) == 2

    def test_a_docket_that_is_still_listed_is_another_paper(self, listed: Ingest):
        self.list_at(listed, "5", "6")
        listed(self.BILL)
        assert numbers(listed) == ["MA HD 9901", "MA H 12"]

    def test_of_two_that_fit_none_is_taken(self, listed: Ingest):
        listed(replace(self.DOCKET, key=key("MA HD 9902"), aliases=("legiscan:7",)))
        listed(self.BILL)
        assert len(listed.rows(BillRow)) == 3

    def test_a_bill_of_a_legislature_without_drafts_is_new(self, ingest: Ingest):
        for name, id_ in (("WA HD 9901", "5"), ("WA H 12", "6")):
            self.list_at(ingest, id_)
            ingest.now += timedelta(days=1)
            ingest(replace(of(name, f"legiscan:{id_}"), source="legiscan"))
        assert len(ingest.rows(BillRow)) == 2

    @pytest.mark.parametrize("relation", [Relation.SAME_AS, Relation.REPLACES])
    def test_a_docket_that_is_named_by_its_id_is_the_bill(self, ingest: Ingest, relation: Relation):
        ingest(self.DOCKET)
        link = RelatedBill(session="", identifier="HD 9901", relation=relation, native="legiscan:5")
        ingest(replace(self.BILL, related=(link,), title="Another title"))
        assert numbers(ingest) == ["MA H 12"]
        assert [payload["why"] for payload in kinds(ingest, "bill.renumbered")] == ["named"]

    def test_a_docket_of_an_earlier_court_is_not(self, ingest: Ingest):
        ingest(replace(self.DOCKET, aliases=("legiscan:9",)))
        ingest(replace(self.DOCKET, key=key("MA HD 9901", "193rd")))
        link = RelatedBill(session="", identifier="HD 9901", relation=Relation.REPLACES, native="legiscan:5")
        ingest(replace(self.BILL, related=(link,)))
        assert len(ingest.rows(BillRow)) == 3

    def test_a_bill_that_is_like_its_companion_of_the_session_is_new(self, ingest: Ingest):
        link = RelatedBill(session="194th", identifier="HD 9901", relation=Relation.SIMILAR_TO, native="legiscan:5")
        ingest(self.DOCKET)
        ingest(replace(self.BILL, related=(link,), title="Another title"))
        assert len(ingest.rows(BillRow)) == 2
