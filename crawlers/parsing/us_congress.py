"""us-congress: which bills do govinfo's sitemaps of BILLSTATUS name, and what does a bill's status file say?"""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from crawlers.errors import MalformedBillError
from crawlers.parsing.clean import one_line
from crawlers.parsing.html_page import text_of
from crawlers.parsing.pages import ListPage, Page, layout_changed
from crawlers.parsing.us_congress_steps import actions_of
from crawlers.parsing.us_congress_texts import versions_of
from crawlers.parsing.xml_page import XmlPage, field_of, name_of
from monitor.model.bill import (
    BillKey,
    BillRecord,
    Chamber,
    InvalidIdentifierError,
    RelatedBill,
    Sponsor,
    normalise_identifier,
)
from monitor.model.listing import ListedBill, PendingBill
from monitor.model.relation import Relation

__all__ = ["parse_bill", "parse_list"]

_SITEMAP: Final = re.compile(r"/BILLSTATUS/([0-9]{2,4})([a-z]{1,8})/sitemap\.xml$")
_STATUS: Final = re.compile(r"/BILLSTATUS-([0-9]{2,4})([a-z]{1,8})([0-9]{1,6})\.xml$")
# What may become law. Other resolutions say what a chamber thinks, and preempt nothing.
_TYPES: Final = {"hr": "bill", "s": "bill", "hjres": "joint resolution", "sjres": "joint resolution"}
_CHAMBERS: Final = {"House": Chamber.LOWER, "Senate": Chamber.UPPER}
_RELATIONS: Final = {"Identical bill": Relation.SAME_AS}
"""Of the relationships that the file names; the others say no more than that bills have to do with each other."""


def parse_list(page: XmlPage) -> ListPage:
    """The index of sitemaps leads to those of the newest Congress that it names; a sitemap names files of bills."""
    if name_of(page.root) == "sitemapindex":
        found = [(int(match[1]), match[2], loc) for loc in _places(page) if (match := _SITEMAP.search(loc))]
        if not found:
            raise layout_changed("sitemap of BILLSTATUS")
        newest = max(congress for congress, *_ in found)
        return ListPage(
            entries=(),
            more=tuple(_path(page, loc) for congress, kind, loc in found if congress == newest and kind in _TYPES),
        )
    page.must("urlset")
    return ListPage(
        entries=tuple(
            ListedBill(
                native_id=_path(page, loc),
                mark=field_of(one, "lastmod"),
                session=match[1],
                identifier=f"{match[2]}{match[3]}",
            )
            for one in page.all("url")
            if (match := _STATUS.search(loc := field_of(one, "loc"))) and match[2] in _TYPES
        )
    )


def _places(page: XmlPage) -> list[str]:
    return [field_of(one, "loc") for one in page.all("sitemap")]


def _path(page: Page, address: str) -> str:
    """An address of govinfo as a path, so that it is asked of the site that is crawled and of no other."""
    try:
        return urlsplit(address).path
    except ValueError:
        return page.path(address)


def parse_bill(page: XmlPage, entry: PendingBill) -> BillRecord:
    """A BILLSTATUS file, of format 3.0.0 or of the one before it."""
    bill = page.must("bill")
    kind = _either(bill, "type", "billType").lower()
    try:
        identifier = normalise_identifier(f"{kind}{_either(bill, 'number', 'billNumber')}")
    except InvalidIdentifierError as error:
        raise MalformedBillError("identifier", one_line(str(error))) from error
    congress = field_of(bill, "congress")
    if not congress.isascii() or not congress.isdigit():
        raise MalformedBillError("malformed", f"{entry.identifier}: no congress")
    chamber = _CHAMBERS.get(field_of(bill, "originChamber"), Chamber.UNKNOWN)
    return BillRecord(
        key=BillKey(jurisdiction="US", session=congress, identifier=identifier),
        title=field_of(bill, "title"),
        source=page.source,
        source_url=page.url,
        observed_at=page.fetched_at,
        chamber=chamber,
        classification=(_TYPES.get(kind, "resolution"),),
        abstract=_summary(bill),
        subjects=_subjects(bill),
        aliases=_laws(bill),
        actions=actions_of(_items(bill, "actions")),
        sponsors=_sponsors(bill),
        related=_related(bill),
        versions=versions_of(_items(bill, "textVersions"), chamber, address=lambda url: page.address(_path(page, url))),
    )


def _items(element: Any, name: str) -> list[Any]:
    """The ``item`` children of a container; none when it is not there."""
    container = element.find(f"{{*}}{name}")
    return list(container.findall("{*}item")) if container is not None else []


def _either(element: Any, *names: str) -> str:
    return next((said for name in names if (said := field_of(element, name))), "")


def _summary(bill: Any) -> str:
    """The newest summary of the Congressional Research Service, without its markup, and all titles as official."""
    found = bill.findall("{*}summaries/{*}summary") or bill.findall("{*}summaries/{*}billSummaries/{*}item")
    dated = sorted(found, key=lambda one: (field_of(one, "actionDate"), field_of(one, "updateDate")))
    markup = _either(dated[-1], "text", "cdata") if dated else ""
    summary = text_of(LexborHTMLParser(markup).body) if markup else ""
    official = (
        field_of(one, "title") for one in _items(bill, "titles") if "Official Title" in field_of(one, "titleType")
    )
    return "\n\n".join(filter(None, dict.fromkeys((summary, *official))))


def _subjects(bill: Any) -> tuple[str, ...]:
    found = [field_of(one, "name") for one in bill.findall("{*}subjects//{*}legislativeSubjects/{*}item")]
    policy = bill.find("{*}policyArea")
    if policy is not None:
        found.insert(0, field_of(policy, "name"))
    return tuple(dict.fromkeys(filter(None, found)))


def _laws(bill: Any) -> tuple[str, ...]:
    """``Public Law 119-7``: under what name it became law."""
    laws = (f"{field_of(one, 'type')} {field_of(one, 'number')}" for one in _items(bill, "laws"))
    return tuple(dict.fromkeys(law for law in laws if law.strip()))


def _sponsors(bill: Any) -> tuple[Sponsor, ...]:
    """A cosponsor who withdrew is none."""
    found: dict[str, Sponsor] = {}
    for container, role in (("sponsors", "primary"), ("cosponsors", "cosponsor")):
        for one in _items(bill, container):
            parts = (field_of(one, part) for part in ("firstName", "middleName", "lastName"))
            name = " ".join(filter(None, parts)) or field_of(one, "fullName")
            if name and not field_of(one, "sponsorshipWithdrawnDate"):
                found.setdefault(name, Sponsor(name=name, role=role, kind="person"))
    return tuple(found.values())


def _related(bill: Any) -> tuple[RelatedBill, ...]:
    found: dict[RelatedBill, None] = {}
    for one in _items(bill, "relatedBills"):
        try:
            identifier = normalise_identifier(f"{field_of(one, 'type')} {field_of(one, 'number')}")
        except InvalidIdentifierError:
            continue  # it names no bill of ours
        details = [field_of(detail, "type") for detail in _items(one, "relationshipDetails")]
        relation = next((_RELATIONS[detail] for detail in details if detail in _RELATIONS), Relation.RELATED)
        found[RelatedBill(session=field_of(one, "congress"), identifier=identifier, relation=relation)] = None
    return tuple(found)
