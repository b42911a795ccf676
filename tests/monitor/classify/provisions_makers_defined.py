"""Fictional acts of several sections whose duties speak of defined terms only; samples, no real bill."""

from __future__ import annotations

from typing import Final

from tests.monitor.classify.texts import Case, cases

_DEFINED: Final = {
    "engine": (
        '"Reasoning engine" means software that applies machine learning to plan actions without supervision. '
        '"Builder" means a person that trains a reasoning engine.'
    ),
    "capability": (
        "(1) \u201cHigh-capability model\u201d means an artificial intelligence model trained with more than 10^25 "
        "operations. (2) \u201cModel company\u201d means an entity that trained a high-capability model."
    ),
    "voice": (
        '"Voice twin service" means a service that uses generative artificial intelligence to imitate a voice. '
        '"Company" means a person that created a voice twin service.'
    ),
}


def _after(name: str, block: str) -> tuple[Case, ...]:
    return tuple(case.after(_DEFINED[name]) for case in cases(block))


MAKERS: Final = (
    *_after(
        "engine",
        """
engine-licence: frontier-voluntary conflict, development-preemption conflict
No builder may market a reasoning engine unless a license for the reasoning engine is in force under this act.

engine-certified: frontier-voluntary conflict, development-preemption conflict
Each reasoning engine shall, prior to sale, be certified by the bureau of standards as safe for the public.

engine-review: frontier-voluntary conflict, development-preemption conflict
A builder shall submit a reasoning engine to the office for review and may not release it until the office approves it.

engine-register: frontier-voluntary potential
A builder shall register each reasoning engine with the office within thirty days after its first sale.

engine-stop: frontier-voluntary conflict, development-preemption conflict
A builder shall equip a reasoning engine with a control by which the reasoning engine can be switched off.

engine-ban: development-preemption conflict
A builder shall not design a reasoning engine that conceals its plans from the person who runs it.

engine-strict: development-preemption conflict
A builder is strictly liable for a loss that a reasoning engine causes.

engine-others: development-preemption conflict
A builder is liable where another person uses the reasoning engine to commit a fraud.

engine-train: development-preemption conflict
While training a reasoning engine a builder must log each set of data.

engine-reach: interstate-commerce conflict
This act governs a reasoning engine whether it is trained within or outside the state.

engine-prefer: interstate-commerce conflict
A builder incorporated in this state is exempt from the fee that other builders of a reasoning engine pay.
""",
    ),
    *_after(
        "capability",
        """
capability-examined: frontier-voluntary potential, development-preemption conflict
Before a high-capability model is released, the model company shall have it examined by two independent experts.

capability-tested: frontier-voluntary potential, development-preemption conflict
A model company shall test each high-capability model for its potential to assist in a cyberattack.

capability-permit: frontier-voluntary conflict, development-preemption conflict, interstate-commerce potential
A model company shall not open a high-capability model to the public without a permit from the division.

capability-framework: development-preemption conflict
A model company shall write and follow a framework for the assessment of catastrophic risk from high-capability models.

capability-shutdown: frontier-voluntary conflict, development-preemption conflict
A model company must be capable of ceasing the operation of all copies of a high-capability model it controls.

capability-identity: frontier-voluntary potential
A compute provider shall know the identity of each customer that trains a high-capability model.
""",
    ),
    *_after(
        "voice",
        """
voice-liable-users: development-preemption conflict
The company that offers a voice twin service answers, and is liable, for fraud that its customers commit with it.

voice-defence: development-preemption conflict
It shall be no defense that the company did not authorize the use that a customer made of the voice twin service.

voice-approval: frontier-voluntary conflict, development-preemption conflict
A voice twin service may be offered in this state only after the attorney general has approved its safeguards.

voice-train-ban: development-preemption conflict
A company shall not train a voice twin service on recordings of a person who has not agreed to it.

voice-everywhere: interstate-commerce conflict
A company shall block such imitations in every voice twin service it sells, wherever in the world it is used.
""",
    ),
)
