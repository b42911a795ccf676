"""Commands that are killed with -9 at a chosen point, and all that a store says, to compare it with a calm run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from monitor.store.engine import Store
from monitor.store.tables import (
    ActionRow,
    AssessmentRow,
    BillRow,
    EventRow,
    EvidenceRow,
    FindingRow,
    ProvisionRow,
    SourceDocumentRow,
    SponsorRow,
    VersionRow,
)

__all__ = ["counter", "environment_of", "kill_at", "run", "said"]


def environment_of(url: str, folder: Path, **settings: str) -> dict[str, str]:
    """The environment of a command on a database; batches are small, so that a kill falls between two."""
    return {
        **os.environ,
        "PREEMPT_DATABASE_URL": url,
        "PREEMPT_DATA_DIR": str(folder),
        "PREEMPT_LOG_LEVEL": "error",
        "PREEMPT_CRAWL_BATCH": "3",
        **settings,
    }


def _start(argv: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "monitor", *argv],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def run(argv: list[str], environment: dict[str, str], *, good: tuple[int, ...] = (0,)) -> None:
    """Run a command to its good end."""
    process = _start(argv, environment)
    _, err = process.communicate(timeout=300)
    assert process.returncode in good, err.decode()


def kill_at(argv: list[str], environment: dict[str, str], reached: Callable[[], bool], *, grace: float = 0.0) -> bool:
    """Start a command, kill -9 all of its processes ``grace`` seconds after ``reached``; false if it ended before."""
    process = _start(argv, environment)
    while process.poll() is None:
        if reached():
            time.sleep(grace)
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return True
        time.sleep(0.002)
    _, err = process.communicate()
    assert process.returncode in (0, 3), err.decode()
    return False


def counter(store: Store, table: Any, *where: Any) -> Callable[[], int]:
    """Counts rows each time it is called."""

    def count() -> int:
        with store.read() as session:
            return session.scalar(select(func.count()).select_from(table).where(*where)) or 0

    return count


def said(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that is stored, without row numbers and times."""
    bill, version = BillRow.identifier, VersionRow.version_key
    of_bill = BillRow.id
    queries = {
        "bills": select(bill, BillRow.title, BillRow.status, BillRow.content_hash, BillRow.last_action),
        "versions": select(bill, version, VersionRow.text_sha256, VersionRow.raw_sha256, VersionRow.ordinal).join(
            BillRow, of_bill == VersionRow.bill_id
        ),
        "current": select(bill, version).join(VersionRow, VersionRow.id == BillRow.current_version_id),
        "actions": select(bill, ActionRow.action_key, ActionRow.ordinal).join(BillRow, of_bill == ActionRow.bill_id),
        "sponsors": select(bill, SponsorRow.name, SponsorRow.role).join(BillRow, of_bill == SponsorRow.bill_id),
        "documents": select(SourceDocumentRow.url, SourceDocumentRow.sha256),
        "events": select(EventRow.event_id, EventRow.kind, EventRow.baseline),
        "assessments": select(bill, version, AssessmentRow.state, AssessmentRow.overall, AssessmentRow.is_current)
        .join(BillRow, of_bill == AssessmentRow.bill_id)
        .join(VersionRow, VersionRow.id == AssessmentRow.version_id),
        "findings": select(bill, version, FindingRow.position, FindingRow.label, FindingRow.clause_hash)
        .join(BillRow, of_bill == FindingRow.bill_id)
        .join(VersionRow, VersionRow.id == FindingRow.version_id),
        "evidence": select(FindingRow.clause_hash, EvidenceRow.start, EvidenceRow.end, EvidenceRow.quote).join(
            FindingRow, FindingRow.id == EvidenceRow.finding_id
        ),
        "provisions": select(bill, version, ProvisionRow.label, ProvisionRow.start, ProvisionRow.end)
        .join(VersionRow, VersionRow.id == ProvisionRow.version_id)
        .join(BillRow, of_bill == VersionRow.bill_id),
    }
    with store.read() as session:
        return {name: sorted(map(tuple, session.execute(query)), key=repr) for name, query in queries.items()}
