"""A line of the sample files is one bill, and a wrong line is told."""

from __future__ import annotations

import pytest

from crawlers.samples.steps import chamber_of, day_of, read_line, read_steps, read_texts


def test_a_line_has_number_title_sponsors_steps_and_texts():
    line = read_line(
        "HB 9901 | Grain | Sample, A.; Specimen, B. | 09-08 introduced | 09-08 Introduced grain:pdf; - Comm-Sub x"
    )
    assert (line.number, line.title, line.sponsors) == ("HB 9901", "Grain", ("Sample, A.", "Specimen, B."))
    assert line.steps == "09-08 introduced"
    assert line.texts == (("2026-09-08", "Introduced", "grain", "pdf"), ("", "Comm Sub", "x", ""))


def test_a_step_names_chamber_classes_and_words():
    first, second, third = read_steps("09-08 referred Public Health; 2025-01-02 passed-there; 11-02 sent", "lower")
    assert (first.on, first.chamber, first.classes) == ("2026-09-08", "lower", ("referral-committee",))
    assert first.words == "Referred to the House Committee on Public Health"
    assert (second.on, second.chamber, second.classes) == ("2025-01-02", "upper", ("passage", "reading-3"))
    assert (third.chamber, third.classes) == ("executive", ("executive-receipt",))
    assert read_steps("09-08 says Draft received", "upper")[0].classes == ()


@pytest.mark.parametrize(
    ("number", "lower", "upper", "chamber"),
    [
        ("HB 1", "HB", "SB", "lower"),
        ("SB 1", "HB", "SB", "upper"),
        ("SF 1", "HF", "SF", "upper"),
        ("A 1", "A", "S", "lower"),
        ("HD 1", "H", "S", "lower"),
        ("LC 1", "HB", "SB", "lower"),
        ("LB 1", "LB", "LB", "legislature"),
    ],
)
def test_the_chamber_is_that_of_the_number(number: str, lower: str, upper: str, chamber: str):
    assert chamber_of(number, lower, upper) == chamber


@pytest.mark.parametrize("raw", ["", "9-8", "09-08-2026", "yesterday"])
def test_a_day_that_is_none_is_told(raw: str):
    with pytest.raises(ValueError, match="no day"):
        day_of(raw)


def test_what_is_wrong_in_a_line_is_told():
    with pytest.raises(ValueError, match="four or five parts"):
        read_line("HB 1 | Title")
    with pytest.raises(ValueError, match="no such step: 'flew'"):
        read_steps("09-08 flew", "lower")
    with pytest.raises(ValueError, match="unpack"):
        read_texts("Introduced grain")
