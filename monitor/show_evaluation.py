"""How an evaluation looks on a terminal: figures, states, calibration, and the words that were disagreed about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from rich import box
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from monitor.show_findings import console
from monitor.show_model import model_tables, triage_lines

__all__ = ["print_evaluation"]

_QUOTE: Final = 200
_NOTHING: Final = "–"
_RATES: Final = {
    "conflict_bill_recall": "bills with a conflict that are flagged",
    "overall_accuracy": "overall label right",
    "exempt_false_alarm": "carve-out bills that are flagged",
    "not_ai_false_alarm": "bills not about AI that are flagged",
    "evidence_exact": "quotes at their exact offsets",
    "evidence_found": "labelled quotes that are found",
}


def print_evaluation(report: Mapping[str, Any]) -> None:
    """Write the whole report to standard output."""
    out, figures = console(), report["figures"]
    out.print(Text(f"{figures['bills']} labelled texts", style="bold"))
    out.print(_measures(figures, report["intervals_95"]))
    for name, words in _RATES.items():
        one = figures[name]
        out.print(f"{words}: {_share(one['rate'])} of {one['n']}")
    out.print(_states(report["states"]))
    out.print(_calibration(report["calibration"]))
    for line in triage_lines(report["triage"], report["calibration"]["abstention"]):
        out.print(line)
    for line in model_tables(report["model"], report["proposals"]):
        out.print(line)
    shown, count = report["confusions"], report["disagreements"]
    if count:
        out.print(Text(f"{count} disagreements" + (f", the first {len(shown)}" if len(shown) < count else ""), "bold"))
    for one in shown:
        out.print(Text(f"{one['bill']}  {one['position']}: labelled {one['wanted']}, found {one['found']}"))
        for side in ("wanted", "found"):
            if words := " ".join(one[f"{side}_quote"].split()):
                out.print(Padding(Text(f"{side}: “{words[:_QUOTE]}”", "dim"), (0, 0, 0, 3)))


def _share(rate: float | None) -> str:
    return "none" if rate is None else f"{rate:.3f}"


def _measures(figures: Mapping[str, Any], intervals: Mapping[str, Any]) -> Table:
    view = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("", "precision", "recall", "F1", "95 % of F1", "n"):
        view.add_column(name, justify="left" if not name else "right")
    rows = {"bill flagged": "bill_flag", "all positions": "positions_micro", "relevance": "relevance"}
    for words, name in rows.items():
        low_high = intervals.get(name)
        view.add_row(
            words, *_three(figures[name]), f"{low_high[0]:.2f}-{low_high[1]:.2f}" if low_high else "", _n(figures[name])
        )
    for position, one in figures["positions"].items():
        view.add_row(f"  {position}", *_three(one), "", _n(one))
    return view


def _three(one: Mapping[str, Any]) -> tuple[str, str, str]:
    """Of nothing flagged there is no precision, of nothing to find no recall: a dash, not a zero."""
    return (
        f"{one['precision']:.3f}" if one["flagged"] else _NOTHING,
        f"{one['recall']:.3f}" if one["n"] else _NOTHING,
        f"{one['f1']:.3f}" if one["n"] or one["flagged"] else _NOTHING,
    )


def _n(one: Mapping[str, Any]) -> str:
    return str(one["n"])


def _states(states: Mapping[str, Any]) -> Table:
    view = Table(box=box.SIMPLE_HEAD, pad_edge=False, title="By state", title_justify="left")
    for name in ("", "texts", "bill flagged F1", "positions F1", "overall right"):
        view.add_column(name, justify="left" if not name else "right")
    for state, one in states.items():
        view.add_row(
            state,
            str(one["bills"]),
            _three(one["bill_flag"])[-1],
            _three(one["positions_micro"])[-1],
            _share(one["overall_accuracy"]),
        )
    return view


def _calibration(calibration: Mapping[str, Any]) -> Table:
    title = f"What a confidence is worth (calibration error {_share(calibration['error'])})"
    view = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=title, title_justify="left")
    for name in ("flags with confidence", "n", "right"):
        view.add_column(name, justify="right")
    for one in calibration["bins"]:
        view.add_row(f"{one['low']:.1f}-{one['high']:.1f}", str(one["n"]), f"{one['right']:.2f}")
    return view
