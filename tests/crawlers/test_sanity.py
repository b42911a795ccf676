from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from scrapy.exceptions import DropItem

from crawlers.items import BadItem, BillItem
from crawlers.pipelines.sanity import SanityPipeline, implausible, plausible_dates
from monitor.model.bill import BillRecord, Extraction, RelatedBill, Sponsor
from monitor.model.relation import Relation
from monitor.model.run import ItemError
from monitor.services.ingest import ingest_bill
from monitor.store.raw import RawStore
from tests.crawlers.bills import FETCHED_AT, HTML, metadata, parsed, record
from tests.crawlers.fakes import FakeCrawler

GOOD = parsed(metadata(), {"9901_Original_Bill.htm": HTML})[0]
LINK = RelatedBill(session="", identifier="x", relation=Relation.RELATED)


def pipeline(crawler: FakeCrawler | None = None) -> SanityPipeline:
    return SanityPipeline.from_crawler(crawler or FakeCrawler())  # type: ignore[arg-type]


def test_a_plausible_bill_is_passed_on_as_it_is():
    item = BillItem(record=GOOD)
    assert pipeline().process_item(item) is item


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"title": ""}, "no title"),
        ({"title": "x" * 20_001}, "title has more than 20,000 characters"),
        ({"abstract": "x" * 500_001}, "abstract has more than 500,000 characters"),
        ({"versions": GOOD.versions * 2_001}, "more than 2,000 versions"),
        ({"actions": GOOD.actions[:1] * 20_001}, "more than 20,000 actions"),
        ({"sponsors": GOOD.sponsors[:1] * 2_001}, "more than 2,000 sponsors"),
        ({"related": (LINK,) * 10_001}, "more than 10,000 related"),
        ({"subjects": ("x",) * 2_001}, "more than 2,000 subjects"),
        ({"key": replace(GOOD.key, session="x" * 601)}, "a name or an address has more than 600 characters"),
        ({"versions": (replace(GOOD.versions[0], note="x" * 601),)}, "a name or an address"),
        ({"aliases": ("x", "x" * 601)}, "a name or an address has more than 600 characters"),
        ({"sponsors": (Sponsor(name="x" * 601, role="primary", kind="person"),)}, "a name or an address"),
        ({"related": (replace(LINK, session="x" * 300, identifier="x" * 301),)}, "a name or an address"),
        ({"metadata": replace(GOOD.metadata, url="x" * 601)}, "a name or an address"),  # type: ignore[type-var]
        (
            {"versions": (replace(GOOD.versions[0], document=replace(GOOD.versions[0].document, url="x" * 601)),)},  # type: ignore[type-var]
            "a name or an address",
        ),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_cannot_be(changes: dict[str, Any], why: str):
    bad = replace(GOOD, **changes)
    assert implausible(bad).startswith(why)
    item = pipeline().process_item(BillItem(record=bad))
    assert isinstance(item, BadItem)
    assert item.error.kind == ("sanity" if why == "no title" else "too-large")
    assert item.error.message.startswith(why)


def test_the_limits_themselves_are_fine():
    most = {
        "title": "x" * 20_000,
        "abstract": "x" * 500_000,
        "subjects": ("x",) * 2_000,
        "aliases": ("x" * 600,),
        "key": replace(GOOD.key, session="x" * 600),
    }
    assert implausible(replace(GOOD, **most)) == ""
    assert implausible(replace(GOOD, metadata=None)) == ""


def test_what_is_let_through_fits_into_both_databases(store, tmp_path):
    """PostgreSQL refuses what is too long for an index as if it were unusable; that must not end a run."""
    letters = random.Random(9901)

    def name(length: int = 600) -> str:
        return "".join(chr(letters.randrange(0x20000, 0x2A6DF)) for _ in range(length))  # four bytes each

    most = replace(
        GOOD,
        key=replace(GOOD.key, session=name()),
        aliases=(name(),),
        sponsors=(Sponsor(name=name(), role="primary", kind="person"),),
        related=(RelatedBill(session=name(300), identifier=name(200), relation=Relation.RELATED, native=name(93)),),
        metadata=replace(GOOD.metadata, url=name()),  # type: ignore[type-var]
        versions=(replace(GOOD.versions[0], note=name(), url=name(5_000), document=None),),
        actions=(replace(GOOD.actions[0], text=name(50_000)),),
    )
    assert implausible(most) == ""

    def read(body: bytes, *, media_type: str, upstream: bool) -> Extraction:
        raise AssertionError("no text came with it")

    result = ingest_bill(store, RawStore(tmp_path), most, extract=read, clock=lambda: FETCHED_AT)
    assert result.outcome == "new"


def with_days(*days: date | None) -> BillRecord:
    return replace(GOOD, actions=tuple(replace(GOOD.actions[0], on=day, ordinal=n) for n, day in enumerate(days)))


def test_impossible_dates_are_taken_out_and_never_replaced():
    today = FETCHED_AT.date()
    days = (None, date(1900, 1, 1), today + timedelta(days=400), date(1899, 12, 31), today + timedelta(days=401))
    found, count = plausible_dates(with_days(*days))
    assert [action.on for action in found.actions] == [*days[:3], None, None]
    assert count == 2
    version = replace(GOOD.versions[0], published_on=date(206, 1, 1))
    found, count = plausible_dates(replace(GOOD, versions=(version,)))
    assert (found.versions[0].published_on, count) == (None, 1)
    assert plausible_dates(GOOD) == (GOOD, 0)


def test_impossible_dates_are_counted():
    crawler = FakeCrawler()
    item = pipeline(crawler).process_item(
        BillItem(
            record=with_days(date(1, 1, 1), date(9999, 1, 1)), problems=(ItemError(kind="k", subject="s", message="m"),)
        )
    )
    assert isinstance(item, BillItem)
    assert [action.on for action in item.record.actions] == [None, None]
    assert len(item.problems) == 1
    assert crawler.counts == {"sanity/implausible_date": 2}


def test_other_items():
    bad = BadItem(error=ItemError(kind="malformed", subject="s", message="m"))
    assert pipeline().process_item(bad) is bad
    with pytest.raises(DropItem, match="not an item of ours: dict"):
        pipeline().process_item({"title": "x"})


def test_it_needs_stats():
    crawler = FakeCrawler()
    crawler.stats = None
    with pytest.raises(ValueError, match="stats"):
        pipeline(crawler)


def test_a_parsed_bill_without_a_title_is_not_stored():
    assert implausible(record(title=" \u200b ")) == "no title"
