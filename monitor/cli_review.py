"""``preempt review``: what waits for a person, one bill for its reviewer, and everything that was ever said."""

from __future__ import annotations

import json
from typing import Final

import click

from monitor.cli_options import jurisdictions_option
from monitor.cli_review_decide import COMMANDS
from monitor.config import Settings
from monitor.model.waiting import WaitingKind
from monitor.services.find_bill import find_bill
from monitor.services.query_bill import query_bill
from monitor.services.query_findings import position_heads
from monitor.services.review_queue import review_queue
from monitor.show_findings import console
from monitor.show_reviews import print_history, print_review_page, print_waiting
from monitor.store.engine import Store
from monitor.store.migrate import check_current
from monitor.store.review_repository import reviews_by_bill

__all__ = ["review"]

_EXAMPLES: Final = """\b
Examples:
  preempt review list --jurisdiction WA --limit 20
  preempt review show "WA HB 1622"
  preempt review reject f12 --by "A. Reviewer" --reason "The duty binds agencies alone."
  preempt review history "WA HB 1622"
"""
_LIST_EXAMPLES: Final = """\b
Examples:
  preempt review list
  preempt review list --jurisdiction WA --position compelled-disclosure --limit 20
  preempt review list --band 0.2 0.8 --json
"""
_SHOW_EXAMPLES: Final = """\b
Examples:
  preempt review show "WA HB 1622"
  preempt review show "WA HB 1622 2025-2026" --json
"""
_HISTORY_EXAMPLES: Final = """\b
Examples:
  preempt review history "WA HB 1622"
  preempt review history "WA HB 1622" --json
"""


@click.group(epilog=_EXAMPLES)
def review() -> None:
    """Confirm, reject, relabel and add findings. What a person says wins over the rules and is never overwritten."""


for _command in COMMANDS:
    review.add_command(_command)


@review.command("list", epilog=_LIST_EXAMPLES)
@jurisdictions_option
@click.option("--position", "-p", "positions", multiple=True, help="Only this federal position, by its id; repeat.")
@click.option("--limit", type=click.IntRange(min=1), help="Show so many; the first ones count most.")
@click.option(
    "--band",
    nargs=2,
    type=click.FloatRange(0, 1),
    help="Confidences from which to which a finding waits. Default: the settings review_low and review_high.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def list_(
    settings: Settings,
    *,
    codes: tuple[str, ...],
    positions: tuple[str, ...],
    limit: int | None,
    band: tuple[float, float] | None,
    as_json: bool,
) -> None:
    """List what waits for a person: unsure findings, open proposals, and reviewed words that have changed.

    Conflict comes before potential, and what is less certain before what is surer.
    """
    low, high = band or (settings.review_low, settings.review_high)
    if low > high:
        raise click.BadParameter("the first number is the lower one", param_hint="--band")
    with Store(settings.database) as store:
        check_current(store)
        with store.read() as session:
            known = [head.id for head in position_heads(session)]
        for position in positions:
            if position not in known:
                raise click.BadParameter(
                    f"no position {position!r} is judged; there are: {', '.join(known) or 'none yet'}",
                    param_hint="--position",
                )
        waiting = review_queue(store, band=(low, high), jurisdictions=codes, positions=positions)
    shown = waiting[:limit]
    if as_json:
        items = [one.as_json() for one in shown]
        click.echo(json.dumps({"band": [low, high], "waiting": len(waiting), "items": items}, indent=2))
        return
    print_waiting(shown, len(waiting), console())


@review.command("show", epilog=_SHOW_EXAMPLES)
@click.argument("bill_name", metavar="BILL")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def show(settings: Settings, *, bill_name: str, as_json: bool) -> None:
    """Show the bill BILL to its reviewer: every finding with the name to decide on it, and what was said already."""
    with Store(settings.database) as store:
        check_current(store)
        found = query_bill(store, bill_name)
        band = (settings.review_low, settings.review_high)
        waiting = review_queue(store, band=band, bill_id=found.standing.bill_id)
    proposals = [one for one in waiting if one.kind is WaitingKind.PROPOSAL]
    if not as_json:
        print_review_page(found, proposals, console())
        return
    standing = found.standing
    content = {
        "jurisdiction": standing.key.jurisdiction,
        "session": standing.key.session,
        "identifier": standing.key.identifier,
        "title": standing.title,
        "version": found.version_note,
        "label": standing.label.value if standing.label else None,
        "machine_label": standing.machine_overall.value if standing.machine_overall else None,
        "findings": [finding.as_json() for finding in found.findings],
        "rejected": [finding.as_json() for finding in found.rejected],
        "changed": [one.as_json() for one in found.changed],
        "proposals": [one.as_json() for one in proposals],
    }
    click.echo(json.dumps(content, indent=2))


@review.command("history", epilog=_HISTORY_EXAMPLES)
@click.argument("bill_name", metavar="BILL")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@click.pass_obj
def history(settings: Settings, *, bill_name: str, as_json: bool) -> None:
    """Print everything that was ever said of the bill BILL, withdrawn or not, in its order."""
    with Store(settings.database) as store:
        check_current(store)
        with store.read() as session:
            bill = find_bill(session, bill_name)
            reviews = reviews_by_bill(session, [bill.id]).get(bill.id, [])
    if as_json:
        click.echo(json.dumps([one.as_json() for one in reviews], indent=2))
        return
    print_history(f"{bill.jurisdiction} {bill.identifier} ({bill.session})", reviews, console())
