"""``preempt train``: learn the classifier's model from labels, prove it on held-out bills, write it with its card."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["train"]

_EXAMPLES: Final = """\b
Examples:
  preempt train --gold bills.jsonl --unseen statutes.jsonl --texts texts --out scorer.json
  preempt train --gold bills.jsonl --texts texts --out /tmp/trial.json
  cp scorer.json monitor/classify/data/scorer.json && preempt reassess
"""
_FILE: Final = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command(epilog=_EXAMPLES)
@click.option("--gold", multiple=True, type=_FILE, help="Labels of bills that the rules were written with; repeat it.")
@click.option("--unseen", multiple=True, type=_FILE, help="Labels of bills that they were not written with; repeat it.")
@click.option(
    "--provisions", multiple=True, type=_FILE, help="Labels of single provisions: learned from, never measured."
)
@click.option(
    "--texts",
    required=True,
    multiple=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder that the text_file of labels starts from; repeat it, the first that has a text counts.",
)
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The file to write.")
def train(
    *,
    gold: tuple[Path, ...],
    unseen: tuple[Path, ...],
    provisions: tuple[Path, ...],
    texts: tuple[Path, ...],
    out: Path,
) -> None:
    """Learn how sure findings are, and which sentences resemble flagged ones, from labels as `preempt evaluate` reads.

    Needs scikit-learn. The same labels and texts give the same file, byte for byte. The program uses the one that ships
    with it; put yours in its place to use it, and judge anew.
    """
    if not (gold or unseen):
        raise click.UsageError("give labels with --gold or --unseen")
    if not out.parent.is_dir():
        raise click.UsageError(f"there is no folder {out.parent}")
    from monitor.positions import load_positions  # noqa: PLC0415 - help must not pay for the classifier
    from monitor.services.train import Source  # noqa: PLC0415
    from monitor.services.train import train as learn  # noqa: PLC0415
    from monitor.services.train_data import Role  # noqa: PLC0415

    roles = ((Role.SEEN, gold), (Role.UNSEEN, unseen), (Role.PROVISIONS, provisions))
    sources = [Source(path=path, role=role) for role, paths in roles for path in paths]
    text = learn(sources, texts, load_positions(), say=lambda words: click.echo(f"{words} ...", err=True))
    out.write_text(text, encoding="utf-8")
    _print(json.loads(text)["card"], out, len(text))


def _print(card: Mapping[str, Any], out: Path, size: int) -> None:
    figures = card["figures"]
    click.echo(
        f"{out}: {size // 1000} kB, learned from {card['texts']} texts; each of {card['families']} families of near"
        " copies was measured while it was held out"
    )
    for name, found in figures["calibration"].items():
        sure, error = found["confidence"], found["error"]
        words = "no flag" if sure is None else f"mean {sure:.2f}, {found['wrong']} wrong, error {error:.3f}"
        click.echo(f"confidence of {found['flags']} flags in {name}, held out: {words}")
    for name, found in figures["recovery"].items():
        three = found["first_3"]
        click.echo(
            f"missed by rules in {name}, held out: {found['missed']}; among three positions a bill, the scorer has"
            f" {three['scorer']}, the usual order {three['usual_order']}, chance {three['by_chance']}"
        )
