"""Fictional clauses, bills, changes and rules for the tests of digests; every bill, quote and address is made up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from alerts.digest import Window
from alerts.facts import BillFacts, Change, CloneRef, Coverage, SourceState, Unjudged, UnjudgedKind
from alerts.select import Item, select
from monitor.model.answer import Answer, Decision
from monitor.model.bill import BillKey, BillStatus
from monitor.model.clause import Clause
from monitor.model.event import EventKind
from monitor.model.finding import Label
from monitor.model.jurisdiction import STATES
from monitor.model.reader import Subscription

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ZONE = ZoneInfo("America/New_York")
DISCLOSURE, FRONTIER, TRUTH = "compelled-disclosure", "frontier-voluntary", "truthful-outputs"
HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</title></style><h2>Owned</h2>",
    "two\r\nBcc: eve@example.net\r\n\r\nlines",
    "\u202etxet desrever\u202c",
    "\u2066isolated\u2069",
    "zero\u200bwidth\ufeff",
    "nul\x00bell\x07escape\x1b[31m",
    'quote" onmouseover="alert(1)',
    "{{ 7 * 7 }}{% raw %}",
    "line\u2028separator\u2029paragraph\x85next",
    "w" * 300,
    "&amp;&lt;b&gt;",
)
"""What a source could say to deceive a reader or a program."""


def clause(position: str = DISCLOSURE, words: str = "A developer shall publish a report.", **changed: Any) -> Clause:
    """A conflict of severity 4 unless told otherwise; the hash names the words."""
    fields: dict[str, Any] = {
        "position": position,
        "label": Label.CONFLICT,
        "severity": 4,
        "confidence": 0.86,
        "theory": "compelled speech",
        "second_theory": "dormant commerce clause",
        "authority_strength": 3,
        "provision_label": "Sec. 3(b)",
        "provision_heading": "Reports",
        "provision_type": "ag_disclosure",
        "quote": words,
        "start": 100,
        "end": 100 + len(words),
        "lead_in": "The developer shall:",
        "clause_hash": f"hash of {words}",
        "carve_out": None,
        "rationale": "A sample rationale.",
        "counter_argument": "The duty concerns facts.",
    }
    return Clause(**(fields | changed))


def answer(decision: Decision = Decision.CONFIRM, machine: Label | None = Label.CONFLICT) -> Answer:
    """What a person said of a clause that the program labels ``machine``."""
    return Answer(
        decision=decision,
        reviewer="Ana Sample",
        reason="A sample reason.",
        reviewed_at=NOW,
        machine_label=machine,
        machine_severity=4 if machine else None,
        review_id=1,
    )


def clause_payload(of: Clause) -> dict[str, Any]:
    """As an event carries it."""
    return of.payload() | {"finding_id": 1}


def bill(number: int = 1, *clauses: Clause, state: str = "WA", **changed: Any) -> BillFacts:
    """``WA HB 1``, introduced."""
    fields: dict[str, Any] = {
        "id": number,
        "key": BillKey(jurisdiction=state, session="2026", identifier=f"HB {number}"),
        "title": f"Concerning sample automation {number}",
        "status": BillStatus.INTRODUCED,
        "status_on": date(2026, 11, 20),
        "source_url": f"https://legislature.example/{state.lower()}/{number}",
        "version_note": "Substitute",
        "version_url": f"https://legislature.example/{state.lower()}/{number}/text",
        "clauses": clauses,
    }
    return BillFacts(**(fields | changed))


def finding(
    sequence: int,
    kind: EventKind = EventKind.FINDING_NEW,
    *,
    of: int = 1,
    position: str = DISCLOSURE,
    before: Label | None = None,
    after: Label | None = Label.CONFLICT,
    was: int | None = None,
    severity: int | None = 4,
    direction: str = "new",
    added: Iterable[Clause] = (),
    removed: Iterable[Clause] = (),
    reason: str = "version",
    note: str = "Substitute",
    baseline: bool = False,
) -> Change:
    """One ``finding.*`` event of the bill ``of``."""
    return Change(
        sequence=sequence,
        event_id=f"event-{sequence}",
        kind=kind,
        bill_id=of,
        baseline=baseline,
        payload={
            "position": position,
            "before": before.value if before else None,
            "after": after.value if after else None,
            "severity_before": was,
            "severity": severity,
            "direction": direction,
            "added": [clause_payload(each) for each in added],
            "removed": [clause_payload(each) for each in removed],
            "moved": [],
            "reason": reason,
            "version_note": note,
        },
    )


def resolved(sequence: int, *gone: Clause, of: int = 1, position: str = DISCLOSURE, **changed: Any) -> Change:
    """The flag of a position is gone from the text."""
    fields: dict[str, Any] = {"before": Label.CONFLICT, "after": None, "was": 4, "severity": None}
    return finding(
        sequence,
        EventKind.FINDING_RESOLVED,
        of=of,
        position=position,
        direction="resolved",
        removed=gone,
        **(fields | changed),
    )


def changed(sequence: int, **fields: Any) -> Change:
    """A flag stayed one."""
    given: dict[str, Any] = {"before": Label.CONFLICT, "was": 4, "direction": "reworded"}
    return finding(sequence, EventKind.FINDING_CHANGED, **(given | fields))


def moved(sequence: int, before: BillStatus, after: BillStatus, *, of: int = 1, baseline: bool = False) -> Change:
    """The bill has another status."""
    return Change(
        sequence=sequence,
        event_id=f"event-{sequence}",
        kind=EventKind.STATUS_CHANGED,
        bill_id=of,
        baseline=baseline,
        payload={"before": before.value, "after": after.value, "action": "A sample action", "on": "2026-11-20"},
    )


def rule(name: str = "All", **changed: Any) -> Subscription:
    """A rule that wants everything unless told otherwise."""
    fields: dict[str, Any] = {
        "id": 1,
        "reader_id": 1,
        "name": name,
        "jurisdictions": (),
        "positions": (),
        "min_severity": 0,
        "active": True,
    }
    return Subscription(**(fields | changed))


def new_item(number: int = 1, *, words: str = "", state: str = "WA", **changed: Any) -> Item:
    """A bill with one new conflict; bills differ in their words unless these are given."""
    mine = clause(words=words or f"A developer shall publish report {number}.")
    (item,) = select(
        [finding(number, of=number, added=[mine])], {number: bill(number, mine, state=state, **changed)}, [rule()]
    )
    return item


def unjudged(number: int = 1, **changed: Any) -> Unjudged:
    """A bill whose newest text is missing."""
    fields: dict[str, Any] = {
        "marker": f"unjudged:{number}:missing",
        "bill_id": number,
        "key": BillKey(jurisdiction="OR", session="2026", identifier=f"SB {number}"),
        "title": f"Relating to sample scans {number}",
        "kind": UnjudgedKind.MISSING,
        "version_note": "Introduced",
        "reason": "the source offers no document",
        "link": f"https://legislature.example/or/{number}",
        "noted_at": NOW,
        "flagged_before": False,
    }
    return Unjudged(**(fields | changed))


def source(
    name: str = "sample", *states: str, age: timedelta | None = timedelta(hours=2), **changed: Any
) -> SourceState:
    """A source that was read ``age`` ago; none: never."""
    fields: dict[str, Any] = {
        "source": name,
        "jurisdictions": states,
        "last_complete": None if age is None else NOW - age,
        "last_failed": False,
        "stale": age is None or age > timedelta(hours=36),
    }
    return SourceState(**(fields | changed))


def coverage(*sources: SourceState, waiting: int = 0) -> Coverage:
    """All 51 read in time unless sources are given."""
    return Coverage(sources=sources or (source("sample", *sorted(s.code for s in STATES)),), waiting=waiting)


def window(**changed: Any) -> Window:
    """From Friday to Monday, 07:00 in New York."""
    fields: dict[str, Any] = {
        "after": 0,
        "until": 100,
        "since": NOW - timedelta(days=3),
        "to": NOW,
        "zone": ZONE,
        "missed": 0,
    }
    return Window(**(fields | changed))


def clones(number: int) -> tuple[CloneRef, ...]:
    """Other bills with the same clause."""
    return tuple(CloneRef(bill_id=1000 + n, name=f"TX HB {1000 + n}") for n in range(number))


def widest(positions: Iterable[str] = (DISCLOSURE, FRONTIER, TRUTH)) -> tuple[list[Item], list[Unjudged]]:
    """One item of every kind, as long as items get, with everything that a template can show."""
    known = list(positions)
    long = "the developer of a covered system shall without delay and in plain words publish " * 12
    every = [clause(p, words=f"{long}{p}.", lead_in=long, carve_out="child-safety", confidence=0.4) for p in known]
    facts = {
        n: bill(
            n,
            *every,
            state=state,
            title=f"{long} {n}",
            version_note="Second substitute, as amended by the committee on sample matters and again on the floor",
            clones={each.clause_hash: clones(20) for each in every},
            sample=n == 1,
        )
        for n, state in enumerate(("CA", "NY", "TX", "CO", "UT", "VT", "IL"), 1)
    }
    facts[7] = bill(7, *every, state="IL", status=BillStatus.VETOED)
    facts[4] = bill(4, *every[1:], state="CO", source_url="http://insecure.example", version_url="")
    gone = every[0]
    changes = [
        *(
            finding(10 + n, of=1, position=p, added=[each])
            for n, (p, each) in enumerate(zip(known, every, strict=True))
        ),
        Change(sequence=9, event_id="event-9", kind=EventKind.BILL_NEW, bill_id=1, baseline=False, payload={}),
        changed(20, of=2, was=2, severity=4, direction="worsened", before=Label.POTENTIAL, added=[gone]),
        moved(30, BillStatus.IN_COMMITTEE, BillStatus.PASSED_ONE_CHAMBER, of=3),
        resolved(40, gone, of=4, position=known[0]),
        changed(50, of=5, was=5, severity=4, direction="eased"),
        changed(60, of=6, added=[gone], removed=[gone]),
        moved(70, BillStatus.TO_GOVERNOR, BillStatus.VETOED, of=7),
    ]
    items = list(select(changes, facts, [rule("Everything, any state"), rule("Publication", min_severity=3)]))
    kinds = list(UnjudgedKind)
    unknown = [
        unjudged(
            n, kind=kinds[n % 3], flagged_before=n % 2 == 0, link="" if n == 1 else f"https://legislature.example/{n}"
        )
        for n in range(1, 20)
    ]
    return items, unknown
