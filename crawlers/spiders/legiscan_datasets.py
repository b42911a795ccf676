"""LegiScan's data sets by its API: one call a session brings all its bills, and only when the data set was made anew.

For the first load, and to look again weekly: what a data set holds need not be asked for bill by bill.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, Final

from crawlers.errors import AnswerError, CrawlError, DownloadError, EmptyListingError
from crawlers.parsing.legiscan_envelope import payload
from crawlers.parsing.legiscan_lists import ListedDataset, parse_dataset_list
from crawlers.platforms.bill_folders import BillListing
from crawlers.platforms.download import Fetched, fetch, stored
from crawlers.platforms.json_api import ApiCall
from crawlers.platforms.legiscan_calls import LegiScanCalls
from crawlers.platforms.legiscan_dataset import DatasetListing
from crawlers.spiders.legiscan_dataset import LegiScanDatasetSpider
from monitor.classify.screen import screen
from monitor.clock import system_clock
from monitor.model.bill import BillRecord
from monitor.model.failure import FailureKind
from monitor.model.quota import CallOutcome

__all__ = ["LegiScanDatasetsSpider"]

_MAX_LIST: Final = 8 * 1024**2
_MAX_DATASET: Final = 1024**3
_ZIP: Final = b"PK"
_REFUSAL: Final = 64 * 1024
"""Bytes of an answer that is no ZIP: LegiScan says ``ERROR`` in a few words, with HTTP 200."""


class LegiScanDatasetsSpider(LegiScanDatasetSpider):
    """The bills on artificial intelligence, and those that are followed, of all data sets that are new."""

    name = "legiscan-datasets"
    what: ClassVar[str] = "LegiScan's data sets by its API, each week's anew, without texts; with a free key"
    provider: ClassVar[str] = "legiscan"
    key_setting: ClassVar[str] = "legiscan_key"
    url_setting: ClassVar[str] = "legiscan_url"

    def __init__(
        self,
        *args: Any,
        base_url: str = "",
        key: str = "",
        cache: str = "",
        sessions: str = "current",
        every_bill: bool = False,
        **kwargs: Any,
    ) -> None:
        """``sessions`` is ``current`` or ``all``; ``every_bill`` stores whole sessions. ``key`` is written nowhere.

        What is fetched is kept in the folder ``cache``: a data set that has not moved costs no call.
        """
        super().__init__(*args, **kwargs)
        self.calls = LegiScanCalls(base_url=base_url, key=key)
        self.cache, self.sessions, self.every_bill = Path(cache) / "legiscan", sessions, every_bill
        self._key = key

    def openings(self) -> Iterator[tuple[str, Callable[[], BillListing]]]:
        """One listing for each data set of the sessions that are wanted.

        :raises QuotaExhaustedError: when no call is left.
        :raises CrawlError: when there is no list.
        """
        wanted = [
            dataset
            for dataset in self._list()
            if (not self.jurisdictions or dataset.session.jurisdiction in self.jurisdictions)
            and (self.sessions == "all" or not dataset.session.prior)
        ]
        if not wanted:
            raise EmptyListingError(self.name, f"data set of {', '.join(sorted(self.jurisdictions)) or 'any state'}")
        for dataset in wanted:
            session = dataset.session
            yield f"{self.name}: {session.jurisdiction} {session.title}", partial(self._open, dataset)

    def passes_over(self, record: BillRecord) -> bool:
        """Also a bill that speaks of something else and that nobody follows."""
        tracked = self.ports is not None and self.ports.is_tracked(record.key)
        if not (self.every_bill or tracked or screen(record.title, record.abstract)):
            return True
        return super().passes_over(record)

    def _list(self) -> tuple[ListedDataset, ...]:
        call = self.calls.datasets()
        found = self._call(call, self.cache / "list", max_bytes=_MAX_LIST)
        try:
            return parse_dataset_list(found.path.read_bytes())
        except AnswerError as error:
            raise _of(error) from error
        finally:
            found.forget()  # it is asked for each time: the marks in it tell what moved

    def _open(self, dataset: ListedDataset) -> BillListing:
        """The data set as it lies here, or as it is fetched."""
        call, folder = self.calls.dataset(dataset.session.id, dataset.access_key), self.cache / dataset.session.id
        address = f"{call.address}#{dataset.mark}"
        found = stored(address, folder)
        if found is None:
            found = self._call(call, folder, max_bytes=_MAX_DATASET, address=address)
            _only(found, folder)
        try:
            return DatasetListing(found.path, source=self.source, fetched_at=found.fetched_at)
        except CrawlError:
            found.forget()
            raise

    def _call(self, call: ApiCall, folder: Path, *, max_bytes: int, address: str = "") -> Fetched:
        """One call out of the quota, its answer on disk. The key is in no error, and in no file.

        :raises QuotaExhaustedError: when no call is left.
        """
        quota = self.ports.quota if self.ports is not None else None
        grant = quota.reserve(call.bucket) if quota is not None else None
        outcome = CallOutcome.FAILED
        try:
            found = fetch(
                call.url,
                folder,
                user_agent=self.settings["USER_AGENT"],
                max_bytes=max_bytes,
                clock=self.ports.clock if self.ports is not None else system_clock,
                stop=self.stop,
                timeout=self.settings.getfloat("DOWNLOAD_TIMEOUT"),
                attempts=1,  # each try is a call that counts
                shown=address or call.address,
            )
            self._check(found)
            outcome = CallOutcome.ANSWERED
        except DownloadError as error:
            words = error.problem.replace(self._key, "***") if self._key else error.problem
            raise DownloadError(call.address, words, error.kind) from None
        except AnswerError as error:
            if error.kind is FailureKind.QUOTA:
                outcome = CallOutcome.REFUSED
            raise _of(error) from error
        finally:
            if grant is not None and quota is not None:
                quota.settle(grant, outcome=outcome)
        return found

    @staticmethod
    def _check(found: Fetched) -> None:
        """Whether LegiScan refused, in its own words."""
        with found.path.open("rb") as file:
            head = file.read(_REFUSAL)
        if head.startswith(_ZIP):
            return
        try:
            if found.path.stat().st_size <= _REFUSAL or b'"ERROR"' in head[:200]:
                payload(head, "datasetlist")
        except AnswerError:
            found.forget()
            raise


def _of(error: AnswerError) -> CrawlError:
    found = CrawlError(f"{LegiScanDatasetsSpider.name}: {error}")
    found.kind = error.kind
    return found


def _only(found: Fetched, folder: Path) -> None:
    """Of a session the newest data set alone is kept."""
    for path in folder.iterdir():
        if not path.name.startswith(found.path.stem):
            path.unlink()
