"""How does it look on a terminal which source says what of a bill, and where sources disagree?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from monitor.printable import printable
from monitor.services.query_sources import BillConflict, BillSources

__all__ = ["conflict_lines", "print_sources"]


def print_sources(sources: BillSources, out: Console) -> None:
    """A line a source with the fields that are its, then where they disagree."""
    fields: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, found in sources.fields.items():
        if not name.startswith("sponsor "):  # the list of sponsors says as much
            fields[found.source, f"{found.fetched_at:%Y-%m-%d %H:%M} UTC"].append(name.replace("_", " "))
    for (source, read), names in sorted(fields.items()):
        which = f": {', '.join(sorted(names))}" if len(fields) > 1 else ""
        out.print(Text(f"Source: {printable(source)}, read {read}{which}"))
    for line in conflict_lines(sources.conflicts):
        out.print(Padding(Text(line, "yellow"), (0, 0, 0, 3)))


def conflict_lines(conflicts: Sequence[BillConflict]) -> list[str]:
    """``title since 2026-11-20: one-source says "A"; another says "B"``."""
    return [
        f"Sources disagree on {conflict.field} since {conflict.first_seen_at:%Y-%m-%d}: "
        + "; ".join(f'{printable(source)} says "{printable(value)}"' for source, value in conflict.said)
        for conflict in conflicts
    ]
