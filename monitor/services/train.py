"""How do labels become the classifier's model? Learned, proved on held-out bills, and written down with a card."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from monitor.classify.abstain import BAND
from monitor.classify.model_file import FORMAT, Logistic, model_text, parse_model
from monitor.classify.release import rules_release
from monitor.classify.scorer import best_scores
from monitor.classify.scorer import scores as score
from monitor.model.position import PositionSet
from monitor.services import train_figures as figures
from monitor.services.evaluate import read_gold
from monitor.services.learning import TrainError, learner_version
from monitor.services.train_calibrator import FORMS, calibrator_content, fit_calibrator, probabilities, with_scores
from monitor.services.train_data import Example, Role, examples_of, flagged
from monitor.services.train_figures import Held
from monitor.services.train_folds import Split, families_of, fold_names, splits_of
from monitor.services.train_scorer import fit_scorer, fit_shown, scorer_content

__all__ = ["Source", "train"]

_YEAR: Final = re.compile(r"\b20\d\d\b")
_HIGHS: Final = (0.0, 0.75, 0.8, 0.85, 0.9, 0.95)
_LOWS: Final = (0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)
_Scored = tuple[Held, Mapping[str, float]]
"""A text and the best score of its sentences by position."""
_LIMITS: Final = (
    "Labels are one reading each, not by a lawyer; intervals are wide.",
    "The rules were corrected on the bills whose role is seen: their figures on those say little of new bills.",
    "What is learned of fictional bills holds for real ones as far as their writers knew how statutes are worded.",
    "A probability is a share of texts like those that it was learned from; of other texts nothing is promised.",
    "The scorer knows words, not who must do what: it proposes to a person and decides nothing.",
    "Terms are known only when at least five families of real bills from at least two states hold them.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file of labels and what it may teach."""

    path: Path
    role: Role


def train(
    sources: Sequence[Source],
    texts: Sequence[Path],
    positions: PositionSet,
    *,
    say: Callable[[str], None] = lambda _: None,
) -> str:
    """Learn the model of some labels and return the text of its file. The same input gives the same bytes.

    :raises TrainError: when scikit-learn is missing, or the labels are too few.
    :raises GoldError: when a file of labels is wrong.
    """
    learner = learner_version()
    stems = Counter(source.path.stem for source in sources)
    if twice := sorted(stem for stem, count in stems.items() if count > 1):
        raise TrainError(
            f"two files of labels are called {twice[0]}: figures go by the name, so give them different ones"
        )
    names = [position.id for position in positions.positions if position.labelled]
    examples: list[Example] = []
    learned_from = []
    for source in sources:
        say(f"judging {source.path.name}")
        labelled = read_gold(source.path, *texts)
        some = list(examples_of(labelled, source=source.path.stem, role=source.role, positions=positions))
        examples += some
        learned_from.append(_told(source, some))
    say("comparing texts")
    families = families_of([one.text for one in examples])
    splits = list(splits_of(examples, families))
    if len(splits) < 2:
        raise TrainError(
            "the labels are one fold: give bills of more states, or more files, so that some can be held out"
        )
    say(f"holding out {', '.join(split.name for split in splits)}")
    found = _cross_validated(examples, families, splits, names)
    say("learning from all")
    pairs = list(zip(found.held, found.scores, strict=True))
    scorer = replace(fit_scorer(examples, families, names), shown=_worth(pairs, without="", met_too=False))
    content = {
        "format": FORMAT,
        "calibrator": calibrator_content(fit_calibrator([one.example for one in found.held], found.form)),
        "scorer": scorer_content(scorer),
        "card": {
            "learned_from": learned_from,
            "bills_until": max((year for one in examples for year in _YEAR.findall(one.id)), default=""),
            "positions": {"release": positions.release, "as_of": positions.as_of.isoformat()},
            "rules": rules_release(),
            "learner": learner,
            "texts": len(examples),
            "families": len({families[at] for split in splits for at in split.held_out}),
            "folds": dict(sorted(Counter(fold_names(examples)).items())),
            "figures": _figures(found, examples, names),
            "limits": list(_LIMITS),
        },
    }
    text = model_text(content)
    parse_model(text)
    return text


def _told(source: Source, examples: Sequence[Example]) -> dict[str, Any]:
    """What a file of labels holds, without any of its words."""
    texts = hashlib.sha256()
    for one in examples:
        texts.update(hashlib.sha256(one.text.encode()).digest())
    return {
        "file": source.path.name,
        "role": source.role.value,
        "sha256": hashlib.sha256(source.path.read_bytes()).hexdigest(),
        "texts_sha256": texts.hexdigest(),
        "texts": len(examples),
        "states": dict(sorted(Counter(one.state for one in examples if one.state).items())),
        "flags": dict(sorted(Counter(p for one in examples for p in one.labels if flagged(one.labels, p)).items())),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """Held-out answers."""

    held: list[Held]
    scores: list[Mapping[str, float]]
    form: str
    forms: dict[str, dict[str, Any]]


def _cross_validated(
    examples: Sequence[Example], families: Sequence[int], splits: Sequence[Split], names: Sequence[str]
) -> _Found:
    scores: dict[int, Mapping[str, float]] = {}
    for split in splits:
        scorer = fit_scorer([examples[at] for at in split.learned], [families[at] for at in split.learned], names)
        for at in split.held_out:
            every = examples[at].sentences
            scores[at] = best_scores(scorer, ((sentence, score(scorer, sentence)) for sentence in every))
    scored = {at: with_scores(examples[at], found) for at, found in scores.items()}
    confident = {form: _confident(scored, splits, form) for form in FORMS}
    forms = {form: figures.calibration(_proving(list(held.values()))) for form, held in confident.items()}
    form = min(FORMS, key=lambda form: forms[form]["log_loss"] or 0.0)
    pairs = [(confident[form][at], scores[at]) for split in splits for at in split.held_out]
    likely = {split.name: _worth(pairs, without=split.name, met_too=True) for split in splits}
    shown = {split.name: _worth(pairs, without=split.name, met_too=False) for split in splits}
    held = [
        replace(one, likely=_probabilities(likely[one.fold], found), shown=_probabilities(shown[one.fold], found))
        for one, found in pairs
    ]
    return _Found(held=held, scores=[found for _, found in pairs], form=form, forms=forms)


def _confident(scored: Mapping[int, Example], splits: Sequence[Split], form: str) -> dict[int, Held]:
    """By the number of each example, what a calibrator says that has not seen its fold."""
    found = {}
    for split in splits:
        calibrator = fit_calibrator([scored[at] for at in split.learned if at in scored], form)
        for at in split.held_out:
            confidence = probabilities(calibrator, scored[at])
            found[at] = Held(example=scored[at], fold=split.name, confidence=confidence, likely={}, shown={})
    return found


def _proving(held: Sequence[Held]) -> list[Held]:
    """Those that the rules were not corrected on; all of them when there are no such."""
    unseen = [one for one in held if one.example.role is Role.UNSEEN]
    return unseen if any(one.confidence for one in unseen) else list(held)


def _probabilities(worth: Logistic, found: Mapping[str, float]) -> dict[str, float]:
    return {position: worth.probability({"score": score}) for position, score in found.items()}


def _worth(pairs: Sequence[_Scored], *, without: str, met_too: bool) -> Logistic:
    """What a score is worth, by the folds but one: for every position, or only for those that no rule says anything of.

    The second is learned from unseen bills, since few positions are missed in those that the rules were corrected on.
    """
    others = [(one, found) for one, found in pairs if one.fold != without]
    if met_too:
        return fit_shown(_weighed(others, met_too=True))
    unseen = _weighed([(one, found) for one, found in others if one.example.role is Role.UNSEEN], met_too=False)
    return fit_shown(unseen if len({right for _, right, _ in unseen}) == 2 else _weighed(others, met_too=False))


def _weighed(pairs: Sequence[_Scored], *, met_too: bool) -> list[tuple[float, bool, float]]:
    """Score, truth and weight: every file of labels counts alike, so that a long one does not speak for all."""
    texts = Counter(one.example.source for one, _ in pairs)
    return [
        (score, flagged(one.example.labels, position), len(pairs) / len(texts) / texts[one.example.source])
        for one, found in pairs
        for position, score in sorted(found.items())
        if met_too or position not in one.example.met
    ]


def _figures(found: _Found, examples: Sequence[Example], names: Sequence[str]) -> dict[str, Any]:
    """Every figure of the card; of texts that were held out."""
    counts = Counter(p for one in examples for p in one.labels if flagged(one.labels, p))
    usual = sorted(names, key=lambda name: (-counts[name], name))
    groups = {
        "seen": [one for one in found.held if one.example.role is Role.SEEN],
        **{
            source: [one for one in found.held if one.example.source == source]
            for source in sorted({one.example.source for one in found.held if one.example.role is Role.UNSEEN})
        },
    }
    groups = {name: some for name, some in groups.items() if some}
    return {
        "band": {"low": BAND.low, "high": BAND.high},
        "confidence": {"form": found.form, "forms_on_unseen": found.forms},
        "positions": {name: figures.by_position(some, names) for name, some in groups.items()},
        "states": figures.by_state(found.held, names),
        "calibration": {name: figures.calibration(some) for name, some in groups.items()},
        "abstention": {name: figures.abstention(some, _HIGHS) for name, some in groups.items()},
        "recovery": {name: figures.recovery(some, names, usual) for name, some in groups.items()},
        "review": {name: figures.review(some, names, _LOWS) for name, some in groups.items()},
    }
