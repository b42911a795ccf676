"""Bills of Washington, from the web services of its legislature.

Source: ``wslwebservices.leg.wa.gov``, of the Legislative Service Center; open, no key. Two calls a biennium tell which
bills moved: documents with their times of change, and all steps. Neither names titles, so that a bill which moved is
asked for; what is not about AI is not kept.
"""

from __future__ import annotations

from typing import ClassVar

from crawlers.parsing.wa_bills import add_further, further, parse_bill, parse_list
from crawlers.platforms.screened import ScreenedSpider
from crawlers.platforms.xml_service import XmlServiceSpider

__all__ = ["WaSpider"]


class WaSpider(ScreenedSpider, XmlServiceSpider):
    """Years from 2025 on, as long as the service has bills in them."""

    name = "wa"
    what: ClassVar[str] = "Washington: bills on AI from the legislature's web services, with texts; no key"
    site: ClassVar[str] = "https://wslwebservices.leg.wa.gov/"
    jurisdiction: ClassVar[str] = "WA"
    lists: ClassVar[tuple[str, ...]] = ("LegislationService.asmx/GetLegislationByYear?year=2025",)
    joined: ClassVar[bool] = True
    parse_list = staticmethod(parse_list)
    parse_bill = staticmethod(parse_bill)
    further = staticmethod(further)
    add_further = staticmethod(add_further)
