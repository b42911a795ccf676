from __future__ import annotations

import pytest

from monitor.model.docket import EntryKind, entry_kind

RULINGS = [
    "ORDER granting in part and denying in part 31 Motion to Dismiss",
    "MINUTE ORDER granting stipulated motion to stay",
    "OPINION AND ORDER by Sample Judge",
    "FINAL JUDGMENT in favor of defendant",
    "45 MEMORANDUM OPINION on cross motions",
    "(Text) ORDER denying motion to compel",
]
INJUNCTIONS = [
    "ORDER granting 12 Motion for Preliminary Injunction",
    "ORDER denying 12 Motion for Preliminary Injunction",
    "PRELIMINARY INJUNCTION. Defendant is enjoined from enforcing the act",
    "TEMPORARY RESTRAINING ORDER signed by Sample Judge",
    "OPINION and ORDER: enforcement of section 4 is hereby ENJOINED",
]
ENTRIES = [
    "MOTION for Preliminary Injunction by Plaintiff",
    "[PROPOSED] ORDER granting preliminary injunction",
    "Proposed Order re injunction",
    "NOTICE of Appeal as to 40 Order on Motion for Preliminary Injunction",
    "STIPULATION and order to extend time",
    "BRIEF in opposition to injunction",
    "MEMORANDUM in support of motion for injunction",
    "COMPLAINT for injunctive relief",
    "ORDER setting scheduling conference",
    "ORDER REFERRING CASE to magistrate judge",
    "",
    "   ",
]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        *((said, EntryKind.RULING) for said in RULINGS),
        *((said, EntryKind.INJUNCTION) for said in INJUNCTIONS),
        *((said, EntryKind.ENTRY) for said in ENTRIES),
    ],
)
def test_what_an_entry_is(said: str, kind: EntryKind):
    assert entry_kind(said) is kind
