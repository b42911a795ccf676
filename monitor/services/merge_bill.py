"""Who is believed when sources disagree about a bill? Decided from values alone, whatever order they came in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from monitor.model.bill import BillRecord, BillStatus, Chamber, Sponsor
from monitor.model.claim import BillClaim, MergedBill, Provenance, SourceConflict, SourceRank, rank_of
from monitor.model.status import Standing, has_been, standing_of

__all__ = ["carry", "is_unconfirmed", "merge_bill", "merged_record"]

_FINAL: Final = frozenset({BillStatus.ENACTED, BillStatus.VETOED})
_CARRIED: Final = (
    *("title", "abstract", "source_url", "chamber", "classification", "subjects", "aliases", "actions", "sponsors"),
    *("related", "versions"),
)
_Names = dict[str, Provenance]


def merge_bill(claims: Sequence[BillClaim]) -> MergedBill:
    """Merge what different sources last said of one bill, one claim a source.

    Per field the highest rank that says anything wins: official, LegiScan, Open States. Of equal rank the longest title
    and abstract win, of lists the one fetched last. Empty never wins. Sponsors, aliases and links are united; a
    sponsor's role is the highest rank's. Actions come whole from one source, so that no step is told twice in two
    wordings. Versions come whole from the highest rank that has a text. The status is that of the actions, or the one
    further on that another source says and that those actions have never been at: it moves back only by an action.

    :raises ValueError: without claims, or when they are of different bills.
    """
    if len({claim.key for claim in claims}) != 1:
        raise ValueError("a merge is of the claims of one bill")
    ranked = sorted(claims, key=lambda claim: (-rank_of(claim.source), _newest_first(claim), claim.source))
    names: _Names = {}
    actions = _first(ranked, "actions", names)
    with_text = [claim for claim in ranked if any(version.has_text for version in claim.versions)]
    classification = _first(ranked, "classification", names)
    standing, source = _standing(ranked)
    if source is not None:
        names["status"] = _provenance(source)
    return MergedBill(
        key=ranked[0].key,
        title=_longest(ranked, "title", names),
        abstract=_longest(ranked, "abstract", names),
        source_url=_first(ranked, "source_url", names, empty=""),
        chamber=_first(ranked, "chamber", names, empty=Chamber.UNKNOWN),
        classification=classification,
        subjects=_first(ranked, "subjects", names),
        aliases=_union(ranked, "aliases", names),
        actions=actions,
        sponsors=_sponsors(ranked, names),
        related=_union(ranked, "related", names),
        versions=_first(with_text or ranked, "versions", names),
        standing=standing,
        status_unconfirmed=is_unconfirmed(
            standing.status, {rank_of(c.source) for c in ranked if _own_standing(c).status is standing.status}
        ),
        provenance=names,
        conflicts=tuple(_conflicts(ranked)),
    )


def carry(claim: BillClaim, earlier: BillClaim | None) -> BillClaim:
    """A claim with what its source said before in place of what it is silent about now: silence takes nothing back."""
    if earlier is None:
        return claim
    empty = BillClaim(key=claim.key, source=claim.source, fetched_at=claim.fetched_at)
    silent = [name for name in _CARRIED if getattr(claim, name) == getattr(empty, name)]
    return replace(claim, **{name: getattr(earlier, name) for name in silent})


def merged_record(record: BillRecord, merged: MergedBill) -> BillRecord:
    """A source's record with what all sources come to in place of its own words.

    Its versions stay when they are the ones that count; else there are none in it, and what is stored of the others
    stays as it is.
    """
    versions = merged.provenance.get("versions")
    top = merged.provenance.get("title") or merged.provenance.get("actions")
    return replace(
        record,
        title=merged.title,
        source=top.source if top is not None else record.source,
        source_url=merged.source_url,
        chamber=merged.chamber,
        classification=merged.classification,
        abstract=merged.abstract,
        subjects=merged.subjects,
        aliases=merged.aliases,
        actions=merged.actions,
        sponsors=merged.sponsors,
        related=merged.related,
        versions=record.versions if versions is not None and versions.source == record.source else (),
    )


def _newest_first(claim: BillClaim) -> float:
    return -claim.fetched_at.timestamp()


def _provenance(claim: BillClaim) -> Provenance:
    return Provenance(source=claim.source, fetched_at=claim.fetched_at)


def _first(ranked: Sequence[BillClaim], field: str, names: _Names, *, empty: Any = ()) -> Any:
    """The value of the first that has one."""
    for claim in ranked:
        if (value := getattr(claim, field)) != empty:
            names[field] = _provenance(claim)
            return value
    return empty


def _longest(ranked: Sequence[BillClaim], field: str, names: _Names) -> str:
    """The value of the highest rank that has one; within the rank the longest, then the first in the alphabet."""
    having = [claim for claim in ranked if getattr(claim, field)]
    if not having:
        return ""
    top = [claim for claim in having if rank_of(claim.source) == rank_of(having[0].source)]
    best = min(top, key=lambda claim: (-len(getattr(claim, field)), getattr(claim, field)))
    names[field] = _provenance(best)
    value: str = getattr(best, field)
    return value


def _union(ranked: Sequence[BillClaim], field: str, names: _Names) -> tuple[Any, ...]:
    """Everything that any source says, the highest rank's first."""
    _first(ranked, field, names)
    return tuple(dict.fromkeys(value for claim in ranked for value in getattr(claim, field)))


def _sponsors(ranked: Sequence[BillClaim], names: _Names) -> tuple[Sponsor, ...]:
    """Each name once, in the spelling and role of the highest rank that has it."""
    found: dict[str, list[Sponsor]] = {}
    owner: dict[str, str] = {}
    for claim in ranked:
        for sponsor in claim.sponsors:
            name = _folded(sponsor.name)
            if owner.setdefault(name, claim.source) == claim.source:
                found.setdefault(name, []).append(sponsor)  # one source may give a person two roles
                names.setdefault(f"sponsor {sponsor.name}", _provenance(claim))
    _first(ranked, "sponsors", names)
    return tuple(dict.fromkeys(sponsor for some in found.values() for sponsor in some))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def is_unconfirmed(status: BillStatus, saying: Collection[SourceRank]) -> bool:
    """Whether a law or a veto rests on the word of one aggregator: needed is the official source, or two that agree.

    ``saying`` are the ranks of the sources that say so: all spiders over one aggregator are one source.
    """
    return status in _FINAL and SourceRank.OFFICIAL not in saying and len(set(saying)) < 2


def _own_standing(claim: BillClaim) -> Standing:
    return standing_of(claim.actions, classification=claim.classification, jurisdiction=claim.key.jurisdiction)


def _standing(ranked: Sequence[BillClaim]) -> tuple[Standing, BillClaim | None]:
    """Where the bill stands, and who says so; nobody when it is unknown."""
    telling = [(claim, standing) for claim in ranked if (standing := _own_standing(claim)).status != BillStatus.UNKNOWN]
    if not telling:
        return Standing(status=BillStatus.UNKNOWN, on=None, action=None), None
    leader, standing = telling[0]
    source = leader
    if standing.status.is_dead:
        return standing, source
    for claim, other in telling[1:]:
        been = has_been(
            other.status,
            leader.actions,
            classification=leader.classification,
            jurisdiction=leader.key.jurisdiction,
        )
        if _nearness(other.status) > _nearness(standing.status) and not been:
            standing, source = other, claim
    return standing, source


def _nearness(status: BillStatus) -> int:
    """How near to the end; that a bill failed or was withdrawn is believed of the highest rank alone."""
    return BillStatus.ENACTED.rank if status is BillStatus.VETOED else status.rank


def _conflicts(ranked: Sequence[BillClaim]) -> Iterable[SourceConflict]:
    """Fields of which two sources say something, and not the same; wording apart from case and blanks."""
    looks: tuple[tuple[str, Callable[[BillClaim], str]], ...] = (
        ("title", lambda claim: claim.title),
        ("chamber", lambda claim: "" if claim.chamber is Chamber.UNKNOWN else claim.chamber.value),
        ("status", lambda claim: "" if (status := _own_standing(claim).status) is BillStatus.UNKNOWN else status.value),
        ("last action on", lambda claim: max((a.on.isoformat() for a in claim.actions if a.on), default="")),
        ("primary sponsors", _primary),
    )
    for field, look in looks:
        said = sorted((claim.source, value) for claim in ranked if (value := look(claim)))
        if len({_folded(value) for _, value in said}) > 1:
            yield SourceConflict(field=field, values=tuple(said))


def _primary(claim: BillClaim) -> str:
    return "; ".join(sorted({sponsor.name for sponsor in claim.sponsors if sponsor.role == "primary"}))
