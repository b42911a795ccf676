"""co-legislature: what its pages say; samples are fictional, in both layouts that the site has had since 2025."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlencode

import pytest

from crawlers.errors import AnswerError, MalformedBillError
from crawlers.parsing.co_legislature import parse_bill, parse_list
from crawlers.parsing.html_page import HtmlPage
from crawlers.parsing.pages import Ask
from crawlers.spiders.co_legislature import CoLegislatureSpider
from monitor.model.bill import BillKey, BillRecord, BillStatus, Chamber, RelatedBill, VersionStage
from monitor.model.relation import Relation
from monitor.model.status import derive_status
from tests.crawlers.rehearsal import Command, Rehearsed, owed, sample
from tests.crawlers.site import Site, a_site, html
from tests.crawlers.web import Handler, status

FIXTURES = Path(__file__).parent / "fixtures" / "co-legislature"
REGULAR, SPECIAL = "2026 Regular Session", "2026 First Extraordinary Session"
LISTS = {(REGULAR, "1"): "list-1.html", (REGULAR, "2"): "list-2.html", (SPECIAL, "1"): "list-special.html"}


def listed(name: str, session: str = "", number: int = 1, *, without: str = "") -> HtmlPage:
    """A page of a list; its form is part of its address, as the platform keeps it."""
    document = sample(FIXTURES / name)
    if without:
        document = replace(document, body=document.body.replace(without.encode(), b""))
    form = f"#{urlencode({'sessions[]': session, 'page': number})}" if session else ""
    document = replace(document, url=f"https://leg.colorado.example/bills/bill-search{form}")
    return HtmlPage.read(document, source="co-legislature")


def bill(name: str, identifier: str) -> BillRecord:
    page = CoLegislatureSpider().read_bill(sample(FIXTURES / name))
    return parse_bill(page, owed(BillKey(jurisdiction="CO", session="2026A", identifier=identifier)))


def test_the_form_names_the_sessions():
    found = parse_list(listed("search.html"))
    forms = [dict(ask.form) for ask in found.more if isinstance(ask, Ask)]
    assert [form["sessions[]"] for form in forms] == [SPECIAL, REGULAR], "those of the newest year"
    assert {form["page"] for form in forms} == {"1"}


def test_a_page_of_a_list():
    found = parse_list(listed("list-1.html", REGULAR))
    assert [(one.session, one.identifier, one.native_id) for one in found.entries] == [
        ("2026A", "HB 9901", "/bills/HB26-9901"),
        ("2026A", "HB 9902", "/bills/HB26-9902"),
    ]
    assert found.total == 3
    (following,) = found.more
    assert isinstance(following, Ask)
    assert dict(following.form)["page"] == "2"
    assert "artificial intelligence" in found.said["/bills/HB26-9901"]["title"]
    last = parse_list(listed("list-2.html", REGULAR, 2))
    assert last.more == ()
    special = parse_list(listed("list-special.html", SPECIAL))
    assert [(one.session, one.identifier) for one in special.entries] == [("2026B", "HB 9001")]
    assert special.more == (), "a list of one page has no buttons"


def test_a_mark_moves_with_the_last_action():
    before, after = (
        parse_list(listed("list-1.html", REGULAR, without=without)).entries[0].mark
        for without in ("", "Governor Signed")
    )
    assert before != after


@pytest.mark.parametrize(
    ("name", "session", "without"),
    [
        ("search.html", "", "sessions[]"),
        ("list-1.html", REGULAR, "all-bills-data-heading"),
        ("list-1.html", REGULAR, "LAST ACTION:"),
    ],
)
def test_another_layout_is_no_empty_list(name: str, session: str, without: str):
    with pytest.raises(AnswerError, match="the page has no"):
        parse_list(listed(name, session, without=without))


def test_a_list_that_says_that_it_is_empty():
    body = b"<html><body><div>Showing 0 - 0 of 0</div></body></html>"
    page = HtmlPage.read(replace(listed("list-1.html", REGULAR).document, body=body), source="x")
    assert (parse_list(page).entries, parse_list(page).total) == ((), 0)


def test_a_page_of_a_bill():
    record = bill("HB26-9901.html", "HB 9901")
    assert record.key == BillKey(jurisdiction="CO", session="2026A", identifier="HB 9901")
    assert record.title == "Sample Automated Decisions"
    assert record.abstract.startswith("Concerning consumer protections")
    assert record.subjects == ("Telecommunications & Information Technology",)
    assert record.aliases == ("HB26-9901",)
    assert record.related == (RelatedBill(session="2024A", identifier="SB 9905", relation=Relation.AMENDS),)
    assert [(one.name, one.role) for one in record.sponsors] == [
        ("P. Sample", "primary"),
        ("K. Example", "primary"),
        ("L. Specimen", "cosponsor"),
    ]
    first, undated, *_, last = record.actions
    assert (first.on, first.chamber) == (date(2026, 1, 20), Chamber.LOWER)
    assert (undated.on, undated.text) == (None, "A sample step without a day")
    assert (last.on, last.chamber, last.text) == (date(2026, 5, 20), Chamber.EXECUTIVE, "Governor Signed")
    along = [derive_status(record.actions[:n], classification=("bill",), jurisdiction="CO")[0] for n in range(1, 9)]
    assert along[0] is BillStatus.INTRODUCED
    assert along[2:] == [
        BillStatus.IN_COMMITTEE,
        BillStatus.PASSED_ONE_CHAMBER,
        BillStatus.PASSED_LEGISLATURE,
        BillStatus.PASSED_LEGISLATURE,
        BillStatus.TO_GOVERNOR,
        BillStatus.ENACTED,
    ]


def test_fiscal_notes_are_papers_about_it_and_texts_are_in_order():
    record = bill("HB26-9901.html", "HB 9901")
    assert [(one.note, one.stage) for one in record.versions] == [
        ("Fiscal Note 1", VersionStage.COMPARISON),
        ("Fiscal Note 2", VersionStage.COMPARISON),
        ("Introduced", VersionStage.INTRODUCED),
        ("Reengrossed", VersionStage.ENGROSSED),
        ("Final Act", VersionStage.ENROLLED),
        ("Signed Act", VersionStage.CHAPTERED),
    ]
    assert record.versions[2].url == "https://legislature.example/bill_files/9901/download"
    assert record.versions[2].published_on == date(2026, 1, 20)


def test_the_layout_of_2026():
    record = bill("SB26-099.html", "SB 99")
    assert record.key.identifier == "SB 99"
    assert (len(record.actions), len(record.versions)) == (1, 1)
    assert [one.name for one in record.sponsors] == ["K. Example"]
    assert record.abstract.endswith("The bill requires sample labels.")


def test_what_is_no_bill():
    with pytest.raises(AnswerError, match=r"the page has no span\.bill-detail"):
        bill("text.html", "HB 1")
    body = b"<html><body><span class=bill-detail-bill-number-tag>soon</span></body></html>"
    page = HtmlPage.read(sample(FIXTURES / "text.html", body=body), source="x")
    with pytest.raises(MalformedBillError):
        parse_bill(page, owed(BillKey(jurisdiction="CO", session="2026A", identifier="HB 1")))


def search(handler: Handler) -> None:
    """The form, or the list that it asks for."""
    asked = parse_qs(handler.rfile.read(int(handler.headers.get("Content-Length") or 0)).decode())
    name = LISTS[asked["sessions[]"][0], asked["page"][0]] if asked else "search.html"
    html((FIXTURES / name).read_bytes())(handler)


def crawl(command: Command, site: Site) -> Rehearsed:
    return command.crawl(CoLegislatureSpider.name, site)


def fill(site: Site) -> None:
    """Put the samples on a site."""
    text = html((FIXTURES / "text.html").read_bytes())
    site.page("/bills/bill-search", search)
    for number in ("HB26-9901", "SB26-099"):
        site.page(f"/bills/{number}", html((FIXTURES / f"{number}.html").read_bytes()))
    for file in (9901, 9902, 9903, 9904, 9910):
        site.page(f"/bill_files/{file}/download", text)
    site.page("/fiscal_notes/9905/download", text)
    site.page("/fiscal_notes/9906/download", status(404))


def test_a_crawl_and_the_next_one(tmp_path: Path):
    with a_site() as site:
        fill(site)
        command = Command(tmp_path)
        first = crawl(command, site)
        assert (first.record["state"], first.record["new"]) == ("ok", 2), first.said
        assert first.asked[:4] == ["/bills/bill-search"] * 4, "the form, then three pages of two lists"
        bills = [path for path in first.asked if path.startswith("/bills/") and path != "/bills/bill-search"]
        assert bills == ["/bills/HB26-9901", "/bills/SB26-099"], "what the list says not to be about AI is passed over"
        assert first.record["errors"] == 1, "one fiscal note is gone"
        second = crawl(command, site)
        assert (second.record["state"], second.record["listed"]) == ("ok", 0)
        assert second.asked == ["/bills/bill-search"] * 4, "what did not move is not asked for again"

        def moved(handler: Handler) -> None:
            """The bill is listed under other words, which do not speak of AI."""
            asked = parse_qs(handler.rfile.read(int(handler.headers.get("Content-Length") or 0)).decode())
            body = (
                FIXTURES / (LISTS[asked["sessions[]"][0], asked["page"][0]] if asked else "search.html")
            ).read_bytes()
            html(body.replace(b"artificial intelligence", b"sample"))(handler)

        site.page("/bills/bill-search", moved)
        third = crawl(command, site)
        assert "/bills/HB26-9901" in third.asked, "a bill that is followed is read whatever the list says of it"
        assert "/bills/HB26-9902" not in third.asked


def test_a_check_looks_at_any_bill(tmp_path: Path):
    """Whether the page of a bill can be read is asked even where the first page of the list has none about AI."""

    def other(handler: Handler) -> None:
        handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        name = "list-special.html" if handler.command == "POST" else "search.html"
        html((FIXTURES / name).read_bytes())(handler)

    page = (FIXTURES / "SB26-099.html").read_bytes().replace(b"SB26-099", b"HB26B-9001")
    with a_site() as site:
        site.page("/bills/bill-search", other)
        site.page("/bills/HB26B-9001", html(page.replace(b"artificial intelligence", b"sample")))
        done = Command(tmp_path)("crawl", "check", CoLegislatureSpider.name, "--base-url", site.url("/"))
    assert "CO HB 9001 (2026B)" in done.stdout, done.stdout + done.stderr
