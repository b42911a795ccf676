"""LegiScan on loopback, as small as the spider's tests need it. All bills are made up; the shapes are the API's."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY = "sample-key-0123456789"
TEXT = (
    "<html><body><p>A SAMPLE ACT. Section 1. An operator of an artificial intelligence system shall file report {n} "
    "with the office of the attorney general each year, and shall keep the report for five years. The office shall "
    "publish each report within thirty days. A person who is harmed by a use that was not reported may bring an action "
    "against the operator.</p></body></html>"
)


def text(number: int) -> bytes:
    return TEXT.format(n=number).encode()


def listed_text(doc_id: int, body: bytes, **changes: Any) -> dict[str, Any]:
    entry = {
        "doc_id": doc_id,
        "date": "2026-01-12",
        "type": "Introduced",
        "type_id": 1,
        "mime": "text/html",
        "mime_id": 1,
        "url": f"https://legiscan.com/WA/text/X/id/{doc_id}",
        "state_link": f"https://legislature.example/{doc_id}.htm",
        "text_size": len(body),
        "text_hash": hashlib.md5(body).hexdigest(),
    }
    return entry | changes


def bill(number: int, **changes: Any) -> dict[str, Any]:
    """The object under ``bill``, with the traps of the API in it."""
    raw = {
        "bill_id": number,
        "change_hash": hashlib.md5(b"first %d" % number).hexdigest(),
        "session_id": "2101",
        "session": {
            "session_id": 2101,
            "state_id": 47,
            "year_start": 2025,
            "year_end": 2026,
            "prefile": 0,
            "sine_die": 0,
            "prior": 0,
            "special": 0,
            "session_tag": "Regular Session",
            "session_title": "2025-2026 Regular Session",
            "session_name": "2025-2026 Regular Session",
        },
        "url": f"https://legiscan.com/WA/bill/HB{number}/2025",
        "state_link": f"https://legislature.example/bill/{number}",
        "completed": 0,
        "status": 1,
        "status_date": "2026-01-12",
        "progress": [{"date": "2026-01-12", "event": 1}, {"date": "2026-01-12", "event": 9}],
        "state": "WA",
        "state_id": 47,
        "bill_number": f"HB{number}",
        "bill_type": "B",
        "bill_type_id": "1",
        "body": "H",
        "body_id": 99,
        "current_body": "H",
        "current_body_id": 99,
        "title": f"Sample bill {number} about artificial intelligence",
        "description": "A sample that was made up.",
        "committee": [],
        "pending_committee_id": 0,
        "referrals": [],
        "history": [
            {
                "date": "2026-01-12",
                "action": "First reading, referred to Technology.",
                "chamber": "H",
                "chamber_id": 99,
                "importance": 1,
            }
        ],
        "sponsors": [
            {
                "people_id": 1,
                "party": "D",
                "role": "Rep",
                "name": "Alex Sample",
                "district": "HD-001",
                "sponsor_type_id": 1,
                "sponsor_order": 1,
                "committee_sponsor": 0,
            }
        ],
        "sasts": [],
        "subjects": [{"subject_id": 1, "subject_name": "Technology"}],
        "texts": [listed_text(number * 10, text(number))],
        "votes": [],
        "amendments": [],
        "supplements": [],
        "calendar": [],
    }
    return raw | changes


def session(session_id: int = 2101, state_id: int = 47, **changes: Any) -> dict[str, Any]:
    raw = {
        "session_id": session_id,
        "state_id": state_id,
        "year_start": 2025,
        "year_end": 2026,
        "prefile": 0,
        "sine_die": 0,
        "prior": 0,
        "special": 0,
        "session_tag": "Regular Session",
        "session_title": "2025-2026 Regular Session",
        "session_name": "2025-2026 Regular Session",
    }
    return raw | changes


def ok(**payload: Any) -> bytes:
    return json.dumps({"status": "OK", **payload}).encode()


def error(message: str) -> bytes:
    return json.dumps({"status": "ERROR", "alert": {"message": message}}).encode()


class World:
    """What LegiScan knows, and what it was asked."""

    def __init__(self) -> None:
        self.sessions = [session(), session(1800, 47, year_start=2023, year_end=2024, prior=1)]
        self.bills: dict[int, dict[str, Any]] = {}
        self.docs: dict[int, bytes] = {}
        self.amendments: dict[int, bytes] = {}
        self.hidden: set[int] = set()
        """Bills that no search finds."""
        self.says: dict[tuple[str, str], bytes | int] = {}
        """Another answer to an operation and an id: a body, or a status."""
        self.left: int | None = None
        """Calls of the key's quota."""
        self.page_size = 2_000
        self.asked: list[tuple[str, str]] = []
        self.url = ""

    def add(self, *numbers: int, **changes: Any) -> None:
        for number in numbers:
            self.bills[number] = bill(number, **changes)
            self.docs[number * 10] = text(number)

    def move(self, number: int, **changes: Any) -> None:
        """A bill changes, and its hash with it."""
        raw = self.bills[number] | changes
        said = json.dumps(raw, sort_keys=True) + raw["change_hash"]
        self.bills[number] = raw | {"change_hash": hashlib.md5(said.encode()).hexdigest()}

    def take_asked(self) -> Counter[str]:
        """How often each operation was asked for since this was asked last."""
        asked = Counter(op for op, _ in self.asked)
        self.asked.clear()
        return asked

    def answer(self, query: dict[str, str]) -> bytes | int:
        op, about = query.get("op", ""), query.get("id", query.get("query", ""))
        self.asked.append((op, about))
        if query.get("key") != KEY:
            return error("Invalid API Key")
        if self.left is not None:
            if not self.left:
                return error("API query limit exceeded")
            self.left -= 1
        if (op, about) in self.says:
            return self.says[op, about]
        known = getattr(self, f"op_{op}", None)
        return known(query) if known else error("Unknown API operation")

    def op_getSessionList(self, query: dict[str, str]) -> bytes:
        return ok(sessions=self.sessions)

    def op_getSearchRaw(self, query: dict[str, str]) -> bytes:
        found = [
            {"relevance": 90, "bill_id": str(number), "change_hash": raw["change_hash"]}
            for number, raw in self.bills.items()
            if number not in self.hidden
        ]
        page = int(query["page"])
        pages = max(1, -(-len(found) // self.page_size))
        some = found[(page - 1) * self.page_size : page * self.page_size]
        summary = {"page": f"{page} of {pages}", "count": len(found), "page_current": page, "page_total": pages}
        results: Any = some if page == 1 else {str(place): one for place, one in enumerate(some)}
        return ok(searchresult={"summary": summary, "results": results})

    def op_getMasterListRaw(self, query: dict[str, str]) -> bytes:
        (found,) = (one for one in self.sessions if str(one["session_id"]) == query["id"])
        rows = {
            str(place): {"bill_id": number, "number": raw["bill_number"], "change_hash": raw["change_hash"]}
            for place, (number, raw) in enumerate(self.bills.items())
            if str(raw["session_id"]) == query["id"]
        }
        return ok(masterlist={"session": found, **rows})

    def op_getBill(self, query: dict[str, str]) -> bytes:
        raw = self.bills.get(int(query["id"]))
        return ok(bill=raw) if raw else error("Unknown bill id")

    def op_getBillText(self, query: dict[str, str]) -> bytes:
        return self._document("text", "doc_id", self.docs, int(query["id"]))

    def op_getAmendment(self, query: dict[str, str]) -> bytes:
        return self._document("amendment", "amendment_id", self.amendments, int(query["id"]))

    def _document(self, kind: str, name: str, known: dict[int, bytes], number: int) -> bytes:
        body = known.get(number)
        if body is None:
            return error(f"Unknown {kind} id")
        said = {name: number, "mime": "text/html", "mime_id": 1, f"{kind}_size": len(body)}
        said |= {f"{kind}_hash": hashlib.md5(body).hexdigest(), "doc": base64.b64encode(body).decode()}
        return ok(**{kind: said})


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Any

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path == "/robots.txt":
            self._send(404, b"")
            return
        with self.server.lock:
            said = self.server.world.answer({name: values[0] for name, values in parse_qs(parts.query).items()})
        status, body = (200, said) if isinstance(said, bytes) else (said, b"")
        self._send(status, body)

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - signature
        """Nothing."""


@contextmanager
def serving(world: World) -> Iterator[World]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.world, server.lock = world, threading.Lock()  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    world.url = f"http://127.0.0.1:{server.server_address[1]}/legiscan/"
    try:
        yield world
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
