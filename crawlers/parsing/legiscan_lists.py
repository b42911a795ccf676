"""What does LegiScan list? Sessions, bills of a session, hits of a search, data sets; each by its change mark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from crawlers.errors import AnswerError
from crawlers.parsing.clean import one_line
from crawlers.parsing.legiscan_codes import STATE_IDS
from crawlers.parsing.legiscan_envelope import payload
from crawlers.parsing.legiscan_values import flag, mapping, native_id, number, objects
from crawlers.parsing.session_names import usual_number
from monitor.model.bill import InvalidIdentifierError, normalise_identifier
from monitor.model.failure import FailureKind
from monitor.model.jurisdiction import JURISDICTIONS
from monitor.model.listing import ListedBill

__all__ = [
    "ListedDataset",
    "ListedSession",
    "SearchPage",
    "parse_dataset_list",
    "parse_master_list",
    "parse_search",
    "parse_session_list",
]

_MAX_MARK: Final = 100
_MAX_PAGES: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedSession:
    """A session as LegiScan lists it. Whether it is over is said by the source, never by the clock."""

    id: str
    jurisdiction: str
    start: int
    """Year; 0 when it is not told."""
    end: int
    prior: bool
    """Archived: another one has taken its place."""
    special: bool
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """One page of hits. ``pages`` is how many there are, at least 1."""

    entries: tuple[ListedBill, ...]
    page: int
    pages: int
    count: int
    """Hits on all pages, as the summary says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDataset:
    """A data set of a session; ``mark`` moves when it was made anew."""

    session: ListedSession
    mark: str
    access_key: str
    size: int


def parse_session_list(body: bytes) -> tuple[ListedSession, ...]:
    """The answer to getSessionList; sessions of what is no jurisdiction of ours are left out.

    :raises AnswerError: when it is no such list, or an empty one.
    """
    found = tuple(_sessions(objects(payload(body, "sessions"), "sessions")))
    if not found:
        raise AnswerError(FailureKind.SCHEMA_DRIFT, "LegiScan lists no session")
    return found


def _sessions(entries: Iterator[Mapping[str, Any]]) -> Iterator[ListedSession]:
    for entry in entries:
        if (session := _session(entry)) is not None:
            yield session


def _session(entry: Mapping[str, Any]) -> ListedSession | None:
    code = one_line(entry.get("state_abbr") or entry.get("state")).upper()
    if code not in JURISDICTIONS:
        code = STATE_IDS.get(number(entry.get("state_id")) or 0, "")
    session_id = native_id(entry.get("session_id"))
    if not code or not session_id:
        return None
    return ListedSession(
        id=session_id,
        jurisdiction=code,
        start=number(entry.get("year_start")) or 0,
        end=number(entry.get("year_end")) or 0,
        prior=flag(entry.get("prior")),
        special=flag(entry.get("special")),
        title=one_line(entry.get("session_title") or entry.get("session_name")),
    )


def parse_master_list(body: bytes, *, jurisdiction: str) -> tuple[ListedBill, ...]:
    """The answer to getMasterListRaw: an object of a session and of bills numbered from ``"0"``; a list is taken too.

    :raises AnswerError: when it is no such list, or one without a bill.
    """
    raw = payload(body, "masterlist")
    entries = [entry for entry in objects(raw, "masterlist") if "bill_id" in entry]
    found = tuple(_bills(entries, jurisdiction))
    if not found:
        raise AnswerError(FailureKind.EMPTY, "the master list has no bill")
    return found


def parse_search(body: bytes, *, jurisdiction: str = "") -> SearchPage:
    """The answer to getSearchRaw: hits as a list, or as an object beside or under ``results``. None is no error.

    :raises AnswerError: when it is no such answer.
    """
    raw = mapping(payload(body, "searchresult"))
    summary = mapping(raw.get("summary"))
    entries = [entry for entry in objects(raw.get("results", raw), "results") if "bill_id" in entry]
    page = number(summary.get("page_current")) or 1
    pages = number(summary.get("page_total"))
    if pages is None:  # "1 of 3"
        pages = number(one_line(summary.get("page")).rpartition(" ")[2]) or 1
    return SearchPage(
        entries=tuple(_bills(entries, jurisdiction)),
        page=page,
        pages=max(1, min(pages, _MAX_PAGES)),
        count=number(summary.get("count")) or len(entries),
    )


def _bills(entries: list[Mapping[str, Any]], jurisdiction: str) -> Iterator[ListedBill]:
    for entry in entries:
        bill_id, mark = native_id(entry.get("bill_id")), one_line(entry.get("change_hash"))[:_MAX_MARK]
        if bill_id and mark:
            yield ListedBill(
                native_id=bill_id,
                mark=mark,
                jurisdiction=jurisdiction,
                identifier=_identifier(jurisdiction, entry.get("number") or entry.get("bill_number")),
            )


def _identifier(jurisdiction: str, raw: object) -> str:
    try:
        return normalise_identifier(usual_number(jurisdiction, one_line(raw)))
    except InvalidIdentifierError:
        return ""


def parse_dataset_list(body: bytes) -> tuple[ListedDataset, ...]:
    """The answer to getDatasetList; an entry without hash or access key is left out.

    :raises AnswerError: when it is no such list.
    """
    found = []
    for entry in objects(payload(body, "datasetlist"), "datasetlist"):
        session = _session(entry)
        mark, key = one_line(entry.get("dataset_hash"))[:_MAX_MARK], one_line(entry.get("access_key"))[:_MAX_MARK]
        if session is not None and mark and key:
            size = number(entry.get("dataset_size")) or 0
            found.append(ListedDataset(session=session, mark=mark, access_key=key, size=size))
    return tuple(found)
