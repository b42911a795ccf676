"""us-congress: which published texts does a status file name, and in which order did they come?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from crawlers.parsing.dates import legal_date
from crawlers.parsing.notes import Publication, publication_order
from crawlers.parsing.xml_page import field_of
from crawlers.parsing.zones import capital_zone
from monitor.model.bill import Chamber, VersionRecord

__all__ = ["versions_of"]

_MEDIA_TYPES: Final = {".xml": "text/xml", ".htm": "text/html", ".pdf": "application/pdf"}
_ZONE: Final = capital_zone("US")


def versions_of(items: Sequence[Any], origin: Chamber, *, address: Callable[[str], str]) -> tuple[VersionRecord, ...]:
    """One version an item; of its formats the XML before HTML before PDF. An item without a type is an empty one."""
    found: list[tuple[Publication, str, str]] = []
    for item in items:
        note = field_of(item, "type")
        if not note:
            continue
        links = (field_of(one, "url") for one in item.findall("{*}formats/{*}item"))
        ranked = sorted(
            (place, link, media_type)
            for link in links
            for place, (suffix, media_type) in enumerate(_MEDIA_TYPES.items())
            if link.endswith(suffix)
        )
        _, link, media_type = ranked[0] if ranked else (0, "", "")
        stem = link.rpartition("/")[2].rpartition(".")[0]
        published_on = legal_date(field_of(item, "date"), _ZONE)
        found.append((Publication(note=note, stem=stem, published_on=published_on), link, media_type))
    order = publication_order([publication for publication, *_ in found], origin)
    return tuple(
        VersionRecord(
            note=publication.note,
            stage=publication.stage,
            published_on=publication.published_on,
            url=address(link) if link else "",
            media_type=media_type,
            ordinal=ordinal,
        )
        for ordinal, (publication, link, media_type) in enumerate(found[index] for index in order)
    )
