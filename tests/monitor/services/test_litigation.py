"""Cases and stored bills, dockets and events, on both databases. The bills are made up; the cases are the file's."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from monitor.model.docket import DocketEntry, DocketFacts
from monitor.model.litigation import LawStatus
from monitor.services.bill_standing import load_standings
from monitor.services.dockets import DocketWatch
from monitor.services.find_bill import NoSuchBillError
from monitor.services.litigation import NoSuchCaseError, link_case, show_case
from monitor.services.query_bill import query_bill
from monitor.store.engine import Store
from monitor.store.tables import DocketEntryRow, EventRow
from tests.judging import add_bill

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DOCKET = DocketFacts(
    native_id="9990001",
    court_id="cod",
    docket_number="1:26-cv-01515",
    case_name="Sample v. Officer",
    address="https://www.courtlistener.com/docket/9990001/sample/",
    modified="1",
    filed_on=date(2026, 4, 9),
    terminated_on=None,
    last_filing_on=None,
)


def marks(store: Store) -> dict[str, list[str]]:
    with store.read() as session:
        return {str(one.key): [mark.status.value for mark in one.litigation] for one in load_standings(session)}


def entry(number: int, said: str = "", day: int = 1) -> DocketEntry:
    return DocketEntry(key=f"{number} a", number=number, filed_on=date(2026, 11, day), description=said)


def told(store: Store) -> list[tuple[str, bool]]:
    with store.read() as session:
        rows = session.execute(select(EventRow.kind, EventRow.baseline).order_by(EventRow.sequence))
        return [(kind, baseline) for kind, baseline in rows]


def test_a_status_marks_the_law_and_no_other_bill(store: Store):
    add_bill(store, "CA AB 2013", session_name="20232024")
    add_bill(store, "CA AB 2013", session_name="20252026")
    add_bill(store, "CA AB 2839", session_name="20232024")
    assert marks(store) == {
        "CA AB 2013 (20232024)": ["challenged"],
        "CA AB 2013 (20252026)": [],
        "CA AB 2839 (20232024)": ["enjoined"],
    }
    (mark,) = query_bill(store, "CA AB 2839").standing.litigation
    assert (mark.status, mark.since, mark.known_until) == (LawStatus.ENJOINED, "2024-10-02", "2026-10-10")
    assert show_case(store, "kohls-v-bonta").bills == (("CA AB 2839 (20232024)", "enjoined"),)


def test_people_link_a_case_to_a_bill(store: Store):
    add_bill(store, "CA AB 9901", session_name="20252026")
    with pytest.raises(NoSuchCaseError, match="name a law"):
        link_case(store, "kohls-v-bonta", "CA AB 9901", clock=lambda: NOW)
    with pytest.raises(NoSuchCaseError, match="no case"):
        link_case(store, "nobody-v-nobody", "CA AB 9901", clock=lambda: NOW)
    with pytest.raises(NoSuchBillError):
        link_case(store, "xai-v-bonta", "CA AB 9999", clock=lambda: NOW)
    assert marks(store) == {"CA AB 9901 (20252026)": []}
    for provision in ("sec. 2", "sec. 3"):
        link_case(store, "xai-v-bonta", "CA AB 9901", provision=provision, clock=lambda: NOW)
    (mark,) = query_bill(store, "CA AB 9901").standing.litigation
    assert (mark.case, mark.status, mark.provision) == ("xai-v-bonta", LawStatus.CHALLENGED, "sec. 3")


def test_a_docket_is_told_from_its_second_reading_on(store: Store):
    watch = DocketWatch(store=store, clock=lambda: NOW)
    assert {case.id for case in watch.cases()} == {"xai-v-weiser", "kohls-v-bonta"}
    watch.opened("xai-v-weiser", DOCKET)
    watch.entries("9990001", [entry(1, "COMPLAINT"), entry(2, "ORDER denying motion to dismiss"), entry(3)])
    watch.read("9990001")
    assert told(store) == [
        ("docket.opened", True),
        ("docket.entry", True),
        ("docket.ruling", True),
        ("docket.entry", True),
    ]
    for _ in range(2):
        watch.opened("xai-v-weiser", DOCKET)
        watch.entries("9990001", [entry(1, "COMPLAINT"), entry(2), entry(3, "ORDER granting preliminary injunction")])
        watch.entries("9990001", [entry(4, "NOTICE of appeal")])
        watch.read("9990001")
    assert told(store)[4:] == [("docket.injunction", False), ("docket.entry", False)]
    with store.read() as session:
        words = session.scalars(select(DocketEntryRow.description).order_by(DocketEntryRow.number)).all()
    assert words[1] == "ORDER denying motion to dismiss", "words that were there are not lost"
    shown = show_case(store, "1:26-cv-01515", entries=2)
    assert [one["number"] for one in shown.dockets[0]["entries"]] == [4, 3]


def test_an_entry_sets_no_status(store: Store):
    add_bill(store, "CO SB 205", session_name="2024A")
    watch = DocketWatch(store=store, clock=lambda: NOW)
    watch.opened("xai-v-weiser", DOCKET)
    watch.entries("9990001", [entry(9, "ORDER granting preliminary injunction")])
    assert marks(store) == {"CO SB 205 (2024A)": ["stayed"]}


def test_a_docket_that_opens_later_is_news(store: Store):
    watch = DocketWatch(store=store, clock=lambda: NOW)
    watch.opened("xai-v-weiser", DOCKET)
    watch.read("9990001")
    other = DocketFacts(**{name: getattr(DOCKET, name) for name in DOCKET.__slots__} | {"native_id": "9990002"})
    watch.opened("kohls-v-bonta", other)
    assert told(store) == [("docket.opened", True), ("docket.opened", False)]
    with pytest.raises(ValueError, match="not listed"):
        watch.entries("1", [entry(1)])
