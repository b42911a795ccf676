"""``preempt litigation``: court cases about state AI laws, what is pleaded, and which bills they mark."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import click

from monitor.config import Settings
from monitor.printable import printable

if TYPE_CHECKING:
    from monitor.model.litigation import CourtCase
    from monitor.services.litigation import ShownCase

__all__ = ["litigation"]

_EXAMPLES: Final = """\b
Examples:
  preempt litigation list
  preempt litigation show xai-v-weiser
  preempt litigation link kohls-v-bonta "CA AB 9901" --law "CA AB 2655 (2024)"
  preempt crawl run courtlistener
"""
_CAUTION: Final = "As pleaded is not as decided; a challenge changes nothing about a law's force. Not legal advice."


@click.group(epilog=_EXAMPLES)
def litigation() -> None:
    """Court cases about state AI laws. Facts and theories stand in a reviewed file; entries of dockets are fetched.

    A status is set by a reviewed, undisputed fact, never by an entry of a docket. A case that is not listed is unknown.
    """


@litigation.command("list", epilog="\b\nExamples:\n  preempt litigation list --json")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
def list_(*, as_json: bool) -> None:
    """List the cases, the laws that each is about, and the status that it sets."""
    from monitor.watch.cases import known_cases  # noqa: PLC0415 - help must not pay for pydantic

    if as_json:
        click.echo(json.dumps([_case_json(case) for case in known_cases()], indent=2))
        return
    for case in known_cases():
        click.echo(f"{case.id}  {case.caption}, {case.court}{f', {case.docket_number}' if case.docket_number else ''}")
        for law in _laws(case):
            click.echo(f"    {law['law']}: {law['meaning']} (since {law['since']})")
    if known_cases():
        click.echo(f"As known on {known_cases()[0].known_until}. {_CAUTION}")


@litigation.command(epilog="\b\nExamples:\n  preempt litigation show xai-v-weiser --json")
@click.argument("case")
@click.option(
    "--entries", type=click.IntRange(min=0, max=500), default=20, show_default=True, help="How many of its docket."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def show(settings: Settings, *, case: str, entries: int, as_json: bool) -> None:
    """Show a case: parties, theories as pleaded, what happened, the bills that it marks, and its docket."""
    from monitor.services.litigation import show_case  # noqa: PLC0415 - help must not pay for SQLAlchemy
    from monitor.store.engine import Store  # noqa: PLC0415
    from monitor.store.migrate import check_current  # noqa: PLC0415

    with Store(settings.database) as store:
        check_current(store)
        found = show_case(store, case, entries=entries)
    if as_json:
        bills = [{"bill": name, "status": status} for name, status in found.bills]
        click.echo(json.dumps(_case_json(found.case) | {"bills": bills, "dockets": found.dockets}, indent=2))
        return
    _print(found)


def _print(found: ShownCase) -> None:
    case = found.case
    click.echo(f"{case.caption}, {case.court}, {case.docket_number or 'docket number unknown'}")
    for name, who in (("plaintiffs", case.plaintiffs), ("defendants", case.defendants), ("others", case.others)):
        if who:
            click.echo(f"{name}: {'; '.join(who)}")
    for theory in case.theories:
        click.echo(f"theory: {theory}")
    for law in _laws(case):
        click.echo(f"{law['law']}: {law['meaning']} (since {law['since']})")
    for fact in case.facts:
        doubt = "; disputed" if fact.disputed else ""
        click.echo(f"{fact.on}  {fact.text} [{fact.evidence}: {fact.source}{doubt}]")
    if case.note:
        click.echo(case.note)
    for bill, status in found.bills:
        click.echo(f"marks {bill}: {status}")
    for docket in found.dockets:
        click.echo(f"docket {printable(docket['caption'])}, {docket['number']}, {docket['address']}")
        for entry in docket["entries"]:
            number = f"{entry['number']}. " if entry["number"] is not None else ""
            click.echo(
                f"  {entry['on'] or 'no date'}  {number}{printable(entry['said']) or 'no words'} ({entry['kind']})"
            )
    if not found.dockets:
        click.echo("no docket was read: preempt crawl run courtlistener")
    click.echo(f"As known on {case.known_until}. {_CAUTION}")


@litigation.command(epilog='\b\nExamples:\n  preempt litigation link xai-v-bonta "CA AB 9901" --provision "sec. 2"')
@click.argument("case")
@click.argument("bill")
@click.option("--law", default="", help="The law of the case whose status marks the bill; needed when it has several.")
@click.option("--provision", default="", help="Which part of the bill, in words.")
@click.pass_obj
def link(settings: Settings, *, case: str, bill: str, law: str, provision: str) -> None:
    """Say that CASE is also about the stored BILL ("CA AB 9901", with its session if needed)."""
    from monitor.clock import system_clock  # noqa: PLC0415 - help must not pay for SQLAlchemy
    from monitor.services.litigation import link_case  # noqa: PLC0415
    from monitor.store.engine import Store  # noqa: PLC0415
    from monitor.store.migrate import check_current  # noqa: PLC0415

    said = printable(provision)[:200]
    with Store(settings.database) as store:
        check_current(store)
        name = link_case(store, case, bill, provision=said, law=law, clock=system_clock)
    click.echo(f"linked: {case} and {name}")


def _laws(case: CourtCase) -> list[dict[str, Any]]:
    from monitor.model.litigation import law_status  # noqa: PLC0415 - as above

    rows = []
    for law in case.laws:
        fact = law_status(case, law)
        status = fact.sets if fact is not None else None
        rows.append(
            {
                "law": law.name,
                "provision": law.provision,
                "status": status.value if status else None,
                "meaning": status.meaning if status else "no status",
                "since": fact.on if fact is not None else None,
            }
        )
    return rows


def _case_json(case: CourtCase) -> dict[str, Any]:
    return {
        "case": case.id,
        "caption": case.caption,
        "court": case.court,
        "docket_number": case.docket_number,
        "plaintiffs": case.plaintiffs,
        "defendants": case.defendants,
        "others": case.others,
        "theories_as_pleaded": case.theories,
        "filed_on": case.filed_on or None,
        "decided_on": case.decided_on or None,
        "laws": _laws(case),
        "facts": [fact.as_json() for fact in case.facts],
        "note": case.note,
        "as_of": case.known_until,
    }
