"""What came of a request? One way from Scrapy's engine to a document, or to the kind of failure that it was."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawlers.errors import AnswerError
from crawlers.parsing.addresses import shown_address
from crawlers.parsing.clean import one_line
from crawlers.refusals import CircuitOpenError, UnchangedError, UnusablePageError, kind_of_exception
from monitor.model.bill import Document
from monitor.model.failure import FailureKind, failure

__all__ = ["OnRecordError", "answer_to", "document_of", "header_of"]

_KEPT_HEADERS: Final = ("content-type", "date", "etag", "last-modified")


class OnRecordError(AnswerError):
    """A page that a middleware refused and has put on record already. Raised by :func:`answer_to`."""


async def answer_to(crawler: Crawler, request: Request, *, secret: bool = False) -> Response:
    """The answer, through all middlewares: robots.txt, waits, walls, circuit breaker.

    With a ``secret`` in the request the words of an error are ours alone: those of a page may repeat it.

    :raises UnchangedError: for a conditional request whose page did not change.
    :raises AnswerError: when there is none.
    """
    assert crawler.engine is not None
    try:
        return await crawler.engine.download_async(request)
    except UnchangedError:
        raise
    except (UnusablePageError, CircuitOpenError) as error:
        words, recorded = failure(error.kind).meaning, True
        if isinstance(error, UnusablePageError):
            words, recorded = words if secret else shown_address(error.words), error.recorded
        raise (OnRecordError if recorded else AnswerError)(error.kind, words) from None
    except Exception as error:  # noqa: BLE001 - whatever it is, its words may hold the address and so the key
        kind = kind_of_exception(error) or FailureKind.OTHER
        raise AnswerError(kind, f"{failure(kind).meaning} ({error.__class__.__name__})") from None


def document_of(response: Response, *, address: str, fetched_at: datetime, media_type: str = "") -> Document:
    """The bytes with the facts of the fetch; ``media_type`` is for an answer that does not say what it is."""
    return Document(
        url=address,
        body=response.body,
        media_type=header_of(response, "content-type").partition(";")[0].strip() or media_type,
        fetched_at=fetched_at,
        status=response.status,
        headers=tuple((name, value) for name in _KEPT_HEADERS if (value := header_of(response, name))),
    )


def header_of(response: Response, name: str) -> str:
    """One header in one line; empty when there is none."""
    value = response.headers.get(name)
    return one_line(value.decode("latin-1")) if isinstance(value, bytes) else ""
