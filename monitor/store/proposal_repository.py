"""How proposals are written and read: each once, and only while the words they quote are those of the version."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from monitor.model.finding import Evidence, EvidenceRole, Label
from monitor.model.proposal import Proposal, ProposalSource
from monitor.model.provision import Span
from monitor.store.tables import ProposalRow, VersionRow
from monitor.text.normal import clean_sha256

__all__ = ["add_proposals", "proposal_of"]


def add_proposals(session: Session, version: VersionRow, proposals: Iterable[Proposal], *, now: datetime) -> int:
    """Store those that are not stored yet; returns how many were new.

    :raises ValueError: when a proposal quotes nothing, or words that do not stand in the text at their offsets.
    """
    held = {
        tuple(row)
        for row in session.execute(
            select(
                ProposalRow.source, ProposalRow.release, ProposalRow.position, ProposalRow.start, ProposalRow.end
            ).where(ProposalRow.version_id == version.id, ProposalRow.text_sha256 == version.text_sha256)
        )
    }
    added = 0
    for proposal in proposals:
        span = proposal.span
        key = (proposal.source.value, proposal.release, proposal.position, span.start, span.end)
        if key in held:
            continue
        _check(proposal, version)
        held.add(key)
        added += 1
        session.add(
            ProposalRow(
                bill_id=version.bill_id,
                version_id=version.id,
                text_sha256=version.text_sha256,
                source=proposal.source.value,
                release=proposal.release,
                position=proposal.position,
                label=proposal.label.value,
                provision_label=proposal.provision_label,
                start=span.start,
                end=span.end,
                quotes=[
                    {"role": e.role.value, "start": e.span.start, "end": e.span.end, "quote": e.quote}
                    for e in proposal.quotes
                ],
                clause_hash=clean_sha256(proposal.quotes[0].quote),
                reason=proposal.reason,
                probability=proposal.probability,
                detail=dict(proposal.detail),
                created_at=now,
            )
        )
    session.flush()
    return added


def _check(proposal: Proposal, version: VersionRow) -> None:
    if not proposal.quotes:
        raise ValueError(f"a proposal about {proposal.provision_label} quotes nothing")
    for evidence in proposal.quotes:
        if evidence.span.of(version.text) != evidence.quote:
            raise ValueError(f"a proposal about {proposal.provision_label} quotes words that do not stand there")


def proposal_of(row: ProposalRow) -> Proposal:
    """A stored row as the value it was made of."""
    return Proposal(
        source=ProposalSource(row.source),
        release=row.release,
        position=row.position,
        label=Label(row.label),
        provision_label=row.provision_label,
        span=Span(row.start, row.end),
        quotes=tuple(
            Evidence(span=Span(quote["start"], quote["end"]), quote=quote["quote"], role=EvidenceRole(quote["role"]))
            for quote in row.quotes
        ),
        reason=row.reason,
        probability=row.probability,
        detail=row.detail,
    )
