"""ny: what does the answer of Open Legislation say of a bill, with the texts of all its prints?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from crawlers.errors import MalformedBillError
from crawlers.parsing.clean import one_line, paragraphs
from crawlers.parsing.dates import legal_date
from crawlers.parsing.json_page import JsonPage
from crawlers.parsing.ny_updates import answered, session_of
from crawlers.parsing.steps import classes_of, step_words
from crawlers.parsing.zones import capital_zone
from monitor.model.bill import (
    Action,
    ActionClass,
    BillKey,
    BillRecord,
    Chamber,
    Document,
    InvalidIdentifierError,
    RelatedBill,
    Sponsor,
    VersionRecord,
    VersionStage,
    normalise_identifier,
)
from monitor.model.listing import PendingBill
from monitor.model.relation import Relation

__all__ = ["parse_bill"]

_SITE: Final = "https://www.nysenate.gov/legislation/bills"
_CHAMBERS: Final = {"ASSEMBLY": Chamber.LOWER, "SENATE": Chamber.UPPER}
_ZONE: Final[ZoneInfo] = capital_zone("NY")
_C: Final = ActionClass
_WORDS: Final = step_words(
    (r"referred to", (_C.REFERRAL_COMMITTEE,)),
    (r"reported and committed to", (_C.COMMITTEE_PASSAGE, _C.REFERRAL_COMMITTEE)),
    (r"(?:\d\w+ )?report(?:ed)?\b", (_C.COMMITTEE_PASSAGE,)),
    (r"(?:re)?committed to|held for consideration in", (_C.REFERRAL_COMMITTEE,)),
    (r"amend(?:ed)? (?:\(t\) )?(?:and|on)", (_C.AMENDMENT_PASSAGE,)),
    (r"(?:re)?passed (?:senate|assembly)", (_C.PASSAGE,)),
    (r"adopted\b", (_C.PASSAGE,)),
    (r"delivered to governor", (_C.EXECUTIVE_RECEIPT,)),
    (r"signed chap", (_C.EXECUTIVE_SIGNATURE, _C.BECAME_LAW)),
    (r"chap(?:ter|\.)?\s?\d", (_C.BECAME_LAW,)),
    (r"(?:line|item) veto", (_C.EXECUTIVE_VETO_LINE_ITEM,)),
    (r"vetoed memo", (_C.EXECUTIVE_VETO,)),
    (r"substituted (?:by|for)", (_C.SUBSTITUTION,)),
    (r"enacting clause stricken|recalled by sponsor|withdrawn", (_C.WITHDRAWAL,)),
    (r"defeated|lost\b", (_C.FAILURE,)),
)


def parse_bill(page: JsonPage, entry: PendingBill) -> BillRecord:  # noqa: ARG001 - the shape of a hook
    """The bill of the answer."""
    bill = answered(page).must("result")
    if not isinstance(bill, dict) or not (title := one_line(bill.get("title"))):
        raise MalformedBillError("malformed", "the bill has no title")
    kind, number = _values(bill.get("billType")), one_line(bill.get("basePrintNo"))
    session, prints = session_of(bill.get("session")), _prints(bill)
    if not session:
        raise MalformedBillError("malformed", f"no session: {one_line(str(bill.get('session')))[:40]}")
    place = f"{_SITE}/{session[:4]}/{number}"
    return BillRecord(
        key=BillKey(jurisdiction="NY", session=session, identifier=_number(number)),
        title=title.removeprefix("@"),
        abstract=one_line(bill.get("summary")),
        source=page.source,
        source_url=place,
        observed_at=page.fetched_at,
        chamber=_CHAMBERS.get(one_line(kind.get("chamber")).upper(), Chamber.UNKNOWN),
        classification=("resolution" if kind.get("resolution") is True else "bill",),
        aliases=tuple(name for one in prints if (name := one_line(one.get("printNo"))) and name != number),
        actions=tuple(_actions(_items(bill.get("actions")))),
        sponsors=_sponsors(bill, prints),
        related=tuple(dict.fromkeys(_related(bill, prints))),
        versions=_versions(page, bill, prints, place),
    )


def _values(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _items(value: object) -> list[Mapping[str, Any]]:
    items = _values(value).get("items")
    return [one for one in items if isinstance(one, dict)] if isinstance(items, list) else []


def _number(raw: str) -> str:
    try:
        return normalise_identifier(raw)
    except InvalidIdentifierError as error:
        raise MalformedBillError("identifier", str(error)) from error


def _prints(bill: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The prints of a bill, the first one before A, B, C …; those that were taken back are none."""
    items = _values(_values(bill.get("amendments")).get("items"))
    found = [one for one in items.values() if isinstance(one, dict) and one.get("stricken") is not True]
    return sorted(found, key=lambda one: one_line(one.get("version")))


def _actions(items: Iterable[Mapping[str, Any]]) -> Iterable[Action]:
    numbered = [(one.get("sequenceNo"), one) for one in items]
    if all(isinstance(number, int) for number, _ in numbered):
        numbered.sort(key=lambda one: one[0])  # type: ignore[arg-type, return-value]  # all are numbers
    ordinal = 0
    for _, one in numbered:
        text = one_line(one.get("text"))
        if not text:
            continue
        chamber = _CHAMBERS.get(one_line(one.get("chamber")).upper(), Chamber.UNKNOWN)
        classes = classes_of(text, _WORDS)
        if any(word.startswith("executive-") and word != _C.EXECUTIVE_RECEIPT for word in classes):
            chamber = Chamber.EXECUTIVE
        yield Action(on=_day(one.get("date")), chamber=chamber, text=text, classes=classes, ordinal=ordinal)
        ordinal += 1


def _day(raw: object) -> date | None:
    return legal_date(raw, _ZONE)


def _sponsors(bill: Mapping[str, Any], prints: list[Mapping[str, Any]]) -> tuple[Sponsor, ...]:
    """The sponsor, and who joined the newest print; a budget bill or one of the rules committee has no member."""
    sponsor = _values(bill.get("sponsor"))
    found: dict[str, Sponsor] = {}
    if name := _name(_values(sponsor.get("member"))):
        found[name] = Sponsor(name=name, role="primary", kind="person")
    elif sponsor.get("rules") is True:
        found[""] = Sponsor(name="Rules", role="primary", kind="organization")
    newest = prints[-1] if prints else {}
    others = (*_items(bill.get("additionalSponsors")), *_items(newest.get("coSponsors")))
    for one in (*others, *_items(newest.get("multiSponsors"))):
        if name := _name(one):
            found.setdefault(name, Sponsor(name=name, role="cosponsor", kind="person"))
    return tuple(found.values())


def _name(member: Mapping[str, Any]) -> str:
    return one_line(member.get("fullName")) or one_line(member.get("shortName"))


def _related(bill: Mapping[str, Any], prints: list[Mapping[str, Any]]) -> Iterable[RelatedBill]:
    """The same bill in the other house, what took its place, and what it was in earlier sessions."""
    same = (one for of in prints for one in _items(of.get("sameAs")))
    named = [
        *((Relation.SAME_AS, one) for one in same),
        (Relation.REPLACED_BY, _values(bill.get("substitutedBy"))),
        *((Relation.REINTRODUCED_FROM, one) for one in _items(bill.get("previousVersions"))),
    ]
    for relation, one in named:
        session, raw = session_of(one.get("session")), one_line(one.get("basePrintNo"))
        try:
            identifier = normalise_identifier(raw)
        except InvalidIdentifierError:  # a link that names no bill is none
            continue
        if session and (session[:4], raw) != (str(bill.get("session")), bill.get("basePrintNo")):
            yield RelatedBill(session=session, identifier=identifier, relation=relation)


def _versions(
    page: JsonPage, bill: Mapping[str, Any], prints: list[Mapping[str, Any]], place: str
) -> tuple[VersionRecord, ...]:
    """Messages of vetoes, which are papers about the bill, then its prints."""
    papers = [_message(page, one, place) for one in _items(bill.get("vetoMessages")) if one_line(one.get("memoText"))]
    found = [*papers, *(_version(page, one, place) for one in prints)]
    return tuple(replace(version, ordinal=ordinal) for ordinal, version in enumerate(found))


def _message(page: JsonPage, one: Mapping[str, Any], place: str) -> VersionRecord:
    year, number = (one_line(str(one.get(name)))[:10] for name in ("year", "vetoNumber"))
    url = f"{place}#veto-{year}-{number}"
    body = str(one.get("memoText")).encode("utf-8", "replace")
    return VersionRecord(
        note=f"Veto message {number} of {year}",
        stage=VersionStage.COMPARISON,
        published_on=_day(one.get("signedDate")),
        url=url,
        media_type="text/plain",
        ordinal=0,
        document=Document(url=url, body=body, media_type="text/plain", fetched_at=page.fetched_at),
    )


def _version(page: JsonPage, one: Mapping[str, Any], place: str) -> VersionRecord:
    """A print with the text that the answer has: marked up where it is, or plain."""
    letter = one_line(one.get("version"))
    url = f"{place}/amendment/{letter or 'original'}"
    marked, plain = one.get("fullTextHtml"), one.get("fullText")
    text = next((said for said in (marked, plain) if isinstance(said, str) and paragraphs(said)), "")
    media_type = "text/html" if text and text is marked else "text/plain"
    document = None
    if text:
        body = text.encode("utf-8", "replace")
        document = Document(url=url, body=body, media_type=media_type, fetched_at=page.fetched_at)
    return VersionRecord(
        note=f"Print {one_line(one.get('printNo'))}",
        stage=VersionStage.AMENDED if letter else VersionStage.INTRODUCED,
        published_on=_day(one.get("publishDate")),
        url=url,
        media_type=media_type,
        ordinal=0,
        document=document,
    )
