"""How is Open States v3 asked? The key goes in a header: no address, kept or sent, holds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

from crawlers.parsing.openstates_api import safe_query
from crawlers.platforms.json_api import ApiCall
from monitor.model.jurisdiction import jurisdiction

__all__ = ["MAX_PER_PAGE", "OpenStatesCalls"]

MAX_PER_PAGE: Final = 20
_INCLUDES: Final = ("sponsorships", "abstracts", "other_identifiers", "actions", "sources", "versions", "related_bills")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenStatesCalls:
    """The calls of one key at one base address."""

    base_url: str
    key: str = field(repr=False)

    def bills(self, *, page: int, query: str = "", code: str = "", updated_since: str = "") -> ApiCall:
        """A page of what a query finds, or of a whole jurisdiction, newest update first, with all that is read.

        The includes cost no call of their own: a page is twenty bills either way.
        """
        said = [("q", safe_query(query))] if query else []
        said += [("jurisdiction", _place(code))] if code else []
        said += [("updated_since", updated_since)] if updated_since else []
        said += [("sort", "updated_desc"), ("page", str(page)), ("per_page", str(MAX_PER_PAGE))]
        return self._call("search" if query else "list", "bills", [*said, *_included()])

    def details(self, code: str, session: str, identifiers: Sequence[str]) -> ApiCall:
        """Up to twenty bills of a session by number."""
        said = [("jurisdiction", _place(code)), ("session", session)]
        said += [("identifier", identifier) for identifier in identifiers]
        return self._call("bill", "bills", [*said, ("page", "1"), ("per_page", str(MAX_PER_PAGE)), *_included()])

    def jurisdictions(self) -> ApiCall:
        """The states, with the latest runs of their scrapers."""
        said = [("classification", "state"), ("include", "latest_runs"), ("page", "1"), ("per_page", "52")]
        return self._call("jurisdictions", "jurisdictions", said)

    def _call(self, bucket: str, path: str, said: Sequence[tuple[str, str]]) -> ApiCall:
        query = urlencode(said)
        return ApiCall(
            bucket=bucket,
            address=f"openstates:{path}?{query}",
            url=f"{self.base_url.rstrip('/')}/{path}?{query}",
            headers={"X-API-KEY": self.key, "Accept": "application/json"},
        )


def _included() -> list[tuple[str, str]]:
    return [("include", name) for name in _INCLUDES]


def _place(code: str) -> str:
    return jurisdiction(code).ocd_division.replace("ocd-division", "ocd-jurisdiction") + "/government"
