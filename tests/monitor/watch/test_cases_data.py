from __future__ import annotations

import pytest

from monitor.model.bill import BillKey
from monitor.model.litigation import LawStatus, law_status
from monitor.watch.cases import cases_from_text, known_cases
from monitor.watch.errors import WatchDataError

HEAD = "schema_version: 1\nreviewed_on: 2026-11-25\nknown_until: 2026-10-10\ncases:\n"
CASE = """
  - id: sample-v-officer
    caption: Sample v. Officer
    court: A sample court
    court_id: cod
    docket_number: "1:26-cv-99999"
    plaintiffs: [Sample]
    defendants: [Officer]
    theories: ["First Amendment, as pleaded"]
    laws: [{jurisdiction: CO, bill: SB 9901, year: 2026}]
    filed_on: "2026-04-09"
    facts:
      - {day: "2026-04-09", text: A complaint., evidence: secondary, source: a sample, sets: challenged}
"""


def bill(code: str, session: str, identifier: str) -> BillKey:
    return BillKey(jurisdiction=code, session=session, identifier=identifier)


def test_what_the_shipped_cases_say():
    said = {
        (case.id, law.name): law_status(case, law).sets  # type: ignore[union-attr]
        for case in known_cases()
        for law in case.laws
    }
    assert said == {
        ("xai-v-weiser", "CO SB 205 (2024)"): LawStatus.STAYED,
        ("xai-v-weiser", "CO SB 189 (2026)"): LawStatus.STAYED,
        ("xai-v-bonta", "CA AB 2013 (2024)"): LawStatus.CHALLENGED,
        ("kohls-v-bonta", "CA AB 2839 (2024)"): LawStatus.ENJOINED,
        ("kohls-v-bonta", "CA AB 2655 (2024)"): LawStatus.STRUCK,
    }
    words = " ".join(fact.text for case in known_cases() for fact in case.facts).lower()
    assert "preempted" not in words
    assert all("pleaded" in theory for case in known_cases() for theory in case.theories)


@pytest.mark.parametrize("session", ["2024A", "2024", "2024 Regular Session", "2023-2024", "20232024"])
def test_a_law_is_its_bill_under_any_name_of_the_session(session: str):
    law = known_cases()[0].laws[0]
    assert law.is_bill(bill("CO", session, "SB 205"))
    assert not law.is_bill(bill("CO", "2026A", "SB 205"))
    assert not law.is_bill(bill("CO", "74", "SB 205"))
    assert not law.is_bill(bill("CT", session, "SB 205"))
    assert not law.is_bill(bill("CO", session, "HB 205"))


def test_a_disputed_or_denied_fact_sets_nothing():
    more = '      - {day: "2026-05-01", text: It is told twice., evidence: secondary, source: two, disputed: true}\n'
    (case,) = cases_from_text(HEAD + CASE + more)
    assert law_status(case, case.laws[0]).sets is LawStatus.CHALLENGED  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (("sets: challenged", "disputed: true, sets: enjoined"), "cases.sample-v-officer"),
        (("sets: challenged", "disputed: true"), "cases.sample-v-officer"),
        (("sets: challenged", "sets: enjoined, laws: [CO SB 1 (2026)]"), "cases.sample-v-officer"),
        (('day: "2026-04-09"', 'day: "2026-10-11"'), "cases.sample-v-officer"),
        (('day: "2026-04-09"', 'day: "2026-02-30"'), "cases.0.facts.0.day"),
        (("sets: challenged", "sets: preempted"), "cases.0.facts.0.sets"),
        (("jurisdiction: CO", "jurisdiction: ZZ"), "cases.0.laws.0.jurisdiction"),
        (("bill: SB 9901", "bill: nothing"), "cases.0.laws.0.bill"),
        (("1:26-cv-99999", "26-99999 or so"), "cases.0.docket_number"),
        (("caption:", "captoin:"), "cases.0.caption"),
    ],
)
def test_a_wrong_file_is_refused(change: tuple[str, str], field: str):
    with pytest.raises(WatchDataError) as caught:
        cases_from_text(HEAD + CASE.replace(*change))
    assert caught.value.field == field


def test_a_case_twice_and_facts_out_of_order_are_refused():
    earlier = '      - {day: "2026-04-01", text: It is earlier., evidence: secondary, source: a sample}\n'
    for text in (HEAD + CASE + CASE, HEAD + CASE + earlier):
        with pytest.raises(WatchDataError):
            cases_from_text(text)
