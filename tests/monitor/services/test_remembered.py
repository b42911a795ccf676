from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert

from monitor.services.remembered import validators_of
from monitor.store.engine import Store
from monitor.store.tables import SourceDocumentRow

NOW = datetime(2026, 11, 25, tzinfo=UTC)
URL = "https://legislature.example/hb1"


def keep(store: Store, *headers: list[str], days: int = 0, source: str = "sample", url: str = URL) -> None:
    row = {
        "source": source,
        "url": url,
        "sha256": f"{source}{days}",
        "size": 1,
        "media_type": "text/html",
        "status": 200,
    }
    with store.write() as session:
        session.execute(
            insert(SourceDocumentRow).values(**row, headers=list(headers), fetched_at=NOW + timedelta(days=days))
        )


def test_what_the_server_said_of_the_page_that_was_stored_last(store: Store):
    keep(store, ["ETag", '"new"'], ["Last-Modified", "Wed, 25 Nov 2026 09:31:00 GMT"], days=2)
    keep(store, ["etag", '"old"'], days=1)
    assert validators_of(store, "sample", URL) == ('"new"', "Wed, 25 Nov 2026 09:31:00 GMT")


def test_nothing_is_remembered_of_others(store: Store):
    keep(store, ["etag", '"x"'], source="another")
    keep(store, ["content-type", "text/html"], url=URL + "?page=2")
    assert validators_of(store, "sample", URL) == ("", "")
    assert validators_of(store, "sample", URL + "?page=2") == ("", "")


@pytest.mark.parametrize("value", ['"a\r\nX-Other: 1"', '"é"', '"' + "x" * 600 + '"', '"\x00"'[:2] + "\x7f"])
def test_what_cannot_be_sent_back_is_not(sqlite_store: Store, value: str):
    keep(sqlite_store, ["etag", value], ["last-modified", "Wed, 25 Nov 2026 09:31:00 GMT"])
    assert validators_of(sqlite_store, "sample", URL) == ("", "Wed, 25 Nov 2026 09:31:00 GMT")
