"""``preempt findings``: counts by jurisdiction and position, or one bill with all its findings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import click

from monitor.cli_options import jurisdictions_option
from monitor.config import Settings
from monitor.model.finding import Label
from monitor.printable import printable
from monitor.services.bill_standing import BillStanding
from monitor.services.quarantine import QuarantinedBill, quarantined_bills
from monitor.services.query_bill import BillFindings, query_bill
from monitor.services.query_findings import FindingsTable, position_heads, query_findings
from monitor.show_findings import bill_page, bills_table, console, findings_table
from monitor.store.engine import Store
from monitor.store.migrate import check_current

__all__ = ["findings", "print_bill", "print_findings"]

_EXAMPLES = """\b
Examples:
  preempt findings
  preempt findings --position compelled-disclosure --label conflict --bills
  preempt findings --jurisdiction WA --jurisdiction UT --json
  preempt findings --bill "WA HB 1622"
  preempt findings --bill "WA HB 1622 2025-2026" --json
  preempt findings --quarantined
"""


@click.command(epilog=_EXAMPLES)
@jurisdictions_option
@click.option("--position", "-p", "positions", multiple=True, help="Only this federal position, by its id; repeat.")
@click.option(
    "--label",
    "-l",
    "labels",
    multiple=True,
    type=click.Choice([label.value for label in Label if label is not Label.NONE]),
    help="Count this label in the columns of positions; repeat. Default: conflict and potential.",
)
@click.option("--bills", "list_bills", is_flag=True, help="List the bills behind the counts.")
@click.option("--bill", "bill_name", help='Print every finding of one bill: "WA HB 1622", with its session if needed.')
@click.option("--quarantined", is_flag=True, help="List the bills that are put aside as tests of a legislature's own.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def findings(
    settings: Settings,
    *,
    codes: tuple[str, ...],
    positions: tuple[str, ...],
    labels: tuple[str, ...],
    list_bills: bool,
    bill_name: str | None,
    quarantined: bool,
    as_json: bool,
) -> None:
    """Print how many bills conflict with stated federal positions, by jurisdiction and position.

    A bill counts once, by the judgement of its current text; what people said in reviews wins over the rules. What
    could not be read or judged is unknown, never "none".
    """
    if bill_name is not None and (codes or positions or labels or list_bills or quarantined):
        raise click.UsageError("--bill prints one bill whole; it takes no filter beside it")
    if quarantined and (positions or labels or list_bills):
        raise click.UsageError("--quarantined lists bills that are not judged; only --jurisdiction narrows it")
    with Store(settings.database) as store:
        check_current(store)
        if bill_name is not None:
            print_bill(query_bill(store, bill_name), as_json=as_json)
            return
        if quarantined:
            _print_quarantined(
                [bill for bill in quarantined_bills(store) if not codes or bill.key.jurisdiction in codes],
                as_json=as_json,
            )
            return
        with store.read() as session:
            known = [head.id for head in position_heads(session)]
        for position in positions:
            if position not in known:
                raise click.BadParameter(
                    f"no position {position!r} is judged; there are: {', '.join(known) or 'none yet'}",
                    param_hint="--position",
                )
        wanted = [Label(label) for label in labels]
        table = query_findings(store, jurisdictions=codes, positions=positions, labels=wanted)
    if as_json:
        click.echo(json.dumps(_table_json(table, with_bills=list_bills), indent=2))
        return
    print_findings(table, labels=wanted, with_bills=list_bills)


def _print_quarantined(bills: Sequence[QuarantinedBill], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"quarantined": [bill.as_json() for bill in bills]}, indent=2))
        return
    if not bills:
        click.echo("no bill is in quarantine")
    for bill in bills:
        click.echo(f'{bill.key}: "{printable(bill.title)}": {bill.reason}; from {bill.source}')
    if bills:
        click.echo("One that is a bill all the same: `preempt crawl release` with its name.")


def print_findings(table: FindingsTable, *, labels: list[Label] | None = None, with_bills: bool = False) -> None:
    """Write the table to standard output."""
    out = console()
    out.print(findings_table(table, labels=labels or ()))
    if with_bills:
        out.print(bills_table(table.bills, {head.id for head in table.positions}))


def _table_json(table: FindingsTable, *, with_bills: bool) -> dict[str, Any]:
    content: dict[str, Any] = {
        "positions": [asdict(head) for head in table.positions],
        "jurisdictions": [line.as_json() for line in table.lines],
        "totals": table.total.as_json(),
    }
    if with_bills:
        content["bills"] = [_standing_json(bill) for bill in table.bills]
    return content


def _standing_json(bill: BillStanding) -> dict[str, Any]:
    return {
        "jurisdiction": bill.key.jurisdiction,
        "session": bill.key.session,
        "identifier": bill.key.identifier,
        "title": bill.title,
        "status": bill.status,
        "relevance": bill.relevance.value if bill.relevance else None,
        "label": bill.label.value if bill.label else None,
        "machine_label": bill.machine_overall.value if bill.machine_overall else None,
        "positions": {position: label.value for position, label in sorted(bill.positions.items())},
        "machine_positions": {position: label.value for position, label in sorted(bill.machine_positions.items())},
        "reviewed": bill.reviewed,
        "newest_text": bill.newest.value if bill.newest else "judged",
        "litigation": [mark.as_json() for mark in bill.litigation],
    }


def print_bill(found: BillFindings, *, as_json: bool) -> None:
    """Write one bill to standard output."""
    if as_json:
        content = {
            **asdict(found),
            **_standing_json(found.standing),
            **found.sources.as_json(),
            **found.numbers.as_json(),
            **found.relations.as_json(),
            "findings": [finding.as_json() for finding in found.findings],
            "rejected": [finding.as_json() for finding in found.rejected],
            "changed": [review.as_json() for review in found.changed],
        }
        del content["standing"], content["sources"], content["numbers"]
        click.echo(json.dumps(content, indent=2, default=str))
        return
    bill_page(found, console())
