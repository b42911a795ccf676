"""The crawl that `make bench` measures still runs: benchmarks are not run with the tests."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(("kind", "stored"), [("empty", 0), ("ours", 12)])
def test_pages_are_crawled_from_a_local_server(kind: str, stored: int, tmp_path: Path):
    argv = [sys.executable, "-m", "benchmarks.pages", kind, "12", str(tmp_path)]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert (found["pages"], found["new"]) == (12, stored)
