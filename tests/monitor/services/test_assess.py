from __future__ import annotations

import dataclasses
from functools import partial

import pytest
from sqlalchemy import func, select

from monitor.model.finding import Assessment, Evidence, Label
from monitor.model.proposal import Proposal, ProposalSource
from monitor.model.provision import Span
from monitor.services.assess import AssessSummary, Classifier, assess_pending
from monitor.services.judge_workers import JudgeStartError
from monitor.store.engine import Store
from monitor.store.tables import (
    AssessmentRow,
    BillRow,
    ClassifierReleaseRow,
    EventRow,
    EvidenceRow,
    FindingRow,
    PositionReleaseRow,
    ProposalRow,
    ProvisionRow,
    VersionRow,
)
from monitor.text.normal import clean_sha256
from tests.judging import MOMENT, POSITIONS, add_bill, add_version, judge

QUOTE = "A developer shall file with the attorney general a report on each known risk."
DUTY = f"AI\nconflict compelled-disclosure 4: {QUOTE}\n"


def run(store: Store, *, release: str = "c1", positions=POSITIONS, who=None, **options) -> AssessSummary:
    classifier = Classifier(
        judge=who or partial(judge, release=release), positions=positions, release=release, program="0"
    )
    return assess_pending(store, classifier, clock=lambda: MOMENT, **options)


def rows(store: Store, table) -> list:
    with store.read() as session:
        return list(session.scalars(select(table).order_by(*table.__table__.primary_key.columns)))


def proposing(text: str, *, release: str, lie: bool = False, **options) -> Assessment:
    """The sample judge, with a proposal for what follows ``LIKE`` in the text."""
    found = judge(text, release=release, **options)
    at = text.find("LIKE")
    if at < 0:
        return found
    words = text[at:].strip()
    quote = Evidence(span=Span(at, at + len(words)), quote="other words" if lie else words)
    proposal = Proposal(
        source=ProposalSource.SCORER,
        release="sha256:m",
        position="truthful-outputs",
        label=Label.POTENTIAL,
        provision_label="Sec. 2",
        span=Span(at, at + len(words)),
        quotes=(quote,),
        reason="It resembles others.",
        probability=0.3,
    )
    return dataclasses.replace(found, proposals=(proposal,))


def told(store: Store) -> list[tuple[str, str, str, bool]]:
    return [
        (event.kind, event.payload["direction"], event.payload["reason"], event.baseline)
        for event in rows(store, EventRow)
    ]


def test_a_text_is_judged_and_stored_with_its_evidence(store: Store):
    bill = add_bill(store, "WA HB 1")
    version = add_version(store, bill, DUTY)
    summary = run(store)
    assert (summary.judged, summary.failed, summary.flagged, summary.events, summary.left) == (1, 0, 1, 1, 0)
    (assessment,) = rows(store, AssessmentRow)
    assert (assessment.state, assessment.overall, assessment.relevance, assessment.is_current) == (
        "ok",
        "conflict",
        "core",
        True,
    )
    assert (assessment.trigger_start, assessment.trigger_end) == (0, 2)
    (finding,) = rows(store, FindingRow)
    assert (finding.position, finding.label, finding.severity) == ("compelled-disclosure", "conflict", 4)
    assert finding.second_theory == "dormant commerce clause"
    assert finding.clause_hash == clean_sha256(QUOTE)
    operative, lead_in = rows(store, EvidenceRow)
    assert DUTY[operative.start : operative.end] == operative.quote == QUOTE
    assert lead_in.role == "lead-in"
    section, item = rows(store, ProvisionRow)
    assert (section.depth, item.depth, item.lead_in) == (0, 1, [[0, 2]])
    assert finding.provision_id == item.id
    (event,) = rows(store, EventRow)
    assert (event.kind, event.bill_id, event.version_id, event.baseline) == ("finding.new", bill, version, False)
    assert event.payload["added"][0]["quote"] == QUOTE
    assert event.payload["added"][0]["finding_id"] == finding.id
    assert event.payload["added"][0]["lead_in"] == "AI"
    assert event.payload["version_note"] == "text 0"


def test_the_releases_are_kept_with_the_content_of_the_positions(store: Store):
    add_version(store, add_bill(store, "WA HB 1"), DUTY)
    run(store)
    (positions,) = rows(store, PositionReleaseRow)
    assert (positions.release, positions.content["positions"][0]["citation"]) == ("p1", "00 FR 00000 (sample)")
    assert [row.release for row in rows(store, ClassifierReleaseRow)] == ["c1"]


def test_a_second_run_does_nothing(store: Store):
    add_version(store, add_bill(store, "WA HB 1"), DUTY)
    run(store)
    again = run(store, again=True)
    assert (again.pending, again.judged, again.events) == (0, 0, 0)
    assert run(store).pending == 0
    assert len(rows(store, AssessmentRow)) == 1


def test_a_text_that_is_not_about_ai_leaves_no_provisions(sqlite_store: Store):
    add_version(sqlite_store, add_bill(sqlite_store, "WA HB 1"), "A bill on bridges.")
    assert run(sqlite_store).flagged == 0
    (assessment,) = rows(sqlite_store, AssessmentRow)
    assert (assessment.relevance, assessment.overall, assessment.trigger_start) == ("none", "none", None)
    assert rows(sqlite_store, ProvisionRow) == rows(sqlite_store, EventRow) == []


def test_a_version_without_text_is_not_pending(sqlite_store: Store):
    add_version(sqlite_store, add_bill(sqlite_store, "WA HB 1"), "")
    assert run(sqlite_store).pending == 0


def test_an_amendment_is_told_by_what_it_changes(store: Store):
    bill = add_bill(store, "WA HB 1")
    add_version(store, bill, DUTY, baseline=True)
    run(store)
    add_version(store, bill, DUTY + "potential truthful-outputs 2: Outputs shall be fair.\n")
    run(store)
    add_version(store, bill, DUTY.replace("conflict", "potential"))
    run(store)
    add_version(store, bill, "AI\nNothing is left.")
    run(store)
    assert told(store) == [
        ("finding.new", "new", "version", True),
        ("finding.new", "new", "version", False),
        ("finding.changed", "eased", "version", False),
        ("finding.resolved", "resolved", "version", False),
        ("finding.resolved", "resolved", "version", False),
    ]
    resolved = rows(store, EventRow)[-1].payload
    assert (resolved["before"], resolved["after"], resolved["removed"][0]["quote"]) == ("potential", None, QUOTE)
    assert [row.is_current for row in rows(store, AssessmentRow)] == [False, False, False, True]


def test_only_the_current_text_of_a_bill_tells(sqlite_store: Store):
    bill = add_bill(sqlite_store, "WA HB 1")
    add_version(sqlite_store, bill, DUTY)
    add_version(sqlite_store, bill, DUTY + "conflict frontier-voluntary 5: No model without a licence.\n")
    assert run(sqlite_store, jobs=2).judged == 2
    events = rows(sqlite_store, EventRow)
    assert [event.payload["position"] for event in events] == ["compelled-disclosure", "frontier-voluntary"]
    assert {event.version_id for event in events} == {2}


def test_an_older_text_that_becomes_current_again_is_told(sqlite_store: Store):
    bill = add_bill(sqlite_store, "WA HB 1")
    first = add_version(sqlite_store, bill, DUTY)
    second = add_version(sqlite_store, bill, "AI\nNothing is left.")
    run(sqlite_store)
    assert told(sqlite_store) == []
    with sqlite_store.write() as session:
        session.get_one(BillRow, bill).current_version_id = first
    assert run(sqlite_store).events == 1
    assert told(sqlite_store) == [("finding.new", "new", "version", False)]
    with sqlite_store.write() as session:
        session.get_one(BillRow, bill).current_version_id = second
    assert run(sqlite_store).events == 1
    assert run(sqlite_store).events == 0


def test_a_new_release_is_told_as_such_and_only_on_request(store: Store):
    add_version(store, add_bill(store, "WA HB 1"), DUTY)
    run(store)
    assert run(store, release="c2").pending == 0

    summary = run(store, release="c2", again=True, who=partial(judge, release="c2"))
    assert (summary.judged, summary.events) == (1, 0)
    positions = dataclasses.replace(POSITIONS, release="p2")
    assert run(store, release="c2", positions=positions, again=True).judged == 1
    current = [row for row in rows(store, AssessmentRow) if row.is_current]
    assert [(row.classifier_release, row.position_release) for row in current] == [("c2", "p2")]
    assert len(rows(store, ProvisionRow)) == 2

    back = run(store, again=True)
    assert (back.pending, back.judged) == (0, 0)
    assert [row.classifier_release for row in rows(store, AssessmentRow) if row.is_current] == ["c1"]


def test_a_release_that_sees_more_gives_an_event_with_that_reason(sqlite_store: Store):
    add_version(sqlite_store, add_bill(sqlite_store, "WA HB 1"), DUTY.replace("conflict", "potential"))
    run(sqlite_store)
    moved = run(sqlite_store, release="c2", who=strict_words, again=True)
    assert (moved.judged, moved.events) == (1, 1)
    assert told(sqlite_store)[-1] == ("finding.changed", "worsened", "release", False)


def strict_words(text: str, **known):
    found = judge(text, release="c2", **known)
    return dataclasses.replace(
        found, findings=tuple(dataclasses.replace(finding, severity=5) for finding in found.findings)
    )


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("RAISE", "ValueError: a text that the judge cannot take"),
        ("CRASH", "the judging process was ended by SIGKILL"),
        ("EXIT", "the judging process ended by itself (exit code 7)"),
        ("LIE", "evidence does not match the text (compelled-disclosure in Sec. 1(a))"),
        ("STRANGE", "judged under another release than this run's"),
    ],
)
def test_what_goes_wrong_is_one_failed_judgement_and_the_run_goes_on(sqlite_store: Store, word: str, reason: str):
    for number, text in enumerate((DUTY, DUTY + word, DUTY)):
        add_version(sqlite_store, add_bill(sqlite_store, f"WA HB {number}"), text)
    summary = run(sqlite_store, jobs=2)
    assert (summary.judged, summary.failed, summary.events) == (2, 1, 2)
    assert [(failure.subject, failure.reason) for failure in summary.failures] == [("WA HB 1 (2026), text 0", reason)]
    (failed,) = [row for row in rows(sqlite_store, AssessmentRow) if row.state == "failed"]
    assert (failed.error, failed.overall, failed.relevance, failed.is_current) == (reason, None, None, False)
    assert run(sqlite_store).pending == 0


def test_a_text_that_takes_too_long_is_ended(sqlite_store: Store):
    add_version(sqlite_store, add_bill(sqlite_store, "WA HB 1"), "HANG")
    add_version(sqlite_store, add_bill(sqlite_store, "WA HB 2"), DUTY)
    summary = run(sqlite_store, seconds=0.5)
    assert (summary.judged, summary.failures[0].reason) == (1, "took longer than 0.5 s")


def test_a_failed_judgement_neither_resolves_nor_moves_anything_and_can_be_repeated(store: Store):
    bill = add_bill(store, "WA HB 1")
    first = add_version(store, bill, DUTY)
    run(store)
    second = add_version(store, bill, "RAISE")
    assert run(store).failed == 1
    assert [row.version_id for row in rows(store, AssessmentRow) if row.is_current] == [first]
    assert len(rows(store, EventRow)) == 1
    mended = run(store, again=True, who=forgiving)
    assert (mended.judged, mended.failed, mended.events) == (1, 0, 1)
    assert [row.version_id for row in rows(store, AssessmentRow) if row.is_current] == [second]
    assert [row.state for row in rows(store, AssessmentRow)] == ["ok", "ok"]


def forgiving(text: str, **known):
    return judge(text.replace("RAISE", "calm "), **known)


def test_a_bill_of_the_congress_keeps_its_relevance_and_no_label(sqlite_store: Store):
    add_version(sqlite_store, add_bill(sqlite_store, "US HR 1"), DUTY)
    summary = run(sqlite_store)
    assert (summary.judged, summary.flagged, summary.events) == (1, 0, 0)
    (assessment,) = rows(sqlite_store, AssessmentRow)
    assert (assessment.relevance, assessment.overall, assessment.is_current) == ("core", None, True)
    assert rows(sqlite_store, FindingRow) == []


def test_a_text_that_was_replaced_meanwhile_waits_for_the_next_run(sqlite_store: Store):
    version = add_version(sqlite_store, add_bill(sqlite_store, "WA HB 1"), DUTY)

    def replace_text(done: int, _total: int) -> None:
        if done == 1:
            with sqlite_store.write() as session:
                row = session.get_one(VersionRow, version + 1)
                row.text, row.text_sha256 = "AI\nNew.", clean_sha256("AI\nNew.")

    add_version(sqlite_store, add_bill(sqlite_store, "WA HB 2"), DUTY)
    run(sqlite_store, progress=replace_text)
    assert [row.version_id for row in rows(sqlite_store, AssessmentRow)] == [version]
    assert run(sqlite_store).judged == 1


def test_a_stop_leaves_the_rest_for_the_next_run(sqlite_store: Store):
    for number in range(12):
        add_version(sqlite_store, add_bill(sqlite_store, f"WA HB {number}"), f"{DUTY}SLOW {number}")
    done: list[int] = []
    summary = run(sqlite_store, progress=lambda n, _total: done.append(n), stop=lambda: bool(done))
    assert 1 <= summary.judged < 12
    assert summary.left == 12 - summary.judged
    assert len(rows(sqlite_store, AssessmentRow)) == summary.judged
    assert run(sqlite_store, jobs=2).left == 0
    with sqlite_store.read() as session:
        assert session.scalar(select(func.count()).select_from(AssessmentRow)) == 12


def test_two_processes_give_the_same_as_one_in_the_same_order(sqlite_store: Store, sqlite_databases):
    def events(store: Store, jobs: int) -> list[tuple[int, str]]:
        for number in range(6):
            slow = "SLOW" if number % 2 == 0 else ""
            add_version(store, add_bill(store, f"WA HB {number}"), f"{DUTY}{slow} {number}")
        run(store, jobs=jobs)
        return [(event.sequence, event.event_id) for event in rows(store, EventRow)]

    with sqlite_databases.fresh() as url, Store(url) as other:
        assert events(sqlite_store, 2) == events(other, 1)


def test_a_judge_that_cannot_be_loaded_fails_the_run_and_not_the_texts(sqlite_store: Store, capfd):
    add_version(sqlite_store, add_bill(sqlite_store, "WA HB 1"), DUTY)
    with pytest.raises(JudgeStartError, match="cannot be loaded"):
        run(sqlite_store, who=Unloadable())
    assert "no such judge" in capfd.readouterr().err
    assert rows(sqlite_store, AssessmentRow) == []


def _refuse() -> None:
    raise ImportError("no such judge")


class Unloadable:
    def __reduce__(self):
        return _refuse, ()


ALIKE = f"{DUTY}LIKE a duty that no rule knows."


def test_proposals_are_stored_beside_the_judgement_and_tell_nobody(store: Store):
    bill = add_bill(store, "WA HB 1")
    version = add_version(store, bill, ALIKE)
    assert run(store, who=partial(proposing, release="c1")).events == 1
    (proposal,) = rows(store, ProposalRow)
    assert (proposal.bill_id, proposal.version_id, proposal.source) == (bill, version, "scorer")
    assert (proposal.position, proposal.probability) == ("truthful-outputs", 0.3)
    assert proposal.quotes[0]["quote"] == "LIKE a duty that no rule knows."
    (event,) = rows(store, EventRow)
    assert "truthful-outputs" not in str(event.payload), "only findings make events"
    assert [finding.position for finding in rows(store, FindingRow)] == ["compelled-disclosure"]


def test_judged_again_the_same_proposals_are_stored_once(store: Store):
    add_version(store, add_bill(store, "WA HB 1"), ALIKE)
    run(store, who=partial(proposing, release="c1"))
    run(store, who=partial(proposing, release="c2"), release="c2", again=True)
    assert len(rows(store, AssessmentRow)) == 2
    assert len(rows(store, ProposalRow)) == 1


def test_a_proposal_that_quotes_other_words_fails_the_judgement(store: Store):
    add_version(store, add_bill(store, "WA HB 1"), ALIKE)
    summary = run(store, who=partial(proposing, release="c1", lie=True))
    assert summary.failed == 1
    assert "evidence does not match the text (the proposal truthful-outputs in Sec. 2)" in summary.failures[0].reason
    assert rows(store, ProposalRow) == []


def test_bills_of_the_congress_have_no_proposals(store: Store):
    add_version(store, add_bill(store, "US HR 1"), ALIKE)
    assert run(store, who=partial(proposing, release="c1")).judged == 1
    assert rows(store, ProposalRow) == []
