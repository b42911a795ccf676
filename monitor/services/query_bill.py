"""What was found in one bill: every finding with its words, its position's legal force and the counter-argument."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from monitor.classify.effects import find_effects
from monitor.model.effect import Effect
from monitor.model.review import Review
from monitor.model.reviewed import Reviewed
from monitor.services.bill_standing import BillStanding, load_standings
from monitor.services.find_bill import find_bill
from monitor.services.query_numbers import BillNumbers, bill_numbers
from monitor.services.query_relations import BillRelations, bill_relations
from monitor.services.query_sources import BillSources, bill_sources
from monitor.services.reviewed_bills import reviewed_judgement
from monitor.services.shown_findings import ShownFinding, shown_findings
from monitor.store.engine import Store
from monitor.store.tables import AssessmentRow, VersionRow
from monitor.text.segment import segment

__all__ = ["BillFindings", "query_bill"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BillFindings:
    """A bill, the version whose judgement counts, and its findings, strongest first."""

    standing: BillStanding
    source_url: str
    last_action: str
    last_action_on: date | None
    version_note: str | None
    """None when no text is judged; then the fields below are empty."""
    version_stage: str
    version_url: str
    version_on: date | None
    text_quality: str
    text_reason: str
    trigger: str
    """The words that made the bill relevant."""
    carve_outs: tuple[str, ...]
    provision_types: tuple[str, ...]
    classifier_release: str
    position_release: str
    findings: tuple[ShownFinding, ...]
    """What counts."""
    rejected: tuple[ShownFinding, ...]
    """What the rules found and a person rejected: it counts nowhere."""
    changed: tuple[Review, ...]
    """Reviews whose words do not stand in the judged text any more: look again."""
    sources: BillSources
    """Which source each field of the bill comes from, and where sources disagree."""
    quarantine: str
    """Why it is put aside as a test of the legislature's: then it counts nowhere. Empty for a bill like any other."""
    numbers: BillNumbers
    """Numbers that it bore before, and bills that may be the same one under another number."""
    relations: BillRelations
    """Bills that it has to do with, whichever of the two says so, and the chain that it stands in."""
    effects: tuple[Effect, ...]
    """Dates, enforcement, penalties and thresholds of the judged text; of bills about AI only."""


def query_bill(store: Store, name: str) -> BillFindings:
    """Read the bill that ``name`` means: ``WA HB 1622`` or ``WA HB 1622 2025-2026``.

    :raises NoSuchBillError: when there is none.
    :raises AmbiguousBillError: when several sessions have one and none is named.
    """
    with store.read() as session:
        bill = find_bill(session, name)
        (standing,) = load_standings(session, bill_ids=[bill.id])
        held = session.scalar(select(AssessmentRow).where(AssessmentRow.bill_id == bill.id, AssessmentRow.is_current))
        version = session.get(VersionRow, held.version_id) if held else None
        reviewed = reviewed_judgement(session, held) if held else Reviewed(counted=())
        return BillFindings(
            standing=standing,
            source_url=bill.source_url,
            last_action=bill.last_action,
            last_action_on=bill.last_action_on,
            version_note=version.note if version else None,
            version_stage=version.stage if version else "",
            version_url=version.url if version else "",
            version_on=version.published_on if version else None,
            text_quality=version.quality if version else "",
            text_reason=version.reason if version else "",
            trigger=version.text[held.trigger_start : held.trigger_end]
            if version and held and held.trigger_start is not None
            else "",
            carve_outs=_carve_outs(held, reviewed) if held else (),
            provision_types=tuple(held.provision_types) if held else (),
            classifier_release=held.classifier_release if held else "",
            position_release=held.position_release if held else "",
            findings=shown_findings(session, held, reviewed.counted) if held else (),
            rejected=shown_findings(session, held, reviewed.rejected) if held else (),
            changed=reviewed.changed,
            sources=bill_sources(session, bill),
            quarantine=bill.quarantine if bill.released_at is None else "",
            numbers=bill_numbers(session, bill),
            relations=bill_relations(session, bill.id),
            effects=find_effects(version.text, segment(version.text)) if version and standing.is_about_ai else (),
        )


def _carve_outs(held: AssessmentRow, reviewed: Reviewed) -> tuple[str, ...]:
    """Those that the judgement saw; once a person has spoken, those of what counts."""
    if not reviewed.answered:
        return tuple(held.carve_outs)
    return tuple(sorted({clause.carve_out for clause in reviewed.counted if clause.carve_out}))
