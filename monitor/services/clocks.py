"""Which days are to come? Federal days of the reviewed file, and the dates that enacted state AI laws state."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from monitor.classify.effects import find_effects
from monitor.model.bill import BillStatus
from monitor.model.deadline import ClockKind, Deadline, in_order
from monitor.model.effect import Effect, EffectKind
from monitor.services.bill_standing import BillStanding, load_standings
from monitor.store.engine import Store
from monitor.store.tables import AssessmentRow, BillRow, VersionRow
from monitor.text.segment import segment
from monitor.watch.clocks import federal_clocks

__all__ = ["list_clocks"]

_KINDS: Final = {
    EffectKind.EFFECTIVE_DATE: ClockKind.EFFECTIVE,
    EffectKind.OPERATIVE_DATE: ClockKind.OPERATIVE,
}


def list_clocks(store: Store) -> tuple[Deadline, ...]:
    """All of them in the order of their days; what states no day comes last, in the law's own words.

    Of state laws: those that are enacted and about AI, by the text that is judged. A law whose text was not read has no
    line, which is no statement that it has no date.
    """
    with store.read() as session:
        enacted = session.execute(
            select(BillRow.id, BillRow.source_url, BillRow.status_unconfirmed).where(
                BillRow.status == BillStatus.ENACTED.value
            )
        ).all()
        facts = {row[0]: (row[1], row[2]) for row in enacted}
        found = list(federal_clocks())
        for standing in load_standings(session, bill_ids=facts) if facts else ():
            if standing.is_about_ai and not standing.is_federal:
                address, unconfirmed = facts[standing.bill_id]
                found += _of_law(session, standing, address, unconfirmed=unconfirmed)
    return in_order(found)


def _of_law(session: Session, standing: BillStanding, address: str, *, unconfirmed: bool) -> Iterator[Deadline]:
    version = session.scalar(
        select(VersionRow)
        .join(AssessmentRow, AssessmentRow.version_id == VersionRow.id)
        .where(AssessmentRow.bill_id == standing.bill_id, AssessmentRow.is_current)
    )
    if version is None:
        return
    marks = "; ".join(f"{mark.status.value} in {mark.caption}" for mark in standing.litigation)
    notes = ["the law is reported by one aggregator alone" if unconfirmed else "", marks]
    notes += [f"an older text; the newest was not read ({standing.newest.value})" if standing.newest else ""]
    seen: set[str] = set()
    for effect in find_effects(version.text, segment(version.text)):
        kind = _KINDS.get(effect.kind)
        if kind is None:
            continue
        name = _name(standing, kind, effect)
        if name in seen:
            continue
        seen.add(name)
        where = f", {effect.provision.label}" if effect.provision and effect.provision.label else ""
        day = _day(effect.value)
        yield Deadline(
            id=name,
            kind=kind,
            on=day,
            title=f"{standing.key}: {standing.title}",
            source=f'{version.note}{where}: "{" ".join(effect.evidence.quote.split())[:200]}"',
            when="" if day else ", ".join(filter(None, (effect.value, effect.unit))),
            address=version.url or address,
            jurisdiction=standing.key.jurisdiction,
            note="; ".join(filter(None, notes)),
        )


def _name(standing: BillStanding, kind: ClockKind, effect: Effect) -> str:
    """By the bill, the kind, the day and the provision: a newer text that says the same is the same line."""
    label = effect.provision.label if effect.provision else ""
    key = standing.key
    said = json.dumps([key.jurisdiction, key.session, key.identifier, kind.value, effect.value, label])
    return f"law-{hashlib.sha256(said.encode()).hexdigest()[:20]}"


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
