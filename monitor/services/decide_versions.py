"""Which versions of a bill are new, republished, better read or merely moved, and which one counts now?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from monitor.model.bill import TextQuality, VersionStage
from monitor.model.bill_change import KnownVersion, NewVersion, VersionReading, VersionUpdate
from monitor.services.pair_versions import next_revision, pair_versions

__all__ = ["NamedVersion", "VersionDecision", "decide_versions"]

_POOR = frozenset({TextQuality.REDLINE.value, TextQuality.PARTIAL.value})


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedVersion:
    """A version to tell about, by its key."""

    key: str
    ordinal: int
    reading: VersionReading
    republished: bool = False


@dataclass(slots=True, kw_only=True)
class VersionDecision:
    """What happens to the versions of one bill."""

    new: list[NewVersion] = field(default_factory=list)
    updates: list[VersionUpdate] = field(default_factory=list)
    told: list[NamedVersion] = field(default_factory=list)
    current_key: str | None = None


def decide_versions(
    known: Sequence[KnownVersion], listed: Sequence[VersionReading], *, live: bool, now: datetime
) -> VersionDecision:
    """Compare what is stored with what is listed, in the source's order of publication.

    A text that changed under the same note is a version of its own. New bytes with the same text are not. A text that
    was read before stays when the source now gives none, or only somebody else's extraction. Versions that are no
    longer listed stay, before all others in the order.
    """
    decision = VersionDecision()
    pairs = pair_versions(known, listed)
    gone = {version.id for version in known} - {version.id for _, chain in pairs for version in chain}
    places = _Places(decision)
    for version in sorted(known, key=lambda v: v.ordinal):
        if version.id in gone:
            places.keep(version, {})
    for (base, chain), reading in zip(pairs, listed, strict=True):
        for version in chain[:-1]:
            places.keep(version, {})
        if not chain:
            places.add(base, reading, live=live)
            continue
        latest = chain[-1]
        moved = _moved(latest, reading)
        match _verdict(latest, reading):
            case "same":
                places.keep(latest, moved, reading if reading.raw_sha256 not in (None, latest.raw_sha256) else None)
            case "kept":
                places.keep(latest, moved)
            case "read":
                text = _text_values(reading) | {"text_changed_at": now}
                if latest.text_sha256 is None:
                    text["baseline"] = not live
                places.keep(latest, moved | text, reading)
                if latest.text_sha256 is None:
                    decision.told.append(NamedVersion(key=latest.key, ordinal=places.last, reading=reading))
            case _:
                places.keep(latest, {})
                places.add(next_revision(latest.key), reading, live=live, republished=True)
    decision.current_key = places.current()
    return decision


def _verdict(latest: KnownVersion, reading: VersionReading) -> str:
    """``same`` text, stored text ``kept``, the same publication ``read`` better, or ``republished``."""
    if reading.text_sha256 is not None and reading.text_sha256 == latest.text_sha256:
        return "same"
    if reading.text_sha256 is None:
        unread = latest.text_sha256 is None and reading.raw_sha256 not in (None, latest.raw_sha256)
        return "read" if unread else "kept"
    if latest.text_sha256 is None:
        return "read"
    was_upstream, is_upstream = latest.method.startswith("upstream"), reading.method.startswith("upstream")
    if was_upstream != is_upstream:
        return "kept" if is_upstream else "read"
    if latest.quality in _POOR and reading.quality == TextQuality.OK.value:
        return "read"
    return "republished"


def _moved(latest: KnownVersion, reading: VersionReading) -> dict[str, Any]:
    """The columns about the publication that differ."""
    record = reading.record
    now = {"url": record.url, "media_type": record.media_type, "stage": record.stage.value}
    values: dict[str, Any] = {name: value for name, value in now.items() if value != getattr(latest, name)}
    if record.published_on not in (None, latest.published_on):
        values["published_on"] = record.published_on
    return values


def _text_values(reading: VersionReading) -> dict[str, Any]:
    return {
        "text": reading.text,
        "text_sha256": reading.text_sha256,
        "method": reading.method,
        "quality": reading.quality,
        "reason": reading.reason,
    }


class _Places:
    """Numbers the versions as they come and remembers which one counts."""

    def __init__(self, decision: VersionDecision) -> None:
        self.decision = decision
        self.last = -1
        self._with_text: list[tuple[bool, int, str]] = []

    def _place(self, key: str, stage: str, *, has_text: bool) -> int:
        self.last += 1
        if has_text:
            self._with_text.append((stage != VersionStage.COMPARISON.value, self.last, key))
        return self.last

    def keep(self, version: KnownVersion, values: dict[str, Any], reading: VersionReading | None = None) -> None:
        """A stored version, with the columns to set and the bytes that replace its own."""
        has_text = values.get("text_sha256", version.text_sha256) is not None
        ordinal = self._place(version.key, values.get("stage", version.stage), has_text=has_text)
        if ordinal != version.ordinal:
            values = values | {"ordinal": ordinal}
        if values or reading is not None:
            document = reading.record.document if reading is not None else None
            raw = reading.raw_sha256 if reading is not None else None
            self.decision.updates.append(VersionUpdate(id=version.id, values=values, document=document, raw_sha256=raw))

    def add(self, key: str, reading: VersionReading, *, live: bool, republished: bool = False) -> None:
        """A version that was not stored."""
        ordinal = self._place(key, reading.record.stage.value, has_text=reading.text_sha256 is not None)
        self.decision.new.append(NewVersion(key=key, ordinal=ordinal, reading=reading, baseline=not live))
        self.decision.told.append(NamedVersion(key=key, ordinal=ordinal, reading=reading, republished=republished))

    def current(self) -> str | None:
        """The latest text that is no comparison; a comparison only when there is nothing else."""
        return max(self._with_text)[2] if self._with_text else None
