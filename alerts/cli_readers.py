"""``preempt readers``: who is told, and of what."""

from __future__ import annotations

import json
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

import click

from monitor.config import Settings
from monitor.model.reader import Cadence, QuietPolicy

if TYPE_CHECKING:
    from alerts.readers import KnownReader

__all__ = ["readers"]

_ADD_EXAMPLES = """\b
Examples:
  preempt readers add you@example.gov
  preempt readers add you@example.gov --jurisdiction CA --jurisdiction NY --min-severity 3
  preempt readers add you@example.gov --position compelled-disclosure --cadence weekly --zone America/Denver
  preempt readers add you@example.gov --invite
"""


def _time(_ctx: click.Context, _option: click.Parameter, value: str) -> time:
    try:
        return datetime.strptime(value, "%H:%M").time()  # noqa: DTZ007 - a local time of the reader's zone
    except ValueError as error:
        raise click.BadParameter("write the local time as 07:00") from error


@click.group()
def readers() -> None:
    """Add, list and remove readers of digests."""


@readers.command("add", epilog=_ADD_EXAMPLES)
@click.argument("address")
@click.option("--name", default="", help="For the To: line.")
@click.option("--jurisdiction", "-j", "codes", multiple=True, help="Only this one (CA, DC); repeat. Default: any.")
@click.option("--position", "-p", "positions", multiple=True, help="Only this federal position; repeat. Default: any.")
@click.option("--min-severity", type=click.IntRange(0, 5), default=1, show_default=True, help="0 to 5.")
@click.option(
    "--cadence",
    type=click.Choice([cadence.value for cadence in Cadence]),
    default=Cadence.DAILY.value,
    show_default=True,
    help="Every day, or every Monday.",
)
@click.option(
    "--quiet",
    type=click.Choice([policy.value for policy in QuietPolicy]),
    default=QuietPolicy.SKIP.value,
    show_default=True,
    help="When there is nothing to tell: no mail, one a week, or always.",
)
@click.option("--at", "send_at", default="07:00", show_default=True, callback=_time, help="Local time of the digest.")
@click.option("--zone", default=None, help="IANA zone; default: the setting PREEMPT_ZONE.")
@click.option("--rule", default="", help="A name for the rule, shown in each item; default: made from its content.")
@click.option("--invite", is_flag=True, help="Send an invitation; digests begin when it is accepted.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def add(
    settings: Settings,
    *,
    address: str,
    name: str,
    codes: tuple[str, ...],
    positions: tuple[str, ...],
    min_severity: int,
    cadence: str,
    quiet: str,
    send_at: time,
    zone: str | None,
    rule: str,
    invite: bool,
    as_json: bool,
) -> None:
    """Add the reader ADDRESS with one rule. What happened before is not told.

    Without --invite you vouch that the person wants it.
    """
    from alerts.invite import invite_reader  # noqa: PLC0415 - help must not pay for SQLAlchemy
    from alerts.post import post_of  # noqa: PLC0415
    from alerts.readers import NewReader, add_reader  # noqa: PLC0415
    from monitor.clock import system_clock  # noqa: PLC0415
    from monitor.store.engine import Store  # noqa: PLC0415
    from monitor.store.migrate import check_current  # noqa: PLC0415

    wanted = NewReader(
        address=address,
        name=name,
        zone=zone or settings.zone,
        send_at=send_at,
        cadence=Cadence(cadence),
        quiet=QuietPolicy(quiet),
        rule=rule,
        jurisdictions=codes,
        positions=positions,
        min_severity=min_severity,
    )
    with Store(settings.database) as store:
        check_current(store)
        now = system_clock()
        if invite:
            known = invite_reader(store, wanted, post=post_of(settings), now=now)
        else:
            known = add_reader(store, wanted, now=now)
    if as_json:
        click.echo(json.dumps(_as_json(known)))
        return
    click.echo(f"{'invited' if invite else 'added'} {_words(known)}")


@readers.command("list", epilog="\b\nExamples:\n  preempt readers list\n  preempt readers list --json")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@click.pass_obj
def list_(settings: Settings, *, as_json: bool) -> None:
    """List the readers and their rules."""
    from alerts.readers import list_readers  # noqa: PLC0415 - help must not pay for SQLAlchemy
    from monitor.store.engine import Store  # noqa: PLC0415
    from monitor.store.migrate import check_current  # noqa: PLC0415

    with Store(settings.database) as store:
        check_current(store)
        found = list_readers(store)
    if as_json:
        click.echo(json.dumps([_as_json(known) for known in found], indent=2))
        return
    if not found:
        click.echo("no readers yet; add one with `preempt readers add`")
    for known in found:
        click.echo(_words(known))


@readers.command("resume", epilog="\b\nExamples:\n  preempt readers resume you@example.gov")
@click.argument("address")
@click.pass_obj
def resume(settings: Settings, *, address: str) -> None:
    """Send to ADDRESS again, which was suspended because mail came back. The next digest covers the whole gap."""
    from alerts.bounces import resume_reader  # noqa: PLC0415 - help must not pay for SQLAlchemy
    from monitor.store.engine import Store  # noqa: PLC0415
    from monitor.store.migrate import check_current  # noqa: PLC0415

    with Store(settings.database) as store:
        check_current(store)
        was = resume_reader(store, address)
    click.echo(f"{address} is told again" if was else f"{address} was not suspended")


@readers.command("remove", epilog="\b\nExamples:\n  preempt readers remove you@example.gov")
@click.argument("address")
@click.pass_obj
def remove(settings: Settings, *, address: str) -> None:
    """Stop telling the reader ADDRESS. The record of what was sent stays."""
    from alerts.readers import remove_reader  # noqa: PLC0415 - help must not pay for SQLAlchemy
    from monitor.clock import system_clock  # noqa: PLC0415
    from monitor.store.engine import Store  # noqa: PLC0415
    from monitor.store.migrate import check_current  # noqa: PLC0415

    with Store(settings.database) as store:
        check_current(store)
        dropped = remove_reader(store, address, now=system_clock())
    click.echo(f"removed {address}" + (f"; {dropped} unsent digest(s) dropped" if dropped else ""))


def _words(known: KnownReader) -> str:
    reader = known.reader
    rules = "; ".join(f"“{rule.name}”" for rule in known.rules)
    words = f"{reader.address}: {reader.cadence.value} at {reader.send_at:%H:%M} {reader.zone}, {rules or 'no rule'}"
    if reader.suspended_at is not None:
        words += f"; SUSPENDED {reader.suspended_at:%Y-%m-%d}: {reader.suspended_why}"
    return words


def _as_json(known: KnownReader) -> dict[str, Any]:
    reader = known.reader
    return {
        "address": reader.address,
        "name": reader.name,
        "zone": reader.zone,
        "send_at": f"{reader.send_at:%H:%M}",
        "cadence": reader.cadence.value,
        "quiet": reader.quiet.value,
        "paused_until": reader.paused_until.isoformat() if reader.paused_until else None,
        "text_only": reader.text_only,
        "suspended_at": reader.suspended_at.isoformat() if reader.suspended_at else None,
        "suspended_why": reader.suspended_why,
        "told_to_event": known.told_to,
        "told_at": known.told_at.isoformat(),
        "rules": [
            {
                "name": rule.name,
                "jurisdictions": list(rule.jurisdictions),
                "positions": list(rule.positions),
                "min_severity": rule.min_severity,
            }
            for rule in known.rules
        ],
    }
