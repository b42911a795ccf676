from __future__ import annotations

import json

import pytest

from alerts.payload import clause_from_payload, clauses_of, label_of
from monitor.model.answer import Answer, Decision
from monitor.model.finding import Label
from tests.alerts.samples import DISCLOSURE, NOW, clause, clause_payload


def test_a_clause_survives_the_journal():
    told = clause(carve_out="child-safety")
    assert clause_from_payload(DISCLOSURE, clause_payload(told)) == told


def test_a_review_survives_the_journal():
    answer = Answer(
        decision=Decision.RELABEL,
        reviewer="Ana",
        reason="A sample reason.",
        reviewed_at=NOW,
        machine_label=Label.CONFLICT,
        machine_severity=4,
        machine_carve_out=None,
        review_id=7,
    )
    told = clause(label=Label.POTENTIAL, review=answer)
    back = clause_from_payload(DISCLOSURE, json.loads(json.dumps(told.payload())))
    assert (back, back.review) == (told, answer)
    assert clause_from_payload(DISCLOSURE, clause_payload(clause()) | {"review": None}).review is None


def test_a_lead_in_is_one_text_or_those_of_the_enclosing_nodes():
    payload = clause_payload(clause())
    assert clause_from_payload(DISCLOSURE, payload | {"lead_in": [" A person", "shall: "]}).lead_in == "A person shall:"
    assert clause_from_payload(DISCLOSURE, payload | {"lead_in": None}).lead_in == ""
    for name in ("lead_in", "second_theory", "carve_out", "review"):
        payload.pop(name)
    old = clause_from_payload(DISCLOSURE, payload)
    assert (old.lead_in, old.second_theory, old.carve_out, old.review) == ("", "", None, None)


def test_a_missing_field_is_an_error():
    payload = clause_payload(clause())
    del payload["quote"]
    with pytest.raises(KeyError, match="quote"):
        clause_from_payload(DISCLOSURE, payload)


def test_the_two_sides_of_an_event():
    payload = {"position": DISCLOSURE, "added": [clause_payload(clause())], "removed": None}
    assert clauses_of(payload, "added") == (clause(),)
    assert clauses_of(payload, "removed") == ()
    assert clauses_of(payload, "moved") == ()


def test_labels():
    assert label_of(None) is None
    assert label_of("potential") is Label.POTENTIAL
    with pytest.raises(ValueError, match="preempted"):
        label_of("preempted")
