"""``preempt positions``: which federal positions findings are held against."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

__all__ = ["positions"]


@click.group()
def positions() -> None:
    """List and show the stated federal positions. A position is not preemption."""


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
