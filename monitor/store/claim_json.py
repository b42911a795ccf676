"""How is a claim kept as JSON, and read back?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from monitor.model.bill import Action, BillKey, Chamber, RelatedBill, Sponsor
from monitor.model.claim import BillClaim, ClaimedVersion
from monitor.model.relation import Relation

__all__ = ["claim_from_json", "claim_to_json"]


def claim_to_json(claim: BillClaim) -> dict[str, Any]:
    """What a source said; who said it of which bill and when stands in the row."""
    return {
        "title": claim.title,
        "abstract": claim.abstract,
        "source_url": claim.source_url,
        "chamber": claim.chamber.value,
        "classification": list(claim.classification),
        "subjects": list(claim.subjects),
        "aliases": list(claim.aliases),
        "actions": [[_iso(a.on), a.chamber.value, a.text, list(a.classes), a.ordinal] for a in claim.actions],
        "sponsors": [[s.name, s.role, s.kind] for s in claim.sponsors],
        "related": [[r.session, r.identifier, r.relation.value, r.native] for r in claim.related],
        "versions": [[v.note, v.stage, _iso(v.published_on), v.url, v.has_text] for v in claim.versions],
    }


def claim_from_json(said: Mapping[str, Any], *, key: BillKey, source: str, fetched_at: datetime) -> BillClaim:
    """The claim that :func:`claim_to_json` was given."""
    return BillClaim(
        key=key,
        source=source,
        fetched_at=fetched_at,
        title=said["title"],
        abstract=said["abstract"],
        source_url=said["source_url"],
        chamber=Chamber(said["chamber"]),
        classification=tuple(said["classification"]),
        subjects=tuple(said["subjects"]),
        aliases=tuple(said["aliases"]),
        actions=tuple(
            Action(on=_day(on), chamber=Chamber(chamber), text=text, classes=tuple(classes), ordinal=ordinal)
            for on, chamber, text, classes, ordinal in said["actions"]
        ),
        sponsors=tuple(Sponsor(name=name, role=role, kind=kind) for name, role, kind in said["sponsors"]),
        related=tuple(
            RelatedBill(session=session, identifier=identifier, relation=Relation(relation), native=native)
            for session, identifier, relation, native in said["related"]
        ),
        versions=tuple(
            ClaimedVersion(note=note, stage=stage, published_on=_day(on), url=url, has_text=has_text)
            for note, stage, on, url, has_text in said["versions"]
        ),
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said is not None else None
