"""What does the learned model add on labelled texts, and what does its card prove? Proposals counted, figures read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from monitor.classify.release import rules_release
from monitor.model.finding import Label
from monitor.services.measure import Pair

__all__ = ["Proposed", "model_of", "proposed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What is proposed to a person for one position."""

    missed: int
    """Bills that people flag and the rules do not."""
    proposed: int
    """Bills with a proposal."""
    right: int
    """Those of them that people flag."""


def proposed(pairs: Sequence[Pair], positions: Sequence[str]) -> dict[str, Proposed]:
    """Count bills by position: what the rules miss, and what the scorer has people look at."""
    found = {}
    for position in positions:
        wanted = [gold.labels.get(position, Label.NONE).is_flag for gold, _ in pairs]
        said = [judged.labels.get(position, Label.NONE).is_flag for _, judged in pairs]
        shown = [position in judged.proposed for _, judged in pairs]
        found[position] = Proposed(
            missed=sum(want and not has for want, has in zip(wanted, said, strict=True)),
            proposed=sum(shown),
            right=sum(want and show for want, show in zip(wanted, shown, strict=True)),
        )
    return found


def model_of(card: Mapping[str, Any], release: str, gold: Path) -> dict[str, Any]:
    """The model's own figures of texts that were held out, and what part these labels had in it.

    ``role`` is none for labels that it has never seen. ``same_rules`` is false when the rules were changed since the
    figures were measured.
    """
    digest = hashlib.sha256(gold.read_bytes()).hexdigest()
    role = next((one["role"] for one in card["learned_from"] if one["sha256"] == digest), None)
    figures = card["figures"]
    return {
        "release": release,
        "role": role,
        "same_rules": card["rules"] == rules_release(),
        "texts": card["texts"],
        "confidence": figures["confidence"],
        "positions": figures["positions"],
        "states": figures["states"],
        "calibration": figures["calibration"],
        "abstention": figures["abstention"],
        "recovery": figures["recovery"],
        "review": figures["review"],
    }
