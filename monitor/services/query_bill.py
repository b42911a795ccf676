"""What was found in one bill: every finding with its words, its position's legal force and the counter-argument."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from monitor.classify.effects import find_effects
from monitor.errors import ExitCode, PreemptError
from monitor.model.bill import BillKey, InvalidIdentifierError, normalise_identifier
from monitor.model.effect import Effect
from monitor.model.finding import Label
from monitor.services.bill_standing import BillStanding, load_standings
from monitor.store.engine import Store
from monitor.store.tables import (
    AssessmentRow,
    BillRow,
    EvidenceRow,
    FindingRow,
    PositionReleaseRow,
    ProvisionRow,
    VersionRow,
)
from monitor.text.segment import segment

__all__ = ["AmbiguousBillError", "BillFindings", "NoSuchBillError", "Quote", "ShownFinding", "find_bill", "query_bill"]


class NoSuchBillError(PreemptError):
    """No stored bill has this name. Raised by :func:`query_bill`; look at ``preempt findings --bills``."""


class AmbiguousBillError(PreemptError):
    """Bills of several sessions have this number. Raised by :func:`query_bill`; add one of ``sessions`` to the name."""

    exit_code = ExitCode.WRONG_USE

    def __init__(self, name: str, sessions: list[str]) -> None:
        self.sessions = sessions
        super().__init__(f"{name} exists in several sessions; add one: {', '.join(sessions)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Exact words with their role and their offsets into the clean text of the version."""

    role: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFinding:
    """One finding with what a reader needs to judge it."""

    position: str
    position_title: str
    citation: str
    legal_force: str
    authority_strength: int
    label: Label
    severity: int
    confidence: float
    provision_type: str
    provision_label: str
    provision_heading: str
    theory: str
    second_theory: str
    carve_out: str | None
    quotes: tuple[Quote, ...]
    rationale: str
    counter_argument: str


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
            carve_outs=tuple(held.carve_outs) if held else (),
            provision_types=tuple(held.provision_types) if held else (),
            classifier_release=held.classifier_release if held else "",
            position_release=held.position_release if held else "",
            findings=_findings(session, held) if held else (),
            effects=find_effects(version.text, segment(version.text)) if version and standing.is_about_ai else (),
        )


def find_bill(session: Session, name: str) -> BillRow:
    """The stored bill that ``name`` means.

    :raises NoSuchBillError: when there is none.
    :raises AmbiguousBillError: when several sessions have one and none is named.
    """
    # every place where the number may end and the session begin: sessions may hold blanks and digits
    jurisdiction, *words = name.replace("(", " ").replace(")", " ").split() or [""]
    named = False
    for end in range(len(words), 0, -1):
        try:
            identifier = normalise_identifier(" ".join(words[:end]))
        except InvalidIdentifierError:
            continue
        key = BillKey(jurisdiction=jurisdiction.upper(), session=" ".join(words[end:]), identifier=identifier)
        bills = session.scalars(
            select(BillRow)
            .where(BillRow.jurisdiction == key.jurisdiction, BillRow.identifier == key.identifier)
            .order_by(BillRow.session)
        ).all()
        if key.session:
            named = named or bool(bills)
            bills = [bill for bill in bills if bill.session.casefold() == key.session.casefold()]
        if len(bills) > 1:
            raise AmbiguousBillError(f"{key.jurisdiction} {key.identifier}", [bill.session for bill in bills])
        if bills:
            return bills[0]
    hint = "; it exists in another session: leave the session out to see which" if named else ""
    raise NoSuchBillError(f"no stored bill is called {name!r} (write it like WA HB 1622){hint}")


def _findings(session: Session, held: AssessmentRow) -> tuple[ShownFinding, ...]:
    release = session.get_one(PositionReleaseRow, held.position_release)
    heads: dict[str, dict[str, Any]] = {entry["id"]: entry for entry in release.content["positions"]}
    carve_outs: dict[str, dict[str, Any]] = {entry["name"]: entry for entry in release.content["carve_outs"]}
    of_held = FindingRow.assessment_id == held.id
    quotes: dict[int, list[Quote]] = {}
    for row in session.scalars(
        select(EvidenceRow)
        .join(FindingRow, FindingRow.id == EvidenceRow.finding_id)
        .where(of_held)
        .order_by(EvidenceRow.finding_id, EvidenceRow.ordinal)
    ):
        quotes.setdefault(row.finding_id, []).append(
            Quote(role=row.role, start=row.start, end=row.end, quote=row.quote)
        )
    rows = session.execute(
        select(FindingRow, ProvisionRow).join(ProvisionRow, ProvisionRow.id == FindingRow.provision_id).where(of_held)
    )
    shown = [
        ShownFinding(
            position=finding.position,
            position_title=head["title"],
            citation=head["citation"],
            legal_force=head["legal_force"],
            authority_strength=finding.authority_strength,
            label=Label(finding.label),
            severity=finding.severity,
            confidence=finding.confidence,
            provision_type=finding.provision_type,
            provision_label=provision.label,
            provision_heading=provision.heading,
            theory=finding.theory,
            second_theory=finding.second_theory,
            carve_out=finding.carve_out,
            quotes=tuple(quotes[finding.id]),
            rationale=finding.rationale,
            counter_argument=finding.counter_argument,
        )
        for finding, provision in rows
        for head in [heads.get(finding.position) or _carve_out_head(carve_outs[finding.carve_out or ""])]
    ]
    return tuple(
        sorted(shown, key=lambda f: (-f.label.strength, -f.severity, -f.confidence, f.position, f.quotes[0].start))
    )


def _carve_out_head(carve_out: dict[str, Any]) -> dict[str, str]:
    """What stands where a position would, for a finding that shows a carve-out alone."""
    return {
        "title": f"carve-out: {carve_out['title']}",
        "citation": carve_out["source"],
        "legal_force": "limits the legislative recommendation only",
    }
