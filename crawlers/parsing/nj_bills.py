"""nj: which bills does the list of New Jersey's legislature name, and what do a bill's answers say?"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urljoin

from crawlers.errors import AnswerError, MalformedBillError
from crawlers.parsing.clean import one_line
from crawlers.parsing.dates import date_in_note, legal_date
from crawlers.parsing.json_page import JsonPage
from crawlers.parsing.pages import ListPage, mark_of
from crawlers.parsing.published import PublishedText, versions_in_order
from crawlers.parsing.session_names import session_name
from crawlers.parsing.steps import classes_of, step_words
from crawlers.parsing.zones import capital_zone
from monitor.model.bill import (
    Action,
    ActionClass,
    BillKey,
    BillRecord,
    Chamber,
    InvalidIdentifierError,
    RelatedBill,
    Sponsor,
    normalise_identifier,
)
from monitor.model.failure import FailureKind
from monitor.model.listing import ListedBill, PendingBill
from monitor.model.relation import Relation

__all__ = ["add_further", "add_listed", "further", "parse_bill", "parse_list"]

_SITE: Final = "https://www.njleg.state.nj.us/"
_TEXTS: Final = "https://pub.njleg.state.nj.us/"
_YEARS: Final = re.compile(r"(20\d\d)-(20\d\d) Session")
_IN_ADDRESS: Final = re.compile(r"/allBills/(\d{3})$")
_NUMBER: Final = re.compile(r"([AS])(|R|JR|CR)\d{1,4}")
_PAPERS: Final = re.compile(r"statement|fiscal|governor|veto|legislative note", re.IGNORECASE)
"""What stands in the list of texts and is none of the bill."""
_KINDS: Final = {"": "bill", "R": "resolution", "JR": "joint resolution", "CR": "concurrent resolution"}
_CHAMBERS: Final = {"A": Chamber.LOWER, "S": Chamber.UPPER}
_NAMED: Final = re.compile(r"\b(Assembly|Senate)\b")
_EXECUTIVE: Final = re.compile(r"approved\b|(?:absolute|conditional|line item|pocket) veto", re.IGNORECASE)
_ZONE: Final = capital_zone("NJ")
_REFERRED: Final = (ActionClass.REFERRAL_COMMITTEE,)
_WORDS: Final = step_words(
    (r"introduced\b.*\breferred to\b", (ActionClass.INTRODUCTION, ActionClass.REFERRAL_COMMITTEE)),
    (r"introduced\b", (ActionClass.INTRODUCTION,)),
    (r"reported and referred to\b", (ActionClass.COMMITTEE_PASSAGE, ActionClass.REFERRAL_COMMITTEE)),
    (r"reported (?:out of|from)\b", (ActionClass.COMMITTEE_PASSAGE,)),
    (r"received in\b.*\breferred to\b", (ActionClass.RECEIPT, ActionClass.REFERRAL_COMMITTEE)),
    (r"received in\b", (ActionClass.RECEIPT,)),
    (r"(?:referred|transferred|recommitted) to\b", _REFERRED),
    (r"passed (?:assembly|senate)\b", (ActionClass.PASSAGE,)),
    (r"(?:assembly|senate)(?: floor)? amendment", (ActionClass.AMENDMENT_PASSAGE,)),
    (r"approved (?:p|j)\.", (ActionClass.EXECUTIVE_SIGNATURE,)),
    (r"(?:absolute|conditional|pocket) veto", (ActionClass.EXECUTIVE_VETO,)),
    (r"line item veto", (ActionClass.EXECUTIVE_VETO_LINE_ITEM,)),
    (r"withdrawn\b", (ActionClass.WITHDRAWAL,)),
)


def parse_list(page: JsonPage) -> ListPage:
    """The sessions lead to the list of the newest one; it holds the bills, then how many they are.

    :raises AnswerError: (schema drift) for another shape.
    """
    session = _IN_ADDRESS.search(page.url)
    if session is None:
        displays = [one_line(one.get("display")) for one in _values(page.data)]
        years = max((match.groups() for one in displays if (match := _YEARS.fullmatch(one))), default=None)
        if years is None:
            raise _drift("the answer names no session")
        number = session_name("NJ", int(years[0]), int(years[1]))
        return ListPage(entries=(), more=(f"/api/billSearch/allBills/{number}",))
    lists = page.data if isinstance(page.data, list) else []
    if not lists or not isinstance(lists[0], list):
        raise _drift("the answer is no list of lists")
    entries, said = [], {}
    for item in _values(lists[0]):
        number, title = one_line(item.get("Bill")), one_line(item.get("Synopsis"))
        if not _NUMBER.fullmatch(number):
            raise _drift(f"the answer holds a bill without a number: {number[:40]!r}")
        native_id = f"/api/billDetail/billHistory/{number}/{_year(session[1])}"
        mark = mark_of(json.dumps(item, sort_keys=True))
        entries.append(ListedBill(native_id=native_id, mark=mark, session=session[1], identifier=number))
        said[native_id] = {"title": title, "identical": one_line(item.get("IdenticalBillNumber"))}
    counts = _values(lists[1]) if len(lists) > 1 else []
    total = next((one["BillCount"] for one in counts if isinstance(one.get("BillCount"), int)), None)
    return ListPage(entries=tuple(entries), total=total, said=said)


def _year(session: str) -> int:
    """222 begins in 2026; texts and answers go by that year."""
    return (int(session) - 209) * 2 + 2000


def _values(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _drift(words: str) -> AnswerError:
    return AnswerError(FailureKind.SCHEMA_DRIFT, words)


def parse_bill(page: JsonPage, entry: PendingBill) -> BillRecord:
    """The history; the title is in the list alone (:func:`add_listed`)."""
    if not isinstance(page.data, list):
        raise _drift("the history is no list")
    letters, number = entry.identifier.split()
    if (match := _NUMBER.fullmatch(f"{letters}{number}")) is None:
        raise MalformedBillError("identifier", f"no bill of New Jersey: {entry.identifier}")
    actions: list[Action] = []
    for item in _values(page.data):
        if text := one_line(item.get("HistoryAction")):
            day = one_line(item.get("ActionDate"))
            on, classes = legal_date(day, _ZONE) or date_in_note(day), classes_of(text, _WORDS)
            actions.append(Action(on=on, chamber=_chamber(text), text=text, classes=classes, ordinal=len(actions)))
    return BillRecord(
        key=BillKey(jurisdiction="NJ", session=entry.session, identifier=entry.identifier),
        title="",
        source=page.source,
        source_url=page.address(f"/bill-search/{_year(entry.session)}/{letters}{number}"),
        observed_at=page.fetched_at,
        chamber=_CHAMBERS[match[1]],
        classification=(_KINDS[match[2]],),
        actions=tuple(actions),
    )


def _chamber(text: str) -> Chamber:
    if _EXECUTIVE.match(text):
        return Chamber.EXECUTIVE
    named = _NAMED.search(text)
    return _CHAMBERS[named[1][0]] if named else Chamber.UNKNOWN


def add_listed(record: BillRecord, said: Mapping[str, str]) -> BillRecord:
    """Title and identical bill, as the list has them."""
    related = record.related
    try:
        identifier = normalise_identifier(said.get("identical", ""))
        related = (RelatedBill(session=record.key.session, identifier=identifier, relation=Relation.SAME_AS),)
    except InvalidIdentifierError:
        related = ()  # most bills have none
    return replace(record, title=said.get("title", ""), related=related)


def further(record: BillRecord) -> Mapping[str, str]:
    """Sponsors and texts are calls of their own."""
    place = f"{record.key.identifier.replace(' ', '')}/{_year(record.key.session)}"
    return {name: f"/api/billDetail/{name}/{place}" for name in ("billSponsors", "billText")}


def add_further(record: BillRecord, name: str, page: JsonPage) -> BillRecord:
    """The record with sponsors or texts; statements, fiscal notes and vetoes are no texts of the bill."""
    if not isinstance(page.data, list):
        raise _drift(f"{name} is no list")
    if name == "billSponsors":
        roles = zip(("primary", "cosponsor"), page.data, strict=False)
        told = ((role, one_line(one.get("Full_Name"))) for role, some in roles for one in _values(some))
        return replace(record, sponsors=tuple(Sponsor(name=who, role=role, kind="person") for role, who in told if who))
    texts = []
    for item in _values(page.data):
        note = one_line(item.get("Description"))
        link, scan = one_line(item.get("HTML_Link")), one_line(item.get("PDFLink"))
        if note and (link or scan) and not _PAPERS.search(note):
            kind = "text/html" if link else "application/pdf"
            texts.append(PublishedText(note=note, url=_text_address(page, link or scan), media_type=kind))
    return replace(record, versions=versions_in_order(texts, record.chamber))


def _text_address(page: JsonPage, link: str) -> str:
    """Texts are on a host of their own; a mirror has all on one."""
    return urljoin(_TEXTS if page.url.startswith(_SITE) else page.url, link)
