"""Open States bill files: public repositories of one state each, with metadata and published texts.

Source: ``github.com/govbot-data/{st}-legislation``. Stale by weeks for some states: a seed, not a watch.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar, Final

from crawlers.errors import SourceNotFoundError
from crawlers.parsing.openstates import parse_bill
from crawlers.platforms.archive import ArchiveListing
from crawlers.platforms.bill_folders import BillFolder, BillListing, FetchFacts, FolderListing, Limits
from crawlers.platforms.bulk_files import BulkFilesSpider
from crawlers.platforms.download import fetch
from crawlers.platforms.robots import RobotsGate
from monitor.clock import system_clock
from monitor.model.bill import BillRecord
from monitor.model.run import ItemError

__all__ = ["OpenStatesFilesSpider"]

_MAX_ARCHIVE: Final = 4 * 1024**3


class OpenStatesFilesSpider(BulkFilesSpider):
    """Bills from a folder of repositories, or from a tar archive on disk or on the web."""

    name = "openstates-files"
    what: ClassVar[str] = "Open States bill files: repositories with metadata.json and published texts, all states"

    def __init__(self, *args: Any, path: str = "", url: str = "", cache: str = "", **kwargs: Any) -> None:
        """Give ``path`` (a folder or an archive) or ``url`` (an archive, kept in the folder ``cache``)."""
        super().__init__(*args, **kwargs)
        self.path, self.url, self.cache = path, url, cache

    def open_listing(self) -> BillListing:
        """The folder, or the archive after it was fetched."""
        clock = self.ports.clock if self.ports is not None else system_clock
        limits = Limits(document=self.settings.getint("DOWNLOAD_MAXSIZE"))
        if self.url:
            user_agent, timeout = self.settings["USER_AGENT"], self.settings.getfloat("DOWNLOAD_TIMEOUT")
            robots = RobotsGate(user_agent=user_agent, timeout=timeout, wait=self.stop.wait)
            fetched = fetch(
                self.url,
                Path(self.cache),
                user_agent=user_agent,
                max_bytes=_MAX_ARCHIVE,
                clock=clock,
                stop=self.stop,
                timeout=timeout,
                allowed=robots.check,
            )
            headers = (("archive", fetched.url), *fetched.headers)
            facts = FetchFacts(fetched_at=fetched.fetched_at, status=fetched.status, headers=headers)
            return ArchiveListing(fetched.path, facts=facts, limits=limits)
        path, facts = Path(self.path), FetchFacts(fetched_at=clock())
        if not self.path:
            raise SourceNotFoundError("(no path given)")
        if path.is_file():
            return ArchiveListing(path, facts=facts, limits=limits)
        return FolderListing(path, facts=facts, limits=limits)

    def parse_bill(self, folder: BillFolder) -> tuple[BillRecord, tuple[ItemError, ...]]:
        """Metadata and files to a record."""
        return parse_bill(folder.metadata(), folder, source=self.name)
