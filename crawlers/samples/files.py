"""How are archives and texts sent? With entity tag and date, in parts when asked for, not at all when unchanged."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from typing import Final

from crawlers.samples.answer import Answer, Kind, json_answer
from crawlers.samples.archive_shape import archive_bytes
from crawlers.samples.facts import World
from crawlers.samples.openstates_shape import MEDIA_TYPES

__all__ = ["archive_answer", "document_answer", "partial"]

_ARCHIVE: Final = re.compile(r"([a-z]{2})-legislation\.tar\.gz")
_RANGE: Final = re.compile(r"bytes=([0-9]{1,18})-([0-9]{0,18})")
_CHANGED: Final = (datetime(2026, 11, 23, 6, tzinfo=UTC), datetime(2026, 11, 24, 6, tzinfo=UTC))


def archive_answer(world: World, name: str, folder: Path, made: dict[tuple[int, str], bytes]) -> Answer:
    """The archive of a state; ``made`` keeps those that were made."""
    match = _ARCHIVE.fullmatch(name)
    code = match[1].upper() if match else ""
    if code not in world.legislatures:
        return json_answer("archive", Kind.ARCHIVE, {"detail": "Not Found"}, status=404)
    key = (min(world.day, 2), code)
    if key not in made:
        made[key] = archive_bytes(world, code, folder)
    before = made.get((1, code)) if key[0] == 2 else None
    unchanged = before is not None and before == made[key]
    return _file("archive", Kind.ARCHIVE, made[key], "application/gzip", 1 if unchanged else key[0], code)


def document_answer(world: World, path: str) -> Answer:
    """A text by its address at its legislature."""
    for bill in world.bills:
        for text in bill.texts:
            if text.body is not None and f"{text.address}{text.ending}" == path:
                media_type = MEDIA_TYPES[text.ending.lower()]
                return _file("documents", Kind.TEXT, text.body, media_type, 1, f"{bill.key} {text.note}")
    return json_answer("documents", Kind.TEXT, {"detail": "Not Found"}, status=404)


def _file(endpoint: str, kind: Kind, body: bytes, media_type: str, day: int, subject: str) -> Answer:
    headers = (
        ("Content-Type", media_type),
        ("ETag", f'"{hashlib.sha256(body).hexdigest()[:32]}"'),
        ("Last-Modified", format_datetime(_CHANGED[day - 1], usegmt=True)),
        ("Accept-Ranges", "bytes"),
    )
    return Answer(endpoint=endpoint, kind=kind, body=body, headers=headers, subject=subject)


def partial(answer: Answer, asked: Mapping[str, str]) -> Answer:
    """The answer to a conditional request or to one for a part; other answers as they are."""
    headers = dict(answer.headers)
    etag, changed = headers.get("ETag", ""), headers.get("Last-Modified", "")
    if answer.status != 200 or not etag or answer.claimed_length is not None:
        return answer
    if _unchanged(asked, etag, changed):
        return replace(answer, status=304, body=b"")
    match = _RANGE.fullmatch(asked.get("range", "").strip())
    if match is None or asked.get("if-range", etag) not in (etag, changed):
        return answer
    total, start = len(answer.body), int(match[1])
    end = min(int(match[2]) if match[2] else total - 1, total - 1)
    if start >= total or end < start:
        return replace(answer, status=416, body=b"", headers=(("Content-Range", f"bytes */{total}"),))
    part = (*answer.headers, ("Content-Range", f"bytes {start}-{end}/{total}"))
    return replace(answer, status=206, body=answer.body[start : end + 1], headers=part)


def _unchanged(asked: Mapping[str, str], etag: str, changed: str) -> bool:
    """An entity tag decides when there is one, else the date (RFC 9110, 13.2.2)."""
    if tags := asked.get("if-none-match"):
        return tags.strip() == "*" or etag in [tag.strip().removeprefix("W/") for tag in tags.split(",")]
    try:
        since = parsedate_to_datetime(asked.get("if-modified-since", ""))
    except (ValueError, IndexError, TypeError):
        return False
    if since.tzinfo is None:
        since = since.replace(tzinfo=UTC)
    return parsedate_to_datetime(changed) <= since
