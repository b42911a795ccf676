"""How are calls counted? Inside one ``store.write()`` nothing changes between what is read here and what is added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from monitor.model.quota import Window, WindowKind
from monitor.model.quota_decide import Used
from monitor.store.tables import QuotaGrantRow, QuotaUseRow

__all__ = [
    "StoredGrant",
    "WindowUse",
    "add_grant",
    "close_window",
    "count_calls",
    "forget_grants",
    "keys_of",
    "open_grants",
    "settle_grant",
    "used_in",
    "uses_of",
]


@dataclass(slots=True, kw_only=True)
class WindowUse:
    """What one window has seen of one key, by bucket."""

    window: Window
    buckets: dict[str, int] = field(default_factory=dict)
    exhausted_at: datetime | None = None

    @property
    def calls(self) -> int:
        """Of all buckets."""
        return sum(self.buckets.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredGrant:
    """Under which key and when a leave was given."""

    provider: str
    key_hash: str
    bucket: str
    reserved_at: datetime


def uses_of(session: Session, provider: str, key_hash: str, windows: Iterable[Window]) -> tuple[WindowUse, ...]:
    """What each of these windows has seen, in their order."""
    row = QuotaUseRow
    found = []
    for window in windows:
        use = WindowUse(window=window)
        rows = session.execute(
            select(row.bucket, row.calls, row.exhausted_at)
            .where(
                row.provider == provider,
                row.key_hash == key_hash,
                row.window_kind == window.kind.value,
                row.window_start == window.start,
            )
            .order_by(row.bucket)
        )
        for bucket, calls, exhausted_at in rows:
            use.buckets[bucket] = calls
            use.exhausted_at = use.exhausted_at or exhausted_at
        found.append(use)
    return tuple(found)


def used_in(uses: Sequence[WindowUse]) -> Used:
    """The same without buckets, as decisions take it."""
    calls = {use.window.kind: use.calls for use in uses}
    return Used(calls=calls, exhausted=frozenset(use.window.kind for use in uses if use.exhausted_at is not None))


def count_calls(
    session: Session, provider: str, key_hash: str, bucket: str, calls: int, windows: Iterable[Window]
) -> None:
    """Add calls to each window."""
    for window in windows:
        _add(session, provider, key_hash, bucket, window, calls=calls)


def close_window(session: Session, provider: str, key_hash: str, bucket: str, window: Window, *, now: datetime) -> None:
    """Mark a window as used up by the provider's own word."""
    _add(session, provider, key_hash, bucket, window, calls=0, exhausted_at=now)


def _add(
    session: Session,
    provider: str,
    key_hash: str,
    bucket: str,
    window: Window,
    *,
    calls: int,
    exhausted_at: datetime | None = None,
) -> None:
    row = QuotaUseRow
    key = {
        "provider": provider,
        "key_hash": key_hash,
        "window_kind": window.kind.value,
        "window_start": window.start,
        "bucket": bucket,
    }
    known = session.scalar(select(row.id).where(*(getattr(row, name) == value for name, value in key.items())))
    if known is None:
        session.execute(insert(row).values(**key, calls=calls, exhausted_at=exhausted_at))
        return
    changed = {"calls": row.calls + calls}
    session.execute(
        update(row)
        .where(row.id == known)
        .values(**changed, exhausted_at=func.coalesce(row.exhausted_at, exhausted_at))
        .execution_options(synchronize_session=False)
    )


def add_grant(session: Session, provider: str, key_hash: str, bucket: str, calls: int, *, now: datetime) -> int:
    """Note a leave and return its number."""
    values = {"provider": provider, "key_hash": key_hash, "bucket": bucket, "calls": calls, "reserved_at": now}
    return session.execute(insert(QuotaGrantRow).returning(QuotaGrantRow.id), [values]).scalar_one()


def settle_grant(session: Session, grant_id: int, outcome: str, *, now: datetime) -> StoredGrant | None:
    """Note what came of a leave; none when it is unknown or was settled before."""
    row = QuotaGrantRow
    found = session.execute(
        update(row)
        .where(row.id == grant_id, row.settled_at.is_(None))
        .values(settled_at=now, outcome=outcome)
        .returning(row.provider, row.key_hash, row.bucket, row.reserved_at)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if found is None:
        return None
    provider, key_hash, bucket, reserved_at = found
    return StoredGrant(provider=provider, key_hash=key_hash, bucket=bucket, reserved_at=reserved_at)


def open_grants(session: Session, provider: str, key_hash: str, *, since: datetime) -> int:
    """How many leaves since then have no outcome."""
    row = QuotaGrantRow
    count = select(func.count()).where(
        row.provider == provider, row.key_hash == key_hash, row.reserved_at >= since, row.settled_at.is_(None)
    )
    return session.scalar(count) or 0


def forget_grants(session: Session, provider: str, key_hash: str, *, before: datetime) -> None:
    """Drop leaves of windows that have long ended, and the counts of their short windows."""
    grant, use = QuotaGrantRow, QuotaUseRow
    session.execute(
        delete(grant).where(grant.provider == provider, grant.key_hash == key_hash, grant.reserved_at < before)
    )
    short = (WindowKind.MINUTE.value, WindowKind.HOUR.value)
    session.execute(
        delete(use).where(
            use.provider == provider,
            use.key_hash == key_hash,
            use.window_kind.in_(short),
            use.window_start < before,
        )
    )


def keys_of(session: Session, provider: str) -> list[str]:
    """The names of the keys that were ever used with a provider, the latest first."""
    row = QuotaUseRow
    rows = select(row.key_hash).where(row.provider == provider).group_by(row.key_hash)
    return list(session.scalars(rows.order_by(func.max(row.window_start).desc(), row.key_hash)))
