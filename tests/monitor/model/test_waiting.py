from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.model.bill import BillKey
from monitor.model.finding import Label
from monitor.model.waiting import Waiting, WaitingKind, in_order


def waiting(name: str, label: str, certainty: float | None, *, bill: str = "HB 1") -> Waiting:
    kinds = {"f": WaitingKind.FINDING, "p": WaitingKind.PROPOSAL, "r": WaitingKind.CHANGED}
    return Waiting(
        id=name,
        kind=kinds[name[0]],
        bill=BillKey(jurisdiction="WA", session="2026", identifier=bill),
        title="A sample act",
        position="compelled-disclosure",
        label=Label(label),
        certainty=certainty,
        provision_label="Sec. 1",
        quote="A developer shall file a report.",
        why="A sample reason.",
    )


def test_conflict_comes_first_and_then_what_is_least_certain():
    given_ = [
        waiting("f1", "exempt", 0.4),
        waiting("p1", "potential", 0.3),
        waiting("f2", "conflict", 0.6),
        waiting("f3", "conflict", 0.4),
        waiting("r1", "conflict", None),
        waiting("f4", "potential", 0.5),
    ]
    assert [one.id for one in in_order(given_)] == ["r1", "f3", "f2", "p1", "f4", "f1"]


def test_what_is_alike_stands_in_the_order_of_bills_and_numbers():
    given_ = [
        waiting(name, "conflict", 0.5, bill=bill) for name, bill in (("f10", "HB 2"), ("f9", "HB 2"), ("f20", "HB 1"))
    ]
    assert [one.id for one in in_order(given_)] == ["f20", "f9", "f10"]


def test_as_json_says_what_the_words_are_now():
    changed = waiting("r1", "conflict", None)
    assert changed.as_json()["now"] is None
    assert (changed.as_json()["kind"], changed.as_json()["certainty"]) == ("changed", None)


@given(
    st.lists(
        st.builds(
            waiting,
            st.sampled_from(["f1", "f2", "p1", "r1"]),
            st.sampled_from(list(Label)),
            st.sampled_from([None, 0.1, 0.5]),
        ),
        max_size=8,
    ).flatmap(lambda found: st.tuples(st.just(found), st.permutations(found)))
)
def test_the_order_does_not_depend_on_how_they_come(both):
    found, shuffled = both
    assert in_order(found) == in_order(shuffled)
