"""The shipped positions are whole and consistent, and a wrong file is named with its field."""

from __future__ import annotations

import re
from importlib import resources

import pytest
import yaml

from monitor.classify.actors import Actor
from monitor.classify.carveouts import CHILD_SAFETY, COMPUTE, GOVERNMENT_USE
from monitor.classify.detect import RULES
from monitor.classify.duties import DutyKind
from monitor.classify.duties_facts import Fact
from monitor.model.finding import Label
from monitor.positions import PositionsError, load_positions, positions_from_files

LABELLED = {
    "truthful-outputs",
    "compelled-disclosure",
    "interstate-commerce",
    "development-preemption",
    "frontier-voluntary",
    "equal-protection",
    "section-230",
}


@pytest.fixture
def files() -> dict[str, str]:
    folder = resources.files("monitor.positions").joinpath("data")
    return {entry.name: entry.read_text(encoding="utf-8") for entry in folder.iterdir() if entry.name.endswith(".yaml")}


def test_thirteen_positions_of_which_seven_are_labelled() -> None:
    positions = load_positions()

    assert len(positions.positions) == 13
    assert {position.id for position in positions.positions if position.labelled} == LABELLED
    assert {entry.name for entry in positions.carve_outs if entry.name} == {CHILD_SAFETY, COMPUTE, GOVERNMENT_USE}


def test_only_a_statute_has_the_force_of_one() -> None:
    for position in load_positions().positions:
        assert ("statute" in position.legal_force) == (position.authority_strength == 5), position.id


def test_no_wording_says_that_a_law_is_preempted(files: dict[str, str]) -> None:
    for name, text in files.items():
        assert not re.search(r"\b(?:is|are) preempted\b", text), name


def test_rules_and_counter_arguments_use_names_that_the_classifier_knows() -> None:
    duties, facts = {kind.value for kind in DutyKind}, {fact.value for fact in Fact}
    for position in load_positions().positions:
        for rule in position.rules:
            assert rule.duty in duties, (position.id, rule.duty)
            assert {*rule.with_facts, *rule.without_facts} <= facts, (position.id, rule.duty)
            assert set(rule.actors) <= {actor.value for actor in Actor}, (position.id, rule.duty)
        for counter in position.counter_arguments:
            assert set(counter.when) <= facts, (position.id, counter.text)
            assert set(counter.duties) <= duties, (position.id, counter.text)


def test_every_duty_that_the_classifier_knows_is_labelled_somewhere() -> None:
    used = {rule.duty for position in load_positions().positions for rule in position.rules}

    assert {kind.value for kind in DutyKind} == used


def test_the_release_follows_the_content(files: dict[str, str]) -> None:
    before = positions_from_files(files).release
    same = positions_from_files(dict(reversed(files.items()))).release
    files["section-230.yaml"] = files["section-230.yaml"].replace("severity: 4", "severity: 5", 1)

    assert before == same == load_positions().release
    assert positions_from_files(files).release != before
    assert re.fullmatch(r"[0-9a-f]{64}", before)


def test_a_comment_does_not_change_the_release(files: dict[str, str]) -> None:
    files["section-230.yaml"] += "# a remark\n"

    assert positions_from_files(files).release == load_positions().release


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"authority_strength": 6}, "authority_strength"),
        ({"labelled": "perhaps"}, "labelled"),
        ({"theory": {"first": "x" * 9}}, "theory.second"),
        ({"colour": "red"}, "colour"),
        ({"date": "someday"}, "date"),
        ({"rules": []}, "rules"),
        ({"carve_outs": ["C9"]}, "carve_outs"),
        ({"id": "another"}, "id"),
        ({"counter_arguments": [{"text": "Only when.", "when": ["nexus"]}]}, "counter_arguments"),
        (
            {"rules": [{"duty": "kill-switch", "label": "illegal", "severity": 1, "note": "no such label"}]},
            "rules.0.label",
        ),
    ],
)
def test_a_wrong_file_is_named_with_its_field(files: dict[str, str], change: dict[str, object], field: str) -> None:
    content = yaml.safe_load(files["section-230.yaml"])
    files["section-230.yaml"] = yaml.safe_dump({**content, **change})

    with pytest.raises(PositionsError) as caught:
        positions_from_files(files)

    assert (caught.value.file, caught.value.field) == ("section-230.yaml", field)


def test_a_file_that_is_not_yaml_is_named_with_its_line(files: dict[str, str]) -> None:
    files["section-230.yaml"] = "id: x\ntitle: [unclosed\n"

    with pytest.raises(PositionsError, match=r"section-230\.yaml: line \d"):
        positions_from_files(files)


def test_a_missing_head_is_an_error(files: dict[str, str]) -> None:
    del files["_set.yaml"]

    with pytest.raises(PositionsError, match=r"_set\.yaml: file: missing"):
        positions_from_files(files)


def test_it_can_be_asked_for_one() -> None:
    positions = load_positions()

    assert positions.get("section-230").default_label is None
    assert positions.get("national-policy").default_label is Label.POTENTIAL
    assert positions.carve_out("child-safety").id == "C1"
    with pytest.raises(KeyError):
        positions.get("nothing")
    with pytest.raises(KeyError):
        positions.carve_out("nothing")


def test_every_duty_that_the_classifier_knows_has_a_rule_that_finds_it() -> None:
    assert {rule.kind for rule in RULES} == set(DutyKind)
