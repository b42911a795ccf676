"""What goes wrong while a model is asked: the run goes on, and nothing of it is kept that should not be."""

from __future__ import annotations

from sqlalchemy import select

from monitor.second_opinion.decide import Outcome
from monitor.services.ask_model import ask_model, plan_questions
from monitor.services.find_doubts import Choice
from monitor.store.engine import Store
from monitor.store.tables import EvidenceRow, FindingRow, VersionRow
from monitor.text.normal import clean_sha256
from tests.asking import all_rows, judged_bill
from tests.judging import MOMENT
from tests.model_server import KEY, Asked, Handler, ModelServer, answer, replies, says, view
from tests.monitor.conftest import Reading
from tests.questions import DOUBT, DUTY, OPENAI, QUOTE, answers, one, proposals, run


@OPENAI
def test_a_failure_is_told_and_the_run_goes_on(store: Store, model: ModelServer, reading: Reading):
    for number in range(4):
        judged_bill(store, f"WA HB {number}", DUTY)
    model.replies = [one("conflict"), replies(418, b"a teapot"), says("no JSON"), one("none")]
    summary = run(store, reading)
    assert (summary.asked, summary.failed, summary.left, summary.ended) == (2, 2, 0, "")
    assert [failure.subject for failure in summary.failures] == [
        "WA HB 1 (2026), Sec. 1(a)",
        "WA HB 2 (2026), Sec. 1(a)",
    ]
    assert "a teapot" in summary.failures[0].reason
    assert "agreed shape" in summary.failures[1].reason
    assert [row.outcome for row in answers(store)] == ["agrees", "refused", "disagrees"]
    model.replies = [one("conflict")]
    assert run(store, reading).asked == 1, "only what the endpoint did not answer is asked again"


@OPENAI
def test_an_endpoint_that_keeps_failing_is_left_alone(store: Store, model: ModelServer, reading: Reading):
    for number in range(6):
        judged_bill(store, f"WA HB {number}", DUTY)
    model.replies = [replies(418, b"a teapot"), one("conflict"), replies(418, b"a teapot")]
    summary = run(store, reading, in_a_row=3)
    assert (summary.asked, summary.failed, summary.left) == (1, 4, 1)
    assert summary.ended.startswith("3 failures in a row, the last one: the endpoint answers 418")
    assert len(model.asked) == 5


def test_a_refused_key_ends_the_run_at_once(store: Store, model: ModelServer, reading: Reading):
    for number in range(3):
        judged_bill(store, f"WA HB {number}", DUTY)
    model.replies = [replies(401, b"no")]
    summary = run(store, reading)
    assert (summary.failed, summary.left, len(model.asked)) == (1, 2, 1)
    assert "PREEMPT_MODEL_KEY" in summary.ended
    assert answers(store) == []


@OPENAI
def test_a_run_can_be_stopped_and_tells_how_far_it_is(store: Store, model: ModelServer, reading: Reading):
    for number in range(4):
        judged_bill(store, f"WA HB {number}", DUTY)
    model.replies = [one("conflict")]
    seen: list[tuple[int, int]] = []
    summary = run(store, reading, limit=3, progress=lambda *at: seen.append(at), stop=lambda: len(seen) == 2)
    assert seen == [(1, 3), (2, 3)]
    assert (summary.in_doubt, summary.chosen, summary.asked, summary.left) == (4, 3, 2, 1)
    assert summary.ended == "stopped"


@OPENAI
def test_a_stop_while_waiting_is_no_failure(store: Store, model: ModelServer, reading: Reading, naps):
    judged_bill(store, "WA HB 1", DUTY)
    model.replies = [replies(503)]
    stop = lambda: bool(naps.seconds)  # noqa: E731 - asked to end during the first wait
    with reading(stop=stop) as reader:
        summary = ask_model(store, reader, Choice(band=DOUBT), limit=5, clock=lambda: MOMENT, stop=stop)
    assert (summary.failed, summary.ended, len(model.asked)) == (0, "stopped", 1)


@OPENAI
def test_an_answer_about_a_text_that_was_replaced_meanwhile_is_not_kept(
    store: Store, model: ModelServer, reading: Reading
):
    version_id = judged_bill(store, "WA HB 1", DUTY)

    def late(handler: Handler, asked: Asked) -> None:
        with store.write() as session:
            version = session.get_one(VersionRow, version_id)
            version.text = "Another text."
            version.text_sha256 = clean_sha256(version.text)
        one("conflict")(handler, asked)

    model.replies = [late]
    summary = run(store, reading)
    assert (summary.replaced, summary.asked, summary.left) == (1, 0, 0)
    assert proposals(store) == answers(store) == []


@OPENAI
def test_odd_characters_of_an_answer_can_be_stored(store: Store, model: ModelServer, reading: Reading):
    judged_bill(store, "WA HB 1", DUTY)
    judged_bill(store, "WA HB 2", DUTY)
    odd = answer(view("compelled-disclosure", "conflict", QUOTE, "odd\x00 words \u202e here", reason="a\x00b\nc ☃"))
    model.replies = [says(odd), says("\x00 \ud800 no JSON")]
    summary = run(store, reading)
    assert (summary.asked, summary.failed) == (1, 1)
    (row,) = proposals(store)
    assert row.reason.endswith("ab c ☃")
    assert row.detail["dropped"] == ["odd words here"]


@OPENAI
def test_a_reason_that_speaks_of_preemption_is_left_out(store: Store, model: ModelServer, reading: Reading):
    judged_bill(store, "WA HB 1", DUTY)
    model.replies = [one("conflict", reason="This provision is preempted by federal law.")]
    run(store, reading)
    (row,) = proposals(store)
    assert "is preempted" not in row.reason
    assert row.reason.endswith("its reason is left out, for it speaks of preemption")


def test_the_key_is_in_no_row(store: Store, model: ModelServer, reading: Reading):
    judged_bill(store, "WA HB 1", DUTY)
    judged_bill(store, "WA HB 2", DUTY)
    model.replies = [one("conflict", QUOTE, f"the key is {KEY}", reason=f"The key is {KEY}."), says(f"{KEY} no JSON")]
    summary = run(store, reading)
    assert (summary.asked, summary.failed) == (1, 1)
    assert KEY not in repr(all_rows(store))
    assert "***" in repr(all_rows(store))
    assert KEY not in repr(summary)


@OPENAI
def test_a_plan_sends_nothing_and_says_what_would_be_sent(store: Store, model: ModelServer, reading: Reading):
    judged_bill(store, "WA HB 1", DUTY)
    judged_bill(store, "WA HB 2", DUTY, confidence=0.4)
    with reading() as reader:
        in_doubt, (planned,) = plan_questions(store, reader.identity, Choice(band=DOUBT), limit=1)
    assert (in_doubt, planned.subject) == (2, "WA HB 1 (2026), Sec. 1(a)")
    assert (planned.positions, planned.confidences) == (("compelled-disclosure",), (0.5,))
    assert 500 < planned.tokens < 2_000
    assert model.asked == []


def _another_finding(store: Store, position: str) -> None:
    """A second finding of the same provision, with two quotes."""
    with store.write() as session:
        first = session.scalars(select(FindingRow)).one()
        values = {column.name: getattr(first, column.name) for column in FindingRow.__table__.columns}
        row = FindingRow(**{**values, "id": None, "position": position, "label": "potential"})
        session.add(row)
        session.flush()
        at = DUTY.index(QUOTE)
        for ordinal, end in enumerate((at + 11, at + len(QUOTE))):
            quote = DUTY[at:end]
            session.add(
                EvidenceRow(finding_id=row.id, ordinal=ordinal, role="operative", start=at, end=end, quote=quote)
            )


@OPENAI
def test_one_question_holds_all_positions_in_doubt_and_each_answer_stands_alone(
    store: Store, model: ModelServer, reading: Reading
):
    judged_bill(store, "WA HB 1", DUTY)
    _another_finding(store, "truthful-outputs")
    said = (view("truthful-outputs", "none", QUOTE), view("compelled-disclosure", "conflict", "wholly invented words"))
    model.replies = [says(answer(*said))]
    summary = run(store, reading)
    assert (summary.in_doubt, summary.asked, len(model.asked)) == (1, 1, 1)
    (row,) = proposals(store)
    assert (row.position, row.label, row.detail["rules"]["label"]) == ("truthful-outputs", "none", "potential")
    noted = {one.position: one.outcome for one in answers(store)}
    assert noted == {"truthful-outputs": "disagrees", "compelled-disclosure": "refused"}
    model.replies = [one("conflict")]
    assert run(store, reading, choice=Choice(band=DOUBT, again=True)).outcomes[Outcome.AGREES] == 1
    assert "Position truthful-outputs" not in model.asked[1].user, "only what was refused is asked again"


@OPENAI
def test_a_text_that_was_replaced_before_its_turn_is_passed_over(store: Store, model: ModelServer, reading: Reading):
    judged_bill(store, "WA HB 1", DUTY)
    later = judged_bill(store, "WA HB 2", DUTY)

    def replaces(handler: Handler, asked: Asked) -> None:
        with store.write() as session:
            session.get_one(VersionRow, later).text_sha256 = "another"
        one("conflict")(handler, asked)

    model.replies = [replaces]
    summary = run(store, reading)
    assert (summary.asked, summary.replaced, summary.left, len(model.asked)) == (1, 1, 0, 1)


@OPENAI
def test_a_refusal_about_a_text_that_was_replaced_meanwhile_is_not_kept(
    store: Store, model: ModelServer, reading: Reading
):
    version_id = judged_bill(store, "WA HB 1", DUTY)

    def late(handler: Handler, asked: Asked) -> None:
        with store.write() as session:
            session.get_one(VersionRow, version_id).text_sha256 = "another"
        says("nonsense")(handler, asked)

    model.replies = [late]
    summary = run(store, reading)
    assert (summary.replaced, summary.failed, answers(store)) == (1, 0, [])
