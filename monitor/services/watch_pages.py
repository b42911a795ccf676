"""What did a crawl see of a watched page, and is it news? One transaction for the page, its copy and its event."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from monitor.clock import Clock
from monitor.model.bill import Document, Extraction
from monitor.model.event import Event, EventKind, event_id
from monitor.model.watched_page import MissRules, PageFacts, PageNews, PageStanding, missed, seen
from monitor.services.page_list import pages_to_ask
from monitor.services.raw_answers import keep_answer, recall_answer
from monitor.store.engine import Store
from monitor.store.events import PlacedEvent, append_events
from monitor.store.raw import RawStore
from monitor.store.tables import PageCopyRow, WatchedPageRow
from monitor.text.page_text import difference, page_text

__all__ = ["PageWatch", "UnreadableCopyError"]

_SOURCE: Final = "page-watch"
_TOLD_LINES: Final = 40
_MAX_WORDS: Final = 500
_KINDS: Final = {
    PageNews.CHANGED: EventKind.PAGE_CHANGED,
    PageNews.REMOVED: EventKind.PAGE_REMOVED,
    PageNews.RETURNED: EventKind.PAGE_RETURNED,
}


class UnreadableCopyError(ValueError):
    """The bytes hold no words that can be compared. Raised by :meth:`PageWatch.saw`; nothing is concluded from them."""


class _Read(Protocol):
    def __call__(self, body: bytes, *, media_type: str, upstream: bool) -> Extraction:
        """The clean text of a document."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWatch:
    """The watched pages of one database. Never call it inside ``store.write()``."""

    store: Store
    raw: RawStore
    read: _Read
    rules: MissRules
    clock: Clock

    def pages(self) -> tuple[PageFacts, ...]:
        """What is to be asked for; what a file lists and no crawl has seen yet is taken up."""
        return pages_to_ask(self.store, clock=self.clock)

    def recall(self, url: str) -> Document | None:
        """The copy that was kept last under an address."""
        return recall_answer(self.store, self.raw, _SOURCE, url)

    def saw(self, name: str, document: Document) -> PageNews:
        """The page answered. Its bytes are kept when its words are others than those of the last copy.

        :raises UnreadableCopyError: when it has no words.
        """
        raw_sha256 = hashlib.sha256(document.body).hexdigest()
        found = self.read(document.body, media_type=document.media_type, upstream=False)
        text = page_text(found.text)
        if not text:
            raise UnreadableCopyError(found.reason or "it has no words")
        text_sha256 = hashlib.sha256(text.encode()).hexdigest()
        with self.store.read() as session:
            last = _last_copy(session, _row(session, name).id)
        if last is not None and last.raw_sha256 == raw_sha256:  # another reading of the same bytes is no change
            text, text_sha256 = last.text, last.text_sha256
        if last is None or last.text_sha256 != text_sha256:
            keep_answer(self.store, self.raw, _SOURCE, document)
        now = self.clock()
        with self.store.write() as session:
            row = _row(session, name)
            last = _last_copy(session, row.id)
            standing, news = seen(_standing(row), text_sha256)
            payload: dict[str, Any] = {}
            if last is None or last.text_sha256 != text_sha256:
                copy = {
                    "page_id": row.id,
                    "seen_at": now,
                    "raw_sha256": raw_sha256,
                    "text_sha256": text_sha256,
                    "media_type": document.media_type,
                    "text": text,
                }
                payload["copy"] = session.execute(insert(PageCopyRow).returning(PageCopyRow.id), [copy]).scalar_one()
            if last is not None:
                payload |= {"before": last.text_sha256, "after": text_sha256, "copy_before": last.id}
                payload |= _difference(last.text, text)
            _append(session, row, news, payload, now=now)
            _write(session, row.id, standing, now=now, seen_at=now, problem="")
        return news

    def missing(self, name: str, words: str) -> PageNews:
        """There is nothing at the address: 404 or 410."""
        now = self.clock()
        with self.store.write() as session:
            row = _row(session, name)
            standing, news = missed(_standing(row), now, self.rules)
            last = _last_copy(session, row.id)
            payload: dict[str, Any] = {"misses": standing.misses, "said": words[:_MAX_WORDS]}
            if last is not None:
                payload |= {"before": last.text_sha256, "copy": last.id, "raw_sha256": last.raw_sha256}
                payload["last_seen_at"] = row.seen_at.isoformat() if row.seen_at else None
            _append(session, row, news, payload, now=now)
            _write(session, row.id, standing, now=now, seen_at=row.seen_at, problem=words)
        return news

    def unknown(self, name: str, words: str) -> None:
        """No answer that says anything of the page: neither a change nor a miss."""
        now = self.clock()
        with self.store.write() as session:
            row = _row(session, name)
            _write(session, row.id, _standing(row), now=now, seen_at=row.seen_at, problem=words)


def _row(session: Session, name: str) -> WatchedPageRow:
    return session.scalars(select(WatchedPageRow).where(WatchedPageRow.name == name)).one()


def _last_copy(session: Session, page_id: int) -> PageCopyRow | None:
    newest = select(PageCopyRow).where(PageCopyRow.page_id == page_id).order_by(PageCopyRow.id.desc()).limit(1)
    return session.scalars(newest).one_or_none()


def _standing(row: WatchedPageRow) -> PageStanding:
    return PageStanding(
        text_sha256=row.text_sha256, misses=row.misses, missed_at=row.missed_at, gone_since=row.gone_since
    )


def _write(
    session: Session, page_id: int, standing: PageStanding, *, now: datetime, seen_at: datetime | None, problem: str
) -> None:
    session.execute(
        update(WatchedPageRow)
        .where(WatchedPageRow.id == page_id)
        .values(
            text_sha256=standing.text_sha256,
            misses=standing.misses,
            missed_at=standing.missed_at,
            gone_since=standing.gone_since,
            seen_at=seen_at,
            asked_at=now,
            problem=problem[:_MAX_WORDS],
        )
    )


def _difference(before: str, after: str) -> dict[str, Any]:
    found = difference(before, after, limit=_TOLD_LINES)
    return {
        "lines_added": found.added,
        "lines_removed": found.removed,
        "difference": list(found.lines),
        "left_out": found.left_out,
    }


def _append(session: Session, row: WatchedPageRow, news: PageNews, payload: dict[str, Any], *, now: datetime) -> None:
    """The event, named by what happened to which text of which address; it recurs, as pages do."""
    kind = _KINDS.get(news)
    if kind is None:
        return
    detail = f"{payload.get('before', '')} {payload.get('after', '')}".strip()
    facts = {"page": row.name, "address": row.address, "title": row.title}
    event = Event(
        id=event_id(kind, row.address, detail),
        kind=kind,
        bill=None,
        occurred_on=None,
        detected_at=now,
        baseline=False,
        payload=facts | payload,
    )
    append_events(session, [PlacedEvent(event=event)])
