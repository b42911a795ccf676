"""``preempt crawl new``: begin a source, with samples and a test that says what to do next."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from monitor.cli_options import jurisdiction_code

__all__ = ["new"]

_PLATFORMS: Final = ("json-api", "xml-service", "bulk-files", "html-listing", "feed")
_EXAMPLES: Final = """\b
Examples:
  preempt crawl new co-bills --platform html-listing --jurisdiction CO
  preempt crawl new wa-service --platform xml-service -j WA
  preempt crawl new sample-feed --platform feed --into /tmp/trial
"""


@click.command("new", epilog=_EXAMPLES)
@click.argument("name")
@click.option("--platform", type=click.Choice(_PLATFORMS), required=True, help="Of which kind the source is.")
@click.option(
    "--jurisdiction", "--state", "-j", "code", callback=jurisdiction_code, help="Of all its bills; else each says so."
)
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    help="The project's folder; the checkout that runs by default.",
)
@click.option("--force", is_flag=True, help="Write over files that are there.")
def new(*, name: str, platform: str, code: str, into: Path | None, force: bool) -> None:
    """Begin the source NAME (small letters, digits, hyphens): spider, two hooks, samples, and a test that fails.

    The test says what to do next; docs/adding-a-source.md has the whole way.
    """
    import crawlers  # noqa: PLC0415 - help must not pay for it
    from crawlers.scaffold import ScaffoldError, new_source, write_source  # noqa: PLC0415

    root = into or Path(crawlers.__file__).resolve().parents[1]
    if into is None and not (root / "tests" / "crawlers").is_dir():
        raise ScaffoldError("this program does not run from a checkout of the project; say --into FOLDER")
    files = new_source(name, platform=platform, jurisdiction=code)
    for path in write_source(files, root, force=force):
        click.echo(f"wrote {path}")
    test = next(path for path in files if path.startswith("tests/") and path.endswith(".py"))
    click.echo(f"\nnext: python -m pytest {test}\nIt fails, and says which hook to write; see docs/adding-a-source.md")
