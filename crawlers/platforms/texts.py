"""Which texts of a bill are fetched? Those of bills about AI and of followed ones, the newest anew when it moved."""

from __future__ import annotations

from dataclasses import replace

from scrapy import Request
from scrapy.crawler import Crawler

from crawlers.errors import AnswerError
from crawlers.parsing.addresses import may_follow
from crawlers.platforms.answers import OnRecordError, answer_to, document_of
from crawlers.ports import CrawlPorts
from crawlers.refusals import UnchangedError
from monitor.classify.screen import screen
from monitor.model.bill import BillRecord, Document, VersionRecord
from monitor.model.failure import FailureKind, kind_of_status
from monitor.model.run import ItemError

__all__ = ["with_texts"]


async def with_texts(
    record: BillRecord, crawler: Crawler, ports: CrawlPorts, *, base_url: str
) -> tuple[BillRecord, list[ItemError], list[str]]:
    """All texts of a bill that speaks of artificial intelligence or is followed; of another one none.

    Also what is to be recorded, and why texts are lacking.
    """
    if not (screen(record.title, record.abstract) or ports.is_tracked(record.key)):
        return record, [], []
    versions: list[VersionRecord] = []
    problems: list[ItemError] = []
    lacking: list[str] = []
    for version in record.versions:
        document = version.document
        if document is None and version.url and may_follow(version.url, base_url):
            known = ports.archive.recall(version.url) if ports.archive is not None else None
            document = known
            try:
                if known is None or version is record.versions[-1]:
                    document = await _text(version, known, crawler, ports)
            except OnRecordError as error:
                lacking.append(str(error))
            except AnswerError as error:
                if error.kind is not FailureKind.NOT_FOUND:  # what is gone is asked for when the bill moves
                    lacking.append(str(error))
                subject = f"{record.key}: {version.note} {version.url}"
                problems.append(ItemError(kind=error.kind, subject=subject, message=str(error)))
        versions.append(replace(version, document=document))
    return replace(record, versions=tuple(versions)), problems, lacking


async def _text(version: VersionRecord, known: Document | None, crawler: Crawler, ports: CrawlPorts) -> Document:
    """The bytes of a link, asked for as any page is, robots.txt and delays kept; conditionally where they are known.

    Sites replace texts where they are (rule 19), so the newest one of a bill that moved is looked at anew.

    :raises AnswerError: when there are none.
    """
    request = Request(version.url, dont_filter=True, meta={"conditional": known is not None})
    try:
        response = await answer_to(crawler, request)
    except UnchangedError:
        if known is None:
            raise
        return known
    if response.status != 200:
        raise AnswerError(kind_of_status(response.status) or FailureKind.REFUSED, f"HTTP {response.status}")
    document = document_of(response, address=version.url, fetched_at=ports.clock(), media_type=version.media_type)
    if ports.archive is not None:
        ports.archive.keep(document)
    return document
