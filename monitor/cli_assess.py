"""``preempt assess``: judge files without a database, or what the database has not judged yet."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import click
from rich.console import Console
from rich.text import Text

from monitor.cli_options import jurisdiction_code
from monitor.config import Settings
from monitor.errors import ExitCode

__all__ = ["assess"]

_EXAMPLES: Final = """\b
Examples:
  preempt assess
  preempt assess bill.html --format text
  preempt assess texts/*.txt --format jsonl --with-text --jurisdiction CO
  preempt assess bill.pdf --title "An act concerning chatbots" --format jsonl
\b
Exit codes: 0 done, 1 failed, 2 wrong use, 3 done but a text could not be judged (it is "unknown", never "none").
"""
_STYLES: Final = {
    "conflict": "bold red",
    "potential": "yellow",
    "exempt": "cyan",
    "aligned": "green",
    "unknown": "bold",
}


@click.command(epilog=_EXAMPLES)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--format", "style", type=click.Choice(["text", "jsonl"]), default="text", help="With files.")
@click.option(
    "--with-text", is_flag=True, help="With files: put the clean text into each object (offsets refer to it)."
)
@click.option("--jurisdiction", "-j", "code", callback=jurisdiction_code, help="With files: the state, as CO.")
@click.option("--title", default="", help="With files: the title; else the text's own.")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes to judge in.")
@click.option("--again", is_flag=True, help="Without files: judge everything anew.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: one object, or with files one a file.")
@click.pass_obj
def assess(
    settings: Settings,
    *,
    files: tuple[Path, ...],
    style: str,
    with_text: bool,
    code: str,
    title: str,
    jobs: int,
    again: bool,
    as_json: bool,
) -> int:
    """Judge FILES (txt, html, htm, xml, pdf), or without files what the database has not judged yet.

    A label says that a provision conflicts with a stated federal position, never that a law is preempted.
    """
    if not files:
        if with_text or code or title:
            raise click.UsageError("--with-text, --jurisdiction and --title need FILES")
        from monitor.cli_assess_pending import run_pending  # noqa: PLC0415 - files need no database

        return run_pending(settings, jobs=jobs, again=again, as_json=as_json)
    if again:
        raise click.UsageError("--again goes without FILES")
    from monitor.services.judge_files import judge_files  # noqa: PLC0415 - help must not pay for the classifier

    answers = judge_files(files, jobs=jobs, jurisdiction=code, title=title, with_text=with_text)
    return _print_json(answers) if as_json or style == "jsonl" else _print_text(answers)


def _print_json(answers: Iterable[dict[str, Any]]) -> int:
    status = ExitCode.DONE
    for answer in answers:
        click.echo(json.dumps(answer, ensure_ascii=False))
        status = ExitCode.ITEM_ERRORS if "error" in answer else status
    return int(status)


def _print_text(answers: Iterable[dict[str, Any]]) -> int:
    console = Console(highlight=False, soft_wrap=True)
    status = ExitCode.DONE
    for answer in answers:
        overall = answer["overall"]
        # Text objects, not markup: quotes of bills hold square brackets.
        head = Text.assemble(
            (answer["file"], "bold"), "  ", (overall, _STYLES.get(overall, "")), f"  relevance {answer['relevance']}"
        )
        console.print(head)
        if "error" in answer:
            console.print(Text(f"  not judged: {answer['error']}"))
            status = ExitCode.ITEM_ERRORS
        for finding in answer["findings"]:
            _print_finding(console, finding)
        for proposal in answer.get("proposals", ()):
            console.print(
                Text(
                    f"  for review: {proposal['position']}  {proposal['probability']:.2f}"
                    f"  {proposal['provision']['label']}: “{_line(proposal['evidence'][0]['quote'])}”",
                    style="dim",
                )
            )
        for effect in answer.get("effects", ()):
            where = f", {effect['provision']}" if effect["provision"] else ""
            value = ", ".join(filter(None, (effect["value"], effect["unit"])))
            console.print(
                Text(f"  {effect['kind']}: {value}{where}: “{_line(effect['evidence']['quote'])}”", style="dim")
            )
        console.print()
    return int(status)


def _line(words: str) -> str:
    return " ".join(words.split())


def _print_finding(console: Console, finding: dict[str, Any]) -> None:
    label = finding["label"]
    console.print(
        Text.assemble(
            "  ",
            (label, _STYLES.get(label, "")),
            f"  {finding['position']}  severity {finding['severity']}  confidence {finding['confidence']:.2f}"
            f"  {finding['provision']['label']} {finding['provision']['heading']}".rstrip(),
        )
    )
    for evidence in finding["evidence"]:
        console.print(Text(f"    {evidence['role']}: “{_line(evidence['quote'])}”"))
    console.print(Text(f"    {finding['rationale']}", style="dim"))
    console.print(Text(f"    Counter-argument: {finding['counter_argument']}", style="dim"))
