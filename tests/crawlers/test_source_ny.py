"""ny: what Open Legislation answers; samples are fictional, in its format, and one recording is read in place."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crawlers.errors import AnswerError, MalformedBillError
from crawlers.parsing.json_page import JsonPage
from crawlers.parsing.ny_bills import parse_bill
from crawlers.parsing.ny_updates import parse_list, session_of, since, updates
from crawlers.spiders.ny import NySpider
from monitor.classify.screen import screen
from monitor.model.bill import BillKey, BillRecord, BillStatus, Chamber, RelatedBill, Sponsor, VersionStage
from monitor.model.relation import Relation
from monitor.model.status import derive_status
from tests.crawlers.rehearsal import Command, owed, rehearse, sample
from tests.crawlers.site import a_site
from tests.crawlers.test_page_parsing import document

FIXTURES = Path(__file__).parent / "fixtures" / "ny"
BILL = BillKey(jurisdiction="NY", session="2025-2026", identifier="S 9901")
KEY = "SampleKey0123456789"
ASKED = "type=processed&order=asc&summary=true&limit=1000"
FORMATS = "fullTextFormat=HTML&fullTextFormat=PLAIN"
UPDATES = "/api/3/bills/updates"
BEGINNING, LATER = "2025-01-01T00:00:00", "2026-02-03T09:06:10.000000"
AGAIN = "2026-02-04T10:00:00.499999"

SITE = {
    f"{UPDATES}/{BEGINNING}": "updates-1.json",
    f"{UPDATES}/{LATER}": "updates-2.json",
    f"{UPDATES}/{AGAIN}": "updates-2.json",
    "/api/3/bills/2025/S9901": "S9901.json",
    "/api/3/bills/2025/A9903": "A9903.json",
}


def page(name: str) -> JsonPage:
    return JsonPage.read(sample(FIXTURES / name), source="ny")


def of(value: object) -> JsonPage:
    return JsonPage.read(document(json.dumps(value).encode()), source="ny")


def bill(name: str = "S9901.json") -> BillRecord:
    return parse_bill(page(name), owed(BILL))


def test_updates_name_bills_with_what_they_are_about():
    found = parse_list(page("updates-1.json"))
    assert [(one.session, one.identifier, one.mark) for one in found.entries] == [
        ("2025-2026", "S9901", "2026-02-03T09:06:09.796845"),
        ("2025-2026", "A9902", "2026-02-03T09:06:10"),
    ], "those of the last moment come with the next page"
    assert found.entries[0].native_id == f"/api/3/bills/2025/S9901?{FORMATS}"
    assert [bool(screen(said["title"])) for said in found.said.values()] == [True, False]
    assert found.more == (updates(LATER),)


def test_the_last_page_leads_nowhere_and_sessions_that_are_over_are_passed_over():
    found = parse_list(page("updates-2.json"))
    assert [one.identifier for one in found.entries] == ["A9903"]
    assert found.more == ()


def test_the_next_run_asks_for_the_last_page_again():
    assert since(None) == BEGINNING
    assert since(sample(FIXTURES / "updates-2.json")) == AGAIN, "just before its first update"
    for body in (b"", b"[]", b'{"result": {"items": []}}', b'{"result": {"items": [{"processedDateTime": 7}]}}'):
        assert since(document(body)) == BEGINNING


@pytest.mark.parametrize(("year", "session"), [(2025, "2025-2026"), (2026, ""), ("2025", ""), (True, ""), (None, "")])
def test_names_of_sessions(year: object, session: str):
    assert session_of(year) == session


def test_a_bill():
    record = bill()
    assert record.key == BILL
    assert record.title == "Relates to sample disclosures of artificial intelligence"
    assert record.source_url == "https://www.nysenate.gov/legislation/bills/2025/S9901"
    assert (record.chamber, record.classification, record.aliases) == (Chamber.UPPER, ("bill",), ("S9901A",))
    assert record.sponsors == (
        Sponsor(name="Pat Sample", role="primary", kind="person"),
        Sponsor(name="Kim Example", role="cosponsor", kind="person"),
    )
    assert record.related == (
        RelatedBill(session="2025-2026", identifier="A 9905", relation=Relation.SAME_AS),
        RelatedBill(session="2023-2024", identifier="S 9890", relation=Relation.REINTRODUCED_FROM),
    )


def test_its_steps_and_status():
    record = bill()
    assert [step.on for step in record.actions] == sorted(step.on for step in record.actions if step.on), "by number"
    assert [step.chamber for step in record.actions if "passage" in step.classes] == [Chamber.UPPER, Chamber.LOWER]
    assert (record.actions[-1].text, record.actions[-1].chamber) == ("VETOED MEMO.999", Chamber.EXECUTIVE)
    status, on = derive_status(record.actions, classification=record.classification, jurisdiction="NY")
    assert (status, on) == (BillStatus.VETOED, date(2026, 6, 20))


def test_its_prints_with_their_texts():
    message, first, second = bill().versions
    assert (message.note, message.stage) == ("Veto message 999 of 2026", VersionStage.COMPARISON)
    assert message.document is not None
    assert message.document.body == b"A fictional message."
    assert (first.note, first.stage, first.published_on) == (
        "Print S9901",
        VersionStage.INTRODUCED,
        date(2026, 1, 9),
    )
    assert (second.note, second.stage, second.media_type) == ("Print S9901A", VersionStage.AMENDED, "text/html")
    assert first.document is not None
    assert first.document.media_type == "text/plain", "what is not marked up"
    assert second.document is not None
    assert b"<u>S 999." in second.document.body
    assert second.url == "https://www.nysenate.gov/legislation/bills/2025/S9901/amendment/A"


def test_a_bill_of_a_committee_that_another_took_the_place_of():
    record = bill("A9903.json")
    assert record.sponsors == (Sponsor(name="Rules", role="primary", kind="organization"),)
    assert record.related == (RelatedBill(session="2025-2026", identifier="S 9906", relation=Relation.REPLACED_BY),)
    assert record.versions[0].document is None, "no text is none, and not an empty one"


FAULTS: dict[str, Any] = {
    "no success: Invalid API key": {"success": False, "message": "Invalid API key"},
    "no success: no message": [],
    "has no result.items": {"success": True, "total": 0},
    "no list of items": {"success": True, "total": "1", "result": {"items": []}},
    "none leads on": {"success": True, "total": 9, "result": {"items": []}},
    "without processedDateTime": {"success": True, "total": 1, "result": {"items": [{"id": {}}]}},
    "without id and item": {
        "success": True,
        "total": 1,
        "result": {"items": [{"id": {}, "processedDateTime": "2026-01-01T00:00:00"}]},
    },
}


@pytest.mark.parametrize("words", FAULTS)
def test_another_schema(words: str):
    with pytest.raises(AnswerError, match=words):
        parse_list(of(FAULTS[words]))


@pytest.mark.parametrize("result", [[], {"title": ""}, {"title": "x"}, {"title": "x", "session": 2025}])
def test_a_bill_that_is_none(result: object):
    with pytest.raises(MalformedBillError):
        parse_bill(of({"success": True, "result": result}), owed(BILL))


ODD: tuple[object, ...] = (
    None,
    True,
    7,
    "x",
    [],
    [7],
    {"items": 7},
    {"items": [7, None, {}]},
    {"items": {"": 7, "A": {}}},
)


@pytest.mark.parametrize("name", json.loads((FIXTURES / "S9901.json").read_text())["result"])
def test_any_value_is_a_bill_or_malformed(name: str):
    whole = json.loads((FIXTURES / "S9901.json").read_text())
    for odd in ODD:
        whole["result"][name] = odd
        with suppress(MalformedBillError):
            assert parse_bill(of(whole), owed(BILL)).title


def test_the_recorded_bill(shared_data: Path):
    body = (shared_data / "ny_openlegislation" / "sourcefile" / "S609-2017_JSON").read_bytes()
    key = replace(BILL, session="2017-2018", identifier="S 609")
    record = parse_bill(JsonPage.read(document(body), source="ny"), owed(key))
    assert record.key == key
    assert [version.stage for version in record.versions] == [VersionStage.INTRODUCED, VersionStage.AMENDED]
    assert all(version.document is not None and len(version.document.body) > 1000 for version in record.versions)
    assert [step.ordinal for step in record.actions] == [0, 1, 2]
    assert record.related == (
        RelatedBill(session="2015-2016", identifier="S 5027", relation=Relation.REINTRODUCED_FROM),
    )
    status = derive_status(record.actions, classification=record.classification, jurisdiction="NY")
    assert status == (BillStatus.IN_COMMITTEE, date(2017, 1, 4))


def test_a_crawl_and_the_next_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PREEMPT_NYSENATE_KEY", KEY)
    first, second = rehearse(NySpider.name, FIXTURES, SITE, tmp_path)
    assert (first.record["state"], first.record["new"], first.record["errors"]) == ("ok", 2, 0), first.said
    assert first.asked == [
        f"{UPDATES}/{BEGINNING}?{ASKED}&key={KEY}",
        f"{UPDATES}/{LATER}?{ASKED}&key={KEY}",
        f"/api/3/bills/2025/S9901?{FORMATS}&key={KEY}",
        f"/api/3/bills/2025/A9903?{FORMATS}&key={KEY}",
    ]
    assert (second.record["state"], second.record["listed"]) == ("ok", 0), second.said
    assert second.asked == [f"{UPDATES}/{AGAIN}?{ASKED}&key={KEY}"]
    kept = b"".join(path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file())
    assert KEY.encode() not in kept, "written nowhere"


def test_without_a_key_the_run_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("PREEMPT_NYSENATE_KEY", raising=False)
    done = Command(tmp_path)("crawl", "run", "ny")
    assert done.returncode == 2, done.stderr
    assert "PREEMPT_NYSENATE_KEY" in done.stderr
    assert "docs/sources.md" in done.stderr


def test_a_key_that_is_not_known_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PREEMPT_NYSENATE_KEY", KEY)
    with a_site() as site:
        refused = Command(tmp_path).crawl("ny", site)
    assert refused.record["state"] == "failed", refused.said
    assert KEY not in refused.said
