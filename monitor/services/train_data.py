"""What do labelled texts teach? Each text as the trainer sees it: findings, sentences, and what people said of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from monitor.classify.calibrate import features_of
from monitor.classify.fold import Folded, fold
from monitor.classify.label import Verdict
from monitor.classify.model_file import BLANK
from monitor.classify.read import look_at, reading_of
from monitor.classify.score import groups_of, score, verdicts_of
from monitor.classify.scorer import Sentence, sentences
from monitor.model.finding import CARVE_OUT_POSITION, Finding, Label, Relevance
from monitor.model.jurisdiction import JURISDICTIONS
from monitor.model.position import PositionSet
from monitor.model.provision import Span
from monitor.pdf import ChildPdfReader
from monitor.services.evaluate import LabelledText, state_of
from monitor.services.judge_files import extract_file, jurisdiction_of
from monitor.services.learning import TrainError
from monitor.services.measure import Gold
from monitor.text.extract import PdfReader

__all__ = ["Agreement", "Example", "Role", "examples_of", "flagged"]

_LEAST_SHARED: Final = 15
"""Characters that a sentence must share with a labelled quote, and at least half of the shorter one."""


class Role(StrEnum):
    """Where labels come from, which decides what they may teach and prove."""

    SEEN = "seen"
    """Bills that the rules were corrected on."""
    UNSEEN = "unseen"
    """Bills that the rules were not written with."""
    PROVISIONS = "provisions"
    """Single provisions, labelled for some positions; the scorer learns from them, nothing is measured on them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A finding, and whether people say the same."""

    position: str
    label: Label
    features: Mapping[str, float]
    right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One labelled text. ``teaches`` holds for each sentence the positions whose flag it is known to prove."""

    id: str
    state: str
    """Two letters, or empty when no state is known."""
    source: str
    """The name of the file of labels, without its ending."""
    role: Role
    labels: Mapping[str, Label]
    """Of the positions that were labelled."""
    met: frozenset[str]
    """Positions that the rules say anything of."""
    flagged: frozenset[str]
    """Those that they flag."""
    agreements: tuple[Agreement, ...]
    sentences: tuple[Sentence, ...] = field(repr=False)
    teaches: tuple[frozenset[str], ...] = field(repr=False)
    text: str = field(repr=False)


def flagged(labels: Mapping[str, Label], position: str) -> bool:
    """Whether people flag a position."""
    return labels.get(position, Label.NONE).is_flag


def examples_of(
    labelled: Iterable[LabelledText], *, source: str, role: Role, positions: PositionSet
) -> Iterator[Example]:
    """Judge labelled texts with a blank model and lay what people said beside it.

    :raises TrainError: when a text cannot be read.
    """
    with ChildPdfReader() as pdf:
        for gold, file in labelled:
            yield _example(gold, file, source, role, positions, pdf)


def _example(gold: Gold, file: Path, source: str, role: Role, positions: PositionSet, pdf: PdfReader) -> Example:
    where = jurisdiction_of(file.absolute())
    text = extract_file(file, pdf=pdf).text
    if not text:
        raise TrainError(f"the text of {gold.id} cannot be read: {file}")
    looked = look_at(text, jurisdiction=where)
    reading = reading_of(looked, BLANK)
    assessment = score(reading, positions, BLANK)
    verdicts = verdicts_of(reading, positions)
    state = state_of(gold, file)
    judged = tuple(sentences(looked.read, looked.context))
    findings = assessment.findings
    return Example(
        id=gold.id,
        state=state if state in JURISDICTIONS else "",
        source=source,
        role=role,
        labels=gold.labels,
        met=frozenset(finding.position for finding in findings),
        flagged=frozenset(finding.position for finding in findings if finding.label.is_flag),
        agreements=(*_agreements(verdicts, reading.relevance, gold), *_carve_outs(findings, gold)),
        sentences=judged,
        teaches=_teaches(judged, looked.context.folded, text, verdicts, gold),
        text=text,
    )


def _agreements(verdicts: list[Verdict], relevance: Relevance, gold: Gold) -> Iterator[Agreement]:
    for group in groups_of(verdicts):
        first = group[0]
        wanted = gold.labels.get(first.position.id, Label.NONE)
        if first.label.is_flag:
            right = wanted.is_flag
        elif first.label is Label.EXEMPT:
            right = wanted is Label.EXEMPT or first.carve_out in gold.carve_outs
        else:
            right = wanted is first.label
        yield Agreement(
            position=first.position.id,
            label=first.label,
            features=features_of(first, relevance, len(group)),
            right=right,
        )


def _carve_outs(findings: Iterable[Finding], gold: Gold) -> Iterator[Agreement]:
    for finding in findings:
        if finding.position == CARVE_OUT_POSITION:
            yield Agreement(
                position=CARVE_OUT_POSITION,
                label=finding.label,
                features={},
                right=finding.carve_out in gold.carve_outs,
            )


def _teaches(
    judged: tuple[Sentence, ...], folded: Folded, text: str, verdicts: list[Verdict], gold: Gold
) -> tuple[frozenset[str], ...]:
    """A sentence proves a flag where it overlaps a labelled quote, where a rule fires, or where it is the only one."""
    flags = {position for position in gold.labels if flagged(gold.labels, position)}
    quoted = [
        (quote.position, span)
        for quote in gold.quotes
        if quote.position in flags and (span := _place(text, folded, quote.quote))
    ]
    fired = {(verdict.position.id, verdict.duty.sentence) for verdict in verdicts if verdict.label.is_flag}
    taught = []
    for sentence in judged:
        span = sentence.unit.span
        of_quotes = {position for position, quote in quoted if _shares(span, quote)}
        of_rules = {position for position in flags if (position, span) in fired}
        taught.append(frozenset(flags if len(judged) == 1 else of_quotes | of_rules))
    return tuple(taught)


def _place(text: str, folded: Folded, quote: str) -> Span | None:
    """Where a labelled quote stands; labels made from another extraction differ in white space and quotation marks."""
    at = text.find(quote)
    if at >= 0:
        return Span(at, at + len(quote))
    words = fold(quote).text.strip()
    at = folded.text.find(words) if words else -1
    return Span(folded.raw(at), folded.raw(at + len(words) - 1) + 1) if at >= 0 else None


def _shares(one: Span, other: Span) -> bool:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared > _LEAST_SHARED and 2 * shared >= min(one.end - one.start, other.end - other.start)
