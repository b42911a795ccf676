"""``preempt bounces``: what comes back by mail, and what followed."""

from __future__ import annotations

import json
import mailbox
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

import click

from monitor.config import Settings
from monitor.errors import ExitCode

if TYPE_CHECKING:
    from alerts.bounces import Outcome
    from monitor.store.engine import Store

__all__ = ["bounces"]

_READ_EXAMPLES: Final = """\b
Examples:
  preempt bounces read --maildir ~/Maildir
  preempt bounces read report.eml another.eml
  preempt bounces read -                      # one mail on standard input: an alias of the mail system
\b
Exit codes: 0 done, 2 wrong use.
"""


@click.group()
def bounces() -> None:
    """Read reports of mail that came back, and list them."""


@bounces.command("read", epilog=_READ_EXAMPLES)
@click.argument("files", nargs=-1, type=click.File("rb"))
@click.option(
    "--maildir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Read what is new there; reports are marked as seen, other mail stays new.",
)
@click.option(
    "--mbox", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Read this file; it is not changed."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def read(
    settings: Settings, *, files: tuple[BinaryIO, ...], maildir: Path | None, mbox: Path | None, as_json: bool
) -> int:
    """Read delivery reports (RFC 3464) and complaints (RFC 5965).

    A message that came back for now is sent again after 2, 4, 8 to 64 hours; after that, and at once for an address
    that does not exist and for a complaint, the reader is suspended and the operator told.
    """
    from alerts.bounces import Outcome, take_mail  # noqa: PLC0415 - help must not pay for SQLAlchemy
    from alerts.reports import MAX_BYTES  # noqa: PLC0415
    from monitor.clock import system_clock  # noqa: PLC0415

    if not (files or maildir or mbox):
        raise click.UsageError("name files, --maildir, --mbox, or - for standard input")
    done: Counter[Outcome] = Counter()
    with _store(settings) as store:
        for file in files:
            done[take_mail(store, file.read(MAX_BYTES + 1), now=system_clock())] += 1
        if mbox is not None:
            for content in _of_mbox(mbox):
                done[take_mail(store, content, now=system_clock())] += 1
        if maildir is not None:
            folder = mailbox.Maildir(maildir, create=False)
            for key in [key for key, found in folder.items() if found.get_subdir() == "new"]:
                outcome = take_mail(store, folder.get_bytes(key), now=system_clock())
                done[outcome] += 1
                if outcome is not Outcome.NO_REPORT:
                    seen = folder[key]
                    seen.set_subdir("cur")
                    seen.add_flag("S")
                    folder[key] = seen
    if as_json:
        click.echo(json.dumps({outcome.name.lower(): done[outcome] for outcome in Outcome}))
    else:
        click.echo(", ".join(f"{count} {outcome.value}" for outcome, count in done.items()) or "no mail")
    return int(ExitCode.DONE)


def _of_mbox(path: Path) -> Iterator[bytes]:
    box = mailbox.mbox(path, create=False)
    try:
        for key in box.keys():  # noqa: SIM118 - a mailbox is no mapping: it iterates over messages
            yield box.get_bytes(key)
    finally:
        box.close()


@bounces.command("list", epilog="\b\nExamples:\n  preempt bounces list\n  preempt bounces list --limit 100 --json")
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="How many.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@click.pass_obj
def list_(settings: Settings, *, limit: int, as_json: bool) -> None:
    """List what came back, newest first."""
    from alerts.bounces import last_bounces  # noqa: PLC0415 - help must not pay for SQLAlchemy

    with _store(settings) as store:
        found = last_bounces(store, limit=limit)
    if as_json:
        click.echo(json.dumps(found, indent=2))
        return
    if not found:
        click.echo("nothing came back so far; see `preempt bounces read`")
    for one in found:
        to = one["address"] or "nobody of ours"
        click.echo(f"{one['received_at'][:16]}Z  {one['kind']:<9} {one['status'] or '-':<7} {to}  {one['words']}")


@contextmanager
def _store(settings: Settings) -> Iterator[Store]:
    from monitor.store.engine import Store  # noqa: PLC0415 - help must not pay for SQLAlchemy
    from monitor.store.migrate import check_current  # noqa: PLC0415

    with Store(settings.database) as store:
        check_current(store)
        yield store
