"""What is stored of bills, as far as a decision needs it? Always inside the caller's transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import and_, insert, select, update
from sqlalchemy.orm import Session

from monitor.model.bill import BillKey, RelatedBill
from monitor.model.bill_change import KnownAction, KnownBill, KnownVersion
from monitor.model.relation import Relation
from monitor.store.tables import (
    ActionRow,
    BillAliasRow,
    BillClaimRow,
    BillRow,
    RelatedBillRow,
    SessionRow,
    SponsorRow,
    VersionRow,
)

__all__ = ["FoundSession", "KnownClaim", "StoredText", "find_session", "known_claims", "load_bill", "stored_texts"]

_VALUES_A_QUERY: Final = 500  # SQLite binds a limited number of parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSession:
    """A legislative session of a source; ``live`` once its first load has ended."""

    live: bool
    created: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownClaim:
    """A stored bill, and what one source last said of it; ``content`` is none when it never spoke of it."""

    bill_id: int
    content: str | None
    place: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredText:
    """What was read from bytes before."""

    text: str
    text_sha256: str
    method: str
    quality: str
    reason: str


def _is_bill(key: BillKey) -> Any:
    return (
        (BillRow.jurisdiction == key.jurisdiction)
        & (BillRow.session == key.session)
        & (BillRow.identifier == key.identifier)
    )


def known_claims(session: Session, source: str, keys: Iterable[BillKey]) -> dict[BillKey, KnownClaim]:
    """What a source last said of these bills, by hash; bills that are not stored are left out."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key in keys:
        groups[key.jurisdiction, key.session].append(key.identifier)
    columns = (BillRow.id, BillRow.identifier, BillClaimRow.content_hash, BillClaimRow.place, BillClaimRow.mark)
    joined = select(*columns).join(
        BillClaimRow, and_(BillClaimRow.bill_id == BillRow.id, BillClaimRow.source == source), isouter=True
    )
    found: dict[BillKey, KnownClaim] = {}
    for (jurisdiction, of_session), identifiers in groups.items():
        for start in range(0, len(identifiers), _VALUES_A_QUERY):
            rows = session.execute(
                joined.where(
                    BillRow.jurisdiction == jurisdiction,
                    BillRow.session == of_session,
                    BillRow.identifier.in_(identifiers[start : start + _VALUES_A_QUERY]),
                )
            )
            for id_, identifier, content, place, mark in rows:
                key = BillKey(jurisdiction=jurisdiction, session=of_session, identifier=identifier)
                found[key] = KnownClaim(bill_id=id_, content=content, place=place or "", mark=mark or "")
    return found


def stored_texts(session: Session, bill_id: int, raw_hashes: Iterable[str]) -> dict[str, StoredText]:
    """What was read of these bytes for this bill, by their sha256; bytes that gave no text are left out."""
    columns = (
        VersionRow.raw_sha256,
        VersionRow.text,
        VersionRow.text_sha256,
        VersionRow.method,
        VersionRow.quality,
        VersionRow.reason,
    )
    found = session.execute(
        select(*columns).where(
            VersionRow.bill_id == bill_id,
            VersionRow.raw_sha256.in_(sorted(raw_hashes)),
            VersionRow.text_sha256.is_not(None),
        )
    )
    return {
        str(raw): StoredText(text=text, text_sha256=sha256, method=method, quality=quality, reason=reason)
        for raw, text, sha256, method, quality, reason in found
        if sha256 is not None
    }


def find_session(
    session: Session, *, source: str, jurisdiction: str, identifier: str, now: datetime, code: str = ""
) -> FoundSession:
    """Find or create the row of a legislative session; ``code`` is what the source itself calls it."""
    row = session.execute(
        select(SessionRow.id, SessionRow.live_since, SessionRow.source_code).where(
            SessionRow.source == source,
            SessionRow.jurisdiction == jurisdiction,
            SessionRow.identifier == identifier,
        )
    ).one_or_none()
    if row is not None:
        if code not in ("", row.source_code):
            session.execute(update(SessionRow).where(SessionRow.id == row.id).values(source_code=code))
        return FoundSession(live=row.live_since is not None, created=False)
    names = {"source": source, "jurisdiction": jurisdiction, "identifier": identifier, "source_code": code}
    session.execute(insert(SessionRow).values(**names, first_seen_at=now, live_since=None))
    return FoundSession(live=False, created=True)


def load_bill(session: Session, key: BillKey) -> KnownBill | None:
    """A bill with everything that a decision compares; without the texts."""
    bill = session.execute(
        select(
            BillRow.id,
            BillRow.content_hash,
            BillRow.title,
            BillRow.abstract,
            BillRow.status,
            BillRow.status_on,
            BillRow.current_version_id,
            BillRow.quarantine,
        ).where(_is_bill(key))
    ).one_or_none()
    if bill is None:
        return None
    versions = session.execute(
        select(
            VersionRow.id,
            VersionRow.version_key.label("key"),
            VersionRow.ordinal,
            VersionRow.note,
            VersionRow.stage,
            VersionRow.published_on,
            VersionRow.url,
            VersionRow.media_type,
            VersionRow.raw_sha256,
            VersionRow.text_sha256,
            VersionRow.method,
            VersionRow.quality,
        ).where(VersionRow.bill_id == bill.id)
    ).mappings()
    actions = session.execute(
        select(ActionRow.action_key, ActionRow.id, ActionRow.ordinal, ActionRow.classes).where(
            ActionRow.bill_id == bill.id
        )
    )
    sponsors = session.execute(
        select(SponsorRow.name, SponsorRow.role, SponsorRow.id).where(SponsorRow.bill_id == bill.id)
    )
    related = session.execute(
        select(
            RelatedBillRow.session,
            RelatedBillRow.identifier,
            RelatedBillRow.relation,
            RelatedBillRow.native,
        ).where(RelatedBillRow.bill_id == bill.id)
    )
    aliases = session.scalars(select(BillAliasRow.alias).where(BillAliasRow.bill_id == bill.id))
    return KnownBill(
        **bill._mapping,  # noqa: SLF001 - the documented name
        versions=tuple(KnownVersion(**row) for row in versions),
        actions={key: KnownAction(id=id_, ordinal=place, classes=tuple(names)) for key, id_, place, names in actions},
        sponsors={(name, role): id_ for name, role, id_ in sponsors},
        related=frozenset(
            RelatedBill(session=said, identifier=number, relation=Relation(word), native=native)
            for said, number, word, native in related
        ),
        aliases=frozenset(aliases),
    )
