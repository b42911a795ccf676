"""Texts that the made-up judge flags, judged and read back as digests read them."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from alerts.load import World, load_world
from monitor.services.assess import Classifier, assess_pending
from monitor.store.engine import Store
from tests.judging import MOMENT, POSITIONS, judge

QUOTE = "A developer shall file with the attorney general a report on each known risk."
DUTY = f"AI\nconflict compelled-disclosure 4: {QUOTE}\n"
REVIEW = "potential frontier-voluntary 2: A model shall be reviewed before it is released.\n"
NONE = "AI\nNothing is left.\n"


def assess(store: Store, release: str = "c1", *, again: bool = False) -> None:
    classifier = Classifier(judge=partial(judge, release=release), positions=POSITIONS, release=release, program="0")
    assess_pending(store, classifier, clock=lambda: MOMENT, again=again)


def world(store: Store, *, after: int = 0, now: datetime = MOMENT, with_baseline: bool = False) -> World:
    with store.read() as session:
        return load_world(session, after=after, now=now, with_baseline=with_baseline)
