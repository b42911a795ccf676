"""What does the Federal Register's API answer? Documents of record, page by page, up to caps that it does not name.

Source: the API at ``https://www.federalregister.gov/api/v1``, recorded answers of March 2025. Numbers of orders and
days are strings; the abstract of presidential documents is null; the last page has no ``next_page_url``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from crawlers.errors import AnswerError
from crawlers.parsing.clean import one_line, paragraphs
from crawlers.parsing.federal_days import iso_day
from crawlers.parsing.federal_lists import FederalList
from crawlers.parsing.json_page import JsonPage
from monitor.model.failure import FailureKind
from monitor.model.federal import FederalIdentifier, FederalKind, FederalSighting, IdentifierKind, Publisher
from monitor.model.run import ItemError

__all__ = ["PAGE_CAP", "read_documents"]

PAGE_CAP: Final = 50
"""Pages that it gives at most (302 documents at 5 a page were told as 50 pages)."""
_COUNT_CAP: Final = 10_000
_REUSED_BEFORE: Final = date(2016, 1, 1)
_NUMBER: Final = re.compile(r"[A-Z0-9]{1,6}-[0-9]{1,6}(?:-[0-9]{1,4})?", re.IGNORECASE)
_ORDER: Final = re.compile(r"\d{4,6}(?:-[A-Z])?")
_KINDS: Final = {
    "rule": FederalKind.RULE,
    "proposed rule": FederalKind.PROPOSED_RULE,
    "notice": FederalKind.NOTICE,
    "presidential document": FederalKind.PRESIDENTIAL,
    "executive order": FederalKind.EXECUTIVE_ORDER,
    "memorandum": FederalKind.MEMORANDUM,
    "proclamation": FederalKind.PROCLAMATION,
}


def read_documents(page: JsonPage) -> FederalList:
    """The documents of one page of results, or the one of ``/documents/{number}.json``.

    :raises AnswerError: (schema drift) for an answer without results and without ``count``.
    """
    data = page.data
    if isinstance(data, dict) and "results" not in data and data.get("document_number"):
        results: list[Any] = [data]
    elif isinstance(data, dict) and data.get("count") == 0:
        results = []  # an empty answer has a count and nothing else
    else:
        results = page.must("results")
    if not isinstance(results, list):
        raise AnswerError(FailureKind.SCHEMA_DRIFT, "results is no list")
    good: list[FederalSighting] = []
    texts: list[str] = []
    bad: list[ItemError] = []
    for number, result in enumerate(results, 1):
        try:
            good.append(_document(result, page))
            texts.append(one_line(result.get("raw_text_url"))[:2_000])
        except ValueError as error:
            subject = f"{page.source}: result {number} of {page.url}"[:500]
            bad.append(ItemError(kind=FailureKind.MALFORMED, subject=subject, message=str(error)[:300]))
    more = one_line(data.get("next_page_url")) if isinstance(data, dict) else ""
    return FederalList(
        sightings=tuple(good), bad=tuple(bad), more=more[:4_000], problem=_capped(data, results), texts=tuple(texts)
    )


def _capped(data: Any, results: list[Any]) -> str:
    """A list that ends at a cap looks whole and is not."""
    count, pages = data.get("count"), data.get("total_pages")
    if isinstance(count, int) and count >= _COUNT_CAP:
        return f"{count:,} documents: the count ends there, ask for fewer days at a time"
    if isinstance(count, int) and pages == PAGE_CAP and results and count > PAGE_CAP * len(results):
        return f"{count:,} documents, and only {PAGE_CAP} pages of them are given: ask for fewer days at a time"
    return ""


def _document(said: Any, page: JsonPage) -> FederalSighting:
    """One result.

    :raises ValueError: when it has no number or no title.
    """
    if not isinstance(said, dict):
        raise ValueError("no object")  # noqa: TRY004 - one kind of error for whatever a source sends
    number, title = one_line(said.get("document_number")), one_line(said.get("title"))
    if not _NUMBER.fullmatch(number):
        raise ValueError(f"no document number: {number[:60]!r}")
    if not title:
        raise ValueError(f"{number} has no title")
    published = iso_day(said.get("publication_date"))
    if published is not None and published < _REUSED_BEFORE:
        number = f"{number}@{published}"
    names = [FederalIdentifier(kind=IdentifierKind.FEDERAL_REGISTER, value=number)]
    order = one_line(said.get("executive_order_number"))
    kind = _KINDS.get(one_line(said.get("type")).lower(), FederalKind.OTHER)
    if _ORDER.fullmatch(order):
        names.insert(0, FederalIdentifier(kind=IdentifierKind.EXECUTIVE_ORDER, value=order))
        kind = FederalKind.EXECUTIVE_ORDER
    elif kind is FederalKind.PRESIDENTIAL:
        kind = _KINDS.get(one_line(said.get("subtype")).lower(), kind)
    return FederalSighting(
        source=page.source,
        publisher=Publisher.FEDERAL_REGISTER,
        kind=kind,
        title=title[:1_000],
        url=one_line(said.get("html_url"))[:2_000],
        identifiers=tuple(names),
        observed_at=page.fetched_at,
        agencies=_agencies(said.get("agencies")),
        signed_on=iso_day(said.get("signing_date")),
        published_on=published,
        effective_on=iso_day(said.get("effective_on")),
        comments_close_on=iso_day(said.get("comments_close_on")),
        citation=one_line(said.get("citation"))[:100],
        docket_ids=_words(said.get("docket_ids")),
        corrects=_corrected(said.get("correction_of")),
        summary=paragraphs(said.get("abstract"))[:20_000],
    )


def _agencies(said: Any) -> tuple[str, ...]:
    found = said if isinstance(said, list) else []
    names = (one.get("name") or one.get("raw_name") for one in found[:20] if isinstance(one, Mapping))
    return tuple(sorted({name for one in names if (name := one_line(one)[:200])}))


def _words(said: Any) -> tuple[str, ...]:
    return tuple(word for one in (said if isinstance(said, list) else [])[:50] if (word := one_line(one)[:100]))


def _corrected(said: Any) -> str:
    """The number at the end of the address of the corrected document."""
    number = one_line(said).rstrip("/").rpartition("/")[2].removesuffix(".json")
    return number if _NUMBER.fullmatch(number) else ""
