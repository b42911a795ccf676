from __future__ import annotations

import logging

from scrapy.exceptions import DropItem

from crawlers.items import BillItem
from crawlers.log_lines import ShortLogFormatter, quiet_scrapy
from tests.crawlers.bills import HTML, metadata, parsed
from tests.crawlers.fakes import FakeCrawler


def test_a_bill_is_never_written_to_the_log():
    item = BillItem(record=parsed(metadata(), {"9901_Original_Bill.htm": HTML})[0])
    spider, lines = FakeCrawler().spider, ShortLogFormatter()
    assert lines.scraped(item, None, spider) is None
    dropped = lines.dropped(item, DropItem("was read already" + "x" * 1000), None, spider)
    failed = lines.item_error(item, ValueError("x" * 1000), None, spider)
    for said, level, start in (
        (dropped, logging.INFO, "passed over: was read already"),
        (failed, logging.ERROR, "an item failed: ValueError: xxx"),
    ):
        line = said["msg"] % said["args"]
        assert said["level"] == level
        assert line.startswith(start)
        assert len(line) < 350
        assert "sample bill" not in line


def test_scrapys_small_talk_is_kept_out(monkeypatch):
    class Kept(logging.Handler):
        def __init__(self) -> None:
            super().__init__()
            self.lines: list[str] = []

        def emit(self, record: logging.LogRecord) -> None:
            self.lines.append(record.getMessage())

    root, kept = logging.getLogger(), Kept()
    monkeypatch.setattr(root, "handlers", [kept])
    monkeypatch.setattr(root, "level", logging.DEBUG)
    quiet_scrapy()
    assert kept.filters == [], "whoever asks for everything gets it"
    monkeypatch.setattr(root, "level", logging.INFO)
    quiet_scrapy()
    for name in ("scrapy.core.engine", "twisted", "crawlers.pipelines.store"):
        for level in (logging.INFO, logging.WARNING):
            kept.handle(logging.LogRecord(name, level, "", 0, f"{name} {level}", None, None))
    assert kept.lines == [
        "scrapy.core.engine 30",
        "twisted 30",
        "crawlers.pipelines.store 20",
        "crawlers.pipelines.store 30",
    ]
