"""How does a legislative session of a source get another name? Always inside the caller's transaction."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session, aliased

from monitor.store.tables import (
    BillClaimRow,
    BillRow,
    CrawlRunRow,
    CrawlSessionRow,
    ListedBillRow,
    SessionRow,
)

__all__ = ["give_name", "has_session"]


def has_session(session: Session, *, source: str, jurisdiction: str, identifier: str) -> bool:
    """Whether the source has given bills of a session under this name."""
    return session.scalar(select(SessionRow.id).where(*_is_session(source, jurisdiction, identifier))) is not None


def give_name(session: Session, *, source: str, jurisdiction: str, code: str, name: str) -> int:
    """Let what the source calls ``code`` bear ``name``: the bills that it alone claims, its lists, what runs measured.

    A bill whose number is borne by another under that name stays where it is. Returns how many bills moved.
    """
    other = aliased(BillRow)
    taken = exists().where(
        other.jurisdiction == jurisdiction, other.session == name, other.identifier == BillRow.identifier
    )
    claimed = exists().where(BillClaimRow.bill_id == BillRow.id, BillClaimRow.source == source)
    others = exists().where(BillClaimRow.bill_id == BillRow.id, BillClaimRow.source != source)
    of_code = (BillRow.jurisdiction == jurisdiction, BillRow.session == code)
    moved = session.scalars(
        update(BillRow)
        .where(*of_code, claimed, ~others, ~taken)
        .values(session=name)
        .returning(BillRow.id)
        .execution_options(synchronize_session=False)
    ).all()
    lists = (ListedBillRow.source == source, ListedBillRow.jurisdiction == jurisdiction, ListedBillRow.session == code)
    _set(session, update(ListedBillRow).where(*lists).values(session=name))
    of_source = select(CrawlRunRow.id).where(CrawlRunRow.source == source)
    same_run = aliased(CrawlSessionRow)
    measured = exists().where(
        same_run.run_id == CrawlSessionRow.run_id, same_run.jurisdiction == jurisdiction, same_run.session == name
    )
    of_runs = (
        CrawlSessionRow.run_id.in_(of_source),
        CrawlSessionRow.jurisdiction == jurisdiction,
        CrawlSessionRow.session == code,
        ~measured,
    )
    _set(session, update(CrawlSessionRow).where(*of_runs).values(session=name))
    if has_session(session, source=source, jurisdiction=jurisdiction, identifier=name):
        session.execute(delete(SessionRow).where(*_is_session(source, jurisdiction, code)))
    else:
        named = update(SessionRow).where(*_is_session(source, jurisdiction, code))
        _set(session, named.values(identifier=name, source_code=code))
    return len(moved)


def _is_session(source: str, jurisdiction: str, identifier: str) -> tuple[Any, ...]:
    return (
        SessionRow.source == source,
        SessionRow.jurisdiction == jurisdiction,
        SessionRow.identifier == identifier,
    )


def _set(session: Session, statement: Any) -> None:
    session.execute(statement.execution_options(synchronize_session=False))
