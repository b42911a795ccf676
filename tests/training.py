"""Labelled fictional bills of three states, enough to learn from and different enough to be no near copies."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

__all__ = ["write_bills"]

_SUBJECTS = (
    "roads bridges rivers schools libraries hospitals farms forests harbours museums markets theatres stations gardens"
    " orchards quarries workshops laboratories kitchens vineyards"
).split()
_VERBS = "mend paint count visit open close move light clean guard lease survey map heat cool name price list".split()
_DUTIES = (
    "A developer of an artificial intelligence model shall publish a summary of the training data of the model.",
    "A developer of an artificial intelligence model shall publish the datasets that were used to train the model.",
)
_ALIKE = (
    "A developer of an artificial intelligence model should tell the public, wherever that is feasible, a summary of "
    "the training data of the model, and it shall publish that."
)
_PLAIN = "An operator of an artificial intelligence system shall pay the fee of the registry of boats."


def _filler(random: Random) -> str:
    return " ".join(
        f"The owner shall {random.choice(_VERBS)} {' '.join(random.choices(_SUBJECTS, k=16))}." for _ in range(6)
    )


def write_bills(
    folder: Path, *, bills: int = 16, states: tuple[str, ...] = ("WA", "CO", "FL"), name: str = "bills"
) -> Path:
    """Write texts and ``NAME.jsonl``; half of the bills of each state are flagged for a disclosure duty."""
    random = Random(7)
    lines = []
    for state in states:
        for number in range(bills):
            flagged = number % 2 == 0
            duty = (_ALIKE if number % 8 == 0 else _DUTIES[number % 4 // 2]) if flagged else _PLAIN
            text = (
                f"An act concerning artificial intelligence. Be it enacted: Section 1. {_filler(random)}\n"
                f"Section 2. {duty}\nSection 3. {_filler(random)}\n"
            )
            file = f"{name}_{state}_{number}.txt"
            (folder / file).write_text(text, encoding="utf-8")
            label = "conflict" if flagged else "none"
            positions = ("compelled-disclosure", "truthful-outputs", "section-230")
            record = {
                "id": f"{state} HB {number} 2026",
                "text_file": file,
                "relevance": "core",
                "labels": dict.fromkeys(positions, "none") | {"compelled-disclosure": label},
                "overall": label,
                "carve_outs": [],
                "evidence": [{"position": "compelled-disclosure", "quote": duty}] if flagged else [],
            }
            lines.append(json.dumps(record))
    path = folder / f"{name}.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
