"""How the clauses of a text are kept: once for each version, under the hash of the text and of what cut it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from monitor.store.tables import ClauseCutRow

__all__ = ["read_cuts", "write_cuts"]

_IDS_A_QUERY: Final = 500
"""A query takes a limited number of values on SQLite."""


def read_cuts(session: Session, texts: Iterable[tuple[int, str]], *, release: str) -> dict[int, list[Any]]:
    """The kept clauses of texts, given as version and hash, that were cut under this release; by version."""
    wanted = dict(texts)
    found: dict[int, list[Any]] = {}
    ids = list(wanted)
    for start in range(0, len(ids), _IDS_A_QUERY):
        rows = session.execute(
            select(ClauseCutRow.version_id, ClauseCutRow.text_sha256, ClauseCutRow.clauses).where(
                ClauseCutRow.version_id.in_(ids[start : start + _IDS_A_QUERY]), ClauseCutRow.release == release
            )
        )
        found.update((version_id, clauses) for version_id, sha256, clauses in rows if wanted[version_id] == sha256)
    return found


def write_cuts(session: Session, cuts: Sequence[tuple[int, str, list[Any]]], *, release: str) -> None:
    """Keep the clauses of texts, given as version, hash and clauses, in the place of what was kept of the versions."""
    if not cuts:
        return
    session.execute(delete(ClauseCutRow).where(ClauseCutRow.version_id.in_([version_id for version_id, _, _ in cuts])))
    rows = [
        {"version_id": version_id, "text_sha256": sha256, "release": release, "clauses": clauses}
        for version_id, sha256, clauses in cuts
    ]
    session.execute(insert(ClauseCutRow), rows)
