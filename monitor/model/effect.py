"""An effect: when a provision starts or ends, who enforces it, what a breach costs, and from which size on it binds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from monitor.model.finding import Evidence
from monitor.model.provision import Provision

__all__ = ["Effect", "EffectKind"]


class EffectKind(StrEnum):
    """What an effect tells of a law."""

    EFFECTIVE_DATE = "effective-date"
    """When the act or a part of it becomes law."""
    OPERATIVE_DATE = "operative-date"
    """From when on a provision binds, where that is said apart from the act's effective date."""
    EXPIRATION = "expiration"
    ENFORCEMENT_BODY = "enforcement-body"
    PRIVATE_RIGHT_OF_ACTION = "private-right-of-action"
    NO_PRIVATE_RIGHT_OF_ACTION = "no-private-right-of-action"
    CIVIL_PENALTY = "civil-penalty"
    """Also fines that no criminal words go with."""
    CRIMINAL_PENALTY = "criminal-penalty"
    CURE_PERIOD = "cure-period"
    COMPUTE_THRESHOLD = "compute-threshold"
    REVENUE_THRESHOLD = "revenue-threshold"
    USER_THRESHOLD = "user-threshold"
    EMPLOYEE_THRESHOLD = "employee-threshold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One effect, as the text states it; what the words do not state is not guessed."""

    kind: EffectKind
    value: str
    """Normalised: ``2027-01-01``, ``90 days after adjournment``, ``immediately``, ``conditional``; whole dollars
    ``10000``; ``1e26`` operations; whole numbers of users and employees; ``60 days``; a body's or an offence's name in
    lower case; ``granted`` or ``denied``."""
    unit: str = ""
    """Of a penalty: ``per violation``, ``first violation``, ``minimum``. Of a threshold: ``more than``, ``at least``,
    ``fewer than``, ``at most``, and what is counted. Of a cure period: ``calendar`` or ``business``. Several are
    separated by commas."""
    evidence: Evidence
    provision: Provision | None
    """The innermost provision that holds the words; none outside all provisions."""
