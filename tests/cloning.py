"""Bills that copy clauses from each other, for tests: every text here is made up, and so are the states' dates.

``HARBOR`` is a first act on ranking engines; ``MEADOW`` copies three of its clauses into an act that is otherwise its
own, so that the two bills as wholes share about a sixth of their words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import update

from monitor.clones.clauses import BillClause, BillText, clauses_of
from monitor.clones.settings import CloneSettings
from monitor.clones.sketch import Shingles, shingles_of
from monitor.clones.words import words_of
from monitor.model.bill import BillKey
from monitor.model.provision import Span
from monitor.services.assess import Classifier, assess_pending
from monitor.store.engine import Store
from monitor.store.tables import BillRow
from monitor.text.segment import segment
from tests.judging import MOMENT, POSITIONS, add_bill, add_version, judge

SETTINGS = CloneSettings()

CARE = (
    "A developer of a ranking engine shall use reasonable care to protect residents from any known or foreseeable risk "
    "of unequal treatment that arises from the intended and contracted uses of the ranking engine."
)
STATEMENT = (
    "A developer shall make available to each deployer a statement that describes the data by which the ranking "
    "engine was trained, the limits that are known of it, and the measures that were taken to examine it for unequal "
    "treatment."
)
PROGRAM = (
    "A deployer shall put in place a written risk program that names the staff, the principles and the steps by which "
    "the deployer finds, records and removes the risks of unequal treatment over the life of the ranking engine."
)
NOTICE = (
    "Before a ranking engine makes a weighty choice about a resident, the deployer shall tell the resident in plain "
    "words that an engine is used, what the choice is about, and how the resident may ask for a person to look at it."
)
APPEAL = (
    "A deployer that has made an adverse choice shall give the resident the chance to correct any personal facts that "
    "the engine worked upon and to have the choice looked at again by a person, where that can be done."
)
COPIED = (CARE, STATEMENT, NOTICE)

SHORT_TITLE = "This act may be cited as the Fair Ranking Act."
PERSON = (
    "As used in this act, the term person means an individual, partnership, corporation, association, trust or any "
    "other legal entity, and the term includes any agent of one of them who acts within the scope of the agency."
)
SEVERABLE = (
    "If any provision of this act or its application to any person or circumstance is held invalid, the remainder of "
    "the act or the application of the provision to other persons or circumstances is not affected."
)
EFFECT = (
    "This act takes effect on the first day of July of the year that follows the year of its passage, and applies to "
    "conduct that occurs on or after that date, but not to conduct that is complete before it."
)


def act(*clauses: str) -> str:
    """An act of some clauses, a section each, with the sections that every act has."""
    sections = [SHORT_TITLE, PERSON, *clauses, SEVERABLE, EFFECT]
    lines = [f"Section {number}. {words}" for number, words in enumerate(sections, 1)]
    return "AI\nBe it enacted by the people:\n" + "\n".join(lines) + "\n"


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(" ".join(words.split()) for words in text.strip().split("\n\n"))


_HARBOR_ALONE = _paragraphs(
    """
The commissioner may ask a developer for any record that shows how the developer met its duties, and a record
that is given under this section is not open to the public under the law on public records.

A developer that learns of a case of unequal treatment shall write to the commissioner and to every deployer
that is known to it within ninety days, and shall say what it has done about the cause.

Nothing here keeps a bank, an insurer or a hospital from doing what another law of the land asks of it in the
same matter, so long as that law guards residents at least as well.

The commissioner alone brings an action for a breach, and shall first let the developer mend the breach within
sixty days of the day on which it was told of it.

A small deployer with fewer than fifty workers that trains no engine with facts of its own need not write the
yearly review that the sections above ask for.

Each spring the commissioner tells both houses how many letters came in, how many were mended in time, and which
kinds of weighty choice gave the most of them, without naming anybody.

A maker of engines that has its seat abroad names an agent within the bounds of the state, at whose door papers
can be served on any working day between nine and five.

Tests that a developer runs on made up applicants, so as to find unequal treatment before others do, are no
choices about residents and bring no duty with them.
"""
)
_MEADOW_ALONE = _paragraphs(
    """
The council on farm credit shall set a table of fair prices for the scoring of loans, and shall look at the
table again in each spring with lenders, growers and the makers of scores.

A lender that scores the loan of a grower by machine shall keep the score, the date and the version of the
machine for seven years in a form that an examiner can read without the lender's help.

The examiner may enter the place of business of a lender at any fair hour, and may copy what bears on a score,
after a letter of three days that says what is looked for.

A county may hold a hearing in the evening on how scoring changed the lending in its towns, and shall send the
minutes to the council before the end of that month.

A grower who was refused may have the score read out over the telephone in the language that is spoken at home,
and the lender bears what that costs.

The council shall make a school of two weeks for loan officers, pay for the teachers out of the fund for rural
banks, and print the lessons so that anybody may have them for the price of paper.

Whoever sells the list of refused growers, or lends it, or leaves it where it can be read, pays to each grower
on the list one hundred dollars for every day that it was abroad.

Two members of the council come from the dairies, two from the orchards, one from the bees, and the chair is
drawn by lot among those who have served a full term of four years.

A mill, a gin or an elevator that lends on grain alone is no lender here, unless it takes a lien on land, on
water or on a house in which somebody lives.

Hail, frost, flood and the closing of a road by the state are to be fed into a score as what they are, and not
as want of care on the part of whoever farms there.

The dean of the land college appoints a reader of models, who sits with the council without a vote and is paid
by the day at the rate of a judge of the lower bench.
"""
)
HARBOR = act(*COPIED, PROGRAM, APPEAL, *_HARBOR_ALONE)


def judged(words: str, label: str = "conflict", position: str = "truthful-outputs") -> str:
    """A clause on which the judge of the tests makes a finding."""
    return f"Duties.\n{label} {position} 4: {words}"


def reworded(words: str) -> str:
    """How the copying state puts it: other names, another date, a few words more."""
    for old, new in (
        ("resident", "consumer"),
        ("shall make available to each deployer", "must make available to every deployer and other developer"),
        ("reasonable care", "reasonable care and skill"),
        ("in plain words", "in plain language"),
        ("ranking engine", "scoring system"),
    ):
        words = words.replace(old, new)
    return words


MEADOW = act(*_MEADOW_ALONE[:4], *map(reworded, COPIED), *_MEADOW_ALONE[4:])


def source(
    name: str, *, on: date | None = date(2026, 1, 1), session: str = "2026", number: int | None = None
) -> BillText:
    """The text of a bill that is called ``CO SB 1``."""
    jurisdiction, identifier = name.split(" ", 1)
    key = BillKey(jurisdiction=jurisdiction, session=session, identifier=identifier)
    place = number if number is not None else sum(ord(letter) << 8 * place for place, letter in enumerate(str(key)[:6]))
    return BillText(bill_id=place, bill=key, version_id=place, text_sha256=f"text {place}", dated_on=on)


def cut(text: str, of: BillText, settings: CloneSettings = SETTINGS) -> list[BillClause]:
    """The clauses of a text."""
    return clauses_of(text, segment(text), of, settings)


def clause(words: str, of: BillText, *, at: int = 0) -> BillClause:
    """A clause of just these words."""
    forms = tuple(word.form for word in words_of(words, [Span(0, len(words))]))
    part = Span(at, at + len(words))
    return BillClause(source=of, label="Sec. 1", parts=(part,), lead_in=(), words=forms)


def whole(text: str, settings: CloneSettings = SETTINGS) -> Shingles:
    """The shingles of a whole bill."""
    return shingles_of([word.form for word in words_of(text, [Span(0, len(text))])], settings.shingle_words)


def of_number(of: BillText, number: int) -> BillText:
    """The same under other row numbers, as another database would have it."""
    return replace(of, bill_id=number, version_id=number)


def stored(
    store: Store, name: str, texts: str | Sequence[str], *, on: date | None = None, session: str = "2026"
) -> int:
    """Store a bill with its versions; returns its id."""
    bill_id = add_bill(store, name, session_name=session)
    for text in [texts] if isinstance(texts, str) else texts:
        add_version(store, bill_id, text)
    with store.write() as opened:
        opened.execute(update(BillRow).where(BillRow.id == bill_id).values(introduced_on=on))
    return bill_id


def assess(store: Store) -> None:
    """Judge what is not judged yet."""
    classifier = Classifier(judge=judge, positions=POSITIONS, release="c1", program="0")
    assess_pending(store, classifier, clock=lambda: MOMENT)
