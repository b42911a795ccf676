"""Each way in which a source fails, as a client sees it; without a fault the answers are good again."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from crawlers.samples.faults import FAULTS, VICTIM, FaultError, fault_named
from crawlers.samples.legiscan_documents import doc_id
from crawlers.samples.server import SampleServer, sample_server
from tests.crawlers.samples.asking import get, legiscan, openstates, rows

WASHINGTON = ("jurisdiction", "wa")


@pytest.fixture
def server() -> Iterator[SampleServer]:
    with sample_server() as server:
        yield server
        assert server.errors == []


def bill_of(server: SampleServer, state: str, number: str = "HB9901") -> dict[str, Any]:
    """A bill, by what the list says."""
    row = next(row for row in rows(legiscan(server, "getMasterListRaw", state=state)) if row["number"] == number)
    return legiscan(server, "getBill", id=row["bill_id"])


def listed(server: SampleServer) -> tuple[int, int, int]:
    """How many entries a master list, a raw search and a page of Open States have."""
    found = legiscan(server, "getSearchRaw", state="WA", query="bill OR act OR section")["searchresult"]["results"]
    return (
        len(rows(legiscan(server, "getMasterListRaw", state="WA"))),
        len(found),
        len(openstates(server, "bills", WASHINGTON).json["results"]),
    )


def test_names_are_known_and_may_have_a_number():
    assert fault_named("unavailable:2").left == 2
    assert fault_named("waf-page").left is None
    assert fault_named("legiscan/unavailable:2").provider == "legiscan"
    for wrong, message in (
        ("nonsense", "there are stale-page, waf-page"),
        ("unavailable:x", "how often, a number"),
        ("nobody/unavailable", "there are legiscan, openstates"),
    ):
        with pytest.raises(FaultError, match=message):
            fault_named(wrong)
    with pytest.raises(FaultError), sample_server(faults=["nonsense"]):
        pass


@pytest.mark.parametrize("name", [name for name, mode in FAULTS.items() if not mode.seconds])
def test_every_fault_spoils_something_and_can_be_lifted(server: SampleServer, name: str):
    server.day = 2
    good = _sight(server)
    server.use(name)
    assert _sight(server) != good
    server.use()
    assert _sight(server) == good


def _sight(server: SampleServer) -> list[object]:
    """What a client sees of each kind of answer."""
    victim = next(bill for bill in server.world.bills if bill.key == VICTIM)
    text = next(bill for bill in server.world.bills if bill.key == "CT 2026 HB 9901").texts[0]
    addresses = [
        f"{server.legiscan}?key=k&op=getSessionList&state=CO",
        f"{server.legiscan}?key=k&op=getMasterListRaw&state=CO",
        f"{server.legiscan}?key=k&op=getMasterList&state=CO",
        f"{server.legiscan}?key=k&op=getBill&id={victim.id}",
        f"{server.legiscan}?key=k&op=getBillText&id={_first_text(server)}",
        f"{server.openstates}/bills?jurisdiction=co&apikey=k&include=sponsorships&include=actions",
        f"{server.archive}/co-legislation.tar.gz",
        f"{server.base}/documents/{text.address}{text.ending}",
    ]
    seen: list[object] = []
    for address in addresses:
        try:
            got = get(address)
            seen.append((got.status, got.body))
        except OSError as error:
            seen.append(type(error))
        except Exception as error:  # noqa: BLE001 - a connection that ends half way
            seen.append(type(error))
    return seen


def _first_text(server: SampleServer) -> object:
    bill = next(bill for bill in server.world.bills if bill.key == "CT 2026 HB 9901")
    return doc_id(bill, bill.texts[0])


def test_a_stale_page_lists_yesterday(server: SampleServer):
    before = legiscan(server, "getMasterListRaw", state="WV")
    server.day = 2
    assert legiscan(server, "getMasterListRaw", state="WV") != before
    server.use("stale-page")
    assert legiscan(server, "getMasterListRaw", state="WV") == before


def test_a_firewall_answers_for_the_source_but_robots_are_told(server: SampleServer):
    server.use("waf-page")
    for address in (f"{server.legiscan}?key=k&op=getSessionList", f"{server.archive}/wa-legislation.tar.gz"):
        got = get(address)
        assert (got.status, got.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
        assert b"Request Rejected" in got.body
        assert b"support ID" in got.body
    assert get(f"{server.base}/robots.txt").body.startswith(b"User-agent: *")


def test_a_missing_text_is_a_page(server: SampleServer):
    entry = bill_of(server, "MD")["bill"]["texts"][0]
    assert entry["mime"] == "application/pdf"
    server.use("soft-404")
    got = get(f"{server.legiscan}?key=k&op=getBillText&id={entry['doc_id']}")
    assert (got.status, got.body[:15]) == (200, b"<!DOCTYPE html>")
    assert bill_of(server, "MD")["status"] == "OK", "only texts are missing"


def test_lists_are_empty_cut_or_double(server: SampleServer):
    whole = listed(server)
    assert min(whole) > 3
    server.use("empty-list")
    assert listed(server) == (0, 0, 0)
    assert openstates(server, "bills", WASHINGTON).json["pagination"]["total_items"] == 0
    server.use("capped-list")
    assert listed(server) == (3, 3, 3)
    assert openstates(server, "bills", WASHINGTON).json["pagination"]["total_items"] == 3
    server.use("duplicates")
    assert listed(server) == tuple(count + 1 for count in whole)
    found = rows(legiscan(server, "getMasterListRaw", state="WA"))
    assert found[0]["bill_id"] == found[-1]["bill_id"]
    assert found[0]["change_hash"] != found[-1]["change_hash"]


def test_a_transient_empty_page_is_full_when_it_is_asked_for_again(server: SampleServer):
    server.use("transient-empty-page")
    empty = openstates(server, "bills", WASHINGTON, ("per_page", 2), ("page", 2)).json
    assert empty["results"] == []
    assert empty["pagination"]["total_items"] > 2, "it does not say that it is the end"
    assert len(openstates(server, "bills", WASHINGTON, ("per_page", 2), ("page", 2)).json["results"]) == 2
    assert [len(rows(legiscan(server, "getMasterListRaw", state="WA"))) for _ in range(2)] == [0, 5]


def test_bodies_that_are_no_json(server: SampleServer):
    server.use("empty-body")
    assert get(f"{server.legiscan}?key=k&op=getSessionList").body == b""
    server.use("undecodable-body")
    body = get(f"{server.legiscan}?key=k&op=getSessionList").body
    with pytest.raises(ValueError, match="decode"):
        json.loads(body)
    server.use("error-in-body")
    assert legiscan(server, "getSessionList") == {"errors": [{"message": "Unexpected field"}], "data": None}


def test_a_hash_that_is_not_that_of_the_bytes(server: SampleServer):
    entry = bill_of(server, "WA")["bill"]["texts"][0]
    server.use("wrong-md5")
    text = legiscan(server, "getBillText", id=entry["doc_id"])["text"]
    assert hashlib.md5(base64.b64decode(text["doc"])).hexdigest() != text["text_hash"]


@pytest.mark.parametrize(
    ("name", "status", "after"),
    [("unavailable", 503, "1"), ("too-many-requests", 429, "1"), ("forbidden", 403, None), ("server-error", 500, None)],
)
def test_statuses_that_refuse(server: SampleServer, name: str, status: int, after: str | None):
    server.use(f"{name}:2")
    got = [get(f"{server.legiscan}?key=k&op=getSessionList") for _ in range(3)]
    assert [answer.status for answer in got] == [status, status, 200]
    assert got[0].headers.get("Retry-After") == after


def test_the_quota_is_used_up_in_each_provider_s_words(server: SampleServer):
    server.use("quota-used-up")
    answer = legiscan(server, "getSessionList")
    assert answer["status"] == "ERROR"
    assert "limit reached" in answer["alert"]["message"]
    got = openstates(server, "bills", WASHINGTON)
    assert (got.status, got.json) == (429, {"detail": "exceeded limit of 250/day: 251"})


def test_a_quota_of_so_many_queries():
    with sample_server(quota=2) as server:
        answers = [legiscan(server, "getSessionList")["status"] for _ in range(3)]
        assert answers == ["OK", "OK", "ERROR"]


def test_one_bill_alone_fails(server: SampleServer):
    server.use("bill-error")
    assert bill_of(server, "CO")["status"] == "ERROR"
    assert bill_of(server, "WA")["status"] == "OK"
    found = openstates(server, "bills", ("jurisdiction", "co")).json["results"]
    assert sum(bill["title"] is None for bill in found) == 1
    assert openstates(server, "bills/co/2026A/HB%209901").status == 500
    assert openstates(server, "bills/co/2026A/HB%209903").status == 200


def test_a_session_that_nobody_has_heard_of(server: SampleServer):
    server.use("unknown-session")
    sessions = legiscan(server, "getSessionList", state="CO")["sessions"]
    assert [session["session_name"] for session in sessions][:1] == ["2026 9th Special Session"]
    entry = openstates(server, "jurisdictions/co", ("include", "legislative_sessions")).json
    assert entry["legislative_sessions"][0]["identifier"] == "2026S9"


def test_fields_that_vanish(server: SampleServer):
    server.use("no-sponsors")
    assert bill_of(server, "WA")["bill"]["sponsors"] == []
    server.use("no-actions")
    assert bill_of(server, "WA")["bill"]["history"] == []
    server.use("renamed-field")
    assert "title" not in bill_of(server, "WA")["bill"]


def test_a_slow_answer_comes_late_and_never_holds_up_the_end(server: SampleServer):
    server.use("no-answer:1")
    asking = threading.Thread(
        target=_ask_and_forget, args=(f"{server.base}/openstates/bills?q=x&apikey=k",), daemon=True
    )
    asking.start()
    while not server.waiting:
        time.sleep(0.01)
    started = time.monotonic()
    assert get(f"{server.base}/robots.txt").status == 200, "others are answered meanwhile"
    server.stop()
    asking.join(10)
    assert not asking.is_alive()
    assert time.monotonic() - started < 5


def _ask_and_forget(address: str) -> None:
    try:
        get(address)
    except Exception:  # noqa: BLE001 - the server ended
        return


def test_faults_act_in_their_order_and_one_at_a_time(server: SampleServer):
    server.use("unavailable:1", "too-many-requests:1")
    statuses = [get(f"{server.legiscan}?key=k&op=getSessionList").status for _ in range(3)]
    assert statuses == [503, 429, 200]


def test_a_fault_of_one_provider_leaves_the_others_well(server: SampleServer):
    server.use("legiscan/unavailable")
    assert get(f"{server.legiscan}?key=k&op=getSessionList").status == 503
    assert openstates(server, "bills", WASHINGTON).status == 200
    assert get(f"{server.archive}/wy-legislation.tar.gz").status == 200
