"""The world of the samples: 51 legislatures, unlike sessions, two days, always the same numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawlers.samples.facts import HOST, World
from crawlers.samples.legiscan_documents import doc_id
from crawlers.samples.read_samples import SAMPLES, SamplesError, read_world
from monitor.model.jurisdiction import STATES


@pytest.fixture(scope="module")
def first() -> World:
    return read_world(SAMPLES, day=1)


@pytest.fixture(scope="module")
def second() -> World:
    return read_world(SAMPLES, day=2)


def test_every_jurisdiction_has_bills_and_most_have_texts(first: World):
    assert set(first.legislatures) == {state.code for state in STATES}
    for code in first.legislatures:
        bills = [bill for bill in first.bills if bill.state == code]
        assert 2 <= len(bills) <= 8, code
        assert any(text.body for bill in bills for text in bill.texts), code


def test_all_of_it_says_that_it_is_fictional(first: World):
    for bill in first.bills:
        assert bill.address.startswith(f"{HOST}/")
        for text in bill.texts:
            if text.body and text.ending.lower() != ".pdf":
                assert b"SAMPLE" in text.body[:2000], bill.key


def test_numbers_are_one_bill_s_alone(second: World):
    world = read_world(SAMPLES, day=2, bills=2000)
    assert len(world.by_id) == len(world.by_key) == len(world.bills) == len(second.bills) + 2000
    texts = [(bill, text) for bill in world.bills for text in bill.texts if text.body is not None]
    assert len({doc_id(bill, text) for bill, text in texts}) == len(texts)
    assert len(world.sessions) == sum(len(each.sessions) for each in world.legislatures.values())


def test_sessions_have_the_shapes_of_real_ones(first: World):
    sessions = list(first.sessions.values())
    assert {session.state for session in sessions if session.prefile} >= {"VA", "FL", "TX", "ND"}
    assert sum(session.state == "VA" for session in sessions) == 3
    regular, special = first.by_key["NE 109 LB 9901"], first.by_key["NE 109S1 LB 9901"]
    assert special.session.special
    assert (regular.title == special.title, regular.id == special.id) == (False, False)


def test_hard_cases_are_in_it(first: World):
    assert first.by_key["DE 153 SB 9902"].actions == ()
    assert first.by_key["NY 2025-2026 S 9904"].title == ""
    assert first.by_key["CO 2026A SB 9906"].actions[0].on == "2062-11-02"
    assert "test bill" in first.by_key["OK 2026 HB 9999"].title
    assert first.by_key["IN 2026 SB 9903"].texts[0].body is None
    assert first.by_key["IL 104th HB 9901"].papers[0].adopted


def test_the_second_day_changes_a_handful(first: World, second: World):
    before, now = first.by_key, second.by_key
    assert sorted(set(before) - set(now)) == ["KS 2025-2026 HB 9903", "MA 194th HD 9901", "MT 2027 LC 9901"]
    assert {"MA 194th H 9901", "MT 2027 HB 9901", "OH 136 SB 9904", "VA 2027 SB 9902"} <= set(now) - set(before)
    assert before["MT 2027 LC 9901"].id == now["MT 2027 HB 9901"].id, "a draft that became a bill"
    assert now["MA 194th H 9901"].aliases == ("HD 9901",)
    assert now["VA 2027 SB 9902"].relations[0].kind == "prior-session"
    assert before["TN 114 HB 9901"].texts[0].address == now["TN 114 HB 9901"].texts[0].address
    assert before["TN 114 HB 9901"].texts[0].body != now["TN 114 HB 9901"].texts[0].body
    assert before["GA 2026_ss HB 9901"].texts[0].address != now["GA 2026_ss HB 9901"].texts[0].address
    assert before["GA 2026_ss HB 9901"].texts[0].body == now["GA 2026_ss HB 9901"].texts[0].body
    untouched = [key for key in now if key in before and not now[key].touched]
    assert len(untouched) > 150
    assert all(before[key] == now[key] for key in untouched)


def test_later_days_are_like_the_second(second: World):
    third = read_world(SAMPLES, day=3)
    assert third.bills == second.bills


def test_a_folder_without_samples_is_told(tmp_path: Path):
    with pytest.raises(SamplesError, match="give the folder `samples` of a clone"):
        read_world(tmp_path, day=1)


def test_a_wrong_line_of_the_samples_is_told(tmp_path: Path):
    folder = tmp_path / "legislatures"
    folder.mkdir()
    (folder / "texts.toml").write_text("", encoding="utf-8")
    (folder / "west.toml").write_text(
        '[WY]\nlower = "HB"\nupper = "SF"\nsessions = ["2026 | 2026 | Regular"]\n'
        '[WY.bills]\n2026 = ["HB 1 | Title | Sample, A. | 09-08 flew"]\n',
        encoding="utf-8",
    )
    with pytest.raises(SamplesError, match="no such step: 'flew'"):
        read_world(tmp_path, day=1)
