"""Which federal positions are in force in this release? Reads, checks and hashes the data files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Final, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from monitor.model.finding import Label
from monitor.model.position import CarveOut, CounterArgument, LabelRule, Position, PositionSet, Triggers
from monitor.positions.schema import CarveOutsFile, PositionFile, SetFile

__all__ = ["PositionsError", "load_positions", "positions_from_files"]

_SET: Final = "_set.yaml"
_CARVE_OUTS: Final = "_carve_outs.yaml"

_File = TypeVar("_File", bound=BaseModel)


class PositionsError(ValueError):
    """A position file is wrong. Raised on loading; ``file`` and ``field`` say where; mend the file."""

    def __init__(self, file: str, field: str, problem: str) -> None:
        self.file = file
        self.field = field
        super().__init__(f"{file}: {field}: {problem}")


@cache
def load_positions() -> PositionSet:
    """Load the positions that ship with the program.

    :raises PositionsError: when a file does not fit the schema.
    """
    folder = resources.files("monitor.positions").joinpath("data")
    files = {
        entry.name: entry.read_text(encoding="utf-8") for entry in folder.iterdir() if entry.name.endswith(".yaml")
    }
    return positions_from_files(files)


def positions_from_files(files: Mapping[str, str]) -> PositionSet:
    """Build a set from YAML texts by file name; the order of positions is that of their ids.

    :raises PositionsError: when a file does not fit the schema, or two files do not fit each other.
    """
    head = _parse(files, _SET, SetFile)
    carve_outs = _parse(files, _CARVE_OUTS, CarveOutsFile)
    known = {entry.id for entry in carve_outs.carve_outs}
    entries: list[PositionFile] = []
    for name in sorted(set(files) - {_SET, _CARVE_OUTS}):
        entry = _parse(files, name, PositionFile)
        if name != f"{entry.id}.yaml":
            raise PositionsError(name, "id", f"{entry.id!r} is not the file's name")
        if strange := sorted(set(entry.carve_outs) - known):
            raise PositionsError(name, "carve_outs", f"unknown: {', '.join(strange)}")
        if entry.labelled and not entry.rules:
            raise PositionsError(name, "rules", "a labelled position needs at least one")
        if not any(not counter.when and not counter.duties for counter in entry.counter_arguments):
            raise PositionsError(name, "counter_arguments", "one must hold without a condition")
        entries.append(entry)
    canonical = {
        "set": head.model_dump(mode="json"),
        "carve_outs": carve_outs.model_dump(mode="json")["carve_outs"],
        "positions": [entry.model_dump(mode="json") for entry in entries],
    }
    digest = hashlib.sha256(json.dumps(canonical, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode())
    return PositionSet(
        as_of=head.as_of,
        reviewed_on=head.reviewed_on,
        positions=tuple(_position(entry) for entry in entries),
        carve_outs=tuple(
            CarveOut(
                id=entry.id,
                name=entry.name,
                title=entry.title,
                source=entry.source,
                provision_types=tuple(entry.provision_types),
                caution=entry.caution,
            )
            for entry in carve_outs.carve_outs
        ),
        release=digest.hexdigest(),
    )


def _parse(files: Mapping[str, str], name: str, kind: type[_File]) -> _File:
    if name not in files:
        raise PositionsError(name, "file", "missing")
    try:
        content: Any = yaml.safe_load(files[name])
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark is not None else "file"
        raise PositionsError(name, where, "is not YAML") from error
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "file"
        raise PositionsError(name, field, first["msg"]) from error


def _position(entry: PositionFile) -> Position:
    return Position(
        id=entry.id,
        title=entry.title,
        short_name=entry.short_name,
        authority=entry.authority,
        citation=entry.citation,
        date=entry.date,
        authority_strength=entry.authority_strength,
        legal_force=entry.legal_force,
        evidence=entry.evidence,
        theory=entry.theory.first,
        second_theory=entry.theory.second,
        triggers=Triggers(
            provision_types=tuple(entry.triggers.provision_types), text_cues=tuple(entry.triggers.text_cues)
        ),
        rules=tuple(
            LabelRule(
                duty=rule.duty,
                label=Label(rule.label),
                severity=rule.severity,
                actors=tuple(rule.actors),
                with_facts=tuple(rule.with_facts),
                without_facts=tuple(rule.without_facts),
                note=rule.note,
            )
            for rule in entry.rules
        ),
        carve_outs=tuple(entry.carve_outs),
        counter_arguments=tuple(
            CounterArgument(text=counter.text, duties=tuple(counter.duties), when=tuple(counter.when))
            for counter in entry.counter_arguments
        ),
        status=entry.status,
        default_label=Label(entry.default_label) if entry.default_label else None,
        labelled=entry.labelled,
    )
