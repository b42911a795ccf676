"""Acceptance of the federal watch on the recorded feeds of December 2025 and June 2026 (issue 5, line 3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml
from sqlalchemy import select

from crawlers.parsing.federal_feeds import read_white_house_feed
from crawlers.parsing.federal_register import read_documents
from crawlers.parsing.feed_page import FeedPage
from crawlers.parsing.json_page import JsonPage
from monitor.classify.federal_bearing import bearings_of
from monitor.model.federal import FederalKind
from monitor.services.federal_documents import Seen, record_sighting
from monitor.store.engine import Store
from monitor.store.tables import EventRow, FederalBearingRow, FederalDocumentRow, FederalSightingRow
from tests.federal import document, register_entry, register_list, white_house_text

ORDERS = {
    "14365": {
        "slug": "eliminating-state-law-obstruction-of-national-artificial-intelligence-policy",
        "first": "2025-12-12T004535",
        "number": "2025-23092",
        "title": "Ensuring a National Policy Framework for Artificial Intelligence",
        "signed": "2025-12-11",
        "published": "2025-12-16",
        "positions": {
            *("compelled-disclosure", "development-preemption", "fcc-disclosure-standard", "funding-conditions"),
            *("interstate-commerce", "national-policy", "truthful-outputs"),
        },
    },
    "14409": {
        "slug": "promoting-advanced-artificial-intelligence-innovation-and-security",
        "first": "2026-06-02T154624",
        "number": "2026-11415",
        "title": "Promoting Advanced Artificial Intelligence Innovation and Security",
        "signed": "2026-06-02",
        "published": "2026-06-05",
        "positions": {"frontier-voluntary"},
    },
}


@pytest.fixture
def recorded(shared_data: Path) -> Path:
    return shared_data / "federal"


def replay(store: Store, recorded: Path) -> dict[str, str]:
    """Every snapshot in its order, with the text of the page where it is recorded; the snapshot that brought a link."""
    pages = {}
    for path in (recorded / "whitehouse").rglob("*.md"):
        facts, words = white_house_text(path)
        pages[facts["source_url"].rstrip("/")] = words
    brought: dict[str, str] = {}
    for path in sorted((recorded / "rss_series").glob("*.xml")):
        moment = path.stem.partition("_")[0]
        at = datetime.strptime(moment, "%Y-%m-%dT%H%M%S").replace(tzinfo=UTC)
        found = read_white_house_feed(FeedPage.read(document(path.read_bytes(), at=at), source="white-house"))
        assert (len(found.sightings), found.bad, found.problem) == (30, (), "")
        for one in found.sightings:
            whole = replace(one, text=pages.get(one.url.rstrip("/"), ""))
            if record_sighting(store, whole, clock=lambda at=at: at).seen is Seen.NEW:
                brought[one.url] = moment
    return brought


def test_both_orders_are_found_once_on_time_and_linked(store: Store, recorded: Path):
    brought = replay(store, recorded)
    assert replay(store, recorded) == {}
    for number, order in ORDERS.items():
        [link] = [link for link in brought if order["slug"] in link and "/presidential-actions/" in link]
        assert brought[link] == order["first"]
        facts = {"signing_date": order["signed"], "publication_date": order["published"]}
        said = register_entry(order["number"], order["title"], executive_order_number=number, **facts)
        later = datetime.fromisoformat(f"{order['published']}T12:00:00+00:00")
        for seen in (Seen.LINKED, Seen.KNOWN):
            [copy] = register_list(said, at=later)
            result = record_sighting(store, copy, clock=lambda later=later: later)
            assert (result.seen, result.events, result.fed_key) == (seen, 0, f"eo:{number}")
        with store.read() as session:
            [row] = session.scalars(select(FederalDocumentRow).where(FederalDocumentRow.title == order["title"])).all()
            copies = session.scalars(select(FederalSightingRow).where(FederalSightingRow.document_id == row.id)).all()
            waiting = session.scalars(
                select(FederalBearingRow).where(
                    FederalBearingRow.document_id == row.id, FederalBearingRow.state == "waiting"
                )
            ).all()
            events = [event for event in session.scalars(select(EventRow)).all() if event.payload["url"] == link]
            assert [event.kind for event in events] == ["federal.published"]
            assert {copy.source for copy in copies} == {"white-house", "federal-register"}
            assert (row.kind, str(row.published_on), row.signed_on) == (
                FederalKind.EXECUTIVE_ORDER.value,
                order["signed"],
                date.fromisoformat(order["signed"]),
            )
            assert {one.position for one in waiting} == order["positions"]
            text = f"{row.title}\n\n{row.text}"
            for one in waiting:
                assert one.quotes
                assert all(text[quote["start"] : quote["end"]] == quote["quote"] for quote in one.quotes)


def test_at_most_two_of_the_other_presidential_documents_are_proposed(recorded: Path):
    paths = sorted((recorded / "whitehouse/other").rglob("*.md"))
    assert len(paths) == 80
    proposed = []
    for path in paths:
        facts, words = white_house_text(path)
        if bearings_of(facts["title"], words, kind=FederalKind.PRESIDENTIAL):
            proposed.append(path.name)
    assert len(proposed) <= 2, proposed


def test_recorded_answers_of_the_federal_register_are_read(recorded: Path):
    seen = {}
    for path in sorted((recorded / "federal_register").glob("*.yml")):
        for step in yaml.safe_load(path.read_text(encoding="utf-8"))["http_interactions"]:
            url, body = step["request"]["uri"], step["response"]["body"]["string"]
            found = read_documents(JsonPage.read(document(body, url=url), source="federal-register"))
            assert found.bad == ()
            seen[path.stem] = found
    assert {name: len(found.sightings) for name, found in seen.items()} == {
        "current_administration_executive_orders_query": 81,
        "five_most_recent_executive_order_query": 5,
        "list_of_all_executive_orders_query": 81,
        "list_of_five_most_recent_executive_orders_query": 5,
        "single_eo_executive_order_query": 1,
        "specific_executive_order_query": 1,
    }
    cut = seen["five_most_recent_executive_order_query"]
    assert "only 50 pages" in cut.problem
    assert "page=2" in cut.more
    assert seen["single_eo_executive_order_query"].sightings[0].key == "eo:14222"
