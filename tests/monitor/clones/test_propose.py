from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monitor.clones.clauses import BillText
from monitor.clones.families import build_families
from monitor.clones.propose import findings_on, propose
from monitor.model.clause import Clause
from monitor.model.clause_family import ClauseFamily, FamilyMember, TextKey
from monitor.model.finding import CARVE_OUT_POSITION, EvidenceRole, Label
from monitor.model.proposal import Proposal, ProposalSource
from tests.cloning import APPEAL, CARE, SETTINGS, act, cut, reworded, source

FIRST = source("CO SB 9205", on=date(2024, 4, 1), number=1)
SECOND = source("NY A 9768", on=date(2025, 1, 8), number=2)
THIRD = source("NM HB 9060", on=date(2025, 1, 21), number=3)
COPY = reworded(CARE)
QUOTE = CARE
TEXTS = {FIRST: act(CARE), SECOND: act(COPY), THIRD: act(APPEAL, CARE)}
KEYED = {(bill.version_id, bill.text_sha256): text for bill, text in TEXTS.items()}


def family() -> ClauseFamily:
    (one,) = build_families([one for bill, text in TEXTS.items() for one in cut(text, bill)], [], SETTINGS).families
    return one


def key(bill: BillText) -> TextKey:
    return bill.version_id, bill.text_sha256


def finding(
    bill: BillText,
    *,
    quote: str = QUOTE,
    position: str = "truthful-outputs",
    label: Label = Label.CONFLICT,
    number: int = 7,
) -> Clause:
    start = TEXTS[bill].index(quote)
    return Clause(
        position=position,
        label=label,
        severity=4,
        confidence=0.5,
        theory="compelled speech",
        second_theory="",
        authority_strength=3,
        provision_label="Sec. 3",
        provision_heading="",
        provision_type="sample",
        quote=quote,
        start=start,
        end=start + len(quote),
        lead_in="",
        clause_hash="",
        carve_out=None,
        rationale="",
        counter_argument="",
        finding_id=number,
    )


def offered(
    *found: tuple[BillText, Clause], texts: dict[TextKey, str] | None = None
) -> list[tuple[FamilyMember, Proposal]]:
    findings: dict[TextKey, list[Clause]] = {}
    for bill, clause in found:
        findings.setdefault(key(bill), []).append(clause)
    return propose(family(), findings, KEYED if texts is None else texts, SETTINGS)


def test_every_copy_without_a_finding_is_offered_the_judgement():
    near, same = offered((FIRST, finding(FIRST)))
    assert [member.bill for member, _ in (near, same)] == [SECOND.bill, THIRD.bill]
    _, proposal = same
    assert (proposal.source, proposal.release) == (ProposalSource.CLONE, SETTINGS.release)
    assert (proposal.position, proposal.label) == ("truthful-outputs", Label.CONFLICT)
    assert proposal.provision_label == "Sec. 4"
    assert proposal.span.of(TEXTS[THIRD]) == CARE
    assert [quote.quote for quote in proposal.quotes] == [CARE.rstrip(".")]
    assert proposal.reason == (
        "A near copy (100% of the words where they fit best) of CO SB 9205 (2026), Sec. 3, which conflicts with a "
        "stated federal position (truthful-outputs, severity 4)."
    )
    assert proposal.probability is None
    assert proposal.detail == {
        "family": family().id,
        "jaccard": 1.0,
        "score": 1.0,
        "quote_share": 1.0,
        "judged": {
            "jurisdiction": "CO",
            "session": "2026",
            "identifier": "SB 9205",
            "provision": "Sec. 3",
            "finding_id": 7,
            "label": "conflict",
            "severity": 4,
            "quote": CARE,
        },
    }


def test_the_quote_is_the_copys_own_words_with_what_it_changed():
    judged = finding(FIRST, quote="A developer of a ranking engine shall use reasonable care")
    (_, proposal), _ = offered((FIRST, judged))
    assert [quote.quote for quote in proposal.quotes] == ["A developer of a scoring system shall use reasonable care"]
    for quote in proposal.quotes:
        assert quote.span.of(TEXTS[SECOND]) == quote.quote
    assert proposal.detail["score"] < 1


def test_a_copy_that_has_a_finding_for_the_position_is_left_alone():
    aligned = finding(THIRD, label=Label.ALIGNED)
    assert [member.bill for member, _ in offered((FIRST, finding(FIRST)), (THIRD, aligned))] == [SECOND.bill]


def test_each_position_is_offered_by_itself():
    found = offered((FIRST, finding(FIRST)), (FIRST, finding(FIRST, position="section-230", label=Label.EXEMPT)))
    assert [(member.bill, one.position, one.label) for member, one in found if member.bill == THIRD.bill] == [
        (THIRD.bill, "section-230", Label.EXEMPT),
        (THIRD.bill, "truthful-outputs", Label.CONFLICT),
    ]


def test_of_several_judged_copies_the_one_most_alike_speaks():
    found = offered((SECOND, finding(SECOND, quote=COPY, label=Label.POTENTIAL)), (FIRST, finding(FIRST)))
    assert [(member.bill, one.detail["judged"]["identifier"]) for member, one in found] == [(THIRD.bill, "SB 9205")]


def test_of_two_findings_on_one_clause_the_stronger_speaks():
    found = offered((FIRST, finding(FIRST, label=Label.POTENTIAL, number=1)), (FIRST, finding(FIRST, number=2)))
    assert {one.label for _, one in found} == {Label.CONFLICT}


@pytest.mark.parametrize("label", [Label.ALIGNED, Label.NONE])
def test_what_is_no_collision_is_not_offered(label: Label):
    assert offered((FIRST, finding(FIRST, label=label))) == []


def test_a_carve_out_that_stands_alone_is_not_offered():
    assert offered((FIRST, finding(FIRST, position=CARVE_OUT_POSITION, label=Label.EXEMPT))) == []


def test_words_that_the_copy_does_not_have_are_not_offered():
    """The clause is copied, the sentence that was judged is not."""
    extra = " The developer shall also send the ledger of its tests to the bureau of scales in the capital each May."
    judged = replace(FIRST, text_sha256="longer")
    text = act(CARE + extra)
    (one,) = build_families([*cut(text, judged), *cut(TEXTS[THIRD], THIRD)], [], SETTINGS).families
    start = text.index(extra.strip())
    clause = replace(finding(FIRST), quote=extra.strip(), start=start, end=start + len(extra.strip()))
    texts = {**KEYED, key(judged): text}
    assert findings_on(one.origin, [clause]) == [clause]
    assert propose(one, {key(judged): [clause]}, texts, SETTINGS) == []


def test_a_finding_of_the_next_clause_that_only_reaches_into_this_one_is_not_its_judgement():
    text = TEXTS[FIRST]
    end = text.index(CARE) + len("A developer of")
    reaching = replace(finding(FIRST), start=0, end=end, quote=text[:end])
    assert offered((FIRST, reaching)) == []


def test_a_text_that_was_replaced_is_left_out():
    texts = {name: text for name, text in KEYED.items() if name != key(THIRD)}
    assert [member.bill for member, _ in offered((FIRST, finding(FIRST)), texts=texts)] == [SECOND.bill]
    assert offered((FIRST, finding(FIRST)), texts={}) == []


def test_the_lead_in_of_the_copy_is_quoted_after_its_own_words():
    listed = "Section 1. (1) A developer shall do all of the following:\n(a) " + CARE + "\n(b) " + APPEAL + "\n"
    bill = replace(THIRD, text_sha256="listed")
    found = [*cut(TEXTS[FIRST], FIRST), *cut(listed, bill)]
    (one,) = build_families(found, [], SETTINGS).families
    ((_, proposal),) = propose(one, {key(FIRST): [finding(FIRST)]}, {**KEYED, key(bill): listed}, SETTINGS)
    assert [(quote.role, quote.quote) for quote in proposal.quotes] == [
        (EvidenceRole.OPERATIVE, CARE.rstrip(".")),
        (EvidenceRole.LEAD_IN, "A developer shall do all of the following:"),
    ]
