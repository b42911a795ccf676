"""How clause families look: tables and one family's page on a terminal, and the shapes of their JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from monitor.clones.align import StretchKind
from monitor.model.clause_family import ClauseFamily, FamilyMember
from monitor.printable import printable
from monitor.services.query_families import FamilyLine
from monitor.services.show_family import Difference, FamilyView, MemberView

__all__ = ["families_table", "family_page", "line_json", "member_json", "of_table", "view_json"]

_NAME: Final = 12
_WORDS: Final = 140
_UNKNOWN: Final = "date unknown"
_GONE: Final = "its text was replaced since; run `preempt clones find` again"


def families_table(lines: Sequence[FamilyLine], *, found: int) -> Table:
    """A row a family, with the origin's opening words."""
    caption = f"{len(lines)} of {found} families. No finding: touches no stated position, as far as the text was read."
    view = Table(box=box.SIMPLE_HEAD, caption=caption, caption_justify="left")
    for name in ("family", "states, first seen", "bills", "origin", "label", "words of the origin"):
        view.add_column(name, no_wrap=name == "family", overflow="fold")
    for line in lines:
        family = line.family
        view.add_row(
            family.id[:_NAME],
            _spread(family),
            str(len(family.members)),
            f"{_bill(family.origin)}, {printable(family.origin.provision_label)}",
            _label(line),
            _shortened(line.words),
        )
    return view


def of_table(name: str, pairs: Sequence[tuple[FamilyLine, FamilyMember]]) -> Table:
    """A row a clause of the bill that is in a family."""
    view = Table(box=box.SIMPLE_HEAD, title=f"Clauses of {printable(name)} that other bills have", title_justify="left")
    for heading in ("clause", "family", "it is", "states, first seen", "bills", "origin", "label"):
        view.add_column(heading, no_wrap=heading == "family", overflow="fold")
    for line, member in pairs:
        family = line.family
        view.add_row(
            printable(member.provision_label),
            family.id[:_NAME],
            f"{member.kinship.value}, {member.score:.0%}",
            _spread(family),
            str(len(family.members)),
            _bill(family.origin),
            _label(line),
        )
    return view


def family_page(found: FamilyView, out: Console) -> None:
    """Print one family: who had the clause when, each with its words and what differs from the origin's."""
    line, family = found.line, found.line.family
    out.print(Text(f"Family {family.id}", "bold"))
    out.print(
        f"Spread: {_spread(family)}; {len(family.members)} bills, {line.copies} of them neither first nor companion"
    )
    out.print(f"Findings: {_label(line)}")
    if family.origin.dated_on is None:
        out.print("No date is known, so nobody can say which was first; the first by name stands in its place.")
    elif family.is_origin_tied:
        out.print(f"Several bills are of {family.origin.dated_on}; the first by name stands as the origin.")
    for number, view in enumerate(found.members, 1):
        out.print()
        _member(number, view, out)
    out.print()
    out.print(
        "Dates are those of the bills, not of the clauses: an amendment may have brought a clause in later. "
        "[-struck-] stands in the origin only, {+added+} here only."
    )


def _member(number: int, view: MemberView, out: Console) -> None:
    member = view.member
    alike = "" if number == 1 else f"; alike by {member.score:.0%} (shingles {member.jaccard:.2f})"
    out.print(Text(f"{number}. {_bill(member)}, {printable(member.provision_label)}", "bold"))
    rows = [
        f"{member.kinship.value}, {member.dated_on or _UNKNOWN}, {view.status}{alike}",
        printable(view.title),
        *(f'lead-in: "{_flat(words)}"' for words in view.lead_in),
        f'"{_flat(" … ".join(view.quotes))}"' if view.quotes else _GONE,
    ]
    if view.differences:
        rows.append(f"Against the origin: {_marked(view.differences)}")
    rows += [f"{one.position}: {one.label.value}, severity {one.severity}" for one in view.findings]
    for row in rows:
        out.print(Padding(Text(row), (0, 0, 0, 3)))


def _marked(differences: Sequence[Difference]) -> str:
    if all(one.kind is StretchKind.COMMON for one in differences):
        return "the same words, but for numbers and marks"
    pieces = []
    for one in differences:
        if one.kind is StretchKind.COMMON:
            pieces.append(_flat(one.member))
            continue
        if one.origin:
            pieces.append(f"[-{_flat(one.origin)}-]")
        if one.member:
            pieces.append(f"{{+{_flat(one.member)}+}}")
    return " ".join(pieces)


def _spread(family: ClauseFamily) -> str:
    return ", ".join(f"{state.jurisdiction} {state.first_on or _UNKNOWN}" for state in family.states)


def _bill(member: FamilyMember) -> str:
    return printable(str(member.bill))


def _label(line: FamilyLine) -> str:
    return ", ".join(f"{position}: {label.value}" for position, label in line.positions.items()) or "no finding"


def _flat(words: str) -> str:
    return " ".join(printable(words).split())


def _shortened(words: str) -> str:
    flat = _flat(words)
    return flat if len(flat) <= _WORDS else flat[: _WORDS - 1].rstrip() + "…"


def line_json(line: FamilyLine) -> dict[str, Any]:
    """One family of ``preempt clones list --json``."""
    family = line.family
    return {
        "family": family.id,
        "release": family.release,
        "states": [{"jurisdiction": state.jurisdiction, "first_on": _day(state.first_on)} for state in family.states],
        "bills": len(family.members),
        "copies": line.copies,
        "origin": member_json(family.origin),
        "origin_tied": family.is_origin_tied,
        "label": line.label.value if line.label else None,
        "positions": {position: label.value for position, label in line.positions.items()},
        "words": line.words,
    }


def member_json(member: FamilyMember) -> dict[str, Any]:
    """One clause without its words."""
    return {
        "jurisdiction": member.bill.jurisdiction,
        "session": member.bill.session,
        "identifier": member.bill.identifier,
        "dated_on": _day(member.dated_on),
        "provision": member.provision_label,
        "start": member.span.start,
        "end": member.span.end,
        "kinship": member.kinship.value,
        "jaccard": member.jaccard,
        "score": member.score,
    }


def view_json(found: FamilyView) -> dict[str, Any]:
    """The shape of ``preempt clones show --json``."""
    return {
        **line_json(found.line),
        "members": [
            {
                **member_json(view.member),
                "title": view.title,
                "status": view.status,
                "quotes": list(view.quotes),
                "lead_in": list(view.lead_in),
                "differences": [
                    {"kind": one.kind.value, "origin": one.origin, "member": one.member} for one in view.differences
                ],
                "findings": [{"position": clause.position, **clause.payload()} for clause in view.findings],
            }
            for view in found.members
        ],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
