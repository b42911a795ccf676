from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawlers.parsing.notes import Publication, publication_order, stage_of
from monitor.model.bill import Chamber, VersionStage

NOTES = {
    VersionStage.INTRODUCED: [
        "Introduced",
        "Original Bill",
        "As filed",
        "Prefiled",
        "Bill",
        "Joint Memorial",
        "S 482 pb",
    ],
    VersionStage.AMENDED: [
        "Substitute Bill",
        "House Committee Report",
        "Reported in House",
        "Amended",
        "S 482 c2",
        "H 3F c1",
    ],
    VersionStage.ENGROSSED: [
        "1st Engrossment",
        "Engrossed Second Substitute",
        "Reprint 2/3/26 1R",
        "Rerevised",
        "Passed House",
        "Referred in Senate",
        "H 281 e1",
    ],
    VersionStage.ENROLLED: [
        "Enrolled",
        "Passed Legislature",
        "Final Act",
        "Ratified",
        "H 281 er",
        "S 4F er",
        "Resolution/Memorial",
    ],
    VersionStage.CHAPTERED: ["Chapter 12, Laws of 2026", "Session Law", "Public Law 119-1", "Signed Act"],
    VersionStage.COMPARISON: ["Comparison of 1st to 2nd", "Senate Amendment 3", "Redline", "Excerpts of amended pages"],
    VersionStage.UNKNOWN: ["", "Version 3", "Fiscal Note", "signedact"],
}


@pytest.mark.parametrize(("stage", "note"), [(stage, note) for stage, notes in NOTES.items() for note in notes])
def test_stage_of(stage: VersionStage, note: str):
    assert stage_of(note) is stage
    assert stage_of(f"  {note.upper()} \n") is stage


def order(*notes: str, origin: Chamber = Chamber.LOWER, dates: tuple[date | None, ...] = ()) -> list[str]:
    days = dates or (None,) * len(notes)
    found = publication_order(
        [Publication(note=note, stem="", published_on=on) for note, on in zip(notes, days, strict=True)], origin
    )
    return [notes[index] for index in found]


def test_the_process_decides_when_there_are_no_dates():
    assert order(
        "Chapter 3", "Passed Legislature", "Engrossed Substitute", "Second Substitute", "Substitute Bill", "Bill"
    ) == [
        "Bill",
        "Substitute Bill",
        "Engrossed Substitute",
        "Second Substitute",
        "Passed Legislature",
        "Chapter 3",
    ]


def test_a_comparison_is_never_the_current_text():
    assert order("Introduced", "Comparison with the law")[-1] == "Introduced"


def test_the_second_chamber_comes_after_the_first():
    notes = ("Senate Committee Report", "House Committee Report", "House Engrossed")
    assert order(*notes, origin=Chamber.LOWER)[-1] == "Senate Committee Report"
    assert order(*notes, origin=Chamber.UPPER)[0] == "Senate Committee Report"
    assert order(*notes, origin=Chamber.UNKNOWN) == [
        "Senate Committee Report",
        "House Committee Report",
        "House Engrossed",
    ]


def test_numbers_of_one_step():
    assert order("3rd Engrossment", "Second Engrossment", "1st Engrossment") == [
        "1st Engrossment",
        "Second Engrossment",
        "3rd Engrossment",
    ]
    assert order("S 482 c2", "S 482 c1", "S 482 e1") == ["S 482 c1", "S 482 c2", "S 482 e1"]
    assert order("Substitute #10", "Substitute #2", "Amended Substitute #2") == [
        "Substitute #2",
        "Amended Substitute #2",
        "Substitute #10",
    ]
    assert order("Reprint 2R", "Reprint 1R") == ["Reprint 1R", "Reprint 2R"]


def test_the_file_name_numbers_a_substitute_whose_note_does_not():
    texts = [
        Publication(note="Amended", stem=stem, published_on=None) for stem in ("HB0276S02", "HB0276S01_x", "HB0276")
    ]
    assert publication_order(texts, Chamber.LOWER) == [2, 1, 0]


def test_dates_decide_between_introduction_and_enrolment_when_all_have_one():
    days = (date(2026, 3, 1), date(2026, 2, 1), date(2026, 1, 1))
    assert order("Substitute Bill", "Second Substitute", "Introduced", dates=days) == [
        "Introduced",
        "Second Substitute",
        "Substitute Bill",
    ]
    some = (date(2026, 3, 1), None, date(2026, 1, 1))
    assert order("Substitute Bill", "Second Substitute", "Introduced", dates=some)[-1] == "Second Substitute"
    assert order("Reprint 3/5/26", "Reprint 2/5/26") == ["Reprint 2/5/26", "Reprint 3/5/26"]


@pytest.mark.parametrize("note", ["\u017fecond substitute", "f\u0131rst substitute", "\u017fixth engrossed", "\u0663R"])
def test_letters_that_only_look_like_an_ordinal_are_none(note: str):
    """IGNORECASE folds the long s and the dotless i to s and i; no table of ordinals has them."""
    assert order(note, "Introduced")[0] == "Introduced"


WORDS = st.sampled_from([note for notes in NOTES.values() for note in notes])
ANY_NOTE = st.one_of(
    WORDS, st.text(st.characters(exclude_categories=()), max_size=40), st.tuples(WORDS, WORDS).map(" ".join)
)
PUBLICATIONS = st.lists(
    st.builds(
        Publication,
        note=ANY_NOTE,
        stem=st.sampled_from(["", "HB0276S02", "9901-S2"]),
        published_on=st.none() | st.dates(date(2025, 1, 1), date(2027, 1, 1)),
    ),
    max_size=8,
)


@given(PUBLICATIONS, st.sampled_from(Chamber))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_order_is_a_permutation_and_stages_never_go_back(texts: list[Publication], origin: Chamber):
    found = publication_order(texts, origin)
    assert sorted(found) == list(range(len(texts)))
    stages = [texts[index].stage for index in found]
    late = [
        stage for stage in stages if stage in (VersionStage.INTRODUCED, VersionStage.ENROLLED, VersionStage.CHAPTERED)
    ]
    assert late == sorted(late, key=list(VersionStage).index)


@given(st.data())
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_sources_order_does_not_matter_where_dates_decide(data: st.DataObject):
    notes = data.draw(st.lists(WORDS, min_size=1, max_size=8))
    days = data.draw(st.lists(st.integers(0, 400), min_size=len(notes), max_size=len(notes), unique=True), label="days")
    texts = [
        Publication(note=note, stem="", published_on=date(2026, 1, 1) + timedelta(days=day))
        for note, day in zip(notes, days, strict=True)
    ]
    shuffled = data.draw(st.permutations(texts))
    before = [texts[index] for index in publication_order(texts, Chamber.LOWER)]
    after = [shuffled[index] for index in publication_order(shuffled, Chamber.LOWER)]
    assert before == after
