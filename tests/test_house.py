"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import click
import pytest

from monitor.cli import cli
from monitor.config import Settings

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted(p for package in ("crawlers", "monitor", "alerts", "tools") for p in (ROOT / package).rglob("*.py"))


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_modules_are_small_and_say_what_they_answer(path: Path):
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 400 or "migrations" in path.parts, "only a migration is as long as its tables"
    assert path.stem not in {"utils", "helpers", "common", "manager", "misc"}
    assert ast.get_docstring(ast.parse(source)), "a module says in its first line what it answers"


def test_texts_never_say_that_something_is_preempted():
    """Templates and positions speak to readers; "preempted" may stand there only to be denied."""
    wrong = []
    for folder in ("alerts", "monitor/positions", "monitor/watch", "monitor/classify", "monitor/second_opinion"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in {".j2", ".html", ".txt", ".yaml", ".jinja"}:
                for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                    if re.search(r"\b(is|are|was|were|been) preempted\b", line, re.IGNORECASE):
                        wrong.append(f"{_name(path)}:{number}: {line.strip()}")
    assert wrong == []


def test_the_lock_names_hashes_and_no_address():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "--index-url" not in lock
    assert "://" not in lock
    requirements = re.findall(r"^[a-z0-9][\w.\-\[\]]*==", lock, re.MULTILINE)
    assert len(requirements) > 50
    blocks = re.split(r"^(?=[a-z0-9])", lock, flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in block for block in blocks)


def test_the_wheel_holds_the_data_files():
    """What the packages read at run time lies inside them."""
    for folder in (
        "monitor/positions/data",
        "monitor/watch/data",
        "monitor/classify/data",
        "monitor/store/migrations/versions",
        "monitor/second_opinion/templates",
        "alerts/templates",
        "crawlers/templates",
    ):
        assert any((ROOT / folder).iterdir()), folder


def test_every_command_and_every_setting_is_documented():
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    documents = "\n".join(path.read_text(encoding="utf-8") for path in pages)
    commands = cli.list_commands(click.Context(cli))
    assert [name for name in commands if f"preempt {name}" not in documents] == []
    operating = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    assert [name for name in Settings.model_fields if f"`{name}`" not in operating] == []


def test_links_between_documents_lead_somewhere():
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"
