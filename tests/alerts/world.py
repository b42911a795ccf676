"""A small world for digests: made-up bills judged by the made-up judge, and a reader's post."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from alerts.addresses import Mailbox
from alerts.post import Post
from monitor.services.assess import Classifier, assess_pending
from monitor.store.engine import Store
from tests.judging import MOMENT, POSITIONS, judge

DUTY = "AI\nconflict compelled-disclosure 4: A developer shall file a report on each known risk.\n"
NOTICE = "AI\npotential truthful-outputs 2: A deployer shall tell each consumer about it.\n"
QUIET = "AI\nThe department shall study the matter."
POST = Post(sender=Mailbox(name="Preempt", address="preempt@example.org"), reply_to="desk@example.org")


def run_judge(store: Store, *, at: datetime = MOMENT) -> None:
    """Judge what waits."""
    classifier = Classifier(judge=partial(judge, release="c1"), positions=POSITIONS, release="c1", program="0")
    assess_pending(store, classifier, clock=lambda: at)
