"""Which stored version is the one that a source lists now? By note, and among equal notes by address and text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from monitor.model.bill_change import KnownVersion, VersionReading

__all__ = ["base_of", "next_revision", "pair_versions"]

_REVISION: Final = re.compile(r"#r(\d+)$")


def base_of(key: str) -> str:
    """The key without its revision: ``Introduced#r2`` -> ``Introduced``."""
    return _REVISION.sub("", key)


def next_revision(key: str) -> str:
    """``Introduced`` -> ``Introduced#r2`` -> ``Introduced#r3``."""
    match = _REVISION.search(key)
    return f"{base_of(key)}#r{int(match[1]) + 1 if match else 2}"


def _revision(version: KnownVersion) -> int:
    match = _REVISION.search(version.key)
    return int(match[1]) if match else 1


def pair_versions(
    known: Sequence[KnownVersion], listed: Sequence[VersionReading]
) -> list[tuple[str, tuple[KnownVersion, ...]]]:
    """For each listed version its base key and its stored revisions, oldest first; none when it is new.

    Two versions under one note stay two: they are told apart by address, then by text, then by order. A base key is
    the note, with ``#2`` and so on where it is taken.
    """
    chains: dict[str, list[KnownVersion]] = defaultdict(list)
    for version in sorted(known, key=_revision):
        chains[base_of(version.key)].append(version)
    by_note: dict[str, list[str]] = defaultdict(list)
    for base, chain in chains.items():
        by_note[chain[-1].note].append(base)
    for bases in by_note.values():
        bases.sort(key=lambda base: chains[base][-1].ordinal)
    found: dict[int, str] = {}
    same = (
        lambda new, old: new.record.url == old.url and new.record.url != "",
        lambda new, old: new.text_sha256 is not None and new.text_sha256 == old.text_sha256,
        lambda new, old: True,  # noqa: ARG005 - what is left goes in order
    )
    for test in same:
        for index, reading in enumerate(listed):
            free = by_note.get(reading.record.note, [])
            match = next((base for base in free if index not in found and test(reading, chains[base][-1])), None)
            if match is not None:
                free.remove(match)
                found[index] = match
    taken = set(chains)
    paired: list[tuple[str, tuple[KnownVersion, ...]]] = []
    for index, reading in enumerate(listed):
        if index in found:
            paired.append((found[index], tuple(chains[found[index]])))
            continue
        base = _free_key(reading.record.note, taken)
        taken.add(base)
        paired.append((base, ()))
    return paired


def _free_key(note: str, taken: set[str]) -> str:
    name = _REVISION.sub(r"-r\1", note) or "(no note)"  # a note that looks like a revision is none
    number, key = 1, name
    while key in taken:
        number += 1
        key = f"{name}#{number}"
    return key
