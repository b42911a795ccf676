"""What the store says of bills and their judgements, on both databases; the judge and its bills are made up."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import delete, select, update

from alerts.facts import CloneRef, Coverage, ItemKind
from alerts.load import World
from alerts.select import select as select_items
from monitor.model.bill import BillStatus
from monitor.model.event import Event, EventKind, event_id
from monitor.model.finding import Label
from monitor.services.review_finding import reject_finding, relabel_finding
from monitor.store.engine import Store
from monitor.store.events import PlacedEvent, append_events
from monitor.store.tables import BillRow, EvidenceRow, VersionRow
from monitor.text.normal import clean_sha256
from tests.alerts.judged import DUTY, NONE, QUOTE, REVIEW, assess, world
from tests.alerts.samples import DISCLOSURE, FRONTIER, rule
from tests.judging import MOMENT, add_bill, add_version
from tests.reviewing import ANA, finding


def change_status(store: Store, bill: int, before: str, after: str, *, baseline: bool = False) -> None:
    with store.write() as session:
        session.execute(update(BillRow).where(BillRow.id == bill).values(status=after, status_on=date(2026, 11, 19)))
        append_events(
            session,
            [
                PlacedEvent(
                    event=Event(
                        id=event_id(EventKind.STATUS_CHANGED, str(bill), f"{before} {after}"),
                        kind=EventKind.STATUS_CHANGED,
                        bill=None,
                        occurred_on=None,
                        detected_at=MOMENT,
                        baseline=baseline,
                        payload={"before": before, "after": after},
                    ),
                    bill_id=bill,
                )
            ],
        )


def test_an_empty_store(store: Store):
    assert world(store) == World(
        watermark=0, at=MOMENT, changes=(), bills={}, unjudged=(), coverage=Coverage(sources=(), waiting=0)
    )


def test_a_finding_becomes_a_change_and_its_bill(store: Store):
    bill = add_bill(store, "WA HB 1", title="Concerning samples")
    add_version(store, bill, DUTY + REVIEW, note="Substitute")
    assess(store)
    found = world(store)
    assert [(change.kind, change.bill_id, change.payload["position"], change.baseline) for change in found.changes] == [
        (EventKind.FINDING_NEW, bill, DISCLOSURE, False),
        (EventKind.FINDING_NEW, bill, FRONTIER, False),
    ]
    assert found.watermark == found.changes[-1].sequence
    facts = found.bills[bill]
    assert (facts.name, facts.title, facts.status, facts.status_on) == (
        "WA HB 1",
        "Concerning samples",
        BillStatus.INTRODUCED,
        None,
    )
    assert (facts.version_note, facts.version_url) == ("Substitute", "https://legislature.example/text")
    assert (facts.source_url, facts.sample) == ("https://legislature.example/bill", False)
    first, second = facts.clauses
    assert (first.position, first.label, first.severity, first.confidence) == (DISCLOSURE, Label.CONFLICT, 4, 0.5)
    assert (first.theory, first.second_theory) == ("compelled speech", "dormant commerce clause")
    assert (first.quote, first.lead_in, first.clause_hash) == (QUOTE, "AI", clean_sha256(QUOTE))
    assert (DUTY + REVIEW)[first.start : first.end] == QUOTE
    assert (first.provision_label, first.provision_heading, first.provision_type) == ("Sec. 1(a)", "", "ag_disclosure")
    assert (first.rationale, first.counter_argument, first.carve_out, first.authority_strength) == (
        "A sample rationale.",
        "The duty concerns facts.",
        None,
        3,
    )
    assert (second.position, second.label) == (FRONTIER, Label.POTENTIAL)


def test_the_words_of_an_event_are_those_of_the_judgement(store: Store):
    bill = add_bill(store, "WA HB 1")
    add_version(store, bill, DUTY)
    assess(store)
    found = world(store)
    (item,) = select_items(found.changes, found.bills, [rule()])
    assert item.main.clause == found.bills[bill].clauses[0]
    (alone,) = select_items(
        found.changes, {bill: found.bills[bill].__class__(**_without_clauses(found, bill))}, [rule()]
    )
    assert alone.main.clause == item.main.clause


def _without_clauses(found: World, bill: int) -> dict:
    facts = found.bills[bill]
    return {name: getattr(facts, name) for name in facts.__slots__} | {"clauses": ()}


def test_a_life_from_new_to_resolved(store: Store):
    bill = add_bill(store, "WA HB 1")
    kinds, seen = [], 0
    milder = DUTY.replace("conflict", "potential").replace(" 4:", " 2:")
    texts = (milder, DUTY, DUTY + DUTY.splitlines()[1].replace("A developer", "An operator of a system"), milder, NONE)
    for text in texts:
        add_version(store, bill, text)
        assess(store)
        found = world(store, after=seen)
        kinds += [item.kind for item in select_items(found.changes, found.bills, [rule()])]
        seen = found.watermark
    assert kinds == [ItemKind.NEW, ItemKind.WORSENED, ItemKind.WORSENED, ItemKind.EASED, ItemKind.RESOLVED]
    assert world(store, after=seen).changes == ()
    whole = world(store)
    (item,) = select_items(whole.changes, whole.bills, [rule()])
    assert (item.kind, item.main.came_and_went, len(item.events)) == (ItemKind.RESOLVED, True, 5)


def test_the_window_is_open_at_its_beginning(store: Store):
    for n in (1, 2, 3):
        add_version(store, add_bill(store, f"WA HB {n}"), DUTY.replace("report", f"report {n}"))
    assess(store)
    whole = world(store)
    first, second, third = whole.changes
    rest = world(store, after=first.sequence)
    assert rest.changes == (second, third)
    assert set(rest.bills) == {second.bill_id, third.bill_id}
    assert rest.watermark == whole.watermark == third.sequence


def test_other_events_raise_the_watermark_only(store: Store):
    bill = add_bill(store, "WA HB 1")
    with store.write() as session:
        append_events(
            session,
            [
                PlacedEvent(
                    event=Event(
                        id=kind.value, kind=kind, bill=None, occurred_on=None, detected_at=MOMENT, baseline=False
                    ),
                    bill_id=of,
                )
                for kind, of in (
                    (EventKind.BILL_NEW, bill),
                    (EventKind.VERSION_NEW, bill),
                    (EventKind.SOURCE_STALE, None),
                    (EventKind.STATUS_CHANGED, None),
                )
            ],
        )
    found = world(store)
    assert [change.kind for change in found.changes] == [EventKind.BILL_NEW]
    assert found.watermark == found.changes[0].sequence + 3


def test_the_baseline_is_read_only_when_asked_for(store: Store):
    bill = add_bill(store, "WA HB 1")
    add_version(store, bill, DUTY, baseline=True)
    add_version(store, add_bill(store, "WA HB 2"), "", baseline=True)
    assess(store)
    found = world(store)
    assert (found.changes, found.bills, found.unjudged) == ((), {}, ())
    assert found.watermark > 0
    whole = world(store, with_baseline=True)
    assert [change.baseline for change in whole.changes] == [True]
    assert [entry.name for entry in whole.unjudged] == ["WA HB 2"]
    change_status(store, bill, "introduced", "vetoed", baseline=True)
    assert world(store).changes == ()


def test_a_bill_that_died_is_resolved(store: Store):
    bill = add_bill(store, "WA HB 1")
    add_version(store, bill, DUTY, baseline=True)
    assess(store)
    change_status(store, bill, "to the governor", "vetoed")
    found = world(store)
    (item,) = select_items(found.changes, found.bills, [rule()])
    assert (item.kind, item.bill.status, item.bill.status_on) == (
        ItemKind.RESOLVED,
        BillStatus.VETOED,
        date(2026, 11, 19),
    )
    assert item.main.clause is not None
    assert item.main.clause.quote == QUOTE


def test_a_judgement_under_another_release_is_no_news(store: Store):
    bill = add_bill(store, "WA HB 1")
    add_version(store, bill, DUTY, baseline=True)
    assess(store)
    seen = world(store).watermark
    with store.write() as session:  # the same text, which the next release judges as none
        row = session.scalars(select(VersionRow)).one()
        row.text = row.text.replace("conflict", "aligned")
    assess(store, "c2", again=True)
    found = world(store, after=seen, with_baseline=True)
    assert [change.payload["reason"] for change in found.changes] == ["release"]
    assert select_items(found.changes, found.bills, [rule()], with_baseline=True) == ()


def test_only_flags_of_the_current_judgement_stand(store: Store):
    bill = add_bill(store, "WA HB 1")
    add_version(store, bill, DUTY + "exempt truthful-outputs 1: A toy shall be safe.\n")
    assess(store)
    assert [clause.position for clause in world(store).bills[bill].clauses] == [DISCLOSURE]
    add_version(store, bill, NONE, note="Engrossed")
    assess(store)
    facts = world(store).bills[bill]
    assert (facts.clauses, facts.version_note) == ((), "Engrossed")


def test_a_finding_without_its_words_is_not_shown(store: Store):
    bill = add_bill(store, "WA HB 1")
    add_version(store, bill, DUTY)
    assess(store)
    with store.write() as session:
        session.execute(delete(EvidenceRow).where(EvidenceRow.role == "operative"))
    assert world(store).bills[bill].clauses == ()


def test_a_bill_that_was_not_judged_has_no_version(store: Store):
    bill = add_bill(store, "WA HB 1")
    change_status(store, bill, "in committee", "passed one chamber")
    facts = world(store).bills[bill]
    assert (facts.version_note, facts.version_url, facts.clauses, facts.clones) == ("", "", (), {})


def test_clones_are_the_other_bills_with_the_same_clause(store: Store):
    known = add_bill(store, "TX HB 5")
    add_version(store, known, DUTY, baseline=True)
    gone = add_bill(store, "CA AB 7")
    add_version(store, gone, DUTY, baseline=True)
    assess(store)
    add_version(store, gone, NONE, baseline=True)
    bill, other = add_bill(store, "WA HB 1"), add_bill(store, "OR SB 2")
    add_version(store, bill, DUTY + DUTY.splitlines()[1] + "\n")
    add_version(store, other, DUTY.replace("each known", "every"))
    assess(store)
    found = world(store)
    assert found.bills[bill].clones == {clean_sha256(QUOTE): (CloneRef(bill_id=known, name="TX HB 5"),)}
    assert set(found.bills[other].clones.values()) == {()}


def test_many_bills_are_read_in_portions(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("alerts.load._IDS_A_QUERY", 2)
    for n in range(1, 6):
        add_version(sqlite_store, add_bill(sqlite_store, f"WA HB {n}"), DUTY + REVIEW.replace("model", f"model {n}"))
    assess(sqlite_store)
    found = world(sqlite_store)
    assert len(found.bills) == 5
    assert {len(facts.clauses) for facts in found.bills.values()} == {2}
    assert {len(facts.clones[clean_sha256(QUOTE)]) for facts in found.bills.values()} == {4}


class TestReviewed:
    """What people said wins in everything that a digest reads."""

    def test_a_rejected_finding_is_not_told_and_does_not_stand(self, store: Store):
        bill = add_bill(store, "WA HB 1")
        add_version(store, bill, DUTY + REVIEW)
        assess(store)
        reject_finding(store, finding(store, DISCLOSURE), ANA)
        found = world(store)
        assert [clause.position for clause in found.bills[bill].clauses] == [FRONTIER]
        (item,) = select_items(found.changes, found.bills, [rule()])
        assert (item.main.position, item.others) == (FRONTIER, ())

    def test_who_heard_of_it_hears_that_it_was_set_aside(self, store: Store):
        bill = add_bill(store, "WA HB 1")
        add_version(store, bill, DUTY)
        assess(store)
        seen = world(store).watermark
        reject_finding(store, finding(store), ANA)
        found = world(store, after=seen)
        (item,) = select_items(found.changes, found.bills, [rule()])
        assert (item.kind, item.main.by_review, item.bill.clauses) == (ItemKind.RESOLVED, True, ())
        assert item.main.clause is not None
        assert item.main.clause.quote == QUOTE

    def test_the_persons_label_is_told_beside_that_of_the_program(self, store: Store):
        bill = add_bill(store, "WA HB 1")
        add_version(store, bill, DUTY)
        assess(store)
        relabel_finding(store, finding(store), ANA, label=Label.POTENTIAL)
        found = world(store)
        (item,) = select_items(found.changes, found.bills, [rule()])
        assert (item.kind, item.main.after, item.main.clause) == (
            ItemKind.NEW,
            Label.POTENTIAL,
            found.bills[bill].clauses[0],
        )
        assert item.main.clause is not None
        assert item.main.clause.review is not None
        assert item.main.clause.review.machine_label is Label.CONFLICT

    def test_a_clause_that_became_a_flag_by_review_stands(self, sqlite_store: Store):
        bill = add_bill(sqlite_store, "WA HB 1")
        add_version(sqlite_store, bill, DUTY.replace("conflict", "aligned"))
        assess(sqlite_store)
        relabel_finding(sqlite_store, finding(sqlite_store), ANA, label=Label.CONFLICT)
        assert [clause.label for clause in world(sqlite_store).bills[bill].clauses] == [Label.CONFLICT]

    def test_clones_are_those_that_count(self, sqlite_store: Store):
        for name in ("TX HB 5", "UT HB 6"):
            add_version(sqlite_store, add_bill(sqlite_store, name), DUTY, baseline=True)
        milder = add_bill(sqlite_store, "VT HB 7")
        add_version(sqlite_store, milder, DUTY.replace("conflict", "aligned"), baseline=True)
        bill = add_bill(sqlite_store, "WA HB 1")
        add_version(sqlite_store, bill, DUTY)
        assess(sqlite_store)
        reject_finding(sqlite_store, finding(sqlite_store), ANA)  # of TX HB 5, the first bill
        relabel_finding(sqlite_store, finding(sqlite_store, bill=milder), ANA, label=Label.CONFLICT)
        clones = world(sqlite_store).bills[bill].clones[clean_sha256(QUOTE)]
        assert [clone.name for clone in clones] == ["UT HB 6", "VT HB 7"]

    def test_what_was_rejected_was_not_flagged_before(self, sqlite_store: Store):
        bill = add_bill(sqlite_store, "WA HB 1")
        add_version(sqlite_store, bill, DUTY)
        assess(sqlite_store)
        add_version(sqlite_store, bill, "", quality="unreadable")
        assert [entry.flagged_before for entry in world(sqlite_store).unjudged] == [True]
        reject_finding(sqlite_store, finding(sqlite_store), ANA)
        assert [entry.flagged_before for entry in world(sqlite_store).unjudged] == [False]
