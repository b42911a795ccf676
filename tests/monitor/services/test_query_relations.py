"""Links between bills, from both of their ends, and chains of heirs. All bills are made up."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console

from monitor.cli import cli
from monitor.model.bill import BillKey, BillRecord, RelatedBill
from monitor.model.relation import Relation
from monitor.services.find_bill import find_bill
from monitor.services.query_relations import BillRelations, bill_relations
from monitor.show_relations import print_relations
from monitor.store.engine import Store
from monitor.store.tables import BillRow, RelatedBillRow
from tests.ingesting import Ingest
from tests.records import bill


@pytest.fixture
def ingest(store: Store, tmp_path: Path) -> Ingest:
    return Ingest(store, tmp_path)


def link(relation: Relation, identifier: str, session: str = "", native: str = "") -> RelatedBill:
    return RelatedBill(session=session, identifier=identifier, relation=relation, native=native)


def of(name: str, session: str, *related: RelatedBill, aliases: tuple[str, ...] = (), **changes: object) -> BillRecord:
    code, identifier = name.split(" ", 1)
    key = BillKey(jurisdiction=code, session=session, identifier=identifier)
    return bill(key=key, related=related, aliases=aliases, **changes)


FIRST = of("CO SB 205", "2024A", title="A first act on automated care")
SECOND = of("CO SB 4", "2025B", link(Relation.AMENDS, "SB 205", "2024A"), title="Its dates are moved")
THIRD = of("CO SB 189", "2026A", link(Relation.REPEALS_AND_REENACTS, "SB 205", "2024A"), title="Another in its place")


def relations(store: Store, name: str) -> BillRelations:
    with store.read() as session:
        return bill_relations(session, find_bill(session, name).id)


def links(store: Store, name: str) -> list[tuple[str, str, bool, str]]:
    return [
        (one.relation.value, f"{one.other.session} {one.other.identifier}".strip(), one.other.stored, one.said_by)
        for one in relations(store, name).links
    ]


def page(found: BillRelations) -> str:
    out = StringIO()
    print_relations(found, Console(file=out, width=200))
    return out.getvalue()


def test_a_link_is_seen_from_both_of_its_ends(ingest: Ingest, store: Store):
    ingest(of("MN HF 1", "2025-2026", link(Relation.COMPANION, "SF 1", "2025-2026")))
    assert links(store, "MN HF 1") == [("companion", "2025-2026 SF 1", False, "this")]
    assert "Companion: MN SF 1 (2025-2026): not stored" in page(relations(store, "MN HF 1"))
    ingest(of("MN SF 1", "2025-2026"))
    assert links(store, "MN HF 1") == [("companion", "2025-2026 SF 1", True, "this")]
    assert links(store, "MN SF 1") == [("companion", "2025-2026 HF 1", True, "other")]
    ingest(of("MN SF 1", "2025-2026", link(Relation.COMPANION, "HF 1", "2025-2026")))
    assert [by for *_, by in links(store, "MN SF 1")] == ["both"]
    assert relations(store, "MN SF 1").chain == (), "companions are no heirs"


@pytest.mark.parametrize("turned", [False, True])
def test_the_whole_chain_shows_on_each_of_its_bills(ingest: Ingest, store: Store, turned: bool):
    every = (FIRST, SECOND, replace(THIRD, related=(*THIRD.related, link(Relation.REPLACES, "SB 4", "2025B"))))
    for record in every[::-1] if turned else every:
        ingest(record)
    chains = {name: relations(store, name).chain for name in ("CO SB 205", "CO SB 4", "CO SB 189")}
    assert {tuple(one.identifier for one in chain) for chain in chains.values()} == {("SB 205", "SB 4", "SB 189")}
    assert links(store, "CO SB 205") == [
        ("amended_by", "2025B SB 4", True, "other"),
        ("repealed_and_reenacted_by", "2026A SB 189", True, "other"),
    ]
    found = relations(store, "CO SB 205")
    assert [(one.later.identifier, one.relation.value, one.earlier.identifier) for one in found.chain_links] == [
        ("SB 4", "amends", "SB 205"),
        ("SB 189", "repeals_and_reenacts", "SB 205"),
        ("SB 189", "replaces", "SB 4"),
    ]
    assert (found.circular, found.cut) == (False, False)
    said = found.as_json()
    assert [one["relation"] for one in said["relations"]] == ["amended_by", "repealed_and_reenacted_by"]
    assert [one["session"] for one in said["chain"]["bills"]] == ["2024A", "2025B", "2026A"]
    assert "repeals and reenacts CO SB 205 (2024A)" in page(found)


def test_an_id_of_the_source_tells_which_bill_is_meant(ingest: Ingest, store: Store):
    ingest(of("VA SB 7", "2026", aliases=("legiscan:11",)))
    ingest(of("VA SB 7", "2025", aliases=("legiscan:10",)))
    ingest(of("VA SB 7", "2027", link(Relation.CARRIED_OVER, "SB 7", native="legiscan:11"), aliases=("legiscan:12",)))
    assert links(store, "VA SB 7 2027") == [("carried_over_from", "2026 SB 7", True, "this")], "by the years"
    assert links(store, "VA SB 7 2026") == [("carried_over_to", "2027 SB 7", True, "other")]
    assert links(store, "VA SB 7 2025") == [], "numbers repeat"
    ingest(of("VA SB 7", "2026", link(Relation.CARRIED_OVER, "SB 7", native="legiscan:12"), aliases=("legiscan:11",)))
    assert links(store, "VA SB 7 2026") == [("carried_over_to", "2027 SB 7", True, "both")], "both say it"
    assert [one.session for one in relations(store, "VA SB 7 2026").chain] == ["2026", "2027"]


def test_without_a_session_and_an_id_nobody_is_meant(ingest: Ingest, store: Store):
    ingest(of("VA SB 7", "2026"))
    ingest(of("VA SB 8", "2026", link(Relation.SIMILAR_TO, "SB 7")))
    assert links(store, "VA SB 8") == [("similar_to", "SB 7", False, "this")]
    assert links(store, "VA SB 7") == []
    assert "session not told" in page(relations(store, "VA SB 8"))


def test_other_states_have_the_same_numbers(ingest: Ingest, store: Store):
    ingest(of("WA SB 1", "2025-2026"))
    ingest(of("WI SB 2", "2025-2026", link(Relation.COMPANION, "SB 1", "2025-2026")))
    assert links(store, "WA SB 1") == []


def test_a_bill_under_a_new_number_keeps_its_links(ingest: Ingest, store: Store):
    ingest(of("MT LC 9", "2027", aliases=("legiscan:5",)))
    ingest(of("MT SB 2", "2027", link(Relation.COMPANION, "LC 9", "2027")))
    ingest(of("MT HB 3", "2027", aliases=("legiscan:5",)))
    assert links(store, "MT HB 3") == [("companion", "2027 SB 2", True, "other")]
    assert links(store, "MT SB 2") == [("companion", "2027 HB 3", True, "this")]


def test_circles_and_links_to_oneself_do_not_hang(ingest: Ingest, store: Store):
    names = ["HB 1", "HB 2", "HB 3"]
    for place, name in enumerate(names):
        heir = link(Relation.REPLACED_BY, names[(place + 1) % 3], "2026")
        ingest(of(f"UT {name}", "2026", heir, link(Relation.REPLACES, name, "2026")))
    found = relations(store, "UT HB 1")
    assert found.circular
    assert [one.identifier for one in found.chain] == names
    assert "in a circle" in page(found)
    assert {one.other.identifier for one in found.links} == {"HB 2", "HB 3"}


def test_a_chain_that_is_too_long_is_cut(ingest: Ingest, store: Store):
    with store.write() as session:
        ids = []
        for number in range(260):
            row = BillRow(
                jurisdiction="UT",
                session="2026",
                identifier=f"HB {number}",
                chamber="lower",
                classification=["bill"],
                title="A sample",
                abstract="",
                subjects=[],
                status="introduced",
                last_action="",
                source="sample",
                source_url="",
                content_hash="",
                first_seen_at=ingest.now,
                changed_at=ingest.now,
            )
            session.add(row)
            session.flush()
            ids.append(row.id)
        session.add_all(
            RelatedBillRow(bill_id=id_, session="2026", identifier=f"HB {place + 1}", relation="replaced_by", native="")
            for place, id_ in enumerate(ids[:-1])
        )
    found = relations(store, "UT HB 130")
    assert found.cut
    assert 190 <= len(found.chain) <= 202
    assert "longer than what is shown" in page(found)


def test_events_say_what_kind_of_link_came(ingest: Ingest):
    record = of("WA HB 9901", "2025-2026")
    ingest(record)
    ingest.go_live()
    more = (
        *(link(Relation.SAME_AS, "SB 1", "2025-2026"), link(Relation.REPLACED_BY, "SB 2", "2025-2026")),
        *(link(Relation.CARRIED_OVER_FROM, "HB 1", "2023-2024"), link(Relation.SIMILAR_TO, "HB 7")),
    )
    told = ingest.told(replace(record, related=more))
    kinds = ["companion.linked", "bill.substituted_by", "bill.carried_over", "related.added"]
    assert [kind for kind, _, _ in told] == kinds
    assert told[2][2] == {"session": "2023-2024", "identifier": "HB 1", "relation": "carried_over_from"}
    assert ingest.told(replace(record, related=more[::-1], title="Once more"))[0][0] == "title.changed"


def test_a_bill_that_is_carried_over_is_told_when_it_comes(ingest: Ingest):
    ingest.go_live()
    told = ingest.told(of("WA HB 1", "2025-2026", link(Relation.CARRIED_OVER_FROM, "HB 1", "2024"), versions=()))
    assert [kind for kind, _, _ in told] == ["session.new", "bill.new", "bill.carried_over"]


def test_the_command_shows_them_in_words_and_as_json(ingest: Ingest, store: Store, tmp_path: Path):
    for record in (FIRST, SECOND, THIRD):
        ingest(record)
    environment = {"PREEMPT_DATABASE_URL": store.address, "PREEMPT_DATA_DIR": str(tmp_path), "COLUMNS": "200"}

    def run(*more: str) -> str:
        asked = ["findings", "--bill", "CO SB 205", *more]
        return CliRunner(env=environment).invoke(cli, asked, standalone_mode=False).stdout

    assert "Amended by: CO SB 4 (2025B): Its dates are moved" in run()
    assert "The chain that it stands in, oldest first:" in run()
    said = json.loads(run("--json"))
    assert [one["relation"] for one in said["relations"]] == ["amended_by", "repealed_and_reenacted_by"]
    assert [one["identifier"] for one in said["chain"]["bills"]] == ["SB 205", "SB 4", "SB 189"]
    assert said["quarantine"] == ""
