"""Fictional duties about what a system decides or says, in wordings written before the rules had met them."""

from __future__ import annotations

from typing import Final

from tests.monitor.classify.texts import cases

OUTCOMES: Final = cases(
    """
reasonable-steps-bias: truthful-outputs conflict, equal-protection potential
A deployer of an automated decision system shall take all reasonable steps to shield consumers from algorithmic bias.

due-diligence: truthful-outputs conflict, equal-protection potential
Any person that sells an automated tenant screening tool shall exercise due diligence so that the tool does not
disadvantage a protected class.

no-discriminatory-result: truthful-outputs conflict, equal-protection potential
A developer must design and maintain an automated hiring system so that the system does not yield a discriminatory
result.

effect-disadvantage: truthful-outputs conflict, equal-protection potential
No hospital shall rely on an artificial intelligence system to allot appointments if such reliance has the effect of
disadvantaging patients on account of race, color, sex or age.

effect-excluding: truthful-outputs conflict, equal-protection potential
It is unlawful for a landlord to use an algorithm to select tenants where its use has the effect of excluding persons
because of national origin.

results-in-impact: truthful-outputs conflict, equal-protection potential
A private entity may not use an automated system in the provision of credit in a way that results in a disparate impact
on persons protected by the human rights act.

causes-impact: truthful-outputs conflict, equal-protection potential
A lender may not use an automated underwriting model that causes a disparate impact upon applicants on the basis of
race or sex.

unjustified-differences: truthful-outputs conflict, equal-protection potential
An algorithm used to set wages shall not produce unjustified differences in pay between men and women, and the employer
shall correct any that are found.

correct-when-found: truthful-outputs conflict, equal-protection potential
An employer that learns that its artificial intelligence tool disfavors applicants of a protected class must discontinue
the tool or adjust it so that the effect no longer occurs.

measures-mitigate: truthful-outputs conflict, equal-protection potential
A deployer shall put into effect measures by which any bias found in the automated decision system is mitigated.

retrain: truthful-outputs conflict, equal-protection potential
Where testing shows a disparity in outcomes among racial groups, the deployer must retrain the artificial intelligence
system until the disparity is removed.

less-discriminatory: truthful-outputs conflict, equal-protection potential
A creditor that uses an algorithm to price loans shall look for less discriminatory alternatives each year and adopt
any that serves its needs as well.

equal-error-rates: truthful-outputs conflict, equal-protection potential
A provider of a facial recognition algorithm shall ensure that its error rates do not differ materially among groups
defined by race, sex or age.

four-fifths: truthful-outputs conflict, equal-protection potential
No employer may keep in use an automated hiring tool whose selection rate for any race or sex is less than four-fifths
of that of the group with the highest rate.

proxy-use: truthful-outputs conflict
A deployer shall not use an artificial intelligence system that relies on zip codes as a stand-in for race or another
protected trait.

duty-passive: truthful-outputs conflict, equal-protection potential
Each deployer shall protect consumers against algorithmic discrimination that arises from a high-risk
artificial intelligence system.

fair-treatment: truthful-outputs conflict
The deployer of an automated decision system has a duty to prevent unfair outcomes for members of a protected class.

scores-vary: truthful-outputs potential, equal-protection none
The seller of a scoring algorithm must have it examined every two years to determine whether scores vary by race or sex.

rates-differ: truthful-outputs potential, equal-protection none
An employer that ranks applicants by an automated tool shall calculate each year whether selection rates differ among
persons of different race, sex or ethnicity.

examined-disparities: truthful-outputs potential, equal-protection none
An independent reviewer retained by the deployer shall look into whether the artificial intelligence system produces
racial disparities.

tested-adverse-impact: truthful-outputs potential, equal-protection none
Before it is used, an automated decision tool shall be tested by the employer for adverse impact on protected groups.

balanced-answers: truthful-outputs conflict
A person that offers a general purpose chatbot shall ensure that its answers on a public controversy present the
principal competing views with equal prominence.

viewpoint-neutral: truthful-outputs conflict
The developer of a chatbot must see to it that the responses of the chatbot are neutral as to political viewpoint.

may-not-refuse: truthful-outputs conflict
A chatbot that is offered to the public may not decline to state a lawful opinion because of the viewpoint expressed.

outputs-accurate: truthful-outputs conflict
A generative artificial intelligence system shall be so designed by its provider that its answers on elections match the
guidance published by the secretary of state.

program-advice: truthful-outputs potential
A proprietor of an artificial intelligence product shall not permit the program to give a user substantive legal
advice.

voice-imitation: truthful-outputs potential
An operator of a voice generator that uses artificial intelligence shall block the generator from reproducing the voice
of a living person without that person's consent.

no-sexual-output: truthful-outputs potential
An operator shall keep its companion chatbot from producing sexually explicit replies.

refuse-prompts: truthful-outputs potential
A developer shall configure its chatbot to refuse a request for instructions on making a weapon.

emotional-claims: truthful-outputs potential
An artificial intelligence companion must not tell a user that it loves the user or suffers when the user leaves.

treats-worse: truthful-outputs conflict, equal-protection potential
A deployer must act with reasonable care so that its artificial intelligence system does not treat persons of one
race, sex or religion worse than others, even if no such treatment is meant.

gap-closes: truthful-outputs conflict, equal-protection potential
A bank that finds that its credit algorithm denies loans to a protected group at a higher rate shall alter the
algorithm until the gap closes.

families-of-color: truthful-outputs conflict, equal-protection potential
It is an unlawful practice to employ an automated ranking of tenants that has a disproportionate adverse effect on
families of color, regardless of motive.

duty-owed: truthful-outputs conflict, equal-protection potential
Developers owe consumers a duty to anticipate and forestall discriminatory effects of their artificial intelligence
systems.

men-and-women: truthful-outputs potential, equal-protection none
The employer shall have an outside expert test the hiring algorithm once a year for differences in outcome between men
and women.

favors-party: truthful-outputs conflict
A chatbot offered to residents may not favor one political party over another in its answers.

never-urges: truthful-outputs potential
The maker of a companion chatbot shall see that the chatbot never urges a user to hide things from family.

safeguards-under-which: truthful-outputs potential
Operators shall put in place safeguards under which the chatbot will not hand out dosing advice.

remedy-any-such: truthful-outputs conflict, equal-protection potential
An insurer's external data may not be fed to an algorithm that unfairly discriminates on the basis of race; the
business using the algorithm shall remedy any such discrimination.

accuracy-falls: truthful-outputs conflict, equal-protection potential
No business shall deploy facial recognition driven by artificial intelligence whose accuracy for persons of any race
falls materially below that for others.
"""
)
"""What a system may not bring about, must bring about, or is examined for."""
