"""What a summary says of earlier acts. The summaries are made up in the manner of Colorado's."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.parsing.openstates import parse_bill
from crawlers.parsing.stated_links import stated_links
from monitor.model.bill import BillKey, Document, RelatedBill
from monitor.model.relation import Relation
from tests.crawlers.bills import FETCHED_AT
from tests.crawlers.legiscan_parsed import parse

KEY = BillKey(jurisdiction="CO", session="2026A", identifier="SB 9909")


def said(summary: str, key: BillKey = KEY) -> list[tuple[str, str, str]]:
    return [(link.relation.value, link.session, link.identifier) for link in stated_links(key, summary)]


@pytest.mark.parametrize(
    ("summary", "links"),
    [
        (
            "In 2024, Senate Bill 24-9905 was enacted. The act repeals and reenacts those provisions with others.",
            [("repeals_and_reenacts", "2024A", "SB 9905")],
        ),
        ("The bill repeals and re-enacts Senate Bill 25B-004.", [("repeals_and_reenacts", "2025B", "SB 4")]),
        ("Amends House Bill 25-1278, concerning a fund.", [("amends", "2025A", "HB 1278")]),
        ("The act delays the effective date of SB24-205 and S.B. 24-206.", [("amends", "2024A", "SB 205")]),
        ("Section 9 amends HB 26-1011; section 10 amends HB 26-1011.", [("amends", "2026A", "HB 1011")]),
    ],
)
def test_an_act_that_is_named(summary: str, links: list[tuple[str, str, str]]):
    assert said(summary) == links


@pytest.mark.parametrize(
    "summary",
    [
        "The bill repeals and reenacts, with changes, the method of counting ballots.",
        "Senate Bill 24-205 and House Bill 24-1001 created duties. The act repeals and reenacts those provisions.",
        "Senate Bill 24-205 created duties. It was amended. The act repeals and reenacts those provisions.",
        "Senate Bill 24-205 created duties. The act repeals and reenacts the auction process.",
        "The act makes conforming amendments to Senate Bill 26-011.",
        "Pursuant to House Bill 24-1231, amends the code.",
        "Amends Senate Bill 26-9909, which is this bill.",
        "Amends section 24-205 of the statutes.",
        "",
    ],
)
def test_what_is_not_said_is_not_read(summary: str):
    assert said(summary) == []


def test_numbers_of_other_states_name_no_session():
    assert said("Amends House Bill 25-1278.", BillKey(jurisdiction="WA", session="2025-2026", identifier="HB 1")) == []


@given(st.text(max_size=400))
def test_any_summary_has_an_answer(summary: str):
    assert isinstance(stated_links(KEY, summary), tuple)


def test_a_long_hostile_summary_costs_nothing():
    for words in ("repeals and reenacts those provisions. ", "Amends SB 24-", "SB 24-205 ", ". " * 3):
        assert stated_links(KEY, words * (500_000 // len(words))) is not None


def test_both_sources_read_it():
    words = "Amends House Bill 25-1278, concerning a fund."
    link = RelatedBill(session="2025A", identifier="HB 1278", relation=Relation.AMENDS)
    assert parse(state="CO", state_id=6, description=words).record.related == (link,)


@pytest.mark.shared
def test_what_the_recorded_summaries_say(shared_data: Path):
    found = set()
    with tarfile.open(shared_data / "openstates-metadata" / "co.tar.gz") as archive:
        for member in archive:
            if member.name.endswith("metadata.json") and (file := archive.extractfile(member)):
                body = file.read()
                document = Document(url=member.name, body=body, media_type="application/json", fetched_at=FETCHED_AT)
                record, _ = parse_bill(document, NoFiles(), source="openstates-files")
                found |= {(record.key.identifier, one.relation, one.session, one.identifier) for one in record.related}
    assert found == {
        ("SB 189", Relation.REPEALS_AND_REENACTS, "2024A", "SB 205"),
        ("HB 1153", Relation.AMENDS, "2025A", "HB 1278"),
        ("HB 1153", Relation.AMENDS, "2025A", "SB 214"),
        ("HB 1155", Relation.AMENDS, "2025A", "SB 290"),
        ("HB 1157", Relation.AMENDS, "2025A", "HB 1154"),
        ("HB 1183", Relation.AMENDS, "2026A", "HB 1011"),
    }


class NoFiles:
    """Metadata without the files beside it."""

    names: tuple[str, ...] = ()

    def head(self, name: str) -> bytes:
        raise NotImplementedError

    def read(self, name: str, media_type: str) -> Document:
        raise NotImplementedError
