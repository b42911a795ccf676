from __future__ import annotations

import json
import tarfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawlers.errors import EmptyListingError
from crawlers.screening import Screened, screen_bills
from monitor.cli import cli
from monitor.clock import system_clock
from tests.crawlers.bills import write_numbered


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Three bills: one by its title, one by its abstract, one not; and one that is no JSON."""
    root = tmp_path / "bills"
    write_numbered(root, 1, title="Sample act concerning artificial intelligence.")
    write_numbered(root, 2, title="Sample act.", abstracts=[{"abstract": "Regulates chatbots.", "note": ""}])
    write_numbered(root, 3, title="Sample act on avian influenza (AI).", abstracts=[])
    (write_numbered(root, 4) / "metadata.json").write_text("{", encoding="utf-8")
    return root


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["crawl", "screen", *arguments], standalone_mode=False)


def test_bills_are_named_by_their_words_and_a_bad_one_is_an_error(source: Path):
    found = list(screen_bills(source, clock=system_clock, max_document=1_000_000))
    named = {one.heading.key.identifier: one.words for one in found if isinstance(one, Screened)}
    assert named == {"HB 1": "artificial intelligence", "HB 2": "chatbots", "HB 3": ""}
    (wrong,) = (one for one in found if not isinstance(one, Screened))
    assert (wrong.kind, wrong.subject.endswith("HB4")) == ("malformed", True)


def test_an_archive_is_screened_like_a_folder(source: Path, tmp_path: Path):
    archive = tmp_path / "bills.tar.gz"
    with tarfile.open(archive, "w:gz") as tar:
        tar.add(source, arcname="repositories")
    folder, packed = (
        [
            one.words
            for one in screen_bills(place, clock=system_clock, max_document=1_000_000)
            if isinstance(one, Screened)
        ]
        for place in (source, archive)
    )
    assert folder == packed


def test_nothing_to_screen_is_an_error(tmp_path: Path):
    with pytest.raises(EmptyListingError):
        list(screen_bills(tmp_path, clock=system_clock, max_document=1_000_000))


def test_the_command_prints_what_is_named(source: Path):
    result = run(str(source))
    assert result.return_value == 3
    assert [line.split("  ")[:2] for line in result.stdout.splitlines()] == [
        ["WA HB 1 (2025-2026)", "[artificial intelligence]"],
        ["WA HB 2 (2025-2026)", "[chatbots]"],
    ]
    assert "2 of 3 bills named, 1 could not be read" in result.stderr


def test_all_of_them_as_json(source: Path):
    rows = [json.loads(line) for line in run(str(source), "--all", "--json").stdout.splitlines()]
    assert [(row["identifier"], row["words"]) for row in rows] == [
        ("HB 1", "artificial intelligence"),
        ("HB 2", "chatbots"),
        ("HB 3", ""),
    ]
