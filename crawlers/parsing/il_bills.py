"""il: which bills do the lists of Illinois' legislature name, and what do the XML and the texts of a bill say?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import parse_qs, urlsplit

from crawlers.errors import MalformedBillError
from crawlers.parsing.clean import one_line
from crawlers.parsing.dates import date_in_note
from crawlers.parsing.html_page import HtmlPage, link_of, text_of
from crawlers.parsing.pages import ListPage, layout_changed, mark_of
from crawlers.parsing.published import PublishedText, versions_in_order
from crawlers.parsing.session_names import session_name
from crawlers.parsing.steps import classes_of, step_words
from crawlers.parsing.xml_page import XmlPage, name_of
from monitor.model.bill import Action, ActionClass, BillKey, BillRecord, Chamber, Sponsor, VersionRecord, VersionStage
from monitor.model.listing import ListedBill, PendingBill

__all__ = ["add_further", "add_listed", "further", "parse_bill", "parse_list"]

_TYPES: Final = ("HB", "SB")
_ASSEMBLY_BEFORE: Final = 86
"""``GAID=14`` was the 100th General Assembly and ``GAID=18`` is the 104th."""
_FIRST: Final = (104, 2025)
_STATUS: Final = re.compile(r"/Legislation/BillStatus$", re.IGNORECASE)
_TEXT: Final = re.compile(
    r"/documents/legislation/\d{2,3}/[HS]B/(?:PDF/)?\d{5}[HS]B\d{4}(?:(eng)|(enr)|(ham|sam)(\d{3})|(lv))?\.(?:pdf|htm)l?",
    re.IGNORECASE,
)
_ALL_OF_IT: Final = r"{} (?:committee |floor )?amendment no\. 0*{}\s+replaces everything after the enacting clause"
_CHAMBERS: Final = {"house": Chamber.LOWER, "senate": Chamber.UPPER}
_C: Final = ActionClass
_WORDS: Final = step_words(
    (r"(?:pre)?filed with", (_C.FILING,)),
    (r"first reading", (_C.INTRODUCTION, _C.READING_1)),
    (r"(?:re-)?(?:referred|assigned) to|rule 19\(.\) / re-referred", (_C.REFERRAL_COMMITTEE,)),
    (r"do pass|recommends do pass", (_C.COMMITTEE_PASSAGE,)),
    (r"second reading", (_C.READING_2,)),
    (r"third reading .{0,60}passed", (_C.READING_3, _C.PASSAGE)),
    (r"third reading .{0,60}lost", (_C.READING_3, _C.FAILURE)),
    (r"(?:house|senate) (?:committee |floor )?amendment no\. \d+ filed", (_C.AMENDMENT_INTRODUCTION,)),
    (r"(?:house|senate) (?:committee |floor )?amendment no\. \d+ adopted", (_C.AMENDMENT_PASSAGE,)),
    (r"passed both houses", (_C.ENROLLED,)),
    (r"sent to the governor", (_C.EXECUTIVE_RECEIPT,)),
    (r"governor approved", (_C.EXECUTIVE_SIGNATURE,)),
    (r"governor (?:total |amendatory )?veto", (_C.EXECUTIVE_VETO,)),
    (r"governor item", (_C.EXECUTIVE_VETO_LINE_ITEM,)),
    (r"both houses override", (_C.VETO_OVERRIDE_PASSAGE,)),
    (r"total veto stands", (_C.VETO_OVERRIDE_FAILURE,)),
    (r"public act", (_C.BECAME_LAW,)),
    (r"tabled", (_C.WITHDRAWAL,)),
    (r"session sine die", (_C.FAILURE,)),
)


def parse_list(page: HtmlPage) -> ListPage:
    """The first page leads to the lists of its newest session; they name bills with short descriptions."""
    found: dict[str, tuple[ListedBill, dict[str, str]]] = {}
    sessions: set[int] = set()
    for link in page.all("a"):
        address = urlsplit(page.address(link_of(link)))
        asked = {name.lower(): values[0] for name, values in parse_qs(address.query).items()}
        if (session := asked.get("sessionid", "")).isdecimal() and len(session) < 6:
            sessions.add(int(session))
        if _STATUS.search(address.path) and (line := _line(asked, address.geturl())) is not None:
            said = found.setdefault(line.native_id, (line, {"page": address.geturl(), "title": ""}))[1]
            if (words := text_of(link)).replace(" ", "").upper() != f"{asked['doctypeid']}{int(asked['docnum']):04}":
                said["title"] = words
    if found:
        entries = tuple(replace(line, mark=mark_of(line.native_id, said["title"])) for line, said in found.values())
        return ListPage(entries=entries, said={line.native_id: said for line, said in found.values()})
    if not sessions:
        raise layout_changed("link to a session or a bill")
    more = tuple(f"/Legislation/RegularSession/{kind}?SessionId={max(sessions)}" for kind in _TYPES)
    return ListPage(entries=(), more=more)


def _line(asked: Mapping[str, str], address: str) -> ListedBill | None:
    """A bill by its link; none of a kind that is not read."""
    kind, number, assembly = asked.get("doctypeid", "").upper(), asked.get("docnum", ""), asked.get("gaid", "")
    if kind not in _TYPES or not (number.isdecimal() and assembly.isdecimal()) or max(map(len, (number, assembly))) > 5:
        return None
    ordinal = int(assembly) + _ASSEMBLY_BEFORE
    first = _FIRST[1] + 2 * (ordinal - _FIRST[0])
    return ListedBill(
        native_id=f"/ftp/legislation/{ordinal}/BillStatus/XML/{ordinal}00{kind}{int(number):04}.xml",
        mark=address,
        session=session_name("IL", first, first + 1),
        identifier=f"{kind} {int(number)}",
    )


def parse_bill(page: XmlPage, entry: PendingBill) -> BillRecord:
    """The status of a bill; steps are flat, a day, a chamber and words one after the other."""
    page.must("actions")
    name = page.url.partition("?")[0].rpartition("/")[2]
    if entry.identifier.replace(" ", "") != re.sub(r"^\d{5}([HS]B)0*(\d+)\.xml$", r"\1\2", name):
        raise MalformedBillError("identifier", f"the file {name[:40]} is not of {entry.identifier}")
    return BillRecord(
        key=BillKey(jurisdiction="IL", session=entry.session, identifier=entry.identifier),
        title=page.text("shortdesc"),
        abstract="\n".join(_synopses(page)),
        source=page.source,
        source_url=page.url,
        observed_at=page.fetched_at,
        chamber={"H": Chamber.LOWER, "S": Chamber.UPPER}[entry.identifier[0]],
        classification=("bill",),
        actions=tuple(_actions(page)),
        sponsors=tuple(_sponsors(page.text("sponsors"))),
    )


def _synopses(page: XmlPage) -> Iterable[str]:
    """Each with its name: ``House Committee Amendment No. 1 Replaces everything …``."""
    title = ""
    for one in page.must("synopsis"):
        words = one_line("".join(one.itertext()))
        if name_of(one).lower() == "synopsistitle":
            title = words
        elif name_of(one).lower() == "synopsistext" and words:
            yield f"{title} {words}".strip()


def _actions(page: XmlPage) -> Iterable[Action]:
    on, chamber, ordinal = None, Chamber.UNKNOWN, 0
    for one in page.must("actions"):
        words = one_line("".join(one.itertext()))
        kind = name_of(one).lower()
        if kind == "statusdate":
            on = date_in_note(words)
        elif kind == "chamber":
            chamber = _CHAMBERS.get(words.lower(), Chamber.UNKNOWN)
        elif kind == "action" and words:
            whose = Chamber.EXECUTIVE if words.lower().startswith("governor ") else chamber
            yield Action(on=on, chamber=whose, text=words, classes=classes_of(words, _WORDS), ordinal=ordinal)
            ordinal += 1
    if hearing := page.text("committeehearing"):
        yield Action(on=None, chamber=Chamber.UNKNOWN, text=f"Hearing: {hearing}", classes=(), ordinal=ordinal)


def _sponsors(said: str) -> Iterable[Sponsor]:
    """``Rep. Pat Sample - Kim Example, Jo Muster and Sam Specimen``: the first carries the bill."""
    names = re.split(r"\s-\s|,|\sand\s", re.sub(r"\b(?:Rep|Sen)\. ", "", said))
    for place, name in enumerate(dict.fromkeys(filter(None, map(str.strip, names)))):
        yield Sponsor(name=name, role="cosponsor" if place else "primary", kind="person")


def add_listed(record: BillRecord, said: Mapping[str, str]) -> BillRecord:
    """The page for people, and the short description where the file has none."""
    return replace(
        record, title=record.title or said.get("title", ""), source_url=said.get("page") or record.source_url
    )


def further(record: BillRecord) -> Mapping[str, str]:
    """The page that lists its texts."""
    place = re.sub(r"/BillStatus\?", "/BillStatus/FullText?", record.source_url, count=1)
    return {"texts": place} if place != record.source_url else {}


def add_further(record: BillRecord, name: str, page: HtmlPage) -> BillRecord:  # noqa: ARG001 - there is one
    """The record with its texts; the alias of the latest one is none of its own.

    An amendment is a text of the bill where its synopsis says that it replaces everything, else a paper about it.
    """
    papers: list[VersionRecord] = []
    texts: dict[str, PublishedText] = {}
    for link in page.all("a"):
        match = _TEXT.search(url := page.address(link_of(link)))
        if match is None or match[5]:
            continue
        kind = "application/pdf" if url.lower().endswith(".pdf") else "text/html"
        note = "Engrossed" if match[1] else "Enrolled" if match[2] else "Introduced"
        whole = True
        if match[3]:
            house = "House" if match[3].lower() == "ham" else "Senate"
            note = f"{house} Amendment {int(match[4])}"
            whole = re.search(_ALL_OF_IT.format(house, int(match[4])), record.abstract, re.IGNORECASE) is not None
            note = f"Amended by {note}" if whole else note
        if note in texts or any(paper.note == note for paper in papers):
            continue
        if whole:
            texts[note] = PublishedText(note=note, url=url, media_type=kind)
        else:
            papers.append(
                VersionRecord(
                    note=note, stage=VersionStage.COMPARISON, published_on=None, url=url, media_type=kind, ordinal=0
                )
            )
    found = (*papers, *versions_in_order(list(texts.values()), record.chamber))
    return replace(record, versions=tuple(replace(one, ordinal=ordinal) for ordinal, one in enumerate(found)))
