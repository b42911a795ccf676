"""Which words are quoted: whole sentences with what one needs to judge them, never captions or amending clauses."""

from __future__ import annotations

import pytest

from monitor.model.finding import EvidenceRole, Finding
from tests.monitor.classify.texts import ENACTED, TITLE, assess, bill


def flags(text: str) -> list[Finding]:
    found = [finding for finding in assess(text).findings if finding.label.is_flag]
    assert found
    assert all(text[e.span.start : e.span.end] == e.quote for finding in found for e in finding.evidence)
    return found


def quotes(text: str, role: EvidenceRole) -> list[str]:
    return [item.quote for finding in flags(text) for item in finding.evidence if item.role is role]


@pytest.mark.parametrize(
    "opening",
    [
        "A new section is added to chapter 19.999 of the code to read as follows: ",
        "Section 99-101 of the general laws is amended to read: ",
        "Licensing of artificial intelligence models.—",
        "Licensing of artificial intelligence models. — ",
        "A new section is added to chapter 99 to read as follows: Licensing of models.—",
    ],
)
def test_an_amending_clause_or_a_caption_is_no_lead_in(opening: str) -> None:
    text = bill(
        f"{opening}(1) A developer shall publish on its website a summary of the data sets used to train its "
        "artificial "
        "intelligence model. (2) A developer shall keep the summary up to date."
    )

    assert quotes(text, EvidenceRole.LEAD_IN) == []


def test_a_lead_in_after_a_caption_is_quoted_without_it() -> None:
    text = bill("Duties.—A developer shall: (1) embed a watermark in content of its artificial intelligence system.")

    assert quotes(text, EvidenceRole.LEAD_IN) == ["A developer shall:"]


def test_a_sentence_that_runs_on_is_quoted_with_its_first_items() -> None:
    text = bill(
        "An operator shall annually report to the office on its artificial intelligence: (1) the number of its users; "
        "(2) each incident; and (3) the steps taken."
    )

    assert any(
        "report to the office" in quote and "each incident;" in quote for quote in quotes(text, EvidenceRole.OPERATIVE)
    )


def test_a_fragment_is_quoted_with_the_words_that_introduce_it() -> None:
    text = bill(
        "An employer shall give notice of the use of artificial intelligence that affects: (1) ten or more "
        "employees; or "
        "(2) any applicant."
    )

    assert all(len(quote) >= 40 for quote in quotes(text, EvidenceRole.OPERATIVE))


def test_the_sentence_that_says_who_must_act_comes_first() -> None:
    text = bill(
        "(1) The notice under subsection (2) must tell workers: (a) how the automated decision system uses "
        "their data; and "
        "(b) who made the automated decision system. (2) An employer must give each worker a written notice that an "
        "automated decision system that uses artificial intelligence is in use."
    )
    finding = next(item for item in flags(text) if item.provision_type == "hiring_employment")

    assert finding.evidence[0].quote.startswith("An employer must give each worker a written notice")


def test_a_session_law_citation_does_not_end_a_sentence() -> None:
    text = (
        f"{TITLE} {ENACTED} Section 1. An employer who uses an automated employment decision tool pursuant to "
        "P.L., c. (C.) shall notify each applicant of the use of the artificial intelligence in the tool."
    )

    assert any(
        "pursuant to P.L., c." in quote and "artificial" in quote for quote in quotes(text, EvidenceRole.OPERATIVE)
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "A consumer shall have the right to obtain an explanation of a decision that artificial intelligence made.",
        "A message made by means of artificial intelligence must carry a label which states that it was so generated.",
    ],
)
def test_a_right_or_a_means_is_no_definition(sentence: str) -> None:
    assert flags(bill(sentence))
