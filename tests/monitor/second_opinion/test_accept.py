from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.model.finding import EvidenceRole
from monitor.model.provision import Span
from monitor.second_opinion.accept import How, Source, accept, accept_all
from monitor.second_opinion.plain import plain, plain_words

TEXT = (
    "A deployer shall do all of the following:\n"
    "(a) not later than July 1, 2027, publish on its web-\nsite a ﬁnal “high‑risk” statement — for each café;\n"
    "(b) a state agency is exempt from this subsection."
)
LEAD_IN = Span(0, TEXT.index("\n"))
PASSAGE = Span(TEXT.index("(a)"), len(TEXT))
SOURCE = Source(text=TEXT, passage=PASSAGE, lead_in=(LEAD_IN,))


@pytest.mark.parametrize(
    "said",
    [
        "not later than July 1, 2027, publish",
        "NOT LATER THAN JULY 1, 2027, PUBLISH",
        'publish on its website a final "high-risk" statement - for each café',
        "publish on its website a final 'high-risk'".replace("'", '"'),
        "  for each cafe\u0301;  ",
        "a state\u00a0agency\u200b is exempt",
    ],
)
def test_the_same_words_in_other_print_are_the_source_words(said: str):
    found = accept(said, SOURCE)
    assert found is not None
    assert found.how is How.EXACT
    assert found.evidence.role is EvidenceRole.OPERATIVE
    assert found.evidence.quote == found.evidence.span.of(TEXT)
    assert plain_words(found.evidence.quote) == plain_words(said)


def test_a_paraphrase_gives_way_to_the_words_of_the_source():
    found = accept("not later then July 1, 2027, publish on it's website a final “high-risk” statement", SOURCE)
    assert found is not None
    assert found.how is How.ALIGNED
    assert found.evidence.quote == "not later than July 1, 2027, publish on its web-\nsite a ﬁnal “high‑risk” statement"


@pytest.mark.parametrize(
    "said",
    [
        "shall obtain a licence from the commissioner before release",  # invented
        "a deployer must do all of the following",  # another modal, though nearly the same
        "later than July 1, 2027, publish on its website a final statement",  # words left out
        "publish on its website ... for each café",  # an ellipsis
        "not later than July 1, 2028, publish on its website",  # another year
        "publish",  # one word stands everywhere
        "a state",
        "",
        TEXT * 3,
    ],
)
def test_what_does_not_stand_there_is_dropped(said: str):
    assert accept(said, SOURCE) is None


def test_a_dropped_negation_does_not_pass_as_nearly_the_same():
    text = "A developer shall not publish the weights of any frontier model that it has trained in this state."
    source = Source(text=text, passage=Span(0, len(text)))
    assert accept(text.replace(" not ", " "), source) is None
    assert accept(text.replace("weights", "weight"), source) is not None


def test_words_of_the_lead_in_have_its_role_unless_they_show_a_carve_out():
    found = accept("A deployer shall do all of the following", SOURCE)
    assert found is not None
    assert found.evidence.role is EvidenceRole.LEAD_IN
    found = accept("a state agency is exempt from this subsection", SOURCE, EvidenceRole.CARVE_OUT)
    assert found is not None
    assert found.evidence.role is EvidenceRole.CARVE_OUT


def test_words_outside_of_what_was_sent_are_not_accepted():
    source = Source(text=TEXT, passage=LEAD_IN)
    assert accept("a state agency is exempt from this subsection", source) is None


def test_a_place_counts_once_and_what_was_dropped_is_told():
    quotes = ["a state agency is exempt", "A state agency is exempt", "wholly invented words"]
    found, dropped = accept_all(quotes, SOURCE)
    assert [one.said for one in found] == quotes[:1]
    assert dropped == ("wholly invented words",)


_LETTERS = st.characters(codec="utf-8") | st.sampled_from("  \n\t-–—“”‘’ﬁ½İK\u00ad\u0301éﬀ…ß")
_CLAIMS = st.text(_LETTERS, max_size=80)


@st.composite
def _claims_about_a_text(draw: st.DrawFn) -> tuple[Source, str]:
    text = draw(st.text(_LETTERS, max_size=120) | st.just(TEXT))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4)))
    source = Source(text=text, passage=Span(cuts[2], cuts[3]), lead_in=(Span(cuts[0], cuts[1]),))
    start, end = sorted(draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=2)))
    said = draw(st.just(text[start:end]) | st.just(text[start:end].upper()) | _CLAIMS)
    return source, said + draw(st.just("") | st.text(_LETTERS, max_size=2))


@given(_claims_about_a_text(), st.sampled_from([EvidenceRole.OPERATIVE, EvidenceRole.CARVE_OUT]))
@example((SOURCE, "not later then July 1, 2027, publish on it's website"), EvidenceRole.OPERATIVE)
def test_whatever_is_said_an_accepted_quote_stands_in_the_provision(claim: tuple[Source, str], role: EvidenceRole):
    source, said = claim
    found = accept(said, source, role)
    if found is None:
        return
    span, quote = found.evidence.span, found.evidence.quote
    assert source.text[span.start : span.end] == quote != ""
    assert any(room.start <= span.start and span.end <= room.end for room in (source.passage, *source.lead_in))
    if found.how is How.EXACT:
        assert plain_words(said) in plain(quote).text


@given(st.text(_LETTERS, max_size=100), st.data())
def test_every_place_of_a_plain_text_leads_back_into_the_text(text: str, data: st.DataObject):
    folded = plain(text)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    span = folded.raw(start, end)
    assert 0 <= span.start < span.end <= len(text)


@given(
    st.lists(st.sampled_from("a developer shall publish not the model café “x” risk — 72 hours".split()), min_size=6)
)
def test_any_whole_words_of_the_text_are_found_exactly(words: list[str]):
    text = " ".join(words)
    found = accept(text, Source(text=f"(1) {text}.", passage=Span(0, len(text) + 5)))
    assert found is not None
    assert found.how is How.EXACT
    assert found.evidence.quote == text
