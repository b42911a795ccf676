"""The server itself: what it counts, where it listens, and that nothing it is asked can break it."""

from __future__ import annotations

import json
import socket
import ssl
import urllib.error
import urllib.request

import pytest
import trustme
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.samples.server import SampleServer, sample_server
from tests.crawlers.samples.asking import get, legiscan

OPERATIONS = (
    "getSessionList getMasterList getMasterListRaw getBill getBillText getAmendment getSupplement getRollCall "
    "getPerson getSearch getSearchRaw getDatasetList getDataset getDatasetRaw"
).split()


@pytest.fixture(scope="module")
def server():
    with sample_server(day=2) as server:
        yield server


def test_requests_are_counted_by_endpoint():
    with sample_server() as server:
        legiscan(server, "getSessionList")
        legiscan(server, "getbill", id=1)
        get(f"{server.openstates}/bills?jurisdiction=ut&apikey=k", User_Agent="Sample/1.0")
        get(f"{server.openstates}/bills/ut/2026/HB%209901?apikey=k")
        get(f"{server.base}/robots.txt")
        get(f"{server.base}/elsewhere")
        assert server.counts == {
            "legiscan getSessionList": 1,
            "legiscan getBill": 1,
            "openstates /bills": 1,
            "openstates /bills/…": 1,
            "robots.txt": 1,
            "other": 1,
        }
        third = server.requests[2]
        assert (third.endpoint, third.status, third.headers["user-agent"]) == ("openstates /bills", 200, "Sample/1.0")
        assert [request.at for request in server.requests] == sorted(request.at for request in server.requests)
        server.reset()
        assert (server.counts, len(server.requests)) == ({}, 0)


def test_it_listens_on_loopback_alone_and_frees_its_port():
    with sample_server() as server:
        host, port = server.server_address[:2]
        assert (host, str(server)) == ("127.0.0.1", f"http://127.0.0.1:{port}")
    with pytest.raises(OSError), socket.create_connection((host, port), timeout=1):
        pass


def test_robots_are_told_what_is_asked_of_them():
    with sample_server(crawl_delay=2.5) as server:
        assert get(f"{server.base}/robots.txt").body == b"User-agent: *\nCrawl-delay: 2.5\nDisallow: /private/\n"


def test_it_speaks_tls_when_a_test_of_certificates_wants_it():
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    with sample_server(tls=context) as server:
        assert server.legiscan.startswith("https://127.0.0.1:")
        with urllib.request.urlopen(f"{server.base}/robots.txt", context=trusting, timeout=10) as response:
            assert response.status == 200
        with pytest.raises(urllib.error.URLError, match="certificate verify failed"):
            urllib.request.urlopen(f"{server.base}/robots.txt", timeout=10)


def test_generated_bills_come_on_top():
    with sample_server(bills=102) as server:
        listed = legiscan(server, "getMasterListRaw", state="WY")["masterlist"]
        assert [row["number"] for row in list(listed.values())[1:]] == [
            "HB9901",
            "SF9902",
            "HB9903",
            "HB1001",
            "HB1002",
        ]
        bill = legiscan(server, "getBill", id=listed["3"]["bill_id"])["bill"]
        assert "fictional" in bill["title"]
        assert (len(bill["texts"]), len(bill["history"]), len(bill["sponsors"])) == (0, 2, 2)
        again = SampleServer(bills=102)
        again.server_close()
        assert again.world.bills == server.world.bills


def test_a_head_request_has_no_body(server: SampleServer):
    with socket.create_connection(server.server_address[:2]) as connection:
        connection.sendall(b"HEAD /robots.txt HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        answer = b"".join(iter(lambda: connection.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.endswith(b"\r\n\r\n")


_CONDITIONS = st.sampled_from(["range", "if-range", "if-none-match", "if-modified-since"])
_WORDS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", "ALL", "CO", "xx", "-1", "0", "2", "²", "9" * 30, "HB 9901", '"', "a OR", "NOT", "-", "(" * 9]
    ),
)


@settings(max_examples=150, deadline=None)
@given(
    op=st.one_of(st.sampled_from(OPERATIONS), st.text(max_size=8)),
    parameters=st.dictionaries(
        st.sampled_from(["key", "id", "state", "query", "year", "page", "access_key", "format"]), _WORDS, max_size=6
    ),
)
def test_no_query_breaks_legiscan(server: SampleServer, op: str, parameters: dict[str, str]):
    answer = server.answer_to("/legiscan/", {"op": op, **parameters}, {})
    assert answer.status == 200
    if dict(answer.headers)["Content-Type"] == "application/json":
        content = json.loads(answer.body)
        assert content["status"] in ("OK", "ERROR")
        assert (content["status"] == "ERROR") == ("alert" in content)


@settings(max_examples=150, deadline=None)
@given(
    path=st.one_of(
        st.sampled_from(["bills", "jurisdictions", "bills/ut/2026/HB 9901", "jurisdictions/ut", "", "people"]),
        st.text(max_size=20).map(lambda tail: f"bills/{tail}"),
    ),
    parameters=st.dictionaries(
        st.sampled_from(
            "jurisdiction session q page per_page include sort identifier chamber subject updated_since classification "
            "created_since action_since".split()
        ),
        st.one_of(_WORDS, st.sampled_from(["ut", "Utah", "actions", "updated_asc", "20", "upper"])),
        max_size=6,
    ),
)
def test_no_query_breaks_open_states(server: SampleServer, path: str, parameters: dict[str, str]):
    answer = server.answer_to(f"/openstates/{path}", parameters, {"x-api-key": "k"})
    assert answer.status in (200, 400, 404, 422)
    content = json.loads(answer.body)
    assert ("detail" in content) == (answer.status != 200)


@settings(max_examples=100, deadline=None)
@given(
    target=st.text(st.characters(codec="latin-1"), max_size=40),
    headers=st.dictionaries(_CONDITIONS, st.one_of(st.text(max_size=20), st.sampled_from(["bytes=0-", "bytes=9-1"]))),
)
def test_no_target_and_no_header_breaks_it(server: SampleServer, target: str, headers: dict[str, str]):
    assert server.answer(target, headers).status in (200, 404)
    archive = server.answer("/archive/wy-legislation.tar.gz", headers)
    assert archive.status in (200, 206, 304, 416)
