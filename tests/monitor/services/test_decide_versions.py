from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model.bill import Document, VersionRecord, VersionStage
from monitor.model.bill_change import KnownVersion, VersionReading
from monitor.services.decide_versions import VersionDecision, decide_versions

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def reading(
    note: str = "Introduced",
    text: str | None = "x",
    *,
    raw: str | None = "same",
    stage: VersionStage = VersionStage.INTRODUCED,
    method: str = "html/1",
    quality: str = "ok",
    url: str = "https://legislature.example/1",
    published_on: date | None = date(2026, 1, 1),
) -> VersionReading:
    """What a source lists; ``raw`` is ``same`` for the bytes of that text."""
    sha256 = f"raw of {text}" if raw == "same" else raw
    body = Document(url=url, body=b"x", media_type="text/html", fetched_at=NOW)
    record = VersionRecord(
        note=note,
        stage=stage,
        published_on=published_on,
        url=url,
        media_type="text/html",
        ordinal=0,
        document=body if sha256 is not None else None,
    )
    return VersionReading(
        record=record,
        raw_sha256=sha256,
        text_sha256=text,
        text=text or "",
        method=method if text else "",
        quality=quality if text else "missing",
        reason="" if text else "nothing to read",
    )


class Stored:
    """The versions of a bill as decisions leave them."""

    def __init__(self) -> None:
        self.rows: dict[int, dict[str, Any]] = {}
        self.current: str | None = None

    def known(self) -> list[KnownVersion]:
        names = KnownVersion.__dataclass_fields__
        return [KnownVersion(**{name: row[name] for name in names}) for row in self.rows.values()]

    def take(self, *listed: VersionReading, live: bool = True) -> VersionDecision:
        decision = decide_versions(self.known(), listed, live=live, now=NOW)
        for update in decision.updates:
            self.rows[update.id] |= dict(update.values)
            if update.raw_sha256 is not None:
                self.rows[update.id]["raw_sha256"] = update.raw_sha256
        for new in decision.new:
            record, read = new.reading.record, new.reading
            self.rows[len(self.rows) + 1] = {
                "id": len(self.rows) + 1,
                "key": new.key,
                "ordinal": new.ordinal,
                "baseline": new.baseline,
                "note": record.note,
                "stage": record.stage.value,
                "published_on": record.published_on,
                "url": record.url,
                "media_type": record.media_type,
                "raw_sha256": read.raw_sha256,
                "text_sha256": read.text_sha256,
                "text": read.text,
                "method": read.method,
                "quality": read.quality,
            }
        self.current = decision.current_key
        return decision

    def keys(self) -> list[str]:
        return [row["key"] for row in sorted(self.rows.values(), key=lambda row: row["ordinal"])]


@pytest.fixture
def stored() -> Stored:
    found = Stored()
    found.take(reading())
    return found


def nothing(decision: VersionDecision) -> bool:
    return not (decision.new or decision.updates or decision.told)


def test_the_first_load_is_baseline():
    found = Stored()
    decision = found.take(reading(), reading("Engrossed", "y"), live=False)
    assert [(new.key, new.ordinal, new.baseline) for new in decision.new] == [
        ("Introduced", 0, True),
        ("Engrossed", 1, True),
    ]
    assert [(told.key, told.ordinal, told.republished) for told in decision.told] == [
        ("Introduced", 0, False),
        ("Engrossed", 1, False),
    ]
    assert found.current == "Engrossed"


def test_the_same_again_is_nothing(stored: Stored):
    assert nothing(stored.take(reading()))
    assert stored.current == "Introduced"


def test_another_text_under_the_same_note_is_a_revision(stored: Stored):
    decision = stored.take(reading(text="y"))
    assert [(new.key, new.ordinal, new.baseline) for new in decision.new] == [("Introduced#r2", 1, False)]
    assert [(told.key, told.republished) for told in decision.told] == [("Introduced#r2", True)]
    assert decision.updates == []
    assert stored.current == "Introduced#r2"
    assert nothing(stored.take(reading(text="y")))
    assert [new.key for new in stored.take(reading(text="x")).new] == ["Introduced#r3"]


def test_new_bytes_with_the_same_text_replace_the_bytes_only(stored: Stored):
    decision = stored.take(reading(raw="other bytes"))
    assert (decision.new, decision.told) == ([], [])
    (update,) = decision.updates
    assert (dict(update.values), update.raw_sha256) == ({}, "other bytes")
    assert update.document is not None
    assert nothing(stored.take(reading(raw="other bytes")))


def test_a_move_is_no_version(stored: Stored):
    decision = stored.take(
        reading(url="https://legislature.example/2", stage=VersionStage.AMENDED, published_on=date(2026, 2, 2))
    )
    (update,) = decision.updates
    assert dict(update.values) == {
        "url": "https://legislature.example/2",
        "stage": "amended",
        "published_on": date(2026, 2, 2),
    }
    assert (decision.new, decision.told) == ([], [])
    assert nothing(stored.take(replace(reading(), record=replace(_record(stored), published_on=None))))


def _record(stored: Stored) -> VersionRecord:
    row = next(iter(stored.rows.values()))
    return replace(reading().record, url=row["url"], stage=VersionStage(row["stage"]))


@pytest.mark.parametrize("raw", [None, "bytes that could not be read"])
def test_a_text_that_was_read_stays_when_the_source_gives_none(stored: Stored, raw: str | None):
    assert nothing(stored.take(reading(text=None, raw=raw)))
    assert stored.rows[1]["text"] == "x"
    assert stored.current == "Introduced"


class TestSomebodyElsesExtraction:
    def test_it_never_replaces_a_published_text(self, stored: Stored):
        assert nothing(stored.take(reading(text="y", method="upstream/1")))
        assert stored.rows[1]["text"] == "x"

    def test_the_published_text_replaces_it_without_news(self):
        found = Stored()
        found.take(reading(method="upstream/1", quality="redline"))
        decision = found.take(reading(text="y"))
        assert (decision.new, decision.told) == ([], [])
        assert (found.rows[1]["text"], found.rows[1]["method"], found.rows[1]["quality"]) == ("y", "html/1", "ok")
        assert found.rows[1]["text_changed_at"] == NOW
        assert found.rows[1]["raw_sha256"] == "raw of y"

    def test_two_of_them_are_a_republication(self):
        found = Stored()
        found.take(reading(method="upstream/1"))
        assert [new.key for new in found.take(reading(text="y", method="upstream/2")).new] == ["Introduced#r2"]


@pytest.mark.parametrize("poor", ["redline", "partial"])
def test_a_better_reading_replaces_a_poor_one_and_a_poor_one_is_a_republication(poor: str):
    found = Stored()
    found.take(reading(quality=poor))
    decision = found.take(reading(text="y"))
    assert (decision.new, decision.told, found.rows[1]["text"]) == ([], [], "y")
    assert [new.key for new in found.take(reading(text="z", quality=poor)).new] == ["Introduced#r2"]


class TestATextThatComesLater:
    def test_it_is_told_once_and_is_of_its_own_time(self):
        found = Stored()
        found.take(reading(text=None, raw=None), live=False)
        assert found.current is None
        decision = found.take(reading())
        assert [(told.key, told.ordinal, told.republished) for told in decision.told] == [("Introduced", 0, False)]
        assert found.rows[1]["baseline"] is False
        assert found.current == "Introduced"
        assert nothing(found.take(reading()))

    def test_during_the_first_load_it_is_baseline(self):
        found = Stored()
        found.take(reading(text=None, raw=None), live=False)
        found.take(reading(), live=False)
        assert found.rows[1]["baseline"] is True

    def test_bytes_that_cannot_be_read_are_kept_with_their_reason(self):
        found = Stored()
        found.take(reading(text=None, raw=None))
        decision = found.take(replace(reading(text=None, raw="scan"), quality="unreadable", reason="a scan"))
        assert decision.new == []
        assert (found.rows[1]["quality"], found.rows[1]["reason"], found.rows[1]["raw_sha256"]) == (
            "unreadable",
            "a scan",
            "scan",
        )
        assert nothing(found.take(replace(reading(text=None, raw="scan"), quality="unreadable", reason="a scan")))


class TestWhatIsNoLongerListed:
    def test_it_stays_before_all_others(self):
        found = Stored()
        found.take(reading("A", "1"), reading("B", "2"), reading("C", "3"))
        decision = found.take(reading("C", "3"), reading("A", "1"))
        assert found.keys() == ["B", "C", "A"]
        assert (decision.new, decision.told, found.current) == ([], [], "A")

    def test_all_may_go(self, stored: Stored):
        assert nothing(stored.take())
        assert stored.current == "Introduced"

    def test_revisions_stand_before_what_replaced_them(self):
        found = Stored()
        found.take(reading("A", "1"), reading("B", "2"))
        found.take(reading("A", "9"), reading("B", "2"))
        assert found.keys() == ["A", "A#r2", "B"]
        assert found.current == "B"
        found.take(reading("A", "9"), reading("B", "2"))
        assert found.keys() == ["A", "A#r2", "B"]


class TestCurrent:
    def test_the_latest_text_counts(self):
        found = Stored()
        found.take(reading("A", "1"), reading("B", "2"), reading("C", None, raw=None))
        assert found.current == "B"

    def test_a_comparison_counts_only_alone(self):
        found = Stored()
        compared = reading("Compared", "1", stage=VersionStage.COMPARISON)
        found.take(compared)
        assert found.current == "Compared"
        found.take(reading("A", "2"), compared)
        assert found.current == "A"

    def test_a_version_that_turns_out_to_be_a_comparison_counts_no_longer(self):
        found = Stored()
        found.take(reading("A", "1"), reading("B", "2"))
        found.take(reading("A", "1"), reading("B", "2", stage=VersionStage.COMPARISON))
        assert found.current == "A"

    def test_none_without_any_text(self):
        found = Stored()
        found.take(reading(text=None, raw=None))
        assert found.current is None


READINGS = st.builds(
    reading,
    st.sampled_from(["A", "B", ""]),
    st.sampled_from([None, "x", "y"]),
    raw=st.sampled_from([None, "same", "r"]),
    stage=st.sampled_from(list(VersionStage)),
    method=st.sampled_from(["html/1", "upstream/1"]),
    quality=st.sampled_from(["ok", "redline", "partial"]),
    url=st.sampled_from(["u", "v", "w"]),
)
LISTED = st.lists(READINGS, max_size=4, unique_by=lambda version: (version.record.note, version.record.url))


@settings(deadline=None)
@given(rounds=st.lists(st.tuples(LISTED, st.booleans()), min_size=1, max_size=6))
def test_no_published_text_is_lost_and_a_second_look_finds_nothing_new(rounds):
    found = Stored()
    published: set[tuple[str, str]] = set()
    for listed, live in rounds:
        found.take(*listed, live=live)
        rows = list(found.rows.values())
        assert len({row["key"] for row in rows}) == len(rows)
        assert sorted(row["ordinal"] for row in rows) == list(range(len(rows)))
        good = {(r["key"], r["text"]) for r in rows if r["text"] and r["method"] == "html/1" and r["quality"] == "ok"}
        assert published <= good
        published = good
        readable = {row["key"] for row in rows if row["text_sha256"] is not None}
        assert found.current in readable if readable else found.current is None
        again = decide_versions(found.known(), listed, live=live, now=NOW)
        assert (again.new, again.told) == ([], [])
