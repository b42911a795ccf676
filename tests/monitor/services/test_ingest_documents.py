"""What becomes of versions, of raw bytes and of bills that cannot be stored, on both databases."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from monitor.errors import StoreError
from monitor.model.bill import (
    Extraction,
    TextQuality,
    VersionStage,
)
from monitor.services.ingest import ingest_bill
from monitor.store.engine import Store
from monitor.store.raw import RawStore
from monitor.store.tables import (
    BillRow,
    EventRow,
    SourceDocumentRow,
    VersionRow,
)
from tests.ingesting import MOMENT, Ingest
from tests.records import KEY, LAW, action, bill, version


class TestVersions:
    def test_a_bill_without_any(self, ingest: Ingest):
        result = ingest(bill(versions=()))
        assert (result.outcome, result.versions) == ("new", 0)
        assert ingest.one(BillRow).current_version_id is None

    def test_a_new_one_becomes_the_current(self, live: Ingest):
        engrossed = version(
            "Engrossed", LAW + "It takes effect at once.", stage=VersionStage.ENGROSSED, ordinal=1, day=9
        )
        assert live.told(bill(versions=(version(), engrossed))) == [
            (
                "version.new",
                False,
                {"note": "Engrossed", "stage": "engrossed", "ordinal": 1, "quality": "ok", "republished": False},
            )
        ]
        old, new = live.rows(VersionRow)
        assert (old.baseline, new.baseline) == (True, False)
        assert live.one(BillRow).current_version_id == new.id
        assert live.rows(EventRow)[-1].version_id == new.id
        assert live.rows(EventRow)[-1].occurred_on == date(2026, 1, 9)

    def test_one_without_bytes_says_so_and_is_told_again_when_it_can_be_read(self, live: Ingest):
        result = live(bill(versions=(version(), version("Engrossed", None, ordinal=1))))
        assert result.errors == ()
        missing = live.rows(VersionRow)[1]
        assert (missing.quality, missing.text, missing.text_sha256) == ("missing", "", None)
        assert missing.reason == "the source gives no document that can be read here"
        assert missing.raw_sha256 is None
        assert live.one(BillRow).current_version_id == live.rows(VersionRow)[0].id

        told = live.told(bill(versions=(version(), version("Engrossed", LAW + "And more.", ordinal=1))))
        assert [(kind, baseline, payload["quality"]) for kind, baseline, payload in told] == [
            ("version.new", False, "ok")
        ]
        read = live.rows(VersionRow)[1]
        assert (read.id, read.quality, read.reason) == (missing.id, "ok", "")
        assert (read.text_changed_at, read.first_seen_at) == (live.now, missing.first_seen_at)
        assert read.raw_sha256 is not None
        assert read.source_document_id is not None
        assert live.one(BillRow).current_version_id == read.id

    def test_one_of_the_baseline_that_can_be_read_later_is_news(self, ingest: Ingest):
        ingest(bill(versions=(version(text=None),)))
        ingest.go_live()
        assert ingest.one(VersionRow).baseline is True
        ((kind, baseline, _),) = ingest.told(bill())
        assert (kind, baseline, ingest.one(VersionRow).baseline) == ("version.new", False, False)

    def test_one_that_cannot_be_read_is_stored_with_its_reason(self, ingest: Ingest):
        result = ingest(
            bill(versions=(version(text=""), version("Bill PDF", "%PDF-1.4", media_type="application/pdf")))
        )
        assert [(error.kind, error.subject, error.message) for error in result.errors] == [
            (
                "unreadable",
                "WA HB 9901 (2025-2026): Introduced https://legislature.example/9901/Introduced",
                "the document holds no words",
            ),
            (
                "unreadable",
                "WA HB 9901 (2025-2026): Bill PDF https://legislature.example/9901/Bill-PDF",
                "no reader for PDF was given",
            ),
        ]
        assert [(row.quality, row.text_sha256) for row in ingest.rows(VersionRow)] == [("unreadable", None)] * 2

    def test_bytes_that_could_not_be_read_are_tried_again(self, ingest: Ingest):
        ingest(bill(versions=(version(text=""),)))
        ingest(bill(title="Another", versions=(version(text=""),)))
        assert ingest.read == 2

    def test_bytes_that_were_read_are_not_read_again(self, ingest: Ingest):
        ingest(bill())
        ingest(bill(title="Another"))
        assert (ingest.read, ingest.one(BillRow).title) == (1, "Another")

    def test_a_text_that_changed_under_its_note_is_another_version(self, live: Ingest):
        told = live.told(bill(versions=(version(text=LAW + "It is repealed."),)))
        assert [(kind, payload["republished"], payload["ordinal"]) for kind, _, payload in told] == [
            ("version.new", True, 1)
        ]
        first, second = live.rows(VersionRow)
        assert (first.version_key, second.version_key) == ("Introduced", "Introduced#r2")
        assert "repealed" not in first.text
        assert live.one(BillRow).current_version_id == second.id

    def test_new_bytes_with_the_same_text_are_no_version(self, live: Ingest):
        before = live.one(VersionRow)
        spaced = version(text=f"<!-- printed anew -->  {LAW}")
        assert live.told(bill(versions=(spaced,))) == []
        after = live.one(VersionRow)
        assert (after.id, after.text, after.text_changed_at) == (before.id, before.text, before.text_changed_at)
        assert after.raw_sha256 != before.raw_sha256
        assert after.source_document_id != before.source_document_id

    def test_somebody_elses_extraction_never_replaces_a_published_text(self, live: Ingest):
        other = version(text=LAW + "2 1 struck", media_type="text/plain", upstream=True)
        assert live.told(bill(versions=(other,))) == []
        assert (live.one(VersionRow).method, live.one(VersionRow).text) == ("html/1", LAW.strip())

    def test_one_that_is_no_longer_listed_stays(self, live: Ingest):
        engrossed = version("Engrossed", LAW + "It takes effect at once.", stage=VersionStage.ENGROSSED)
        live(bill(versions=(engrossed,)))
        assert [(row.version_key, row.ordinal) for row in live.rows(VersionRow)] == [
            ("Introduced", 0),
            ("Engrossed", 1),
        ]

    def test_a_comparison_is_not_the_current_text(self, live: Ingest):
        compared = version("Comparison", LAW + "Compared.", stage=VersionStage.COMPARISON, ordinal=1)
        live(bill(versions=(version(), compared)))
        assert live.one(BillRow).current_version_id == live.rows(VersionRow)[0].id


class TestRawBytes:
    def test_they_lie_in_the_folder_under_their_hash_and_the_row_says_where_they_came_from(self, ingest: Ingest):
        record = bill()
        ingest(record)
        body = record.versions[0].document
        assert body is not None
        assert record.metadata is not None
        text = ingest.one(VersionRow)
        assert text.raw_sha256 == hashlib.sha256(body.body).hexdigest()
        assert ingest.raw.get(text.raw_sha256) == body.body
        documents = {row.id: row for row in ingest.rows(SourceDocumentRow)}
        source = documents[text.source_document_id]
        assert (source.source, source.url, source.sha256) == ("sample", body.url, text.raw_sha256)
        assert (source.size, source.media_type, source.status) == (len(body.body), "text/html", None)
        metadata = documents[ingest.one(BillRow).metadata_document_id]
        assert ingest.raw.get(metadata.sha256) == record.metadata.body
        assert len(documents) == 2

    def test_headers_of_the_fetch_are_kept(self, ingest: Ingest):
        source = bill().versions[0].document
        assert source is not None
        fetched = replace(source, status=200, headers=(("ETag", "x1"),))
        ingest(bill(versions=(replace(version(), document=fetched),), metadata=None))
        row = ingest.one(SourceDocumentRow)
        assert (row.status, row.headers) == (200, [["ETag", "x1"]])
        assert ingest.one(BillRow).metadata_document_id is None

    def test_the_same_document_of_two_bills_is_one_row(self, ingest: Ingest):
        ingest(bill())
        ingest(bill(key=replace(KEY, identifier="HB 9902")))
        assert len(ingest.rows(SourceDocumentRow)) == 2

    def test_they_are_there_before_any_row(self, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
        ingest = Ingest(store, tmp_path / "raw")

        def fail(*_: object, **__: object) -> list[int]:
            raise ZeroDivisionError

        monkeypatch.setattr("monitor.services.ingest.write_bills", fail)
        with pytest.raises(ZeroDivisionError):
            ingest(bill())
        assert set(ingest.counts().values()) == {0}
        assert len([path for path in (tmp_path / "raw").rglob("*") if path.is_file()]) == 2


class TestFailure:
    def test_all_or_nothing(self, live: Ingest, monkeypatch: pytest.MonkeyPatch):
        before = live.counts()

        def fail(*_: object) -> list[int]:
            raise ZeroDivisionError

        monkeypatch.setattr("monitor.store.bill_writer.append_groups", fail)
        changed = bill(title="Another", versions=(version(text=LAW + "More."),), actions=(action("Heard."),))
        with pytest.raises(ZeroDivisionError):
            live(changed)
        assert live.counts() == before
        monkeypatch.undo()
        assert live(changed).outcome == "changed"

    @pytest.mark.parametrize(
        "address",
        ["postgresql://nobody@127.0.0.1:9/none?connect_timeout=2", "sqlite:///{folder}"],
        ids=["pg", "sqlite"],
    )
    def test_a_database_that_cannot_be_reached(self, tmp_path: Path, address: str):
        with Store(address.format(folder=tmp_path)) as store, pytest.raises(StoreError, match="cannot be used"):
            Ingest(store, tmp_path / "raw")(bill())

    def test_a_judgement_of_quality_is_the_extractors(self, sqlite_store: Store, tmp_path: Path):
        def partial(_body: bytes, *, media_type: str, upstream: bool) -> Extraction:
            return Extraction(
                text="Some words.", method=f"{media_type} {upstream}", quality=TextQuality.PARTIAL, reason="r"
            )

        raw = RawStore(tmp_path)
        result = ingest_bill(sqlite_store, raw, bill(), extract=partial, clock=lambda: MOMENT)
        assert result.errors == ()
        with sqlite_store.read() as session:
            row = session.scalars(select(VersionRow)).one()
        assert (row.quality, row.reason, row.method) == ("partial", "r", "text/html False")
