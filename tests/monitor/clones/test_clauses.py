from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.clones.boilerplate import is_boilerplate
from monitor.clones.clauses import BillClause
from monitor.clones.cut import cutting_release, from_json, to_json
from monitor.clones.settings import CloneSettings
from monitor.clones.words import words_of
from monitor.model.provision import Span
from tests.cloning import EFFECT, HARBOR, PERSON, SETTINGS, SEVERABLE, SHORT_TITLE, cut, source

BILL = source("CO SB 9205")
LONG = "keep for five years a record of each choice that the engine made about a person in this state"
LIST = (
    "Section 1. (1) A deployer shall do all of the following:\n"
    "(a) Name an officer for it;\n"
    f"(b) {LONG}; and\n"
    "(c) Train its staff.\n"
    "(2) The duty ends when the engine is taken out of use by everybody who had it from the maker of the engine.\n"
)


def words(clause: BillClause) -> str:
    return " ".join(clause.words)


def test_a_long_item_is_a_clause_and_short_ones_go_with_what_leads_them_in():
    first, item, second = cut(LIST, BILL)
    assert words(first) == "a deployer shall do all of the following name an officer for it train its staff"
    assert (first.label, item.label, second.label) == ("Sec. 1(1)", "Sec. 1(1)(b)", "Sec. 1(2)")
    assert words(item) == f"{LONG} and"
    assert [span.of(LIST) for span in item.lead_in] == ["A deployer shall do all of the following:"]
    assert [part.of(LIST) for part in first.parts] == [
        "A deployer shall do all of the following:",
        "Name an officer for it;",
        "Train its staff.",
    ]
    assert first.span.of(LIST).endswith("Train its staff.")


def test_what_is_too_short_at_every_level_is_no_clause():
    assert cut("Section 1. (1) A deployer shall:\n(a) report;\n(b) pay.\n", BILL) == []


def test_what_a_section_amends_is_no_part_of_the_clause():
    text = (
        "NEW SECTION. Sec. 2. A new section is added to chapter 19.86 RCW to read as follows: "
        f"A deployer of a ranking engine shall {LONG}.\n"
    )
    (clause,) = cut(text, BILL)
    assert words(clause).startswith("a deployer of a ranking engine shall keep")


def test_a_text_without_marks_is_no_clause_when_it_is_longer_than_any():
    settings = CloneSettings(words_max=40)
    text = f"A deployer shall {LONG}, and shall {LONG}, and shall {LONG}."
    assert cut(text, BILL, settings) == []
    assert len(cut(text, BILL)) == 1


def test_sections_that_every_act_has_are_no_clauses():
    found = "\n".join(words(clause) for clause in cut(HARBOR, BILL))
    assert found
    for boilerplate in (SHORT_TITLE, PERSON, SEVERABLE, EFFECT):
        assert " ".join(word.form for word in words_of(boilerplate, [Span(0, len(boilerplate))])) not in found


@pytest.mark.parametrize(
    "text",
    [
        PERSON,
        SEVERABLE,
        EFFECT,
        SHORT_TITLE,
        "This act shall take effect on the first day of the tenth month after its passage, save that clerks may act.",
        "The term covered engine has the meaning given that term in section 4 of the Act on Engines.",
        "For purposes of this section, ranking engine means a machine that orders people by a score.",
        "Section 12-34-5 of the code is amended by adding at the end the following new subsection.",
        "The provisions of this act are declared to be severable from each other.",
        "This chapter shall be known and may be cited as the Fair Ranking Act.",
    ],
)
def test_boilerplate_is_known_by_its_opening_words(text: str):
    assert is_boilerplate([word.form for word in words_of(text, [Span(0, len(text))])])


@pytest.mark.parametrize(
    "text",
    [
        "A developer shall use reasonable means to keep the engine from treating people unequally.",
        "A deployer shall tell each person in effective words what the engine is used for.",
        "By means of a written notice the deployer shall explain the score to each person.",
        "A report is effective only if the officer of the deployer has signed every page of it.",
        "The commissioner may amend the form of the notice by a rule that is made after a hearing.",
    ],
)
def test_a_duty_is_no_boilerplate(text: str):
    assert not is_boilerplate([word.form for word in words_of(text, [Span(0, len(text))])])


PIECES = st.sampled_from(
    [
        *("Section 1. ", "Sec. 22. ", "(a) ", "(1) ", "(i) ", "\n", "shall:", "☃ "),
        *("A maker shall keep the record ", "of it. ", "“Engine” means a thing. ", "to read as follows: "),
        f"{LONG}. ",
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_clauses_of_any_text_are_its_own_words_once(text: str):
    clauses = cut(text, BILL, CloneSettings(words_min=6))
    taken: set[int] = set()
    for clause in clauses:
        found = words_of(text, clause.parts)
        assert tuple(word.form for word in found) == clause.words
        assert 6 <= len(clause.words) <= SETTINGS.words_max
        places = {word.start for word in found}
        assert not places & taken
        taken |= places
    assert [clause.span for clause in clauses] == sorted(clause.span for clause in clauses)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_a_kept_cut_gives_the_clauses_back(text: str):
    clauses = cut(text, BILL, CloneSettings(words_min=6))
    assert from_json(to_json(clauses), BILL) == clauses


def test_a_cut_is_kept_under_what_cut_it():
    assert cutting_release(SETTINGS) == cutting_release(CloneSettings(score_min=0.9))
    assert cutting_release(SETTINGS) != cutting_release(CloneSettings(words_min=9))
