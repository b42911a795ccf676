"""Lists that are empty, doubled, old, cut off, or of sessions that nobody knew."""

from __future__ import annotations

import pytest

from alerts.operator import troubles
from monitor.clock import system_clock
from monitor.model.health import GateLimits
from monitor.store.engine import Store
from tests.failure_modes.pages import PageSite, listing
from tests.failure_modes.world import API, STATES, World


def test_mode_01_transient_empty_page(pages: PageSite):
    """A page that is empty once is asked for again; one that stays so is not the end of the list."""
    pages.list([1, 2], to="list2")
    pages.page("/list2", listing([]), listing([3]))
    run = pages.crawl()
    assert (run.state, run.record["new"]) == ("ok", 3)
    assert run.asked[:3] == ["/list", "/list2", "/list2"]
    before = pages.facts()
    pages.page("/list2", listing([]))
    run = pages.crawl()
    assert (run.state, run.kinds) == ("partial", {"truncated": 1})
    assert pages.facts() == before


def test_mode_01_lists_of_an_api(world: World):
    """An empty page of a list that says that it has bills: nothing could be had, and the next run is whole."""
    world.crawl("openstates")
    before = world.facts()
    world.server.use("transient-empty-page")
    run = world.crawl("openstates")
    assert (run.state, run.failure, run.kinds["truncated"]) == ("failed", "truncated", len(STATES))
    assert world.verdicts() == {"failed"}
    assert (run.events, world.facts()) == (0, before)
    whole = world.crawl("openstates")
    assert (whole.state, whole.events) == ("ok", 0)
    assert world.verdicts() == {"ok"}


@pytest.mark.parametrize("source", API)
def test_mode_02_nothing_listed(world: World, source: str):
    """No object and a good status, although bills are known: the run failed, and nothing vanished."""
    world.crawl(source)
    before, told = world.facts(), world.told()
    world.server.use("empty-list")
    run = world.crawl(source)
    assert (run.code, run.state) == (1, "failed")
    assert run.failure == ("empty" if source == "openstates" else "schema-drift"), "LegiScan lists not even a session"
    assert world.verdicts() == {"failed"}
    assert (world.facts(), world.told()) == (before, told)


def test_mode_09_session_not_known(world: World):
    """A session that nobody has heard of is on record for the operator, and the known ones are read on."""
    states = ("AK", "AL", "AR")
    world.crawl("legiscan", states=states)
    before, told = world.facts(), world.told()
    world.server.use("unknown-session")
    run = world.crawl("legiscan", states=states)
    assert (run.state, run.kinds) == ("partial", {"unknown-session": 1, "not-found": 1}), "it has no list of bills yet"
    assert "failed" not in world.verdicts(states), "the others count"
    (error,) = [error for error in world.errors() if error["kind"] == "unknown-session"]
    assert "9th Special Session" in error["subject"]
    with Store(world.url) as store, store.read() as session:
        lines = [trouble.line for trouble in troubles(session, now=system_clock(), limits=GateLimits())]
    assert any("9th Special Session" in line for line in lines)
    assert (world.facts(), world.told()) == (before, told)
    again = world.crawl("legiscan", states=states)
    assert again.kinds == {"not-found": 1}, "it is known now"


def test_mode_17_duplicates(world: World):
    """One bill that stands twice in a list is one bill, and no event is told twice."""
    for source in API:
        world.crawl(source)
    before, told = world.facts(), world.told()
    for source in API:
        world.server.use("duplicates")
        run = world.crawl(source)
        assert (run.state, run.record["new"], run.events) == ("ok", 0, 0)
    assert (world.facts(), world.told()) == (before, told)


def test_mode_17_the_order_moves_while_a_list_is_read(pages: PageSite):
    """A bill on two pages says that the order moved: another one may be missing, so the list is not whole."""
    pages.list([1, 2], to="list2")
    pages.page("/list2", listing([2, 3]))
    run = pages.crawl()
    assert (run.state, run.kinds) == ("partial", {"duplicate": 1})
    assert run.record["new"] == 3


def test_mode_23_old_and_contrary(world: World):
    """A list of days ago takes nothing back: no status goes back, no event is told, and the source's age is shown."""
    for source in API:
        world.server.day = 1
        world.crawl(source)
        world.server.day = 2
        world.crawl(source)
        before, told = world.facts(), world.told()
        world.server.use("stale-page")
        run = world.crawl(source)
        assert run.record["new"] == 0
        statuses = {fact[1]: fact[3] for fact in before if fact[0] == "bill"}
        assert {fact[1]: fact[3] for fact in world.facts() if fact[0] == "bill"} == statuses
        assert [kind for kind, _ in world.told()[len(told) :] if kind == "status.changed"] == []
        world.server.use()
    rows = world.preempt("coverage")["jurisdictions"]
    assert all(row["sources"][0]["last_good"] for row in rows if row["jurisdiction"] in STATES)


def test_mode_24_silent_cap(pages: PageSite):
    """A list that is exactly as long as the limit of its source is cut off, and one shorter than it says too."""
    pages.list([1, 2, 3, 4])
    run = pages.crawl("sample-capped")
    assert (run.state, run.kinds) == ("partial", {"capped": 1})
    assert run.record["new"] == 4, "what it names is stored"
    pages.page("/list", listing([1, 2], total="9"))
    run = pages.crawl()
    assert (run.state, run.kinds) == ("partial", {"truncated": 1})


def test_mode_24_a_shorter_list_of_an_api(world: World):
    """A list that is much shorter than in good runs does not count, and no bill vanishes by it."""
    world.crawl("openstates")
    before = world.facts()
    world.server.use("capped-list")
    run = world.crawl("openstates")
    assert (run.code, run.state) == (3, "degraded")
    assert "nothing is listed although" in run.record["message"]
    assert world.facts() == before
    assert "degraded" in world.verdicts()


def test_mode_25_query_that_means_something_else(world: World):
    """A search that found bills before and finds none now is an empty one, not the news that they are gone."""
    found = world.crawl("openstates", "--query", "artificial intelligence", states=("CO",))
    assert found.record["listed"] > 0
    before = world.facts()
    world.server.use("empty-list")
    again = world.crawl("openstates", "--query", "artificial intelligence", states=("CO",))
    assert (again.state, again.failure) == ("failed", "empty")
    assert world.facts() == before
    world.server.use()
    number = world.crawl("openstates", "--query", "AI 2026", states=("CO",))
    assert (number.state, number.failure) == ("failed", "empty"), "nothing found is never success"
    assert "q=%22AI+2026%22" in world.asked("openstates /bills"), "quoted, it is no number of a bill"
