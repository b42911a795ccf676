"""What do the clauses of a family say, word for word? Read from the texts that they were found in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from monitor.clones.words import Word, words_of
from monitor.model.clause_family import FamilyMember, TextKey
from monitor.model.provision import Span
from monitor.store.tables import VersionRow

__all__ = ["quotes", "texts_of", "words_in"]

_IDS_A_QUERY: Final = 500


def texts_of(session: Session, members: Collection[FamilyMember]) -> dict[TextKey, str]:
    """The clean texts of some members; a text that was replaced since has another hash."""
    ids = sorted({member.version_id for member in members})
    found: dict[TextKey, str] = {}
    for start in range(0, len(ids), _IDS_A_QUERY):
        rows = session.execute(
            select(VersionRow.id, VersionRow.text_sha256, VersionRow.text).where(
                VersionRow.id.in_(ids[start : start + _IDS_A_QUERY])
            )
        )
        found.update(((version_id, sha256 or ""), text) for version_id, sha256, text in rows)
    return found


def quotes(texts: Mapping[TextKey, str], member: FamilyMember, spans: Sequence[Span]) -> tuple[str, ...]:
    """Exact words of a member; none when its text was replaced."""
    text = texts.get(member.text_key)
    return tuple(span.of(text) for span in spans) if text is not None else ()


def words_in(texts: Mapping[TextKey, str], member: FamilyMember) -> list[Word]:
    """The words of a member as they are compared; none when its text was replaced."""
    text = texts.get(member.text_key)
    return words_of(text, member.parts) if text is not None else []
