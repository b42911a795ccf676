"""``preempt config``: which settings are in force."""

from __future__ import annotations

import json
import re

import click

from monitor.config import Settings, unknown_variables

__all__ = ["config"]


def _public(settings: Settings) -> dict[str, object]:
    """Every effective value, with passwords masked."""
    values = json.loads(settings.model_dump_json())
    values["database_url"] = re.sub(r"(://[^:/@]*:)[^@]*@", r"\1***@", settings.database)
    return dict(values)


@click.group()
def config() -> None:
    """Show the effective settings."""


@config.command("show", epilog="\b\nExamples:\n  preempt config show\n  preempt config show --json | jq .database_url")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def show(settings: Settings, *, as_json: bool) -> None:
    """Print the effective settings, without secrets."""
    values = _public(settings)
    if as_json:
        click.echo(json.dumps(values, indent=2))
    else:
        width = max(map(len, values))
        for name, value in values.items():
            click.echo(f"{name:{width}}  {'' if value is None else value}")
    for line in unknown_variables():
        click.echo(f"warning: not a setting: {line}", err=True)
