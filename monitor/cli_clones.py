"""``preempt clones``: find the clauses that bills copy from each other, and show their families."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import click

from monitor.cli_options import jurisdictions_option
from monitor.config import Settings
from monitor.errors import ExitCode
from monitor.model.finding import Label

if TYPE_CHECKING:
    from monitor.services.find_clones import CloneSummary

__all__ = ["clones"]

_FIND: Final = """\b
Examples:
  preempt clones find
  preempt clones find --json | jq .proposals
\b
Exit codes: 0 done, 1 failed or stopped, 2 wrong use. Stopped, it has changed no family; run it again.
"""
_LIST: Final = """\b
Examples:
  preempt clones list
  preempt clones list --min-states 2 --label conflict
  preempt clones list --jurisdiction WA --position compelled-disclosure --json
"""
_SHOW: Final = """\b
Examples:
  preempt clones show 3f9a1c
  preempt clones show 3f9a1c --json
"""
_OF: Final = """\b
Examples:
  preempt clones of "WA HB 1622"
  preempt clones of "WA HB 1622 2025-2026" --json
"""


@click.group()
def clones() -> None:
    """Find clauses that are near copies of each other across bills and states, and show where they came first.

    A copy is found by its words alone. Where a clause is judged and a copy of it is not, the judgement is offered to a
    person as a proposal; nothing is published by it.
    """


@clones.command(epilog=_FIND)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def find(settings: Settings, *, as_json: bool) -> int:
    """Compare the clauses of all judged bills about AI, and store their families.

    The same bills give the same families. A second run reads only the texts that are new.
    """
    from monitor.clock import system_clock  # noqa: PLC0415 - help must not pay for numpy and the database
    from monitor.log import get_logger  # noqa: PLC0415
    from monitor.services.find_clones import find_clones  # noqa: PLC0415
    from monitor.stop import stop_signals  # noqa: PLC0415
    from monitor.store.engine import Store  # noqa: PLC0415
    from monitor.store.lock import exclusive  # noqa: PLC0415
    from monitor.store.migrate import check_current  # noqa: PLC0415

    with Store(settings.database) as store:
        check_current(store)
        with exclusive(store, "clones", folder=settings.data_dir), stop_signals() as stop, _progress() as progress:
            summary = find_clones(store, clock=system_clock, progress=progress, stop=stop.is_set)
    facts = _facts(summary)
    log = get_logger("preempt.clones")
    log.info("clause families found", **facts)
    if summary.stopped:
        log.warning("stopped early; run `preempt clones find` again")
    if as_json:
        click.echo(json.dumps(facts))
    elif summary.stopped:
        click.echo("Stopped before anything was compared; no family is changed.")
    else:
        click.echo(_told(summary))
    return int(ExitCode.FAILED if summary.stopped else ExitCode.DONE)


@clones.command("list", epilog=_LIST)
@jurisdictions_option
@click.option(
    "--position", "-p", "positions", multiple=True, help="Only families judged against this position; repeat."
)
@click.option(
    "--label",
    "-l",
    "labels",
    multiple=True,
    type=click.Choice([label.value for label in Label if label is not Label.NONE]),
    help="Only families whose strongest label against a position is this one; repeat.",
)
@click.option("--min-states", type=click.IntRange(1), default=1, show_default=True, help="Spread at least so far.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="Print so many families.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def list_(
    settings: Settings,
    *,
    codes: tuple[str, ...],
    positions: tuple[str, ...],
    labels: tuple[str, ...],
    min_states: int,
    limit: int,
    as_json: bool,
) -> None:
    """List families, the widest spread first: states, bills, origin, label, and the origin's words."""
    from monitor.services.query_families import list_families  # noqa: PLC0415 - help must not pay for it
    from monitor.services.query_findings import position_heads  # noqa: PLC0415
    from monitor.show_clones import families_table, line_json  # noqa: PLC0415
    from monitor.show_findings import console  # noqa: PLC0415
    from monitor.store.engine import Store  # noqa: PLC0415
    from monitor.store.migrate import check_current  # noqa: PLC0415

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
        lines = list_families(
            store,
            jurisdictions=codes,
            positions=positions,
            labels=[Label(label) for label in labels],
            min_states=min_states,
        )
    shown = lines[:limit]
    if as_json:
        click.echo(json.dumps({"found": len(lines), "families": [line_json(line) for line in shown]}, indent=2))
        return
    if not lines:
        click.echo("No family: none is like that, or `preempt clones find` was not run yet.")
        return
    console().print(families_table(shown, found=len(lines)))


@clones.command(epilog=_SHOW)
@click.argument("family")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def show(settings: Settings, *, family: str, as_json: bool) -> None:
    """Show the family whose name begins with FAMILY: each clause, its words, and how they differ from the origin's."""
    from monitor.services.show_family import show_family  # noqa: PLC0415 - help must not pay for it
    from monitor.show_clones import family_page, view_json  # noqa: PLC0415
    from monitor.show_findings import console  # noqa: PLC0415
    from monitor.store.engine import Store  # noqa: PLC0415
    from monitor.store.migrate import check_current  # noqa: PLC0415

    with Store(settings.database) as store:
        check_current(store)
        found = show_family(store, family)
    if as_json:
        click.echo(json.dumps(view_json(found), indent=2))
        return
    family_page(found, console())


@clones.command(epilog=_OF)
@click.argument("bill")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def of(settings: Settings, *, bill: str, as_json: bool) -> None:
    """List the families that the clauses of BILL are in, in the order of its text."""
    from monitor.services.query_families import families_of_bill  # noqa: PLC0415 - help must not pay for it
    from monitor.show_clones import line_json, member_json, of_table  # noqa: PLC0415
    from monitor.show_findings import console  # noqa: PLC0415
    from monitor.store.engine import Store  # noqa: PLC0415
    from monitor.store.migrate import check_current  # noqa: PLC0415

    with Store(settings.database) as store:
        check_current(store)
        name, pairs = families_of_bill(store, bill)
    if as_json:
        families = [{**line_json(line), "clause": member_json(member)} for line, member in pairs]
        click.echo(json.dumps({"bill": name, "families": families}, indent=2))
        return
    if not pairs:
        click.echo(f"No clause of {name} is in a family: it is like no other, or it was not compared yet.")
        return
    console().print(of_table(name, pairs))


def _facts(summary: CloneSummary) -> dict[str, Any]:
    return {
        "bills": summary.bills,
        "cut": summary.cut,
        "clauses": summary.clauses,
        "candidates": summary.candidates,
        "families": summary.families,
        "across_states": summary.across_states,
        "left": summary.left,
        "added": summary.changes.added,
        "changed": summary.changes.changed,
        "removed": summary.changes.removed,
        "proposals": summary.proposals,
        "seconds": round(summary.seconds, 2),
        "stopped": summary.stopped,
    }


def _told(summary: CloneSummary) -> str:
    moved = summary.changes
    return (
        f"{summary.clauses} clauses of {summary.bills} bills about AI ({summary.cut} texts read anew): "
        f"{summary.families} families, {summary.across_states} of them in more than one state; "
        f"{moved.added} added, {moved.changed} changed, {moved.removed} removed; "
        f"{summary.proposals} proposals for a person; {summary.seconds:.1f} s"
    )


@contextmanager
def _progress() -> Iterator[Any]:
    """A bar on a terminal; nothing elsewhere."""
    from rich.console import Console  # noqa: PLC0415 - help must not pay for rich
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    err = Console(stderr=True)
    if not err.is_terminal:
        yield None
        return
    with Progress(TextColumn("reading"), BarColumn(), MofNCompleteColumn(), console=err, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
