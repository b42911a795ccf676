"""In which order do things come that follow each other? Whatever hostile data say: a circle has an order too."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping
from typing import Any, TypeVar

__all__ = ["in_order"]

K = TypeVar("K", bound=Hashable)


def in_order(ranks: Mapping[K, Any], follows: Collection[tuple[K, K]]) -> tuple[list[K], bool]:
    """The keys of ``ranks``, the earlier of each (earlier, later) pair first, and whether some go round in a circle.

    Where the pairs leave it open, and within a circle, the lower rank comes first.
    """
    pairs = {pair for pair in follows if pair[0] != pair[1]}
    waiting = dict.fromkeys(ranks, 0)
    after: dict[K, list[K]] = defaultdict(list)
    for earlier, later in pairs:
        waiting[later] += 1
        after[earlier].append(later)
    places = {key: place for place, key in enumerate(sorted(ranks, key=lambda key: ranks[key]))}
    by_place = list(places)
    free = [places[key] for key, count in waiting.items() if not count]
    heapq.heapify(free)
    found: list[K] = []
    circular = False
    done: set[K] = set()
    while len(found) < len(ranks):
        if free:
            key = by_place[heapq.heappop(free)]
        else:  # only circles are left, and what hangs on them
            circular = True
            key = next(key for key in by_place if key not in done)
        if key in done:
            continue
        done.add(key)
        found.append(key)
        for later in after[key]:
            waiting[later] -= 1
            if not waiting[later]:
                heapq.heappush(free, places[later])
    return found, circular
