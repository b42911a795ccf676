"""Open States bill files: public repositories of one state each, with metadata and published texts.

Source: ``github.com/govbot-data/{st}-legislation``. Stale by weeks for some states: a seed, not a watch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, Final

from crawlers.errors import ArchiveError, SourceNotFoundError
from crawlers.parsing.openstates import parse_bill
from crawlers.parsing.walls import Expected
from crawlers.platforms.archive import ArchiveListing
from crawlers.platforms.bill_folders import BillFolder, BillListing, FetchFacts, FolderListing, Limits
from crawlers.platforms.bulk_files import BulkFilesSpider
from crawlers.platforms.download import fetch
from crawlers.platforms.robots import RobotsGate
from monitor.clock import Clock, system_clock
from monitor.model.bill import BillRecord
from monitor.model.jurisdiction import STATES
from monitor.model.run import ItemError

__all__ = ["OpenStatesFilesSpider"]

_MAX_ARCHIVE: Final = 4 * 1024**3


class OpenStatesFilesSpider(BulkFilesSpider):
    """Bills from a folder of repositories, from a tar archive on disk or on the web, or from those of all states."""

    name = "openstates-files"
    what: ClassVar[str] = "Open States bill files: repositories with metadata.json and published texts, all states"

    def __init__(
        self, *args: Any, path: str = "", url: str = "", base_url: str = "", cache: str = "", **kwargs: Any
    ) -> None:
        """Give ``path`` (a folder or an archive), ``url`` (an archive) or ``base_url`` (where those of all states are).

        What is fetched is kept in the folder ``cache``.
        """
        super().__init__(*args, **kwargs)
        self.path, self.url, self.base_url, self.cache = path, url, base_url, cache
        self._robots: RobotsGate | None = None

    def openings(self) -> Iterator[tuple[str, Callable[[], BillListing]]]:
        """One listing, or the archives of all states one after another."""
        if not self.base_url:
            yield from super().openings()
            return
        for code in sorted(self.jurisdictions) or [state.code for state in STATES]:
            url = f"{self.base_url.rstrip('/')}/{code.lower()}-legislation.tar.gz"
            yield f"{self.name}: {code}", partial(self._fetched, url)

    def _fetched(self, url: str) -> BillListing:
        """The archive after it was fetched, or as it lies here when it has not changed."""
        user_agent, timeout = self.settings["USER_AGENT"], self.settings.getfloat("DOWNLOAD_TIMEOUT")
        if self._robots is None:
            self._robots = RobotsGate(user_agent=user_agent, timeout=timeout, wait=self.stop.wait)
        fetched = fetch(
            url,
            Path(self.cache),
            user_agent=user_agent,
            max_bytes=_MAX_ARCHIVE,
            clock=self._clock,
            stop=self.stop,
            timeout=timeout,
            allowed=self._robots.check,
            expected=Expected.ARCHIVE,
        )
        headers = (("archive", fetched.url), *fetched.headers)
        facts = FetchFacts(fetched_at=fetched.fetched_at, status=fetched.status, headers=headers)
        try:
            return ArchiveListing(fetched.path, facts=facts, limits=self._limits)
        except ArchiveError as error:
            fetched.forget()  # or the server would say for ever that it has not changed
            raise ArchiveError(url, error.problem) from error

    @property
    def _clock(self) -> Clock:
        return self.ports.clock if self.ports is not None else system_clock

    @property
    def _limits(self) -> Limits:
        return Limits(document=self.settings.getint("DOWNLOAD_MAXSIZE"))

    def open_listing(self) -> BillListing:
        """The folder, or the archive after it was fetched."""
        if self.url:
            return self._fetched(self.url)
        path, facts, limits = Path(self.path), FetchFacts(fetched_at=self._clock()), self._limits
        if not self.path:
            raise SourceNotFoundError("(no path given)")
        if path.is_file():
            return ArchiveListing(path, facts=facts, limits=limits)
        return FolderListing(path, facts=facts, limits=limits)

    def parse_bill(self, folder: BillFolder) -> tuple[BillRecord, tuple[ItemError, ...]]:
        """Metadata and files to a record."""
        return parse_bill(folder.metadata(), folder, source=self.name)
