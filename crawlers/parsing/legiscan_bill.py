"""What does LegiScan say of one bill? The answer to getBill to a record, and which texts there are to be fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlsplit

from crawlers.errors import AnswerError, MalformedBillError
from crawlers.parsing.clean import one_line, paragraphs
from crawlers.parsing.legiscan_actions import Progress, Step, actions_of
from crawlers.parsing.legiscan_codes import CHAMBERS, CLASSIFICATIONS, ROLES, STATE_IDS, Event
from crawlers.parsing.legiscan_documents import ListedText, listed_amendments, listed_texts, versions_of
from crawlers.parsing.legiscan_envelope import payload
from crawlers.parsing.legiscan_values import day, flag, mapping, native_id, number, objects
from crawlers.parsing.relations import LEGISCAN_RELATIONS
from crawlers.parsing.session_names import session_name, usual_number
from crawlers.parsing.special_sessions import special_session
from crawlers.parsing.stated_links import stated_links
from monitor.model.bill import (
    BillKey,
    BillRecord,
    Chamber,
    Document,
    InvalidIdentifierError,
    RelatedBill,
    Sponsor,
    normalise_identifier,
)
from monitor.model.failure import FailureKind
from monitor.model.jurisdiction import JURISDICTIONS
from monitor.model.relation import COMPANIONS, Relation

__all__ = ["ParsedBill", "parse_bill", "read_bill", "special_of", "start_of"]

_MAX_MARK: Final = 100
_REQUIRED: Final = ("bill_id", "bill_number", "history", "session", "sponsors", "status", "texts", "title")
"""What every answer has, if only empty: without one of them the API has changed."""
_OF_THIS_SESSION: Final = COMPANIONS | {Relation.ENABLING_FOR, Relation.ENABLED_BY}
_SUBSTITUTES: Final = frozenset({Relation.REPLACES, Relation.REPLACED_BY})
_PAGE: Final = re.compile(r"/([A-Z]{2})/bill/[^/]{1,40}/(\d{4})(?:/([A-Za-z0-9]{1,8}))?/?")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedBill:
    """A bill without the bytes of its texts."""

    native_id: str
    mark: str
    record: BillRecord
    texts: tuple[ListedText, ...]
    """In the order of publication."""
    amendments: tuple[ListedText, ...]
    """Not of the bill's texts, unless one replaces the whole."""

    def with_documents(self, documents: Mapping[str, Document]) -> BillRecord:
        """The record with the bytes that were fetched, by :attr:`ListedText.address`; an amendment with bytes is a
        version of its own, so give only those that replace the text.
        """
        whole = [entry for entry in self.amendments if entry.address in documents]
        return replace(self.record, versions=versions_of([*self.texts, *whole], documents))


def parse_bill(answer: Document, *, source: str) -> ParsedBill:
    """One bill out of an answer to getBill, or out of a file of a data set, which is the same.

    :raises AnswerError: when LegiScan refuses, or a list in it is none.
    :raises MalformedBillError: when there is no bill to be had from it.
    """
    return read_bill(mapping(payload(answer.body, "bill")), answer, source=source)


def read_bill(raw: Mapping[str, Any], answer: Document, *, source: str) -> ParsedBill:
    """The bill that the object under ``bill`` is.

    :raises AnswerError: when it lacks what every bill has, or a list in it is none.
    :raises MalformedBillError: when there is no bill to be had from it.
    """
    missing = [name for name in _REQUIRED if name not in raw]
    if missing:
        raise AnswerError(FailureKind.SCHEMA_DRIFT, f"the bill has no {', '.join(missing)}")
    bill_id = native_id(raw.get("bill_id"))
    if not bill_id:
        raise MalformedBillError("malformed", "no bill_id")
    key, session_code = _key(raw)
    classification = CLASSIFICATIONS.get(one_line(raw.get("bill_type")).upper(), "bill")
    texts = listed_texts(raw.get("texts"))
    title, description = one_line(raw.get("title")), paragraphs(raw.get("description"))
    number_as_listed = one_line(raw.get("bill_number"))
    record = BillRecord(
        key=key,
        session_code=session_code,
        title=title or one_line(description),
        source=source,
        source_url=_web(raw.get("url")) or _web(raw.get("state_link")),
        observed_at=answer.fetched_at,
        chamber=_chamber(raw.get("body")),
        classification=(classification,),
        abstract=description if one_line(description) != title else "",
        subjects=tuple(dict.fromkeys(filter(None, map(_subject, objects(raw.get("subjects"), "subjects"))))),
        aliases=tuple(name for name in (number_as_listed, f"legiscan:{bill_id}") if name and name != key.identifier),
        actions=actions_of(list(_steps(raw)), list(_progress(raw)), classification=classification),
        sponsors=_sponsors(raw),
        related=tuple(dict.fromkeys((*_related(raw, key), *stated_links(key, description)))),
        versions=versions_of(texts, {}),
        metadata=answer,
    )
    return ParsedBill(
        native_id=bill_id,
        mark=one_line(raw.get("change_hash"))[:_MAX_MARK],
        record=record,
        texts=tuple(texts),
        amendments=tuple(listed_amendments(raw.get("amendments"))),
    )


def special_of(url: object) -> str:
    """What LegiScan's own page of a bill calls a special session: the ``X1`` of ``/TX/bill/HB1/2025/X1``."""
    match = _PAGE.search(one_line(url))
    return (match[3] or "").upper() if match else ""


def start_of(url: object) -> int:
    """The first year of the session on LegiScan's own page of a bill; 0 when it is no such address."""
    match = _PAGE.search(one_line(url))
    return int(match[2]) if match else 0


def _key(raw: Mapping[str, Any]) -> tuple[BillKey, str]:
    """Which bill it is, and LegiScan's own code of its session when that is a special one."""
    session = mapping(raw.get("session"))
    code = one_line(raw.get("state")).upper()
    if not code:
        code = STATE_IDS.get(number(raw.get("state_id")) or number(session.get("state_id")) or 0, "")
    start = number(session.get("year_start")) or 0
    special = special_of(raw.get("url"))
    if flag(session.get("special")) and not special:
        special = f"S{native_id(session.get('session_id') or raw.get('session_id'))}"
    end = number(session.get("year_end")) or start
    if code not in JURISDICTIONS:
        raise MalformedBillError("jurisdiction", f"{code[:20]!r} is none of the 52 jurisdictions")
    if not 1776 < start <= end < 3000:
        raise MalformedBillError("malformed", "the session has no years")
    try:
        identifier = normalise_identifier(usual_number(code, one_line(raw.get("bill_number"))))
    except InvalidIdentifierError as error:
        raise MalformedBillError("identifier", str(error)) from error
    name = own = session_name(code, start, end, special=special)
    if special and own.endswith(f"-{special}"):
        names = [one_line(session.get(part)) for part in ("session_name", "session_title", "session_tag")]
        name = special_session(code, start, end, names=names, counted=special) or own
    else:
        own = ""
    return BillKey(jurisdiction=code, session=name, identifier=identifier), own


def _web(url: object) -> str:
    text = one_line(url)
    try:
        return text if urlsplit(text).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _chamber(code: object) -> Chamber:
    return CHAMBERS.get(one_line(code).upper(), Chamber.UNKNOWN)


def _subject(entry: Mapping[str, Any]) -> str:
    return one_line(entry.get("subject_name"))


def _steps(raw: Mapping[str, Any]) -> Iterator[Step]:
    for entry in objects(raw.get("history"), "history"):
        if text := one_line(entry.get("action")):
            yield Step(
                on=day(entry.get("date")),
                chamber=_chamber(entry.get("chamber")),
                text=text,
                important=flag(entry.get("importance")),
            )


def _progress(raw: Mapping[str, Any]) -> Iterator[Progress]:
    """What ``progress`` says, and the status, which older answers do not repeat there."""
    found = [
        *((entry.get("date"), entry.get("event")) for entry in objects(raw.get("progress"), "progress")),
        (raw.get("status_date"), raw.get("status")),
    ]
    for on, event in dict.fromkeys((day(on), number(event)) for on, event in found):
        with suppress(ValueError):  # a step that is not in the manual yet
            yield Progress(on=on, event=Event(event if event is not None else -1))


def _sponsors(raw: Mapping[str, Any]) -> tuple[Sponsor, ...]:
    found: dict[tuple[str, str], Sponsor] = {}
    for entry in objects(raw.get("sponsors"), "sponsors"):
        name = one_line(entry.get("name"))
        role = ROLES.get(number(entry.get("sponsor_type_id")) or 0, "cosponsor")
        kind = "organization" if flag(entry.get("committee_sponsor")) else "person"
        if name:
            found.setdefault((name, role), Sponsor(name=name, role=role, kind=kind))
    return tuple(found.values())


def _related(raw: Mapping[str, Any], key: BillKey) -> tuple[RelatedBill, ...]:
    """The id tells which bill it is. Its session is only known of companions, and of a substitute without an id."""
    found: dict[RelatedBill, None] = {}
    for entry in objects(raw.get("sasts"), "sasts"):
        identifier = usual_number(key.jurisdiction, one_line(entry.get("sast_bill_number")))
        with suppress(InvalidIdentifierError):  # else as the source writes it: it names no row of ours
            identifier = normalise_identifier(identifier)
        relation = LEGISCAN_RELATIONS.get(number(entry.get("type_id")) or 0, Relation.RELATED)
        other = native_id(entry.get("sast_bill_id"))
        native = f"legiscan:{other}" if other.strip("0") else ""
        if identifier:
            here = relation in _OF_THIS_SESSION or (relation in _SUBSTITUTES and not native)
            session = key.session if here else ""
            link = RelatedBill(session=session, identifier=identifier, relation=relation, native=native)
            found[link] = None
    return tuple(found)
