"""How are stored texts judged: scored from what was read of them before, or read anew in a process of their own?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from monitor.classify.score import score
from monitor.model.bill import BillKey
from monitor.model.finding import Assessment
from monitor.model.position import PositionSet
from monitor.model.reading import Reading
from monitor.services.check_assessment import checked
from monitor.services.judge_process import Judge, JudgeRequest, Outcome
from monitor.services.judge_workers import JudgeWorkers
from monitor.store.engine import Store
from monitor.store.judgement_repository import Releases
from monitor.store.reading_repository import load_reading
from monitor.store.tables import BillRow, ReadingRow, VersionRow

__all__ = ["Classifier", "Judged", "Scorer", "judge_texts"]

_TEXTS_A_READ: Final = 16


class Scorer(Protocol):
    """Holds positions against a reading, without the text."""

    def __call__(self, reading: Reading, positions: PositionSet) -> Assessment:
        """Score one reading."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Classifier:
    """Who judges, against which positions, under which releases."""

    judge: Judge
    positions: PositionSet
    release: str
    program: str
    """The version of the program, for the record."""
    score: Scorer = score
    """Scores what ``judge`` has read."""

    @property
    def releases(self) -> Releases:
        """What an assessment is stored under."""
        return Releases(classifier=self.release, positions=self.positions.release)


@dataclass(frozen=True, slots=True)
class Judged:
    """One text with what the classifier says of it."""

    request: JudgeRequest
    outcome: Outcome
    scored: bool
    """From an earlier reading; the text was not read again."""


def judge_texts(
    store: Store,
    classifier: Classifier,
    version_ids: Sequence[int],
    *,
    jobs: int,
    seconds: float,
    stop: Callable[[], bool],
) -> Iterator[Judged]:
    """Judge versions: first those whose reading is kept and holds, then the others; both in the order of their ids.

    :raises JudgeStartError: when the classifier cannot be loaded.
    :raises StoreError: when the database cannot be used.
    """
    positions = frozenset(position.id for position in classifier.positions.positions)
    releases = (classifier.release, classifier.positions.release)
    kept = _kept(store, version_ids, classifier.release)
    unread = [version_id for version_id in version_ids if version_id not in kept]
    for request, reading in _loaded(store, sorted(kept), classifier.release):
        if stop():
            return
        if reading is None:
            unread.append(request.version_id)
            continue
        outcome = classifier.score(reading, classifier.positions)
        yield Judged(request, checked(outcome, request, positions=positions, releases=releases), scored=True)
    requests = (request for request, _ in _loaded(store, sorted(unread), None))
    with JudgeWorkers(classifier.judge, classifier.positions, jobs=jobs, seconds=seconds) as workers:
        for request, said in workers.judge_all(requests, stop=stop):
            yield Judged(request, checked(said, request, positions=positions, releases=releases), scored=False)


def _kept(store: Store, version_ids: Sequence[int], release: str) -> set[int]:
    """Those of the versions that this classifier has read; whether a reading holds is seen when it is loaded."""
    with store.read() as session:
        of_release = select(ReadingRow.version_id).where(ReadingRow.classifier_release == release)
        return set(session.scalars(of_release)).intersection(version_ids)


def _loaded(
    store: Store, version_ids: Sequence[int], release: str | None
) -> Iterator[tuple[JudgeRequest, Reading | None]]:
    """Load texts, with their readings under a release, a few at a time: all of them need not fit into memory."""
    ids = iter(version_ids)
    while chunk := list(islice(ids, _TEXTS_A_READ)):
        with store.read() as session:
            rows = session.execute(
                select(VersionRow, BillRow)
                .join(BillRow, BillRow.id == VersionRow.bill_id)
                .where(VersionRow.id.in_(chunk), VersionRow.text_sha256.is_not(None))
                .order_by(VersionRow.id)
            ).all()
            loaded = [
                (_request(version, bill), _reading(session, version, release) if release else None)
                for version, bill in rows
            ]
        yield from loaded


def _reading(session: Session, version: VersionRow, release: str) -> Reading | None:
    try:
        return load_reading(session, version, classifier_release=release)
    except ValueError:  # what is derived and broken is made anew
        return None


def _request(version: VersionRow, bill: BillRow) -> JudgeRequest:
    key = BillKey(jurisdiction=bill.jurisdiction, session=bill.session, identifier=bill.identifier)
    return JudgeRequest(
        version_id=version.id,
        text_sha256=version.text_sha256 or "",
        subject=f"{key}, {version.note}",
        text=version.text,
        title=bill.title,
        abstract=bill.abstract,
        jurisdiction=bill.jurisdiction,
    )
