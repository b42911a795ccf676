"""What the program does, on sample bills: two days of crawling and judging, one digest by SMTP to a local sink."""

from __future__ import annotations

import email
import json
import os
import shutil
import subprocess
import sys
import time
from email import policy
from email.message import EmailMessage
from pathlib import Path

import click
from rich.console import Console
from rich.rule import Rule

from tools.mail_sink import MailSink

ROOT = Path(__file__).resolve().parents[1]
READER = "task-force@example.org"
DAYS = 2

out = Console(soft_wrap=True)


def preempt(folder: Path, *argv: str, quiet: bool = False, **settings: str) -> str:
    """Run one command as a user would and show it; exit 3 means that some items were bad and are recorded."""
    if not quiet:
        out.print(f"[bold cyan]$ preempt {' '.join(argv)}[/]", highlight=False)
    done = subprocess.run(
        [sys.executable, "-m", "monitor", *argv],
        cwd=ROOT,
        env={**os.environ, "PREEMPT_DATA_DIR": str(folder), "PREEMPT_LOG_LEVEL": "warning", **settings},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode not in (0, 3):
        out.print(done.stdout, markup=False, highlight=False)
        sys.exit(f"preempt {argv[0]} failed with exit code {done.returncode}")
    if not quiet:
        out.print(done.stdout.rstrip(), markup=False, highlight=False)
    return done.stdout


def day(folder: Path, number: int) -> None:
    """Crawl and judge one day of the samples."""
    out.print(Rule(f"Day {number}"))
    preempt(folder, "crawl", "openstates-files", "--path", f"samples/day{number}")
    preempt(folder, "assess", quiet=number < DAYS)


def show(path: Path) -> None:
    """Print the plain-text part of a mail that arrived."""
    message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    if not isinstance(message, EmailMessage) or (part := message.get_body(("plain",))) is None:
        sys.exit(f"{path} has no plain-text part")
    out.print(Rule("The digest that arrived"))
    out.print(f"Subject: {message['Subject']}\nTo: {message['To']}\n", markup=False, highlight=False)
    out.print(part.get_content(), markup=False, highlight=False)


@click.command()
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=ROOT / ".demo",
    help="Where everything goes; it is emptied first.",
)
def main(folder: Path) -> None:
    """Run the demonstration from nothing, on sample bills."""
    started = time.monotonic()
    shutil.rmtree(folder, ignore_errors=True)
    out.print(Rule("Preempt on SAMPLE DATA: every bill below is fictional"))
    preempt(folder, "init")
    preempt(folder, "readers", "add", READER, "--name", "Task force")
    day(folder, 1)
    out.print("Day one is the baseline: everything is stored and judged, nothing is mailed.")
    day(folder, 2)
    with MailSink(folder / "mail") as sink:
        smtp = {"PREEMPT_SENDER": "smtp", "PREEMPT_SMTP_HOST": "127.0.0.1", "PREEMPT_SMTP_PORT": str(sink.port)}
        preempt(folder, "digest", "send", "--now", PREEMPT_SMTP_STARTTLS="false", **smtp)
        arrived = list(sink.messages)
    if len(arrived) != 1:
        sys.exit(f"expected one mail in the sink, found {len(arrived)}")
    show(arrived[0])
    known = json.loads(preempt(folder, "findings", "--json", quiet=True))
    out.print(Rule("Where to look"))
    here = folder.relative_to(ROOT) if folder.is_relative_to(ROOT) else folder
    page = arrived[0].with_suffix(".html").name
    out.print(f"mail       {here}/mail/{arrived[0].name}, and the same for a browser: {here}/mail/{page}")
    out.print(f"database   {here}/preempt.db (SQLite); raw documents by sha256 in {here}/raw")
    seconds = time.monotonic() - started
    out.print(f"took       {seconds:.1f} s for {known['totals']['bills']} sample bills on two days")
    out.print(Rule("What to try next"))
    out.print(
        f"export PREEMPT_DATA_DIR={here} PATH=$PWD/.venv/bin:$PATH\n"
        "preempt findings --bills                  # the bills behind the counts\n"
        "preempt findings --bill 'WA HB 9901'      # every quote of one bill, with its position and counter-argument\n"
        "preempt assess samples/day1/*/*/*/*/*/*/*9901/files/* --format text   # judge files without a database\n"
        "preempt digest preview --all-events --out preview                     # a digest of everything\n"
        "preempt --help",
        markup=False,
        highlight=False,
    )


if __name__ == "__main__":
    main()
