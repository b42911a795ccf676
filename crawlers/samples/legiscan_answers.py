"""What does LegiScan answer to ``?key=…&op=…``? HTTP 200 always, and the error inside.

Wordings of refusals are from public clients where they were seen ("Unknown bill id") and else made in their manner.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from crawlers.samples.answer import Answer, Asked, Kind, json_answer, number_in
from crawlers.samples.facts import Legislature, SampleBill, SampleSession, World
from crawlers.samples.full_text import found_bills
from crawlers.samples.legiscan_documents import amendment_object, doc_id, supplement_object, text_object
from crawlers.samples.legiscan_people import people_of
from crawlers.samples.legiscan_shape import (
    bill_object,
    change_hash,
    list_entry,
    raw_entry,
    search_entry,
    session_object,
)
from crawlers.samples.legiscan_steps import roll_calls

__all__ = ["legiscan_answer", "refusal"]

_PAGE: Final = 50
_RAW_PAGE: Final = 2000
_DATASET_DAY: Final = ("2026-11-22", "2026-11-29")
"""Sundays, on which LegiScan makes its datasets: the first holds day one, the second what came after."""


def refusal(endpoint: str, message: str, kind: Kind = Kind.OTHER) -> Answer:
    """An error as LegiScan sends it: HTTP 200."""
    return json_answer(endpoint, kind, {"status": "ERROR", "alert": {"message": message}})


def legiscan_answer(world: World, asked: Asked) -> Answer:
    """The answer to one request. Operations are known in any case."""
    operation = asked.one("op")
    name, answer = _OPERATIONS.get(operation.casefold(), ("", None))
    endpoint = f"legiscan {name or 'unknown operation'}"
    if asked.one("key").strip() in ("", "wrong"):
        return refusal(endpoint, "Invalid API Key")
    if answer is None:
        return refusal(endpoint, "Unknown operation" if operation else "No operation specified")
    return answer(world, asked, endpoint)


def _ok(endpoint: str, kind: Kind, name: str, payload: Any, subject: str = "") -> Answer:
    return json_answer(endpoint, kind, {"status": "OK", name: payload}, subject=subject)


def _legislature(world: World, asked: Asked) -> Legislature | None:
    return world.legislatures.get(asked.one("state").upper())


def _session_list(world: World, asked: Asked, endpoint: str) -> Answer:
    chosen = _legislature(world, asked)
    if asked.one("state") and chosen is None:
        return refusal(endpoint, "Unknown state")
    legislatures = [chosen] if chosen is not None else list(world.legislatures.values())
    sessions = [
        session_object(session, legislature) | {"dataset_hash": _dataset_hash(world, session), "name": session.name}
        for legislature in legislatures
        for session in reversed(legislature.sessions)
    ]
    return _ok(endpoint, Kind.LIST, "sessions", sessions, "sessions")


def _session(world: World, asked: Asked) -> SampleSession | None:
    """By ``id``, else the current one of ``state``."""
    if asked.one("id"):
        return world.sessions.get(number_in(asked.one("id")) or 0)
    chosen = _legislature(world, asked)
    return chosen.session(chosen.current) if chosen is not None else None


def _master(entry: Callable[[SampleBill, World], dict[str, Any]]) -> Callable[[World, Asked, str], Answer]:
    def answer(world: World, asked: Asked, endpoint: str) -> Answer:
        session = _session(world, asked)
        if session is None:
            return refusal(endpoint, "Unknown session id" if asked.one("id") else "Unknown state", Kind.LIST)
        content: dict[str, Any] = {"session": session_object(session, world.legislatures[session.state])}
        for place, bill in enumerate(world.by_session[session.id]):
            content[str(place)] = entry(bill, world)
        return _ok(endpoint, Kind.LIST, "masterlist", content, f"{session.state} {session.identifier}")

    return answer


def _bill(world: World, asked: Asked, endpoint: str) -> Answer:
    bill = world.by_id.get(number_in(asked.one("id")) or 0)
    if bill is None:
        return refusal(endpoint, "Unknown bill id", Kind.BILL)
    return _ok(endpoint, Kind.BILL, "bill", bill_object(bill, world), bill.key)


def _text(world: World, asked: Asked, endpoint: str) -> Answer:
    if not world.documents:
        pairs = [(bill, text) for bill in world.bills for text in bill.texts if text.body is not None]
        world.documents.update({doc_id(bill, text): (bill, text) for bill, text in pairs})
    found = world.documents.get(number_in(asked.one("id")) or 0)
    if found is None:
        return refusal(endpoint, "Unknown document id", Kind.TEXT)
    bill, text = found
    content = text_object(bill, text, world.legislatures[bill.state])
    return _ok(endpoint, Kind.TEXT, "text", content, f"{bill.key} {text.note}")


def _paper(world: World, asked: Asked, endpoint: str, name: str) -> Answer:
    wanted = number_in(asked.one("id"))
    for bill in world.bills:
        for paper in bill.papers:
            if name == "amendment" and paper.kind == "amendment":
                content = amendment_object(bill, paper, world.legislatures[bill.state])
            elif name == "supplement" and paper.kind != "amendment":
                content = supplement_object(bill, paper)
            else:
                continue
            if content[f"{name}_id"] == wanted:
                return _ok(endpoint, Kind.TEXT, name, content, f"{bill.key} {paper.title}")
    return refusal(endpoint, f"Unknown {name} id", Kind.TEXT)


def _amendment(world: World, asked: Asked, endpoint: str) -> Answer:
    return _paper(world, asked, endpoint, "amendment")


def _supplement(world: World, asked: Asked, endpoint: str) -> Answer:
    return _paper(world, asked, endpoint, "supplement")


def _roll_call(world: World, asked: Asked, endpoint: str) -> Answer:
    wanted = number_in(asked.one("id"))
    for bill in world.bills:
        for entry in roll_calls(bill, world.legislatures[bill.state]):
            if entry["roll_call_id"] == wanted:
                head = {"roll_call_id": entry["roll_call_id"], "bill_id": bill.id}
                content = {name: value for name, value in entry.items() if name not in ("url", "state_link")}
                return _ok(endpoint, Kind.OTHER, "roll_call", head | content | {"votes": []}, bill.key)
    return refusal(endpoint, "Unknown roll call id")


def _person(world: World, asked: Asked, endpoint: str) -> Answer:
    wanted = number_in(asked.one("id"))
    for bill in world.bills:
        legislature = world.legislatures[bill.state]
        entry = people_of(bill, legislature).get(wanted or 0)
        if entry is not None:
            content = entry | {"state_id": legislature.state_id, "committee_sponsor": 0, "committee_id": 0}
            return _ok(endpoint, Kind.OTHER, "person", content)
    return refusal(endpoint, "Unknown people id")


def _search(world: World, asked: Asked, endpoint: str, *, raw: bool) -> Answer:
    if not asked.one("query").strip():
        return refusal(endpoint, "No search query specified", Kind.LIST)
    found = _searched(world, asked)
    if found is None:
        return refusal(endpoint, "Unknown state", Kind.LIST)
    size = _RAW_PAGE if raw else _PAGE
    page, pages = max(1, number_in(asked.one("page")) or 1), max(1, -(-len(found) // size))
    shown = found[(page - 1) * size : page * size]
    first = (page - 1) * size + 1
    summary: dict[str, Any] = {
        "page": f"{page} of {pages}",
        "range": f"{first if shown else 0} - {first + len(shown) - 1 if shown else 0}",
        "relevancy": "100% - 50%" if shown else "0% - 0%",
        "count": str(len(found)) if not shown else len(found),
        "page_current": str(page),
        "page_total": pages,
    }
    content: dict[str, Any] = {"summary": summary}
    if raw:
        rows = [
            {"relevance": relevance, "bill_id": bill.id, "change_hash": change_hash(bill, world)}
            for bill, relevance in shown
        ]
        # a list when all states were asked, an object with numbers as names for one state: both have been seen
        whole = asked.one("state").upper() in ("", "ALL")
        content["results"] = rows if whole or not rows else {str(place): row for place, row in enumerate(rows)}
    else:
        content |= {str(place): search_entry(bill, world, relevance) for place, (bill, relevance) in enumerate(shown)}
    return _ok(endpoint, Kind.LIST, "searchresult", content, f"search {asked.one('query')}")


def _searched(world: World, asked: Asked) -> list[tuple[SampleBill, int]] | None:
    """Hits with their relevance, best first; None for an unknown state."""
    bills = list(world.bills)
    if asked.one("id"):
        bills = [bill for bill in bills if bill.session.id == number_in(asked.one("id"))]
    elif asked.one("state").upper() not in ("", "ALL"):
        chosen = _legislature(world, asked)
        if chosen is None:
            return None
        bills = [bill for bill in bills if bill.state == chosen.code]
    year = number_in(asked.one("year")) or 2
    if year == 2:
        bills = [bill for bill in bills if not bill.session.prior]
    elif year == 4:
        bills = [bill for bill in bills if bill.session.prior]
    elif year > 1900:
        bills = [bill for bill in bills if bill.session.years[0] <= year <= bill.session.years[1]]
    return found_bills(bills, asked.one("query"))


def _plain_search(world: World, asked: Asked, endpoint: str) -> Answer:
    return _search(world, asked, endpoint, raw=False)


def _raw_search(world: World, asked: Asked, endpoint: str) -> Answer:
    return _search(world, asked, endpoint, raw=True)


def _dataset_hash(world: World, session: SampleSession) -> str:
    marks = ",".join(change_hash(bill, world) for bill in world.by_session[session.id])
    return hashlib.md5(f"{session.id} {marks}".encode(), usedforsecurity=False).hexdigest()


def _access_key(session: SampleSession) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(f"access {session.id}".encode()).digest())[:22].decode()


def _dataset_entry(world: World, session: SampleSession) -> dict[str, Any]:
    entry = session_object(session, world.legislatures[session.state])
    return entry | {
        "dataset_hash": _dataset_hash(world, session),
        "dataset_date": _DATASET_DAY[world.day > 1],
        "dataset_size": len(_zip(world, session)),
        "access_key": _access_key(session),
    }


def _dataset_list(world: World, asked: Asked, endpoint: str) -> Answer:
    chosen, year = _legislature(world, asked), number_in(asked.one("year"))
    sessions = [
        session
        for session in world.sessions.values()
        if (chosen is None or session.state == chosen.code)
        and (not year or session.years[0] <= year <= session.years[1])
    ]
    content = [_dataset_entry(world, session) for session in sessions]
    return _ok(endpoint, Kind.LIST, "datasetlist", content, "datasets")


def _zip(world: World, session: SampleSession) -> bytes:
    """``ST/session/bill/*.json``, ``people/``, ``vote/``: each file the answer that its operation would give."""
    legislature = world.legislatures[session.state]
    root = f"{session.state}/{session.years[0]}-{session.years[1]}_{session.tag.replace(' ', '_')}"
    files: dict[str, Any] = {}
    for bill in world.by_session[session.id]:
        files[f"{root}/bill/{bill.compact}.json"] = {"bill": bill_object(bill, world)}
        for number, person in people_of(bill, legislature).items():
            files[f"{root}/people/{number}.json"] = {"person": person}
        for entry in roll_calls(bill, legislature):
            files[f"{root}/vote/{entry['roll_call_id']}.json"] = {
                "roll_call": entry | {"bill_id": bill.id, "votes": []}
            }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            member = zipfile.ZipInfo(name, (2026, 11, 22, 5, 0, 0))
            archive.writestr(member, json.dumps(content, ensure_ascii=False), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _dataset_session(world: World, asked: Asked) -> SampleSession | None:
    session = world.sessions.get(number_in(asked.one("id")) or 0)
    return session if session is not None and asked.one("access_key") == _access_key(session) else None


def _dataset(world: World, asked: Asked, endpoint: str) -> Answer:
    session = _dataset_session(world, asked)
    if session is None:
        return refusal(endpoint, "Invalid dataset access key", Kind.ARCHIVE)
    kept = ("state_id", "session_id", "session_name", "dataset_hash", "dataset_date", "dataset_size")
    entry, body = _dataset_entry(world, session), _zip(world, session)
    content = {name: entry[name] for name in kept}
    content |= {"mime": "application/zip", "zip": base64.b64encode(body).decode("ascii")}
    return _ok(endpoint, Kind.ARCHIVE, "dataset", content, f"{session.state} {session.identifier}")


def _raw_dataset(world: World, asked: Asked, endpoint: str) -> Answer:
    session = _dataset_session(world, asked)
    if session is None:
        return refusal(endpoint, "Invalid dataset access key", Kind.ARCHIVE)
    answer = json_answer(endpoint, Kind.ARCHIVE, None, subject=f"{session.state} {session.identifier}")
    return replace(answer, body=_zip(world, session), headers=(("Content-Type", "application/zip"),))


_Answering = Callable[[World, Asked, str], Answer]
_OPERATIONS: Final[Mapping[str, tuple[str, _Answering]]] = {
    name.casefold(): (name, answer)
    for name, answer in {
        "getSessionList": _session_list,
        "getMasterList": _master(list_entry),
        "getMasterListRaw": _master(raw_entry),
        "getBill": _bill,
        "getBillText": _text,
        "getAmendment": _amendment,
        "getSupplement": _supplement,
        "getRollCall": _roll_call,
        "getPerson": _person,
        "getSearch": _plain_search,
        "getSearchRaw": _raw_search,
        "getDatasetList": _dataset_list,
        "getDataset": _dataset,
        "getDatasetRaw": _raw_dataset,
    }.items()
}
