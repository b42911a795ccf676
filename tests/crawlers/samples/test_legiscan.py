"""LegiScan's answers: the documented fields, and every trap that its clients have met."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawlers.samples.server import SampleServer, sample_server
from tests.crawlers.samples.asking import get, legiscan, rows, session_id

# Fields as the manual of API v1.91 lists them.
BILL = """bill_id change_hash session_id session url state_link completed status status_date progress state state_id
bill_number bill_type bill_type_id body body_id current_body current_body_id title description pending_committee_id
committee referrals history sponsors sasts subjects texts votes amendments supplements calendar"""
SESSION = """session_id state_id year_start year_end prefile sine_die prior special session_tag session_title
session_name"""
NESTED = {
    "progress": "date event",
    "referrals": "date committee_id chamber chamber_id name",
    "history": "date action chamber chamber_id importance",
    "sponsors": """people_id person_hash party_id party role_id role name first_name middle_name last_name suffix
        nickname district ftm_eid votesmart_id opensecrets_id knowwho_pid ballotpedia sponsor_type_id sponsor_order
        committee_sponsor committee_id""",
    "sasts": "type_id type sast_bill_number sast_bill_id",
    "subjects": "subject_id subject_name",
    "texts": """doc_id date type type_id mime mime_id url state_link text_size text_hash alt_bill_text alt_mime
        alt_mime_id alt_state_link alt_text_size alt_text_hash""",
    "votes": "roll_call_id date desc yea nay nv absent total passed chamber chamber_id url state_link",
    "amendments": """amendment_id adopted chamber chamber_id date title description mime mime_id url state_link
        amendment_size amendment_hash""",
    "supplements": """supplement_id date type_id type title description mime mime_id url state_link supplement_size
        supplement_hash""",
    "calendar": "type_id type date time location description",
}
NEWER = {
    # since the recorded answers of 2012
    "": {"referrals"},
    "session": {"state_id", "prefile", "sine_die", "prior", "session_tag"},
    "texts": set(NESTED["texts"].split()[9:]),
    "sponsors": {"knowwho_pid"},
}


@pytest.fixture(scope="module")
def server() -> Iterator[SampleServer]:
    with sample_server() as server:
        yield server
        assert server.errors == []


@pytest.fixture(scope="module")
def bills(server: SampleServer) -> list[dict[str, Any]]:
    """Every bill of the world, as getBill gives it."""
    found = []
    for session in legiscan(server, "getSessionList")["sessions"]:
        for row in rows(legiscan(server, "getMasterListRaw", id=session["session_id"])):
            answer = legiscan(server, "getBill", id=row["bill_id"])
            assert answer["status"] == "OK"
            assert answer["bill"]["change_hash"] == row["change_hash"]
            found.append(answer["bill"])
    return found


def test_every_bill_has_the_documented_fields_and_no_other(bills: list[dict[str, Any]]):
    assert len(bills) > 170
    for bill in bills:
        assert set(bill) == set(BILL.split()), bill["bill_number"]
        assert set(bill["session"]) == set(SESSION.split())
        for name, fields in NESTED.items():
            for entry in bill[name]:
                assert set(entry) == set(fields.split()), name
        if bill["committee"]:
            assert set(bill["committee"]) == {"committee_id", "chamber", "chamber_id", "name"}
    for name in NESTED:
        assert any(bill[name] for bill in bills), f"no bill has {name}"


@pytest.mark.shared
def test_the_fields_are_those_of_recorded_answers(bills: list[dict[str, Any]], shared_data: Path):
    ours = {name: set().union(*(set(entry) for bill in bills for entry in bill[name])) for name in NESTED}
    compared = set()
    for path in sorted((shared_data / "legiscan" / "bill").glob("*.json")):
        recorded = json.loads(path.read_bytes())["bill"]
        assert set(bills[0]) - set(recorded) == NEWER[""]
        assert set(recorded) <= set(bills[0])
        assert set(bills[0]["session"]) - set(recorded["session"]) == NEWER["session"]
        for name in NESTED:
            for entry in recorded.get(name, []):
                assert ours[name] - set(entry) == NEWER.get(name, set()), name
                assert set(entry) <= ours[name], name
                compared.add(name)
    assert {"progress", "history", "sponsors", "subjects", "texts", "votes"} <= compared


@pytest.mark.shared
def test_other_answers_have_the_fields_of_recorded_ones(
    server: SampleServer, bills: list[dict[str, Any]], shared_data: Path
):
    recordings = shared_data / "legiscan"
    text = legiscan(server, "getBillText", id=bills[0]["texts"][0]["doc_id"])["text"]
    recorded = json.loads(next((recordings / "text").glob("*.json")).read_bytes())["text"]
    assert set(recorded) <= set(text)
    vote = next(bill["votes"][0] for bill in bills if bill["votes"])
    roll_call = legiscan(server, "getRollCall", id=vote["roll_call_id"])["roll_call"]
    recorded = json.loads(next((recordings / "vote").glob("*.json")).read_bytes())["roll_call"]
    assert set(recorded) == set(roll_call)
    person = legiscan(server, "getPerson", id=bills[0]["sponsors"][0]["people_id"])["person"]
    recorded = json.loads(next((recordings / "people").glob("*.json")).read_bytes())["person"]
    assert set(person) - set(recorded) == {"knowwho_pid"}
    assert set(recorded) <= set(person)


def test_the_traps_are_in_it(bills: list[dict[str, Any]]):
    assert any(bill["committee"] == [] for bill in bills), "an empty object is a list"
    assert any(isinstance(bill["committee"], dict) for bill in bills)
    assert {type(bill["bill_id"]) for bill in bills} == {int, str}, "ids are strings at times"
    assert {type(text["doc_id"]) for bill in bills for text in bill["texts"]} == {int, str}
    assert any(bill["status_date"] == "0000-00-00" for bill in bills), "a day that is none"
    assert any(text["date"] == "0000-00-00" for bill in bills for text in bill["texts"])
    assert any(sponsor["district"] == "" for bill in bills for sponsor in bill["sponsors"])
    assert any(bill["title"] == "" for bill in bills)
    assert any(bill["history"] == [] for bill in bills)


def test_status_follows_the_steps(bills: list[dict[str, Any]]):
    found = {(bill["state"], bill["session"]["session_name"], bill["bill_number"]): bill["status"] for bill in bills}
    assert found["VA", "2027 Regular Session", "HB9901"] == 0, "only filed"
    assert found["CT", "2026 Regular Session", "SB9902"] == 2
    assert found["NY", "2025-2026 General Assembly", "S9901"] == 3
    assert found["AZ", "2026 Second Regular Session", "SB9901"] == 4
    assert found["LA", "2026 Regular Session", "HB9901"] == 5
    assert found["KS", "2025-2026 Regular Session", "SB9901"] == 6
    assert found["KY", "2026 Regular Session", "SB9901"] == 4, "a veto was overridden"
    assert found["NE", "2025-2026 Regular Session", "LB9902"] == 4


def test_every_text_is_what_its_hash_says(server: SampleServer, bills: list[dict[str, Any]]):
    mimes, count = set(), 0
    for bill in bills:
        for entry in bill["texts"]:
            text = legiscan(server, "getBillText", id=entry["doc_id"])["text"]
            body = base64.b64decode(text["doc"], validate=True)
            assert hashlib.md5(body).hexdigest() == text["text_hash"] == entry["text_hash"]
            assert len(body) == text["text_size"] == entry["text_size"]
            assert body.startswith(b"%PDF") == (text["mime"] == "application/pdf")
            mimes.add(text["mime"])
            count += 1
    assert count > 200
    assert mimes == {"text/html", "application/pdf"}


def test_a_shell_bill_has_its_words_in_an_amendment(server: SampleServer, bills: list[dict[str, Any]]):
    shell = next(bill for bill in bills if bill["state"] == "IL" and bill["amendments"])
    entry = shell["amendments"][0]
    amendment = legiscan(server, "getAmendment", id=entry["amendment_id"])["amendment"]
    body = base64.b64decode(amendment["doc"])
    assert hashlib.md5(body).hexdigest() == amendment["amendment_hash"] == entry["amendment_hash"]
    assert b"Replace everything after the enacting clause" in body
    note = next(bill for bill in bills if bill["supplements"])["supplements"][0]
    supplement = legiscan(server, "getSupplement", id=note["supplement_id"])["supplement"]
    assert (supplement["type"], supplement["type_id"]) == ("Fiscal Note", 1)


def test_relations_have_the_numbers_of_bills(server: SampleServer, bills: list[dict[str, Any]]):
    companion = next(bill for bill in bills if bill["state"] == "MD" and bill["sasts"])
    sast = companion["sasts"][0]
    other = legiscan(server, "getBill", id=sast["sast_bill_id"])["bill"]
    assert (sast["type"], other["bill_number"]) == ("Same As", sast["sast_bill_number"])


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("op=getBill&id=1", "Invalid API Key"),
        ("key=&op=getBill&id=1", "Invalid API Key"),
        ("key=wrong&op=getSessionList", "Invalid API Key"),
        ("key=k", "No operation specified"),
        ("key=k&op=getNothing", "Unknown operation"),
        ("key=k&op=getBill&id=1", "Unknown bill id"),
        ("key=k&op=getBill&id=%C2%B2", "Unknown bill id"),
        ("key=k&op=getBill", "Unknown bill id"),
        ("key=k&op=getMasterList&id=1", "Unknown session id"),
        ("key=k&op=getMasterListRaw&state=XX", "Unknown state"),
        ("key=k&op=getSearchRaw&state=ALL", "No search query specified"),
        ("key=k&op=getDataset&id=3050&access_key=guess", "Invalid dataset access key"),
    ],
)
def test_errors_come_as_http_200(server: SampleServer, query: str, message: str):
    got = get(f"{server.legiscan}?{query}")
    assert (got.status, got.json) == (200, {"status": "ERROR", "alert": {"message": message}})


def test_operations_and_states_are_known_in_any_case(server: SampleServer):
    assert legiscan(server, "GETSESSIONLIST", state="ca") == legiscan(server, "getSessionList", state="CA")


def test_a_state_means_its_current_session(server: SampleServer):
    by_state = legiscan(server, "getMasterList", state="VA")["masterlist"]
    assert by_state["session"]["session_name"] == "2027 Regular Session"
    by_id = legiscan(server, "getMasterList", id=session_id(server, "VA", "2026 Regular"))["masterlist"]
    assert by_id["session"]["session_name"] == "2026 Regular Session"
    assert len(by_id) == 1 + 2


def test_a_session_without_bills_is_a_list_of_its_session_alone(server: SampleServer):
    listed = legiscan(server, "getMasterListRaw", id=session_id(server, "MN", "2027"))["masterlist"]
    assert set(listed) == {"session"}


def test_the_raw_list_has_no_titles(server: SampleServer):
    raw = rows(legiscan(server, "getMasterListRaw", state="WA"))
    full = rows(legiscan(server, "getMasterList", state="WA"))
    assert all(set(row) == {"bill_id", "number", "change_hash"} for row in raw)
    assert [row["number"] for row in raw] == [row["number"] for row in full]
    assert {"title", "description", "last_action", "last_action_date", "status", "url"} <= set(full[0])


def test_raw_search_answers_lists_and_objects(server: SampleServer):
    everywhere = legiscan(server, "getSearchRaw", state="ALL", query='"artificial intelligence"')["searchresult"]
    assert isinstance(everywhere["results"], list)
    assert everywhere["summary"]["count"] == len(everywhere["results"]) > 50
    one = legiscan(server, "getSearchRaw", state="CT", query='"artificial intelligence"')["searchresult"]
    assert isinstance(one["results"], dict)
    assert set(one["results"]["0"]) == {"relevance", "bill_id", "change_hash"}
    none = legiscan(server, "getSearchRaw", state="CT", query="zeppelin")["searchresult"]
    assert (none["results"], none["summary"]["count"]) == ([], "0")


def test_search_has_pages_of_fifty(server: SampleServer):
    first = legiscan(server, "getSearch", state="ALL", query="sample OR act OR section")["searchresult"]
    assert len(first) == 51
    pages = first["summary"]["page_total"]
    assert pages > 1
    seen = set()
    for page in range(1, pages + 1):
        listed = legiscan(server, "getSearch", state="ALL", query="sample OR act OR section", page=page)["searchresult"]
        assert listed["summary"]["page_current"] == str(page)
        seen |= {int(entry["bill_id"]) for name, entry in listed.items() if name.isdigit()}
    assert len(seen) == first["summary"]["count"]
    beyond = legiscan(server, "getSearch", state="ALL", query="sample", page=99)["searchresult"]
    assert set(beyond) == {"summary"}


def test_search_leaves_out_former_sessions_unless_asked(server: SampleServer):
    def count(year: int) -> int:
        found = legiscan(server, "getSearchRaw", state="MT", query="compute", year=year)["searchresult"]
        return len(found["results"])

    assert (count(2), count(1), count(4), count(2025), count(2030)) == (0, 1, 1, 1, 0)


def test_a_dataset_holds_the_answers_of_its_session(server: SampleServer):
    listed = legiscan(server, "getDatasetList", state="CT")["datasetlist"]
    entry = next(each for each in listed if each["session_name"] == "2026 Regular Session")
    whole = legiscan(server, "getDataset", id=entry["session_id"], access_key=entry["access_key"])["dataset"]
    body = base64.b64decode(whole["zip"])
    raw = get(f"{server.legiscan}?key=k&op=getDatasetRaw&id={entry['session_id']}&access_key={entry['access_key']}")
    assert raw.headers["Content-Type"] == "application/zip"
    assert raw.body == body
    assert len(body) == whole["dataset_size"] == entry["dataset_size"]
    archive = zipfile.ZipFile(io.BytesIO(body))
    names = archive.namelist()
    assert {name.split("/")[2] for name in names} == {"bill", "people", "vote"}
    for name in (name for name in names if "/bill/" in name):
        packed = json.loads(archive.read(name))["bill"]
        assert packed == legiscan(server, "getBill", id=packed["bill_id"])["bill"]


def test_change_marks_move_with_the_bills_and_with_nothing_else():
    with sample_server() as server:
        before = _marks(server)
        hashes = {
            each["session_id"]: each["dataset_hash"] for each in legiscan(server, "getDatasetList")["datasetlist"]
        }
        server.day = 2
        after = _marks(server)
        later = _dataset_hashes(server)
    moved = {key for key in before if key in after and before[key] != after[key]}
    assert ("NV", "AB9901") not in {key[:2] for key in moved}, "touched by the source, and the same"
    assert 15 <= len(moved) <= 30
    assert len(set(after) - set(before)) >= 9
    changed_sessions = {key[2] for key in moved | (set(before) ^ set(after))}
    assert {number for number in hashes if hashes[number] != later[number]} == changed_sessions


def _marks(server: SampleServer) -> dict[tuple[str, str, int], str]:
    """Change marks by state, number and session."""
    found = {}
    for session in legiscan(server, "getSessionList")["sessions"]:
        listed = legiscan(server, "getMasterListRaw", id=session["session_id"])
        state = next(code for code, each in server.world.legislatures.items() if each.state_id == session["state_id"])
        for row in rows(listed):
            found[state, row["number"], session["session_id"]] = row["change_hash"]
    return found


def _dataset_hashes(server: SampleServer) -> dict[int, str]:
    listed = legiscan(server, "getDatasetList")["datasetlist"]
    return {each["session_id"]: each["dataset_hash"] for each in listed}
