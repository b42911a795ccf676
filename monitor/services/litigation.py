"""Which cases are about a stored bill, and which mark do they set? The reviewed file, and links that people added."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from monitor.clock import Clock
from monitor.errors import ExitCode, PreemptError
from monitor.model.bill import BillKey
from monitor.model.litigation import CourtCase, LawMark, StateLaw, law_status
from monitor.services.find_bill import find_bill
from monitor.store.engine import Store
from monitor.store.tables import BillRow, CaseLinkRow, CourtDocketRow, DocketEntryRow
from monitor.watch.cases import known_cases

__all__ = ["NoSuchCaseError", "ShownCase", "find_case", "law_marks", "link_case", "show_case"]


class NoSuchCaseError(PreemptError):
    """No case, or no law of it, has this name. Raised by :func:`find_case`; ``preempt litigation list`` names them."""

    exit_code = ExitCode.WRONG_USE


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCase:
    """A case with what the database has of it."""

    case: CourtCase
    bills: tuple[tuple[str, str], ...]
    """Stored bills that it marks, each with the status."""
    dockets: tuple[dict[str, Any], ...]
    """As CourtListener has them, newest entries first; empty: none was read."""


def find_case(name: str) -> CourtCase:
    """A case of the reviewed file.

    :raises NoSuchCaseError: when there is none.
    """
    for case in known_cases():
        if name in (case.id, case.caption, case.docket_number):
            return case
    raise NoSuchCaseError(f"no case is called {name[:80]!r}; see `preempt litigation list`")


def law_marks(session: Session, bills: Mapping[int, BillKey]) -> dict[int, tuple[LawMark, ...]]:
    """The marks of stored bills, by their row; a bill that is not in the answer has none that is known."""
    links = _links(session, bills)
    found: dict[int, list[LawMark]] = {}
    for case in known_cases():
        for bill_id, key in bills.items():
            linked = links.get((case.id, bill_id))
            law = next((one for one in case.laws if one.is_bill(key)), None)
            if law is None and linked is not None:
                law = next((one for one in case.laws if one.name == linked.law), None)
            if law is not None and (mark := _mark(case, law, linked)) is not None:
                found.setdefault(bill_id, []).append(mark)
    return {bill_id: tuple(marks) for bill_id, marks in found.items()}


def _links(session: Session, bills: Collection[int]) -> dict[tuple[str, int], CaseLinkRow]:
    """All of them: people link few."""
    rows = session.scalars(select(CaseLinkRow))
    return {(row.case_name, row.bill_id): row for row in rows if row.bill_id in bills}


def _mark(case: CourtCase, law: StateLaw, linked: CaseLinkRow | None) -> LawMark | None:
    fact = law_status(case, law)
    if fact is None or fact.sets is None:
        return None
    return LawMark(
        case=case.id,
        caption=case.caption,
        status=fact.sets,
        since=fact.on,
        why=fact.text,
        evidence=fact.evidence,
        known_until=case.known_until,
        provision=(linked.provision if linked is not None else "") or law.provision,
    )


def link_case(store: Store, name: str, bill: str, *, provision: str = "", law: str = "", clock: Clock) -> str:
    """Say that a case is also about a stored bill; its status is that of ``law``, of the case's only law by default.

    Returns the bill's name. A second time changes the provision.

    :raises NoSuchCaseError: when there is no such case, no such law of it, or it has several and none is named.
    :raises NoSuchBillError: when no such bill is stored.
    """
    case = find_case(name)
    names = [one.name for one in case.laws]
    if law not in names and (law or len(names) > 1):
        raise NoSuchCaseError(f"name a law of {case.id} with --law: {', '.join(names)}")
    values = {"provision": provision, "law": law or names[0], "linked_at": clock()}
    with store.write() as session:
        row = find_bill(session, bill)
        same = (CaseLinkRow.case_name == case.id) & (CaseLinkRow.bill_id == row.id)
        if session.scalar(select(CaseLinkRow.id).where(same)) is None:
            session.execute(insert(CaseLinkRow), [values | {"case_name": case.id, "bill_id": row.id}])
        else:
            session.execute(update(CaseLinkRow).where(same).values(**values))
        return str(BillKey(jurisdiction=row.jurisdiction, session=row.session, identifier=row.identifier))


def show_case(store: Store, name: str, *, entries: int = 20) -> ShownCase:
    """A case, the stored bills that it marks, and the newest ``entries`` of its dockets.

    :raises NoSuchCaseError: when there is none.
    """
    case = find_case(name)
    codes = {law.jurisdiction for law in case.laws}
    with store.read() as session:
        linked = session.scalars(select(CaseLinkRow.bill_id).where(CaseLinkRow.case_name == case.id)).all()
        rows = session.execute(
            select(BillRow.id, BillRow.jurisdiction, BillRow.session, BillRow.identifier)
            .where(BillRow.jurisdiction.in_(codes) | BillRow.id.in_(linked))
            .order_by(BillRow.jurisdiction, BillRow.session, BillRow.identifier)
        )
        keys = {row[0]: BillKey(jurisdiction=row[1], session=row[2], identifier=row[3]) for row in rows}
        marks = law_marks(session, keys)
        bills = [
            (str(keys[bill_id]), mark.status.value)
            for bill_id in keys
            for mark in marks.get(bill_id, ())
            if mark.case == case.id
        ]
        dockets = session.scalars(select(CourtDocketRow).where(CourtDocketRow.case_name == case.id)).all()
        return ShownCase(
            case=case,
            bills=tuple(bills),
            dockets=tuple(_docket(session, docket, entries) for docket in dockets),
        )


def _docket(session: Session, docket: CourtDocketRow, entries: int) -> dict[str, Any]:
    newest = (
        select(DocketEntryRow)
        .where(DocketEntryRow.docket_id == docket.id)
        .order_by(DocketEntryRow.filed_on.desc().nulls_last(), DocketEntryRow.number.desc(), DocketEntryRow.id.desc())
        .limit(entries)
    )
    return {
        "docket": docket.native_id,
        "court": docket.court_id,
        "number": docket.docket_number,
        "caption": docket.caption,
        "address": docket.address,
        "filed_on": _iso(docket.filed_on),
        "terminated_on": _iso(docket.terminated_on),
        "last_filing_on": _iso(docket.last_filing_on),
        "seen_at": _iso(docket.seen_at),
        "entries": [
            {"number": row.number, "on": _iso(row.filed_on), "kind": row.kind, "said": row.description}
            for row in session.scalars(newest)
        ],
    }


def _iso(value: date | datetime | None) -> str | None:
    return value.isoformat() if value is not None else None
