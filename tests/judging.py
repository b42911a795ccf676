"""A judge that reads its findings out of the text, and stored bills for it: every text here is made up.

A line ``conflict compelled-disclosure 4: A developer shall publish …`` is a finding with that label, position and
severity; a first line ``AI`` makes the bill relevant; ``RAISE``, ``CRASH``, ``HANG``, ``LIE`` and ``STRANGE`` go wrong.
"""

from __future__ import annotations

import os
import re
import signal
import time
from datetime import UTC, date, datetime

from sqlalchemy import select

from monitor.model.finding import Assessment, Evidence, EvidenceRole, Finding, Label, Relevance
from monitor.model.position import CounterArgument, Position, PositionSet, Triggers
from monitor.model.provision import Provision, ProvisionKind, Span
from monitor.store.engine import Store
from monitor.store.tables import BillRow, VersionRow
from monitor.text.normal import clean_sha256

MOMENT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
_LINE = re.compile(r"^(conflict|potential|exempt|aligned) ([a-z-]+) (\d): (.*)$", re.MULTILINE)


def _position(name: str) -> Position:
    return Position(
        id=name,
        title=f"Sample position {name}",
        short_name=name.replace("-", " "),
        authority="Sample order",
        citation="00 FR 00000 (sample)",
        date=date(2025, 12, 11),
        authority_strength=3,
        legal_force="executive order; binds agencies, does not preempt",
        evidence="sample",
        theory="compelled speech",
        second_theory="dormant commerce clause",
        triggers=Triggers(),
        rules=(),
        carve_outs=(),
        counter_arguments=(CounterArgument(text="The duty concerns facts."),),
        status="sample",
        default_label=None,
        labelled=True,
    )


POSITIONS = PositionSet(
    as_of=date(2026, 10, 10),
    reviewed_on=date(2026, 11, 23),
    positions=tuple(map(_position, ("compelled-disclosure", "frontier-voluntary", "truthful-outputs"))),
    carve_outs=(),
    release="p1",
)


def judge(
    text: str, *, title: str, abstract: str, jurisdiction: str, positions: PositionSet, release: str = "c1"
) -> Assessment:
    """Judge a made-up text."""
    if "RAISE" in text:
        raise ValueError("a text that the judge cannot take\nwith a second line")
    if "CRASH" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "EXIT" in text:
        os._exit(7)
    if "HANG" in text:
        time.sleep(60)
    if "SLOW" in text:
        time.sleep(0.4)
    findings = tuple(_finding(match, text) for match in _LINE.finditer(text))
    strongest = max((finding.label for finding in findings), key=lambda label: label.strength, default=Label.NONE)
    relevant = text.startswith("AI")
    whole = Provision(
        label="Sec. 1",
        heading="All of it",
        span=Span(0, len(text)),
        own=Span(0, len(text)),
        kind=ProvisionKind.OPERATIVE,
        depth=0,
    )
    return Assessment(
        relevance=Relevance.CORE if relevant else Relevance.NONE,
        trigger=Evidence(span=Span(0, 2), quote="AI") if relevant else None,
        overall=strongest,
        carve_outs=("child-safety",) if strongest is Label.EXEMPT else (),
        provision_types=tuple(sorted({finding.provision_type for finding in findings})),
        findings=findings,
        provisions=(whole, *(finding.provision for finding in findings)),
        classifier_release="another" if "STRANGE" in text else release,
        position_release=positions.release,
    )


def _finding(match: re.Match[str], text: str) -> Finding:
    label, position, severity, quote = match.groups()
    span = Span(match.start(), match.end())
    words = Evidence(span=Span(match.start(4), match.end(4)), quote="Other words." if "LIE" in text else quote)
    return Finding(
        position=position,
        label=Label(label),
        confidence=0.5,
        severity=int(severity),
        theory="compelled speech",
        second_theory="dormant commerce clause",
        authority_strength=3,
        provision_type="ag_disclosure",
        provision=Provision(
            label="Sec. 1(a)",
            heading="",
            span=span,
            own=span,
            kind=ProvisionKind.OPERATIVE,
            depth=1,
            lead_in=(Span(0, 2),),
        ),
        evidence=(words, Evidence(span=Span(0, 2), quote=text[:2], role=EvidenceRole.LEAD_IN)),
        rationale="A sample rationale.",
        counter_argument="The duty concerns facts.",
        carve_out="child-safety" if label == "exempt" else None,
    )


def add_bill(store: Store, name: str, *, session_name: str = "2026", title: str = "A sample act") -> int:
    """Store a bill without a text: ``WA HB 1``."""
    jurisdiction, identifier = name.split(" ", 1)
    with store.write() as session:
        row = BillRow(
            jurisdiction=jurisdiction,
            session=session_name,
            identifier=identifier,
            chamber="lower",
            classification=["bill"],
            title=title,
            abstract="",
            subjects=[],
            status="introduced",
            last_action="Read first time",
            source="sample",
            source_url="https://legislature.example/bill",
            content_hash="",
            first_seen_at=MOMENT,
            changed_at=MOMENT,
        )
        session.add(row)
        session.flush()
        return row.id


def add_version(
    store: Store,
    bill_id: int,
    text: str,
    *,
    note: str = "",
    baseline: bool = False,
    stage: str = "introduced",
    quality: str = "",
) -> int:
    """Store one more text of a bill, which becomes the current one; an empty text is a missing one."""
    with store.write() as session:
        ordinal = len(session.scalars(select(VersionRow.id).where(VersionRow.bill_id == bill_id)).all())
        row = VersionRow(
            bill_id=bill_id,
            version_key=note or f"text {ordinal}",
            ordinal=ordinal,
            note=note or f"text {ordinal}",
            stage=stage,
            published_on=date(2026, 1, 1 + ordinal),
            url="https://legislature.example/text",
            media_type="text/plain",
            source="sample",
            text_sha256=clean_sha256(text) if text else None,
            text=text,
            method="text/1",
            quality=quality or ("ok" if text else "missing"),
            reason="" if text else "the source offers no document",
            baseline=baseline,
            first_seen_at=MOMENT,
            text_changed_at=MOMENT,
        )
        session.add(row)
        session.flush()
        if text and stage != "comparison":
            session.get_one(BillRow, bill_id).current_version_id = row.id
        return row.id
