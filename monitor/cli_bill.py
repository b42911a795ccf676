"""``preempt bill show``: one bill with its findings, its sources and the cases about it."""

from __future__ import annotations

import click

from monitor.cli_findings import print_bill
from monitor.config import Settings
from monitor.services.query_bill import query_bill
from monitor.store.engine import Store
from monitor.store.migrate import check_current

__all__ = ["bill"]


@click.group(epilog='\b\nExamples:\n  preempt bill show "WA HB 1622"')
def bill() -> None:
    """One bill and all that is known of it."""


@bill.command(
    epilog='\b\nExamples:\n  preempt bill show "WA HB 1622"\n  preempt bill show "WA HB 1622 2025-2026" --json'
)
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def show(settings: Settings, *, name: str, as_json: bool) -> None:
    """Print the bill NAME whole, as `preempt findings --bill` does."""
    with Store(settings.database) as store:
        check_current(store)
        print_bill(query_bill(store, name), as_json=as_json)
