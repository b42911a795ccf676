"""Regular expressions that note how long their longest call took, put in the place of the program's own."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any, TypeVar

import pytest

import monitor.classify
import monitor.text
from monitor.classify import detect
from monitor.classify.duties import DutyRule
from monitor.classify.hints import Hinted

__all__ = ["Longest", "TimedPattern", "all_patterns", "timed_patterns"]

T = TypeVar("T")
Longest = dict[str, tuple[float, int]]
"""By pattern the seconds of its longest single call, and the length of the text it was given."""


class TimedPattern:
    """Answers as the pattern it stands for; a step to the next match is a call of its own."""

    def __init__(self, pattern: re.Pattern[str], name: str, longest: Longest) -> None:
        self.timed, self.name, self.longest = pattern, name, longest
        self.pattern, self.flags = pattern.pattern, pattern.flags

    def _call(self, text: str, act: Callable[[], T]) -> T:
        began = time.process_time()
        done = act()
        took = time.process_time() - began
        if took > self.longest.get(self.name, (0.0, 0))[0]:
            self.longest[self.name] = (took, len(text))
        return done

    def search(self, text: str, *span: int) -> re.Match[str] | None:
        return self._call(text, lambda: self.timed.search(text, *span))

    def match(self, text: str, *span: int) -> re.Match[str] | None:
        return self._call(text, lambda: self.timed.match(text, *span))

    def fullmatch(self, text: str, *span: int) -> re.Match[str] | None:
        return self._call(text, lambda: self.timed.fullmatch(text, *span))

    def findall(self, text: str, *span: int) -> list[Any]:
        return self._call(text, lambda: self.timed.findall(text, *span))

    def split(self, text: str, *most: int) -> list[Any]:
        return self._call(text, lambda: self.timed.split(text, *most))

    def sub(self, by: Any, text: str, *most: int) -> str:
        return self._call(text, lambda: self.timed.sub(by, text, *most))

    def finditer(self, text: str, *span: int) -> Iterator[re.Match[str]]:
        matches = self.timed.finditer(text, *span)
        while (found := self._call(text, lambda: next(matches, None))) is not None:
            yield found


@contextmanager
def timed_patterns(monkeypatch: pytest.MonkeyPatch) -> Iterator[Longest]:
    """Put timed patterns into all modules that read texts, for a while."""
    longest: Longest = {}
    made: dict[re.Pattern[str], Any] = {}

    def timed(value: Any, name: str) -> Any:
        if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
            return made.setdefault(value, TimedPattern(value, name, longest))
        if isinstance(value, Hinted):
            return Hinted(timed(value.pattern, name), value.hints)
        if isinstance(value, DutyRule):
            names = [field for field in _FIELDS if getattr(value, field) is not None]
            return dataclasses.replace(
                value, **{field: timed(getattr(value, field), f"{name}.{value.kind}.{field}") for field in names}
            )
        if type(value) is tuple:
            return tuple(timed(one, name) for one in value)
        return value

    for module in _modules():
        for name, value in list(vars(module).items()):
            if isinstance(value, (re.Pattern, Hinted, tuple)):
                monkeypatch.setattr(module, name, timed(value, f"{module.__name__}.{name}"))
    detect._rules_for.cache_clear()
    try:
        yield longest
    finally:
        monkeypatch.undo()
        detect._rules_for.cache_clear()


def all_patterns() -> list[re.Pattern[str]]:
    """Every expression that reads texts, each once."""
    found: dict[re.Pattern[str], None] = {}

    def collect(value: Any) -> None:
        if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
            found[value] = None
        elif isinstance(value, Hinted):
            collect(value.pattern)
        elif isinstance(value, DutyRule):
            for field in _FIELDS:
                collect(getattr(value, field))
        elif type(value) is tuple:
            for one in value:
                collect(one)

    for module in _modules():
        for value in list(vars(module).values()):
            collect(value)
    return list(found)


_FIELDS = ("pattern", "near", "unless")


def _modules() -> Iterator[ModuleType]:
    for package in (monitor.text, monitor.classify):
        for info in pkgutil.iter_modules(package.__path__):
            yield importlib.import_module(f"{package.__name__}.{info.name}")
