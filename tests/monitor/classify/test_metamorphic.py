"""Change one thing of a fictional bill and the judgement must change, or must not, in the way the guide says."""

from __future__ import annotations

import itertools
import random

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


# Thirteen kinds of conflict, each with an actor and the words of a duty; {actor} stands where the actor is named again.
KINDS = {
    "care": (
        "deployer",
        "use reasonable care to protect consumers from algorithmic discrimination by artificial intelligence systems.",
    ),
    "bias audit": (
        "developer",
        "have its automated employment decision tool tested for bias by an independent auditor once a year.",
    ),
    "impact assessment": (
        "deployer",
        "complete an impact assessment of each high-risk artificial intelligence system that the {actor} uses.",
    ),
    "chatbot notice": (
        "operator",
        "tell each user that the user is interacting with an artificial intelligence chatbot and not with a human.",
    ),
    "label": (
        "developer",
        "place a label on each image that states that the image was generated by artificial intelligence.",
    ),
    "watermark": (
        "developer",
        "embed a latent disclosure in each video that its generative artificial intelligence system creates.",
    ),
    "training data": (
        "developer",
        "publish on its website a summary of the data sets used to train its generative artificial intelligence model.",
    ),
    "state report": (
        "developer",
        "submit to the attorney general a report on the risks of its artificial intelligence system.",
    ),
    "incident": (
        "developer",
        "report each incident in which its artificial intelligence model caused critical harm to the attorney general.",
    ),
    "adverse decision": (
        "deployer",
        "notify each consumer of the use of an artificial intelligence system in a decision about the consumer.",
    ),
    "kill switch": (
        "developer",
        "implement the capability to promptly enact a full shutdown of each artificial intelligence model.",
    ),
    "registration": (
        "developer",
        "register with the secretary of state each artificial intelligence model that the {actor} offers.",
    ),
    "output": (
        "operator",
        "prevent its artificial intelligence chatbot from claiming that it is human.",
    ),
}


def duty(kind: str, modal: str = "shall ", actor: str = "", opening: str = "A ") -> str:
    usual, words = KINDS[kind]
    return f"{opening}{actor or usual} {modal}{words.format(actor=actor or usual)}"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("modal", ["shall ", "must ", "is required to ", "is hereby required to "])
def test_every_binding_verb_is_flagged(kind: str, modal: str) -> None:
    assert assess(bill(duty(kind, modal))).overall.is_flag


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("body", ["state agency", "county", "public university", "law enforcement agency"])
def test_no_kind_of_duty_is_flagged_when_a_public_body_bears_it(kind: str, body: str) -> None:
    assert assess(bill(duty(kind, actor=body))).overall in (Label.NONE, Label.EXEMPT)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("modal", ["", "may ", "should ", "is encouraged to ", "is authorized to "])
def test_no_kind_of_duty_is_flagged_without_a_binding_verb(kind: str, modal: str) -> None:
    assert not assess(bill(duty(kind, modal))).overall.is_flag


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "opening",
    [
        "Nothing in this act requires that a ",
        "Nothing in this section shall be construed to mean that a ",
        "This act does not require that a ",
        "This section may not be interpreted to require that a ",
        "Subsection (1) does not require that a ",
        "No provision of this act requires that a ",
    ],
)
def test_no_kind_of_duty_is_flagged_where_the_act_says_that_it_requires_none(kind: str, opening: str) -> None:
    assert not assess(bill(duty(kind, "", opening=opening))).overall.is_flag


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "proviso",
    [
        ", provided that nothing in this act requires the disclosure of a trade secret.",
        ", except that this section does not apply to a business with fewer than five workers.",
        "; but this section shall not be construed to require a person to break federal law.",
    ],
)
def test_a_proviso_leaves_the_duty_before_it(kind: str, proviso: str) -> None:
    assert assess(bill(duty(kind).removesuffix(".") + proviso)).overall.is_flag


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("opening", ["The legislature finds that a ", "It is the intent of the legislature that a "])
def test_no_kind_of_duty_is_flagged_in_a_finding(kind: str, opening: str) -> None:
    assert not assess(bill(duty(kind, opening=opening))).overall.is_flag


def quoted(text: str) -> str:
    return text.replace('"', "“", 1).replace('"', "”", 1).replace("'", "’")


FORMS = {
    "a line a word": lambda text: text.replace(" ", "\n"),
    "lines of four words": lambda text: "".join(
        word + ("\n" if n % 4 == 3 else " ") for n, word in enumerate(text.split(" "))
    ),
    "double blanks": lambda text: text.replace(" ", "  "),
    "hard blanks": lambda text: text.replace(" artificial ", "\N{NO-BREAK SPACE}artificial\N{NO-BREAK SPACE}"),
    "a line a section": lambda text: text.replace(" Section ", "\n\nSection "),
    "indented sections": lambda text: text.replace(" Section ", "\n    Section "),
    "upper-case numbers": lambda text: text.replace("Section ", "SECTION "),
    "short numbers": lambda text: text.replace("Section ", "Sec. "),
    "captions": lambda text: text.replace(". A ", ". Duties of persons. A "),
    "upper-case captions": lambda text: text.replace(". A ", ". DUTIES OF PERSONS. A "),
    "typographic quotes": quoted,
    "upper case": str.upper,
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_form_of_the_text_does_not_matter(kind: str, form: str) -> None:
    plain = bill('"Person" means an individual or a firm, as its owner\'s charter says.', duty(kind))

    assert labels(FORMS[form](plain)) == labels(plain) != set()


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_many_sections_does_not_matter(seed: int) -> None:
    sections = [duty(kind) for kind in KINDS]
    shuffled = random.Random(seed).sample(sections, len(sections))

    assert labels(bill(*shuffled)) == labels(bill(*sections))
