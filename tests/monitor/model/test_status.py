from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.model.bill import Action, ActionClass, BillStatus, Chamber
from monitor.model.status import acting_chamber, derive_status, standing_of, step_of
from monitor.model.status_wording import CORRECTIONS, FALLBACKS, Step

LOWER, UPPER, EXECUTIVE = Chamber.LOWER, Chamber.UPPER, Chamber.EXECUTIVE
UNICAMERAL, UNKNOWN = Chamber.UNICAMERAL, Chamber.UNKNOWN
START = date(2026, 1, 5)


def act(text: str, *classes: str, by: Chamber = LOWER, day: int = 0) -> Action:
    return Action(on=START + timedelta(days=day), chamber=by, text=text, classes=classes, ordinal=day)


def history(*steps: tuple, state: str = "OR", kind: str = "bill") -> BillStatus:
    """Follow (text or class, chamber) pairs; a class is said without words that tell."""
    actions = []
    for day, (what, *by) in enumerate(steps):
        known = what in set(ActionClass)
        actions.append(
            act("Recorded" if known else what, *([what] if known else []), by=by[0] if by else LOWER, day=day)
        )
    return derive_status(actions, classification=[kind], jurisdiction=state)[0]


PASSED = (("passage", LOWER), ("passage", UPPER))


@pytest.mark.parametrize(
    ("steps", "status"),
    [
        ((), BillStatus.UNKNOWN),
        ((("Fiscal note printed",),), BillStatus.UNKNOWN),
        ((("filing",),), BillStatus.INTRODUCED),
        ((("introduction",), ("reading-1",)), BillStatus.INTRODUCED),
        ((("referral-committee",),), BillStatus.IN_COMMITTEE),
        ((("referral-committee",), ("introduction",)), BillStatus.IN_COMMITTEE),
        ((("committee-passage-unfavorable",),), BillStatus.IN_COMMITTEE),
        ((("passage", LOWER),), BillStatus.PASSED_ONE_CHAMBER),
        ((("passage", LOWER), ("passage", LOWER)), BillStatus.PASSED_ONE_CHAMBER),
        ((("passage", LOWER), ("referral-committee", UPPER)), BillStatus.PASSED_ONE_CHAMBER),
        (PASSED, BillStatus.PASSED_LEGISLATURE),
        ((("passage", UNICAMERAL),), BillStatus.PASSED_LEGISLATURE),
        ((("enrolled",),), BillStatus.PASSED_LEGISLATURE),
        ((*PASSED, ("executive-receipt", EXECUTIVE)), BillStatus.TO_GOVERNOR),
        ((*PASSED, ("executive-receipt",), ("passage", UPPER)), BillStatus.TO_GOVERNOR),
        ((*PASSED, ("executive-signature",)), BillStatus.ENACTED),
        ((("became-law",),), BillStatus.ENACTED),
        ((*PASSED, ("executive-veto-line-item",)), BillStatus.ENACTED),
        ((*PASSED, ("executive-veto",)), BillStatus.VETOED),
        ((("committee-failure",),), BillStatus.FAILED),
        ((("failure",),), BillStatus.FAILED),
        ((("withdrawal",),), BillStatus.WITHDRAWN),
    ],
)
def test_a_bill_stands_where_its_actions_brought_it(steps, status: BillStatus):
    assert history(*steps) is status


@pytest.mark.parametrize(
    ("steps", "status"),
    [
        # the second chamber changed the text: the first must agree
        ((("passage", LOWER), ("amendment-passage", UPPER), ("passage", UPPER)), BillStatus.PASSED_ONE_CHAMBER),
        ((("passage", LOWER), ("Passed as amended",), ("substitution", UPPER)), BillStatus.PASSED_ONE_CHAMBER),
        (
            (("passage", LOWER), ("amendment-passage", UPPER), ("passage", UPPER), ("concurrence", LOWER)),
            BillStatus.PASSED_LEGISLATURE,
        ),
        # its own amendments need nobody's agreement
        ((("amendment-passage", LOWER), ("passage", LOWER), ("passage", UPPER)), BillStatus.PASSED_LEGISLATURE),
        # a vote that is taken back
        (((*PASSED, ("Senate refuses to concur", UPPER))), BillStatus.PASSED_ONE_CHAMBER),
        (((*PASSED, ("refused to concur", LOWER), ("concurrence", LOWER))), BillStatus.PASSED_LEGISLATURE),
        (((*PASSED, ("executive-receipt",), ("refused to concur", LOWER))), BillStatus.TO_GOVERNOR),
        ((("referral-committee",), ("refused to concur", LOWER)), BillStatus.IN_COMMITTEE),
        # revived
        ((("failure",), ("referral-committee",)), BillStatus.IN_COMMITTEE),
        ((("passage", LOWER), ("failure", UPPER), ("referral-committee", UPPER)), BillStatus.PASSED_ONE_CHAMBER),
        ((("failure",), ("introduction",)), BillStatus.FAILED),
        ((("withdrawal",), ("amendment-passage",)), BillStatus.WITHDRAWN),
        ((("failure",), ("became-law",)), BillStatus.ENACTED),
        # after a veto
        ((("executive-veto",), ("referral-committee",), ("passage", LOWER)), BillStatus.VETOED),
        ((("executive-veto",), ("veto-override-passage", LOWER)), BillStatus.VETOED),
        ((("executive-veto",), ("veto-override-passage", LOWER), ("veto-override-passage", UPPER)), BillStatus.ENACTED),
        ((("executive-veto",), ("veto-override-passage", UNICAMERAL)), BillStatus.ENACTED),
        ((("executive-veto",), ("executive-signature",)), BillStatus.ENACTED),
        # a law stays a law
        ((("became-law",), ("failure",), ("executive-veto",), ("withdrawal",)), BillStatus.ENACTED),
    ],
)
def test_what_brings_a_bill_back_or_on(steps, status: BillStatus):
    assert history(*steps) is status


def test_amended_passage_by_its_words_needs_concurrence():
    actions = [act("Passed", "passage"), act("Passed with amendments", "passage", by=UPPER, day=1)]
    assert derive_status(actions, classification=["bill"])[0] is BillStatus.PASSED_ONE_CHAMBER


def test_a_resolution_of_one_chamber_has_passed_when_that_one_adopted_it():
    assert history(("passage", UPPER), kind="resolution") is BillStatus.PASSED_LEGISLATURE
    assert history(("passage", UPPER), kind="joint resolution") is BillStatus.PASSED_ONE_CHAMBER


def test_a_return_at_the_end_of_a_session_takes_both_passages_back():
    steps = (*PASSED, ("By resolution, returned to House Rules Committee for third reading",))
    assert history(*steps, state="WA") is BillStatus.IN_COMMITTEE
    assert history(*steps, ("passage", LOWER), state="WA") is BillStatus.PASSED_ONE_CHAMBER
    assert history(*steps, state="OR") is BillStatus.PASSED_LEGISLATURE


def test_a_reconsidered_vote_of_the_only_chamber_takes_its_passage_back():
    assert history(("passage", LOWER), ("Reconsidered Vote",), state="NJ") is BillStatus.IN_COMMITTEE


def test_the_standing_names_the_action_that_brought_it():
    actions = [act("Introduced", "introduction"), act("To committee", "referral-committee", day=3), act("Heard", day=9)]
    found = standing_of(actions, classification=["bill"])
    assert (found.status, found.on, found.action) == (BillStatus.IN_COMMITTEE, date(2026, 1, 8), actions[1])
    nothing = standing_of([], classification=[])
    assert (nothing.status, nothing.on, nothing.action) == (BillStatus.UNKNOWN, None, None)


def test_an_action_with_several_classes_does_what_the_weightiest_says():
    assert step_of(act("Recorded", "introduction", "executive-veto", "passage"), "OR") is Step.VETO
    assert step_of(act("Recorded", "no-such-class"), "OR") is Step.NOTHING


@pytest.mark.parametrize(
    ("text", "by", "chamber"),
    [
        ("House/ passed 3rd reading", UPPER, LOWER),
        ("The Senate concurred", LOWER, UPPER),
        ("Assembly adopted it", UPPER, LOWER),
        ("Third reading, passed by the Senate", LOWER, UPPER),
        ("Agreed to in House", UPPER, LOWER),
        ("To the House floor", UPPER, UPPER),
        ("Signed by the Speaker of the House", EXECUTIVE, EXECUTIVE),
    ],
)
def test_the_words_name_the_chamber_before_the_source_does(text: str, by: Chamber, chamber: Chamber):
    assert acting_chamber(act(text, by=by)) is chamber


WORDINGS = [
    ("FL", "Withdrawn from Judiciary Committee", ("withdrawal",), Step.COMMITTEE),
    ("FL", "Withdrawn from further consideration", ("withdrawal",), Step.WITHDRAW),
    ("FL", "Received", ("enrolled",), Step.NOTHING),
    ("FL", "Laid on Table under Rule 7.18(a)", (), Step.NOTHING),
    ("FL", "Laid on Table, refer to HB 9902", (), Step.WITHDRAW),
    ("FL", "Substituted CS/SB 9903", ("substitution",), Step.WITHDRAW),
    ("FL", "Signed by Officers and filed with Secretary of State", (), Step.PASS_ALL),
    ("UT", "House Comm - Motion to Recommend Failed", ("failure",), Step.NOTHING),
    ("UT", "House/ to Lieutenant Governor", ("executive-receipt",), Step.PASS_ALL),
    ("UT", "Senate/ signed by President/ returned to House", ("executive-signature",), Step.PASS_ALL),
    ("UT", "Senate/ passed 2nd & 3rd readings/ suspension", (), Step.PASS),
    ("UT", "House/ concurs with Senate amendment", ("amendment-passage",), Step.PASS),
    ("UT", "House/ motion to reconsider", ("passage",), Step.UNPASS),
    ("UT", "House/ strike enacting clause", (), Step.FAIL),
    ("UT", "Numbered Bill Publicly Distributed", (), Step.INTRODUCE),
    ("WA", "Third reading, passed; yeas, 50; nays, 47", ("reading-3",), Step.PASS),
    ("WA", "Passed final passage; yeas, 49", (), Step.PASS),
    ("WA", "Speaker signed.", ("executive-signature",), Step.PASS_ALL),
    ("WA", "Vote on third reading will be reconsidered.", (), Step.UNPASS),
    ("WA", "By resolution, returned to Senate Rules 3.", (), Step.RETURN),
    ("WA", "Filed with Secretary of State.", (), Step.PASS_ALL),
    ("CO", "Signed by the Speaker of the House", ("executive-signature",), Step.PASS_ALL),
    ("CO", "House Vote - result was to concur - repass", (), Step.PASS_ALL),
    ("CO", "Senate Third Reading Reconsidered - No Amendments", ("passage",), Step.UNPASS),
    ("CO", "House Committee on Rules Postpone Indefinitely", (), Step.FAIL),
    ("CO", "House Second Reading Special Order - Lost", ("passage",), Step.FAIL),
    ("CO", "Result was to not concur", (), Step.UNPASS),
    ("CO", "Senate Second Reading Passed with Amendments - Floor", ("passage",), Step.AMEND),
    ("NJ", "Passed by the Assembly (70-0-0) (Passed Both Houses)", ("passage",), Step.PASS_ALL),
    ("NJ", "Withdrawn App P.L. 2026, c.1", ("withdrawal",), Step.WITHDRAW),
    ("NJ", "Substituted by A9904", (), Step.WITHDRAW),
    ("MN", "Bill was repassed", (), Step.PASS_ALL),
    ("MN", "Secretary of State, Chapter 12", (), Step.ENACT),
    ("OR", "Motion to reconsider laid on the table", ("passage",), Step.NOTHING),
    ("OR", "Signed by the President of the Senate", ("executive-signature",), Step.PASS_ALL),
    ("OR", "House refused to concur", (), Step.UNPASS),
    ("OR", "Amendment(s) adopted", (), Step.AMEND),
    ("OR", "Vetoed by Governor.", (), Step.VETO),
    ("OR", "Approved by the Governor", (), Step.ENACT),
    ("OR", "Became Public Law No: 119-999.", (), Step.ENACT),
    ("OR", "Chaptered by Secretary of State", (), Step.ENACT),
    ("OR", "Presented to the Governor", (), Step.TO_EXECUTIVE),
    ("OR", "Read and referred to the House Committee on Rules", (), Step.COMMITTEE),
    ("OR", "Approved by the Governor", ("executive-veto",), Step.VETO),
    ("OR", "Fiscal note requested", (), Step.NOTHING),
]


@pytest.mark.parametrize(("state", "text", "classes", "step"), WORDINGS)
def test_wordings_that_decide(state: str, text: str, classes: tuple[str, ...], step: Step):
    assert step_of(act(text, *classes), state) is step


def test_a_wording_of_one_state_means_nothing_in_another():
    assert step_of(act("Received", "enrolled"), "GA") is Step.PASS_ALL


def test_every_line_of_the_tables_gives_its_reason_and_a_state_or_all():
    for wording in (*CORRECTIONS, *FALLBACKS):
        assert wording.reason
        assert wording.where == "*" or len(wording.where) == 2


BACK = {Step.UNPASS, Step.RETURN, Step.FAIL, Step.WITHDRAW, Step.VETO}
"""The steps that may take a bill back."""
ALIVE = {Step.COMMITTEE, Step.PASS, Step.PASS_AMENDED, Step.PASS_ALL, Step.TO_EXECUTIVE, Step.ENACT}

ACTIONS = st.builds(
    lambda row, classes, chamber: (
        row[0],
        Action(on=START, chamber=chamber, text=row[1], classes=(*row[2], *classes), ordinal=0),
    ),
    st.sampled_from([*WORDINGS, ("OR", "Recorded", (), Step.NOTHING), ("OR", "Passed as amended", (), Step.NOTHING)]),
    st.lists(st.sampled_from([name.value for name in ActionClass]), max_size=2),
    st.sampled_from(list(Chamber)),
)


@settings(deadline=None)
@given(
    state=st.sampled_from(["FL", "UT", "WA", "CO", "NJ", "MN", "OR"]),
    drawn=st.lists(ACTIONS, max_size=12),
    kind=st.sampled_from(["bill", "resolution", "joint resolution"]),
)
@example(state="OR", drawn=[("OR", act("Recorded", "became-law")), ("OR", act("Vetoed by Governor."))], kind="bill")
def test_no_bill_moves_back_without_an_action_that_says_so_and_a_law_stays_a_law(state: str, drawn, kind: str):
    actions = [action for _, action in drawn]
    before = BillStatus.UNKNOWN
    for end in range(1, len(actions) + 1):
        step = step_of(actions[end - 1], state)
        after = derive_status(actions[:end], classification=[kind], jurisdiction=state)[0]
        if before is BillStatus.ENACTED:
            assert after is BillStatus.ENACTED
        elif before is BillStatus.VETOED:
            assert after in (BillStatus.VETOED, BillStatus.ENACTED)
            assert after is before or step in (Step.ENACT, Step.OVERRIDE)
        elif before.is_dead:
            assert after is before or step in ALIVE
        elif after.rank < before.rank:
            assert step in BACK
        if step is Step.NOTHING:
            assert after is before
        before = after


@settings(deadline=None)
@given(drawn=st.lists(ACTIONS, max_size=8), state=st.sampled_from(["WA", "UT", "OR"]))
def test_the_day_and_the_action_belong_to_the_status(drawn, state: str):
    actions = [
        Action(on=START + timedelta(days=day), chamber=a.chamber, text=a.text, classes=a.classes, ordinal=day)
        for day, (_, a) in enumerate(drawn)
    ]
    found = standing_of(actions, classification=["bill"], jurisdiction=state)
    assert (found.status is BillStatus.UNKNOWN) is (found.action is None)
    if found.action is not None:
        end = actions.index(found.action) + 1
        assert derive_status(actions[:end], classification=["bill"], jurisdiction=state) == (found.status, found.on)
