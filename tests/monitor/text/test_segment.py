"""Sections and list items of fictional bills in the drafting styles of several states, flat and with line breaks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model.provision import Provision, ProvisionKind
from monitor.text.segment import segment

ENACTED = "BE IT ENACTED BY THE LEGISLATURE OF THE STATE OF EXAMPLE:"


def shape(text: str) -> list[str]:
    return [item.label for item in segment(text)]


def by_label(text: str) -> dict[str, Provision]:
    return {item.label: item for item in segment(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            f"AN ACT Relating to tools. {ENACTED}NEW SECTION. Sec. 1. A person shall act.(1) One.(2) Two."
            "NEW SECTION. Sec. 2. This act takes effect in 2027.",
            ["preamble", "Sec. 1", "Sec. 1(1)", "Sec. 1(2)", "Sec. 2"],
            id="washington-flat",
        ),
        pytest.param(
            "An Act concerning tools. Be It Enacted by the Senate and General Assembly of the State of Example: "
            "1. a. An operator shall: (1) act; and (2) report. b. Another shall wait. 2. This act shall take effect "
            "immediately. STATEMENT This bill requires an operator to act.",
            [
                "preamble",
                "Sec. 1",
                "Sec. 1(a)",
                "Sec. 1(a)(1)",
                "Sec. 1(a)(2)",
                "Sec. 1(b)",
                "Sec. 2",
                "statement",
            ],
            id="new-jersey-flat",
        ),
        pytest.param(
            f"A bill for an act relating to tools. {ENACTED} Section 1. [325M.99] TOOLS. Subdivision 1. Definitions. "
            '(a) "Tool" means a thing. Subd. 2. Duty. (a) A person must: (1) act; and (2) '
            "report. Sec. 2. EFFECTIVE DATE. "
            "This act is effective August 1, 2027.",
            [
                "preamble",
                "Sec. 1",
                "Sec. 1 subd. 1",
                "Sec. 1 subd. 1(a)",
                "Sec. 1 subd. 2",
                "Sec. 1 subd. 2(a)",
                "Sec. 1 subd. 2(a)(1)",
                "Sec. 1 subd. 2(a)(2)",
                "Sec. 2",
            ],
            id="minnesota-flat",
        ),
        pytest.param(
            "Be it enacted by the Legislature of the state of Example: Section 1. Section 13-99-201 is enacted to read:"
            "13-99-201. Duties. (1)(a)An operator shall act.(b)An operator may wait.(2)The office shall report.",
            [
                "preamble",
                "Sec. 1",
                "§ 13-99-201",
                "§ 13-99-201(1)",
                "§ 13-99-201(1)(a)",
                "§ 13-99-201(1)(b)",
                "§ 13-99-201(2)",
            ],
            id="utah-flat",
        ),
        pytest.param(
            "Be It Enacted by the Legislature of the State of Example: Section 1. Section 501.99, Example Statutes, is "
            "created to read: 501.99 Tools.— (1) A person shall: (a) Act. "
            "1. Early. 2. Late. (b) Report. Section 2. This act "
            "shall take effect July 1, 2027.",
            [
                "preamble",
                "Sec. 1",
                "§ 501.99",
                "§ 501.99(1)",
                "§ 501.99(1)(a)",
                "§ 501.99(1)(a)(1)",
                "§ 501.99(1)(a)(2)",
                "§ 501.99(1)(b)",
                "Sec. 2",
            ],
            id="florida-flat",
        ),
        pytest.param(
            "AN ACT relating to tools. BE IT ENACTED BY THE LEGISLATURE OF THE STATE OF EXAMPLE: SECTION 1. Title 5 is "
            "amended by adding Chapter 99 to read as follows: Sec. 99.001. DEFINITIONS. In "
            'this chapter: (1) "Tool" means a '
            "thing. Sec. 99.002. DUTY. (a) A person shall act. SECTION 2. This Act takes effect January 1, 2028.",
            [
                "preamble",
                "Sec. 1",
                "§ 99.001",
                "§ 99.001(1)",
                "§ 99.002",
                "§ 99.002(a)",
                "Sec. 2",
            ],
            id="texas-flat",
        ),
        pytest.param(
            "The people of the State of Example do enact as follows:\n\nSECTION 1. Chapter 9 is added, to read:\n"
            "22999. As used in this chapter:\n(a) “Tool” means a thing.\n22999.1. (a) A person shall do both:\n"
            "(1) Act.\n(A) Soon.\n(2) Report.\n(b) Subdivision (a) does not apply to a "
            "person under paragraph (1) or (2).\n",
            [
                "preamble",
                "Sec. 1",
                "§ 22999",
                "§ 22999(a)",
                "§ 22999.1",
                "§ 22999.1(a)",
                "§ 22999.1(a)(1)",
                "§ 22999.1(a)(1)(A)",
                "§ 22999.1(a)(2)",
                "§ 22999.1(b)",
            ],
            id="california-lines",
        ),
        pytest.param(
            "THE PEOPLE OF THE STATE OF EXAMPLE, REPRESENTED IN SENATE AND ASSEM-\n BLY, DO "
            "ENACT AS FOLLOWS:\n\n  Section 1. The "
            "labor law is amended by adding a new section 999 to\n read as follows:\n  § "
            "999. TOOLS. 1. AN EMPLOYER SHALL:\n"
            "A. ACT; AND\nB. REPORT.\n2. THE DEPARTMENT MAY WAIT.\n  § 2. This act shall take effect immediately.",
            ["preamble", "Sec. 1", "§ 999", "§ 999(1)", "§ 999(1)(A)", "§ 999(1)(B)", "§ 999(2)", "§ 2"],
            id="new-york-lines",
        ),
    ],
)
def test_it_finds_the_provisions(text: str, expected: list[str]) -> None:
    assert shape(text) == expected


def test_a_reference_is_not_an_item() -> None:
    text = (
        f"An act. {ENACTED} Section 1. (a) A person shall act under subsection "
        "(b) of section 9, paragraphs (1) and (2), "
        "and Sec. 3(c)(1). (b) Another person shall act as Section 2 says."
    )

    assert shape(text) == ["preamble", "Sec. 1", "Sec. 1(a)", "Sec. 1(b)"]


def test_an_item_keeps_the_lead_in_of_its_lists() -> None:
    text = (
        f"An act. {ENACTED} Section 1. Scope. A deployer shall do all of "
        "the following: (a) report: (1) soon; and (2) well."
    )
    item = by_label(text)["Sec. 1(a)(2)"]

    assert [span.of(text) for span in item.lead_in] == ["A deployer shall do all of the following:", "report:"]


def test_a_whole_sentence_is_no_lead_in() -> None:
    text = f"An act. {ENACTED} Section 1. (a) A deployer shall act. (1) The report is public."

    assert by_label(text)["Sec. 1(a)(1)"].lead_in == ()


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("As used in this act: (a) “Tool” means a thing.", ProvisionKind.DEFINITION),
        ("The legislature finds that tools are useful.", ProvisionKind.FINDING),
        ("This act may be cited as the Tools Act.", ProvisionKind.TITLE),
        ("Section 4-1-1 of the code is repealed.", ProvisionKind.REPEAL),
        ("This act takes effect on July 1, 2027.", ProvisionKind.EFFECTIVE_DATE),
        ("If any provision of this act is held invalid, the others stand.", ProvisionKind.SEVERABILITY),
        ("A developer shall report to the attorney general.", ProvisionKind.OPERATIVE),
        ("A developer shall report before this act takes effect.", ProvisionKind.OPERATIVE),
    ],
)
def test_what_a_section_does(words: str, kind: ProvisionKind) -> None:
    assert by_label(f"An act. {ENACTED} Section 1. {words}")["Sec. 1"].kind is kind


def test_a_recital_is_no_duty() -> None:
    text = (
        "A resolution. WHEREAS, Tools must be labelled; and WHEREAS, They "
        "shall be safe; now, therefore, be it resolved so."
    )

    assert {item.kind for item in segment(text) if item.label == "Whereas"} == {ProvisionKind.FINDING}


def test_a_definition_covers_its_items() -> None:
    text = (
        f"An act. {ENACTED} Section 1. As used in this act: (a) “Tool” "
        "includes: (1) a saw that must be safe. Section 2. Act."
    )

    assert by_label(text)["Sec. 1(a)(1)"].kind is ProvisionKind.DEFINITION


BITS = st.sampled_from(
    [
        "Section 1. ",
        "Sec. 2. ",
        "§ 3. ",
        "NEW SECTION. ",
        "22999.1. ",
        "(a) ",
        "(1) ",
        "(A) ",
        "(i) ",
        "(ii) ",
        "a. ",
        "1. ",
        "Subd. 2. ",
        "WHEREAS, ",
        "STATEMENT This bill ",
        "Be it enacted by the Legislature: ",
        "A deployer shall act: ",
        "subsection (b) of ",
        "“Tool” means x. ",
        "\n",
        "\xa0",
        "İ",
        "text; ",
    ]
)


@given(st.one_of(st.text(max_size=400), st.lists(BITS, max_size=60).map("".join)))
@settings(max_examples=150, deadline=None)
def test_spans_are_ordered_nested_and_in_bounds(text: str) -> None:
    provisions = segment(text)

    ends: list[Provision] = []
    last_start = 0
    for item in provisions:
        assert 0 <= item.span.start <= item.own.end <= item.span.end <= len(text)
        assert item.own.start == item.span.start >= last_start
        last_start = item.span.start
        while ends and ends[-1].depth >= item.depth:
            ends.pop()
        if ends:
            assert ends[-1].span.start <= item.span.start
            assert item.span.end <= ends[-1].span.end
        assert (item.depth == 0) == (not ends)
        ends.append(item)
        for span in item.lead_in:
            assert span.end <= item.span.start
    tops = [item for item in provisions if item.depth == 0]
    assert "".join(item.span.of(text) for item in tops) == text


@pytest.mark.timeout(120)  # seconds; what grows with the square of its length takes hours
@pytest.mark.parametrize("bit", ["(a)", "((((", "Section ", "a. (1) ", "subsection (a)", "“a” means ", "§ "])
def test_a_hostile_text_is_cut_in_linear_time(bit: str) -> None:
    text = bit * (300_000 // len(bit))
    assert "".join(item.span.of(text) for item in segment(text) if item.depth == 0) == text


def test_a_first_item_that_defines_leaves_its_siblings_operative():
    text = (
        "Be it enacted by the Legislature of the State of Example: 22998. (a) For purposes of this section, the"
        ' following definitions apply: (1) "Model" means a sample model. (2) "Release" means making available.'
        " (b) A developer of a model shall keep a sample record."
    )
    kinds = {provision.label: provision.kind for provision in segment(text)}
    assert kinds["§ 22998(a)"] is ProvisionKind.DEFINITION
    assert kinds["§ 22998(a)(2)"] is ProvisionKind.DEFINITION
    assert kinds["§ 22998(b)"] is ProvisionKind.OPERATIVE
