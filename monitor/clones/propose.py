"""Which clauses of a family are offered to a person, because a near copy of them is judged and they are not?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from rapidfuzz import fuzz

from monitor.clones.align import Stretch, StretchKind, align
from monitor.clones.settings import CloneSettings
from monitor.clones.sketch import jaccard, shingles_of
from monitor.clones.words import Word, spans_of, words_of
from monitor.model.clause import Clause
from monitor.model.clause_family import ClauseFamily, FamilyMember, TextKey
from monitor.model.finding import CARVE_OUT_POSITION, Evidence, EvidenceRole, Label
from monitor.model.proposal import Proposal, ProposalSource
from monitor.model.provision import Span

__all__ = ["findings_on", "propose"]

_OFFERED: Final = frozenset({Label.CONFLICT, Label.POTENTIAL, Label.EXEMPT})
_MOST: Final = 0.5
"""Of a judged quote: less of it in a clause, and the clause is not what was judged."""
_SAID: Final = {
    Label.CONFLICT: "conflicts with a stated federal position",
    Label.POTENTIAL: "may conflict with a stated federal position",
    Label.EXEMPT: "touches a stated federal position and lies in a carve-out of it",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """A judged clause that a member may be a copy of."""

    judged: FamilyMember
    finding: Clause
    score: float
    jaccard: float
    quote_share: float
    """Of the words of the judged quote, those that the member has."""
    quotes: tuple[Span, ...] = field(repr=False)

    @property
    def rank(self) -> tuple[float, int, str, int]:
        """The most alike first, then the stronger label, then by name."""
        return -self.score, -self.finding.label.strength, str(self.judged.bill), self.finding.start


def findings_on(member: FamilyMember, findings: Sequence[Clause]) -> list[Clause]:
    """Those of a bill's findings whose proof stands, with one character at least, in the member's words."""
    return [
        finding
        for finding in findings
        if any(finding.start < part.end and part.start < finding.end for part in member.parts)
    ]


def propose(
    family: ClauseFamily,
    findings: Mapping[TextKey, Sequence[Clause]],
    texts: Mapping[TextKey, str],
    settings: CloneSettings,
) -> list[tuple[FamilyMember, Proposal]]:
    """For each member and each position that it has no finding for: what the member most like it is judged to be.

    ``findings`` are those of the judgements that count; a member whose text is not among ``texts`` is left out. Nothing
    is offered where the words that the finding stands on are not in the member.
    """
    members = [member for member in family.members if member.text_key in texts]
    standing = {member.bill_id: findings_on(member, findings.get(member.text_key, ())) for member in members}
    judged = [
        (member, finding)
        for member in members
        for finding in standing[member.bill_id]
        if finding.label in _OFFERED and finding.position != CARVE_OUT_POSITION
    ]
    words: dict[int, list[Word]] = {}
    offered: list[tuple[FamilyMember, Proposal]] = []
    for member in members if judged else ():
        has = {finding.position for finding in standing[member.bill_id]}
        for position in sorted({finding.position for _, finding in judged} - has):
            found = [
                candidate
                for source, finding in judged
                if finding.position == position
                for candidate in [_copied(source, finding, member, texts, words, settings)]
                if candidate is not None
            ]
            if found:
                best = min(found, key=lambda candidate: candidate.rank)
                offered.append((member, _proposal(family, member, best, texts[member.text_key], settings)))
    return offered


def _copied(
    source: FamilyMember,
    finding: Clause,
    member: FamilyMember,
    texts: Mapping[TextKey, str],
    words: dict[int, list[Word]],
    settings: CloneSettings,
) -> _Candidate | None:
    """Measure the copy of a judged clause; none when too little of it, or of its quote, is there."""
    for one in (source, member):
        if one.bill_id not in words:
            words[one.bill_id] = words_of(texts[one.text_key], one.parts)
    left, right = words[source.bill_id], words[member.bill_id]
    left_forms, right_forms = ([word.form for word in side] for side in (left, right))
    score = fuzz.partial_ratio(left_forms, right_forms) / 100
    quoted = [place for place, word in enumerate(left) if finding.start <= word.start < finding.end]
    quote = words_of(texts[source.text_key], [Span(finding.start, finding.end)])
    if score < settings.score_min or len(quoted) < _MOST * len(quote) or not quoted:
        return None
    first, last = quoted[0], quoted[-1] + 1
    stretches = align(left_forms, right_forms)
    common = sum(
        max(0, min(last, one.left[1]) - max(first, one.left[0])) for one in stretches if one.kind is StretchKind.COMMON
    )
    share = common / (last - first)
    if share < settings.score_min:
        return None
    start, end = _carried(stretches, first, last)
    return _Candidate(
        judged=source,
        finding=finding,
        score=score,
        jaccard=jaccard(
            shingles_of(left_forms, settings.shingle_words), shingles_of(right_forms, settings.shingle_words)
        ),
        quote_share=share,
        quotes=spans_of(right[start:end], member.parts),
    )


def _carried(stretches: Sequence[Stretch], first: int, last: int) -> tuple[int, int]:
    """Which words of the member stand for the words ``[first, last)`` of the judged clause: what replaces some too."""
    starts: list[int] = []
    ends: list[int] = []
    for one in stretches:
        low, high = one.left
        if one.kind is StretchKind.COMMON and low < last and first < high:
            offset = one.right[0] - low
            starts.append(max(low, first) + offset)
            ends.append(min(high, last) + offset)
        elif one.kind is StretchKind.CHANGED and first <= low and high <= last:
            starts.append(one.right[0])
            ends.append(one.right[1])
    return min(starts), max(ends)


def _proposal(
    family: ClauseFamily, member: FamilyMember, best: _Candidate, text: str, settings: CloneSettings
) -> Proposal:
    finding, judged = best.finding, best.judged
    quotes = [Evidence(span=span, quote=span.of(text)) for span in best.quotes]
    quotes += [Evidence(span=span, quote=span.of(text), role=EvidenceRole.LEAD_IN) for span in member.lead_in]
    return Proposal(
        source=ProposalSource.CLONE,
        release=settings.release,
        position=finding.position,
        label=finding.label,
        provision_label=member.provision_label,
        span=member.span,
        quotes=tuple(quotes),
        reason=(
            f"A near copy ({best.score:.0%} of the words where they fit best) of {judged.bill}, "
            f"{judged.provision_label}, which {_SAID[finding.label]} ({finding.position}, severity {finding.severity})."
        ),
        detail={
            "family": family.id,
            "jaccard": round(best.jaccard, 4),
            "score": round(best.score, 4),
            "quote_share": round(best.quote_share, 4),
            "judged": {
                "jurisdiction": judged.bill.jurisdiction,
                "session": judged.bill.session,
                "identifier": judged.bill.identifier,
                "provision": judged.provision_label,
                "finding_id": finding.finding_id,
                "label": finding.label.value,
                "severity": finding.severity,
                "quote": finding.quote,
            },
        },
    )
