"""Which kinds of duty does the classifier know? Position files label these kinds; rules in ``rules_*`` find them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from monitor.classify.actors import PRIVATE, Actor
from monitor.classify.context import Context
from monitor.classify.duties_facts import Fact
from monitor.classify.obligation import Modality, Obligation
from monitor.classify.units import Unit

__all__ = ["Duty", "DutyKind", "DutyRule", "Fact"]


class DutyKind(StrEnum):
    """What somebody must do. Names are those of the ``duty`` fields of the position files."""

    DISCRIMINATION_CARE = "discrimination-care"
    BIAS_AUDIT = "bias-audit"
    OUTPUT_RESTRICTION = "output-restriction"
    OUTPUT_DICTATION = "output-dictation"
    """What an answer must say or be like, beside what it may not."""
    TRAINING_DATA_DISCLOSURE = "training-data-disclosure"
    RISK_PUBLICATION = "risk-publication"
    STATE_REPORT = "state-report"
    INCIDENT_REPORT = "incident-report"
    FILING_CONTENT = "filing-content"
    """What must stand in a registration or an application."""
    WORKER_NOTICE_FILED = "worker-notice-filed"
    DEVELOPER_DOCUMENTATION = "developer-documentation"
    IMPACT_ASSESSMENT = "impact-assessment"
    PUBLIC_STATEMENT = "public-statement"
    NOTICE_CHATBOT = "notice-chatbot"
    NOTICE_LABEL = "notice-label"
    NOTICE_POLITICAL = "notice-political"
    WATERMARK = "watermark"
    NOTICE_DECISION = "notice-decision"
    NOTICE_WORKER = "notice-worker"
    NOTICE_PRICING = "notice-pricing"
    NOTICE_USE = "notice-use"
    SAFETY_FRAMEWORK = "safety-framework"
    SAFETY_TEST = "safety-test"
    THIRD_PARTY_AUDIT = "third-party-audit"
    KILL_SWITCH = "kill-switch"
    LICENCE_PRECONDITION = "licence-precondition"
    REGISTRY = "registry"
    COMPUTE_KYC = "compute-kyc"
    DEVELOPMENT_BAN = "development-ban"
    DEVELOPMENT_LIMIT = "development-limit"
    DEVELOPMENT_DUTY = "development-duty"
    STRICT_DEVELOPER_LIABILITY = "strict-developer-liability"
    PRODUCT_LIABILITY = "product-liability"
    VENDOR_LIABILITY = "vendor-liability"
    DEVELOPER_SHIELD = "developer-shield"
    RIGHT_TO_COMPUTE = "right-to-compute"
    STATE_RESTRAINT = "state-restraint"
    VOLUNTARY_REVIEW = "voluntary-review"
    VERIFICATION_SHIELD = "verification-shield"
    PRICING_BAN = "pricing-ban"
    OUT_OF_STATE_REACH = "out-of-state-reach"
    IN_STATE_PREFERENCE = "in-state-preference"
    PLATFORM_REMOVAL = "platform-removal"
    PLATFORM_LABEL = "platform-label"
    PROVIDER_DISTRIBUTION_LIABILITY = "provider-distribution-liability"


_BINDING = frozenset({Modality.MUST, Modality.MUST_NOT, Modality.RIGHT, Modality.LIABLE})


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRule:
    """How one kind of duty reads. ``pattern`` is searched in a unit's ``full`` and must reach into its sentence."""

    kind: DutyKind
    provision_type: str
    pattern: re.Pattern[str]
    hints: tuple[str, ...]
    """One of these stands in all that the pattern can match: a cheap test before a dear one."""
    too: tuple[str, ...] = ()
    """And one of these; one that begins with ``=`` as a word by itself."""
    of_bill: Fact | None = None
    """Must hold for the whole bill."""
    modalities: frozenset[Modality] = _BINDING
    actors: frozenset[Actor] = PRIVATE
    near: re.Pattern[str] | None = None
    """Must also occur in the section."""
    unless: re.Pattern[str] | None = None
    """Must not occur in the unit."""
    facts: tuple[Fact, ...] = ()
    needs_obligation: bool = True
    when: Callable[[Unit, Context], bool] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A duty found in a unit; ``start`` and ``end`` are offsets of the words that fired, in the unit's ``full``."""

    kind: DutyKind
    provision_type: str
    unit: Unit
    obligation: Obligation | None
    start: int
    end: int
    facts: frozenset[str] = field(default_factory=frozenset)

    @property
    def actor(self) -> Actor:
        """Who bears it."""
        return self.obligation.actor if self.obligation else Actor.UNKNOWN
