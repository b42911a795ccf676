"""What does each clause of one family say, and how does it differ from the one that came first?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from monitor.clones.align import StretchKind, align
from monitor.clones.propose import findings_on
from monitor.clones.words import spans_of
from monitor.errors import ExitCode, PreemptError
from monitor.model.clause import Clause
from monitor.model.clause_family import ClauseFamily, FamilyMember, TextKey
from monitor.services.current_findings import current_findings
from monitor.services.family_texts import quotes, texts_of, words_in
from monitor.services.query_families import FamilyLine, family_lines
from monitor.store.engine import Store
from monitor.store.family_repository import read_families
from monitor.store.tables import BillRow, ClauseFamilyRow

__all__ = ["AmbiguousFamilyError", "Difference", "FamilyView", "MemberView", "NoSuchFamilyError", "show_family"]

_SHORTEST_NAME: Final = 4


class NoSuchFamilyError(PreemptError):
    """No stored family has this name. Raised by :func:`show_family`; look at ``preempt clones list``."""


class AmbiguousFamilyError(PreemptError):
    """Several families begin like this. Raised by :func:`show_family`; write more of the name."""

    exit_code = ExitCode.WRONG_USE


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A stretch of a member beside the origin; empty on the side where nothing stands."""

    kind: StretchKind
    origin: str
    member: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberView:
    """One clause of a family with its exact words."""

    member: FamilyMember
    title: str
    status: str
    quotes: tuple[str, ...]
    """Exact words, a part each; empty when the text was replaced after the family was built."""
    lead_in: tuple[str, ...]
    differences: tuple[Difference, ...]
    """From the origin, in the order of the words, what is common included; empty for the origin itself."""
    findings: tuple[Clause, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyView:
    """One family with all that is known of its clauses, in their order."""

    line: FamilyLine
    members: tuple[MemberView, ...]


def show_family(store: Store, name: str) -> FamilyView:
    """The family whose name begins like this.

    :raises NoSuchFamilyError: when there is none.
    :raises AmbiguousFamilyError: when there are several, or when too little of the name is given to tell.
    """
    with store.read() as session:
        family = _find(session, name)
        (line,) = family_lines(session, [family])
        ids = [member.bill_id for member in family.members]
        findings = current_findings(session, bill_ids=ids)
        texts = texts_of(session, family.members)
        bills = {bill.id: bill for bill in session.scalars(select(BillRow).where(BillRow.id.in_(ids)))}
    return FamilyView(
        line=line,
        members=tuple(
            MemberView(
                member=member,
                title=bills[member.bill_id].title,
                status=bills[member.bill_id].status,
                quotes=quotes(texts, member, member.parts),
                lead_in=quotes(texts, member, member.lead_in),
                differences=_differences(texts, family.origin, member) if place else (),
                findings=tuple(findings_on(member, findings.get(member.text_key, ()))),
            )
            for place, member in enumerate(family.members)
        ),
    )


def _find(session: Session, name: str) -> ClauseFamily:
    wanted = name.strip().lower()
    if len(wanted) < _SHORTEST_NAME:
        raise AmbiguousFamilyError(f"write at least {_SHORTEST_NAME} characters of the name of a family")
    names = session.scalars(
        select(ClauseFamilyRow.family)
        .where(ClauseFamilyRow.family.startswith(wanted, autoescape=True))
        .order_by(ClauseFamilyRow.family)
        .limit(2)
    ).all()
    if not names:
        raise NoSuchFamilyError(f"no stored family is called {name!r}; look at `preempt clones list`")
    if len(names) > 1:
        raise AmbiguousFamilyError(f"several families begin with {name!r}; write more of the name")
    (family,) = read_families(session, names=names)
    return family


def _differences(texts: Mapping[TextKey, str], origin: FamilyMember, member: FamilyMember) -> tuple[Difference, ...]:
    left, right = words_in(texts, origin), words_in(texts, member)
    if not left or not right:
        return ()
    return tuple(
        Difference(
            kind=one.kind,
            origin=_joined(quotes(texts, origin, spans_of(left[slice(*one.left)], origin.parts))),
            member=_joined(quotes(texts, member, spans_of(right[slice(*one.right)], member.parts))),
        )
        for one in align([word.form for word in left], [word.form for word in right])
    )


def _joined(parts: Sequence[str]) -> str:
    return " … ".join(parts)
