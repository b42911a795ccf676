from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.bill import Action, BillStatus, Chamber, RelatedBill, Sponsor
from monitor.model.claim import BillClaim, ClaimedVersion, Provenance, SourceRank, claim_of, rank_of
from monitor.services.merge_bill import carry, merge_bill, merged_record
from tests.records import INTRODUCED, KEY, SEEN, action, bill, version

OFFICIAL, LEGISCAN, STATES = "wa-legislature", "legiscan", "openstates-files"
SIGNED = action("Governor signed.", "executive-signature", day=60, chamber=Chamber.EXECUTIVE)
VETOED = action("Vetoed by the governor.", "executive-veto", day=61, chamber=Chamber.EXECUTIVE)
PASSED = (
    action("Passed the House.", "passage", day=20),
    action("Passed the Senate.", "passage", day=30, chamber=Chamber.UPPER),
)


def claim(source: str, *, hours: int = 0, **changes: Any) -> BillClaim:
    """An empty claim with the given values."""
    return BillClaim(key=KEY, source=source, fetched_at=SEEN + timedelta(hours=hours), **changes)


def listed(note: str = "Introduced", *, text: bool = True) -> ClaimedVersion:
    return ClaimedVersion(note=note, stage="introduced", published_on=None, url="", has_text=text)


def test_who_is_believed():
    assert rank_of("openstates") == rank_of("openstates-files") == SourceRank.OPEN_STATES
    assert rank_of("legiscan") == rank_of("legiscan-dataset") == SourceRank.LEGISCAN
    assert rank_of("wa-legislature") == SourceRank.OFFICIAL


def test_one_source_is_itself():
    record = bill(source=OFFICIAL)
    merged = merge_bill([claim_of(record)])
    assert (merged.title, merged.abstract, merged.chamber) == (record.title, record.abstract, record.chamber)
    assert (merged.actions, merged.sponsors, merged.related) == (record.actions, record.sponsors, record.related)
    assert (merged.status, merged.status_unconfirmed) == (BillStatus.IN_COMMITTEE, False)
    assert merged.conflicts == ()
    assert set(merged.provenance.values()) == {Provenance(source=OFFICIAL, fetched_at=SEEN)}
    assert set(merged.provenance) == {
        *("title", "abstract", "source_url", "chamber", "classification", "subjects", "aliases", "actions", "status"),
        *("sponsors", "sponsor Rivera", "related", "versions"),
    }


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("actions", ((INTRODUCED,), (SIGNED,), (VETOED,))),
        ("versions", ((listed("a"),), (listed("b"),), (listed("c"),))),
        ("title", ("Official", "A longer title of LegiScan", "The longest title of all, of Open States")),
        ("abstract", ("Official", "A longer one of LegiScan", "The longest one of all, of Open States")),
        ("chamber", (Chamber.LOWER, Chamber.UPPER, Chamber.UNICAMERAL)),
        ("classification", (("bill",), ("resolution",), ("memorial",))),
        ("subjects", (("A",), ("B",), ("C",))),
        ("source_url", ("https://one.example", "https://two.example", "https://three.example")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_higher_rank_wins_and_the_empty_never_does(field: str, values: tuple[Any, ...]):
    sources = (OFFICIAL, LEGISCAN, STATES)
    claims = [claim(source, **{field: value}) for source, value in zip(sources, values, strict=True)]
    for first in range(3):
        silent = [claim(source) for source in sources[:first]]
        merged = merge_bill([*silent, *claims[first:]])
        assert getattr(merged, field) == values[first]
        assert merged.provenance[field].source == sources[first]


def test_of_equal_rank_the_longest_title_and_the_newest_actions():
    old = claim("openstates", title="The longer title of both", actions=(INTRODUCED,))
    new = claim("openstates-files", hours=1, title="A title", actions=(INTRODUCED, *PASSED))
    merged = merge_bill([old, new])
    assert (merged.title, merged.actions) == (old.title, new.actions)
    assert (merged.provenance["title"].source, merged.provenance["actions"].source) == (old.source, new.source)


def test_versions_without_text_give_way_to_texts():
    bare = claim(OFFICIAL, versions=(listed("Bill", text=False),))
    full = claim(STATES, versions=(listed("Introduced"),))
    assert merge_bill([bare, full]).versions == full.versions
    assert merge_bill([bare, claim(STATES)]).versions == bare.versions
    assert claim_of(bill(versions=(version(), version("Engrossed", None)))).versions[0].has_text


def test_sponsors_are_united_with_the_role_of_the_highest_rank():
    person = {"kind": "person"}
    official = (Sponsor(name="Rivera", role="primary", **person), Sponsor(name="Okafor", role="cosponsor", **person))
    states = (Sponsor(name="RIVERA", role="cosponsor", **person), Sponsor(name="Lind", role="primary", **person))
    merged = merge_bill([claim(STATES, sponsors=states), claim(OFFICIAL, sponsors=official)])
    assert merged.sponsors == (*official, states[1])
    assert merged.provenance["sponsor Lind"].source == STATES
    assert merged.provenance["sponsor Rivera"].source == OFFICIAL
    assert "sponsor RIVERA" not in merged.provenance


def test_aliases_and_links_are_united():
    link, other = (RelatedBill(session="s", identifier=f"HB {n}", relation="companion") for n in (1, 2))
    merged = merge_bill(
        [claim(STATES, aliases=("a", "b"), related=(link,)), claim(LEGISCAN, aliases=("b", "c"), related=(other, link))]
    )
    assert (merged.aliases, merged.related) == (("b", "c", "a"), (other, link))


class TestEnactedAndVetoed:
    @pytest.mark.parametrize("end", [SIGNED, VETOED], ids=["enacted", "vetoed"])
    @pytest.mark.parametrize(
        ("sources", "unconfirmed"),
        [
            ((STATES,), True),
            ((LEGISCAN,), True),
            ((STATES, "openstates"), True),
            ((OFFICIAL,), False),
            ((LEGISCAN, STATES), False),
            ((OFFICIAL, STATES), False),
        ],
        ids=lambda value: "+".join(value) if isinstance(value, tuple) else "",
    )
    def test_need_the_official_source_or_two(self, sources: tuple[str, ...], unconfirmed: bool, end: Action):
        merged = merge_bill([claim(source, actions=(INTRODUCED, *PASSED, end)) for source in sources])
        assert merged.status in (BillStatus.ENACTED, BillStatus.VETOED)
        assert merged.status_unconfirmed is unconfirmed

    def test_a_second_source_that_does_not_know_confirms_nothing(self):
        merged = merge_bill([claim(LEGISCAN, actions=(*PASSED, SIGNED)), claim(STATES, actions=PASSED)])
        assert (merged.status, merged.status_unconfirmed) == (BillStatus.ENACTED, True)

    def test_other_statuses_need_no_confirmation(self):
        assert not merge_bill([claim(STATES, actions=PASSED)]).status_unconfirmed
        assert not merge_bill([claim(STATES)]).status_unconfirmed


class TestStatus:
    LATE = (INTRODUCED, PASSED[0])
    RECONSIDERED = action("Vote on final passage will be reconsidered.", day=25)

    def test_a_source_that_is_late_moves_nothing_back(self):
        merged = merge_bill([claim(OFFICIAL, actions=self.LATE), claim(STATES, actions=(INTRODUCED, *PASSED))])
        assert merged.status is BillStatus.PASSED_LEGISLATURE
        assert merged.standing.on == PASSED[1].on
        assert merged.provenance["status"].source == STATES
        assert merged.actions == self.LATE

    def test_an_action_that_says_so_does(self):
        official = claim(OFFICIAL, actions=(INTRODUCED, PASSED[0], self.RECONSIDERED))
        merged = merge_bill([official, claim(STATES, actions=(INTRODUCED, PASSED[0]))])
        assert (merged.status, merged.provenance["status"].source) == (BillStatus.IN_COMMITTEE, OFFICIAL)

    def test_a_law_of_a_lower_source_alone_is_unconfirmed(self):
        merged = merge_bill([claim(OFFICIAL, actions=PASSED), claim(STATES, actions=(*PASSED, SIGNED))])
        assert (merged.status, merged.status_unconfirmed) == (BillStatus.ENACTED, True)
        assert merge_bill([claim(OFFICIAL, actions=PASSED), claim(STATES, actions=PASSED)]).status_unconfirmed is False

    def test_failure_is_believed_of_the_highest_rank_alone(self):
        failed = action("Failed in committee.", "committee-failure", day=40)
        official, states = claim(OFFICIAL, actions=(INTRODUCED,)), claim(STATES, actions=(INTRODUCED, failed))
        assert merge_bill([official, states]).status is BillStatus.IN_COMMITTEE
        turned = [replace(official, actions=states.actions), replace(states, actions=(INTRODUCED, *PASSED))]
        assert merge_bill(turned).status is BillStatus.FAILED


class TestConflicts:
    def test_are_listed_with_what_each_says(self):
        one = claim(OFFICIAL, title="A title", chamber=Chamber.LOWER, actions=(INTRODUCED, *PASSED, SIGNED))
        two = claim(STATES, title="Another title", chamber=Chamber.UPPER, actions=(INTRODUCED,))
        found = {conflict.field: conflict.values for conflict in merge_bill([one, two]).conflicts}
        assert found == {
            "title": ((STATES, "Another title"), (OFFICIAL, "A title")),
            "chamber": ((STATES, "upper"), (OFFICIAL, "lower")),
            "status": ((STATES, "in committee"), (OFFICIAL, "enacted")),
            "last action on": ((STATES, "2026-01-12"), (OFFICIAL, "2026-03-13")),
        }

    def test_silence_and_other_wording_are_none(self):
        one = claim(OFFICIAL, title="A  Title", sponsors=(Sponsor(name="Rivera", role="primary", kind="person"),))
        two = claim(STATES, title="a title", sponsors=(Sponsor(name="rivera", role="primary", kind="person"),))
        assert merge_bill([one, two, claim(LEGISCAN)]).conflicts == ()


def test_silence_takes_nothing_back():
    earlier = claim_of(bill(source=OFFICIAL))
    assert carry(claim(OFFICIAL, hours=5), earlier) == replace(earlier, fetched_at=SEEN + timedelta(hours=5))
    said = claim(OFFICIAL, title="Another title", actions=(SIGNED,))
    assert (carry(said, earlier).title, carry(said, earlier).actions) == (said.title, said.actions)
    assert carry(said, None) is said


def test_a_merged_record_brings_only_versions_that_count():
    record = bill(source=STATES)
    official = claim(OFFICIAL, title="The official title", actions=PASSED)
    found = merged_record(record, merge_bill([claim_of(record), official]))
    assert (found.title, found.actions, found.source) == (official.title, official.actions, OFFICIAL)
    assert (found.versions, found.metadata, found.key) == (record.versions, record.metadata, KEY)
    texts = replace(official, versions=(listed(),))
    assert merged_record(record, merge_bill([claim_of(record), texts])).versions == ()


def test_claims_of_one_bill_are_needed():
    for claims in ([], [claim(OFFICIAL), replace(claim(STATES), key=replace(KEY, identifier="HB 1"))]):
        with pytest.raises(ValueError, match="one bill"):
            merge_bill(claims)


SPONSORS = st.builds(
    Sponsor, name=st.sampled_from(["Rivera", "rivera", "Lind"]), role=st.sampled_from(["primary", "cosponsor"]),
    kind=st.just("person"),
)  # fmt: skip
CLAIMS = st.lists(
    st.builds(
        claim,
        st.sampled_from([OFFICIAL, "nj-legislature", LEGISCAN, "openstates", STATES]),
        hours=st.integers(0, 2),
        title=st.sampled_from(["", "A title", "B title", "A longer title"]),
        chamber=st.sampled_from([Chamber.UNKNOWN, Chamber.LOWER, Chamber.UPPER]),
        subjects=st.sampled_from([(), ("A",), ("B",)]),
        aliases=st.sampled_from([(), ("x",), ("y", "x")]),
        actions=st.sampled_from([(), (INTRODUCED,), (INTRODUCED, *PASSED, SIGNED), (*PASSED, VETOED)]),
        sponsors=st.lists(SPONSORS, max_size=3).map(tuple),
        versions=st.sampled_from([(), (listed(),), (listed(text=False),)]),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda found: found.source,
)


@given(claims=CLAIMS, data=st.data())
def test_the_order_of_arrival_never_matters(claims: list[BillClaim], data: st.DataObject):
    merged = merge_bill(claims)
    assert merge_bill(data.draw(st.permutations(claims))) == merged
    assert merge_bill(claims) == merged


@given(claims=CLAIMS)
def test_nothing_that_any_source_says_is_overwritten_with_nothing(claims: list[BillClaim]):
    merged = merge_bill(claims)
    for field in ("title", "subjects", "aliases", "actions", "sponsors", "versions"):
        values = [getattr(found, field) for found in claims]
        assert bool(getattr(merged, field)) == any(values)
        assert (field in merged.provenance) == any(values)
    assert (merged.chamber is Chamber.UNKNOWN) == all(found.chamber is Chamber.UNKNOWN for found in claims)
    for found in merged.provenance.values():
        assert found in {Provenance(source=one.source, fetched_at=one.fetched_at) for one in claims}


@given(claims=CLAIMS)
def test_a_source_that_says_nothing_changes_nothing(claims: list[BillClaim]):
    silent = claim("ca-legislature")
    assert merge_bill([*claims, silent]) == merge_bill(claims)
    assert set(merge_bill(claims).aliases) == {alias for one in claims for alias in one.aliases}
