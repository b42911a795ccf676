"""``preempt crawl list``, ``run`` and ``check``: any source by its name."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from crawlers.cli_outcome import report
from monitor.cli_options import jurisdictions_option
from monitor.config import Settings
from monitor.errors import ExitCode

if TYPE_CHECKING:
    from scrapy import Spider

__all__ = ["check", "list_sources", "run_source"]


def _pairs(_ctx: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    pairs = [value.partition("=") for value in values]
    for name, equals, _ in pairs:
        if not (name and equals):
            raise click.BadParameter("an option is NAME=VALUE")
    return tuple((name.replace("-", "_"), value) for name, _, value in pairs)


_base_url = click.option("--base-url", default="", metavar="URL", help="Another base address, of a sample server say.")
_options = click.option(
    "--option",
    "-o",
    "options",
    multiple=True,
    callback=_pairs,
    metavar="NAME=VALUE",
    help="What the source takes besides (`preempt crawl list`); repeat.",
)


@click.command("list", epilog="\b\nExamples:\n  preempt crawl list\n  preempt crawl list --json")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@click.pass_obj
def list_sources(settings: Settings, *, as_json: bool) -> None:
    """List the sources that can be crawled: of which kind, what they read, whether a key is needed."""
    from crawlers.catalog import sources  # noqa: PLC0415 - help must not pay for Scrapy

    found = sources(settings)
    if as_json:
        click.echo(json.dumps([one.as_json() for one in found], indent=2))
        return
    width = max(len(one.source) for one in found)
    for one in found:
        click.echo(f"{one.source:<{width}}  {one.platform:<12}  {one.what}")
        details = [f"key: {one.key}" if one.key else "no key"]
        details += [f"options: {', '.join(one.options)}"] if one.options else []
        click.echo(f"{'':<{width}}  {one.command}; {'; '.join(details)}")


_RUN_EXAMPLES: Final = """\b
Examples:
  preempt crawl run openstates-files --option path=samples/day1
  preempt crawl run legiscan --jurisdiction WA --limit 100 --option every_bill=yes
  preempt crawl run openstates --base-url http://127.0.0.1:8750/openstates/ --json
\b
Exit codes: 0 done, 1 failed or stopped, 2 wrong use, 3 done with item errors (see `preempt crawl errors`).
"""


@click.command("run", epilog=_RUN_EXAMPLES)
@click.argument("name")
@_base_url
@jurisdictions_option
@click.option("--limit", type=click.IntRange(min=1), help="Stop after so many bills; the next run goes on.")
@_options
@click.option("--json", "as_json", is_flag=True, help="Print the record of the run as one JSON object.")
@click.pass_obj
def run_source(
    settings: Settings,
    *,
    name: str,
    base_url: str,
    codes: tuple[str, ...],
    limit: int | None,
    options: tuple[tuple[str, str], ...],
    as_json: bool,
) -> int:
    """Crawl the source NAME, whichever it is. Sources with a command of their own have more to say there.

    Each bill is committed as it comes; run it again and it goes on. What did not change is not asked for again.
    """
    from crawlers.catalog import spider_arguments, spider_of  # noqa: PLC0415 - help must not pay for Scrapy
    from crawlers.run import run_crawl  # noqa: PLC0415

    spider = spider_of(name)
    arguments = spider_arguments(spider, settings, base_url=base_url, codes=codes, limit=limit, options=options)
    outcome = run_crawl(name, arguments, settings, target=_target(spider, arguments), progress_bar=sys.stderr.isatty())
    return report(outcome, settings, as_json=as_json)


def _target(spider: type[Spider], arguments: dict[str, Any]) -> str:
    """What the record of a run names: where it was read from."""
    if path := arguments.get("path"):
        return str(Path(path).resolve())
    return str(arguments.get("base_url") or arguments.get("url") or spider.name)


_CHECK_EXAMPLES: Final = """\b
Examples:
  preempt crawl check legiscan --jurisdiction WA
  preempt crawl check openstates-files --option path=samples/day1 --json
\b
Exit codes: 0 all is well, 1 no bill or document could be read, 2 wrong use, 3 one was read and something is wrong.
"""


@click.command("check", epilog=_CHECK_EXAMPLES)
@click.argument("name")
@_base_url
@jurisdictions_option
@_options
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list of what was found.")
@click.pass_obj
def check(
    settings: Settings,
    *,
    name: str,
    base_url: str,
    codes: tuple[str, ...],
    options: tuple[tuple[str, str], ...],
    as_json: bool,
) -> int:
    """Look at the source NAME as it is now: robots.txt, a page of its list, one bill. Stores nothing.

    It asks the real source, politely; calls of a key count.
    """
    from crawlers.catalog import spider_arguments, spider_of  # noqa: PLC0415 - help must not pay for Scrapy
    from crawlers.check import check_source  # noqa: PLC0415

    spider = spider_of(name)
    if getattr(spider, "watches", False):
        raise click.UsageError(f"{name} reads no bills: there is none to check; see `preempt crawl run {name}`")
    arguments = spider_arguments(spider, settings, base_url=base_url, codes=codes, options=options)
    found = check_source(spider, arguments, settings, target=_target(spider, arguments))
    if as_json:
        click.echo(json.dumps([one.as_json() for one in found], indent=2, ensure_ascii=False))
    else:
        for one in found:
            said = f"{one.kind}: {one.words} ({one.action})" if one.kind else one.words
            click.echo(f"{one.step:<7} {said}")
    read = "list" if getattr(spider, "platform", "") == "federal" else "bill"  # there are no bills there
    if not any(one.step == read and not one.kind for one in found):
        return int(ExitCode.FAILED)
    return int(ExitCode.ITEM_ERRORS if any(one.kind for one in found) else ExitCode.DONE)
