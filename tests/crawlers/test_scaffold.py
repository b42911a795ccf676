"""A new source: what is generated fails and says why; with hooks of a few lines it passes, on every platform."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawlers.scaffold import KINDS, ScaffoldError, new_source, write_source
from monitor.cli import cli

ROOT = Path(__file__).resolve().parents[2]
PLATFORMS = sorted(KINDS)

_IMPORTS = """
from datetime import datetime
from monitor.model.bill import Action, BillKey, BillRecord, Chamber, Sponsor, VersionRecord, VersionStage
from monitor.model.listing import ListedBill
from crawlers.parsing.pages import ListPage, mark_of

def _record(page, number, session, title, sponsor, actions, links):
    return BillRecord(
        key=BillKey(jurisdiction="CO", session=session, identifier=number), title=title, source=page.source,
        source_url=page.url, observed_at=page.fetched_at,
        sponsors=(Sponsor(name=sponsor, role="primary", kind="person"),),
        actions=tuple(Action(on=on, chamber=Chamber.UNKNOWN, text=text, classes=(), ordinal=n)
                      for n, (on, text) in enumerate(actions)),
        versions=tuple(VersionRecord(note="Introduced", stage=VersionStage.INTRODUCED, published_on=None,
                                     url=page.address(link), media_type="text/html", ordinal=n)
                       for n, link in enumerate(links)))
"""
_HTML_BILL = """
from crawlers.parsing.html_page import link_of, text_of

def parse_bill(page, entry):
    rows = [[text_of(cell) for cell in row.css("td")] for row in page.all("table#actions tr")]
    actions = [(datetime.strptime(day, "%m/%d/%Y").date(), text) for day, text in rows]
    return _record(page, text_of(page.must("h1")), page.text("p.session"), page.text("p.title"),
                   page.text("p.sponsor"), actions, [link_of(page.must("a.text"))])
"""
# What an engineer would write, in few words.
HOOKS = {
    "html-listing": _IMPORTS
    + _HTML_BILL
    + """
def parse_list(page):
    rows = page.must("table#bills").css("tr")[1:]
    return ListPage(total=1, entries=tuple(
        ListedBill(native_id=page.path(link_of(row.css_first("a"))), mark=mark_of(text_of(row)), session="2026",
                   jurisdiction="CO", identifier=text_of(row.css_first("a"))) for row in rows))
""",
    "xml-service": _IMPORTS
    + """
from datetime import date
from crawlers.parsing.xml_page import field_of

def parse_list(page):
    page.must("Bills")
    return ListPage(entries=tuple(
        ListedBill(native_id=f"bills/{field_of(bill, 'Id')}.xml", mark=field_of(bill, "Changed"), jurisdiction="CO",
                   session=field_of(bill, "Session"), identifier=field_of(bill, "Number"))
        for bill in page.all("Bill")))

def parse_bill(page, entry):
    actions = [(date.fromisoformat(field_of(one, "Date")), field_of(one, "Text")) for one in page.all("Action")]
    return _record(page, page.text("Number"), page.text("Session"), page.text("Title"), page.text("Sponsor"), actions,
                   [field_of(one, "Url") for one in page.all("Version")])
""",
    "feed": _IMPORTS
    + _HTML_BILL
    + """
def parse_list(page):
    return ListPage(entries=tuple(
        ListedBill(native_id=page.path(entry.link), mark=entry.id, session="2026", jurisdiction="CO",
                   identifier=entry.title.partition(":")[0]) for entry in page.entries))
""",
    "json-api": _IMPORTS
    + """
from datetime import date

def parse_list(page):
    return ListPage(total=page.must("total"), entries=tuple(
        ListedBill(native_id=f"bills/{bill['id']}.json", mark=bill["changed"], session=bill["session"],
                   jurisdiction="CO", identifier=bill["number"]) for bill in page.must("bills")))

def parse_bill(page, entry):
    actions = [(date.fromisoformat(one["date"]), one["text"]) for one in page.must("actions")]
    return _record(page, page.must("number"), page.must("session"), page.must("title"), page.must("sponsors")[0],
                   actions, [one["url"] for one in page.must("versions")])
""",
    "bulk-files": """
import json
from datetime import date
from monitor.model.bill import Action, BillKey, BillRecord, Chamber, Sponsor

def split_bills(body):
    for line in body.splitlines():
        yield json.loads(line)["number"], line

def parse_bill(document, *, source):
    raw = json.loads(document.body)
    return BillRecord(
        key=BillKey(jurisdiction="CO", session=raw["session"], identifier=raw["number"]), title=raw["title"],
        source=source, source_url=document.url, observed_at=document.fetched_at, metadata=document,
        sponsors=tuple(Sponsor(name=name, role="primary", kind="person") for name in raw["sponsors"]),
        actions=tuple(Action(on=date.fromisoformat(one["date"]), chamber=Chamber.UNKNOWN, text=one["text"], classes=(),
                             ordinal=n) for n, one in enumerate(raw["actions"])))
""",
}


def invoke(*argv: str) -> Result:
    return CliRunner().invoke(cli, argv, catch_exceptions=False)


def pytest_of(folder: Path) -> subprocess.CompletedProcess[str]:
    """The generated test, in a copy of the package that holds the new source."""
    environment = {**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"}
    argv = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:randomly",
        "--import-mode=importlib",
    ]
    test = "tests/crawlers/test_source_co_sample.py"
    return subprocess.run(
        [*argv, "-c", os.devnull, "--rootdir", str(folder), test],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_generated_test_fails_until_the_hooks_are_written(tmp_path: Path, platform: str):
    ignored = shutil.ignore_patterns("__pycache__", "test_*", "samples", "middlewares", "fixtures")
    shutil.copytree(ROOT / "crawlers", tmp_path / "crawlers", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "tests/crawlers", tmp_path / "tests/crawlers", ignore=ignored)
    done = invoke("crawl", "new", "co-sample", "--platform", platform, "-j", "CO", "--into", str(tmp_path))
    assert done.exit_code == 0, done.output
    assert "next: python -m pytest tests/crawlers/test_source_co_sample.py" in done.output
    before = pytest_of(tmp_path)
    assert before.returncode == 1, before.stdout + before.stderr
    assert "3 failed" in before.stdout
    assert "NotImplementedError: next: write" in before.stdout
    assert "crawlers/parsing/co_sample.py" in before.stdout
    (tmp_path / "crawlers/parsing/co_sample.py").write_text(HOOKS[platform], encoding="utf-8")
    after = pytest_of(tmp_path)
    assert after.returncode == 0, after.stdout + after.stderr
    assert "3 passed" in after.stdout


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("code", ["CO", ""])
def test_what_is_generated_is_in_the_style_of_the_house(tmp_path: Path, platform: str, code: str):
    for name in ("co-sample", "sample-with-as-long-a-name-xx-32"):
        write_source(new_source(name, platform=platform, jurisdiction=code), tmp_path)
    for package in ("crawlers", "crawlers/spiders", "crawlers/parsing"):
        (tmp_path / package / "__init__.py").write_text('"""A package."""\n')
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    ours = 'lint.isort.known-first-party=["crawlers", "monitor", "tests"]'  # as in the checkout, where tests lies
    for command in (["check", "--config", ours], ["format", "--check"]):
        argv = [sys.executable, "-m", "ruff", *command, "--no-cache", "."]
        done = subprocess.run(argv, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "name", ["", "A", "wa_bills", "../wa", "wa--bills", "wa-", "class", "9wa", "wa bills", "é", "x" * 30]
)
def test_names_that_cannot_be(tmp_path: Path, name: str):
    done = CliRunner().invoke(cli, ["crawl", "new", "--platform", "feed", "--into", str(tmp_path), "--", name])
    assert isinstance(done.exception, ScaffoldError)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over_without_force(tmp_path: Path):
    files = new_source("co-sample", platform="feed")
    written = write_source(files, tmp_path)
    changed = next(path for path in written if path.suffix == ".rss")
    changed.write_text("mine")
    changed.with_name("bill.html").unlink()
    with pytest.raises(ScaffoldError, match=r"already there: .*list\.rss.*nothing was written"):
        write_source(files, tmp_path)
    assert changed.read_text() == "mine"
    assert not changed.with_name("bill.html").exists()
    write_source(files, tmp_path, force=True)
    assert changed.read_text() != "mine"


def test_a_module_of_something_else_is_never_written_over(tmp_path: Path):
    other = tmp_path / "crawlers/parsing/notes.py"
    other.parent.mkdir(parents=True)
    other.write_text("'''notes'''\n")
    with pytest.raises(ScaffoldError, match="of something else"):
        write_source(new_source("notes", platform="feed"), tmp_path, force=True)
    assert other.read_text() == "'''notes'''\n"


def test_help_has_examples():
    for command in ("new", "run", "check", "list"):
        said = invoke("crawl", command, "--help").output
        assert "Examples:" in said
        assert f"preempt crawl {command}" in said
