"""The real commands against sample sites on loopback: every federal source, twice, and what breaks. All are samples."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawlers.parsing.federal_watch import feeds_of, register_queries
from tests.crawlers.rehearsal import Command
from tests.crawlers.site import Site, a_site
from tests.crawlers.web import Answer, status
from tests.federal import NOW, register_entry

RSS = '<?xml version="1.0"?><rss version="2.0"><channel><title>Sample</title>{items}</channel></rss>'
ITEM = "<item><title>{title}</title><link>{link}</link><pubDate>Tue, 02 Jun 2026 15:34:13 GMT</pubDate>{more}</item>"
WALL = b"<html><head><title>Request Rejected</title></head><body>The requested URL was rejected.</body></html>"


def rss(*items: tuple[str, str], more: str = "") -> Answer:
    body = RSS.format(items="".join(ITEM.format(title=title, link=link, more=more) for title, link in items))
    return status(200, body.encode(), Content_Type="application/rss+xml")


def answer(*results: Any, **more: Any) -> Answer:
    body = json.dumps({"count": len(results), "total_pages": 1, "results": list(results)} | more)
    return status(200, body.encode(), Content_Type="application/json")


@pytest.fixture
def site() -> Iterator[Site]:
    with a_site() as one:
        yield one


@pytest.fixture
def command(tmp_path: Path) -> Command:
    return Command(tmp_path)


def counts(record: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(record[name] for name in ("state", "listed", "new", "changed", "unchanged", "events", "errors"))


def keys(command: Command) -> list[str]:
    return sorted(one["fed_key"] for one in json.loads(command("federal", "list", "--json").stdout))


@pytest.mark.parametrize("source", ["white-house", "ftc", "ntia", "nist", "govinfo"])
def test_feeds_twice(source: str, site: Site, command: Command):
    link = site.url("/presidential-actions/2026/06/sample/")
    for address in feeds_of(source):
        site.page(f"/{address}", rss(("On artificial intelligence", link), ("On fish", site.url("/fish"))))
    first, second = (command.crawl(source, site).record for _ in range(2))
    times = len(feeds_of(source))
    assert counts(first) == ("ok", times, 1, 0, times - 1, 1, 0)
    assert counts(second) == ("ok", times, 0, 0, times, 0, 0)
    assert len(keys(command)) == 1


def test_a_feed_that_is_a_wall_costs_itself_alone_and_the_run_says_so(site: Site, command: Command):
    good, bad = (f"/{address}" for address in feeds_of("white-house"))
    link = site.url("/presidential-actions/2026/06/sample/")
    site.page(good, rss(("Fish", link)))
    site.page(bad, status(200, WALL, Content_Type="text/html"))
    record = command.crawl("white-house", site).record
    assert (record["state"], record["new"], record["errors"]) == ("partial", 1, 1)
    site.page(good, status(200, b"", Content_Type="text/xml"))
    record = command.crawl("white-house", site).record
    assert record["state"] in {"failed", "blocked"}
    assert record["new"] == 0
    assert len(keys(command)) == 1


def test_a_feed_that_broke_off_leaves_the_run_partial(site: Site, command: Command):
    [address] = feeds_of("ntia")
    items = "".join(ITEM.format(title=f"AI {n}", link=site.url(f"/{n}"), more="") for n in range(3))
    body = RSS.format(items=items).encode()
    site.page(f"/{address}", status(200, body[: body.index(b"AI 2") + 4], Content_Type="text/xml"))
    record = command.crawl("ntia", site).record
    assert (record["state"], record["new"], record["error_kinds"]) == ("partial", 2, {"truncated": 1})


def test_the_register_with_texts_and_pages(site: Site, command: Command):
    where = site.url("/text")
    order = register_entry(
        *("2026-11111", "Promoting Samples"),
        executive_order_number="14999",
        raw_text_url=where,
        signing_date="2026-06-02",
    )
    other = register_entry("2026-22222", "Fishing", type="Notice", raw_text_url=site.url("/never"))
    more = site.url("/api/v1/documents.json?page=2")
    site.page(
        "/text", status(200, b"<html><body><pre>\nArtificial intelligence.\nA patchwork of state laws.\n</pre></body>")
    )
    site.page("/api/v1/documents.json", answer(order, next_page_url=more), answer(), answer(), answer(other))
    record = command.crawl("federal-register", site).record
    assert counts(record) == ("ok", 1, 1, 0, 0, 1, 0)
    assert [path for path in site.paths() if "page=2" in path] == ["/api/v1/documents.json?page=2"]
    assert len([path for path in site.paths() if path.startswith("/api")]) == len(register_queries()) + 1
    assert "/never" not in site.paths()
    [one] = json.loads(command("federal", "queue", "--json").stdout)
    assert (one["fed_key"], one["position"]) == ("eo:14999", "national-policy")
    site.page("/api/v1/documents.json", answer(order), answer())
    record = command.crawl("federal-register", site).record
    assert counts(record) == ("ok", 1, 0, 0, 1, 0, 0)
    assert "/text" not in site.paths()


def test_a_text_that_cannot_be_had_is_on_record_and_asked_for_again(site: Site, command: Command):
    order = register_entry("2026-11111", "On artificial intelligence", raw_text_url=site.url("/text"))
    site.page("/api/v1/documents.json", answer(order), answer())
    site.page("/text", status(404))
    record = command.crawl("federal-register", site).record
    assert (record["new"], record["errors"]) == (1, 1)
    site.page("/text", status(200, b"Plain words."))
    site.page("/api/v1/documents.json", answer(order), answer())
    record = command.crawl("federal-register", site).record
    assert counts(record) == ("ok", 1, 0, 0, 1, 0, 0)
    assert json.loads(command("federal", "show", "2026-11111", "--json").stdout)["characters"] == len("Plain words.")


def test_press_releases_page_by_page(site: Site, command: Command):
    def release(number: int, title: str = "A fine") -> dict[str, Any]:
        uuid = f"00000000-0000-0000-0000-{number:012}"
        day = str(int(NOW.timestamp()))
        return {"title": title, "url": site.url(f"/opa/{number}"), "uuid": uuid, "date": day, "body": "<p>Sample.</p>"}

    full = [release(number) for number in range(49)] + [{"title": ""}]
    last = [
        release(50, "United States Intervenes against a law of Colorado"),
        release(51, "Washington, D.C., intervention"),
    ]
    site.page("/api/v1/press_releases.json", answer(*full), answer(*last))
    record = command.crawl("doj", site).record
    assert (record["new"], record["error_kinds"]) == (1, {"malformed": 1})
    assert keys(command) == ["uuid:00000000-0000-0000-0000-000000000050"]
    [one] = json.loads(command("federal", "list", "--json").stdout)
    assert (one["published_on"], one["date_is_estimated"]) == ("2026-06-05", False)


def test_what_is_narrowed_to_a_state_asks_for_nothing(site: Site, command: Command):
    assert counts(command.crawl("nist", site, "--jurisdiction", "WA").record)[:3] == ("ok", 0, 0)
    assert site.paths() == []


def test_a_limit(site: Site, command: Command):
    [address] = feeds_of("nist")
    site.page(f"/{address}", rss(*((f"AI {n}", site.url(f"/{n}")) for n in range(3))))
    record = command.crawl("nist", site, "--limit", "2").record
    assert (record["state"], record["new"]) == ("partial", 2)


def test_a_check_reads_one_page_and_stores_nothing(site: Site, command: Command):
    [address] = feeds_of("nist")
    site.page(f"/{address}", rss(("On artificial intelligence", site.url("/a"))))
    done = command("crawl", "check", "nist", "--base-url", site.url("/"))
    assert "documents on a page: 1; the first is On artificial intelligence" in done.stdout, done.stderr
    assert done.returncode == 0
    site.page(f"/{address}", status(200, WALL, Content_Type="text/html"))
    assert command("crawl", "check", "nist", "--base-url", site.url("/")).returncode != 0
    assert keys(command) == []
