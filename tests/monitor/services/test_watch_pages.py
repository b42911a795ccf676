"""Watched pages on both databases: what is stored, what is told, and that it is told once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from monitor.model.bill import Document
from monitor.model.event import EventKind
from monitor.model.watched_page import MissRules, PageFacts, PageNews
from monitor.services.page_list import NoSuchPageError, add_page, list_pages, remove_page, show_page
from monitor.services.watch_pages import PageWatch, UnreadableCopyError
from monitor.store.engine import Store
from monitor.store.raw import RawStore
from monitor.store.tables import EventRow, PageCopyRow, SourceDocumentRow
from monitor.text.extract import extract
from monitor.watch.pages import listed_pages

START = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
PAGE = PageFacts(id="sample-notice", address="https://agency.example/ai", title="A sample notice", by_hand=True)
WORDS = "The office asks for comments on a sample notice about artificial intelligence."


class Watched:
    """One page, a clock that is moved by hand, and what became of it."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.raw, self.now = store, RawStore(folder / "raw"), START
        self.watch = PageWatch(store=store, raw=self.raw, read=extract, rules=MissRules(), clock=lambda: self.now)
        add_page(store, PAGE, clock=lambda: self.now)

    def says(self, *words: str, extra: str = "") -> PageNews:
        self.now += timedelta(hours=6)
        lines = "".join(f"<p>{word}</p>" for word in words)
        body = f"<html><body><script>var nonce = '{extra}'</script><main>{lines}</main></body></html>".encode()
        document = Document(url=PAGE.address, body=body, media_type="text/html", fetched_at=self.now, status=200)
        return self.watch.saw(PAGE.id, document)

    def is_missing(self, *, after: float = 6) -> PageNews:
        self.now += timedelta(hours=after)
        return self.watch.missing(PAGE.id, "HTTP 404")

    def events(self) -> list[EventRow]:
        with self.store.read() as session:
            return list(session.scalars(select(EventRow).order_by(EventRow.sequence)))

    def told(self) -> list[str]:
        return [event.kind for event in self.events()]

    def count(self, table: type) -> int:
        with self.store.read() as session:
            return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def watched(store: Store, tmp_path: Path) -> Watched:
    return Watched(store, tmp_path)


def test_a_page_that_changes(watched: Watched):
    assert watched.says(WORDS, "Comments close on 1 December.") is PageNews.FIRST
    assert watched.says(WORDS, "Comments close on 1 December.", extra="another") is PageNews.NONE
    assert (watched.count(PageCopyRow), watched.count(SourceDocumentRow)) == (1, 1)
    assert watched.says(WORDS, "Comments close on 15 December.") is PageNews.CHANGED
    (event,) = watched.events()
    assert event.kind == EventKind.PAGE_CHANGED
    assert not event.baseline
    assert event.payload["difference"][-2:] == ["-Comments close on 1 December.", "+Comments close on 15 December."]
    assert "<" not in "".join(event.payload["difference"])
    _, copies = show_page(watched.store, PAGE.id)
    assert [copy.number for copy in copies] == [1, 2]
    assert b"15 December" in watched.raw.get(copies[1].raw_sha256)


def test_there_and_back_and_there_again_is_three_events(watched: Watched):
    for words in ("one sample", "another sample", "one sample", "another sample"):
        watched.says(WORDS, words)
    assert watched.told() == [EventKind.PAGE_CHANGED] * 3
    assert len({event.event_id for event in watched.events()}) == 3
    assert watched.count(PageCopyRow) == 4


def test_a_page_that_disappears_and_comes_back(watched: Watched):
    watched.says(WORDS)
    assert [watched.is_missing() for _ in range(5)] == [
        PageNews.NONE,
        PageNews.NONE,
        PageNews.REMOVED,
        PageNews.NONE,
        PageNews.NONE,
    ]
    (event,) = watched.events()
    shown, copies = show_page(watched.store, PAGE.id)
    assert (shown.state, copies[-1].text) == ("gone", WORDS)
    assert event.payload["copy"] == copies[-1].id
    assert watched.raw.get(event.payload["raw_sha256"])
    assert watched.says(WORDS) is PageNews.RETURNED
    assert watched.says(WORDS) is PageNews.NONE
    assert watched.told() == [EventKind.PAGE_REMOVED, EventKind.PAGE_RETURNED]
    assert watched.count(PageCopyRow) == 1
    for _ in range(3):
        watched.is_missing()
    assert watched.says(WORDS, "It is another one now.") is PageNews.RETURNED
    assert watched.told()[2:] == [EventKind.PAGE_REMOVED, EventKind.PAGE_RETURNED]
    assert watched.events()[-1].payload["lines_added"] == 1


def test_what_says_nothing_changes_nothing(watched: Watched):
    watched.says(WORDS)
    watched.is_missing()
    watched.is_missing()
    for _ in range(9):
        watched.now += timedelta(hours=6)
        watched.watch.unknown(PAGE.id, "a wall answered: Request Rejected")
    with pytest.raises(UnreadableCopyError):
        watched.says()
    shown, _ = show_page(watched.store, PAGE.id)
    assert (shown.misses, shown.state, watched.told()) == (2, "missing", [])
    assert watched.is_missing(after=0.1) is PageNews.REMOVED


def test_misses_of_one_outage_are_one(watched: Watched):
    watched.says(WORDS)
    assert {watched.is_missing(after=1) for _ in range(5)} == {PageNews.NONE}
    assert show_page(watched.store, PAGE.id)[0].misses == 1


def test_the_list(watched: Watched):
    names = [page.facts.id for page in list_pages(watched.store)]
    assert names == [*(page.id for page in listed_pages()), PAGE.id]
    assert {page.state for page in list_pages(watched.store)} == {"not asked yet"}
    first = listed_pages()[0]
    assert remove_page(watched.store, first.address, clock=lambda: START) == first
    assert remove_page(watched.store, PAGE.id, clock=lambda: START) == PAGE
    assert [page.id for page in watched.watch.pages()] == names[1:-1]
    with pytest.raises(NoSuchPageError):
        remove_page(watched.store, PAGE.id, clock=lambda: START)
    assert add_page(watched.store, PAGE, clock=lambda: START)
    assert not add_page(watched.store, PAGE, clock=lambda: START)
    assert watched.watch.pages()[-1] == PAGE
    with pytest.raises(NoSuchPageError):
        show_page(watched.store, "no-such-page")
