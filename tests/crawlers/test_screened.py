"""Sources that are read in depth for bills on AI alone: what further pages, joined lists and followed bills cost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from monitor.store.engine import Store
from tests.crawlers import test_source_mn as mn
from tests.crawlers.rehearsal import Command, Rehearsed, serve
from tests.crawlers.site import Site, a_site
from tests.crawlers.test_source_wa import BETWEEN, BILLS, FIXTURES, HOSTS, LISTS, OF_AI, OTHER, SITE
from tests.crawlers.web import status

SPONSORS = next(path for path in OF_AI if "GetSponsors" in path)
STEPS = f"{BILLS}/GetLegislativeStatusChangesByDateRange?biennium=2025-26&{BETWEEN}"


class Washington(Command):
    def __init__(self, folder: Path, site: Site) -> None:
        self.site = site
        super().__init__(folder)
        serve(site, FIXTURES, SITE, hosts=HOSTS)

    def run(self, *options: str) -> Rehearsed:
        return self.crawl("wa", self.site, *options)

    def change(self, path: str, name: str, old: str, new: str) -> None:
        body = (FIXTURES / name).read_bytes().replace(old.encode(), new.encode())
        self.site.page(path, status(200, body, Content_Type="text/xml"))

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with Store(f"sqlite:///{self.data / 'preempt.db'}") as store, store.read() as session:
            return [tuple(row) for row in session.execute(sql(query))]


@pytest.fixture
def washington(tmp_path: Path) -> Iterator[Washington]:
    with a_site() as site:
        yield Washington(tmp_path, site)


def test_a_new_bill_without_a_further_page_is_stored_and_asked_for_again(washington: Washington):
    washington.site.page(SPONSORS, status(404))
    first = washington.run()
    assert (first.record["new"], first.record["error_kinds"]) == (1, {"not-found": 1}), first.said
    assert washington.rows("SELECT count(*) FROM action") == [(8,)], "all that came"
    serve(washington.site, FIXTURES, {SPONSORS: OF_AI[SPONSORS]})
    second = washington.run()
    assert (second.record["listed"], second.record["changed"], second.record["errors"]) == (1, 1, 0), second.said
    assert washington.rows("SELECT count(*) FROM sponsor") == [(2,)]


def test_a_stored_bill_loses_nothing_when_a_further_page_fails(washington: Washington):
    washington.run()
    washington.change(STEPS, "steps.xml", "Prefiled for introduction.", "First reading, referred to Samples.")
    washington.change(STEPS, "steps.xml", "Chapter 901, 2025 Laws.", "Effective date 7/27/2025.")
    washington.site.page(SPONSORS, status(404))
    second = washington.run()
    assert (second.record["changed"], second.record["error_kinds"]) == (0, {"not-found": 1}), second.said
    assert washington.rows("SELECT count(*) FROM sponsor") == [(2,)]


def test_joined_lists_move_nothing_when_one_of_them_did_not_come(washington: Washington):
    washington.run()
    washington.site.page(STEPS, status(404))
    second = washington.run()
    assert (second.record["listed"], second.record["state"]) == (0, "partial"), second.said
    serve(washington.site, FIXTURES, {STEPS: LISTS[STEPS]})
    assert washington.run().record["listed"] == 0


def test_what_is_about_something_else_is_not_kept_and_asked_for_when_it_moves(washington: Washington):
    washington.run()
    assert washington.rows("SELECT identifier FROM bill") == [("HB 1901",)]
    washington.change(STEPS, "steps.xml", "Prefiled for introduction.", "First reading, referred to Samples.")
    second = washington.run()
    assert second.asked[4:] == list(OTHER), second.said


def test_a_followed_bill_is_asked_for_whatever_its_list_says_of_it_now(tmp_path: Path):
    with a_site() as site:
        serve(site, mn.FIXTURES, mn.SITE)
        command = Command(tmp_path)
        assert command.crawl("mn", site).record["new"] == 1
        path = list(mn.LISTS)[1]
        body = (mn.FIXTURES / mn.LISTS[path]).read_bytes()
        renamed = body.replace(b"Artificial intelligence sample use by", b"Sample notices by")
        site.page(path, status(200, renamed, Content_Type="text/xml"))
        second = command.crawl("mn", site)
    bill = next(iter(mn.OF_AI))
    assert second.asked[len(mn.LISTS) :] == [bill, f"{bill}versions/1/"], "its newest text is looked at again"
