"""How do the other numbers of a bill look on a terminal?"""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from monitor.printable import printable
from monitor.services.query_numbers import BillNumbers, PossibleRenumbering

__all__ = ["possible_lines", "print_numbers"]


def print_numbers(numbers: BillNumbers, out: Console) -> None:
    """The former numbers, then what may be the same bill."""
    if numbers.former:
        out.print(Text(f"Formerly {', '.join(map(printable, numbers.former))}"))
    for line in possible_lines(numbers.possible):
        out.print(Padding(Text(line, "yellow"), (0, 0, 0, 3)))


def possible_lines(pairs: Sequence[PossibleRenumbering]) -> list[str]:
    """``MA H 12 (194th) may be HD 9901 under a new number: titles 99 % alike, sponsor Rivera; both are kept``."""
    return [
        f"{pair.bill} may be {pair.draft.identifier} under a new number: titles {pair.likeness:.0%} alike, "
        f"{'sponsor' if len(pair.sponsors) == 1 else 'sponsors'} {', '.join(map(printable, pair.sponsors))}; "
        "both are kept"
        for pair in pairs
    ]
