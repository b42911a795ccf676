from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from monitor.classify.model_file import load_model, parse_model
from monitor.classify.release import rules_release
from monitor.model.finding import Label
from monitor.positions import load_positions
from monitor.services.evaluate import read_gold
from monitor.services.learning import TrainError, fit_features
from monitor.services.train import Source, train
from monitor.services.train_calibrator import fit_calibrator, probabilities, with_scores
from monitor.services.train_data import Agreement, Example, Role, examples_of
from monitor.services.train_figures import Held, abstention, by_position, recovery, review
from monitor.services.train_folds import families_of, fold_names, splits_of
from monitor.services.train_scorer import fit_shown
from tests.training import write_bills

POSITIONS = load_positions()
NAMES = [position.id for position in POSITIONS.positions if position.labelled]
DISCLOSURE = "compelled-disclosure"


def learn(path: Path, role: Role = Role.SEEN, **more: Role) -> str:
    sources = [Source(path=path, role=role), *(Source(path=Path(p), role=r) for p, r in more.items())]
    return train(sources, [path.parent], POSITIONS)


@pytest.fixture(scope="module")
def bills(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_bills(tmp_path_factory.mktemp("bills"))


@pytest.fixture(scope="module")
def trained(bills: Path) -> str:
    return learn(bills)


def test_the_same_labels_give_the_same_bytes(bills: Path, trained: str):
    assert learn(bills) == trained


def test_the_file_is_one_that_the_program_reads(trained: str):
    model = parse_model(trained)
    assert model.scorer is not None
    assert model.scorer.positions == (DISCLOSURE,), "nothing is learned of positions that nobody flags"
    assert {"publish", "train data"} & set(model.scorer.terms)
    assert "orchard" not in " ".join(model.card["limits"])


def test_only_words_that_several_families_of_two_states_share_are_known(tmp_path: Path):
    path = write_bills(tmp_path)
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for record in records:
        file = tmp_path / record["text_file"]
        mark = "Washingtonia" if record["id"].startswith("WA") else "Rareword" if " HB 0 " in record["id"] else ""
        file.write_text(file.read_text(encoding="utf-8").replace("the model", f"the {mark} model"), encoding="utf-8")
    scorer = parse_model(learn(path)).scorer
    assert scorer is not None
    known = " ".join(scorer.terms)
    assert "model" in known
    assert "washingtonia" not in known, "one state alone"
    assert "rareword" not in known, "too few bills"


def test_the_card_says_what_was_learned_from_and_how_good_it_is(bills: Path, trained: str):
    card = json.loads(trained)["card"]
    (source,) = card["learned_from"]
    assert (source["file"], source["role"], source["texts"]) == ("bills.jsonl", "seen", 48)
    assert source["states"] == {"CO": 16, "FL": 16, "WA": 16}
    assert source["flags"] == {DISCLOSURE: 24}
    assert card["bills_until"] == "2026"
    assert card["rules"] == rules_release()
    assert card["folds"] == {"CO": 16, "FL": 16, "WA": 16}
    figures = card["figures"]
    assert set(figures["states"]) == {"CO", "FL", "WA"}
    assert figures["positions"]["seen"][DISCLOSURE]["scorer"]["f1"] > 0.9, "a wording that both states share"
    assert set(figures["confidence"]["forms_on_unseen"]) == {"constant", "ordering", "features", "agreement"}
    text = bills.read_text(encoding="utf-8")
    assert json.loads(text.splitlines()[0])["id"] not in trained, "no bill is named"


def test_without_the_learner_the_error_says_what_to_do(bills: Path, monkeypatch: pytest.MonkeyPatch):
    for name in [name for name in sys.modules if name.split(".")[0] == "sklearn"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "sklearn", None)
    with pytest.raises(TrainError, match="needs scikit-learn, which is not installed"):
        learn(bills)


def test_too_few_labels_are_an_error(tmp_path: Path):
    with pytest.raises(TrainError, match="one fold"):
        learn(write_bills(tmp_path, states=("WA",)))
    with pytest.raises(TrainError, match="labels are too few"):
        learn(write_bills(tmp_path, states=("WA", "CO"), name="few"))
    with pytest.raises(TrainError, match="all labels are alike"):
        fit_features([{"a": 1.0}], [True], [1.0], ["a"], strength=1.0)


def test_two_files_of_one_name_are_refused(bills: Path, tmp_path: Path):
    other = tmp_path / bills.name
    other.write_text(bills.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(TrainError, match="two files of labels are called bills"):
        learn(bills, **{str(other): Role.UNSEEN})


# what a labelled text teaches


def example(**values: Any) -> Example:
    base = {
        "id": "x",
        "state": "WA",
        "source": "bills",
        "role": Role.SEEN,
        "labels": {},
        "met": frozenset(),
        "flagged": frozenset(),
        "agreements": (),
        "sentences": (),
        "teaches": (),
        "text": "",
    }
    return Example(**(base | values))


def test_sentences_teach_where_people_quote_or_rules_fire(bills: Path):
    examples = list(examples_of(read_gold(bills, bills.parent), source="bills", role=Role.SEEN, positions=POSITIONS))
    flagged, plain = examples[0], examples[1]
    taught = [s.unit.words for s, found in zip(flagged.sentences, flagged.teaches, strict=True) if DISCLOSURE in found]
    assert len(taught) == 1
    assert "training data" in taught[0]
    assert not any(plain.teaches)
    assert len(plain.sentences) > 5
    assert (flagged.state, flagged.role) == ("WA", Role.SEEN)


def test_a_text_that_cannot_be_read_is_named(bills: Path, tmp_path: Path):
    labelled = read_gold(bills, bills.parent)[:1]
    empty = tmp_path / "empty.txt"
    empty.write_text("", encoding="utf-8")
    with pytest.raises(TrainError, match="WA HB 0 2026 cannot be read"):
        list(examples_of([(labelled[0][0], empty)], source="x", role=Role.SEEN, positions=POSITIONS))


# folds


def test_near_copies_are_one_family_over_steps():
    words = [f"word{number}" for number in range(400)]
    first, second, third = " ".join(words[:200]), " ".join(words[100:300]), " ".join(words[200:])
    assert families_of([first, "nothing like it", second, third]) == [0, 1, 0, 0]
    assert families_of(["", "", "short"]) == [0, 1, 2]


def test_a_state_with_enough_bills_is_a_fold_and_others_go_by_their_file():
    examples = [example(state="WA")] * 15 + [example(state="CO"), example(state="", source="made")]
    assert fold_names(examples) == ["WA"] * 15 + ["bills", "made"]


def test_nothing_is_learned_from_what_is_held_out_or_like_it():
    examples = [
        *(example(state="WA", id=str(number)) for number in range(15)),
        example(state="WA", source="statutes", role=Role.UNSEEN),
        example(state="CO", source="statutes", role=Role.UNSEEN),
        example(state="", source="samples", role=Role.PROVISIONS),
    ]
    families = [*range(15), 15, 0, 17]
    splits = {split.name: split for split in splits_of(examples, families)}
    assert set(splits) == {"WA", "statutes"}
    assert splits["WA"].held_out == tuple(range(15))
    assert splits["WA"].learned == (17,), "the other WA text and the near copy are left out"
    assert splits["statutes"].held_out == (15, 16)
    assert splits["statutes"].learned == (*range(1, 15), 17)


# the calibrator


def flag(order: float, *, right: bool, position: str = DISCLOSURE, label: Label = Label.CONFLICT) -> Agreement:
    return Agreement(position=position, label=label, features={"order": order}, right=right)


def unseen(*agreements: Agreement) -> Example:
    return example(role=Role.UNSEEN, agreements=agreements)


def test_a_constant_is_the_share_that_is_right_drawn_to_one_half():
    examples = [unseen(flag(0, right=number > 0)) for number in range(8)]
    constant = fit_calibrator(examples, "constant")
    assert constant.flag.probability({}) == pytest.approx((7 + 1) / (8 + 2), abs=1e-4)
    assert (constant.exempt, constant.aligned) == (0.5, 0.5), "of nothing, one half"


def test_findings_of_one_bill_and_position_share_one_vote():
    many = unseen(*[flag(0, right=True)] * 9)
    constant = fit_calibrator([many, unseen(flag(0, right=False))], "constant")
    assert constant.flag.probability({}) == pytest.approx(0.5, abs=1e-4)


def test_bills_that_the_rules_have_seen_count_little():
    seen = [example(agreements=(flag(0, right=True),))] * 20
    constant = fit_calibrator([*seen, unseen(flag(0, right=False))], "constant")
    assert constant.flag.probability({}) == pytest.approx(0.5, abs=1e-4)


def test_an_ordering_that_truth_contradicts_is_dropped():
    rising = [unseen(flag(order, right=order > 0)) for order in (-1.0, -0.5, 0.5, 1.0)] * 5
    falling = [unseen(flag(order, right=order < 0)) for order in (-1.0, -0.5, 0.5, 1.0)] * 5
    assert fit_calibrator(rising, "ordering").flag.weights["order"] > 0
    assert fit_calibrator(falling, "ordering").flag.weights == {}


def test_the_probability_of_a_position_is_that_of_its_strongest_finding():
    calibrator = fit_calibrator([unseen(flag(x, right=x > 0)) for x in (-1.0, 1.0)] * 5, "ordering")
    weak, strong = flag(2.0, right=True, label=Label.POTENTIAL), flag(-1.0, right=True)
    found = probabilities(calibrator, unseen(weak, strong, flag(0, right=True, label=Label.EXEMPT)))
    assert found == {DISCLOSURE: round(calibrator.flag.probability({"order": -1.0}), 2)}


def test_no_flag_is_no_calibrator():
    with pytest.raises(TrainError, match="flagged by the rules"):
        fit_calibrator([unseen(flag(0, right=True, label=Label.EXEMPT))], "constant")


def test_the_scorer_is_a_feature_of_a_finding():
    (found,) = with_scores(unseen(flag(0, right=True)), {DISCLOSURE: 3.0}).agreements
    assert found.features == {"order": 0, "score": 1.5}
    (unknown,) = with_scores(unseen(flag(0, right=True)), {}).agreements
    assert unknown.features["score"] == -2.0


def test_a_score_that_says_nothing_shows_one_share():
    worth = fit_shown([(-1.0, True, 1.0), (1.0, False, 1.0), (-1.0, True, 2.0), (1.0, False, 4.0)])
    assert worth.weights == {}
    assert worth.probability({"score": 9.0}) == pytest.approx(3 / 8, abs=1e-4)
    assert fit_shown([(-1.0, False, 1.0), (1.0, True, 1.0)]).weights["score"] > 0


# figures


def held(labels: dict[str, Label], flagged: set[str], likely: dict[str, float], shown: dict[str, float]) -> Held:
    one = example(labels=labels, flagged=frozenset(flagged), met=frozenset(flagged))
    return Held(example=one, fold="WA", confidence=dict.fromkeys(flagged, 0.8), likely=likely, shown=shown)


C, N = Label.CONFLICT, Label.NONE
TWO = [
    held({"a": C, "b": C}, {"a"}, {"a": 0.9, "b": 0.6}, {"b": 0.6}),
    held({"a": N, "b": C}, {"a"}, {"a": 0.1, "b": 0.2}, {"b": 0.2}),
]


def test_ways_of_answering_are_compared():
    found = by_position(TWO, ["a", "b"])
    assert {way: one["f1"] for way, one in found["all"].items()} == {
        "rules": 0.4,
        "scorer": 0.8,
        "union": 0.667,
        "both": 0.5,
    }
    assert found["a"]["rules"] == {"precision": 0.5, "recall": 1.0, "f1": 0.667, "n": 1}


def test_recovery_is_compared_with_no_model_at_all():
    some = [
        held({"a": N, "b": C, "c": N}, set(), {}, {"a": 0.1, "b": 0.6, "c": 0.2}),
        held({"a": C, "b": N, "c": N}, {"a"}, {}, {"b": 0.1, "c": 0.2}),
    ]
    found = recovery(some, ["a", "b", "c"], ["a", "b", "c"])
    assert (found["missed"], found["open"]) == (1, 5)
    assert found["first_1"] == {"looked_at": 2, "scorer": 1, "usual_order": 0, "by_chance": 0.3}
    assert found["first_3"] == {"looked_at": 5, "scorer": 1, "usual_order": 1, "by_chance": 1.0}


def test_what_proposals_bring_and_what_confidences_leave():
    assert review(TWO, ["a", "b"], [0.5]) == [{"low": 0.5, "proposed": 1, "a_text": 0.5, "right": 1, "missed": 2}]
    assert abstention(TWO, [0.0, 0.9]) == [
        {"high": 0.0, "flags": 2, "kept": 2, "wrong": 1},
        {"high": 0.9, "flags": 2, "kept": 0, "wrong": 0},
    ]


# the model that ships


def test_the_model_that_ships_tells_its_figures_and_limits():
    card = load_model().card
    roles = {one["role"] for one in card["learned_from"]}
    assert {"seen", "unseen"} <= roles
    assert card["limits"]
    assert all(len(one["sha256"]) == 64 for one in card["learned_from"])
    assert set(card["figures"]["positions"]["seen"]) == {"all", *NAMES}
