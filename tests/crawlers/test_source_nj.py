"""nj: what the JSON behind its site says; samples are fictional, with the names of the site."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.errors import AnswerError, MalformedBillError
from crawlers.parsing.json_page import JsonPage
from crawlers.parsing.nj_bills import add_further, add_listed, further, parse_bill, parse_list
from crawlers.spiders.nj import NjSpider
from monitor.model.bill import BillKey, BillRecord, BillStatus, Chamber, RelatedBill, VersionStage
from monitor.model.failure import FailureKind
from monitor.model.relation import Relation
from monitor.model.status import derive_status
from tests.crawlers.rehearsal import owed, rehearse, sample

FIXTURES = Path(__file__).parent / "fixtures" / "nj"
BILL = BillKey(jurisdiction="NJ", session="222", identifier="A 9901")
LISTS = {"/api/downloads/sessions": "sessions.json", "/api/billSearch/allBills/222": "list-222.json"}
OF_AI = {
    "/api/billDetail/billHistory/A9901/2026": "history-A9901.json",
    "/api/billDetail/billSponsors/A9901/2026": "sponsors.json",
    "/api/billDetail/billText/A9901/2026": "texts-A9901.json",
    "/api/billDetail/billHistory/S9902/2026": "history-S9902.json",
    "/api/billDetail/billSponsors/S9902/2026": "sponsors.json",
    "/api/billDetail/billText/S9902/2026": "texts-S9902.json",
}
TEXTS = dict.fromkeys(
    (
        *(f"/Bills/2026/A9999/9901_{name}.HTM" for name in ("I1", "R1")),
        "/Bills/2026/AL26/990_.HTM",
        "/Bills/2026/S9999/9902_I1.HTM",
    ),
    "9901_R1.HTM",
)
SITE = LISTS | OF_AI | TEXTS
SAID = {"title": "Regulates use of artificial intelligence in sample hiring.", "identical": "S9902"}


def page(name: str, address: str = "/") -> JsonPage:
    return JsonPage.read(replace(sample(FIXTURES / name), url=f"https://www.njleg.state.nj.us{address}"), source="nj")


def whole() -> BillRecord:
    record = add_listed(parse_bill(page("history-A9901.json"), owed(BILL)), SAID)
    assert list(further(record).values()) == list(OF_AI)[1:3]
    record = add_further(record, "billSponsors", page("sponsors.json"))
    return add_further(record, "billText", page("texts-A9901.json"))


def test_the_newest_session_is_the_sites_own():
    assert parse_list(page("sessions.json")).more == ("/api/billSearch/allBills/222",)


def test_the_list_names_bills_with_what_they_are_about():
    found = parse_list(page("list-222.json", "/api/billSearch/allBills/222"))
    assert [(one.session, one.identifier) for one in found.entries] == [
        ("222", "A9901"),
        ("222", "S9902"),
        ("222", "SJR993"),
    ]
    assert found.total == 3
    first = found.entries[0].native_id
    assert first == next(iter(OF_AI))
    assert found.said[first] == SAID
    assert len({one.mark for one in found.entries}) == 3


@pytest.mark.parametrize("data", [None, {}, [], [{}], [[{"Bill": "9"}]], [[{}]], "x"])
def test_another_shape_is_no_empty_list(data: Any):
    for address in ("/api/billSearch/allBills/222", "/api/downloads/sessions"):
        with pytest.raises(AnswerError, match="the answer"):
            parse_list(replace(page("sessions.json", address), data=data))


def test_a_bill():
    record = whole()
    assert (record.key, record.title) == (BILL, SAID["title"])
    assert (record.classification, record.chamber) == (("bill",), Chamber.LOWER)
    assert record.related == (RelatedBill(session="222", identifier="S 9902", relation=Relation.SAME_AS),)
    assert [(one.name, one.role) for one in record.sponsors] == [
        ("Sample, Pat", "primary"),
        ("Example, Kim", "cosponsor"),
    ]
    assert record.source_url == "https://www.njleg.state.nj.us/bill-search/2026/A9901"


def test_its_steps():
    record = whole()
    houses = [Chamber.LOWER] * 3 + [Chamber.UPPER] * 2
    assert [step.chamber for step in record.actions] == [*houses, Chamber.EXECUTIVE]
    status = derive_status(record.actions, classification=record.classification, jurisdiction="NJ")
    assert status == (BillStatus.ENACTED, date(2026, 6, 30))


def test_its_texts_in_order_without_papers_about_it():
    found = [(version.note, version.stage, version.url.rpartition("/")[2]) for version in whole().versions]
    assert found == [
        ("Introduced Version", VersionStage.INTRODUCED, "9901_I1.HTM"),
        ("Reprint ASC 3/5/26 1R", VersionStage.ENGROSSED, "9901_R1.HTM"),
        ("Advance Law", VersionStage.CHAPTERED, "990_.HTM"),
    ]
    assert whole().versions[0].url == "https://pub.njleg.state.nj.us/Bills/2026/A9999/9901_I1.HTM"


HOSTILE = [
    None,
    7,
    "x",
    {},
    [None],
    [[None]],
    [{"HistoryAction": 3}],
    [{"Description": [], "HTML_Link": {}}],
    [[{}], 3],
]


@settings(deadline=None)  # the machine may be busy
@given(st.sampled_from(["history", "billSponsors", "billText"]), st.sampled_from(HOSTILE))
def test_whatever_an_answer_holds(name: str, data: Any):
    """A record, or an error of a known kind."""
    answer = replace(page("sessions.json"), data=json.loads(json.dumps(data)))
    kinds = []
    try:
        found = parse_bill(answer, owed(BILL)) if name == "history" else add_further(whole(), name, answer)
        assert found.key == BILL
    except (AnswerError, MalformedBillError) as error:
        kinds = [error.kind]
    assert set(kinds) <= {FailureKind.SCHEMA_DRIFT}


def test_a_crawl_and_the_next_one(tmp_path: Path):
    first, second = rehearse(NjSpider.name, FIXTURES, SITE, tmp_path)
    assert (first.record["state"], first.record["new"], first.record["errors"]) == ("ok", 2, 0), first.said
    assert first.asked[:2] == list(LISTS)
    assert sorted(first.asked[2:]) == sorted([*OF_AI, *TEXTS]), "nothing of Sample Day"
    assert (second.record["state"], second.record["listed"]) == ("ok", 0), second.said
    assert second.asked == list(LISTS), "what did not move is not asked for again"
