from __future__ import annotations

from datetime import timedelta

from crawlers.tally import count_error, count_outcome, coverage, record_from
from monitor.model.run import ItemError, RunRecord, RunState
from tests.crawlers.bills import FETCHED_AT
from tests.crawlers.fakes import FakeCrawler


def test_an_empty_run():
    assert record_from({}, source="s", state=RunState.OK, started_at=FETCHED_AT, now=FETCHED_AT) == RunRecord(
        source="s", state=RunState.OK, started_at=FETCHED_AT, ended_at=FETCHED_AT
    )


def test_a_run_from_its_counts():
    crawler = FakeCrawler()
    for kind in ("sanity", "malformed", "malformed"):
        count_error(crawler.stats, ItemError(kind=kind, subject="s", message="m"))
    count_outcome(crawler.stats, outcome="new", events=4, versions=2, baseline=True)
    count_outcome(crawler.stats, outcome="unchanged", events=0, versions=0, baseline=False)
    found = record_from(
        crawler.counts,
        source="s",
        state=RunState.RUNNING,
        started_at=FETCHED_AT,
        now=FETCHED_AT + timedelta(seconds=4),
        message="m",
    )
    assert list(found.error_kinds.items()) == [("malformed", 2), ("sanity", 1)]
    assert (found.errors, found.new, found.unchanged, found.events, found.versions) == (3, 1, 1, 4, 2)
    assert (found.baseline, found.ended_at, found.seconds, found.message) == (True, None, 4.0, "m")
    assert found.bills_per_second == 0.5


def test_coverage():
    assert coverage({}) == {}
    stats = {"field/bills": 3, "field/texts/missing": 1, "field/abstract/missing": 3, "field/x/other": 1, "bill/new": 3}
    assert coverage(stats) == {"abstract": 0.0, "texts": 0.6667}
