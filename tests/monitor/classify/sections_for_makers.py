"""Fictional provisions that bind who makes or deploys a system: name, sections, labels; samples, no real bill."""

from __future__ import annotations

FRONTIER = (
    '"Frontier model" means a foundation model trained with more than 10^26 floating-point operations.',
    '"Catastrophic risk" means a foreseeable risk that a frontier model contributes to the death of 50 people.',
    '"Large frontier developer" means a person that has trained a frontier model and has revenue above $500,000,000.',
)

CASES: list[tuple[str, list[str], dict[str, str]]] = [
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
]
