"""Judged bills with provisions in doubt, and all rows of a database: for tests of the second opinion."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import select

from monitor.model.position import PositionSet
from monitor.services.settle_bill import settle_bill
from monitor.store.engine import Store
from monitor.store.judgement_repository import Releases, add_releases, write_assessment
from monitor.store.tables import Base, BillRow, VersionRow
from tests.judging import MOMENT, POSITIONS, add_bill, add_version, judge


def content_of(positions: PositionSet) -> dict[str, Any]:
    """A position set as its release is stored."""
    content: dict[str, Any] = json.loads(json.dumps(asdict(positions), default=str))
    return content


def judged_bill(store: Store, name: str, text: str, *, confidence: float = 0.5) -> int:
    """Store and judge a bill whose findings all have one confidence; returns the id of its version."""
    version_id = add_version(store, add_bill(store, name), text)
    judge_version(store, version_id, confidence=confidence)
    return version_id


def judge_version(
    store: Store, version_id: int, *, confidence: float = 0.5, positions: PositionSet = POSITIONS
) -> None:
    """Judge a stored text as the judge of the tests does."""
    with store.write() as session:
        version = session.get_one(VersionRow, version_id)
        bill = session.get_one(BillRow, version.bill_id)
        found = judge(version.text, title="", abstract="", jurisdiction=bill.jurisdiction, positions=positions)
        found = replace(found, findings=tuple(replace(one, confidence=confidence) for one in found.findings))
        add_releases(session, positions, "c1", program="0", now=MOMENT)
        assert write_assessment(session, version, found, overall=found.overall.value, now=MOMENT)
        settle_bill(session, bill.id, preferred=Releases(classifier="c1", positions=positions.release), now=MOMENT)


def all_rows(store: Store, *, without: frozenset[str] = frozenset()) -> dict[str, list[str]]:
    """Everything in the database, by table."""
    with store.read() as session:
        return {
            table.name: sorted(map(repr, session.execute(select(table))))
            for table in Base.metadata.sorted_tables
            if table.name not in without
        }
