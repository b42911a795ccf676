"""A run that is fine but for one field that is empty everywhere."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from monitor.store.engine import Store
from monitor.store.tables import EventRow, SessionRow
from tests.failure_modes.world import API, World

SMALL = '{"small": 1}'
"""Samples have few bills: let each say as much as a hundred do."""


@pytest.mark.parametrize("source", API)
@pytest.mark.parametrize(("fault", "field"), [("no-sponsors", "sponsor"), ("no-actions", "action")])
def test_mode_16_selector_drift(world: World, source: str, fault: str, field: str):
    """A field that is empty where it never was: the run is degraded, its events wait, and what was known stays."""
    world.crawl(source, states=("NJ",), PREEMPT_HEALTH=SMALL)
    before = [fact for fact in world.facts() if fact[0] == field]
    assert before
    world.server.day = 2
    world.server.use(fault)
    run = world.crawl(source, states=("NJ",), PREEMPT_HEALTH=SMALL)
    assert (run.code, run.state) == (3, "degraded")
    assert f"have {field}s" in run.record["message"]
    assert world.verdicts(("NJ",)) <= {"degraded", "held"}
    assert set(before) <= set(world.facts()), "an empty value is never put over a known one"
    with Store(world.url) as store, store.read() as session:
        held = session.scalars(select(SessionRow.held_since)).all()
        removed = session.scalars(select(EventRow.kind).where(EventRow.kind == "sponsor.removed")).all()
    assert any(held)
    assert removed == []
