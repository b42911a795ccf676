"""co-legislature: how are the search pages of leg.colorado.gov read, and its pages of bills? Pure, without Scrapy."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import parse_qs, urlsplit

from selectolax.lexbor import LexborNode

from crawlers.errors import MalformedBillError
from crawlers.parsing.clean import one_line
from crawlers.parsing.dates import date_in_note
from crawlers.parsing.html_page import HtmlPage, link_of, text_of
from crawlers.parsing.notes import Publication, publication_order
from crawlers.parsing.pages import Ask, ListPage, layout_changed, mark_of
from crawlers.parsing.stated_links import stated_links
from monitor.model.bill import Action, BillKey, BillRecord, Chamber, Sponsor, VersionRecord, VersionStage
from monitor.model.listing import ListedBill, PendingBill

__all__ = ["parse_bill", "parse_list"]

_SEARCH: Final = "/bills/bill-search"
_SESSION: Final = re.compile(r"(20[0-9]{2}) [A-Za-z ]{0,40}Session")
_NUMBER: Final = re.compile(r"([HS][A-Z]{1,3})([0-9]{2})([A-Z]?)-([0-9]{1,4})", re.IGNORECASE)
_SHOWN: Final = re.compile(r"Showing\s+[0-9,]{1,7}\s*-\s*([0-9,]{1,7})\s+of\s+([0-9,]{1,7})", re.IGNORECASE)
_MOVED: Final = re.compile(r"last action", re.IGNORECASE)
_ROW_ABOVE: Final = 8
"""So many elements above the title of a row, the row begins."""
_ACTORS: Final = {"house": Chamber.LOWER, "senate": Chamber.UPPER, "governor": Chamber.EXECUTIVE}
_KINDS: Final = {
    "B": "bill",
    "R": "resolution",
    "JR": "joint resolution",
    "JM": "joint memorial",
    "CR": "concurrent resolution",
    "M": "memorial",
}
# The site was built anew in November 2025 and changed in 2026: where both layouts are known, the newer stands last.
_STEPS: Final = ("div#bill-histories tbody tr", "#bill-activity-bill-history tbody tr")
_TEXTS: Final = ("div#bill-files-all-versions tbody tr", "#bill-activity-bill-text tbody tr")
_NOTES: Final = ("div#bill-files-fiscal tbody tr",)
_SUMMARY: Final = ("div.bill-detail-bill-summary", "div.bill-summary-content")
_SPONSORS: Final = (
    ("div.bill-detail-prime div.sponsor-link a, div.bill-detail-additional-sponsor div.sponsor-link a", "primary"),
    (".prime-sponsor-block .prime-sponsor-name", "primary"),
    ("div.bill-detail-co-sponsor div.sponsor-link a", "cosponsor"),
)
_TITLES: Final = re.compile(r"^(?:Sen|Rep)(?:ator|resentative)?\.?\s+", re.IGNORECASE)


def parse_list(page: HtmlPage) -> ListPage:
    """The search page with the sessions to choose from leads to the newest year's lists; a list to its next page."""
    asked = parse_qs(urlsplit(page.url).fragment, keep_blank_values=True)
    if not asked:
        return ListPage(entries=(), more=tuple(_ask(name, 1) for name in _newest(page)))
    entries: list[ListedBill] = []
    said: dict[str, dict[str, str]] = {}
    for link in page.all("a.all-bills-data-heading"):
        native_id = page.path(link_of(link))
        row = _row_of(link)
        number = _NUMBER.search(native_id) or _NUMBER.search(row)
        if number is None:
            raise layout_changed("number of a bill in its row")
        session, identifier = _names(number)
        entries.append(ListedBill(native_id=native_id, mark=mark_of(row), session=session, identifier=identifier))
        said[native_id] = {"title": row}
    shown = _SHOWN.search(text_of(page.tree.body))
    last, total = (int(part.replace(",", "")) for part in shown.groups()) if shown else (len(entries), None)
    if not entries and total != 0:
        raise layout_changed("a.all-bills-data-heading")
    number_of_page = int(asked.get("page", ["1"])[0])
    goes_on = last < total if total is not None else number_of_page < _last_page(page)
    more = (_ask(asked["sessions[]"][0], number_of_page + 1),) if goes_on else ()
    return ListPage(entries=tuple(entries), more=more, total=total, said=said)


def _ask(session: str, page: int) -> Ask:
    """A page of a session's list in the order of numbers: that of the last action moves while one pages."""
    form = (("q", ""), ("sessions[]", session), ("show_filters", ""), ("sort", "Bill # Ascending"), ("page", str(page)))
    return Ask(url=_SEARCH, form=form)


def _newest(page: HtmlPage) -> list[str]:
    """The sessions of the newest year that the form offers, special ones included."""
    offered = [
        one_line(node.attributes.get("value") or "")
        for node in page.all('input[name="sessions[]"], select[name="sessions[]"] option')
    ]
    years = {name: match[1] for name in offered if (match := _SESSION.fullmatch(name))}
    if not years:
        raise layout_changed('input[name="sessions[]"]')
    return [name for name in years if years[name] == max(years.values())]


def _last_page(page: HtmlPage) -> int:
    """By the buttons; a list of a single page has none."""
    said = (one_line(node.attributes.get("data-page") or "") for node in page.all("button[data-page]"))
    return max((int(number) for number in said if number.isascii() and number.isdigit()), default=1)


def _row_of(link: LexborNode) -> str:
    """All that the row of a title says: it is the nearest element around it that tells the last action."""
    node: LexborNode | None = link
    for _ in range(_ROW_ABOVE):
        node = node.parent if node is not None else None
        if node is not None and _MOVED.search(said := text_of(node)):
            return said
    raise layout_changed("last action in the row of a bill")


def _names(number: re.Match[str]) -> tuple[str, str]:
    """``HB26-1362`` is ``HB 1362`` of ``2026A``; ``SB25B-003`` is ``SB 3`` of the special session ``2025B``."""
    return f"20{number[2]}{(number[3] or 'A').upper()}", f"{number[1].upper()} {int(number[4])}"


def parse_bill(page: HtmlPage, entry: PendingBill) -> BillRecord:
    """The page of a bill: history, sponsors, subjects, texts, and fiscal notes as papers about it."""
    number = _NUMBER.fullmatch(text_of(page.must("span.bill-detail-bill-number-tag")))
    if number is None:
        raise MalformedBillError("identifier", f"{entry.identifier}: the page names no number of a bill")
    session, identifier = _names(number)
    chamber = Chamber.UPPER if identifier.startswith("S") else Chamber.LOWER
    summaries = (page.text("p.bill-long-title, .bill-long-title"), *map(page.text, _SUMMARY))
    key = BillKey(jurisdiction="CO", session=session, identifier=identifier)
    abstract = "\n\n".join(dict.fromkeys(filter(None, summaries)))
    return BillRecord(
        key=key,
        title=text_of(page.must("div.full-bill-topic h1")),
        source=page.source,
        source_url=page.url,
        observed_at=page.fetched_at,
        chamber=chamber,
        classification=(_KINDS.get(number[1].upper()[1:], "bill"),),
        abstract=abstract,
        subjects=tuple(dict.fromkeys(filter(None, map(text_of, page.all("span.subject-tag"))))),
        aliases=(number[0].upper(),),
        actions=_actions(page),
        sponsors=_sponsors(page),
        related=stated_links(key, abstract),
        versions=_versions(page, chamber),
    )


def _rows(page: HtmlPage, selectors: Iterable[str]) -> list[list[LexborNode]]:
    """The cells of the rows of the first table that has any."""
    for selector in selectors:
        if rows := [cells for row in page.all(selector) if len(cells := row.css("td")) >= 3]:
            return rows
    return []


def _actions(page: HtmlPage) -> tuple[Action, ...]:
    """The newest stands first; an action without a day stays where it is."""
    steps = [(date_in_note(text_of(day)), text_of(who), text_of(what)) for day, who, what, *_ in _rows(page, _STEPS)]
    days = [on for on, *_ in steps if on is not None]
    if days and days[0] > days[-1]:
        steps.reverse()
    return tuple(
        Action(on=on, chamber=_ACTORS.get(who.lower(), Chamber.UNKNOWN), text=what, classes=(), ordinal=ordinal)
        for ordinal, (on, who, what) in enumerate(step for step in steps if step[2])
    )


def _sponsors(page: HtmlPage) -> tuple[Sponsor, ...]:
    found: dict[str, Sponsor] = {}
    for selector, role in _SPONSORS:
        for node in page.all(selector):
            if name := _TITLES.sub("", text_of(node)):
                found.setdefault(name, Sponsor(name=name, role=role, kind="person"))
    return tuple(found.values())


def _versions(page: HtmlPage, origin: Chamber) -> tuple[VersionRecord, ...]:
    """Fiscal notes, then texts in the order of publication; a row without a link names a text without one."""
    papers = [(day, f"Fiscal Note {note.removeprefix('FN').strip()}", link) for day, note, link in _links(page, _NOTES)]
    texts = list(_links(page, _TEXTS))
    published = [Publication(note=note, stem="", published_on=date_in_note(day)) for day, note, _ in texts]
    ordered = [(published[index].stage, texts[index]) for index in publication_order(published, origin)]
    return tuple(
        VersionRecord(
            note=note,
            stage=stage,
            published_on=date_in_note(day),
            url=page.address(link),
            media_type="text/html" if link.endswith((".htm", ".html")) else "application/pdf",
            ordinal=ordinal,
        )
        for ordinal, (stage, (day, note, link)) in enumerate(
            [*((VersionStage.COMPARISON, paper) for paper in reversed(papers)), *ordered]
        )
    )


def _links(page: HtmlPage, selectors: Iterable[str]) -> Iterable[tuple[str, str, str]]:
    """Day, name and address of each document of a table; of a row's links the last, which is the published PDF."""
    for day, note, *others in _rows(page, selectors):
        links = [link for cell in others for node in cell.css("a") if (link := link_of(node))]
        yield text_of(day), text_of(note), links[-1] if links else ""
