"""``preempt federal``: which federal documents are known, which bear on the positions, and what an analyst decides."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Final

import click

from monitor.clock import system_clock
from monitor.config import Settings
from monitor.model.bearing import BearingState
from monitor.model.federal import FederalKind
from monitor.printable import printable
from monitor.services.federal_queue import (
    KnownDocument,
    QueuedBearing,
    decide_bearing,
    known_documents,
    queued_bearings,
    show_document,
)
from monitor.store.engine import Store
from monitor.store.migrate import check_current

__all__ = ["federal"]

_json: Final = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_ALL: Final = "all"


@click.group()
def federal() -> None:
    """Federal documents and the queue of those that bear on a position. No command changes a position."""


@federal.command(
    "list", epilog="\b\nExamples:\n  preempt federal list\n  preempt federal list --kind executive-order --json"
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice([kind.value for kind in FederalKind]),
    help="Only of this kind; may be given several times.",
)
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="How many at most.")
@_json
@click.pass_obj
def list_(settings: Settings, *, kinds: tuple[str, ...], limit: int, as_json: bool) -> None:
    """List the documents, those seen last first."""
    with Store(settings.database) as store:
        check_current(store)
        found = known_documents(store, limit=limit, kinds=kinds)
    if as_json:
        _print_json([_told(one) for one in found])
        return
    for one in found:
        _say(f"{_day(one)}  {one.kind:15}  {one.fed_key}")
        _say(f"    {one.title}")
    if not found:
        _say("no federal document is stored; run `preempt crawl run federal-register`")


@federal.command(
    "show", epilog="\b\nExamples:\n  preempt federal show eo:14409\n  preempt federal show 2026-11415 --json"
)
@click.argument("name")
@_json
@click.pass_obj
def show(settings: Settings, *, name: str, as_json: bool) -> None:
    """Show one document by any of its NAMEs: names, places, days, and what it is said to bear on."""
    with Store(settings.database) as store:
        check_current(store)
        one = show_document(store, name)
    if as_json:
        _print_json(_told(one))
        return
    _say(f"{one.fed_key}: {one.title}")
    rows = {
        "kind": one.kind,
        "known from": f"{one.publisher} ({one.verification})",
        "agencies": ", ".join(one.agencies),
        "citation": one.citation,
        "signed on": one.signed_on,
        "published on": _day(one),
        "in effect on": one.effective_on,
        "comments until": one.comments_close_on,
        "names": ", ".join(one.names),
        "text": f"{one.characters:,} characters" if one.characters else "none stored: nothing can be said of its words",
    }
    for label, value in rows.items():
        if value:
            _say(f"  {label:14}  {value}")
    for copy in one.copies:
        _say(f"  seen at {copy.source}, first {copy.first_seen_at:%Y-%m-%d %H:%M} UTC: {copy.url}")
    _say_bearings(one.bearings)


@federal.command("queue", epilog="\b\nExamples:\n  preempt federal queue\n  preempt federal queue --state all --json")
@click.option(
    "--state",
    type=click.Choice([*(state.value for state in BearingState), _ALL]),
    default=BearingState.WAITING.value,
    show_default=True,
    help="Those in this state.",
)
@_json
@click.pass_obj
def queue(settings: Settings, *, state: str, as_json: bool) -> None:
    """List what the classifier proposes, with its quotes. It may be wrong, and it may have missed something."""
    with Store(settings.database) as store:
        check_current(store)
        found = queued_bearings(store, state=None if state == _ALL else BearingState(state))
    if as_json:
        _print_json([asdict(one) for one in found])
        return
    last = ""
    for one in found:
        if one.fed_key != last:
            _say(f"{one.fed_key}: {one.title}")
        last = one.fed_key
        _say_bearings([one])
    if not found:
        _say("nothing waits; that is no statement about documents that were not seen or came without a text")


def _decides(state: BearingState, words: str) -> Callable[..., None]:
    epilog = f'\b\nExamples:\n  preempt federal {words} 7 --by "A. Analyst" --reason "sec. 3(c) is the position"'

    @federal.command(words, epilog=epilog)
    @click.argument("number", type=click.IntRange(min=1))
    @click.option("--by", required=True, help="Who decides; it stays in the record.")
    @click.option("--reason", required=True, help="Why; it stays in the record.")
    @_json
    @click.pass_obj
    def decide(settings: Settings, *, number: int, by: str, reason: str, as_json: bool) -> None:
        with Store(settings.database) as store:
            check_current(store)
            done = decide_bearing(store, number, state, by=by, note=reason, clock=system_clock)
        if as_json:
            _print_json(asdict(done))
            return
        _say(f"{number}: {done.fed_key} {done.how} {done.position}: {done.state} by {done.decided_by}")
        if state is BearingState.ACCEPTED:
            _say(
                f"no position was changed: write it into monitor/positions/data/{done.position}.yaml, which makes a new"
            )
            _say("release; `preempt positions diff` shows it and `preempt reassess` what it does to the bills")

    decide.help = f"Write down that proposal NUMBER is {state.value}. No position changes by it."
    return decide


accept = _decides(BearingState.ACCEPTED, "accept")
dismiss = _decides(BearingState.DISMISSED, "dismiss")


def _say_bearings(bearings: tuple[QueuedBearing, ...] | list[QueuedBearing]) -> None:
    for one in bearings:
        decided = f" ({one.state}{f' by {one.decided_by}: {one.note}' if one.decided_by else ''})"
        _say(f"  {one.id}  {one.how} {one.position}{'' if one.state == BearingState.WAITING else decided}")
        for quote in one.quotes:
            _say(f'      "{" ".join(str(quote["quote"]).split())}"')


def _day(one: KnownDocument) -> str:
    day = str(one.published_on) if one.published_on is not None else "no date"
    return f"{day}, as seen first" if one.date_is_estimated else day


def _told(one: KnownDocument) -> dict[str, Any]:
    return asdict(one)


def _say(words: str) -> None:
    click.echo(printable(words))


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, indent=2, default=str))
