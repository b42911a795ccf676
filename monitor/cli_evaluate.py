"""``preempt evaluate``: the classifier against labelled texts, with intervals, by state, and where it disagrees."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.services.measure import Measures, Pair

__all__ = ["evaluate"]

_EXAMPLES: Final = """\b
Examples:
  preempt evaluate --gold labels.jsonl --texts texts
  preempt evaluate --gold labels.jsonl --texts texts --bootstrap 1000 --confusions 30
  preempt evaluate --gold labels.jsonl --texts texts --json | jq .figures.bill_flag
"""


@click.command(epilog=_EXAMPLES)
@click.option(
    "--gold",
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Labels, a JSON object a line.",
)
@click.option(
    "--texts",
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The folder that the text_file of each label starts from.",
)
@click.option(
    "--bootstrap", type=click.IntRange(0, 10_000), default=500, show_default=True, help="Draws for the intervals."
)
@click.option(
    "--confusions", type=click.IntRange(0, 1000), default=10, show_default=True, help="Disagreements to print."
)
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes to judge in.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def evaluate(*, gold: Path, texts: Path, bootstrap: int, confusions: int, jobs: int, as_json: bool) -> None:
    """Judge labelled texts and say how often the classifier is right, by position and by state.

    The rules are not trained, so each state's figures stand for themselves; whether the rules were written with these
    texts in view is for you to know. Confidences and proposals are learned: what they are worth on texts that they were
    not learned from stands in the model's card, whose figures are printed too.
    """
    from monitor.positions import load_positions  # noqa: PLC0415 - help must not pay for the classifier
    from monitor.services.evaluate import judge_gold, read_gold, state_of  # noqa: PLC0415

    labelled = read_gold(gold, texts)
    positions = [position.id for position in load_positions().positions if position.labelled]
    with _progress(len(labelled)) as progress:
        pairs = list(judge_gold(labelled, jobs=jobs, progress=progress))
    by_state: dict[str, list[Pair]] = defaultdict(list)
    for pair, (_, file) in zip(pairs, labelled, strict=True):
        by_state[state_of(pair[0], file)].append(pair)
    report = _report(pairs, positions, by_state, bootstrap=bootstrap, most=confusions) | _of_model(
        pairs, positions, gold
    )
    if as_json:
        click.echo(json.dumps(report))
        return
    from monitor.show_evaluation import print_evaluation  # noqa: PLC0415 - JSON needs no tables

    print_evaluation(report)


def _report(
    pairs: Sequence[Pair], positions: Sequence[str], by_state: dict[str, list[Pair]], *, bootstrap: int, most: int
) -> dict[str, Any]:
    """JSON: figures, intervals, states, calibration, disagreements."""
    from monitor.services import calibration  # noqa: PLC0415 - help must not pay for the classifier
    from monitor.services.measure import confusions, interval, measure  # noqa: PLC0415

    found = confusions(pairs, positions)
    bins = calibration.reliability(pairs, positions)
    intervals = {}
    for name in ("bill_flag", "positions_micro") if bootstrap else ():

        def f1(drawn: Sequence[Pair], name: str = name) -> float:
            value: float = getattr(measure(drawn, positions), name).f1
            return value

        intervals[name] = interval(pairs, f1, rounds=bootstrap)
    return {
        "figures": asdict(measure(pairs, positions)),
        "intervals_95": intervals,
        "states": {state: _of_state(measure(some, positions)) for state, some in sorted(by_state.items())},
        "calibration": {
            "error": calibration.calibration_error(bins),
            "bins": [asdict(one) for one in bins],
            "abstention": [asdict(cut) for cut in calibration.abstention_curve(pairs, positions)],
        },
        "disagreements": len(found),
        "confusions": [{**asdict(one), "wanted": one.wanted.value, "found": one.found.value} for one in found[:most]],
    }


def _of_model(pairs: Sequence[Pair], positions: Sequence[str], gold: Path) -> dict[str, Any]:
    """JSON: what the learned model adds here, and its card."""
    from monitor.classify.abstain import BAND  # noqa: PLC0415 - help must not pay for the classifier
    from monitor.classify.model_file import load_model  # noqa: PLC0415
    from monitor.services import calibration  # noqa: PLC0415
    from monitor.services.evaluate_model import model_of, proposed  # noqa: PLC0415

    model = load_model()
    return {
        "triage": asdict(calibration.triage(pairs, positions, low=BAND.low, high=BAND.high)),
        "proposals": {position: asdict(one) for position, one in proposed(pairs, positions).items()},
        "model": model_of(model.card, model.release, gold),
    }


def _of_state(found: Measures) -> dict[str, Any]:
    return {
        "bills": found.bills,
        "bill_flag": asdict(found.bill_flag),
        "positions_micro": asdict(found.positions_micro),
        "overall_accuracy": found.overall_accuracy.rate,
    }


@contextmanager
def _progress(total: int) -> Iterator[Any]:
    """A bar on a terminal; nothing elsewhere."""
    from rich.console import Console  # noqa: PLC0415 - help must not pay for rich
    from rich.progress import Progress  # noqa: PLC0415

    err = Console(stderr=True)
    if not err.is_terminal:
        yield None
        return
    with Progress(console=err, transient=True) as bar:
        task = bar.add_task("judging", total=total)
        yield lambda done: bar.update(task, completed=done)
