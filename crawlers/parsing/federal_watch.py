"""Which lists does the federal watch ask for? The reviewed file ``crawlers/data/federal_watch.yaml``, as addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any, Final
from urllib.parse import urlencode

import yaml

__all__ = ["RegisterQuery", "feeds_of", "register_queries"]

_FIELDS: Final = (
    *("document_number", "executive_order_number", "signing_date", "type", "subtype", "title", "abstract"),
    *("publication_date", "effective_on", "citation", "html_url", "raw_text_url", "agencies", "docket_ids"),
    *("comments_close_on", "correction_of"),
)
"""Without being asked it gives neither the numbers of orders nor any day but that of publication."""
_PER_PAGE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterQuery:
    """One search of the Federal Register."""

    name: str
    days: int
    all_texts: bool
    conditions: tuple[tuple[str, str], ...]

    def address(self, today: date) -> str:
        """Relative to the site; the newest first, of the last ``days``."""
        since = (today - timedelta(days=self.days)).isoformat()
        asked = [*self.conditions, ("conditions[publication_date][gte]", since)]
        asked += [("order", "newest"), ("per_page", str(_PER_PAGE)), *(("fields[]", name) for name in _FIELDS)]
        return f"api/v1/documents.json?{urlencode(asked)}"


def register_queries() -> tuple[RegisterQuery, ...]:
    """Those of the Federal Register."""
    return tuple(
        RegisterQuery(
            name=entry["name"],
            days=entry["days"],
            all_texts=entry["text"] == "all",
            conditions=tuple((name, value) for name, value in entry["conditions"]),
        )
        for entry in _file()["federal-register"]
    )


def feeds_of(source: str) -> tuple[str, ...]:
    """The feeds of a source, relative to its site."""
    return tuple(_file()["feeds"][source])


@cache
def _file() -> Mapping[str, Any]:
    text = resources.files("crawlers").joinpath("data/federal_watch.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.safe_load(text)
    return found
