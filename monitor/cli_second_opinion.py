"""``preempt second-opinion``: ask a language model about provisions in doubt, or show what would be asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import click

from monitor.classify.abstain import BAND
from monitor.cli_options import jurisdictions_option
from monitor.config import Settings
from monitor.errors import ExitCode

if TYPE_CHECKING:
    from monitor.second_opinion.open_reader import Endpoint
    from monitor.services.ask_model import AskSummary, PlannedQuestion
    from monitor.services.find_doubts import Choice
    from monitor.store.engine import Store

__all__ = ["second_opinion"]

_EXAMPLES: Final = """\b
Examples:
  preempt second-opinion --dry-run
  preempt second-opinion --limit 20 --jurisdiction CO
  preempt second-opinion --band 0.2 0.8 --json | jq .outcomes
\b
Exit codes: 0 done, 1 failed or stopped, 2 wrong use or no model configured, 3 done but a question failed.
"""


@click.command(epilog=_EXAMPLES)
@jurisdictions_option
@click.option(
    "--band",
    type=click.FloatRange(0, 1),
    nargs=2,
    default=(BAND.low, BAND.high),
    show_default=True,
    metavar="LOW HIGH",
    help="Confidences of flags that count as doubt.",
)
@click.option("--limit", type=click.IntRange(1), help="Ask about at most so many provisions, within the budget.")
@click.option("--again", is_flag=True, help="Ask anew where the answer was refused.")
@click.option("--dry-run", is_flag=True, help="Show what would be asked and about how many tokens; send nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def second_opinion(
    settings: Settings,
    *,
    codes: tuple[str, ...],
    band: tuple[float, float],
    limit: int | None,
    again: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Ask the language model of the settings about the provisions that the rules are unsure of.

    What it says becomes a proposal for a reviewer, with words that stand in the text. It changes no finding, label,
    event or digest. Only words of public bills and federal positions are sent. Off until PREEMPT_MODEL_KIND is set.
    """
    from monitor.second_opinion.uncertain import Band  # noqa: PLC0415 - help must not pay for it
    from monitor.services.find_doubts import Choice  # noqa: PLC0415
    from monitor.store.engine import Store  # noqa: PLC0415
    from monitor.store.migrate import check_current  # noqa: PLC0415

    if band[0] > band[1]:
        raise click.BadParameter("LOW is above HIGH", param_hint="--band")
    endpoint = _endpoint(settings)
    if not dry_run:
        endpoint.check()
    choice = Choice(band=Band(low=band[0], high=band[1]), jurisdictions=codes, again=again)
    most = min(limit or settings.model_max_provisions, settings.model_max_provisions)
    with Store(settings.database) as store:
        check_current(store)
        if dry_run:
            return _plan(store, endpoint, choice, limit=most, as_json=as_json)
        return _ask(store, settings, endpoint, choice, limit=most, as_json=as_json)


def _endpoint(settings: Settings) -> Endpoint:
    from monitor.second_opinion.open_reader import Endpoint  # noqa: PLC0415 - help must not pay for it
    from monitor.second_opinion.port import EndpointKind  # noqa: PLC0415

    return Endpoint(
        kind=EndpointKind(settings.model_kind),
        url=settings.model_url,
        model=settings.model_name,
        key=settings.model_key,
        temperature=settings.model_temperature,
        max_tokens=settings.model_max_tokens,
        timeout=settings.model_timeout,
    )


def _plan(store: Store, endpoint: Endpoint, choice: Choice, *, limit: int, as_json: bool) -> int:
    from monitor.services.ask_model import plan_questions  # noqa: PLC0415 - help must not pay for it

    in_doubt, planned = plan_questions(store, endpoint.identity, choice, limit=limit)
    sent = sum(one.tokens for one in planned)
    answers = endpoint.max_tokens * len(planned)
    if as_json:
        facts = {
            "in_doubt": in_doubt,
            "would_ask": len(planned),
            "tokens_sent": sent,
            "tokens_answered_at_most": answers,
        }
        click.echo(json.dumps({**facts, "questions": [asdict(one) for one in planned]}, indent=2))
        return int(ExitCode.DONE)
    for one in planned:
        click.echo(_planned_line(one))
    click.echo(
        f"In doubt: {in_doubt} provisions. Would ask about {len(planned)}: about {sent} tokens sent, at most {answers}"
        " answered. Nothing was sent."
    )
    return int(ExitCode.DONE)


def _planned_line(one: PlannedQuestion) -> str:
    views = ", ".join(f"{name} {sure:.2f}" for name, sure in zip(one.positions, one.confidences, strict=True))
    return f"{one.subject}: {views}; about {one.tokens} tokens"


def _ask(store: Store, settings: Settings, endpoint: Endpoint, choice: Choice, *, limit: int, as_json: bool) -> int:
    from monitor.clock import system_clock  # noqa: PLC0415 - help must not pay for it
    from monitor.log import get_logger  # noqa: PLC0415
    from monitor.second_opinion.open_reader import open_reader  # noqa: PLC0415
    from monitor.services.ask_model import ask_model  # noqa: PLC0415
    from monitor.stop import stop_signals  # noqa: PLC0415
    from monitor.store.lock import exclusive  # noqa: PLC0415

    log = get_logger("preempt.second_opinion")
    with (
        exclusive(store, "second-opinion", folder=settings.data_dir),
        stop_signals() as stop,
        open_reader(endpoint, clock=system_clock, sleep=stop.sleep, stop=stop.is_set) as reader,
        _progress() as progress,
    ):
        summary = ask_model(store, reader, choice, limit=limit, clock=system_clock, progress=progress, stop=stop.is_set)
    for failure in summary.failures:
        log.warning("question failed", provision=failure.subject, reason=failure.reason)
    facts = _facts(summary)
    log.info("asked", **facts)
    if summary.ended:
        log.warning("ended early; run `preempt second-opinion` again", why=summary.ended, left=summary.left)
    if as_json:
        click.echo(json.dumps({**facts, "failures": [asdict(failure) for failure in summary.failures]}))
    else:
        _print(summary)
    if summary.ended:
        return int(ExitCode.FAILED)
    return int(ExitCode.ITEM_ERRORS if summary.failed else ExitCode.DONE)


def _facts(summary: AskSummary) -> dict[str, Any]:
    return {
        "in_doubt": summary.in_doubt,
        "chosen": summary.chosen,
        "asked": summary.asked,
        "failed": summary.failed,
        "replaced": summary.replaced,
        "left": summary.left,
        "outcomes": {outcome.value: count for outcome, count in summary.outcomes.items()},
        "ended": summary.ended,
        "seconds": round(summary.seconds, 2),
    }


def _print(summary: AskSummary) -> None:
    counts = ", ".join(f"{outcome.value} {count}" for outcome, count in summary.outcomes.items())
    click.echo(f"Provisions: {summary.in_doubt} in doubt, {summary.asked} answered, {summary.failed} failed.")
    click.echo(f"Positions: {counts}. What agrees or disagrees is a proposal for a reviewer; no finding was changed.")
    if summary.ended:
        click.echo(f"preempt: ended early with {summary.left} left: {summary.ended}", err=True)


@contextmanager
def _progress() -> Iterator[Any]:
    """A bar on a terminal; nothing elsewhere."""
    from rich.console import Console  # noqa: PLC0415 - help must not pay for it
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    err = Console(stderr=True)
    if not err.is_terminal:
        yield None
        return
    columns = (TextColumn("asking"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
