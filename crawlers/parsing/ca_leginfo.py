"""ca-leginfo: what do the rows of a bill in California's dump say, and its texts?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from lxml import etree

from crawlers.errors import AnswerError, MalformedBillError
from crawlers.parsing.ca_leginfo_tables import BillRows
from crawlers.parsing.clean import one_line
from crawlers.parsing.dates import legal_date
from crawlers.parsing.notes import Publication, publication_order
from crawlers.parsing.xml_page import XmlPage
from crawlers.parsing.zones import capital_zone
from monitor.model.bill import (
    Action,
    BillKey,
    BillRecord,
    Chamber,
    Document,
    InvalidIdentifierError,
    Sponsor,
    VersionRecord,
    VersionStage,
    normalise_identifier,
)

__all__ = ["digest_of", "heading", "latest_version", "parse_bill", "subjects_of"]

_PAGES: Final = "https://leginfo.legislature.ca.gov/faces"
"""Linked to and never asked: its robots.txt forbids all of it."""
_ZONE: Final = capital_zone("CA")
_KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "AB": "bill",
        "SB": "bill",
        "ACA": "constitutional amendment",
        "SCA": "constitutional amendment",
        "ACR": "concurrent resolution",
        "SCR": "concurrent resolution",
        "AJR": "joint resolution",
        "SJR": "joint resolution",
        "HR": "resolution",
        "SR": "resolution",
    }
)
_NUMBER: Final = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")
_PLACES: Final = (
    (re.compile(r"^(?:Assembly|CX)", re.IGNORECASE), Chamber.LOWER),
    (re.compile(r"^(?:Senate|CS)", re.IGNORECASE), Chamber.UPPER),
    (re.compile(r"^(?:Governor|Secretary of State)", re.IGNORECASE), Chamber.EXECUTIVE),
)


def heading(rows: BillRows) -> BillKey:
    """Which bill it is: ``SB 53`` of ``20252026``; one of a special session is of ``20252026 Special Session 1``.

    :raises MalformedBillError: when the row does not say so.
    """
    session, special = rows.bill["session_year"], rows.bill["session_num"]
    if not re.fullmatch(r"[0-9]{8}", session):
        raise MalformedBillError("malformed", f"no session_year: {session[:40]!r}")
    try:
        identifier = normalise_identifier(f"{rows.bill['measure_type']} {rows.bill['measure_num']}")
    except InvalidIdentifierError as error:
        raise MalformedBillError("identifier", one_line(str(error))) from error
    name = session if special in ("", "0") else f"{session} Special Session {special}"
    return BillKey(jurisdiction="CA", session=name, identifier=identifier)


def subjects_of(rows: BillRows) -> str:
    """The subjects of all its versions, each once: the newest first."""
    return "\n".join(dict.fromkeys(row["subject"] for row in reversed(_in_order(rows)) if row["subject"]))


def latest_version(rows: BillRows) -> Mapping[str, str] | None:
    """The row of the text that is the newest; none when it has none."""
    return next(iter(reversed(_in_order(rows))), None)


def _in_order(rows: BillRows) -> list[Mapping[str, str]]:
    """Versions count down from 99."""
    return sorted(rows.versions, key=lambda row: -_number(row["version_num"]))


def digest_of(document: Document) -> tuple[str, str]:
    """Title and Legislative Counsel's digest of a text; empty where it has none or cannot be read."""
    try:
        page = XmlPage.read(document, source="")
    except AnswerError:
        return "", ""  # the extractor says why, when the text is stored
    digest = page.root.find(".//{*}DigestText")
    paragraphs = digest.findall(".//{*}p") if digest is not None else []
    return page.text("Title"), "\n".join(filter(None, (_words(paragraph) for paragraph in paragraphs)))


def _words(element: Any) -> str:
    return one_line("".join(etree.ElementTextIterator(element)))


def parse_bill(
    rows: BillRows, metadata: Document, *, source: str, abstract: str = "", texts: Mapping[str, Document] | None = None
) -> BillRecord:
    """The rows as a record. ``texts`` are the documents that are at hand, by ``bill_version_id``; of vetoes by bill id.

    :raises MalformedBillError: when they are of no bill.
    """
    key = heading(rows)
    origin = Chamber.UPPER if rows.bill["measure_type"].startswith("S") else Chamber.LOWER
    newest = latest_version(rows)
    return BillRecord(
        key=key,
        title=next(iter(subjects_of(rows).split("\n")), ""),
        source=source,
        source_url=f"{_PAGES}/billNavClient.xhtml?bill_id={rows.bill['bill_id']}",
        observed_at=metadata.fetched_at,
        chamber=origin,
        classification=(_KINDS.get(rows.bill["measure_type"], "bill"),),
        abstract=abstract,
        aliases=_chapter(rows.bill),
        actions=tuple(_actions(rows)),
        sponsors=_sponsors(rows, newest["bill_version_id"] if newest is not None else ""),
        versions=_versions(rows, origin, texts or {}),
        metadata=metadata,
    )


def _chapter(bill: Mapping[str, str]) -> tuple[str, ...]:
    if not bill["chapter_num"] or not bill["chapter_year"]:
        return ()
    return (f"Chapter {bill['chapter_num']}, Statutes of {bill['chapter_year']}",)


def _number(said: str) -> float:
    return float(said) if _NUMBER.fullmatch(said) else 0.0


def _day(said: str) -> date | None:
    return legal_date(said[:10], _ZONE)


def _actions(rows: BillRows) -> Iterable[Action]:
    """In the order of days, and of a day in that of the dump's own numbers; rows without words say nothing."""
    steps = [row for row in rows.history if row["action"]]
    steps.sort(
        key=lambda row: (row["action_date"][:10], _number(row["action_sequence"]), _number(row["bill_history_id"]))
    )
    for ordinal, row in enumerate(steps):
        chamber = next((chamber for said, chamber in _PLACES if said.match(row["primary_location"])), Chamber.UNKNOWN)
        yield Action(on=_day(row["action_date"]), chamber=chamber, text=row["action"], classes=(), ordinal=ordinal)


def _sponsors(rows: BillRows, version: str) -> tuple[Sponsor, ...]:
    """The authors that the newest text names: earlier ones may have left."""
    found: dict[str, Sponsor] = {}
    for row in rows.authors:
        if row["bill_version_id"] != version or not row["name"]:
            continue
        primary = row["contribution"] == "LEAD_AUTHOR" or row["primary_author_flg"] == "Y"
        kind = "organization" if row["type"].upper().startswith("COMMITTEE") else "person"
        role = "primary" if primary else "cosponsor"
        found.setdefault(row["name"], Sponsor(name=row["name"], role=role, kind=kind))
    return tuple(found.values())


def _versions(rows: BillRows, origin: Chamber, texts: Mapping[str, Document]) -> tuple[VersionRecord, ...]:
    """Texts in the order of publication, after the messages of vetoes, which are papers about the bill."""
    papers = [
        VersionRecord(
            note="Veto message",
            stage=VersionStage.COMPARISON,
            published_on=_day(row["veto_date"]),
            url=f"{_PAGES}/billStatusClient.xhtml?bill_id={rows.bill['bill_id']}",
            media_type="text/html",
            ordinal=place,
            document=texts.get(rows.bill["bill_id"]),
        )
        for place, row in enumerate(rows.vetoes[:1])
    ]
    listed = _in_order(rows)
    published = [
        Publication(note=row["bill_version_action"], stem="", published_on=_day(row["bill_version_action_date"]))
        for row in listed
    ]
    records = papers
    for index in publication_order(published, origin):
        row, publication = listed[index], published[index]
        on = publication.published_on
        version = row["bill_version_id"]
        records.append(
            VersionRecord(
                note=f"{on:%m/%d/%y} - {publication.note}" if on is not None else publication.note or "Text",
                stage=publication.stage,
                published_on=on,
                url=f"{_PAGES}/billPdf.xhtml?bill_id={rows.bill['bill_id']}&version={version}",
                media_type="text/xml",
                ordinal=len(records),
                document=texts.get(version),
            )
        )
    return tuple(records)
