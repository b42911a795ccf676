"""What happens to crawled bills? Raw bytes first, then texts, then one transaction with everything that changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from sqlalchemy.orm import Session

from monitor.clock import Clock
from monitor.errors import StoreError
from monitor.model.bill import BillKey, BillRecord, Extraction, TextQuality, VersionRecord
from monitor.model.bill_change import VersionReading
from monitor.model.claim import BillClaim, MergedBill, claim_of, rank_of
from monitor.model.event import Event, EventKind, event_id
from monitor.model.failure import FailureKind
from monitor.model.health import SHORT_TEXT
from monitor.model.mark import MarkedRecord, SourceMark
from monitor.model.renumbering import Renumbering
from monitor.model.run import ItemError
from monitor.services.decide_bill import content_hash, decide_bill
from monitor.services.merge_bill import carry, merge_bill, merged_record
from monitor.services.name_sessions import name_sessions
from monitor.services.renumber import follow_numbers, renumbered_event
from monitor.store.bill_repository import StoredText, find_session, known_claims, load_bill, stored_texts
from monitor.store.bill_writer import BillPlan, Claim, Merge, move_marks, write_bills
from monitor.store.claim_repository import other_claims
from monitor.store.engine import Store
from monitor.store.events import PlacedEvent
from monitor.store.raw import RawStore
from monitor.text.normal import clean_sha256

__all__ = ["Extract", "IngestFailure", "IngestResult", "ingest_bill", "ingest_bills"]


class Extract(Protocol):
    """Bytes to clean text. It returns unreadable with a reason rather than raise."""

    def __call__(self, body: bytes, *, media_type: str, upstream: bool) -> Extraction:
        """``upstream`` says that the bytes are somebody else's extraction."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestResult:
    """What one bill came to."""

    outcome: Literal["new", "changed", "unchanged"]
    events: int = 0
    versions: int = 0
    """Version rows that were inserted."""
    errors: tuple[ItemError, ...] = ()
    """That it is put aside as a test, and texts that could not be read; all is stored with its reason."""
    baseline: bool = False
    """True when the bill's session is loaded for the first time."""
    texts: int = 0
    """Documents that came with the bill when it was new or changed."""
    short_texts: int = 0
    """Of these, the ones that gave less text than a bill has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestFailure:
    """A bill of a batch that could not be stored; the others were."""

    error: Exception


def ingest_bill(store: Store, raw: RawStore, record: BillRecord, *, extract: Extract, clock: Clock) -> IngestResult:
    """Store a bill as its source states it now; committed when this returns.

    Bytes that were read for this bill before are not read again. A record that says what is stored already costs one
    query and changes nothing.

    :raises StoreError: when the database cannot be used.
    """
    (result,) = _Round(store=store, raw=raw, extract=extract, clock=clock).run([MarkedRecord(record=record)])
    return result


def ingest_bills(
    store: Store, raw: RawStore, records: Sequence[MarkedRecord], *, extract: Extract, clock: Clock
) -> list[IngestResult | IngestFailure]:
    """Like :func:`ingest_bill` for many: one transaction, and what is stored is what one by one would have stored.

    When the transaction fails, each bill is stored by itself, so that one that cannot be stored costs no other.

    :raises StoreError: when the database cannot be used; what was committed before stays.
    """
    batch = _Round(store=store, raw=raw, extract=extract, clock=clock)
    results: list[IngestResult | IngestFailure] = []
    for some in _rounds(records):
        try:
            results += batch.run(some)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - each is tried by itself, and its error is returned
            if len(some) == 1:
                results.append(IngestFailure(error=error))
                continue
            for record in some:
                try:
                    results += batch.run([record])
                except StoreError:
                    raise
                except Exception as alone:  # noqa: BLE001 - returned to the caller, who knows what to tell
                    results.append(IngestFailure(error=alone))
    return results


def _rounds(records: Sequence[MarkedRecord]) -> Iterator[list[MarkedRecord]]:
    """Cut where a bill comes again or the source changes: what is said later is compared with what was said before."""
    some: list[MarkedRecord] = []
    keys: set[BillKey] = set()
    for marked in records:
        record = marked.record
        if some and (record.key in keys or record.source != some[0].record.source):
            yield some
            some, keys = [], set()
        some.append(marked)
        keys.add(record.key)
    if some:
        yield some


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A bill that says something new, with the texts of its versions."""

    place: int
    """In its batch."""
    marked: MarkedRecord
    content: str
    readings: list[VersionReading]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Round:
    """Different bills of one source: looked up, read, kept raw, decided and written, each step for all of them."""

    store: Store
    raw: RawStore
    extract: Extract
    clock: Clock

    def run(self, records: Sequence[MarkedRecord]) -> list[IngestResult]:
        """Store them all or none; the results are in the order of the records."""
        source = records[0].record.source
        results: list[IngestResult] = [IngestResult(outcome="unchanged")] * len(records)
        changed: list[_Read] = []
        moved: list[tuple[int, SourceMark]] = []
        with self.store.read() as session:
            known = known_claims(session, source, [marked.record.key for marked in records])
            texts: dict[int, dict[str, StoredText]] = {}
            todo = []
            for place, marked in enumerate(records):
                content, before = content_hash(marked.record), known.get(marked.record.key)
                if before is None or before.content != content:
                    hashes = set(filter(None, _hashes(marked.record)))
                    texts[place] = stored_texts(session, before.bill_id, hashes) if before and hashes else {}
                    todo.append((place, marked, content))
                elif marked.mark and (before.place, before.mark) != (marked.mark.place, marked.mark.value):
                    moved.append((before.bill_id, marked.mark))
        for place, marked, content in todo:
            readings = [
                _reading(version, sha256, texts[place], self.extract)
                for version, sha256 in zip(marked.record.versions, _hashes(marked.record), strict=True)
            ]
            changed.append(_Read(place=place, marked=marked, content=content, readings=readings))
        if not changed and not moved:
            return results
        self._keep_raw(changed)
        now = self.clock()
        with self.store.write() as session:
            move_marks(session, source, moved)
            name_sessions(session, source, [read.marked.record for read in changed], now=now)
            changed, followed = self._follow(session, source, changed, now)
            plans, lives = self._plans(session, source, changed, followed, now)
            counts = write_bills(session, source, plans, now=now)
        for read, plan, live, events in zip(changed, plans, lives, counts, strict=True):
            results[read.place] = IngestResult(
                outcome="new" if plan.known is None else "changed",
                events=events,
                versions=len(plan.change.new_versions),
                errors=(*_test_data(plan), *_unreadable(read.marked.record, read.readings)),
                baseline=not live,
                texts=sum(reading.raw_sha256 is not None for reading in read.readings),
                short_texts=sum(
                    reading.raw_sha256 is not None and len(reading.text) < SHORT_TEXT for reading in read.readings
                ),
            )
        return results

    def _keep_raw(self, changed: Sequence[_Read]) -> None:
        """The bytes are on disk before any row that names them."""
        bodies = []
        for read in changed:
            record = read.marked.record
            documents = (record.metadata, *(version.document for version in record.versions))
            bodies += [document.body for document in documents if document is not None]
        if len(changed) == 1:
            for body in bodies:
                self.raw.put(body)
        else:
            self.raw.put_many(bodies)

    @staticmethod
    def _follow(
        session: Session, source: str, changed: Sequence[_Read], now: datetime
    ) -> tuple[list[_Read], Mapping[BillKey, Renumbering]]:
        """Stored bills get the numbers that they are given now; drafts that are bills by now fall out."""
        records = [read.marked.record for read in changed]
        stored = known_claims(session, source, [record.key for record in records])
        followed = follow_numbers(session, source, records, stored=stored.keys(), now=now)
        return [read for read in changed if read.marked.record.key not in followed.outdated], followed.changes

    @staticmethod
    def _plans(
        session: Session,
        source: str,
        changed: Sequence[_Read],
        renumbered: Mapping[BillKey, Renumbering],
        now: datetime,
    ) -> tuple[list[BillPlan], list[bool]]:
        """What happens to each bill, decided by what is stored now, and whether its session is live."""
        stored = known_claims(session, source, [read.marked.record.key for read in changed])
        others = other_claims(session, source, [claim.bill_id for claim in stored.values()])
        live: dict[tuple[str, str], bool] = {}
        plans = []
        for read in changed:
            record, key = read.marked.record, read.marked.record.key
            first: tuple[PlacedEvent, ...] = ()
            of = (key.jurisdiction, key.session)
            if of not in live:
                found = find_session(
                    session,
                    source=source,
                    jurisdiction=key.jurisdiction,
                    identifier=key.session,
                    code=record.session_code,
                    now=now,
                )
                live[of] = found.live
                first = (_session_new(record, now),) if found.created else ()
            if key in renumbered:
                first = (*first, renumbered_event(renumbered[key], live=live[of], now=now))
            known = load_bill(session, key) if key in stored else None
            said = others.get(known.id) if known is not None else None
            claims = (carry(claim_of(record), said.own), *said.others) if said is not None else ()
            merged = merge_bill(claims) if claims else None
            effective = merged_record(record, merged) if merged is not None else record
            change = decide_bill(
                effective,
                known,
                read.readings if effective.versions else (),
                live=live[of],
                now=now,
                content=read.content,
                merged=merged,
            )
            metadata = record.metadata
            plans.append(
                BillPlan(
                    key=key,
                    known=known,
                    change=change,
                    claim=_claim(read.marked, read.content),
                    metadata=metadata,
                    metadata_sha256=hashlib.sha256(metadata.body).hexdigest() if metadata is not None else None,
                    merge=_merge(claims, merged),
                    first=first,
                )
            )
        return plans, [live[plan.key.jurisdiction, plan.key.session] for plan in plans]


def _hashes(record: BillRecord) -> list[str | None]:
    """The sha256 of each version's bytes; none where it has none."""
    return [hashlib.sha256(v.document.body).hexdigest() if v.document is not None else None for v in record.versions]


def _merge(claims: Sequence[BillClaim], merged: MergedBill | None) -> Merge | None:
    """``claims`` with that of the source that is written first."""
    if merged is None:
        return None
    leads = all(rank_of(claims[0].source) >= rank_of(claim.source) for claim in claims)
    return Merge(claims=tuple(claims), conflicts=merged.conflicts, leads=leads)


def _claim(marked: MarkedRecord, content: str) -> Claim:
    return Claim(content=content, fetched_at=marked.record.observed_at, mark=marked.mark)


def _reading(
    version: VersionRecord, sha256: str | None, texts: dict[str, StoredText], extract: Extract
) -> VersionReading:
    """The text of a version: as it was read before, else read now; a missing one says so."""
    if version.document is None or sha256 is None:
        return VersionReading(
            record=version,
            raw_sha256=None,
            text_sha256=None,
            text="",
            method="",
            quality=TextQuality.MISSING.value,
            reason="the source gives no document that can be read here",
        )
    stored = texts.get(sha256)
    if stored is None:
        read = extract(version.document.body, media_type=version.media_type, upstream=version.upstream_text)
        stored = StoredText(
            text=read.text,
            text_sha256=clean_sha256(read.text) if read.text else "",
            method=read.method,
            quality=read.quality.value,
            reason=read.reason,
        )
    return VersionReading(
        record=version,
        raw_sha256=sha256,
        text_sha256=stored.text_sha256 or None,
        text=stored.text,
        method=stored.method,
        quality=stored.quality,
        reason=stored.reason,
    )


def _unreadable(record: BillRecord, readings: Iterable[VersionReading]) -> Iterable[ItemError]:
    for reading in readings:
        if reading.quality == TextQuality.UNREADABLE.value:
            subject = f"{record.key}: {reading.record.note} {reading.record.url}".strip()
            yield ItemError(kind="unreadable", subject=subject, message=reading.reason)


def _test_data(plan: BillPlan) -> Iterable[ItemError]:
    """That a bill is put aside is on record with the run that put it there, not with each later one."""
    why = str(plan.change.bill["quarantine"])
    if why and (plan.known is None or not plan.known.quarantine):
        message = f"put aside: {why}; see `preempt findings --quarantined`"
        yield ItemError(kind=FailureKind.TEST_DATA.value, subject=str(plan.key), message=message)


def _session_new(record: BillRecord, now: datetime) -> PlacedEvent:
    key = record.key
    event = Event(
        id=event_id(EventKind.SESSION_NEW, f"{record.source} {key.jurisdiction} {key.session}", ""),
        kind=EventKind.SESSION_NEW,
        bill=None,
        occurred_on=None,
        detected_at=now,
        baseline=True,
        payload={"source": record.source, "jurisdiction": key.jurisdiction, "session": key.session},
    )
    return PlacedEvent(event=event)
