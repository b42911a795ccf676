"""What do the sources of a bill say, and where do they disagree? Always inside the caller's transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from monitor.model.bill import Action, BillKey, Chamber, RelatedBill, Sponsor
from monitor.model.claim import BillClaim, ClaimedVersion, SourceConflict
from monitor.model.relation import Relation
from monitor.store.claim_json import claim_from_json, claim_to_json
from monitor.store.tables import (
    ActionRow,
    BillAliasRow,
    BillClaimRow,
    BillRow,
    RelatedBillRow,
    SourceConflictRow,
    SponsorRow,
    VersionRow,
)

__all__ = ["StoredClaims", "keep_said", "load_claims", "note_conflicts", "other_claims"]

_IDS_A_QUERY: Final = 500  # SQLite binds a limited number of parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredClaims:
    """What the other sources of a bill say, and what this one said before; none when it speaks for the first time."""

    own: BillClaim | None
    others: tuple[BillClaim, ...]


def other_claims(session: Session, source: str, bill_ids: Sequence[int]) -> dict[int, StoredClaims]:
    """What sources beside this one last said of these bills; bills that no other speaks of are left out."""
    found: dict[int, list[BillClaim]] = defaultdict(list)
    for start in range(0, len(bill_ids), _IDS_A_QUERY):
        some = bill_ids[start : start + _IDS_A_QUERY]
        several = select(BillClaimRow.bill_id).where(BillClaimRow.bill_id.in_(some), BillClaimRow.source != source)
        rows = session.scalars(select(BillClaimRow).where(BillClaimRow.bill_id.in_(several.scalar_subquery())))
        for row in rows:
            found[row.bill_id].append(_claim(session, session.get_one(BillRow, row.bill_id), row))
    return {
        bill_id: StoredClaims(
            own=next((claim for claim in claims if claim.source == source), None),
            others=tuple(claim for claim in claims if claim.source != source),
        )
        for bill_id, claims in found.items()
    }


def load_claims(session: Session, bill: BillRow) -> list[BillClaim]:
    """What every source last said of a bill."""
    rows = session.scalars(select(BillClaimRow).where(BillClaimRow.bill_id == bill.id).order_by(BillClaimRow.source))
    return [_claim(session, bill, row) for row in rows]


def _claim(session: Session, bill: BillRow, row: BillClaimRow) -> BillClaim:
    if row.said is None:
        return _from_rows(session, bill, row)
    key = BillKey(jurisdiction=bill.jurisdiction, session=bill.session, identifier=bill.identifier)
    return claim_from_json(row.said, key=key, source=row.source, fetched_at=row.fetched_at)


def _from_rows(session: Session, bill: BillRow, row: BillClaimRow) -> BillClaim:
    """The claim of a bill's only source: its rows hold nothing else."""
    actions = session.scalars(select(ActionRow).where(ActionRow.bill_id == bill.id).order_by(ActionRow.ordinal))
    sponsors = session.scalars(select(SponsorRow).where(SponsorRow.bill_id == bill.id).order_by(SponsorRow.id))
    related = session.scalars(
        select(RelatedBillRow).where(RelatedBillRow.bill_id == bill.id).order_by(RelatedBillRow.id)
    )
    aliases = session.scalars(
        select(BillAliasRow.alias).where(BillAliasRow.bill_id == bill.id).order_by(BillAliasRow.id)
    )
    columns = (VersionRow.note, VersionRow.stage, VersionRow.published_on, VersionRow.url, VersionRow.text_sha256)
    versions = session.execute(select(*columns).where(VersionRow.bill_id == bill.id).order_by(VersionRow.ordinal))
    return BillClaim(
        key=BillKey(jurisdiction=bill.jurisdiction, session=bill.session, identifier=bill.identifier),
        source=row.source,
        fetched_at=row.fetched_at,
        title=bill.title,
        abstract=bill.abstract,
        source_url=bill.source_url,
        chamber=Chamber(bill.chamber),
        classification=tuple(bill.classification),
        subjects=tuple(bill.subjects),
        aliases=tuple(aliases),
        actions=tuple(
            Action(on=a.acted_on, chamber=Chamber(a.chamber), text=a.text, classes=tuple(a.classes), ordinal=a.ordinal)
            for a in actions
        ),
        sponsors=tuple(Sponsor(name=s.name, role=s.role, kind=s.kind) for s in sponsors),
        related=tuple(
            RelatedBill(session=r.session, identifier=r.identifier, relation=Relation(r.relation), native=r.native)
            for r in related
        ),
        versions=tuple(
            ClaimedVersion(note=note, stage=stage, published_on=on, url=url, has_text=sha256 is not None)
            for note, stage, on, url, sha256 in versions
        ),
    )


def keep_said(session: Session, bill_id: int, claims: Collection[BillClaim]) -> None:
    """Keep what these sources said of a bill word for word: from now on its rows are a merge."""
    for claim in claims:
        session.execute(
            update(BillClaimRow)
            .where(BillClaimRow.bill_id == bill_id, BillClaimRow.source == claim.source)
            .values(said=claim_to_json(claim))
        )


def note_conflicts(session: Session, bill_id: int, conflicts: Collection[SourceConflict], *, now: datetime) -> None:
    """Keep where the sources of a bill disagree now, and since when; what they agree on again goes."""
    stored = {
        row.field: row for row in session.scalars(select(SourceConflictRow).where(SourceConflictRow.bill_id == bill_id))
    }
    wanted = {conflict.field: [list(pair) for pair in conflict.values] for conflict in conflicts}
    gone = [row.id for field, row in stored.items() if field not in wanted]
    if gone:
        session.execute(delete(SourceConflictRow).where(SourceConflictRow.id.in_(gone)))
    for field, said in wanted.items():
        row = stored.get(field)
        if row is None:
            values = {"bill_id": bill_id, "field": field, "said": said, "first_seen_at": now}
            session.execute(insert(SourceConflictRow), [values])
        elif row.said != said:
            row.said = said
    session.flush()
