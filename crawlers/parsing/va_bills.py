"""va: which bills do the tables of Virginia's legislature list, and what do their rows say?

Columns as in the files of ``lis.virginia.gov/data-files``: BILLS, HISTORY, Sponsors, Summaries.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from crawlers.errors import MalformedBillError
from crawlers.parsing.clean import one_line
from crawlers.parsing.csv_page import CsvPage, Row
from crawlers.parsing.dates import date_in_note
from crawlers.parsing.pages import ListPage, layout_changed, mark_of
from crawlers.parsing.published import PublishedText, versions_in_order
from crawlers.parsing.steps import classes_of, step_words
from monitor.model.bill import Action, ActionClass, BillKey, BillRecord, Chamber, RelatedBill, Sponsor, VersionRecord
from monitor.model.listing import ListedBill, PendingBill
from monitor.model.relation import Relation

__all__ = ["add_further", "further", "parse_bill", "parse_list", "session_of"]

_TABLE: Final = re.compile(r"/lisfiles/((20\d\d)([1-9]))/BILLS\.CSV$")
_CHAMBERS: Final = {"H": Chamber.LOWER, "S": Chamber.UPPER, "G": Chamber.EXECUTIVE}
_KINDS: Final = {"B": "bill", "J": "joint resolution", "R": "resolution"}
_TEXTS: Final = range(1, 7)
_TEXT: Final = re.compile(r"(CHAP)\w*|[HS][BJR]\d+(?:(ER)|(H|S)\d+|(E[DC]?)\d*|)\w*", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^<>]{0,500}>")
_CARRIED: Final = re.compile(r"\bcontinued from (20\d\d)\b", re.IGNORECASE)
_C: Final = ActionClass
_WORDS: Final = step_words(
    (r"prefiled", (_C.FILING, _C.INTRODUCTION)),
    (r"(?:presented|introduced|offered)", (_C.INTRODUCTION,)),
    (r"(?:assigned|(?:re)?referred) to|(?:re)?committed to", (_C.REFERRAL_COMMITTEE,)),
    (r"reported from", (_C.COMMITTEE_PASSAGE,)),
    (r"(?:passed by indefinitely|tabled|left|failed to report|stricken from (?:the )?docket)", (_C.COMMITTEE_FAILURE,)),
    (r"continued to ", (_C.CARRIED_OVER,)),
    (r"read first time", (_C.READING_1,)),
    (r"read second time", (_C.READING_2,)),
    (r"read third time and (?:passed|agreed to)", (_C.READING_3, _C.PASSAGE)),
    (r"read third time", (_C.READING_3,)),
    (r"(?:passed|agreed to by) (?:house|senate)", (_C.PASSAGE,)),
    (r"(?:defeated|failed to pass) ", (_C.FAILURE,)),
    (r"enrolled", (_C.ENROLLED,)),
    (r"enacted, chapter|acts of assembly chapter", (_C.BECAME_LAW,)),
    (r"(?:governor: )?approved by governor", (_C.EXECUTIVE_SIGNATURE,)),
    (r"(?:governor: )?(?:vetoed|rejected) by governor", (_C.EXECUTIVE_VETO,)),
    (r"(?:house|senate) sustained governor's veto", (_C.VETO_OVERRIDE_FAILURE,)),
)


def session_of(code: str) -> str:
    """``20261`` is 2026; ``20262``, its first special session, is 2026S1."""
    return code[:4] if code[4:] == "1" else f"{code[:4]}S{int(code[4:]) - 1}"


def _code_of(session: str) -> str:
    return f"{session[:4]}{int(session[5:]) + 1}" if session[4:] else f"{session}1"


def parse_list(page: CsvPage) -> ListPage:
    """A line a bill. A session that has bills leads to a special one after it, and to that of the year after."""
    table = _TABLE.search(page.url)
    if table is None:
        raise layout_changed("session in its address")
    if page.is_absent:
        return ListPage(entries=(), last=True)
    code, year, ordinal = table[1], int(table[2]), int(table[3])
    further_ones = [f"{year + 1}1"] if ordinal == 9 else [f"{year}{ordinal + 1}", f"{year + 1}1"]
    entries, said = [], {}
    for row in page.must("bill_id", "bill_description"):
        number = row.get("bill_id", "")
        native_id = f"/lisfiles/{code}/BILLS.CSV#{number}"
        entries.append(
            ListedBill(native_id=native_id, mark=mark_of(*row.values()), session=session_of(code), identifier=number)
        )
        said[native_id] = {"title": row.get("bill_description", "")}
    more = tuple(f"/lisfiles/{one}/BILLS.CSV" for one in further_ones)
    return ListPage(entries=tuple(entries), more=more, said=said)


def parse_bill(page: CsvPage, entry: PendingBill) -> BillRecord:
    """The row of a bill; what other tables say is added to it."""
    rows = page.of_bill("bill_id", entry.identifier)
    if not rows:
        raise MalformedBillError("identifier", f"the table has no {entry.identifier}")
    row, code = rows[0], _code_of(entry.session)
    number = entry.identifier.replace(" ", "")
    origin = _CHAMBERS.get(number[:1], Chamber.UNKNOWN)
    patron = one_line(row.get("patron_name"))
    return BillRecord(
        key=BillKey(jurisdiction="VA", session=entry.session, identifier=entry.identifier),
        title=one_line(row.get("bill_description")),
        source=page.source,
        source_url=f"https://lis.virginia.gov/bill-details/{code}/{number}",
        observed_at=page.fetched_at,
        chamber=origin,
        classification=tuple(filter(None, (_KINDS.get(number[1:2]),))),
        sponsors=(Sponsor(name=patron, role="primary", kind="person"),) if patron else (),
        versions=_versions(row, f"https://lis.virginia.gov/bill-details/{code}/{number}/text/", origin),
    )


def _versions(row: Row, place: str, origin: Chamber) -> tuple[VersionRecord, ...]:
    """The addresses lead to pages that a browser fills in; the note says what the letters of the text's name mean."""
    texts = []
    for nth in _TEXTS:
        name = one_line(row.get(f"full_text_doc{nth}"))
        if name:
            on = date_in_note(row.get(f"full_text_date{nth}", ""))
            texts.append(PublishedText(note=_note(name), url=place + name, media_type="text/html", published_on=on))
    return versions_in_order(texts, origin)


def _note(name: str) -> str:
    match = _TEXT.fullmatch(name)
    if match is None:
        return name
    chapter, enrolled, substitute, engrossed = match.groups()
    said = "Chaptered" if chapter else "Enrolled" if enrolled else "Engrossed" if engrossed else ""
    if substitute:
        said = f"{'House' if substitute.upper() == 'H' else 'Senate'} substitute"
    return f"{said or 'Introduced'} ({name})"


def further(record: BillRecord) -> Mapping[str, str]:
    """The other tables of its session."""
    place = f"/lisfiles/{_code_of(record.key.session)}"
    names = {"steps": "HISTORY.CSV", "sponsors": "Sponsors.CSV", "summaries": "Summaries.CSV"}
    if record.key.session[4:]:  # special sessions have no others
        names = {"steps": "HISTORY.CSV"}
    return {name: f"{place}/{file}" for name, file in names.items()}


def add_further(record: BillRecord, name: str, page: CsvPage) -> BillRecord:
    """The record with its rows of one of these tables."""
    identifier = record.key.identifier
    if name == "summaries":
        rows = page.of_bill("sum_bilno", identifier)
        said = dict.fromkeys(one_line(_TAG.sub(" ", row.get("summary_text", ""))) for row in rows)
        return replace(record, abstract="\n".join(filter(None, said)))
    if name == "sponsors":
        sponsors = tuple(_sponsors(page.of_bill("bill_number", identifier)))
        return replace(record, sponsors=sponsors or record.sponsors)
    actions = tuple(_actions(page.of_bill("bill_id", identifier)))
    years = {match[1] for action in actions if (match := _CARRIED.search(action.text))}
    related = tuple(
        RelatedBill(session=year, identifier=identifier, relation=Relation.CARRIED_OVER_FROM)
        for year in sorted(years - {record.key.session})
    )
    return replace(record, actions=actions, related=related)


def _sponsors(rows: Iterable[Row]) -> Iterable[Sponsor]:
    for row in rows:
        if name := one_line(row.get("member_name")):
            role = "primary" if row.get("patron_type", "").lower().endswith("chief patron") else "cosponsor"
            yield Sponsor(name=name, role=role, kind="person")


def _actions(rows: Iterable[Row]) -> Iterable[Action]:
    """The first letter says whose step it is; one without is of the governor where it names him."""
    ordinal = 0
    for row in rows:
        said = one_line(row.get("history_description") or row.get("description"))
        letter, _, rest = said.partition(" ")
        chamber, text = (_CHAMBERS[letter], rest) if letter in _CHAMBERS and rest else (Chamber.UNKNOWN, said)
        if not text:
            continue
        if chamber is Chamber.UNKNOWN and "governor" in text.lower():
            chamber = Chamber.EXECUTIVE
        on = date_in_note(row.get("history_date", ""))
        yield Action(on=on, chamber=chamber, text=text, classes=classes_of(text, _WORDS), ordinal=ordinal)
        ordinal += 1
