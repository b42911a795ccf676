"""The second day of the samples gives drafts new numbers: a crawl of LegiScan tells of them and of no new bill."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from crawlers.samples.server import sample_server
from monitor.services.query_numbers import possible_renumberings
from monitor.store.engine import Store
from monitor.store.migrate import upgrade
from monitor.store.tables import BillRow, EventRow
from tests.killing import environment_of, run


@pytest.mark.timeout(300)
def test_a_draft_of_the_first_day_is_a_bill_on_the_second(database_url: str, tmp_path: Path):
    environment = environment_of(database_url, tmp_path, PREEMPT_LEGISCAN_KEY="sample")
    with sample_server() as server, Store(database_url) as store:
        upgrade(store)
        crawl = ["crawl", "legiscan", "--base-url", server.legiscan, "--sessions", "all", "--every-bill"]
        crawl += ["--state", "MA", "--state", "MT"]
        run(crawl, environment, good=(0, 3))
        with store.read() as session:
            last = max(session.scalars(select(EventRow.sequence)))
            drafts = dict(map(tuple, session.execute(select(BillRow.identifier, BillRow.id))))
        server.day = 2
        run(crawl, environment, good=(0, 3))
        with store.read() as session:
            rows = session.execute(
                select(EventRow.kind, BillRow.jurisdiction, BillRow.identifier, BillRow.id, EventRow.payload)
                .join(BillRow, BillRow.id == EventRow.bill_id)
                .where(EventRow.sequence > last, EventRow.kind.in_(["bill.new", "bill.renumbered"]))
            ).all()
        told = {(kind, code, payload.get("before"), now) for kind, code, now, _, payload in rows}
        # one id is one bill; the docket, which left LegiScan's list, is the one that fits H 9901 in every respect
        assert told == {
            ("bill.renumbered", "MT", "LC 9901", "HB 9901"),
            ("bill.renumbered", "MA", "HD 9901", "H 9901"),
        }
        assert {(code, id_) for _, code, _, id_, _ in rows} == {("MT", drafts["LC 9901"]), ("MA", drafts["HD 9901"])}
        assert {payload["why"] for *_, payload in rows} == {"same-id", "alike"}
        assert possible_renumberings(store) == []
        asked = subprocess.run(
            [sys.executable, "-m", "monitor", "crawl", "renumbered", "--json"],
            env=environment,
            capture_output=True,
            check=True,
        )
        assert json.loads(asked.stdout) == []
        with store.read() as session:
            before = max(session.scalars(select(EventRow.sequence)))
        run(crawl, environment, good=(0, 3))
        with store.read() as session:
            assert max(session.scalars(select(EventRow.sequence))) == before
