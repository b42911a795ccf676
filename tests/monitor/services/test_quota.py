from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, text

from monitor.config import Settings
from monitor.model.quota import (
    CallOutcome,
    Provider,
    QuotaExhaustedError,
    WindowKind,
    courtlistener,
    key_name,
    legiscan,
    openstates,
)
from monitor.services.quota import QuotaLedger, providers, standings
from monitor.store.engine import Store
from monitor.store.tables import QuotaGrantRow, QuotaUseRow

NOW = datetime(2026, 11, 25, 9, 30, 40, tzinfo=UTC)
KEY = "a sample key"
ANSWERED, FAILED, REFUSED = CallOutcome.ANSWERED, CallOutcome.FAILED, CallOutcome.REFUSED
SMALL = legiscan(month_calls=20, soft_percent=50, hard_percent=90, day_pace_percent=None)


class Clock:
    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def ledger(store: Store, provider: Provider, clock: Clock, key: str = KEY) -> QuotaLedger:
    return QuotaLedger.of_key(store, provider, key, clock=clock)


def used(store: Store, provider: Provider, clock: Clock) -> dict[str, int]:
    """Calls by window of the only key."""
    (one,) = standings(store, provider, clock=clock)
    return {use.window.kind.value: use.calls for use in one.windows}


def spend(one: QuotaLedger, bucket: str, most: int = 10_000) -> int:
    """Reserve until nothing is left."""
    for number in range(most):
        try:
            one.reserve(bucket)
        except QuotaExhaustedError:
            return number
    return most


def test_a_call_counts_before_it_is_made_in_every_window(store: Store, clock: Clock):
    grant = ledger(store, openstates(), clock).reserve("bill")
    assert (grant.provider, grant.bucket, grant.calls) == ("openstates", "bill", 1)
    assert used(store, openstates(), clock) == {"minute": 1, "day": 1}
    clock.now += timedelta(minutes=1)
    assert used(store, openstates(), clock) == {"minute": 0, "day": 1}


@pytest.mark.parametrize("outcome", [ANSWERED, FAILED])
def test_what_comes_of_it_gives_nothing_back(store: Store, clock: Clock, outcome: CallOutcome):
    one = ledger(store, openstates(), clock)
    grant = one.reserve("bill", 3)
    one.settle(grant, outcome=outcome)
    one.settle(grant, outcome=REFUSED)  # the first word counts
    assert used(store, openstates(), clock) == {"minute": 3, "day": 3}
    one.reserve("bill")
    (standing,) = standings(store, openstates(), clock=clock)
    assert standing.unsettled == 1
    with store.read() as session:
        stored = session.execute(select(QuotaGrantRow.outcome, QuotaGrantRow.calls).order_by(QuotaGrantRow.id)).all()
    assert [tuple(row) for row in stored] == [(outcome.value, 3), (None, 1)]


def test_nothing_is_counted_when_nothing_is_granted(store: Store, clock: Clock):
    one = ledger(store, openstates(), clock)
    one.reserve("bill", 8)
    with pytest.raises(QuotaExhaustedError) as error:
        one.reserve("bill", 3)
    assert error.value.waitable
    assert error.value.seconds_from(clock()) == 20
    assert used(store, openstates(), clock) == {"minute": 8, "day": 8}
    with pytest.raises(ValueError, match="never granted"):
        one.reserve("bill", 11)
    clock.now = error.value.opens_at
    one.reserve("bill", 3)
    assert used(store, openstates(), clock) == {"minute": 3, "day": 11}


def test_the_soft_stop_refuses_the_rest_first_and_the_hard_stop_all(store: Store, clock: Clock):
    one = ledger(store, SMALL, clock)
    assert spend(one, "dataset") == 10
    assert spend(one, "list") == 0
    assert spend(one, "search") == 8
    assert spend(one, "text") == 0
    with pytest.raises(QuotaExhaustedError) as error:
        one.reserve("text")
    assert not error.value.waitable
    assert error.value.opens_at == datetime(2026, 12, 1, tzinfo=UTC)
    clock.now = error.value.opens_at
    assert spend(one, "list", most=3) == 3


def test_a_refusal_closes_the_longest_window_until_it_ends(store: Store, clock: Clock):
    one = ledger(store, SMALL, clock)
    one.settle(one.reserve("bill"), outcome=REFUSED)
    for bucket in ("bill", "search"):
        with pytest.raises(QuotaExhaustedError) as error:
            one.reserve(bucket)
        assert error.value.window.kind is WindowKind.MONTH
    (standing,) = standings(store, SMALL, clock=clock)
    assert [use.exhausted_at for use in standing.windows] == [NOW]
    clock.now = datetime(2026, 12, 1, tzinfo=UTC)
    one.reserve("bill")


def test_a_refusal_closes_the_window_that_the_provider_names(store: Store, clock: Clock):
    one = ledger(store, openstates(), clock)
    grant = one.reserve("bill")
    clock.now += timedelta(seconds=25)  # the answer came in the next minute
    one.settle(grant, outcome=REFUSED, window=WindowKind.MINUTE)
    one.reserve("bill")
    clock.now = NOW
    with pytest.raises(QuotaExhaustedError) as error:
        one.reserve("bill")
    assert error.value.waitable
    clock.now += timedelta(minutes=3)
    one.settle(one.reserve("bill"), outcome=REFUSED, window=WindowKind.MONTH)  # a window that it does not have
    with pytest.raises(QuotaExhaustedError) as error:
        one.reserve("bill")
    assert error.value.window.kind is WindowKind.DAY


def test_keys_and_providers_do_not_share(store: Store, clock: Clock):
    first, second = (ledger(store, openstates(), clock, key) for key in ("one", "two"))
    assert spend(first, "bill", most=10) == 10
    second.reserve("bill")
    ledger(store, SMALL, clock, "one").reserve("bill")
    assert sorted(one.key_hash for one in standings(store, openstates(), clock=clock)) == sorted(
        (key_name("one"), key_name("two"))
    )
    assert len(standings(store, SMALL, clock=clock)) == 1


def test_no_key_is_stored(store: Store, clock: Clock):
    ledger(store, openstates(), clock, "SECRET-SAMPLE").reserve("bill")
    assert "SECRET" not in repr(ledger(store, openstates(), clock, "SECRET-SAMPLE"))
    with store.read() as session:
        for table in ("quota_use", "quota_grant"):
            assert "SECRET" not in repr(session.execute(text(f"SELECT * FROM {table}")).all())


def test_a_plan_counts_nothing(store: Store, clock: Clock):
    one = ledger(store, SMALL, clock)
    one.reserve("list", 8)
    planned = one.plan({"bill": 5, "search": 20})
    assert [(p.bucket, p.granted) for p in planned] == [("bill", 2), ("search", 8)]
    assert used(store, SMALL, clock) == {"month": 8}


def test_what_is_long_over_is_forgotten(store: Store, clock: Clock):
    one = ledger(store, openstates(), clock)
    one.reserve("bill")
    clock.now += timedelta(days=1)
    one.reserve("bill")
    with store.read() as session:
        assert session.scalar(select(func.count()).select_from(QuotaGrantRow)) == 1
        kinds = session.scalars(select(QuotaUseRow.window_kind).order_by(QuotaUseRow.id)).all()
    assert list(kinds) == ["day", "minute", "day"]


def test_the_settings_change_the_limits(tmp_path):
    settings = Settings(
        data_dir=tmp_path,
        legiscan_month_calls=100,
        legiscan_day_pace_percent=0,
        openstates_day_calls=50,
        courtlistener_hour_calls=20,
    )
    found = providers(settings)
    assert found["legiscan"] == legiscan(month_calls=100, day_pace_percent=None)
    assert found["openstates"] == openstates(day_calls=50)
    assert found["courtlistener"] == courtlistener(hour_calls=20)
    usual = (legiscan(), openstates(), courtlistener())
    assert providers(Settings(data_dir=tmp_path)) == {provider.name: provider for provider in usual}


def _race(address: str, calls: int, start: object, results: object) -> None:
    with Store(address) as store:
        one = ledger(store, openstates(day_calls=30, minute_calls=30), Clock())
        start.wait(60)  # type: ignore[attr-defined]
        results.put((spend(one, "bill", most=calls), os.getpid()))  # type: ignore[attr-defined]


@pytest.mark.parametrize("before", [29, 3], ids=["for the last call", "for many"])
def test_two_processes_race_and_never_exceed_the_limit(store: Store, clock: Clock, before: int):
    provider = openstates(day_calls=30, minute_calls=30)
    ledger(store, provider, clock).reserve("bill", before)
    context = multiprocessing.get_context("spawn")
    start, results = context.Barrier(2), context.Queue()
    racers = [context.Process(target=_race, args=(store.address, 30, start, results)) for _ in range(2)]
    for racer in racers:
        racer.start()
    granted = [results.get(timeout=120) for _ in racers]
    for racer in racers:
        racer.join(120)
        assert racer.exitcode == 0
    assert len({pid for _, pid in granted}) == 2
    assert sum(count for count, _ in granted) == 30 - before
    assert used(store, provider, clock) == {"minute": 30, "day": 30}


_KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from monitor.model.quota import openstates
from monitor.services.quota import QuotaLedger
from monitor.store.engine import Store
store = Store(sys.argv[1])
now = datetime.fromisoformat(sys.argv[2])
QuotaLedger.of_key(store, openstates(), "a sample key", clock=lambda: now).reserve("bill", 4)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.crash
def test_a_killed_process_leaves_its_calls_counted(store: Store, clock: Clock):
    done = subprocess.run([sys.executable, "-c", _KILLED, store.address, NOW.isoformat()], check=False)
    assert done.returncode == -signal.SIGKILL
    assert used(store, openstates(), clock) == {"minute": 4, "day": 4}
    (standing,) = standings(store, openstates(), clock=clock)
    assert standing.unsettled == 1
    assert spend(ledger(store, openstates(), clock), "bill") == 6
