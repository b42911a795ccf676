"""``preempt assess`` without files: judge what the database has not judged yet, then show where it stands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from importlib.metadata import version
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from monitor.classify.judge import classifier_release, judge
from monitor.classify.model_file import load_model
from monitor.cli_findings import print_findings
from monitor.clock import system_clock
from monitor.config import Settings
from monitor.errors import ExitCode
from monitor.log import get_logger
from monitor.positions import load_positions
from monitor.services.assess import AssessSummary, Classifier, assess_pending
from monitor.services.query_findings import query_findings
from monitor.stop import stop_signals
from monitor.store.engine import Store
from monitor.store.lock import exclusive
from monitor.store.migrate import check_current

__all__ = ["run_pending", "this_classifier"]


def this_classifier() -> Classifier:
    """The classifier and the positions of this program.

    :raises ModelFileError: when its model is not whole: every text would fail.
    """
    load_model()
    return Classifier(
        judge=judge,
        positions=load_positions(),
        release=classifier_release(),
        program=version("preemption-monitor"),
    )


def run_pending(settings: Settings, *, jobs: int, again: bool, as_json: bool) -> int:
    """Judge in ``jobs`` processes and return the exit code: 3 when a text could not be judged, 1 when stopped early.

    SIGTERM and an interruption end the run after the texts in work; the next run goes on from there.
    """
    log = get_logger("preempt.assess")
    classifier = this_classifier()
    with Store(settings.database) as store:
        check_current(store)
        with exclusive(store, "assess", folder=settings.data_dir), stop_signals() as stop, _progress() as progress:
            summary = assess_pending(
                store,
                classifier,
                clock=system_clock,
                jobs=jobs,
                again=again,
                progress=progress,
                stop=stop.is_set,
            )
        for failure in summary.failures:
            log.warning("text not judged", text=failure.subject, reason=failure.reason)
        log.info("assessed", **_facts(summary))
        if summary.left:
            log.warning("stopped early; run `preempt assess` again", texts_left=summary.left)
        if as_json:
            click.echo(json.dumps({**_facts(summary), "failures": [asdict(failure) for failure in summary.failures]}))
        else:
            print_findings(query_findings(store))
    if summary.left:
        return int(ExitCode.FAILED)
    return int(ExitCode.ITEM_ERRORS if summary.failed else ExitCode.DONE)


def _facts(summary: AssessSummary) -> dict[str, Any]:
    return {
        "judged": summary.judged,
        "failed": summary.failed,
        "flagged": summary.flagged,
        "scored": summary.scored,
        "events": summary.events,
        "left": summary.left,
        "seconds": round(summary.seconds, 2),
        "texts_per_second": round(summary.texts_per_second, 1),
    }


@contextmanager
def _progress() -> Iterator[Any]:
    """A bar on a terminal; nothing elsewhere."""
    err = Console(stderr=True)
    if not err.is_terminal:
        yield None
        return
    columns = (TextColumn("judging"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
