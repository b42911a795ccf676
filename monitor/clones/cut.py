"""How are the clauses of a text kept, so that it is cut once? As JSON, under the hash of what cut them."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any, Final

from monitor.clones.clauses import BillClause, BillText
from monitor.clones.settings import CloneSettings
from monitor.model.provision import Span

__all__ = ["cutting_release", "from_json", "to_json"]

_SOURCES: Final = (
    ("monitor.clones", ("boilerplate.py", "clauses.py", "words.py")),
    ("monitor.text", ("segment.py", "segment_kinds.py", "segment_marks.py")),
)


@cache
def cutting_release(settings: CloneSettings) -> str:
    """Of the settings that bear on it and of the source that cuts: a kept cut of other rules is not used."""
    digest = hashlib.sha256(f"{settings.words_min} {settings.words_max}\n".encode())
    for package, names in _SOURCES:
        for name in names:
            digest.update((resources.files(package) / name).read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def to_json(clauses: Iterable[BillClause]) -> list[Any]:
    """A list a clause: label, parts, lead-ins, words; the text that they are of is known to the keeper."""
    return [
        [
            clause.label,
            [[part.start, part.end] for part in clause.parts],
            [[lead.start, lead.end] for lead in clause.lead_in],
            " ".join(clause.words),
        ]
        for clause in clauses
    ]


def from_json(content: Iterable[Any], source: BillText) -> list[BillClause]:
    """The clauses as they were."""
    return [
        BillClause(
            source=source,
            label=label,
            parts=tuple(Span(start, end) for start, end in parts),
            lead_in=tuple(Span(start, end) for start, end in lead_in),
            words=tuple(map(sys.intern, words.split(" "))),
        )
        for label, parts, lead_in, words in content
    ]
