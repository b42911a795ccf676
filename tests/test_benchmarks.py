"""What `make bench` and the scripts beside it measure still runs, and texts are read as well as they say."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import texts

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(("kind", "stored"), [("empty", 0), ("ours", 12)])
def test_pages_are_crawled_from_a_local_server(kind: str, stored: int, tmp_path: Path):
    argv = [sys.executable, "-m", "benchmarks.pages", kind, "12", str(tmp_path)]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert (found["pages"], found["new"]) == (12, stored)


PUBLISHED = """<html><head><title>HB 1 as introduced</title></head><body><div>AN ACT Relating to automated decision
systems</div><div>A deployer must ((<span style="text-decoration:line-through;">annually</span>)) notify each
person</div></body></html>"""


def test_agreement_leaves_struck_words_and_titles_out_and_cuts_what_is_glued(tmp_path: Path):
    path, other = tmp_path / "1.htm", tmp_path / "1_extracted.txt"
    path.write_text(PUBLISHED, encoding="utf-8")
    head = "Title: x\n\n" + "=" * 80 + "\n\n"
    words = (
        "HB 1 as introduced AN ACT Relating to automated decision systemsA deployer must ((annually)) notify eachperson"
    )
    other.write_text(head + words, encoding="utf-8")
    (found,) = texts.measure([(path, other)])
    assert (found.same, found.missing, found.added) == (13, 0, 0)
    assert (found.struck, found.left_in) == (1, 0)
    other.write_text(head + words.replace("deployer", "developer and deployer"), encoding="utf-8")
    (found,) = texts.measure([(path, other)])
    assert (found.missing, found.examples[0]) == (2, "developer and")
    assert found.agreement == 13 / 15


def test_a_struck_word_that_stays_in_is_counted(tmp_path: Path):
    path, other = tmp_path / "1.htm", tmp_path / "1_extracted.txt"
    # a mark of struck words that the measure knows and the extractor of HTML does not
    path.write_text(PUBLISHED.replace('style="text-decoration:line-through;"', 'changed="deleted"'), "utf-8")
    other.write_text(
        "AN ACT Relating to automated decision systems A deployer must annually notify each person", "utf-8"
    )
    (found,) = texts.measure([(path, other)])
    assert (found.struck, found.left_in) == (1, 1)


@pytest.mark.shared
def test_recorded_texts_agree_word_by_word_with_another_extraction_and_struck_words_are_out(shared_data: Path):
    documents = 0
    for state in texts.STATES:
        pairs = texts.pairs_of(shared_data / "openstates", state)
        found = list(texts.measure(pairs[:: max(1, len(pairs) // 12)]))
        figures = texts.figures(found)
        assert figures["agreement"] >= 0.98, (state, figures)
        assert figures["left_in"] <= 3, (state, figures)  # of thousands: words that the markup itself cuts in two
        assert sum(one.agreement < 0.96 for one in found) == 0, state
        documents += len(found)
    assert documents >= 60
