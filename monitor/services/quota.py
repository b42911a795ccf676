"""May this call be made? Asked in one transaction before it is made, and told afterwards what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from monitor.clock import Clock
from monitor.config import Settings
from monitor.model.quota import (
    CallOutcome,
    Grant,
    Provider,
    QuotaExhaustedError,
    WindowKind,
    courtlistener,
    key_name,
    legiscan,
    openstates,
    window_of,
    windows_of,
)
from monitor.model.quota_decide import PlannedCalls, plan, refusal
from monitor.store.engine import Store
from monitor.store.quota_repository import (
    WindowUse,
    add_grant,
    close_window,
    count_calls,
    forget_grants,
    keys_of,
    open_grants,
    settle_grant,
    used_in,
    uses_of,
)

__all__ = ["KeyStanding", "QuotaLedger", "providers", "standings"]


def providers(settings: Settings) -> dict[str, Provider]:
    """All providers by name, with the limits of the settings."""
    found = (
        legiscan(
            month_calls=settings.legiscan_month_calls,
            soft_percent=settings.legiscan_soft_percent,
            hard_percent=settings.legiscan_hard_percent,
            day_pace_percent=settings.legiscan_day_pace_percent or None,
        ),
        openstates(
            day_calls=settings.openstates_day_calls,
            minute_calls=settings.openstates_minute_calls,
            soft_percent=settings.openstates_soft_percent,
        ),
        courtlistener(
            minute_calls=settings.courtlistener_minute_calls,
            hour_calls=settings.courtlistener_hour_calls,
            day_calls=settings.courtlistener_day_calls,
        ),
    )
    return {provider.name: provider for provider in found}


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaLedger:
    """The calls of one key to one provider. It never sees the key, only its name.

    Never call it inside ``store.write()``: each verb is a transaction of its own, and writers take turns.
    """

    store: Store
    provider: Provider
    key_hash: str
    clock: Clock

    @classmethod
    def of_key(cls, store: Store, provider: Provider, key: str, *, clock: Clock) -> Self:
        """The ledger of a key."""
        return cls(store=store, provider=provider, key_hash=key_name(key), clock=clock)

    def reserve(self, bucket: str, calls: int = 1) -> Grant:
        """Take leave to make calls; they count from here on, also when this process is killed before they are made.

        :raises QuotaExhaustedError: when too few are left; nothing is counted then.
        :raises ValueError: when a window will never have so many.
        """
        now, name = self.clock(), self.provider.name
        windows = windows_of(self.provider, now)
        with self.store.write() as session:
            uses = uses_of(session, name, self.key_hash, windows)
            short = refusal(self.provider, bucket, calls, at=now, used=used_in(uses))
            if short is not None:
                raise QuotaExhaustedError(name, bucket, short)
            if not uses[-1].calls:  # once a window, the longest: the one before it ends here
                forget_grants(session, name, self.key_hash, before=windows[-1].start)
            count_calls(session, name, self.key_hash, bucket, calls, windows)
            number = add_grant(session, name, self.key_hash, bucket, calls, now=now)
        return Grant(id=number, provider=name, bucket=bucket, calls=calls)

    def settle(self, grant: Grant, *, outcome: CallOutcome, window: WindowKind | None = None) -> None:
        """Say what came of a leave, once; the first word counts.

        ``refused`` closes the window in which the calls were counted until it ends: the one that the provider named, or
        the longest when it named none, so that nothing is asked again and again.
        """
        now = self.clock()
        with self.store.write() as session:
            stored = settle_grant(session, grant.id, outcome.value, now=now)
            if stored is None or outcome is not CallOutcome.REFUSED:
                return
            kinds = {limit.window for limit in self.provider.limits}
            kind = window if window in kinds else self.provider.longest.window
            closed = window_of(kind, stored.reserved_at)
            close_window(session, stored.provider, stored.key_hash, stored.bucket, closed, now=now)

    def plan(self, wanted: Mapping[str, int]) -> tuple[PlannedCalls, ...]:
        """What would be granted of what a run means to ask, by bucket in the order given; nothing is counted."""
        now = self.clock()
        with self.store.read() as session:
            uses = uses_of(session, self.provider.name, self.key_hash, windows_of(self.provider, now))
        return plan(self.provider, wanted, at=now, used=used_in(uses))


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyStanding:
    """What one key has used of the windows of this moment."""

    provider: Provider
    key_hash: str
    at: datetime
    windows: tuple[WindowUse, ...]
    unsettled: int
    """Leaves of the longest window without an outcome: killed, or still waiting."""


def standings(store: Store, provider: Provider, *, clock: Clock) -> tuple[KeyStanding, ...]:
    """How every key of a provider stands, the latest used first."""
    now = clock()
    windows = windows_of(provider, now)
    with store.read() as session:
        return tuple(
            KeyStanding(
                provider=provider,
                key_hash=key_hash,
                at=now,
                windows=uses_of(session, provider.name, key_hash, windows),
                unsettled=open_grants(session, provider.name, key_hash, since=windows[-1].start),
            )
            for key_hash in keys_of(session, provider.name)
        )
