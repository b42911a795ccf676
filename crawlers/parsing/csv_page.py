"""What is in a table of comma-separated values? Its rows by the names of the first line; anything else is refused."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Self

from crawlers.errors import AnswerError, MalformedBillError
from crawlers.parsing.clean import one_line
from crawlers.parsing.pages import Page, body_of, layout_changed
from monitor.model.bill import Document, InvalidIdentifierError, normalise_identifier
from monitor.model.failure import FailureKind

__all__ = ["CsvPage", "Row", "decoded_table"]

Row = Mapping[str, str]
"""A line, by the names of the columns in small letters."""

_MAX_BYTES: Final = 64 * 1024 * 1024
_MAX_ROWS: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvPage(Page):
    """A table and its rows; blanks around a value are no part of it."""

    rows: Sequence[Row]
    _by_bill: dict[str, dict[str, list[Row]]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def read(cls, document: Document, *, source: str) -> Self:
        """Decode and parse; a table that is not there (status 404) has no rows.

        :raises AnswerError: for one that is empty, too large, or no table.
        """
        if document.status == 404:
            return cls(document=document, source=source, rows=())
        body_of(document, most=_MAX_BYTES, what="CSV")
        lines = csv.reader(io.StringIO(decoded_table(document.body), newline=""))
        try:
            names = [one_line(name).lower() for name in next(lines, [])]
            rows: list[Row] = []
            for values in lines:
                if len(rows) == _MAX_ROWS:
                    raise AnswerError(FailureKind.TOO_LARGE, f"more than {_MAX_ROWS:,} rows")
                rows.append(dict(zip(names, map(str.strip, values), strict=False)))
        except csv.Error as error:
            raise AnswerError(FailureKind.DECODE, f"no CSV in line {lines.line_num}: {error}") from error
        if len(names) < 2:
            raise layout_changed("line with the names of columns")
        return cls(document=document, source=source, rows=rows)

    @property
    def is_absent(self) -> bool:
        """Whether the source has no such table."""
        return self.document.status == 404

    def must(self, *columns: str) -> Sequence[Row]:
        """All rows.

        :raises AnswerError: (layout changed) when a column is not there.
        """
        for column in columns:
            if self.rows and column not in self.rows[0]:
                raise layout_changed(f"column {column}")
        return self.rows

    def of_bill(self, column: str, identifier: str) -> Sequence[Row]:
        """The rows of a bill, in the order of the table; the source may write its number with zeros or without."""
        if column not in self._by_bill:
            found: dict[str, list[Row]] = defaultdict(list)
            for row in self.must(column):
                try:
                    found[normalise_identifier(row.get(column, ""))].append(row)
                except InvalidIdentifierError:  # a row of no bill: nobody can ask for it
                    continue
            self._by_bill[column] = found
        return self._by_bill[column].get(identifier, ())

    def part(self, column: str, identifier: str) -> Document:
        """The rows of a bill as a document of their own.

        :raises MalformedBillError: when there are none.
        """
        rows = self.of_bill(column, identifier)
        if not rows:
            raise MalformedBillError("identifier", f"the table has no row of {identifier}")
        body = json.dumps(rows, ensure_ascii=False, sort_keys=True).encode()
        address = f"{self.url.partition('#')[0]}#{identifier.replace(' ', '')}"
        return replace(self.document, url=address, body=body, media_type="application/json")


def decoded_table(body: bytes) -> str:
    """As UTF-8 when it is, else as Windows-1252: what legislatures export is one of the two."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")
