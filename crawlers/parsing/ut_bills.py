"""ut: which bills does a session's list at Utah's legislature name, and what does the JSON of a bill say?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from selectolax.lexbor import LexborNode

from crawlers.errors import MalformedBillError
from crawlers.parsing.clean import one_line, paragraphs
from crawlers.parsing.dates import date_in_note
from crawlers.parsing.html_page import HtmlPage, link_of, text_of
from crawlers.parsing.json_page import JsonPage
from crawlers.parsing.pages import ListPage, layout_changed, mark_of
from crawlers.parsing.published import PublishedText, versions_in_order
from crawlers.parsing.steps import classes_of, step_words
from monitor.model.bill import Action, ActionClass, BillKey, BillRecord, Chamber, Sponsor, VersionRecord
from monitor.model.listing import ListedBill, PendingBill

__all__ = ["parse_bill", "parse_list"]

_SESSION: Final = re.compile(r"(20\d\d)(?:(GS)|(S\d))")
_OPTION: Final = re.compile(r"(20\d\d)\s+(?:(General)|(\d)(?:st|nd|rd|th)\s+Special)\s+Session", re.IGNORECASE)
_IN_ADDRESS: Final = re.compile(r"[?&]session=(\w{6})(?:&|$)")
_BILL: Final = re.compile(r"/bills/static/([HS](?:B|R|CR|JR)\d{3,4})\.html$")
_YEARS: Final = 2
"""So many of the newest years that the site lists have their sessions read."""
_CHAMBERS: Final = {"H": Chamber.LOWER, "S": Chamber.UPPER}
_KINDS: Final = {"B": "bill", "R": "resolution", "CR": "concurrent resolution", "JR": "joint resolution"}
_WORDS: Final = step_words(
    (r"(?:house|senate)/ 1st reading", (ActionClass.INTRODUCTION, ActionClass.READING_1)),
    (r"(?:house|senate)/ to standing committee", (ActionClass.REFERRAL_COMMITTEE,)),
    (r"(?:house|senate) comm - favorable recommendation", (ActionClass.COMMITTEE_PASSAGE_FAVORABLE,)),
    (r"(?:house|senate)/ passed (?:2nd & )?3rd readings?", (ActionClass.PASSAGE,)),
    (r"(?:house|senate)/ passed 2nd reading", (ActionClass.READING_2,)),
    (r"(?:house|senate)/ 3rd reading", (ActionClass.READING_3,)),
    (r"(?:(?:house|senate)/ )?to governor", (ActionClass.EXECUTIVE_RECEIPT,)),
    (r"governor signed", (ActionClass.EXECUTIVE_SIGNATURE,)),
    (r"governor line item veto", (ActionClass.EXECUTIVE_VETO_LINE_ITEM,)),
    (r"governor vetoed", (ActionClass.EXECUTIVE_VETO,)),
    (r"became law w", (ActionClass.BECAME_LAW,)),
)


def session_of(slug: str) -> str:
    """``2026GS`` is 2026, ``2025S2`` stays; empty for what is none."""
    match = _SESSION.fullmatch(slug)
    return f"{match[1]}{match[3] or ''}" if match else ""


def parse_list(page: HtmlPage) -> ListPage:
    """The page with the choice of sessions leads to the lists of the newest ones; a list names bills with titles."""
    options = [text_of(one) for one in page.all("select#Listbox1 option")]
    if options:
        matches = [match for one in options if (match := _OPTION.fullmatch(one))]
        years = sorted({match[1] for match in matches})[-_YEARS:]
        slugs = [f"{m[1]}{'GS' if m[2] else f'S{m[3]}'}" for m in matches if m[1] in years]
        if not slugs:
            raise layout_changed("session in its choice")
        return ListPage(entries=(), more=tuple(f"/billlist.jsp?session={slug}" for slug in dict.fromkeys(slugs)))
    slug = _IN_ADDRESS.search(page.url)
    if slug is None or not session_of(slug[1]):
        raise layout_changed("choice of sessions")
    page.must("a.mitem")
    found: dict[str, tuple[str, str]] = {}
    for link in page.all("a"):
        if match := _BILL.search(link_of(link)):
            found.setdefault(match[1], (text_of(link), _title(link)))
    entries = tuple(
        ListedBill(
            native_id=f"/data/{slug[1]}/{number}.json",
            mark=mark_of(*words),
            session=session_of(slug[1]),
            identifier=number,
        )
        for number, words in found.items()
    )
    said = {one.native_id: {"title": " ".join(words)} for one, words in zip(entries, found.values(), strict=True)}
    return ListPage(entries=entries, said=said)


def _title(link: LexborNode) -> str:
    """The words behind a link up to the next one; those of its line where there are none."""
    words, node = [], link.next
    while node is not None and node.tag not in {"a", "br"}:
        words.append(node.text(separator=" "))
        node = node.next
    said = one_line(" ".join(words))
    line = link.parent
    while not said and line is not None and line.tag not in {"body", "ul", "table", "tbody"}:
        if line.tag in {"li", "tr", "p"}:
            said = text_of(line)
        line = line.parent
    return said


def parse_bill(page: JsonPage, entry: PendingBill) -> BillRecord:
    """The value has names of its own for everything; what is not there stays empty."""
    data = page.data
    if not isinstance(data, dict) or not (title := one_line(data.get("shortTitle"))):
        raise MalformedBillError("malformed", "the bill has no shortTitle")
    session, letters = session_of(one_line(data.get("sessionID"))), entry.identifier.split()[0]
    origin = _CHAMBERS.get(letters[0], Chamber.UNKNOWN)
    number = page.url.partition("?")[0].rpartition("/")[2].removesuffix(".json")
    versions = _values(data.get("billVersionList"))
    subjects = [one_line(one.get("description")) for of in versions for one in _values(of.get("subjectList"))]
    provisions = (paragraphs(data.get(name)) for name in ("generalProvisions", "highlightedProvisions"))
    return BillRecord(
        key=BillKey(jurisdiction="UT", session=session, identifier=entry.identifier),
        title=title,
        abstract="\n".join(filter(None, provisions)),
        source=page.source,
        source_url=page.address(f"/~{session[:4]}{session[4:]}/bills/static/{number}.html"),
        observed_at=page.fetched_at,
        chamber=origin,
        classification=tuple(filter(None, (_KINDS.get(letters[1:]),))),
        subjects=tuple(dict.fromkeys(filter(None, subjects))),
        actions=_actions(_values(data.get("actionHistoryList"))),
        sponsors=_sponsors(data),
        versions=_versions(page, versions, origin),
    )


def _values(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _actions(items: Iterable[dict[str, Any]]) -> tuple[Action, ...]:
    found: list[Action] = []
    for item in items:
        if text := one_line(item.get("description")):
            on, owner = date_in_note(one_line(item.get("actionDate"))), one_line(item.get("owner")).lower()
            step = Action(on=on, chamber=_owner(owner), text=text, classes=classes_of(text, _WORDS), ordinal=len(found))
            found.append(step)
    return tuple(found)


def _owner(owner: str) -> Chamber:
    """``Clerk of the House``, ``Senate Secretary``, ``Lieutenant Governor`` …; others are of neither chamber."""
    if "governor" in owner:
        return Chamber.EXECUTIVE
    named = {name for name in ("house", "senate") if name in owner}
    return {"house": Chamber.LOWER, "senate": Chamber.UPPER}[named.pop()] if len(named) == 1 else Chamber.UNKNOWN


def _sponsors(data: dict[str, Any]) -> tuple[Sponsor, ...]:
    names = {"primary": data.get("primeSponsorName"), "cosponsor": data.get("floorSponsorName")}
    return tuple(
        Sponsor(name=re.sub(r"^(?:Rep|Sen)\. ", "", name), role=role, kind="person")
        for role, value in names.items()
        if (name := one_line(value))
    )


def _versions(page: JsonPage, versions: Iterable[dict[str, Any]], origin: Chamber) -> tuple[VersionRecord, ...]:
    """Texts as XML where they are; fiscal notes are no version of a bill."""
    texts = []
    for one in (doc for of in versions for doc in _values(of.get("billDocs"))):
        note, url = one_line(one.get("shortDesc")), page.address(one_line(one.get("url")))
        if note and url and "fiscal" not in note.lower():
            kind = "text/xml" if url.endswith(".xml") else "application/pdf"
            texts.append(PublishedText(note=note, url=url, media_type=kind))
    as_xml = {text.note for text in texts if text.media_type == "text/xml"}
    return versions_in_order([t for t in texts if t.media_type == "text/xml" or t.note not in as_xml], origin)
