"""A database that knows the samples of a few states, the sample server, and the real command between them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from crawlers.samples.server import SampleServer
from monitor.store.engine import Store
from monitor.store.tables import ActionRow, BillRow, EventRow, SponsorRow, VersionRow

STATES = ("CO", "FL", "WA", "NJ")
SOURCES = ("legiscan", "openstates", "openstates-files")
_IMPATIENT = """
import sys
import crawlers.settings
crawlers.settings.DOWNLOAD_TIMEOUT = float(sys.argv.pop(1))
from monitor.cli import main
main()
"""
API = ("legiscan", "openstates")


@dataclass(frozen=True)
class Run:
    """How the command ended, and the record of the run as it printed it."""

    code: int
    record: dict[str, Any]
    said: str

    @property
    def state(self) -> str:
        return str(self.record["state"])

    @property
    def failure(self) -> str:
        return str(self.record["failure"])

    @property
    def kinds(self) -> dict[str, int]:
        """Bad items by kind, without the scan that is in the samples on purpose."""
        return {kind: count for kind, count in self.record["error_kinds"].items() if kind != "unreadable"}

    @property
    def events(self) -> int:
        return int(self.record["events"])


class World:
    """One database and one server."""

    def __init__(self, url: str, folder: Path, server: SampleServer) -> None:
        self.url, self.server = url, server
        self.environment = {
            **os.environ,
            "PREEMPT_DATABASE_URL": url,
            "PREEMPT_DATA_DIR": str(folder),
            "PREEMPT_CONTACT": "ops@example.org",
            "PREEMPT_LEGISCAN_KEY": "sample",
            "PREEMPT_OPENSTATES_KEY": "sample",
            "PREEMPT_OPENSTATES_MINUTE_CALLS": "10000",
            "PREEMPT_OPENSTATES_DAY_CALLS": "100000",
        }

    def crawl(
        self, source: str, *more: str, states: tuple[str, ...] = STATES, timeout: float = 0, **environment: str
    ) -> Run:
        """One run over some states. Whatever the server does, the command ends by itself and says how.

        ``timeout`` is that of one answer, in seconds, in the place of the project's minute.
        """
        self.server.reset()
        program = ["-c", _IMPATIENT, str(timeout)] if timeout else ["-m", "monitor"]
        done = subprocess.run(
            [sys.executable, *program, *self.argv(source, states), *more, "--json"],
            env=self.environment | environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode in (0, 1, 3), done.stderr
        assert "Traceback" not in done.stderr, done.stderr
        assert self.server.errors == []
        return Run(done.returncode, json.loads(done.stdout), done.stderr)

    def argv(self, source: str, states: tuple[str, ...]) -> list[str]:
        wanted = [part for code in states for part in ("--jurisdiction", code)]
        if source == "legiscan":
            base = self.server.legiscan
            return ["crawl", source, "--base-url", base, "--sessions", "all", "--every-bill", *wanted]
        base = self.server.openstates if source == "openstates" else self.server.archive
        return ["crawl", source, "--base-url", base, *wanted]

    def asked(self, endpoint: str) -> str:
        """The last address of an endpoint that the last run asked for."""
        return next(one.path for one in reversed(self.server.requests) if one.endpoint == endpoint)

    def preempt(self, *arguments: str) -> Any:
        """What another command prints as JSON."""
        done = subprocess.run(
            [sys.executable, "-m", "monitor", *arguments, "--json"],
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        return json.loads(done.stdout)

    def verdicts(self, states: tuple[str, ...] = STATES) -> set[str]:
        """What ``preempt coverage`` says of the states."""
        rows = self.preempt("coverage")["jurisdictions"]
        return {row["verdict"] for row in rows if row["jurisdiction"] in states}

    def errors(self) -> list[dict[str, str]]:
        """The bad items of the latest run."""
        return list(self.preempt("crawl", "errors"))

    def facts(self) -> list[tuple[Any, ...]]:
        """All that is known of bills, without when it was seen: what a failure must neither lose nor invent."""
        return sorted(self._facts(), key=repr)

    def _facts(self) -> Iterator[tuple[Any, ...]]:
        with Store(self.url) as store, store.read() as session:
            names = {row.id: row for row in session.scalars(select(BillRow))}
            for row in names.values():
                yield ("bill", _name(row), row.title, row.status, row.status_on, row.last_action_on)
            for action in session.scalars(select(ActionRow)):
                yield ("action", _name(names[action.bill_id]), action.acted_on, action.text)
            for sponsor in session.scalars(select(SponsorRow)):
                yield ("sponsor", _name(names[sponsor.bill_id]), sponsor.name)
            for version in session.scalars(select(VersionRow)):
                yield ("version", _name(names[version.bill_id]), version.note, version.text_sha256)

    def told(self) -> list[tuple[str, str]]:
        """Every event of the journal: kind and bill, in order."""
        with Store(self.url) as store, store.read() as session:
            names = {row.id: _name(row) for row in session.scalars(select(BillRow))}
            rows = session.scalars(select(EventRow).order_by(EventRow.sequence)).all()
            assert len({row.event_id for row in rows}) == len(rows)
            return [(row.kind, names.get(row.bill_id or 0, "")) for row in rows]


def _name(row: BillRow) -> str:
    return f"{row.jurisdiction} {row.identifier} ({row.session})"
