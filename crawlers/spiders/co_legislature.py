"""Colorado's bills: the search pages of leg.colorado.gov, session by session, and the pages of bills about AI.

Source: ``leg.colorado.gov``, no key. It has no bulk file and no API. Its lists are asked for in the order of numbers,
one page after the other, and tell the last action of each bill.
"""

from __future__ import annotations

from typing import ClassVar

from crawlers.parsing.co_legislature import parse_bill, parse_list
from crawlers.platforms.html_listing import HtmlListingSpider
from crawlers.platforms.screened import ScreenedSpider

__all__ = ["CoLegislatureSpider"]


class CoLegislatureSpider(ScreenedSpider, HtmlListingSpider):
    """The search form names the sessions; those of the newest year are listed, and of bills about AI the pages read."""

    name = "co-legislature"
    what: ClassVar[str] = "Colorado: bills on AI of the newest sessions, with texts and fiscal notes; no key"
    site: ClassVar[str] = "https://leg.colorado.gov/"
    jurisdiction: ClassVar[str] = "CO"
    lists: ClassVar[tuple[str, ...]] = ("bills/bill-search",)
    parse_list = staticmethod(parse_list)
    parse_bill = staticmethod(parse_bill)
