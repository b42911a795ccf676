from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from monitor.model.finding import Evidence, Label
from monitor.model.proposal import Proposal, ProposalSource
from monitor.model.provision import Span
from monitor.store.engine import Store
from monitor.store.proposal_repository import add_proposals, proposal_of
from monitor.store.tables import ProposalRow, VersionRow
from tests.judging import add_bill, add_version

NOW = datetime(2026, 11, 25, tzinfo=UTC)
TEXT = "Sec. 1. A deployer is to tell the public ☃ how its system decides."
QUOTE = Evidence(span=Span(8, len(TEXT)), quote=TEXT[8:])
PROPOSAL = Proposal(
    source=ProposalSource.SCORER,
    release="sha256:1",
    position="compelled-disclosure",
    label=Label.POTENTIAL,
    provision_label="Sec. 1",
    span=Span(0, len(TEXT)),
    quotes=(QUOTE,),
    reason="Its words resemble those of labelled disclosure duties.",
    probability=0.5,
    detail={"words": ["tell the public"]},
)


def add(store: Store, *proposals: Proposal) -> int:
    bill = add_bill(store, "WA HB 1")
    version = add_version(store, bill, TEXT)
    with store.write() as session:
        return add_proposals(session, session.get_one(VersionRow, version), proposals, now=NOW)


def test_a_proposal_comes_back_as_it_was_made(store: Store):
    assert add(store, PROPOSAL) == 1
    with store.read() as session:
        row = session.scalars(select(ProposalRow)).one()
    assert proposal_of(row) == PROPOSAL
    assert row.created_at == NOW


def test_each_is_stored_once(store: Store):
    other = replace(PROPOSAL, source=ProposalSource.CLONE)
    assert add(store, PROPOSAL, PROPOSAL, other) == 2
    with store.write() as session:
        version = session.scalars(select(VersionRow)).one()
        assert add_proposals(session, version, [PROPOSAL, other], now=NOW) == 0


@pytest.mark.parametrize(
    ("quotes", "why"),
    [((), "quotes nothing"), ((Evidence(span=Span(0, 3), quote="Art"),), "do not stand there")],
)
def test_words_that_are_not_there_are_refused(store: Store, quotes: tuple[Evidence, ...], why: str):
    with pytest.raises(ValueError, match=why):
        add(store, replace(PROPOSAL, quotes=quotes))
