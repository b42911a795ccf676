"""Answers that are not what was asked for: walls, soft 404s, empty and broken bodies, errors in a good status."""

from __future__ import annotations

import pytest

from tests.failure_modes.world import API, SOURCES, World

VICTIM = "CO HB 9901 (2026A)"


@pytest.mark.parametrize("source", SOURCES)
def test_mode_03_wall_with_a_good_status(world: World, source: str):
    """A firewall's page with HTTP 200 is a block: the host is left alone, and nothing of it is read."""
    world.crawl(source)
    before, told = world.facts(), world.told()
    world.server.day = 2
    world.server.use("waf-page")
    run = world.crawl(source)
    assert (run.code, run.state) == (1, "blocked")
    assert run.failure in ("blocked", "circuit-open")
    asked = sum(count for name, count in world.server.counts.items() if name != "robots.txt")
    assert asked <= 3, "a host that blocks is not asked on"
    assert world.verdicts() == {"blocked"}
    assert (world.facts(), world.told()) == (before, told)
    world.server.use()
    assert world.crawl(source).events > 0, "when the wall is gone, all that changed is told"


@pytest.mark.parametrize("source", API)
def test_mode_04_soft_404(world: World, source: str):
    """A page that says that there is nothing, with HTTP 200, is a missing text and never a new one."""
    world.crawl(source)
    world.server.day = 2
    world.server.use("soft-404")
    run = world.crawl(source)
    assert (run.state, set(run.kinds)) == ("ok", {"soft-404"})
    bare = [fact for fact in world.facts() if fact[0] == "version" and fact[3] is None]
    assert {"WA SB 9902 (2025-2026)", "NJ S 9902 (222)"} <= {fact[1] for fact in bare}
    world.server.use()
    healed = world.crawl(source)
    assert (healed.state, healed.kinds) == ("ok", {})
    bare = [fact for fact in world.facts() if fact[0] == "version" and fact[3] is None]
    assert not {"WA SB 9902 (2025-2026)", "NJ S 9902 (222)"} & {fact[1] for fact in bare}


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("fault", ["empty-body", "undecodable-body"])
def test_mode_05_empty_or_undecodable(world: World, source: str, fault: str):
    """HTTP 200 and no byte, or bytes that nobody can decode: the source failed, and is read again the next time."""
    world.crawl(source)
    before, told = world.facts(), world.told()
    world.server.day = 2
    world.server.use(fault)
    run = world.crawl(source)
    assert (run.code, run.state) == (1, "failed")
    assert run.failure in ("decode", "wrong-type")
    assert world.verdicts() == {"failed"}
    assert (world.facts(), world.told()) == (before, told)
    world.server.use()
    assert world.crawl(source).state == "ok"


def test_mode_05_a_cut_archive_is_not_kept(world: World):
    """Half an archive that says it is whole does not stay for good because the server calls it unchanged."""
    world.server.use("truncated-archive")
    run = world.crawl("openstates-files")
    assert (run.state, run.failure) == ("failed", "decode")
    world.server.use()
    assert world.crawl("openstates-files").record["new"] > 0


@pytest.mark.parametrize("source", API)
@pytest.mark.parametrize("fault", ["error-in-body", "renamed-field"])
def test_mode_06_error_inside_a_good_status(world: World, source: str, fault: str):
    """An error in the body, or a key that has another name: the schema drifted, and the run stops."""
    world.crawl(source)
    before, told = world.facts(), world.told()
    world.server.day = 2
    world.server.use(fault)
    run = world.crawl(source)
    assert (run.code, run.state, run.failure) == (1, "failed", "schema-drift")
    assert run.record["fetched"] == 0
    assert world.verdicts() == {"failed"}
    assert (world.facts(), world.told()) == (before, told)
    world.server.use()
    assert world.crawl(source).events > 0


@pytest.mark.parametrize("source", API)
def test_mode_07_one_bad_record(world: World, source: str):
    """One bill that cannot be had costs itself alone, is on record, and comes when it can be had."""
    world.crawl(source)
    world.server.day = 2
    world.server.use("bill-error")
    run = world.crawl(source)
    assert (run.code, run.state, sum(run.kinds.values())) == (3, "ok", 1)
    assert run.record["changed"] >= 6
    (error,) = [error for error in world.errors() if error["kind"] != "unreadable"]
    assert error["kind"] in ("other", "malformed")
    world.server.use()
    healed = world.crawl(source)
    assert (healed.record["changed"], healed.kinds) == (1, {})
    assert ("status.changed", VICTIM) in world.told(), "the law that it became is told"


@pytest.mark.parametrize("source", API)
def test_mode_08_a_part_of_a_bill_fails(world: World, source: str):
    """Texts that cannot be had do not throw the bill away: it is stored, and its text is asked for again."""
    world.server.use("text-error")
    run = world.crawl(source, states=("DE", "WA"))
    assert run.kinds
    bills = {fact[1] for fact in world.facts() if fact[0] == "bill"}
    assert len(bills) >= 5
    assert all(fact[3] is None for fact in world.facts() if fact[0] == "version")
    world.server.use()
    healed = world.crawl(source, states=("DE", "WA"))
    assert healed.kinds == {}
    assert {fact[1] for fact in world.facts() if fact[0] == "bill"} == bills
    assert any(fact[3] for fact in world.facts() if fact[0] == "version")
