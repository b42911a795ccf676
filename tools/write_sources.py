"""Which sources are there, and which fields do their bills have? The table of docs/sources.md, measured on samples.

``python -m tools.write_sources`` crawls the samples of each source on loopback and writes the table between its marks;
with ``--check`` it writes nothing and fails when the table is another one.
"""

from __future__ import annotations

import importlib.util
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import click

from crawlers.catalog import SourceFacts, sources
from crawlers.samples.server import sample_server
from monitor.config import Settings
from tests.crawlers.rehearsal import Command, Rehearsed, rehearse
from tests.crawlers.site import a_site

__all__ = ["coverage_of", "main", "row", "with_table"]

ROOT: Final = Path(__file__).resolve().parents[1]
DOCUMENT: Final = ROOT / "docs" / "sources.md"
BEGIN: Final = "<!-- sources: written by `python -m tools.write_sources` -->"
END: Final = "<!-- sources: end -->"
FIELDS: Final = ("abstract", "actions", "sponsors", "subjects", "versions", "texts")
_HEAD: Final = f"| source | kind | key | {' | '.join(FIELDS)} |\n| --- | --- | --- |{' --- |' * len(FIELDS)}"


def row(facts: SourceFacts, coverage: Mapping[str, float]) -> str:
    """A line of the table: the share of the sample bills that have each field; a dot where nothing was measured."""
    shares = (f"{coverage[name]:.0%}" if name in coverage else "·" for name in FIELDS)
    key = f"`{facts.key}`" if facts.key else "none"
    return f"| `{facts.command.removeprefix('preempt ')}` | {facts.platform} | {key} | {' | '.join(shares)} |"


def with_table(document: str, rows: Sequence[str]) -> str:
    """The document with these rows between the marks.

    :raises ValueError: when it has no marks.
    """
    between = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
    if len(between.findall(document)) != 1:
        raise ValueError("the document has no place for the table")
    table = "\n".join((BEGIN, _HEAD, *rows, END))
    return between.sub(lambda _: table, document)


def coverage_of(name: str, folder: Path) -> Mapping[str, float]:
    """Shares by field of a crawl of the source's samples into ``folder``; empty where it has none on its own."""
    if name in _ON_SERVER:
        return _on_server(name, folder)
    module = f"tests.crawlers.test_source_{name.replace('-', '_')}"
    if importlib.util.find_spec(module) is None:
        return {}
    test: Any = importlib.import_module(module)
    if hasattr(test, "fill"):
        with a_site() as site:
            test.fill(site)
            return _shares(Command(folder).crawl(name, site))
    if hasattr(test, "rehearsed"):  # samples that are served in another way
        return _shares(test.rehearsed(folder))
    if not hasattr(test, "SITE"):
        return {}
    with _keys():
        first, _ = rehearse(name, test.FIXTURES, test.SITE, folder, hosts=getattr(test, "HOSTS", ()))
    return _shares(first)


def _shares(run: Rehearsed) -> Mapping[str, float]:
    found: dict[str, float] = run.record["field_coverage"]
    return found


_ON_SERVER: Final = ("legiscan", "openstates", "openstates-files")


def _on_server(name: str, folder: Path) -> Mapping[str, float]:
    """Sources of all states read the samples of the sample server."""
    with _keys(), sample_server(local_links=True) as server, a_site() as site:
        command = Command(folder)
        place = {"legiscan": server.legiscan, "openstates": server.openstates}.get(name)
        if place is None:
            return _shares(command.crawl(name, site, "--option", f"path={ROOT / 'samples' / 'day1'}"))
        return _shares(command.crawl(name, site, "--base-url", place))


@contextmanager
def _keys() -> Iterator[None]:
    """Keys: samples take any."""
    names = ("PREEMPT_LEGISCAN_KEY", "PREEMPT_OPENSTATES_KEY", "PREEMPT_NYSENATE_KEY")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, "sample"))
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value


@click.command(help=__doc__)
@click.option("--check", is_flag=True, help="Write nothing; fail when the table is another one.")
def main(*, check: bool) -> None:
    """Crawl the samples, write the table."""
    rows = []
    for facts in sources(Settings(_env_file=None)):  # type: ignore[call-arg]  # of pydantic-settings
        with tempfile.TemporaryDirectory() as folder:
            rows.append(row(facts, coverage_of(facts.source, Path(folder))))
        click.echo(rows[-1], err=True)
    old = DOCUMENT.read_text(encoding="utf-8")
    new = with_table(old, rows)
    if check:
        sys.exit(int(new != old))
    DOCUMENT.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
