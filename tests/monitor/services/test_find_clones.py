from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from monitor.clones.settings import CloneSettings
from monitor.model.bill import BillKey
from monitor.model.clause_family import ClauseFamily, Kinship
from monitor.model.finding import Label
from monitor.model.proposal import Proposal, ProposalSource
from monitor.services import clone_texts
from monitor.services import find_clones as find_clones_module
from monitor.services.find_clones import CloneSummary, find_clones
from monitor.store.engine import Store
from monitor.store.family_repository import FamilyChanges, read_families
from monitor.store.proposal_repository import proposal_of
from monitor.store.tables import (
    AssessmentRow,
    BillRow,
    ClauseCutRow,
    ClauseFamilyRow,
    ClauseMemberRow,
    EventRow,
    ProposalRow,
    RelatedBillRow,
    VersionRow,
)
from monitor.text.normal import clean_sha256
from tests.cloning import APPEAL, CARE, HARBOR, MEADOW, NOTICE, STATEMENT, act, assess, judged, reworded, stored
from tests.judging import MOMENT, add_version

LATER = MOMENT + timedelta(days=1)


def find(store: Store, *, now: datetime = MOMENT, **options: Any) -> CloneSummary:
    return find_clones(store, clock=lambda: now, **options)


def families(store: Store) -> list[ClauseFamily]:
    with store.read() as session:
        return sorted(read_families(session), key=lambda one: (one.origin.bill, one.origin.span))


def proposals(store: Store) -> list[tuple[str, Proposal]]:
    with store.read() as session:
        rows = session.execute(
            select(BillRow.identifier, ProposalRow)
            .join(BillRow, BillRow.id == ProposalRow.bill_id)
            .order_by(BillRow.identifier, ProposalRow.position)
        )
        return [(identifier, proposal_of(row)) for identifier, row in rows]


def model_act(store: Store) -> None:
    stored(store, "CO SB 9205", HARBOR, on=date(2024, 4, 1))
    stored(store, "NY A 9768", MEADOW, on=date(2025, 1, 8))
    assess(store)


def test_clauses_that_travelled_are_found_and_stored(store: Store):
    model_act(store)
    summary = find(store)
    assert (summary.bills, summary.cut, summary.families, summary.across_states) == (2, 2, 3, 3)
    assert (summary.changes, summary.proposals, summary.stopped) == (
        FamilyChanges(added=3, changed=0, removed=0),
        0,
        False,
    )
    found = families(store)
    assert [
        [(one.bill.jurisdiction, one.provision_label, one.kinship) for one in family.members] for family in found
    ] == [
        [("CO", "Sec. 3", Kinship.ORIGIN), ("NY", "Sec. 7", Kinship.SPREAD)],
        [("CO", "Sec. 4", Kinship.ORIGIN), ("NY", "Sec. 8", Kinship.SPREAD)],
        [("CO", "Sec. 5", Kinship.ORIGIN), ("NY", "Sec. 9", Kinship.SPREAD)],
    ]
    origin = found[0].origin
    with store.read() as session:
        text = session.get_one(VersionRow, origin.version_id).text
    assert [part.of(text) for part in origin.parts] == [CARE]


def rows(store: Store) -> list[tuple[Any, ...]]:
    tables = (ClauseCutRow, ClauseFamilyRow, ClauseMemberRow, ProposalRow)
    with store.read() as session:
        return [
            tuple(row) for table in tables for row in session.execute(select(*table.__table__.columns).order_by("id"))
        ]


def test_a_second_run_finds_the_same_and_changes_nothing(store: Store):
    stored(store, "CO SB 9205", act(judged(CARE), STATEMENT), on=date(2024, 4, 1))
    stored(store, "NY A 9768", act(reworded(CARE), STATEMENT), on=date(2025, 1, 8))
    assess(store)
    first = find(store)
    before = rows(store)
    second = find(store, now=LATER)
    assert rows(store) == before
    assert (first.cut, first.proposals) == (2, 1)
    assert (second.cut, second.proposals, second.changes) == (0, 0, FamilyChanges(added=0, changed=0, removed=0))
    assert second.families == first.families


def test_a_new_text_changes_just_the_families_it_is_in(store: Store):
    model_act(store)
    find(store)
    with store.read() as session:
        names = {row.family: row.id for row in session.scalars(select(ClauseFamilyRow))}
    stored(store, "NM HB 9060", act(CARE, APPEAL), on=date(2025, 1, 21))
    assess(store)
    summary = find(store, now=LATER)
    assert (summary.cut, summary.changes) == (1, FamilyChanges(added=1, changed=1, removed=0))
    with store.read() as session:
        held = {row.family: row for row in session.scalars(select(ClauseFamilyRow))}
    assert {name: held[name].id for name in names} == names
    assert sorted((row.first_seen_at, row.changed_at) for row in held.values()) == [
        (MOMENT, MOMENT),
        (MOMENT, MOMENT),
        (MOMENT, LATER),
        (LATER, LATER),
    ]


def test_a_family_that_is_no_more_is_removed(store: Store):
    first = stored(store, "CO SB 9205", act(CARE, STATEMENT), on=date(2024, 4, 1))
    stored(store, "NY A 9768", act(CARE, STATEMENT), on=date(2025, 1, 8))
    assess(store)
    assert find(store).families == 2
    add_version(store, first, act(STATEMENT))
    assess(store)
    summary = find(store, now=LATER)
    assert (summary.families, summary.changes.removed, summary.changes.changed) == (1, 1, 1)
    with store.read() as session:
        assert session.scalar(select(func.count()).select_from(ClauseMemberRow)) == 2


def test_the_order_in_which_bills_were_stored_plays_no_part(store: Store, sqlite_store: Store):
    bills = [
        ("CO SB 9205", HARBOR, date(2024, 4, 1)),
        ("NY A 9768", MEADOW, date(2025, 1, 8)),
        ("NM HB 9060", act(CARE, NOTICE), date(2025, 1, 21)),
    ]
    for where, order in ((store, bills), (sqlite_store, bills[::-1])):
        for name, text, on in order:
            stored(where, name, text, on=on)
        assess(where)
        find(where)
    told = [
        [(one.id, [(m.bill, m.span, m.kinship, m.score) for m in one.members]) for one in families(where)]
        for where in (store, sqlite_store)
    ]
    assert told[0] == told[1]


class TestWhatIsCompared:
    def test_only_the_text_that_is_judged_of_each_bill(self, store: Store):
        stored(store, "CO SB 9205", [act(CARE), act(APPEAL)], on=date(2024, 4, 1))
        stored(store, "NY A 9768", act(CARE), on=date(2025, 1, 8))
        assess(store)
        assert find(store).families == 0

    def test_only_bills_about_ai(self, store: Store):
        for name in ("CO SB 9205", "NY A 9768"):
            stored(store, name, act(CARE).removeprefix("AI\n"), on=date(2025, 1, 8))
        assess(store)
        assert (find(store).bills, find(store).families) == (0, 0)

    def test_what_bills_on_other_subjects_say_too_is_drafting_language(self, store: Store):
        model_act(store)
        for number in range(2):
            stored(store, f"UT HB {number}", act(CARE, f"The bridge number {number} is painted.").removeprefix("AI\n"))
        assess(store)
        assert [family.origin.provision_label for family in sorted_families(store)] == ["Sec. 4", "Sec. 5"]

    def test_a_text_that_was_replaced_after_its_judgement_waits_for_the_next_one(self, store: Store):
        model_act(store)
        with store.write() as session:
            session.execute(update(VersionRow).values(text=act(APPEAL), text_sha256=clean_sha256(act(APPEAL))))
        assert find(store).bills == 0

    def test_the_date_of_the_version_stands_in_for_an_unknown_one(self, store: Store):
        stored(store, "CO SB 9205", act(CARE), on=None)
        stored(store, "NY A 9768", act(CARE), on=date(2025, 12, 31))
        assess(store)
        find(store)
        (family,) = families(store)
        assert [(one.bill.jurisdiction, one.dated_on) for one in family.members] == [
            ("NY", date(2025, 12, 31)),
            ("CO", date(2026, 1, 1)),
        ]

    def test_the_source_names_companions(self, store: Store):
        first = stored(store, "CO SB 9205", act(CARE, STATEMENT), on=date(2024, 4, 1))
        stored(store, "CO HB 9001", act(CARE, APPEAL, NOTICE), on=date(2024, 4, 2))
        assess(store)
        find(store)
        assert families(store)[0].members[1].kinship is Kinship.SAME_SESSION
        with store.write() as session:
            session.add(RelatedBillRow(bill_id=first, session="2026", identifier="HB 9001", relation="companion"))
        assert find(store).changes == FamilyChanges(added=0, changed=1, removed=0)
        assert families(store)[0].members[1].kinship is Kinship.COMPANION


def sorted_families(store: Store) -> list[ClauseFamily]:
    find(store)
    return families(store)


class TestProposals:
    def test_an_unjudged_copy_is_offered_the_judgement_and_nothing_is_published(self, store: Store):
        stored(store, "CO SB 9205", act(judged(CARE)), on=date(2024, 4, 1))
        stored(store, "NY A 9768", act(APPEAL, reworded(CARE)), on=date(2025, 1, 8))
        assess(store)
        with store.read() as session:
            events = session.scalar(select(func.count()).select_from(EventRow))
        assert find(store).proposals == 1
        ((identifier, proposal),) = proposals(store)
        assert (identifier, proposal.source, proposal.label) == ("A 9768", ProposalSource.CLONE, Label.CONFLICT)
        assert proposal.quotes[0].quote == reworded(CARE).rstrip(".")
        assert "CO SB 9205 (2026), Sec. 3" in proposal.reason
        with store.read() as session:
            assert session.scalar(select(func.count()).select_from(EventRow)) == events
            assert session.scalars(select(AssessmentRow.overall).order_by(AssessmentRow.id)).all() == [
                "conflict",
                "none",
            ]

    def test_a_copy_that_is_judged_itself_is_left_alone(self, store: Store):
        for name in ("CO SB 9205", "NY A 9768"):
            stored(store, name, act(judged(CARE)), on=date(2024, 4, 1))
        assess(store)
        assert (find(store).families, find(store).proposals) == (1, 0)

    def test_a_bill_of_the_congress_is_not_held_against_federal_positions(self, store: Store):
        stored(store, "CO SB 9205", act(judged(CARE)), on=date(2024, 4, 1))
        stored(store, "US S 9768", act(CARE), on=date(2025, 1, 8))
        assess(store)
        summary = find(store)
        assert (summary.families, summary.across_states, summary.proposals) == (1, 1, 0)

    def test_other_settings_do_not_ask_the_same_again(self, store: Store):
        stored(store, "CO SB 9205", act(judged(CARE)), on=date(2024, 4, 1))
        stored(store, "NY A 9768", act(CARE), on=date(2025, 1, 8))
        assess(store)
        assert find(store).proposals == 1
        looser = find(store, settings=CloneSettings(score_min=0.6))
        assert (looser.proposals, looser.changes) == (0, FamilyChanges(added=0, changed=1, removed=0))

    def test_a_text_that_is_replaced_meanwhile_is_not_written_about(
        self, store: Store, monkeypatch: pytest.MonkeyPatch
    ):
        stored(store, "CO SB 9205", act(judged(CARE)), on=date(2024, 4, 1))
        copy = stored(store, "NY A 9768", act(CARE), on=date(2025, 1, 8))
        assess(store)

        offers = find_clones_module._offers

        def late(*arguments: Any) -> Any:
            found = offers(*arguments)
            with store.write() as session:
                session.execute(
                    update(VersionRow)
                    .where(VersionRow.bill_id == copy)
                    .values(text="AI", text_sha256=clean_sha256("AI"))
                )
            return found

        monkeypatch.setattr(find_clones_module, "_offers", late)
        assert find(store).proposals == 0


class TestARunThatIsStopped:
    def test_it_changes_no_family_and_keeps_what_it_cut(self, store: Store, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(clone_texts, "_TEXTS_A_STEP", 1)
        model_act(store)
        told: list[tuple[int, int]] = []
        stopped = find(store, progress=lambda done, total: told.append((done, total)), stop=lambda: bool(told))
        assert (stopped.stopped, stopped.families, stopped.cut, told) == (True, 0, 1, [(1, 2)])
        assert families(store) == []
        again = find(store)
        assert (again.stopped, again.cut, again.families) == (False, 1, 3)

    def test_a_run_over_nothing(self, store: Store):
        assert find(store).families == 0


def test_families_of_a_bill_are_read_by_its_id_and_by_name(store: Store):
    model_act(store)
    find(store)
    with store.read() as session:
        bill = session.scalars(select(BillRow).where(BillRow.identifier == "A 9768")).one()
        assert len(read_families(session, bill_id=bill.id)) == 3
        assert read_families(session, bill_id=bill.id + 1000) == []
        wanted = families(store)[1].id
        (one,) = read_families(session, names=[wanted])
    assert one.id == wanted
    assert one.members[1].bill == BillKey(jurisdiction="NY", session="2026", identifier="A 9768")


def test_the_clock_is_asked_and_not_the_machine(store: Store):
    model_act(store)
    moment = datetime(2030, 1, 1, tzinfo=UTC)
    assert find(store, now=moment).seconds == 0
    with store.read() as session:
        assert set(session.scalars(select(ClauseFamilyRow.changed_at))) == {moment}
