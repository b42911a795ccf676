"""Whatever the journal holds, a reader is told of each bill once."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alerts.facts import Change, ItemKind
from alerts.select import select
from monitor.model.bill import BillStatus
from monitor.model.event import EventKind
from monitor.model.finding import Label
from tests.alerts.samples import (
    DISCLOSURE,
    FRONTIER,
    TRUTH,
    bill,
    clause,
    finding,
    moved,
    rule,
)

labels = st.sampled_from([None, *Label])
statuses = st.sampled_from(BillStatus)
clauses = st.builds(
    clause,
    st.sampled_from([DISCLOSURE, FRONTIER, TRUTH]),
    st.sampled_from(["One.", "Two.", "Three."]),
    label=st.sampled_from([Label.CONFLICT, Label.POTENTIAL]),
    severity=st.integers(0, 5),
)


some_clauses = st.lists(clauses, max_size=2)


@st.composite
def journals(draw) -> list[Change]:
    """Any events of three bills, whether or not they fit together."""
    found = []
    for sequence in range(1, draw(st.integers(0, 12)) + 1):
        of = draw(st.integers(1, 3))
        if draw(st.integers(0, 3)) == 0:
            found.append(moved(sequence, draw(statuses), draw(statuses), of=of, baseline=draw(st.booleans())))
            continue
        kind = draw(st.sampled_from([EventKind.FINDING_NEW, EventKind.FINDING_CHANGED, EventKind.FINDING_RESOLVED]))
        found.append(
            finding(
                sequence,
                kind,
                of=of,
                position=draw(st.sampled_from([DISCLOSURE, FRONTIER, TRUTH])),
                before=draw(labels),
                after=draw(labels),
                was=draw(st.none() | st.integers(0, 5)),
                severity=draw(st.none() | st.integers(0, 5)),
                direction=draw(st.sampled_from(["new", "worsened", "eased", "reworded", "resolved"])),
                added=draw(some_clauses),
                removed=draw(some_clauses),
                reason=draw(st.sampled_from(["version", "release"])),
                baseline=draw(st.integers(0, 4)) == 0,
            )
        )
    return found


rules_of_a_reader = st.lists(
    st.builds(
        rule,
        st.sampled_from(["One", "Two"]),
        jurisdictions=st.sampled_from([(), ("WA",), ("TX",)]),
        positions=st.sampled_from([(), (DISCLOSURE,), (FRONTIER, TRUTH)]),
        min_severity=st.integers(0, 5),
        active=st.booleans(),
    ),
    max_size=3,
)


three_bills = st.tuples(*(st.tuples(st.lists(clauses, max_size=3), statuses) for _ in range(3)))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(journals(), three_bills, rules_of_a_reader, st.randoms(use_true_random=False), st.sets(st.integers(1, 12)))
def test_every_bill_once_with_its_own_events_in_any_order(journal, facts, rules, random, told_before):
    bills = {n: bill(n, *own, status=status) for n, (own, status) in enumerate(facts, 1)}
    told = {f"event-{n}" for n in told_before}
    items = select(journal, bills, rules, told=told)
    of = {change.event_id: change for change in journal}
    assert [item.bill.id for item in items] == sorted({item.bill.id for item in items})
    for item in items:
        assert item.events
        assert len(set(item.events)) == len(item.events)
        assert not set(item.events) & told
        assert {of[event].bill_id for event in item.events} == {item.bill.id}
        assert not any(of[event].baseline for event in item.events)
        assert item.sequence == max(of[event].sequence for event in item.events)
        assert item.reasons
        assert set(item.reasons) <= {each.name for each in rules if each.active}
        positions = [item.main.position, *(other.position for other in item.others)]
        assert len(set(positions)) == len(positions), "a position once a bill"
        if item.kind is not ItemKind.RESOLVED:
            assert item.main.after is not None
            assert item.main.after.is_flag, "an item that is not resolved shows a flag that stands"
    shuffled = list(journal)
    random.shuffle(shuffled)
    assert select(shuffled, bills, rules, told=told) == items
    again = select(journal, bills, rules, told=told | {event for item in items for event in item.events})
    assert not {event for item in again for event in item.events} & {event for item in items for event in item.events}
