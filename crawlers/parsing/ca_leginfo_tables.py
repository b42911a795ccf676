"""ca-leginfo: which rows of the dump are of which bill, and which of the published dumps is the one to read?"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Final

from crawlers.parsing.clean import one_line

__all__ = ["TABLES", "BillRows", "bills_of", "newest_daily", "newest_session"]

Row = Mapping[str, str]

TABLES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "BILL_TBL": (
            *("bill_id", "session_year", "session_num", "measure_type", "measure_num", "measure_state"),
            *("chapter_year", "chapter_type", "chapter_session_num", "chapter_num", "latest_bill_version_id"),
            *("active_flg", "trans_uid", "trans_update", "current_location", "current_secondary_loc"),
            *("current_house", "current_status"),
        ),
        "BILL_VERSION_TBL": (
            *("bill_version_id", "bill_id", "version_num", "bill_version_action_date", "bill_version_action"),
            *("request_num", "subject", "vote_required", "appropriation", "fiscal_committee", "local_program"),
            *("substantive_changes", "urgency", "taxlevy", "bill_xml", "active_flg", "trans_uid", "trans_update"),
        ),
        "BILL_HISTORY_TBL": (
            *("bill_id", "bill_history_id", "action_date", "action", "trans_uid", "trans_update_dt"),
            *("action_sequence", "action_code", "action_status", "primary_location", "secondary_location"),
            *("ternary_location", "end_status"),
        ),
        "BILL_VERSION_AUTHORS_TBL": (
            *("bill_version_id", "type", "house", "name", "contribution", "committee_members", "active_flg"),
            *("trans_uid", "trans_update", "primary_author_flg"),
        ),
        "VETO_MESSAGE_TBL": ("bill_id", "veto_date", "message", "trans_uid", "trans_update"),
    }
)
"""The tables that are read, by their columns: the members have no header. Source: ``capublic.sql`` of the state."""

_SESSION: Final = re.compile(r"pubinfo_((?:19|20)[0-9]{2})\.zip")
_DAILY: Final = re.compile(r"pubinfo_daily_(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.zip")
# The listing wrote days in three ways within a few years; none of them is ambiguous beside a time.
_WRITTEN: Final = (
    (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}"), "%Y-%m-%d %H:%M"),
    (re.compile(r"[0-9]{2}-[A-Z][a-z]{2}-[0-9]{4} [0-9]{2}:[0-9]{2}"), "%d-%b-%Y %H:%M"),
    (re.compile(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4} +[0-9]{1,2}:[0-9]{2} [AP]M"), "%m/%d/%Y %I:%M %p"),
)
_LINE: Final = 1_600
"""Characters of a line of the listing that are looked at."""


@dataclass(slots=True)
class BillRows:
    """All rows of one bill."""

    bill: Row
    versions: list[Row] = field(default_factory=list)
    history: list[Row] = field(default_factory=list)
    authors: list[Row] = field(default_factory=list)
    """Of all its versions."""
    vetoes: list[Row] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    """Rows with too few or too many columns, in words."""

    def all(self) -> Iterator[Row]:
        """The bill's own row and then the others, in the order of the dump."""
        yield self.bill
        for rows in (self.versions, self.history, self.authors, self.vetoes):
            yield from rows


def bills_of(read: Callable[[str], bytes]) -> dict[str, BillRows]:
    """The active bills by their id. ``read`` gives the bytes of a table by its name, none when it is not there.

    :raises ValueError: for a table whose fields cannot be told apart.
    """
    found = {row["bill_id"]: BillRows(row) for row, _ in _rows("BILL_TBL", read) if row.get("active_flg") != "N"}
    found.pop("", None)
    version_of: dict[str, str] = {}
    for row, whole in _rows("BILL_VERSION_TBL", read):
        version_of[row["bill_version_id"]] = row["bill_id"]
        _put(found.get(row["bill_id"]), "BILL_VERSION_TBL", row, whole=whole)
    for row, whole in _rows("BILL_HISTORY_TBL", read):
        _put(found.get(row["bill_id"]), "BILL_HISTORY_TBL", row, whole=whole)
    for row, whole in _rows("BILL_VERSION_AUTHORS_TBL", read):
        owner = found.get(version_of.get(row["bill_version_id"], ""))
        _put(owner, "BILL_VERSION_AUTHORS_TBL", row, whole=whole)
    for row, whole in _rows("VETO_MESSAGE_TBL", read):
        _put(found.get(row["bill_id"]), "VETO_MESSAGE_TBL", row, whole=whole)
    return found


def _put(owner: BillRows | None, table: str, row: Row, *, whole: bool) -> None:
    if owner is None or row.get("active_flg") == "N":
        return
    if not whole:
        owner.odd.append(f"a row of {table} has not the {len(TABLES[table])} columns that it should have")
        return
    rows = {
        "BILL_VERSION_TBL": owner.versions,
        "BILL_HISTORY_TBL": owner.history,
        "BILL_VERSION_AUTHORS_TBL": owner.authors,
        "VETO_MESSAGE_TBL": owner.vetoes,
    }
    rows[table].append(row)


def _rows(table: str, read: Callable[[str], bytes]) -> Iterator[tuple[Row, bool]]:
    """Each row with all columns of its table, and whether it came with as many: tab-separated, in backticks or NULL."""
    columns = TABLES[table]
    reader = csv.reader(io.StringIO(read(table).decode("utf-8", "replace"), newline=""), delimiter="\t", quotechar="`")
    try:
        for cells in reader:
            if cells:
                values = ("" if cell == "NULL" else one_line(cell) for cell in cells[: len(columns)])
                yield dict.fromkeys(columns, "") | dict(zip(columns, values, strict=False)), len(cells) == len(columns)
    except csv.Error as error:
        raise ValueError(f"{table}: {error}") from error


def newest_session(listing: str) -> str:
    """The file of the latest session that the listing names, by the year in its name; empty when it names none."""
    return max((match[0] for match in _SESSION.finditer(listing)), default="")


def newest_daily(listing: str) -> str:
    """The nightly file with the latest day beside its name; empty when none has a day that can be read."""
    dated: list[tuple[datetime, str]] = []
    for line in re.split(r"<br\s*/?>|</tr>|\n", listing, flags=re.IGNORECASE):
        match = _DAILY.search(line[:_LINE])
        moment = _moment(line[:_LINE])
        if match and moment:
            dated.append((moment, match[0]))
    return max(dated)[1] if dated else ""


def _moment(line: str) -> datetime | None:
    for pattern, form in _WRITTEN:
        if match := pattern.search(line):
            try:
                return datetime.strptime(" ".join(match[0].split()), form)  # noqa: DTZ007 - compared, never shown
            except ValueError:
                continue
    return None
