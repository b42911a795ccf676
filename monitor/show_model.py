"""How do the figures of the learned model look on a terminal? What it adds here, and what its card proves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

__all__ = ["model_tables", "triage_lines"]

_NOTHING: Final = "–"
_WAYS: Final = ("rules", "scorer", "union", "both")


def _table(title: str, *columns: str) -> Table:
    view = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=title, title_justify="left")
    for name in columns:
        view.add_column(name, justify="left" if not name else "right")
    return view


def triage_lines(triage: Mapping[str, Any], abstention: list[Mapping[str, Any]]) -> list[RenderableType]:
    """Where every bill and position goes, and what other limits would leave."""
    low, high = triage["low"], triage["high"]
    lines: list[RenderableType] = [
        f"said without a person (confidence from {high:.2f}): {triage['flagged']}, {triage['flagged_right']} right",
        f"for a person (other flags, and proposals from {low:.2f}): {triage['review']}, {triage['review_right']} right",
        f"never seen by a person: {triage['cleared']}, {triage['cleared_missed']} missed",
    ]
    if abstention:
        view = _table("If only flags from a confidence on were said", "from", "left", "right", "lost")
        for cut in abstention:
            view.add_row(f"{cut['least']:.2f}", f"{cut['kept']:.2f}", f"{cut['precision']:.3f}", str(cut["lost"]))
        lines.append(view)
    return lines


def model_tables(model: Mapping[str, Any], proposals: Mapping[str, Any]) -> list[RenderableType]:
    """What is proposed here by position; then, from the card, held-out figures by position and by state."""
    here = _table("What the rules miss, and what the scorer proposes", "", "missed", "proposed", "right")
    for position, one in proposals.items():
        here.add_row(position, str(one["missed"]), str(one["proposed"]), str(one["right"]))
    role = model["role"]
    part = {
        None: "The model has not seen these labels.",
        "seen": "The model learned from these labels, and the rules were written with them: see the held-out figures.",
        "unseen": "The model learned from these labels: see the held-out figures.",
        "provisions": "The model learned from these labels: see the held-out figures.",
    }[role]
    if not model["same_rules"]:
        part += " The rules were changed since its figures were measured."
    lines: list[RenderableType] = [here, Text(f"{part} Model {model['release'][:12]}, {model['texts']} texts.", "dim")]
    for name, positions in model["positions"].items():
        view = _table(f"F1 by position, {name}, held out (model card)", "", *_WAYS, "n")
        for position, ways in positions.items():
            view.add_row(position, *(_f1(ways[way]) for way in _WAYS), str(ways["rules"]["n"]))
        lines.append(view)
    states = _table("F1 by what was held out (model card)", "", "texts", *_WAYS, "flags", "calibration error")
    for state, one in model["states"].items():
        error = one["calibration"]["error"]
        states.add_row(
            state,
            str(one["texts"]),
            *(_f1(one[way]) for way in _WAYS),
            str(one["calibration"]["flags"]),
            _NOTHING if error is None else f"{error:.3f}",
        )
    lines.append(states)
    return lines


def _f1(one: Mapping[str, Any]) -> str:
    return f"{one['f1']:.3f}" if one["n"] else _NOTHING
