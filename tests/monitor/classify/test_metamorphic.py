"""Change one thing of a fictional bill and the judgement must change, or must not, in the way the guide says."""

from __future__ import annotations

import itertools

import pytest

from monitor.classify.judge import judge
from monitor.model.finding import Assessment, Label
from monitor.positions import load_positions

HEAD = "An act concerning artificial intelligence. Be it enacted by the Legislature of the State of Example:"
DUTIES = (
    (
        "A deployer shall use reasonable care to protect consumers from algorithmic discrimination by an artificial "
        "intelligence system."
    ),
    "A deployer shall complete an impact assessment for each artificial intelligence system once a year.",
    "A deployer shall notify each consumer that the consumer is interacting with an artificial intelligence chatbot.",
    "A deployer shall submit to the attorney general a report on the risks of its artificial intelligence system.",
    "A deployer shall publish on its internet website a statement on the artificial intelligence systems that it uses.",
)


def bill(*sections: str) -> str:
    return f"{HEAD} " + " ".join(f"Section {n}. {words}" for n, words in enumerate(sections, start=1))


def assess(text: str) -> Assessment:
    return judge(text, positions=load_positions())


def labels(text: str) -> set[tuple[str, Label]]:
    return {(finding.position, finding.label) for finding in assess(text).findings}


@pytest.mark.parametrize("duty", DUTIES)
def test_a_private_duty_is_flagged(duty: str) -> None:
    assert assess(bill(duty)).overall.is_flag


@pytest.mark.parametrize("duty", DUTIES)
@pytest.mark.parametrize("body", ["state agency", "department", "public school"])
def test_the_flag_drops_when_a_public_body_bears_the_duty(duty: str, body: str) -> None:
    assert not assess(bill(duty.replace("deployer", body))).overall.is_flag


@pytest.mark.parametrize("duty", DUTIES)
@pytest.mark.parametrize("soft", ["may", "should"])
def test_the_flag_drops_without_a_binding_verb(duty: str, soft: str) -> None:
    assert not assess(bill(duty.replace("shall", soft, 1))).overall.is_flag


@pytest.mark.parametrize("duty", DUTIES)
def test_the_flag_drops_when_nothing_may_be_construed_to_require_it(duty: str) -> None:
    construed = duty.replace("A deployer shall", "Nothing in this section shall be construed to require a deployer to")

    assert not assess(bill(construed)).overall.is_flag


@pytest.mark.parametrize("duty", DUTIES)
def test_the_flag_drops_when_the_words_are_a_finding(duty: str) -> None:
    finding = f"The legislature finds and declares that {duty[0].lower()}{duty[1:]}"

    assert not assess(bill(finding)).overall.is_flag


def test_the_order_of_sections_does_not_matter() -> None:
    expected = labels(bill(*DUTIES[:4]))

    assert all(labels(bill(*order)) == expected for order in itertools.permutations(DUTIES[:4]))


def test_a_list_item_needs_its_lead_in() -> None:
    items = (
        "(a) complete an impact assessment of each artificial intelligence system; and "
        "(b) notify each consumer that the consumer is interacting with an artificial intelligence chatbot."
    )

    assert assess(bill(f"A deployer shall do all of the following: {items}")).overall.is_flag
    assert not assess(bill(f"The department shall do all of the following: {items}")).overall.is_flag
    assert not assess(bill(f"A deployer may do any of the following: {items}")).overall.is_flag


def test_the_lead_in_is_quoted_beside_the_item() -> None:
    text = bill("A deployer shall: (a) complete an impact assessment of each artificial intelligence system.")
    finding = assess(text).findings[0]

    assert [item.role.value for item in finding.evidence] == ["operative", "lead-in"]
    assert finding.evidence[1].quote == "A deployer shall:"


def test_line_breaks_do_not_matter() -> None:
    flat = bill(*DUTIES)
    broken = flat.replace("Section", "\n\nSection").replace("artificial intelligence", "artificial\n   intelligence")

    assert labels(broken) == labels(flat)


def test_the_title_that_is_given_decides_what_the_bill_is_about() -> None:
    text = "Section 1. An operator shall notify each user that the user is not communicating with a human."

    assert judge(text, title="Artificial intelligence chatbots", positions=load_positions()).overall.is_flag
    assert judge(text, title="Chatbots and minors", positions=load_positions()).overall is Label.EXEMPT


def test_a_bill_of_congress_is_not_measured_by_positions_on_state_law() -> None:
    assert judge(bill(*DUTIES), jurisdiction="US", positions=load_positions()).findings == ()
