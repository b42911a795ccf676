from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from alerts.digest import Numbers
from alerts.facts import Coverage, ItemKind, UnjudgedKind
from alerts.wording import (
    codes_words,
    confidence_word,
    count_words,
    coverage_words,
    day_words,
    label_words,
    moment_words,
    plural,
    severity_word,
    unjudged_words,
)
from monitor.model.finding import Label
from tests.alerts.samples import NOW, coverage, source


def test_severities_and_confidences():
    assert [severity_word(n) for n in range(-1, 7)] == [
        "Minor",
        "Minor",
        "Minor",
        "Low",
        "Medium",
        "High",
        "Critical",
        "Critical",
    ]
    assert [confidence_word(c) for c in (1.0, 0.9, 0.89, 0.5, 0.49, 0.0)] == [
        "high",
        "high",
        "medium",
        "medium",
        "low",
        "low",
    ]


def test_labels_never_say_preempted():
    assert label_words(Label.CONFLICT) == "conflicts with a stated federal position"
    assert label_words(Label.POTENTIAL) == "may conflict with a stated federal position"
    assert {label_words(label) for label in (None, Label.EXEMPT, Label.ALIGNED, Label.NONE)} == {"no conflict found"}


def test_days_and_moments():
    assert day_words(date(2026, 11, 23)) == "23 Nov 2026"
    assert day_words(date(2026, 11, 1), year=False, weekday=True) == "Sun 1 Nov"
    assert moment_words(NOW, ZoneInfo("America/New_York")) == "Mon 23 Nov, 07:00"
    assert moment_words(NOW, ZoneInfo("Pacific/Apia"), year=True) == "Tue 24 Nov 2026, 01:00"
    elsewhere = datetime(2026, 1, 1, 0, 5, tzinfo=timezone(timedelta(hours=14)))
    assert moment_words(elsewhere, ZoneInfo("UTC")) == "Wed 31 Dec, 10:05"


def test_counts():
    def numbers(conflicts=0, potential=0, unjudged=0, **kinds) -> str:
        by_kind = {kind: kinds.get(kind.name.lower(), 0) for kind in ItemKind}
        return count_words(
            Numbers(
                new_conflicts=conflicts, new_potential=potential, by_kind=by_kind, unjudged=unjudged, jurisdictions=()
            )
        )

    assert numbers() == ""
    assert numbers(1) == "1 new conflict"
    assert numbers(2, 1, worsened=1, resolved=3) == "2 new conflicts, 1 new possible conflict, 1 worsened, 3 resolved"
    assert numbers(moved=1, eased=1, changed=2, unjudged=4) == (
        "1 moved towards law, 1 eased, 2 changed in wording, 4 not judged"
    )
    assert plural(0, "item") == "0 items"
    assert plural(2, "axis", "axes") == "2 axes"
    assert codes_words(["CA", "NY", "TX"], 2) == "CA NY +1"
    assert codes_words(["CA", "NY"], 2) == "CA NY"
    assert codes_words([], 2) == ""


@pytest.mark.parametrize(
    ("sources", "waiting", "words"),
    [
        ((source("a", "CA", "NY"),), 0, "2 of 2 jurisdictions read (CA NY)."),
        ((source("a", "CA"),), 1, "1 of 1 jurisdiction read (CA); 1 text not judged yet."),
        (
            (source("a", "CA"), source("b", "NH", age=timedelta(days=3))),
            2,
            "1 of 2 jurisdictions read (CA); not read in time: NH; b stale 3 days; 2 texts not judged yet.",
        ),
        (
            (source("a", "CA", age=timedelta(hours=40), last_failed=True),),
            0,
            "0 of 1 jurisdiction read; not read in time: CA; a stale 40 hours (the latest run failed).",
        ),
        (
            (source("a", "CA", age=timedelta(days=3)), source("b", "CA")),
            0,
            "1 of 1 jurisdiction read (CA); a stale 3 days.",
        ),
        ((source("a", age=None),), 0, "0 of 0 jurisdictions read; a has never been read completely."),
    ],
)
def test_the_coverage_line(sources, waiting: int, words: str):
    assert coverage_words(coverage(*sources, waiting=waiting), NOW) == words


def test_no_source_is_said():
    assert coverage_words(Coverage(sources=(), waiting=3), NOW) == "No source has been read yet."


def test_a_spell_of_staleness_has_a_name_of_its_own():
    first, second = source("a", age=timedelta(days=3)), source("a", age=timedelta(days=4))
    assert first.marker != second.marker
    assert source("a", age=None).marker == "stale:a:never"
    assert coverage(first, source("b")).stale == (first,)


def test_what_was_not_judged():
    assert unjudged_words(UnjudgedKind.UNREADABLE, "") == "the newest text cannot be read"
    assert unjudged_words(UnjudgedKind.MISSING, "Enrolled") == (
        "the newest text (Enrolled) was not published in a form that can be read"
    )
    assert unjudged_words(UnjudgedKind.FAILED, "Enrolled") == "the judgement of the newest text (Enrolled) failed"
