"""Fictional provisions of every kind that meets a position, in the wording of many states; samples, no real bill."""

from __future__ import annotations

import pytest

from monitor.classify.judge import judge
from monitor.model.finding import Label
from monitor.positions import load_positions

AI = "artificial intelligence system"


def bill(*sections: str, title: str = "An act concerning artificial intelligence.") -> str:
    numbered = " ".join(f"Section {number}. {words}" for number, words in enumerate(sections, start=1))
    return f"{title} Be it enacted by the Legislature of the State of Example: {numbered}"


def labels(text: str) -> dict[str, Label]:
    found: dict[str, Label] = {}
    for finding in judge(text, positions=load_positions()).findings:
        if finding.label.strength > found.get(finding.position, Label.NONE).strength:
            found[finding.position] = finding.label
    return found


FRONTIER = (
    '"Frontier model" means a foundation model trained with more than 10^26 floating-point operations.',
    '"Catastrophic risk" means a foreseeable risk that a frontier model contributes to the death of 50 people.',
    '"Large frontier developer" means a person that has trained a frontier model and has revenue above $500,000,000.',
)

CASES = [
    # duty of care against disparate outcomes
    (
        "care-developer",
        [
            (
                "A developer of a high-risk artificial intelligence "
                "system shall use reasonable care to guard consumers "
                "against known or foreseeable risks of algorithmic discrimination."
            )
        ],
        {"truthful-outputs": "conflict", "development-preemption": "potential", "equal-protection": "potential"},
    ),
    (
        "care-deployer-with-diversity",
        [
            '"Algorithmic discrimination" does not include use of a system to increase diversity among applicants.',
            (
                "On and after July 1, 2027, each deployer "
                "shall use reasonable care to protect a consumer from risks of "
                "algorithmic discrimination of a covered artificial intelligence system."
            ),
        ],
        {"truthful-outputs": "conflict", "equal-protection": "conflict"},
    ),
    (
        "effect-employer",
        [
            (
                "It is an unlawful employment practice for an employer to use "
                "artificial intelligence for hiring if the use "
                "has the effect of discriminating against applicants because of sex or race."
            )
        ],
        {"truthful-outputs": "conflict", "equal-protection": "potential"},
    ),
    (
        "disparate-impact-landlord",
        [
            (
                "A landlord may not use an algorithm to screen tenants that results "
                "in a disparate impact on a protected class."
            )
        ],
        {"truthful-outputs": "conflict"},
    ),
    # audits, assessments, programmes
    (
        "bias-audit-hiring",
        [
            (
                "An employer shall not use an automated employment decision tool "
                "unless the tool has been the subject of a "
                "bias audit within the last year."
            )
        ],
        {"truthful-outputs": "potential"},
    ),
    (
        "impact-assessment-kept",
        [
            (
                "A deployer, or a third party contracted by the deployer, shall complete an impact assessment for each "
                "high-risk artificial intelligence system at least once a year and shall keep it for three years."
            )
        ],
        {"compelled-disclosure": "potential"},
    ),
    # developers' disclosures
    (
        "attorney-general",
        [
            (
                "A developer shall disclose to the attorney general, no later "
                "than 90 days after discovery, any known risk "
                "of harm from the artificial intelligence system."
            )
        ],
        {"compelled-disclosure": "conflict"},
    ),
    (
        "training-data",
        [
            (
                "Before a generative artificial intelligence service is offered, "
                "its developer shall publish on its internet "
                "website a summary of the data sets used to train the service."
            )
        ],
        {"compelled-disclosure": "conflict", "development-preemption": "conflict"},
    ),
    (
        "documentation-for-deployers",
        [
            (
                "A developer of a high-risk artificial intelligence system shall "
                "make available to each deployer a general "
                "statement describing the foreseeable uses and the documentation needed for an impact assessment."
            )
        ],
        {"compelled-disclosure": "potential"},
    ),
    (
        "deployer-statement",
        [
            (
                "A deployer shall make available on its website a clear statement summarizing the types of artificial "
                "intelligence systems that it currently deploys."
            )
        ],
        {"compelled-disclosure": "potential"},
    ),
    # frontier
    (
        "frontier-framework",
        [
            *FRONTIER,
            (
                "A large frontier developer shall write, implement "
                "and clearly publish on its internet website a frontier "
                "artificial intelligence framework that addresses catastrophic risk."
            ),
        ],
        {"compelled-disclosure": "conflict", "development-preemption": "conflict", "interstate-commerce": "potential"},
    ),
    (
        "frontier-incident",
        [
            *FRONTIER,
            (
                "A frontier developer shall report any critical safety incident "
                "pertaining to one of its frontier models to "
                "the Office of Emergency Services within 15 days."
            ),
        ],
        {"compelled-disclosure": "conflict"},
    ),
    (
        "frontier-deploy-ban",
        [
            *FRONTIER,
            (
                "A large developer shall not deploy a frontier model if doing so would create an unreasonable risk of "
                "critical harm."
            ),
        ],
        {"development-preemption": "conflict"},
    ),
    (
        "frontier-audit",
        [
            *FRONTIER,
            (
                "Beginning in 2027, a large frontier developer shall annually "
                "retain an independent third-party auditor to "
                "perform an audit of compliance with this act."
            ),
        ],
        {"frontier-voluntary": "potential"},
    ),
    (
        "kill-switch",
        [
            *FRONTIER,
            (
                "Before beginning to train a covered model, a developer shall "
                "implement the capability to promptly enact a "
                "full shutdown of the model."
            ),
        ],
        {"frontier-voluntary": "conflict", "development-preemption": "conflict"},
    ),
    (
        "compute-customers",
        [
            *FRONTIER,
            (
                "A person that operates a computing cluster shall implement policies and procedures to obtain a "
                "prospective customer's identity when the customer would train a covered model."
            ),
        ],
        {"development-preemption": "conflict", "frontier-voluntary": "potential"},
    ),
    (
        "approval-in-the-active-voice",
        [
            (
                "A developer shall not release an artificial intelligence model "
                "unless the department has approved the release."
            )
        ],
        {"frontier-voluntary": "conflict", "development-preemption": "conflict"},
    ),
    (
        "licence-to-release",
        [
            (
                "No person shall release or distribute an "
                "advanced artificial intelligence model in this state unless the "
                "person has obtained a license from the department for that model."
            )
        ],
        {"frontier-voluntary": "conflict", "development-preemption": "conflict"},
    ),
    (
        "register",
        [
            (
                "Each developer of an artificial intelligence "
                "system shall register with the secretary of state within 60 "
                "days after the system is first offered."
            )
        ],
        {"frontier-voluntary": "potential"},
    ),
    # bans and liability
    (
        "development-ban",
        [
            (
                "A person shall not knowingly design or develop an artificial "
                "intelligence model that simulates a deceased person."
            )
        ],
        {"development-preemption": "conflict"},
    ),
    (
        "training-ban",
        [
            (
                "A developer may not use a copyrighted work to train a generative "
                "artificial intelligence model without the "
                "written consent of the owner of the work."
            )
        ],
        {"development-preemption": "conflict"},
    ),
    (
        "strict-liability",
        [
            (
                "A developer is strictly liable for any injury that an artificial "
                "intelligence system causes to a third party."
            )
        ],
        {"development-preemption": "conflict"},
    ),
    # notices at the point of use
    (
        "chatbot-trade",
        [
            (
                "A person may not use an artificial intelligence "
                "chatbot in trade or commerce in a way that may mislead a "
                "consumer to believe that the consumer is "
                "dealing with a human being, unless the consumer is notified in a "
                "clear and conspicuous manner that the consumer is not engaging with a human being."
            )
        ],
        {"compelled-disclosure": "potential"},
    ),
    (
        "companion-notice",
        [
            (
                "An operator shall provide a clear notification "
                "to a user at the start of each session, and every three "
                "hours, which states that the user is not communicating with a human."
            )
        ],
        {"compelled-disclosure": "potential"},
    ),
    (
        "election-label",
        [
            (
                "A candidate or political committee that distributes an advertisement created in whole or in part with "
                "generative artificial intelligence shall include in it a disclosure that it was so created."
            )
        ],
        {"compelled-disclosure": "potential"},
    ),
    (
        "synthetic-performer",
        [
            (
                "Any person who produces an advertisement "
                "for a product shall conspicuously disclose in the advertisement "
                "that a synthetic performer, created with generative artificial intelligence, is in it."
            )
        ],
        {"compelled-disclosure": "potential"},
    ),
    (
        "watermark",
        [
            (
                "A covered provider shall embed a latent disclosure in each image created by its generative artificial "
                "intelligence system, and offer a tool that detects it."
            )
        ],
        {"compelled-disclosure": "potential"},
    ),
    (
        "price-label",
        [
            (
                "An entity that sets the price of a good by "
                "a personalized algorithmic pricing method shall disclose near "
                "the price: THIS PRICE WAS SET BY AN ALGORITHM USING YOUR PERSONAL DATA."
            )
        ],
        {"compelled-disclosure": "potential"},
    ),
    (
        "adverse-decision",
        [
            (
                "A deployer that makes an adverse consequential decision about "
                "a consumer by means of a high-risk artificial "
                "intelligence system shall provide to the consumer a statement of the principal reasons."
            )
        ],
        {"compelled-disclosure": "potential"},
    ),
    (
        "video-interview",
        [
            (
                "An employer that asks applicants to record "
                "video interviews and uses artificial intelligence to analyze "
                "them shall notify each applicant before the interview that it may be so used."
            )
        ],
        {"compelled-disclosure": "potential"},
    ),
    (
        "right-to-explanation",
        [
            (
                "A consumer has the right to an explanation from the deployer "
                "of the role that an automated decision system "
                "played in the decision."
            )
        ],
        {"compelled-disclosure": "potential"},
    ),
    # outputs
    (
        "chatbot-claims",
        ["An operator shall not permit its artificial intelligence chatbot to claim that it is sentient or human."],
        {"truthful-outputs": "potential"},
    ),
    (
        "prevent-content",
        [
            (
                "An operator shall institute measures to prevent its companion chatbot from producing content that "
                "encourages self-harm."
            )
        ],
        {"truthful-outputs": "potential"},
    ),
    # markets and platforms
    (
        "pricing-ban",
        [
            (
                "A person shall not engage in surveillance pricing, which is the "
                "use of an algorithm with personal data to "
                "set individual prices."
            )
        ],
        {"interstate-commerce": "potential"},
    ),
    (
        "platform-removal",
        [
            (
                "A large online platform shall remove materially deceptive content "
                "made with artificial intelligence within "
                "48 hours after it is reported, and is liable for a civil penalty for each failure."
            )
        ],
        {"section-230": "conflict"},
    ),
    (
        "platform-label",
        [
            (
                "A large online platform shall label posts that contain synthetic content, by means of provenance data "
                "embedded by generative artificial intelligence."
            )
        ],
        {"section-230": "conflict"},
    ),
    (
        "out-of-state",
        [
            (
                "A developer shall register each artificial intelligence model that it trains outside this "
                "state with the secretary of state."
            )
        ],
        {"interstate-commerce": "conflict"},
    ),
    (
        "in-state-preference",
        [
            (
                "A developer of artificial intelligence that is not headquartered in this state shall pay a "
                "fee for each model."
            )
        ],
        {"interstate-commerce": "conflict"},
    ),
    # what furthers a position
    (
        "right-to-compute",
        [
            (
                "Any restriction of the ability to own or "
                "use computational resources for artificial intelligence must be "
                "narrowly tailored to fulfill a compelling government interest."
            )
        ],
        {"development-preemption": "aligned"},
    ),
    (
        "developer-shield",
        [
            (
                "A developer of an artificial intelligence model shall not be "
                "liable solely because a third party used the "
                "model to break the law."
            )
        ],
        {"development-preemption": "aligned"},
    ),
]


@pytest.mark.parametrize(("sections", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_it_is_labelled_as_the_guide_says(sections: list[str], expected: dict[str, str]) -> None:
    found = labels(bill(*sections))

    assert {position: found.get(position, Label.NONE).value for position in expected} == expected
