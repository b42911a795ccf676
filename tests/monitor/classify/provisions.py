"""Fictional provisions that meet a position, in the drafting styles of many legislatures; samples, no real bill."""

from __future__ import annotations

from typing import Final

from tests.monitor.classify.texts import cases

THRESHOLDS: Final = (
    '"Frontier model" means a foundation model trained with more than 10^26 floating-point operations. "Large '
    'developer" means a person that has trained a frontier model. "Critical harm" means the death of 100 people '
    "that a frontier model made possible."
)
"""The definitions of an act on frontier models."""
FRONTIER: Final = cases(
    """
safety-protocol: development-preemption conflict, compelled-disclosure conflict, frontier-voluntary none
Before deploying a frontier model, the large developer shall implement a written safety and security protocol and
conspicuously publish a copy of it with appropriate redactions.

framework-before-available: compelled-disclosure conflict, frontier-voluntary none
A large developer shall publish on its website a framework on critical harm before making a frontier model available.

transparency-report: compelled-disclosure conflict
A large frontier developer shall, before or concurrently with deploying a new frontier model, publish on its internet
website a transparency report.

have-an-auditor: frontier-voluntary potential
At least once each year, a large developer shall have an independent auditor evaluate compliance with its safety and
security protocol.

protocol-filed-before-release: compelled-disclosure conflict, frontier-voluntary potential
At least 30 days before releasing a frontier model, a large developer shall transmit a copy of its safety and security
protocol to the attorney general.

incident-within-days: compelled-disclosure conflict
A large developer shall disclose each safety incident affecting a frontier model to the division within seventy-two
hours of learning of it.

no-deploy-unreasonable-risk: development-preemption conflict
A large developer is prohibited from deploying a frontier model if doing so would create an unreasonable risk of
critical harm.

annual-audit: frontier-voluntary potential
Once every calendar year, a large developer must retain a third-party auditor to produce a report on whether the
developer has followed its safety and security protocol.

protocol-accessible: compelled-disclosure conflict, development-preemption conflict
Transparency. (a) A large developer shall do all of the following: (1) Write and make accessible to the public a
protocol that describes how the developer tests a frontier model for critical harm. (2) Follow the protocol. (3)
Review the protocol each year.

incident-notified: compelled-disclosure conflict
Large developers shall, no later than 15 days after they learn of a critical safety incident, notify the Office of
Emergency Management of the incident in writing.

permit-to-train: frontier-voluntary conflict, development-preemption conflict
No large developer may begin the training of a frontier model without first having obtained a permit from the Frontier
Model Division.

quarterly-summary: compelled-disclosure conflict
On a quarterly basis, a large developer shall transmit to the Office a summary of any assessment of critical harm from
internal use of its frontier models.
"""
)
CARE: Final = cases(
    """
duty-of-care-is-required: truthful-outputs conflict, equal-protection potential
A deployer of a high-risk artificial intelligence system is required to exercise reasonable care to protect each
consumer from any reasonably foreseeable risk of algorithmic discrimination.

reasonable-duty-of-care: truthful-outputs conflict
Beginning on July 1, 2028, each integrator and each developer of a high-risk artificial intelligence system shall use
a reasonable duty of care to protect consumers from known risks of algorithmic discrimination.

unlawful-practice-effect: truthful-outputs conflict, equal-protection potential
It shall be unlawful for any landlord, lender or employer to use an automated decision system in a manner that has the
effect of discriminating on the basis of race, sex or disability.

prohibited-from-disparate-impact: truthful-outputs conflict
A person doing business in the Commonwealth is prohibited from using an artificial intelligence system that produces a
disparate impact upon members of a protected class.

system-as-subject: truthful-outputs conflict
An artificial intelligence system used in the screening of tenants may not result in unlawful discrimination against
an applicant for housing.

passive-care: truthful-outputs conflict
Reasonable care shall be exercised by the developer of a consequential artificial intelligence decision system to
avoid algorithmic discrimination.

audit-passive: truthful-outputs potential
No automated employment decision tool shall be used by an employer unless a bias audit of the tool has been conducted
by an independent auditor within one year.

consumer-right-not-discriminated: truthful-outputs conflict
Every individual has a right not to be subjected to algorithmic discrimination, and a deployer shall not deploy an
automated system that contributes to algorithmic discrimination.
"""
)
DISCLOSURE: Final = cases(
    """
tell-a-consumer: compelled-disclosure potential
A business that uses an artificial intelligence agent to answer questions shall tell a consumer that the consumer is
talking to a machine and not to a human being.

make-known: compelled-disclosure potential
The operator of an artificial intelligence chatbot must make known to each person with whom it converses that it is
not a natural person.

chatbot-as-subject: compelled-disclosure potential
A chatbot that is used in the sale of goods shall, at the start of each conversation, identify itself as an artificial
intelligence.

unlawful-without-disclosure: compelled-disclosure potential
It shall be unlawful for a person to use a bot to communicate with another person in this State in order to sell
goods, without disclosing that the communication is with a bot that runs on artificial intelligence.

consumer-right-to-know: compelled-disclosure potential
A consumer has a right to be told by a deployer that an automated decision system was used to make a consequential
decision about the consumer.

consumer-right-explanation: compelled-disclosure potential
An individual who is denied a loan on the basis of an artificial intelligence system shall be entitled to a
plain-language explanation of the decision from the lender.

notice-list: compelled-disclosure potential
Before a deployer makes a decision about a consumer by a high-risk artificial intelligence system, the deployer shall
do the following: (1) notify the consumer that such a system will be used; and (2) provide the consumer with a
statement of the purpose of the system.

notice-passive: compelled-disclosure potential
Notice that a high-risk artificial intelligence system is in use shall be given to each applicant by the deployer no
later than the time of the decision.

data-summary-website: compelled-disclosure conflict, development-preemption conflict
On or before January 1, 2029, and before each time thereafter that a generative artificial intelligence service is
made available to residents, the developer shall post on the developer's website documentation regarding the data used
by the developer to train the service, including a summary of its sources.

training-data-passive: compelled-disclosure conflict
A list of the copyrighted works that were used to train a generative artificial intelligence model shall be made
publicly available by its developer.

latent-disclosure: compelled-disclosure potential
A covered provider shall place in every image that its generative artificial intelligence system creates a latent
disclosure that conveys the name of the provider and the date of creation.

detection-tool: compelled-disclosure potential
A provider of a generative artificial intelligence system with over 1,000,000 monthly visitors must make available, at
no cost, a detection tool by which a user may assess whether content was made by the system.

watermark-required: compelled-disclosure potential
Content produced by a generative artificial intelligence system is required to bear a watermark that is readable by
machine.

assessment-with-application: compelled-disclosure conflict
A developer shall submit to the department, with the application for approval, an assessment of the risks that the
artificial intelligence system poses to consumers.

attorney-general-risks: compelled-disclosure conflict
Not later than ninety days after the developer discovers that its high-risk artificial intelligence system has caused
algorithmic discrimination, the developer shall disclose to the Attorney General all known risks.

records-on-request: compelled-disclosure potential
A developer shall keep a record of each safety test of an artificial intelligence system for five years and shall give
it to the attorney general on request.

records-retained-furnished: compelled-disclosure potential
Each deployer is required to retain the results of every evaluation of an automated decision system and must furnish
them to the Office of the Attorney General upon demand.

assessment-kept: compelled-disclosure potential
An impact assessment shall be completed by the deployer, or by a third party on its behalf, before an artificial
intelligence system is put to use, and shall be preserved for three years.

assessment-list: compelled-disclosure potential
A controller that profiles consumers by automated decision making shall: (a) conduct an impact assessment for each
such activity; and (b) keep the assessment for as long as the activity lasts.

deployer-annual-report: compelled-disclosure conflict
Every operator of a companion chatbot must file with the Office of Suicide Prevention, once a year, a report that
states how many times the operator detected thoughts of self-harm by users.

synthetic-ad: compelled-disclosure potential
Whoever publishes a political advertisement that contains synthetic media must state in it, in letters of a size that
can be read: This advertisement has been generated by artificial intelligence.

employee-notice: compelled-disclosure potential
An employer that relies upon an automated decision tool to screen applicants shall, ten business days before the use,
tell each candidate that the tool will be used.

price-notice: compelled-disclosure potential
A seller that employs an automated pricing system which takes account of a consumer's personal data must make known to
the consumer, next to the price, that the price was set by such a system.

developer-documents: compelled-disclosure potential
A developer that sells a high-risk artificial intelligence system is required to furnish each deployer with
documentation that describes the intended uses and the known limits of the system.
"""
)
DEVELOPMENT: Final = cases(
    """
registry-of-businesses: frontier-voluntary potential
The department shall establish a registry of businesses that operate artificial intelligence systems in this
Commonwealth. A business that operates an artificial intelligence system shall register with the department.

certificate-before-offer: frontier-voluntary conflict, development-preemption conflict
It shall be unlawful to offer a generative artificial intelligence model in this State unless a certificate has been
issued for the model by the Department of Technology.

licence-required: frontier-voluntary conflict, development-preemption conflict
A license issued by the board is required to develop an advanced artificial intelligence model.

approval-passive: frontier-voluntary conflict, development-preemption conflict
No frontier model shall be released until the release has been approved by the commissioner.

shutdown: frontier-voluntary conflict, development-preemption conflict
Every developer of a covered artificial intelligence model must build into the model the capability to promptly enact
a full shutdown.

develop-ban-passive: development-preemption potential
No artificial intelligence system shall be developed or deployed with the purpose of inciting a person to harm another
person.

training-prohibited: development-preemption conflict
A developer is prohibited from using the recorded voice of an individual to train a generative artificial intelligence
model without consent.

strict-liability-third-party: development-preemption conflict
A developer of an artificial intelligence model shall be held strictly liable for the injuries caused by a third party
that uses the model.

license-may-not-be-required: development-preemption aligned
A government entity may not require a license, a permit or a registration for the development of an artificial
intelligence model.

no-agency-restriction: development-preemption aligned
No political subdivision or agency of this State shall restrict the development or training of artificial intelligence
models.
"""
)
CONDUCT: Final = cases(
    """
outputs-passive: truthful-outputs potential
An artificial intelligence companion must not state or imply that it is a human being or that it has feelings.

operator-prevents: truthful-outputs potential
Operators are required to prevent their companion chatbots from encouraging a user to injure himself.

automated-pricing-ban: interstate-commerce potential
A seller shall not use an automated pricing system that sets a price for a consumer on the basis of the consumer's
personal data.

surveillance-price-prohibited: interstate-commerce potential
Every merchant is prohibited from offering individualized prices that are based on surveillance data.

platform-must-take-down: section-230 conflict
A social media platform is required to take down any materially deceptive video made with generative artificial
intelligence within 36 hours after notice, and is liable for a civil penalty of $10,000.
"""
)
SAMPLES: Final = (*CARE, *DISCLOSURE, *DEVELOPMENT, *CONDUCT, *(case.after(THRESHOLDS) for case in FRONTIER))
