"""CourtListener's answers and the real spider "courtlistener" against samples on loopback."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.errors import AnswerError
from crawlers.parsing.courtlistener import parse_dockets, parse_entries
from tests.crawlers.rehearsal import Command
from tests.crawlers.site import Site, a_site
from tests.crawlers.web import Handler, status

SAMPLES = Path(__file__).parent / "fixtures" / "courtlistener"
TOKEN = "sample-token-9901"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def test_the_samples():
    docket, _ = parse_dockets(sample("dockets.json"))
    assert (docket.native_id, docket.court_id, docket.docket_number) == ("9990001", "cod", "1:26-cv-01515")
    assert docket.address.startswith("https://www.courtlistener.com/docket/9990001/")
    page = parse_entries(sample("entries-1.json"))
    assert [one.number for one in page.entries] == [1, 2, None]
    assert (page.cursor, parse_entries(sample("entries-2.json")).cursor) == ("cD0yMDI2", "")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"detail": "Invalid token."}',
        b'{"results": {}}',
        b'{"results": [], "next": "https://elsewhere.example/?docket=1"}',
        b'{"results": [], "next": 7}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_page_is_refused(body: bytes):
    with pytest.raises(AnswerError):
        parse_entries(body)


@given(st.lists(JSON), JSON)
def test_hostile_answers_are_refused_or_read(results: list[Any], more: Any):
    body = json.dumps({"results": results, "next": more}).encode()
    for parse in (parse_dockets, parse_entries):
        try:
            parse(body)
        except AnswerError:
            continue


def test_hostile_values_become_decent_ones():
    raw = {"id": 1, "court_id": "cod", "docket_number": "1:26-cv-1", "date_modified": "x"}
    hostile = {"absolute_url": "javascript:alert(1)", "case_name": "a\u202eb\x1b[31m", "date_filed": "tomorrow"}
    (docket,) = parse_dockets(json.dumps({"results": [raw | hostile]}).encode())
    assert (docket.address, docket.case_name, docket.filed_on) == ("", "ab[31m", None)
    page = parse_entries(json.dumps({"results": [{"id": 3, "description": "x" * 9_000}, 7, {}], "next": None}).encode())
    assert (page.entries[0].key, len(page.entries[0].description), len(page.problems)) == ("id 3", 2_000, 2)


class Court:
    """An API on loopback with one docket in two pages of entries, and the command."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.site, self.command, self.modified = site, Command(folder), "1"
        self.last = ""
        self.command.environment |= {
            "PREEMPT_COURTLISTENER_TOKEN": TOKEN,
            "PREEMPT_COURTLISTENER_MINUTE_CALLS": "1000",
            "PREEMPT_COURTLISTENER_HOUR_CALLS": "1000",
        }
        site.page("/dockets/", self.dockets)
        site.page("/docket-entries/", self.entries)

    def dockets(self, handler: Handler) -> None:
        raw = json.loads(sample("dockets.json"))
        raw["results"] = raw["results"] if "court=cod" in handler.path else []
        for docket in raw["results"]:
            docket["date_modified"] = self.modified
        status(200, json.dumps(raw).encode(), Content_Type="application/json")(handler)

    def entries(self, handler: Handler) -> None:
        body = sample("entries-2.json" if "cursor=cD0yMDI2" in handler.path else "entries-1.json")
        raw = json.loads(body)
        raw["results"][-1]["description"] = raw["results"][-1]["description"] or self.last
        status(200, json.dumps(raw).encode(), Content_Type="application/json")(handler)

    def crawl(self, *options: str) -> dict[str, Any]:
        crawled = self.command.crawl("courtlistener", self.site, *options)
        assert TOKEN not in crawled.said
        return crawled.record

    def show(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.command("litigation", "show", "xai-v-weiser", "--json").stdout)
        return found


def test_dockets_are_read_when_they_move(tmp_path: Path):
    with a_site() as site:
        court = Court(site, tmp_path)
        record = court.crawl()
        assert (record["state"], record["error_kinds"]) == ("ok", {"not-found": 1}), record
        asked = [path.partition("?")[0] for path in site.paths()]
        assert asked == ["/dockets/"] * 2 + ["/docket-entries/"] * 2
        assert {one.headers["Authorization"] for one in site.asked} == {f"Token {TOKEN}"}
        (docket,) = court.show()["dockets"]
        assert [one["kind"] for one in docket["entries"]] == [
            "docket.entry",
            "docket.ruling",
            "docket.entry",
            "docket.entry",
        ]
        assert court.crawl()["events"] == 0
        assert [path.partition("?")[0] for path in site.paths()] == ["/dockets/"] * 2, "it did not move"
        court.modified, court.last = "2", "ORDER granting 2 Motion for Preliminary Injunction. (Sample text.)"
        assert court.crawl()["events"] == 1
        assert court.show()["dockets"][0]["entries"][0]["kind"] == "docket.injunction"
        assert court.show()["laws"][0]["status"] == "stayed", "an entry sets no status"


def test_the_quota_ends_a_run_and_the_next_goes_on(tmp_path: Path):
    with a_site() as site:
        court = Court(site, tmp_path)
        court.command.environment["PREEMPT_COURTLISTENER_DAY_CALLS"] = "3"
        assert court.crawl()["state"] == "skipped_quota"
        assert "courtlistener" in court.command("quota").stdout
        court.command.environment["PREEMPT_COURTLISTENER_DAY_CALLS"] = "125"
        assert court.crawl()["state"] == "ok"
        assert len(court.show()["dockets"][0]["entries"]) == 4


def test_without_a_token_nothing_is_asked(tmp_path: Path):
    with a_site() as site:
        court = Court(site, tmp_path)
        del court.command.environment["PREEMPT_COURTLISTENER_TOKEN"]
        done = court.command("crawl", "run", "courtlistener", "--base-url", site.url("/"))
        assert (done.returncode, site.asked) == (2, [])
        assert "PREEMPT_COURTLISTENER_TOKEN" in done.stderr
