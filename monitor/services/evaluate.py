"""What does the classifier say of labelled texts? Reads a gold file, judges its texts, pairs them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from monitor.errors import ExitCode, PreemptError
from monitor.model.finding import Label, Relevance
from monitor.services.judge_files import judge_files, jurisdiction_of
from monitor.services.measure import Gold, Judged, Pair, Quoted

__all__ = ["GoldError", "LabelledText", "judge_gold", "read_gold", "state_of"]

_STATE: Final = re.compile(r"^([A-Za-z]{2})\b")


class GoldError(PreemptError):
    """A gold file is wrong; the line is named. Raised by :func:`read_gold`; mend the file."""

    exit_code = ExitCode.WRONG_USE


LabelledText = tuple[Gold, Path]


def read_gold(path: Path, *texts: Path) -> list[LabelledText]:
    """Read labels, one JSON object a line: id, text_file, relevance, labels, overall, carve_outs, evidence.

    A text lies in the first of the folders ``texts`` that has it.

    :raises GoldError: naming the line and what is wrong with it.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path} cannot be read: {error}") from error
    found = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                found.append(_gold(json.loads(line), texts))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise GoldError(f"{path}, line {number}: {error.__class__.__name__}: {error}") from error
    if not found:
        raise GoldError(f"{path} holds no labels")
    for gold, file in found:
        if not file.is_file():
            raise GoldError(f"the text of {gold.id} is not there: {file}")
    return found


def _gold(record: Mapping[str, Any], texts: Sequence[Path]) -> LabelledText:
    gold = Gold(
        id=str(record["id"]),
        relevance=Relevance(record["relevance"]),
        labels={str(position): Label(label) for position, label in record["labels"].items()},
        overall=Label(record["overall"]),
        quotes=tuple(
            Quoted(position=str(entry["position"]), quote=str(entry["quote"])) for entry in record.get("evidence", ())
        ),
        carve_outs=tuple(map(str, record.get("carve_outs", ()))),
    )
    files = [folder / str(record["text_file"]) for folder in texts]
    return gold, next((file for file in files if file.is_file()), files[0])


def judge_gold(
    labelled: Sequence[LabelledText], *, jobs: int, progress: Callable[[int], None] | None = None
) -> Iterator[Pair]:
    """Judge each text as ``preempt assess`` does; one that cannot be judged counts as not flagged."""
    answers = judge_files([file for _, file in labelled], jobs=jobs, with_text=True)
    for number, ((gold, _), answer) in enumerate(zip(labelled, answers, strict=True), 1):
        yield gold, _judged(answer)
        if progress is not None:
            progress(number)


def _judged(answer: Mapping[str, Any]) -> Judged:
    labels: dict[str, Label] = {}
    confidence: dict[str, float] = {}
    quotes = []
    text = str(answer.get("text", ""))
    for finding in answer["findings"]:
        position, label = finding["position"], Label(finding["label"])
        rank = (label.strength, finding["confidence"])
        if position not in labels or rank > (labels[position].strength, confidence[position]):
            labels[position], confidence[position] = label, finding["confidence"]
        quotes += [
            Quoted(position=position, quote=entry["quote"], exact=text[entry["start"] : entry["end"]] == entry["quote"])
            for entry in finding["evidence"]
        ]
    proposed: dict[str, float] = {}
    for proposal in answer.get("proposals", ()):
        position = proposal["position"]
        proposed[position] = max(proposal["probability"], proposed.get(position, 0.0))
    known = "error" not in answer
    return Judged(
        relevance=Relevance(answer["relevance"]) if known else None,
        labels=labels,
        confidence=confidence,
        overall=Label(answer["overall"]) if known else None,
        quotes=tuple(quotes),
        proposed=proposed,
    )


def state_of(gold: Gold, file: Path) -> str:
    """The state of a labelled text, by its path or its id; ``?`` when neither says."""
    if code := jurisdiction_of(file):
        return code
    match = _STATE.match(gold.id)
    return match[1].upper() if match else "?"
