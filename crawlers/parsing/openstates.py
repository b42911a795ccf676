"""What does an Open States bill folder say? Metadata and files to one record; no I/O but the given reader."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final, Protocol
from zoneinfo import ZoneInfo

from crawlers.errors import MalformedBillError
from crawlers.parsing.clean import one_line, paragraphs
from crawlers.parsing.dates import legal_date
from crawlers.parsing.notes import publication_order
from crawlers.parsing.openstates_versions import FileMatch, Listed, listed_versions, match_files
from crawlers.parsing.relations import openstates_relation
from crawlers.parsing.stated_links import stated_links
from crawlers.parsing.zones import capital_zone
from monitor.model.bill import (
    Action,
    BillKey,
    BillRecord,
    Chamber,
    Document,
    InvalidIdentifierError,
    RelatedBill,
    Sponsor,
    VersionRecord,
    normalise_identifier,
)
from monitor.model.failure import FailureKind
from monitor.model.jurisdiction import UnknownJurisdictionError, jurisdiction
from monitor.model.run import ItemError

__all__ = ["BillFiles", "FileTooLargeError", "Heading", "parse_bill", "parse_heading"]

_ORGANISATION: Final = re.compile(r'"classification"\s*:\s*"([a-z]+)"')
# What follows is no further division: a city is not its state, and a territory not the Congress.
_DIVISION: Final = re.compile(r"country:us(?:/(?:state|district|territory):([a-z]{2}))?(?:/(?![a-z_]+:)|$)")
_UNICAMERAL: Final = frozenset({"DC", "NE"})
_PRIMARY_ROLES: Final = frozenset({"primary", "sponsor", "author"})


class FileTooLargeError(ValueError):
    """A file is beyond the size limit. Raised by :class:`BillFiles`; its version is kept without text."""


class BillFiles(Protocol):
    """The files beside a ``metadata.json``: the only way in which the parser reads anything."""

    @property
    def names(self) -> tuple[str, ...]:
        """All names in ``files/``."""
        ...

    def head(self, name: str) -> bytes:
        """The first kilobytes."""
        ...

    def read(self, name: str, media_type: str) -> Document:
        """The whole file.

        :raises FileTooLargeError: when it is beyond the limit.
        """
        ...


def parse_bill(metadata: Document, files: BillFiles, *, source: str) -> tuple[BillRecord, tuple[ItemError, ...]]:
    """One bill and what was wrong around it.

    :raises MalformedBillError: when there is no bill to be had from the bytes.
    """
    raw = _load(metadata.body)
    code = _jurisdiction(raw, metadata.url)
    key = _key(raw, code)
    zone = capital_zone(code)
    chamber = _chamber(raw.get("from_organization"), code)
    listed = listed_versions(raw.get("versions") or [])
    matches, unmatched = match_files(listed, files.names, files.head)
    versions, too_large = _versions(listed, matches, files, chamber, zone)
    actions = _actions(raw, code, zone)
    abstract = _abstract(raw)
    problems = [
        *(
            ItemError(kind="unmatched-file", subject=f"{key}: {name}", message="no version names it")
            for name in unmatched
        ),
        *(ItemError(kind="too-large", subject=f"{key}: {name}", message=why) for name, why in too_large),
    ]
    record = BillRecord(
        key=key,
        title=_title(raw),
        source=source,
        source_url=next((url for url in _source_urls(raw) if url.startswith("http")), ""),
        observed_at=metadata.fetched_at,
        chamber=chamber,
        classification=tuple(_strings(raw.get("classification"))),
        abstract=abstract,
        subjects=tuple(dict.fromkeys(_strings(raw.get("subject")))),
        aliases=_aliases(raw, key),
        actions=actions,
        sponsors=_sponsors(raw),
        related=tuple(dict.fromkeys((*_related(raw, actions), *stated_links(key, abstract)))),
        versions=versions,
        metadata=metadata,
    )
    return record, tuple(problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What a bill is called and what it says it is about."""

    key: BillKey
    title: str
    abstract: str


def parse_heading(metadata: Document) -> Heading:
    """The heading alone, without the files beside it.

    :raises MalformedBillError: when there is no bill to be had from the bytes.
    """
    raw = _load(metadata.body)
    return Heading(key=_key(raw, _jurisdiction(raw, metadata.url)), title=_title(raw), abstract=_abstract(raw))


def _title(raw: Mapping[str, Any]) -> str:
    if "title" not in raw:
        raise MalformedBillError(FailureKind.SCHEMA_DRIFT, "the bill has no title")
    return one_line(raw["title"])


def _abstract(raw: Mapping[str, Any]) -> str:
    """Each abstract once, as paragraphs."""
    texts = (paragraphs(entry.get("abstract")) for entry in _objects(raw, "abstracts"))
    return "\n\n".join(dict.fromkeys(filter(None, texts)))


def _load(body: bytes) -> dict[str, Any]:
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise MalformedBillError("malformed", f"metadata.json is not JSON: {error}") from error
    if not isinstance(raw, dict):
        raise MalformedBillError("malformed", "metadata.json is not an object")
    for name in ("versions", "actions", "sponsorships", "related_bills", "other_identifiers", "abstracts", "sources"):
        if not isinstance(raw.get(name) or [], list):
            raise MalformedBillError("malformed", f"{name} is not a list")
    return raw


def _objects(raw: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    for entry in raw.get(name) or []:
        if not isinstance(entry, Mapping):
            raise MalformedBillError("malformed", f"an entry of {name} is not an object")
        yield entry


def _strings(value: object) -> Iterator[str]:
    for entry in [value] if isinstance(value, str) else value if isinstance(value, list) else []:
        if text := one_line(entry):
            yield text


def _jurisdiction(raw: Mapping[str, Any], place: str) -> str:
    """By the metadata's jurisdiction id; a folder of another one means that something was mixed up."""
    stated = raw.get("jurisdiction")
    match = _DIVISION.search(one_line(stated.get("id"))) if isinstance(stated, Mapping) else None
    folder = _DIVISION.search(place)
    if match is None:
        match = folder
    if match is None:
        raise MalformedBillError(
            "jurisdiction", "neither metadata.json nor its folder names one of the 52 jurisdictions"
        )
    try:
        code = jurisdiction(match[1] or "US").code
        beside = jurisdiction(folder[1] or "US").code if folder else code
    except UnknownJurisdictionError as error:
        raise MalformedBillError("jurisdiction", str(error)) from error
    if code != beside:
        raise MalformedBillError("jurisdiction", f"a bill of {code} lies in the folder of {beside}")
    return code


def _key(raw: Mapping[str, Any], code: str) -> BillKey:
    session = one_line(raw.get("legislative_session"))
    if not session:
        raise MalformedBillError("malformed", "no legislative_session")
    try:
        identifier = normalise_identifier(one_line(raw.get("identifier")))
    except InvalidIdentifierError as error:
        raise MalformedBillError("identifier", str(error)) from error
    return BillKey(jurisdiction=code, session=session, identifier=identifier)


def _chamber(organisation: object, code: str) -> Chamber:
    """Organisations come as ``~{"classification": "lower"}``: a query of Open States in a string."""
    return _named_chamber(organisation, code) if isinstance(organisation, str) else Chamber.UNKNOWN


@lru_cache(maxsize=512)  # a handful of organisations do everything
def _named_chamber(organisation: str, code: str) -> Chamber:
    match = _ORGANISATION.search(organisation)
    name = match[1] if match else ""
    if name in {Chamber.LOWER, Chamber.UPPER, Chamber.EXECUTIVE}:
        return Chamber(name)
    return Chamber.UNICAMERAL if name == "legislature" and code in _UNICAMERAL else Chamber.UNKNOWN


def _source_urls(raw: Mapping[str, Any]) -> Iterator[str]:
    for entry in _objects(raw, "sources"):
        yield one_line(entry.get("url"))


def _aliases(raw: Mapping[str, Any], key: BillKey) -> tuple[str, ...]:
    names = [one_line(entry.get("identifier")) for entry in _objects(raw, "other_identifiers")]
    names.append(one_line(raw.get("identifier")))
    return tuple(name for name in dict.fromkeys(names) if name and name != key.identifier)


def _actions(raw: Mapping[str, Any], code: str, zone: ZoneInfo) -> tuple[Action, ...]:
    """In the order of time: some sources list the newest first, some one chamber after the other."""
    steps: list[tuple[date | None, Chamber, str, tuple[str, ...]]] = []
    for entry in _objects(raw, "actions"):
        text = one_line(entry.get("description"))
        classes = tuple(sorted(set(_strings(entry.get("classification")))))
        if text or classes:
            steps.append(
                (legal_date(entry.get("date"), zone), _chamber(entry.get("organization_id"), code), text, classes)
            )
    days = [day for day, *_ in steps if day is not None]
    rises = sum(a < b for a, b in pairwise(days))
    falls = sum(a > b for a, b in pairwise(days))
    if falls > rises:
        steps.reverse()
    last, keyed = date.min, []
    for step in steps:
        last = step[0] or last  # an action without a date stays behind its neighbour
        keyed.append((last, step))
    keyed.sort(key=lambda pair: pair[0])
    return tuple(
        Action(on=on, chamber=chamber, text=text, classes=classes, ordinal=ordinal)
        for ordinal, (_, (on, chamber, text, classes)) in enumerate(keyed)
    )


def _sponsors(raw: Mapping[str, Any]) -> tuple[Sponsor, ...]:
    found: dict[tuple[str, str], Sponsor] = {}
    for entry in _objects(raw, "sponsorships"):
        name = one_line(entry.get("name"))
        primary = entry.get("primary") is True or one_line(entry.get("classification")) in _PRIMARY_ROLES
        role = "primary" if primary else "cosponsor"
        kind = "organization" if entry.get("entity_type") == "organization" else "person"
        if name:
            found.setdefault((name, role), Sponsor(name=name, role=role, kind=kind))
    return tuple(found.values())


def _related(raw: Mapping[str, Any], actions: Sequence[Action]) -> tuple[RelatedBill, ...]:
    found: dict[RelatedBill, None] = {}
    for entry in _objects(raw, "related_bills"):
        session, identifier = one_line(entry.get("legislative_session")), one_line(entry.get("identifier"))
        with suppress(InvalidIdentifierError):  # else as the source writes it: it names no row of ours
            identifier = normalise_identifier(identifier)
        if identifier:
            relation = openstates_relation(one_line(entry.get("relation_type")).lower(), actions)
            found[RelatedBill(session=session, identifier=identifier, relation=relation)] = None
    return tuple(found)


def _versions(
    listed: list[Listed], matches: Iterable[FileMatch | None], files: BillFiles, chamber: Chamber, zone: ZoneInfo
) -> tuple[tuple[VersionRecord, ...], list[tuple[str, str]]]:
    matched = list(matches)
    publications = [version.publication(legal_date(version.raw_date, zone)) for version in listed]
    records: list[VersionRecord] = []
    too_large: list[tuple[str, str]] = []
    for ordinal, index in enumerate(publication_order(publications, chamber)):
        version, match, publication = listed[index], matched[index], publications[index]
        document = None
        if match is not None:
            try:
                document = files.read(match.name, match.media_type)
            except FileTooLargeError as error:
                too_large.append((match.name, str(error)))
        media_type = match.media_type if match is not None else version.links[0][1] if version.links else ""
        records.append(
            VersionRecord(
                note=version.note,
                stage=publication.stage,
                published_on=publication.published_on,
                url=version.url_for(media_type),
                media_type=media_type,
                ordinal=ordinal,
                document=document,
                upstream_text=match.upstream_text if match is not None else False,
            )
        )
    return tuple(records), too_large
