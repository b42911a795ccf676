"""Open States' answers: the fields that it declares, its pages, and its refusals word for word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from crawlers.samples.server import SampleServer, sample_server
from tests.crawlers.samples.asking import get, openstates

BILL = """id session jurisdiction from_organization identifier title classification subject extras created_at updated_at
openstates_url first_action_date latest_action_date latest_action_description latest_passage_date"""
INCLUDES = (
    "sponsorships abstracts other_titles other_identifiers actions sources documents versions votes related_bills"
).split()
PROFILE = "Login and visit https://openstates.org/account/profile/ for your API key."


@pytest.fixture(scope="module")
def server() -> Iterator[SampleServer]:
    with sample_server() as server:
        yield server
        assert server.errors == []


def everything(server: SampleServer, *parameters: tuple[str, object]) -> list[dict[str, Any]]:
    """The bills of all pages."""
    found, page, pages = [], 1, 1
    while page <= pages:
        got = openstates(server, "bills", ("per_page", 20), ("page", page), *parameters)
        assert got.status == 200, got.body
        found += got.json["results"]
        pages, page = got.json["pagination"]["max_page"], page + 1
    return found


def test_a_bill_has_the_declared_fields_and_what_was_asked_for(server: SampleServer):
    plain = everything(server, ("jurisdiction", "Colorado"))
    assert len(plain) == 5
    for bill in plain:
        assert set(bill) == set(BILL.split())
        assert set(bill["jurisdiction"]) == {"id", "name", "classification"}
        assert set(bill["from_organization"]) == {"id", "name", "classification"}
        assert bill["id"].startswith("ocd-bill/")
    full = everything(server, ("jurisdiction", "co"), *(("include", name) for name in INCLUDES))
    for bill in full:
        assert set(bill) == set(BILL.split()) | set(INCLUDES)
        for version in bill["versions"]:
            assert set(version) == {"id", "note", "date", "classification", "links"}
            assert all(set(link) == {"url", "media_type"} for link in version["links"])
            assert all(link["url"].startswith("https://example.org/") for link in version["links"])
        for action in bill["actions"]:
            assert {"organization", "description", "date", "classification", "order"} <= set(action)
        assert [sponsor["primary"] for sponsor in bill["sponsorships"]][:1] in ([True], [])


def test_all_bills_of_all_jurisdictions_can_be_had(server: SampleServer):
    listed = openstates(server, "jurisdictions", ("classification", "state"), ("include", "legislative_sessions")).json
    assert listed["pagination"] == {"per_page": 52, "page": 1, "max_page": 1, "total_items": 52}
    count = 0
    for entry in listed["results"]:
        bills = everything(server, ("jurisdiction", entry["id"]))
        sessions = {session["identifier"] for session in entry["legislative_sessions"]}
        assert {bill["session"] for bill in bills} <= sessions
        count += len(bills)
        assert bills or entry["name"] == "Puerto Rico", "listed by the service, and none of our 51"
    assert count == len(server.world.bills)


def test_jurisdictions_tell_whether_their_scrapers_are_well(server: SampleServer):
    plain = openstates(server, "jurisdictions").json["results"]
    assert set(plain[0]) == {
        "id", "name", "classification", "division_id", "url", "latest_bill_update", "latest_people_update"
    }  # fmt: skip
    got = openstates(server, "jurisdictions", ("include", "latest_runs"), ("include", "organizations")).json["results"]
    healthy = {entry["name"]: entry["latest_runs"][0]["success"] for entry in got if entry["latest_runs"]}
    assert set(healthy.values()) == {True, False}
    run = got[0]["latest_runs"][0]
    assert set(run) == {"success", "start_time", "end_time"}
    nebraska = next(entry for entry in got if entry["name"] == "Nebraska")
    assert [each["classification"] for each in nebraska["organizations"]] == ["legislature", "executive"]


def test_one_jurisdiction_and_one_bill_by_their_paths(server: SampleServer):
    entry = openstates(server, "jurisdictions/ocd-jurisdiction/country:us/state:wa/government").json
    assert entry["name"] == "Washington"
    by_number = openstates(server, "bills/ut/2026/HB%209901").json
    assert by_number["identifier"] == "HB 9901"
    assert openstates(server, "bills/Utah/2026/hb9901").json == by_number
    assert openstates(server, f"bills/{by_number['id']}").json == by_number
    assert openstates(server, "bills/DC/26/B26-9901").json["identifier"] == "B26-9901"
    for path in ("bills/ut/2026/HB 1", "bills/xx/2026/HB 1", "bills/ocd-bill/none", "bills/ut"):
        got = openstates(server, path.replace(" ", "%20"))
        assert (got.status, got.json) == (404, {"detail": "No such Bill."})
    assert openstates(server, "jurisdictions/atlantis").json == {"detail": "No such Jurisdiction."}
    assert (openstates(server, "people").status, openstates(server, "").status) == (404, 404)


@pytest.mark.parametrize(
    ("parameters", "status", "detail"),
    [
        ([], 400, "either 'jurisdiction' or 'q' required"),
        ([("session", "2026")], 400, "filtering by session requires a jurisdiction parameter as well"),
        ([("jurisdiction", "ut"), ("per_page", 21)], 400, "invalid per_page, must be in [1, 20]"),
        ([("jurisdiction", "ut"), ("per_page", 0)], 400, "invalid per_page, must be in [1, 20]"),
        ([("jurisdiction", "ut"), ("page", 2)], 404, "invalid page, must be in [1, 1]"),
        ([("jurisdiction", "ut"), ("page", -1)], 404, "invalid page, must be in [1, 1]"),
        ([("jurisdiction", "ut"), ("page", 2), ("per_page", 2)], 200, None),
        ([("jurisdiction", "atlantis"), ("page", 2)], 404, "invalid page, must be in [1, 1]"),
    ],
)
def test_what_cannot_be_answered(server: SampleServer, parameters, status: int, detail: str | None):
    got = openstates(server, "bills", *parameters)
    assert got.status == status
    assert got.json.get("detail") == detail


@pytest.mark.parametrize(("name", "value"), [("page", "two"), ("per_page", "²"), ("include", "texts"), ("sort", "up")])
def test_values_that_are_none_are_unprocessable(server: SampleServer, name: str, value: str):
    got = openstates(server, "bills", ("jurisdiction", "ut"), (name, value))
    assert got.status == 422
    assert got.json["detail"][0]["loc"] == ["query", name]


def test_a_key_must_be_given(server: SampleServer):
    missing = openstates(server, "bills", ("jurisdiction", "ut"), key="")
    assert (missing.status, missing.json["detail"]) == (403, f"Must provide API Key as ?apikey or X-API-KEY. {PROFILE}")
    wrong = openstates(server, "bills", ("jurisdiction", "ut"), key="wrong")
    assert (wrong.status, wrong.json["detail"]) == (401, f"Invalid API Key. {PROFILE}")
    assert get(f"{server.openstates}/bills?jurisdiction=ut&apikey=k").status == 200


def test_the_eleventh_request_of_a_minute_is_refused():
    with sample_server(per_minute=10) as server:
        statuses = [openstates(server, "bills", ("jurisdiction", "ut")).status for _ in range(10)]
        assert statuses == [200] * 10
        got = openstates(server, "bills", ("jurisdiction", "ut"))
        assert (got.status, got.json) == (429, {"detail": "exceeded limit of 10/min: 11"})
        assert openstates(server, "bills", key="").status == 403, "without a key nothing is counted"


def test_a_query_that_looks_like_a_number_is_one(server: SampleServer):
    def total(query: str) -> int:
        return openstates(server, "bills", ("q", query)).json["pagination"]["total_items"]

    assert total('"artificial intelligence"') > 50
    assert total("AI 2026") == 0, "taken for the bill AI 2026"
    assert total("HB 9901") > 20
    assert total("hb09901") == total("HB 9901")
    assert total("zeppelin") == 0


def test_filters_leave_what_fits(server: SampleServer):
    def numbers(*parameters: tuple[str, object]) -> list[str]:
        return [bill["identifier"] for bill in everything(server, ("jurisdiction", "ut"), *parameters)]

    assert numbers(("session", "2027")) == ["HB 9901"]
    assert set(numbers(("identifier", "HB9901"), ("identifier", "SB 9902"))) == {"HB 9901", "SB 9902"}
    assert set(numbers(("chamber", "upper"))) == {"SB 9902", "SB 9904"}
    assert numbers(("subject", "Artificial Intelligence"), ("chamber", "lower")) == ["HB 9901", "HB 9905"]
    assert numbers(("classification", "resolution")) == []
    assert numbers(("action_since", "2026-11-19")) == ["HB 9901"]
    first = openstates(server, "bills", ("jurisdiction", "ut"), ("sort", "first_action_asc")).json["results"]
    days = [bill["first_action_date"] for bill in first]
    assert days == sorted(days)


def test_updated_since_is_compared_as_text_and_moves_without_changes():
    with sample_server(day=2) as server:
        since = everything(server, ("jurisdiction", "nv"), ("updated_since", "2026-11-24"))
        assert {bill["identifier"] for bill in since} == {"AB 9901", "SB 9902"}
        moment = since[0]["updated_at"]
        assert moment.startswith("2026-11-24T")
        # a T is greater than a blank: what was updated later on the same day is not found
        assert everything(server, ("jurisdiction", "nv"), ("updated_since", "2026-11-24T00:00:00")) == []
        assert everything(server, ("jurisdiction", "wy"), ("updated_since", "2026-11-24")) == []


def test_links_can_lead_to_this_server():
    with sample_server(local_links=True) as server:
        bills = everything(server, ("jurisdiction", "ct"), ("include", "versions"))
        links = [link for bill in bills for version in bill["versions"] for link in version["links"]]
        assert links
        for link in links:
            got = get(link["url"])
            assert (got.status, got.headers["Content-Type"]) == (200, link["media_type"])
        assert get(links[0]["url"], If_None_Match=get(links[0]["url"]).headers["ETag"]).status == 304
        assert get(f"{server.base}/documents/ct/none.html").status == 404
