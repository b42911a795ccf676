"""Which file of a bill's folder holds which published version? The folder's names are made from address and note."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from crawlers.errors import MalformedBillError
from crawlers.parsing.clean import one_line
from crawlers.parsing.notes import Publication

__all__ = ["FileMatch", "Listed", "header_note", "listed_versions", "match_files"]

_EXTRACTED: Final = "_extracted"
_PREFERENCE: Final = {".xml": 0, ".html": 1, ".htm": 1, ".txt": 2, ".pdf": 3}
_MEDIA_TYPES: Final = {
    ".xml": "text/xml",
    ".html": "text/html",
    ".htm": "text/html",
    ".txt": "text/plain",
    ".pdf": "application/pdf",
}
_SOURCE_LINE: Final = re.compile(rb"^Source: versions - ([^\r\n]{1,300})", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One version as the metadata list it, or one of its documents when a version entry lists several."""

    note: str
    raw_date: object
    links: tuple[tuple[str, str], ...]
    """(address, media type), in the source's order."""

    @property
    def stems(self) -> tuple[str, ...]:
        """The file names of the addresses without extension, each once."""
        return tuple(dict.fromkeys(_stem(url) for url, _ in self.links))

    def publication(self, published_on: date | None) -> Publication:
        """What the order of publication is found from."""
        return Publication(note=self.note, stem=self.stems[0] if self.links else "", published_on=published_on)

    def url_for(self, media_type: str) -> str:
        """The address of that media type, else the first; empty when the source gives none."""
        for url, kind in self.links:
            if kind == media_type:
                return url
        return self.links[0][0] if self.links else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileMatch:
    """Which file is read for a version: the published original before somebody else's extraction."""

    name: str
    media_type: str
    upstream_text: bool


def listed_versions(entries: object) -> list[Listed]:
    """The ``versions`` of a metadata file.

    One entry may name several documents under one note (UT's comparisons): when a media type occurs twice, each file
    stem is a document of its own. Otherwise all links are renderings of one text.

    :raises MalformedBillError: when it is no list of objects with a note.
    """
    if not isinstance(entries, list):
        raise MalformedBillError("malformed", "versions is not a list")
    found: list[Listed] = []
    for entry in entries:
        if not isinstance(entry, Mapping) or not isinstance(entry.get("note"), str):
            raise MalformedBillError("malformed", "a version has no note")
        links = tuple(_links(entry.get("links")))
        kinds = [kind for _, kind in links]
        groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for url, kind in links:
            groups[_stem(url) if len(set(kinds)) < len(kinds) else ""].append((url, kind))
        note, raw_date = one_line(entry["note"]), entry.get("date")
        found += [Listed(note=note, raw_date=raw_date, links=tuple(group)) for group in groups.values() or [[]]]
    return found


def _links(entries: Any) -> Iterable[tuple[str, str]]:
    for link in entries if isinstance(entries, list) else []:
        if isinstance(link, Mapping) and (url := one_line(link.get("url"))):
            yield url, one_line(link.get("media_type"))


def match_files(
    versions: Sequence[Listed], names: Iterable[str], head: Callable[[str], bytes]
) -> tuple[list[FileMatch | None], tuple[str, ...]]:
    """The file to read for each version, and the names that belong to none.

    ``head`` returns the first bytes of a file; it is asked only for extractions that no name matches, whose header
    names the version.
    """
    listed = sorted(names)
    if not listed:  # metadata alone: nothing to find a name for
        return [None] * len(versions), ()
    by_name: dict[str, list[int]] = defaultdict(list)
    by_note: dict[str, list[int]] = defaultdict(list)
    for index, version in enumerate(versions):
        by_note[_squash(version.note)].append(index)
        for stem in dict.fromkeys((*version.stems, "bill_content")):  # the source's name where the address has none
            by_name[_squash(stem + version.note)].append(index)
    chosen: dict[int, tuple[int, str, FileMatch]] = {}
    unmatched: list[str] = []
    for name in listed:
        path = PurePosixPath(name)
        extension = path.suffix.lower()
        extracted = extension == ".txt" and path.stem.endswith(_EXTRACTED)
        owners = by_name.get(_squash(path.stem.removesuffix(_EXTRACTED) if extracted else path.stem), [])
        if not owners and extracted and (note := header_note(head(name))):
            owners = by_note.get(_squash(note), [])
            owners = owners if len(owners) == 1 else []
        if not owners or extension not in _PREFERENCE:
            unmatched.append(name)
            continue
        index = owners[-1]  # the folder kept the last one written under this name
        rank = 9 if extracted else _PREFERENCE[extension]
        match = FileMatch(name=name, media_type=_MEDIA_TYPES[extension], upstream_text=extracted)
        if index not in chosen or (rank, name) < chosen[index][:2]:
            chosen[index] = (rank, name, match)
    return [chosen[index][2] if index in chosen else None for index in range(len(versions))], tuple(unmatched)


def header_note(head: bytes) -> str:
    """The note in the header of an ``_extracted.txt`` (``Source: versions - NOTE``); empty when there is none."""
    match = _SOURCE_LINE.search(head[:4096])
    return one_line(match[1].decode("utf-8", "replace")) if match else ""


@lru_cache(maxsize=1024)  # each address of a bill is asked for several times
def _stem(url: str) -> str:
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return ""
    name = path.rpartition("/")[2]
    return PurePosixPath(path if name in ("", ".") else name).stem


def _squash(name: str) -> str:
    """Letters and digits alone: the folder's names lost slashes, colons and ``#``, and blanks became ``_``."""
    return "".join(character for character in name.casefold() if character.isalnum())
