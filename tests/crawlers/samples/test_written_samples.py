"""The sample folders are what their sources make: nobody changed them by hand, and the writer still makes them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from crawlers.samples.read_samples import SAMPLES
from tools.write_samples.__main__ import on_day, write_bill


@pytest.mark.parametrize("day", [1, 2])
def test_the_folders_are_what_the_sources_make(tmp_path: Path, day: int):
    for path in sorted((SAMPLES / "sources").glob("*.yaml")):
        for raw in yaml.safe_load(path.read_text(encoding="utf-8")):
            if (source := on_day(raw, day)) is not None:
                write_bill(source, path.stem, tmp_path)
    assert _files(tmp_path) == _files(SAMPLES / f"day{day}")


def _files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
