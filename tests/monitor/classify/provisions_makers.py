"""Fictional provisions that bind those who make and release models: leave, registers, shutdown, bans; no real bill."""

from __future__ import annotations

from typing import Final

from tests.monitor.classify.texts import cases

LEAVE: Final = cases(
    """
leave-unless-commission: frontier-voluntary conflict, development-preemption conflict
A person may not place a general artificial intelligence model on the market in this state unless the commission has
approved the model in writing.

leave-before-offering: frontier-voluntary conflict, development-preemption conflict
Before offering a large artificial intelligence model to the public, the developer shall secure a permit from the
department of technology.

leave-none-shall-be: frontier-voluntary conflict, development-preemption conflict
No artificial intelligence system with autonomous capabilities may be deployed in the state until the board of
artificial intelligence grants a certificate of safety for it.

leave-unlicensed: frontier-voluntary conflict, development-preemption conflict
It is unlawful to train a frontier model without a license issued by the secretary under this chapter.

leave-shall-apply: frontier-voluntary conflict, development-preemption conflict
A developer shall apply for and obtain authorization from the office of artificial intelligence prior to the release of
any new version of an artificial intelligence model.

leave-prerequisite: frontier-voluntary conflict, development-preemption conflict
Approval by the director is a prerequisite to the commercial release of an artificial intelligence model, and no
developer may release a model that lacks it.

leave-only-with: frontier-voluntary conflict, development-preemption conflict
An artificial intelligence model that exceeds the threshold may be sold or distributed only with the written
authorization of the superintendent.

leave-required: frontier-voluntary conflict, development-preemption conflict
A license from the bureau is required to operate or develop an advanced artificial intelligence system.

leave-hold: frontier-voluntary conflict, development-preemption conflict
Every person who develops an artificial intelligence model for sale must hold a valid developer license granted by the
department before the model is made available.

leave-conditioned: frontier-voluntary conflict, development-preemption conflict
Deployment of an artificial intelligence model by its developer shall be conditioned upon clearance by the authority.

leave-commence-training: frontier-voluntary conflict, development-preemption conflict
A developer shall not commence the training of an artificial intelligence model of that size until the agency has issued
a notice of no objection.

leave-engage-in-business: frontier-voluntary conflict, development-preemption conflict
No firm shall engage in the business of developing or distributing artificial intelligence models without first being
licensed by the commissioner.

leave-weights: frontier-voluntary conflict, development-preemption conflict
The weights of an artificial intelligence model shall not be published except with the prior approval of the division.

register-annually: frontier-voluntary potential
Each developer of a generative artificial intelligence system shall register with the secretary of state each year and
pay a fee.

register-file-registration: frontier-voluntary potential
An operator of a high-risk artificial intelligence system must file a registration statement with the department that
lists each system in use.

register-enter-in: frontier-voluntary potential
A deployer shall enter each automated decision system in the public register that the office of technology maintains.

register-listed: frontier-voluntary potential
Every artificial intelligence model offered in this state must be listed in the registry kept by the attorney general.

register-enroll: frontier-voluntary potential
Companies that sell companion chatbots are required to enroll in the registry of artificial intelligence products.
"""
)
SHUTDOWN: Final = cases(
    """
stop-off-switch: frontier-voluntary conflict, development-preemption conflict
A developer must build into each artificial intelligence model an off-switch that ends its operation at once.

stop-ability-to-halt: frontier-voluntary conflict, development-preemption conflict
Every developer of a frontier model shall maintain the ability to halt all training and operation of the model without
delay.

stop-procedures-deactivate: frontier-voluntary conflict, development-preemption conflict
The developer shall have in place procedures that allow it to deactivate every instance of the artificial intelligence
model under its control.

stop-emergency: frontier-voluntary conflict, development-preemption conflict
A person that trains an autonomous artificial intelligence model must provide for an emergency stop of the model.

stop-shut-off: frontier-voluntary conflict, development-preemption conflict
An artificial intelligence model may not be trained unless the developer has installed a mechanism by which the model
can be shut off.
"""
)
BANS: Final = cases(
    """
ban-create-superintelligence: development-preemption conflict
No person may create, or cause another to create, artificial superintelligence.

ban-prohibited-nominal: development-preemption conflict
The development of artificial intelligence that can deceive its operators is prohibited in this state.

ban-forbidden-to-train: development-preemption conflict
A company is forbidden to train a generative artificial intelligence model on the voice of a performer.

ban-moratorium: development-preemption conflict
For a period of two years, a developer shall not train an artificial intelligence model larger than the largest model in
commercial use on the effective date.

ban-engineer-companion: development-preemption conflict
A person shall not, for any purpose, design or engineer a companion chatbot that expresses love for its user.

train-so-that: development-preemption conflict
A developer shall train its language model so that the model refuses to give instructions for a crime.

train-before: development-preemption conflict
Before initiating the training of an artificial intelligence model, a developer must adopt cybersecurity protections for
the model.

retrain-when: development-preemption potential
A company that offers a chatbot shall retrain the model whenever the commission finds that its answers are inaccurate.

fine-tune-with: development-preemption conflict
A developer must fine-tune each generative model with data that represent all regions of the state.
"""
)
LIABLE: Final = cases(
    """
liable-acts-of-users: development-preemption conflict
The developer of an artificial intelligence model is liable for a crime that a user commits with the model as if the
developer had committed it.

liable-regardless-of-care: development-preemption conflict
A developer is liable for an injury caused by its artificial intelligence system regardless of whether the developer
exercised all possible care.

liable-jointly-with-user: development-preemption conflict
If a person uses a generative artificial intelligence system to defraud another, the developer of the system is liable
jointly with that person.

liable-without-fault: development-preemption conflict
The maker of an artificial intelligence agent shall be liable without proof of negligence for the loss that the agent
causes.

liable-misuse-no-defense: development-preemption conflict
It is not a defense that the developer had no knowledge of the use that a customer made of the artificial intelligence
system.

liable-may-not-disclaim: development-preemption conflict
A developer of artificial intelligence may not disclaim responsibility for harm on the ground that a third party altered
the system.

liable-answerable: development-preemption conflict
A provider of a voice model is answerable for damages when a customer uses the artificial intelligence to impersonate
another person.

liable-vicarious: development-preemption conflict
Whoever develops an artificial intelligence system is vicariously liable for the unlawful acts of those who use the
system.

product-liability-of-deployer: development-preemption potential
A person who deploys artificial intelligence is liable for damages resulting from a decision of the artificial
intelligence.
"""
)
REACH: Final = cases(
    """
reach-trained-elsewhere: interstate-commerce conflict
This chapter applies to the training of an artificial intelligence model whether the training occurs inside or outside
this state.

reach-wherever-located: interstate-commerce conflict
A developer shall comply with this act wherever its artificial intelligence models are trained or its servers are
located.

reach-no-presence: interstate-commerce conflict
The requirements of this section bind a developer of artificial intelligence that has no office or employees in the
state.

reach-all-versions: interstate-commerce conflict
The duty in this section extends to every copy of the artificial intelligence model sold anywhere in the United States.

reach-irrespective: interstate-commerce conflict
The prohibition on training applies irrespective of the place at which the artificial intelligence model is developed.

reach-other-states: interstate-commerce conflict
A developer shall apply the standards of this act to artificial intelligence systems that it offers in other states.

prefer-exempt-headquartered: interstate-commerce conflict
A developer that is headquartered in this state is exempt from the audit of artificial intelligence required by this
act.

prefer-fee-out-of-state: interstate-commerce conflict
An out-of-state developer of artificial intelligence shall pay an annual oversight fee of $5,000 to the office.

prefer-not-domiciled: interstate-commerce conflict
A vendor of artificial intelligence not domiciled in this state must post a bond of $100,000 with the secretary.

prefer-does-not-apply: interstate-commerce conflict
The artificial intelligence testing duty does not apply to a company whose principal place of business is in this state.

no-nexus-licence: interstate-commerce potential
No person shall distribute a frontier model unless the attorney general has approved its release.

no-nexus-care: interstate-commerce potential
A developer of artificial intelligence shall use reasonable care to prevent algorithmic discrimination by its systems.
"""
)
SPARED: Final = cases(
    """
compute-access: development-preemption aligned
A state agency shall not restrict a person's access to computing power for a lawful purpose unless the restriction is
narrowly tailored to a compelling interest.

compute-no-licence: development-preemption aligned
No department of this state shall require a license for the development of an artificial intelligence model.

shield-users: development-preemption aligned
A developer of an artificial intelligence model is not liable for the unlawful conduct of a person who uses the model.
"""
)
_OF_FRONTIER: Final = (
    '"Frontier model" means a foundation model that was trained with more than 10^26 floating-point operations. '
    '"Frontier developer" means a person that has trained a frontier model. "Catastrophic risk" means a risk that a '
    "frontier model contributes to the death of one hundred persons."
)
TESTED: Final = tuple(
    case.after(_OF_FRONTIER)
    for case in cases(
        """
audit-outside-experts: frontier-voluntary potential, development-preemption conflict
Once a year a frontier developer shall engage outside experts to audit its compliance with this act.

audit-examined-by: frontier-voluntary potential, development-preemption conflict
Each frontier model shall be evaluated by an accredited laboratory at the expense of the developer.

audit-submit-to: frontier-voluntary potential, development-preemption conflict
A frontier developer must submit its model to an independent evaluator before each major update.

test-capabilities: frontier-voluntary potential, development-preemption conflict
A frontier developer shall assess whether a frontier model has capabilities that would help a novice to make a
biological weapon.

test-red-team: frontier-voluntary potential, development-preemption conflict
Before it deploys a frontier model a frontier developer must conduct red-teaming and send the results to the office.

test-hazardous: frontier-voluntary potential, development-preemption conflict
A frontier developer shall carry out tests designed to reveal dangerous capabilities of each frontier model.

kyc-identity: frontier-voluntary potential, development-preemption conflict
An operator of a computing cluster shall verify the identity of each customer that would train a frontier model.

kyc-cloud: frontier-voluntary potential, development-preemption conflict
A cloud computing provider must collect from every customer that trains an artificial intelligence model a statement of
the purpose of the training.
"""
    )
)
MAKERS: Final = (*LEAVE, *SHUTDOWN, *BANS, *LIABLE, *REACH, *SPARED, *TESTED)
