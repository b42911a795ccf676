"""What do the commands that crawl an API have in common? Where it is, what to search for, how much, and the plan."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

import click

from monitor.cli_options import jurisdictions_option

if TYPE_CHECKING:
    from monitor.model.quota_decide import PlannedCalls

__all__ = ["EXIT_CODES", "api_options", "show_plan"]

EXIT_CODES: Final = "Exit codes: 0 done, 1 failed, stopped or out of calls, 2 wrong use, 3 done with item errors."
_OPTIONS: Final = (
    click.option(
        "--base-url", metavar="URL", help="Another base address than that of the settings, of a sample server say."
    ),
    jurisdictions_option,
    click.option(
        "--query", "queries", multiple=True, help="What to search for; again for more. Built-in ones by default."
    ),
    click.option("--limit", type=click.IntRange(min=1), help="Stop after so many bills; the next run goes on."),
    click.option(
        "--dry-run", is_flag=True, help="Print which calls the run would make and what the quota grants; make none."
    ),
    click.option("--json", "as_json", is_flag=True, help="Print the record of the run, or the plan, as JSON."),
)


def api_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options of every API: ``base_url``, ``codes``, ``queries``, ``limit``, ``dry_run``, ``as_json``."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def show_plan(calls: Sequence[PlannedCalls], *, beyond: str, as_json: bool) -> None:
    """Print what a run would ask for; ``beyond`` says what nobody can foresee."""
    if as_json:
        click.echo(json.dumps([one.as_json() for one in calls], indent=2))
        return
    for one in calls:
        granted = "" if one.granted >= one.wanted else f", of which {one.granted:,} are granted now"
        click.echo(f"{one.bucket:<14} {one.wanted:>7,} calls{granted}")
    click.echo(f"{beyond} are not foreseen; each is reserved before it is asked for.")
