"""Sites of pages on loopback, crawled by the real command: what is asked, what is stored, what each fault costs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text as sql

from monitor.store.engine import Store
from tests.crawlers.rehearsal import Command, Rehearsed, with_etag
from tests.crawlers.site import Site, a_site, html
from tests.crawlers.web import Answer, status

MISSING = "the source gives no document that can be read here"
PADDING = b"<p>A sample page of a sample legislature.</p>" * 150  # a wall has little to say


@pytest.fixture
def site() -> Iterator[Site]:
    with a_site() as found:
        yield found


class Crawler(Command):
    def __init__(self, folder: Path, site: Site) -> None:
        self.site = site
        super().__init__(folder, module="tests.crawlers.page_spiders")

    def run(self, *options: str, source: str = "sample-html") -> Rehearsed:
        return self.crawl(source, self.site, *options)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with Store(f"sqlite:///{self.data / 'preempt.db'}") as store, store.read() as session:
            return [tuple(row) for row in session.execute(sql(query))]

    def errors(self) -> list[tuple[str, str]]:
        """Kind and words of the bad items of the latest run."""
        latest = "SELECT max(id) FROM crawl_run"
        return [(k, m) for k, m in self.rows(f"SELECT kind, message FROM crawl_error WHERE run_id = ({latest})")]


@pytest.fixture
def crawler(tmp_path: Path, site: Site) -> Crawler:
    return Crawler(tmp_path, site)


def listing(numbers: Iterable[int], *, to: str = "", total: str = "", moved: Iterable[int] = ()) -> bytes:
    rows = "".join(
        f'<tr><td><a href="/bill/{n}">HB {n}</a></td><td>{"moved" if n in moved else "filed"}</td></tr>'
        for n in numbers
    )
    following = f'<a class="next" href="{to}">next</a>' if to else ""
    return b"<html><body><table>%b</table>%b<p class=total>%b</p></body></html>" % (
        rows.encode(),
        following.encode(),
        total.encode(),
    )


def a_bill(number: int, title: str = "A sample act on parks", link: str = "") -> bytes:
    text = f'<a class="text" href="{link}">text</a>' if link else ""
    return f'<html><body><h1>HB {number}</h1><p class="title">{title}</p>{text}</body></html>'.encode() + PADDING


def bills(site: Site, numbers: Iterable[int]) -> None:
    for number in numbers:
        site.page(f"/bill/{number}", html(a_bill(number)))


def counts(run: Rehearsed) -> tuple[Any, ...]:
    return tuple(run.record[name] for name in ("state", "listed", "new", "errors"))


def test_lists_first_then_bills_and_the_second_time_only_what_moved(crawler: Crawler, site: Site):
    def page(path: str, body: bytes, tag: str) -> None:
        site.page(path, with_etag(body, f'"{tag}"', "text/html"))

    page("/list", listing([1, 2], to="list2"), "a")
    page("/list2", listing([3], to="list3"), "b")
    page("/list3", listing([4], total="4"), "c")
    bills(site, range(1, 5))
    first = crawler.run()
    assert counts(first) == ("ok", 4, 4, 0)
    assert first.asked[:3] == ["/list", "/list2", "/list3"], "all lists before the first bill"
    assert sorted(first.asked[3:]) == [f"/bill/{n}" for n in range(1, 5)]
    assert first.record["baseline"]

    second = crawler.run()
    assert counts(second) == ("ok", 0, 0, 0)
    assert second.asked == ["/list", "/list2", "/list3"]
    assert [one.headers.get("If-None-Match") for one in site.asked if one.path != "/robots.txt"] == [
        '"a"',
        '"b"',
        '"c"',
    ]

    page("/list2", listing([3], to="list3", moved=[3]), "b2")
    site.page("/bill/3", html(a_bill(3, "A sample act on other parks")))
    third = crawler.run()
    assert third.asked == ["/list", "/list2", "/list3", "/bill/3"]
    assert third.record["changed"] == 1
    assert crawler.rows("SELECT identifier, title FROM bill WHERE title LIKE '%other%'") == [
        ("HB 3", "A sample act on other parks")
    ]


def test_a_limited_run_goes_on_where_it_was(crawler: Crawler, site: Site):
    site.page("/list", html(listing(range(1, 6))))
    bills(site, range(1, 6))
    assert counts(crawler.run("--limit", "2"))[:3] == ("partial", 2, 2)
    rest = crawler.run()
    assert counts(rest) == ("ok", 3, 3, 0)
    assert rest.asked == ["/list", "/bill/3", "/bill/4", "/bill/5"]


def test_a_page_that_is_empty_once_is_asked_again(crawler: Crawler, site: Site):
    """Rule 1: Maine's 2,076 of 2,451 bills, with success."""
    site.page("/list", html(listing([1, 2], to="list2")))
    site.page("/list2", html(listing([])), html(listing([3])))
    bills(site, range(1, 4))
    run = crawler.run()
    assert counts(run) == ("ok", 3, 3, 0)
    assert run.asked[:3] == ["/list", "/list2", "/list2"]


@pytest.mark.parametrize(
    ("second", "kind", "words"),
    [
        (listing([]), "truncated", "empty after one with bills"),
        (listing([1, 2], to="list3"), "truncated", "the same page came twice"),
        (listing([2, 3]), "duplicate", "the order moved"),
        (listing([3], total="9"), "truncated", "3 of 9 bills came"),
        (listing([3], to="list"), "truncated", "leads back"),
        (b"<html><body><p>We have a new site</p></body></html>", "layout-changed", "the page has no table"),
    ],
)
def test_a_list_that_is_not_whole_makes_the_run_partial(
    crawler: Crawler, site: Site, second: bytes, kind: str, words: str
):
    """Rules 1, 16 and 17: what came is stored; a bill that did not come is not taken for gone."""
    site.page("/list", html(listing([1, 2], to="list2")))
    site.page("/list2", html(second))
    site.page("/list3", html(listing([1, 2])))
    bills(site, range(1, 4))
    run = crawler.run()
    assert run.record["state"] == "partial", run.said
    ((found, said),) = crawler.errors()
    assert found == kind
    assert words in said
    assert run.record["new"] >= 2
    assert crawler.rows("SELECT count(*) FROM session WHERE last_good_run IS NOT NULL") == [(0,)]


def test_a_list_as_long_as_its_limit_is_cut_off(crawler: Crawler, site: Site):
    """Rule 24."""
    site.page("/list", html(listing(range(1, 5))))
    bills(site, range(1, 5))
    assert crawler.run(source="sample-capped").record["state"] == "partial"
    assert crawler.errors() == [("capped", "exactly 4 bills, the limit of the source")]


def test_nothing_listed_is_a_failure(crawler: Crawler, site: Site):
    """Rule 2."""
    site.page("/list", html(listing([])))
    run = crawler.run()
    assert run.record["state"] == "failed"
    assert "no bill in list" in run.record["message"]
    assert run.asked == ["/list", "/list"]
    site.page("/list", html(listing([1])))
    other = crawler.run("--jurisdiction", "WA")
    assert (other.record["state"], "no bill of WA in list" in other.record["message"]) == ("failed", True)


def test_one_bad_bill_costs_no_other(crawler: Crawler, site: Site):
    """Rules 3, 4 and 7: a wall, a missing page, another bill's page, a mistake of the hook, a link to elsewhere."""
    rows = listing(range(1, 8)).replace(b'"/bill/6"', b'"https://elsewhere.example/bill/6"')
    site.page("/list", html(rows.replace(b">HB 7<", b">no number<")))
    bills(site, [1])
    site.page("/bill/2", html(b"<html><head><title>Request Rejected</title></head></html>"))
    site.page("/bill/3", status(404))
    site.page("/bill/4", html(a_bill(1)))
    site.page("/bill/5", html(b"<html><body><p>Nothing to see</p></body></html>"))
    run = crawler.run()
    assert run.record["new"] == 1
    assert sorted(kind for kind, _ in crawler.errors()) == [
        "blocked",
        "identifier",
        "identifier",
        "layout-changed",
        "malformed",
        "not-found",
    ]
    assert not any("elsewhere" in path for path in run.asked)
    again = crawler.run()
    assert sorted(again.asked) == ["/bill/2", "/bill/3", "/bill/4", "/bill/5", "/list"], "they stay owed"


def test_pages_are_kept_before_anyone_reads_them(crawler: Crawler, site: Site):
    address = site.page("/list", html(b"<html><body><p>Another layout</p></body></html>"))
    assert crawler.run().record["state"] == "failed"
    assert crawler.rows("SELECT url, status FROM source_document") == [(address, 200)]


def test_robots_txt_is_obeyed(crawler: Crawler, site: Site):
    site.page("/robots.txt", status(200, b"User-agent: *\nDisallow: /list\n", Content_Type="text/plain"))
    site.page("/list", html(listing([1])))
    run = crawler.run()
    assert (run.record["state"], run.asked) == ("blocked", [])
    site.page("/robots.txt", status(200, b"User-agent: *\nDisallow: /bill/2\n", Content_Type="text/plain"))
    site.page("/list", html(listing([1, 2])))
    bills(site, [1, 2])
    assert crawler.run().asked == ["/list", "/bill/1"]
    assert [kind for kind, _ in crawler.errors()] == ["robots"]


def test_walls_in_a_row_end_the_run(crawler: Crawler, site: Site):
    site.page("/list", html(listing(range(1, 10))))
    for number in range(1, 10):
        site.page(f"/bill/{number}", html(b"<html><head><title>Request Rejected</title></head></html>"))
    run = crawler.run()
    assert run.record["state"] == "blocked"
    assert len([path for path in run.asked if path.startswith("/bill")]) == 3


def test_redirects_stay_on_the_site(crawler: Crawler, site: Site):
    def moved(to: str) -> Answer:
        return status(302, b"", Location=to)

    site.page("/list", html(listing([1, 2, 3])))
    site.page("/bill/1", moved("/act/1"))
    site.page("/act/1", html(a_bill(1)))
    site.page("/bill/2", moved("http://elsewhere.example/bill/2"))
    site.page("/bill/3", moved("/bill/3"))
    run = crawler.run()
    assert run.record["new"] == 1
    assert "/act/1" in run.asked
    assert sorted(said for _, said in crawler.errors()) == [
        "a link to another site: http://elsewhere.example/bill/2",
        "more than 5 redirects",
    ]


def test_texts_of_bills_about_ai_are_fetched_and_the_newest_is_looked_at_again(crawler: Crawler, site: Site):
    site.page("/list", html(listing([1, 2])), html(listing([1, 2], moved=[1])))
    site.page("/bill/1", html(a_bill(1, "A sample act on artificial intelligence", "/text/1")))
    site.page("/bill/2", html(a_bill(2, link="/text/2")))
    words = b"<html><body>" + b"<p>A deployer shall keep sample records.</p>" * 9 + b"</body></html>"
    site.page("/text/1", with_etag(words, '"a"', "text/html"))
    assert crawler.run().asked == ["/list", "/bill/1", "/text/1", "/bill/2"]
    assert crawler.rows("SELECT quality, reason FROM version ORDER BY id") == [("ok", ""), ("missing", MISSING)]
    assert crawler.run().asked == ["/list", "/bill/1", "/text/1"], "sites replace texts where they are"
    assert site.asked[-1].headers["If-None-Match"] == '"a"'
    assert crawler.rows("SELECT count(*) FROM version") == [(2,)]


def test_a_list_behind_a_form_and_one_behind_an_index(crawler: Crawler, site: Site):
    class Form:
        def __call__(self, handler: Any) -> None:
            size = int(handler.headers["Content-Length"])
            self.sent = handler.rfile.read(size)
            html(listing([1]))(handler)

    form = Form()
    site.page("/search", form)
    bills(site, [1, 2])
    assert counts(crawler.run(source="sample-form")) == ("ok", 1, 1, 0)
    assert form.sent == b"q=&sessions%5B%5D=2026+Regular"
    site.page(
        "/sessions", html(listing([], to="old").replace(b"</table>", b'</table><a class="next" href="new">n</a>'))
    )
    site.page("/old", html(listing([1])))
    site.page("/new", html(listing([2])))
    run = crawler.run(source="sample-index")
    assert run.record["state"] == "ok"
    assert sorted(run.asked[:3]) == ["/new", "/old", "/sessions"]


def an_xml(numbers: Iterable[int]) -> bytes:
    rows = "".join(
        f"<Bill><Id>{n}</Id><Number>HB {n}</Number><Changed>2026-01-{n:02}</Changed></Bill>" for n in numbers
    )
    return f'<?xml version="1.0"?><Bills xmlns="urn:sample">{rows}</Bills>'.encode()


def test_an_xml_service(crawler: Crawler, site: Site):
    site.page("/service/GetLegislation", status(200, an_xml([1, 2]), Content_Type="text/xml"))
    bill = b'<Bill xmlns="urn:sample"><Number>HB 1</Number><Title>A sample act</Title></Bill>'
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><Bill><Number>&b;</Number></Bill>'
    site.page(
        "/service/GetBill", status(200, bill, Content_Type="text/xml"), status(200, laughs, Content_Type="text/xml")
    )
    run = crawler.run(source="sample-xml")
    assert (run.record["new"], run.record["errors"]) == (1, 1)
    assert run.asked[1:] == [f"/service/GetBill?session=2026A&billNumber={n}" for n in (1, 2)]
    assert crawler.errors()[0][0] == "decode"


def test_a_feed_tells_what_is_new_and_never_what_is_gone(crawler: Crawler, site: Site):
    def feed(*items: tuple[int, str], end: str = "</channel></rss>") -> Answer:
        entries = "".join(
            f"<item><guid>{mark}</guid><title>HB {n}: moved</title><link>/bill/{n}</link></item>" for n, mark in items
        )
        body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>s</title>{entries}{end}'.encode()
        return status(200, body, Content_Type="text/html")

    bills(site, [1, 2, 3])
    site.page("/feed", feed((1, "a"), (2, "a")))
    assert counts(crawler.run(source="sample-feed")) == ("ok", 2, 2, 0)
    site.page("/feed", feed((2, "b"), (3, "a")))
    run = crawler.run(source="sample-feed")
    assert run.record["state"] == "ok"
    assert sorted(run.asked) == ["/bill/2", "/bill/3", "/feed"]
    site.page("/feed", feed((3, "c"), end="<item"))
    broken = crawler.run(source="sample-feed")
    assert (broken.record["state"], broken.record["error_kinds"]) == ("partial", {"decode": 1})
    assert "/bill/3" in broken.asked, "entries before the fault count"
    site.page("/feed", html(b"<html><body>We moved</body></html>"))
    assert crawler.run(source="sample-feed").record["state"] == "failed"


def test_an_api_of_lists_and_details(crawler: Crawler, site: Site):
    def answer(value: Any) -> Answer:
        return status(200, json.dumps(value).encode(), Content_Type="application/json")

    lines = [{"id": str(n), "mark": "a", "number": f"HB {n}"} for n in (1, 2)]
    site.page("/bills", answer({"total": 2, "bills": lines}))
    site.page("/bill/1", answer({"number": "HB 1", "title": "A sample act"}))
    site.page("/bill/2", answer({"errors": ["sample"]}))
    run = crawler.run(source="sample-json")
    assert run.record["new"] == 1
    assert crawler.errors() == [("schema-drift", "the answer has no number")]
    assert crawler.run(source="sample-json").asked == ["/bills?page=1", "/bill/2"]
    site.page("/bills", status(401))
    refused = crawler.run(source="sample-json")
    assert refused.record["state"] == "failed"


def test_a_check_looks_at_one_page_and_one_bill_and_stores_nothing(crawler: Crawler, site: Site):
    site.page("/robots.txt", status(200, b"User-agent: *\nCrawl-delay: 0.1\n", Content_Type="text/plain"))
    site.page("/list", html(listing([1, 2], to="list2")))
    bills(site, [1, 2])
    done = crawler("crawl", "check", "sample-html", "--base-url", site.url("/"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert site.paths() == ["/list", "/bill/1"]
    assert "robots  HTTP 200, Crawl-delay 0.1 s" in done.stdout
    assert "list    bills on a page: 2; the first is CO HB 1 (2026A)" in done.stdout
    assert "bill    CO HB 1 (2026A): A sample act on parks; actions 1, sponsors 0, versions 0, texts 0" in done.stdout
    assert crawler.rows("SELECT (SELECT count(*) FROM bill) + (SELECT count(*) FROM listed_bill)") == [(0,)]
    assert crawler.rows("SELECT (SELECT count(*) FROM source_document) + (SELECT count(*) FROM crawl_run)") == [(0,)]


@pytest.mark.parametrize(
    ("path", "answer", "code", "step", "kind"),
    [
        ("/robots.txt", status(200, b"User-agent: *\nDisallow: /\n"), 1, "robots", "robots"),
        ("/list", html(b"<html><body><p>New</p></body></html>"), 1, "list", "layout-changed"),
        ("/list", html(listing([])), 1, "list", "empty"),
        ("/list", html(b"<html><head><title>Request Rejected</title></head></html>"), 1, "list", "blocked"),
        ("/bill/1", status(404), 1, "bill", "not-found"),
        ("/bill/1", html(a_bill(1, title="")), 3, "bill", "sanity"),
    ],
)
def test_a_check_says_what_is_wrong_by_kind(
    crawler: Crawler, site: Site, path: str, answer: Answer, code: int, step: str, kind: str
):
    site.page("/list", html(listing([1])))
    bills(site, [1])
    site.page(path, answer)
    done = crawler("crawl", "check", "sample-html", "--base-url", site.url("/"), "--json")
    assert done.returncode == code, done.stdout + done.stderr
    wrong = [(one["step"], one["kind"]) for one in json.loads(done.stdout) if one["kind"]]
    assert (step, kind) in wrong
    assert all(one["action"] for one in json.loads(done.stdout) if one["kind"])
