"""Open States v3: pages, bills, latest runs, and what may be followed; values are fictional."""

from __future__ import annotations

import asyncio
import json
from contextlib import nullcontext, suppress
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.errors import AnswerError, MalformedBillError
from crawlers.parsing.addresses import may_follow
from crawlers.parsing.openstates import parse_bill as parse_metadata
from crawlers.parsing.openstates_api import (
    bill_in_page,
    parse_bill,
    parse_bill_page,
    parse_scraper_runs,
    safe_query,
)
from crawlers.platforms.openstates_calls import OpenStatesCalls
from crawlers.spiders.openstates_api import OpenStatesApiSpider
from monitor.model.bill import BillKey, Chamber, Document
from monitor.model.failure import FailureKind
from monitor.model.jurisdiction import STATES

AT = datetime(2026, 11, 25, tzinfo=UTC)
ID = "ocd-bill/00000000-0000-0000-0000-000000009901"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "openstates"


def bill(**changes: Any) -> dict[str, Any]:
    organisation = {"id": "ocd-organization/1", "name": "House", "classification": "lower"}
    return {
        "id": ID,
        "session": "2025-2026",
        "jurisdiction": {"id": "ocd-jurisdiction/country:us/state:wa/government", "name": "Washington"},
        "from_organization": organisation,
        "identifier": "HB9901",
        "title": "Sample bill  about artificial intelligence",
        "classification": ["bill"],
        "subject": ["Samples"],
        "updated_at": "2026-11-23T05:31:09.417213+00:00",
        "abstracts": [{"abstract": "A sample.", "note": ""}],
        "sponsorships": [{"name": "Sample", "entity_type": "person", "primary": True, "classification": "primary"}],
        "actions": [
            {
                "description": "First reading",
                "date": "2026-01-13",
                "classification": ["reading-1"],
                "organization": organisation,
            }
        ],
        "sources": [{"url": "https://example.org/wa/HB9901"}],
        "versions": [
            {
                "note": "Introduced",
                "date": "2026-01-13",
                "links": [
                    {"url": "https://example.org/9901.pdf", "media_type": "application/pdf"},
                    {"url": "https://example.org/9901.htm", "media_type": "text/html"},
                ],
            }
        ],
        "related_bills": [{"identifier": "SB9901", "legislative_session": "2025-2026", "relation_type": "companion"}],
    } | changes


def page(*bills: Any, **pagination: Any) -> bytes:
    told = {"per_page": 20, "page": 1, "max_page": 1, "total_items": len(bills)} | pagination
    return json.dumps({"results": bills, "pagination": told}).encode()


def document(body: bytes) -> Document:
    return Document(url="openstates:bills?page=1", body=body, media_type="application/json", fetched_at=AT, status=200)


def one(**changes: Any) -> Document:
    found = bill_in_page(document(page(bill(**changes))), ID)
    assert found is not None
    return found


def test_a_page_of_bills():
    found = parse_bill_page(page(bill(), max_page=3, total_items=41), page=1)
    assert (found.pages, found.total, found.problems) == (3, 41, ())
    (entry,) = found.entries
    assert (entry.native_id, entry.jurisdiction, entry.session, entry.identifier) == (ID, "WA", "2025-2026", "HB 9901")
    assert entry.mark == "2026-11-23T05:31:09.417213+00:00"
    assert parse_bill_page(page(), page=1).entries == ()
    assert parse_bill_page(page(bill(), max_page=12_000, total_items=240_000), page=1).pages == 12_000, "all sessions"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", FailureKind.DECODE),
        (b"[]", FailureKind.DECODE),
        (b"[" * 100_000, FailureKind.DECODE),
        (b"<html>no</html>", FailureKind.DECODE),
        (b'{"detail": "exceeded limit of 10/min: 11"}', FailureKind.SCHEMA_DRIFT),
        (page(bill(), page=2, max_page=2), FailureKind.SCHEMA_DRIFT),
        (page(bill(), max_page="1"), FailureKind.SCHEMA_DRIFT),
        (page(bill(), max_page=True), FailureKind.SCHEMA_DRIFT),
        (page(bill(), max_page=10**6), FailureKind.SCHEMA_DRIFT),
        (page(total_items=5, max_page=1), FailureKind.TRUNCATED),
        (page(bill(updated_at=None)), FailureKind.SCHEMA_DRIFT),
        (page(bill(id="../../etc")), FailureKind.SCHEMA_DRIFT),
        (page(bill(session="x" * 1_000_000)), FailureKind.SCHEMA_DRIFT),
        (page(7, None, []), FailureKind.SCHEMA_DRIFT),
    ],
)
def test_what_is_no_page(body: bytes, kind: FailureKind):
    with pytest.raises(AnswerError) as caught:
        parse_bill_page(body, page=1)
    assert caught.value.kind is kind


def test_a_bad_entry_costs_no_other():
    found = parse_bill_page(page(bill(), bill(identifier="no number"), 7), page=1)
    assert (len(found.entries), len(found.problems)) == (1, 2)
    for place in ("state:wa/place:seattle", "territory:pr"):
        stated = {"id": f"ocd-jurisdiction/country:us/{place}/government"}
        assert parse_bill_page(page(bill(jurisdiction=stated)), page=1).entries == ()


def test_a_bill():
    record, mark = parse_bill(one(), source="openstates")
    assert mark == "2026-11-23T05:31:09.417213+00:00"
    assert record.key == BillKey(jurisdiction="WA", session="2025-2026", identifier="HB 9901")
    assert (record.title, record.abstract, record.chamber) == (
        "Sample bill about artificial intelligence",
        "A sample.",
        Chamber.LOWER,
    )
    (action,) = record.actions
    assert (action.on, action.chamber, action.classes) == (date(2026, 1, 13), Chamber.LOWER, ("reading-1",))
    (version,) = record.versions
    assert (version.url, version.media_type, version.document) == ("https://example.org/9901.htm", "text/html", None)
    assert [(each.name, each.role) for each in record.sponsors] == [("Sample", "primary")]
    assert [(each.identifier, each.relation) for each in record.related] == [("SB 9901", "companion")]


def test_it_says_the_same_as_the_bulk_files():
    organisation = '~{"classification": "lower"}'
    raw = bill()
    raw |= {"legislative_session": raw["session"], "from_organization": organisation}
    raw["actions"][0]["organization_id"] = organisation

    class Nothing:
        names = ()

        def head(self, name: str) -> bytes:
            raise AssertionError(name)

        def read(self, name: str, media_type: str) -> Document:
            raise AssertionError(name, media_type)

    bulk, _ = parse_metadata(document(json.dumps(raw).encode()), Nothing(), source="openstates")
    record, _ = parse_bill(one(), source="openstates")
    for name in ("key", "title", "chamber", "actions", "sponsors", "related", "abstract", "subjects", "aliases"):
        assert getattr(record, name) == getattr(bulk, name), name


@pytest.mark.parametrize(
    "changes",
    [
        {"actions": {"0": {}}},
        {"actions": 7},
        {"versions": "x"},
        {"versions": [{"note": None}]},
        {"session": None},
        {"identifier": 9},
        {"jurisdiction": "wa"},
        {"jurisdiction": {"id": 1}},
        {"sponsorships": [1]},
        {"actions": [None]},
    ],
)
def test_a_bill_that_is_none(changes: dict[str, Any]):
    with pytest.raises(MalformedBillError):
        parse_bill(one(**changes), source="openstates")


_JSON: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*bill()]), _JSON, max_size=6))
def test_no_value_escapes_as_another_error(changes: dict[str, Any]):
    raw = bill() | changes | {"id": ID}
    answer = document(json.dumps(raw).encode())
    try:
        record, _ = parse_bill(answer, source="openstates")
    except MalformedBillError:
        return
    assert record.key.jurisdiction == "WA"


@given(_JSON)
def test_no_answer_escapes_as_another_error(value: Any):
    body = json.dumps({"results": value, "pagination": {"page": 1, "max_page": 1, "total_items": 0}}).encode()
    for read in (partial(parse_bill_page, page=1), parse_scraper_runs):
        with suppress(AnswerError):
            read(body)


def test_latest_runs():
    def entry(place: str, *runs: Any) -> dict[str, Any]:
        return {"id": f"ocd-jurisdiction/country:us/{place}/government", "latest_runs": list(runs)}

    good = {"success": True, "start_time": "2026-11-21T05:00:00+00:00", "end_time": "2026-11-21T05:22:00+00:00"}
    bad = {"success": False, "start_time": "2026-11-23T05:00:00+00:00", "end_time": "not a time"}
    body = json.dumps(
        {"results": [entry("state:wa", good, bad), entry("district:dc"), entry("territory:pr", good), 7]}
    ).encode()
    dc, wa = parse_scraper_runs(body)
    assert (dc.jurisdiction, dc.succeeded, dc.last_success_at) == ("DC", None, None), "not told is not well"
    assert (wa.succeeded, wa.ended_at) == (False, None)
    assert wa.last_success_at == datetime(2026, 11, 21, 5, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("query", "sent"),
    [
        ("AI 2026", '"AI 2026"'),
        ("hb 1", '"hb 1"'),
        ('AI 2026 "law"', '"AI 2026 law"'),
        ('"artificial intelligence"', '"artificial intelligence"'),
        ("chatbot", "chatbot"),
    ],
)
def test_no_query_looks_like_a_number(query: str, sent: str):
    assert safe_query(query) == sent


def test_the_key_is_in_no_address():
    calls = OpenStatesCalls(base_url="https://v3.example.org/", key="secret-key")
    made = [calls.bills(page=1, query="a"), calls.bills(page=2, code="DC"), calls.jurisdictions()]
    made.append(calls.details("US", "119", ["HR 1"]))
    for call in made:
        assert "secret-key" not in call.url + call.address + repr(call) + repr(calls)
        assert call.headers["X-API-KEY"] == "secret-key"
    assert [call.bucket for call in made] == ["search", "list", "jurisdictions", "bill"]
    assert "country%3Aus%2Fdistrict%3Adc%2Fgovernment" in made[1].url
    assert "country%3Aus%2Fgovernment" in made[3].url


@pytest.mark.parametrize(
    ("url", "base", "expected"),
    [
        ("https://legislature.example.gov/a.pdf", "https://v3.openstates.org/", True),
        ("http://127.0.0.1:80/a", "https://v3.openstates.org/", False),
        ("http://10.0.0.1/a", "https://v3.openstates.org/", False),
        ("http://169.254.169.254/latest", "https://v3.openstates.org/", False),
        ("http://localhost/a", "https://v3.openstates.org/", False),
        ("http://printer.local/a", "https://v3.openstates.org/", False),
        ("http://intranet/a", "https://v3.openstates.org/", False),
        ("file:///etc/passwd", "https://v3.openstates.org/", False),
        ("ftp://example.gov/a", "https://v3.openstates.org/", False),
        ("https://user:pw@example.gov/a", "https://v3.openstates.org/", False),
        ("http://127.1/a", "https://v3.openstates.org/", False),
        ("http://0x7f.0.0.1/a", "https://v3.openstates.org/", False),
        ("http://127.0.0.1./a", "https://v3.openstates.org/", False),
        ("http://localhost./a", "https://v3.openstates.org/", False),
        ("http://printer.local./a", "https://v3.openstates.org/", False),
        ("http://router.lan/a", "https://v3.openstates.org/", False),
        ("http://127\u30020.0.1/a", "https://v3.openstates.org/", False),
        ("http://224.0.0.1/a", "https://v3.openstates.org/", False),
        ("http://[::ffff:10.0.0.1]/a", "https://v3.openstates.org/", False),
        ("https://Legislature.Example.gov./a", "https://v3.openstates.org/", True),
        ("https://8.8.8.8/a", "https://v3.openstates.org/", True),
        ("http://[bad", "https://v3.openstates.org/", False),
        ("http://127.0.0.1:9/a", "http://127.0.0.1:8750/openstates", True),
        ("https://example.org/a", "http://127.0.0.1:8750/openstates", False),
    ],
)
def test_where_a_link_may_lead(url: str, base: str, expected: bool):
    assert may_follow(url, base) is expected


@pytest.mark.skipif(not SHARED.is_dir(), reason="the recorded Open States files are not here")
def test_real_bills_in_the_shape_of_the_api():
    """Metadata of the bulk files, written as the API does, give the same record."""
    count = 0
    for path in sorted(SHARED.rglob("metadata.json"))[:200]:
        raw = json.loads(path.read_bytes())
        stated = raw.get("jurisdiction")
        if not isinstance(stated, dict) or not str(stated.get("id", "")).startswith("ocd-jurisdiction/"):
            continue
        shaped = raw | {"session": raw["legislative_session"], "id": ID}
        shaped["from_organization"] = _as_object(raw.get("from_organization"))
        shaped["actions"] = [
            entry | {"organization": _as_object(entry.get("organization_id"))} for entry in raw["actions"]
        ]
        record, _ = parse_bill(document(json.dumps(shaped).encode()), source="openstates")
        bulk, _ = parse_metadata(document(json.dumps(raw).encode()), _NoFiles(), source="openstates")
        for name in ("key", "title", "chamber", "actions", "sponsors", "related", "abstract", "subjects"):
            assert getattr(record, name) == getattr(bulk, name), (path.parent.name, name)
        assert len(record.versions) == len(bulk.versions)
        count += 1
    assert count > 50
    assert len(STATES) == 51


class _NoFiles:
    names = ()

    def head(self, name: str) -> bytes:
        raise AssertionError(name)

    def read(self, name: str, media_type: str) -> Document:
        raise AssertionError(name, media_type)


def _as_object(value: object) -> Any:
    return json.loads(value.removeprefix("~")) if isinstance(value, str) and value.startswith("~") else None


def test_what_the_spider_may_reach():
    spider = OpenStatesApiSpider(base_url="http://openstates-proxy:8080/v3", key="k")
    assert spider.may_reach("http://openstates-proxy:8080/v3/bills?q=a"), "the API, wherever it was said to be"
    assert spider.may_reach("https://legislature.example.gov/robots.txt")
    assert not spider.may_reach("http://openstates-proxy/a")
    assert not spider.may_reach("http://169.254.169.254/latest")


class _Told(Exception):
    """The spider told what a whole list holds."""


@pytest.mark.parametrize("shrinks", [True, False])
def test_a_list_that_becomes_shorter_while_it_is_read(shrinks: bool):
    """A page past the end is 404: the list has ended, and whether it was whole is not known."""
    noted: list[str] = []

    def tell(*_: Any, **__: Any) -> None:
        raise _Told

    class Listings:
        def note(self, entries: Any) -> None:
            noted.extend(entry.identifier for entry in entries)

    spider = OpenStatesApiSpider(base_url="https://v3.example.org", key="k", jurisdictions={"WA"})
    spider.ports = SimpleNamespace(archive=None, listings=Listings())  # type: ignore[assignment]
    spider.crawler = SimpleNamespace(signals=SimpleNamespace(send_catch_log=tell))  # type: ignore[assignment]
    answers = [page(bill(), max_page=2, total_items=2)]
    answers += [] if shrinks else [page(bill(id=f"{ID}2", identifier="HB 2"), page=2, max_page=2, total_items=2)]

    async def ask(_call: Any, read: Any) -> Any:
        if not answers:
            raise AnswerError(FailureKind.NOT_FOUND, "invalid page, must be in [1, 1]")
        return read(document(answers.pop(0)))

    spider.ask = ask  # type: ignore[assignment]
    with nullcontext() if shrinks else pytest.raises(_Told):
        assert asyncio.run(spider._pages("", "WA")) == 2
    assert noted == (["HB 9901"] if shrinks else ["HB 9901", "HB 2"])
