"""Real crawls into walls: what is on record, what a spider sees, and that nobody tries another way."""

from __future__ import annotations

import time

import pytest

from tests.crawlers.site import Site, a_site, crawl, html
from tests.crawlers.test_walls import AKAMAI, CLOUDFLARE, F5, PDF, TEXAS
from tests.crawlers.web import broken, status


@pytest.fixture
def site():
    with a_site() as found:
        for name in "abcdefgh":
            found.page(f"/{name}")
        yield found


def test_pages_that_are_not_those_that_were_asked_for(site: Site):
    wall, gone = site.page("/wall?key=SECRET", html(F5)), site.page("/gone", html(TEXAS))
    site.pages["/wall"] = site.pages.pop("/wall?key=SECRET")
    text, paper = site.page("/text", html(b"<html><p>no PDF</p>")), site.page("/paper", status(200, PDF))
    found = crawl(
        site.url("/a"),
        wall,
        gone,
        (text, {"expected": "pdf"}),
        (paper, {"expected": "pdf"}),
        site.page("/busy", html(CLOUDFLARE, 503)),
        site.page("/down", status(500, b"<p>no</p>"), html(b"<p>up again</p>")),
    )
    subjects = {subject.removeprefix(site.url("")): (kind, words) for kind, subject, words in found.errors}
    assert subjects == {
        "/wall?key=***": ("blocked", "a wall answered: Request Rejected"),
        "/gone": ("soft-404", "a page that says that there is nothing: Bill History"),
        "/text": ("wrong-type", "pdf was asked for, HTML came (text/html; charset=utf-8)"),
        "/busy": ("blocked", "a wall answered: Just a moment..."),
    }
    assert found.pages == sorted(site.url(path) for path in ("/a", "/down", "/paper"))
    assert sorted(site.paths()).count("/busy") == 1, "a wall is not asked again"
    assert sorted(site.paths()).count("/down") == 2, "a server's error is"
    assert found.failed[gone] == ("UnusablePageError", "soft-404", None), "on record already"
    assert found.state == "ok", "a wall here and there leaves the host as it is"
    assert {"page/blocked": 2, "page/soft-404": 1, "page/wrong-type": 1}.items() <= found.stats.items()


def test_an_api_says_itself_why_it_refuses_but_a_wall_in_front_of_it_does_not(site: Site):
    refused = site.page("/v3", status(403, b'{"detail": "Invalid API Key."}', Content_Type="application/json"))
    wall = site.page("/v4", html(F5, 403))
    found = crawl(
        (refused, {"handle_httpstatus_all": True}), (wall, {"handle_httpstatus_all": True}), CIRCUIT_BLOCKED=2
    )
    assert found.pages == [refused]
    said = ["blocked", "a wall answered: Request Rejected"]
    assert found.failed == {wall: ("UnusablePageError", "blocked", said)}, "the spider records it itself"
    assert [kind for kind, *_ in found.errors] == ["circuit-open"], "both speak against the host"


def test_three_walls_in_a_row_and_the_host_is_left_alone(site: Site):
    walls = [site.page(f"/wall{number}", html(AKAMAI, 403 if number else 200)) for number in range(3)]
    found = crawl(*walls, *(site.url(f"/{name}") for name in "abcdefgh"), DOWNLOAD_DELAY=0.05)
    assert site.paths() == ["/wall0", "/wall1", "/wall2"]
    assert found.state == "blocked"
    assert found.message == "a host was left alone, since it refused too often (see `preempt crawl errors`)"
    assert [kind for kind, *_ in found.errors] == ["blocked", "blocked", "blocked", "circuit-open"]
    host = site.url("").removeprefix("http://")
    assert found.errors[-1][1] == host
    assert found.errors[-1][2].startswith("left alone until ")
    assert found.stats["host/not_asked"] == 8
    assert {found.failed[site.url(f"/{name}")] for name in "abcdefgh"} == {("CircuitOpenError", "circuit-open", None)}


def test_connections_that_break_count_as_well_and_are_tried_again_first(site: Site):
    dead = site.page("/dead", broken(b"x" * 1000, 10))
    found = crawl(dead, site.url("/a"), CIRCUIT_FAILED=3, DOWNLOAD_DELAY=0.05)
    assert site.paths() == ["/dead"] * 3
    assert found.state == "blocked"
    assert found.stats["host/not_asked"] == 2
    (error,) = found.errors
    assert error[0] == "circuit-open"
    assert error[2].endswith("the last answer: no connection, or it broke off")


def test_a_page_that_did_not_change_is_no_empty_page(site: Site):
    kept = site.page("/kept", lambda handler: handler.head(304, ETag='"a1"'))
    found = crawl(
        site.url("/a"),
        (kept, {"conditional": True}),
        (site.url("/b"), {"conditional": True}),
        validators=('"a1"', "Wed, 25 Nov 2026 09:31:00 GMT"),
    )
    asked = {one.path: one.headers for one in site.asked}
    assert asked["/kept"]["If-None-Match"] == asked["/b"]["If-None-Match"] == '"a1"'
    assert asked["/kept"]["If-Modified-Since"] == "Wed, 25 Nov 2026 09:31:00 GMT"
    assert "If-None-Match" not in asked["/a"], "only where the spider knows what to do"
    assert found.failed == {kept: ("UnchangedError", None, None)}
    assert found.pages == [site.url("/a"), site.url("/b")]
    assert found.stats["page/unchanged"] == 1
    assert (found.errors, found.state) == ([], "ok")


def test_what_other_failures_are_called(site: Site):
    closed = "http://127.0.0.1:1/"
    found = crawl(
        site.url("/a"),
        (site.page("/missing", status(404)), {}),
        (site.page("/large", status(200, b"x" * 5000)), {"download_maxsize": 1000}),
        (site.page("/slow", lambda _: time.sleep(2)), {"download_timeout": 0.3}),
        closed,
        "http://nowhere.invalid/",
        site.page("/odd", status(304)),
        RETRY_TIMES=0,
    )
    assert {url: (kind, error[0]) for url, (_, kind, error) in found.failed.items() if error} == {
        site.url("/missing"): ("not-found", "not-found"),
        site.url("/large"): ("too-large", "too-large"),
        site.url("/slow"): ("timeout", "timeout"),
        site.url("/odd"): ("refused", "refused"),
        closed: ("connection", "connection"),
        "http://nowhere.invalid/": ("dns", "dns"),
    }
