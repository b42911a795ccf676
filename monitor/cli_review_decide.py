"""The commands of ``preempt review`` that decide: confirm, reject, relabel, add, accept, decline, withdraw."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

import click

from monitor.clock import system_clock
from monitor.config import Settings
from monitor.model.finding import Label
from monitor.services.add_finding import accept_proposal, add_finding, decline_proposal
from monitor.services.record_review import Recorded, Speaker
from monitor.services.review_finding import confirm_finding, reject_finding, relabel_finding, withdraw_review
from monitor.services.review_target import parse_reference
from monitor.show_findings import console
from monitor.show_reviews import print_recorded
from monitor.store.engine import Store
from monitor.store.migrate import check_current

__all__ = ["COMMANDS"]

_Command = Callable[..., Any]
_LABELS: Final = click.Choice([label.value for label in Label if label is not Label.NONE])
_WHO: Final = '--by "A. Reviewer" --reason'

_severity: Final = click.option(
    "--severity", type=click.IntRange(0, 5), help="0 to 5; default: that of the rules, in the usual range of the label."
)
_carve_out: Final = click.option("--carve-out", help="With the label exempt: which one applies, as child-safety.")


def _examples(*lines: str) -> str:
    return "\n".join(["\b", "Examples:", *(f"  preempt review {line}" for line in lines)])


def _speaks(command: _Command) -> _Command:
    """Every decision has a name and a reason."""
    command = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")(command)
    command = click.option("--reason", required=True, help="Why; it stays in the record.")(command)
    return click.option("--by", required=True, help="Who decides; it stays in the record.")(command)


def _decide(
    settings: Settings, decide: Callable[[Store, Speaker], Recorded], *, by: str, reason: str, as_json: bool
) -> None:
    """Record one decision and print what it did."""
    speaker = Speaker(reviewer=by, reason=reason, now=system_clock())
    with Store(settings.database) as store:
        check_current(store)
        done = decide(store, speaker)
    if not as_json:
        print_recorded(done, console())
        return
    labels = {"before": done.before, "after": done.after, "machine": done.machine}
    content = {
        "review": done.review.as_json(),
        "label": {name: label.value if label else None for name, label in labels.items()},
        "events": done.events,
    }
    click.echo(json.dumps(content, indent=2))


@click.command(epilog=_examples(f'confirm f12 {_WHO} "A report to the state, of any risk."'))
@click.argument("name", metavar="ID")
@_speaks
@click.pass_obj
def confirm(settings: Settings, *, name: str, by: str, reason: str, as_json: bool) -> None:
    """Confirm the finding ID (f12, r5): its label stands, whatever the rules say later."""
    what = parse_reference(name)
    _decide(
        settings, lambda store, speaker: confirm_finding(store, what, speaker), by=by, reason=reason, as_json=as_json
    )


@click.command(epilog=_examples(f'reject f12 {_WHO} "The duty binds agencies alone."'))
@click.argument("name", metavar="ID")
@_speaks
@click.pass_obj
def reject(settings: Settings, *, name: str, by: str, reason: str, as_json: bool) -> None:
    """Reject the finding ID (f12, r5): it is neither counted nor told, and stays in the record as rejected."""
    what = parse_reference(name)
    _decide(
        settings, lambda store, speaker: reject_finding(store, what, speaker), by=by, reason=reason, as_json=as_json
    )


@click.command(
    epilog=_examples(
        f'relabel f12 --label potential {_WHO} "Disclosure is one way out."',
        f'relabel f12 --label exempt --carve-out child-safety {_WHO} "Minors alone."',
    )
)
@click.argument("name", metavar="ID")
@click.option("--label", "-l", required=True, type=_LABELS, help="The label that counts.")
@_severity
@_carve_out
@_speaks
@click.pass_obj
def relabel(
    settings: Settings,
    *,
    name: str,
    label: str,
    severity: int | None,
    carve_out: str | None,
    by: str,
    reason: str,
    as_json: bool,
) -> None:
    """Give the finding ID (f12, r5) another label, or another severity under its own."""
    what, chosen = parse_reference(name), Label(label)

    def decide(store: Store, speaker: Speaker) -> Recorded:
        return relabel_finding(store, what, speaker, label=chosen, severity=severity, carve_out=carve_out)

    _decide(settings, decide, by=by, reason=reason, as_json=as_json)


@click.command(
    epilog=_examples(
        'add "WA HB 1622" --position compelled-disclosure --label conflict --quote "A developer shall publish'
        f' its tests." {_WHO} "A duty to publish."'
    )
)
@click.argument("bill_name", metavar="BILL")
@click.option(
    "--position", "-p", required=True, help="The federal position that the words are held against, by its id."
)
@click.option("--label", "-l", required=True, type=_LABELS, help="The label that counts.")
@click.option("--quote", required=True, help="The words, exactly as they stand in the judged text.")
@_severity
@_carve_out
@_speaks
@click.pass_obj
def add(
    settings: Settings,
    *,
    bill_name: str,
    position: str,
    label: str,
    quote: str,
    severity: int | None,
    carve_out: str | None,
    by: str,
    reason: str,
    as_json: bool,
) -> None:
    """Add a finding that the rules did not make to the bill BILL. It counts as long as its words stand in the text."""
    chosen = Label(label)

    def decide(store: Store, speaker: Speaker) -> Recorded:
        return add_finding(
            store,
            bill_name,
            speaker,
            position=position,
            label=chosen,
            quote=quote,
            severity=severity,
            carve_out=carve_out,
        )

    _decide(settings, decide, by=by, reason=reason, as_json=as_json)


@click.command(
    epilog=_examples(
        f'accept p7 {_WHO} "The same duty in other words."',
        f'accept p7 --label potential {_WHO} "It is weaker here."',
    )
)
@click.argument("name", metavar="ID")
@click.option("--label", "-l", type=_LABELS, help="Another label than the proposed one.")
@_severity
@_carve_out
@_speaks
@click.pass_obj
def accept(
    settings: Settings,
    *,
    name: str,
    label: str | None,
    severity: int | None,
    carve_out: str | None,
    by: str,
    reason: str,
    as_json: bool,
) -> None:
    """Accept the proposal ID (p7): it becomes a finding that counts as long as its words stand in the text."""
    what, chosen = parse_reference(name), Label(label) if label else None

    def decide(store: Store, speaker: Speaker) -> Recorded:
        return accept_proposal(store, what, speaker, label=chosen, severity=severity, carve_out=carve_out)

    _decide(settings, decide, by=by, reason=reason, as_json=as_json)


@click.command(epilog=_examples(f'decline p7 {_WHO} "It binds nobody."'))
@click.argument("name", metavar="ID")
@_speaks
@click.pass_obj
def decline(settings: Settings, *, name: str, by: str, reason: str, as_json: bool) -> None:
    """Decline the proposal ID (p7): these words are no finding against this position, whoever finds them later."""
    what = parse_reference(name)
    _decide(
        settings, lambda store, speaker: decline_proposal(store, what, speaker), by=by, reason=reason, as_json=as_json
    )


@click.command(epilog=_examples(f'withdraw f12 {_WHO} "Mistaken for another section."', f'withdraw r5 {_WHO} "…"'))
@click.argument("name", metavar="ID")
@_speaks
@click.pass_obj
def withdraw(settings: Settings, *, name: str, by: str, reason: str, as_json: bool) -> None:
    """Withdraw what was said of ID (f12, p7, r5): the rules alone count again. The record keeps both."""
    what = parse_reference(name)
    _decide(
        settings, lambda store, speaker: withdraw_review(store, what, speaker), by=by, reason=reason, as_json=as_json
    )


COMMANDS: Final = (confirm, reject, relabel, add, accept, decline, withdraw)
"""For the group to add."""
