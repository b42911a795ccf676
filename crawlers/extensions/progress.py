"""How far is it? A bar on a terminal, nothing elsewhere."""

from __future__ import annotations

from typing import Any, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from crawlers.items import BatchItem
from crawlers.signals import listing_counted

__all__ = ["ProgressBar"]


class ProgressBar:
    """Stays off unless the setting ``PROGRESS_BAR`` is true, which ``preempt crawl`` sets on a terminal."""

    def __init__(self, console: Console) -> None:
        self.progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("bills"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
        )
        self._task: TaskID | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl.

        :raises NotConfigured: when there is no terminal to draw on.
        """
        if not crawler.settings.getbool("PROGRESS_BAR"):
            raise NotConfigured  # without a word: Scrapy would warn of it
        bar = cls(Console(stderr=True))
        crawler.signals.connect(bar.listing_counted, signal=listing_counted)
        for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(bar.item_done, signal=signal)
        crawler.signals.connect(bar.spider_closed, signal=signals.spider_closed)
        return bar

    def listing_counted(self, spider: Spider, count: int) -> None:
        """Start the bar, or tell it of more."""
        if self._task is None:
            self._task = self.progress.add_task(spider.name, total=count)
            self.progress.start()
        else:
            self.progress.update(self._task, total=count)

    def item_done(self, item: Any) -> None:
        """One more, or a batch of them."""
        if self._task is not None:
            self.progress.advance(self._task, len(item.items) if isinstance(item, BatchItem) else 1)

    def spider_closed(self) -> None:
        """Take the bar away."""
        self.progress.stop()
