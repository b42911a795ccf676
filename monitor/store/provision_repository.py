"""Which provisions of a judged text are stored: those with findings, and the sections of a text about AI."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from monitor.model.finding import Assessment, Relevance
from monitor.model.provision import Provision
from monitor.store.tables import ProvisionRow, VersionRow

__all__ = ["write_provisions"]

_Place = tuple[int, int, int, str, str, str]


def _place(start: int, end: int, depth: int, kind: str, label: str, heading: str) -> _Place:
    """Document order, the larger one first."""
    return start, -end, depth, kind, label, heading


def _place_of(provision: Provision) -> _Place:
    span = provision.span
    return _place(span.start, span.end, provision.depth, provision.kind.value, provision.label, provision.heading)


def write_provisions(session: Session, version: VersionRow, assessment: Assessment) -> dict[Provision, ProvisionRow]:
    """Store what carries findings, and the sections of a text about AI; an earlier judgement may have stored some."""
    wanted = {finding.provision for finding in assessment.findings}
    if assessment.relevance in (Relevance.CORE, Relevance.ADJACENT):
        wanted.update(provision for provision in assessment.provisions if provision.depth == 0)
    of_text = (ProvisionRow.version_id == version.id, ProvisionRow.text_sha256 == version.text_sha256)
    stored = {
        _place(row.start, row.end, row.depth, row.kind, row.label, row.heading): row
        for row in session.scalars(select(ProvisionRow).where(*of_text))
    }
    ordinal = max((row.ordinal for row in stored.values()), default=-1)
    rows: dict[Provision, ProvisionRow] = {}
    for provision in sorted(wanted, key=_place_of):
        place = _place_of(provision)
        if place not in stored:
            ordinal += 1
            stored[place] = ProvisionRow(
                version_id=version.id,
                text_sha256=version.text_sha256,
                ordinal=ordinal,
                label=provision.label,
                heading=provision.heading,
                kind=provision.kind.value,
                depth=provision.depth,
                start=provision.span.start,
                end=provision.span.end,
                lead_in=[[span.start, span.end] for span in provision.lead_in],
            )
            session.add(stored[place])
        rows[provision] = stored[place]
    session.flush()
    return rows
