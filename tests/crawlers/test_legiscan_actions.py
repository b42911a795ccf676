"""The history of a bill and its progress, as classified actions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from crawlers.parsing.legiscan_actions import Progress, Step, actions_of
from crawlers.parsing.legiscan_codes import Event
from monitor.model.bill import BillStatus, Chamber
from tests.crawlers.legiscan_parsed import parse, status

H, S = Chamber.LOWER, Chamber.UPPER


def step(day: int, words: str, *, chamber: Chamber = H, important: bool = False) -> Step:
    return Step(on=date(2026, 1, day), chamber=chamber, text=words, important=important)


def classes(steps: list[Step], *progress: tuple[int, Event], classification: str = "bill") -> list[tuple[str, ...]]:
    made = [Progress(on=date(2026, 1, day), event=event) for day, event in progress]
    return [action.classes for action in actions_of(steps, made, classification=classification)]


def test_a_progress_goes_to_the_entry_of_its_day_that_speaks_of_it():
    steps = [
        step(5, "Read a third time."),
        step(5, "Passed."),
        step(5, "Transmitted.", important=True),
        step(6, "Passed."),
    ]
    assert classes(steps, (5, Event.ENGROSSED)) == [(), ("passage",), (), ()]


def test_an_important_entry_comes_first_and_the_last_of_several():
    steps = [step(5, "Passed.", important=True), step(5, "Passed."), step(5, "Adopted.", important=True)]
    assert classes(steps, (5, Event.ENGROSSED)) == [(), (), ("passage",)]
    silent = [step(5, "One."), step(5, "Two.", important=True), step(5, "Three.")]
    assert classes(silent, (5, Event.VETOED)) == [(), ("executive-veto",), ()]
    assert classes(silent[:1], (5, Event.VETOED)) == [("executive-veto",)]


def test_a_progress_without_an_entry_on_its_day_invents_nothing():
    assert classes([step(5, "Passed.")], (6, Event.ENGROSSED)) == [()]
    assert actions_of([], [Progress(on=None, event=Event.PASSED)], classification="bill") == ()


@pytest.mark.parametrize(
    ("event", "classification", "name"),
    [
        (Event.PREFILED, "bill", "filing"),
        (Event.DRAFT, "bill", "filing"),
        (Event.INTRODUCED, "bill", "introduction"),
        (Event.REFERRED, "bill", "referral-committee"),
        (Event.REPORTED_PASS, "bill", "committee-passage-favorable"),
        (Event.REPORTED_DO_NOT_PASS, "bill", "committee-passage-unfavorable"),
        (Event.ENGROSSED, "bill", "passage"),
        (Event.ENROLLED, "bill", "enrolled"),
        (Event.PASSED, "bill", "became-law"),
        (Event.PASSED, "resolution", "passage"),
        (Event.PASSED, "concurrent resolution", "enrolled"),
        (Event.CHAPTERED, "bill", "became-law"),
        (Event.VETOED, "bill", "executive-veto"),
        (Event.OVERRIDE, "bill", "veto-override-passage"),
        (Event.FAILED, "bill", "failure"),
    ],
)
def test_every_step_has_a_class(event: Event, classification: str, name: str):
    assert classes([step(5, "It happened.")], (5, event), classification=classification) == [(name,)]


def test_a_step_that_is_not_in_the_manual_is_passed_over():
    assert parse(progress=[{"date": "2026-01-12", "event": 99}, {"date": "2026-01-12", "event": ""}]).record.actions


def history(*entries: tuple[str, str, str]) -> list[dict[str, Any]]:
    return [{"date": on, "chamber": chamber, "action": words, "importance": 1} for on, chamber, words in entries]


LIFE = history(
    ("2026-01-12", "H", "Introduced and referred."),
    ("2026-02-01", "H", "Third reading, passed."),
    ("2026-03-01", "S", "Third reading, passed; enrolled."),
    ("2026-03-20", "", "Chapter 12, Laws of 2026."),
)


STEPS = [
    (1, "2026-01-12"),
    (9, "2026-01-12"),
    (2, "2026-02-01"),
    (3, "2026-03-01"),
    (8, "2026-03-20"),
    (4, "2026-03-20"),
]


@pytest.mark.parametrize(
    ("count", "stands"),
    [
        (2, BillStatus.IN_COMMITTEE),
        (3, BillStatus.PASSED_ONE_CHAMBER),
        (4, BillStatus.PASSED_LEGISLATURE),
        (6, BillStatus.ENACTED),
    ],
)
def test_a_life(count: int, stands: BillStatus):
    progress = [{"date": on, "event": event} for event, on in STEPS[:count]]
    last, on = max(step for step in STEPS[:count] if step[0] <= 6)
    told = [entry for entry in LIFE if entry["date"] <= on]
    assert status(parse(history=told, progress=progress, status=min(last, 6), status_date=on)) is stands


def test_a_status_that_the_progress_does_not_repeat():
    vetoed = history(("2026-04-01", "", "Vetoed by Governor."))
    assert status(parse(history=[*LIFE[:3], *vetoed], progress=[], status="5", status_date="2026-04-01")) is (
        BillStatus.VETOED
    )
