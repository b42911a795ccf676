"""The same duties in the wordings of many legislatures: active and passive, rights, prohibitions, lists."""

from __future__ import annotations

import pytest

from tests.monitor.classify import provisions_makers_defined as defined
from tests.monitor.classify.provisions import SAMPLES
from tests.monitor.classify.provisions_filed import FILED
from tests.monitor.classify.provisions_hosted import HOSTED
from tests.monitor.classify.provisions_makers import MAKERS
from tests.monitor.classify.provisions_outcomes import OUTCOMES
from tests.monitor.classify.provisions_told import TOLD
from tests.monitor.classify.provisions_varied import VARIETY
from tests.monitor.classify.texts import Case, assess, strongest

CASES = (*SAMPLES, *VARIETY, *FILED, *TOLD, *OUTCOMES, *HOSTED, *MAKERS, *defined.MAKERS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_wording_is_labelled_as_the_guide_says(case: Case) -> None:
    found = strongest(assess(case.text))

    assert {position: found.get(position, "none") for position in case.expected} == case.expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_its_own_words_are_quoted(case: Case) -> None:
    flags = [finding for finding in assess(case.text).findings if finding.label.is_flag]
    quotes = [item for finding in flags for item in finding.evidence]

    assert all(case.text[item.span.start : item.span.end] == item.quote for item in quotes)
    assert all(any(len(item.quote) >= 40 for item in finding.evidence) for finding in flags)


def test_there_are_many_wordings() -> None:
    assert len({case.words for case in CASES}) == len(CASES) >= 60
    assert len({case.name for case in CASES}) == len(CASES)
