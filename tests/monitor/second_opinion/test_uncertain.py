from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.classify import abstain
from monitor.model.finding import CARVE_OUT_POSITION, Label
from monitor.model.provision import Span
from monitor.second_opinion.passage import MOST, lead_in_of, passage_of
from monitor.second_opinion.uncertain import BAND, Band, Doubt, RuleView, in_doubt

DOUBT = Band(low=0.35, high=0.65)


def view(confidence: float, position: str = "one", label: Label = Label.POTENTIAL) -> RuleView:
    return RuleView(position=position, label=label, confidence=confidence, at=Span(0, 5))


def provision(*views: RuleView, version: int = 1, start: int = 0) -> Doubt:
    return Doubt(
        bill_id=1,
        version_id=version,
        text_sha256="x",
        position_release="p1",
        subject="WA HB 1 (2026), Sec. 1",
        provision_label="Sec. 1",
        heading="",
        span=Span(start, start + 10),
        lead_in=(),
        views=views,
    )


def test_only_what_lies_in_the_band_is_in_doubt():
    kept = [one.views[0].confidence for one in in_doubt([provision(view(c)) for c in (0.34, 0.35, 0.65, 0.66)], DOUBT)]
    assert kept == [0.35, 0.65]


def test_by_default_it_is_what_a_person_should_look_at():
    assert (BAND.low, BAND.high) == (abstain.BAND.low, abstain.BAND.high)


def test_only_flags_have_a_confidence_of_their_own():
    assert in_doubt([provision(view(0.5, "one", label)) for label in (Label.EXEMPT, Label.ALIGNED)], DOUBT) == ()


def test_the_most_doubtful_comes_first():
    found = in_doubt([provision(view(c), start=i * 10) for i, c in enumerate((0.6, 0.5, 0.4, 0.52))], DOUBT)
    assert [one.views[0].confidence for one in found] == [0.5, 0.52, 0.6, 0.4]


def test_a_sure_view_of_the_same_position_ends_the_doubt_and_a_carve_out_alone_raises_none():
    assert in_doubt([provision(view(0.5), view(0.9))], DOUBT) == ()
    assert in_doubt([provision(view(0.5, CARVE_OUT_POSITION, Label.EXEMPT))], DOUBT) == ()
    (kept,) = in_doubt([provision(view(0.5, "two"), view(0.9, "one"), view(0.4, "two"))], DOUBT)
    assert [(one.position, one.confidence) for one in kept.views] == [("two", 0.5)]


def test_a_provision_without_words_is_not_asked_about():
    assert in_doubt([replace(provision(view(0.5)), span=Span(3, 3))], DOUBT) == ()


@pytest.mark.parametrize(("low", "high"), [(0.6, 0.5), (-0.1, 0.5), (0.5, 1.1)])
def test_a_band_lies_between_nought_and_one(low: float, high: float):
    with pytest.raises(ValueError, match="not a band"):
        Band(low=low, high=high)


TEXT = "  " + "A developer shall publish a report on it. " * 600


def test_a_short_provision_is_sent_whole_without_the_blanks_around_it():
    sent = passage_of(TEXT, whole=Span(0, 44), own=Span(0, 20), doubt=Span(2, 10))
    assert sent.of(TEXT) == "A developer shall publish a report on it."


def test_of_a_long_one_its_own_words_are_sent_when_the_doubt_is_there():
    whole = Span(0, len(TEXT))
    assert passage_of(TEXT, whole=whole, own=Span(2, 43), doubt=Span(4, 8)) == Span(2, 43)
    around = passage_of(TEXT, whole=whole, own=Span(2, 43), doubt=Span(20_000, 20_020))
    assert around.start < 20_000 < 20_020 < around.end
    assert around.end - around.start <= MOST
    assert (TEXT[around.start - 1], TEXT[around.end]) == (" ", " ")


@given(st.lists(st.integers(0, len(TEXT)), min_size=6, max_size=6))
def test_what_is_sent_is_bounded_and_inside_the_provision(cuts: list[int]):
    start, end = sorted(cuts[:2])
    own = sorted(min(max(cut, start), end) for cut in cuts[2:4])
    whole, doubt = Span(start, end), Span(*sorted(cuts[4:]))
    sent = passage_of(TEXT, whole=whole, own=Span(*own), doubt=doubt)
    assert whole.start <= sent.start <= sent.end <= whole.end
    assert sent.end - sent.start <= MOST


def test_a_long_lead_in_is_cut_to_its_end():
    (sent,) = lead_in_of(TEXT, (Span(2, 5_000), Span(0, 2)))
    assert sent.end in (4_999, 5_000)
    assert 500 < sent.end - sent.start <= 700
    assert TEXT[sent.start - 1] == " "
