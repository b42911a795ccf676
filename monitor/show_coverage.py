"""How does coverage look on a terminal? A row a jurisdiction, and what the gates of the last runs measured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich import box
from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from monitor.model.health import GateVerdict, SourceVerdict
from monitor.printable import printable
from monitor.services.coverage import LAG_DAYS, CoverageLine
from monitor.services.runs import SessionGates

__all__ = ["coverage_page", "gates_page"]

_STYLES: Final = {
    SourceVerdict.OK: "green",
    SourceVerdict.LATE: "yellow",
    SourceVerdict.LOADING: "cyan",
    SourceVerdict.SKIPPED: "yellow",
    SourceVerdict.PARTIAL: "yellow",
    SourceVerdict.HELD: "yellow",
}
_GATE_STYLES: Final = {GateVerdict.OK: "green", GateVerdict.WARN: "yellow", GateVerdict.FAIL: "bold red"}
_NO_SOURCE: Final = "no source"
_NOTHING: Final = "-"


def coverage_page(lines: Sequence[CoverageLine]) -> Group:
    """The table, what is wrong where something is, and what the figures mean."""
    view = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    for name in ("", "verdict", "last good (UTC)", "newest act"):
        view.add_column(name, no_wrap=True)
    for name in ("bills", "text", "on AI", "p50", "p95"):
        view.add_column(name, justify="right", no_wrap=True)
    view.add_column("source", overflow="fold")
    for line in lines:
        view.add_row(*_row(line))
    return Group(view, *_remarks(lines), Text("\n".join(_notes(lines))))


def gates_page(runs: Sequence[SessionGates]) -> Group:
    """What the gates measured, newest run first."""
    if not runs:
        return Group(Text("\nno complete run has listed it yet: there is nothing that gates could measure"))
    parts: list[Text | Padding] = []
    for one in runs:
        ended = f"{one.ended_at:%Y-%m-%d %H:%M}Z" if one.ended_at else "not ended"
        head = Text(f"\nrun {one.run_id}  {ended}  {printable(one.source)}  session {printable(one.session)}  ")
        parts.append(head.append(one.verdict.value, style=_GATE_STYLES[one.verdict]))
        table = Table(box=None, show_header=False, pad_edge=False)
        for gate in one.gates:
            verdict = Text(gate.verdict.value, style=_GATE_STYLES[gate.verdict])
            table.add_row(gate.gate.value, verdict, Text(printable(gate.message)))
        parts.append(Padding(table, (0, 0, 0, 2)))
    return Group(*parts)


def _row(line: CoverageLine) -> tuple[str | Text, ...]:
    verdict = line.verdict
    style = "bold red" if verdict is None else _STYLES.get(verdict, "bold red")
    return (
        line.jurisdiction.code,
        Text(verdict.value if verdict else _NO_SOURCE, style=style if line.sources else "dim"),
        f"{line.last_good:%Y-%m-%d %H:%M}" if line.last_good else "never" if line.sources else _NOTHING,
        line.newest_action.isoformat() if line.newest_action else _NOTHING,
        f"{line.bills:,}" if line.sources else _NOTHING,
        f"{line.texts:,}" if line.sources else _NOTHING,
        f"{line.ai_bills:,}" if line.sources else _NOTHING,
        f"{line.lag.p50:.1f}" if line.lag else _NOTHING,
        f"{line.lag.p95:.1f}" if line.lag else _NOTHING,
        Text(", ".join(printable(one.source) for one in line.sources)),
    )


def _remarks(lines: Sequence[CoverageLine]) -> list[Text]:
    """One line for all of which the same must be said."""
    of_remark: dict[str, list[str]] = {}
    for line in lines:
        if line.sources and line.remark:
            of_remark.setdefault(line.remark, []).append(line.jurisdiction.code)
    return [Text(f"{' '.join(codes)}: {printable(remark)}") for remark, codes in of_remark.items()]


def _notes(lines: Sequence[CoverageLine]) -> list[str]:
    good = sum(line.is_good for line in lines)
    without = [line.jurisdiction.code for line in lines if not line.sources]
    said = [f"{good} of {len(lines)} read well and in time; only there may one say that nothing changed."]
    if without:
        said.append(f"No source, so nothing is known, which is not nothing: {' '.join(without)}")
    if any(line.lag for line in lines):
        said.append(
            f"p50, p95: days from a change's date to its first observation, over {LAG_DAYS} days, no first load."
        )
    return said
