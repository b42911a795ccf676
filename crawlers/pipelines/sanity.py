"""Is this a plausible bill? What cannot be is put on record and not stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.statscollectors import StatsCollector

from crawlers.items import BadItem, BatchItem, BillItem, UnchangedItem
from monitor.model.bill import BillRecord
from monitor.model.run import ItemError

__all__ = ["SanityPipeline", "implausible", "plausible_dates"]

_LIMITS: Final = {"title": 20_000, "abstract": 500_000}
_COUNTS: Final = {"versions": 2_000, "actions": 20_000, "sponsors": 2_000, "related": 10_000, "subjects": 2_000}
_NAME: Final = 600
"""Characters of what a database indexes: names, numbers, addresses. PostgreSQL refuses more than some 2,700 bytes."""
_FIRST_DAY: Final = date(1900, 1, 1)
_AHEAD: Final = timedelta(days=400)


def implausible(record: BillRecord) -> str:
    """Why a record cannot be stored; empty when it can."""
    if not record.title:
        return "no title"
    for name, limit in _LIMITS.items():
        if len(getattr(record, name)) > limit:
            return f"{name} has more than {limit:,} characters"
    for name, limit in _COUNTS.items():
        if len(getattr(record, name)) > limit:
            return f"more than {limit:,} {name}"
    if any(len(name) > _NAME for name in _names(record)):
        return f"a name or an address has more than {_NAME:,} characters"
    return ""


def _names(record: BillRecord) -> Iterator[str]:
    yield record.key.session
    yield from record.aliases
    yield from (sponsor.name for sponsor in record.sponsors)
    for link in record.related:
        yield link.session + link.identifier + link.relation + link.native
    yield from (version.note for version in record.versions)
    documents = [record.metadata, *(version.document for version in record.versions)]
    yield from (document.url for document in documents if document is not None)


def plausible_dates(record: BillRecord) -> tuple[BillRecord, int]:
    """The record with impossible dates of actions and versions taken out (never replaced), and how many those were."""
    last = record.observed_at.date() + _AHEAD
    actions = tuple(a if _is_plausible(a.on, last) else replace(a, on=None) for a in record.actions)
    versions = tuple(
        v if _is_plausible(v.published_on, last) else replace(v, published_on=None) for v in record.versions
    )
    count = sum(a is not b for a, b in zip(actions, record.actions, strict=True))
    count += sum(a is not b for a, b in zip(versions, record.versions, strict=True))
    return (replace(record, actions=actions, versions=versions) if count else record), count


def _is_plausible(day: date | None, last: date) -> bool:
    return day is None or _FIRST_DAY <= day <= last


class SanityPipeline:
    """Turns implausible bills into bad items; counts ``sanity/implausible_date``."""

    def __init__(self, stats: StatsCollector) -> None:
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl."""
        if crawler.stats is None:
            raise ValueError("a crawl has stats")
        return cls(crawler.stats)

    def process_item(self, item: Any) -> Any:
        """Pass a bill on, or a bad item in its place."""
        if isinstance(item, BatchItem):
            return replace(item, items=tuple(self._one(one) for one in item.items))
        if isinstance(item, (BadItem, BillItem)):
            return self._one(item)
        raise DropItem(f"not an item of ours: {type(item).__name__}")

    def _one(self, item: BillItem | BadItem | UnchangedItem) -> BillItem | BadItem | UnchangedItem:
        if not isinstance(item, BillItem):
            return item
        if why := implausible(item.record):
            kind = "sanity" if why == "no title" else "too-large"
            error = ItemError(kind=kind, subject=str(item.record.key), message=why)
            return BadItem(error=error, key=item.record.key, record=item.record, listed=item.listed)
        record, count = plausible_dates(item.record)
        if count:
            self.stats.inc_value("sanity/implausible_date", count)
            return replace(item, record=record, mark=None)  # each run counts them anew
        return item
