from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.model.bill import (
    Chamber,
    RelatedBill,
    Sponsor,
)
from monitor.model.relation import Relation
from monitor.services.ingest import IngestResult
from monitor.store.engine import Store
from monitor.store.tables import (
    ActionRow,
    BillAliasRow,
    BillRow,
    EventRow,
    RelatedBillRow,
    SessionRow,
    SponsorRow,
    VersionRow,
)
from monitor.text.normal import clean_sha256
from tests.ingesting import MOMENT, Ingest
from tests.records import INTRODUCED, KEY, LAW, RELATED, SPONSOR, action, bill, version


class TestTheFirstLoad:
    def test_everything_is_stored(self, ingest: Ingest):
        result = ingest(bill())
        assert result == IngestResult(outcome="new", events=3, versions=1, errors=(), baseline=True, texts=1)
        row = ingest.one(BillRow)
        assert (row.jurisdiction, row.session, row.identifier) == ("WA", "2025-2026", "HB 9901")
        assert (row.title, row.abstract, row.chamber) == (
            "Concerning companion chatbots",
            "Reports of operators.",
            "lower",
        )
        assert (row.classification, row.subjects) == (["bill"], ["TECHNOLOGY"])
        assert (row.status, row.status_on, row.introduced_on) == ("in committee", INTRODUCED.on, INTRODUCED.on)
        assert (row.last_action_on, row.last_action) == (INTRODUCED.on, INTRODUCED.text)
        assert (row.first_seen_at, row.changed_at) == (ingest.now, ingest.now)
        text = ingest.one(VersionRow)
        assert row.current_version_id == text.id
        assert (text.version_key, text.note, text.stage, text.ordinal) == ("Introduced", "Introduced", "introduced", 0)
        assert (text.text, text.text_sha256) == (LAW.strip(), clean_sha256(LAW))
        assert (text.method, text.quality, text.reason, text.baseline) == ("html/1", "ok", "", True)
        said = ingest.one(ActionRow)
        assert (said.text, said.acted_on, said.chamber) == (INTRODUCED.text, INTRODUCED.on, "lower")
        assert said.classes == ["introduction", "referral-committee"]
        sponsor = ingest.one(SponsorRow)
        assert (sponsor.name, sponsor.role, sponsor.kind) == ("Rivera", "primary", "person")
        related = ingest.one(RelatedBillRow)
        assert (related.session, related.identifier, related.relation) == ("2025-2026", "SB 9801", "companion")
        assert ingest.one(BillAliasRow).alias == "H-0001.1"
        found = ingest.one(SessionRow)
        assert (found.source, found.jurisdiction, found.identifier) == ("sample", "WA", "2025-2026")
        assert found.live_since is None

    def test_its_events_are_baseline(self, ingest: Ingest):
        ingest(bill())
        assert ingest.events() == [
            ("session.new", True, {"source": "sample", "jurisdiction": "WA", "session": "2025-2026"}),
            (
                "bill.new",
                True,
                {
                    "title": "Concerning companion chatbots",
                    "identifier": "HB 9901",
                    "session": "2025-2026",
                    "status": "in committee",
                },
            ),
            (
                "version.new",
                True,
                {"note": "Introduced", "stage": "introduced", "ordinal": 0, "quality": "ok", "republished": False},
            ),
        ]
        first, second, third = ingest.rows(EventRow)
        assert (first.bill_id, first.version_id) == (None, None)
        assert (second.bill_id, second.version_id) == (ingest.one(BillRow).id, None)
        assert (third.bill_id, third.version_id) == (ingest.one(BillRow).id, ingest.one(VersionRow).id)
        assert (second.occurred_on, third.occurred_on) == (INTRODUCED.on, date(2026, 1, 1))
        assert {row.detected_at for row in (first, second, third)} == {ingest.now}

    def test_it_stays_baseline_until_the_whole_listing_was_read(self, ingest: Ingest):
        ingest(bill())
        changed = ingest(bill(title="Concerning chatbots"))
        assert (changed.outcome, changed.baseline) == ("changed", True)
        ingest.go_live()
        assert ingest(bill(title="Concerning machines")).baseline is False
        another = replace(bill(), key=replace(KEY, identifier="HB 9902"))
        assert ingest(another).baseline is False
        assert [(kind, baseline) for kind, baseline, _ in ingest.events(3)] == [
            ("title.changed", True),
            ("title.changed", False),
            ("bill.new", False),
            ("version.new", False),
        ]

    def test_another_session_and_another_source_have_a_first_load_of_their_own(self, live: Ingest):
        later = replace(KEY, session="2027-2028")
        assert live(bill(key=later)).baseline is True
        assert live(bill(key=replace(KEY, identifier="HB 9903"), source="another")).baseline is True
        assert [(row.source, row.identifier, row.live_since is None) for row in live.rows(SessionRow)] == [
            ("sample", "2025-2026", False),
            ("sample", "2027-2028", True),
            ("another", "2025-2026", True),
        ]


class TestAgain:
    def test_the_same_bill_twice_changes_nothing(self, ingest: Ingest):
        ingest(bill())
        before = ingest.counts()
        again = ingest(bill(observed_at=MOMENT + timedelta(days=9), metadata=None))
        assert again == IngestResult(outcome="unchanged")
        assert ingest.counts() == before
        assert ingest.read == 1
        assert ingest.one(BillRow).changed_at < ingest.now

    def test_what_was_permuted_is_not_doubled(self, live: Ingest):
        actions = tuple(action(f"Step {n}", day=n) for n in range(4))
        sponsors = tuple(Sponsor(name=name, role="cosponsor", kind="person") for name in ("Ito", "Okafor", "Ruiz"))
        related = tuple(replace(RELATED, identifier=f"SB {n}") for n in (1, 2))
        live(bill(actions=actions, sponsors=sponsors, related=related, aliases=("a", "b")))
        before = live.counts()
        permuted = bill(
            actions=tuple(replace(a, ordinal=n) for n, a in enumerate(reversed(actions))),
            sponsors=sponsors[::-1],
            related=related[::-1],
            aliases=("b", "a"),
        )
        assert live.told(permuted) == []
        assert live.counts() == before
        assert [(row.text, row.ordinal) for row in live.rows(ActionRow)] == [(f"Step {n}", 3 - n) for n in range(4)]

    def test_what_a_source_says_twice_is_stored_once(self, ingest: Ingest):
        twice = bill(
            sponsors=(SPONSOR, replace(SPONSOR, kind="organization")),
            related=(RELATED, RELATED),
            aliases=("a", "a"),
            actions=(INTRODUCED, INTRODUCED),
        )
        ingest(twice)
        ingest.go_live()
        counts = ingest.counts()
        assert (counts["sponsor"], counts["related_bill"], counts["bill_alias"], counts["action"]) == (1, 1, 1, 2)
        ito = Sponsor(name="Ito", role="cosponsor", kind="person")
        other = replace(RELATED, identifier="SB 9802")
        more = replace(twice, sponsors=(SPONSOR, ito, ito), related=(RELATED, other, other), aliases=("a", "b", "b"))
        told = ingest.told(more)
        assert [kind for kind, _, _ in told] == ["sponsor.changed", "companion.linked"]
        assert told[0][2]["added"] == [{"name": "Ito", "role": "cosponsor"}]

    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_any_order_of_any_records_leaves_each_thing_once(self, sqlite_databases, tmp_path: Path, data):
        texts = st.sampled_from([LAW, LAW + "It takes effect at once.", None])
        records = st.builds(
            lambda titles, steps, names, versions: bill(
                title=titles,
                actions=tuple(action(f"Step {n}", day=place) for place, n in enumerate(steps)),
                sponsors=tuple(Sponsor(name=name, role="primary", kind="person") for name in names),
                versions=tuple(version(note, text, ordinal=n) for n, (note, text) in enumerate(versions)),
            ),
            st.sampled_from(["A", "B"]),
            st.lists(st.integers(0, 3), max_size=4),
            st.lists(st.sampled_from(["Ito", "Okafor"]), max_size=3),
            st.lists(st.tuples(st.sampled_from(["Introduced", "Engrossed", "Introduced#r2"]), texts), max_size=3),
        )
        with sqlite_databases.fresh() as url, Store(url) as store:
            ingest = Ingest(store, tmp_path / "raw")
            for record in data.draw(st.lists(records, min_size=1, max_size=5)):
                ingest(record)
                counts = ingest.counts()
                assert ingest(record).outcome == "unchanged"
                assert ingest.counts() == counts
                names = Counter((row.name, row.role) for row in ingest.rows(SponsorRow))
                assert set(names.values()) <= {1}
                rows = ingest.rows(VersionRow)
                assert sorted(row.ordinal for row in rows) == list(range(len(rows)))
                assert len({row.event_id for row in ingest.rows(EventRow)}) == len(ingest.rows(EventRow))
                current = ingest.one(BillRow).current_version_id
                readable = {row.id for row in rows if row.text_sha256 is not None}
                assert current in readable if readable else current is None


class TestWhatChanges:
    def test_a_title(self, live: Ingest):
        assert live.told(bill(title="Concerning machines")) == [
            ("title.changed", False, {"before": "Concerning companion chatbots", "after": "Concerning machines"})
        ]
        assert live.one(BillRow).title == "Concerning machines"
        assert live.one(BillRow).changed_at == live.now

    def test_an_action_and_the_status_that_it_brings(self, live: Ingest):
        passed = action("Third reading, passed; yeas, 96; nays, 2.", "passage", day=20)
        assert live.told(bill(actions=(INTRODUCED, passed))) == [
            (
                "action.added",
                False,
                {"text": passed.text, "chamber": "lower", "classes": ["passage"], "on": "2026-02-01"},
            ),
            (
                "status.changed",
                False,
                {"before": "in committee", "after": "passed one chamber", "action": passed.text, "on": "2026-02-01"},
            ),
        ]
        row = live.one(BillRow)
        assert (row.status, row.status_on, row.last_action) == ("passed one chamber", date(2026, 2, 1), passed.text)
        assert [event.occurred_on for event in live.rows(EventRow)[-2:]] == [date(2026, 2, 1)] * 2

    def test_a_class_that_the_source_adds_later_moves_no_row(self, live: Ingest):
        classed = replace(INTRODUCED, classes=("executive-veto",))
        assert [kind for kind, _, _ in live.told(bill(actions=(classed,)))] == ["status.changed"]
        assert live.one(ActionRow).classes == ["executive-veto"]

    def test_an_action_that_the_source_takes_back_goes_without_a_word_and_comes_back_without_one(self, live: Ingest):
        heard = action("Public hearing.", day=5)
        live(bill(actions=(INTRODUCED, heard)))
        assert live.told(bill(actions=(INTRODUCED,))) == []
        assert [row.text for row in live.rows(ActionRow)] == [INTRODUCED.text]
        assert live.told(bill(actions=(INTRODUCED, heard))) == []
        assert [row.text for row in live.rows(ActionRow)] == [INTRODUCED.text, heard.text]

    def test_sponsors_come_and_go(self, live: Ingest):
        ito = Sponsor(name="Ito", role="cosponsor", kind="person")
        assert live.told(bill(sponsors=(ito,))) == [
            (
                "sponsor.changed",
                False,
                {
                    "added": [{"name": "Ito", "role": "cosponsor"}],
                    "removed": [{"name": "Rivera", "role": "primary"}],
                },
            )
        ]
        assert [(row.name, row.role) for row in live.rows(SponsorRow)] == [("Ito", "cosponsor")]

    def test_related_bills_are_added_and_stay(self, live: Ingest):
        replaced = RelatedBill(session="2025-2026", identifier="HB 9999", relation=Relation.REPLACES)
        assert live.told(bill(related=(replaced,))) == [
            ("related.added", False, {"session": "2025-2026", "identifier": "HB 9999", "relation": "replaces"})
        ]
        assert len(live.rows(RelatedBillRow)) == 2

    def test_aliases_are_added_and_stay_without_a_word(self, live: Ingest):
        assert live.told(bill(aliases=("H-0002.1",))) == []
        assert [row.alias for row in live.rows(BillAliasRow)] == ["H-0001.1", "H-0002.1"]

    def test_what_a_source_no_longer_says_is_not_taken_back(self, live: Ingest):
        silent = bill(abstract="", actions=(), sponsors=(), related=(), aliases=(), versions=())
        assert live.told(silent) == []
        row = live.one(BillRow)
        assert (row.abstract, row.status, row.last_action) == ("Reports of operators.", "in committee", INTRODUCED.text)
        assert row.current_version_id == live.one(VersionRow).id
        counts = live.counts()
        assert (counts["action"], counts["sponsor"], counts["related_bill"], counts["bill_alias"]) == (1, 1, 1, 1)


def test_a_unicameral_bill_passes_once(ingest: Ingest):
    passed = action("Passed on final reading", "passage", chamber=Chamber.UNICAMERAL)
    ingest(bill(key=replace(KEY, jurisdiction="NE"), actions=(passed,)))
    assert ingest.one(BillRow).status == "passed legislature"
