"""A site of pages, its sample source, and the real command between them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.crawlers.rehearsal import Command
from tests.crawlers.site import Site, html

_PADDING = b"<!-- " + b"a sample page of a sample legislature " * 200 + b"-->"


def listing(numbers: Iterable[int], *, to: str = "", total: str = "") -> bytes:
    """A page of a list of sample bills."""
    rows = "".join(f'<tr><td><a href="bill/{number}">HB {number}</a></td></tr>' for number in numbers)
    more = f'<a class="next" href="{to}">next</a>' if to else ""
    said = f'<p class="total">{total}</p>' if total else ""
    return f"<html><body><table>{rows}</table>{more}{said}</body></html>".encode() + _PADDING


def a_bill(number: int, title: str = "A sample act on artificial intelligence") -> bytes:
    """The page of a sample bill."""
    return f'<html><body><h1>HB {number}</h1><p class="title">{title}</p></body></html>'.encode() + _PADDING


class PageRun:
    """The record of a crawl, and what it asked for."""

    def __init__(self, record: dict[str, Any], asked: list[str]) -> None:
        self.record, self.asked = record, asked
        self.state, self.failure, self.kinds = record["state"], record["failure"], record["error_kinds"]


class PageSite:
    """Five sample bills; lists as a test puts them."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.site = site
        self.command = Command(folder, module="tests.crawlers.page_spiders")
        for number in range(1, 6):
            self.page(f"/bill/{number}", a_bill(number))

    def page(self, path: str, *bodies: bytes) -> None:
        """Of several answers one after the other, the last again and again."""
        self.site.page(path, *(html(body) for body in bodies))

    def list(self, numbers: Iterable[int], **more: str) -> None:
        """The first page."""
        self.page("/list", listing(numbers, **more))

    def crawl(self, source: str = "sample-html") -> PageRun:
        """One crawl of the whole site."""
        run = self.command.crawl(source, self.site)
        return PageRun(run.record, run.asked)

    def facts(self) -> list[tuple[Any, ...]]:
        """All bills that are known."""
        with sqlite3.connect(self.command.data / "preempt.db") as database:
            return database.execute("SELECT identifier, title, status FROM bill ORDER BY identifier").fetchall()
