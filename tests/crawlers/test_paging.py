"""The walk over the pages of lists, by values: what is asked, what is told, when it ends."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crawlers.parsing.pages import Ask
from crawlers.platforms.paging import ListWalk, Place
from monitor.model.failure import FailureKind
from monitor.model.listing import ListedBill


def line(number: int, mark: str = "a") -> ListedBill:
    return ListedBill(native_id=str(number), mark=mark)


def ask(name: str) -> Ask:
    return Ask(url=f"https://legislature.example/{name}")


def place_of(walk: ListWalk) -> Place:
    found = walk.next()
    assert found is not None
    return found


def walked(pages: dict[str, tuple[list[int], list[str]]], *first: str, **options: int) -> tuple[ListWalk, list[str]]:
    """A walk over pages that answer the same whenever they are asked."""
    walk = ListWalk(max_pages=options.pop("max_pages", 100), **options)
    for name in first or ("1",):
        walk.begin(ask(name))
    asked = []
    while (place := walk.next()) is not None:
        name = place.ask.url.rpartition("/")[2]
        asked.append(name)
        numbers, more = pages[name]
        walk.took(place, [line(number) for number in numbers], [ask(one) for one in more])
    walk.end()
    return walk, asked


def kinds(walk: ListWalk) -> list[FailureKind]:
    return [kind for kind, _, _ in walk.problems]


def test_a_list_from_its_first_page_to_its_last():
    walk, asked = walked({"1": ([1, 2], ["2"]), "2": ([3], [])})
    assert asked == ["1", "2"]
    assert sorted(walk.entries) == ["1", "2", "3"]
    assert walk.sound


def test_every_page_may_link_to_all_pages():
    every = ["1", "2", "3"]
    walk, asked = walked({"1": ([1], every), "2": ([2], every), "3": ([3], every)})
    assert (asked, walk.sound) == (every, True)


def test_an_empty_page_is_asked_once_more():
    walk, asked = walked({"1": ([1], ["2"]), "2": ([], [])})
    assert asked == ["1", "2", "2"]
    assert kinds(walk) == [FailureKind.TRUNCATED]
    alone, asked = walked({"1": ([], [])})
    assert (asked, kinds(alone), alone.entries) == (["1", "1"], [], {})


def test_a_session_without_bills_behind_an_index_is_no_fault():
    walk, asked = walked({"1": ([], ["a", "b"]), "a": ([], []), "b": ([1], [])})
    assert asked == ["1", "a", "a", "b"]
    assert walk.sound


def test_the_same_page_under_two_addresses_is_not_read_on():
    walk, asked = walked({"1": ([1], ["2"]), "2": ([2], ["3"]), "3": ([2], ["4"]), "4": ([4], [])})
    assert asked == ["1", "2", "3"]
    assert kinds(walk) == [FailureKind.TRUNCATED]


def test_an_order_that_moves():
    pages = {"1": (list(range(100)), ["2"]), "2": ([99, *range(100, 200)], [])}
    little, _ = walked(pages)
    assert (little.problems, little.sound) == ([], False), "one of 200 is no failure, and no proof of absence either"
    pages["2"] = ([*range(95, 100), *range(100, 200)], [])
    much, _ = walked(pages)
    assert kinds(much) == [FailureKind.DUPLICATE]


def test_two_lists_may_name_one_bill():
    walk, _ = walked({"a": ([1, 2], []), "b": ([2, 3], [])}, "a", "b")
    assert walk.sound
    assert len(walk.entries) == 3


def test_of_two_lines_for_one_bill_the_first_counts():
    walk = ListWalk(max_pages=9)
    walk.begin(ask("1"))
    new = walk.took(place_of(walk), [line(1, "a"), line(1, "b")], [])
    assert new == (line(1, "a"),)
    assert walk.entries == {"1": line(1, "a")}


def test_what_a_list_says_that_it_has():
    walk = ListWalk(max_pages=9)
    for name in ("a", "b"):
        walk.begin(ask(name))
        walk.took(place_of(walk), [line(1), line(2)], [], total=2 if name == "a" else 3)
    walk.end()
    assert walk.problems == [(FailureKind.TRUNCATED, ask("b").address, "2 of 3 bills came")]


def test_a_cap():
    assert kinds(walked({"1": ([1, 2], [])}, cap=2)[0]) == [FailureKind.CAPPED]
    assert kinds(walked({"1": ([1], [])}, cap=2)[0]) == []


@given(st.integers(1, 20), st.data())
def test_a_walk_ends_whatever_pages_say(limit: int, data: st.DataObject):
    """Links and bills as a hostile site gives them: no page is asked more than twice, none beyond the limit."""
    names = st.integers(0, 40).map(str)
    page = st.tuples(st.lists(st.integers(0, 9), max_size=4), st.lists(names, max_size=6))
    pages = {str(n): data.draw(page) for n in range(41)}
    walk, asked = walked(pages, "0", max_pages=limit)
    assert len(set(asked)) <= limit
    assert all(asked.count(name) <= 2 for name in asked)
    assert set(walk.entries) <= {str(number) for numbers, _ in pages.values() for number in numbers}
