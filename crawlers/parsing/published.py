"""In which order were the texts of a bill published? What a source lists of each, as versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from crawlers.parsing.notes import Publication, publication_order, stage_of
from monitor.model.bill import Chamber, VersionRecord

__all__ = ["PublishedText", "versions_in_order"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedText:
    """One text of a bill as a source lists it."""

    note: str
    url: str
    media_type: str
    published_on: date | None = None


def versions_in_order(texts: Sequence[PublishedText], origin: Chamber) -> tuple[VersionRecord, ...]:
    """Earliest first; of several with one address the first counts."""
    once = list({text.url: text for text in reversed(texts) if text.url}.values())[::-1]
    stems = [text.url.rpartition("/")[2].rpartition(".")[0] for text in once]
    known = (
        Publication(note=text.note, stem=stem, published_on=text.published_on)
        for text, stem in zip(once, stems, strict=True)
    )
    order = publication_order(list(known), origin)
    return tuple(
        VersionRecord(
            note=once[index].note,
            stage=stage_of(once[index].note),
            published_on=once[index].published_on,
            url=once[index].url,
            media_type=once[index].media_type,
            ordinal=place,
        )
        for place, index in enumerate(order)
    )
