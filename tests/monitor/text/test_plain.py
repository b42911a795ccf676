from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.text.plain import clean_lines, reflow

WORDS = "An operator of a companion chatbot shall file a report on each known risk with the department of records"


def numbered(lines: list[str], *, start: int = 1) -> str:
    return "\n".join(f"{number:>3}  {line}" for number, line in enumerate(lines, start))


def test_printed_lines_become_paragraphs():
    assert reflow(
        ["Section 1. An operator shall", "report each risk.", "", "Section 2. This act takes", "effect July 1."]
    ) == ["Section 1. An operator shall report each risk.", "Section 2. This act takes effect July 1."]


def test_an_indent_begins_a_paragraph():
    assert reflow(["The operator shall", "report.", "     The office shall", "read it."]) == [
        "The operator shall report.",
        "The office shall read it.",
    ]


@pytest.mark.parametrize("mark", ["(a)", "[1]", "12. ", "b. ", "SECTION", "Sec.", "§", "WHEREAS", "Be it", "ARTICLE"])
def test_a_mark_begins_a_paragraph(mark: str):
    assert reflow(["An operator that", f"{mark} shall report"]) == ["An operator that", f"{mark} shall report".strip()]


def test_a_page_that_turns_inside_a_sentence_joins():
    assert reflow(["An operator shall", "", "report each risk."]) == ["An operator shall report each risk."]
    assert reflow(["An operator shall;", "", "report each risk."]) == ["An operator shall;", "report each risk."]


def test_a_hyphen_at_the_end_of_a_line_stays():
    assert reflow(["a third-", "party audit"]) == ["a third-party audit"]
    assert reflow(["a third-", "Party audit"]) == ["a third- Party audit"]


@pytest.mark.timeout(60)  # seconds; quadratic work takes far longer
def test_a_long_paragraph_is_joined_in_little_time():
    assert len(reflow(["word of the law"] * 60_000)[0]) == 16 * 60_000 - 1


def test_margin_numbers_go_and_numbers_of_the_law_stay():
    lines = ["Within", "30 days after it knows of a risk, an operator", *["shall report the risk."] * 8, "of the year"]
    text = clean_lines(numbered(lines), printed=True)
    assert text.startswith("Within 30 days after it knows of a risk, an operator shall report")
    assert text.count("shall report the risk.") == 8


def test_digits_that_a_pdf_sets_apart_are_a_margin_number():
    lines = [f"{' '.join(str(n))}   the operator shall report risk {chr(96 + n)}" for n in range(1, 16)]
    cleaned = clean_lines("\n".join(lines), printed=True)
    assert not any(character.isdigit() for character in cleaned)
    assert cleaned.count("operator") == 15


@pytest.mark.parametrize(
    "numbers", [range(1, 6), [40, 3, 77, 12, 9, 60, 2, 31, 5, 90], [5000 + 40 * n for n in range(12)]]
)
def test_numbers_that_do_not_count_lines_stay(numbers):
    lines = [f"{n} apples are bought." for n in numbers]
    assert clean_lines("\n".join(lines), printed=True) == " ".join(lines)


def test_a_year_among_margin_numbers_stays():
    lines = [f"{n:>3} line {chr(96 + n)} of the act" for n in range(1, 12)]
    lines.insert(4, "2026 GENERAL SESSION")
    assert "2026 GENERAL SESSION" in clean_lines("\n".join(lines), printed=True)


def test_page_numbers_go_on_printed_pages_only():
    assert clean_lines("The act.\n\n  12  \n\nThe end.", printed=True) == "The act.\nThe end."
    assert clean_lines("The act.\n12\nThe end.", printed=False) == "The act.\n12\nThe end."


@pytest.mark.parametrize(
    "furniture",
    [
        "Page 2 of 14",
        "- 7 -",
        "CODING: Words stricken are deletions; words underlined are additions.",
        "CODING: Words  are deletions; words underlined are additions.",
        "F L O R I D A   H O U S E   O F   R E P R E S E N T A T I V E S",
        "F  L O R I D A  H O U S E  O F  R E P R E S E N T A T I V  E S",
        "hb9901-00",
        "HB 9901, Engrossed 1  2026",
        "Florida Senate - 2026    SB 9902",
        "SB0902S01 compared with SB0902",
        "01-21-26 9:15 AM",
        "--- END ---",
    ],
)
def test_page_furniture_goes(furniture: str):
    for printed in (True, False):
        assert furniture not in clean_lines(f"The act.\n{furniture}\nThe end.", printed=printed)


def test_numbers_inside_lines_that_were_joined_go():
    parts = [f"{number} {WORDS[:58]}" for number in range(1, 31)]
    cleaned = clean_lines(" ".join(parts), printed=True)
    assert not any(character.isdigit() for character in cleaned)
    assert cleaned.count("companion chatbot") == 30


def test_natural_numbers_in_a_long_line_stay():
    line = f"{WORDS} within 1 year and 2 days and 3 hours. " * 12
    assert clean_lines(line, printed=False).count("1 year and 2 days and 3 hours") == 12


def test_a_natural_number_beside_a_margin_number_stays():
    parts = [f"{n} {WORDS[:52]} {'within 9 days' if n == 4 else 'of each year'}" for n in range(1, 31)]
    cleaned = clean_lines(" ".join(parts), printed=True)
    assert "within 9 days" in cleaned
    assert " 17 " not in cleaned


@pytest.mark.timeout(60)  # seconds; quadratic work takes far longer
def test_many_small_numbers_take_little_time():
    assert clean_lines("1 " * 2000 + "2 " * 60_000, printed=True).endswith("2 2")


def test_a_site_around_a_flat_text_goes():
    site = "Skip to main content Legislature Search " * 10
    text = f"{site} A bill for an act {WORDS * 6} About the Legislature Historical Information Employment/Internships"
    cleaned = clean_lines(text, printed=True)
    assert cleaned.startswith("A bill for an act An operator")
    assert cleaned.endswith("department of records")


def test_a_site_without_a_bill_stays_as_it_is():
    text = "Skip to main content " + WORDS * 7
    assert clean_lines(text, printed=True) == text


def test_a_section_number_on_a_line_of_its_own_joins_its_section():
    assert clean_lines("Section 1.\nShort title.\nSubd. 2a.\nDefinitions.", printed=False) == (
        "Section 1. Short title.\nSubd. 2a. Definitions."
    )


def test_empty_brackets_and_blanks_before_marks_go():
    assert clean_lines("An operator [ ] shall (( )) report ; each  risk .", printed=False) == (
        "An operator shall report; each risk."
    )


@settings(deadline=None)
@given(text=st.text(alphabet="ab (1)[].-\n\r\f\t\u00a0\u202e9"), printed=st.booleans())
def test_clean_lines_have_no_empty_lines_no_edges_and_nothing_invisible(text: str, printed: bool):
    cleaned = clean_lines(text, printed=printed)
    for line in cleaned.split("\n") if cleaned else ():
        assert line
        assert line == line.strip()
        assert "  " not in line
        assert "\u202e" not in line
