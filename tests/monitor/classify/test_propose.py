from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.classify.abstain import BAND
from monitor.classify.judge import judge
from monitor.classify.model_file import BLANK, Logistic, Model, Scorer, load_model
from monitor.classify.read import look_at, reading_of
from monitor.classify.score import score
from monitor.model.finding import Assessment, EvidenceRole, Label
from monitor.model.proposal import ProposalSource
from monitor.positions import load_positions
from tests.monitor.classify.texts import bill

POSITIONS = load_positions()
DISCLOSURE, COMMERCE = "compelled-disclosure", "interstate-commerce"
KEEN = Scorer(
    positions=(DISCLOSURE, COMMERCE),
    intercepts=(-6.0, -6.0),
    terms={"boat": (1.0, (8.0, 0.0)), "registry": (1.0, (6.0, 0.0))},
    traits={},
    shown=Logistic(intercept=0.0, weights={"score": 1.0}),
)
MODEL = replace(BLANK, scorer=KEEN, release="sha256:keen")
BOAT = "An operator of an artificial intelligence system shall paint the boat."


def found(text: str, model: Model = MODEL, jurisdiction: str = "WA") -> Assessment:
    return score(reading_of(look_at(text, jurisdiction=jurisdiction), model), POSITIONS, model)


def test_a_sentence_that_no_rule_knows_is_proposed_with_its_words():
    text = bill(BOAT, "An operator of an artificial intelligence system shall pay the fee.")
    assessment = found(text)
    assert assessment.findings == ()
    (proposal,) = assessment.proposals
    assert (proposal.source, proposal.release) == (ProposalSource.SCORER, "sha256:keen")
    assert (proposal.position, proposal.label) == (DISCLOSURE, Label.POTENTIAL)
    assert proposal.provision_label == "Sec. 1"
    assert "paint the boat" in text[proposal.span.start : proposal.span.end]
    (quote,) = proposal.quotes
    assert quote.quote == BOAT
    assert text[quote.span.start : quote.span.end] == BOAT
    assert proposal.reason == (
        "No rule finds compelled disclosure in this bill; the sentence resembles those that people flagged (boat)."
    )
    assert proposal.probability == 0.881
    assert proposal.detail == {"terms": [["boat", 8.0]]}


def test_an_item_of_a_list_is_quoted_with_its_lead_in():
    text = bill("An operator of an artificial intelligence system shall: (1) pay the fee; and (2) paint the boat.")
    (proposal,) = found(text).proposals
    assert [quote.role for quote in proposal.quotes] == [EvidenceRole.OPERATIVE, EvidenceRole.LEAD_IN]


def test_where_the_bill_meets_the_position_nothing_is_proposed():
    notice = "An operator shall notify each user that a chatbot is not a human."
    assessment = found(bill(BOAT, notice))
    assert any(finding.position == DISCLOSURE for finding in assessment.findings)
    assert assessment.proposals == ()


def test_at_most_three_provisions_a_position_the_likeliest_first():
    dull = "An operator of an artificial intelligence system shall open the registry."
    assessment = found(
        bill(dull, BOAT, BOAT, "An operator of an AI system shall paint the boat of the registry.", BOAT)
    )
    assert len(assessment.proposals) == 3
    assert assessment.proposals[0].provision_label == "Sec. 4"
    probabilities = [proposal.probability for proposal in assessment.proposals]
    assert probabilities == sorted(probabilities, reverse=True)


def test_below_the_band_nothing_is_proposed():
    unsure = replace(KEEN, shown=Logistic(intercept=-6.0, weights={"score": 1.0}))
    assert found(bill(BOAT), replace(MODEL, scorer=unsure)).proposals == ()


def test_congress_other_bills_and_a_blank_model_have_no_proposals():
    assert found(bill(BOAT), jurisdiction="US").proposals == ()
    assert found("An act concerning roads. Section 1. An operator shall paint the boat.").proposals == ()
    assert found(bill(BOAT), BLANK).proposals == ()


def test_positions_that_are_not_labelled_are_never_proposed():
    other = replace(KEEN, positions=("national-policy", "no-such-position"))
    assert found(bill(BOAT), replace(MODEL, scorer=other)).proposals == ()


PARTS = st.sampled_from(
    [
        "A developer shall tell the public how the model was trained. ",
        "A platform may not offer a model before a certificate is issued. ",
        "An operator shall: (a) keep the boat; (b) show an audit of the AI system to the office. ",
        "“AI” means artificial intelligence. ",
        "The department shall study artificial intelligence. ",
        "Section 3. ",
        "\xa0İ ",
        "; and ",
    ]
)


@given(st.lists(PARTS, max_size=20).map("".join))
@settings(max_examples=60, deadline=None)
def test_every_proposal_quotes_the_text_and_is_likely_enough(words: str):
    text = f"An act concerning artificial intelligence. Section 1. {words}"
    keen = load_model()
    assert keen.scorer is not None
    keen = replace(keen, scorer=replace(keen.scorer, shown=Logistic(intercept=1.0, weights={"score": 0.1})))
    for assessment in (judge(text, positions=POSITIONS), found(text, keen)):
        met = {finding.position for finding in assessment.findings}
        for proposal in assessment.proposals:
            assert proposal.position not in met
            assert proposal.probability is not None
            assert BAND.low <= proposal.probability <= 1.0
            assert proposal.quotes
            assert all(q.span.of(text) == q.quote for q in proposal.quotes)
            assert proposal.span.end <= len(text)
