from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.model.bill import VersionRecord, VersionStage
from monitor.model.bill_change import KnownVersion, VersionReading
from monitor.services.pair_versions import base_of, next_revision, pair_versions


def known(
    key: str, *, note: str | None = None, ordinal: int = 0, url: str = "", text: str | None = "t"
) -> KnownVersion:
    return KnownVersion(
        id=ordinal + 100,
        key=key,
        ordinal=ordinal,
        note=note if note is not None else base_of(key),
        stage="introduced",
        published_on=date(2026, 1, 1),
        url=url,
        media_type="text/html",
        raw_sha256=text,
        text_sha256=text,
        method="html/1",
        quality="ok",
    )


def reading(note: str, *, url: str = "", text: str | None = "t") -> VersionReading:
    record = VersionRecord(
        note=note,
        stage=VersionStage.INTRODUCED,
        published_on=date(2026, 1, 1),
        url=url,
        media_type="text/html",
        ordinal=0,
    )
    return VersionReading(
        record=record, raw_sha256=text, text_sha256=text, text=text or "", method="html/1", quality="ok", reason=""
    )


def paired(stored: list[KnownVersion], listed: list[VersionReading]) -> list[tuple[str, list[str]]]:
    return [(base, [version.key for version in chain]) for base, chain in pair_versions(stored, listed)]


@pytest.mark.parametrize(
    ("key", "base", "following"),
    [
        ("Introduced", "Introduced", "Introduced#r2"),
        ("Introduced#r2", "Introduced", "Introduced#r3"),
        ("Introduced#2#r9", "Introduced#2", "Introduced#2#r10"),
        ("Bill #r2 x", "Bill #r2 x", "Bill #r2 x#r2"),
    ],
)
def test_revisions_are_counted_in_the_key(key: str, base: str, following: str):
    assert (base_of(key), next_revision(key)) == (base, following)


def test_a_note_finds_its_version_with_all_revisions_in_order():
    stored = [known("A#r10", ordinal=3), known("A", ordinal=1), known("A#r2", ordinal=2), known("B", ordinal=0)]
    assert paired(stored, [reading("B"), reading("A")]) == [("B", ["B"]), ("A", ["A", "A#r2", "A#r10"])]


def test_a_note_that_is_not_stored_is_new():
    assert paired([known("A")], [reading("C"), reading("A")]) == [("C", []), ("A", ["A"])]


def test_two_under_one_note_are_told_apart_by_address():
    stored = [known("A", url="u1", text="x"), known("A#2", note="A", url="u2", text="y", ordinal=1)]
    listed = [reading("A", url="u2", text="x"), reading("A", url="u1", text="y")]
    assert paired(stored, listed) == [("A#2", ["A#2"]), ("A", ["A"])]


def test_then_by_text_then_by_order():
    stored = [known("A", text="x"), known("A#2", note="A", text="y", ordinal=1), known("A#3", note="A", ordinal=2)]
    listed = [reading("A", text="new"), reading("A", text="y"), reading("A", text=None), reading("A", text="z")]
    assert paired(stored, listed) == [("A", ["A"]), ("A#2", ["A#2"]), ("A#3", ["A#3"]), ("A#4", [])]


def test_an_empty_address_and_a_missing_text_are_equal_to_nothing():
    stored = [known("A", text="x"), known("A#2", note="A", text=None, ordinal=1)]
    assert paired(stored, [reading("A", text=None), reading("A", text="x")]) == [("A#2", ["A#2"]), ("A", ["A"])]


def test_versions_without_a_note_get_a_name():
    assert paired([], [reading(""), reading("")]) == [("(no note)", []), ("(no note)#2", [])]


def test_a_note_that_looks_like_a_revision_is_none():
    assert paired([known("A", url="u")], [reading("A", url="u"), reading("A#r2")]) == [("A", ["A"]), ("A-r2", [])]
    stored = [known("A"), known("A-r2", note="A#r2", ordinal=1)]
    assert paired(stored, [reading("A#r2"), reading("A")]) == [("A-r2", ["A-r2"]), ("A", ["A"])]


NOTES = st.sampled_from(["A", "B", "", "A#2", "A#r2", "A#r3", "(no note)"])
TEXTS = st.sampled_from([None, "x", "y", "z"])
LISTED = st.lists(st.builds(reading, NOTES, url=st.sampled_from(["", "u", "v"]), text=TEXTS), max_size=6)


@settings(deadline=None)
@given(rounds=st.lists(LISTED, min_size=1, max_size=5))
@example(rounds=[[reading("A")], [reading("A", text="x")], [reading("A", text="x"), reading("A#r2")]])
def test_each_stored_chain_is_paired_once_at_most_and_no_key_is_given_twice(rounds: list[list[VersionReading]]):
    stored: list[KnownVersion] = []
    for listed in rounds:
        pairs = pair_versions(stored, listed)
        assert len(pairs) == len(listed)
        assert max(Counter(base for base, _ in pairs).values(), default=1) == 1
        assert max(Counter(version.id for _, chain in pairs for version in chain).values(), default=1) == 1
        for (base, chain), version in zip(pairs, listed, strict=True):
            assert all(base_of(one.key) == base for one in chain)
            key = base if not chain else next_revision(chain[-1].key)
            if not chain or chain[-1].text_sha256 != version.text_sha256:
                assert key not in {one.key for one in stored}
                stored.append(
                    known(
                        key,
                        note=version.record.note,
                        ordinal=len(stored),
                        url=version.record.url,
                        text=version.text_sha256,
                    )
                )
        assert [chain for _, chain in pair_versions(stored, listed) if not chain] == []
