"""What becomes of the answers that hold the bytes of a text or of an amendment. All of them are made up."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from typing import Any

import pytest

from crawlers.errors import AnswerError
from crawlers.parsing.legiscan_documents import (
    ListedText,
    listed_amendments,
    listed_texts,
    parse_document,
    replaces_everything,
)
from monitor.model.bill import Document, VersionStage
from monitor.model.failure import FailureKind
from tests.crawlers.bills import FETCHED_AT
from tests.crawlers.legiscan_world import error, listed_text, ok

BODY = b"<p>A sample act.</p>"
(LISTED,) = listed_texts([listed_text(7, BODY)])


def answer(kind: str = "text", **changes: Any) -> Document:
    name = "doc_id" if kind == "text" else "amendment_id"
    said = {name: 7, "mime": "text/html", "mime_id": 1, f"{kind}_hash": hashlib.md5(BODY).hexdigest()}
    said["doc"] = base64.b64encode(BODY).decode()
    return kept(ok(**{kind: said | changes}))


def kept(body: bytes) -> Document:
    return Document(
        url="legiscan:op=getBillText&id=7",
        body=body,
        media_type="application/json",
        fetched_at=FETCHED_AT,
        status=200,
        headers=(("date", "today"),),
    )


def refused(document: Document, listed: ListedText = LISTED) -> FailureKind:
    with pytest.raises(AnswerError) as caught:
        parse_document(document, listed)
    return caught.value.kind


def test_a_text():
    found = parse_document(answer(), LISTED)
    assert (found.url, found.body, found.media_type) == ("legiscan:text/7", BODY, "text/html")
    assert (found.fetched_at, found.status, found.headers) == (FETCHED_AT, 200, (("date", "today"),))


def test_base64_in_lines_and_ids_as_strings():
    lines = "\n".join(base64.b64encode(BODY).decode())
    assert parse_document(answer(doc=lines, doc_id="7"), LISTED).body == BODY


@pytest.mark.parametrize("said", [{"text_hash": ""}, {"text_hash": None}, {"text_hash": "no hash"}])
def test_older_answers_have_no_hash(said: dict[str, Any]):
    listed = replace(LISTED, md5="")
    assert parse_document(answer(**said), listed).body == BODY
    other = base64.b64encode(b"other bytes").decode()
    assert refused(answer(**said, doc=other)) is FailureKind.HASH_MISMATCH, "the bill's answer names one"


def test_the_media_type_is_the_answers_own_else_the_lists():
    assert parse_document(answer(mime="application/pdf"), LISTED).media_type == "application/pdf"
    assert parse_document(answer(mime="", mime_id=""), LISTED).media_type == "text/html"


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        (answer(doc=base64.b64encode(b"other bytes").decode()), FailureKind.HASH_MISMATCH),
        (answer(text_hash="0" * 32), FailureKind.HASH_MISMATCH),
        (answer(doc_id=8), FailureKind.SCHEMA_DRIFT),
        (answer(doc_id=""), FailureKind.SCHEMA_DRIFT),
        (answer(doc="not base64!"), FailureKind.DECODE),
        (answer(doc="ä"), FailureKind.DECODE),
        (answer(doc=""), FailureKind.EMPTY),
        (answer(doc=None), FailureKind.EMPTY),
        (answer(doc=base64.b64encode(b" \n").decode()), FailureKind.EMPTY),
        (kept(ok(text=[])), FailureKind.SCHEMA_DRIFT),
        (kept(error("Unknown document id")), FailureKind.NOT_FOUND),
        (kept(b""), FailureKind.DECODE),
    ],
)
def test_what_is_no_text(document: Document, kind: FailureKind):
    assert refused(document) is kind


def amendment(**changes: Any) -> ListedText:
    raw = {"amendment_id": "7", "adopted": 1, "date": "2026-03-01", "title": "Sample Amendment 1", "mime_id": 1}
    (found,) = listed_amendments([raw | changes])
    return found


def test_an_amendment_is_asked_for_under_its_own_name():
    found = parse_document(answer("amendment"), amendment())
    assert (found.url, found.body) == ("legiscan:amendment/7", BODY)
    assert refused(answer("text"), amendment()) is FailureKind.SCHEMA_DRIFT


def test_one_that_was_not_adopted_is_a_paper_about_the_text():
    assert amendment().stage is VersionStage.AMENDED
    assert amendment(adopted="1").stage is VersionStage.AMENDED
    assert amendment(adopted=0).stage is VersionStage.COMPARISON


def test_what_an_amendment_is_called():
    assert amendment().note == "Sample Amendment 1"
    assert amendment(title="", description="By the committee").note == "By the committee"
    assert amendment(title=None).note == "Amendment 7"
    assert len(amendment(title="x" * 1_000).note) == 300
    assert listed_amendments([{"amendment_id": ""}]) == []


WHOLE = b"<p>AMENDMENT. Amend the Bill by <b>replacing everything\nafter the\tenacting clause</b> with this:</p>"


@pytest.mark.parametrize(
    ("body", "media_type", "changes", "expected"),
    [
        (WHOLE, "text/html", {}, True),
        (WHOLE.replace(b"replacing", b"deleting"), "text/plain", {}, True),
        (WHOLE.replace(b"replacing everything", b"strike all"), "text/html", {}, True),
        (b"<p>On page 1, replace sample with samples.</p>", "text/html", {}, False),
        (b"x" * 30_000 + WHOLE, "text/html", {}, False),
        (b"%PDF-1.4 " + WHOLE, "application/pdf", {}, False),
        (WHOLE, "application/pdf", {}, False),
        (b"%PDF-1.4", "application/pdf", {"description": "Replaces everything after the enacting clause."}, True),
        (b"", "text/html", {"title": "Strikes all after the enacting clause"}, True),
    ],
)
def test_an_amendment_that_is_the_whole_text(body: bytes, media_type: str, changes: dict[str, Any], expected: bool):
    document = Document(url="x", body=body, media_type=media_type, fetched_at=FETCHED_AT)
    assert replaces_everything(amendment(**changes), document) is expected
