"""California's bills: the legislature's own dump of its database, with texts, history, authors and veto messages.

Source: ``downloads.leginfo.legislature.ca.gov``, no key; no terms are posted there. A dump has about
a gigabyte: it is streamed to disk and resumed after a break, and of it the members that are needed are read in place.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar, Final

from crawlers.errors import CrawlError
from crawlers.parsing.ca_leginfo_tables import newest_daily, newest_session
from crawlers.platforms.bill_folders import FetchFacts
from crawlers.platforms.bulk_files import BulkFilesSpider
from crawlers.platforms.ca_dump import CaBill, CaDump
from crawlers.platforms.download import Fetched, fetch
from crawlers.platforms.robots import RobotsGate
from monitor.clock import Clock, system_clock
from monitor.model.bill import BillRecord
from monitor.model.failure import FailureKind
from monitor.model.run import ItemError

__all__ = ["CaLeginfoSpider"]

_MAX_LISTING: Final = 4 * 1024**2
_MAX_DUMP: Final = 2 * 1024**3


class CaLeginfoSpider(BulkFilesSpider):
    """The dump of the latest session that the site lists: that of last Sunday, or that of last night."""

    name = "ca-leginfo"
    what: ClassVar[str] = "California: all bills of the latest session from the legislature's dump, with texts; no key"
    site: ClassVar[str] = "https://downloads.leginfo.legislature.ca.gov/"
    unit: ClassVar[str] = "bill"

    def __init__(
        self, *args: Any, path: str = "", base_url: str = "", cache: str = "", daily: bool = False, **kwargs: Any
    ) -> None:
        """``path`` is a dump that lies here; without it one is fetched into ``cache``, with ``daily`` last night's."""
        super().__init__(*args, **kwargs)
        self.path, self.base_url, self.cache, self.daily = path, base_url or self.site, cache, daily

    def open_listing(self) -> CaDump:
        """The dump, after it was fetched, or as it lies here when it has not changed."""
        facts, path = FetchFacts(fetched_at=self._clock()), Path(self.path)
        if not self.path:
            fetched = self._newest()
            path = fetched.path
            headers = (("archive", fetched.url), *fetched.headers)
            facts = FetchFacts(fetched_at=fetched.fetched_at, status=fetched.status, headers=headers)
        elif not path.is_file():
            raise CrawlError(f"there is no such file: {path}")
        tracked = self.ports.is_tracked if self.ports is not None else lambda _key: False
        return CaDump(path, source=self.name, facts=facts, tracked=tracked)

    def _newest(self) -> Fetched:
        """The listing, then the file that it leads to; older dumps are let go, a gigabyte each."""
        folder, site = Path(self.cache) / self.name, f"{self.base_url.rstrip('/')}/"
        user_agent, timeout = self.settings["USER_AGENT"], self.settings.getfloat("DOWNLOAD_TIMEOUT")
        robots = RobotsGate(user_agent=user_agent, timeout=timeout, wait=self.stop.wait)

        def get(url: str, max_bytes: int) -> Fetched:
            return fetch(
                url,
                folder,
                user_agent=user_agent,
                max_bytes=max_bytes,
                clock=self._clock,
                stop=self.stop,
                timeout=timeout,
                allowed=robots.check,
            )

        listing = get(site, _MAX_LISTING)
        said = listing.path.read_text(encoding="utf-8", errors="replace")
        name = newest_daily(said) if self.daily else newest_session(said)
        if not name:
            error = CrawlError(f"{site} names no dump {'with a day beside it' if self.daily else 'of a session'}")
            error.kind = FailureKind.LAYOUT_CHANGED
            raise error
        self.stop.wait(self.settings.getfloat("DOWNLOAD_DELAY"))
        dump = get(f"{site}{name}", _MAX_DUMP)
        for other in (*folder.glob("*.archive"), *folder.glob("*.part")):
            if other not in (dump.path, listing.path):
                other.unlink()
        return dump

    @property
    def _clock(self) -> Clock:
        return self.ports.clock if self.ports is not None else system_clock

    def parse_bill(self, folder: CaBill) -> tuple[BillRecord, tuple[ItemError, ...]]:
        """One bill."""
        return folder.parse()
