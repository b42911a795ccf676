"""mn: which bills does the search of Minnesota's revisor list, and what does the page of a bill say?"""

from __future__ import annotations

import re
from typing import Final

from selectolax.lexbor import LexborNode

from crawlers.errors import MalformedBillError
from crawlers.parsing.dates import date_in_note
from crawlers.parsing.html_page import HtmlPage, link_of, text_of
from crawlers.parsing.pages import ListPage, layout_changed, mark_of
from crawlers.parsing.published import PublishedText, versions_in_order
from crawlers.parsing.steps import classes_of, step_words
from crawlers.parsing.xml_page import XmlPage, field_of
from monitor.model.bill import (
    Action,
    ActionClass,
    BillKey,
    BillRecord,
    Chamber,
    InvalidIdentifierError,
    RelatedBill,
    Sponsor,
    VersionRecord,
    normalise_identifier,
)
from monitor.model.listing import ListedBill, PendingBill
from monitor.model.relation import Relation

__all__ = ["parse_bill", "parse_list"]

_STRIDE: Final = 500
"""The search answers with so many bills at most."""
_NEAR: Final = 5
"""So near to the end of a range its last bill lies when there are further ones."""
_CODE: Final = re.compile(r"(\d)(\d{2,3})(20\d\d)")
"""``0942025``: the regular session of the 94th legislature, which begins in 2025; ``1942025`` its first special one."""
_SEARCH: Final = (
    "/bills/status_result.php?body={body}&search=basic&session={code}&bill={first}-{last}"
    "&bill_type=bill&submit_bill=GO&format=xml"
)
_ASKED: Final = re.compile(r"[?&]body=(House|Senate)&.*?[?&]session=(\d{7,8})&bill=(\d+)-(\d+)&")
_CHAMBERS: Final = {"H": Chamber.LOWER, "S": Chamber.UPPER}
_OTHER: Final = {Chamber.LOWER: Chamber.UPPER, Chamber.UPPER: Chamber.LOWER}
_EXECUTIVE: Final = re.compile(r"(?:presented to )?governor\b|.{0,40}\bveto", re.IGNORECASE)
_NOT_STEPS: Final = frozenset({"Chapter number", "See also", "See", "Effective date", "Secretary of State"})
_ON: Final = (ActionClass.COMMITTEE_PASSAGE, ActionClass.REFERRAL_COMMITTEE)
_WORDS: Final = step_words(
    (r"introduction and first reading, referred to", (ActionClass.INTRODUCTION, ActionClass.REFERRAL_COMMITTEE)),
    (r"introduc", (ActionClass.INTRODUCTION,)),
    (r"comm(?:ittee)? report[:,] to (?:pass|adopt)\b.*\bre-refer", _ON),
    (r"comm(?:ittee)? report[:,] to (?:pass|adopt)", (ActionClass.COMMITTEE_PASSAGE,)),
    (r"(?:withdrawn and )?(?:re-)?referred (?:by chair )?to", (ActionClass.REFERRAL_COMMITTEE,)),
    (r"second reading", (ActionClass.READING_2,)),
    (r"third reading passed|bill was (?:re)?passed|.{0,60}\brepassed\b", (ActionClass.PASSAGE,)),
    (r"third reading", (ActionClass.READING_3,)),
    (r"presented to governor", (ActionClass.EXECUTIVE_RECEIPT,)),
    (r"governor(?:'s action)? approval", (ActionClass.EXECUTIVE_SIGNATURE,)),
    (r"line[- ]item veto", (ActionClass.EXECUTIVE_VETO_LINE_ITEM,)),
    (r"(?:governor(?:'s action)? )?veto\b", (ActionClass.EXECUTIVE_VETO,)),
)


def session_of(code: str) -> str:
    """``0942025`` and ``0942026`` are 2025-2026, ``1942025`` is 2025s1; empty for what is none."""
    match = _CODE.fullmatch(code)
    if match is None:
        return ""
    special, year = match[1], int(match[3])
    first = year - 1 + year % 2
    return f"{year}s{special}" if special != "0" else f"{first}-{first + 1}"


def sessions_in(page: HtmlPage) -> ListPage:
    """The search form leads to the first bills of both chambers, in all sessions of the newest legislature."""
    values = (one.attributes.get("value") or "" for one in page.must("select[name=session]").css("option"))
    codes = {match[0]: int(match[2]) for value in values if (match := _CODE.fullmatch(value.strip()))}
    if not codes:
        raise layout_changed("session in its choice")
    newest = {session_of(code): code for code in sorted(codes, reverse=True) if codes[code] == max(codes.values())}
    asks = (
        _SEARCH.format(body=body, code=code, first=1, last=_STRIDE)
        for code in sorted(newest.values())
        for body in ("House", "Senate")
    )
    return ListPage(entries=(), more=tuple(asks))


def parse_list(page: HtmlPage | XmlPage) -> ListPage:
    """The form of the search, or what it found: numbers with what bills are about, nothing of what moved."""
    if isinstance(page, HtmlPage):
        return sessions_in(page)
    asked = _ASKED.search(page.url)
    if asked is None:
        raise layout_changed("range of bills in its address")
    page.must("SEARCH_RESULTS")
    entries, said, highest = [], {}, 0
    for one in page.all("BILL_RESULT"):
        number, place = field_of(one, "FILE_NUMBER"), _place(field_of(one, "STATUS_XML_URI"))
        identifier, words = f"{field_of(one, 'FILE_TYPE')} {number}", field_of(one, "DESCRIPTION")
        session = session_of(asked[2])
        entries.append(ListedBill(native_id=place, mark=mark_of(words), session=session, identifier=identifier))
        said[place] = {"title": words}
        highest = max(highest, int(number) if number.isascii() and number.isdecimal() else 0)
    last = int(asked[4])
    following = _SEARCH.format(body=asked[1], code=asked[2], first=last + 1, last=last + _STRIDE)
    return ListPage(entries=tuple(entries), said=said, more=(following,) if highest > last - _NEAR else ())


def _place(uri: str) -> str:
    """``api.revisor.mn.gov/bills/v1/94/2025/0/HF/10/`` has its page at ``/bills/94/2025/0/HF/10/``."""
    match = re.search(r"/bills/v1(/\d{2,3}/20\d\d/\d/[HS]F/\d{1,5})/?$", uri)
    return f"/bills{match[1]}/" if match else ""


def parse_bill(page: HtmlPage, entry: PendingBill) -> BillRecord:
    """The page of a bill; a file that the other chamber has not got yet is none.

    :raises MalformedBillError: when it has no number.
    """
    told = text_of(page.must("h1.card-title"))
    try:
        identifier = normalise_identifier(told)
    except InvalidIdentifierError as error:
        raise MalformedBillError("identifier", f"the page is of {told[:40]!r}") from error
    origin = _CHAMBERS.get(identifier[0], Chamber.UNKNOWN)
    authors = (text_of(one) for one in page.all("div.author ul li a"))
    return BillRecord(
        key=BillKey(jurisdiction="MN", session=entry.session, identifier=identifier),
        title=_description(page),
        source=page.source,
        source_url=page.url,
        observed_at=page.fetched_at,
        chamber=origin,
        classification=("bill",) if identifier[1] == "F" else (),
        actions=_actions(page, origin),
        sponsors=tuple(
            Sponsor(name=name, role="cosponsor" if place else "primary", kind="person")
            for place, name in enumerate(filter(None, authors))
        ),
        related=_companion(page, entry.session),
        versions=_versions(page, origin),
    )


def _description(page: HtmlPage) -> str:
    """The paragraph after the heading that says so."""
    for heading in page.all("h2"):
        node = heading.next if "Description" in text_of(heading) else None
        while node is not None and node.tag != "p":
            node = node.next
        if node is not None:
            return text_of(node)
    raise layout_changed("description")


def _companion(page: HtmlPage, session: str) -> tuple[RelatedBill, ...]:
    for box in page.all("div"):
        link = box.css_first("a")
        if link is not None and text_of(box).startswith("Companion:"):
            try:
                identifier = normalise_identifier(text_of(link))
            except InvalidIdentifierError:
                return ()  # "None"
            return (RelatedBill(session=session, identifier=identifier, relation=Relation.COMPANION),)
    return ()


def _actions(page: HtmlPage, origin: Chamber) -> tuple[Action, ...]:
    """The first table is of the chamber where the bill began, the second of the other one."""
    found: list[Action] = []
    for table, chamber in zip(page.all("table.actions"), (origin, _OTHER.get(origin, origin)), strict=False):
        for row in table.css("tr"):
            day, text = _step(row)
            if not text or text in _NOT_STEPS:
                continue
            whose = Chamber.EXECUTIVE if _EXECUTIVE.match(text) else chamber
            on = date_in_note(day) or date_in_note(text)
            found.append(Action(on=on, chamber=whose, text=text, classes=classes_of(text, _WORDS), ordinal=len(found)))
    return tuple(found)


def _step(row: LexborNode) -> tuple[str, str]:
    cells = row.css("td")
    if len(cells) < 2:
        return "", ""
    words = cells[1].css_first("div div")
    return text_of(cells[0]), text_of(words if words is not None else cells[1])


def _versions(page: HtmlPage, origin: Chamber) -> tuple[VersionRecord, ...]:
    texts = []
    for row in page.all("#versions table tr"):
        cells = row.css("td")
        if len(cells) > 2 and (link := cells[0].css_first("a")) is not None:
            note, posted = text_of(link), date_in_note(text_of(cells[2]))
            url = page.address(link_of(link))
            texts.append(PublishedText(note=note, url=url, media_type="text/html", published_on=posted))
    return versions_in_order(texts, origin)
