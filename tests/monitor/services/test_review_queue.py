from __future__ import annotations

import pytest
from sqlalchemy import delete, update

from monitor.model.finding import Label
from monitor.model.waiting import WaitingKind
from monitor.services.add_finding import decline_proposal
from monitor.services.review_finding import confirm_finding, reject_finding, withdraw_review
from monitor.services.review_queue import review_queue
from monitor.services.review_target import parse_reference
from monitor.store.engine import Store
from monitor.store.tables import EvidenceRow, FindingRow
from tests.judging import add_bill, add_version
from tests.monitor.services.test_add_finding import LAW, WORDS, propose
from tests.monitor.services.test_review_finding import CHILD, DUTY, NOTICE, run
from tests.reviewing import ANA, BEN, finding

BAND = (0.35, 0.65)


def names(store: Store, **filters) -> list[str]:
    return [one.id for one in review_queue(store, band=BAND, **filters)]


def test_unsure_findings_proposals_and_changed_words_wait_in_order(store: Store):
    bill = add_bill(store, "WA HB 1")
    add_version(store, bill, DUTY + NOTICE + CHILD)
    run(store)
    done = confirm_finding(store, finding(store), ANA)
    add_version(store, bill, DUTY.replace("each known", "every") + NOTICE + CHILD)
    other = add_bill(store, "UT HB 2")
    add_version(store, other, LAW)
    run(store)
    proposal = propose(store)
    with store.write() as session:
        sure = finding(store, "truthful-outputs").id
        session.execute(update(FindingRow).where(FindingRow.id == sure).values(confidence=0.66))
    waiting = review_queue(store, band=BAND)
    reworded = finding(store)
    assert [(one.id, one.kind, one.label, one.certainty) for one in waiting] == [
        (f"r{done.review.id}", WaitingKind.CHANGED, Label.CONFLICT, None),
        (str(reworded), WaitingKind.FINDING, Label.CONFLICT, 0.5),
        (str(proposal), WaitingKind.PROPOSAL, Label.POTENTIAL, 0.6),
    ]
    changed, unsure, proposed = waiting
    assert changed.why == "reviewed words have changed, look again (confirm by Ana: The duty binds agencies alone.)"
    assert (changed.now_id, changed.now_quote) == (str(reworded), "A developer shall file a report on every risk.")
    assert (unsure.provision_label, unsure.why) == ("Sec. 1(a)", "the rules are not sure: confidence 0.50")
    assert (proposed.quote, str(proposed.bill)) == (WORDS, "UT HB 2 (2026)")
    assert proposed.why.startswith("the learned scorer proposes it: Its words resemble")
    assert names(store, jurisdictions=["UT"]) == [str(proposal)]
    assert names(store, positions=["frontier-voluntary"]) == [], "a carve-out is no flag: it waits for nobody"
    assert names(store, bill_id=bill) == [f"r{done.review.id}", str(reworded)]
    assert names(store, bill_id=bill, positions=["truthful-outputs"]) == []


class TestOnSqlite:
    @pytest.fixture
    def filled(self, sqlite_store: Store) -> Store:
        add_version(sqlite_store, add_bill(sqlite_store, "WA HB 1"), DUTY)
        run(sqlite_store)
        return sqlite_store

    @pytest.mark.parametrize(("confidence", "waits"), [(0.34, False), (0.35, True), (0.65, True), (0.651, False)])
    def test_both_ends_of_the_band_wait(self, filled: Store, confidence: float, waits: bool):
        with filled.write() as session:
            session.execute(update(FindingRow).values(confidence=confidence))
        assert bool(names(filled)) is waits

    def test_what_is_reviewed_waits_no_more_until_the_review_is_withdrawn(self, filled: Store):
        name = finding(filled)
        reject_finding(filled, name, ANA)
        assert names(filled) == []
        withdraw_review(filled, name, BEN)
        assert names(filled) == [str(name)]

    def test_a_finding_of_an_earlier_judgement_waits_no_more(self, filled: Store):
        old = finding(filled)
        run(filled, "c2")
        assert names(filled) == [str(finding(filled))] != [str(old)]

    def test_a_finding_without_its_words_cannot_be_reviewed(self, filled: Store):
        with filled.write() as session:
            session.execute(delete(EvidenceRow).where(EvidenceRow.role == "operative"))
        assert names(filled) == []

    def test_an_answered_proposal_waits_no_more(self, sqlite_store: Store):
        add_version(sqlite_store, add_bill(sqlite_store, "WA HB 1"), LAW)
        run(sqlite_store)
        name = propose(sqlite_store)
        assert names(sqlite_store) == [str(name)]
        decline_proposal(sqlite_store, name, ANA)
        assert names(sqlite_store) == []

    def test_a_proposal_about_an_older_text_waits_no_more(self, sqlite_store: Store):
        bill = add_bill(sqlite_store, "WA HB 1")
        add_version(sqlite_store, bill, LAW)
        run(sqlite_store)
        propose(sqlite_store)
        add_version(sqlite_store, bill, LAW.replace("each year", "once"))
        run(sqlite_store)
        assert names(sqlite_store) == []

    def test_words_that_nothing_resembles_stand_alone(self, filled: Store):
        done = confirm_finding(filled, finding(filled), ANA)
        with filled.read() as session:
            row = session.get(FindingRow, finding(filled).id)
            assert row is not None
        add_version(filled, row.bill_id, "AI\nconflict compelled-disclosure 4: No.\n")
        run(filled)
        changed = next(one for one in review_queue(filled, band=(0.9, 1.0)))
        assert (changed.id, changed.now_id) == (f"r{done.review.id}", "")
        withdraw_review(filled, parse_reference(changed.id), BEN)
        assert review_queue(filled, band=(0.9, 1.0)) == []
