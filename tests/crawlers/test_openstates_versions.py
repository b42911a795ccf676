from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawlers.errors import MalformedBillError
from crawlers.parsing.openstates_versions import FileMatch, Listed, header_note, listed_versions, match_files
from tests.crawlers.bills import version


def listed(note: str, *urls: str) -> Listed:
    return Listed(note=note, raw_date="", links=tuple((url, "text/html") for url in urls))


def no_head(name: str) -> bytes:
    raise AssertionError(f"the header of {name} is not needed")


def matched(versions: list[Listed], *names: str) -> tuple[list[str | None], tuple[str, ...]]:
    found, unmatched = match_files(versions, names, no_head)
    return [match and match.name for match in found], unmatched


def test_links_of_different_types_are_renderings_of_one_text():
    (only,) = listed_versions(
        [version("Bill", ("https://example.org/1.htm", "text/html"), ("https://example.org/1.pdf", "application/pdf"))]
    )
    assert only.stems == ("1",)
    assert only.url_for("application/pdf") == "https://example.org/1.pdf"
    assert only.url_for("text/xml") == "https://example.org/1.htm"


def test_links_of_one_type_are_documents_of_their_own():
    found = listed_versions(
        [
            version(
                "Comparison",
                ("https://example.org/HB0001.a.html", "text/html"),
                ("https://example.org/HB0001.b.html", "text/html"),
                ("https://example.org/HB0001.a.pdf", "application/pdf"),
            )
        ]
    )
    assert [(v.note, v.stems) for v in found] == [("Comparison", ("HB0001.a",)), ("Comparison", ("HB0001.b",))]
    assert len(found[0].links) == 2


def test_a_version_without_links():
    (only,) = listed_versions([{"note": " Original \n Bill "}])
    assert (only.note, only.links, only.stems, only.url_for("text/html")) == ("Original Bill", (), (), "")
    assert only.publication(date(2026, 1, 1)).stem == ""


@pytest.mark.parametrize("entries", [None, {}, "x", [None], [{}], [{"note": None}], [{"note": 7}], [["note"]]])
def test_no_versions(entries: object):
    with pytest.raises(MalformedBillError):
        listed_versions(entries)


def test_addresses_that_are_none():
    (only,) = listed_versions([version("Bill", ("http://[", "text/html"))])
    assert only.stems == ("",)
    assert matched([only], "Bill.html") == (["Bill.html"], ())


def test_the_published_original_goes_before_an_extraction_and_the_text_before_the_picture():
    versions = [listed("Original Bill", "https://example.org/9901.htm?x=1")]
    names = [
        "9901_Original_Bill_extracted.txt",
        "9901_Original_Bill.pdf",
        "9901_Original_Bill.htm",
        "9901_Original_Bill.xml",
    ]
    best = [
        "9901_Original_Bill.xml",
        "9901_Original_Bill.htm",
        "9901_Original_Bill.pdf",
        "9901_Original_Bill_extracted.txt",
    ]
    for wanted in best:
        assert matched(versions, *names) == ([wanted], ())
        names.remove(wanted)
    (match,), _ = match_files(versions, [best[-1]], no_head)
    assert match == FileMatch(name=best[-1], media_type="text/plain", upstream_text=True)
    (match,), _ = match_files(versions, ["9901_Original_Bill.HTM"], no_head)
    assert match == FileMatch(name="9901_Original_Bill.HTM", media_type="text/html", upstream_text=False)


def test_names_lost_their_punctuation_on_the_way():
    versions = [listed("Reprint 3/5/26: #2", "https://example.org/bills%2FA%209901_R1.HTM")]
    assert matched(versions, "A_9901_R1_Reprint_3526_2.HTM") == (["A_9901_R1_Reprint_3526_2.HTM"], ())


def test_a_file_whose_address_had_no_name():
    versions = [
        listed("Introduced", "https://example.org/text?id=7"),
        listed("Enrolled", "https://example.org/text?id=8"),
    ]
    assert matched(versions, "bill_content_Enrolled.html") == ([None, "bill_content_Enrolled.html"], ())


def test_the_last_of_two_versions_with_one_name_keeps_the_file():
    versions = [listed("Bill", "https://example.org/a/1.htm"), listed("Bill", "https://example.org/b/1.htm")]
    assert matched(versions, "1_Bill.htm") == ([None, "1_Bill.htm"], ())


def test_other_files_are_named():
    names = ("9901_Original_Bill.docx", "9901_Other.htm", "noextension", ".htm", "")
    found, unmatched = matched([listed("Original Bill", "https://example.org/9901.htm")], *names)
    assert found == [None]
    assert unmatched == tuple(sorted(names))


def test_the_header_of_an_extraction_names_its_version():
    versions = [listed("Introduced", "https://example.org/1.pdf"), listed("Twice"), listed("Twice")]
    heads = {
        "odd_extracted.txt": b"Sample header\nSource: versions - Introduced\r\n\ntext",
        "unclear_extracted.txt": b"Source: versions - Twice\n",
        "silent_extracted.txt": b"no header",
        "unknown_extracted.txt": b"Source: versions - Enrolled\n",
    }
    found, unmatched = match_files(versions, heads, heads.__getitem__)
    assert [match and (match.name, match.upstream_text) for match in found] == [("odd_extracted.txt", True), None, None]
    assert unmatched == ("silent_extracted.txt", "unclear_extracted.txt", "unknown_extracted.txt")


@pytest.mark.parametrize(
    ("head", "note"),
    [
        (b"Source: versions - Original  Bill\n", "Original Bill"),
        (b"x\nSource: versions - \xff\x00Bill\r\n", "\ufffdBill"),
        (b"xSource: versions - Bill", ""),
        (b"Source: documents - Report", ""),
        (b"x" * 5000 + b"\nSource: versions - Bill\n", ""),
        (b"", ""),
    ],
)
def test_header_note(head: bytes, note: str):
    assert header_note(head) == note


NAME = st.sampled_from(["1", "2", "bill_content", "x"])
NOTE = st.sampled_from(["Bill", "Substitute Bill", "bill", "", "S"])
VERSIONS = st.lists(
    st.builds(
        lambda note, stems: listed(note, *(f"https://example.org/{stem}.htm" for stem in stems)), NOTE, st.lists(NAME)
    ),
    max_size=6,
)
FILES = st.sets(
    st.builds(
        lambda stem, note, end: f"{stem}_{note}{end}",
        NAME,
        NOTE,
        st.sampled_from([".htm", ".pdf", ".xml", "_extracted.txt", ".txt", ".docx"]),
    )
    | st.text(st.characters(exclude_categories=()), max_size=10),
    max_size=12,
)


@given(VERSIONS, FILES, st.sampled_from([b"", b"Source: versions - Bill\n", b"Source: versions - S\n"]))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_file_belongs_to_two_versions(versions: list[Listed], names: set[str], head: bytes):
    found, unmatched = match_files(versions, names, lambda _: head)
    chosen = [match.name for match in found if match is not None]
    assert len(found) == len(versions)
    assert max(Counter(chosen).values(), default=1) == 1
    assert set(chosen) | set(unmatched) <= names
    assert not set(chosen) & set(unmatched)
    assert list(unmatched) == sorted(unmatched)
    assert match_files(versions, sorted(names, reverse=True), lambda _: head) == (found, unmatched)
