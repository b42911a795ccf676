"""Bills of New Jersey, from the JSON behind its legislature's site.

Source: ``www.njleg.state.nj.us/api``, of the Office of Legislative Services; open, no key, and promised to nobody: it
may change. One call lists the session with synopsis and last action of each bill; texts come from
``pub.njleg.state.nj.us``.
"""

from __future__ import annotations

from typing import ClassVar

from crawlers.parsing.nj_bills import add_further, add_listed, further, parse_bill, parse_list
from crawlers.platforms.json_pages import JsonPagesSpider
from crawlers.platforms.screened import ScreenedSpider

__all__ = ["NjSpider"]


class NjSpider(ScreenedSpider, JsonPagesSpider):
    """The newest session that the site names."""

    name = "nj"
    what: ClassVar[str] = "New Jersey: bills on AI from the JSON behind the legislature's site, with texts; no key"
    site: ClassVar[str] = "https://www.njleg.state.nj.us/"
    jurisdiction: ClassVar[str] = "NJ"
    lists: ClassVar[tuple[str, ...]] = ("api/downloads/sessions",)
    parse_list = staticmethod(parse_list)
    parse_bill = staticmethod(parse_bill)
    add_listed = staticmethod(add_listed)
    further = staticmethod(further)
    add_further = staticmethod(add_further)
