"""How do reviews look on a terminal: what waits, one bill for its reviewer, what was said, what a decision did?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from monitor.model.finding import Label
from monitor.model.review import Review
from monitor.model.waiting import Waiting
from monitor.printable import printable
from monitor.services.query_bill import BillFindings
from monitor.services.record_review import Recorded
from monitor.services.shown_findings import ShownFinding
from monitor.show_answers import print_set_aside, reviewed_words

__all__ = ["print_history", "print_recorded", "print_review_page", "print_waiting"]


def print_waiting(shown: Sequence[Waiting], total: int, out: Console) -> None:
    """The queue, first things first."""
    if not total:
        out.print("Nothing waits for a review.")
        return
    for one in shown:
        _print_one(one, out, with_bill=True)
    left = f"; {total - len(shown)} more" if total > len(shown) else ""
    out.print(f"{len(shown)} shown{left}. Look closer: preempt review show BILL")


def _print_one(one: Waiting, out: Console, *, with_bill: bool) -> None:
    certainty = "" if one.certainty is None else f" {one.certainty:.2f}"
    head = Text(one.id, "bold")
    bill = f"  {one.bill}" if with_bill else ""
    head.append(printable(f"  {one.label.value}{certainty}{bill}  {one.position}  {one.provision_label}").rstrip())
    out.print(head)
    rows = [f"“{_line(one.quote)}”", one.why]
    if one.now_id:
        rows.append(f"now {one.now_id}: “{_line(one.now_quote)}”")
    _rows(rows, out)
    out.print()


def print_review_page(found: BillFindings, proposals: Iterable[Waiting], out: Console) -> None:
    """What a reviewer of one bill needs: names to decide on, exact words, what was said already."""
    standing = found.standing
    out.print(Text(printable(f"{standing.key}: {standing.title}"), "bold"))
    if found.version_note is None:
        out.print("No text of it is judged: there is nothing to review.")
        return
    out.print(printable(f"Judged text: {found.version_note}"))
    out.print(f"Label: {_name(standing.label)}; the rules alone: {_name(standing.machine_overall)}")
    for finding in found.findings:
        out.print()
        _print_finding(finding, out)
    print_set_aside(found, out)
    for proposal in proposals:
        out.print()
        out.print("Proposed, counted nowhere until somebody accepts it:")
        _print_one(proposal, out, with_bill=False)


def _print_finding(finding: ShownFinding, out: Console) -> None:
    head = Text(finding.id, "bold")
    sure = f", confidence {finding.confidence:.2f}" if finding.machine_label else ""
    head.append(f"  {finding.label.value}  {finding.position}  severity {finding.severity} of 5{sure}")
    out.print(head)
    quotes = [f"{quote.role}, characters {quote.start}-{quote.end}: “{quote.quote}”" for quote in finding.quotes]
    rows = [*reviewed_words(finding), finding.provision_label, *quotes, f"Why: {finding.rationale}"]
    _rows([*filter(None, rows), f"Against: {finding.counter_argument}"], out)


def print_history(bill: str, reviews: Iterable[Review], out: Console) -> None:
    """Everything that was ever said of a bill, in its order."""
    said = list(reviews)
    if not said:
        out.print(printable(f"Nobody has reviewed anything of {bill}."))
    for review in said:
        head = Text(f"r{review.id}", "bold")
        label = f" as {review.label.value}, severity {review.severity}" if review.label else ""
        head.append(
            printable(f"  {review.reviewed_at:%Y-%m-%d %H:%M} UTC  {review.decision.value}{label}  {review.position}")
        )
        out.print(head)
        machine = _name(review.seen.machine_label, "no finding")
        rows = [
            f"by {review.reviewer}: {review.reason}",
            f"“{_line(review.quote)}”",
            f"on {review.seen.version_key}; the rules then said: {machine}",
        ]
        _rows(rows, out)


def print_recorded(done: Recorded, out: Console) -> None:
    """What a decision did."""
    review = done.review
    label = f" as {review.label.value}, severity {review.severity}" if review.label else ""
    out.print(printable(f"r{review.id}: {review.decision.value}{label}, {review.bill}, {review.position}"))
    _rows([f"“{_line(review.quote)}”"], out)
    before, after = _name(done.before), _name(done.after)
    moved = after if before == after else f"{before} -> {after}"
    events = {0: "no event", 1: "1 event"}.get(done.events, f"{done.events} events")
    out.print(f"The bill: {moved}; the rules alone: {_name(done.machine)}; {events}.")


def _name(label: Label | None, otherwise: str = "unknown") -> str:
    return label.value if label else otherwise


def _line(words: str) -> str:
    return " ".join(words.split())


def _rows(rows: Iterable[str], out: Console) -> None:
    for row in rows:
        out.print(Padding(Text(printable(row)), (0, 0, 0, 3)))
