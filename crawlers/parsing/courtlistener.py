"""What does CourtListener's API v4 answer? Dockets of a court under a number, and pages of their entries."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from crawlers.errors import AnswerError
from crawlers.parsing.clean import one_line
from monitor.model.docket import DocketEntry, DocketFacts
from monitor.model.failure import FailureKind

__all__ = ["EntryPage", "parse_dockets", "parse_entries"]

_MAX_WORDS: Final = 2_000
_MAX_RESULTS: Final = 500
_CURSOR: Final = re.compile(r"[A-Za-z0-9+/=_-]{1,500}")
_PATH: Final = re.compile(r"/docket/[\w/-]{1,300}")
_WEB: Final = "https://www.courtlistener.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPage:
    """A page of entries, and the cursor of the next one; empty on the last. ``problems``: entries not understood."""

    entries: tuple[DocketEntry, ...]
    cursor: str
    problems: tuple[str, ...] = ()


def parse_dockets(body: bytes) -> tuple[DocketFacts, ...]:
    """The answer to ``/dockets/?court=...&docket_number=...``.

    :raises AnswerError: when it is no such answer.
    """
    return tuple(_docket(entry) for entry in _results(_object(body)))


def parse_entries(body: bytes) -> EntryPage:
    """A page of ``/docket-entries/?docket=...``. Of the link to the next page only the cursor is taken.

    :raises AnswerError: when it is no such page.
    """
    raw = _object(body)
    entries, problems = [], []
    for entry in _results(raw):
        found = _entry(entry)
        if found is None:
            problems.append("an entry without a number and without an id")
        else:
            entries.append(found)
    return EntryPage(entries=tuple(entries), cursor=_cursor(raw.get("next")), problems=tuple(problems))


def _docket(raw: Any) -> DocketFacts:
    if not isinstance(raw, Mapping):
        raise AnswerError(FailureKind.SCHEMA_DRIFT, "a docket is no object")
    number, court, docket = (one_line(raw.get(name)) for name in ("docket_number", "court_id", "date_modified"))
    native = _number(raw.get("id"))
    if native is None or not number or not court or not docket:
        raise AnswerError(FailureKind.SCHEMA_DRIFT, "a docket lacks id, court_id, docket_number or date_modified")
    path = one_line(raw.get("absolute_url"))
    return DocketFacts(
        native_id=str(native),
        court_id=court[:30],
        docket_number=number[:60],
        case_name=one_line(raw.get("case_name"))[:500],
        address=f"{_WEB}{path}" if _PATH.fullmatch(path) else "",
        modified=docket[:100],
        filed_on=_day(raw.get("date_filed")),
        terminated_on=_day(raw.get("date_terminated")),
        last_filing_on=_day(raw.get("date_last_filing")),
    )


def _entry(raw: Any) -> DocketEntry | None:
    """The number alone is given twice now and then, so the place in the docket is part of the key."""
    if not isinstance(raw, Mapping):
        return None
    number, native = _number(raw.get("entry_number")), _number(raw.get("id"))
    place = one_line(raw.get("recap_sequence_number"))[:100]
    if number is None and not place and native is None:
        return None
    key = f"{'' if number is None else number} {place}".strip() if number is not None or place else f"id {native}"
    return DocketEntry(
        key=key, number=number, filed_on=_day(raw.get("date_filed")), description=_words(raw)[:_MAX_WORDS]
    )


def _words(raw: Mapping[str, Any]) -> str:
    """The entry's own words; the short ones of its first document where it has none."""
    if said := one_line(raw.get("description")):
        return said
    documents = raw.get("recap_documents")
    first = documents[0] if isinstance(documents, list) and documents else None
    return one_line(first.get("description")) if isinstance(first, Mapping) else ""


def _cursor(said: Any) -> str:
    if said is None:
        return ""
    try:
        found = parse_qs(urlsplit(said).query).get("cursor", [""])[0] if isinstance(said, str) else ""
    except ValueError:
        found = ""
    if not _CURSOR.fullmatch(found):
        raise AnswerError(FailureKind.SCHEMA_DRIFT, "the link to the next page has no cursor")
    return found


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise AnswerError(FailureKind.DECODE, "the answer is no JSON") from error
    if not isinstance(raw, Mapping):
        raise AnswerError(FailureKind.SCHEMA_DRIFT, "the answer is no object")
    return raw


def _results(raw: Mapping[str, Any]) -> list[Any]:
    results = raw.get("results")
    if not isinstance(results, list) or len(results) > _MAX_RESULTS:
        said = f": {one_line(raw['detail'])[:200]}" if "detail" in raw else ""
        raise AnswerError(FailureKind.SCHEMA_DRIFT, f"the answer has no results{said}")
    return results


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31 else None


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None
