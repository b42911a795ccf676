"""What does the classifier say of one clean text?"""

from __future__ import annotations

from monitor.classify.read import read_text
from monitor.classify.release import classifier_release
from monitor.classify.score import score
from monitor.model.finding import Assessment
from monitor.model.position import PositionSet

__all__ = ["classifier_release", "judge"]


def judge(
    text: str, *, title: str = "", abstract: str = "", jurisdiction: str = "", positions: PositionSet
) -> Assessment:
    """Judge one clean text against the positions. Pure and deterministic.

    ``title`` and ``abstract`` tell the purpose; without them the text's own title counts. ``jurisdiction`` is a
    two-letter code or empty; for ``US`` there are no findings, since the positions are about state law.
    """
    return score(read_text(text, title=title, abstract=abstract, jurisdiction=jurisdiction), positions)
