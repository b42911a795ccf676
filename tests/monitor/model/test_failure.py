from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.failure import Action, FailureKind, failure, kind_of_status, known_kind

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("kind", list(FailureKind))
def test_every_kind_has_a_meaning_and_an_action(kind: FailureKind):
    found = failure(kind)
    assert found.kind is kind
    assert found.meaning
    assert "\n" not in found.meaning
    assert re.fullmatch(r"[a-z0-9-]+", kind.value)


def test_every_action_is_of_use():
    assert {failure(kind).action for kind in FailureKind} == set(Action)


def test_the_kinds_that_crawlers_record_are_of_the_taxonomy():
    words = set()
    for path in (ROOT / "crawlers").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        words |= set(re.findall(r'ItemError\(\s*kind="([a-z0-9-]+)"', source))
        words |= set(re.findall(r'MalformedBillError\(\s*"([a-z0-9-]+)"', source))
    assert len(words) >= 5
    assert [word for word in sorted(words) if known_kind(word) is FailureKind.OTHER] == []


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (200, None),
        (304, None),
        (302, None),
        (401, FailureKind.BLOCKED),
        (403, FailureKind.BLOCKED),
        (406, FailureKind.BLOCKED),
        (404, FailureKind.NOT_FOUND),
        (410, FailureKind.NOT_FOUND),
        (408, FailureKind.SERVER_ERROR),
        (429, FailureKind.RATE_LIMITED),
        (400, FailureKind.REFUSED),
        (418, FailureKind.REFUSED),
        (500, FailureKind.SERVER_ERROR),
        (503, FailureKind.SERVER_ERROR),
        (599, FailureKind.SERVER_ERROR),
    ],
)
def test_the_kind_of_a_status(status: int, kind: FailureKind | None):
    assert kind_of_status(status) is kind


@given(st.text())
def test_another_word_is_other(word: str):
    assert known_kind("no " + word) is FailureKind.OTHER


def test_its_own_words_are_known():
    assert [known_kind(kind.value) for kind in FailureKind] == list(FailureKind)
