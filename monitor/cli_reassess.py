"""``preempt reassess``: what would change if everything were judged anew, and, when told so, the change itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import click

from monitor.config import Settings
from monitor.errors import ExitCode

if TYPE_CHECKING:
    from monitor.model.finding import Label
    from monitor.services.compare_findings import PositionChange
    from monitor.services.reassess import Difference, Outlook, ReviewedClause

__all__ = ["reassess"]

_EXAMPLES: Final = """\b
Examples:
  preempt reassess
  preempt reassess --json | jq '.differences[] | select(.after == "conflict")'
  preempt reassess --apply
\b
Exit codes: 0 done, 1 failed or stopped, 2 wrong use, 3 done but a text could not be judged.
"""
_QUOTE: Final = 160


@click.command(epilog=_EXAMPLES)
@click.option("--apply", is_flag=True, help="Judge and store; without it nothing is changed.")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes to judge in.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def reassess(settings: Settings, *, apply: bool, jobs: int, as_json: bool) -> int:
    """Judge anew what was judged by other rules or against other positions, and say what would be different.

    With --apply the judgements are stored. Each change is an event; readers are not told of it as news, for no bill
    has changed. What people said of a clause stands under any rules; how many reviewed clauses these would judge
    otherwise is counted apart.
    """
    from monitor.cli_assess_pending import run_pending, this_classifier  # noqa: PLC0415 - help must not pay for it
    from monitor.services.reassess import outlook  # noqa: PLC0415
    from monitor.stop import stop_signals  # noqa: PLC0415
    from monitor.store.engine import Store  # noqa: PLC0415
    from monitor.store.migrate import check_current  # noqa: PLC0415

    if apply:
        return run_pending(settings, jobs=jobs, again=True, as_json=as_json)
    with Store(settings.database) as store, stop_signals() as stop:
        check_current(store)
        found = outlook(store, this_classifier(), jobs=jobs, stop=stop.is_set)
        stopped = stop.is_set()
    if as_json:
        click.echo(json.dumps(_as_json(found), indent=2))
    else:
        _print(found)
    if stopped:
        click.echo("preempt: stopped early: the list is not complete", err=True)
        return int(ExitCode.FAILED)
    return int(ExitCode.ITEM_ERRORS if found.failures else ExitCode.DONE)


def _as_json(found: Outlook) -> dict[str, Any]:
    return {
        "judged": found.judged,
        "scored": found.scored,
        "added": found.added,
        "dropped": found.dropped,
        "relabelled": found.relabelled,
        "reviewed": {
            "clauses": len(found.reviewed),
            "otherwise": found.reviewed_otherwise,
            "against_reviewers": found.against_reviewers,
            "list": [_reviewed_json(one) for one in found.reviewed if one.otherwise or one.against],
        },
        "differences": [
            {
                "jurisdiction": one.bill.jurisdiction,
                "session": one.bill.session,
                "identifier": one.bill.identifier,
                "title": one.title,
                "before": one.before.value if one.before else None,
                "after": one.after.value if one.after else None,
                "positions": [change.payload() for change in one.changes],
            }
            for one in found.differences
        ],
        "failures": [{"bill": bill, "reason": reason} for bill, reason in found.failures],
    }


def _reviewed_json(one: ReviewedClause) -> dict[str, Any]:
    return {
        "jurisdiction": one.bill.jurisdiction,
        "session": one.bill.session,
        "identifier": one.bill.identifier,
        "position": one.position,
        "quote": one.quote,
        "decision": one.decision.value,
        "reviewer_says": one.said.value if one.said else None,
        "before": one.before.value if one.before else None,
        "after": one.after.value if one.after else None,
    }


def _print(found: Outlook) -> None:
    click.echo(
        f"Bills judged anew: {found.judged}{_scored(found.scored)}; {len(found.differences)} would differ."
        f" Clauses: {found.added} added,"
        f" {found.dropped} dropped, {found.relabelled} relabelled. Nothing is stored; --apply does that."
    )
    for one in found.differences:
        click.echo()
        click.echo(f"{one.bill}  {_name(one)}  {one.title[:100]}")
        for change in one.changes:
            _print_change(change)
    _print_reviewed(found)
    for bill, reason in found.failures:
        click.echo(f"not judged: {bill}: {reason}")


def _scored(count: int) -> str:
    return f" ({count} of them from what was read of them before)" if count else ""


def _print_reviewed(found: Outlook) -> None:
    if not found.reviewed:
        return
    click.echo()
    click.echo(
        f"Reviewed clauses: {len(found.reviewed)}; these rules would judge {found.reviewed_otherwise} otherwise than"
        f" the present ones, and {found.against_reviewers} otherwise than the reviewers. What people said stands."
    )
    for one in found.reviewed:
        if one.otherwise:
            words = " ".join(one.quote.split())[:_QUOTE]
            labels = f"{_label(one.before)} -> {_label(one.after)}, reviewed: {_label(one.said)}"
            click.echo(f"  {one.bill}  {one.position}: {labels}, “{words}”")


def _label(label: Label | None) -> str:
    return label.value if label else "no finding"


def _name(one: Difference) -> str:
    before, after = (label.value if label else "not measured" for label in (one.before, one.after))
    return before if before == after else f"{before} -> {after}"


def _print_change(change: PositionChange) -> None:
    for sign, clauses in (("+", change.added), ("-", change.removed)):
        for clause in clauses:
            words = " ".join(clause.quote.split())[:_QUOTE]
            click.echo(f"  {sign} {change.position}: {clause.label.value} {clause.severity}, “{words}”")
    for was, now in change.moved:
        words = " ".join(now.quote.split())[:_QUOTE]
        click.echo(
            f"  ~ {change.position}: {was.label.value} {was.severity} -> {now.label.value} {now.severity}, “{words}”"
        )
