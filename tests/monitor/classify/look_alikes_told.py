"""Fictional look-alikes of notices, filings, outcomes and posts; no real bill."""

from __future__ import annotations

from typing import Final

from tests.monitor.classify.texts import texts

TOLD: Final = texts(
    """
An operator may not escape liability under this section by telling users that they converse with an artificial
intelligence.

It is no defense that a consumer was informed that the seller used an algorithm.

A deployer is not excused from liability because a notice stated that artificial intelligence was in use.

A chatbot shall not be granted the status of a person in this state.

No artificial intelligence shall hold the office of director of a corporation in the state.

The legal status of an artificial intelligence system shall be that of property.

A consumer who learns of a violation by a deployer of artificial intelligence may notify the attorney general.

A user shall not upload a deepfake of an adult without that adult's consent.

A person who posts a deepfake to an online platform in order to defraud another is guilty of a felony.

A user of a voice cloning service who disseminates a synthetic recording to defraud a person is liable for the loss.

A platform may remove synthetic media that violates its own terms of service.

A platform that removes a deepfake in good faith is not liable to the user who posted it.

The attorney general shall remove from its website any synthetic media that was posted by mistake.

A platform shall delete the account data of a user of artificial intelligence upon the user's request.

A witness who offers an image in evidence shall inform the court if the image was enhanced by artificial
intelligence.

The clerk shall post at the entrance of the court a sign about the use of artificial intelligence in transcripts.

A student shall acknowledge in a footnote that an essay was drafted with artificial intelligence, as the school may
direct.

The department shall place on its website a summary of the reports on artificial intelligence that it has received.

The commission must set forth in its annual report the number of complaints about chatbots.

An application for a research grant on artificial intelligence shall describe the data on which a model will be
trained.

An application to the sandbox for artificial intelligence must describe the risks of the model.

An application for a license as a private investigator shall state whether the applicant uses artificial intelligence.

A bidder for a contract of a state agency shall submit with its bid a statement on the data on which its artificial
intelligence was trained.

A defendant that relied on artificial intelligence shall be given the specific reasons for a penalty by the attorney
general.

A police department shall keep the report of the auditor of its facial recognition algorithm for five years.

A human reviewer who has been trained in artificial intelligence shall sign each denial of a claim.

A provider of health care shall look at each image that was flagged by artificial intelligence.

A pharmacist shall label each prescription; artificial intelligence may be used to print the label.

An insurer shall give notice of the cancellation of a policy that covers losses caused by artificial intelligence.

A merchant may give a discount that an algorithm computed to members of a loyalty program.

An operator shall protect the artificial intelligence system against unauthorized access.

A deployer of artificial intelligence shall exercise due diligence in choosing its suppliers.

A developer shall take all reasonable steps to protect the trade secrets of its customers when it trains artificial
intelligence.

A laboratory shall test whether results of artificial intelligence vary with the temperature of the sample.

A utility shall alter any system of artificial intelligence that was found to waste electricity.

An employer shall adjust the pay of workers who were underpaid by an automated payroll system.

A lender shall adopt an alternative to artificial intelligence where a borrower has no access to the internet.

A business shall correct an error in the record of a customer that an automated system made.

An employee who was dismissed is entitled to the wages that an automated system computed.

A warning light shall be fitted to each autonomous vehicle that is guided by artificial intelligence.

A manufacturer of a drone that is guided by artificial intelligence shall mark the drone with its serial number.

The secretary of state shall tag content that the office itself generates by artificial intelligence.

A newspaper that is paid to publish an advertisement made by artificial intelligence is not liable for its content.

The director shall purge records on artificial intelligence that are older than ten years.

An auditor of artificial intelligence shall be independent of the deployer that retains it.

The board may ask a licensee for documentation of the artificial intelligence that the licensee uses.

A person may ask a business that uses artificial intelligence to speak with a manager.

A corporation shall state in its articles whether an artificial intelligence advises its directors, if it so wishes.

A witness is entitled to an explanation of the questions put by counsel about artificial intelligence.

The study group shall examine whether deployers should owe a duty of care to protect consumers from algorithmic
discrimination.

The report of the commission shall describe the risks of artificial intelligence models and be made available to the
public.

A contract for the purchase of artificial intelligence by the state shall be available for public inspection.

It is the intent of the legislature that developers tell the public of what their models were trained on.

A labor organization may bargain over a notice about the use of artificial intelligence.

A developer may submit to the Office of Technology a description of its safety practices, and the office shall keep it
confidential.

The Office of Technology shall remit to the legislature an updated account of the hazards of artificial intelligence.

A contestant shall say whether an entry to the state fair's art contest was made by artificial intelligence, if the
rules of the fair so provide.

A person who receives a call with an artificial voice may report the call to the attorney general.

An employer that gives notice of a layoff shall pay severance; this applies where artificial intelligence replaces the
work.

The deployer shall prepare its employees for the introduction of artificial intelligence.

The difference between the rates of two utilities that use artificial intelligence shall be shown in the commission's
report.

No person shall offer a chatbot in this state under the name of a state agency.

A chatbot may favor brief answers over long ones.

Upon a sworn complaint, a court may order a person to delete a deepfake.

A person shall not post a cloned voice of another made by artificial intelligence without consent.

A host of an event at which artificial intelligence is shown shall obtain a permit from the city.

A platform may attach to a user's post a notice that it was made by artificial intelligence.

A website of a state agency shall label content that was made by artificial intelligence.

An insurer shall remedy a deficiency of its artificial intelligence that the commissioner has found.

A bank shall alter a check that was misread by artificial intelligence only with the consent of the payee.

The seller of a robot that uses artificial intelligence shall attach a warning of moving parts.

A physician shall note in the chart that artificial intelligence was used.

The school shall tell parents about the use of artificial intelligence in class.

A hosting company shall preserve for ninety days a copy of a deepfake that it removed.

With respect to an account held by an adult, a social media company may disable the automatic playing of video made by
artificial intelligence.

An application programming interface for artificial intelligence must provide the training of the reviewer on demand.

A covered online platform shall let a user say which types of items are blocked in the output of its algorithmic
recommendations.

A supplier of artificial intelligence shall state on a gift card the fee that is deducted from the balance.
"""
)
"""With the words of a duty to tell, to even out or to take down, and without the duty."""
