"""How is a reading written as JSON, and read back? Words are left out: they are cut from the text at their offsets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from monitor.model.finding import Evidence, EvidenceRole, Relevance
from monitor.model.provision import Provision, ProvisionKind, Span
from monitor.model.reading import Likeness, ReadCarveOut, ReadDuty, Reading
from monitor.model.requirement import Recipient, Requirement, Words

__all__ = ["reading_from_json", "reading_to_json", "requirement_from_json"]

_Json = dict[str, Any]
_KINDS: Final = {kind.value: kind for kind in ProvisionKind}
_ROLES: Final = {role.value: role for role in EvidenceRole}
"""A look into them costs a tenth of the enumeration's own, thousands of times a run."""


def reading_to_json(reading: Reading) -> _Json:
    """A reading as JSON, with the provisions of its duties, carve-outs and likenesses alone."""
    provisions: dict[Provision, int] = {}
    for provision in (
        *(duty.provision for duty in reading.duties),
        *(hit.provision for hit in reading.carve_outs),
        *(alike.provision for alike in reading.alike),
    ):
        provisions.setdefault(provision, len(provisions))
    return {
        "relevance": reading.relevance.value,
        "trigger": _evidence(reading.trigger),
        "provisions": [_provision(provision) for provision in provisions],
        "duties": [_duty(duty, provisions[duty.provision]) for duty in reading.duties],
        "carve_outs": [
            {
                "name": hit.name,
                "provision_type": hit.provision_type,
                "provision": provisions[hit.provision],
                "proof": _evidence(hit.proof),
            }
            for hit in reading.carve_outs
        ],
        "support": {name: _evidence(evidence) for name, evidence in reading.support.items()},
        "provision_types": list(reading.provision_types),
        "scores": dict(reading.scores),
        "alike": [
            {
                "position": alike.position,
                "score": alike.score,
                "terms": [list(term) for term in alike.terms],
                "provision": provisions[alike.provision],
                "quotes": [_evidence(quote) for quote in alike.quotes],
            }
            for alike in reading.alike
        ],
    }


def _evidence(evidence: Evidence | None) -> list[Any] | None:
    return [evidence.span.start, evidence.span.end, evidence.role.value] if evidence is not None else None


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _provision(provision: Provision) -> _Json:
    return {
        "label": provision.label,
        "heading": provision.heading,
        "spans": _pairs((provision.span, provision.own)),
        "kind": provision.kind.value,
        "depth": provision.depth,
        "lead_in": _pairs(provision.lead_in),
    }


def _duty(duty: ReadDuty, provision: int) -> _Json:
    return {
        "kind": duty.kind,
        "provision_type": duty.provision_type,
        "actor": duty.actor,
        "actor_words": duty.actor_words,
        "modality": duty.modality,
        "inherited": duty.inherited,
        "requirement": duty.requirement.as_json() if duty.requirement is not None else None,
        "facts": sorted(duty.facts),
        "provision": provision,
        "section": duty.section,
        "sentence": [duty.sentence.start, duty.sentence.end],
        "reaches_back": duty.reaches_back,
        "length": duty.length,
        "proof": _evidence(duty.proof),
        "lead_in": _evidence(duty.lead_in),
    }


def reading_from_json(content: _Json, text: str, *, classifier_release: str) -> Reading:
    """A reading from its JSON and the clean text that was read.

    :raises ValueError: when the content is none of this program's.
    """
    try:
        provisions = [_provision_from(item) for item in content["provisions"]]
        return Reading(
            relevance=Relevance(content["relevance"]),
            trigger=_quote(content["trigger"], text),
            duties=tuple(_duty_from(item, provisions, text) for item in content["duties"]),
            carve_outs=tuple(
                ReadCarveOut(
                    name=item["name"],
                    provision_type=item["provision_type"],
                    provision=provisions[item["provision"]],
                    proof=_proof(item["proof"], text),
                )
                for item in content["carve_outs"]
            ),
            support={name: _proof(item, text) for name, item in content["support"].items()},
            provision_types=tuple(content["provision_types"]),
            classifier_release=classifier_release,
            provisions=tuple(provisions),
            scores=dict(content["scores"]),
            alike=tuple(
                Likeness(
                    position=item["position"],
                    score=item["score"],
                    terms=tuple((term, part) for term, part in item["terms"]),
                    provision=provisions[item["provision"]],
                    quotes=tuple(_proof(quote, text) for quote in item["quotes"]),
                )
                for item in content["alike"]
            ),
        )
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise ValueError(f"no reading: {type(error).__name__} {error}") from error


def _quote(item: list[Any] | None, text: str) -> Evidence | None:
    return _proof(item, text) if item is not None else None


def _proof(item: list[Any], text: str) -> Evidence:
    start, end, role = item
    span = Span(start, end)
    return Evidence(span=span, quote=span.of(text), role=_ROLES[role])


def _provision_from(item: _Json) -> Provision:
    span, own = (Span(*pair) for pair in item["spans"])
    return Provision(
        label=item["label"],
        heading=item["heading"],
        span=span,
        own=own,
        kind=_KINDS[item["kind"]],
        depth=item["depth"],
        lead_in=tuple(Span(*pair) for pair in item["lead_in"]),
    )


def requirement_from_json(item: _Json | None) -> Requirement | None:
    """The parts of an obligation from their JSON."""
    if item is None:
        return None
    return Requirement(
        actor=item["actor"],
        actor_words=item["actor_words"],
        modality=item["modality"],
        action=_words_from(item["action"]),
        object=_words_from(item["object"]),
        condition=_words_from(item["condition"]),
        recipient=Recipient(item["recipient"]) if item["recipient"] else None,
        recipient_words=_words_from(item["recipient_words"]),
    )


def _words_from(item: _Json | None) -> Words | None:
    return Words(Span(item["start"], item["end"]), item["words"]) if item is not None else None


def _duty_from(item: _Json, provisions: list[Provision], text: str) -> ReadDuty:
    return ReadDuty(
        kind=item["kind"],
        provision_type=item["provision_type"],
        actor=item["actor"],
        actor_words=item["actor_words"],
        modality=item["modality"],
        inherited=item["inherited"],
        requirement=requirement_from_json(item["requirement"]),
        facts=frozenset(item["facts"]),
        provision=provisions[item["provision"]],
        section=item["section"],
        sentence=Span(*item["sentence"]),
        reaches_back=item["reaches_back"],
        length=item["length"],
        proof=_proof(item["proof"], text),
        lead_in=_quote(item["lead_in"], text),
    )
