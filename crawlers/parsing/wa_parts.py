"""wa: what do the further answers say of a bill: its steps, sponsors, hearings and documents?"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

from crawlers.parsing.dates import legal_date
from crawlers.parsing.pages import layout_changed
from crawlers.parsing.published import PublishedText, versions_in_order
from crawlers.parsing.steps import classes_of, step_words
from crawlers.parsing.xml_page import XmlPage, field_of, name_of
from crawlers.parsing.zones import capital_zone
from monitor.model.bill import Action, ActionClass, BillRecord, Chamber, Sponsor, VersionRecord

__all__ = ["actions_of", "hearings_of", "sponsors_of", "texts_of"]

_ZONE: Final = capital_zone("WA")
_WORDS: Final = step_words(
    (r"prefiled for introduction", (ActionClass.FILING,)),
    (r"(?:read first time|first reading), referred to", (ActionClass.READING_1, ActionClass.REFERRAL_COMMITTEE)),
    (r"first reading", (ActionClass.READING_1,)),
    (r"referred to", (ActionClass.REFERRAL_COMMITTEE,)),
    (r"(?:[A-Z& ]{2,12} - )?majority; .{0,120}?\bdo not pass\b", (ActionClass.COMMITTEE_PASSAGE_UNFAVORABLE,)),
    (r"(?:[A-Z& ]{2,12} - )?majority; .{0,120}?\bdo pass\b", (ActionClass.COMMITTEE_PASSAGE,)),
    (r"third reading, (?:passed|adopted)|passed final passage|final passage", (ActionClass.PASSAGE,)),
    (r"delivered to governor", (ActionClass.EXECUTIVE_RECEIPT,)),
    (r"governor signed", (ActionClass.EXECUTIVE_SIGNATURE,)),
    (r"governor partially vetoed", (ActionClass.EXECUTIVE_VETO_LINE_ITEM,)),
    (r"governor vetoed", (ActionClass.EXECUTIVE_VETO,)),
    (r"chapter \d+, \d{4} laws", (ActionClass.BECAME_LAW,)),
)
_VOTES: Final = re.compile(r"\b(?:yeas|nays|absent|excused)[,;:]? (\d{1,3})", re.IGNORECASE)
_SEATS: Final = MappingProxyType({98: Chamber.LOWER, 49: Chamber.UPPER})
_NAMED: Final = MappingProxyType({"House": Chamber.LOWER, "Senate": Chamber.UPPER})
_NAME: Final = re.compile(r"(\d{4})(?:-(S)(\d)?)?(?:\.(E)(\d)?)?(?:\.(PL|SL))?")
_ORDINALS: Final = ("", "", "Second ", "Third ", "Fourth ", "Fifth ", "Sixth ", "Seventh ", "Eighth ", "Ninth ")
_KINDS: Final = MappingProxyType(
    {
        "B": "Bill",
        "R": "Resolution",
        "CR": "Concurrent Resolution",
        "JM": "Joint Memorial",
        "JR": "Joint Resolution",
        "PL": "Passed Legislature",
        "SL": "Session Law",
    }
)


def actions_of(page: XmlPage) -> tuple[Action, ...]:
    """Each line of the history once, in the order of the answer. The answer does not say whose step it is.

    Of a vote the number of seats tells it; of others only words that name a chamber or the governor.
    """
    _must_be(page, "ArrayOfLegislativeStatus")
    seen: dict[tuple[str, str], Action] = {}
    for one in page.all("LegislativeStatus"):
        text, when = field_of(one, "HistoryLine"), field_of(one, "ActionDate")
        if text:
            on = legal_date(when, _ZONE)
            step = Action(on=on, chamber=_chamber(text), text=text, classes=classes_of(text, _WORDS), ordinal=len(seen))
            seen.setdefault((when[:10], text), step)
    return tuple(seen.values())


def _chamber(text: str) -> Chamber:
    votes = [int(count) for count in _VOTES.findall(text)]
    if votes:
        return _SEATS.get(sum(votes), Chamber.UNKNOWN)
    if re.match(r"(?:Partially vetoed|Governor|Delivered to Governor|Chapter \d)", text):
        return Chamber.EXECUTIVE
    named = re.findall(r"\b(House|Senate)\b", text)
    return _NAMED[named[0]] if len(set(named)) == 1 else Chamber.UNKNOWN


def hearings_of(page: XmlPage) -> tuple[Action, ...]:
    """Hearings as steps, with committee, time and place in words; a cancelled one says so."""
    _must_be(page, "ArrayOfHearing")
    found: list[Action] = []
    for one in page.all("Hearing"):
        meeting = one.find("{*}CommitteeMeeting")
        if meeting is None:
            continue
        when, chamber = field_of(meeting, "Date"), field_of(meeting, "Agency")
        committees = [field_of(committee, "Name") for committee in meeting.iterfind("{*}Committees/{*}Committee")]
        kind = field_of(one, "HearingTypeDescription") or "Hearing"
        cancelled = field_of(meeting, "Cancelled") == "true"
        state = "cancelled" if cancelled else "scheduled"
        words = f"{kind} {state} in the {chamber} Committee on {' and '.join(committees)}"
        where = ", ".join(filter(None, (field_of(meeting, "Room"), field_of(meeting, "Building"))))
        text = f"{words} at {when[11:16]}{f', {where}' if where else ''}."
        chambers = _NAMED.get(chamber, Chamber.UNKNOWN)
        found.append(Action(on=legal_date(when, _ZONE), chamber=chambers, text=text, classes=(), ordinal=len(found)))
    return tuple(found)


def sponsors_of(page: XmlPage) -> tuple[Sponsor, ...]:
    """As the service ranks them."""
    _must_be(page, "ArrayOfSponsor")
    return tuple(
        Sponsor(name=name, role="primary" if field_of(one, "Type") == "Primary" else "cosponsor", kind="person")
        for one in page.all("Sponsor")
        if (name := field_of(one, "Name"))
    )


def texts_of(page: XmlPage, record: BillRecord) -> tuple[VersionRecord, ...]:
    """Texts of the bill; reports, digests and amendments are no versions of it."""
    _must_be(page, "ArrayOfLegislativeDocument")
    letters, number = record.key.identifier.split()
    texts = []
    for one in page.all("LegislativeDocument"):
        match = _NAME.fullmatch(field_of(one, "Name"))
        if field_of(one, "Class") != "Bills" or match is None or match[1] != number:
            continue
        of = field_of(one, "HtmUrl")
        texts.append(
            PublishedText(
                note=_note(match, letters),
                url=page.address(of or field_of(one, "PdfUrl")).replace("http://lawfilesext.", "https://lawfilesext."),
                media_type="text/html" if of else "application/pdf",
                published_on=legal_date(field_of(one, "HtmCreateDate"), _ZONE),
            )
        )
    return versions_in_order(texts, record.chamber)


def _note(match: re.Match[str], letters: str) -> str:
    """``1000-S2.E`` is the Engrossed Second Substitute Bill."""
    _, substitute, nth, engrossed, times, last = match.groups()
    kind = _KINDS.get(last or letters[1:], "Bill")
    first = f"{_ORDINALS[int(times or 0)]}Engrossed " if engrossed else ""
    return f"{first}{f'{_ORDINALS[int(nth or 0)]}Substitute ' if substitute else ''}{kind}"


def _must_be(page: XmlPage, name: str) -> None:
    if name_of(page.root) != name:
        raise layout_changed(f"element {name}")
