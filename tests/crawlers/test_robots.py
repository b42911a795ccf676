from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from crawlers.errors import DownloadError
from crawlers.platforms.download import fetch
from crawlers.platforms.robots import RobotsGate
from tests.crawlers.bills import FETCHED_AT
from tests.crawlers.site import Site, a_site
from tests.crawlers.web import broken, status, whole

AGENT = "Preempt/0.1 (monitoring of state legislation; ops@example.org)"
RULES = b"User-agent: preempt\nDisallow: /private/\nAllow: /private/open\n\nUser-agent: *\nDisallow: /\n"


@pytest.fixture
def site() -> Iterator[Site]:
    with a_site() as found:
        yield found


class Gate(RobotsGate):
    def __init__(self, agent: str = AGENT) -> None:
        self.waits: list[float] = []
        super().__init__(user_agent=agent, timeout=5, wait=self.waits.append)

    def allows(self, url: str) -> bool:
        try:
            self.check(url)
        except DownloadError as error:
            return "robots.txt of the host forbids it" not in str(error)
        return True


def test_the_rules_for_our_name_are_obeyed_and_asked_for_once(site: Site):
    site.page("/robots.txt", status(200, RULES))
    gate = Gate()
    assert gate.allows(site.url("/a.tar.gz"))
    assert not gate.allows(site.url("/private/a.tar.gz"))
    assert gate.allows(site.url("/private/open"))
    assert not Gate("Another/1.0").allows(site.url("/a.tar.gz"))
    assert [one.path for one in site.asked] == ["/robots.txt", "/robots.txt"]
    assert site.asked[0].headers["User-Agent"] == AGENT


@pytest.mark.parametrize("code", [401, 403, 404, 410])
def test_where_there_is_none_everything_is_allowed(site: Site, code: int):
    site.page("/robots.txt", status(code))
    assert Gate().allows(site.url("/a"))


@pytest.mark.parametrize("answer", [status(500), status(503), status(429), broken(RULES, 0)])
def test_where_it_cannot_be_read_nothing_is(site: Site, answer):
    site.page("/robots.txt", answer)
    gate = Gate()
    with pytest.raises(DownloadError, match=r"robots\.txt of the host cannot be read \(.+\), so nothing is fetched"):
        gate.check(site.url("/a"))
    assert (len(site.asked), gate.waits) == (3, [5.0, 5.0])


def test_a_passing_trouble(site: Site):
    site.page("/robots.txt", status(503), status(200, RULES))
    assert Gate().allows(site.url("/a"))


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"Disallow: /", b"<html>", b"User-agent: *\nDisallow: /\n" * 40_000])
def test_hostile_rules_do_not_break_it(site: Site, body: bytes):
    site.page("/robots.txt", status(200, body))
    assert Gate().allows(site.url("/a")) == (b"User-agent" not in body)


def test_an_address_that_is_none():
    with pytest.raises(DownloadError):
        Gate().check("http://[::1/a")


def get(site: Site, url: str, tmp_path) -> bytes:
    options = {"user_agent": AGENT, "max_bytes": 1000, "clock": lambda: FETCHED_AT, "stop": threading.Event()}
    return fetch(url, tmp_path, **options, allowed=Gate().check).path.read_bytes()


def test_a_file_that_is_forbidden_is_not_asked_for_and_neither_is_one_behind_a_redirect(site: Site, tmp_path):
    site.page("/robots.txt", status(200, RULES))
    there = site.page("/private/b.tar.gz", whole(b"body"))
    open_to_all = site.page("/c.tar.gz", whole(b"body"))
    to_private = site.page("/r.tar.gz", status(302, Location=there))
    to_open = site.page("/s.tar.gz", status(302, Location=open_to_all))
    assert get(site, open_to_all, tmp_path) == get(site, to_open, tmp_path) == b"body"
    for url in (there, to_private):
        with pytest.raises(
            DownloadError, match="forbids it; if you may have the file, fetch it yourself and give --path"
        ):
            get(site, url, tmp_path)
    assert "/private/b.tar.gz" not in site.paths()
