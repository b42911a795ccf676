from __future__ import annotations

import json
from dataclasses import replace

import pytest

from monitor.model.finding import EvidenceRole, Label
from monitor.model.proposal import ProposalSource
from monitor.second_opinion.decide import Outcome
from monitor.second_opinion.passage import MOST
from monitor.second_opinion.port import EndpointKind
from monitor.second_opinion.uncertain import Band
from monitor.services.find_doubts import Choice, find_doubts
from monitor.store.engine import Store
from monitor.store.proposal_repository import proposal_of
from monitor.store.tables import VersionRow
from monitor.text.normal import clean_sha256
from tests.asking import all_rows, judge_version, judged_bill
from tests.judging import MOMENT, POSITIONS, add_bill, add_version
from tests.model_server import Asked, Handler, ModelServer, answer, replies, says, view
from tests.monitor.conftest import Reading
from tests.questions import DOUBT, DUTY, OBEY, OPENAI, OWN_TABLES, QUOTE, answers, one, proposals, run


@pytest.mark.parametrize(
    ("label", "outcome", "reads"),
    [
        ("conflict", Outcome.AGREES, "sample-1 reads conflict, as the rules do: It says so."),
        ("none", Outcome.DISAGREES, "sample-1 reads none where the rules read conflict: It says so."),
    ],
)
def test_an_answer_becomes_a_proposal_with_where_it_came_from(
    store: Store, model: ModelServer, reading: Reading, kind: EndpointKind, label: str, outcome: Outcome, reads: str
):
    version_id = judged_bill(store, "WA HB 1", DUTY)
    model.replies = [one(label)]
    summary = run(store, reading)
    assert (summary.in_doubt, summary.chosen, summary.asked, summary.failed, summary.left) == (1, 1, 1, 0, 0)
    assert summary.outcomes[outcome] == sum(summary.outcomes.values()) == 1
    (row,) = proposals(store)
    proposal = proposal_of(row)
    assert (row.version_id, proposal.source, proposal.label) == (
        version_id,
        ProposalSource.LANGUAGE_MODEL,
        Label(label),
    )
    assert (proposal.reason, proposal.probability) == (reads, None)
    assert proposal.span.of(DUTY).endswith(QUOTE)
    (quote,) = proposal.quotes
    assert (quote.quote, quote.span.of(DUTY), quote.role) == (QUOTE, QUOTE, EvidenceRole.OPERATIVE)
    detail = proposal.detail
    assert (detail["model"], detail["kind"], detail["temperature"]) == ("sample-1", kind.value, 0.0)
    assert (detail["agrees"], detail["actor"], detail["modality"]) == (outcome is Outcome.AGREES, "a developer", "must")
    assert detail["rules"] == {"label": "conflict", "confidence": 0.5}
    assert len(detail["prompt_sha256"]) == 64
    assert json.loads(detail["answer"])["positions"][0]["label"] == label
    assert (detail["dropped"], detail["aligned"]) == ([], [])
    (noted,) = answers(store)
    assert (noted.outcome, noted.release, noted.answer, noted.asked_at) == (outcome, row.release, "", MOMENT)


def test_whatever_a_model_says_nothing_else_in_the_database_changes(store: Store, model: ModelServer, reading: Reading):
    for number, text in enumerate((DUTY, f"AI\npotential compelled-disclosure 2: {OBEY} {QUOTE}\n", DUTY, DUTY, DUTY)):
        judged_bill(store, f"WA HB {number}", text)
    before = all_rows(store, without=OWN_TABLES)
    assert {"finding", "assessment", "event", "bill", "version", "delivery", "told"} <= set(before)
    assert before["finding"]
    assert before["event"]
    model.replies = [
        one("none"),
        one("conflict"),
        one("aligned", "invented words here"),
        says("nonsense"),
        replies(418),
    ]
    summary = run(store, reading)
    assert (summary.asked, summary.failed) == (3, 2)
    assert len(proposals(store)) == 2
    assert all_rows(store, without=OWN_TABLES) == before


@OPENAI
def test_a_model_that_obeys_the_bill_makes_a_proposal_and_no_more(store: Store, model: ModelServer, reading: Reading):
    judged_bill(store, "WA HB 1", f"AI\nconflict compelled-disclosure 4: {QUOTE} {OBEY}\n")

    def obeys(handler: Handler, asked: Asked) -> None:
        mark = asked.user.split("The mark is ")[1].split()[0]
        inside = asked.user.split(f"{mark} begin\n")[1].split(f"\n{mark} end")[0]
        label = "none" if OBEY in inside else "conflict"
        one(label, OBEY)(handler, asked)

    model.replies = [obeys]
    before = all_rows(store, without=OWN_TABLES)
    run(store, reading)
    (row,) = proposals(store)
    assert (row.label, row.detail["agrees"], row.detail["rules"]["label"]) == ("none", False, "conflict")
    assert row.quotes[0]["quote"] == OBEY, "the reviewer sees on which words it rests"
    assert all_rows(store, without=OWN_TABLES) == before


def test_an_invented_quote_is_dropped_and_an_answer_of_such_is_refused(
    store: Store, model: ModelServer, reading: Reading
):
    judged_bill(store, "WA HB 1", DUTY)
    judged_bill(store, "WA HB 2", DUTY)
    invented = "A deployer must obtain a licence before release."
    model.replies = [one("conflict", invented, QUOTE), one("conflict", invented)]
    summary = run(store, reading)
    assert (summary.asked, summary.outcomes[Outcome.AGREES], summary.outcomes[Outcome.REFUSED]) == (2, 1, 1)
    (row,) = proposals(store)
    assert [quote["quote"] for quote in row.quotes] == [QUOTE]
    assert row.detail["dropped"] == [invented]
    refused = answers(store)[1]
    assert (refused.outcome, refused.reason) == ("refused", "none of its quotes stands in the provision")
    assert invented in refused.answer


@OPENAI
def test_a_paraphrase_is_replaced_by_the_words_of_the_bill(store: Store, model: ModelServer, reading: Reading):
    judged_bill(store, "WA HB 1", DUTY)
    said = "A developer shall file with the attorney generals a report on every known risk."
    said = said.replace("every", "each of")
    model.replies = [one("conflict", said)]
    run(store, reading)
    (row,) = proposals(store)
    (quote,) = row.quotes
    assert quote["quote"] == DUTY[quote["start"] : quote["end"]] != said
    assert row.detail["aligned"] == [{"said": said, "start": quote["start"], "end": quote["end"]}]


@OPENAI
def test_exempt_needs_the_words_of_a_carve_out(store: Store, model: ModelServer, reading: Reading):
    carved = f"{QUOTE} This does not apply to a state agency."
    for name in ("WA HB 1", "WA HB 2"):
        judged_bill(store, name, f"AI\nconflict compelled-disclosure 4: {carved}\n")
    model.replies = [
        one("exempt", carve_out="This does not apply to a state agency"),
        one("exempt", carve_out="Children are left out of this."),
    ]
    run(store, reading)
    (row,) = proposals(store)
    assert [quote["role"] for quote in row.quotes] == ["operative", "carve-out"]
    assert "carve-out" in answers(store)[1].reason


@OPENAI
def test_an_abstention_is_noted_and_proposes_nothing(store: Store, model: ModelServer, reading: Reading):
    judged_bill(store, "WA HB 1", DUTY)
    model.replies = [one("abstain", reason="The definition is missing.")]
    summary = run(store, reading)
    assert (summary.asked, summary.outcomes[Outcome.ABSTAINS]) == (1, 1)
    assert proposals(store) == []
    (noted,) = answers(store)
    assert (noted.outcome, noted.reason) == ("abstains", "The definition is missing.")


@OPENAI
def test_each_position_in_doubt_is_asked_and_the_sure_ones_are_not(store: Store, model: ModelServer, reading: Reading):
    judged_bill(store, "WA HB 1", DUTY + f"potential truthful-outputs 2: {QUOTE} Twice.\n")
    judged_bill(store, "WA HB 2", DUTY, confidence=0.9)
    model.replies = [one("conflict"), says(answer(view("truthful-outputs", "none", QUOTE)))]
    summary = run(store, reading)
    assert (summary.in_doubt, summary.asked) == (2, 2)
    assert [row.position for row in proposals(store)] == ["compelled-disclosure", "truthful-outputs"]
    assert "Position truthful-outputs" not in model.asked[0].user


@OPENAI
def test_nothing_is_asked_twice_in_the_same_words(store: Store, model: ModelServer, reading: Reading):
    version_id = judged_bill(store, "WA HB 1", DUTY)
    judged_bill(store, "WA HB 2", DUTY)
    judged_bill(store, "WA HB 3", DUTY)
    model.replies = [one("conflict"), one("abstain"), one("conflict", "wholly invented words")]
    run(store, reading)
    assert len(model.asked) == 3
    assert run(store, reading).in_doubt == 0
    assert len(model.asked) == 3
    again = run(store, reading, choice=Choice(band=DOUBT, again=True))
    assert (again.in_doubt, again.outcomes[Outcome.REFUSED]) == (1, 1)
    assert len(answers(store)) == 3
    with reading(temperature=0.5) as reader:
        assert len(find_doubts(store, reader.identity, Choice(band=DOUBT))) == 3
    with store.write() as session:
        version = session.get_one(VersionRow, version_id)
        version.text = DUTY + "One more line.\n"
        version.text_sha256 = clean_sha256(version.text)
    assert run(store, reading).in_doubt == 0, "the new text is not judged yet"
    judge_version(store, version_id)
    model.replies = [one("conflict")]
    assert run(store, reading).asked == 1


@OPENAI
def test_another_wording_of_the_position_is_another_question(store: Store, model: ModelServer, reading: Reading):
    version_id = judged_bill(store, "WA HB 1", DUTY)
    model.replies = [one("conflict")]
    run(store, reading)
    first, *rest = POSITIONS.positions
    judge_version(store, version_id, positions=replace(POSITIONS, release="p2"))
    assert run(store, reading).in_doubt == 0, "another release with the same words asks nothing new"
    changed = replace(POSITIONS, release="p3", positions=(replace(first, theory="another theory"), *rest))
    judge_version(store, version_id, positions=changed)
    assert run(store, reading).in_doubt == 1


@OPENAI
def test_what_is_not_in_doubt_or_has_no_text_is_never_asked(store: Store, model: ModelServer, reading: Reading):
    add_bill(store, "WA HB 1")
    add_version(store, add_bill(store, "WA HB 2"), "")
    add_version(store, add_bill(store, "WA HB 3"), DUTY)
    judged_bill(store, "WA HB 4", DUTY, confidence=0.66)
    judged_bill(store, "WA HB 5", "AI\nThe department shall study it.\n")
    judged_bill(store, "UT HB 6", DUTY)
    judged_bill(store, "WA HB 7", DUTY)
    model.replies = [one("conflict")]
    only = Choice(band=DOUBT, jurisdictions=["WA"])
    summary = run(store, reading, choice=only)
    assert (summary.in_doubt, len(model.asked)) == (1, 1)
    with reading() as reader:
        wide = find_doubts(store, reader.identity, Choice(band=Band(low=0, high=1)))
        assert [doubt.subject for doubt in wide] == ["UT HB 6 (2026), Sec. 1(a)", "WA HB 4 (2026), Sec. 1(a)"]


@OPENAI
def test_a_whole_bill_is_never_sent(store: Store, model: ModelServer, reading: Reading):
    text = f"AI\nconflict compelled-disclosure 4: {QUOTE} {'It shall be filed on paper. ' * 2_000}\nsecret section\n"
    judged_bill(store, "WA HB 1", text)
    model.replies = [one("conflict")]
    run(store, reading)
    (asked,) = model.asked
    assert QUOTE in asked.user
    assert "secret section" not in asked.user
    assert len(asked.user) < MOST + 2_000
