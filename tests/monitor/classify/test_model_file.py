from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.classify import release
from monitor.classify.model_file import BLANK, FORMAT, Logistic, ModelFileError, load_model, model_text, parse_model

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = ROOT / "monitor" / "classify" / "data" / "scorer.json"


def content(**values: Any) -> dict[str, Any]:
    base = {
        "format": FORMAT,
        "calibrator": {"flag": {"intercept": 1.0, "weights": {"order": 0.5}}, "exempt": 0.7, "aligned": 0.6},
        "scorer": {
            "positions": ["a", "b"],
            "intercepts": [-1.0, -2.0],
            "terms": {"publish": [2.0, 1.0, 0.0], "train data": [3.0, 0.5, -0.5]},
            "traits": {"actor:developer": [0.1, 0.2]},
            "shown": {"intercept": 0.0, "weights": {"score": 0.5}},
        },
        "card": {"limits": ["few labels"]},
    }
    return base | values


def test_a_file_is_read_as_it_was_written():
    model = parse_model(model_text(content()))
    assert model.calibrator.flag == Logistic(intercept=1.0, weights={"order": 0.5})
    assert (model.calibrator.exempt, model.calibrator.aligned) == (0.7, 0.6)
    assert model.scorer is not None
    assert model.scorer.terms == {"publish": (2.0, (1.0, 0.0)), "train data": (3.0, (0.5, -0.5))}
    assert model.card == {"limits": ["few labels"]}
    assert len(model.release) == 64


def test_a_model_may_have_no_scorer():
    assert parse_model(model_text(content(scorer=None))).scorer is None
    assert BLANK.scorer is None


weights = st.floats(-50, 50).map(lambda value: round(value, 4))


@given(
    st.dictionaries(st.text(min_size=1, max_size=12), st.lists(weights, min_size=3, max_size=3), max_size=20),
    st.dictionaries(st.text(max_size=8), weights, max_size=5),
)
def test_any_content_survives_the_round_trip(terms: dict[str, list[float]], features: dict[str, float]):
    given_ = content()
    given_["scorer"]["terms"] = terms
    given_["calibrator"]["flag"]["weights"] = features
    text = model_text(given_)
    model = parse_model(text)
    assert model.scorer is not None
    assert model.scorer.terms == {term: (row[0], tuple(row[1:])) for term, row in terms.items()}
    assert model.calibrator.flag.weights == features
    stored = json.loads(text)
    assert model_text({key: value for key, value in stored.items() if key != "sha256"}) == text


def test_a_changed_file_is_refused():
    text = model_text(content())
    assert "0.5" in text
    with pytest.raises(ModelFileError, match="was changed"):
        parse_model(text.replace('"order": 0.5', '"order": 5.5'))
    with pytest.raises(ModelFileError, match="was changed"):
        parse_model(SHIPPED.read_text(encoding="utf-8").replace("0.1", "0.2", 1))


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '"x"'])
def test_what_is_no_model_file_is_refused(text: str):
    with pytest.raises(ModelFileError, match="not a model file"):
        parse_model(text)


@pytest.mark.parametrize(
    ("part", "value", "why"),
    [
        ("format", 99, "format 99"),
        ("calibrator", {}, "lacks a part"),
        ("calibrator", {"flag": {"intercept": 0, "weights": {}}, "exempt": 1.5, "aligned": 0.5}, "1.5 is no share"),
        ("scorer", {}, "lacks a part"),
        ("scorer", content()["scorer"] | {"intercepts": [1.0]}, "wrong width"),
        ("scorer", content()["scorer"] | {"terms": {"x": [1.0, 2.0]}}, "wrong width"),
        ("scorer", content()["scorer"] | {"traits": {"x": [1.0, float("inf")]}}, "wrong width"),
    ],
)
def test_a_file_of_another_shape_is_refused(part: str, value: Any, why: str):
    with pytest.raises(ModelFileError, match=why):
        parse_model(model_text(content(**{part: value})))


@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), st.floats(-1e6, 1e6)))
def test_a_probability_is_one_and_rises_with_what_speaks_for_it(features: dict[str, float]):
    logistic = Logistic(intercept=-0.5, weights={"a": 0.7, "b": -0.2})
    found = logistic.probability(features)
    assert 0.0 <= found <= 1.0
    more = logistic.probability({**features, "a": features.get("a", 0.0) + 1.0})
    assert more >= found


# the file that ships


def test_the_file_that_ships_is_whole_and_small():
    model = load_model()
    assert SHIPPED.stat().st_size < 300_000
    assert model.scorer is not None
    assert len(model.scorer.terms) > 500


def test_no_text_shows_through_its_terms():
    scorer = load_model().scorer
    assert scorer is not None
    assert all(len(term.split()) <= 2 for term in scorer.terms)
    assert all(part.isalpha() and part.islower() for term in scorer.terms for part in term.split())


def test_the_release_of_the_classifier_is_that_of_its_model_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    assert release.classifier_release() != release.rules_release()
    package = tmp_path / "sample_rules"
    (package / "data").mkdir(parents=True)
    (package / "__init__.py").write_text("", encoding="utf-8")
    model = package / "data" / "model.json"
    model.write_text("{}", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    importlib.invalidate_caches()
    try:
        places = (("sample_rules", "", "", ".py"), ("sample_rules", "data", "", ".json"))
        first = release._hash(places)
        assert release._hash(places) == first
        model.write_text('{"changed": 1}', encoding="utf-8")
        assert release._hash(places) != first
        assert release._hash(places[:1]) == release._hash(places[:1])
    finally:
        sys.modules.pop("sample_rules", None)
