"""What does a data set of LegiScan in CSV say? Its tables joined by bill, in the shape of an answer to getBill.

The tables hold less: a status without the steps before it, no change hash, no links between bills. The mark of a bill
is the hash of its rows, so that a newer edition of the data set moves the mark of what it changed.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from crawlers.errors import AnswerError, MalformedBillError
from crawlers.parsing.clean import one_line
from crawlers.parsing.legiscan_bill import ParsedBill, read_bill, special_of, start_of
from crawlers.parsing.legiscan_codes import CHAMBERS, CLASSIFICATIONS
from crawlers.parsing.legiscan_values import native_id, number
from monitor.model.bill import Chamber, Document
from monitor.model.failure import FailureKind

__all__ = ["TABLES", "CsvDataset"]

TABLES: Final = ("bills", "history", "sponsors", "people", "documents")
"""The tables that are read; those of votes are not."""
_REQUIRED: Final = {
    "bills": ("bill_id", "bill_number", "status", "status_date", "title", "url"),
    "history": ("bill_id", "date", "chamber", "sequence", "action"),
    "sponsors": ("bill_id", "people_id", "position"),
    "people": ("people_id", "name"),
    "documents": ("bill_id", "document_id", "document_type", "document_desc", "url"),
}
_STATE: Final = re.compile(r"legiscan\.com/([A-Z]{2})/bill/")
_TYPE: Final = re.compile(r"([HSALC])?([A-Z]*?)(?:[\d-]|$)")
_LETTERED: Final = re.compile(r"[HS]JR[A-Z]{1,2}")
# The descriptions of texts are LegiScan's names of its types.
_TEXT_TYPES: Final = {
    "introduced": 1,
    "comm sub": 2,
    "amended": 3,
    "engrossed": 4,
    "enrolled": 5,
    "chaptered": 6,
    "fiscal note": 7,
    "analysis": 8,
    "draft": 9,
    "conference sub": 10,
    "prefiled": 11,
    "veto message": 12,
    "veto response": 13,
    "substitute": 14,
}

_Rows = dict[str, list[dict[str, str]]]


class CsvDataset:
    """The bills of one session. ``end`` is the last year of the session, which only the name of the folder tells."""

    def __init__(self, tables: Mapping[str, bytes], *, end: int, source: str, fetched_at: datetime) -> None:
        """Join the tables; only that of the bills must be there.

        :raises AnswerError: when a table lacks a column, or no bill is listed.
        """
        self._end, self._source, self._fetched_at = end, source, fetched_at
        self._bills = _rows("bills", tables.get("bills", b""))
        if not self._bills:
            raise AnswerError(FailureKind.EMPTY, "bills.csv lists no bill")
        self._history = _by_bill("history", tables)
        self._sponsors = _by_bill("sponsors", tables)
        self._documents = _by_bill("documents", tables)
        self._people = {row["people_id"]: row for row in _rows("people", tables.get("people"))}

    def __len__(self) -> int:
        return len(self._bills)

    def __iter__(self) -> Iterator[int]:
        return iter(range(len(self._bills)))

    def label(self, place: int) -> str:
        """What the bill is called in an error, before it is read."""
        row = self._bills[place]
        return one_line(f"{row['bill_number']} (bill_id {row['bill_id']})")[:100]

    def place(self, place: int) -> str:
        """The address under which the rows of the bill are kept."""
        return f"legiscan:csv/{native_id(self._bills[place]['bill_id'])}"

    def body(self, place: int) -> bytes:
        """The rows of a bill in the shape of an answer to getBill, as they are kept."""
        row = self._bills[place]
        bill_id = row["bill_id"]
        history, sponsors = self._history.get(bill_id, []), self._sponsors.get(bill_id, [])
        raw = _bill(row, history, [(line, self._people.get(line["people_id"], {})) for line in sponsors], self._end)
        raw["texts"] = [_text(line) for line in self._documents.get(bill_id, []) if line["document_type"] == "text"]
        return json.dumps(raw, ensure_ascii=False).encode("utf-8", "replace")

    def parse(self, place: int) -> ParsedBill:
        """One bill.

        :raises MalformedBillError: when there is no bill to be had from its rows.
        """
        body = self.body(place)
        raw = json.loads(body) | {"change_hash": hashlib.sha256(body).hexdigest()[:32]}
        document = Document(
            url=self.place(place), body=body, media_type="application/json", fetched_at=self._fetched_at
        )
        try:
            return read_bill(raw, document, source=self._source)
        except AnswerError as error:
            raise MalformedBillError(error.kind, str(error)) from error


def _rows(name: str, body: bytes | None) -> list[dict[str, str]]:
    if body is None:
        return []
    # a row with too few cells has none for the rest, one with too many has a list under None: both are made strings
    reader = csv.DictReader(io.StringIO(body.decode("utf-8-sig", "replace"), newline=""), restval="")
    try:
        missing = set(_REQUIRED[name]) - set(reader.fieldnames or ())
        if missing:
            raise AnswerError(FailureKind.SCHEMA_DRIFT, f"{name}.csv has no column {', '.join(sorted(missing))}")
        return [{key: value for key, value in row.items() if isinstance(value, str)} for row in reader]
    except csv.Error as error:
        raise AnswerError(FailureKind.DECODE, f"{name}.csv cannot be read: {error}") from error


def _by_bill(name: str, tables: Mapping[str, bytes]) -> _Rows:
    found: _Rows = defaultdict(list)
    for row in _rows(name, tables.get(name)):
        found[row["bill_id"]].append(row)
    return found


def _place(row: Mapping[str, str], column: str) -> int:
    return number(row[column]) or 0


def _bill(
    row: Mapping[str, str],
    history: list[dict[str, str]],
    sponsors: list[tuple[dict[str, str], Mapping[str, str]]],
    end: int,
) -> dict[str, Any]:
    """The row with the names and the shape that the API uses."""
    listed, state = row["bill_number"].strip().upper(), _STATE.search(row["url"])
    start = start_of(row["url"])
    body, kind = _type(listed)
    return {
        "bill_id": row["bill_id"],
        "session_id": row.get("session_id", ""),
        "session": {"year_start": start, "year_end": max(start, end), "special": int(bool(special_of(row["url"])))},
        "url": row["url"],
        "state_link": row.get("state_link", ""),
        "status": row["status"],
        "status_date": row["status_date"],
        "state": state[1] if state else "",
        "bill_number": row["bill_number"],
        "bill_type": kind,
        "body": body,
        "title": row["title"],
        "description": row.get("description", ""),
        "history": [
            {"date": line["date"], "action": line["action"], "chamber": line["chamber"]}
            for line in sorted(history, key=lambda line: _place(line, "sequence"))
        ],
        "sponsors": [
            {
                "people_id": line["people_id"],
                "name": person.get("name", ""),
                # the table has the order alone: the first is who carries the bill
                "sponsor_type_id": 1 if place == 0 else 2,
                "committee_sponsor": int(bool(number(person.get("committee_id", "")))),
            }
            for place, (line, person) in enumerate(sorted(sponsors, key=lambda pair: _place(pair[0], "position")))
        ],
    }


def _type(listed: str) -> tuple[str, str]:
    """Chamber and ``bill_type`` by the letters of the number; what is not known is a bill."""
    if _LETTERED.fullmatch(listed):
        return listed[0], "JR"
    match = _TYPE.match(listed)
    body, kind = (match[1] or "", match[2]) if match else ("", "")
    return body if CHAMBERS.get(body) is not Chamber.EXECUTIVE else "", kind if kind in CLASSIFICATIONS else "B"


def _text(row: Mapping[str, str]) -> dict[str, Any]:
    """The table has no day and no type number; the description names the type."""
    return {
        "doc_id": row["document_id"],
        "type": row["document_desc"],
        "type_id": _TEXT_TYPES.get(one_line(row["document_desc"]).lower(), 0),
        "mime": row.get("document_mime", ""),
        "url": row["url"],
        "state_link": row.get("state_link", ""),
        "text_hash": "",
    }
