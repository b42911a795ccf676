from __future__ import annotations

import dataclasses

from monitor.model.position import PositionSet
from monitor.positions import load_positions
from monitor.positions.compare import FieldChange, compare_positions, content_of

SHIPPED = load_positions()
FIRST = SHIPPED.positions[0]


def with_first(**changes: object) -> PositionSet:
    return dataclasses.replace(SHIPPED, positions=(dataclasses.replace(FIRST, **changes), *SHIPPED.positions[1:]))


def compared(before: PositionSet, after: PositionSet) -> tuple[FieldChange, ...]:
    return compare_positions(content_of(before), content_of(after))


def test_a_set_does_not_differ_from_itself():
    assert compared(SHIPPED, SHIPPED) == ()


def test_a_changed_word_is_told_with_both_words():
    assert compared(SHIPPED, with_first(status="withdrawn")) == (
        FieldChange(position=FIRST.id, field="status", before=(FIRST.status,), after=("withdrawn",)),
    )


def test_of_a_list_only_what_left_and_came_is_told():
    position = next(one for one in SHIPPED.positions if len(one.rules) > 1)
    rule = dataclasses.replace(position.rules[0], severity=1)
    changed = dataclasses.replace(position, rules=(rule, *position.rules[1:]))
    after = dataclasses.replace(
        SHIPPED, positions=tuple(changed if one.id == position.id else one for one in SHIPPED.positions)
    )
    (change,) = compared(SHIPPED, after)
    assert (change.position, change.field) == (position.id, "rules")
    assert len(change.before) == len(change.after) == 1
    assert "severity: 1" in change.after[0]


def test_the_order_of_rules_counts():
    position = next(one for one in SHIPPED.positions if len(one.rules) > 1)
    changed = dataclasses.replace(position, rules=(position.rules[1], position.rules[0], *position.rules[2:]))
    after = dataclasses.replace(
        SHIPPED, positions=tuple(changed if one.id == position.id else one for one in SHIPPED.positions)
    )
    (change,) = compared(SHIPPED, after)
    assert change.before == change.after != ()


def test_positions_come_and_leave_whole():
    fewer = dataclasses.replace(SHIPPED, positions=SHIPPED.positions[1:])
    assert compared(SHIPPED, fewer) == (FieldChange(position=FIRST.id, field="", before=(FIRST.title,), after=()),)
    assert compared(fewer, SHIPPED) == (FieldChange(position=FIRST.id, field="", before=(), after=(FIRST.title,)),)


def test_a_later_date_of_the_set_is_a_change_of_the_set():
    later = dataclasses.replace(SHIPPED, as_of=SHIPPED.as_of.replace(year=2030))
    (change,) = compared(SHIPPED, later)
    assert (change.position, change.field) == ("", "as_of")
