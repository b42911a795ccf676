"""Which clauses are one family, and which of them came first? The order in which they are given plays no part."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from monitor.clones.align import Likeness
from monitor.clones.alike import Wordings
from monitor.clones.clauses import BillClause, BillText
from monitor.clones.kinship import Kin
from monitor.clones.settings import CloneSettings
from monitor.clones.sketch import Shingles
from monitor.model.bill import BillKey
from monitor.model.clause_family import ClauseFamily, FamilyMember

__all__ = ["Grouping", "build_families"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """The families, and what was counted on the way to them."""

    families: tuple[ClauseFamily, ...]
    """In the order of their origins."""
    compared: int
    """Clauses with enough words of their own."""
    candidates: int
    """Pairs of different wordings that were aligned."""
    left: int
    """Clauses that are like another one and in no family: what they are like belongs to an origin they are unlike."""


@dataclass(slots=True)
class _Group:
    origin: int
    members: dict[int, Likeness] = field(default_factory=dict)
    bills: set[int] = field(default_factory=set)


def build_families(clauses: Iterable[BillClause], other_bills: Sequence[Shingles], settings: CloneSettings) -> Grouping:
    """Group clauses of different bills that are near copies; ``other_bills`` show what is drafting language.

    Each member is a near copy of the family's origin, so unlike clauses are not joined by a chain of likenesses. A bill
    has one clause in a family: the one most like the origin. A clause is in one family at most.
    """
    ordered = sorted(clauses, key=_order)
    wordings = Wordings(ordered, other_bills, settings)
    groups, left = _groups(ordered, wordings)
    groups.sort(key=lambda group: group.origin)
    kin = Kin(wordings.whole, settings)
    names = _identities(ordered)
    return Grouping(
        families=tuple(
            ClauseFamily(id=names[group.origin], release=settings.release, members=_members(group, ordered, kin))
            for group in groups
        ),
        compared=sum(form in wordings.is_compared for form in wordings.form_of),
        candidates=wordings.candidates,
        left=left,
    )


def _order(clause: BillClause) -> tuple[bool, date, BillKey, int, tuple[int, int]]:
    """By date, undated last; then by name, which decides between bills of one day."""
    day, span = clause.source.dated_on, clause.span
    return day is None, day or date.max, clause.source.bill, clause.source.version_id, (span.start, span.end)


def _groups(clauses: Sequence[BillClause], wordings: Wordings) -> tuple[list[_Group], int]:
    """Let clauses join the earlier origin they are most like, until nobody who is left has one to join."""
    waiting = [place for place, form in enumerate(wordings.form_of) if wordings.alike[form]]
    done: list[_Group] = []
    while True:
        groups, chances = _offers(clauses, wordings, waiting)
        placed: set[int] = set()
        for _, _, origin, place in sorted(chances):
            group, bill = groups[origin], clauses[place].source.bill_id
            if place in placed or bill in group.bills:
                continue
            placed.update((place, origin))
            group.bills.add(bill)
            group.members[place] = wordings.alike[wordings.form_of[place]][wordings.form_of[origin]]
        if not placed:
            return done, len(waiting)
        done += (group for group in groups.values() if group.members)
        waiting = [place for place in waiting if place not in placed]


def _offers(
    clauses: Sequence[BillClause], wordings: Wordings, waiting: Sequence[int]
) -> tuple[dict[int, _Group], list[tuple[float, float, int, int]]]:
    """Clauses that nothing earlier is like are origins; the others may join those they are like, the best first."""
    groups: dict[int, _Group] = {}
    origins: dict[int, list[int]] = defaultdict(list)
    chances: list[tuple[float, float, int, int]] = []
    for place in waiting:
        form, bill = wordings.form_of[place], clauses[place].source.bill_id
        offers = [
            (-likeness.score, -likeness.jaccard, origin, place)
            for other, likeness in wordings.alike[form].items()
            for origin in origins[other]
            if clauses[origin].source.bill_id != bill
        ]
        if not offers:
            origins[form].append(place)
            groups[place] = _Group(place, bills={bill})
        chances += offers
    return groups, chances


def _members(group: _Group, clauses: Sequence[BillClause], kin: Kin) -> tuple[FamilyMember, ...]:
    itself = Likeness(jaccard=1.0, score=1.0)
    earlier: list[BillText] = []
    members: list[FamilyMember] = []
    for place in (group.origin, *sorted(group.members)):
        clause, likeness = clauses[place], group.members.get(place, itself)
        source = clause.source
        members.append(
            FamilyMember(
                bill=source.bill,
                bill_id=source.bill_id,
                version_id=source.version_id,
                text_sha256=source.text_sha256,
                dated_on=source.dated_on,
                provision_label=clause.label,
                span=clause.span,
                parts=clause.parts,
                lead_in=clause.lead_in,
                kinship=kin.of(source, earlier),
                jaccard=likeness.jaccard,
                score=likeness.score,
            )
        )
        earlier.append(source)
    return tuple(members)


def _identities(clauses: Sequence[BillClause]) -> list[str]:
    """Hashes of bill and words; the same words twice in one bill are told apart by their order."""
    seen: Counter[tuple[int, tuple[str, ...]]] = Counter()
    names: list[str] = []
    for clause in clauses:
        key = (clause.source.bill_id, clause.words)
        content = [str(clause.source.bill), seen[key], " ".join(clause.words)]
        seen[key] += 1
        names.append(hashlib.sha256(json.dumps(content).encode()).hexdigest())
    return names
