"""The real spider against a site on loopback: acceptance of the watch over pages. All pages are samples."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.crawlers.rehearsal import Command
from tests.crawlers.site import Site, a_site, html
from tests.crawlers.web import Answer, status
from tests.pdf_samples import Page, pdf

PAGE = b"<html><head><title>Sample notice</title></head><body><nav>%d</nav><main><h1>Sample</h1>%s</main></body></html>"
LINE = b"<p>The sample office asks for comments on artificial intelligence.</p>"
WALL = b"<html><head><title>Request Rejected</title></head><body>The requested URL was rejected.</body></html>"


def page(*more: bytes, number: int = 0) -> bytes:
    return PAGE % (number, LINE + b"".join(b"<p>%s</p>" % words for words in more))


def memo(words: str) -> bytes:
    lines = ("A sample memorandum on artificial intelligence, made up.", "It asks for nothing.", words)
    return pdf([Page(texts=[(72, 700 - 20 * row, line) for row, line in enumerate(lines)])])


class Watch:
    """A site with one page, and the command that watches it without a pause between misses."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.site, self.command = site, Command(folder)
        self.command.environment["PREEMPT_PAGE_MISS_HOURS"] = "0"
        done = self.command("pages", "add", site.url("/ai/notice"), "--title", "A sample notice")
        assert done.returncode == 0, done.stderr
        self.name: str = next(row["page"] for row in self.rows() if row["by_hand"])

    def rows(self) -> list[dict[str, Any]]:
        return json.loads(self.command("pages", "list", "--json").stdout)

    def standing(self) -> tuple[str, int, int]:
        row = next(row for row in self.rows() if row["page"] == self.name)
        return row["state"], row["copies"], row["misses"]

    def crawl(self, *answers: Answer) -> dict[str, Any]:
        self.site.page("/ai/notice", *answers)
        done = self.command("crawl", "run", "page-watch", "--json", "--option", f"pages={self.name}")
        assert done.stdout.startswith("{"), done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        record: dict[str, Any] = json.loads(done.stdout)
        return record


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    with a_site() as site:
        yield Watch(site, tmp_path)


def counts(record: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(record[name] for name in ("state", "listed", "new", "changed", "unchanged", "events", "errors"))


def test_a_page_that_changes_goes_and_comes_back(watch: Watch):
    assert counts(watch.crawl(html(page(), ETag='"1"'))) == ("ok", 1, 1, 0, 0, 0, 0)
    assert counts(watch.crawl(html(page(number=7)))) == ("ok", 1, 0, 0, 1, 0, 0)
    assert watch.site.asked[-1].headers["If-None-Match"] == '"1"'
    assert counts(watch.crawl(status(304))) == ("ok", 1, 0, 0, 1, 0, 0)
    assert counts(watch.crawl(html(page(b"Comments close on 1 December.")))) == ("ok", 1, 0, 1, 0, 1, 0)
    said = watch.command("pages", "diff", watch.name).stdout.splitlines()
    assert said[-1] == "+Comments close on 1 December."
    for code, events in ((404, 0), (410, 0), (404, 1), (404, 0)):
        record = watch.crawl(html(b"<html><body>Gone</body></html>", code))
        assert (record["events"], record["error_kinds"]) == (events, {"not-found": 1})
    assert watch.standing() == ("gone", 2, 3)
    assert "Comments close on 1 December." in watch.command("pages", "show", watch.name, "--text").stdout
    assert counts(watch.crawl(html(page(b"It is back.")))) == ("ok", 1, 0, 1, 0, 1, 0)
    assert counts(watch.crawl(html(page(b"It is back.")))) == ("ok", 1, 0, 0, 1, 0, 0)
    assert watch.standing() == ("there", 3, 0)


def test_no_answer_is_neither_a_change_nor_a_miss(watch: Watch):
    watch.crawl(html(page()))
    watch.site.page("/", html(page(b"This is the home page.")))
    cases = {
        "blocked": (html(WALL), html(WALL, 403), html(WALL, 404)),
        "malformed": (status(302, Location="/"), status(301, Location="https://elsewhere.example/")),
        "decode": (html(b""),),
        "wrong-type": (status(200, b"%PDF-1.7 sample", Content_Type="application/pdf"),),
        "server-error": (html(b"<html><body>Sorry</body></html>", 500),),
        "soft-404": (html(b"<html><head><title>Page not found</title></head><body>none</body></html>"),),
        "unreadable": (html(b"<html><body><nav>Home</nav></body></html>"),),
    }
    for kind, answers in cases.items():
        for answer in answers:
            record = watch.crawl(answer)
            assert (record["error_kinds"], record["changed"], record["events"]) == ({kind: 1}, 0, 0), kind
    assert watch.standing() == ("no answer", 1, 0)
    assert "/" not in watch.site.paths()
    assert counts(watch.crawl(html(page()))) == ("ok", 1, 0, 0, 1, 0, 0)


def test_a_slash_more_is_the_same_page(watch: Watch):
    watch.site.page("/ai/notice/", html(page()))
    assert counts(watch.crawl(status(301, Location="/ai/notice/"))) == ("ok", 1, 1, 0, 0, 0, 0)


def test_robots_and_unknown_pages(watch: Watch):
    watch.site.page("/robots.txt", status(200, b"User-agent: *\nDisallow: /ai/", Content_Type="text/plain"))
    assert watch.crawl(html(page()))["error_kinds"] == {"robots": 1}
    assert watch.standing() == ("no answer", 0, 0)
    done = watch.command("crawl", "run", "page-watch", "--option", "pages=no-such-page")
    assert done.returncode == 1
    assert "not on the list of pages" in done.stderr


def test_the_shipped_list_is_asked_for_under_another_base_address(watch: Watch):
    where = "/www.nist.gov/caisi"
    watch.site.page(where, html(page(b"The shipped list names this page.")))
    crawled = watch.command.crawl("page-watch", watch.site, "--option", "pages=caisi")
    assert (crawled.asked, crawled.record["new"]) == ([where], 1)


def test_the_commands_say_what_is_wrong(watch: Watch):
    for argv, said in (
        (("add", "http://agency.example/ai"), "https is needed"),
        (("show", "no-such-page"), "no watched page"),
        (("diff", watch.name), "no copy yet"),
        (("remove", "no-such-page"), "no watched page"),
    ):
        done = watch.command("pages", *argv)
        assert done.returncode == 2, done.stderr
        assert said in done.stderr
    assert watch.command("pages", "show", watch.name).stdout.splitlines()[2] == "not asked yet"
    assert watch.command("pages", "remove", watch.name).returncode == 0
    assert all(not row["by_hand"] for row in watch.rows())
    assert "watched from the next crawl on" in watch.command("pages", "add", watch.site.url("/ai/notice")).stdout


def test_a_page_that_is_a_pdf(watch: Watch):
    address = watch.site.page("/ai/memo.pdf", status(200, memo("The first line."), Content_Type="application/pdf"))
    assert watch.command("pages", "add", address, "--form", "pdf").returncode == 0
    name = next(row["page"] for row in watch.rows() if row["form"] == "pdf" and row["by_hand"])
    for words, outcome in (("The first line.", "new"), ("The first line.", "unchanged"), ("Another line.", "changed")):
        watch.site.page("/ai/memo.pdf", status(200, memo(words), Content_Type="application/pdf"))
        done = watch.command("crawl", "run", "page-watch", "--json", "--option", f"pages={name}")
        assert json.loads(done.stdout)[outcome] == 1, done.stdout + done.stderr
    assert watch.command("pages", "diff", name).stdout.splitlines()[-1] == "+Another line."


def test_there_is_no_bill_to_check(watch: Watch):
    done = watch.command("crawl", "check", "page-watch")
    assert done.returncode == 2
    assert "reads no bills" in done.stderr
