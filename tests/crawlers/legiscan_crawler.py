"""``preempt crawl legiscan`` against a server of our own, without its politeness."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import text as sql

from monitor.store.engine import Store
from tests.crawlers.legiscan_world import KEY, World

# The command without its politeness: the server is our own.
QUICK_COMMAND = """
import crawlers.settings
crawlers.settings.DOWNLOAD_DELAY, crawlers.settings.AUTOTHROTTLE_ENABLED = 0, False
crawlers.settings.RETRY_AFTER_DEFAULT = 0.1
from monitor.cli import main
main()
"""


QUERY = "artificial intelligence"


class Crawler:
    """The command with a data folder of its own and a key."""

    def __init__(self, folder: Path, world: World) -> None:
        self.data, self.world = folder / "data", world
        self.environment = {**os.environ, "PREEMPT_DATA_DIR": str(self.data), "PREEMPT_LEGISCAN_KEY": KEY}
        self.said = ""
        assert self.run("init").returncode == 0

    def run(self, *argv: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", QUICK_COMMAND, *argv],
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def __call__(self, *options: str, expect: int = 0, **environment: str) -> dict[str, Any]:
        argv = ("crawl", "legiscan", "--base-url", self.world.url, "--query", QUERY, "--json", *options)
        done = self.run(*argv, **environment)
        self.said = done.stdout + done.stderr
        assert done.returncode == expect, self.said
        assert KEY not in self.said
        assert "Traceback" not in self.said
        record: dict[str, Any] = json.loads(done.stdout)
        return record

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with Store(f"sqlite:///{self.data / 'preempt.db'}") as store, store.read() as opened:
            return [tuple(row) for row in opened.execute(sql(query))]

    def events(self) -> int:
        return int(self.rows("SELECT count(*) FROM event")[0][0])

    def owed(self) -> list[str]:
        query = "SELECT native_id FROM listed_bill WHERE fetched IS NULL OR fetched != announced ORDER BY 1"
        return [native_id for (native_id,) in self.rows(query)]


def counts(record: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(record[name] for name in ("state", "listed", "new", "changed", "unchanged", "errors"))
