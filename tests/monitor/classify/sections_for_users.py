"""Fictional provisions about use, notices, outputs and markets: name, sections, labels; samples, no real bill."""

from __future__ import annotations

CASES: list[tuple[str, list[str], dict[str, str]]] = [
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
