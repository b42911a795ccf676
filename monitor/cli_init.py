"""``preempt init``: create or upgrade the database."""

from __future__ import annotations

import json

import click

from monitor.config import Settings
from monitor.store.engine import Store
from monitor.store.migrate import upgrade

__all__ = ["init"]


@click.command(epilog="\b\nExamples:\n  preempt init\n  PREEMPT_DATA_DIR=/var/lib/preempt preempt init --json")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def init(settings: Settings, *, as_json: bool) -> None:
    """Create or upgrade the database. Safe to run again."""
    for folder in (settings.data_dir, settings.raw_dir):
        folder.mkdir(parents=True, exist_ok=True)
    with Store(settings.database) as store:
        before, after = upgrade(store)
        backend = "sqlite" if store.is_sqlite else "postgresql"
    if as_json:
        click.echo(
            json.dumps({"database": backend, "before": before, "after": after, "data_dir": str(settings.data_dir)})
        )
        return
    did = "created" if before is None else "already current" if before == after else f"upgraded from {before}"
    click.echo(f"{backend} database {did} (revision {after}); data folder {settings.data_dir}")
