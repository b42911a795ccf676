"""What is a bill to those that had the clause before: the same bill again, its own state's, or another state's?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from monitor.clones.clauses import BillText
from monitor.clones.settings import CloneSettings
from monitor.clones.sketch import Shingles, jaccard
from monitor.model.clause_family import Kinship

__all__ = ["Kin"]


class Kin:
    """Answers for the bills that it was given; a pair of bills is compared once."""

    def __init__(self, whole: Mapping[int, Shingles], settings: CloneSettings) -> None:
        """``whole`` are the shingles of each bill, by its id."""
        self._whole = whole
        self._least = settings.companion_min
        self._known: dict[tuple[int, int], bool] = {}

    def of(self, source: BillText, earlier: Sequence[BillText]) -> Kinship:
        """What ``source`` is to the bills before it in its family."""
        if not earlier:
            return Kinship.ORIGIN
        same_state = [one for one in earlier if one.bill.jurisdiction == source.bill.jurisdiction]
        same_session = [one for one in same_state if one.bill.session == source.bill.session]
        if any(self._are_companions(source, one) for one in same_session):
            return Kinship.COMPANION
        if same_session:
            return Kinship.SAME_SESSION
        return Kinship.SAME_STATE if same_state else Kinship.SPREAD

    def _are_companions(self, one: BillText, other: BillText) -> bool:
        pair = (min(one.bill_id, other.bill_id), max(one.bill_id, other.bill_id))
        if pair not in self._known:
            self._known[pair] = (
                other.bill in one.companions
                or one.bill in other.companions
                or jaccard(self._whole[pair[0]], self._whole[pair[1]]) >= self._least
            )
        return self._known[pair]
