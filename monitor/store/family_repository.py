"""How clause families are written and read: what is the same stays as it is, what is gone is deleted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from monitor.model.bill import BillKey
from monitor.model.clause_family import ClauseFamily, FamilyMember, Kinship
from monitor.model.provision import Span
from monitor.store.tables import BillRow, ClauseFamilyRow, ClauseMemberRow

__all__ = ["FamilyChanges", "read_families", "write_families"]

_IDS_A_QUERY: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyChanges:
    """How the stored families moved. All are 0 when the same was found again."""

    added: int
    changed: int
    removed: int


def write_families(session: Session, families: Sequence[ClauseFamily], *, now: datetime) -> FamilyChanges:
    """Make the stored families these ones. Call it inside ``store.write()``."""
    known = set(session.scalars(select(ClauseFamilyRow.family)))
    held = {family.id: family for family in read_families(session)}
    wanted = {family.id: family for family in families}
    gone = sorted(known - wanted.keys())
    changed = [family for name, family in wanted.items() if name in known and held.get(name) != family]
    added = [family for name, family in wanted.items() if name not in known]
    for names in _chunks(gone):
        session.execute(delete(ClauseFamilyRow).where(ClauseFamilyRow.family.in_(names)))
    for some in _chunks(changed):
        ids = select(ClauseFamilyRow.id).where(ClauseFamilyRow.family.in_([family.id for family in some]))
        session.execute(delete(ClauseMemberRow).where(ClauseMemberRow.family_id.in_(ids)))
    for family in changed:
        session.execute(
            update(ClauseFamilyRow)
            .where(ClauseFamilyRow.family == family.id)
            .values(release=family.release, changed_at=now)
        )
    if added:
        rows = [
            {"family": family.id, "release": family.release, "first_seen_at": now, "changed_at": now}
            for family in added
        ]
        session.execute(insert(ClauseFamilyRow), rows)
    if written := [*added, *changed]:
        names_to_ids = _ids(session, [family.id for family in written])
        session.execute(
            insert(ClauseMemberRow),
            [row for family in written for row in _member_rows(names_to_ids[family.id], family.members)],
        )
    return FamilyChanges(added=len(added), changed=len(changed), removed=len(gone))


def read_families(
    session: Session, *, names: Collection[str] | None = None, bill_id: int | None = None
) -> list[ClauseFamily]:
    """Read all families, some by name, or those of one bill; in the order of their names."""
    rows = (
        select(ClauseFamilyRow.family, ClauseFamilyRow.release, ClauseMemberRow, BillRow)
        .join(ClauseMemberRow, ClauseMemberRow.family_id == ClauseFamilyRow.id)
        .join(BillRow, BillRow.id == ClauseMemberRow.bill_id)
        .order_by(ClauseFamilyRow.family, ClauseMemberRow.ordinal)
    )
    if names is not None:
        rows = rows.where(ClauseFamilyRow.family.in_(names))
    if bill_id is not None:
        of_bill = select(ClauseMemberRow.family_id).where(ClauseMemberRow.bill_id == bill_id)
        rows = rows.where(ClauseFamilyRow.id.in_(of_bill))
    members: dict[tuple[str, str], list[FamilyMember]] = {}
    for name, release, member, bill in session.execute(rows):
        members.setdefault((name, release), []).append(_member(member, bill))
    return [ClauseFamily(id=name, release=release, members=tuple(found)) for (name, release), found in members.items()]


def _ids(session: Session, names: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in _chunks(names):
        rows = session.execute(
            select(ClauseFamilyRow.family, ClauseFamilyRow.id).where(ClauseFamilyRow.family.in_(some))
        )
        found.update((name, row_id) for name, row_id in rows)
    return found


def _member_rows(family_id: int, members: Sequence[FamilyMember]) -> list[dict[str, Any]]:
    return [
        {
            "family_id": family_id,
            "ordinal": ordinal,
            "bill_id": member.bill_id,
            "version_id": member.version_id,
            "text_sha256": member.text_sha256,
            "dated_on": member.dated_on,
            "provision_label": member.provision_label,
            "start": member.span.start,
            "end": member.span.end,
            "parts": [[part.start, part.end] for part in member.parts],
            "lead_in": [[lead.start, lead.end] for lead in member.lead_in],
            "kinship": member.kinship.value,
            "jaccard": member.jaccard,
            "score": member.score,
        }
        for ordinal, member in enumerate(members)
    ]


def _member(row: ClauseMemberRow, bill: BillRow) -> FamilyMember:
    return FamilyMember(
        bill=BillKey(jurisdiction=bill.jurisdiction, session=bill.session, identifier=bill.identifier),
        bill_id=row.bill_id,
        version_id=row.version_id,
        text_sha256=row.text_sha256,
        dated_on=row.dated_on,
        provision_label=row.provision_label,
        span=Span(row.start, row.end),
        parts=tuple(Span(start, end) for start, end in row.parts),
        lead_in=tuple(Span(start, end) for start, end in row.lead_in),
        kinship=Kinship(row.kinship),
        jaccard=row.jaccard,
        score=row.score,
    )


def _chunks(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    """A query takes a limited number of values on SQLite."""
    return (values[start : start + _IDS_A_QUERY] for start in range(0, len(values), _IDS_A_QUERY))
