"""``preempt crawl``: collect bills from a source, and look at what earlier crawls did."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawlers.cli_legiscan import legiscan, legiscan_dataset
from crawlers.cli_new import new
from crawlers.cli_openstates import openstates, scraper_runs
from crawlers.cli_outcome import record_json, report, summary
from crawlers.cli_sources import check, list_sources, run_source
from monitor.cli_options import jurisdictions_option
from monitor.config import Settings
from monitor.errors import ExitCode

if TYPE_CHECKING:
    from crawlers.screening import Screened

__all__ = ["crawl"]


@click.group(epilog="\b\nExamples:\n  preempt crawl openstates-files --path samples/day1\n  preempt crawl runs")
def crawl() -> None:
    """Collect bills from a source, and look at earlier crawls."""


crawl.add_command(legiscan)
crawl.add_command(legiscan_dataset)
crawl.add_command(openstates)
crawl.add_command(scraper_runs)
crawl.add_command(list_sources)
crawl.add_command(run_source)
crawl.add_command(check)
crawl.add_command(new)


_FILES_EXAMPLES = """\b
Examples:
  preempt crawl openstates-files --path ~/openstates-bills
  preempt crawl openstates-files --path wa-legislation.tar.gz --jurisdiction WA
  preempt crawl openstates-files --url https://example.org/wa-legislation.tar.gz --json
  preempt crawl openstates-files --base-url https://example.org/archives
\b
Exit codes: 0 done, 1 failed or stopped, 2 wrong use, 3 done with item errors (see `preempt crawl errors`) or with a
gate that failed (see `preempt coverage`).
"""


@crawl.command("openstates-files", epilog=_FILES_EXAMPLES)
@click.option(
    "--path", type=click.Path(path_type=Path), help="A folder of repositories, one repository, or a tar or tar.gz."
)
@click.option("--url", help="A tar.gz on the web; streamed to disk, resumed, and asked for again only if changed.")
@click.option(
    "--base-url", metavar="URL", help="Where the archives of all states are: URL/wa-legislation.tar.gz and so on."
)
@jurisdictions_option
@click.option("--limit", type=click.IntRange(min=1), help="Stop after so many bills; the run then counts as partial.")
@click.option("--json", "as_json", is_flag=True, help="Print the record of the run as one JSON object.")
@click.pass_obj
def openstates_files(
    settings: Settings,
    *,
    path: Path | None,
    url: str | None,
    base_url: str | None,
    codes: tuple[str, ...],
    limit: int | None,
    as_json: bool,
) -> int:
    """Read bill files in the layout of the Open States repositories.

    Give --path, --url or --base-url. Each bill is committed as it comes, so a run that was stopped or killed loses
    nothing: run it again and it goes on. The first complete run over a session is the baseline and mails nothing.
    """
    if [path, url, base_url].count(None) != 2:
        raise click.UsageError("give one of --path, --url and --base-url")
    from crawlers.run import run_crawl  # noqa: PLC0415 - help must not pay for Scrapy

    arguments = {
        "path": str(path) if path else "",
        "url": url or "",
        "base_url": base_url or "",
        "cache": str(settings.data_dir / "downloads"),
        "limit": limit,
        "jurisdictions": codes,
    }
    outcome = run_crawl(
        "openstates-files",
        arguments,
        settings,
        target=str(path.resolve()) if path else url or base_url or "",
        progress_bar=sys.stderr.isatty(),
    )
    return report(outcome, settings, as_json=as_json)


@crawl.command("runs", epilog="\b\nExamples:\n  preempt crawl runs\n  preempt crawl runs --limit 50 --json")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many runs.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@click.pass_obj
def runs(settings: Settings, *, limit: int, as_json: bool) -> None:
    """List the latest crawls, newest first."""
    from monitor.services.runs import last_runs  # noqa: PLC0415 - help must not pay for SQLAlchemy
    from monitor.store.engine import Store  # noqa: PLC0415
    from monitor.store.migrate import check_current  # noqa: PLC0415

    with Store(settings.database) as store:
        check_current(store)
        found = last_runs(store, limit=limit)
    if as_json:
        rows = [{"run": run.id, "target": run.target, **record_json(run.record)} for run in found]
        click.echo(json.dumps(rows, indent=2))
        return
    if not found:
        click.echo("nothing was crawled yet; see `preempt crawl list`")
    for run in found:
        click.echo(f"{run.id:>5}  {run.record.started_at:%Y-%m-%d %H:%M}Z  {summary(run.record)}")
        if run.record.message:
            click.echo(f"       {run.record.message}")


@crawl.command("errors", epilog="\b\nExamples:\n  preempt crawl errors\n  preempt crawl errors 12 --json")
@click.argument("run_id", type=int, required=False)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@click.pass_obj
def errors(settings: Settings, *, run_id: int | None, as_json: bool) -> None:
    """List the bad items of a crawl: RUN_ID, or the latest one."""
    from monitor.services.runs import last_runs, run_errors  # noqa: PLC0415 - help must not pay for SQLAlchemy
    from monitor.store.engine import Store  # noqa: PLC0415
    from monitor.store.migrate import check_current  # noqa: PLC0415

    with Store(settings.database) as store:
        check_current(store)
        if run_id is None:
            latest = last_runs(store, limit=1)
            run_id = latest[0].id if latest else 0
        found = run_errors(store, run_id)
    if as_json:
        rows = [{**asdict(error), "noted_at": noted_at.isoformat()} for error, noted_at in found]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    if not found:
        click.echo(f"run {run_id} noted no errors" if run_id else "nothing was crawled yet")
    for error, _ in found:
        click.echo(f"{error.kind}: {error.subject}: {error.message}")


_ACCEPT_EXAMPLES = """\b
Examples:
  preempt crawl accept 41
  preempt crawl accept 41 --silent
"""


@crawl.command("accept", epilog=_ACCEPT_EXAMPLES)
@click.argument("run_id", type=int)
@click.option("--silent", is_flag=True, help="Nobody is told what the run found: it becomes part of the baseline.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def accept(settings: Settings, *, run_id: int, silent: bool, as_json: bool) -> None:
    """Say of RUN_ID, which failed a gate, that it is right: it counts, and what it held is told.

    Look first: `preempt coverage JURISDICTION` shows what the gates measured.
    """
    from monitor.clock import system_clock  # noqa: PLC0415 - help must not pay for SQLAlchemy
    from monitor.services.holds import accept_run  # noqa: PLC0415
    from monitor.store.engine import Store  # noqa: PLC0415
    from monitor.store.migrate import check_current  # noqa: PLC0415

    with Store(settings.database) as store:
        check_current(store)
        accepted = accept_run(store, run_id, tell=not silent, clock=system_clock)
    if as_json:
        click.echo(json.dumps(asdict(accepted)))
        return
    places = sorted({*accepted.sessions, *accepted.released})
    click.echo(f"run {run_id} counts for {', '.join(' '.join(place) for place in places)}")
    if accepted.released:
        click.echo(f"{accepted.events} events that waited {'stay untold' if silent else 'are told from now on'}")


@crawl.command("release", epilog='\b\nExamples:\n  preempt crawl release "OK HB 9999"')
@click.argument("bill")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def release(settings: Settings, *, bill: str, as_json: bool) -> None:
    """Say of BILL, which was put aside as a test, that it is a bill: it counts, is judged, and what waited is told.

    `preempt findings --quarantined` lists the bills that are put aside, and why.
    """
    from monitor.clock import system_clock  # noqa: PLC0415 - help must not pay for SQLAlchemy
    from monitor.services.quarantine import release_bill  # noqa: PLC0415
    from monitor.store.engine import Store  # noqa: PLC0415
    from monitor.store.migrate import check_current  # noqa: PLC0415

    with Store(settings.database) as store:
        check_current(store)
        released = release_bill(store, bill, clock=system_clock)
    if as_json:
        click.echo(json.dumps(asdict(released)))
        return
    click.echo(f"{released.key} is released; {released.events} events that waited are told from now on")


_SESSIONS_EXAMPLES = """\b
Examples:
  preempt crawl sessions --jurisdiction TX
  preempt crawl sessions --apart --json
"""


@crawl.command("sessions", epilog=_SESSIONS_EXAMPLES)
@jurisdictions_option
@click.option("--apart", is_flag=True, help="Only special sessions of which nobody can say which one they are.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@click.pass_obj
def sessions(settings: Settings, *, codes: tuple[str, ...], apart: bool, as_json: bool) -> None:
    """List the legislative sessions that are stored, with what each source calls them.

    A special session that stands apart bears its source's own count and meets no other source's. One is quiet when its
    newest action is older than 60 days and another session has a newer one, whatever a source calls current.
    """
    from monitor.clock import system_clock  # noqa: PLC0415 - help must not pay for SQLAlchemy
    from monitor.services.query_sessions import query_sessions  # noqa: PLC0415
    from monitor.store.engine import Store  # noqa: PLC0415
    from monitor.store.migrate import check_current  # noqa: PLC0415

    with Store(settings.database) as store:
        check_current(store)
        every = query_sessions(store, today=system_clock().date(), jurisdictions=codes)
    found = [one for one in every if one.stands_apart or not apart]
    if as_json:
        click.echo(json.dumps([one.as_json() for one in found], indent=2))
        return
    if not found:
        click.echo("no session stands apart" if apart else "nothing was crawled yet; see `preempt crawl list`")
    for one in found:
        by = ", ".join(f"{source} as {code}" if code else source for source, code in one.sources)
        alone = "; stands apart: which special session it is cannot be known" if one.stands_apart else ""
        newest = f"newest action {one.newest_action}" if one.newest_action else "no action with a date"
        over = ", quiet while another session goes on" if one.quiet else ""
        click.echo(f"{one.jurisdiction} {one.session}: {one.bills} bills, {newest}{over}; {by}{alone}")


_SCREEN_EXAMPLES = """\b
Examples:
  preempt crawl screen ~/openstates-bills
  preempt crawl screen nj.tar.gz --all --json > screened.jsonl
"""


@crawl.command("screen", epilog=_SCREEN_EXAMPLES)
@click.argument("path", type=click.Path(path_type=Path, exists=True))
@click.option("--all", "show_all", is_flag=True, help="Print the other bills too, with no words.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a bill.")
@click.pass_obj
def screen(settings: Settings, *, path: Path, show_all: bool, as_json: bool) -> int:
    """Name the bills of PATH (a folder or an archive) whose title or abstract speaks of AI. Stores nothing.

    A bill that is not named may still hold a duty about AI: only its text can tell.
    """
    from crawlers.screening import Screened, screen_bills  # noqa: PLC0415 - help must not pay for the classifier
    from monitor.clock import system_clock  # noqa: PLC0415

    read = named = wrong = 0
    for one in screen_bills(path, clock=system_clock, max_document=settings.max_document_mb * 1024 * 1024):
        if not isinstance(one, Screened):
            wrong += 1
            click.echo(f"preempt: {one.kind}: {one.subject}: {one.message}", err=True)
            continue
        read += 1
        named += bool(one.words)
        if one.words or show_all:
            click.echo(_screened(one, as_json=as_json))
    click.echo(f"preempt: {named} of {read} bills named, {wrong} could not be read", err=True)
    return int(ExitCode.ITEM_ERRORS if wrong else ExitCode.DONE)


def _screened(one: Screened, *, as_json: bool) -> str:
    key, words = one.heading.key, " ".join(one.words.split())
    if not as_json:
        return f"{key}  [{words or '-'}]  {one.heading.title}"
    content = {"jurisdiction": key.jurisdiction, "session": key.session, "identifier": key.identifier}
    return json.dumps({**content, "title": one.heading.title, "words": words}, ensure_ascii=False)


_DISAGREEMENTS_EXAMPLES = """\b
Examples:
  preempt crawl disagreements
  preempt crawl disagreements --all --json
"""


@crawl.command("disagreements", epilog=_DISAGREEMENTS_EXAMPLES)
@click.option("--all", "show_all", is_flag=True, help="Those of the last 72 hours too: one source may only be late.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@click.pass_obj
def disagreements(settings: Settings, *, show_all: bool, as_json: bool) -> None:
    """List bills of which two sources say different things, oldest first; they are never mailed."""
    from monitor.clock import system_clock  # noqa: PLC0415 - help must not pay for SQLAlchemy
    from monitor.services.query_sources import SETTLED_AFTER, query_conflicts  # noqa: PLC0415
    from monitor.show_sources import conflict_lines  # noqa: PLC0415
    from monitor.store.engine import Store  # noqa: PLC0415
    from monitor.store.migrate import check_current  # noqa: PLC0415

    with Store(settings.database) as store:
        check_current(store)
        found = query_conflicts(store, before=None if show_all else system_clock() - SETTLED_AFTER)
    if as_json:
        click.echo(json.dumps([conflict.as_json() for conflict in found], indent=2, ensure_ascii=False))
        return
    if not found:
        click.echo("no two sources disagree" if show_all else "no two sources have disagreed for 72 hours")
    for conflict, line in zip(found, conflict_lines(found), strict=True):
        click.echo(f"{conflict.bill}: {line}")


_RENUMBERED_EXAMPLES = """\b
Examples:
  preempt crawl renumbered
  preempt crawl renumbered --json
"""


@crawl.command("renumbered", epilog=_RENUMBERED_EXAMPLES)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@click.pass_obj
def renumbered(settings: Settings, *, as_json: bool) -> None:
    """List drafts and bills that may be one: a sponsor in common, titles alike. Both are kept, nothing is mailed.

    What a source says is one bill (one id of its own, or the draft named among the bill's numbers) is joined without
    asking and is not listed.
    """
    from monitor.services.query_numbers import possible_renumberings  # noqa: PLC0415 - as above
    from monitor.show_numbers import possible_lines  # noqa: PLC0415
    from monitor.store.engine import Store  # noqa: PLC0415
    from monitor.store.migrate import check_current  # noqa: PLC0415

    with Store(settings.database) as store:
        check_current(store)
        found = possible_renumberings(store)
    if as_json:
        click.echo(json.dumps([pair.as_json() for pair in found], indent=2, ensure_ascii=False))
        return
    if not found:
        click.echo("no draft looks like a bill under another number")
    for line in possible_lines(found):
        click.echo(line)
