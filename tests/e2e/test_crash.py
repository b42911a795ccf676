"""kill -9 in the middle of crawl, assess and send: after a restart nothing is lost and nothing doubled."""

from __future__ import annotations

import os
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select

from alerts.readers import NewReader, add_reader
from monitor.clock import system_clock
from monitor.model.reader import QuietPolicy
from monitor.store.engine import Store
from monitor.store.migrate import upgrade
from monitor.store.tables import (
    AssessmentRow,
    BillRow,
    CrawlRunRow,
    DeliveryRow,
    EventRow,
    ToldRow,
    VersionRow,
)
from tests.e2e.corpus import write_bills
from tests.killing import counter, environment_of, kill_at, run, said
from tools.mail_sink import free_port

KILLS = 10
BILLS = 44
READERS = 33

pytestmark = [pytest.mark.crash, pytest.mark.timeout(600)]


def _kill_ten_times(
    argv: list[str], environment: dict[str, str], count: Callable[[], int], total: int, rng: random.Random
) -> None:
    """Ten kills at random points of the work that is left, then one run to the end."""
    points = sorted(rng.sample(range(1, total), KILLS))
    killed = 0
    for point in points:
        grace = rng.uniform(0, 0.03)  # so that a kill also lands between two commits, not only after one
        killed += kill_at(argv, environment, lambda point=point: count() >= point, grace=grace)
    assert killed >= KILLS - 1, "the kills came too late to mean anything"
    run(argv, environment)


class _SlowSink:
    """An SMTP server that takes its time before it answers, so that a kill may fall between its 250 and the mark."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, bytes]] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.messages.append((envelope.rcpt_tos[0], envelope.content))
        return "250 taken"


@contextmanager
def _sink() -> Iterator[tuple[_SlowSink, int]]:
    handler, port = _SlowSink(), free_port()
    server = Controller(handler, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield handler, port
    finally:
        server.stop()


def _add_readers(store: Store) -> None:
    for number in range(READERS):
        add_reader(
            store,
            NewReader(address=f"reader{number}@example.org", quiet=QuietPolicy.SKIP, min_severity=1),
            now=system_clock(),
        )


def test_ten_kills_in_each_stage_lose_nothing_and_double_nothing(
    database_url: str, backend: str, sqlite_databases, tmp_path: Path
):
    rng = random.Random(os.environ.get("PYTEST_XDIST_TESTRUNUID", "1") + backend)
    day1, day2 = tmp_path / "day1", tmp_path / "day2"
    write_bills(day1, BILLS)
    write_bills(day2, BILLS, amended=True)
    one = ["crawl", "openstates-files", "--path", str(day1)]
    two = ["crawl", "openstates-files", "--path", str(day2)]

    with sqlite_databases.fresh() as calm_url, Store(calm_url) as calm:
        upgrade(calm)
        quiet = environment_of(calm_url, tmp_path / "calm")
        for argv in (one, ["assess"], two, ["assess"]):
            run(argv, quiet)
        wanted = said(calm)

    environment = environment_of(database_url, tmp_path / "data")
    with Store(database_url) as store:
        _kill_ten_times(one, environment, counter(store, BillRow), BILLS, rng)
        _kill_ten_times(["assess"], environment, counter(store, AssessmentRow), BILLS, rng)
        with store.read() as session:
            assert session.scalars(select(EventRow.baseline).distinct()).all() == [True]
        _add_readers(store)
        new_versions = counter(store, VersionRow, VersionRow.version_key == "Substitute Bill")
        _kill_ten_times(two, environment, new_versions, BILLS, rng)
        new_judged = counter(store, AssessmentRow)
        _kill_ten_times(["assess"], environment, lambda: new_judged() - BILLS, BILLS, rng)

        found = said(store)
        for name, rows in wanted.items():
            assert found[name] == rows, name
        with store.read() as session:
            states = Counter(session.scalars(select(CrawlRunRow.state)))
        assert states["running"] == 0
        assert states["ok"] >= 2

        with _sink() as (sink, port):
            mail = {
                "PREEMPT_SENDER": "smtp",
                "PREEMPT_SMTP_HOST": "127.0.0.1",
                "PREEMPT_SMTP_PORT": str(port),
                "PREEMPT_SMTP_STARTTLS": "false",
            }
            environment |= mail
            made = counter(store, DeliveryRow)
            send = ["digest", "send", "--now"]
            points = sorted(rng.sample(range(1, READERS), KILLS))
            killed = 0
            for half, point in enumerate(points):
                # the first five while digests are made, the others while they are sent
                def reached(half: int = half, point: int = point) -> bool:
                    if half < KILLS // 2:
                        return made() >= point
                    return len({recipient for recipient, _ in sink.messages}) >= point

                killed += kill_at(send, environment, reached)
            assert killed >= KILLS - 1
            run(send, environment)
            arrived = list(sink.messages)

        with store.read() as session:
            deliveries = session.execute(select(DeliveryRow.reader_id, DeliveryRow.state, DeliveryRow.message_id)).all()
            told = Counter((who, what) for who, what in session.execute(select(ToldRow.reader_id, ToldRow.event_id)))
            news = set(
                session.scalars(
                    select(EventRow.event_id).where(EventRow.baseline.is_(False), EventRow.kind.like("finding.%"))
                )
            )
    assert len(news) >= BILLS
    assert {state for _, state, _ in deliveries} == {"sent"}
    assert len(deliveries) == READERS, "one digest a reader, however often the making of it was killed"
    assert max(told.values()) == 1
    for reader in {reader for reader, _ in told}:
        assert {event for who, event in told if who == reader} >= news
    copies: dict[str, set[bytes]] = defaultdict(set)
    for recipient, content in arrived:
        copies[recipient].add(content)
    assert len(copies) == READERS
    assert all(len(contents) == 1 for contents in copies.values()), (
        "a message that is sent again is the same, byte by byte"
    )
    ids = {message_from_bytes(content, policy=policy.default)["Message-ID"] for _, content in arrived}
    assert ids == {message_id for _, _, message_id in deliveries}
    assert len(arrived) - READERS <= KILLS, "only a message in flight may come twice"
