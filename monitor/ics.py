"""How does a list of days look to a calendar program? RFC 5545, as strictly as programs need it.

No library for it is among the dependencies, and what is written here is small: whole days, no repetition, no zones.
Lines end in CRLF and are folded at 75 octets between characters (3.1); text is escaped (3.3.11); a UID is the same for
ever and DTSTAMP is given (3.8.4.7, 3.8.7.2); DTEND is the day after (3.6.1).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final

from monitor.model.deadline import Deadline

__all__ = ["calendar", "escaped", "folded"]

_OCTETS: Final = 75
_UID_HOST: Final = "preempt.invalid"  # RFC 2606: no host bears it


def calendar(deadlines: Iterable[Deadline], *, stamped_at: datetime) -> bytes:
    """A calendar of all that have a day; ``stamped_at`` is when it was made.

    :raises ValueError: when the moment has no zone, or nothing has a day: a calendar without an event is none (3.6).
    """
    if stamped_at.tzinfo is None:
        raise ValueError("a moment without a zone is no time stamp")
    stamp = f"{stamped_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    events = [line for one in deadlines for line in _event(one, stamp)]
    if not events:
        raise ValueError("nothing has a day")
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Preempt//Clocks//EN", "CALSCALE:GREGORIAN"]
    return b"".join(folded(line) for line in (*head, *events, "END:VCALENDAR"))


def _event(one: Deadline, stamp: str) -> Iterator[str]:
    if one.on is None:
        return
    yield "BEGIN:VEVENT"
    yield f"UID:{one.id}@{_UID_HOST}"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{_basic(one.on)}"
    if one.on < one.on.max:
        yield f"DTEND;VALUE=DATE:{_basic(one.on + timedelta(days=1))}"
    yield f"SUMMARY:{escaped(f'{one.kind.value}: {one.title}')}"
    told = [f"Source: {one.source}", f"Outcome: {one.outcome}" if one.outcome else "", one.note]
    yield f"DESCRIPTION:{escaped(chr(10).join(filter(None, told)))}"
    yield f"CATEGORIES:{escaped(one.kind.value)}"
    if _is_uri(one.address):
        yield f"URL:{one.address}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _basic(day: date) -> str:
    return day.isoformat().replace("-", "")  # strftime leaves the zeros of early years out


def _is_uri(address: str) -> bool:
    """A URI is not escaped, so it holds nothing that could end its line."""
    return address.startswith("https://") and address.isascii() and address.isprintable() and " " not in address


def escaped(text: str) -> str:
    """A value of type TEXT: backslash, semicolon, comma and line break; other controls are left out."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode("utf-8")
    plain = plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return "".join(
        c for c in plain if c >= " " and c != "\x7f" and not "\x80" <= c <= "\x9f" and c not in "\u2028\u2029"
    )


def folded(line: str) -> bytes:
    """A content line with its CRLF; no part is longer than 75 octets, and no character is cut."""
    parts: list[bytes] = [b""]
    for character in line:
        octets = character.encode()
        if len(parts[-1]) + len(octets) > _OCTETS:
            parts.append(b" ")
        parts[-1] += octets
    return b"\r\n".join(parts) + b"\r\n"
