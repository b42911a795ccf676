"""Fictional duties to file, publish, document and keep, in wordings written before the rules had met them."""

from __future__ import annotations

from typing import Final

from tests.monitor.classify.texts import cases

FILED: Final = cases(
    """
submit-it: compelled-disclosure conflict
A developer shall evaluate each model for hazards before release and shall forward the evaluation to the department.

file-the-same: compelled-disclosure conflict
Every operator of an artificial intelligence system must prepare an impact assessment and file the same with the
secretary of state within sixty days.

has-been-filed: compelled-disclosure conflict
No landlord shall use an algorithm to screen tenants until an assessment of the algorithm for unlawful bias has been
filed with the division of consumer affairs.

report-of-examiner: compelled-disclosure conflict
The findings of the examiner shall be delivered by the developer of the artificial intelligence model to the attorney
general within ten days.

lodged: compelled-disclosure conflict
A developer shall lodge with the cabinet a written account of the dangers that its artificial intelligence model may
pose and of the steps taken against them.

copy-to-ag: compelled-disclosure conflict
A developer of a foundation model shall, upon completing a safety evaluation, give the attorney general a copy of it.

apprise-office: compelled-disclosure conflict
A developer shall keep the office apprised of the results of each safety evaluation of an artificial intelligence
model by means of a quarterly report.

certify-to-regulator: compelled-disclosure conflict
By February 1 of each year a developer of an artificial intelligence model shall certify in writing to the attorney
general the safety testing that it carried out during the preceding year.

registration-content: compelled-disclosure conflict
A developer of an artificial intelligence model shall register with the secretary of state. The registration must set
forth: (1) the name of the developer; (2) the kinds of data on which the model was trained; and (3) the known
limitations of the model.

application-content: compelled-disclosure conflict
A person may not release an artificial intelligence model without a permit issued by the commission. An application
for a permit must describe the foreseeable risks of the model and the tests that were carried out.

accompanied-by: compelled-disclosure conflict
The registration statement of a developer of artificial intelligence shall be accompanied by an evaluation of the
risks of each model.

state-report-list: compelled-disclosure conflict
On or before each January 15, a deployer of an automated decision system shall submit to the insurance commissioner:
(a) an inventory of its automated decision systems; and (b) the results of the most recent testing of each system.

online-summary: compelled-disclosure conflict
The developer must make an abridged version of the safety evaluation of the artificial intelligence model available to
the public free of charge.

display-on-site: compelled-disclosure conflict
A frontier developer shall display on its website the policy by which it manages severe risks of its models.

publicly-file: compelled-disclosure conflict
A large developer shall release to the public a plain summary of the safety evaluations of its artificial intelligence
model.

open-to-inspection: compelled-disclosure conflict
A developer of artificial intelligence shall place in a public repository a model card that describes the evaluation of
each model.

notify-breach-weights: compelled-disclosure conflict
A developer shall alert the office of emergency services within three days after it learns of an event in which an
artificial intelligence model caused a serious injury.

incident-passive: compelled-disclosure conflict
Any safety incident that involves a covered artificial intelligence model shall be reported by the developer to the
attorney general within seventy-two hours of discovery.

dangerous-capability: compelled-disclosure conflict
Where a developer learns that its artificial intelligence model has a dangerous capability, the developer shall so
inform the attorney general in writing.

works-list: compelled-disclosure conflict
A person who makes a generative artificial intelligence system available shall post a list of the copyrighted works on
which the system was trained.

corpus: compelled-disclosure conflict
A developer must tell the public, on its website, where it obtained the text and images from which its generative
artificial intelligence system learned.

sources-described: compelled-disclosure conflict
A developer shall make public a description of the sources of the data used in training its artificial intelligence
model.

hand-over: compelled-disclosure potential
A seller of an automated hiring tool shall hand over to each employer that buys it a description of its limits and of
the data on which it was tested.

inform-purchaser: compelled-disclosure potential
A developer shall, when it licenses an artificial intelligence system to a deployer, inform the deployer in writing of
the uses for which the system is unsuited.

accompanied-documentation: compelled-disclosure potential
An artificial intelligence system may not be sold to a deployer unless it is accompanied by documentation of its
intended uses and known limits, furnished by the developer.

keep-auditors-report: compelled-disclosure potential
A vendor of a consumer scoring algorithm shall hold on file the report of the auditor for five years and shall give a
copy to the attorney general at the latter's request.

examination-only: compelled-disclosure potential
A bank that uses a lending algorithm shall retain documentation of the testing of the algorithm and shall produce it
when the commissioner conducts an examination.

after-request: compelled-disclosure potential
A deployer shall furnish documentation of its artificial intelligence risk program to the attorney general no later
than ninety days after a request.

risk-analysis: compelled-disclosure potential
Before an artificial intelligence system is put into service, its operator shall carry out a written analysis of the
risks that the system poses to consumers.

impact-statement: compelled-disclosure potential
A deployer shall draw up, for each automated decision system, an algorithmic impact statement and shall review it each
year.

assess-risks: compelled-disclosure potential
Each business that uses a high-risk artificial intelligence system shall assess and document the risks of harm to
consumers at least annually.

public-notice-of-use: compelled-disclosure potential
A deployer shall keep on its website a current list of the automated decision systems that it uses and a plain summary
of what each of them does.

remit-dossier: compelled-disclosure conflict
Within thirty days after a material modification, a developer of a high-impact model shall remit to the Office of
Technology an updated safety dossier.

apprise-secretary: compelled-disclosure conflict
The developer of a covered model must, not less often than quarterly, apprise the Secretary of Commerce of the hazards
it has identified in the model.

kept-posted: compelled-disclosure conflict
Each developer shall keep posted to a publicly reachable web page an account of how it assesses the severe risks of
its artificial intelligence models.

databases-listed: compelled-disclosure conflict
A developer of generative artificial intelligence shall list, on its internet site, every database from which it took
works to train the system.

event-evaded: compelled-disclosure conflict
A person that trains an artificial intelligence model shall, upon learning of an event in which the model evaded human
control, report the event to the Division of Emergency Management within forty-eight hours.

registry-entry: compelled-disclosure conflict
An entry in the registry shall contain, for each artificial intelligence model, a plain account of what the model was
trained on and of its known failures.

caused-to-be-transmitted: compelled-disclosure conflict
The operator shall cause a copy of each completed bias evaluation of its automated decision system to be transmitted
to the Civil Rights Division.

shown-when-asked: compelled-disclosure potential
A deployer shall keep for three years, and show to the attorney general when asked, the record of each assessment of
its high-risk artificial intelligence system.

fact-sheet: compelled-disclosure potential
The vendor of an algorithmic tool shall supply its customers with a fact sheet that names the purposes for which the
tool was tested.

written-study: compelled-disclosure potential
Prior to first use and yearly thereafter, the deployer shall prepare a written study of the likely effects of the
artificial intelligence system on the persons about whom it decides.
"""
)
"""What is filed with the state, told to the public or kept for the state, by private persons."""
