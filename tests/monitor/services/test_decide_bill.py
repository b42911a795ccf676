from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model.bill import Action, BillRecord, BillStatus, Chamber, RelatedBill, Sponsor, VersionStage
from monitor.model.bill_change import BillChange, KnownAction, KnownBill
from monitor.model.event import EventKind
from monitor.model.relation import Relation
from monitor.services import decide_bill as decide_bill_module
from monitor.services.decide_bill import action_keys, content_hash, decide_bill
from tests.records import INTRODUCED, KEY, LAW, RELATED, SEEN, SPONSOR, action, bill, document, version

CHANGES: list[dict[str, Any]] = [
    {"key": replace(KEY, session="2027-2028")},
    {"title": "Another"},
    {"source_url": "https://legislature.example/other"},
    {"chamber": Chamber.UPPER},
    {"classification": ("resolution",)},
    {"abstract": "Other words."},
    {"subjects": ("TECHNOLOGY", "CHILDREN")},
    {"aliases": ()},
    {"actions": (replace(INTRODUCED, on=None),)},
    {"actions": (replace(INTRODUCED, chamber=Chamber.UPPER),)},
    {"actions": (replace(INTRODUCED, text="Other words"),)},
    {"actions": (replace(INTRODUCED, classes=()),)},
    {"sponsors": (replace(SPONSOR, role="cosponsor"),)},
    {"related": (replace(RELATED, relation=Relation.REPLACES),)},
    {"versions": ()},
    {"versions": (version("Other"),)},
    {"versions": (version(text=LAW + "."),)},
    {"versions": (version(text=None),)},
    {"versions": (version(stage=VersionStage.ENROLLED),)},
    {"versions": (version(day=2),)},
    {"versions": (version(url="https://legislature.example/x"),)},
    {"versions": (version(upstream=True),)},
    {"versions": (version(media_type="text/plain"),)},
]


class TestContentHash:
    @pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
    def test_everything_that_a_source_says_counts(self, change: dict[str, Any]):
        assert content_hash(bill(**change)) != content_hash(bill())

    @settings(deadline=None)
    @given(
        seconds=st.integers(0, 10**9),
        source=st.sampled_from(["sample", "another"]),
        fetched=st.integers(0, 10**6),
        headers=st.lists(st.tuples(st.text(), st.text()), max_size=2),
    )
    def test_when_and_how_it_was_read_does_not(self, seconds: int, source: str, fetched: int, headers):
        read = replace(
            document(LAW, url="https://elsewhere.example/x"),
            fetched_at=SEEN + timedelta(seconds=fetched),
            status=200,
            headers=tuple(headers),
        )
        again = bill(
            observed_at=SEEN + timedelta(seconds=seconds),
            source=source,
            metadata=None,
            versions=(replace(version(), document=read),),
        )
        assert content_hash(again) == content_hash(bill())

    def test_a_change_of_the_rules_counts(self, monkeypatch: pytest.MonkeyPatch):
        before = content_hash(bill())
        monkeypatch.setattr(decide_bill_module, "REVISION", 99)
        assert content_hash(bill()) != before


class TestActionKeys:
    def test_equal_actions_are_counted(self):
        first, second, other = action_keys([INTRODUCED, INTRODUCED, action("Heard.")])
        assert second == f"{first}#2"
        assert other not in (first, second)

    def test_case_and_classes_do_not_matter_and_day_and_chamber_do(self):
        (key,) = action_keys([INTRODUCED])
        assert action_keys([replace(INTRODUCED, text=INTRODUCED.text.upper(), classes=(), ordinal=9)]) == [key]
        assert action_keys([replace(INTRODUCED, on=None)]) != [key]
        assert action_keys([replace(INTRODUCED, chamber=Chamber.UPPER)]) != [key]

    @settings(deadline=None)
    @given(texts=st.lists(st.sampled_from(["a", "b", "c"]), max_size=8), data=st.data())
    def test_any_order_gives_the_same_names(self, texts: list[str], data):
        actions = [action(text) for text in texts]
        permuted = data.draw(st.permutations(actions))
        assert sorted(action_keys(permuted)) == sorted(action_keys(actions))
        assert len(set(action_keys(actions))) == len(actions)


def stored(record: BillRecord, *, status: str = "in committee", **changes: Any) -> KnownBill:
    fields: dict[str, Any] = {
        "id": 7,
        "content_hash": "",
        "title": record.title,
        "abstract": record.abstract,
        "status": status,
        "status_on": INTRODUCED.on,
        "current_version_id": None,
        "versions": (),
        "actions": {
            key: KnownAction(id=100 + n, ordinal=a.ordinal, classes=a.classes)
            for n, (key, a) in enumerate(zip(action_keys(record.actions), record.actions, strict=True))
        },
        "sponsors": {(s.name, s.role): 200 + n for n, s in enumerate(record.sponsors)},
        "related": frozenset(record.related),
        "aliases": frozenset(record.aliases),
    }
    return KnownBill(**fields | changes)


def decide(record: BillRecord, known: KnownBill | None, *, live: bool = True) -> BillChange:
    return decide_bill(record, known, (), live=live, now=SEEN, content="hash")


def kinds(change: BillChange) -> list[EventKind]:
    return [planned.event.kind for planned in change.events]


BARE = {"versions": ()}


def test_a_new_bill_is_one_event_whatever_it_brings():
    change = decide(bill(**BARE), None, live=False)
    (planned,) = change.events
    assert planned.event.kind is EventKind.BILL_NEW
    assert (planned.event.bill, planned.event.occurred_on, planned.event.detected_at) == (KEY, INTRODUCED.on, SEEN)
    assert planned.event.baseline is True
    assert planned.version_key is None
    assert [sponsor.name for sponsor in change.new_sponsors] == ["Rivera"]
    assert change.new_aliases == ("H-0001.1",)
    assert change.new_related == (RELATED,)
    assert [a.text for _, a in change.actions.new] == [INTRODUCED.text]


def test_a_new_bill_without_actions_has_no_dates():
    change = decide(bill(actions=(), **BARE), None)
    assert change.events[0].event.occurred_on is None
    assert change.bill["introduced_on"] is None
    assert (change.bill["last_action_on"], change.bill["last_action"]) == (None, "")
    assert change.bill["status"] == "unknown"


def test_the_first_day_and_the_last_action_are_the_bills():
    undated = replace(action("Hearing to be set."), on=None)
    change = decide(bill(actions=(undated, INTRODUCED, action("Heard.", day=4), undated), **BARE), None)
    assert change.bill["introduced_on"] == INTRODUCED.on
    assert (change.bill["last_action_on"], change.bill["last_action"]) == (None, "Hearing to be set.")
    assert change.events[0].event.occurred_on == INTRODUCED.on


def test_a_known_bill_that_says_the_same_changes_nothing():
    record = bill(**BARE)
    change = decide(record, stored(record))
    assert change.events == ()
    assert (change.actions.new, change.actions.moved, change.actions.gone) == ((), (), ())
    assert (change.new_sponsors, change.gone_sponsors, change.new_related, change.new_aliases) == ((), (), (), ())


def test_events_come_in_the_order_in_which_they_are_told():
    record = bill(**BARE)
    after = bill(
        title="Another",
        actions=(INTRODUCED, action("Passed", "passage", day=9)),
        sponsors=(Sponsor(name="Ito", role="primary", kind="person"),),
        related=(RELATED, RelatedBill(session="2025-2026", identifier="HB 1", relation=Relation.RELATED)),
        versions=(),
    )
    assert kinds(decide(after, stored(record))) == [
        EventKind.TITLE_CHANGED,
        EventKind.ACTION_ADDED,
        EventKind.STATUS_CHANGED,
        EventKind.SPONSOR_CHANGED,
        EventKind.RELATED_ADDED,
    ]


def test_the_same_facts_have_the_same_names_whenever_they_are_seen():
    record, after = bill(**BARE), bill(title="Another", actions=(INTRODUCED, action("Heard.", day=2)), **BARE)
    one = [planned.event.id for planned in decide(after, stored(record)).events]
    later = decide_bill(after, stored(record), (), live=False, now=SEEN + timedelta(days=9), content="other")
    assert [planned.event.id for planned in later.events] == one
    assert len(set(one)) == 2


class TestStatus:
    def test_what_moved_it_is_told(self):
        vetoed = action("Governor vetoed.", "executive-veto", day=60, chamber=Chamber.EXECUTIVE)
        change = decide(bill(actions=(INTRODUCED, vetoed), **BARE), stored(bill(**BARE)))
        event = change.events[-1].event
        assert event.payload == {
            "before": "in committee",
            "after": "vetoed",
            "action": "Governor vetoed.",
            "on": "2026-03-13",
        }
        assert event.occurred_on == date(2026, 3, 13)
        assert (change.bill["status"], change.bill["status_on"]) == ("vetoed", date(2026, 3, 13))

    def test_nothing_that_tells_changes_nothing(self):
        change = decide(bill(actions=(action("Fiscal note."),), **BARE), stored(bill(**BARE)))
        assert EventKind.STATUS_CHANGED not in kinds(change)
        assert "status" not in change.bill

    def test_no_actions_at_all_leave_dates_and_status(self):
        change = decide(bill(actions=(), **BARE), stored(bill(**BARE), status=BillStatus.ENACTED.value))
        assert not {"status", "status_on", "introduced_on", "last_action", "last_action_on"} & set(change.bill)
        assert (change.events, change.actions.gone) == ((), ())


class TestActions:
    def test_one_that_moved_is_written_and_one_that_went_is_taken_out(self):
        heard = action("Heard.", day=3)
        before = bill(actions=(INTRODUCED, heard), **BARE)
        moved = replace(heard, ordinal=0, classes=("committee-passage",))
        change = decide(bill(actions=(moved,), **BARE), stored(before))
        assert change.actions.moved == ((101, {"ordinal": 0, "classes": ["committee-passage"]}),)
        assert change.actions.gone == (100,)
        assert change.actions.new == ()


class TestSponsors:
    def test_another_role_is_another_sponsor(self):
        before, after = bill(**BARE), bill(sponsors=(replace(SPONSOR, role="cosponsor"),), **BARE)
        change = decide(after, stored(before))
        assert change.gone_sponsors == (200,)
        assert change.events[-1].event.payload == {
            "added": [{"name": "Rivera", "role": "cosponsor"}],
            "removed": [{"name": "Rivera", "role": "primary"}],
        }

    def test_none_at_all_take_none_back(self):
        change = decide(bill(sponsors=(), **BARE), stored(bill(**BARE)))
        assert (change.gone_sponsors, change.events) == ((), ())


def test_an_abstract_that_is_no_longer_given_stays():
    assert decide(bill(abstract="", **BARE), stored(bill(**BARE))).bill["abstract"] == "Reports of operators."
    assert decide(bill(abstract="", **BARE), None).bill["abstract"] == ""


SPONSORS = st.lists(
    st.builds(
        Sponsor,
        name=st.sampled_from(["Ito", "Okafor"]),
        role=st.sampled_from(["primary", "cosponsor"]),
        kind=st.just("person"),
    ),
    max_size=5,
)


@settings(deadline=None)
@given(before=SPONSORS, after=SPONSORS, data=st.data())
def test_sponsors_that_come_and_go_balance(before: list[Sponsor], after: list[Sponsor], data):
    known = stored(bill(**BARE), sponsors={(s.name, s.role): n for n, s in enumerate(dict.fromkeys(before))})
    change = decide(bill(sponsors=tuple(data.draw(st.permutations(after))), **BARE), known)
    left = {key for key, row in known.sponsors.items() if row not in change.gone_sponsors}
    came = [(sponsor.name, sponsor.role) for sponsor in change.new_sponsors]
    assert len(set(came)) == len(came)
    assert not left & set(came)
    assert left | set(came) == ({(s.name, s.role) for s in after} or set(known.sponsors))
    assert (EventKind.SPONSOR_CHANGED in kinds(change)) is bool(came or change.gone_sponsors)


ACTIONS = st.lists(
    st.builds(
        lambda text, day, classes: action(text, *classes, day=day),
        st.sampled_from(["Heard.", "Passed", "Read"]),
        st.integers(0, 2),
        st.lists(st.sampled_from(["passage", "reading-1"]), max_size=1),
    ),
    max_size=6,
)


@settings(deadline=None)
@given(before=ACTIONS, after=ACTIONS)
def test_actions_after_a_change_are_those_of_the_source(before: list[Action], after: list[Action]):
    numbered = tuple(replace(a, ordinal=n) for n, a in enumerate(after))
    known = stored(bill(actions=tuple(before), **BARE))
    change = decide(bill(actions=numbered, **BARE), known)
    rows = {row.id: [key, row.ordinal] for key, row in known.actions.items()}
    for gone in change.actions.gone:
        del rows[gone]
    for row, values in change.actions.moved:
        rows[row][1] = values["ordinal"]
    keys = sorted([(key, a.ordinal) for key, a in change.actions.new] + [(key, place) for key, place in rows.values()])
    if after:
        assert keys == sorted((key, a.ordinal) for key, a in zip(action_keys(numbered), numbered, strict=True))
    else:
        assert len(keys) == len(before)
