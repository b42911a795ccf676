"""How findings look on a terminal: the table by jurisdiction and position, and one bill with all its words."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from rich import box
from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from monitor.model.effect import Effect
from monitor.model.finding import Label
from monitor.model.litigation import strongest
from monitor.printable import printable
from monitor.services.bill_standing import BillStanding
from monitor.services.query_bill import BillFindings
from monitor.services.query_findings import FindingsTable, JurisdictionLine
from monitor.services.shown_findings import ShownFinding
from monitor.show_answers import print_set_aside, reviewed_words, rules_alone
from monitor.show_numbers import print_numbers
from monitor.show_relations import print_relations
from monitor.show_sources import print_sources

__all__ = ["bill_page", "bills_table", "console", "findings_table"]

_WIDTH_OF_A_FILE: Final = 132
_FLAGS: Final = (Label.CONFLICT, Label.POTENTIAL)
_STYLES: Final = {
    Label.CONFLICT: "bold red",
    Label.POTENTIAL: "yellow",
    Label.EXEMPT: "cyan",
    Label.ALIGNED: "green",
    Label.NONE: "dim",
}
_SAID: Final = {
    Label.CONFLICT: "conflicts with a stated federal position",
    Label.POTENTIAL: "may conflict with a stated federal position",
    Label.EXEMPT: "touches a stated federal position and lies in a carve-out of it",
    Label.ALIGNED: "furthers a stated federal position",
    Label.NONE: "touches no stated federal position, as far as its text was read",
}
_CARVE_OUT_NOTE: Final = (
    "The carve-outs of EO 14365 sec. 8(b) limit its legislative recommendation only, not secs. 3-7."
)
_ORDERS_NOTE: Final = (
    "A position of the executive is not law that displaces state law; its legal force stands beside it."
)


def console() -> Console:
    """Standard output; wide when it is no terminal, so that nothing is cut."""
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else _WIDTH_OF_A_FILE
    return Console(file=sys.stdout, width=width, highlight=False, markup=False)


def findings_table(table: FindingsTable, *, labels: Collection[Label] = ()) -> Group:
    """Two tables, a row a jurisdiction: bills by their strongest label, and bills by position.

    A position's column counts the bills with each of ``labels``, conflict and potential by default.
    """
    shown = [label for label in Label if label in (labels or _FLAGS)]
    caption = Text("\n".join(_notes(table)))
    if not table.positions:
        return Group(_by_label(table), caption)
    return Group(_by_label(table), _by_position(table, shown), caption)


def _view(title: str) -> Table:
    view = Table(
        title=title, title_justify="left", box=box.SIMPLE_HEAD, show_footer=True, pad_edge=False, collapse_padding=True
    )
    view.add_column("", footer="all", no_wrap=True)
    return view


def _by_label(table: FindingsTable) -> Table:
    view, total = _view("Bills by jurisdiction and strongest label"), table.total
    for name in ("bills", "judged", "on AI"):
        view.add_column(name, footer=str(_count(total, name)), justify="right")
    for label in Label:
        view.add_column(label.value, footer=str(total.labels[label]), justify="right", style=_STYLES[label])
    view.add_column("unknown", footer=_unknown(total), justify="right", style="magenta")
    for line in table.lines:
        view.add_row(
            line.jurisdiction,
            *(str(_count(line, name)) for name in ("bills", "judged", "on AI")),
            *(str(line.labels[label]) for label in Label),
            _unknown(line),
        )
    return view


def _by_position(table: FindingsTable, shown: Sequence[Label]) -> Table:
    legend = " / ".join(label.value for label in shown)
    view = _view(f"Bills by jurisdiction and stated federal position: {legend}")
    for head in table.positions:
        view.add_column(printable(head.short_name), footer=_cell(table.total, head.id, shown), justify="right")
    for line in table.lines:
        view.add_row(line.jurisdiction, *(_cell(line, head.id, shown) for head in table.positions))
    return view


def _count(line: JurisdictionLine, name: str) -> int:
    return {"bills": line.bills, "judged": line.judged, "on AI": line.ai_bills}[name]


def _unknown(line: JurisdictionLine) -> str:
    return f"{line.unknown}{'*' if line.newest_unread else ''}"


def _cell(line: JurisdictionLine, position: str, shown: Sequence[Label]) -> str:
    counts = [line.positions[position].get(label, 0) for label in shown]
    return " / ".join(str(count) for count in counts) if any(counts) else "·"


def _notes(table: FindingsTable) -> Iterator[str]:
    """What the numbers do not say."""
    total = table.total
    if not table.positions:
        yield "Nothing is judged yet: run `preempt assess`."
        return
    yield _ORDERS_NOTE
    if total.unknown:
        reasons = ", ".join(f"{count} {reason}" for reason, count in total.unknown_reasons.items())
        yield f'Unknown ({reasons}) is never "none".'
    if total.newest_unread:
        bills = f"{total.newest_unread} bill{'' if total.newest_unread == 1 else 's'}"
        yield f"* {bills}: an older text was judged, the newest was not read."
    if total.not_measured:
        bills = f"{total.not_measured} bill{'' if total.not_measured == 1 else 's'}"
        yield f"{bills} of the Congress: relevance only, not held against federal positions."


def bills_table(bills: Sequence[BillStanding], positions: Collection[str]) -> Table:
    """The bills behind the counts."""
    view = Table(box=box.SIMPLE_HEAD)
    for name in ("bill", "session", "status", "label", "positions", "title"):
        view.add_column(name, no_wrap=name == "bill", overflow="fold")
    for bill in bills:
        label = bill.label
        name = label.value if label else "not measured" if bill.is_federal and bill.is_judged else "unknown"
        if rules := rules_alone(bill):
            name += f" (reviewed; the rules: {rules.value})"
        touched = [
            f"{position}: {found.value}" for position, found in sorted(bill.positions.items()) if position in positions
        ]
        view.add_row(
            f"{bill.key.jurisdiction} {bill.key.identifier}",
            printable(bill.key.session),
            f"{bill.status} ({mark.status.value})" if (mark := strongest(bill.litigation)) else bill.status,
            Text(
                name + (f" ({bill.newest.value})" if bill.newest else ""), style=_STYLES[label] if label else "magenta"
            ),
            "\n".join(touched),
            printable(bill.title),
        )
    return view


def bill_page(found: BillFindings, out: Console) -> None:
    """Print one bill with every finding, its exact words and the strongest argument against it."""
    standing = found.standing
    out.print(Text(f"{standing.key}: {printable(standing.title)}", style="bold"))
    acted = f" on {found.last_action_on}" if found.last_action_on else ""
    sure = " (unconfirmed: one aggregator alone says so)" if found.sources.status_unconfirmed else ""
    out.print(f"Status: {standing.status}{sure}; last action{acted}: {printable(found.last_action) or 'unknown'}")
    if found.quarantine:
        out.print(Text(f"In quarantine: {found.quarantine}. It is not counted, judged or told of.", "magenta"))
    if found.source_url:
        out.print(printable(found.source_url))
    _litigation(standing, out)
    print_numbers(found.numbers, out)
    print_relations(found.relations, out)
    print_sources(found.sources, out)
    if found.version_note is None:
        out.print(
            f"Unknown: {standing.newest.value if standing.newest else 'not judged'}. Nothing can be said of this bill."
        )
        return
    published = f", published {found.version_on}" if found.version_on else ""
    quality = f"; text {found.text_quality}: {printable(found.text_reason)}" if found.text_reason else ""
    out.print(f"Judged text: {printable(found.version_note)} ({found.version_stage}{published}{quality})")
    if found.version_url:
        out.print(printable(found.version_url))
    if standing.newest:
        out.print(
            Text(f"The newest text was not read ({standing.newest.value}): what follows is of an older one.", "magenta")
        )
    out.print(f"About AI: {standing.relevance.value if standing.relevance else 'unknown'}")
    if standing.is_federal:
        out.print("A bill of the Congress is not held against federal positions.")
        return
    label = standing.label
    out.print(Text(f"This bill {_SAID[label]}." if label else "Unknown: the newest text was not read.", "bold"))
    if rules := rules_alone(standing):
        out.print(f"That is so after review. The rules alone say: {rules.value}.")
    if Label.EXEMPT in (label, *(finding.label for finding in found.findings)):
        out.print(_CARVE_OUT_NOTE)
    for number, finding in enumerate(found.findings, 1):
        out.print()
        _finding(number, finding, out)
    print_set_aside(found, out)
    if found.effects:
        out.print()
        out.print(Text("Dates, enforcement, penalties and thresholds, as the text states them", "bold"))
    for effect in found.effects:
        _effect(effect, out)
    out.print()
    out.print(
        f"Judged by classifier {found.classifier_release[:12]}, positions {found.position_release[:12]}. {_ORDERS_NOTE}"
    )


def _litigation(standing: BillStanding, out: Console) -> None:
    """What is pleaded or decided about it; a bill without a mark has no case that is known here."""
    for mark in standing.litigation:
        part = f" ({mark.provision})" if mark.provision else ""
        said = (
            f"{mark.status.value.upper()}{part}, {mark.caption}: {mark.status.meaning}. Since {mark.since}: {mark.why}"
        )
        out.print(Text(f"{said} As known on {mark.known_until}; {mark.evidence} evidence.", "magenta"))


def _effect(effect: Effect, out: Console) -> None:
    value = ", ".join(filter(None, (effect.value, effect.unit)))
    where = f" ({effect.provision.label})" if effect.provision else ""
    words = " ".join(printable(effect.evidence.quote).split())
    out.print(Padding(Text(f'{effect.kind.value}: {value}{where}: "{words}"'), (0, 0, 0, 3)))


def _finding(number: int, finding: ShownFinding, out: Console) -> None:
    head = Text(f"{number}. ")
    head.append(finding.label.value.upper(), style=_STYLES[finding.label])
    sure = f", confidence {finding.confidence:.2f}" if finding.machine_label else ""  # it is that of the rules
    head.append(f"  {finding.position}  severity {finding.severity} of 5{sure}")
    head.append(f"  {finding.id}", style="dim")
    out.print(head)
    where = " ".join(part for part in (finding.provision_label, finding.provision_heading) if part)
    rows = [
        *reviewed_words(finding),
        f"{_SAID[finding.label]}: {finding.position_title}",
        f"Authority: {finding.citation} (strength {finding.authority_strength} of 5; {finding.legal_force})",
        f"Provision: {where or 'no heading'} ({finding.provision_type})",
    ]
    rows += [f'{quote.role}, characters {quote.start}-{quote.end}: "{quote.quote}"' for quote in finding.quotes]
    rows.append(f"Carve-out: {finding.carve_out or 'none found'}")
    second = f"; second: {finding.second_theory}" if finding.second_theory else ""
    rows += [
        f"Theory: {finding.theory}{second}",
        f"Why: {finding.rationale}",
        f"Against: {finding.counter_argument}",
    ]
    for row in rows:
        out.print(Padding(Text(printable(row)), (0, 0, 0, 3)))
