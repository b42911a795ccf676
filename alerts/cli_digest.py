"""``preempt digest``: look at digests, send what is due, see what became of it."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path
from random import SystemRandom
from typing import TYPE_CHECKING, Any

import click

from monitor.config import Settings
from monitor.errors import ExitCode
from monitor.stop import stop_signals

if TYPE_CHECKING:
    from alerts.deliver import Delivered
    from alerts.prepare import Outcome

__all__ = ["digest"]

_PREVIEW_EXAMPLES = """\b
Examples:
  preempt digest preview
  preempt digest preview --reader you@example.gov --out /tmp/preview
  preempt digest preview --all-events
"""
_SEND_EXAMPLES = """\b
Examples:
  preempt digest send
  preempt digest send --now --reader you@example.gov
  preempt digest send --json
\b
Exit codes: 0 done, 1 the relay cannot be used, 2 wrong use, 3 done but a message was refused or postponed.
"""


@click.group()
def digest() -> None:
    """Preview and send digests."""


@digest.command("preview", epilog=_PREVIEW_EXAMPLES)
@click.option("--reader", "address", help="Only this reader's; default: each reader's, or without readers one of all.")
@click.option("--all-events", is_flag=True, help="Tell everything ever recorded as if it were new, baselines included.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder; default: preview in the data.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list of what was written.")
@click.pass_obj
def preview(settings: Settings, *, address: str | None, all_events: bool, out: Path | None, as_json: bool) -> None:
    """Write the digest that would be sent now as .eml, .html and .txt. Nothing is sent, nothing is marked as told."""
    from alerts.post import post_of  # noqa: PLC0415 - help must not pay for the digest
    from alerts.preview import preview_digests  # noqa: PLC0415
    from monitor.clock import system_clock  # noqa: PLC0415
    from monitor.positions import load_positions  # noqa: PLC0415
    from monitor.store.engine import Store  # noqa: PLC0415
    from monitor.store.migrate import check_current  # noqa: PLC0415

    folder = out or settings.data_dir / "preview"
    with Store(settings.database) as store:
        check_current(store)
        made = preview_digests(
            store,
            positions=load_positions(),
            post=post_of(settings),
            now=system_clock(),
            zone=settings.zone,
            address=address,
            all_events=all_events,
            limits=settings.gate_limits,
        )
    folder.mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, Any]] = []
    for name, one in made.items():
        stem = folder / (re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:80] or "digest")
        files = {
            ".eml": one.message.content,
            ".html": one.rendered.html.encode(),
            ".txt": one.rendered.text.encode(),
        }
        for ending, body in files.items():
            stem.with_name(stem.name + ending).write_bytes(body)
        rows.append(
            {
                "reader": name,
                "subject": one.rendered.subject,
                "items": len(one.rendered.digest.entries),
                "would_be_sent": not one.quiet,
                "files": [f"{stem}{ending}" for ending in files],
            }
        )
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for row in rows:
        click.echo(f"{row['reader']}: {row['subject']}")
        if not row["would_be_sent"]:
            click.echo("  nothing to tell; unless the reader asked for it, no mail would go")
        for file in row["files"]:
            click.echo(f"  {file}")


@digest.command("send", epilog=_SEND_EXAMPLES)
@click.option("--now", "at_once", is_flag=True, help="Make a digest for everybody now, whatever the hour.")
@click.option("--reader", "address", help="Make only this reader's digest.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def send(settings: Settings, *, at_once: bool, address: str | None, as_json: bool) -> int:
    """Make the digests that are due, and send what waits in the outbox."""
    from alerts.deliver import deliver  # noqa: PLC0415 - help must not pay for the digest
    from alerts.operator import tell_operator  # noqa: PLC0415
    from alerts.post import post_of  # noqa: PLC0415
    from alerts.prepare import prepare_digests  # noqa: PLC0415
    from alerts.senders import make_sender  # noqa: PLC0415
    from monitor.clock import system_clock  # noqa: PLC0415
    from monitor.positions import load_positions  # noqa: PLC0415
    from monitor.store.engine import Store  # noqa: PLC0415
    from monitor.store.migrate import check_current  # noqa: PLC0415

    sender = make_sender(settings, console=sys.stderr if as_json else sys.stdout)
    with Store(settings.database) as store, stop_signals() as stop:
        check_current(store)
        prepared = prepare_digests(
            store,
            positions=load_positions(),
            post=post_of(settings),
            clock=system_clock,
            at_once=at_once,
            address=address,
            limits=settings.gate_limits,
        )
        if settings.operator:
            tell_operator(
                store,
                sender,
                address=settings.operator,
                post=post_of(settings),
                clock=system_clock,
                limits=settings.gate_limits,
            )
        delivered = deliver(
            store,
            sender,
            clock=system_clock,
            folder=settings.data_dir / "senders",
            random=SystemRandom(),
            stop=stop.is_set,
        )
    if as_json:
        click.echo(json.dumps(_send_json(prepared, delivered)))
    else:
        _print_sent(settings, prepared, delivered)
    if delivered.relay_problem:
        click.echo(f"preempt: error: mail cannot be handed over now: {delivered.relay_problem}", err=True)
        return int(ExitCode.FAILED)
    return int(ExitCode.ITEM_ERRORS if delivered.failed or delivered.postponed else ExitCode.DONE)


def _send_json(prepared: dict[int, Outcome], delivered: Delivered) -> dict[str, object]:
    counted = Counter(outcome.name.lower() for outcome in prepared.values())
    return {
        "readers": len(prepared),
        "prepared": dict(sorted(counted.items())),
        "sent": delivered.sent,
        "postponed": delivered.postponed,
        "failed": delivered.failed,
        "relay_problem": delivered.relay_problem or None,
    }


def _print_sent(settings: Settings, prepared: dict[int, Outcome], delivered: Delivered) -> None:
    if not prepared:
        click.echo("no readers yet; add one with `preempt readers add`")
    else:
        counted = Counter(outcome.value for outcome in prepared.values())
        words = ", ".join(f"{count} {name}" for name, count in sorted(counted.items()))
        click.echo(f"{len(prepared)} reader(s): {words}")
    click.echo(f"{delivered.sent} sent, {delivered.postponed} postponed, {delivered.failed} failed")
    if settings.sender == "file" and delivered.sent:
        click.echo(f"written to {settings.outbox_dir} (PREEMPT_SENDER=file)")


@digest.command("status", epilog="\b\nExamples:\n  preempt digest status\n  preempt digest status --json")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def status(settings: Settings, *, as_json: bool) -> None:
    """Count the messages of the outbox by state, and say why the last ones were refused."""
    from alerts.outbox import counts, last_errors  # noqa: PLC0415 - help must not pay for SQLAlchemy
    from monitor.store.engine import Store  # noqa: PLC0415
    from monitor.store.migrate import check_current  # noqa: PLC0415

    with Store(settings.database) as store:
        check_current(store)
        by_state, errors = counts(store), last_errors(store)
    if as_json:
        click.echo(json.dumps({"messages": by_state, "last_errors": errors}))
        return
    click.echo(", ".join(f"{count} {state}" for state, count in by_state.items()))
    for error in errors:
        click.echo(f"  {error}")


@digest.command("dkim", epilog="\b\nExamples:\n  preempt digest dkim\n  preempt digest dkim --json")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def dkim_record(settings: Settings, *, as_json: bool) -> int:
    """Print the DNS record by which receivers verify the signatures of PREEMPT_DKIM_KEY."""
    from alerts.post import post_of  # noqa: PLC0415 - help must not pay for cryptography

    signer = post_of(settings).signer
    if signer is None:
        click.echo("mail is not signed here: set PREEMPT_DKIM_KEY_FILE, unless the relay signs", err=True)
        return int(ExitCode.FAILED)
    name, value = signer.record
    if as_json:
        click.echo(json.dumps({"name": name, "type": "TXT", "value": value}))
    else:
        click.echo(f"{name}. TXT {value}")
    return int(ExitCode.DONE)
