"""``preempt crawl legiscan`` and ``legiscan-dataset``: bills from LegiScan, by its API or out of its data sets."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from crawlers.cli_api import EXIT_CODES, api_options, show_plan
from crawlers.cli_outcome import report
from monitor.cli_options import jurisdictions_option
from monitor.config import Settings
from monitor.errors import ConfigError

if TYPE_CHECKING:
    pass

__all__ = ["legiscan", "legiscan_dataset"]

_API_EXAMPLES: Final = f"""\b
Examples:
  preempt crawl legiscan --dry-run
  preempt crawl legiscan
  preempt crawl legiscan --state CA --state NY --query '"artificial intelligence"' --limit 100
  preempt crawl legiscan --base-url http://127.0.0.1:8750/legiscan/
\b
{EXIT_CODES}
"""


@click.command("legiscan", epilog=_API_EXAMPLES)
@click.option(
    "--sessions", type=click.Choice(["current", "all"]), default="current", show_default=True, help="Which sessions."
)
@click.option("--every-bill", is_flag=True, help="Read every bill of the sessions, not only those that searches find.")
@click.option(
    "--texts",
    type=click.Choice(["named", "found"]),
    default="found",
    show_default=True,
    help="Of bills that title or abstract name as about AI, or the newest one of others that a search found too.",
)
@api_options
@click.pass_obj
def legiscan(
    settings: Settings,
    *,
    base_url: str | None,
    codes: tuple[str, ...],
    queries: tuple[str, ...],
    sessions: str,
    every_bill: bool,
    texts: str,
    limit: int | None,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Read bills from LegiScan's API, with the key of PREEMPT_LEGISCAN_KEY.

    Lists come first, then the bills whose change hash moved, then the texts that are not at hand, each once for ever.
    Each bill is committed as it comes; run it again and it goes on.
    """
    key = settings.legiscan_key.get_secret_value() if settings.legiscan_key is not None else ""
    if not key:
        raise ConfigError("PREEMPT_LEGISCAN_KEY", "LegiScan needs a key; it is free at https://legiscan.com/legiscan")
    wanted = queries or settings.legiscan_queries
    if dry_run:
        from crawlers.plan_legiscan import planned_calls  # noqa: PLC0415 - help must not pay for SQLAlchemy

        calls = planned_calls(
            settings, key=key, queries=wanted, codes=codes, sessions=sessions, every_bill=every_bill, limit=limit
        )
        show_plan(calls, beyond="Texts and further pages of searches", as_json=as_json)
        return 0
    from crawlers.run import run_crawl  # noqa: PLC0415 - help must not pay for Scrapy

    address = base_url or settings.legiscan_url
    arguments = {
        "base_url": address,
        "key": key,
        "queries": wanted,
        "sessions": sessions,
        "every_bill": every_bill,
        "texts": texts,
        "limit": limit,
        "jurisdictions": codes,
    }
    outcome = run_crawl("legiscan", arguments, settings, target=address, progress_bar=sys.stderr.isatty())
    return report(outcome, settings, as_json=as_json)


_DATASET_EXAMPLES: Final = """\b
Examples:
  preempt crawl legiscan-dataset WA_2025-2026_Regular_Session_JSON.zip
  preempt crawl legiscan-dataset ~/datasets/MI_2025-2026
\b
Exit codes: 0 done, 1 failed or stopped, 2 wrong use, 3 done with item errors (see `preempt crawl errors`).
"""


@click.command("legiscan-dataset", epilog=_DATASET_EXAMPLES)
@click.argument("path", type=click.Path(path_type=Path, exists=True))
@jurisdictions_option
@click.option("--limit", type=click.IntRange(min=1), help="Stop after so many bills; the run then counts as partial.")
@click.option("--json", "as_json", is_flag=True, help="Print the record of the run as one JSON object.")
@click.pass_obj
def legiscan_dataset(
    settings: Settings, *, path: Path, codes: tuple[str, ...], limit: int | None, as_json: bool
) -> int:
    """Read a data set of LegiScan at PATH: the ZIP as it was downloaded, or a folder, with JSON or CSV. Needs no key.

    Data sets hold no texts. A bill of which a later action is stored already is passed over: the data set is older.
    """
    from crawlers.run import run_crawl  # noqa: PLC0415 - help must not pay for Scrapy

    arguments = {"path": str(path), "limit": limit, "jurisdictions": codes}
    outcome = run_crawl(
        "legiscan-dataset", arguments, settings, target=str(path.resolve()), progress_bar=sys.stderr.isatty()
    )
    return report(outcome, settings, as_json=as_json)
