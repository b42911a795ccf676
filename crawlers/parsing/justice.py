"""What does the Department of Justice's API answer? Press releases; dates are seconds since 1970, written as strings.

Source: ``https://www.justice.gov/api/v1/press_releases.json``. At most 50 a page, more is cut without a word; pages are
counted from 0, and one with fewer is the last.
"""

from __future__ import annotations

import re
from typing import Any, Final

from crawlers.errors import AnswerError
from crawlers.parsing.clean import one_line
from crawlers.parsing.federal_days import day_of_epoch, day_of_moment
from crawlers.parsing.federal_feeds import link_names, words_of
from crawlers.parsing.federal_lists import FederalList
from crawlers.parsing.json_page import JsonPage
from monitor.model.failure import FailureKind
from monitor.model.federal import FederalIdentifier, FederalKind, FederalSighting, IdentifierKind, Publisher
from monitor.model.run import ItemError

__all__ = ["PAGE_SIZE", "read_press_releases"]

PAGE_SIZE: Final = 50
_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def read_press_releases(page: JsonPage) -> FederalList:
    """The releases of one page; ``more`` is not said, a full page has another one after it.

    :raises AnswerError: (schema drift) for an answer without results.
    """
    results = page.must("results")
    if not isinstance(results, list):
        raise AnswerError(FailureKind.SCHEMA_DRIFT, "results is no list")
    good: list[FederalSighting] = []
    bad: list[ItemError] = []
    for number, result in enumerate(results, 1):
        try:
            good.append(_release(result, page))
        except ValueError as error:
            subject = f"{page.source}: result {number} of {page.url}"[:500]
            bad.append(ItemError(kind=FailureKind.MALFORMED, subject=subject, message=str(error)[:300]))
    return FederalList(sightings=tuple(good), bad=tuple(bad))


def _office(said: Any) -> str:
    return one_line(said.get("name") if isinstance(said, dict) else said)[:200]


def _release(said: Any, page: JsonPage) -> FederalSighting:
    """One release.

    :raises ValueError: when it has no title, or nothing to name it by.
    """
    if not isinstance(said, dict):
        raise ValueError("no object")  # noqa: TRY004 - one kind of error for whatever a source sends
    title, link, uuid = (one_line(said.get(name)) for name in ("title", "url", "uuid"))
    names = link_names(page.address(link))
    if _UUID.fullmatch(uuid):
        names = (FederalIdentifier(kind=IdentifierKind.UUID, value=uuid.lower()), *names)
    if not title or not names:
        raise ValueError("no title" if not title else "neither uuid nor link")
    day = day_of_epoch(said.get("date"))
    components = said.get("component")
    bodies = [said.get(name) for name in ("teaser", "body")]
    teaser, body = (words_of(one) if isinstance(one, str) else "" for one in bodies)
    offices = components[:20] if isinstance(components, list) else []
    return FederalSighting(
        source=page.source,
        publisher=Publisher.AGENCY,
        kind=FederalKind.PRESS_RELEASE,
        title=title[:1_000],
        url=page.address(link)[:2_000],
        identifiers=names,
        observed_at=page.fetched_at,
        agencies=tuple(sorted({_office(one) for one in offices} - {""})),
        published_on=day or day_of_moment(page.fetched_at),
        date_is_estimated=day is None,
        summary=teaser[:20_000],
        text=body,
    )
