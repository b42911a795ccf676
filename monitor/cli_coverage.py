"""``preempt coverage``: what is known of all 51 jurisdictions, how old it is, and what is wrong where it is too old."""

from __future__ import annotations

import json
import math
from typing import Any

import click

from monitor.cli_options import jurisdiction_code
from monitor.clock import system_clock
from monitor.config import Settings
from monitor.errors import ExitCode
from monitor.services.coverage import CoverageLine
from monitor.services.coverage import coverage as read_coverage
from monitor.services.runs import SessionGates, session_gates_of
from monitor.show_coverage import coverage_page, gates_page
from monitor.show_findings import console
from monitor.store.engine import Store
from monitor.store.migrate import check_current

__all__ = ["coverage"]

_EXAMPLES = """\b
Examples:
  preempt coverage
  preempt coverage WA
  preempt coverage --json | jq '.jurisdictions[] | select(.good | not)'
  preempt coverage --fail-stale || mail -s "crawlers" operator@example.org
\b
"No changes" can be said only where the verdict is ok or late. A jurisdiction without a source is unknown, never quiet.
"""


@click.command(epilog=_EXAMPLES)
@click.argument("jurisdiction", required=False, callback=jurisdiction_code)
@click.option("--runs", "runs", type=click.IntRange(1, 100), default=5, show_default=True, help="With a jurisdiction.")
@click.option("--fail-stale", is_flag=True, help="Exit with 1 when a covered jurisdiction is not well.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def coverage(settings: Settings, *, jurisdiction: str, runs: int, fail_stale: bool, as_json: bool) -> int:
    """Say of each of the 51 jurisdictions what is known, from which source, how old it is, and whether to trust it.

    With a JURISDICTION (WA) also what the gates measured in its last runs.
    """
    with Store(settings.database) as store:
        check_current(store)
        lines = read_coverage(store, now=system_clock(), limits=settings.gate_limits)
        if jurisdiction:
            lines = [line for line in lines if line.jurisdiction.code == jurisdiction]
        gates = session_gates_of(store, jurisdiction=jurisdiction, limit=runs) if jurisdiction else []
    if as_json:
        content: dict[str, Any] = {"jurisdictions": [line.as_json() for line in lines], "totals": _totals(lines)}
        if jurisdiction:
            content["runs"] = [_gates_json(one) for one in gates]
        click.echo(json.dumps(content, indent=2))
    else:
        out = console()
        out.print(coverage_page(lines))
        if jurisdiction:
            out.print(gates_page(gates))
    unwell = any(line.sources and not line.is_good for line in lines)
    return int(ExitCode.FAILED if fail_stale and unwell else ExitCode.DONE)


def _totals(lines: list[CoverageLine]) -> dict[str, int]:
    return {
        "jurisdictions": len(lines),
        "good": sum(line.is_good for line in lines),
        "not_good": sum(bool(line.sources) and not line.is_good for line in lines),
        "without_source": sum(not line.sources for line in lines),
        "bills": sum(line.bills for line in lines),
        "ai_bills": sum(line.ai_bills for line in lines),
    }


def _gates_json(one: SessionGates) -> dict[str, Any]:
    return {
        "run": one.run_id,
        "source": one.source,
        "session": one.session,
        "ended_at": one.ended_at.isoformat() if one.ended_at else None,
        "listed": one.listed,
        "verdict": one.verdict.value,
        "gates": [
            gate.as_json() | {"measured": gate.measured if math.isfinite(gate.measured) else None} for gate in one.gates
        ],
    }
