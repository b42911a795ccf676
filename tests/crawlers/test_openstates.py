from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawlers.errors import MalformedBillError
from monitor.model.bill import Action, BillKey, BillRecord, Chamber, RelatedBill, Sponsor, VersionStage
from monitor.model.relation import Relation
from monitor.services.decide_bill import content_hash
from tests.crawlers.bills import (
    FETCHED_AT,
    HTML,
    LOWER,
    UPPER,
    action,
    metadata,
    parsed,
    record,
    version,
)


def refused(said: object, **where: Any) -> tuple[str, str]:
    with pytest.raises(MalformedBillError) as caught:
        parsed(said, **where)
    return caught.value.kind, str(caught.value)


def test_the_sample_bill():
    found, problems = parsed(metadata(), {"9901_Original_Bill.htm": HTML, "9901_Original_Bill_extracted.txt": b"x"})
    assert problems == ()
    assert found.key == BillKey(jurisdiction="WA", session="2025-2026", identifier="HB 9901")
    assert found.title == "A sample bill concerning automated decisions."
    assert (found.source, found.source_url) == (
        "openstates-files",
        "https://example.org/billsummary?BillNumber=9901",
    )
    assert found.observed_at == FETCHED_AT
    assert found.chamber is Chamber.LOWER
    assert (found.classification, found.subjects, found.abstract) == (("bill",), ("SAMPLES",), "A sample abstract.")
    assert found.aliases == ("ocd-bill-wa-2025_2026-hb9901",)
    assert found.actions[0] == Action(
        on=date(2026, 1, 12),
        chamber=Chamber.LOWER,
        text="First reading, referred to the Sample Committee.",
        classes=("reading-1", "referral-committee"),
        ordinal=0,
    )
    assert found.sponsors == (
        Sponsor(name="Sample", role="primary", kind="person"),
        Sponsor(name="Example", role="cosponsor", kind="person"),
    )
    (only,) = found.versions
    assert (only.note, only.stage, only.published_on, only.ordinal) == (
        "Original Bill",
        VersionStage.INTRODUCED,
        None,
        0,
    )
    assert (only.url, only.media_type, only.upstream_text) == (
        "https://example.org/Htm/Bills/9901.htm",
        "text/html",
        False,
    )
    assert only.document is not None
    assert only.document.body == HTML
    assert found.metadata is not None
    assert json.loads(found.metadata.body)["identifier"] == "HB 9901"


def test_a_bill_with_the_least_that_makes_one():
    found, problems = parsed(
        {"legislative_session": "119", "identifier": "hr0001", "title": ""}, place="country:us/sessions/119/bills/HR1"
    )
    assert (str(found.key), found.title, found.versions, problems) == ("US HR 1 (119)", "", (), ())
    assert found.aliases == ("hr0001",)
    assert found.chamber is Chamber.UNKNOWN


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"\x1f\x8b\x08\x00", "not JSON"),
        (b"[" * 100_000, "not JSON"),  # a bomb for the stack
        (b'{"title":' * 100_000, "not JSON"),
        (b'{"n": ' + b"9" * 10_000 + b"}", "not JSON"),  # too long for int()
        (b"[]", "not an object"),
        (b"null", "not an object"),
        (b'"text"', "not an object"),
    ],
)
def test_bytes_that_are_no_bill(body: bytes, said: str):
    kind, message = refused(body)
    assert kind == "malformed"
    assert said in message


@pytest.mark.parametrize("depth", [50, 400, 900, 960, 980, 990, 995, 1_200])
@pytest.mark.parametrize(
    "name", ["identifier", "title", "jurisdiction", "subject", "classification", "from_organization"]
)
def test_deep_values_that_json_still_takes_break_nothing(name: str, depth: int):
    said = json.dumps(metadata(**{name: "@"})).replace('"@"', "[" * depth + "]" * depth).encode()
    try:
        assert isinstance(parsed(said)[0], BillRecord)
    except MalformedBillError as error:
        assert error.kind in {"malformed", "identifier"}  # noqa: PT017 - some depths pass


def test_a_deep_jurisdiction_id_and_media_type():
    deep = "[" * 900 + "]" * 900
    said = json.dumps(
        metadata(jurisdiction={"id": "@"}, versions=[version("Bill", ("https://example.org/1.htm", "@"))])
    )
    found, _ = parsed(said.replace('"@"', deep).encode())
    assert (found.key.jurisdiction, found.versions[0].media_type) == ("WA", "")


@pytest.mark.parametrize(
    "name", ["versions", "actions", "sponsorships", "related_bills", "other_identifiers", "abstracts", "sources"]
)
def test_lists_of_the_wrong_type(name: str):
    assert refused(metadata(**{name: {"a": 1}})) == ("malformed", f"{name} is not a list")
    assert refused(metadata(**{name: "text"})) == ("malformed", f"{name} is not a list")
    for entry in ("text", 7, None, ["list"]):
        kind, message = refused(metadata(**{name: [entry]}))
        assert kind == "malformed"
        assert message in (f"an entry of {name} is not an object", "a version has no note")
    for nothing in (None, [], 0, ""):
        assert parsed(metadata(**{name: nothing}))[0].key.identifier == "HB 9901"


def test_wrong_types_inside_entries_are_nothing():
    wrong: tuple[object, ...] = (None, 7, 1.5, True, [], {}, ["x"], {"x": ["y"]})
    for value in wrong:
        found = record(
            title=value,
            subject=value,
            from_organization=value,
            abstracts=[{"abstract": value}],
            sources=[{"url": value}],
            other_identifiers=[{"identifier": value}],
            actions=[
                {"description": value, "date": value, "organization_id": value, "classification": ["passage", value]}
            ],
            sponsorships=[{"name": "Sample", "classification": value, "primary": value, "entity_type": value}],
            related_bills=[{"identifier": value, "legislative_session": value, "relation_type": value}],
            versions=[
                {"note": "Bill", "date": value, "links": value},
                {"note": "Bill", "links": [value, {"url": value}]},
            ],
        )
        assert (found.title, found.abstract, found.source_url, found.aliases, found.related) == ("", "", "", (), ())
        assert found.chamber is Chamber.UNKNOWN
        assert [(a.on, a.text, a.classes, a.chamber) for a in found.actions] == [
            (None, "", ("passage",), Chamber.UNKNOWN)
        ]
        assert found.sponsors == (
            Sponsor(name="Sample", role="primary" if value is True else "cosponsor", kind="person"),
        )
        assert [v.url for v in found.versions] == ["", ""]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("ocd-jurisdiction/country:us/state:ca/government", "CA"),
        ("ocd-jurisdiction/country:us/district:dc/government", "DC"),
        ("ocd-jurisdiction/country:us/government", "US"),
        ("ocd-division/country:us/state:ny", "NY"),
    ],
)
def test_jurisdictions(said: str, code: str):
    found, _ = parsed(metadata(jurisdiction={"id": said}), place="somewhere/bills/HB9901")
    assert found.key.jurisdiction == code


@pytest.mark.parametrize(
    "said",
    [
        "ocd-jurisdiction/country:us/territory:pr/government",  # never the Congress
        "ocd-jurisdiction/country:us/state:zz/government",
        "ocd-jurisdiction/country:us/state:ca/place:sampleton/government",  # a city is not its state
        "ocd-jurisdiction/country:us/county:sample/government",
        "ocd-jurisdiction/country:ca/government",
        "",
    ],
)
def test_places_that_are_none_of_the_52(said: str):
    assert refused(metadata(jurisdiction={"id": said}), place="somewhere/bills/HB9901")[0] == "jurisdiction"


@pytest.mark.parametrize("said", [None, "text", {}, {"id": None}, {"id": 7}])
def test_the_folder_names_the_jurisdiction_when_the_metadata_do_not(said: object):
    assert record(jurisdiction=said).key.jurisdiction == "WA"


def test_a_bill_in_the_folder_of_another_state():
    kind, message = refused(metadata(), place="country:us/state:co/sessions/2026A/bills/HB9901")
    assert (kind, message) == ("jurisdiction", "a bill of WA lies in the folder of CO")
    assert refused(metadata(), place="country:us/sessions/119/bills/HB9901")[1].endswith("the folder of US")
    assert refused(metadata(), place="country:us/state:zz/sessions/1/bills/HB9901")[0] == "jurisdiction"


@pytest.mark.parametrize(
    "identifier", ["", None, 7, "no number", "HB", "HB 1234567", ["HB 1"], "HB 1; DROP", "../HB 1"]
)
def test_bill_numbers_that_are_none(identifier: object):
    assert refused(metadata(identifier=identifier))[0] == "identifier"


@pytest.mark.parametrize("session", ["", None, 2026, "\u200b", ["2026"]])
def test_sessions_that_are_none(session: object):
    assert refused(metadata(legislative_session=session)) == ("malformed", "no legislative_session")


def test_values_are_one_decent_line():
    found = record(
        title="A \u202esample\x00\n bill\ud800",
        versions=[
            version("Original\x00 Bill\u202e\ud800", ("https://example.org/\x009901.htm\ud800", "text/\x00html"))
        ],
    )
    assert found.title == "A sample bill?"
    assert (found.versions[0].note, found.versions[0].url) == ("Original Bill?", "https://example.org/9901.htm?")
    assert found.versions[0].media_type == "text/html"
    assert len(content_hash(found)) == 64  # it can be encoded


def test_abstracts_are_joined_each_once():
    said = [{"abstract": "One\nline."}, {"abstract": "Two."}, {"abstract": "Two."}, {"abstract": ""}]
    assert record(abstracts=said).abstract == "One\nline.\n\nTwo."


def test_the_first_web_address_is_the_source():
    said = [{"url": "javascript:alert(1)"}, {"url": "ftp://example.org/1"}, {"url": "https://example.org/2"}]
    assert record(sources=said).source_url == "https://example.org/2"
    assert record(sources=said[:2]).source_url == ""


@pytest.mark.parametrize(
    ("said", "place", "chamber"),
    [
        (LOWER, "wa", Chamber.LOWER),
        (UPPER, "wa", Chamber.UPPER),
        ('~{"classification": "executive"}', "wa", Chamber.EXECUTIVE),
        ('~{"classification": "legislature"}', "ne", Chamber.UNICAMERAL),
        ('~{"classification": "legislature"}', "wa", Chamber.UNKNOWN),
        ('~{"classification": "unicameral"}', "ne", Chamber.UNKNOWN),
        ("~{}", "wa", Chamber.UNKNOWN),
        (None, "wa", Chamber.UNKNOWN),
    ],
)
def test_chambers(said: object, place: str, chamber: Chamber):
    where = {"id": f"ocd-jurisdiction/country:us/state:{place}/government"}
    found, _ = parsed(metadata(from_organization=said, jurisdiction=where), place="bills/HB9901")
    assert found.chamber is chamber


def steps(*entries: tuple[str, str]) -> list[str]:
    found = record(actions=[action(text, day) for text, day in entries]).actions
    assert [a.ordinal for a in found] == list(range(len(found)))
    return [a.text for a in found]


def test_actions_in_the_order_of_time():
    newest_first = [("d", "2026-03-01"), ("c", "2026-02-01"), ("b", "2026-01-02"), ("a", "2026-01-02")]
    assert steps(*newest_first) == ["a", "b", "c", "d"]  # of one day, the later one stood higher
    assert steps(*reversed(newest_first)) == ["a", "b", "c", "d"]
    one_chamber_after_the_other = [
        ("h1", "2026-01-01"),
        ("h2", "2026-03-01"),
        ("s1", "2026-02-01"),
        ("s2", "2026-04-01"),
    ]
    assert steps(*one_chamber_after_the_other) == ["h1", "s1", "h2", "s2"]
    undated = [("first", ""), ("a", "2026-01-01"), ("after a", ""), ("c", "2026-03-01"), ("b", "2026-02-01")]
    assert steps(*undated, ("d", "2026-04-01")) == ["first", "a", "after a", "b", "c", "d"]


def test_actions_without_words_and_classes_are_left_out():
    assert steps(("", "2026-01-01"), ("a", "2026-01-02")) == ["a"]
    assert [a.classes for a in record(actions=[action("", "", "passage", "passage")]).actions] == [("passage",)]


@given(st.lists(st.sampled_from(["", "2026-01-01", "2026-01-02", "2026-02-01", "2026-03-01", "garbage"]), max_size=12))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_order_of_actions_is_stable(days: list[str]):
    entries = [(str(number), day) for number, day in enumerate(days)]
    found = record(actions=[action(text, day) for text, day in entries]).actions
    assert sorted(a.text for a in found) == sorted(text for text, _ in entries)
    dated = [a.on for a in found if a.on is not None]
    assert dated == sorted(dated)
    if dated == [date.fromisoformat(day) for day in days if day.startswith("2026")]:  # in order already
        assert [a.text for a in found] == [text for text, _ in entries]
    again = [action(a.text, a.on.isoformat() if a.on else "") for a in found]
    assert [a.text for a in record(actions=again).actions] == [a.text for a in found]


def test_sponsors_once_each_role():
    said = [
        {"name": " A  Sample ", "classification": "author"},
        {"name": "A Sample", "classification": "primary", "primary": True},
        {"name": "A Sample", "classification": "cosponsor", "primary": False},
        {"name": "Sample Committee", "entity_type": "organization", "classification": "sponsor"},
        {"name": ""},
        {},
    ]
    assert record(sponsorships=said).sponsors == (
        Sponsor(name="A Sample", role="primary", kind="person"),
        Sponsor(name="A Sample", role="cosponsor", kind="person"),
        Sponsor(name="Sample Committee", role="primary", kind="organization"),
    )


def test_related_bills():
    said = [
        {"legislative_session": "2025-2026", "identifier": "sb0002", "relation_type": "companion"},
        {"legislative_session": "2025-2026", "identifier": "SB 2", "relation_type": "companion"},
        {"identifier": "a docket", "relation_type": ""},
        {"identifier": ""},
    ]
    assert record(related_bills=said).related == (
        RelatedBill(session="2025-2026", identifier="SB 2", relation=Relation.COMPANION),
        RelatedBill(session="", identifier="a docket", relation=Relation.RELATED),
    )


def test_versions_in_the_order_of_publication_with_their_own_files():
    said = [
        version("Substitute Bill", ("https://example.org/9901-S.htm", "text/html"), date="2026-02-01"),
        version("Original Bill", ("https://example.org/9901.htm", "text/html"), date="2026-01-01T03:00:00+00:00"),
    ]
    files = {
        "9901-S_Substitute_Bill.htm": b"<p>second</p>",
        "9901_Original_Bill.htm": b"<p>first</p>",
        "stray.pdf": b"%PDF",
    }
    found, problems = parsed(metadata(versions=said), files)
    assert [(v.ordinal, v.note, v.published_on, v.document and v.document.body) for v in found.versions] == [
        (0, "Original Bill", date(2025, 12, 31), b"<p>first</p>"),
        (1, "Substitute Bill", date(2026, 2, 1), b"<p>second</p>"),
    ]
    assert [(p.kind, p.subject, p.message) for p in problems] == [
        ("unmatched-file", "WA HB 9901 (2025-2026): stray.pdf", "no version names it")
    ]


def test_a_text_beyond_the_limit_leaves_its_version_without_text():
    found, problems = parsed(metadata(), {"9901_Original_Bill.htm": b"x" * 11}, limit=10)
    assert found.versions[0].document is None
    assert [(p.kind, p.subject) for p in problems] == [("too-large", "WA HB 9901 (2025-2026): 9901_Original_Bill.htm")]


def test_a_version_whose_only_file_is_an_extraction_says_so():
    found, _ = parsed(metadata(), {"9901_Original_Bill_extracted.txt": b"text"})
    assert (found.versions[0].upstream_text, found.versions[0].media_type) == (True, "text/plain")
    assert found.versions[0].url == "https://example.org/Htm/Bills/9901.htm"


def test_huge_lists_are_read_in_reasonable_time():
    found = record(actions=[action(f"step {n}", f"2026-01-{n % 28 + 1:02}") for n in range(30_000)])
    assert len(found.actions) == 30_000
    assert (found.actions[0].on, found.actions[-1].on) == (date(2026, 1, 1), date(2026, 1, 28))
