"""LegiScan's data sets: all bills of a session in one ZIP, made every week, as JSON or as CSV; no texts.

Source: ``legiscan.com/datasets``. Data under CC BY 4.0: credit and link. For the first load, and to look again weekly.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from crawlers.items import Listed
from crawlers.parsing.legiscan_bill import ParsedBill
from crawlers.platforms.bill_folders import BillListing
from crawlers.platforms.bulk_files import BulkFilesSpider
from crawlers.platforms.legiscan_dataset import DatasetBill, DatasetListing
from monitor.classify.screen import screen
from monitor.clock import system_clock
from monitor.model.bill import BillRecord
from monitor.model.run import ItemError

__all__ = ["LegiScanDatasetSpider"]


class LegiScanDatasetSpider(BulkFilesSpider):
    """Bills of a data set. They are LegiScan's, so they are kept and marked as those of its API are."""

    name = "legiscan-dataset"
    source: ClassVar[str] = "legiscan"
    what: ClassVar[str] = "LegiScan's data sets: a session in a ZIP or a folder, JSON or CSV, without texts; no key"
    unit: ClassVar[str] = "bill"

    def __init__(self, *args: Any, path: str = "", **kwargs: Any) -> None:
        """``path`` is a ZIP or a folder."""
        super().__init__(*args, **kwargs)
        self.path = path
        self._parsed: ParsedBill | None = None

    def open_listing(self) -> BillListing:
        """What lies in the ZIP or the folder."""
        clock = self.ports.clock if self.ports is not None else system_clock
        return DatasetListing(Path(self.path), source=self.source, fetched_at=clock())

    def is_wanted(self, folder: DatasetBill) -> bool:  # noqa: ARG002 - signature
        """Every one: only the bill itself says of which state it is."""
        return True

    def parse_bill(self, folder: DatasetBill) -> tuple[BillRecord, tuple[ItemError, ...]]:
        """One bill."""
        self._parsed = folder.parse()
        return self._parsed.record, ()

    def listed(self, folder: DatasetBill, record: BillRecord) -> Listed | None:
        """The mark is the API's own, so that the API need not be asked for what the data set held; CSV has none.

        Only of bills about artificial intelligence: what stands in the ledger is followed through the API ever after.
        """
        if self._parsed is None or not folder.has_mark or not self._parsed.mark:
            return None
        tracked = self.ports is not None and self.ports.is_tracked(record.key)
        if not tracked and not screen(record.title, record.abstract):
            return None
        return Listed(native_id=self._parsed.native_id, mark=self._parsed.mark, in_bulk=True)

    def passes_over(self, record: BillRecord) -> bool:
        """A bill of another state, and one of which a later action is stored: the API was asked since."""
        if self.jurisdictions and record.key.jurisdiction not in self.jurisdictions:
            return True
        if self.ports is None:
            return False
        stored = self.ports.last_action_on(record.key)
        last = next((action.on for action in reversed(record.actions) if action.on is not None), None)
        if stored is not None and (last is None or last < stored):
            return True
        return self._is_stored_with_texts(record)

    def _is_stored_with_texts(self, record: BillRecord) -> bool:
        """Whether the API has told the same, and the texts with it, which a data set has not."""
        if self._parsed is None or self.ports is None or self.ports.listings is None:
            return False
        if not self._parsed.mark or not self.ports.is_tracked(record.key):
            return False
        _, fetched = self.ports.listings.marks([self._parsed.native_id]).get(self._parsed.native_id, ("", None))
        return fetched == self._parsed.mark
