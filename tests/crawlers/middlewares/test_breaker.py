from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.middlewares.breaker import FAILING, Breaker, BreakerRules, after, allows, rest_until
from monitor.model.failure import FailureKind

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
RULES = BreakerRules(blocked=3, failed=5, rest=timedelta(hours=6))
BLOCKED, SERVER, NOT_FOUND = FailureKind.BLOCKED, FailureKind.SERVER_ERROR, FailureKind.NOT_FOUND
kinds = st.one_of(st.none(), st.sampled_from(list(FailureKind)))


def run(*answers: FailureKind | None, breaker: Breaker | None = None, now: datetime = NOW) -> Breaker:
    found = breaker or Breaker()
    for kind in answers:
        found = after(found, kind, rules=RULES, now=now)
    return found


def test_three_walls_in_a_row_open_it_for_six_hours():
    assert run(BLOCKED, BLOCKED).open_until is None
    opened = run(BLOCKED, BLOCKED, BLOCKED)
    assert opened.open_until == NOW + timedelta(hours=6)
    assert not allows(opened, NOW + timedelta(hours=5, minutes=59))
    assert allows(opened, NOW + timedelta(hours=6))


@pytest.mark.parametrize("good", [None, NOT_FOUND, FailureKind.SOFT_404, FailureKind.WRONG_TYPE])
def test_an_answer_that_shows_that_the_host_works_begins_anew(good: FailureKind | None):
    assert run(BLOCKED, BLOCKED, good, BLOCKED, BLOCKED).open_until is None
    assert run(SERVER, SERVER, SERVER, SERVER, good) == Breaker()


def test_failures_of_every_kind_add_up_and_take_longer():
    assert run(SERVER, FailureKind.TIMEOUT, SERVER, FailureKind.DNS).open_until is None
    assert run(SERVER, FailureKind.TIMEOUT, SERVER, FailureKind.DNS, FailureKind.TLS).open_until is not None
    assert run(BLOCKED, SERVER, BLOCKED, SERVER).open_until is None, "no three walls in a row"


@pytest.mark.parametrize("kind", sorted(FAILING))
def test_after_its_rest_one_failure_opens_it_again_and_one_good_answer_closes_it(kind: FailureKind):
    opened, later = run(*[BLOCKED] * 3), NOW + timedelta(hours=6)
    assert run(kind, breaker=opened, now=later).open_until == later + timedelta(hours=6)
    assert run(None, breaker=opened, now=later) == Breaker()


def test_what_was_on_its_way_changes_nothing():
    opened = run(*[BLOCKED] * 3)
    for kind in (None, BLOCKED, SERVER):
        assert run(kind, breaker=opened, now=NOW + timedelta(minutes=1)) == opened


def test_the_host_may_name_the_time_itself():
    named = rest_until(Breaker(), NOW + timedelta(hours=1))
    assert not allows(named, NOW)
    assert allows(named, NOW + timedelta(hours=1))
    assert rest_until(run(*[BLOCKED] * 3), NOW + timedelta(hours=1)).open_until == NOW + timedelta(hours=6)
    assert rest_until(named, NOW + timedelta(days=2)).open_until == NOW + timedelta(days=2)


@given(st.lists(st.tuples(kinds, st.integers(0, 4 * 3600)), max_size=60))
def test_it_is_open_exactly_after_too_many_in_a_row(answers: list[tuple[FailureKind | None, int]]):
    """Against a count by hand: walls and failures since the last good answer that was let through."""
    breaker, now = Breaker(), NOW
    blocked = failed = 0
    for kind, seconds in answers:
        now += timedelta(seconds=seconds)
        was_open = not allows(breaker, now)
        later = after(breaker, kind, rules=RULES, now=now)
        if was_open:
            assert later == breaker
            continue
        rested = breaker.open_until is not None
        if kind not in FAILING:
            blocked = failed = 0
            assert later == Breaker()
        else:
            blocked = blocked + 1 if kind is BLOCKED else 0
            failed += 1
            opened = rested or blocked >= 3 or failed >= 5
            assert (not allows(later, now)) == opened
            if opened:
                assert later.open_until == now + RULES.rest
                blocked = failed = 0
        breaker = later
