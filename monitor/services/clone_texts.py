"""Which texts are compared with each other, and into which clauses are they cut? Each text is cut once and kept."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, defer

from monitor.clones.clauses import BillClause, BillText, clauses_of
from monitor.clones.cut import cutting_release, from_json, to_json
from monitor.clones.settings import CloneSettings
from monitor.clones.sketch import Shingles, shingles_of
from monitor.clones.words import words_of
from monitor.model.bill import BillKey
from monitor.model.finding import Relevance
from monitor.model.provision import Span
from monitor.model.relation import COMPANIONS
from monitor.store.cut_repository import read_cuts, write_cuts
from monitor.store.engine import Store
from monitor.store.quarantine import not_in_quarantine
from monitor.store.tables import AssessmentRow, BillRow, RelatedBillRow, VersionRow
from monitor.text.segment import segment

__all__ = ["compared_texts", "cut_texts", "other_bills"]

_TEXTS_A_STEP: Final = 64
_ABOUT_AI: Final = (Relevance.CORE.value, Relevance.ADJACENT.value)
_COMPANIONS: Final = [relation.value for relation in sorted(COMPANIONS)]


def compared_texts(session: Session) -> list[BillText]:
    """The judged text of each bill about AI; other versions of a bill are not compared."""
    companions: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for bill_id, session_name, identifier in session.execute(
        select(RelatedBillRow.bill_id, RelatedBillRow.session, RelatedBillRow.identifier).where(
            RelatedBillRow.relation.in_(_COMPANIONS)
        )
    ):
        companions[bill_id].add((session_name, identifier))
    return [
        BillText(
            bill_id=bill.id,
            bill=BillKey(jurisdiction=bill.jurisdiction, session=bill.session, identifier=bill.identifier),
            version_id=version.id,
            text_sha256=version.text_sha256 or "",
            dated_on=bill.introduced_on or version.published_on,
            companions=frozenset(
                BillKey(jurisdiction=bill.jurisdiction, session=session_name, identifier=identifier)
                for session_name, identifier in companions[bill.id]
            ),
        )
        for bill, version in session.execute(_judged(*_ABOUT_AI).options(defer(VersionRow.text)))
    ]


def cut_texts(
    store: Store,
    texts: Sequence[BillText],
    settings: CloneSettings,
    *,
    stop: Callable[[], bool],
) -> Iterator[tuple[list[BillClause], int, int]]:
    """Cut the texts, some at a time: their clauses, how many texts it were, and how many of those were cut anew.

    Ends early when asked to; what was cut is kept.
    """
    release = cutting_release(settings)
    for start in range(0, len(texts), _TEXTS_A_STEP):
        if stop():
            return
        some = texts[start : start + _TEXTS_A_STEP]
        with store.read() as session:
            held = read_cuts(session, [(text.version_id, text.text_sha256) for text in some], release=release)
            new = {text.version_id for text in some if text.version_id not in held}
            rows = session.execute(select(VersionRow.id, VersionRow.text).where(VersionRow.id.in_(new))).all()
        words = dict(rows)
        clauses: list[BillClause] = []
        cuts = []
        for text in some:
            if text.version_id in held:
                clauses += from_json(held[text.version_id], text)
                continue
            clean = words[text.version_id]
            made = clauses_of(clean, segment(clean), text, settings)
            clauses += made
            cuts.append((text.version_id, text.text_sha256, to_json(made)))
        if cuts:
            with store.write() as session:
                write_cuts(session, cuts, release=release)
        yield clauses, len(some), len(cuts)


def other_bills(store: Store, settings: CloneSettings, *, stop: Callable[[], bool]) -> list[Shingles]:
    """The shingles of bills on other subjects: a sample by the hash of their names, so that it stays the same."""
    with store.read() as session:
        rows = session.execute(
            _judged(Relevance.NONE.value).with_only_columns(
                BillRow.jurisdiction, BillRow.session, BillRow.identifier, VersionRow.id
            )
        ).all()
    ids = [
        version_id
        for _, version_id in sorted(
            (hashlib.sha256(f"{jurisdiction}\n{session_name}\n{identifier}".encode()).digest(), version_id)
            for jurisdiction, session_name, identifier, version_id in rows
        )[: settings.formula_sample]
    ]
    found: list[Shingles] = []
    for start in range(0, len(ids), _TEXTS_A_STEP):
        if stop():
            return found
        with store.read() as session:
            texts = session.scalars(
                select(VersionRow.text).where(VersionRow.id.in_(ids[start : start + _TEXTS_A_STEP]))
            ).all()
        found += (
            shingles_of([word.form for word in words_of(text, [Span(0, len(text))])], settings.shingle_words)
            for text in texts
        )
    return found


def _judged(*relevance: str) -> Select[BillRow, VersionRow]:
    """Bills with the text whose judgement counts, as long as it is still the text of its version."""
    return (
        select(BillRow, VersionRow)
        .join(AssessmentRow, AssessmentRow.bill_id == BillRow.id)
        .join(
            VersionRow,
            (VersionRow.id == AssessmentRow.version_id) & (VersionRow.text_sha256 == AssessmentRow.text_sha256),
        )
        .where(AssessmentRow.is_current, AssessmentRow.relevance.in_(relevance), not_in_quarantine())
        .order_by(BillRow.id)
    )
