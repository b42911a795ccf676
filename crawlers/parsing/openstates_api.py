"""What does Open States v3 answer? Pages of bills, a bill, jurisdictions with the latest runs of their scrapers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from crawlers.errors import AnswerError, MalformedBillError
from crawlers.parsing.clean import one_line
from crawlers.parsing.openstates import parse_bill as parse_metadata
from monitor.model.bill import BillRecord, Document, InvalidIdentifierError, normalise_identifier
from monitor.model.failure import FailureKind
from monitor.model.jurisdiction import JURISDICTIONS
from monitor.model.listing import ListedBill

__all__ = [
    "BillPage",
    "ScraperRun",
    "bill_in_page",
    "parse_bill",
    "parse_bill_page",
    "parse_scraper_runs",
    "safe_query",
]

_MAX_MARK: Final = 100
_MAX_SESSION: Final = 100
_MAX_PAGES: Final = 50_000
"""A million bills: a jurisdiction's list has all sessions that were ever read. The quota ends a run long before."""
_BILL_ID: Final = re.compile(r"ocd-bill/[0-9a-fA-F-]{1,64}")
_PLACE: Final = re.compile(
    r"ocd-jurisdiction/country:us(?:/(?:state:([a-z]{2})|district:(dc)))?/government", re.IGNORECASE
)
_LIKELY_NUMBER: Final = re.compile(r"\s*\w{1,3}\s*\d{1,5}")
"""What the service takes for a number of a bill rather than for words, wherever a query begins so."""
_ORDER: Final = {"text/xml": 0, "application/xml": 0, "text/html": 1, "text/plain": 2, "application/pdf": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class BillPage:
    """One page of ``/bills``. ``pages`` is how many there are, at least 1; ``total`` counts the bills on all of them.

    ``problems`` says of each entry that could not be taken why.
    """

    entries: tuple[ListedBill, ...]
    page: int
    pages: int
    total: int
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScraperRun:
    """The latest run of a jurisdiction's scraper, as Open States tells; ``succeeded`` is none when it tells nothing."""

    jurisdiction: str
    succeeded: bool | None
    started_at: datetime | None
    ended_at: datetime | None
    last_success_at: datetime | None
    """End of the newest run that succeeded, as far as those told go."""


def safe_query(query: str) -> str:
    """The query, quoted as a phrase where the service would take it for a number of a bill and find nothing."""
    words = one_line(query)
    if not _LIKELY_NUMBER.match(words):
        return words
    return '"{}"'.format(words.replace('"', ""))


def parse_bill_page(body: bytes, *, page: int) -> BillPage:
    """The answer to ``/bills``, asked for as page ``page``. Bills of other jurisdictions than ours are left out.

    :raises AnswerError: when it is no such page, another one, or an empty one in the middle.
    """
    raw = _object(body)
    results, pagination = raw.get("results"), raw.get("pagination")
    if not isinstance(results, list) or not isinstance(pagination, Mapping):
        raise AnswerError(FailureKind.SCHEMA_DRIFT, "the answer has no results or no pagination")
    told, pages, total = (_number(pagination.get(name)) for name in ("page", "max_page", "total_items"))
    if told is None or pages is None or total is None:
        raise AnswerError(FailureKind.SCHEMA_DRIFT, "the pagination has no page, max_page or total_items")
    if told != page:
        raise AnswerError(FailureKind.SCHEMA_DRIFT, f"page {page} was asked for, {told} came")
    if pages > _MAX_PAGES:
        raise AnswerError(FailureKind.SCHEMA_DRIFT, f"{pages:,} pages are more than can be")
    if not results and total and page <= pages:
        raise AnswerError(FailureKind.TRUNCATED, f"page {page} of {pages} is empty")
    entries, problems = [], []
    for entry in results:
        try:
            listed = _listed(entry)
        except (AnswerError, InvalidIdentifierError) as error:
            problems.append(str(error)[:200])
        else:
            entries += [listed] if listed is not None else []
    if results and len(problems) == len(results):
        raise AnswerError(FailureKind.SCHEMA_DRIFT, f"no bill of the page can be read: {problems[0]}")
    return BillPage(entries=tuple(entries), page=page, pages=max(pages, 1), total=total, problems=tuple(problems))


def bill_in_page(answer: Document, native_id: str) -> Document | None:
    """One bill of a page as a document of its own, with the facts of the page; none when it is not on it.

    :raises AnswerError: when the answer is no page.
    """
    results = _object(answer.body).get("results")
    for entry in results if isinstance(results, list) else []:
        if isinstance(entry, Mapping) and entry.get("id") == native_id:
            body = json.dumps(entry, sort_keys=True).encode()
            return replace(answer, url=f"openstates:bills/{native_id}", body=body, media_type="application/json")
    return None


def parse_bill(answer: Document, *, source: str) -> tuple[BillRecord, str]:
    """A bill with its includes, and its mark; texts are not in it. Read as the bulk files are, which say the same.

    ``updated_at`` is the mark and no part of the record: it moves without anything else.

    :raises MalformedBillError: when there is no bill to be had from the bytes.
    """
    try:
        raw = _object(answer.body)
    except AnswerError as error:
        raise MalformedBillError("malformed", str(error)) from error
    stated = raw.get("jurisdiction")
    if not isinstance(stated, Mapping) or not _code(stated):
        raise MalformedBillError("jurisdiction", "the bill names none of the 52 jurisdictions")
    body = json.dumps(_as_file(raw)).encode()
    record, _ = parse_metadata(replace(answer, body=body), _NoFiles(), source=source)
    return replace(record, metadata=answer), _mark(raw)


def parse_scraper_runs(body: bytes) -> tuple[ScraperRun, ...]:
    """The answer to ``/jurisdictions?include=latest_runs``, by jurisdiction; Puerto Rico and cities are left out.

    :raises AnswerError: when it is no such list, or none of ours is on it.
    """
    results = _object(body).get("results")
    found: dict[str, ScraperRun] = {}
    for entry in results if isinstance(results, list) else []:
        if isinstance(entry, Mapping) and (code := _code(entry)):
            found[code] = _latest(code, entry.get("latest_runs"))
    if not found:
        raise AnswerError(FailureKind.SCHEMA_DRIFT, "Open States lists no jurisdiction")
    return tuple(found[code] for code in sorted(found))


class _NoFiles:
    """The API has links alone."""

    names: tuple[str, ...] = ()

    def head(self, name: str) -> bytes:
        raise KeyError(name)

    def read(self, name: str, media_type: str) -> Document:
        raise KeyError(name, media_type)


def _object(body: bytes) -> dict[str, Any]:
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise AnswerError(FailureKind.DECODE, f"the answer is not JSON: {error}") from error
    if not isinstance(raw, dict):
        raise AnswerError(FailureKind.DECODE, "the answer is not an object")
    return raw


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9 else None


def _code(stated: Mapping[str, Any]) -> str:
    """Ours, by the whole id: a city or a territory is none."""
    match = _PLACE.fullmatch(one_line(stated.get("id")))
    if match is None:
        return ""
    code = (match[1] or match[2] or "US").upper()
    return code if code in JURISDICTIONS else ""


def _mark(raw: Mapping[str, Any]) -> str:
    return one_line(raw.get("updated_at"))[:_MAX_MARK]


def _listed(entry: object) -> ListedBill | None:
    if not isinstance(entry, Mapping):
        raise AnswerError(FailureKind.SCHEMA_DRIFT, "an entry of results is no object")
    native_id, mark, session = one_line(entry.get("id")), _mark(entry), one_line(entry.get("session"))
    if not _BILL_ID.fullmatch(native_id) or not mark or not session:
        raise AnswerError(FailureKind.SCHEMA_DRIFT, f"a bill without id, session or updated_at: {native_id[:80]!r}")
    if len(session) > _MAX_SESSION:
        raise AnswerError(FailureKind.SCHEMA_DRIFT, f"a session of {len(session):,} characters: {native_id[:80]!r}")
    stated = entry.get("jurisdiction")
    code = _code(stated) if isinstance(stated, Mapping) else ""
    if not code:
        return None
    identifier = normalise_identifier(one_line(entry.get("identifier")))
    return ListedBill(native_id=native_id, mark=mark, jurisdiction=code, session=session, identifier=identifier)


def _as_file(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The bill as the bulk files write it: another name for the session, organisations as strings, links best first."""
    actions, versions = raw.get("actions"), raw.get("versions")
    return {
        **raw,
        "legislative_session": raw.get("session"),
        "from_organization": _organisation(raw.get("from_organization")),
        "actions": [
            {**entry, "organization_id": _organisation(entry.get("organization"))}
            if isinstance(entry, Mapping)
            else entry
            for entry in actions
        ]
        if isinstance(actions, list)
        else actions,
        "versions": [
            {**entry, "links": _best_first(entry.get("links"))} if isinstance(entry, Mapping) else entry
            for entry in versions
        ]
        if isinstance(versions, list)
        else versions,
    }


def _organisation(value: object) -> str:
    kind = one_line(value.get("classification")) if isinstance(value, Mapping) else ""
    return "~" + json.dumps({"classification": kind}) if kind else ""


def _best_first(links: object) -> list[Mapping[str, Any]]:
    """As files of a folder are preferred: XML, HTML, plain text, PDF, the rest."""
    kept = [link for link in links if isinstance(link, Mapping)] if isinstance(links, list) else []
    return sorted(kept, key=lambda link: _ORDER.get(one_line(link.get("media_type")), 9))


def _latest(code: str, raw: object) -> ScraperRun:
    runs = sorted(_runs(raw), key=lambda run: (run[1] is not None, run[1].timestamp() if run[1] else 0.0), reverse=True)
    if not runs:
        return ScraperRun(jurisdiction=code, succeeded=None, started_at=None, ended_at=None, last_success_at=None)
    succeeded, started_at, ended_at = runs[0]
    last = next((end or start for good, start, end in runs if good), None)
    return ScraperRun(
        jurisdiction=code, succeeded=succeeded, started_at=started_at, ended_at=ended_at, last_success_at=last
    )


def _runs(raw: object) -> Iterator[tuple[bool, datetime | None, datetime | None]]:
    for entry in raw if isinstance(raw, list) else []:
        if isinstance(entry, Mapping) and isinstance(entry.get("success"), bool):
            yield entry["success"], _moment(entry.get("start_time")), _moment(entry.get("end_time"))


def _moment(value: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(one_line(value))
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
