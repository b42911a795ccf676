"""Are all 25 ways to fail tests? By the numbers in their names."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
NUMBERED = re.compile(r"test_mode_(\d\d)_")


def found() -> dict[int, list[str]]:
    numbers: dict[int, list[str]] = {}
    for path in sorted(FOLDER.glob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and (match := NUMBERED.match(node.name)):
                assert ast.get_docstring(node), f"{node.name} does not say what fails"
                numbers.setdefault(int(match[1]), []).append(f"{path.name}::{node.name}")
    return numbers


def test_all_25_are_there():
    assert sorted(found()) == list(range(1, 26))


@pytest.mark.parametrize("number", range(1, 26))
def test_the_page_names_each(number: int):
    page = (FOLDER.parents[1] / "docs" / "failure-modes.md").read_text(encoding="utf-8")
    (row,) = re.findall(rf"^\| {number} \|.*$", page, re.MULTILINE)
    module = found()[number][0].partition("::")[0]
    assert f"`{module}`" in row
