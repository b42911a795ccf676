"""Which page do we have of an address? What its server said of it, so that it can be asked whether it changed."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select

from monitor.store.engine import Store
from monitor.store.tables import SourceDocumentRow

__all__ = ["validators_of"]

_MAX_LENGTH: Final = 500


def validators_of(store: Store, source: str, url: str) -> tuple[str, str]:
    """The entity tag and the date of change that a source sent with what was stored last; empty where there is none.

    Documents are stored in one transaction with their bill: what is remembered was also read.
    """
    row = SourceDocumentRow
    latest = (
        select(row.headers)
        .where(row.source == source, row.url == url)
        .order_by(row.fetched_at.desc(), row.id.desc())
        .limit(1)
    )
    with store.read() as session:
        headers = session.scalar(latest)
    found = {str(name).lower(): str(value) for name, value in headers or ()}
    return _usable(found.get("etag", "")), _usable(found.get("last-modified", ""))


def _usable(value: str) -> str:
    """A header that can be sent back: short, printable ASCII."""
    return value if len(value) <= _MAX_LENGTH and value.isascii() and value.isprintable() else ""
