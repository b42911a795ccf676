"""``preempt positions``: which federal positions findings are held against, and what is new in them."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import click

from monitor.config import Settings

if TYPE_CHECKING:
    from monitor.services.position_releases import PositionRelease

__all__ = ["positions"]

_SHIPPED: Final = "shipped"


@click.group()
def positions() -> None:
    """List, show and compare the stated federal positions. A position is not preemption."""


@positions.command("list", epilog="\b\nExamples:\n  preempt positions list\n  preempt positions list --json")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with the whole set.")
def list_(*, as_json: bool) -> None:
    """List the positions with their legal force."""
    from monitor.positions import load_positions  # noqa: PLC0415 - help must not pay for pydantic

    known = load_positions()
    if as_json:
        click.echo(json.dumps(asdict(known), default=str, indent=2))
        return
    for position in known.positions:
        held = "" if position.labelled else " (context; no finding is held against it)"
        click.echo(f"{position.id}{held}")
        click.echo(f"    {position.title}")
        click.echo(f"    {position.legal_force} (strength {position.authority_strength} of 5)")
    click.echo(f"as of {known.as_of}, reviewed on {known.reviewed_on}, release {known.release[:12]}")


@positions.command(
    "show",
    epilog="\b\nExamples:\n  preempt positions show compelled-disclosure\n  preempt positions show section-230 --json",
)
@click.argument("position_id")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def show(*, position_id: str, as_json: bool) -> None:
    """Show the position POSITION_ID: citation, theory, what is labelled how, and the answers of a state."""
    from monitor.positions import load_positions  # noqa: PLC0415 - help must not pay for pydantic

    known = load_positions()
    try:
        position = known.get(position_id)
    except KeyError as error:
        names = ", ".join(one.id for one in known.positions)
        raise click.BadParameter(
            f"no position is called {position_id!r}; there are: {names}", param_hint="POSITION_ID"
        ) from error
    if as_json:
        click.echo(json.dumps(asdict(position), default=str, indent=2))
        return
    click.echo(f"{position.id}: {position.title}")
    rows = {
        "authority": position.authority,
        "citation": position.citation,
        "date": str(position.date),
        "legal force": f"{position.legal_force} (strength {position.authority_strength} of 5)",
        "status": position.status,
        "known from": position.evidence,
        "theory": position.theory,
        "second theory": position.second_theory,
        "carve-outs": ", ".join(position.carve_outs) or "none",
    }
    for name, value in rows.items():
        click.echo(f"  {name:13}  {value}")
    click.echo("  labels, the first rule that fits counts:")
    for rule in position.rules:
        conditions = [f"by {' or '.join(rule.actors)}"] if rule.actors else []
        conditions += [f"with {fact}" for fact in rule.with_facts] + [f"without {fact}" for fact in rule.without_facts]
        under = f" ({', '.join(conditions)})" if conditions else ""
        click.echo(f"    {rule.duty}{under}: {rule.label.value}, severity {rule.severity}; {rule.note}")
    click.echo("  what a state answers:")
    for counter in position.counter_arguments:
        click.echo(f"    {counter.text}")


@positions.command(
    "diff",
    epilog="""\b
Examples:
  preempt positions diff                      what is new since the judgements that count were made
  preempt positions diff 41c0aa shipped       since an earlier release
  preempt positions diff --json | jq '.changes[].position'
""",
)
@click.argument("before", required=False)
@click.argument("after", default=_SHIPPED)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def diff(settings: Settings, *, before: str | None, after: str, as_json: bool) -> None:
    """Show how two releases of the positions differ, field by field.

    BEFORE and AFTER are the first letters of a release that this database was judged against, or "shipped" for the
    positions of this program. Without BEFORE it is the release on which most judgements rest that count now.
    `preempt reassess` then tells what the difference does to the bills.
    """
    from monitor.positions.compare import compare_positions  # noqa: PLC0415 - help must not pay for them
    from monitor.services.position_releases import position_releases  # noqa: PLC0415
    from monitor.store.engine import Store  # noqa: PLC0415
    from monitor.store.migrate import check_current  # noqa: PLC0415

    with Store(settings.database) as store:
        check_current(store)
        known = position_releases(store)
    if before is None:
        if not known:
            raise click.UsageError("this database was judged against no positions yet; run `preempt assess`")
        before = max(known, key=lambda one: one.judgements).release
    old, new = (_release(name, known) for name in (before, after))
    changes = compare_positions(old[1], new[1])
    if as_json:
        told = {"before": old[0], "after": new[0], "changes": [asdict(change) for change in changes]}
        click.echo(json.dumps(told, indent=2))
        return
    click.echo(f"{old[0][:12]} -> {new[0][:12]}: {'no difference' if not changes else ''}".rstrip(": "))
    for change in changes:
        name = change.position or "the set"
        if not change.field:
            click.echo(f"{name}: {'new' if change.after else 'no longer there'}")
        else:
            click.echo(f"{name}: {change.field}")
        for sign, entries in (("-", change.before), ("+", change.after)):
            for entry in entries:
                click.echo(f"  {sign} {entry}")


def _release(name: str, known: tuple[PositionRelease, ...]) -> tuple[str, dict[str, Any]]:
    from monitor.positions import load_positions  # noqa: PLC0415
    from monitor.positions.compare import content_of  # noqa: PLC0415
    from monitor.services.position_releases import find_release  # noqa: PLC0415

    if name == _SHIPPED:
        shipped = load_positions()
        return shipped.release, content_of(shipped)
    found = find_release(known, name)
    return found.release, found.content
