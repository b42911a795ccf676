"""Which titles and numbers say that a bill is a legislature's own test, and which only speak of tests."""

from __future__ import annotations

import csv
import json
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.bill import BillKey, normalise_identifier
from monitor.model.quarantine import why_quarantined


def why(title: str, number: str = "HB 12", code: str = "WA") -> str:
    return why_quarantined(BillKey(jurisdiction=code, session="2026", identifier=number), title)


@pytest.mark.parametrize(
    "title",
    [
        *("test bill; please disregard", "Test Bill", "TEST", "test bill 3", "Test 1", "TEST TEST", "Mock Bill (2026)"),
        *("This is a test bill for training", "Please disregard", "  TEST  bill - do not process", "dummy resolution"),
        "An Act for testing: please ignore",
        "disregard this bill",
    ],
)
def test_tests_of_a_legislature(title: str):
    assert why(title)


@pytest.mark.parametrize(
    "title",
    [
        *(
            "An act relating to test preparation",
            "Genetic testing",
            "Mock elections in schools",
            "Test Bill of Rights Act",
        ),
        *("Testing", "Requires test bill sponsors", "Providing that agencies disregard certain income", "", "Contest"),
        *("Emissions tests", "Requires sample ballots to be watermarked", "Test measures of student growth"),
        *("Mock trial programs", "Dummy corporations", "An act relating to tests", "Test draft animals for disease"),
        *("Sample bill number 9902", "Latest bill", "Attest resolution"),
    ],
)
def test_bills_about_tests_are_bills(title: str):
    assert why(title) == ""


def test_numbers_above_what_is_usual_where_tests_bear_them():
    assert why("An Act relating to wells", "HB 9999", "OK") == "its number is above 9,900, where OK has its tests"
    assert why("An Act relating to wells", "HB 9900", "OK") == ""
    assert why("An Act relating to wells", "HB 9999", "WA") == ""
    assert why("An Act relating to wells", "HJR F", "OK") == ""


@given(st.text(max_size=300))
def test_any_title_has_an_answer(title: str):
    assert isinstance(why(title), str)


def test_a_long_hostile_title_costs_nothing():
    for title in ("test " * 4_000 + "x", "1" * 20_000 + "x", " " * 19_000 + "test x", "please " * 3_000):
        assert why(title) == ""


@pytest.mark.shared
def test_no_recorded_bill_is_put_aside(shared_data: Path):
    """16,719 bills of four whole sessions and the 1,400 of a data set: more than a hundred speak of tests."""
    bills = []
    for code in ("CO", "FL", "NJ", "WA"):
        with tarfile.open(shared_data / "openstates-metadata" / f"{code.lower()}.tar.gz") as archive:
            for member in archive:
                if member.name.endswith("metadata.json") and (file := archive.extractfile(member)):
                    raw = json.load(file)
                    bills.append((code, raw["identifier"], raw.get("title") or ""))
    with (shared_data / "legiscan_dataset_csv" / "MI_2025-2026" / "bills.csv").open(encoding="utf-8") as table:
        bills += [("MI", row["bill_number"], row["title"]) for row in csv.DictReader(table)]
    assert len(bills) == 16_719 + 1_400
    assert sum("test" in title.casefold() for _, _, title in bills) > 100
    assert [found for code, number, title in bills if (found := why(title, normalise_identifier(number), code))] == []
