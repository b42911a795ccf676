"""How do the links of a bill and its chain look on a terminal?"""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from monitor.printable import printable
from monitor.services.query_relations import BillRelations, NamedBill

__all__ = ["print_relations"]


def print_relations(relations: BillRelations, out: Console) -> None:
    """A line a linked bill, then the chain from its oldest bill to its newest."""
    for link in relations.links:
        words = link.relation.value.replace("_", " ")
        by = " (said by the other bill alone)" if link.said_by == "other" else ""
        out.print(Text(f"{words.capitalize()}: {_name(link.other)}{by}"))
    if not relations.chain:
        return
    out.print(Text("The chain that it stands in, oldest first:"))
    for bill in relations.chain:
        out.print(Padding(Text(_name(bill)), (0, 0, 0, 3)))
        for step in relations.chain_links:
            if step.later == bill:
                words = step.relation.value.replace("_", " ")
                out.print(Padding(Text(f"{words} {printable(str(step.earlier))}", "dim"), (0, 0, 0, 6)))
    if relations.circular:
        out.print(
            Padding(Text("Sources name these in a circle; the order is by year and number.", "yellow"), (0, 0, 0, 3))
        )
    if relations.cut:
        out.print(Padding(Text("The chain is longer than what is shown.", "yellow"), (0, 0, 0, 3)))


def _name(bill: NamedBill) -> str:
    if not bill.stored:
        return printable(f"{bill}: not stored")
    return printable(f"{bill}: {bill.title} [{bill.status}]")
