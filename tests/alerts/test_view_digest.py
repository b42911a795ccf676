"""The head of a digest, what it could not say, and its limits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from alerts.facts import ItemKind, UnjudgedKind
from alerts.select import select
from monitor.model.bill import BillStatus
from tests.alerts.samples import (
    FRONTIER,
    bill,
    changed,
    clause,
    coverage,
    finding,
    moved,
    new_item,
    resolved,
    rule,
    source,
    unjudged,
    window,
)
from tests.alerts.viewing import POSITIONS, PUBLISH, view


def test_the_head_of_a_digest():
    shown = view(new_item(1), new_item(2, state="TX"), unknown=[unjudged(1)])
    assert shown.headline == "2 new conflicts, 1 not judged."
    assert shown.subject == "[AI preemption] 2 new conflicts, 1 not judged - TX WA - Mon 23 Nov"
    assert shown.date == "Mon 23 Nov 2026, 07:00 America/New_York"
    assert shown.covers == "Covers Fri 20 Nov, 07:00 to Mon 23 Nov, 07:00."
    assert (shown.catch_up, shown.more, shown.more_names, shown.more_unjudged) == ("", "", "", "")
    assert shown.contact == "answers@example.org"
    assert not shown.sample


def test_a_catch_up_says_so():
    assert view(over=window(missed=1, since=None)).catch_up == (
        "Catch-up: 1 earlier digest was not sent; this one covers the whole gap."
    )
    assert "3 earlier digests were not sent" in view(over=window(missed=3)).catch_up
    assert view(over=window(since=None)).covers == "Covers the first record to Mon 23 Nov, 07:00."


def test_an_empty_digest_says_whether_sources_were_read():
    assert view().subject == "[AI preemption] nothing new - Mon 23 Nov"
    assert view().headline == "Nothing new."
    stale = coverage(source("a", "CA", age=timedelta(days=3)))
    assert view(reach=stale).subject == "[AI preemption] nothing new, sources stale - Mon 23 Nov"
    assert view(reach=stale, unknown=[unjudged()]).subject == "[AI preemption] 1 not judged - Mon 23 Nov"


def test_a_sample_digest_says_so_in_its_subject():
    shown = view(new_item(1, sample=True))
    assert shown.sample
    assert shown.subject.startswith("[AI preemption, SAMPLE DATA] 1 new conflict")


def test_what_did_not_fit():
    shown = view(*(new_item(n) for n in range(1, 211)), max_items=5)
    assert shown.more == "And 205 more that did not fit in one mail"
    assert shown.more_names.startswith("WA HB 205, WA HB 204")
    assert shown.more_names.endswith("WA HB 6 \u2026")
    assert shown.more_names.count("WA HB") == 200
    few = view(*(new_item(n) for n in range(1, 8)), max_items=5)
    assert (few.more, few.more_names) == ("And 2 more that did not fit in one mail", "WA HB 2, WA HB 1")


def test_unjudged_texts_in_words():
    shown = view(
        unknown=[
            unjudged(1),
            unjudged(
                2, kind=UnjudgedKind.FAILED, flagged_before=True, title="", reason="x" * 999, link="", sample=True
            ),
            *(unjudged(n) for n in range(3, 20)),
        ]
    )
    second, first = shown.unjudged[:2]  # what was flagged before comes first
    assert (first.name, first.title, first.link) == (
        "OR SB 1",
        "Relating to sample scans 1",
        "https://legislature.example/or/1",
    )
    assert first.problem == "the newest text (Introduced) was not published in a form that can be read"
    assert second.problem == "the judgement of the newest text (Introduced) failed; an earlier text is flagged"
    assert (second.title, second.link, len(second.reason), second.sample) == ("(no title)", "", 160, True)
    assert shown.more_unjudged == "And 7 more."
    assert shown.other_unjudged == ""


@pytest.mark.parametrize(
    ("pressing", "others", "said"),
    [
        (0, 1, "1 text could not be read; its title does not speak of AI."),
        (0, 3, "3 texts could not be read; their titles do not speak of AI."),
        (1, 2, "2 more texts could not be read either; their titles do not speak of AI."),
    ],
)
def test_unreadable_texts_on_other_subjects_are_one_line(pressing: int, others: int, said: str):
    known = [unjudged(n) for n in range(1, pressing + 1)]
    shown = view(unknown=[*(unjudged(n, speaks_of_ai=False) for n in range(50, 50 + others)), *known])
    assert [entry.name for entry in shown.unjudged] == [entry.name for entry in known]
    assert shown.other_unjudged == said
    assert shown.headline == ("1 not judged." if pressing else "Nothing new.")


def test_each_position_is_cited_once_at_the_end():
    licence = clause(FRONTIER)
    told = [finding(5, added=[PUBLISH]), finding(6, position=FRONTIER, added=[licence])]
    shown = view(*select(told, {1: bill(1, PUBLISH, licence)}, [rule()]), new_item(2))
    cited = {position.name: position for position in shown.positions}
    assert list(cited) == ["compelled disclosure", "voluntary frontier review"]
    known = POSITIONS.get("compelled-disclosure")
    assert (cited["compelled disclosure"].citation, cited["compelled disclosure"].force) == (
        known.citation,
        known.legal_force,
    )


def test_the_limits_stand_in_every_digest():
    limits = " ".join(view().limits)
    assert "An executive order directs federal agencies; it does not itself preempt state law." in limits
    assert "Federal positions as of 10 Oct 2026" in limits
    assert "unknown, not clear" in limits
    assert "a person has reviewed only what says so" in limits


def test_every_kind_has_a_word_and_a_heading():
    items = [
        new_item(1),
        *select([changed(5, of=2, direction="worsened")], {2: bill(2, PUBLISH)}, [rule()]),
        *select([changed(5, of=3, direction="eased")], {3: bill(3, PUBLISH)}, [rule()]),
        *select([changed(5, of=4)], {4: bill(4, PUBLISH)}, [rule()]),
        *select([resolved(5, PUBLISH, of=5)], {5: bill(5)}, [rule()]),
        *select(
            [moved(5, BillStatus.IN_COMMITTEE, BillStatus.PASSED_ONE_CHAMBER, of=6)], {6: bill(6, PUBLISH)}, [rule()]
        ),
    ]
    shown = view(*items)
    assert [section.heading for section in shown.sections] == [
        "New",
        "Worsened",
        "Moved towards law",
        "Resolved",
        "Eased",
        "Changed in wording",
    ]
    assert {each.kind for section in shown.sections for each in section.entries} == {
        kind.name.lower() for kind in ItemKind
    }
