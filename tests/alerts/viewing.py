"""What a digest shows of changes and items."""

from __future__ import annotations

from alerts.digest import compose
from alerts.select import select
from alerts.view import DigestView, EntryView, view_of
from monitor.positions import load_positions
from tests.alerts.samples import bill, clause, coverage, rule, window

POSITIONS = load_positions()
PUBLISH = clause()


def view(*items, unknown=(), reach=None, over=None, **options) -> DigestView:
    digest = compose(items, unknown, window=over or window(), coverage=reach or coverage(), **options)
    return view_of(digest, POSITIONS, contact="answers@example.org")


def entry(*changes, of=None, rules=None) -> EntryView:
    items = select(changes, {1: of or bill(1, PUBLISH)}, rules or [rule("Any state")])
    return view(*items).sections[0].entries[0]
