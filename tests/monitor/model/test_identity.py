from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.bill import BillKey, BillStatus, InvalidIdentifierError, normalise_identifier
from monitor.model.event import EventKind, event_id
from monitor.model.finding import Label
from monitor.model.jurisdiction import JURISDICTIONS, STATES, UnknownJurisdictionError, jurisdiction
from monitor.model.position import PositionSet
from monitor.model.provision import Span
from monitor.model.run import RunRecord, RunState


def test_there_are_51_and_the_congress():
    assert len(STATES) == 51
    assert len(JURISDICTIONS) == 52
    assert jurisdiction("dc").name == "District of Columbia"
    assert jurisdiction("usa").code == "US"
    assert jurisdiction("DC").ocd_division == "ocd-division/country:us/district:dc"
    assert jurisdiction("WA").ocd_division == "ocd-division/country:us/state:wa"
    assert jurisdiction("US").ocd_division == "ocd-division/country:us"
    with pytest.raises(UnknownJurisdictionError, match="ZZ"):
        jurisdiction("ZZ")


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("hb0286", "HB 286"),
        ("H.R. 10", "HR 10"),
        ("SB 5-X1", "SB 5X1"),
        ("A3966", "A 3966"),
        ("  hres 1007 ", "HRES 1007"),
        ("HB 1-FN", "HB 1FN"),
        ("B26-0400", "B 26-0400"),
        ("PR 26-12", "PR 26-0012"),
        ("HJRF", "HJR F"),
        ("SJR AA", "SJR AA"),
    ],
)
def test_bill_numbers_are_normalised(raw: str, normal: str):
    assert normalise_identifier(raw) == normal


@pytest.mark.parametrize("raw", ["", "12", "HB", "HJR", "HB 1-2", "HB 1234567", "<script>", "HB\x001", "A" * 300])
def test_what_is_no_bill_number_is_refused(raw: str):
    with pytest.raises(InvalidIdentifierError):
        normalise_identifier(raw)


@given(st.text(max_size=40))
def test_normalising_is_idempotent(raw: str):
    try:
        once = normalise_identifier(raw)
    except InvalidIdentifierError:
        return
    assert normalise_identifier(once) == once


def test_the_session_is_part_of_the_identity():
    one = BillKey(jurisdiction="WA", session="2025-2026", identifier="HB 1")
    other = BillKey(jurisdiction="WA", session="2027-2028", identifier="HB 1")
    assert one != other
    assert str(one) == "WA HB 1 (2025-2026)"


def test_statuses_rise_to_law():
    assert BillStatus.INTRODUCED.rank < BillStatus.PASSED_ONE_CHAMBER.rank < BillStatus.ENACTED.rank
    assert BillStatus.VETOED.is_dead
    assert not BillStatus.ENACTED.is_dead


def test_labels_are_ordered_and_two_of_them_flag():
    assert [label.strength for label in Label] == [4, 3, 2, 1, 0]
    assert [label for label in Label if label.is_flag] == [Label.CONFLICT, Label.POTENTIAL]


def test_event_ids_depend_on_everything_and_on_nothing_else():
    first = event_id(EventKind.BILL_NEW, "WA HB 1", "x")
    assert first == event_id(EventKind.BILL_NEW, "WA HB 1", "x")
    assert (
        len({first, event_id(EventKind.BILL_NEW, "WA HB 1", "y"), event_id(EventKind.VERSION_NEW, "WA HB 1", "x")}) == 3
    )


def test_a_span_cuts_and_refuses_nonsense():
    assert Span(2, 5).of("abcdef") == "cde"
    with pytest.raises(ValueError, match="not a span"):
        Span(5, 2)


def test_an_unknown_position_is_a_key_error(now):
    empty = PositionSet(as_of=now.date(), reviewed_on=now.date(), positions=(), carve_outs=(), release="0" * 64)
    with pytest.raises(KeyError):
        empty.get("nonsense")


def test_a_run_counts_bills_and_errors(now):
    run = RunRecord(
        source="x",
        state=RunState.OK,
        started_at=now,
        ended_at=now,
        new=3,
        unchanged=7,
        error_kinds={"a": 1, "b": 2},
        seconds=2,
    )
    assert run.errors == 3
    assert run.bills_per_second == 5
    assert RunRecord(source="x", state=RunState.OK, started_at=now, ended_at=now).bills_per_second == 0
