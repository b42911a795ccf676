"""What does a line of the sample files mean? One line to one bill: number, title, sponsors, steps, texts.

``HB 9901 | Title | Sample, A.; Specimen, B. | 09-08 introduced; 09-15 referred Commerce | 09-08 Introduced watermark``

A day without a year lies in 2026. A step is a verb of :data:`_VERBS` with or without words behind it, or ``says`` with
words that fall into no class. A text is a day (``-`` for none), a note with ``-`` for a blank, and what it holds, with
the layout behind a colon when it is not that of the state.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from crawlers.samples.facts import SampleAction

__all__ = ["Line", "TextLine", "chamber_of", "day_of", "read_line", "read_steps", "read_texts"]

_VERBS: Final[dict[str, tuple[str, str, str]]] = {
    # verb: whose step, classes, words; {} takes what stands behind the verb, {chamber} the name of the chamber
    "filed": ("own", "filing", "Prefiled"),
    "introduced": ("own", "introduction,reading-1", "Introduced and read for the first time"),
    "referred": ("own", "referral-committee", "Referred to the {chamber} Committee on {}"),
    "reported": ("own", "committee-passage-favorable", "Reported favorably by the {chamber} Committee on {}"),
    "not-reported": ("own", "committee-failure", "Reported with a recommendation not to pass"),
    "substituted": ("own", "substitution", "Committee substitute adopted"),
    "amended": ("own", "amendment-passage", "Amendment adopted"),
    "passed": ("own", "passage,reading-3", "Read for the third time and passed"),
    "received": ("other", "receipt,introduction", "Received from the other chamber and read for the first time"),
    "referred-there": ("other", "referral-committee", "Referred to the {chamber} Committee on {}"),
    "reported-there": ("other", "committee-passage-favorable", "Reported favorably by the {chamber} Committee on {}"),
    "passed-there": ("other", "passage,reading-3", "Read for the third time and passed"),
    "sent": ("executive", "executive-receipt", "Presented to the Governor"),
    "signed": ("executive", "executive-signature", "Signed by the Governor"),
    "law": ("executive", "became-law", "Became law as chapter {}"),
    "vetoed": ("executive", "executive-veto", "Vetoed by the Governor"),
    "overridden": ("own", "veto-override-passage", "Veto overridden"),
    "failed": ("own", "failure", "Failed on third reading"),
    "died": ("own", "failure", "Died in committee"),
    "withdrawn": ("own", "withdrawal", "Withdrawn by its sponsor"),
    "tabled": ("own", "deferral", "Laid on the table"),
    "says": ("own", "", "{}"),
}
_CHAMBERS: Final = {"lower": "House", "upper": "Senate", "legislature": "Legislature", "executive": "Executive"}
_OTHER: Final = {"lower": "upper", "upper": "lower", "legislature": "legislature"}
_DAY: Final = re.compile(r"(?:([0-9]{4})-)?([0-9]{2}-[0-9]{2})")


class TextLine(NamedTuple):
    """One published text as a line names it."""

    on: str
    note: str
    text: str
    layout: str


class Line(NamedTuple):
    """One bill as a line gives it."""

    number: str
    title: str
    sponsors: tuple[str, ...]
    steps: str
    texts: tuple[TextLine, ...]


def read_line(raw: str) -> Line:
    """Take a line apart.

    :raises ValueError: when it has not its five or four parts.
    """
    parts = [part.strip() for part in raw.split("|")]
    if len(parts) not in (4, 5):
        raise ValueError(f"a sample bill has four or five parts: {raw[:80]!r}")
    number, title, sponsors, steps = parts[:4]
    names = tuple(name.strip() for name in sponsors.split(";") if name.strip())
    return Line(number, title, names, steps, read_texts(parts[4] if len(parts) == 5 else ""))


def read_texts(raw: str) -> tuple[TextLine, ...]:
    """The published texts of a line, in its order.

    :raises ValueError: when one has not three parts.
    """
    found = []
    for entry in filter(None, (part.strip() for part in raw.split(";"))):
        day, note, what = entry.split(" ")
        text, _, layout = what.partition(":")
        found.append(TextLine(day_of(day), note.replace("-", " "), text, layout))
    return tuple(found)


def read_steps(raw: str, chamber: str) -> tuple[SampleAction, ...]:
    """The steps of a line, in its order.

    :raises ValueError: when a verb is unknown or a day is none.
    """
    found = []
    for entry in filter(None, (part.strip() for part in raw.split(";"))):
        day, verb, *rest = entry.split(" ", 2)
        if verb not in _VERBS:
            raise ValueError(f"no such step: {verb!r}")
        whose, classes, words = _VERBS[verb]
        where = {"own": chamber, "other": _OTHER[chamber]}.get(whose, whose)
        said = words.format(rest[0] if rest else "Rules", chamber=_CHAMBERS[where])
        found.append(
            SampleAction(
                on=day_of(day), chamber=where, classes=tuple(classes.split(",")) if classes else (), words=said
            )
        )
    return tuple(found)


def day_of(raw: str) -> str:
    """``09-08`` as ``2026-09-08``; ``-`` as an empty string.

    :raises ValueError: when it is no day.
    """
    if raw == "-":
        return ""
    match = _DAY.fullmatch(raw)
    if match is None:
        raise ValueError(f"no day: {raw!r}")
    return f"{match[1] or '2026'}-{match[2]}"


def chamber_of(number: str, lower: str, upper: str) -> str:
    """Which chamber a bill began in, by its number; a legislature of one chamber has the same prefix twice."""
    if lower == upper:
        return "legislature"
    return "upper" if number.startswith(upper) else "lower"
