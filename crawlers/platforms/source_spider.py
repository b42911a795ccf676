"""What is every spider of ours given, and what does it say of its run? The arguments of a crawl, and how it ended."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar

from scrapy import Spider

from crawlers.ports import CrawlPorts
from monitor.errors import PreemptError

__all__ = ["SourceSpider"]


class SourceSpider(Spider):
    """The base of all platforms. The record of a run is made from its attributes (``extensions/run_record.py``)."""

    what: ClassVar[str] = ""
    """One line for ``preempt crawl list``."""
    platform: ClassVar[str] = ""
    """Of which kind the source is; set by the platform."""

    def __init__(
        self,
        name: str | None = None,
        *,
        ports: CrawlPorts | None = None,
        limit: int | str | None = None,
        jurisdictions: Collection[str] = (),
        **kwargs: Any,
    ) -> None:
        """``jurisdictions`` are codes such as ``WA``; empty means all. ``limit`` stops after so many items."""
        super().__init__(name, **kwargs)
        self.ports = ports
        self.limit = int(limit) if limit is not None else None
        self.jurisdictions = frozenset(jurisdictions)
        self.complete = False
        """True once everything that is to be read was asked for."""
        self.limited = False
        """True when the limit left something."""
        self.incomplete = ""
        """Why the run is only partial."""
        self.failure: PreemptError | None = None
        """Why it could not go on."""
