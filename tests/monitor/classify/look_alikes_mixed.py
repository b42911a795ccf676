"""Fictional look-alikes of many kinds, written before the rules had met them; no real bill."""

from __future__ import annotations

from typing import Final

from tests.monitor.classify.texts import texts

MIXED: Final = texts(
    """
The provisions of this chapter do not apply to an artificial intelligence chatbot that must notify users only under
federal law.

A violation of section 3 about chatbots constitutes a deceptive act under chapter 93A and may be enforced solely by
the attorney general.

The governor shall appoint an artificial intelligence advisory board that must recommend whether deployers be
licensed.

The department of education shall adopt a model policy for districts on the use of generative artificial intelligence
by students.

As used in sections 1 to 5, a "consequential decision" is one for which a deployer shall give notice of the use of
artificial intelligence.

If any provision of this act on artificial intelligence is held invalid, a developer shall still comply with the rest.

The attorney general shall report to the legislature on complaints about artificial intelligence received from
consumers.

Nothing in sections 2 through 6 imposes an obligation on a developer of an open model of artificial intelligence to
register.

A small business is not subject to the requirement to disclose the use of algorithmic pricing.

Funds are appropriated to the office for hiring three analysts who must assess the risks of artificial intelligence.

An insurer remains responsible for compliance with the insurance code when it uses artificial intelligence.

A lawyer who uses generative artificial intelligence to draft a filing is subject to the rules of professional
conduct.

A university that receives state funds shall establish a degree program on artificial intelligence and report
enrollment to the board of regents.

A contractor of the state shall certify that an artificial intelligence system supplied to a state agency has been
tested for bias.

The public utilities commission shall open a docket on the demand for electricity of artificial intelligence data
centers.

Bail magistrates must state on the record whether they relied on a risk assessment algorithm.

A local board of health shall not be required to use artificial intelligence.

In construing this act courts shall be guided by federal interpretations concerning deceptive use of artificial
intelligence.

A person aggrieved by a deepfake of an adult in the nude may recover damages from the person who made it with
artificial intelligence.

The commissioner may examine the books and records of an insurer, including its use of artificial intelligence.

The department of financial services shall examine each year whether insurers that use artificial intelligence comply
with the insurance law.

A hospital may use artificial intelligence to schedule its staff, provided that a nurse shall approve each schedule.

A physician shall review any recommendation that an artificial intelligence system makes about the care of a patient.

A person is entitled to a hearing before the board on a penalty about an artificial intelligence system.

The secretary shall make a form on which a developer may report, if it so chooses, an incident of artificial
intelligence.

No cause of action against a deployer of artificial intelligence arises under this section.

The office may waive a requirement of this chapter for a developer who tests artificial intelligence in the sandbox.

A digital replica of a deceased performer may not be used in a film without the consent of the estate.

A person who uses artificial intelligence to commit fraud is guilty of a class 4 felony.

This act may be cited as the Developer Transparency and Artificial Intelligence Impact Assessment Act.

Section 5 of the act on artificial intelligence disclosures is repealed.

An agreement of a performer that permits a digital replica is void unless the performer was represented by counsel.

A deployer that is a federally insured bank is deemed to comply with the requirements of this act on artificial
intelligence.

The department shall by rule define which artificial intelligence systems are high-risk and shall hold a public
hearing on the rule.

Trade secrets of a developer of artificial intelligence that are filed with the attorney general shall not be
disclosed.

A person may use artificial intelligence for hiring if a human makes the final decision.

A utility shall file with the commission a plan for the load of data centers that train artificial intelligence.

The attorney for the state shall disclose to the defendant any evidence that was produced by artificial intelligence.

An artificial intelligence system may not be named as an inventor.

The office shall pay the cost of an audit of an algorithm used to assign cases to judges.

A teacher may not be replaced by artificial intelligence.

An applicant for a research grant on artificial intelligence shall submit a data management plan to the university.

The board shall inform licensees of changes in the law on artificial intelligence.

No later than 2030 the legislature shall review this act on algorithmic pricing.

A business that complies with the federal law on artificial intelligence need not comply with this chapter.

Rules on synthetic media that were in force before this act remain in force.

An employee of a developer may report a violation to the attorney general without fear of retaliation by the
artificial intelligence company.

A chatbot operated by the department of motor vehicles shall state that it is not a human being.

The sheriff shall obtain a warrant before an artificial intelligence system is used to search recordings.

A drone that is guided by artificial intelligence may not be flown over a prison.

A notary shall not use an artificial likeness in a remote act.

An employer may ask applicants whether they used artificial intelligence to write their applications.

The comptroller shall report on contracts of state agencies for artificial intelligence.

A developer that complies with a voluntary standard may advertise that its artificial intelligence system meets the
standard.

A person shall not use a deepfake of an adult to extort money.

Insurers may rely on artificial intelligence to detect fraud.

The board of nursing shall adopt rules on the use of artificial intelligence by nurses.

The department must keep confidential the reports of developers of artificial intelligence.

A violation by a person who deploys a chatbot is punishable by a fine of five hundred dollars.

The commission on human rights shall receive complaints about algorithmic discrimination.

A clinical laboratory may use artificial intelligence if the results are confirmed by a pathologist.

A student shall not submit work made by artificial intelligence as his or her own.

The bill of a lawyer shall state the hours worked; time saved by artificial intelligence may not be billed.
"""
)
"""Of many kinds, and not about private duties that meet a position."""
