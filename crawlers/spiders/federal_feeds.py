"""Federal sites with feeds: the White House, FTC, NTIA, NIST and govinfo.

Source: the feeds of ``crawlers/data/federal_watch.yaml``. See ``docs/federal.md``.
"""

from __future__ import annotations

from typing import Any, ClassVar

from crawlers.parsing.federal_feeds import read_white_house_feed
from crawlers.platforms.federal import FederalFeedSpider

__all__ = ["FtcSpider", "GovinfoSpider", "NistSpider", "NtiaSpider", "WhiteHouseSpider"]


class WhiteHouseSpider(FederalFeedSpider):
    """Presidential actions, days before the Federal Register prints them, and words about them."""

    name = "white-house"
    what: ClassVar[str] = "presidential actions and briefings of the White House; feeds, no key, no bills"
    site: ClassVar[str] = "https://www.whitehouse.gov/"
    read: ClassVar[Any] = staticmethod(read_white_house_feed)


class FtcSpider(FederalFeedSpider):
    """The same item stands in two or three of its feeds."""

    name = "ftc"
    what: ClassVar[str] = "press releases of the Federal Trade Commission that name AI; feeds, no key, no bills"
    site: ClassVar[str] = "https://www.ftc.gov/"


class NtiaSpider(FederalFeedSpider):
    """Telecommunications and information; broadband money too."""

    name = "ntia"
    what: ClassVar[str] = "news of the NTIA that names AI; feed, no key, no bills"
    site: ClassVar[str] = "https://www.ntia.gov/"


class NistSpider(FederalFeedSpider):
    """Standards and technology; CAISI, now CAISSI, too."""

    name = "nist"
    what: ClassVar[str] = "news of NIST and its AI centre that names AI; feed, no key, no bills"
    site: ClassVar[str] = "https://www.nist.gov/"


class GovinfoSpider(FederalFeedSpider):
    """New prints of bills of the Congress and new laws, by title."""

    name = "govinfo"
    what: ClassVar[str] = "new prints of federal bills and laws whose title names AI; feeds, no key, no texts"
    site: ClassVar[str] = "https://www.govinfo.gov/"
