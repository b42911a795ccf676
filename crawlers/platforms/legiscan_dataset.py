"""Which bills lie in a data set of LegiScan? A ZIP read in place or a folder, with JSON or CSV; never unpacked."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final, Protocol

from crawlers.errors import AnswerError, ArchiveError, EmptyListingError, MalformedBillError, SourceNotFoundError
from crawlers.parsing.clean import one_line
from crawlers.parsing.legiscan_bill import ParsedBill, parse_bill
from crawlers.parsing.legiscan_csv import TABLES, CsvDataset
from crawlers.platforms.zip_members import ZipMembers
from monitor.model.bill import Document

__all__ = ["DatasetBill", "DatasetLimits", "DatasetListing"]

_BILL: Final = re.compile(r"(?:.*/)?bill/[^/]{1,100}\.json")
_TABLE: Final = re.compile(r"((?:.*/)?)bills\.csv")
_YEARS: Final = re.compile(r"(?<!\d)(\d{4})-(\d{4})(?!\d)")
_NAMES: Final = 3
"""So many names of the path are looked at for the years of the session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetLimits:
    """Bytes and counts; a data set of a large state has some 60,000 files and unpacks to half a gigabyte."""

    file: int = 32 * 1024**2
    """Of one bill."""
    table: int = 1024**3
    """Of one CSV table."""
    members: int = 1_000_000
    directory: int = 128 * 1024**2
    """Of the ZIP's own list of files, which is read into memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetBill:
    """One bill. ``label`` names it in errors."""

    label: str
    parse: Callable[[], ParsedBill]
    """Raises MalformedBillError when there is no bill in it."""
    has_mark: bool
    """Whether its change mark is LegiScan's own."""
    place: str
    """The address of its bytes, under which they are kept."""
    fingerprint: Callable[[], tuple[bytes, str, int]]
    """sha256 of its bytes, the same in hexadecimal digits, and how many they are."""


class _Files(Protocol):
    def names(self) -> list[str]: ...

    def read(self, name: str, limit: int) -> bytes:
        """The file, or one byte more than the limit."""
        ...

    def close(self) -> None: ...


class DatasetListing:
    """The bills of a ZIP or of a folder; where a session has JSON and CSV the JSON is read: it says more."""

    def __init__(self, path: Path, *, source: str, fetched_at: datetime, limits: DatasetLimits | None = None) -> None:
        """List without reading a bill.

        :raises SourceNotFoundError: when there is nothing at the path.
        :raises ArchiveError: when the ZIP is damaged or beyond the limits.
        :raises EmptyListingError: when no bill lies in it.
        """
        self._limits = limits or DatasetLimits()
        self._source, self._fetched_at, self._name = source, fetched_at, path.name
        self._place = "/".join(path.absolute().parts[-_NAMES:])
        self._files = _open(path, self._limits)
        try:
            names = self._files.names()
            self._bills = sorted(name for name in names if _BILL.fullmatch(name))
            self._tables = [] if self._bills else [self._csv(name) for name in names if _TABLE.fullmatch(name)]
        except BaseException:
            self._files.close()
            raise
        if not len(self):
            self._files.close()
            raise EmptyListingError(path.name, "bill/*.json and no bills.csv")

    def __len__(self) -> int:
        return len(self._bills) + sum(len(table) for table in self._tables)

    def __iter__(self) -> Iterator[DatasetBill]:
        for name in self._bills:
            yield DatasetBill(
                label=_label(name),
                parse=partial(self._parse, name),
                has_mark=True,
                place=_place(name),
                fingerprint=partial(_fingerprint, partial(self._body, name)),
            )
        for table in self._tables:
            for place in table:
                yield DatasetBill(
                    label=table.label(place),
                    parse=partial(table.parse, place),
                    has_mark=False,
                    place=table.place(place),
                    fingerprint=partial(_fingerprint, partial(table.body, place)),
                )

    def close(self) -> None:
        """Give back the file."""
        self._files.close()

    def _body(self, name: str) -> bytes:
        body = self._files.read(name, self._limits.file)
        if len(body) > self._limits.file:
            raise MalformedBillError("too-large", f"more than the limit of {self._limits.file:,} bytes")
        return body

    def _parse(self, name: str) -> ParsedBill:
        document = Document(
            url=_place(name),
            body=self._body(name),
            media_type="application/json",
            fetched_at=self._fetched_at,
        )
        try:
            return parse_bill(document, source=self._source)
        except AnswerError as error:
            raise MalformedBillError(error.kind, str(error)) from error

    def _csv(self, name: str) -> CsvDataset:
        """The tables beside a ``bills.csv``; the years of the session stand in the name of a folder above."""
        match = _TABLE.fullmatch(name)
        place = match[1] if match else ""
        years = _YEARS.findall(f"{self._place}/{place}")
        if not years:
            raise ArchiveError(self._name, f"no folder of {name} tells the years of the session, as MI_2025-2026 does")
        tables: dict[str, bytes] = {}
        known = set(self._files.names())
        for table in TABLES:
            if (path := f"{place}{table}.csv") in known:
                tables[table] = self._files.read(path, self._limits.table)
                if len(tables[table]) > self._limits.table:
                    raise ArchiveError(self._name, f"{path} has more than {self._limits.table:,} bytes")
        try:
            return CsvDataset(tables, end=int(years[-1][1]), source=self._source, fetched_at=self._fetched_at)
        except AnswerError as error:
            raise ArchiveError(self._name, f"{name}: {error}") from error


def _label(name: str) -> str:
    return one_line("/".join(name.split("/")[-4:]))


def _place(name: str) -> str:
    return f"legiscan:dataset/{_label(name)}"


def _fingerprint(read: Callable[[], bytes]) -> tuple[bytes, str, int]:
    body = read()
    said = hashlib.sha256(body)
    return said.digest(), said.hexdigest(), len(body)


def _open(path: Path, limits: DatasetLimits) -> _Files:
    if path.is_dir():
        return _Folder(path, limits)
    if path.is_file():
        return ZipMembers(path, members=limits.members, directory=limits.directory)
    raise SourceNotFoundError(str(path))


class _Folder:
    """Files under a folder; links are not followed."""

    def __init__(self, root: Path, limits: DatasetLimits) -> None:
        self._root = root
        self._names: list[str] = []
        for folder, _, names in os.walk(root):
            for name in names:
                path = Path(folder) / name
                if not path.is_symlink() and path.is_file():
                    self._names.append(path.relative_to(root).as_posix())
            if len(self._names) > limits.members:
                raise ArchiveError(root.name, f"it has more than {limits.members:,} files")

    def names(self) -> list[str]:
        # the folder itself may be the one that is called bill
        return [f"bill/{name}" if self._root.name == "bill" and "/" not in name else name for name in self._names]

    def read(self, name: str, limit: int) -> bytes:
        path = self._root / name if (self._root / name).exists() else self._root / name.removeprefix("bill/")
        with path.open("rb") as file:
            return file.read(limit + 1)

    def close(self) -> None:
        """Nothing is held open."""
