"""Which share of the pages a second of an empty Scrapy spider is left with spider, pipelines and store?

Both ask the same local server for the same pages with politeness off; ours reads a bill from each page and stores it
with its events on SQLite. The rates are printed, on the wall and of processor time, the server's not included.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

PAGES = 3000
_KINDS = {"empty": "an empty spider", "ours": "spider, pipelines and store"}


@pytest.mark.benchmark(group="pages")
@pytest.mark.parametrize("kind", _KINDS)
def test_pages(benchmark, kind: str, tmp_path_factory):
    found: list[dict[str, Any]] = []

    def crawl() -> None:
        folder = tmp_path_factory.mktemp(kind)
        argv = [sys.executable, "-m", "benchmarks.pages", kind, str(PAGES), str(folder)]
        done = subprocess.run(argv, check=True, capture_output=True, text=True)
        found.append(json.loads(done.stdout.splitlines()[-1]))

    benchmark.pedantic(crawl, rounds=3)
    assert {one["pages"] for one in found} == {PAGES}
    assert {one["new"] for one in found} == {PAGES if kind == "ours" else 0}
    best = min(found, key=lambda one: one["wall"])
    benchmark.extra_info |= best
    rates = f"{PAGES / best['wall']:,.0f} pages a second; {PAGES / best['cpu']:,.0f} a second of processor time"
    print(f"\n{_KINDS[kind]}: {rates}")
