"""What looks like a conflict and is none: fictional look-alikes, each with the topic words of a real conflict."""

from __future__ import annotations

import pytest

from monitor.classify.judge import judge
from monitor.model.finding import Label, Relevance
from monitor.positions import load_positions

TITLE = "An act concerning artificial intelligence."
ENACTED = "Be it enacted by the Legislature of the State of Example:"


def text_of(*sections: str, title: str = TITLE) -> str:
    return f"{title} {ENACTED} " + " ".join(f"Section {n}. {words}" for n, words in enumerate(sections, start=1))


def overall(text: str) -> Label:
    return judge(text, positions=load_positions()).overall


GOVERNMENT = [
    (
        "A state agency shall complete an impact assessment of each artificial "
        "intelligence system before it uses the system."
    ),
    (
        "Each department shall use reasonable care to protect residents from algorithmic discrimination when it uses "
        "artificial intelligence."
    ),
    (
        "A public body shall notify an individual that the individual "
        "is interacting with an artificial intelligence chatbot."
    ),
    (
        "The office shall publish on its website an inventory of high-risk "
        "automated decision systems used by state agencies."
    ),
    "A school district shall not use artificial intelligence to decide on the discipline of a student.",
    "A court may not rely on artificial intelligence to set bail.",
]
STUDY = [
    "The task force shall study whether developers of artificial intelligence should disclose training data.",
    "There is created a commission that shall report to the legislature on algorithmic discrimination by deployers.",
    "The department shall study and submit to the governor a report on labels for artificial intelligence content.",
]
DEFINITION = [
    (
        '"Algorithmic discrimination" means any use of an artificial intelligence system that results in unlawful '
        "differential treatment or impact."
    ),
    (
        'As used in this act: (1) "Frontier developer" means a person who must publish a '
        "framework on catastrophic risk. "
        '(2) "Watermark" means a latent disclosure that a covered provider shall include in content.'
    ),
]
FINDING = [
    (
        "The legislature finds that developers of "
        "artificial intelligence must disclose training data and that deployers "
        "shall use reasonable care to avoid algorithmic discrimination."
    ),
    "It is the intent of the legislature that operators of chatbots shall notify users that they are not human.",
]
VOLUNTARY = [
    "A developer of artificial intelligence may publish a summary of the data sets used to train the system.",
    "Developers are encouraged to adopt a voluntary framework for the safety of artificial intelligence.",
    "The department shall publish guidelines that an operator of a chatbot should consider.",
]
EXEMPTION = [
    (
        "Nothing in this act shall be construed to require a developer "
        "of artificial intelligence to disclose a trade secret "
        "or to publish its training data."
    ),
    "A deployer is not required to complete an impact assessment of an artificial intelligence system.",
    "This act does not apply to a developer that must notify users that they are not communicating with a human.",
]
LOCAL_PREEMPTION = [
    (
        "This act supersedes and preempts any ordinance "
        "of a city that requires a developer of artificial intelligence to "
        "register with the city."
    ),
]
PROFESSIONAL = [
    (
        "A person may not practice psychotherapy with the aid of artificial "
        "intelligence unless the person holds a license "
        "from the board."
    ),
    "A licensed professional may not allow artificial intelligence to make therapeutic decisions.",
    "An artificial intelligence system shall not be advertised as a licensed nurse.",
]
INTENT = [
    (
        "A person shall not develop or deploy an artificial intelligence "
        "system with the intent to unlawfully discriminate "
        "against a protected class."
    ),
]
OTHER = [
    "A carrier may not deny a claim on the sole basis of artificial intelligence.",
    "The sum of $500,000 is appropriated to the university for grants to developers of artificial intelligence.",
    (
        "A grantee that develops artificial intelligence shall submit "
        "an annual report to the department on use of the grant."
    ),
    "Artificial intelligence shall not be granted legal personhood.",
]

CASES = {
    "government": GOVERNMENT,
    "study": STUDY,
    "definition": DEFINITION,
    "finding": FINDING,
    "voluntary": VOLUNTARY,
    "exemption": EXEMPTION,
    "local-preemption": LOCAL_PREEMPTION,
    "professional": PROFESSIONAL,
    "other": OTHER,
}


@pytest.mark.parametrize(
    "sentence", [pytest.param(s, id=f"{k}-{i}") for k, v in CASES.items() for i, s in enumerate(v)]
)
def test_a_look_alike_is_not_flagged(sentence: str) -> None:
    assert not overall(text_of(sentence)).is_flag


@pytest.mark.parametrize("sentence", INTENT)
def test_intent_only_is_no_duty_about_outputs(sentence: str) -> None:
    found = judge(text_of(sentence), positions=load_positions())

    assert not [item for item in found.findings if item.position in ("truthful-outputs", "equal-protection")]


@pytest.mark.parametrize(
    "sentence",
    [
        "An operator shall notify a minor user that the user is not communicating with a human.",
        (
            "If the operator knows that a user is a minor, the operator shall "
            "prevent its companion chatbot from producing "
            "sexually explicit content."
        ),
        (
            "A large online platform shall remove material that depicts a "
            "child and was generated by artificial intelligence."
        ),
    ],
)
def test_child_safety_is_exempt_and_says_so(sentence: str) -> None:
    found = judge(text_of(sentence, title="An act concerning companion chatbots."), positions=load_positions())

    assert found.overall is Label.EXEMPT
    assert found.carve_outs == ("child-safety",)


@pytest.mark.parametrize("sentence", GOVERNMENT)
def test_government_use_is_exempt_and_quoted(sentence: str) -> None:
    text = text_of(sentence)
    found = judge(text, positions=load_positions())

    assert found.overall is Label.EXEMPT
    assert "government-use" in found.carve_outs
    assert all(text[e.span.start : e.span.end] == e.quote for f in found.findings for e in f.evidence)


def test_data_centres_are_exempt() -> None:
    sentence = (
        "The owner of a data center shall submit to the board a report on its use of water and electricity. "
        "A data center shall pay the full cost of its connection."
    )
    found = judge(
        text_of(sentence, title="An act concerning artificial intelligence data centers."), positions=load_positions()
    )

    assert found.overall is Label.EXEMPT
    assert found.carve_outs == ("compute-data-centre",)


@pytest.mark.parametrize(
    "text",
    [
        (
            "An act concerning artificial insemination of cattle (AI). A breeder "
            "shall notify the department and label AI semen."
        ),
        (
            "An act concerning avian influenza (AI). A "
            "poultry farmer shall report each case of AI to the department and "
            "shall disclose AI risk to buyers."
        ),
        (
            "An act concerning units of measure. A seller shall disclose quantities "
            "in SI units and label each package in SI."
        ),
        "An act concerning health. The American Indian (AI) council shall publish a report on AI communities.",
    ],
)
def test_an_acronym_with_another_meaning_is_not_about_ai(text: str) -> None:
    found = judge(text, positions=load_positions())

    assert found.relevance is Relevance.NONE
    assert found.findings == ()


def test_the_statement_after_a_bill_is_not_judged() -> None:
    text = (
        f"An act concerning artificial intelligence. {ENACTED} 1. The commissioner "
        "shall study artificial intelligence. "
        "2. This act shall take effect immediately. STATEMENT This bill "
        "requires a developer of artificial intelligence "
        "to disclose training data. An operator shall notify users that a chatbot is not human."
    )

    assert overall(text) is Label.NONE


def test_a_safe_harbour_is_one_step_weaker() -> None:
    duty = "shall use reasonable care to protect consumers from algorithmic discrimination by artificial intelligence."
    plain = judge(text_of(f"A deployer {duty}"), positions=load_positions())
    voluntary = judge(
        text_of(
            f"It is an affirmative defense that the deployer {duty.replace('shall use', 'used')} "
            "A deployer that claims "
            f"the affirmative defense {duty}"
        ),
        positions=load_positions(),
    )

    assert plain.overall is Label.CONFLICT
    assert voluntary.overall is Label.POTENTIAL


@pytest.mark.parametrize(
    "words",
    [
        (
            "Each artificial intelligence infrastructure entity shall submit annual reports to the department on the "
            "energy consumption, water usage, and carbon emissions of its models."
        ),
        (
            "A deployer shall keep an impact assessment. An impact assessment must include a description of measures "
            "taken to disclose to a consumer that the artificial intelligence system is in use."
        ),
    ],
    ids=["energy report", "content of an assessment"],
)
def test_what_a_report_or_an_assessment_is_about_decides(words: str) -> None:
    found = judge(text_of(words), positions=load_positions())
    kinds = {finding.provision_type for finding in found.findings if finding.label.is_flag}
    assert kinds <= {"impact_assessment"}
