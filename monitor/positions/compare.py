"""What is different between two sets of positions, field by field?"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from monitor.model.position import PositionSet

__all__ = ["FieldChange", "compare_positions", "content_of"]

Content = Mapping[str, Any]
"""A position set as JSON, as a database keeps it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field of one position. A list is told by the entries that left and came; their order counts."""

    position: str
    """Id of the position or carve-out; empty for the set itself."""
    field: str
    """Empty when the whole position came or left."""
    before: tuple[str, ...]
    after: tuple[str, ...]


def content_of(positions: PositionSet) -> dict[str, Any]:
    """A position set as JSON."""
    content: dict[str, Any] = json.loads(json.dumps(asdict(positions), default=str))
    return content


def compare_positions(before: Content, after: Content) -> tuple[FieldChange, ...]:
    """Tell the changes in the order of the later set; what left comes last."""
    return tuple(_changes(before, after))


def _changes(before: Content, after: Content) -> Iterator[FieldChange]:
    for field in ("as_of", "reviewed_on"):
        if before[field] != after[field]:
            yield FieldChange(position="", field=field, before=(before[field],), after=(after[field],))
    for group in ("positions", "carve_outs"):
        old = {item["id"]: item for item in before[group]}
        new = {item["id"]: item for item in after[group]}
        for name, item in new.items():
            if name in old:
                yield from _fields(name, old[name], item)
            else:
                yield FieldChange(position=name, field="", before=(), after=(item["title"],))
        for name, item in old.items():
            if name not in new:
                yield FieldChange(position=name, field="", before=(item["title"],), after=())


def _fields(name: str, old: Content, new: Content) -> Iterator[FieldChange]:
    for field in (*new, *(field for field in old if field not in new)):
        was, now = old.get(field), new.get(field)
        if was == now:
            continue
        if isinstance(was, list) and isinstance(now, list):
            lines = list(difflib.ndiff([_said(item) for item in was], [_said(item) for item in now]))
            left = tuple(line[2:] for line in lines if line.startswith("- "))
            came = tuple(line[2:] for line in lines if line.startswith("+ "))
            yield FieldChange(position=name, field=field, before=left, after=came)
        else:
            yield FieldChange(position=name, field=field, before=(_said(was),), after=(_said(now),))


def _said(value: Any) -> str:
    """An entry in one line, without its empty fields."""
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_said(item)}" for key, item in value.items() if item not in (None, "", [], {}))
    if isinstance(value, list):
        return ", ".join(map(_said, value))
    return "none" if value is None else str(value)
