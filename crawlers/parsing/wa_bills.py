"""wa: which bills do the web services of Washington's legislature list, and what does a bill's answer say?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import quote

from crawlers.errors import MalformedBillError
from crawlers.parsing.pages import ListPage, layout_changed, mark_of
from crawlers.parsing.wa_parts import actions_of, hearings_of, sponsors_of, texts_of
from crawlers.parsing.xml_page import XmlPage, field_of, name_of
from monitor.model.bill import BillKey, BillRecord, Chamber, RelatedBill, normalise_identifier
from monitor.model.listing import ListedBill, PendingBill
from monitor.model.relation import Relation

__all__ = ["add_further", "further", "parse_bill", "parse_list"]

_BILLS: Final = "/LegislationService.asmx"
_DOCUMENTS: Final = "/LegislativeDocumentService.asmx"
# "E2SHB 1170" is a version of HB 1170; initiatives and appointments are no bills
_BILL_ID: Final = re.compile(r"(?:[2-9]?E)?(?:[2-9]?S)?([HS](?:B|CR|JM|JR|R)) (\d{4})")
_BIENNIUM: Final = re.compile(r"(20\d\d)-(\d\d)")
_SAID: Final = ("Biennium", "LongDescription", "ShortDescription", "LegalTitle", "OriginalAgency")
_YEAR: Final = re.compile(r"[?&]year=(20\d\d)(?:&|$)")


def bill_number(bill_id: str) -> str:
    """``HB 1170`` of any version; empty for what is no bill."""
    match = _BILL_ID.fullmatch(bill_id)
    return f"{match[1]} {match[2]}" if match else ""


def session_of(biennium: str) -> str:
    """``2025-26`` as ``2025-2026``; empty for what is none."""
    match = _BIENNIUM.fullmatch(biennium)
    return f"{match[1]}-{match[1][:2]}{match[2]}" if match else ""


def parse_list(page: XmlPage) -> ListPage:
    """Bills of a year lead to the lists of their biennium and to the year after; documents and steps are the lists.

    A biennium is what the answers say, so the next one begins when its first bill is there.
    """
    kind = name_of(page.root)
    if kind == "ArrayOfLegislationInfo":
        more = tuple(_lists(page))
        return ListPage(entries=(), more=more, last=not more)
    if kind == "ArrayOfLegislativeDocument":
        return ListPage(entries=_entries(page, "LegislativeDocument", "HtmLastModifiedDate", "Name"))
    if kind == "ArrayOfLegislativeStatus":
        return ListPage(entries=_entries(page, "LegislativeStatus", "ActionDate", "HistoryLine"))
    raise layout_changed("list of bills, documents or steps")


def _lists(page: XmlPage) -> list[str]:
    bienniums = sorted({field_of(one, "Biennium") for one in page.all("LegislationInfo")})
    found = []
    for biennium in bienniums:
        if (match := _BIENNIUM.fullmatch(biennium)) is None:
            raise layout_changed(f"biennium in {biennium[:40]!r}")
        first = int(match[1])
        found.append(f"{_DOCUMENTS}/GetAllDocumentsByClass?biennium={biennium}&documentClass=Bills")
        found.append(
            f"{_BILLS}/GetLegislativeStatusChangesByDateRange?biennium={biennium}"
            f"&beginDate={first - 1}-12-01&endDate={first + 1}-12-31"
        )
    if found and (year := _YEAR.search(page.url)):
        found.append(f"{_BILLS}/GetLegislationByYear?year={int(year[1]) + 1}")
    return found


def _entries(page: XmlPage, element: str, *fields: str) -> tuple[ListedBill, ...]:
    """A line a bill; its mark is all that its documents or steps say."""
    said: dict[str, list[str]] = defaultdict(list)
    biennium = re.search(r"[?&]biennium=(20\d\d-\d\d)(?:&|$)", page.url)
    if biennium is None:
        raise layout_changed("biennium in its address")
    for one in page.all(element):
        if number := bill_number(field_of(one, "BillId")):
            said[number] += [field_of(one, "BillId"), *(field_of(one, name) for name in fields)]
    return tuple(
        ListedBill(
            native_id=f"{_BILLS}/GetLegislation?biennium={biennium[1]}&billNumber={number.split()[1]}",
            mark=mark_of(*sorted(words)),
            session=session_of(biennium[1]),
            identifier=number,
        )
        for number, words in said.items()
    )


def parse_bill(page: XmlPage, entry: PendingBill) -> BillRecord:
    """The answer has an element a version of the bill; the last that says something says it."""
    page.must("ArrayOfLegislation")
    versions = [one for one in page.all("Legislation") if bill_number(field_of(one, "BillId")) == entry.identifier]
    if not versions:
        raise MalformedBillError("identifier", f"the answer holds no {entry.identifier}")
    said = {name: next((words for one in reversed(versions) if (words := field_of(one, name))), "") for name in _SAID}
    kind = versions[0].find("{*}ShortLegislationType")
    number, year = entry.identifier.split()[1], entry.session[:4]
    return BillRecord(
        key=BillKey(jurisdiction="WA", session=session_of(said["Biennium"]), identifier=entry.identifier),
        title=said["LongDescription"] or said["ShortDescription"],
        abstract=said["LegalTitle"],
        source=page.source,
        source_url=f"https://app.leg.wa.gov/billsummary/?BillNumber={number}&Year={year}&Initiative=false",
        observed_at=page.fetched_at,
        chamber={"House": Chamber.LOWER, "Senate": Chamber.UPPER}.get(said["OriginalAgency"], Chamber.UNKNOWN),
        classification=(field_of(kind, "LongLegislationType").lower(),) if kind is not None else (),
        aliases=tuple(dict.fromkeys(v for one in versions if (v := field_of(one, "BillId")) != entry.identifier)),
        related=_companions(versions),
    )


def _companions(versions: list[Any]) -> tuple[RelatedBill, ...]:
    found: dict[RelatedBill, None] = {}
    for one in versions:
        for companion in one.iterfind("{*}Companions/{*}Companion"):
            number, session = bill_number(field_of(companion, "BillId")), session_of(field_of(companion, "Biennium"))
            if number and session:
                identifier = normalise_identifier(number)
                found[RelatedBill(session=session, identifier=identifier, relation=Relation.COMPANION)] = None
    return tuple(found)


def further(record: BillRecord) -> Mapping[str, str]:
    """Steps, sponsors, hearings and documents are calls of their own."""
    first = record.key.session[:4]
    biennium, number = f"{first}-{record.key.session[-2:]}", record.key.identifier.split()[1]
    asked = f"biennium={biennium}&billNumber={number}"
    between = f"beginDate={int(first) - 1}-12-01&endDate={int(first) + 1}-12-31"
    return {
        "steps": f"{_BILLS}/GetLegislativeStatusChangesByBillNumber?{asked}&{between}",
        "sponsors": f"{_BILLS}/GetSponsors?biennium={biennium}&billId={quote(record.key.identifier)}",
        "hearings": f"{_BILLS}/GetHearings?{asked}",
        "texts": f"{_DOCUMENTS}/GetDocuments?biennium={biennium}&namedLike={number}",
    }


def add_further(record: BillRecord, name: str, page: XmlPage) -> BillRecord:
    """The record with what one of these calls answers."""
    if name == "sponsors":
        return replace(record, sponsors=sponsors_of(page))
    if name == "texts":
        return replace(record, versions=texts_of(page, record))
    found = actions_of(page) if name == "steps" else hearings_of(page)
    steps = sorted((*record.actions, *found), key=lambda step: (step.on is None, step.on))
    return replace(record, actions=tuple(replace(step, ordinal=place) for place, step in enumerate(steps)))
