"""What does Scrapy write? Warnings, and about an item never the item itself: it may be a whole bill."""

from __future__ import annotations

import logging
from typing import Any

from scrapy import Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure

__all__ = ["ShortLogFormatter", "quiet_scrapy"]

_CHATTY = ("scrapy", "twisted")
_ROBOTS = "scrapy.downloadermiddlewares.robotstxt"


class ShortLogFormatter(LogFormatter):
    """One short line for what went wrong, nothing for what went well."""

    def scraped(  # type: ignore[override]
        self,
        item: Any,  # noqa: ARG002 - signature
        response: Response | Failure | None,  # noqa: ARG002 - signature
        spider: Spider,  # noqa: ARG002 - signature
    ) -> LogFormatterResult | None:
        """Nothing."""
        return None

    def dropped(
        self,
        item: Any,  # noqa: ARG002 - signature
        exception: BaseException,
        response: Response | Failure | None,  # noqa: ARG002 - signature
        spider: Spider,  # noqa: ARG002 - signature
    ) -> LogFormatterResult:
        """Why; the item error is on record."""
        return {"level": logging.INFO, "msg": "passed over: %(exception)s", "args": {"exception": str(exception)[:300]}}

    def item_error(
        self,
        item: Any,  # noqa: ARG002 - signature
        exception: BaseException,
        response: Response | Failure | None,  # noqa: ARG002 - signature
        spider: Spider,  # noqa: ARG002 - signature
    ) -> LogFormatterResult:
        """The error's class and words."""
        said = f"{exception.__class__.__name__}: {str(exception)[:300]}"
        return {"level": logging.ERROR, "msg": "an item failed: %(said)s", "args": {"said": said}}


def _is_worth_a_line(entry: logging.LogRecord) -> bool:
    if entry.name == _ROBOTS:
        entry.exc_info = None  # a host that does not answer: the line says why, the trace is of the library
    return entry.levelno >= logging.WARNING or entry.name.partition(".")[0] not in _CHATTY


def quiet_scrapy() -> None:
    """Keep Scrapy's and Twisted's own small talk out of the log, unless everything is asked for.

    A filter on the handlers: Scrapy sets the levels of its loggers itself, and talks before anyone can set them back.
    """
    root = logging.getLogger()
    if root.level > logging.DEBUG:
        for handler in root.handlers:
            handler.addFilter(_is_worth_a_line)
