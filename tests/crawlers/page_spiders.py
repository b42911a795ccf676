"""Sample sources of every platform of pages, as an engineer would write them; run as a program, the command knows them.

``python -m tests.crawlers.page_spiders crawl run sample-html …`` is ``preempt`` with these sources and no others.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

import crawlers.catalog
import crawlers.run
import crawlers.settings
from crawlers.parsing.feed_page import FeedPage
from crawlers.parsing.html_page import HtmlPage, link_of, text_of
from crawlers.parsing.pages import Ask, ListPage, Page, mark_of
from crawlers.parsing.xml_page import XmlPage, field_of
from crawlers.platforms.feed import FeedSpider
from crawlers.platforms.html_listing import HtmlListingSpider
from crawlers.platforms.json_pages import JsonPagesSpider
from crawlers.platforms.xml_service import XmlServiceSpider
from monitor.cli import main
from monitor.model.bill import Action, BillKey, BillRecord, Chamber, VersionRecord, VersionStage
from monitor.model.listing import ListedBill, PendingBill


def record(page: Page, number: str, title: str, links: list[str]) -> BillRecord:
    return BillRecord(
        key=BillKey(jurisdiction="CO", session="2026A", identifier=number),
        title=title,
        source=page.source,
        source_url=page.url,
        observed_at=page.fetched_at,
        actions=(Action(on=date(2026, 1, 14), chamber=Chamber.LOWER, text="Introduced", classes=(), ordinal=0),),
        versions=tuple(
            VersionRecord(
                note="Introduced",
                stage=VersionStage.INTRODUCED,
                published_on=None,
                url=page.address(link),
                media_type="text/html",
                ordinal=place,
            )
            for place, link in enumerate(links)
        ),
    )


class SampleHtml(HtmlListingSpider):
    name = "sample-html"
    what: ClassVar[str] = "a sample"
    site: ClassVar[str] = "https://legislature.example/"
    jurisdiction: ClassVar[str] = "CO"
    lists: ClassVar[tuple[str | Ask, ...]] = ("list",)

    @staticmethod
    def parse_list(page: HtmlPage) -> ListPage:
        rows = page.must("table").css("tr")
        total = page.text("p.total")
        return ListPage(
            entries=tuple(
                ListedBill(
                    native_id=page.path(link_of(row.css_first("a"))),
                    mark=mark_of(text_of(row)),
                    session="2026A",
                    identifier=text_of(row.css_first("a")),
                )
                for row in rows
            ),
            more=tuple(link_of(node) for node in page.all("a.next")),
            total=int(total) if total else None,
        )

    @staticmethod
    def parse_bill(page: HtmlPage, entry: PendingBill) -> BillRecord:
        links = [link_of(node) for node in page.all("a.text")]
        return record(page, text_of(page.must("h1")), page.text("p.title"), links)


class SampleForm(SampleHtml):
    """A list behind a form, as Colorado's."""

    name = "sample-form"
    lists: ClassVar[tuple[str | Ask, ...]] = (Ask(url="search", form=(("q", ""), ("sessions[]", "2026 Regular"))),)


class SampleIndex(SampleHtml):
    """An index of sessions that leads to lists."""

    name = "sample-index"
    lists: ClassVar[tuple[str | Ask, ...]] = ("sessions",)


class SampleCapped(SampleHtml):
    name = "sample-capped"
    cap = 4


class SampleXml(XmlServiceSpider):
    """A list call and a detail call, as Washington's."""

    name = "sample-xml"
    what: ClassVar[str] = "a sample"
    site: ClassVar[str] = "https://legislature.example/"
    jurisdiction: ClassVar[str] = "CO"
    lists: ClassVar[tuple[str, ...]] = ("service/GetLegislation?year=2026",)
    detail: ClassVar[str] = "service/GetBill?session={session}&billNumber={native_id}"

    @staticmethod
    def parse_list(page: XmlPage) -> ListPage:
        page.must("Bills")
        return ListPage(
            entries=tuple(
                ListedBill(
                    native_id=field_of(one, "Id"),
                    mark=field_of(one, "Changed"),
                    session="2026A",
                    identifier=field_of(one, "Number"),
                )
                for one in page.all("Bill")
            )
        )

    @staticmethod
    def parse_bill(page: XmlPage, entry: PendingBill) -> BillRecord:
        return record(page, page.text("Number"), page.text("Title"), [])


class SampleFeed(FeedSpider):
    name = "sample-feed"
    what: ClassVar[str] = "a sample"
    site: ClassVar[str] = "https://legislature.example/"
    jurisdiction: ClassVar[str] = "CO"
    lists: ClassVar[tuple[str, ...]] = ("feed",)

    @staticmethod
    def parse_list(page: FeedPage) -> ListPage:
        return ListPage(
            entries=tuple(
                ListedBill(
                    native_id=page.path(one.link),
                    mark=one.id,
                    session="2026A",
                    identifier=one.title.partition(":")[0],
                )
                for one in page.entries
            )
        )

    @staticmethod
    def parse_bill(page: HtmlPage, entry: PendingBill) -> BillRecord:
        return SampleHtml.parse_bill(page, entry)


class SampleJson(JsonPagesSpider):
    name = "sample-json"
    what: ClassVar[str] = "a sample"
    site: ClassVar[str] = "https://legislature.example/"
    jurisdiction: ClassVar[str] = "CO"
    lists: ClassVar[tuple[str, ...]] = ("bills?page=1",)
    detail: ClassVar[str] = "bill/{native_id}"

    @staticmethod
    def parse_list(page: Any) -> ListPage:
        return ListPage(
            entries=tuple(
                ListedBill(native_id=one["id"], mark=one["mark"], session="2026A", identifier=one["number"])
                for one in page.must("bills")
            ),
            total=page.must("total"),
        )

    @staticmethod
    def parse_bill(page: Any, entry: PendingBill) -> BillRecord:
        return record(page, page.must("number"), page.must("title"), [])


SAMPLES = {
    spider.name: spider
    for spider in (SampleHtml, SampleForm, SampleIndex, SampleCapped, SampleXml, SampleFeed, SampleJson)
}


if __name__ == "__main__":
    crawlers.run.known_spiders = crawlers.catalog.known_spiders = lambda: dict(SAMPLES)  # type: ignore[assignment]
    crawlers.settings.RETRY_TIMES = 1  # type: ignore[misc]
    crawlers.settings.RETRY_AFTER_DEFAULT = 0.0  # type: ignore[misc]
    main()
