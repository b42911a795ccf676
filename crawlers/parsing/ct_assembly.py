"""ct-assembly: how are Connecticut's tables of bills and of their history read, and its status pages?"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from crawlers.errors import AnswerError, MalformedBillError
from crawlers.parsing.clean import one_line
from crawlers.parsing.csv_page import decoded_table
from crawlers.parsing.dates import legal_date
from crawlers.parsing.html_page import HtmlPage, link_of, text_of
from crawlers.parsing.pages import ListPage, Page, layout_changed, mark_of
from crawlers.parsing.zones import capital_zone
from monitor.model.bill import Action, BillKey, BillRecord, Chamber, Document, Sponsor, VersionRecord, VersionStage
from monitor.model.failure import FailureKind
from monitor.model.listing import ListedBill, PendingBill

__all__ = ["CtBill", "CtList", "parse_bill", "parse_list", "rows_by_bill"]

Row = Mapping[str, str]

_STATUS: Final = "/asp/cgabillstatus/cgabillstatus.asp?selBillType=Bill&bill_num={}&which_year={}"
_NUMBER: Final = re.compile(r"([HS](?:B|J|R|JR))0*([0-9]{1,5})")
_YEAR: Final = re.compile(r"20[0-9]{2}")
_ZONE: Final = capital_zone("CT")
_MOST_ROWS: Final = 500_000
_NOT_THERE: Final = re.compile(r"not found in database", re.IGNORECASE)
_TITLE: Final = re.compile(r"^(?:Rep|Sen)\.?\s+", re.IGNORECASE)
_CHAMBERS: Final = ((re.compile(r"^HOUSE\b"), Chamber.LOWER), (re.compile(r"^SEN(?:ATE\b|\.)"), Chamber.UPPER))
# Folders of the site, in the order in which the texts in them are made; the names of files count up within each.
_PAPERS: Final = {"FN": "Fiscal Note", "BA": "Bill Analysis"}
_TEXTS: Final = {
    "TOB": ("Bill", VersionStage.INTRODUCED),
    "FC": ("File Copy", VersionStage.AMENDED),
    "ACT": ("Act", VersionStage.CHAPTERED),
}
_FILE: Final = re.compile(r"/(TOB|FC|ACT|FN|BA)/(?:[A-Z]{1,3}/){0,2}PDF/([^/?#]{1,200})\.PDF$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class CtList(Page):
    """The table of bills, with the rows of their history, which has a table of its own."""

    history: Mapping[str, Sequence[Row]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CtBill(Page):
    """The status page of a bill, with what the tables say of all bills: the page is not read for it."""

    html: HtmlPage
    titles: Mapping[str, str]
    history: Mapping[str, Sequence[Row]]
    subjects: Mapping[str, Sequence[Row]]


def rows_by_bill(document: Document, *columns: str) -> Mapping[str, Sequence[Row]]:
    """The rows of a table by ``bill_num``, in their order.

    :raises AnswerError: (schema drift) when a column is not there, (decode) when it is no table.
    """
    found: dict[str, list[Row]] = defaultdict(list)
    for row in _rows(document, "bill_num", *columns):
        found[row["bill_num"]].append(row)
    return MappingProxyType(found)


def _rows(document: Document, *columns: str) -> Iterator[Row]:
    reader = csv.DictReader(io.StringIO(decoded_table(document.body), newline=""))
    try:
        lacking = set(columns) - set(reader.fieldnames or ())
        if lacking:
            raise AnswerError(FailureKind.SCHEMA_DRIFT, f"the table has no column {', '.join(sorted(lacking))}")
        for count, row in enumerate(reader):
            if count >= _MOST_ROWS:
                raise AnswerError(FailureKind.TOO_LARGE, f"more than {_MOST_ROWS:,} rows")
            yield {name: one_line(row.get(name)) for name in columns}
    except csv.Error as error:
        raise AnswerError(FailureKind.DECODE, f"no table: {error}") from error


def parse_list(page: CtList) -> ListPage:
    """The bills of the newest year of the table. A bill moves when its title or its history does; some are twice."""
    rows = [
        row for row in _rows(page.document, "sess_year", "bill_num", "bill_title") if _YEAR.fullmatch(row["sess_year"])
    ]
    if not rows:
        raise layout_changed("row with a year")
    newest = max(row["sess_year"] for row in rows)
    entries: dict[str, ListedBill] = {}
    said: dict[str, dict[str, str]] = {}
    for row in rows:
        number = _NUMBER.fullmatch(row["bill_num"])
        name = f"{number[1]}{number[2]}" if number else row["bill_num"]
        native_id = _STATUS.format(name, newest)
        if row["sess_year"] != newest or native_id in entries:
            continue
        steps = [tuple(step.values()) for step in page.history.get(row["bill_num"], ())]
        entries[native_id] = ListedBill(
            native_id=native_id, mark=mark_of(row["bill_title"], steps), session=newest, identifier=name
        )
        said[native_id] = {"title": row["bill_title"]}
    return ListPage(entries=tuple(entries.values()), said=said)


def parse_bill(page: CtBill, entry: PendingBill) -> BillRecord:
    """Title, history and subjects of the tables; sponsors and texts of the status page."""
    said = text_of(page.html.tree.body)
    if _NOT_THERE.search(said):
        raise AnswerError(FailureKind.NOT_FOUND, "the site says that it has no such bill")
    letters, _, digits = entry.identifier.partition(" ")
    if re.search(rf"(?<![0-9])0*{re.escape(digits)}(?![0-9])", said) is None:
        raise layout_changed(f"number {digits}")
    raw = next((raw for raw in page.titles if _is(raw, letters, digits)), "")
    if not raw:
        raise MalformedBillError("identifier", f"{entry.identifier} is not in the table of bills")
    return BillRecord(
        key=BillKey(jurisdiction="CT", session=entry.session, identifier=entry.identifier),
        title=page.titles[raw],
        source=page.source,
        source_url=page.url,
        observed_at=page.fetched_at,
        chamber=Chamber.UPPER if letters.startswith("S") else Chamber.LOWER,
        classification=("bill",)
        if letters.endswith("B")
        else ("joint resolution",)
        if "J" in letters
        else ("resolution",),
        subjects=tuple(dict.fromkeys(row["subj_desc"] for row in page.subjects.get(raw, ()) if row["subj_desc"])),
        actions=_actions(page.history.get(raw, ())),
        sponsors=_sponsors(page.html),
        versions=_versions(page.html),
    )


def _is(raw: str, letters: str, digits: str) -> bool:
    number = _NUMBER.fullmatch(raw)
    return number is not None and (number[1], number[2]) == (letters, digits)


def _actions(rows: Sequence[Row]) -> tuple[Action, ...]:
    """In the order of days; words that name a committee by its code keep the code."""
    steps = []
    last = date.min
    for row in rows:
        on = legal_date(row["act_date"][:10], _ZONE)
        last = on or last  # a step without a day stays behind its neighbour
        text = " ".join(filter(None, (row["act_desc"], row["qual1"], row["qual2"])))
        steps.append((last, on, text))
    steps.sort(key=lambda step: step[0])
    return tuple(
        Action(
            on=on,
            chamber=next((chamber for words, chamber in _CHAMBERS if words.match(text)), Chamber.UNKNOWN),
            text=text,
            classes=(),
            ordinal=ordinal,
        )
        for ordinal, (_, on, text) in enumerate(step for step in steps if step[2])
    )


def _sponsors(page: HtmlPage) -> tuple[Sponsor, ...]:
    names = (text_of(node) for node in page.all('a[href*="CGAMemberBills.asp"]'))
    found = dict.fromkeys(_TITLE.sub("", name.partition(",")[0]).strip() for name in names)
    return tuple(Sponsor(name=name, role="primary", kind="person") for name in found if name)


def _versions(page: HtmlPage) -> tuple[VersionRecord, ...]:
    """Fiscal notes and analyses as papers, then the bill, its file copies and the act; each file once."""
    order = (*_PAPERS, *_TEXTS)
    found: dict[tuple[int, str], tuple[str, VersionStage, str]] = {}
    for node in page.all("a[href]"):
        link = link_of(node)
        if (match := _FILE.search(link)) is None:
            continue
        kind, file = match[1].upper(), match[2].upper()
        usual, stage = _TEXTS.get(kind) or (_PAPERS[kind], VersionStage.COMPARISON)
        note = text_of(node)[:200]
        if kind in _PAPERS:
            note = f"{usual}: {note}" if note else usual
        found.setdefault((order.index(kind), file), (note or usual, stage, page.address(link)))
    return tuple(
        VersionRecord(note=note, stage=stage, published_on=None, url=url, media_type="application/pdf", ordinal=ordinal)
        for ordinal, (_, (note, stage, url)) in enumerate(sorted(found.items()))
    )
