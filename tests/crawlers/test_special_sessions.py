"""Special sessions are one for all sources where the words of their names leave no doubt, and stay apart elsewhere.

The names and identifiers are those of the session lists of the Open States scrapers.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from crawlers.parsing.session_names import session_name
from crawlers.parsing.special_sessions import special_session
from monitor.cli import cli
from monitor.model.jurisdiction import JURISDICTIONS
from monitor.services.find_bill import NoSuchBillError, find_bill
from monitor.services.query_sessions import query_sessions
from monitor.store.engine import Store
from monitor.store.tables import BillRow
from tests.crawlers.legiscan_parsed import parse
from tests.crawlers.legiscan_world import bill
from tests.ingesting import Ingest


def named(code: str, year: int, *names: str, counted: str = "", end: int = 0) -> str:
    return special_session(code, year, end or year, names=names, counted=counted)


LISTED = [
    ("AL", 2015, "First Special Session 2015", "X1", "2015fs"),
    ("AL", 2015, "Second Special Session 2015", "X2", "2015ss"),
    ("AR", 2013, "First Extraordinary Session, 2013", "X1", "2013S1"),
    ("AR", 2014, "Second Extraordinary Session, 2014", "X1", "2014S2"),
    ("AR", 2016, "Third Extraordinary Session, 2016", "X2", "2016S3"),
    ("CO", 2017, "2017 First Extraordinary Session", "X1", "2017B"),
    ("CO", 2024, "2024 First Extraordinary Session", "", "2024B"),
    ("FL", 2022, "2022 Special Session A", "X3", "2022A"),
    ("FL", 2023, "2023 Special Session C", "X1", "2023C"),
    ("GA", 2023, "2023 Special Session", "X1", "2023_ss"),
    ("LA", 2020, "2020 Second Extraordinary Session", "X2", "2020s2"),
    ("MS", 2016, "2016 Second Extraordinary Session", "X2", "20162E"),
    ("MS", 2010, "2010, 1st Extraordinary Session", "", "20101E"),
    ("NE", 2021, "107th Legislature 1st Special Session", "X1", "107S1"),
    ("NV", 2020, "32nd (2020) Special Session", "X2", "2020Special32"),
    ("NV", 2023, "35th (2023) Special Session", "X2", "2023Special35"),
    ("OR", 2020, "2020 3rd Special Session", "X3", "2020S3"),
    ("TX", 2021, "87th Legislature, 3rd Called Session (2021)", "X3", "873"),
    ("TX", 2023, "88th Legislature, 1st Called Session (2023)", "X1", "881"),
    ("UT", 2021, "2021 2nd Special Session", "X2", "2021S2"),
    ("UT", 2020, "2020 3rd Special Session", "X1", "2020S3"),
    ("VA", 2021, "2021 Special Session II", "X2", "2021S2"),
]


@pytest.mark.parametrize(("code", "year", "name", "counted", "identifier"), LISTED)
def test_what_open_states_lists_bears_its_name(code: str, year: int, name: str, counted: str, identifier: str):
    assert named(code, year, name, counted=counted) == identifier
    assert named(code, year, name, name.upper(), "", counted=counted) == identifier


def test_no_two_sessions_of_the_list_are_one():
    found = [(code, named(code, year, name, counted=counted)) for code, year, name, counted, _ in LISTED]
    assert len(set(found)) == len(found)
    assert not any(name == session_name(code, year, year) for code, year, *_, name in LISTED)


def test_a_biennium_in_the_name():
    assert named("CA", 2015, "2015-2016 2nd Extraordinary Session", end=2016) == "20152016 Special Session 2"


@pytest.mark.parametrize(
    ("code", "year", "names", "counted"),
    [
        ("WI", 2021, ("January 2021 Special Session",), "X1"),  # named by month: the ordinal is Open States' own
        ("NC", 2026, ("2026 First Extra Session",), "X1"),  # it may count within the year or within the biennium
        ("NE", 2026, ("2026 1st Special Session",), "X1"),  # of which legislature's count?
        ("TN", 2026, ("2nd Extraordinary Session",), "X1"),
        ("TX", 2025, ("88th Legislature 2nd Called Session",), "X2"),  # another legislature's
        ("NV", 2025, ("1st Special Session",), "X1"),  # LegiScan's count, not Nevada's
        ("UT", 2026, ("2026 1st Special Session",), "X1"),  # in the second year it may be Utah's third
        ("AR", 2026, ("2026 1st Extraordinary Session",), ""),
        ("CO", 2025, ("2025 First Extraordinary Session",), "X2"),  # the two counts disagree
        ("CO", 2025, ("2025 First Extraordinary Session", "2025 2nd Special Session"), ""),
        ("CO", 2025, ("2025 Extraordinary Session",), "X1"),
        ("GA", 2026, ("2026 2nd Special Session",), "X2"),
        ("GA", 2026, ("2026 Special Session",), "X2"),
        ("FL", 2026, ("2026 1st Special Session",), "X1"),
        ("AL", 2026, ("Third Special Session 2026",), "X3"),
        ("OR", 2026, ("2026 Regular Session",), "X1"),
        ("OR", 2026, ("1st Regular Session",), "X1"),
        ("ZZ", 2026, ("1st Special Session",), "X1"),
        ("MS", 2026, (), "X1"),
    ],
)
def test_where_it_cannot_be_known_it_stays_apart(code: str, year: int, names: tuple[str, ...], counted: str):
    assert named(code, year, *names, counted=counted) == ""


def test_years_of_a_whole_term_need_the_year_in_the_name():
    assert named("OR", 2025, "2026 1st Special Session", end=2026) == "2026S1"
    assert named("OR", 2025, "1st Special Session", end=2026) == ""
    assert named("OR", 2025, "2025-2026 1st Special Session", end=2026) == ""
    assert named("OR", 2025, "2024 1st Special Session", end=2026) == ""
    assert named("TX", 2025, "89th Legislature 2nd Called Session", end=2026) == "892"


@given(
    st.sampled_from(sorted(JURISDICTIONS)),
    st.integers(1990, 2060),
    st.lists(st.text(max_size=60), max_size=3),
    st.text(max_size=5),
)
def test_any_words_have_an_answer(code: str, year: int, names: list[str], counted: str):
    assert isinstance(named(code, year, *names, counted=counted), str)


def texas(name: str, counted: str, **changes: object):
    session = bill(1)["session"] | {"special": 1, "year_end": 2025, "session_name": name, "session_title": name}
    url = f"https://legiscan.com/TX/bill/HB9901/2025/{counted}"
    return parse(url=url, state="TX", state_id=43, session=session, **changes).record


def test_the_code_of_the_source_is_kept_beside_the_name():
    record = texas("89th Legislature 2nd Special Session", "X2")
    assert (record.key.session, record.session_code) == ("892", "2025-X2")
    apart = texas("2025 Special Session", "X2")
    assert (apart.key.session, apart.session_code) == ("2025-X2", "2025-X2")
    assert parse().record.session_code == ""


def test_what_stands_apart_is_seen_and_each_name_leads_to_the_bill(store: Store, tmp_path: Path):
    ingest = Ingest(store, tmp_path)
    ingest(texas("89th Legislature 2nd Special Session", "X2"))
    ingest(texas("2025 Special Session", "X3"))
    one, two = query_sessions(store, today=date(2026, 11, 23), jurisdictions=["TX"])
    assert [(one.session, one.sources, one.bills, one.stands_apart) for one in (one, two)] == [
        ("2025-X3", (("legiscan", "2025-X3"),), 1, True),
        ("892", (("legiscan", "2025-X2"),), 1, False),
    ]
    with store.read() as session:
        assert find_bill(session, "TX HB 9901 2025-x2").session == "892"
        assert find_bill(session, "TX HB 9901 2025-X3").session == "2025-X3"
        with pytest.raises(NoSuchBillError):
            find_bill(session, "TX HB 9901 2025-X4")
    environment = {"PREEMPT_DATABASE_URL": store.address, "PREEMPT_DATA_DIR": str(tmp_path)}
    listed = CliRunner(env=environment).invoke(cli, ["crawl", "sessions", "--apart", "--json"], standalone_mode=False)
    assert [one["session"] for one in json.loads(listed.stdout)] == ["2025-X3"]
    said = CliRunner(env=environment).invoke(cli, ["crawl", "sessions"], standalone_mode=False).stdout
    assert "TX 892: 1 bills, newest action 2026-01-12; legiscan as 2025-X2" in said
    assert "stands apart" in said


def sessions(store: Store) -> list[tuple[str, tuple[tuple[str, str], ...], int]]:
    return [(one.session, one.sources, one.bills) for one in query_sessions(store, today=date(2026, 11, 23))]


def test_a_name_that_is_learned_later_is_borne_by_what_is_stored(store: Store, tmp_path: Path):
    ingest = Ingest(store, tmp_path)
    ingest(texas("2025 Special Session", "X2"))
    ingest(texas("2025 Special Session", "X2", bill_number="HB2", bill_id=2))
    before = {row.identifier: row.id for row in ingest.rows(BillRow)}
    assert sessions(store) == [("2025-X2", (("legiscan", "2025-X2"),), 2)]
    events = len(ingest.events())
    ingest(texas("89th Legislature 2nd Called Session", "X2"))
    told = ingest.events(events)
    assert [kind for kind, _, _ in told] == ["session.named"]
    assert told[0][2] == {"source": "legiscan", "jurisdiction": "TX", "before": "2025-X2", "after": "892", "bills": 2}
    assert {row.identifier: row.id for row in ingest.rows(BillRow)} == before, "the bill that was not read again too"
    assert sessions(store) == [("892", (("legiscan", "2025-X2"),), 2)]
    assert ingest.told(texas("89th Legislature 2nd Called Session", "X2", bill_number="HB2", bill_id=2)) == []


def test_a_bill_that_another_source_has_under_the_name_is_one_and_what_was_apart_is_seen(store: Store, tmp_path: Path):
    ingest = Ingest(store, tmp_path)
    named = texas("89th Legislature 2nd Called Session", "X2")
    ingest(replace(named, source="openstates", session_code="", aliases=()))
    ingest(texas("2025 Special Session", "X2"))
    ingest(named)
    assert sessions(store) == [
        ("2025-X2", (), 1),
        ("892", (("legiscan", "2025-X2"), ("openstates", "")), 1),
    ]
    (apart,) = [one for one in query_sessions(store, today=date(2026, 11, 23)) if one.stands_apart]
    assert apart.session == "2025-X2"
    with store.read() as session:
        assert find_bill(session, "TX HB 9901 892").session == "892"
