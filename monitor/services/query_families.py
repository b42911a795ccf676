"""Which clause families are stored, how far has each spread, and how are its clauses judged?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from monitor.clones.propose import findings_on
from monitor.model.clause_family import ClauseFamily, FamilyMember, Kinship
from monitor.model.finding import CARVE_OUT_POSITION, Label
from monitor.services.current_findings import current_findings
from monitor.services.family_texts import quotes, texts_of
from monitor.services.find_bill import find_bill
from monitor.store.engine import Store
from monitor.store.family_repository import read_families

__all__ = ["FamilyLine", "families_of_bill", "family_lines", "list_families"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyLine:
    """One family in a list. Its words are the origin's."""

    family: ClauseFamily
    label: Label | None
    """The strongest that a clause of the family has; none when none of them is judged to touch a position."""
    positions: Mapping[str, Label]
    """The strongest label against each position."""
    words: str

    @property
    def copies(self) -> int:
        """Bills beside the origin that are no companions of an earlier one."""
        return sum(one.kinship not in (Kinship.ORIGIN, Kinship.COMPANION) for one in self.family.members)

    @property
    def rank(self) -> tuple[int, int, int, date, str]:
        """More states first, then a stronger label, then more bills, then the older family."""
        strength = self.label.strength if self.label else -1
        return (
            -len(self.family.states),
            -strength,
            -self.copies,
            self.family.origin.dated_on or date.max,
            self.family.id,
        )


def list_families(
    store: Store,
    *,
    jurisdictions: Collection[str] = (),
    positions: Collection[str] = (),
    labels: Collection[Label] = (),
    min_states: int = 1,
) -> list[FamilyLine]:
    """Families by spread. An empty filter lets everything through; a jurisdiction is that of any member."""
    with store.read() as session:
        families = [
            family
            for family in read_families(session)
            if len(family.states) >= min_states
            and (not jurisdictions or any(state.jurisdiction in jurisdictions for state in family.states))
        ]
        lines = family_lines(session, families)
    return [
        line
        for line in lines
        if (not positions and not labels)
        or any(
            (not positions or position in positions) and (not labels or label in labels)
            for position, label in line.positions.items()
        )
    ]


def families_of_bill(store: Store, name: str) -> tuple[str, list[tuple[FamilyLine, FamilyMember]]]:
    """The bill's full name, and its families with the clause that is the bill's, in the order of its text.

    :raises NoSuchBillError: when there is no such bill.
    :raises AmbiguousBillError: when several sessions have one and none is named.
    """
    with store.read() as session:
        bill = find_bill(session, name)
        lines = family_lines(session, read_families(session, bill_id=bill.id))
        full_name = f"{bill.jurisdiction} {bill.identifier} ({bill.session})"
    found = [(line, next(one for one in line.family.members if one.bill_id == bill.id)) for line in lines]
    return full_name, sorted(found, key=lambda pair: pair[1].span)


def family_lines(session: Session, families: Sequence[ClauseFamily]) -> list[FamilyLine]:
    """Put each family together with what its clauses are judged to be, the widest spread first."""
    findings = current_findings(session)
    texts = texts_of(session, [family.origin for family in families])
    lines = []
    for family in families:
        positions: dict[str, Label] = {}
        for member in family.members:
            for finding in findings_on(member, findings.get(member.text_key, ())):
                known = positions.get(finding.position)
                if finding.position != CARVE_OUT_POSITION and (
                    known is None or finding.label.strength > known.strength
                ):
                    positions[finding.position] = finding.label
        lines.append(
            FamilyLine(
                family=family,
                label=max(positions.values(), key=lambda label: label.strength, default=None),
                positions=dict(sorted(positions.items())),
                words=" … ".join(quotes(texts, family.origin, family.origin.parts)),
            )
        )
    return sorted(lines, key=lambda line: line.rank)
