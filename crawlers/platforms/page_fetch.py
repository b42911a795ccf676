"""How does one page of a site get here? Conditionally, redirects only inside the site, kept before anyone reads it."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode, urljoin, urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawlers.errors import AnswerError
from crawlers.parsing.addresses import is_same_site, shown_address
from crawlers.parsing.pages import Ask
from crawlers.parsing.walls import Expected
from crawlers.platforms.answers import answer_to, document_of, header_of
from crawlers.ports import CrawlPorts
from crawlers.refusals import UnchangedError
from monitor.model.bill import Document
from monitor.model.failure import FailureKind, kind_of_status

__all__ = ["fetch_page", "inside"]

_REDIRECTS: Final = 5


def inside(site: str, base: str, target: str | Ask) -> Ask:
    """A page of the site, its address made whole from ``base``.

    :raises AnswerError: when it is of another site: a link is anybody's word.
    """
    ask = target if isinstance(target, Ask) else Ask(url=target)
    try:
        url = urljoin(base, ask.url)
    except ValueError as error:
        raise AnswerError(FailureKind.MALFORMED, "a link that is none") from error
    if not is_same_site(url, site):
        raise AnswerError(FailureKind.MALFORMED, f"a link to another site: {shown_address(url)[:200]}")
    return Ask(url=url, form=ask.form)


async def fetch_page(
    ask: Ask,
    expected: Expected | None,
    crawler: Crawler,
    ports: CrawlPorts,
    *,
    site: str,
    fresh: bool = False,
    stay: bool = False,
) -> Document:
    """The page; the one that was kept, when the server says that it did not change. ``fresh`` asks for it anyhow.

    ``expected`` is none for words that come as HTML or as plain text. With ``stay`` a redirect to another path is no
    answer: sites send what they took away to their home page.

    :raises AnswerError: when there is none.
    """
    form = urlencode(ask.form)
    kind = {"expected": expected.value} if expected is not None else {}
    request = Request(
        ask.url,
        method="POST" if form else "GET",
        body=form,
        headers={"Content-Type": "application/x-www-form-urlencoded"} if form else None,
        dont_filter=True,
        meta={**kind, "handle_httpstatus_all": True, "conditional": not (fresh or form)},
    )
    address = f"{request.url}#{form}" if form else request.url
    try:
        response = await _inside_answer(crawler, request, site, stay=stay)
    except UnchangedError:
        kept = ports.archive.recall(address) if ports.archive is not None else None
        if kept is not None:
            return kept
        return await fetch_page(ask, expected, crawler, ports, site=site, fresh=True, stay=stay)
    document = document_of(response, address=address, fetched_at=ports.clock())
    if ports.archive is not None:
        ports.archive.keep(document)
    return document


async def _inside_answer(crawler: Crawler, request: Request, site: str, *, stay: bool) -> Response:
    """A good answer; Scrapy would follow a redirect anywhere, so that is done here."""
    asked = _place(request.url)
    for _ in range(_REDIRECTS + 1):
        response = await answer_to(crawler, request)
        if response.status == 200:
            return response
        target = header_of(response, "location")
        if not 300 < response.status < 400 or not target:
            kind = kind_of_status(response.status) or FailureKind.MALFORMED
            raise AnswerError(kind, f"HTTP {response.status}")
        there = inside(site, request.url, target).url
        if stay and _place(there) != asked:
            raise AnswerError(FailureKind.MALFORMED, f"it leads to another page: {shown_address(there)[:200]}")
        request = request.replace(url=there, method="GET", body=b"")
    raise AnswerError(FailureKind.MALFORMED, f"more than {_REDIRECTS} redirects")


def _place(url: str) -> tuple[str, str]:
    """Which page an address means: its path, however it ends, and its query."""
    parts = urlsplit(url)
    return parts.path.rstrip("/").casefold(), parts.query
