"""Bills of the Congress, from govinfo's bulk data: BILLSTATUS files in XML, and the published texts in XML.

Source: ``www.govinfo.gov/bulkdata/BILLSTATUS``, of the Government Publishing Office. Public domain (17 U.S.C. 105), no
key. Sitemaps say when each file changed; nothing else tells what is new, and they have no titles: so every file of the
Congress is read once, one request at a time.
"""

from __future__ import annotations

from typing import ClassVar

from crawlers.parsing.us_congress import parse_bill, parse_list
from crawlers.platforms.xml_service import XmlServiceSpider

__all__ = ["UsCongressSpider"]


class UsCongressSpider(XmlServiceSpider):
    """The sitemap index, the sitemaps of the newest Congress, then the status file of each bill that moved."""

    name = "us-congress"
    what: ClassVar[str] = "US Congress: bills and joint resolutions of the newest Congress, from govinfo; no key"
    site: ClassVar[str] = "https://www.govinfo.gov/"
    jurisdiction: ClassVar[str] = "US"
    lists: ClassVar[tuple[str, ...]] = ("sitemap/bulkdata/BILLSTATUS/sitemapindex.xml",)
    parse_list = staticmethod(parse_list)
    parse_bill = staticmethod(parse_bill)
