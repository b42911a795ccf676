"""Which words name which class of actor?"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

__all__ = ["HEADS", "PRIVATE", "Actor"]


class Actor(StrEnum):
    """Who bears a duty. Order matters: the first class that fits a word wins."""

    DEVELOPER = "developer"
    DEPLOYER = "deployer"
    PLATFORM = "platform"
    EMPLOYER = "employer"
    INSURER = "insurer"
    PROFESSIONAL = "professional"
    ADVERTISER = "advertiser"
    CONTRACTOR = "contractor"
    GOVERNMENT = "government"
    SYSTEM = "ai-system"
    PROTECTED = "protected-person"
    """Consumers, users, workers: their right is somebody else's duty."""
    ANYONE = "any-person"
    THING = "thing"
    """A notice, a report, an act: the duty belongs to whoever makes it."""
    UNKNOWN = "unknown"


PRIVATE: Final = frozenset(
    {
        Actor.DEVELOPER,
        Actor.DEPLOYER,
        Actor.PLATFORM,
        Actor.EMPLOYER,
        Actor.INSURER,
        Actor.PROFESSIONAL,
        Actor.ADVERTISER,
        Actor.SYSTEM,
        Actor.ANYONE,
    }
)

HEADS: Final[tuple[tuple[Actor, str], ...]] = (
    (
        Actor.CONTRACTOR,
        r"(?:state |government |public )contractors?|vendors? (?:under contract|contracting) with|contractors?",
    ),
    (
        Actor.GOVERNMENT,
        (
            r"departments?|(?:state |public |government(?:al)? |local |executive |law enforcement "
            r"|administrative |covered |supervisory )?agenc(?:y|ies)|(?:commissioner|commission|(?:digital"
            r"|technology) service|committee|council|board|bureau|authority|division|office|task force"
            r"|working group|workgroup|study group)s?"
            r"|attorney general|governor|secretary|director|legislature|general assembly|superintendents?"
            r"|attorneys? for the state|district attorneys?|state'?s attorneys?|public defenders?|sheriffs?"
            r"|treasurer|comptroller|chancellor|courts?|judges?|magistrates?|supreme court|counties|county"
            r"|municipalit(?:y|ies)|political subdivisions?|cit(?:y|ies)"
            r"|(?:local |public )?school (?:district|board|system)s?|school districts?|districts?"
            r"|local education(?:al)? agenc(?:y|ies)|\bleas?|local governing boards?|(?:public )?(?:schools?"
            r"|universit(?:y|ies)|colleges?|institutions? of higher education)|educators?|teachers?"
            r"|(?:government(?:al)?|state) (?:entit(?:y|ies)|bod(?:y|ies)|units?)|public (?:entit(?:y|ies)"
            r"|bod(?:y|ies)|employers?|officials?)|state|chief (?:information|technology|executive"
            r"|privacy) officer|officers?|prosecut(?:or|ing attorney)s?|administrators?|inspector general"
            r"|auditor of state|peace officers?|law enforcement|chair(?:person)?|speaker|president"
            r"|general counsel|ombuds(?:man|person)?"
        ),
    ),
    (
        Actor.DEVELOPER,
        (
            r"(?:large |frontier |covered |model )*developers?|(?:model|ai|artificial intelligence|algorithm) "
            r"(?:builder|maker|trainer|designer|creator|owner|manufacturer|publisher|lab)s?|(?:ai|frontier"
            r"|artificial intelligence) laborator(?:y|ies)|(?:maker|manufacturer|builder|trainer|creator|producer"
            r"|designer)s? of (?:an? |any |the )?(?:artificial|ai\b|generative|frontier|model|chat)"
            r"(?: ?(?:intelligence|ai|language|model|system|tool|bot|product|application)s?){0,3}"
            r"|(?:ai|artificial intelligence|model"
            r"|generative ai) (?:compan(?:y|ies)|providers?)|owners? of (?:an? |the |any )?(?:artificial|ai\b"
            r"|generative|model|chat)|covered providers?|providers? of (?:an? |the )?(?:generative|artificial"
            r"|ai|large|foundation|frontier)[^,;]{0,40}"
        ),
    ),
    (
        Actor.DEPLOYER,
        (
            r"deployers?|operators?|proprietors?|suppliers?|integrators?|controllers?|processors?"
            r"|covered (?:entit(?:y|ies)|business(?:es)?|operators?)|(?:chatbot|companion|bot) providers?"
            r"|generation services?"
        ),
    ),
    (
        Actor.PLATFORM,
        (
            r"(?:large |covered )?(?:online )?platforms?|online (?:marketplace|forum|operator)s?|website operators?"
            r"|hosting (?:provider|compan|service)\w*|(?:video|image|file|content)[- ]sharing (?:service|site|app)\w*"
            r"|social network(?:ing (?:service|site))?s?|covered services?|social media (?:compan(?:y|ies)|platforms?)"
            r"|interactive computer services?(?: providers?)?|(?:covered )?online services?(?: providers?)?"
            r"|search engines?|internet websites?|app stores?"
        ),
    ),
    (Actor.EMPLOYER, r"employers?|employment agenc(?:y|ies)|labor (?:organization|contractor)s?|hiring entit(?:y|ies)"),
    (
        Actor.INSURER,
        (
            r"insurers?|(?:health )?carriers?|utilization review (?:organization|agent|entit)\w*"
            r"|health care (?:service )?plans?|health (?:plan|maintenance organization|insurer|benefit plan)s?"
            r"|insurance compan(?:y|ies)"
            r"|health plan compan(?:y|ies)|managed care (?:organization|plan)s?|payors?"
            r"|pharmacy benefits? managers?|disability insurers?"
        ),
    ),
    (
        Actor.PROFESSIONAL,
        (
            r"physicians?|therapists?|licensed professionals?|licensees?|health(?: ?care)? (?:provider"
            r"|professional|facilit|practitioner)\w*|practitioners?|psychotherapists?|psychologists?"
            r"|pharmacists?|nurses?|attorneys?|hospitals?|clinics?|registrants?|mental health professionals?"
            r"|providers?|health facilit(?:y|ies)"
        ),
    ),
    (
        Actor.ADVERTISER,
        (
            r"(?:candidate'?s?'?|campaign) committees?|candidates?(?! for (?:employ|hire))"
            r"|political (?:action )?(?:committee|part(?:y|ies)|organization)s?|(?:ballot|independent expenditure"
            r"|referendum|party) committees?|advertisers?|sponsors?|campaigns?|creators?|electioneer\w*"
        ),
    ),
    (
        Actor.ANYONE,
        (
            r"(?:natural )?persons?|whoever|anyone|individuals?|entit(?:y|ies)|business(?:es)?|compan(?:y|ies)"
            r"|corporations?"
            r"|firms?|(?:(?:public|electric|gas|water) )*utilit(?:y|ies)|banks?|credit unions?|financial institutions?"
            r"|(?:car |auto(?:mobile)? )?dealers?|importers?|resellers?|wholesalers?|laborator(?:y|ies)|partnerships?"
            r"|enterprises?|researchers?|programmers?|landlords?|lenders?|creditors?|vendors?|manufacturers?|retailers?|sellers?|merchants?"
            r"|publishers?|organizations?|associations?|owners?|service providers?|distributors?"
            r"|(?:news )?media (?:outlet|entit|compan)\w*|collectors?|producers?|establishments?|offerors?"
            r"|parties|third part(?:y|ies)|licensors?|defendants?|actors?|grocer\w*|stores?|brokers?"
            r"|algorithm providers?|nonprofits?|makers?|users? of"
        ),
    ),
    (
        Actor.SYSTEM,
        (
            r"(?:high-risk |generative |covered |automated |ai |artificial intelligence |companion "
            r"|mental health )*(?:chat ?bots?|bots?|(?:ai|artificial intelligence)(?: (?:system|model|tool"
            r"|technolog|companion|application)\w*)?"
            r"|automated (?:employment )?decision[- ]?(?:making )?(?:system|tool|technolog)\w*|companions?"
            r"|algorithms?)"
        ),
    ),
    (
        Actor.PROTECTED,
        (
            r"consumers?|users?|patients?|workers?|employees?|applicants?|tenants?|clients?|insureds?"
            r"|enrollees?|subscribers?|students?|customers?|minors?|child(?:ren)?|parents?|residents?|members?"
            r"|buyers?|purchasers?|data subjects?|claimants?|plaintiffs?|persons? (?:affected|subject"
            r"|aggrieved|injured|depicted)|(?:injured|aggrieved|affected) (?:person|part|individual"
            r"|consumer)\w*"
        ),
    ),
    (
        Actor.THING,
        (
            r"notices?|notifications?|disclosures?|reports?|assessments?|audits?|polic(?:y|ies)|protocols?"
            r"|programs?|statements?|rules?|regulations?|acts?|sections?|subsections?|paragraphs?|chapters?"
            r"|labels?|contracts?|agreements?|violations?|penalt(?:y|ies)|actions?|information|documentation"
            r"|records?|provisions?|plans?|requests?|data|content|decisions?|tools?|systems?|models?|images?"
            r"|process(?:es)?|summar(?:y|ies)|procedures?|measures?|terms?|advertisements?|communications?"
            r"|fines?|tests?|results?|reviews?|frameworks?|duty|duties|obligations?|rights?|use|fees?|funds?"
            r"|applications?|stud(?:y|ies)|licen[sc]es?|certificates?|permit|lists?|watermarks?"
        ),
    ),
)
