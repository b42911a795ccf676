"""Every gate of the design notes' table, on values: where it warns, where it fails, and where it must be silent."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.health import (
    FILLED,
    Gate,
    GateLimits,
    GateResult,
    GateVerdict,
    SessionMeasure,
    SessionTally,
    verdict_of,
)
from monitor.services.health_gates import age_gate, early_hold, run_gates, session_gates

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LIMITS = GateLimits()
OK, WARN, FAIL = GateVerdict


def measure(days: int = 1, **changed: Any) -> SessionMeasure:
    """A good run of a session of 1,000 bills."""
    base = SessionMeasure(
        ended_at=NOW - timedelta(days=days),
        listed=1000,
        new=4,
        read=1000,
        filled=dict.fromkeys(FILLED, 1000),
        texts=100,
    )
    return replace(base, **changed)


HISTORY = [measure(days) for days in range(1, 8)]


def tally(listed: int = 1000, **changed: Any) -> SessionTally:
    base = SessionTally(
        jurisdiction="WA",
        session="2025-2026",
        identifiers=frozenset(f"HB {number}" for number in range(listed)),
        whole=True,
        read=listed,
        filled=dict.fromkeys(FILLED, listed),
    )
    return replace(base, **changed)


def gates(of: SessionTally, **options: Any) -> dict[Gate, GateResult]:
    given_: dict[str, Any] = {
        "known": 1000,
        "missing": 0,
        "history": HISTORY,
        "first_load": False,
        "is_open": True,
        "now": NOW,
        "limits": LIMITS,
    }
    found = session_gates(of, **(given_ | options))
    assert len({result.gate for result in found}) == len(found), "one result a gate"
    return {result.gate: result for result in found}


def test_a_run_like_the_others_passes_every_gate():
    found = gates(tally(new=3, changed=120, texts=100, short_texts=1))
    assert set(found) == set(Gate) - {Gate.ITEM_ERRORS, Gate.REFUSED, Gate.AGE}
    assert verdict_of(found.values()) is OK
    assert found[Gate.LISTED].message == "1,000 bills listed, 1,000 in good runs (100.0 %)"


@pytest.mark.parametrize(
    ("listed", "is_open", "verdict"),
    [(980, True, OK), (979, True, WARN), (900, True, WARN), (899, True, FAIL), (899, False, WARN), (1200, True, OK)],
)
def test_how_many_bills_are_listed(listed: int, is_open: bool, verdict: GateVerdict):
    """Mode 1: a transient empty page was taken for the end of the list, and the run called itself a success."""
    assert gates(tally(listed), is_open=is_open)[Gate.LISTED].verdict is verdict


@pytest.mark.parametrize("is_open", [True, False])
def test_nothing_although_bills_are_known(is_open: bool):
    """Mode 2: zero objects and a good exit."""
    found = gates(tally(0), known=3, history=[], is_open=is_open)
    assert found[Gate.LISTED].verdict is FAIL
    assert gates(tally(0), known=0, history=[])[Gate.LISTED].verdict is OK


def test_the_median_of_five_good_runs_is_the_measure():
    history = [measure(1, listed=1500), *[measure(days, listed=1000) for days in (2, 3, 4, 5)]]
    history += [measure(days, listed=5000) for days in (6, 7, 8, 9, 10, 11)]
    assert gates(tally(950), history=history)[Gate.LISTED].expected == 1000


@pytest.mark.parametrize(("new", "verdict"), [(4, OK), (12, OK), (13, WARN), (200, WARN), (201, FAIL)])
def test_how_many_bills_are_new(new: int, verdict: GateVerdict):
    found = gates(tally(new=new))[Gate.NEW]
    assert found.verdict is verdict
    assert found.holds_events is (verdict is FAIL)


def test_what_an_old_run_or_a_first_load_brought_is_no_measure_for_new_bills():
    history = [measure(1, new=900, first_load=True), measure(2, new=2), measure(31, new=500)]
    assert gates(tally(new=13), history=history)[Gate.NEW].verdict is WARN


@pytest.mark.parametrize(("changed", "verdict"), [(250, OK), (251, WARN), (600, WARN), (601, FAIL)])
def test_how_many_bills_changed(changed: int, verdict: GateVerdict):
    """Above 60 per cent it is the format that changed, not the bills."""
    found = gates(tally(changed=changed))[Gate.CHANGED]
    assert found.verdict is verdict
    assert found.holds_events is (verdict is FAIL)


def test_a_first_load_may_bring_as_much_as_it_likes():
    found = gates(tally(new=1000, changed=900), first_load=True, known=10, history=[])
    assert not {Gate.NEW, Gate.CHANGED} & set(found)


@pytest.mark.parametrize(("missing", "verdict"), [(5, OK), (6, WARN), (20, WARN), (21, FAIL)])
def test_how_many_known_bills_are_not_listed(missing: int, verdict: GateVerdict):
    found = gates(tally(1000 - missing), missing=missing)[Gate.VANISHED]
    assert found.verdict is verdict
    assert not found.holds_events, "those that are listed are as they should be"


@pytest.mark.parametrize("name", [name for name in FILLED if name != "title"])
@pytest.mark.parametrize(("filled", "verdict"), [(950, OK), (949, WARN), (850, WARN), (849, FAIL)])
def test_a_field_that_runs_empty(name: str, filled: int, verdict: GateVerdict):
    """Mode 16: the run is fine, one field is empty."""
    found = gates(tally(filled=dict.fromkeys(FILLED, 1000) | {name: filled}))
    (gate,) = [result for result in found.values() if result.gate.value in (name, f"{name}s")]
    assert gate.verdict is verdict
    assert verdict_of(found.values()) is verdict


@pytest.mark.parametrize(("filled", "verdict"), [(1000, OK), (995, OK), (994, FAIL)])
@pytest.mark.parametrize("history", [HISTORY, []])
def test_titles_have_a_limit_of_their_own(filled: int, verdict: GateVerdict, history: list[SessionMeasure]):
    found = gates(tally(filled=dict.fromkeys(FILLED, 1000) | {"title": filled}), history=history)
    assert found[Gate.TITLES].verdict is verdict


def test_a_field_that_was_always_empty_is_no_news():
    history = [measure(days, filled=dict.fromkeys(FILLED, 1000) | {"sponsors": 100}) for days in (1, 2, 3)]
    found = gates(tally(filled=dict.fromkeys(FILLED, 1000) | {"sponsors": 90}), history=history)
    assert found[Gate.SPONSORS].verdict is OK


def test_runs_that_read_few_bills_are_no_measure_for_fields():
    history = [measure(days, read=10, filled=dict.fromkeys(FILLED, 0)) for days in (1, 2)] + [measure(3)]
    found = gates(tally(filled=dict.fromkeys(FILLED, 1000) | {"actions": 800}), history=history)
    assert found[Gate.ACTIONS].verdict is FAIL


@pytest.mark.parametrize(("short", "verdict"), [(3, OK), (4, WARN), (10, WARN), (11, FAIL)])
def test_texts_that_are_none(short: int, verdict: GateVerdict):
    found = gates(tally(texts=100, short_texts=short))[Gate.TEXTS]
    assert found.verdict is verdict
    assert found.holds_events is (verdict is FAIL), "findings would be resolved by an error page"


def test_a_state_that_publishes_scans_always_has_many_short_texts():
    history = [measure(days, short_texts=40) for days in (1, 2, 3)]
    assert gates(tally(texts=100, short_texts=42), history=history)[Gate.TEXTS].verdict is WARN
    assert gates(tally(texts=100, short_texts=60), history=history)[Gate.TEXTS].verdict is FAIL


@pytest.mark.parametrize("gate", [Gate.NEW, Gate.CHANGED, Gate.VANISHED, Gate.ACTIONS, Gate.TITLES, Gate.TEXTS])
def test_of_few_bills_a_share_says_little(gate: Gate):
    few = SessionTally(
        jurisdiction="WA",
        session="2026",
        identifiers=frozenset({"HB 1", "HB 2"}),
        whole=True,
        new=2,
        changed=2,
        read=2,
        texts=2,
        short_texts=2,
    )
    assert gates(few, known=3, missing=1)[gate].verdict is WARN


def test_a_list_that_is_not_of_the_whole_session_tells_nothing_of_what_it_lacks():
    found = gates(tally(3, whole=False), missing=0)
    assert not {Gate.LISTED, Gate.VANISHED} & set(found)


@pytest.mark.parametrize(("lost", "verdict"), [(5, OK), (6, WARN), (20, WARN), (21, FAIL)])
def test_items_that_could_not_be_read(lost: int, verdict: GateVerdict):
    (found,) = run_gates(listed=1000, error_kinds={"malformed": lost - 1, "store": 1}, http={}, limits=LIMITS)
    assert (found.gate, found.verdict) == (Gate.ITEM_ERRORS, verdict)


def test_what_is_wrong_around_a_bill_costs_no_bill():
    kinds = {"unreadable": 900, "unmatched-file": 900, "duplicate": 900, "test-data": 900}
    (found,) = run_gates(listed=1000, error_kinds=kinds, http={}, limits=LIMITS)
    assert (found.measured, found.verdict) == (0, OK)


@pytest.mark.parametrize("status", ["403", "429", "503"])
@pytest.mark.parametrize(("refused", "verdict"), [(1, OK), (2, WARN), (5, WARN), (6, FAIL)])
def test_a_host_that_refuses(status: str, refused: int, verdict: GateVerdict):
    """Mode 13: a User-Agent is banned."""
    http = {"200": 90 - refused, "304": 5, "404": 5, status: refused}
    (found,) = run_gates(listed=0, error_kinds={}, http=http, limits=LIMITS)
    assert (found.gate, found.verdict) == (Gate.REFUSED, verdict)
    (few,) = run_gates(listed=0, error_kinds={}, http={status: 3}, limits=LIMITS)
    assert few.verdict is WARN


@pytest.mark.parametrize(
    ("age", "is_open", "verdict"),
    [
        (timedelta(hours=36), True, OK),
        (timedelta(hours=37), True, WARN),
        (timedelta(hours=73), True, FAIL),
        (timedelta(days=7), False, OK),
        (timedelta(days=8), False, WARN),
        (timedelta(days=22), False, FAIL),
    ],
)
def test_how_old_the_last_good_run_is(age: timedelta, is_open: bool, verdict: GateVerdict):
    assert age_gate(NOW - age, NOW, is_open=is_open, limits=LIMITS).verdict is verdict


def test_never_is_too_old():
    found = age_gate(None, NOW, is_open=False, limits=LIMITS)
    assert (found.verdict, found.message) == (FAIL, "no run was good yet")


@pytest.mark.parametrize(
    ("new", "changed", "known", "held"),
    [(201, 0, 1000, True), (200, 600, 1000, False), (0, 601, 1000, True), (40, 40, 49, False)],
)
def test_a_run_that_goes_on_is_held_as_soon_as_it_cannot_be_right(new: int, changed: int, known: int, held: bool):
    assert early_hold(tally(new=new, changed=changed), known=known, limits=LIMITS) is held


counts = st.integers(0, 3000)


@st.composite
def tallies(draw: st.DrawFn) -> SessionTally:
    listed = draw(counts)
    read = draw(st.integers(0, listed))
    texts = draw(counts)
    return tally(
        listed,
        whole=draw(st.booleans()),
        new=draw(counts),
        changed=draw(counts),
        read=read,
        filled={name: draw(st.integers(0, read)) for name in FILLED},
        texts=texts,
        short_texts=draw(st.integers(0, texts)),
    )


@given(of=tallies(), known=counts, missing=counts, first=st.booleans(), is_open=st.booleans(), runs=st.integers(0, 7))
def test_whatever_is_measured_gets_a_verdict_that_can_be_stored(
    of: SessionTally, known: int, missing: int, first: bool, is_open: bool, runs: int
):
    found = gates(of, known=known, missing=missing, first_load=first, is_open=is_open, history=HISTORY[:runs])
    for result in found.values():
        assert GateResult.from_json(json.loads(json.dumps(result.as_json()))) == result
    assert not first or not {Gate.NEW, Gate.CHANGED} & set(found)


@given(listed=st.integers(1, 2000), better=st.integers(0, 500))
def test_a_longer_list_is_never_worse(listed: int, better: int):
    order = list(GateVerdict)
    short, long = (gates(tally(n))[Gate.LISTED].verdict for n in (listed, listed + better))
    assert order.index(long) <= order.index(short)


@given(new=counts, changed=counts, known=st.integers(50, 3000))
def test_what_is_held_early_fails_at_the_end(new: int, changed: int, known: int):
    of = tally(new=new, changed=changed)
    if early_hold(of, known=known, limits=LIMITS):
        assert any(result.holds_events for result in gates(of, known=known).values())
