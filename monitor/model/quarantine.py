"""Did a legislature make this bill to test its own system? Decided by what the bill calls itself, and by its number."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

from monitor.model.bill import BillKey

__all__ = ["why_quarantined"]

# Rule 12 of the ways in which scrapers fail: a title of "test bill", "please disregard", "mock", "TEST", or a number
# above the normal range. The words must be said of the bill itself: bills about tests are many.
_DISREGARD: Final = re.compile(
    r"\bplease\s+(?:disregard|ignore)\b|\b(?:disregard|ignore)\s+this\s+(?:bill|measure|resolution|title|document)\b"
)
_TEST_BILL: Final = re.compile(
    r"\W*(?:this is )?(?:an? |only a )?(?:test|mock|dummy)[\s-]*(?:bill|measure|resolution|legislation|draft)"
    r"(?=\W*$|\s*[\d#;:.,()\[\]/]|\s+-|\s+for (?:testing|training)\b)"
)
_NOTHING_ELSE: Final = re.compile(r"[\W\d]*(?:tests?|mock|dummy)(?:[\W\d]+(?:tests?|mock|dummy))*[\W\d]*")
_ABOVE: Final = MappingProxyType({"OK": 9900})
"""By jurisdiction, the number above which bills are tests: where the legislature is known to number its tests so."""
_NUMBER: Final = re.compile(r"[A-Z]+ (\d+)")


def why_quarantined(key: BillKey, title: str) -> str:
    """Why the bill is put aside; empty when it is a bill like any other."""
    said = " ".join(title.casefold().split())
    if _DISREGARD.search(said):
        return "its title asks to disregard it"
    if _TEST_BILL.match(said):
        return "its title calls it a test"
    if _NOTHING_ELSE.fullmatch(said):
        return "its title is no more than the word test"
    limit, number = _ABOVE.get(key.jurisdiction), _NUMBER.match(key.identifier)
    if limit is not None and number is not None and int(number[1]) > limit:
        return f"its number is above {limit:,}, where {key.jurisdiction} has its tests"
    return ""
