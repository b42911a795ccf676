"""Which pages are watched, how does each stand, and what are its copies? The list, kept beside the reviewed file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from monitor.clock import Clock
from monitor.errors import ExitCode, PreemptError
from monitor.model.watched_page import PageFacts, PageForm
from monitor.store.engine import Store
from monitor.store.tables import PageCopyRow, WatchedPageRow
from monitor.watch.pages import listed_pages

__all__ = [
    "NoSuchPageError",
    "PageCopy",
    "ShownPage",
    "add_page",
    "list_pages",
    "pages_to_ask",
    "remove_page",
    "show_page",
]


class NoSuchPageError(PreemptError):
    """No page has this name or address. Raised by :func:`show_page`; ``preempt pages list`` names them."""

    exit_code = ExitCode.WRONG_USE

    def __init__(self, said: str) -> None:
        super().__init__(f"no watched page is called {said[:80]!r}; see `preempt pages list`")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCopy:
    """One copy of a page; ``number`` counts from 1, the oldest."""

    number: int
    id: int
    seen_at: datetime
    raw_sha256: str
    media_type: str
    text: str

    def as_json(self) -> dict[str, Any]:
        """The shape that scripts rely on, without the text."""
        return {
            "number": self.number,
            "copy": self.id,
            "seen_at": self.seen_at.isoformat(),
            "raw_sha256": self.raw_sha256,
            "media_type": self.media_type,
            "characters": len(self.text),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPage:
    """A page with how it stands. What was never asked for has no dates."""

    facts: PageFacts
    on_list: bool
    copies: int = 0
    misses: int = 0
    seen_at: datetime | None = None
    asked_at: datetime | None = None
    gone_since: datetime | None = None
    problem: str = ""

    @property
    def state(self) -> str:
        """``not asked yet``, ``there``, ``gone``, ``missing`` (not confirmed), ``no answer``; never a guess."""
        if self.asked_at is None:
            return "not asked yet"
        if self.gone_since is not None:
            return "gone"
        if self.misses:
            return "missing"
        return "no answer" if self.problem or not self.copies else "there"

    def as_json(self) -> dict[str, Any]:
        """The shape that scripts rely on."""
        return {
            "page": self.facts.id,
            "address": self.facts.address,
            "title": self.facts.title,
            "form": self.facts.form.value,
            "by_hand": self.facts.by_hand,
            "on_list": self.on_list,
            "state": self.state,
            "copies": self.copies,
            "misses": self.misses,
            "seen_at": self.seen_at.isoformat() if self.seen_at else None,
            "asked_at": self.asked_at.isoformat() if self.asked_at else None,
            "gone_since": self.gone_since.isoformat() if self.gone_since else None,
            "problem": self.problem,
        }


def list_pages(store: Store, *, with_left: bool = False) -> tuple[ShownPage, ...]:
    """The file's pages in its order, then those that were added; ``with_left`` adds what was taken off the list."""
    with store.read() as session:
        rows = {row.name: row for row in session.scalars(select(WatchedPageRow).order_by(WatchedPageRow.id))}
        counted = session.execute(select(PageCopyRow.page_id, func.count()).group_by(PageCopyRow.page_id))
        counts = {row[0]: row[1] for row in counted}
    shown = []
    for facts in listed_pages():
        row = rows.pop(facts.id, None)
        shown.append(_shown(row, counts) if row is not None else ShownPage(facts=facts, on_list=True))
    shown += [_shown(row, counts) for row in rows.values()]
    return tuple(page for page in shown if with_left or page.on_list)


def _shown(row: WatchedPageRow, counts: dict[int, int]) -> ShownPage:
    # what a newer file no longer lists is no longer asked for; its copies stay
    listed = row.by_hand or any(facts.id == row.name for facts in listed_pages())
    return ShownPage(
        facts=_facts(row),
        on_list=row.left_at is None and listed,
        copies=counts.get(row.id, 0),
        misses=row.misses,
        seen_at=row.seen_at,
        asked_at=row.asked_at,
        gone_since=row.gone_since,
        problem=row.problem,
    )


def _facts(row: WatchedPageRow) -> PageFacts:
    return PageFacts(id=row.name, address=row.address, title=row.title, form=PageForm(row.form), by_hand=row.by_hand)


def pages_to_ask(store: Store, *, clock: Clock) -> tuple[PageFacts, ...]:
    """What is on the list; pages of the file are taken into the table when they are asked for first."""
    with store.write() as session:
        known = set(session.scalars(select(WatchedPageRow.name)))
        addresses = set(session.scalars(select(WatchedPageRow.address)))
        fresh = [page for page in listed_pages() if page.id not in known and page.address not in addresses]
        if fresh:
            session.execute(insert(WatchedPageRow), [_values(page, clock()) for page in fresh])
    return tuple(page.facts for page in list_pages(store) if page.facts.id in known | {page.id for page in fresh})


def _values(page: PageFacts, now: datetime) -> dict[str, Any]:
    return {
        "name": page.id,
        "address": page.address,
        "title": page.title,
        "form": page.form.value,
        "by_hand": page.by_hand,
        "added_at": now,
        "misses": 0,
        "problem": "",
    }


def add_page(store: Store, page: PageFacts, *, clock: Clock) -> bool:
    """Put a page on the list, or back on it; whether that changed anything."""
    if any(listed.address == page.address for listed in listed_pages()):
        page = next(listed for listed in listed_pages() if listed.address == page.address)
    with store.write() as session:
        row = session.scalars(select(WatchedPageRow).where(WatchedPageRow.address == page.address)).one_or_none()
        if row is None:
            session.execute(insert(WatchedPageRow), [_values(page, clock())])
            return True
        changed = row.left_at is not None
        session.execute(update(WatchedPageRow).where(WatchedPageRow.id == row.id).values(left_at=None))
        return changed


def remove_page(store: Store, said: str, *, clock: Clock) -> PageFacts:
    """Take a page off the list, by its name or address. Its copies and events stay.

    :raises NoSuchPageError: when there is none.
    """
    pages_to_ask(store, clock=clock)
    with store.write() as session:
        row = _find(session, said)
        if row is None or row.left_at is not None:
            raise NoSuchPageError(said)
        session.execute(update(WatchedPageRow).where(WatchedPageRow.id == row.id).values(left_at=clock()))
        return _facts(row)


def show_page(store: Store, said: str) -> tuple[ShownPage, Sequence[PageCopy]]:
    """A page by its name or address, with all its copies, the oldest first.

    :raises NoSuchPageError: when there is none.
    """
    with store.read() as session:
        row = _find(session, said)
        if row is None:
            unseen = next((facts for facts in listed_pages() if said in (facts.id, facts.address)), None)
            if unseen is None:
                raise NoSuchPageError(said)
            return ShownPage(facts=unseen, on_list=True), ()
        copies = session.scalars(
            select(PageCopyRow).where(PageCopyRow.page_id == row.id).order_by(PageCopyRow.id)
        ).all()
        return _shown(row, {row.id: len(copies)}), tuple(
            PageCopy(
                number=number,
                id=copy.id,
                seen_at=copy.seen_at,
                raw_sha256=copy.raw_sha256,
                media_type=copy.media_type,
                text=copy.text,
            )
            for number, copy in enumerate(copies, 1)
        )


def _find(session: Session, said: str) -> WatchedPageRow | None:
    return session.scalars(
        select(WatchedPageRow).where((WatchedPageRow.name == said) | (WatchedPageRow.address == said))
    ).one_or_none()
