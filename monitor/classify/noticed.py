"""Does a sentence speak of a notice at all? Seven rules ask, so it is found out once a sentence."""

from __future__ import annotations

from typing import Final

from monitor.classify.hints import Hinted, opening
from monitor.classify.words import NOTICE, NOTICE_HINTS, NOTICE_KIN

__all__ = ["NOTICED"]

NOTICED: Final = Hinted(
    opening("acdnp ba calo dei ex idnt lae maeu no pr rei sahit teho waior", "|".join((NOTICE, *NOTICE_KIN))),
    (*NOTICE_HINTS, *NOTICE_KIN),
)
"""Rules whose ``hints`` are these hold a notice, or its kin, in each of their alternatives."""
