"""Does a reviewed data file fit its schema? One way from YAML to checked values."""

from __future__ import annotations

from importlib import resources
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from monitor.watch.errors import WatchDataError

__all__ = ["Strict", "parse", "shipped"]

_File = TypeVar("_File", bound=BaseModel)


class Strict(BaseModel):
    """Unknown fields are errors: a misspelt one must not be lost."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def shipped(name: str) -> str:
    """The text of a file that ships with the program."""
    return resources.files("monitor.watch").joinpath("data", name).read_text(encoding="utf-8")


def parse(name: str, text: str, kind: type[_File]) -> _File:
    """The file as values.

    :raises WatchDataError: when it does not fit.
    """
    try:
        content: Any = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise WatchDataError(name, f"line {mark.line + 1}" if mark is not None else "file", "is not YAML") from error
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "file"
        raise WatchDataError(name, field, first["msg"].removeprefix("Value error, ")) from error
