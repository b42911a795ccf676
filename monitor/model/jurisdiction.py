"""Which 52 jurisdictions exist: the states, the District of Columbia and the United States."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

__all__ = ["JURISDICTIONS", "STATES", "Jurisdiction", "UnknownJurisdictionError", "jurisdiction"]


class UnknownJurisdictionError(ValueError):
    """No jurisdiction has this code or Open States id. Raised by :func:`jurisdiction`; the caller names the item."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(f"unknown jurisdiction {code!r}: expected a two-letter code such as CA, DC or US")


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction:
    """A legislature. ``code`` is the USPS code in capitals, ``US`` for the Congress."""

    code: str
    name: str

    @property
    def is_state(self) -> bool:
        """True for the 51 (the states and DC); false for the Congress."""
        return self.code != "US"

    @property
    def ocd_division(self) -> str:
        """The Open Civic Data division id."""
        if self.code == "US":
            return "ocd-division/country:us"
        kind = "district" if self.code == "DC" else "state"
        return f"ocd-division/country:us/{kind}:{self.code.lower()}"


_NAMES: Final = """
AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware
DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa
KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota
MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey
NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon
PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah
VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming|US United States Congress
"""

JURISDICTIONS: Final = MappingProxyType(
    {
        entry[:2]: Jurisdiction(code=entry[:2], name=entry[3:])
        for line in _NAMES.strip().splitlines()
        for entry in line.split("|")
    }
)
"""All 52 by code."""

STATES: Final = tuple(j for j in JURISDICTIONS.values() if j.is_state)
"""The 51 whose bills are judged."""


def jurisdiction(code: str) -> Jurisdiction:
    """Find a jurisdiction by its code in any case; ``USA`` is accepted for the Congress.

    :raises UnknownJurisdictionError: when there is none.
    """
    key = code.strip().upper()
    found = JURISDICTIONS.get("US" if key == "USA" else key)
    if found is None:
        raise UnknownJurisdictionError(code)
    return found
