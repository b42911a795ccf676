"""The table of docs/sources.md names every source and says what crawls of their samples give."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawlers.catalog import SourceFacts, sources
from monitor.config import Settings
from tools.write_sources import BEGIN, DOCUMENT, END, FIELDS, coverage_of, row, with_table

FACTS = {facts.source: facts for facts in sources(Settings(_env_file=None))}
WRITTEN = DOCUMENT.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0].strip().splitlines()[2:]
LINKS_ALONE = {"va"}
"""Sources that have links to texts and no texts."""
SAMPLE = SourceFacts(
    source="sample",
    platform="feed",
    what="",
    site="",
    key="PREEMPT_SAMPLE_KEY",
    kept_as="sample",
    options=(),
    command="preempt crawl run sample",
)


def test_a_row_and_its_place():
    line = row(SAMPLE, {"abstract": 0.5, "texts": 1.0})
    assert line == "| `crawl run sample` | feed | `PREEMPT_SAMPLE_KEY` | 50% | · | · | · | · | 100% |"
    document = with_table(f"before\n{BEGIN}\nold\n{END}\nafter", [line])
    assert document.startswith(f"before\n{BEGIN}\n| source |")
    assert document.endswith(f"{line}\n{END}\nafter")
    assert "old" not in document
    assert with_table(document, [line]) == document
    with pytest.raises(ValueError, match="no place"):
        with_table("nothing", [line])


def test_every_source_has_its_row():
    commands = [line.split("`")[1] for line in WRITTEN]
    assert commands == [facts.command.removeprefix("preempt ") for facts in FACTS.values()], "run `make sources`"


@pytest.mark.parametrize("name", FACTS)
def test_the_row_of_a_source_is_what_a_crawl_of_its_samples_gives(name: str, tmp_path: Path):
    coverage = coverage_of(name, tmp_path)
    assert row(FACTS[name], coverage) in WRITTEN, "run `make sources`"
    needed = ("actions", "sponsors", "versions", *(["texts"] if name not in LINKS_ALONE else []))
    assert all(coverage.get(field, 1.0) > 0 for field in needed)
    assert set(coverage) >= set(FIELDS) or not coverage
