"""What becomes of one answer to getBill. All bills are made up; the shapes and traps are LegiScan's."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.errors import AnswerError, MalformedBillError
from crawlers.parsing.legiscan_bill import parse_bill
from crawlers.parsing.legiscan_codes import STAGES
from crawlers.parsing.relations import LEGISCAN_RELATIONS
from crawlers.parsing.session_names import session_name, usual_number
from monitor.model.bill import BillStatus, Chamber, Document, RelatedBill, Sponsor, VersionStage
from monitor.model.relation import Relation
from tests.crawlers.bills import FETCHED_AT
from tests.crawlers.legiscan_parsed import answer, parse, status
from tests.crawlers.legiscan_world import bill, error, listed_text, text


def test_a_bill():
    parsed = parse()
    record = parsed.record
    assert (parsed.native_id, len(parsed.mark)) == ("9901", 32)
    assert str(record.key) == "WA HB 9901 (2025-2026)"
    assert record.title == "Sample bill 9901 about artificial intelligence"
    assert record.abstract == "A sample that was made up."
    assert (record.source, record.source_url) == ("legiscan", "https://legiscan.com/WA/bill/HB9901/2025")
    assert (record.chamber, record.classification, record.subjects) == (Chamber.LOWER, ("bill",), ("Technology",))
    assert record.aliases == ("HB9901", "legiscan:9901")
    assert record.sponsors == (Sponsor(name="Alex Sample", role="primary", kind="person"),)
    (action,) = record.actions
    assert (action.on, action.chamber) == (date(2026, 1, 12), Chamber.LOWER)
    assert action.classes == ("introduction", "referral-committee")
    (version,) = record.versions
    assert (version.note, version.stage, version.url) == (
        "Introduced",
        VersionStage.INTRODUCED,
        "https://legislature.example/99010.htm",
    )
    assert record.observed_at == FETCHED_AT
    assert status(parsed) is BillStatus.IN_COMMITTEE


def test_ids_as_strings_and_nothing_in_every_shape():
    empty = {
        "bill_id": "9901",
        "status": "1",
        "status_date": "0000-00-00",
        "progress": [],
        "history": {},
        "sponsors": "",
        "sasts": None,
        "subjects": [],
        "texts": {},
        "amendments": "",
        "committee": [],
        "description": "",
        "body": None,
    }
    parsed = parse(**empty)
    record = parsed.record
    assert parsed.native_id == "9901"
    assert (record.actions, record.sponsors, record.related, record.subjects, record.versions) == ((), (), (), (), ())
    assert (record.abstract, record.chamber) == ("", Chamber.UNKNOWN)
    assert status(parsed) is BillStatus.UNKNOWN


def test_an_unknown_day_is_none():
    parsed = parse(
        history=[{"date": "0000-00-00", "action": "Filed.", "chamber": "S", "importance": "1"}],
        texts=[listed_text(1, b"x", date="0000-00-00", text_hash="")],
    )
    assert [(action.on, action.chamber) for action in parsed.record.actions] == [(None, Chamber.UPPER)]
    assert parsed.record.versions[0].published_on is None


def test_lists_that_come_as_objects():
    two = {"1": {"date": "2026-01-13", "action": "Second."}, "0": {"date": "2026-01-12", "action": "First."}}
    assert [action.text for action in parse(history=two).record.actions] == ["First.", "Second."]


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"bill_id": ""}, "malformed"),
        ({"bill_number": "no number"}, "identifier"),
        ({"state": "ZZ"}, "jurisdiction"),
        ({"state": "", "state_id": 0, "session": {"year_start": 2025, "year_end": 2026}}, "jurisdiction"),
        ({"session": []}, "malformed"),
        ({"session": {"year_start": 2026, "year_end": 2025}}, "malformed"),
    ],
)
def test_what_is_no_bill(changes: dict[str, Any], kind: str):
    with pytest.raises(MalformedBillError) as caught:
        parse(**changes)
    assert caught.value.kind == kind


@pytest.mark.parametrize("name", ["history", "sponsors", "sasts", "subjects", "texts", "amendments", "progress"])
def test_a_list_that_is_none(name: str):
    with pytest.raises(AnswerError, match=name):
        parse(**{name: "text"})


@pytest.mark.parametrize("name", ["bill_id", "title", "history", "texts", "sponsors", "session"])
def test_a_key_that_every_bill_has(name: str):
    raw = bill(9901)
    raw["other_name"] = raw.pop(name)
    with pytest.raises(AnswerError, match=f"the bill has no {name}") as caught:
        parse_bill(answer(raw), source="legiscan")
    assert caught.value.kind == "schema-drift"


def test_an_error_with_a_good_status():
    with pytest.raises(AnswerError, match="Unknown bill id"):
        parse_bill(answer(error("Unknown bill id")), source="legiscan")


def test_the_state_by_its_number():
    raw = bill(9901, state="")
    assert parse_bill(answer(raw), source="legiscan").record.key.jurisdiction == "WA"
    del raw["state_id"]
    assert parse_bill(answer(raw), source="legiscan").record.key.jurisdiction == "WA", "the session has it too"


def test_a_special_session_has_a_name_of_its_own():
    by_address = parse(url="https://legiscan.com/TX/bill/HB9901/2025/X2", state="TX", state_id=43)
    assert by_address.record.key.session == "2025-2026-X2"
    by_flag = parse(session=bill(1)["session"] | {"special": 1})
    assert by_flag.record.key.session == "2025-2026-S2101"


@pytest.mark.parametrize(
    ("code", "start", "end", "name"),
    [
        ("WA", 2025, 2026, "2025-2026"),
        ("UT", 2026, 2026, "2026"),
        ("CO", 2026, 2026, "2026A"),
        ("CA", 2025, 2026, "20252026"),
        ("NJ", 2024, 2025, "221"),
        ("NJ", 2026, 2027, "222"),
        ("IL", 2025, 2026, "104th"),
        ("MA", 2023, 2024, "193rd"),
        ("AK", 2011, 2012, "27"),
        ("US", 2025, 2026, "119"),
        ("TX", 2025, 2026, "89R"),
        ("AZ", 2026, 2026, "57th-2nd-regular"),
        ("GA", 2025, 2026, "2025_26"),
        ("FL", 2026, 2026, "2026"),
        ("OR", 2026, 2026, "2026R1"),
    ],
)
def test_sessions_bear_the_names_of_open_states(code: str, start: int, end: int, name: str):
    assert session_name(code, start, end) == name
    assert session_name(code, start, end, special="X1") != name


def test_bills_bear_the_numbers_of_open_states():
    congress = {"HB1": "HR1", "SB1": "S1", "HR1": "HRES1", "SR1": "SRES1", "HJR1": "HJRES1", "SCR1": "SCONRES1"}
    assert {listed: usual_number("US", listed) for listed in congress} == congress
    assert usual_number("FL", "H0281") == "HB0281"
    assert usual_number("FL", "SR0281") == "SR0281"
    assert usual_number("WA", "HB1") == "HB1"
    assert usual_number("US", "12") == "12"
    assert str(parse(state="DC", bill_number="B26-0400").record.key) == "DC B 26-0400 (26)"
    assert parse(state="MI", bill_number="HJRF", bill_type="JR").record.key.identifier == "HJR F"


@pytest.mark.parametrize(
    ("kind", "classification"),
    [("B", "bill"), ("R", "resolution"), ("CR", "concurrent resolution"), ("JR", "joint resolution"), ("ZZ", "bill")],
)
def test_types_of_bills(kind: str, classification: str):
    assert parse(bill_type=kind).record.classification == (classification,)


def test_sponsors():
    def sponsor(name: str, **changes: Any) -> dict[str, Any]:
        return {"people_id": 1, "name": name, "sponsor_type_id": 1, "committee_sponsor": 0, **changes}

    listed = [
        sponsor("Unspecified", sponsor_type_id=0),
        sponsor("Primary"),
        sponsor("Primary", sponsor_type_id="1"),
        sponsor("Joint", sponsor_type_id=3),
        sponsor("Second", sponsor_type_id="2"),
        sponsor("Rules Committee", committee_sponsor="1"),
        sponsor(" "),
    ]
    assert [(s.name, s.role, s.kind) for s in parse(sponsors=listed).record.sponsors] == [
        ("Unspecified", "primary", "person"),
        ("Primary", "primary", "person"),
        ("Joint", "primary", "person"),
        ("Second", "cosponsor", "person"),
        ("Rules Committee", "primary", "organization"),
    ]


def test_links_between_bills():
    listed = [
        {"type_id": kind, "type": "x", "sast_bill_number": f"SB000{kind}", "sast_bill_id": 1} for kind in range(1, 10)
    ]
    found = parse(sasts=[*listed, listed[0], {"type_id": "77", "sast_bill_number": "a draft"}]).record.related
    assert [link.relation for link in found] == [*(LEGISCAN_RELATIONS[kind] for kind in range(1, 10)), Relation.RELATED]
    assert found[0] == RelatedBill(
        session="2025-2026", identifier="SB 1", relation=Relation.SAME_AS, native="legiscan:1"
    )
    of_here = [Relation.SAME_AS, Relation.CROSSFILE, Relation.ENABLING_FOR, Relation.ENABLED_BY]
    assert [link.relation for link in found if link.session] == of_here
    (replaced,) = parse(sasts=[{"type_id": 3, "sast_bill_number": "SB3", "sast_bill_id": 0}]).record.related
    assert (replaced.session, replaced.native) == ("2025-2026", ""), "without an id a substitute is of this session"
    assert found[-1].identifier == "a draft"


def test_texts_by_type_in_the_order_of_publication():
    kinds = [6, 5, 4, 1, 2, 3, 10, 11, 14, 9, 7, 8, 12, 13]
    listed = [listed_text(kind, b"x", type=f"Type {kind}", type_id=kind, date="") for kind in kinds]
    versions = parse(texts=listed).record.versions
    assert {version.note: version.stage for version in versions} == {f"Type {kind}": STAGES[kind] for kind in STAGES}
    order = [version.stage for version in versions]
    assert order[-2:] == [VersionStage.ENROLLED, VersionStage.CHAPTERED]
    assert order[:3] == [VersionStage.INTRODUCED] * 3
    assert [version.ordinal for version in versions] == list(range(10))


def test_days_decide_between_amendments():
    days = {1: "2026-02-03", 2: "2026-02-01", 3: "2026-02-02"}
    listed = [listed_text(doc, b"x", type="Amended", type_id=3, date=on) for doc, on in days.items()]
    assert [text.id for text in parse(texts=listed).texts] == ["2", "3", "1"]


def test_an_unknown_type_of_text_goes_by_its_name():
    (version,) = parse(texts=[listed_text(1, b"x", type="Enrolled Act", type_id=99)]).record.versions
    assert version.stage is VersionStage.ENROLLED
    (version,) = parse(texts=[listed_text(1, b"x", type="", type_id="")]).record.versions
    assert (version.note, version.stage) == ("Text", VersionStage.UNKNOWN)


def test_a_link_that_several_texts_share_names_none_of_them():
    one = listed_text(1, b"x", state_link="https://legislature.example/current")
    two = listed_text(2, b"x", state_link="https://legislature.example/current", type="Amended", type_id=3)
    three = listed_text(3, b"x", state_link="javascript:alert(1)", type="Enrolled", type_id=5)
    assert [version.url for version in parse(texts=[one, two, three]).record.versions] == [
        f"https://legiscan.com/WA/text/X/id/{doc}" for doc in (1, 2, 3)
    ]


def test_a_text_listed_twice_is_one():
    twice = [listed_text(1, b"x"), listed_text("1", b"x")]  # type: ignore[arg-type]
    assert len(parse(texts=twice).texts) == 1
    assert parse(texts=[listed_text(0, b"x")]).texts == ()


def test_media_types_by_name_or_number():
    listed = [
        listed_text(1, b"x", mime="application/pdf", mime_id=2),
        listed_text(2, b"x", mime="", mime_id="6"),
        listed_text(3, b"x", mime="no type", mime_id=99),
    ]
    kinds = [version.media_type for version in parse(texts=listed).record.versions]
    assert kinds[0] == "application/pdf"
    assert kinds[1].startswith("application/vnd.openxmlformats")
    assert kinds[2] == ""


def test_bytes_that_were_fetched_belong_to_their_version():
    parsed = parse(texts=[listed_text(1, text(1)), listed_text(2, text(2), type="Enrolled", type_id=5)])
    document = Document(url="legiscan:text/2", body=text(2), media_type="text/html", fetched_at=FETCHED_AT)
    first, second = parsed.with_documents({"legiscan:text/2": document}).versions
    assert (first.document, second.document) == (None, document)


H, S = Chamber.LOWER, Chamber.UPPER


def test_controls_and_blanks_go():
    parsed = parse(title=" A \x00 sample\n\ntitle\u202e ", bill_number=" hb 9901 ")
    assert parsed.record.title == "A sample title"
    assert parsed.record.key.identifier == "HB 9901"
    assert parse(title="").record.title == "A sample that was made up."


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(name=st.sampled_from(sorted(bill(1))), value=_json)
def test_no_value_brings_it_down(name: str, value: Any):
    raw = bill(9901) | {name: value}
    try:
        parsed = parse_bill(answer(json.dumps({"status": "OK", "bill": raw}).encode()), source="legiscan")
    except (AnswerError, MalformedBillError):
        return
    assert parsed.record.key.jurisdiction
    assert parsed.native_id.isdigit()
