"""How many pages a second does a crawl take from a local server? Run by test_pages.py, once for each kind of spider.

``python -m benchmarks.pages empty|ours BILLS FOLDER``: prints pages and seconds from the spider's opening to its end.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawlers.items import BillItem
from crawlers.parsing.openstates import parse_bill
from crawlers.ports import CrawlPorts
from crawlers.run import _Journal, _read
from monitor.clock import system_clock
from monitor.model.bill import Document
from monitor.model.health import GateLimits
from monitor.services.ingest import ingest_bill, ingest_bills
from monitor.services.runs import start_run
from monitor.store.engine import Store
from monitor.store.migrate import upgrade
from monitor.store.raw import RawStore

POLITENESS_OFF = {
    "ROBOTSTXT_OBEY": False,
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
}


def page(number: int) -> bytes:
    """A sample bill with as many actions and sponsors as bills have on average."""
    chamber = '~{"classification": "lower"}'
    said = {
        "jurisdiction": {"id": "ocd-jurisdiction/country:us/state:wa/government"},
        "legislative_session": "sample",
        "identifier": f"HB {number + 1}",
        "title": f"A sample bill with the number {number}.",
        "from_organization": chamber,
        "classification": ["bill"],
        "sources": [{"url": f"https://example.org/{number}"}],
        "sponsorships": [{"name": f"Sample {n}", "primary": n == 0, "entity_type": "person"} for n in range(5)],
        "versions": [{"note": "Introduced", "date": "2026-01-12", "links": []}],
        "actions": [
            {
                "description": f"Step {n} of sample {number}.",
                "date": f"2026-01-{12 + n}",
                "organization_id": chamber,
                "classification": ["introduction"] if n == 0 else [],
            }
            for n in range(5)
        ],
    }
    return json.dumps(said).encode()


def serve(count: int, ports: Any) -> None:
    """Answer ``/N`` with the page of that number, on as many connections as are opened."""
    pages = [page(number) for number in range(count)]

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            while (await reader.readline()).strip():
                pass
            body = pages[int(line.split()[1].strip(b"/"))]
            head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            writer.write(head.encode() + body)
            await writer.drain()
        writer.close()

    async def run() -> None:
        server = await asyncio.start_server(handle, "127.0.0.1", 0)
        ports.put(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


class NoFiles:
    """Nothing lies beside a page."""

    names: tuple[str, ...] = ()

    def head(self, name: str) -> bytes:
        raise KeyError(name)

    def read(self, name: str, media_type: str) -> Document:  # noqa: ARG002 - signature
        raise KeyError(name)


class EmptySpider(Spider):
    """Asks for every page and does nothing with it."""

    name = "empty"

    def __init__(self, *args: Any, base: str = "", count: int = 0, ports: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.base, self.count, self.ports = base, count, ports
        self.seen = 0
        self.complete = True

    async def start(self):
        for number in range(self.count):
            yield Request(f"{self.base}/{number}", dont_filter=True)

    def parse(self, response):  # noqa: ARG002 - nothing is done with it
        self.seen += 1


class OurSpider(EmptySpider):
    """Reads a bill from every page."""

    name = "openstates-pages"

    def parse(self, response):
        self.seen += 1
        document = Document(
            url=response.url, body=response.body, media_type="application/json", fetched_at=system_clock()
        )
        record, problems = parse_bill(document, NoFiles(), source=self.name)
        yield BillItem(record=record, problems=problems)


def main(kind: str, count: int, folder: Path) -> None:
    """Crawl all pages once."""
    found: Any = multiprocessing.get_context("spawn").Queue()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(count, found), daemon=True)
    server.start()
    base = f"http://127.0.0.1:{found.get(timeout=60)}"
    settings, ports = Settings(), None
    spider: type[EmptySpider] = EmptySpider
    store = Store(f"sqlite:///{folder / 'b.db'}")
    if kind == "ours":
        settings.setmodule("crawlers.settings")
        spider = OurSpider
        upgrade(store)
        raw, read = RawStore(folder / "raw"), partial(_read, None)
        run_id = start_run(store, source="pages", target=base, clock=system_clock)
        journal = _Journal(store, run_id, system_clock, GateLimits())
        ports = CrawlPorts(
            ingest=lambda record: ingest_bill(store, raw, record, extract=read, clock=system_clock),
            ingest_many=lambda records: ingest_bills(store, raw, records, extract=read, clock=system_clock),
            journal=journal,
            clock=system_clock,
        )
    for name, value in POLITENESS_OFF.items():
        settings.set(name, value, priority="cmdline")
    settings.set("LOG_LEVEL", "WARNING", priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(spider)
    process.crawl(crawler, base=base, count=count, ports=ports)
    start, busy = time.perf_counter(), time.process_time()
    process.start()
    wall, cpu = time.perf_counter() - start, time.process_time() - busy
    server.terminate()
    stats = crawler.stats.get_stats()
    print(json.dumps({"pages": crawler.spider.seen, "new": stats.get("bill/new", 0), "wall": wall, "cpu": cpu}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
