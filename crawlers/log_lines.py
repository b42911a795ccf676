"""What does Scrapy write about an item? Never the item itself: it may be a whole bill."""

from __future__ import annotations

import logging
from typing import Any

from scrapy import Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure

__all__ = ["ShortLogFormatter"]


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
