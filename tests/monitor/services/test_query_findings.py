from __future__ import annotations

from functools import partial

import pytest

from monitor.errors import ExitCode
from monitor.model.finding import Label, Relevance
from monitor.services.assess import Classifier, assess_pending
from monitor.services.bill_standing import BillStanding, Unread, load_standings
from monitor.services.find_bill import AmbiguousBillError, NoSuchBillError
from monitor.services.query_bill import query_bill
from monitor.services.query_findings import query_findings
from monitor.store.engine import Store
from tests.judging import MOMENT, POSITIONS, add_bill, add_version, judge

DUTY = "AI\nconflict compelled-disclosure 4: A developer shall file a report on each known risk.\n"
NOTICE = "AI\npotential compelled-disclosure 2: A deployer shall tell each consumer about it.\n"
CHILD = "AI\nexempt compelled-disclosure 1: An operator shall remind each minor that it is a machine.\n"
QUIET = "AI\nThe department shall study the matter."


def run(store: Store) -> None:
    classifier = Classifier(judge=partial(judge, release="c1"), positions=POSITIONS, release="c1", program="0")
    assess_pending(store, classifier, clock=lambda: MOMENT)


def standing(store: Store, bill: int) -> BillStanding:
    with store.read() as session:
        (found,) = load_standings(session, bill_ids=[bill])
    return found


@pytest.fixture
def filled(store: Store) -> Store:
    """Washington and Utah with one bill of each kind."""
    for number, texts in enumerate(
        ([DUTY], [NOTICE], [CHILD], [QUIET], ["Bridges."], [], [""], ["RAISE"], [DUTY, "RAISE"], [QUIET, ""]), 1
    ):
        bill = add_bill(store, f"WA HB {number}")
        for text in texts:
            add_version(store, bill, text)
    add_version(store, add_bill(store, "UT HB 1"), DUTY + NOTICE.replace("compelled-disclosure", "truthful-outputs"))
    add_version(store, add_bill(store, "US HR 1"), DUTY)
    run(store)
    add_version(store, add_bill(store, "UT HB 2"), DUTY)
    return store


def test_every_bill_is_counted_once_and_unknown_is_never_none(filled: Store):
    table = query_findings(filled)
    washington = next(line for line in table.lines if line.jurisdiction == "WA")
    assert {label.value: count for label, count in washington.labels.items()} == {
        "conflict": 2,
        "potential": 1,
        "exempt": 1,
        "aligned": 0,
        "none": 2,
    }
    assert washington.unknown == 4
    assert washington.unknown_reasons == {"judgement failed": 1, "no published text": 1, "no text": 2}
    assert (washington.bills, washington.judged, washington.ai_bills, washington.newest_unread) == (10, 7, 6, 2)
    for line in (*table.lines, table.total):
        assert sum(line.labels.values()) + line.unknown + line.not_measured == line.bills


def test_bills_of_the_congress_are_not_measured(filled: Store):
    congress = next(line for line in query_findings(filled).lines if line.jurisdiction == "US")
    assert (congress.bills, congress.judged, congress.ai_bills, congress.not_measured, congress.unknown) == (
        1,
        1,
        1,
        1,
        0,
    )
    assert sum(congress.labels.values()) == 0


def test_positions_are_counted_by_the_strongest_label(filled: Store):
    table = query_findings(filled)
    assert [head.id for head in table.positions] == ["compelled-disclosure", "frontier-voluntary", "truthful-outputs"]
    assert table.total.positions["compelled-disclosure"] == {
        Label.CONFLICT: 3,
        Label.POTENTIAL: 1,
        Label.EXEMPT: 1,
        Label.ALIGNED: 0,
    }
    assert table.total.positions["truthful-outputs"][Label.POTENTIAL] == 1


def test_filters_narrow_rows_columns_and_the_list(filled: Store):
    table = query_findings(filled, jurisdictions=["UT"], positions=["truthful-outputs"], labels=[Label.POTENTIAL])
    assert [line.jurisdiction for line in table.lines] == ["UT"]
    assert [head.id for head in table.positions] == ["truthful-outputs"]
    assert table.total.positions == {"truthful-outputs": {Label.POTENTIAL: 1}}
    assert [bill.key.identifier for bill in table.bills] == ["HB 1"]
    assert table.total.unknown_reasons == {"not judged yet": 1}


def test_an_empty_database_gives_an_empty_table(sqlite_store: Store):
    table = query_findings(sqlite_store)
    assert (table.lines, table.positions, table.total.bills) == ((), (), 0)


@pytest.mark.parametrize(
    ("texts", "quality", "newest", "label"),
    [
        ([], "", Unread.NO_VERSION, None),
        ([""], "missing", Unread.NO_TEXT, None),
        ([""], "unreadable", Unread.UNREADABLE, None),
        (["RAISE"], "", Unread.FAILED, None),
        ([QUIET], "", None, Label.NONE),
        ([QUIET, ""], "", Unread.NO_TEXT, None),
        ([DUTY, ""], "", Unread.NO_TEXT, Label.CONFLICT),
        ([CHILD, "RAISE"], "", Unread.FAILED, Label.EXEMPT),
    ],
)
def test_the_newest_text_decides_what_may_be_said(sqlite_store: Store, texts, quality, newest, label):
    bill = add_bill(sqlite_store, "WA HB 1")
    for text in texts:
        add_version(sqlite_store, bill, text, quality=quality if text == "" else "")
    run(sqlite_store)
    found = standing(sqlite_store, bill)
    assert (found.newest, found.label) == (newest, label)


def test_a_comparison_document_is_not_the_newest_text(sqlite_store: Store):
    bill = add_bill(sqlite_store, "WA HB 1")
    add_version(sqlite_store, bill, QUIET)
    add_version(sqlite_store, bill, "", stage="comparison")
    run(sqlite_store)
    assert (standing(sqlite_store, bill).newest, standing(sqlite_store, bill).relevance) == (None, Relevance.CORE)


def test_a_text_that_came_after_the_run_is_not_judged_yet(sqlite_store: Store):
    bill = add_bill(sqlite_store, "WA HB 1")
    add_version(sqlite_store, bill, QUIET)
    run(sqlite_store)
    add_version(sqlite_store, bill, DUTY)
    assert standing(sqlite_store, bill).newest is Unread.PENDING


def test_one_bill_shows_its_findings_with_exact_words(filled: Store):
    found = query_bill(filled, "ut hb1")
    assert [(f.label.value, f.position) for f in found.findings] == [
        ("conflict", "compelled-disclosure"),
        ("potential", "truthful-outputs"),
    ]
    first = found.findings[0]
    assert first.legal_force == "executive order; binds agencies, does not preempt"
    assert [(quote.role, quote.quote) for quote in first.quotes] == [
        ("operative", "A developer shall file a report on each known risk."),
        ("lead-in", "AI"),
    ]
    assert (found.version_note, found.trigger, first.second_theory) == ("text 0", "AI", "dormant commerce clause")


def test_a_bill_without_a_judgement_is_shown_as_unknown(filled: Store):
    found = query_bill(filled, "WA HB 7")
    assert (found.version_note, found.findings, found.standing.newest) == (None, (), Unread.NO_TEXT)


def test_a_number_of_two_sessions_needs_its_session(sqlite_store: Store):
    for name in ("2025-2026", "2027 Regular Session", "20271"):
        add_version(sqlite_store, add_bill(sqlite_store, "WA HB 1622", session_name=name), QUIET)
    with pytest.raises(AmbiguousBillError, match=r"2025-2026, 2027 Regular Session, 20271") as error:
        query_bill(sqlite_store, "WA HB 1622")
    assert error.value.exit_code == ExitCode.WRONG_USE
    for name in ("2025-2026", "2027 regular session", "20271"):
        assert query_bill(sqlite_store, f"WA HB 1622 {name}").standing.key.session.lower() == name
    assert query_bill(sqlite_store, "WA HB 1622 (2025-2026)").standing.key.session == "2025-2026"


@pytest.mark.parametrize("name", ["WA HB 2", "OR HB 1622", "nonsense", "", "WA", "WA HB 1622 1999"])
def test_an_unknown_bill_is_an_error_that_says_how_to_write_one(sqlite_store: Store, name: str):
    add_bill(sqlite_store, "WA HB 1622")
    with pytest.raises(NoSuchBillError, match="WA HB 1622"):
        query_bill(sqlite_store, name)
