"""How is LegiScan asked? One call an operation: its address, under which bucket it counts, where its answer is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from crawlers.platforms.json_api import ApiCall

__all__ = ["DEFAULT_QUERIES", "LegiScanCalls"]

DEFAULT_QUERIES: Final = (
    '"artificial intelligence"',
    '"generative ai"',
    '"automated decision"',
    '"algorithmic discrimination"',
    '"machine learning"',
    '"large language model"',
    '"foundation model"',
    "chatbot",
    "deepfake",
    '"synthetic media"',
)
"""What bills about artificial intelligence say; quoted words are searched as a phrase."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegiScanCalls:
    """The calls of one key at one base address."""

    base_url: str
    key: str

    def sessions(self) -> ApiCall:
        """All sessions of all states."""
        return self._call("session", "getSessionList")

    def master_list(self, session_id: str) -> ApiCall:
        """Every bill of a session, by number and change hash. By id: ``state`` would mean whichever is current."""
        return self._call("list", "getMasterListRaw", id=session_id)

    def search(self, query: str, *, page: int, year: int, state: str = "ALL", session_id: str = "") -> ApiCall:
        """A page of up to 2,000 hits, in one session or in states; ``year`` is 1 for all, 2 for current ones."""
        place = {"id": session_id} if session_id else {"state": state, "year": str(year)}
        return self._call("search", "getSearchRaw", **place, query=query, page=str(page))

    def bill(self, bill_id: str) -> ApiCall:
        """One bill."""
        return self._call("bill", "getBill", id=bill_id)

    def document(self, kind: str, document_id: str) -> ApiCall:
        """The bytes of a text or of an amendment; they never change."""
        return self._call("text", "getBillText" if kind == "text" else "getAmendment", id=document_id)

    def datasets(self) -> ApiCall:
        """Which data sets there are, one a session, each with a hash that moves when it is made anew."""
        return self._call("dataset", "getDatasetList")

    def dataset(self, session_id: str, access_key: str) -> ApiCall:
        """All bills of a session in one ZIP. The access key is that of this data set; it is no secret of ours."""
        return self._call("dataset", "getDatasetRaw", id=session_id, access_key=access_key, format="json")

    def _call(self, bucket: str, op: str, **parameters: str) -> ApiCall:
        said = {"op": op, **parameters}
        joint = "&" if "?" in self.base_url else "?"
        return ApiCall(
            bucket=bucket,
            address=f"legiscan:{urlencode(said)}",
            url=f"{self.base_url}{joint}{urlencode({'key': self.key, **said})}",
        )
