"""Extraction over a sample of the recorded bills: real texts in their place, nothing copied from them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.model.bill import Extraction, TextQuality
from monitor.pdf import ChildPdfReader
from monitor.text.extract import extract

pytestmark = pytest.mark.shared

MEDIA_TYPES = {
    ".htm": "text/html",
    ".html": "text/html",
    ".xml": "text/xml",
    ".txt": "text/plain",
    ".pdf": "application/pdf",
}
STATES = ("co", "fl", "mn", "nj", "tx", "usa", "ut", "wa")
A_STATE = 12
MOJIBAKE = re.compile("Ã[\x80-\xbf\u0192\u201a]|Â[§\u00a0¶]|â€|ï»¿|[\x80-\x9f\ufeff]")
LINE_NUMBER = re.compile(r"^\s*\d{1,3}\s+[a-z]", re.MULTILINE)
STRUCK_IN_BRACKETS = re.compile(r"\(\([a-z][^()]{3,400}\)\)")


def files_of(folder: Path, *, pattern: str = "*") -> list[Path]:
    return sorted(
        path for path in folder.rglob(f"files/{pattern}") if path.suffix.lower() in MEDIA_TYPES and path.is_file()
    )


def read(path: Path, pdf: ChildPdfReader) -> Extraction:
    return extract(
        path.read_bytes(),
        media_type=MEDIA_TYPES[path.suffix.lower()],
        name=path.name,
        pdf=pdf,
        upstream=path.stem.endswith("_extracted"),
    )


@pytest.fixture(scope="module")
def pdf() -> Iterator[ChildPdfReader]:
    with ChildPdfReader() as reader:
        yield reader


@pytest.fixture(scope="module")
def sample(shared_data: Path, pdf: ChildPdfReader) -> dict[Path, Extraction]:
    """Files at even distances in each jurisdiction."""
    found: dict[Path, Extraction] = {}
    for state in STATES:
        files = files_of(shared_data / "openstates" / f"{state}-legislation")
        for path in files[:: max(1, len(files) // A_STATE)]:
            found[path] = read(path, pdf)
    return found


def state_of(path: Path) -> str:
    (name,) = [part for part in path.parts if part.endswith("-legislation")]
    return name.removesuffix("-legislation")


def test_the_sample_is_of_all_jurisdictions_with_texts_and_of_all_kinds(sample: dict[Path, Extraction]):
    assert len(sample) >= 60
    assert len({state_of(path) for path in sample}) >= 7
    assert {extraction.method for extraction in sample.values()} >= {"html/1", "xml/1", "upstream/1"}


def test_almost_all_can_be_read_and_a_redline_is_somebody_elses(sample: dict[Path, Extraction]):
    qualities = Counter(extraction.quality for extraction in sample.values())
    assert qualities[TextQuality.UNREADABLE] == 0
    assert qualities[TextQuality.OK] >= 0.9 * len(sample)
    for path, extraction in sample.items():
        assert (extraction.text == "") is (extraction.quality is TextQuality.UNREADABLE), path
        if extraction.quality is TextQuality.REDLINE:
            assert extraction.method == "upstream/1", path


def test_no_double_encoding_is_left(sample: dict[Path, Extraction]):
    for path, extraction in sample.items():
        assert MOJIBAKE.search(extraction.text) is None, path


def test_no_line_numbers_are_left(sample: dict[Path, Extraction]):
    for state in ("wa", "nj", "mn", "fl", "tx"):
        texts = [extraction.text for path, extraction in sample.items() if state_of(path) == state]
        lines = sum(text.count("\n") + 1 for text in texts)
        numbered = sum(len(LINE_NUMBER.findall(text)) for text in texts)
        assert texts, state
        assert numbered <= 0.005 * lines, state


def test_no_markup_is_left(sample: dict[Path, Extraction]):
    for path, extraction in sample.items():
        assert not re.search(r"</?(?:p|div|span|td|section|subsection)\b|&nbsp;|&amp;nbsp", extraction.text), path
        assert "text begin" not in extraction.text, path
        assert STRUCK_IN_BRACKETS.search(extraction.text) is None or state_of(path) != "wa", path


def test_a_published_text_and_somebodys_extraction_of_it_say_much_the_same(shared_data: Path, pdf: ChildPdfReader):
    compared = 0
    for state in ("wa", "nj", "mn"):
        files = files_of(shared_data / "openstates" / f"{state}-legislation", pattern="*_extracted.txt")
        for path in files[:: max(1, len(files) // 6)]:
            stem = path.stem.removesuffix("_extracted")
            originals = [other for other in path.parent.glob(f"{glob_safe(stem)}.*") if other != path]
            for original in originals:
                published, other = (Counter(read(one, pdf).text.lower().split()) for one in (original, path))
                if published.total() >= 200:  # in a shorter one the page around it weighs more
                    assert (published & other).total() >= 0.8 * published.total(), original
                    compared += 1
    assert compared >= 12


def glob_safe(name: str) -> str:
    return re.sub(r"([\[\]*?])", r"[\1]", name)


def test_utahs_xml_reads_although_it_declares_utf_16(shared_data: Path, pdf: ChildPdfReader):
    files = files_of(shared_data / "openstates" / "ut-legislation", pattern="*.xml")
    assert len(files) >= 20
    lying = 0
    for path in files[::3]:
        lying += b"utf-16" in path.read_bytes()[:200].lower()
        extraction = read(path, pdf)
        assert (extraction.method, extraction.quality) == ("xml/1", TextQuality.OK), path
        assert "Be it enacted" in extraction.text or "Be it resolved" in extraction.text, path
    assert lying >= 5


def test_floridas_pdfs_lose_what_a_line_strikes_and_their_page_furniture(shared_data: Path, pdf: ChildPdfReader):
    files = files_of(shared_data / "openstates" / "fl-legislation", pattern="*.pdf")
    for path in files:
        extraction = read(path, pdf)
        assert (extraction.method, extraction.quality) == ("pdf/1", TextQuality.OK), path
        assert "F L O R I D A" not in extraction.text, path
        assert "CODING:" not in extraction.text, path
        assert "Be It Enacted" in extraction.text, path
