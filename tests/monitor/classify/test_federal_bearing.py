"""What a federal document is said to bear on, and what it is not. All texts are made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.classify.federal_bearing import bearings_of, document_text
from monitor.classify.federal_cues import ACTS, CUES
from monitor.classify.federal_words import ai_words
from monitor.model.federal import FederalKind
from monitor.positions import load_positions

AI = "Agencies use artificial intelligence (AI). "


def told(text: str, *, title: str = "A sample notice", kind: FederalKind = FederalKind.NOTICE) -> dict[str, str]:
    found = bearings_of(title, text, kind=kind)
    whole = document_text(title, text)
    for one in found:
        assert one.quotes
        assert all(quote.span.of(whole) == quote.quote for quote in one.quotes)
    return {one.position: one.how.value for one in found}


@pytest.mark.parametrize(
    ("words", "is_named"),
    [
        ("The Director of CAISSI reports.", True),
        ("Era of Super Intelligence", True),
        ('Super Intelligence ("SI") is here. SI grows.', True),
        ("No agency may fund State SI laws.", True),
        ("SI developers may take part.", True),
        ("Lengths are given in SI units, by SI rules.", False),
        ("The Système International, SI standards apply.", False),
        ("Section 5 of part SI", False),
        ("Avian influenza (AI) spreads among birds.", False),
        ("AI/AN: American Indian communities and AI", False),
        ("The airline said PAID and AIR.", False),
    ],
)
def test_the_words_of_the_technology_old_and_new(words: str, is_named: bool):
    assert ai_words(words).is_named is is_named


def test_super_intelligence_that_is_spelt_out_makes_every_short_form_count_but_units():
    words = [quote.quote for quote in ai_words('Super Intelligence ("SI"). SI is new; SI units are old.').places]
    assert words == ["Super Intelligence", "SI", "SI"]


def test_every_cue_is_of_a_position_and_so_is_every_order():
    known = {position.id for position in load_positions().positions}
    assert set(CUES) <= known
    assert {position for positions in ACTS.values() for position in positions} <= known
    assert known - set(CUES) == {"other-statutes"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (AI + "Applicants say how a patchwork of state laws affects them.", {"national-policy": "new"}),
        ("Super Intelligence: a mandatory licensing of SI models is not meant.", {"frontier-voluntary": "new"}),
        (AI + "Under Executive Order 14365 we ask about truthful outputs.", {"truthful-outputs": "implements"}),
        (AI + "Agencies consider Executive Order 14365 when they buy chairs.", {}),
        (AI + "Executive Order 14409 is hereby revoked.", {"frontier-voluntary": "withdraws"}),
        (AI + "This order amends Executive Order 14409 of June 2, 2026.", {"frontier-voluntary": "changes"}),
        ("A patchwork of state laws on fishing.", {}),
    ],
)
def test_a_notice(text: str, expected: dict[str, str]):
    assert told(text) == expected


def test_an_order_that_only_cites_another_one_by_its_name_does_not_bear_on_its_position():
    text = AI + "Executive Order 14179 (Removing Barriers to American Leadership in Artificial Intelligence) stands."
    assert told(text, kind=FederalKind.EXECUTIVE_ORDER) == {}


def test_words_about_an_order_restate_and_a_complaint_challenges():
    text = AI + "A State AI law may unconstitutionally regulate interstate commerce."
    assert told(text, kind=FederalKind.STATEMENT) == {"interstate-commerce": "restates"}
    title = "Justice Department Files Complaint in Intervention against a sample law"
    assert told(text, title=title, kind=FederalKind.PRESS_RELEASE) == {"interstate-commerce": "challenges"}
    assert told(text, title="Withdrawal of a sample statement") == {"interstate-commerce": "withdraws"}


@given(st.text(), st.text(), st.sampled_from(FederalKind))
def test_any_text_gives_quotes_that_stand_in_it(title: str, text: str, kind: FederalKind):
    told(f"{AI}{text} Executive Order 14365 is amended; truthful outputs", title=title, kind=kind)
