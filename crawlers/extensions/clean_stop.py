"""Does a crawl end when it is asked to, and when it is done? Scrapy 2.19 may wait for ever; this looks again.

Reproduced: asked to stop while an item of ``Spider.start()`` is in the pipelines, the scraper finds itself busy, waits
to be told that it is idle, and is told so after responses only, never after such an item. When the last item comes out
of ``start()``, the engine finds the scraper busy likewise, and looks again only at its next heartbeat, 5 seconds later.
"""

from __future__ import annotations

import asyncio
from typing import Final, Self

from scrapy import signals
from scrapy.crawler import Crawler

__all__ = ["CleanStop"]

_AGAIN_SECONDS: Final = 0.05


class CleanStop:
    """After an item, looks whether the spider is closing and the scraper has become idle."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._looking = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl."""
        extension = cls(crawler)
        for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(extension.item_done, signal=signal)
        return extension

    def item_done(self) -> None:
        """Look soon: the item is still counted while this is called."""
        if not self._looking:
            self._looking = True
            asyncio.get_running_loop().call_soon(self._look)

    def _look(self) -> None:
        scraper = self.crawler.engine.scraper
        slot = scraper.slot
        if slot is not None and not slot.is_idle():
            asyncio.get_running_loop().call_later(_AGAIN_SECONDS, self._look)
            return
        self._looking = False
        if slot is not None and slot.closing is not None and not slot.closing.called:
            scraper._check_if_closing()  # noqa: SLF001 - what the scraper forgets to do itself
        if (engine_slot := self.crawler.engine._slot) is not None:  # noqa: SLF001 - as above, for the engine
            engine_slot.nextcall.schedule()
