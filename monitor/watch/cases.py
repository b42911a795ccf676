"""Which court cases about state AI laws does the program know of? The reviewed file, checked as it is loaded."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Annotated, Final, Literal

from pydantic import Field, field_validator

from monitor.model.bill import InvalidIdentifierError, normalise_identifier
from monitor.model.jurisdiction import UnknownJurisdictionError, jurisdiction
from monitor.model.litigation import CaseFact, CourtCase, LawStatus, StateLaw, law_status
from monitor.watch.errors import WatchDataError
from monitor.watch.read_file import Strict, parse, shipped

__all__ = ["cases_from_text", "known_cases"]

_FILE: Final = "cases.yaml"
_Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}(-\d{2})?$")]
_Words = Annotated[str, Field(min_length=3, max_length=600)]


def _a_day(value: str) -> str:
    dt.date.fromisoformat(value if len(value) > 7 else f"{value}-01")
    return value


class _Law(Strict):
    jurisdiction: str
    bill: str
    year: Annotated[int, Field(ge=2000, le=2100)]
    provision: str = ""

    @field_validator("jurisdiction")
    @classmethod
    def _exists(cls, value: str) -> str:
        try:
            return jurisdiction(value).code
        except UnknownJurisdictionError as error:
            raise ValueError(str(error)) from error

    @field_validator("bill")
    @classmethod
    def _is_a_number(cls, value: str) -> str:
        try:
            return normalise_identifier(value)
        except InvalidIdentifierError as error:
            raise ValueError(str(error)) from error


class _Fact(Strict):
    day: _Day
    text: _Words
    evidence: Literal["primary", "secondary"]
    source: _Words
    sets: LawStatus | None = None
    laws: tuple[str, ...] = ()
    disputed: bool = False

    _real_day = field_validator("day")(_a_day)


class _Case(Strict):
    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    caption: _Words
    court: _Words
    court_id: Annotated[str, Field(pattern=r"^[a-z0-9]{2,15}$")]
    docket_number: Annotated[str, Field(pattern=r"^(\d:\d{2}-[a-z]{2}-\d{5})?$")]
    plaintiffs: Annotated[list[_Words], Field(min_length=1)]
    defendants: Annotated[list[_Words], Field(min_length=1)]
    others: tuple[_Words, ...] = ()
    theories: list[_Words]
    laws: Annotated[list[_Law], Field(min_length=1)]
    filed_on: _Day | Literal[""]
    decided_on: _Day | Literal[""] = ""
    facts: Annotated[list[_Fact], Field(min_length=1)]
    note: str = ""


class _CasesFile(Strict):
    schema_version: Literal[1]
    reviewed_on: dt.date
    known_until: dt.date
    cases: list[_Case]


@cache
def known_cases() -> tuple[CourtCase, ...]:
    """The cases that ship with the program.

    :raises WatchDataError: when the file does not fit.
    """
    return cases_from_text(shipped(_FILE))


def cases_from_text(text: str) -> tuple[CourtCase, ...]:
    """Cases in the order of the file; each law of each has a status that an undisputed fact sets.

    :raises WatchDataError: when the file does not fit the schema or itself.
    """
    file = parse(_FILE, text, _CasesFile)
    found: list[CourtCase] = []
    for entry in file.cases:
        where = f"cases.{entry.id}"
        if any(entry.id == case.id for case in found):
            raise WatchDataError(_FILE, where, "named twice")
        case = _case(entry, file.known_until)
        names = {law.name for law in case.laws}
        for fact in case.facts:
            if strange := sorted(set(fact.laws) - names):
                raise WatchDataError(_FILE, where, f"a fact is about no law of the case: {', '.join(strange)}")
            if fact.disputed and fact.sets is not None:
                raise WatchDataError(_FILE, where, f"a disputed fact ({fact.on}) sets a status")
            if fact.on > file.known_until.isoformat():
                raise WatchDataError(_FILE, where, f"a fact ({fact.on}) is later than the file's knowledge")
        if [fact.on for fact in case.facts] != sorted(fact.on for fact in case.facts):
            raise WatchDataError(_FILE, where, "its facts are not in the order of their days")
        for law in case.laws:
            if law_status(case, law) is None:
                raise WatchDataError(_FILE, where, f"no fact sets the status of {law.name}")
        found.append(case)
    return tuple(found)


def _case(entry: _Case, known_until: dt.date) -> CourtCase:
    return CourtCase(
        id=entry.id,
        caption=entry.caption,
        court=entry.court,
        court_id=entry.court_id,
        docket_number=entry.docket_number,
        plaintiffs=tuple(entry.plaintiffs),
        defendants=tuple(entry.defendants),
        others=tuple(entry.others),
        theories=tuple(entry.theories),
        laws=tuple(
            StateLaw(jurisdiction=law.jurisdiction, identifier=law.bill, year=law.year, provision=law.provision)
            for law in entry.laws
        ),
        filed_on=entry.filed_on,
        decided_on=entry.decided_on,
        facts=tuple(
            CaseFact(
                on=fact.day,
                text=fact.text,
                evidence=fact.evidence,
                source=fact.source,
                sets=fact.sets,
                laws=tuple(fact.laws),
                disputed=fact.disputed,
            )
            for fact in entry.facts
        ),
        known_until=known_until.isoformat(),
        note=entry.note,
    )
