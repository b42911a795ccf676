from __future__ import annotations

import re
from datetime import timedelta

import pytest

from alerts.digest import compose
from alerts.facts import Change, ItemKind, UnjudgedKind
from alerts.select import select
from alerts.view import DigestView, EntryView, view_of
from monitor.model.answer import Decision
from monitor.model.bill import BillStatus
from monitor.model.event import EventKind
from monitor.model.finding import Label
from monitor.positions import load_positions
from tests.alerts.samples import (
    FRONTIER,
    TRUTH,
    answer,
    bill,
    changed,
    clause,
    clones,
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

POSITIONS = load_positions()
PUBLISH = clause()


def view(*items, unknown=(), reach=None, over=None, **options) -> DigestView:
    digest = compose(items, unknown, window=over or window(), coverage=reach or coverage(), **options)
    return view_of(digest, POSITIONS, contact="answers@example.org")


def entry(*changes, of=None, rules=None) -> EntryView:
    items = select(changes, {1: of or bill(1, PUBLISH)}, rules or [rule("Any state")])
    return view(*items).sections[0].entries[0]


def test_a_new_conflict_in_words():
    shown = entry(finding(5, added=[PUBLISH]))
    assert (shown.number, shown.kind, shown.word, shown.name) == (1, "new", "New", "WA HB 1")
    assert shown.title == "Concerning sample automation 1"
    assert shown.link == "https://legislature.example/wa/1"
    assert shown.status == "introduced, 20 Nov 2026"
    assert (shown.severity, shown.confidence) == ("High severity", "confidence medium (0.86)")
    assert shown.review == "not yet reviewed"
    assert shown.sentence == "The text conflicts with a stated federal position."
    assert shown.provision == "Sec. 3(b) Reports"
    assert (shown.lead_in, shown.quote, shown.quote_caption) == ("The developer shall:", PUBLISH.quote, "")
    assert shown.where == "in \u201cSubstitute\u201d, characters 100\u2013135"
    assert shown.position == "compelled disclosure"
    assert shown.authority.startswith("EO 14365 sec. 4;")
    assert shown.force == "executive order; binds agencies, does not preempt"
    assert shown.theory == "compelled speech. Second: dormant commerce clause."
    assert shown.against == "The duty concerns facts."
    assert shown.carve_outs == "child safety: no, compute data centre: no, government use: no"
    assert (shown.others, shown.clones, shown.why, shown.sample) == ((), (), "rule \u201cAny state\u201d", False)


def test_a_confirmed_conflict_says_so_and_names_nobody():
    said = clause(review=answer())
    shown = entry(finding(5, added=[said]), of=bill(1, said))
    assert (shown.review, shown.confidence) == ("confirmed by a reviewer", "")
    assert "Ana" not in repr(shown)


@pytest.mark.parametrize(
    ("decision", "machine", "words"),
    [
        (Decision.RELABEL, Label.CONFLICT, "label set by a reviewer (the program: conflict)"),
        (Decision.ADD, None, "added by a reviewer (the program: no finding)"),
        (Decision.CONFIRM, None, "confirmed by a reviewer (the program: no finding)"),
        (Decision.CONFIRM, Label.POTENTIAL, "confirmed by a reviewer"),
    ],
)
def test_what_a_person_said_stands_beside_what_the_program_says(decision, machine, words):
    said = clause(label=Label.POTENTIAL, review=answer(decision, machine))
    shown = entry(finding(5, after=Label.POTENTIAL, added=[said]), of=bill(1, said))
    assert (shown.review, shown.sentence) == (words, "The text may conflict with a stated federal position.")


def test_what_a_person_finds_is_told_as_such():
    said = clause(review=answer(Decision.ADD, None))
    shown = entry(finding(5, added=[said], reason="review"), of=bill(1, said))
    assert shown.sentence == "On review, the text conflicts with a stated federal position."
    assert shown.word == "New"


def test_another_label_by_a_person_is_told_as_such():
    said = clause(label=Label.POTENTIAL, severity=3, review=answer(Decision.RELABEL))
    change = changed(5, after=Label.POTENTIAL, severity=3, direction="eased", reason="review")
    assert entry(change, of=bill(1, said)).sentence == (
        "On review, “Substitute” may conflict with a stated federal position"
        " (before: conflicts with a stated federal position); high to medium severity."
    )


def test_a_finding_that_a_person_set_aside_still_stands_in_the_text():
    shown = entry(resolved(5, PUBLISH, reason="review"), of=bill(1))
    assert (shown.word, shown.review) == ("Resolved", "set aside by a reviewer")
    assert shown.sentence == (
        "A reviewer set this finding aside: it no longer counts as one, and the words still stand in “Substitute”."
    )
    assert shown.quote_caption == "Words that were flagged, and still stand"
    assert shown.where == "in “Substitute”, characters 100–135"


def test_short_lines_say_who_spoke_too():
    said = clause(FRONTIER, severity=2, review=answer())
    shown = entry(
        finding(5, added=[PUBLISH]),
        finding(6, position=FRONTIER, severity=2, added=[said]),
        resolved(7, clause(TRUTH), position=TRUTH, reason="review"),
        of=bill(1, PUBLISH, said),
    )
    assert any(line.endswith(", confirmed by a reviewer") for line in shown.others)
    assert any(line.endswith(": set aside by a reviewer") for line in shown.others)


def test_a_carve_out_that_applies_limits_the_recommendation_only():
    exempt = clause(carve_out="child-safety", label=Label.POTENTIAL)
    shown = entry(finding(5, after=Label.POTENTIAL, added=[exempt]), of=bill(1, exempt))
    assert shown.carve_outs == (
        "child safety: applies, compute data centre: no, government use: no;"
        " it limits the legislative recommendation only"
    )


@pytest.mark.parametrize(
    ("change", "facts", "sentence"),
    [
        (
            finding(5, after=Label.POTENTIAL, added=[PUBLISH]),
            {},
            "The text may conflict with a stated federal position.",
        ),
        (
            changed(5, direction="worsened", before=Label.POTENTIAL, was=2, note="Engrossed"),
            {},
            (
                "\u201cEngrossed\u201d conflicts with a stated federal position"
                " (before: may conflict with a stated federal position); low to high severity."
            ),
        ),
        (
            changed(5, direction="worsened", note="", added=[PUBLISH]),
            {},
            "The newest text conflicts with a stated federal position; clauses were added or removed.",
        ),
        (
            changed(5, direction="eased", after=Label.POTENTIAL),
            {},
            (
                "\u201cSubstitute\u201d may conflict with a stated federal position"
                " (before: conflicts with a stated federal position)."
            ),
        ),
        (
            changed(5, was=5, direction="eased"),
            {},
            "\u201cSubstitute\u201d conflicts with a stated federal position; critical to high severity.",
        ),
        (
            moved(5, BillStatus.IN_COMMITTEE, BillStatus.PASSED_ONE_CHAMBER),
            {"status": BillStatus.PASSED_ONE_CHAMBER},
            "From in committee to passed one chamber. The text conflicts with a stated federal position.",
        ),
        (
            moved(5, BillStatus.TO_GOVERNOR, BillStatus.VETOED),
            {"status": BillStatus.VETOED},
            "The bill is vetoed and out of the active conflicts.",
        ),
    ],
)
def test_what_happened(change, facts, sentence: str):
    assert entry(change, of=bill(1, PUBLISH, **facts)).sentence == sentence


def test_words_that_are_gone():
    shown = entry(resolved(5, PUBLISH), of=bill(1))
    assert shown.sentence == "The clause is gone from \u201cSubstitute\u201d."
    assert (shown.quote, shown.quote_caption) == (PUBLISH.quote, "Words that are gone")
    assert shown.where == "in the earlier text, characters 100\u2013135"
    assert shown.severity == "was high severity"
    assert (shown.confidence, shown.lead_in, shown.theory, shown.against, shown.carve_outs) == ("", "", "", "", "")
    went = entry(finding(4, added=[PUBLISH]), resolved(5, PUBLISH, note=""), of=bill(1))
    assert went.sentence == (
        "The clause appeared and was taken out again within this period; the newest text is without it."
    )


def test_a_change_without_words():
    shown = entry(changed(5, was=3), of=bill(1))
    assert (shown.quote, shown.where, shown.provision, shown.theory, shown.against) == ("", "", "", "", "")


def test_a_clause_of_another_text_than_the_judged_one_names_its_own():
    shown = entry(finding(5, added=[PUBLISH], note="As filed"), of=bill(1))
    assert shown.where == "in \u201cAs filed\u201d, characters 100\u2013135"
    assert entry(finding(5, added=[PUBLISH], note=""), of=bill(1)).where == "characters 100\u2013135"


def test_a_theory_may_stand_alone():
    alone = clause(second_theory="")
    assert entry(finding(5, added=[alone]), of=bill(1, alone)).theory == "compelled speech."


def test_a_bill_without_a_title_or_an_address():
    shown = entry(
        finding(5, added=[PUBLISH]),
        of=bill(1, PUBLISH, title=" \u200b ", source_url="http://x.example", version_url="", status_on=None),
    )
    assert (shown.title, shown.link, shown.status) == ("(no title)", "", "introduced")


def test_the_address_of_the_text_stands_in_for_the_bill():
    shown = entry(finding(5, added=[PUBLISH]), of=bill(1, PUBLISH, source_url="ftp://x.example"))
    assert shown.link == "https://legislature.example/wa/1/text"


def test_a_new_bill_says_so():
    first = Change(sequence=1, event_id="b", kind=EventKind.BILL_NEW, bill_id=1, baseline=False, payload={})
    assert entry(first, finding(5, added=[PUBLISH])).status == "new bill, introduced, 20 Nov 2026"


def test_the_other_positions_in_short():
    review = clause(FRONTIER, severity=5)
    truth = clause(TRUTH, label=Label.POTENTIAL, severity=2, provision_label="")
    strange = clause("a-strange-one", severity=1)
    shown = entry(
        finding(5, added=[PUBLISH]),
        changed(6, position=FRONTIER, direction="worsened", was=3, severity=5, added=[review]),
        resolved(7, strange, position="a-strange-one"),
        of=bill(1, PUBLISH, review, truth),
    )
    assert shown.position == "compelled disclosure"
    assert shown.others == (
        "voluntary frontier review: worsened, conflicts, critical severity, Sec. 3(b)",
        "a-strange-one: resolved",
        "truthful outputs: may conflict, low severity",
    )


def test_a_position_that_is_not_in_the_set():
    strange = clause("a-strange-one")
    shown = entry(finding(5, position="a-strange-one", added=[strange]), of=bill(1, strange))
    assert (shown.position, shown.authority) == ("a-strange-one", "")
    assert shown.force == "not in the present set of positions"


def test_clones_in_words():
    words = "The same words."
    items = [
        new_item(1, words=words, clones={f"hash of {words}": clones(14)}),
        new_item(2, words=words, state="CA", clones={f"hash of {words}": clones(14)}),
    ]
    (shown,) = view(*items).sections[0].entries
    assert shown.clones == (
        "Same clause, also new, in: WA HB 1",
        "Same clause in: " + ", ".join(f"TX HB {1000 + n}" for n in range(12)) + " and 2 more",
    )


@pytest.mark.parametrize("position", POSITIONS.positions, ids=lambda position: position.id)
def test_every_position_says_its_legal_force_and_no_order_preempts(position):
    """legal.md: an executive order directs federal agencies; it does not preempt state law."""
    words = clause(position.id, authority_strength=position.authority_strength)
    shown = entry(finding(5, position=position.id, added=[words]), of=bill(1, words))
    assert (shown.position, shown.authority) == (position.short_name, position.authority)
    assert shown.force == position.legal_force
    argued = r"whether (it|one) preempts \w+ provision is an argument, not a finding"
    said = re.sub(argued, "", f"{shown.position}. {shown.authority}. {shown.force}")
    assert not re.search(r"preempt(s|ed)\b", said, re.IGNORECASE), said
    if re.search(r"\bEO \d|Executive Order", position.authority):
        assert not re.search(r"\bpreempt", shown.force.replace("does not preempt", "")), shown.force
        assert "statute in force" not in shown.force


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
