"""tx: which bills do the directories of Texas' legislature hold, and what does the history of a bill say?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final
from urllib.parse import quote, urlsplit

from crawlers.errors import MalformedBillError
from crawlers.parsing.clean import one_line
from crawlers.parsing.dates import date_in_note
from crawlers.parsing.pages import ListPage, Page, layout_changed
from crawlers.parsing.published import PublishedText, versions_in_order
from crawlers.parsing.steps import classes_of, step_words
from crawlers.parsing.xml_page import XmlPage, field_of
from monitor.model.bill import (
    Action,
    ActionClass,
    BillKey,
    BillRecord,
    Chamber,
    RelatedBill,
    Sponsor,
    VersionRecord,
    VersionStage,
    normalise_identifier,
)
from monitor.model.listing import ListedBill, PendingBill
from monitor.model.relation import Relation

__all__ = ["add_further", "further", "parse_bill", "parse_list"]

_LINE: Final = re.compile(r"(\d\d-\d\d-\d{2,4}) +(\d\d:\d\d ?[AP]M) +(?:(<DIR>)|(\d{1,15})) +([\w-][\w .-]{0,99}?) *")
_SESSION: Final = re.compile(r"(\d{2})(?:R|\d)")
_LEGISLATURES: Final = 2
"""So many of the newest legislatures have their sessions read."""
_KINDS: Final = re.compile(r"(?:house|senate)_(?:bills|joint_resolutions)")
_GROUP: Final = re.compile(r"[HS](?:B|JR?)\d{5}_[HS](?:B|JR?)\d{5}")
_FILE: Final = re.compile(r"([HS](?:B|JR) \d{1,5})\.xml")
_PLACE: Final = re.compile(r"/bills/(\w{3})/billhistory/(\w+)/(\w+)/[^/]+$")
_DIRECTORY: Final = re.compile(r"/bills/(?:(\w{3})/billhistory/(?:(\w+)/(?:(\w+)/)?)?)?$")
_TEXT: Final = re.compile(r"[HS](?:B|JR)\d{5}[A-Z]\w{0,4}\.html?", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\b([HS](?:B|CR|JR|R)) {0,3}(\d{1,5})\b")
_CHAMBERS: Final = {"H": Chamber.LOWER, "S": Chamber.UPPER, "E": Chamber.EXECUTIVE}
_TYPES: Final = {"B": "bill", "JR": "joint resolution"}
_PAPERS: Final = {"analysis": "Bill Analysis", "fiscalNote": "Fiscal Note"}
_C: Final = ActionClass
_WORDS: Final = step_words(
    (r"filed without the governor's signature", (_C.BECAME_LAW,)),
    (r"filed\b", (_C.FILING,)),
    (r"read first time", (_C.INTRODUCTION, _C.READING_1)),
    (r"read 2nd time", (_C.READING_2,)),
    (r"read 3rd time", (_C.READING_3,)),
    (r"referred to", (_C.REFERRAL_COMMITTEE,)),
    (r"reported favorably", (_C.COMMITTEE_PASSAGE_FAVORABLE,)),
    (r"reported unfavorably", (_C.COMMITTEE_PASSAGE_UNFAVORABLE,)),
    (r"failed to receive affirmative vote in comm", (_C.COMMITTEE_FAILURE,)),
    (r"(?:passed(?: as amended)?|adopted)$", (_C.PASSAGE,)),
    (r"failed to pass", (_C.FAILURE,)),
    (r"amended$", (_C.AMENDMENT_PASSAGE,)),
    (r"amendment\(s\) offered", (_C.AMENDMENT_INTRODUCTION,)),
    (r"(?:house|senate) concurs", (_C.CONCURRENCE,)),
    (r"received from the (?:house|senate)", (_C.RECEIPT,)),
    (r"reported enrolled", (_C.ENROLLED,)),
    (r"sent to the governor", (_C.EXECUTIVE_RECEIPT,)),
    (r"signed by the governor", (_C.EXECUTIVE_SIGNATURE,)),
    (r"vetoed by the governor", (_C.EXECUTIVE_VETO,)),
    (r"effective (?:on|immediately)", (_C.BECAME_LAW,)),
    (r"withdrawn from schedule", ()),
)


def parse_list(page: Page) -> ListPage:
    """Directories lead from sessions to kinds of bills, to groups, to files; a file moved when its time or size did."""
    place = _DIRECTORY.search(urlsplit(page.url).path)
    if place is None:
        raise layout_changed("known place")
    lines = page.document.body.decode("utf-8", "replace").splitlines()
    found = [match.groups() for line in lines if (match := _LINE.fullmatch(line.strip()))]
    if not found and any(line.strip() for line in lines):
        raise layout_changed("line of a directory")
    directories = [name for _, _, is_directory, _, name in found if is_directory]
    session, kind, group = place.groups()
    if group is not None:
        entries = tuple(_entry(page, session, *one) for one in found if _FILE.fullmatch(one[4]))
        return ListPage(entries=entries, last=not entries)
    if session is None:
        more = [f"{name}/billhistory/" for name in _newest(directories)]
        if not more:
            raise layout_changed("session")
    else:
        more = [f"{name}/" for name in directories if (_KINDS if kind is None else _GROUP).fullmatch(name)]
    return ListPage(entries=(), more=tuple(more), last=not more)


def _newest(directories: Iterable[str]) -> list[str]:
    sessions = {name: int(match[1]) for name in directories if (match := _SESSION.fullmatch(name))}
    kept = sorted(set(sessions.values()))[-_LEGISLATURES:]
    return sorted((name for name, number in sessions.items() if number in kept), reverse=True)


def _entry(page: Page, session: str, day: str, hour: str, _: str | None, size: str | None, name: str) -> ListedBill:
    return ListedBill(
        native_id=page.path(quote(name)),
        mark=f"{day} {hour} {size}",
        session=session,
        identifier=name.removesuffix(".xml"),
    )


def parse_bill(page: XmlPage, entry: PendingBill) -> BillRecord:  # noqa: ARG001 - the shape of a hook
    """The history of a bill; a file may say that there is no such bill."""
    if b"Bill does not exist" in page.document.body[:10_000]:
        raise MalformedBillError("not-found", "the file says that the bill does not exist")
    session, _, number = one_line(page.must("billhistory").get("bill", "")).partition(" ")
    if not _SESSION.fullmatch(session) or not _NUMBER.fullmatch(number):
        raise MalformedBillError("identifier", f"the file names no bill: {session[:20]} {number[:20]}".strip())
    identifier = normalise_identifier(number)
    origin = _CHAMBERS[number[0]]
    return BillRecord(
        key=BillKey(jurisdiction="TX", session=session, identifier=identifier),
        title=page.text("caption"),
        source=page.source,
        source_url=(
            f"https://capitol.texas.gov/BillLookup/History.aspx?LegSess={session}&Bill={identifier.replace(' ', '')}"
        ),
        observed_at=page.fetched_at,
        chamber=origin,
        classification=tuple(filter(None, (_TYPES.get(identifier.split()[0][1:]),))),
        subjects=tuple(dict.fromkeys(filter(None, (one_line(one.text) for one in page.all("subject"))))),
        actions=tuple(_actions(page)),
        sponsors=tuple(_sponsors(page)),
        related=tuple(_companions(page, session, identifier)),
        versions=_versions(page, origin),
    )


def _actions(page: XmlPage) -> Iterable[Action]:
    """The source has the newest first, sometimes; its numbers (``H001``) count in each chamber, so days decide."""
    found = []
    for one in page.root.iterfind("{*}actions/{*}action"):
        text, number = field_of(one, "description"), field_of(one, "actionNumber")
        if not text or text.endswith(". . ."):  # a hearing without a day
            continue
        chamber = _CHAMBERS.get(number[:1], Chamber.UNKNOWN)
        found.append((date_in_note(field_of(one, "date")), number, chamber, text))
    if found and (found[0][0] or date.min) > (found[-1][0] or date.max):
        found.reverse()
    for ordinal, (on, _, chamber, text) in enumerate(found):
        yield Action(on=on, chamber=chamber, text=text, classes=classes_of(text, _WORDS), ordinal=ordinal)


def _sponsors(page: XmlPage) -> Iterable[Sponsor]:
    roles = {"authors": "primary", "coauthors": "cosponsor", "sponsors": "primary", "cosponsors": "cosponsor"}
    seen = set()
    for element, role in roles.items():
        for name in page.text(element).split("|"):
            if (name := name.strip()) and name not in seen:
                seen.add(name)
                yield Sponsor(name=name, role=role, kind="person")


def _companions(page: XmlPage, session: str, identifier: str) -> Iterable[RelatedBill]:
    numbers = dict.fromkeys(f"{letters} {int(number)}" for letters, number in _NUMBER.findall(page.text("companions")))
    for other in numbers:
        if other != identifier:
            yield RelatedBill(session=session, identifier=other, relation=Relation.COMPANION)


def _versions(page: XmlPage, origin: Chamber) -> tuple[VersionRecord, ...]:
    """Analyses and fiscal notes, which are papers about the bill, then its texts."""
    papers = [
        VersionRecord(
            note=f"{name} ({one.note})",
            stage=VersionStage.COMPARISON,
            published_on=None,
            url=one.url,
            media_type=one.media_type,
            ordinal=0,
        )
        for kind, name in _PAPERS.items()
        for one in _texts(page, kind)
    ]
    found = (*papers, *versions_in_order(list(_texts(page, "bill")), origin))
    return tuple(replace(version, ordinal=ordinal) for ordinal, version in enumerate(found))


def _texts(page: XmlPage, kind: str) -> Iterable[PublishedText]:
    for one in page.root.iterfind(f"{{*}}billtext/{{*}}docTypes/{{*}}{kind}/{{*}}versions/{{*}}version"):
        marked, printed = field_of(one, "WebHTMLURL"), field_of(one, "WebPDFURL")
        if url := marked or printed:
            media_type = "text/html" if marked else "application/pdf"
            yield PublishedText(note=field_of(one, "versionDescription"), url=url, media_type=media_type)


def further(record: BillRecord) -> Mapping[str, str]:
    """Texts by FTP, where the site's robots.txt does not ask to stay away: beside the history, by name."""
    place = _PLACE.search(urlsplit(record.metadata.url).path) if record.metadata is not None else None
    if place is None:
        return {}
    folder = f"/bills/{place[1]}/billtext/html/{place[2]}/{place[3]}"
    texts = (one for one in record.versions if one.stage is not VersionStage.COMPARISON)
    names = (urlsplit(text.url).path.rpartition("/")[2] for text in texts)
    return {name: f"{folder}/{name}" for name in names if _TEXT.fullmatch(name)}


def add_further(record: BillRecord, name: str, page: Page) -> BillRecord:
    """The record with the bytes of one text."""
    return replace(
        record,
        versions=tuple(
            replace(version, document=page.document) if version.url.endswith(f"/billtext/html/{name}") else version
            for version in record.versions
        ),
    )
