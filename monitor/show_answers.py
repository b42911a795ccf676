"""How does a finding say that a person has spoken of it, and what the rules say beside that?"""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from monitor.model.finding import Label
from monitor.printable import printable
from monitor.services.bill_standing import BillStanding
from monitor.services.query_bill import BillFindings
from monitor.services.shown_findings import ShownFinding

__all__ = ["print_set_aside", "reviewed_words", "rules_alone"]


def rules_alone(standing: BillStanding) -> Label | None:
    """What the rules say of the bill, where reviews made it another label; else none."""
    return standing.machine_overall if standing.machine_overall is not standing.overall else None


def reviewed_words(finding: ShownFinding) -> list[str]:
    """Who decided what, when and why, and what the rules say beside it; nothing where nobody spoke."""
    answer = finding.review
    if answer is None:
        return []
    label = finding.machine_label
    rules = f"{label.value}, severity {finding.machine_severity}" if label else "no finding"
    return [
        f"Reviewed: {answer.decision.value} by {answer.reviewer} on {answer.reviewed_at:%Y-%m-%d}: {answer.reason}",
        f"The rules say: {rules}",
    ]


def print_set_aside(found: BillFindings, out: Console) -> None:
    """What a person rejected, and what must be looked at again since its words have changed."""
    for finding in found.rejected:
        words = f"{finding.id} {finding.label.value} {finding.position}: “{finding.quotes[0].quote}”"
        out.print()
        out.print(Text(printable(f"Rejected on review, counted nowhere: {words}"), "dim"))
        for row in reviewed_words(finding):
            out.print(_row(row))
    for review in found.changed:
        words = f"{review.position}, {review.decision.value} by {review.reviewer}: “{review.quote}”"
        out.print()
        out.print(Text(f"r{review.id}: reviewed words have changed, look again", "magenta"))
        out.print(_row(words))


def _row(words: str) -> Padding:
    return Padding(Text(printable(words)), (0, 0, 0, 3))
