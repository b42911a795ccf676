"""Fixtures of the ways to fail."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crawlers.samples.server import SampleServer, sample_server
from monitor.store.engine import Store
from monitor.store.migrate import upgrade
from tests.crawlers.site import a_site
from tests.failure_modes.pages import PageSite
from tests.failure_modes.world import World


@pytest.fixture
def server() -> Iterator[SampleServer]:
    """Texts are on this machine too."""
    with sample_server(local_links=True) as found:
        yield found


@pytest.fixture
def world(sqlite_databases, tmp_path: Path, server: SampleServer) -> Iterator[World]:
    """On SQLite: how a source fails does not depend on the database."""
    with sqlite_databases.fresh() as url:
        with Store(url) as store:
            upgrade(store)
        yield World(url, tmp_path, server)


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[PageSite]:
    """A site of pages."""
    with a_site() as site:
        yield PageSite(site, tmp_path)
