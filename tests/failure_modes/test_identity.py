"""Which bill of which session is it? Modes 10, 11, 12 and 18 of the ways in which scrapers fail, crawled for real.

Every test runs the command against the sample server on loopback; all of its bills are fictional.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from alerts.load import load_world
from crawlers.samples.server import SampleServer, sample_server
from monitor.services.bill_standing import load_standings
from monitor.services.find_bill import find_bill
from monitor.services.quarantine import quarantined_bills
from monitor.services.query_numbers import possible_renumberings
from monitor.services.query_relations import bill_relations
from monitor.services.query_sessions import query_sessions
from monitor.store.engine import Store
from monitor.store.migrate import upgrade
from monitor.store.tables import (
    BillClaimRow,
    BillRow,
    CrawlErrorRow,
    CrawlSessionRow,
    EventRow,
    FormerNumberRow,
    MissingBillRow,
    SessionRow,
)
from tests.killing import environment_of

pytestmark = pytest.mark.timeout(300)
TODAY = date(2026, 11, 23)


class Crawls:
    """The command on a database of its own, against one server."""

    def __init__(self, url: str, folder: Path, server: SampleServer) -> None:
        self.server, self.store = server, Store(url)
        keys = {"PREEMPT_LEGISCAN_KEY": "sample", "PREEMPT_OPENSTATES_KEY": "sample"}
        calls = {"PREEMPT_OPENSTATES_MINUTE_CALLS": "10000", "PREEMPT_OPENSTATES_DAY_CALLS": "100000"}
        self.environment = environment_of(url, folder, **keys, **calls)
        upgrade(self.store)

    def __call__(self, source: str, *states: str, good: tuple[int, ...] = (0, 3)) -> dict[str, Any]:
        """Crawl some states; returns the record of the run."""
        argv = ["crawl", "legiscan", "--base-url", self.server.legiscan, "--sessions", "all", "--every-bill"]
        if source == "openstates":
            argv = ["crawl", "openstates", "--base-url", self.server.openstates]
        for code in states:
            argv += ["--state" if source == "legiscan" else "--jurisdiction", code]
        done = subprocess.run(
            [sys.executable, "-m", "monitor", *argv, "--json"],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode in good, done.stderr
        record: dict[str, Any] = json.loads(done.stdout)
        return record

    def rows(self, *columns: Any, where: Any = True) -> list[tuple[Any, ...]]:
        with self.store.read() as session:
            return [tuple(row) for row in session.execute(select(*columns).where(where))]

    def bills(self, *states: str) -> dict[tuple[str, str, str], str]:
        """Titles by jurisdiction, session and number."""
        found = self.rows(BillRow.jurisdiction, BillRow.session, BillRow.identifier, BillRow.title)
        return {(code, name, number): title for code, name, number, title in found if code in states}

    def last_event(self) -> int:
        return max((sequence for (sequence,) in self.rows(EventRow.sequence)), default=0)

    def told(self, after: int) -> Counter[str]:
        return Counter(kind for (kind,) in self.rows(EventRow.kind, where=EventRow.sequence > after))


@pytest.fixture
def server() -> Iterator[SampleServer]:
    with sample_server(local_links=True) as found:
        yield found


@pytest.fixture
def crawls(database_url: str, tmp_path: Path, server: SampleServer) -> Iterator[Crawls]:
    found = Crawls(database_url, tmp_path, server)
    yield found
    found.store.close()


def published(server: SampleServer, *states: str) -> dict[tuple[str, str, str], str]:
    """What the samples hold, as :meth:`Crawls.bills` gives it."""
    return {
        (bill.state, bill.session.identifier, bill.number): bill.title
        for bill in server.world.bills
        if bill.state in states
    }


@pytest.mark.parametrize("source", ["legiscan", "openstates"])
def test_mode_10_every_session_is_read_whatever_the_source_calls_current(
    crawls: Crawls, server: SampleServer, source: str
):
    """Detected by the newest actions: a session without one for 60 days beside one that has newer ones is quiet."""
    first = crawls(source, "VA", "TN")
    assert crawls.bills("VA", "TN") == published(server, "VA", "TN"), "nothing lost, nothing invented"
    read = {(code, name) for code, name, _ in crawls.bills("VA", "TN")}
    assert read >= {("VA", "2026"), ("VA", "2026S1"), ("VA", "2027"), ("TN", "114"), ("TN", "114S1"), ("TN", "114S2")}
    measured = crawls.rows(CrawlSessionRow.jurisdiction, CrawlSessionRow.session, CrawlSessionRow.run_id)
    assert {(code, name) for code, name, _ in measured} >= read, "each is on record"
    assert {run for _, _, run in measured} == {first["run"]}
    quiet = {(one.jurisdiction, one.session) for one in query_sessions(crawls.store, today=TODAY) if one.quiet}
    assert quiet == {("TN", "114S1")}, "flagged active upstream, and over since 2025"

    server.day = 2
    last = crawls.last_event()
    second = crawls(source, "VA", "TN")
    assert crawls.bills("VA", "TN") == published(server, "VA", "TN")
    assert (second["new"], crawls.told(last)["bill.new"]) == (1, 1)
    assert crawls.told(last)["bill.carried_over"] == 1
    with crawls.store.read() as session:
        links = {
            name: [
                (link.relation.value, link.other.session)
                for link in bill_relations(session, find_bill(session, f"VA SB 9902 {name}").id).links
            ]
            for name in ("2026", "2027")
        }
    assert links == {"2026": [("carried_over_to", "2027")], "2027": [("carried_over_from", "2026")]}
    last = crawls.last_event()
    crawls(source, "VA", "TN")
    assert crawls.told(last) == {}


def test_mode_11_numbers_that_a_special_session_uses_again(crawls: Crawls, server: SampleServer):
    """Detected by the key: one number with two titles in two sessions is two bills, the same two for both sources."""
    states = ("GA", "NE", "LA", "AR")
    crawls("legiscan", *states)
    found = crawls.bills(*states)
    assert Counter(found.values()) == Counter(published(server, *states).values()), "nothing lost, nothing invented"
    again = {(code, number) for code, _, number in found if sum(key[0::2] == (code, number) for key in found) > 1}
    assert again == {("GA", "HB 9901"), ("NE", "LB 9901"), ("AR", "HB 9901")}
    for code, number in again:
        titles = [title for (state, _, name), title in found.items() if (state, name) == (code, number)]
        assert len(set(titles)) == len(titles) > 1

    second = crawls("openstates", *states)
    apart = {("AR", "2026S1", "HB 9901")}
    assert crawls.bills(*states).keys() - found.keys() == apart, "Arkansas' may be another one: it is not joined"
    assert second["new"] == len(apart)
    assert published(server, *states).items() <= crawls.bills(*states).items()
    claims = Counter(crawls.rows(BillClaimRow.bill_id))
    assert Counter(claims.values()) == {2: len(found) - 1, 1: 2}, "each other bill is known to both sources"
    codes = dict(crawls.rows(SessionRow.identifier, SessionRow.source_code, where=SessionRow.source == "legiscan"))
    assert {name: code for name, code in codes.items() if code} == {
        "2026_ss": "2026-X1",
        "109S1": "2026-X1",
        "2025s1": "2025-X1",
        "2026-X1": "2026-X1",
    }
    stored = query_sessions(crawls.store, today=TODAY)
    assert [(one.jurisdiction, one.session) for one in stored if one.stands_apart] == [("AR", "2026-X1")]


@pytest.mark.parametrize("source", ["legiscan", "openstates"])
def test_mode_12_a_bill_that_the_legislature_made_as_a_test(crawls: Crawls, server: SampleServer, source: str):
    """Detected by its title and number: stored whole, and counted, judged and told nowhere."""
    record = crawls(source, "OK")
    assert record["error_kinds"] == {"test-data": 1}
    assert record["state"] == "ok", "it costs no gate"
    (error,) = crawls.rows(CrawlErrorRow.subject, CrawlErrorRow.message)
    assert error[0] == "OK HB 9999 (2026)"
    assert "asks to disregard it" in error[1]
    assert crawls.bills("OK") == published(server, "OK"), "it is stored like the others"
    (aside,) = quarantined_bills(crawls.store)
    assert (aside.key.identifier, aside.source) == ("HB 9999", source)
    with crawls.store.read() as session:
        counted = {standing.key.identifier for standing in load_standings(session)}
        bill_id = find_bill(session, "OK HB 9999").id
        world = load_world(session, after=0, now=aside.first_seen_at, with_baseline=True)
    assert counted == {number for _, _, number in published(server, "OK")} - {"HB 9999"}
    assert bill_id not in {change.bill_id for change in world.changes}
    assert {"HB 9801", "SB 9802"} <= {bill.key.identifier for bill in world.bills.values()}
    again = crawls(source, "OK")
    assert (again["errors"], again["events"]) == (0, 0)


@pytest.mark.parametrize("source", ["legiscan", "openstates"])
def test_mode_18_a_docket_and_a_draft_that_became_bills(crawls: Crawls, server: SampleServer, source: str):
    """Detected by one id, by the docket among the other numbers, or as the one that left the list and fits."""
    crawls(source, "MA", "MT")
    drafts = {number: id_ for id_, number in crawls.rows(BillRow.id, BillRow.identifier)}
    server.day = 2
    last = crawls.last_event()
    record = crawls(source, "MA", "MT")
    assert crawls.bills("MA", "MT") == published(server, "MA", "MT"), "nothing lost, nothing invented"
    assert record["new"] == 0
    told = crawls.told(last)
    assert (told["bill.new"], told["bill.renumbered"], told["bill.vanished"]) == (0, 2, 0)
    former = crawls.rows(FormerNumberRow.bill_id, FormerNumberRow.identifier, FormerNumberRow.why)
    assert {(number, id_) for id_, number, _ in former} == {
        ("HD 9901", drafts["HD 9901"]),
        ("LC 9901", drafts["LC 9901"]),
    }
    whys = {number: why for _, number, why in former}
    assert whys == {
        "HD 9901": "alike" if source == "legiscan" else "named",
        "LC 9901": "same-id" if source == "legiscan" else "named",
    }
    with crawls.store.read() as session:
        assert find_bill(session, "MA HD 9901").identifier == "H 9901"
        assert find_bill(session, "MT LC 9901").identifier == "HB 9901"
    assert possible_renumberings(crawls.store) == []
    assert crawls.rows(MissingBillRow.id) == [], "the docket is not missed"
    last = crawls.last_event()
    crawls(source, "MA", "MT")
    assert crawls.told(last) == {}


def test_what_replaced_what_over_three_sessions(crawls: Crawls):
    """Each bill names only the one before it: the whole chain shows on every one of them."""
    crawls("legiscan", "LA")
    crawls("openstates", "LA")
    names = ("LA SB 9907", "LA SB 9908", "LA SB 9909")
    with crawls.store.read() as session:
        found = [bill_relations(session, find_bill(session, name).id).chain for name in names]
    chains = {tuple((bill.session, bill.identifier) for bill in chain) for chain in found}
    assert chains == {(("2024", "SB 9907"), ("2025s1", "SB 9908"), ("2026", "SB 9909"))}
