"""``preempt crawl openstates`` and ``preempt crawl scraper-runs``: the API, and how its scrapers are."""

from __future__ import annotations

import json
import sys
from typing import Any, Final

import click

from crawlers.cli_api import EXIT_CODES, api_options, show_plan
from crawlers.cli_outcome import report
from monitor.config import Settings
from monitor.errors import ConfigError

__all__ = ["openstates", "scraper_runs"]

_SOURCE: Final = "openstates"
_EXAMPLES: Final = f"""\b
Examples:
  preempt crawl openstates --dry-run
  preempt crawl openstates
  preempt crawl openstates --jurisdiction NV --updated-since 2026-11-20
  preempt crawl openstates --base-url http://127.0.0.1:8750/openstates/
\b
{EXIT_CODES}
"""


@click.command("openstates", epilog=_EXAMPLES)
@click.option(
    "--updated-since", type=click.DateTime(["%Y-%m-%d"]), help="Only what Open States updated on this day or later."
)
@api_options
@click.pass_obj
def openstates(
    settings: Settings,
    *,
    base_url: str | None,
    codes: tuple[str, ...],
    queries: tuple[str, ...],
    updated_since: Any,
    limit: int | None,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Read bills from Open States' API, with the key of PREEMPT_OPENSTATES_KEY.

    With jurisdictions and no query, all their bills; else what the searches find. Texts are fetched from the addresses
    that it gives, each once, for bills that speak of AI or are followed.
    """
    key = settings.openstates_key.get_secret_value() if settings.openstates_key is not None else ""
    if not key:
        raise ConfigError(
            "PREEMPT_OPENSTATES_KEY", "Open States needs a key; it is free at https://open.pluralpolicy.com"
        )
    wanted = queries or (() if codes else settings.openstates_queries)
    if dry_run:
        _print_plan(settings, key, codes, wanted, as_json=as_json)
        return 0
    from crawlers.run import run_crawl  # noqa: PLC0415 - help must not pay for Scrapy

    address = base_url or settings.openstates_api_url
    arguments = {
        "base_url": address,
        "key": key,
        "queries": wanted,
        "updated_since": updated_since.date().isoformat() if updated_since is not None else "",
        "limit": limit,
        "jurisdictions": codes,
    }
    outcome = run_crawl(_SOURCE, arguments, settings, target=address, progress_bar=sys.stderr.isatty())
    return report(outcome, settings, as_json=as_json)


def _print_plan(
    settings: Settings, key: str, codes: tuple[str, ...], queries: tuple[str, ...], *, as_json: bool
) -> None:
    """One page of each list; how many more there are is only known once it was read."""
    from crawlers.platforms.legiscan_calls import DEFAULT_QUERIES  # noqa: PLC0415 - help must not pay for SQLAlchemy
    from crawlers.run import open_quota  # noqa: PLC0415
    from monitor.store.engine import Store  # noqa: PLC0415
    from monitor.store.migrate import check_current  # noqa: PLC0415

    lists = max(len(codes), 1)
    wanted = {"jurisdictions": 1}
    if codes and not queries:
        wanted["list"] = lists
    else:
        wanted["search"] = lists * len(queries or DEFAULT_QUERIES)
    with Store(settings.database) as store:
        check_current(store)
        calls = open_quota(store, settings, provider=_SOURCE, key=key).plan(wanted)
    show_plan(calls, beyond="Further pages of lists", as_json=as_json)


@click.command(
    "scraper-runs", epilog="\b\nExamples:\n  preempt crawl scraper-runs\n  preempt crawl scraper-runs --json"
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list of all jurisdictions.")
@click.pass_obj
def scraper_runs(settings: Settings, *, as_json: bool) -> None:
    """Name the jurisdictions whose scraper at Open States failed last, as its API said in the latest crawl."""
    from crawlers.parsing.openstates_api import parse_scraper_runs  # noqa: PLC0415 - help must not pay for SQLAlchemy
    from crawlers.platforms.openstates_calls import OpenStatesCalls  # noqa: PLC0415
    from monitor.services.raw_answers import recall_answer  # noqa: PLC0415
    from monitor.store.engine import Store  # noqa: PLC0415
    from monitor.store.migrate import check_current  # noqa: PLC0415
    from monitor.store.raw import RawStore  # noqa: PLC0415

    address = OpenStatesCalls(base_url="", key="").jurisdictions().address
    with Store(settings.database) as store:
        check_current(store)
        answer = recall_answer(store, RawStore(settings.raw_dir), _SOURCE, address)
    runs = parse_scraper_runs(answer.body) if answer is not None else ()
    if as_json:
        rows = [
            {
                "jurisdiction": run.jurisdiction,
                "succeeded": run.succeeded,
                "started_at": run.started_at.isoformat() if run.started_at else None,
                "ended_at": run.ended_at.isoformat() if run.ended_at else None,
                "last_success_at": run.last_success_at.isoformat() if run.last_success_at else None,
                "told_at": answer.fetched_at.isoformat() if answer is not None else None,
            }
            for run in runs
        ]
        click.echo(json.dumps(rows, indent=2))
        return
    if answer is None:
        click.echo("Open States was not asked yet; see `preempt crawl openstates`")
        return
    for run in runs:
        if not run.succeeded:
            last = f"{run.last_success_at:%Y-%m-%d %H:%M}Z" if run.last_success_at else "none that it tells of"
            word = "failed" if run.succeeded is False else "unknown"
            click.echo(f"{run.jurisdiction}  {word}  last good run: {last}")
    good = sum(run.succeeded is True for run in runs)
    click.echo(f"{good} of {len(runs)} scrapers ran well, as of {answer.fetched_at:%Y-%m-%d %H:%M}Z")
