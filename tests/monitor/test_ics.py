"""A calendar is read back here by the rules of RFC 5545, written down a second time."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.ics import calendar, escaped, folded
from monitor.model.deadline import ClockKind, Deadline

STAMP = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
WORDS = st.text(alphabet=st.characters(exclude_categories=()))
DEADLINES = st.builds(
    Deadline,
    id=st.from_regex(r"[a-z0-9-]{1,40}", fullmatch=True),
    kind=st.sampled_from(ClockKind),
    on=st.none() | st.dates(),
    title=WORDS,
    source=WORDS,
    outcome=WORDS,
    note=WORDS,
    address=WORDS | st.just("https://agency.example/ai?a=1,2;3"),
)


def read(body: bytes) -> list[tuple[str, str]]:
    """Names and values of the unfolded lines."""
    assert body.endswith(b"\r\n")
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", body)
    lines = body.decode("utf-8").replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    return [(name, value) for name, _, value in (line.partition(":") for line in lines)]


def unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def plain(text: str) -> str:
    """What of a text a calendar can hold."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode()
    return re.sub("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]", "", text)


@given(st.lists(DEADLINES, max_size=4))
def test_any_list_is_read_back(deadlines: list[Deadline]):
    dated = [one for one in deadlines if one.on is not None]
    if not dated:
        with pytest.raises(ValueError, match="nothing has a day"):
            calendar(deadlines, stamped_at=STAMP)
        return
    lines = read(calendar(deadlines, stamped_at=STAMP))
    assert [value for name, value in lines if name == "BEGIN"] == ["VCALENDAR", *["VEVENT"] * len(dated)]
    assert [value for name, value in lines if name == "END"] == [*["VEVENT"] * len(dated), "VCALENDAR"]
    assert [value for name, value in lines if name == "UID"] == [f"{one.id}@preempt.invalid" for one in dated]
    assert [value for name, value in lines if name == "DTSTART;VALUE=DATE"] == [
        one.on.isoformat().replace("-", "") for one in dated if one.on
    ]
    assert {value for name, value in lines if name == "DTSTAMP"} == {"20261123T120000Z"}
    said = [unescaped(value) for name, value in lines if name == "SUMMARY"]
    assert said == [f"{one.kind.value}: {plain(one.title)}" for one in dated]
    known = {"BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "UID", "DTSTAMP", "SUMMARY", "DESCRIPTION", "CATEGORIES"}
    assert {name for name, _ in lines} <= known | {"URL", "TRANSP", "DTSTART;VALUE=DATE", "DTEND;VALUE=DATE"}
    for name, value in lines:
        if name in {"SUMMARY", "DESCRIPTION", "CATEGORIES"}:
            assert not re.search(r"(?<!\\)(?:\\\\)*[,;]", value)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))))
def test_a_folded_line_cuts_no_character(line: str):
    body = folded(line)
    parts = body.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(part) <= 75 and part.decode("utf-8") is not None for part in parts)
    assert all(len(part) > 71 for part in parts[:-1])
    assert body.decode().replace("\r\n ", "").removesuffix("\r\n") == line


def test_one_event():
    one = Deadline(
        id="ftc-9901",
        kind=ClockKind.COMMENT,
        on=date(2026, 12, 31),
        title="Comments; last day, all\\any",
        source="docket FTC-9901",
        address="https://agency.example/ai",
    )
    at = datetime(2026, 11, 23, 7, 0, tzinfo=timezone(timedelta(hours=-5)))
    assert calendar([one], stamped_at=at).decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Preempt//Clocks//EN",
        "CALSCALE:GREGORIAN",
        "BEGIN:VEVENT",
        "UID:ftc-9901@preempt.invalid",
        "DTSTAMP:20261123T120000Z",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        r"SUMMARY:comment-deadline: Comments\; last day\, all\\any",
        "DESCRIPTION:Source: docket FTC-9901",
        "CATEGORIES:comment-deadline",
        "URL:https://agency.example/ai",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    with pytest.raises(ValueError, match="zone"):
        calendar([one], stamped_at=at.replace(tzinfo=None))


def test_nothing_ends_a_line_early():
    assert escaped("a\r\nATTENDEE:b\x0b\u2028c") == "a\\nATTENDEE:bc"
    evil = Deadline(
        id="x", kind=ClockKind.COMMENT, on=date(2027, 1, 1), title="t", source="s", address="https://a.example/\r\nX:1"
    )
    assert b"URL" not in calendar([evil], stamped_at=STAMP)
