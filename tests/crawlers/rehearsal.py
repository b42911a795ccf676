"""A source before it meets its site: the real command against its samples on loopback, and what a hook is given."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from monitor.model.bill import BillKey, Document
from monitor.model.listing import PendingBill
from tests.crawlers.bills import FETCHED_AT
from tests.crawlers.site import Site, a_site
from tests.crawlers.web import Answer, status

_TYPES = {
    "html": "text/html",
    "htm": "text/html",
    "xml": "text/xml",
    "rss": "application/rss+xml",
    "json": "application/json",
}


@dataclass(frozen=True)
class Rehearsed:
    """The record of a crawl as the command prints it, and the pages that it asked for, with their queries."""

    record: dict[str, Any]
    asked: list[str]
    said: str


def sample(path: Path, *, body: bytes | None = None) -> Document:
    """A sample as a hook is given it."""
    media_type = _TYPES.get(path.suffix[1:], "application/octet-stream")
    return Document(
        url=f"https://legislature.example/{path.name}",
        body=path.read_bytes() if body is None else body,
        media_type=media_type,
        fetched_at=FETCHED_AT,
        headers=(("content-type", media_type),),
    )


def owed(key: BillKey, native_id: str = "9001") -> PendingBill:
    """The line of the list for a bill."""
    return PendingBill(
        native_id=native_id,
        announced="a",
        fetched=None,
        jurisdiction=key.jurisdiction,
        session=key.session,
        identifier=key.identifier,
        attempts=0,
    )


def serve(site: Site, fixtures: Path, pages: Mapping[str, str], *, hosts: Iterable[str] = ()) -> None:
    """Put samples on a site: the name of a file for each path. It stands in the place of other ``hosts`` in them."""
    for path, name in pages.items():
        file = fixtures / name
        body = file.read_bytes()
        for host in hosts:
            body = body.replace(host.encode(), site.url("").encode())
        site.page(path, status(200, body, Content_Type=_TYPES.get(file.suffix[1:].lower(), "text/plain")))


_FRESH: list[bytes] = []
"""The database as ``preempt init`` makes it; made once."""


class Command:
    """``preempt`` with a data folder of its own."""

    def __init__(self, folder: Path, *, module: str = "monitor") -> None:
        """``module`` is the program: ``monitor``, or one of tests that knows sample sources."""
        self.module = module
        self.data = folder / "data"
        self.environment = {**os.environ, "PREEMPT_DATA_DIR": str(self.data)}
        database = self.data / "preempt.db"
        if not _FRESH:
            done = self("init")
            assert done.returncode == 0, done.stderr
            _FRESH.append(database.read_bytes())
        self.data.mkdir(parents=True, exist_ok=True)
        database.write_bytes(_FRESH[0])

    def __call__(self, *argv: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", self.module, *argv],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def crawl(self, source: str, site: Site, *options: str) -> Rehearsed:
        """One crawl of the site."""
        del site.asked[:]
        where = () if any(option.startswith("path=") for option in options) else ("--base-url", site.url("/"))
        done = self("crawl", "run", source, *where, "--json", *options)
        assert done.stdout.startswith("{"), done.stdout + done.stderr
        return Rehearsed(json.loads(done.stdout), site.paths(), done.stdout + done.stderr)


def rehearse(
    source: str, fixtures: Path, pages: Mapping[str, str], folder: Path, *options: str, hosts: Iterable[str] = ()
) -> tuple[Rehearsed, Rehearsed]:
    """Crawl the samples of a source twice into a fresh database."""
    with a_site() as site:
        serve(site, fixtures, pages, hosts=hosts)
        command = Command(folder)
        first = command.crawl(source, site, *options)
        return first, command.crawl(source, site, *options)


def with_etag(body: bytes, tag: str, media_type: str) -> Answer:
    """A page that says when it did not change."""

    def answer(handler: Any) -> None:
        if handler.headers.get("If-None-Match") == tag:
            handler.head(304, ETag=tag)
            return
        handler.head(200, Content_Length=len(body), Content_Type=media_type, ETag=tag)
        handler.wfile.write(body)

    return answer
