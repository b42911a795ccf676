"""Which bills lie in California's dump? Tables read whole within limits, texts one by one where they are wanted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from crawlers.errors import ArchiveError, EmptyListingError, MalformedBillError
from crawlers.parsing.ca_leginfo import digest_of, heading, latest_version, parse_bill, subjects_of
from crawlers.parsing.ca_leginfo_tables import BillRows, bills_of
from crawlers.parsing.clean import one_line
from crawlers.platforms.bill_folders import FetchFacts
from crawlers.platforms.zip_members import ZipMembers
from monitor.classify.screen import screen
from monitor.model.bill import BillKey, BillRecord, Document
from monitor.model.run import ItemError

__all__ = ["CaBill", "CaDump", "DumpLimits"]

_PARTS: Final = {"bill_xml": "text/xml", "message": "text/html"}
"""The columns that name a member with a text; the names are given anew with each dump."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DumpLimits:
    """Bytes; the tables of a session have some tens of megabytes each, a text some hundreds of kilobytes."""

    table: int = 512 * 1024**2
    text: int = 32 * 1024**2


class CaBill:
    """One bill of the dump. ``label`` says which, as a path."""

    def __init__(
        self,
        rows: BillRows,
        *,
        files: ZipMembers,
        source: str,
        facts: FetchFacts,
        limits: DumpLimits,
        tracked: Callable[[BillKey], bool],
    ) -> None:
        self._rows, self._files, self._source = rows, files, source
        self._facts, self._limits, self._tracked = facts, limits, tracked
        bill = rows.bill
        self.label = one_line(
            f"country:us/state:ca/sessions/{bill['session_year']}/bills/{bill['measure_type']}{bill['measure_num']}"
        )

    @property
    def place(self) -> str:
        """The same in every dump."""
        return one_line(f"{self._source}:{self._rows.bill['bill_id']}")[:500]

    def fingerprint(self) -> tuple[bytes, str, int]:
        """Of the rows, the checksums of the texts instead of their names, and whether the bill came to be followed."""
        body = self._body()
        late = self._is_tracked() and not screen(subjects_of(self._rows))
        said = hashlib.sha256(body)
        return said.digest(), hashlib.sha256(body + bytes([late])).hexdigest(), len(body)

    def _is_tracked(self) -> bool:
        try:
            return self._tracked(heading(self._rows))
        except MalformedBillError:
            return False  # parsing it says so

    def _body(self) -> bytes:
        rows = [
            {name: self._files.checksum(value) if name in _PARTS and value else value for name, value in row.items()}
            for row in self._rows.all()
        ]
        return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")

    def parse(self) -> tuple[BillRecord, tuple[ItemError, ...]]:
        """The bill, with its digest; with its texts when it speaks of AI or is followed.

        :raises MalformedBillError: when it is none.
        """
        key, problems = heading(self._rows), [self._problem("malformed", words) for words in self._rows.odd]
        metadata = self._document(self.place, self._body(), "application/json")
        newest = latest_version(self._rows)
        texts: dict[str, Document] = {}
        title, digest = "", ""
        if newest is not None and (text := self._text(newest, "bill_xml", newest["bill_version_id"], problems)):
            title, digest = digest_of(text)
            texts[newest["bill_version_id"]] = text
        if screen(f"{subjects_of(self._rows)}\n{title}", digest) or self._tracked(key):
            for row in self._rows.versions:
                if row is not newest and (text := self._text(row, "bill_xml", row["bill_version_id"], problems)):
                    texts[row["bill_version_id"]] = text
            for row in self._rows.vetoes[:1]:
                if text := self._text(row, "message", f"{row['bill_id']}/veto", problems):
                    texts[row["bill_id"]] = text
        else:
            texts.clear()
        abstract = "\n\n".join(filter(None, (title, digest)))
        return parse_bill(self._rows, metadata, source=self._source, abstract=abstract, texts=texts), tuple(problems)

    def _text(self, row: Mapping[str, str], column: str, name: str, problems: list[ItemError]) -> Document | None:
        """The bytes of the member that a row names; none when it names none, or what is wrong is on record."""
        member = row[column]
        if not member:
            return None
        try:
            body = self._files.read(member, self._limits.text)
        except MalformedBillError as error:
            problems.append(self._problem(error.kind, f"{name}: {error}"))
            return None
        if len(body) > self._limits.text:
            problems.append(self._problem("too-large", f"{name}: more than {self._limits.text:,} bytes"))
            return None
        return self._document(f"{self._source}:{name}", body, _PARTS[column])

    def _problem(self, kind: str, words: str) -> ItemError:
        return ItemError(kind=kind, subject=self.label, message=one_line(words)[:500])

    def _document(self, url: str, body: bytes, media_type: str) -> Document:
        facts = self._facts
        return Document(
            url=url,
            body=body,
            media_type=media_type,
            fetched_at=facts.fetched_at,
            status=facts.status,
            headers=facts.headers,
        )


class CaDump:
    """The bills of a ``pubinfo`` ZIP on disk."""

    def __init__(
        self,
        path: Path,
        *,
        source: str,
        facts: FetchFacts,
        tracked: Callable[[BillKey], bool],
        limits: DumpLimits | None = None,
    ) -> None:
        """Read the tables; no text is read before its bill is.

        :raises ArchiveError: when it is no dump, damaged or beyond the limits.
        :raises EmptyListingError: when no bill lies in it.
        """
        self._limits, self._name = limits or DumpLimits(), path.name
        self._files = ZipMembers(path)
        self._bill = partial(
            CaBill, files=self._files, source=source, facts=facts, limits=self._limits, tracked=tracked
        )
        try:
            self._bills = bills_of(self._table)
        except ValueError as error:  # of the tables, or of a member that cannot be unpacked
            self._files.close()
            raise ArchiveError(path.name, one_line(str(error))[:300]) from error
        except BaseException:
            self._files.close()
            raise
        if not self._bills:
            self._files.close()
            raise EmptyListingError(path.name, "bill in BILL_TBL.dat")

    def _table(self, name: str) -> bytes:
        member = f"{name}.dat"
        if not self._files.checksum(member):
            raise ArchiveError(self._name, f"it has no {member}; an increment of a day has not all tables")
        body = self._files.read(member, self._limits.table)
        if len(body) > self._limits.table:
            raise ArchiveError(self._name, f"{member} has more than {self._limits.table:,} bytes")
        return body

    def __len__(self) -> int:
        return len(self._bills)

    def __iter__(self) -> Iterator[CaBill]:
        for bill_id in sorted(self._bills):
            yield self._bill(self._bills[bill_id])

    def close(self) -> None:
        """Give back the file."""
        self._files.close()
