"""Which texts does a bill have at LegiScan, in which order, and what do the answers with their bytes hold?"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

from crawlers.errors import AnswerError
from crawlers.parsing.clean import one_line
from crawlers.parsing.legiscan_codes import MEDIA_TYPES, NOT_THE_BILL, STAGES
from crawlers.parsing.legiscan_envelope import payload
from crawlers.parsing.legiscan_values import day, flag, mapping, native_id, number, objects
from crawlers.parsing.notes import stage_of
from monitor.model.bill import Document, VersionRecord, VersionStage
from monitor.model.failure import FailureKind
from monitor.text.encoding import decode

__all__ = ["ListedText", "listed_amendments", "listed_texts", "parse_document", "replaces_everything", "versions_of"]

_MD5: Final = re.compile(r"[0-9a-f]{32}")
_MEDIA_TYPE: Final = re.compile(r"[a-z]{1,20}/[a-z0-9.+-]{1,90}")
_WHOLE: Final = re.compile(
    r"(?:delet|strik|replac)(?:e|es|ed|ing)\s+(?:all|everything)\s+after\s+the\s+enacting\s+clause", re.IGNORECASE
)
_TAG: Final = re.compile(r"<[^<>]{0,500}>")
_ORDER: Final = (
    frozenset({VersionStage.INTRODUCED}),
    frozenset({VersionStage.AMENDED, VersionStage.ENGROSSED, VersionStage.UNKNOWN, VersionStage.COMPARISON}),
    frozenset({VersionStage.ENROLLED}),
    frozenset({VersionStage.CHAPTERED}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedText:
    """A text or an amendment that can be asked for by its id."""

    kind: str
    """``text`` or ``amendment``."""
    id: str
    note: str
    description: str
    stage: VersionStage
    published_on: date | None
    url: str
    media_type: str
    md5: str
    """Of its bytes, as the bill's answer says; empty in older ones."""
    place: int
    """In the source's order."""

    @property
    def address(self) -> str:
        """Under which its bytes are kept: an id of LegiScan's never changes what it stands for."""
        return f"legiscan:{self.kind}/{self.id}"


def listed_texts(raw: object) -> list[ListedText]:
    """The ``texts`` of a bill in the order of publication, without papers about it; an id twice is one text.

    The stage decides first, then the day, then the source's order.

    :raises AnswerError: when it is no list.
    """
    entries = list(objects(raw, "texts"))
    links = Counter(one_line(entry.get("state_link")) for entry in entries)
    found: dict[str, ListedText] = {}
    for place, entry in enumerate(entries):
        doc_id, type_id = native_id(entry.get("doc_id")), number(entry.get("type_id")) or 0
        if not doc_id or type_id in NOT_THE_BILL:
            continue
        note = one_line(entry.get("type")) or "Text"
        found.setdefault(
            doc_id,
            ListedText(
                kind="text",
                id=doc_id,
                note=note,
                description="",
                stage=STAGES.get(type_id) or stage_of(note),
                published_on=day(entry.get("date")),
                url=_address(entry, links),
                media_type=_media_type(entry),
                md5=_md5(entry.get("text_hash")),
                place=place,
            ),
        )
    return sorted(found.values(), key=_order)


def listed_amendments(raw: object) -> list[ListedText]:
    """The ``amendments`` of a bill. One that was not adopted is a paper about the text, not the text.

    :raises AnswerError: when it is no list.
    """
    entries = list(objects(raw, "amendments"))
    links = Counter(one_line(entry.get("state_link")) for entry in entries)
    found: dict[str, ListedText] = {}
    for place, entry in enumerate(entries):
        amendment_id = native_id(entry.get("amendment_id"))
        if not amendment_id:
            continue
        description = one_line(entry.get("description"))
        note = one_line(entry.get("title")) or description or f"Amendment {amendment_id}"
        found.setdefault(
            amendment_id,
            ListedText(
                kind="amendment",
                id=amendment_id,
                note=note[:300],
                description=description[:1_000],
                stage=VersionStage.AMENDED if flag(entry.get("adopted")) else VersionStage.COMPARISON,
                published_on=day(entry.get("date")),
                url=_address(entry, links),
                media_type=_media_type(entry),
                md5=_md5(entry.get("amendment_hash")),
                place=10_000 + place,
            ),
        )
    return sorted(found.values(), key=_order)


def _order(entry: ListedText) -> tuple[int, date, int]:
    tier = next(place for place, stages in enumerate(_ORDER) if entry.stage in stages)
    return tier, entry.published_on or date.min, entry.place


def _address(entry: Mapping[str, Any], links: Counter[str]) -> str:
    """The legislature's own link where it names one document alone, else LegiScan's page of it."""
    for link in (one_line(entry.get("state_link")), one_line(entry.get("url"))):
        try:
            if urlsplit(link).scheme in ("http", "https") and links[link] <= 1:
                return link
        except ValueError:
            continue
    return ""


def _media_type(entry: Mapping[str, Any]) -> str:
    said = one_line(entry.get("mime")).lower()
    return said if _MEDIA_TYPE.fullmatch(said) else MEDIA_TYPES.get(number(entry.get("mime_id")) or 0, "")


def _md5(value: object) -> str:
    said = one_line(value).lower()
    return said if _MD5.fullmatch(said) else ""


def versions_of(texts: Sequence[ListedText], documents: Mapping[str, Document]) -> tuple[VersionRecord, ...]:
    """The versions in the order of publication, with the bytes that are at hand by :attr:`ListedText.address`."""
    return tuple(
        VersionRecord(
            note=text.note,
            stage=text.stage,
            published_on=text.published_on,
            url=text.url,
            media_type=text.media_type,
            ordinal=ordinal,
            document=documents.get(text.address),
        )
        for ordinal, text in enumerate(sorted(texts, key=_order))
    )


def parse_document(answer: Document, listed: ListedText) -> Document:
    """The bytes in an answer to getBillText or getAmendment, checked against their MD5.

    :raises AnswerError: when LegiScan refuses, sends another document, nothing, or other bytes than it says.
    """
    raw = mapping(payload(answer.body, listed.kind))
    got = native_id(raw.get("doc_id" if listed.kind == "text" else "amendment_id"))
    if got != listed.id:
        raise AnswerError(FailureKind.SCHEMA_DRIFT, f"{listed.kind} {listed.id} was asked for and {got or 'none'} came")
    encoded = raw.get("doc")
    try:
        body = base64.b64decode("".join(encoded.split()), validate=True) if isinstance(encoded, str) else b""
    except (binascii.Error, ValueError) as error:
        raise AnswerError(FailureKind.DECODE, f"{listed.kind} {listed.id} is not base64: {error}") from error
    if not body.strip():
        raise AnswerError(FailureKind.EMPTY, f"{listed.kind} {listed.id} came without a document")
    digest = hashlib.md5(body, usedforsecurity=False).hexdigest()
    for said in (_md5(raw.get(f"{listed.kind}_hash")), listed.md5):
        if said and said != digest:
            raise AnswerError(
                FailureKind.HASH_MISMATCH, f"{listed.kind} {listed.id} has the MD5 {digest}, LegiScan says {said}"
            )
    return Document(
        url=listed.address,
        body=body,
        media_type=_media_type(raw) or listed.media_type,
        fetched_at=answer.fetched_at,
        status=answer.status,
        headers=answer.headers,
    )


def replaces_everything(listed: ListedText, document: Document) -> bool:
    """Whether an amendment is the bill's whole text from here on (Illinois fills its shell bills so).

    Its title or its first words say so. Of a document that is no text, a PDF say, only the title is read.
    """
    if _WHOLE.search(f"{listed.note} {listed.description}"):
        return True
    if document.body[:5] == b"%PDF-" or not document.media_type.startswith(("text/", "application/xml")):
        return False
    text, _ = decode(document.body[:200_000])
    return _WHOLE.search(" ".join(_TAG.sub(" ", text)[:20_000].split())) is not None
