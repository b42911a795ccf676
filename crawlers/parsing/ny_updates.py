"""ny: which bills does Open Legislation say were updated since a moment, and from where does its list go on?

Updates come in the order of their times, so a page goes on at a time and not at a count: a bill that is updated while
the list is read comes again at the end, and none is left out.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any, Final

from crawlers.errors import AnswerError
from crawlers.parsing.clean import one_line
from crawlers.parsing.json_page import JsonPage
from crawlers.parsing.pages import ListPage
from monitor.model.bill import Document
from monitor.model.failure import FailureKind
from monitor.model.listing import ListedBill

__all__ = ["answered", "parse_list", "session_of", "since", "updates"]

_BEGINNING: Final = "2025-01-01T00:00:00"
_FIRST_SESSION: Final = 2025
_LIMIT: Final = 1000


def session_of(year: object) -> str:
    """``2025`` is the session 2025-2026; empty for what is no odd year."""
    if isinstance(year, bool) or not isinstance(year, int) or not 1900 < year < 3000 or not year % 2:
        return ""
    return f"{year}-{year + 1}"


def updates(moment: str) -> str:
    """The address of what was updated after a moment, oldest first, with titles."""
    return f"/api/3/bills/updates/{moment}?type=processed&order=asc&summary=true&limit={_LIMIT}"


def since(last: Document | None) -> str:
    """From where to ask: just before the first update of the page that was read last, so that it counts once more.

    A run that was killed after a page was kept and before its bills were noted loses nothing.
    """
    try:
        items = json.loads(last.body)["result"]["items"] if last is not None else []
        return (_moment(items[0]) - timedelta(microseconds=1)).isoformat(timespec="microseconds")
    except (AnswerError, ValueError, KeyError, TypeError, IndexError, OverflowError, RecursionError):
        return _BEGINNING


def answered(page: JsonPage) -> JsonPage:
    """The page, when the API says that it is an answer.

    :raises AnswerError: (schema drift) with its message otherwise.
    """
    if not isinstance(page.data, dict) or page.data.get("success") is not True:
        said = one_line(page.data.get("message")) if isinstance(page.data, dict) else ""
        raise AnswerError(FailureKind.SCHEMA_DRIFT, f"no success: {said[:200] or 'no message'}")
    return page


def parse_list(page: JsonPage) -> ListPage:
    """Bills of the sessions from 2025 on, each with the time of its update; a page that is not all leads on."""
    items, total = answered(page).must("result", "items"), page.must("total")
    if not isinstance(items, list) or not isinstance(total, int):
        raise AnswerError(FailureKind.SCHEMA_DRIFT, "the answer has no list of items and their total")
    moments = [_moment(item) for item in items]
    more: tuple[str, ...] = ()
    if len(items) < total:
        before = [moment for moment in moments if moment < moments[-1]] if moments else []
        if not before or moments != sorted(moments):
            raise AnswerError(FailureKind.TRUNCATED, f"{len(items):,} of {total:,} updates, and none leads on")
        items, more = items[: len(before)], (updates(before[-1].isoformat(timespec="microseconds")),)
    found: dict[str, tuple[ListedBill, str]] = {}
    for item in items:
        if (line := _line(item)) is not None:
            found[line[0].native_id] = line
    entries = tuple(entry for entry, _ in found.values())
    return ListPage(entries=entries, more=more, said={one.native_id: {"title": title} for one, title in found.values()})


def _moment(item: Any) -> datetime:
    said = item.get("processedDateTime") if isinstance(item, dict) else None
    try:
        return datetime.fromisoformat(said or "").replace(tzinfo=None)
    except (TypeError, ValueError) as error:
        raise AnswerError(FailureKind.SCHEMA_DRIFT, "an update without processedDateTime") from error


def _line(item: dict[str, Any]) -> tuple[ListedBill, str] | None:
    """A bill with what it is about; none of a session that is over."""
    named, info = item.get("id"), item.get("item")
    if not isinstance(named, dict) or not isinstance(info, dict):
        raise AnswerError(FailureKind.SCHEMA_DRIFT, "an update without id and item")
    year, number = named.get("session"), one_line(named.get("basePrintNo"))
    session = session_of(year)
    if session and isinstance(year, int) and year < _FIRST_SESSION:
        return None
    line = ListedBill(
        native_id=f"/api/3/bills/{year}/{number}?fullTextFormat=HTML&fullTextFormat=PLAIN",
        mark=one_line(item.get("processedDateTime")),
        session=session,
        identifier=number,
    )
    return line, f"{one_line(info.get('title'))}\n{one_line(info.get('summary'))}"
