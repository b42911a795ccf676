"""``preempt clocks``: comment deadlines, agency deadlines of orders, and when state laws begin, as one list."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

import click

from monitor.config import Settings
from monitor.printable import printable

if TYPE_CHECKING:
    from monitor.model.deadline import Deadline

__all__ = ["clocks"]

_EXAMPLES: Final = """\b
Examples:
  preempt clocks
  preempt clocks --kind agency-deadline --all
  preempt clocks --json | jq '.[] | {on, title}'
  preempt clocks --ics > clocks.ics
"""


@click.command(epilog=_EXAMPLES)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(["comment-deadline", "agency-deadline", "effective-date", "operative-date"]),
    help="Only this; repeat.",
)
@click.option("--all", "past_too", is_flag=True, help="Also days that have passed.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Count from this day on, not from today.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@click.option("--ics", "as_ics", is_flag=True, help="Print a calendar (RFC 5545); what states no day is left out.")
@click.pass_obj
def clocks(
    settings: Settings,
    *,
    kinds: tuple[str, ...],
    past_too: bool,
    as_of: datetime | None,
    as_json: bool,
    as_ics: bool,
) -> None:
    """List days by date, each with the text that states it: comments close, an agency is to act, a state law begins.

    Agency deadlines that have passed stay until an outcome is known. State laws: those that are enacted and about AI,
    as far as their text was read. A deadline of an order binds agencies; nobody else can claim it.
    """
    if as_json and as_ics:
        raise click.UsageError("--json or --ics, not both")
    from monitor.clock import system_clock  # noqa: PLC0415 - help must not pay for SQLAlchemy
    from monitor.ics import calendar  # noqa: PLC0415
    from monitor.services.clocks import list_clocks  # noqa: PLC0415
    from monitor.store.engine import Store  # noqa: PLC0415
    from monitor.store.migrate import check_current  # noqa: PLC0415

    now = as_of.replace(tzinfo=UTC) if as_of is not None else system_clock()
    with Store(settings.database) as store:
        check_current(store)
        found = list_clocks(store)
    shown = [one for one in found if (past_too or one.is_shown(now.date())) and (not kinds or one.kind.value in kinds)]
    if as_json:
        click.echo(json.dumps([one.as_json() for one in shown], indent=2))
    elif as_ics:
        if not any(one.on for one in shown):
            raise click.ClickException("nothing that is listed has a day: there is no calendar to write")
        click.echo(calendar(shown, stamped_at=now), nl=False)
    else:
        for one in shown:
            _print(one, now.date())
        if not shown:
            click.echo("no day is known; laws whose text was not read have none here")


def _print(one: Deadline, today: date) -> None:
    day = one.on.isoformat() if one.on else "no day    "
    left = ""
    if one.on is not None:
        days = (one.on - today).days
        left = f" ({'today' if not days else f'in {days} days' if days > 0 else f'{-days} days ago'})"
    click.echo(f"{day}{left}  {one.kind.value}  {one.jurisdiction}  {printable(one.title)}")
    if one.when:
        click.echo(f"    {printable(one.when)}")
    click.echo(f"    {printable(one.source)}{f'  {printable(one.address)}' if one.address else ''}")
    if one.outcome:
        click.echo(f"    outcome: {printable(one.outcome)}")
    elif one.known_until is not None and one.on is not None and one.on < today:
        click.echo(f"    no outcome was seen up to {one.known_until}")
    if one.note:
        click.echo(f"    {printable(one.note)}")
