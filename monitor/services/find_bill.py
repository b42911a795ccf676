"""Which stored bill does a name mean: ``WA HB 1622`` or ``WA HB 1622 2025-2026``?"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from monitor.errors import ExitCode, PreemptError
from monitor.model.bill import BillKey, InvalidIdentifierError, normalise_identifier
from monitor.store.tables import BillRow, FormerNumberRow, SessionRow

__all__ = ["AmbiguousBillError", "NoSuchBillError", "find_bill"]


class NoSuchBillError(PreemptError):
    """No stored bill has this name. Raised by :func:`find_bill`; look at ``preempt findings --bills``."""


class AmbiguousBillError(PreemptError):
    """Bills of several sessions have this number. Raised by :func:`find_bill`; add one of ``sessions`` to the name."""

    exit_code = ExitCode.WRONG_USE

    def __init__(self, name: str, sessions: list[str]) -> None:
        self.sessions = sessions
        super().__init__(f"{name} exists in several sessions; add one: {', '.join(sessions)}")


def find_bill(session: Session, name: str) -> BillRow:
    """Try every place where the number may end and the session begin; sessions may hold blanks and digits.

    :raises NoSuchBillError: when there is none.
    :raises AmbiguousBillError: when several sessions have one and none is named.
    """
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
        if not bills:
            bills = _that_bore(session, key)
        if key.session:
            named = named or bool(bills)
            bills = _of_session(session, bills, key.session)
        if len(bills) > 1:
            raise AmbiguousBillError(f"{key.jurisdiction} {key.identifier}", [bill.session for bill in bills])
        if bills:
            return bills[0]
    hint = "; it exists in another session: leave the session out to see which" if named else ""
    raise NoSuchBillError(f"no stored bill is called {name!r} (write it like WA HB 1622){hint}")


def _of_session(session: Session, bills: Sequence[BillRow], name: str) -> list[BillRow]:
    """Those of the session that is called so, or that a source calls so: ``2025-X2`` for Texas' ``892``."""
    found = [bill for bill in bills if bill.session.casefold() == name.casefold()]
    if found or not bills:
        return found
    codes = select(SessionRow.identifier).where(
        SessionRow.jurisdiction == bills[0].jurisdiction, func.lower(SessionRow.source_code) == name.casefold()
    )
    called = set(session.scalars(codes))
    return [bill for bill in bills if bill.session in called]


def _that_bore(session: Session, key: BillKey) -> Sequence[BillRow]:
    """Bills that bore this number before: the old number still leads to the bill."""
    bore = select(FormerNumberRow.bill_id).where(FormerNumberRow.identifier == key.identifier)
    return session.scalars(
        select(BillRow).where(BillRow.jurisdiction == key.jurisdiction, BillRow.id.in_(bore)).order_by(BillRow.session)
    ).all()
