"""Every trap of LegiScan's envelopes and lists, one test each. All values are made up."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.errors import AnswerError
from crawlers.parsing.legiscan_codes import STATE_IDS
from crawlers.parsing.legiscan_envelope import payload
from crawlers.parsing.legiscan_lists import (
    parse_dataset_list,
    parse_master_list,
    parse_search,
    parse_session_list,
)
from crawlers.parsing.legiscan_values import day, flag, mapping, native_id, number, objects
from monitor.model.failure import FailureKind
from monitor.model.listing import ListedBill
from tests.crawlers.legiscan_world import error, ok, session


def refused(body: bytes, name: str = "bill") -> AnswerError:
    with pytest.raises(AnswerError) as caught:
        payload(body, name)
    return caught.value


@pytest.mark.parametrize(
    ("words", "kind", "ends_the_run"),
    [
        ("Invalid API Key", FailureKind.REFUSED, True),
        ("Subscription required for bulk access", FailureKind.REFUSED, True),
        ("API query limit exceeded", FailureKind.QUOTA, True),
        ("Your subscription is exhausted for this month", FailureKind.QUOTA, True),
        ("Unknown bill id", FailureKind.NOT_FOUND, False),
        ("Invalid document id", FailureKind.NOT_FOUND, False),
        ("Invalid access key", FailureKind.NOT_FOUND, False),
        ("Service Unavailable", FailureKind.SERVER_ERROR, False),
        ("Unknown API operation", FailureKind.REFUSED, True),
        ("Something that nobody has seen", FailureKind.OTHER, False),
        ("Internal error", FailureKind.OTHER, False),
        ("", FailureKind.OTHER, False),
    ],
)
def test_errors_come_with_a_good_status(words: str, kind: FailureKind, ends_the_run: bool):
    found = refused(error(words))
    assert (found.kind, found.is_of_all) == (kind, ends_the_run)
    assert str(found)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", FailureKind.DECODE),
        (b"<html><title>Request Rejected</title></html>", FailureKind.DECODE),
        (b'{"status":"OK","bill":{', FailureKind.DECODE),
        (b"[]", FailureKind.DECODE),
        (b"[" * 100_000, FailureKind.DECODE),
        (b'{"bill":' + b"9" * 10_000 + b"}", FailureKind.DECODE),
        (b"\xff\xfe\x00", FailureKind.DECODE),
        (ok(text={}), FailureKind.SCHEMA_DRIFT),
        (b'{"status":"MAYBE","bill":{}}', FailureKind.SCHEMA_DRIFT),
        (b'{"status":"ERROR","alert":[]}', FailureKind.OTHER),
        (b'{"status":"ERROR","alert":"Invalid API Key"}', FailureKind.REFUSED),
        (b"{}", FailureKind.SCHEMA_DRIFT),
    ],
)
def test_what_is_no_answer(body: bytes, kind: FailureKind):
    assert refused(body).kind == kind


def test_a_file_of_a_data_set_has_no_status():
    assert payload(b'{"bill":{"bill_id":1}}', "bill") == {"bill_id": 1}


@given(st.binary(max_size=200))
def test_no_bytes_bring_it_down(body: bytes):
    for read in (parse_session_list, parse_search, parse_dataset_list):
        with pytest.raises(AnswerError):
            read(body)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(_json)
def test_no_content_brings_it_down(content: Any):
    for name, read in (
        ("sessions", parse_session_list),
        ("searchresult", parse_search),
        ("datasetlist", parse_dataset_list),
        ("masterlist", lambda body: parse_master_list(body, jurisdiction="WA")),
    ):
        with suppress(AnswerError):
            assert read(json.dumps({"status": "OK", name: content}).encode()) is not None


@pytest.mark.parametrize(
    ("value", "read"),
    [
        *((7, 7), ("7", 7), ("007", 7), (0, 0)),
        *((nothing, None) for nothing in ("", None, "7a", "²", True, -1, 7.0, [], "9" * 13, 10**12)),
    ],
)
def test_ids_are_at_times_strings(value: object, read: int | None):
    assert number(value) == read
    assert native_id(value) == (str(read) if read else "")


def test_days_and_flags():
    assert str(day("2026-01-13")) == "2026-01-13"
    for nothing in ("0000-00-00", "", None, 20260113, "2026-02-30", "2026-1-13", "20260113", "2026-W01-1"):
        assert day(nothing) is None
    assert [flag(value) for value in (1, "1", True, 0, "0", "", None, 2)] == [True] * 3 + [False] * 5


def test_an_empty_object_arrives_as_a_list():
    assert (mapping([]), mapping(""), mapping(None), mapping({"a": 1})) == ({}, {}, {}, {"a": 1})
    for nothing in ([], {}, "", None, 0, False):
        assert list(objects(nothing, "votes")) == []


def test_a_list_arrives_as_an_object():
    rows = {"10": {"n": 11}, "2": {"n": 3}, "0": {"n": 1}, "summary": {"n": 99}}
    assert [row["n"] for row in objects(rows, "results")] == [1, 3, 11]
    assert list(objects({"bill_id": 1}, "results")) == [{"bill_id": 1}], "one object in the place of a list of one"
    for wrong in (3, "text", [1], {"0": "text"}):
        with pytest.raises(AnswerError, match="results"):
            list(objects(wrong, "results"))


def test_states_are_numbered_by_name():
    assert [STATE_IDS[number] for number in (1, 2, 4, 5, 8, 9, 47, 50, 51, 52)] == (
        "AL AK AR CA DE FL WA WY DC US".split()
    )


def test_sessions():
    body = ok(
        sessions=[
            session(),
            session("2102", "51", special="1", prior="1", session_title="", session_name="Special"),
            session(2103, 99),
            session(0, 1),
            session(2104, 0, state_abbr="ca"),
        ]
    )
    first, special, by_letters = parse_session_list(body)
    assert (first.id, first.jurisdiction, first.start, first.end) == ("2101", "WA", 2025, 2026)
    assert (first.prior, first.special, first.title) == (False, False, "2025-2026 Regular Session")
    assert (special.jurisdiction, special.prior, special.special, special.title) == ("DC", True, True, "Special")
    assert by_letters.jurisdiction == "CA"
    for nothing in ([], {}, [session(2103, 99)]):
        with pytest.raises(AnswerError, match="lists no session"):
            parse_session_list(ok(sessions=nothing))


HASH = "0123456789abcdef0123456789abcdef"


def row(bill_id: object, **changes: Any) -> dict[str, Any]:
    return {"bill_id": bill_id, "number": "HB0012", "change_hash": HASH, **changes}


def listed(bill_id: str, identifier: str = "HB 12", jurisdiction: str = "WA") -> ListedBill:
    return ListedBill(native_id=bill_id, mark=HASH, jurisdiction=jurisdiction, identifier=identifier)


@pytest.mark.parametrize(
    "rows",
    [
        {
            "session": session(),
            "0": row(1),
            "1": row("2", number="no number"),
            "2": row(""),
            "3": row(4, change_hash=""),
        },
        [row(1), row("2", number=None)],
        [session(), row(1), row("2", number="X" * 500)],
    ],
)
def test_a_master_list_is_an_object_of_a_session_and_numbered_bills(rows: Any):
    assert parse_master_list(ok(masterlist=rows), jurisdiction="WA") == (listed("1"), listed("2", ""))


@pytest.mark.parametrize("rows", [{"session": session()}, [], {}, ""])
def test_a_master_list_without_a_bill_is_none(rows: Any):
    with pytest.raises(AnswerError) as caught:
        parse_master_list(ok(masterlist=rows), jurisdiction="WA")
    assert caught.value.kind == FailureKind.EMPTY


def test_numbers_in_a_list_are_written_as_in_the_bill():
    (found,) = parse_master_list(ok(masterlist=[row(1, number="HB12")]), jurisdiction="US")
    assert found.identifier == "HR 12"


@pytest.mark.parametrize(
    "results",
    [
        {"results": [row(1), row("2")]},
        {"results": {"0": row(1), "1": row("2")}},
        {"0": row(1), "1": row("2")},
    ],
)
def test_hits_come_as_a_list_or_as_an_object(results: dict[str, Any]):
    summary = {"page": "1 of 3", "count": "5", "page_current": 1, "page_total": "3", "relevancy": "100% - 98%"}
    page = parse_search(ok(searchresult={"summary": summary, **results}))
    assert page.entries == (listed("1", jurisdiction=""), listed("2", jurisdiction=""))
    assert (page.page, page.pages, page.count) == (1, 3, 5)


@pytest.mark.parametrize("results", [{"results": []}, {"results": ""}, {}, {"results": {}}])
def test_no_hit_is_no_error(results: dict[str, Any]):
    page = parse_search(ok(searchresult={"summary": {"page": "0 of 0", "count": 0}, **results}), jurisdiction="WA")
    assert (page.entries, page.page, page.pages, page.count) == ((), 1, 1, 0)


def test_pages_are_bounded():
    assert parse_search(ok(searchresult={"summary": {"page_total": 10**9}, "results": []})).pages == 1_000
    assert parse_search(ok(searchresult={"summary": {"page": "2 of 7"}, "results": []})).pages == 7
    assert parse_search(ok(searchresult=[])).entries == ()


def test_data_sets():
    entry = session() | {"dataset_hash": "abc", "dataset_size": "12", "access_key": "key", "dataset_date": "2026-11-22"}
    found = parse_dataset_list(ok(datasetlist=[entry, entry | {"access_key": ""}, entry | {"session_id": ""}]))
    assert [(one.session.id, one.mark, one.access_key, one.size) for one in found] == [("2101", "abc", "key", 12)]
    assert parse_dataset_list(ok(datasetlist=[])) == ()
