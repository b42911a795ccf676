"""Which wordings are near copies of each other? Each different wording is sketched and aligned once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from monitor.clones.align import Likeness, compare
from monitor.clones.candidates import candidate_pairs
from monitor.clones.clauses import BillClause
from monitor.clones.formulas import find_formulas, own_words
from monitor.clones.settings import CloneSettings
from monitor.clones.sketch import Shingles, runs_of

__all__ = ["Wordings"]


class Wordings:
    """The different wordings of some clauses, numbered in the order in which they first come."""

    def __init__(self, clauses: Sequence[BillClause], other_bills: Sequence[Shingles], settings: CloneSettings) -> None:
        """Compare them; ``other_bills`` are the shingles of bills on other subjects, each a set."""
        known: dict[tuple[str, ...], int] = {}
        self.form_of = [known.setdefault(clause.words, len(known)) for clause in clauses]
        """The wording of each clause."""
        runs = [runs_of(words, settings.shingle_words) for words in known]
        self.whole = {bill: np.unique(np.concatenate(sets)) for bill, sets in self._by_bill(clauses, runs).items()}
        """The shingles of all clauses of a bill, by its id."""
        legislatures: dict[str, dict[int, Shingles]] = defaultdict(dict)
        self._bills: list[set[int]] = [set() for _ in known]
        for clause, form in zip(clauses, self.form_of, strict=True):
            bill = clause.source.bill_id
            legislatures[clause.source.bill.jurisdiction][bill] = self.whole[bill]
            self._bills[form].add(bill)
        formulas = find_formulas([list(bills.values()) for bills in legislatures.values()], other_bills, settings)
        self._own = [
            own_words(words, of_words, formulas, settings.shingle_words)
            for words, of_words in zip(known, runs, strict=True)
        ]
        enough = [form for form, (_, own) in enumerate(self._own) if own.size >= settings.distinctive_min]
        self.is_compared = set(enough)
        """Wordings with enough words of their own."""
        self.alike: list[dict[int, Likeness]] = [{} for _ in known]
        """For each wording those that are near copies, itself where several bills have it."""
        for form in enough:
            if len(self._bills[form]) > 1:
                self.alike[form][form] = Likeness(jaccard=1.0, score=1.0)
        pairs = candidate_pairs([self._own[form][1] for form in enough], settings)
        self.candidates = len(pairs)
        for one, other in pairs:
            self._compare(enough[one], enough[other], settings)

    def _by_bill(self, clauses: Sequence[BillClause], runs: Sequence[Shingles]) -> dict[int, list[Shingles]]:
        found: dict[int, list[Shingles]] = defaultdict(list)
        for clause, form in zip(clauses, self.form_of, strict=True):
            found[clause.source.bill_id].append(runs[form])
        return found

    def _compare(self, one: int, other: int, settings: CloneSettings) -> None:
        if len(self._bills[one] | self._bills[other]) == 1:
            return
        (left, left_set), (right, right_set) = self._own[one], self._own[other]
        likeness = compare(left, right, (left_set, right_set), settings)
        if likeness is not None:
            self.alike[one][other] = self.alike[other][one] = likeness
