"""A store that bills are ingested into, before and after the first load."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.store.engine import Store
from tests.ingesting import Ingest
from tests.records import bill


@pytest.fixture
def ingest(store: Store, tmp_path: Path) -> Ingest:
    return Ingest(store, tmp_path / "raw")


@pytest.fixture
def live(ingest: Ingest) -> Ingest:
    """A bill of a session that is live."""
    ingest(bill())
    ingest.go_live()
    return ingest
