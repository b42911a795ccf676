from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.watched_page import (
    BadAddressError,
    MissRules,
    PageNews,
    PageStanding,
    checked_address,
    missed,
    name_of,
    seen,
)

START = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
RULES = MissRules()
LOOKS = st.lists(
    st.tuples(st.sampled_from(["a", "b", "missing"]), st.integers(min_value=0, max_value=12)), min_size=1, max_size=40
)


def hours(number: float) -> datetime:
    return START + timedelta(hours=number)


def test_three_misses_apart_and_then_it_is_gone_once():
    standing, _ = seen(PageStanding(), "a")
    told = []
    for hour in (0, 6, 12, 18, 24):
        standing, news = missed(standing, hours(hour), RULES)
        told.append(news)
    assert told == [PageNews.NONE, PageNews.NONE, PageNews.REMOVED, PageNews.NONE, PageNews.NONE]
    assert standing.gone_since == hours(12)
    assert seen(standing, "a") == (PageStanding(text_sha256="a"), PageNews.RETURNED)


def test_misses_close_together_are_one():
    standing, _ = seen(PageStanding(), "a")
    for minutes in range(0, 359, 10):
        standing, news = missed(standing, START + timedelta(minutes=minutes), RULES)
        assert news is PageNews.NONE
    assert standing.misses == 1
    assert missed(standing, START - timedelta(days=1), RULES)[0].misses == 1, "a clock that was set back counts nothing"


def test_an_answer_in_between_begins_anew():
    standing, _ = seen(PageStanding(), "a")
    for hour in (0, 6):
        standing, _ = missed(standing, hours(hour), RULES)
    standing, news = seen(standing, "a")
    assert (standing.misses, news) == (0, PageNews.NONE)


def test_what_was_never_there_cannot_go():
    standing = PageStanding()
    for hour in range(0, 240, 6):
        standing, news = missed(standing, hours(hour), RULES)
        assert (standing, news) == (PageStanding(), PageNews.NONE)


@given(LOOKS, st.integers(min_value=1, max_value=5), st.integers(min_value=0, max_value=12))
def test_whatever_is_seen(looks, needed: int, apart: int):
    """Against a plain account of the same looks: how it is told, and that each going is followed by one return."""
    rules = MissRules(needed=needed, apart=timedelta(hours=apart))
    standing, now, told = PageStanding(), START, []
    text, counted, gone = None, [], False
    for what, later in looks:
        now += timedelta(hours=later)
        if what == "missing":
            standing, news = missed(standing, now, rules)
            if text is not None and not gone and (not counted or now - counted[-1] >= rules.apart):
                counted.append(now)
                gone = len(counted) == needed
                assert (news is PageNews.REMOVED) is gone
            else:
                assert news is PageNews.NONE
        else:
            standing, news = seen(standing, what)
            same = PageNews.NONE if what == text else PageNews.CHANGED
            assert news is (PageNews.RETURNED if gone else PageNews.FIRST if text is None else same)
            text, counted, gone = what, [], False
        told.append(news)
        assert standing.text_sha256 == text
        assert (standing.gone_since is not None) is gone
        assert standing.misses <= needed
    moves = [news for news in told if news in (PageNews.REMOVED, PageNews.RETURNED)]
    assert moves == [(PageNews.REMOVED, PageNews.RETURNED)[number % 2] for number in range(len(moves))]


@pytest.mark.parametrize(
    "address",
    [
        "http://agency.example/ai",
        "ftp://agency.example/ai",
        "https://user:secret@agency.example/ai",
        "https://agency.example/ai#part",
        "https://agency.example/a i",
        "https://agency.example:port/",
        "https://[agency/",
        "https:///ai",
        "javascript:alert(1)",
        "https://agency.example/" + "a" * 500,
        "",
    ],
)
def test_addresses_that_are_refused(address: str):
    with pytest.raises(BadAddressError):
        checked_address(address)


def test_an_address_and_its_name():
    assert checked_address(" https://agency.example ") == "https://agency.example/"
    assert checked_address("http://127.0.0.1:8750/ai") == "http://127.0.0.1:8750/ai"
    assert name_of("https://agency.example/ai/notice/") == name_of("https://agency.example/ai/notice/")
    assert name_of("https://agency.example/ai?a=1") != name_of("https://agency.example/ai?a=2")
    assert name_of("https://agency.example/ai/notice/").startswith("agency-example-ai-notice-")
