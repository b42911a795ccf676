"""How fast is the program on the bundled samples? `make bench`; figures go into docs/measurements.md.

Judging and screening stand beside a plain reference of the same work, so that a figure says something on any machine:
in a group the figure in parentheses is the ratio to the fastest.
"""

from __future__ import annotations

import itertools
import json
import re
import subprocess
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from crawlers.parsing.openstates import parse_bill
from crawlers.platforms.bill_folders import FetchFacts, FolderListing, Limits
from monitor.classify.judge import judge
from monitor.classify.read import read_text
from monitor.classify.score import score
from monitor.classify.screen import screen
from monitor.clock import system_clock
from monitor.pdf import ChildPdfReader
from monitor.positions import load_positions
from monitor.services.ingest import ingest_bill
from monitor.store.engine import Store
from monitor.store.migrate import upgrade
from monitor.store.raw import RawStore
from monitor.store.reading_json import reading_from_json, reading_to_json
from monitor.text.extract import extract
from monitor.text.segment import segment

# a keyword alert as people write one: a subject, a modality and six topics
KEYWORDS = [
    re.compile(words, re.IGNORECASE)
    for words in (
        r"artificial intelligence|automated decision|machine learning|algorithm|generative|frontier model",
        r"shall|must|may not|is required to|is prohibited|unlawful|violation",
        r"disclos|notice|notify|label|watermark|provenance|inform",
        r"report|submit|publish|document|record|register",
        r"discriminat|bias|disparate|protected class|adverse",
        r"impact assessment|audit|risk management|evaluat|red team|testing",
        r"attorney general|civil penalty|private right of action|damages|liable|injunct",
        r"exempt|does not apply|nothing in this|child|minor|state agency|procure",
    )
]
SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "day1"


@pytest.fixture(scope="module")
def folders():
    facts = FetchFacts(fetched_at=system_clock())
    return list(FolderListing(SAMPLES, facts=facts, limits=Limits(document=50 * 1024 * 1024)))


@pytest.fixture(scope="module")
def records(folders):
    return [parse_bill(folder.metadata(), folder, source="bench")[0] for folder in folders]


@pytest.fixture(scope="module")
def documents(records):
    """Published texts but PDFs, as (bytes, media type)."""
    found = [v.document for record in records for v in record.versions if v.document is not None]
    return [(d.body, d.media_type) for d in found if "pdf" not in d.media_type]


@pytest.fixture(scope="module")
def texts(documents):
    return [extract(body, media_type=kind).text for body, kind in documents]


def test_parse_metadata_all_bills(benchmark, folders):
    benchmark(lambda: [parse_bill(folder.metadata(), folder, source="bench") for folder in folders])


def test_extract_all_texts(benchmark, documents):
    benchmark(lambda: [extract(body, media_type=kind) for body, kind in documents])


def test_segment_all_texts(benchmark, texts):
    benchmark(lambda: [segment(text) for text in texts])


@pytest.mark.benchmark(group="judge")
def test_judge_all_texts(benchmark, texts):
    positions = load_positions()
    benchmark(lambda: [judge(text, positions=positions) for text in texts])


@pytest.mark.benchmark(group="score")
@pytest.mark.parametrize("changed", ["one", "all"])
def test_score_changed_positions_from_stored_readings(benchmark, texts, changed):
    """What `reassess` does to a text when positions alone have changed; the program scores all of them."""
    positions = load_positions()
    if changed == "one":
        positions = replace(positions, positions=positions.positions[:1])
    kept = [(json.dumps(reading_to_json(read_text(text))), text) for text in texts]

    def anew():
        return [
            score(reading_from_json(json.loads(content), text, classifier_release=""), positions)
            for content, text in kept
        ]

    benchmark(anew)


@pytest.mark.benchmark(group="score")
def test_score_reference_of_judging(benchmark, texts):
    positions = load_positions()
    benchmark(lambda: [judge(text, positions=positions) for text in texts])


@pytest.mark.benchmark(group="judge")
def test_judge_reference_of_keywords(benchmark, texts):
    def alert():
        cut = [(text, segment(text)) for text in texts]
        return [
            [[bool(one.search(text, p.own.start, p.own.end)) for one in KEYWORDS] for p in provisions]
            for text, provisions in cut
        ]

    benchmark(alert)


@pytest.mark.benchmark(group="screen")
def test_screen_titles_and_abstracts(benchmark, records):
    words = [(record.title, record.abstract) for record in records]
    benchmark(lambda: [screen(title, abstract) for title, abstract in words])


@pytest.mark.benchmark(group="screen")
def test_screen_reference_of_reading_json(benchmark):
    files = [path.read_bytes() for path in sorted(SAMPLES.rglob("metadata.json"))]
    benchmark(lambda: [json.loads(body) for body in files])


def _read(body: bytes, *, media_type: str, upstream: bool, pdf):
    return extract(body, media_type=media_type, pdf=pdf, upstream=upstream)


def test_ingest_new_bills(benchmark, records, tmp_path):
    numbers = itertools.count()

    def fresh():
        folder = tmp_path / str(next(numbers))
        folder.mkdir()
        store = Store(f"sqlite:///{folder / 'b.db'}")
        upgrade(store)
        return (store, RawStore(folder / "raw")), {}

    with ChildPdfReader() as pdf:

        def ingest(store, raw):
            for record in records:
                ingest_bill(store, raw, record, extract=partial(_read, pdf=pdf), clock=system_clock)

        benchmark.pedantic(ingest, setup=fresh, rounds=3)


def test_ingest_unchanged_bills(benchmark, records, tmp_path):
    with Store(f"sqlite:///{tmp_path / 'b.db'}") as store, ChildPdfReader() as pdf:
        upgrade(store)
        raw = RawStore(tmp_path / "raw")

        def ingest():
            return [
                ingest_bill(store, raw, record, extract=partial(_read, pdf=pdf), clock=system_clock).outcome
                for record in records
            ]

        ingest()
        outcomes = benchmark(ingest)
        assert set(outcomes) == {"unchanged"}


def test_help(benchmark):
    benchmark.pedantic(
        lambda: subprocess.run([sys.executable, "-m", "monitor", "--help"], check=True, capture_output=True), rounds=10
    )


def test_assess_one_file(benchmark):
    path = next(path for path in sorted(SAMPLES.rglob("files/*")) if path.suffix == ".htm")
    done = benchmark.pedantic(
        lambda: subprocess.run(
            [sys.executable, "-m", "monitor", "assess", str(path), "--format", "jsonl"],
            check=True,
            capture_output=True,
            text=True,
        ),
        rounds=3,
    )
    assert json.loads(done.stdout)["overall"] != "unknown"
