"""Dates, enforcement, penalties and thresholds are read from fictional sentences; every quote is exact."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.classify.effects import find_effects
from monitor.classify.effects_numbers import integer_of
from monitor.model.effect import Effect, EffectKind
from monitor.model.provision import ProvisionKind
from monitor.text.segment import segment

ENACTED = "An act on tools. Be it enacted by the Legislature of the State of Example: Section 1. "


def effects_of(words: str) -> tuple[Effect, ...]:
    text = ENACTED + words
    found = find_effects(text, segment(text))
    for effect in found:
        assert effect.evidence.span.of(text) == effect.evidence.quote
    return found


def told(words: str) -> set[tuple[str, str, str]]:
    return {(effect.kind.value, effect.value, effect.unit) for effect in effects_of(words)}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("This act takes effect July 1, 2027.", ("effective-date", "2027-07-01", "")),
        ("This act shall take effect on the 1st day of January, 2028.", ("effective-date", "2028-01-01", "")),
        ("Sections 2 to 4 of this act are effective on March 3rd, 2027.", ("effective-date", "2027-03-03", "")),
        ("This act takes effect 90 days after adjournment.", ("effective-date", "90 days after adjournment", "")),
        ("This act shall take effect on the ninetieth day after it shall have become a law.",
         ("effective-date", "90 days after enactment", "")),
        ("This act shall take effect six months following its enactment.",
         ("effective-date", "6 months after enactment", "")),
        ("This act shall take effect on the first day of the seventh month next following the date of enactment.",
         ("effective-date", "first day of month 7 after enactment", "")),
        ("This act shall take effect on April 1 of the year next following the date of enactment.",
         ("effective-date", "april 1 after enactment", "")),
        ("This act shall take effect immediately.", ("effective-date", "immediately", "")),
        ("This act takes effect immediately if two thirds of all members vote for it.",
         ("effective-date", "immediately", "conditional")),
        ("This act takes effect upon its passage and approval.", ("effective-date", "upon enactment", "")),
        ("This section is effective the day following final enactment.",
         ("effective-date", "1 day after enactment", "")),
        ("This chapter shall become operative on January 1, 2027.", ("operative-date", "2027-01-01", "")),
        ("This chapter shall become operative only if House Bill 9 is enacted.", ("operative-date", "conditional", "")),
        ("On and after February 1, 2027, a deployer shall keep a log.", ("operative-date", "2027-02-01", "")),
        ("Except as provided in section 4, beginning July 1, 2027, an operator may not sell a tool.",
         ("operative-date", "2027-07-01", "")),
        ("A deployer shall, on and after May 1, 2027, keep a log.", ("operative-date", "2027-05-01", "")),
        ("This section expires June 30, 2031.", ("expiration", "2031-06-30", "")),
        ("This chapter sunsets on December 31, 2030.", ("expiration", "2030-12-31", "")),
        ("This section shall remain in effect only until January 1, 2031, and as of that date is repealed.",
         ("expiration", "2031-01-01", "")),
        ("This section is repealed, effective September 1, 2029.", ("expiration", "2029-09-01", "")),
        ("Sections 1 through 6 of this act shall expire five years after the effective date.",
         ("expiration", "5 years after effective date", "")),
    ],
)  # fmt: skip
def test_dates(words: str, expected: tuple[str, str, str]) -> None:
    assert told(words) == {expected}


@pytest.mark.parametrize(
    "words",
    [
        "No later than January 1, 2027, a developer shall publish a summary.",
        "A deployer that uses a tool bought on or after July 1, 2027, shall keep a log.",
        "The change takes effect upon notification.",
        "A licence issued to an operator expires on June 1, 2028.",
        "Rules adopted under this section must be effective until 90 days after adjournment.",
        "This act takes effect February 31, 2027.",
    ],
)
def test_deadlines_and_other_dates_are_no_effects(words: str) -> None:
    assert told(words) == set()


def test_a_repeal_date_is_no_operative_date() -> None:
    assert [effect.kind for effect in effects_of("This section is repealed, effective May 1, 2029.")] == [
        EffectKind.EXPIRATION
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("A violator is liable for a civil penalty of not more than $10,000 for each violation.",
         {("civil-penalty", "10000", "per violation")}),
        ("A violator shall pay a civil penalty of two thousand five hundred dollars ($2,500) per day.",
         {("civil-penalty", "2500", "per day")}),
        ("The court may impose a civil penalty of at least $1,000 and not more than $1.5 million per violation.",
         {("civil-penalty", "1000", "minimum, per violation"), ("civil-penalty", "1500000", "per violation")}),
        ("A vendor is subject to a civil penalty of $500 for a first violation and $900 for any subsequent violation.",
         {("civil-penalty", "500", "first violation"), ("civil-penalty", "900", "subsequent violation")}),
        ("A vendor is subject to a fine not exceeding $300.", {("civil-penalty", "300", "")}),
        ("A vendor shall be punished by imprisonment for one year or a fine not exceeding $2,000.",
         {("criminal-penalty", "2000", "")}),
        ("A person who breaks this section is guilty of a class A misdemeanor.",
         {("criminal-penalty", "class a misdemeanor", "")}),
        ("A violation is a felony of the third degree.", {("criminal-penalty", "felony of the third degree", "")}),
        ("A person who was convicted of a felony may not be hired.", set()),
        ("A buyer may recover damages of $1,000; civil penalties are deposited in the fund.", set()),
        ("The vendor's fine-tuning cost $1,000.", set()),
    ],
)  # fmt: skip
def test_penalties(words: str, expected: set[tuple[str, str, str]]) -> None:
    assert told(words) == expected


def test_a_list_of_penalties_is_read_with_its_introduction() -> None:
    found = effects_of("A vendor is liable for a civil penalty of: (a) $700 for each violation; and (b) $90 per day.")

    assert [(effect.value, effect.unit) for effect in found] == [("700", "per violation"), ("90", "per day")]
    assert [effect.provision.label[-3:] for effect in found if effect.provision] == ["(a)", "(b)"]
    assert found[0].evidence.quote.startswith("$700")


GRANTED = {("private-right-of-action", "granted", "")}
DENIED = {("no-private-right-of-action", "denied", "")}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("A person injured by a violation of this act may bring a civil action.", GRANTED),
        ("A consumer or the attorney general may bring an action.",
         GRANTED | {("enforcement-body", "attorney general", "")}),
        ("An individual harmed by a tool of an agency may bring an action for damages.", GRANTED),
        ("An action under this act may be brought by an aggrieved tenant.", GRANTED),
        ("Any worker so treated shall have a private right of action against the employer.", GRANTED),
        ("A vendor that sells a broken tool is liable to the consumer for damages.", GRANTED),
        ("Nothing in this act creates a private right of action.", DENIED),
        ("This act may not be the basis of a private right of action.", DENIED),
        ("A person may not bring an action for a violation of this act.", DENIED),
        ("A person may not bring an action under this act later than two years after the harm.", set()),
        ("Nothing in this act limits a private right of action under other law.", set()),
        ("If a person breaks this act, the attorney general may bring a civil action on behalf of consumers.",
         {("enforcement-body", "attorney general", "")}),
    ],
)  # fmt: skip
def test_private_rights(words: str, expected: set[tuple[str, str, str]]) -> None:
    assert told(words) == expected


@pytest.mark.parametrize(
    ("words", "bodies"),
    [
        ("The attorney general has exclusive authority to enforce this act.", ["attorney general"]),
        ("This act may be enforced only by the Attorney General.", ["attorney general"]),
        ("The attorney general may bring an action in the name of the state.", ["attorney general"]),
        ("The Department of Trade and Labor shall enforce this chapter.", ["department of trade and labor"]),
        ("The commissioner, as the enforcing authority, may bring an action against a vendor.", ["commissioner"]),
        ("A civil action may be brought by the attorney general, a district attorney, or a county counsel.",
         ["attorney general", "district attorney", "county counsel"]),
        ("The attorney general shall publish a report.", []),
        ("A vendor shall submit a summary to the attorney general.", []),
        ("The attorney general may not bring an action.", []),
    ],
)  # fmt: skip
def test_bodies(words: str, bodies: list[str]) -> None:
    found = [effect for effect in effects_of(words) if effect.kind is EffectKind.ENFORCEMENT_BODY]

    assert sorted(effect.value for effect in found) == sorted(bodies)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("A vendor may cure the violation within 60 days after notice.", {("cure-period", "60 days", "")}),
        ("The vendor has thirty (30) business days from the notice to cure the alleged violation.",
         {("cure-period", "30 days", "business")}),
        ("The new drug cures the disease within 60 days.", set()),
    ],
)  # fmt: skip
def test_cures(words: str, expected: set[tuple[str, str, str]]) -> None:
    assert told(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (f"It was trained with more than {power} integer or floating-point operations.",
         ("compute-threshold", "1e26", "more than, operations"))
        for power in ("10^26", "10 to the 26th power", "10²⁶", "1026", "10 26", "10 ^ (26)", "1e26",
                      "10 to the power of 26", "10 to the twenty-sixth power")
    ] + [
        ("A cluster that performs at least 10^20 operations per second.",
         ("compute-threshold", "1e20", "at least, operations per second")),
        ("A model whose compute cost exceeds one hundred million dollars ($100,000,000).",
         ("compute-threshold", "100000000", "more than, dollars")),
        ("A person with annual gross revenues in excess of five hundred million dollars ($500,000,000).",
         ("revenue-threshold", "500000000", "more than")),
        ("A person that had $25,000,000 or more in annual revenue.", ("revenue-threshold", "25000000", "at least")),
        ("A site with more than 1,000,000 monthly active users.", ("user-threshold", "1000000", "more than, monthly")),
        ("A site whose monthly users exceed 10 million.", ("user-threshold", "10000000", "more than")),
        ("This does not apply to an employer with fewer than 50 full-time employees.",
         ("employee-threshold", "50", "fewer than")),
        ("A business of fifty or more employees.", ("employee-threshold", "50", "at least")),
    ],
)  # fmt: skip
def test_thresholds(words: str, expected: tuple[str, str, str]) -> None:
    assert told(words) == {expected}


@pytest.mark.parametrize(
    "words",
    ["The office has 1026 desks.", "It carried out 500 operations.", "The revenue office sold a car for $300.",
     "The tool lets users write to users.", "Meet at 10 to discuss operations."],
)  # fmt: skip
def test_numbers_that_are_no_thresholds(words: str) -> None:
    assert told(words) == set()


def test_definitions_give_thresholds_and_nothing_else() -> None:
    found = effects_of(
        '"Large vendor" means a person with more than 2,000 employees who is liable for a civil penalty of $5 per day.'
    )

    assert [(effect.kind, effect.value) for effect in found] == [(EffectKind.EMPLOYEE_THRESHOLD, "2000")]
    assert found[0].provision is not None
    assert found[0].provision.kind is ProvisionKind.DEFINITION


def test_findings_and_preambles_give_nothing() -> None:
    assert told("The legislature finds that a civil penalty of $500 per day is fair.") == set()
    text = "Provides a civil penalty of $9 per day. " + ENACTED + "A vendor shall keep a log."
    assert find_effects(text, segment(text)) == ()


def test_each_provision_has_its_own_dates() -> None:
    found = effects_of(
        "(1) On and after May 1, 2027, a vendor shall keep a log. "
        "(2) On and after June 1, 2028, an operator shall keep a log."
    )

    assert [(effect.provision.label[-3:], effect.value) for effect in found if effect.provision] == [
        ("(1)", "2027-05-01"),
        ("(2)", "2028-06-01"),
    ]


def test_words_outside_all_provisions_have_none() -> None:
    text = "This act takes effect July 1, 2027."

    assert [(effect.value, effect.provision) for effect in find_effects(text, ())] == [("2027-07-01", None)]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("five hundred million", 500_000_000),
        ("1.5 million", 1_500_000),
        ("ninety-five", 95),
        ("one hundred eightieth", 180),
        ("two thousand three hundred and one", 2301),
        ("thirty (30)", 30),
        ("12,000", 12_000),
        ("thing", None),
    ],
)
def test_numbers(words: str, number: int | None) -> None:
    assert integer_of(words) == number


BITS = st.sampled_from(
    [
        "This act ",
        "takes effect ",
        "July 1, 2027",
        "90 days after ",
        "adjournment",
        ". ",
        "; ",
        "\n",
        "(a) ",
        "Sec. 2. ",
        "civil penalty of ",
        "$10,000 ",
        "not less than ",
        "for each violation",
        "The Attorney General ",
        "may bring an action",
        "A person ",
        "private right of action",
        "Nothing ",
        "cure the violation ",
        "within sixty (60) days ",
        "10",
        "²⁶",
        "^26 ",
        "operations",
        "one hundred ",
        "million ",
        "dollars",
        "users ",
        "revenue ",
        "more than ",
        "employees",
        "means ",
        "İ",
        "\x85",
        "class A misdemeanor ",
        "is a ",
        "enforced by ",
        "department of ",
        "expires ",
        "on and after ",
        "shall ",
        "“",
        "\ufffd",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(BITS, max_size=50).map("".join)))
def test_quotes_are_exact_and_in_order(text: str) -> None:
    provisions = segment(text)
    found = find_effects(text, provisions)

    for effect in found:
        assert effect.evidence.span.of(text) == effect.evidence.quote
        assert effect.value
        if effect.provision is not None:
            assert effect.provision in provisions
            assert effect.provision.own.start <= effect.evidence.span.start < effect.provision.own.end
    assert [effect.evidence.span for effect in found] == sorted(effect.evidence.span for effect in found)
    assert find_effects(text, provisions) == found


@pytest.mark.parametrize(
    "bit",
    ["one hundred ", "takes effect ", "civil penalty ", "$1,000 ", "on and after may 1, 2027, ", "a class b felony is ",
     "department of x y and ", "a person may bring a civil action ", "1,000,", "revenue ", "nothing ", "10 ", "(a) "],
)  # fmt: skip
def test_a_hostile_text_is_read_in_linear_time(bit: str) -> None:
    text = bit * (300_000 // len(bit))
    begin = time.process_time()
    find_effects(text, ())

    assert time.process_time() - begin < 10
