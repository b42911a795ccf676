"""Which federal days does the program know of: comment deadlines, and what orders tell agencies to do by when?"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Annotated, Final, Literal

from pydantic import Field

from monitor.model.deadline import ClockKind, Deadline
from monitor.watch.errors import WatchDataError
from monitor.watch.read_file import Strict, parse, shipped

__all__ = ["clocks_from_text", "federal_clocks"]

_FILE: Final = "clocks.yaml"
_Words = Annotated[str, Field(min_length=3, max_length=400)]


class _Clock(Strict):
    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    kind: Literal[ClockKind.COMMENT, ClockKind.AGENCY]
    title: _Words
    day: dt.date | None = None
    counted_from: dt.date | None = None
    days: Annotated[int, Field(ge=1, le=1000)] | None = None
    when: str = ""
    source: _Words
    address: str = Field("", pattern=r"^(https://[!-~]+)?$")
    outcome: str = ""
    note: str = ""


class _ClocksFile(Strict):
    schema_version: Literal[1]
    reviewed_on: dt.date
    known_until: dt.date
    clocks: list[_Clock]


@cache
def federal_clocks() -> tuple[Deadline, ...]:
    """The days that ship with the program.

    :raises WatchDataError: when the file does not fit.
    """
    return clocks_from_text(shipped(_FILE))


def clocks_from_text(text: str) -> tuple[Deadline, ...]:
    """Days in the order of the file. One that is counted from another is counted again here.

    :raises WatchDataError: when the file does not fit the schema or itself.
    """
    file = parse(_FILE, text, _ClocksFile)
    found: list[Deadline] = []
    for entry in file.clocks:
        where = f"clocks.{entry.id}"
        if any(one.id == entry.id for one in found):
            raise WatchDataError(_FILE, where, "named twice")
        if entry.day is None and not entry.when:
            raise WatchDataError(_FILE, where, "neither a day nor words for it")
        if (entry.counted_from is None) is not (entry.days is None):
            raise WatchDataError(_FILE, where, "counted_from and days go together")
        if entry.counted_from is not None and entry.days is not None:
            counted = entry.counted_from + dt.timedelta(days=entry.days)
            if entry.day != counted:
                raise WatchDataError(_FILE, where, f"{entry.days} days from {entry.counted_from} is {counted}")
        found.append(
            Deadline(
                id=entry.id,
                kind=entry.kind,
                on=entry.day,
                title=entry.title,
                source=entry.source,
                when=entry.when,
                address=entry.address,
                outcome=entry.outcome,
                known_until=file.known_until,
                note=entry.note,
            )
        )
    return tuple(found)
