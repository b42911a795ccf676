"""What can be true of a duty or of the text around it?"""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Fact"]


class Fact(StrEnum):
    """What is true of a duty or its text; rules and counter-arguments ask for these names."""

    MINORS = "minors"
    FRONTIER = "frontier"
    INTENT_ONLY = "intent-only"
    EXISTING_LAW = "existing-law"
    """The duty only repeats what civil-rights law forbids already."""
    HEALTH_REVIEW = "health-review"
    DIVERSITY_EXEMPTION = "diversity-exemption"
    DISCRIMINATION_ACT = "discrimination-act"
    SAFE_HARBOUR = "safe-harbour"
    NEXUS = "nexus"
    NEXUS_OF_BILL = "nexus-of-bill"
    """The bill limits whom it reaches, be it in a definition."""
    LOCAL_HARM = "local-harm"
    LOCAL_MARKET = "local-market"
    SAVINGS = "savings"
    SAVES_230 = "saves-230"
    RECIPROCITY = "reciprocity"
    SMALL_BUSINESS = "small-business"
    CONFIDENTIAL = "confidential"
    TRADE_SECRETS = "trade-secrets"
    ASSESSMENT_FILED = "assessment-filed"
    PRE_RELEASE_FILING = "pre-release-filing"
    SALE_PRECONDITION = "sale-precondition"
    PRIVATE_ACTION = "private-action"
    VOLUNTARY_VERIFICATION = "voluntary-verification"
    MINORS_ACT = "minors-act"
    """The bill's own subject is minors."""
    PUBLIC_BILL = "public-bill"
    """The bill's own subject is what public bodies do."""
    OUTWARD = "outward"
    """A public body acts towards private persons or the public: guidance, rules, enforcement; not use of its own."""
    STUDY = "study"
    """The section sets up a study, a task force or a grant."""
