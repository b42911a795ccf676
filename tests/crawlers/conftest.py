"""A small LegiScan on this machine, and the command that crawls it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.crawlers.legiscan_crawler import Crawler
from tests.crawlers.legiscan_world import World, serving


@pytest.fixture
def world() -> Iterator[World]:
    with serving(World()) as found:
        yield found


@pytest.fixture
def crawl(tmp_path, world: World) -> Crawler:
    return Crawler(tmp_path, world)
