"""Reading PDFs in a child with limits: small files written for the tests, and children that go wrong."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor import pdf as pdf_module
from monitor import pdf_child, pdf_layout
from monitor.model.bill import TextQuality
from monitor.pdf import ChildPdfReader
from monitor.pdf_child import read_pdf
from monitor.text.extract import PdfError, extract
from tests.pdf_samples import SIZE, WIDTH, Page, bill_page, bomb, encrypted, pdf

LINES = [
    "Section 1. An operator of a companion chatbot",
    "shall file a report on each known risk with",
    "the department of records.",
    "  (a) The report names each risk, and it says",
    "within 30 days what was done about it.",
    "  (b) The department publishes the report.",
    "Section 2. This act takes effect on July 1,",
    "2027, and applies to every operator from then",
]
SAMPLE = pdf([Page(texts=[(72, 700, "An operator shall report.")])])


@pytest.fixture
def reader() -> Iterator[ChildPdfReader]:
    with ChildPdfReader(seconds=30) as opened:
        yield opened


def until(condition: Callable[[], bool], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


class TestText:
    def test_lines_and_pages(self, reader: ChildPdfReader):
        body = pdf([Page(texts=[(72, 700, "An operator"), (72, 680, "shall report.")]), Page(texts=[(72, 700, "End")])])
        assert reader.text_of(body) == "An operator\nshall report.\fEnd"

    def test_an_indent_is_blanks_and_a_wide_gap_stays_wide(self):
        page = Page(texts=[(72, 700, "12"), (72 + 8 * WIDTH, 700, "Section 1."), (72 + 5 * WIDTH, 680, "The operator")])
        first, second = read_pdf(pdf([page])).split("\n")
        assert first.split() == ["12", "Section", "1."]
        assert 5 <= first.index("S") - 2 <= 10
        assert second.split() == ["The", "operator"]
        assert 4 <= second.index("T") <= 8

    def test_a_hyphen_at_the_end_of_a_line_stays(self):
        body = pdf([Page(texts=[(72, 700, "An audit by a third-"), (72, 684, "party is made.")])])
        assert read_pdf(body) == "An audit by a third-party is made."

    def test_a_page_without_text_is_empty(self):
        assert read_pdf(pdf([Page(), Page(texts=[(72, 700, "x")]), Page(more="0 0 300 300 re f")])) == "\fx\f"

    def test_a_line_through_words_strikes_them_and_one_below_underlines_them(self):
        page = Page(texts=[(72, 700, "An owner operator shall.")])
        page.lines += [(72 + 3 * WIDTH, 72 + 8 * WIDTH, 703), (72 + 9 * WIDTH, 72 + 17 * WIDTH, 698.5)]
        assert read_pdf(pdf([page])) == "An \x0eowner\x0f \x11operator\x12 shall."

    def test_flat_boxes_are_lines_and_other_paths_are_none(self):
        page = Page(texts=[(72, 700, "owner operator")])
        page.more = f"72 702.5 {5 * WIDTH} 1 re f\n72 600 300 80 re f\n{72 + 6 * WIDTH} 690 1 20 re f"
        assert read_pdf(pdf([page])) == "\x0eowner\x0f operator"

    def test_words_that_are_struck_and_underlined_are_struck(self):
        page = Page(texts=[(72, 700, "owner")], lines=[(70, 120, 698.5), (70, 120, 703)])
        assert read_pdf(pdf([page])) == "\x0eowner\x0f"

    def test_a_line_far_away_marks_nothing(self):
        page = Page(texts=[(72, 700, "owner")], lines=[(70, 120, 720), (70, 120, 680), (300, 400, 703)])
        assert read_pdf(pdf([page])) == "owner"

    def test_a_page_full_of_lines_is_a_drawing(self, monkeypatch: pytest.MonkeyPatch):
        page = Page(texts=[(72, 700, "owner")], lines=[(70, 120, 703)] * 4)
        assert "\x0e" in read_pdf(pdf([page]))
        monkeypatch.setattr(pdf_layout, "_RULES", 3)
        assert read_pdf(pdf([page])) == "owner"
        monkeypatch.setattr(pdf_layout, "_RULES", 5000)
        monkeypatch.setattr(pdf_layout, "_OBJECTS", 2)
        assert read_pdf(pdf([page])) == "owner"

    @settings(max_examples=30, deadline=None)
    @given(
        words=st.lists(
            st.tuples(st.sampled_from(["owner", "operator", "shall", "a", "report"]), st.sampled_from(["", "s", "i"])),
            min_size=1,
            max_size=8,
        )
    )
    def test_of_any_mixture_no_struck_word_appears_and_every_other_does(self, words: list[tuple[str, str]]):
        page, x = Page(), 20.0
        page.texts.append((20, 700, " ".join(word for word, _ in words)))
        for word, kind in words:
            end = x + len(word) * WIDTH
            if kind:
                page.lines.append((x, end, 700 + SIZE * (0.25 if kind == "s" else -0.12)))
            x = end + WIDTH
        found = extract(pdf([page]), media_type="application/pdf", pdf=_InProcess())
        kept = [word for word, kind in words if kind != "s"]
        if found.quality is TextQuality.UNREADABLE:  # fewer letters than a bill may have
            assert "no text layer" in found.reason or not kept
        else:
            assert found.text.split() == kept


class _InProcess:
    def text_of(self, body: bytes) -> str:
        return read_pdf(body)


class TestBills:
    def test_margin_numbers_headers_and_footers_go(self, reader: ChildPdfReader):
        pages = [bill_page(LINES, number=1, of=2), bill_page(LINES[4:] + LINES[:4], number=2, of=2)]
        found = extract(pdf(pages), media_type="application/pdf", pdf=reader)
        assert (found.method, found.quality) == ("pdf/1", TextQuality.OK)
        within = "within 30 days what was done about it."
        assert found.text.split("\n")[:4] == [
            f"{' '.join(LINES[:2])} {LINES[2]}",
            f"(a) The report names each risk, and it says {within}",
            "(b) The department publishes the report.",
            f"{' '.join(LINES[6:])} {within}",
        ]
        assert "Page" not in found.text
        assert "HB 9901" not in found.text

    def test_struck_words_are_not_law(self, reader: ChildPdfReader):
        page = bill_page(LINES, number=1, of=1)
        start = 100 + len("Section 1. An ") * WIDTH
        page.lines.append((start, start + len("operator") * WIDTH, 723))
        found = extract(pdf([page]), media_type="application/pdf", pdf=reader)
        assert found.text.startswith("Section 1. An of a companion chatbot shall file")
        assert found.quality is TextQuality.OK

    def test_a_scan_has_no_text_layer(self, reader: ChildPdfReader):
        found = extract(pdf([Page(more="0 0 300 300 re f")] * 3), media_type="application/pdf", pdf=reader)
        assert (found.text, found.quality) == ("", TextQuality.UNREADABLE)
        assert found.reason == "the PDF has no text layer (a scan)"


class TestBadFiles:
    @pytest.mark.parametrize(
        ("body", "reason"),
        [
            (b"", "Data format error"),
            (b"%PDF-1.7", "Data format error"),
            (SAMPLE[: len(SAMPLE) // 2], "Data format error"),
            (pdf([]), "Failed to load document"),
            (encrypted(), "password"),
            (pdf([Page()], count=10_000), "the PDF has 10,000 pages; the limit is 3,000"),
        ],
    )
    def test_the_reason_is_said_and_the_next_file_is_read_by_the_same_child(
        self, reader: ChildPdfReader, body: bytes, reason: str
    ):
        with pytest.raises(PdfError, match=reason):
            reader.text_of(body)
        before = reader._child
        assert before is not None
        assert reader.text_of(SAMPLE) == "An operator shall report."
        assert reader._child is before
        assert reason in pdf_child._answer(body)[1].decode()

    @pytest.mark.parametrize("count", [-5, 10**9, 2**31 - 1])
    def test_a_count_of_pages_that_cannot_be_is_not_believed(self, reader: ChildPdfReader, count: int):
        body = pdf([Page(texts=[(72, 700, "An operator shall report.")])], count=count)
        assert reader.text_of(body) == "An operator shall report."

    def test_too_many_characters_are_an_error(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(pdf_child, "_CHARACTERS", 30)
        assert pdf_child._answer(SAMPLE)[0] == 0
        body = pdf([Page(texts=[(72, 700, "An operator shall report.")])] * 2)
        assert pdf_child._answer(body) == (1, b"not readable as PDF: the PDF has more than 30 characters")

    def test_a_file_that_is_too_large_never_reaches_the_child(
        self, reader: ChildPdfReader, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(pdf_module, "_MOST", 10)
        with pytest.raises(PdfError, match="too large"):
            reader.text_of(SAMPLE)
        assert reader._child is None

    def test_memory_that_runs_out_in_the_child_is_a_reason(self, monkeypatch: pytest.MonkeyPatch):
        def fail(_body: bytes) -> str:
            raise MemoryError

        monkeypatch.setattr(pdf_child, "read_pdf", fail)
        assert pdf_child._answer(SAMPLE) == (1, b"the PDF needs more memory than it may have")

    def test_damaged_files_give_a_text_or_a_reason(self, reader: ChildPdfReader):
        @settings(max_examples=60, deadline=None)
        @given(place=st.integers(0, len(SAMPLE) - 1), value=st.integers(0, 255), end=st.integers(0, len(SAMPLE)))
        def damaged(place: int, value: int, end: int) -> None:
            body = bytearray(SAMPLE)
            body[place] = value
            try:
                assert len(reader.text_of(bytes(body[:end]))) < 100
            except PdfError as error:
                assert str(error).startswith("not readable as PDF")  # noqa: PT017 - either is right

        damaged()
        assert reader.text_of(SAMPLE) == "An operator shall report."


@pytest.mark.crash
class TestLimits:
    def test_memory(self):
        with ChildPdfReader(seconds=60, memory_mb=256) as reader:
            for _ in range(2):
                with pytest.raises(PdfError, match="memory"):
                    reader.text_of(bomb(400))
                assert reader.text_of(SAMPLE) == "An operator shall report."

    def test_memory_too_small_to_start_is_a_reason_each_time(self):
        with ChildPdfReader(memory_mb=1) as reader:
            for _ in range(2):
                with pytest.raises(PdfError, match="made the reader fail"):
                    reader.text_of(SAMPLE)

    def test_time(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(pdf_module, "subprocess", _children("import sys, time; sys.stdin.read(1); time.sleep(60)"))
        with ChildPdfReader(seconds=0.3) as reader:
            before = time.monotonic()
            with pytest.raises(PdfError, match=r"could not be read within 0\.3 s"):
                reader.text_of(SAMPLE)
            assert time.monotonic() - before < 5
            assert reader._child is None
            monkeypatch.undo()
            reader.seconds = 30
            assert reader.text_of(SAMPLE) == "An operator shall report."

    def test_time_counts_for_an_answer_that_comes_in_drops(self, monkeypatch: pytest.MonkeyPatch):
        code = (
            "import sys, time\nsys.stdin.read(1)\nsys.stdout.buffer.write(bytes([0, 0, 0, 1, 0]))\n"
            "while True: sys.stdout.write('x'); sys.stdout.flush(); time.sleep(0.05)"
        )
        monkeypatch.setattr(pdf_module, "subprocess", _children(code))
        with ChildPdfReader(seconds=0.5) as reader, pytest.raises(PdfError, match="could not be read within"):
            reader.text_of(SAMPLE)

    def test_an_answer_that_claims_too_much_ends_the_child(self, monkeypatch: pytest.MonkeyPatch):
        code = "import sys\nsys.stdin.read(1)\nsys.stdout.buffer.write(bytes([0, 255, 0, 0, 0]))\nsys.stdout.flush()"
        monkeypatch.setattr(pdf_module, "subprocess", _children(code + "\nsys.stdin.read()"))
        with ChildPdfReader(seconds=10) as reader:
            with pytest.raises(PdfError, match="too long"):
                reader.text_of(SAMPLE)
            monkeypatch.undo()
            assert reader.text_of(SAMPLE) == "An operator shall report."

    @pytest.mark.parametrize("large", [False, True])
    def test_a_child_that_dies_in_a_document_is_a_reason(self, monkeypatch: pytest.MonkeyPatch, large: bool):
        monkeypatch.setattr(pdf_module, "subprocess", _children("import os; os._exit(9)"))
        with ChildPdfReader(seconds=10) as reader:
            with pytest.raises(PdfError, match="made the reader fail"):
                reader.text_of(SAMPLE * (2000 if large else 1))
            monkeypatch.undo()
            assert reader.text_of(SAMPLE) == "An operator shall report."


def _children(code: str) -> SimpleNamespace:
    """In the place of :mod:`subprocess`: each child runs this instead."""

    def start(_command: list[str], **how: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-c", code], **how)

    return SimpleNamespace(Popen=start, PIPE=subprocess.PIPE, DEVNULL=subprocess.DEVNULL)


@pytest.mark.crash
class TestLifeOfTheChild:
    def test_it_starts_when_it_is_needed_and_ends_with_the_reader(self):
        with ChildPdfReader() as reader:
            assert reader._child is None
            reader.text_of(SAMPLE)
            assert reader._child is not None
            child = psutil.Process(reader._child.pid)
            reader.text_of(SAMPLE)
            assert reader._child.pid == child.pid
        assert not child.is_running()
        reader.close()

    def test_one_that_was_killed_between_two_documents_is_replaced(self, reader: ChildPdfReader):
        reader.text_of(SAMPLE)
        first = reader._child
        assert first is not None
        first.send_signal(signal.SIGKILL)
        first.wait()
        assert reader.text_of(SAMPLE) == "An operator shall report."
        assert reader._child is not first

    def test_it_ends_with_its_parent(self):
        code = (
            "import os, signal\nfrom monitor.pdf import ChildPdfReader\nfrom tests.pdf_samples import Page, pdf\n"
            "reader = ChildPdfReader()\nreader.text_of(pdf([Page()]))\n"
            "print(reader._child.pid, flush=True)\nos.kill(os.getpid(), signal.SIGKILL)"
        )
        child = _child_of(code)
        assert until(lambda: not _runs(child))

    def test_it_ends_with_its_parent_though_its_input_stays_open(self):
        ours, theirs = os.pipe()
        try:
            os.write(theirs, struct.pack(">I", 0))  # its answer says that the child is at work
            code = (
                "import os, signal, subprocess, sys\n"
                f"child = subprocess.Popen([sys.executable, '-m', 'monitor.pdf_child', '512', '60'], stdin={ours}, "
                "stdout=subprocess.PIPE)\n"
                "child.stdout.read(5)\nprint(child.pid, flush=True)\nos.kill(os.getpid(), signal.SIGKILL)"
            )
            child = _child_of(code, keep=(ours,))
            assert until(lambda: not _runs(child))
        finally:
            os.close(ours)
            os.close(theirs)

    def test_it_follows_its_parent_by_its_number(self, monkeypatch: pytest.MonkeyPatch):
        parents = iter([7, 7, 1])
        monkeypatch.setattr(pdf_child.os, "getppid", lambda: next(parents))
        monkeypatch.setattr(pdf_child.time, "sleep", lambda _seconds: None)
        monkeypatch.setattr(pdf_child.os, "_exit", sys.exit)
        with pytest.raises(SystemExit) as stop:
            pdf_child._follow(7)
        assert stop.value.code == 0

    @pytest.mark.parametrize("rest", [b"", b"\x00", struct.pack(">I", 10) + b"half"])
    def test_it_ends_when_its_input_ends(self, rest: bytes):
        question = struct.pack(">I", len(SAMPLE)) + SAMPLE
        done = subprocess.run(
            [sys.executable, "-m", "monitor.pdf_child", "1024", "30"],
            input=question * 2 + rest,
            capture_output=True,
            check=True,
            timeout=60,
        )
        text = b"An operator shall report."
        assert done.stdout == (struct.pack(">BI", 0, len(text)) + text) * 2
        assert done.stderr == b""


def _child_of(code: str, keep: tuple[int, ...] = ()) -> int:
    """Run a program that prints the number of its child and kills itself."""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, pass_fds=keep, cwd=_root()) as parent:
        assert parent.stdout is not None
        number = int(parent.stdout.readline())
        assert parent.wait(60) == -signal.SIGKILL
    return number


def _root() -> str:
    return os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))  # noqa: PTH100, PTH120


def _runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
