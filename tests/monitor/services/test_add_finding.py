from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from monitor.model.finding import Evidence, Label
from monitor.model.proposal import Proposal, ProposalSource
from monitor.model.provision import Span
from monitor.services.add_finding import accept_proposal, add_finding, decline_proposal
from monitor.services.find_bill import NoSuchBillError
from monitor.services.query_bill import query_bill
from monitor.services.record_review import ReviewRefusedError
from monitor.services.review_finding import confirm_finding, reject_finding, withdraw_review
from monitor.services.review_target import NoSuchSubjectError, Reference, ReferenceKind
from monitor.store.engine import Store
from monitor.store.proposal_repository import add_proposals
from monitor.store.tables import ProposalRow, VersionRow
from tests.judging import add_bill, add_version
from tests.monitor.services.test_review_finding import run
from tests.reviewing import ANA, BEN, events, finding, rows

LAW = (
    "AI\nSection 1. Short title. This act is a sample.\n"
    "Sec. 2. A developer shall do all of the following:\n"
    "(a) Keep records of each model.\n"
    "(b) Lay its tests open to the public ☃ each year.\n"
)
WORDS = "Lay its tests open to the public ☃ each year."


@pytest.fixture
def bill(store: Store) -> int:
    found = add_bill(store, "WA HB 1")
    add_version(store, found, LAW)
    run(store)
    return found


def add(store: Store, quote: str = WORDS, **changed):
    fields = {"position": "compelled-disclosure", "label": Label.CONFLICT} | changed
    return add_finding(store, "WA HB 1", ANA, quote=quote, **fields)


def propose(store: Store, quote: str = WORDS, label: Label = Label.POTENTIAL) -> Reference:
    with store.write() as session:
        version = session.scalars(select(VersionRow).order_by(VersionRow.id.desc())).first()
        assert version is not None
        start = version.text.index(quote)
        span = Span(start, start + len(quote))
        made = Proposal(
            source=ProposalSource.SCORER,
            release="sha256:1",
            position="compelled-disclosure",
            label=label,
            provision_label="Sec. 2(b)",
            span=span,
            quotes=(Evidence(span=span, quote=quote),),
            reason="Its words resemble those of labelled duties.",
            probability=0.6,
        )
        assert add_proposals(session, version, [made], now=ANA.now) == 1
        row = session.scalars(select(ProposalRow).order_by(ProposalRow.id.desc())).first()
        assert row is not None
        return Reference(kind=ReferenceKind.PROPOSAL, id=row.id)


class TestAdd:
    def test_it_counts_with_its_offsets_provision_and_counter_argument(self, store: Store, bill: int):
        done = add(store)
        assert (done.before, done.after, done.machine, done.events) == (
            Label.NONE,
            Label.CONFLICT,
            Label.NONE,
            1,
        )
        (shown,) = query_bill(store, "WA HB 1").findings
        (quote,) = shown.quotes
        assert LAW[quote.start : quote.end] == quote.quote == WORDS
        assert (shown.id, shown.label, shown.severity, shown.machine_label) == (
            f"r{done.review.id}",
            Label.CONFLICT,
            4,
            None,
        )
        assert (shown.provision_label, shown.theory, shown.authority_strength) == (
            "Sec. 2(b)",
            "compelled speech",
            3,
        )
        assert (shown.rationale, shown.counter_argument) == (ANA.reason, "The duty concerns facts.")
        assert (shown.citation, shown.legal_force) == (
            "00 FR 00000 (sample)",
            "executive order; binds agencies, does not preempt",
        )
        told = events(store)[-1]
        assert (told.kind, told.payload["reason"], told.payload["added"][0]["quote"]) == (
            "finding.new",
            "review",
            WORDS,
        )
        assert told.payload["added"][0]["lead_in"] == "A developer shall do all of the following:"

    def test_it_follows_its_words_into_later_texts_and_ends_with_them(self, store: Store, bill: int):
        add(store)
        seen = events(store)[-1].sequence
        add_version(store, bill, "AI\n" + LAW[3:].replace("(b)", "(c)").replace("to the public", "to\nthe  public"))
        run(store)
        (shown,) = query_bill(store, "WA HB 1").findings
        assert (shown.provision_label, shown.quotes[0].quote) == (
            "Sec. 2(c)",
            WORDS.replace("to the public", "to\nthe  public"),
        )
        assert events(store, after=seen) == []
        add_version(store, bill, LAW.replace("each year", "once"))
        run(store)
        (gone,) = events(store, after=seen)
        assert (gone.kind, gone.payload["reason"]) == ("finding.resolved", "version")
        page = query_bill(store, "WA HB 1")
        assert (page.findings, [said.quote for said in page.changed]) == ((), [WORDS])

    def test_when_the_rules_find_it_too_the_persons_label_counts_once(self, store: Store, bill: int):
        add(store)
        add_version(store, bill, f"AI\npotential compelled-disclosure 2: {WORDS}\n")
        run(store)
        (shown,) = query_bill(store, "WA HB 1").findings
        assert (shown.label, shown.machine_label, shown.id) == (
            Label.CONFLICT,
            Label.POTENTIAL,
            str(finding(store)),
        )

    def test_it_is_rejected_and_confirmed_by_the_name_of_its_review(self, store: Store, bill: int):
        name = Reference(kind=ReferenceKind.REVIEW, id=add(store).review.id)
        assert reject_finding(store, name, BEN).after is Label.NONE
        assert query_bill(store, "WA HB 1").findings == ()
        back = confirm_finding(store, name, BEN)
        assert (back.after, back.events) == (Label.CONFLICT, 1)
        withdrawn = withdraw_review(store, name, BEN)
        assert (withdrawn.after, withdrawn.events) == (Label.NONE, 1)


class TestAddIsRefused:
    @pytest.fixture
    def store(self, sqlite_store: Store) -> Store:
        return sqlite_store

    @pytest.mark.parametrize("quote", ["Lay its tests open to nobody.", "Lay its test", "", " ", "lay its tests"])
    def test_a_quote_that_does_not_stand_there_is_refused(self, store: Store, bill: int, quote: str):
        with pytest.raises(ReviewRefusedError, match="does not stand exactly"):
            add(store, quote)
        assert rows(store) == []

    def test_other_blanks_are_refused_and_the_words_as_they_stand_are_shown(self, store: Store, bill: int):
        with pytest.raises(ReviewRefusedError, match=r"stand there as 'Sec\. 2\. A developer"):
            add(store, "Sec. 2. A developer\nshall do")

    @pytest.mark.parametrize(
        ("changed", "why"),
        [
            ({"position": "none-such"}, "there are: compelled-disclosure, frontier-voluntary, truthful-outputs"),
            ({"label": Label.EXEMPT}, "exempt needs the carve-out"),
            ({"carve_out": "child-safety"}, "not with conflict"),
        ],
    )
    def test_what_does_not_fit_is_refused(self, store: Store, bill: int, changed: dict, why: str):
        with pytest.raises(ReviewRefusedError, match=why):
            add(store, **changed)

    def test_words_that_are_a_finding_already_are_reviewed_instead(self, store: Store, bill: int):
        done = add(store)
        with pytest.raises(ReviewRefusedError, match=f"r{done.review.id} is about these words"):
            add(store)
        add_version(store, bill, LAW + f"conflict truthful-outputs 3: {WORDS}\n")
        run(store)
        with pytest.raises(ReviewRefusedError, match=str(finding(store, "truthful-outputs"))):
            add(store, position="truthful-outputs")

    def test_bills_that_are_not_held_against_positions_or_not_judged(self, store: Store, bill: int):
        add_version(store, add_bill(store, "US HR 1"), LAW)
        run(store)
        add_bill(store, "WA HB 2")
        fields = {"position": "compelled-disclosure", "label": Label.CONFLICT, "quote": WORDS}
        with pytest.raises(ReviewRefusedError, match="bill of the Congress"):
            add_finding(store, "US HR 1", ANA, **fields)
        with pytest.raises(NoSuchSubjectError, match=r"no text of WA HB 2 \(2026\) is judged yet"):
            add_finding(store, "WA HB 2", ANA, **fields)
        with pytest.raises(NoSuchBillError):
            add_finding(store, "WA HB 3", ANA, **fields)

    def test_a_text_that_was_read_anew_waits_for_its_judgement(self, store: Store, bill: int):
        with store.write() as session:
            session.execute(update(VersionRow).values(text_sha256="0" * 64))
        with pytest.raises(ReviewRefusedError, match="not judged yet: run `preempt assess`"):
            add(store)


class TestProposals:
    @pytest.fixture
    def store(self, sqlite_store: Store) -> Store:
        return sqlite_store

    def test_an_accepted_one_is_a_finding(self, store: Store, bill: int):
        name = propose(store)
        done = accept_proposal(store, name, ANA)
        assert (done.after, done.events, done.review.proposal_id) == (Label.POTENTIAL, 1, name.id)
        (shown,) = query_bill(store, "WA HB 1").findings
        assert (shown.label, shown.rationale) == (
            Label.POTENTIAL,
            "Its words resemble those of labelled duties.",
        )
        with pytest.raises(NoSuchSubjectError, match=rf"answered by r{done.review.id} \(add, Ana\)"):
            decline_proposal(store, name, BEN)

    def test_under_another_label(self, store: Store, bill: int):
        done = accept_proposal(store, propose(store), ANA, label=Label.EXEMPT, carve_out="child-safety", severity=1)
        assert (done.after, done.events) == (Label.EXEMPT, 0)
        assert query_bill(store, "WA HB 1").carve_outs == ("child-safety",)

    def test_none_is_no_finding(self, store: Store, bill: int):
        name = propose(store, label=Label.NONE)
        with pytest.raises(ReviewRefusedError, match="decline it"):
            accept_proposal(store, name, ANA)
        assert decline_proposal(store, name, ANA).events == 0

    def test_a_declined_one_counts_nowhere_even_when_rules_find_it_later(self, store: Store, bill: int):
        done = decline_proposal(store, propose(store), ANA)
        assert (done.after, done.events, query_bill(store, "WA HB 1").rejected) == (Label.NONE, 0, ())
        seen = events(store)[-1].sequence if events(store) else 0
        add_version(store, bill, f"AI\nconflict compelled-disclosure 4: {WORDS}\n")
        run(store)
        assert events(store, after=seen) == []
        assert [one.quotes[0].quote for one in query_bill(store, "WA HB 1").rejected] == [WORDS]

    def test_a_withdrawn_answer_opens_it_again(self, store: Store, bill: int):
        name = propose(store)
        decline_proposal(store, name, ANA)
        withdraw_review(store, name, BEN)
        assert accept_proposal(store, name, BEN).after is Label.POTENTIAL

    def test_words_that_are_gone_cannot_be_accepted(self, store: Store, bill: int):
        name = propose(store)
        add_version(store, bill, LAW.replace("each year", "once"))
        run(store)
        with pytest.raises(ReviewRefusedError, match="do not stand in the judged text"):
            accept_proposal(store, name, ANA)

    def test_what_the_rules_find_too_is_reviewed_as_a_finding(self, store: Store, bill: int):
        add_version(store, bill, f"AI\nconflict compelled-disclosure 4: {WORDS}\n")
        run(store)
        with pytest.raises(ReviewRefusedError, match=f"{finding(store)} is about these words"):
            decline_proposal(store, propose(store), ANA)

    @pytest.mark.parametrize("kind", list(ReferenceKind))
    def test_what_is_no_proposal(self, store: Store, bill: int, kind: ReferenceKind):
        with pytest.raises(NoSuchSubjectError, match=f"no proposal {kind.value}99"):
            accept_proposal(store, Reference(kind=kind, id=99), ANA)

    def test_a_proposal_is_not_confirmed_but_accepted(self, store: Store, bill: int):
        with pytest.raises(NoSuchSubjectError, match="accept or decline"):
            confirm_finding(store, propose(store), ANA)


def test_who_speaks_last_wins_and_both_stay(store: Store, bill: int):
    add(store)
    name = Reference(kind=ReferenceKind.REVIEW, id=rows(store)[0].id)
    reject_finding(store, name, replace(BEN, now=ANA.now))
    assert [(row.reviewer, row.decision, row.label) for row in rows(store)] == [
        ("Ana", "add", "conflict"),
        ("Ben", "reject", None),
    ]
