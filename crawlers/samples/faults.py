"""How do sources fail? Each mode by name, as a change of a good answer; section by section what crawlers have met.

A mode may be given a number, ``unavailable:2``: then it spoils so many requests that it fits, and no more.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from crawlers.samples.answer import Answer, Kind, json_answer

__all__ = ["FAULTS", "VICTIM", "Fault", "FaultError", "fault_named", "spoiled"]

VICTIM: Final = "CO 2026A HB 9901"
"""The bill that alone goes wrong when one does."""
_HTML: Final = (("Content-Type", "text/html; charset=utf-8"),)
_WAF: Final = (
    b"<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. Please consult with "
    b"your administrator.<br><br>Your support ID is: 1234567890123456789<br><br>"
    b"<a href='javascript:history.back();'>[Go Back]</a></body></html>"
)
_SOFT_404: Final = (
    b"<!DOCTYPE html><html><head><title>Not Found</title></head><body><div class='page-404'><h1>404</h1>"
    b"<p>The document that you asked for does not exist.</p></div></body></html>"
)
_CAP: Final = 3


class FaultError(ValueError):
    """No such fault, or a number that is none. Raised before anything is served; the message lists the names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One mode in force; ``left`` is how often it still acts, None for always."""

    name: str
    left: int | None = None

    @property
    def mode(self) -> _Mode:
        """What it does."""
        return FAULTS[self.name]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mode:
    what: str
    fits: Callable[[Answer], bool]
    change: Callable[[Answer], Answer]
    again: bool = True
    """False: it spoils the first request for each subject and no later one."""
    seconds: float = 0.0
    """To wait before the answer."""


def fault_named(raw: str) -> Fault:
    """``unavailable`` or ``unavailable:2``.

    :raises FaultError: when there is no such mode.
    """
    name, colon, number = raw.partition(":")
    if name not in FAULTS:
        raise FaultError(f"no such fault: {name!r}; there are {', '.join(FAULTS)}")
    if colon and not (number.isascii() and number.isdigit()):
        raise FaultError(f"{raw!r}: behind the colon stands how often, a number")
    return Fault(name=name, left=int(number) if colon else None)


def spoiled(answer: Answer, fault: Fault) -> Answer:
    """The answer as the fault leaves it."""
    return fault.mode.change(answer)


def _is(*kinds: Kind) -> Callable[[Answer], bool]:
    return lambda answer: answer.kind in kinds


def _any(answer: Answer) -> bool:
    return answer.kind is not Kind.ROBOTS


def _of(provider: str) -> Callable[[Answer], bool]:
    return lambda answer: answer.endpoint.startswith(provider)


def _page(body: bytes) -> Callable[[Answer], Answer]:
    return lambda answer: replace(answer, status=200, headers=_HTML, body=body, content=None)


def _status(status: int, body: bytes, *headers: tuple[str, str]) -> Callable[[Answer], Answer]:
    more = (("Content-Type", "text/plain"), *headers)
    return lambda answer: replace(answer, status=status, headers=more, body=body, content=None)


def _bytes(body: bytes) -> Callable[[Answer], Answer]:
    return lambda answer: replace(answer, body=body, content=None)


def _json(answer: Answer, content: Any, *, status: int = 200) -> Answer:
    return json_answer(answer.endpoint, answer.kind, content, status=status, subject=answer.subject)


def _rows(answer: Answer, change: Callable[[list[Any]], list[Any]]) -> Answer:
    """The same list with other rows; counts follow as the provider would count them."""
    if answer.status != 200 or not isinstance(answer.content, Mapping):
        return answer
    content = copy.deepcopy(dict(answer.content))
    if answer.endpoint.startswith("openstates"):
        content["results"] = change(content.get("results", []))
        return _json(answer, content)
    for name in ("sessions", "datasetlist"):
        if name in content:
            content[name] = change(content[name])
    for name in ("masterlist", "searchresult"):
        if name in content:
            content[name] = _numbered(content[name], change)
    return _json(answer, content)


def _numbered(listed: dict[str, Any], change: Callable[[list[Any]], list[Any]]) -> dict[str, Any]:
    kept = {key: value for key, value in listed.items() if not key.isdigit()}
    if "results" in listed:
        rows = listed["results"]
        kept["results"] = change(list(rows.values()) if isinstance(rows, dict) else list(rows))
        return kept
    rows = change([value for key, value in listed.items() if key.isdigit()])
    return kept | {str(place): row for place, row in enumerate(rows)}


def _short(count: int) -> Callable[[Answer], Answer]:
    """At most so many rows, and counts that say that there are no more."""

    def changed(answer: Answer) -> Answer:
        shorter = _rows(answer, lambda rows: rows[:count])
        if not isinstance(shorter.content, dict) or shorter.status != 200:
            return shorter
        content = shorter.content
        if "pagination" in content:
            total = min(count, content["pagination"]["total_items"])
            content["pagination"] |= {"max_page": 1, "total_items": total}
        if "searchresult" in content:
            total = min(count, int(content["searchresult"]["summary"]["count"]))
            content["searchresult"]["summary"] |= {"page": "1 of 1", "count": total, "page_total": 1}
        return _json(shorter, content)

    return changed


def _doubled(rows: list[Any]) -> list[Any]:
    """The first one once more, as a list has it whose order moved while it was paged."""
    if not rows:
        return rows
    again = copy.deepcopy(rows[0])
    if "change_hash" in again:
        again["change_hash"] = again["change_hash"][::-1]
    if "title" in again:
        again["title"] = f"{again['title']} "
    return [*rows, again]


def _wrong_md5(answer: Answer) -> Answer:
    if not isinstance(answer.content, Mapping):
        return answer
    content = copy.deepcopy(dict(answer.content))
    for entry in content.values():
        for name in ("text_hash", "amendment_hash", "supplement_hash"):
            if isinstance(entry, dict) and name in entry:
                entry[name] = "0" * 32
    return _json(answer, content)


def _cut(answer: Answer) -> Answer:
    """A file that ends in the middle and says so nowhere."""
    headers = tuple(pair for pair in answer.headers if pair[0] not in ("ETag", "Last-Modified"))
    return replace(answer, body=answer.body[: len(answer.body) // 2], headers=headers, content=None)


def _hung_up(answer: Answer) -> Answer:
    """A connection that ends in the middle."""
    return replace(answer, claimed_length=len(answer.body), body=answer.body[: len(answer.body) // 2], content=None)


def _quota(answer: Answer) -> Answer:
    if answer.endpoint.startswith("legiscan"):
        message = "API query limit reached: 30000 of 30000 queries used this month"
        return _json(answer, {"status": "ERROR", "alert": {"message": message}})
    return _json(answer, {"detail": "exceeded limit of 250/day: 251"}, status=429)


def _victim_broken(answer: Answer) -> Answer:
    """LegiScan refuses the bill; in a list of Open States its entry lacks what every bill has."""
    if answer.endpoint.startswith("legiscan"):
        return _json(answer, {"status": "ERROR", "alert": {"message": "Internal error"}})
    if answer.kind is Kind.BILL:
        return _json(answer, {"detail": "Internal Server Error"}, status=500)

    def broken(rows: list[Any]) -> list[Any]:
        return [{**row, "identifier": None, "title": None} if _is_victim(row) else row for row in rows]

    return _rows(answer, broken)


def _is_victim(row: Mapping[str, Any]) -> bool:
    return f"CO {row.get('session')} {row.get('identifier')}" == VICTIM


def _concerns_victim(answer: Answer) -> bool:
    listed = answer.endpoint == "openstates /bills" and answer.kind is Kind.LIST
    return listed or (answer.kind is Kind.BILL and answer.subject == VICTIM)


def _new_session(answer: Answer) -> Answer:
    """A session that nobody has heard of stands in the list."""

    def longer(rows: list[Any]) -> list[Any]:
        if not rows:
            return rows
        new = {**rows[0], "session_id": 9999, "session_tag": "9th Special Session", "special": 1}
        return [{**new, "session_title": "2026 9th Special Session", "session_name": "2026 9th Special Session"}, *rows]

    if answer.endpoint == "legiscan getSessionList":
        return _rows(answer, longer)
    if not isinstance(answer.content, Mapping):
        return answer
    content = copy.deepcopy(dict(answer.content))
    new = {"identifier": "2026S9", "name": "2026 9th Special Session", "classification": "special"}
    for entry in content.get("results", [content]):
        if "legislative_sessions" in entry:
            entry["legislative_sessions"].insert(0, {**new, "start_date": "2026-11-20", "end_date": ""})
    return _json(answer, content)


def _without(*names: str) -> Callable[[Answer], Answer]:
    """Fields that every bill had and that are empty from now on."""

    def changed(answer: Answer) -> Answer:
        if not isinstance(answer.content, Mapping):
            return answer
        content = json.loads(json.dumps(answer.content))
        for entry in [content, content.get("bill"), *content.get("results", [])]:
            for name in names if isinstance(entry, dict) else ():
                if name in entry:
                    entry[name] = []
        return _json(answer, content)

    return changed


def _renamed(answer: Answer) -> Answer:
    """A field under another name."""
    return replace(answer, body=answer.body.replace(b'"title":', b'"bill_title":'), content=None)


_LISTS: Final = _is(Kind.LIST)
_NO_KEEP: Final = ("Retry-After", "1")
FAULTS: Final[Mapping[str, _Mode]] = {
    "stale-page": _Mode(what="lists are those of day one", fits=_LISTS, change=lambda answer: answer),
    "waf-page": _Mode(what="a firewall's page with HTTP 200 for everything", fits=_any, change=_page(_WAF)),
    "soft-404": _Mode(what="an HTML page with HTTP 200 for a text", fits=_is(Kind.TEXT), change=_page(_SOFT_404)),
    "empty-list": _Mode(what="lists without entries", fits=_LISTS, change=_short(0)),
    "empty-body": _Mode(what="HTTP 200 and no byte", fits=_any, change=_bytes(b"")),
    "undecodable-body": _Mode(what="bytes that are no JSON", fits=_any, change=_bytes(b'\xff\xfe{"status":"O\x00')),
    "error-in-body": _Mode(
        what="HTTP 200 with an error as GraphQL writes it",
        fits=_any,
        change=lambda answer: _json(answer, {"errors": [{"message": "Unexpected field"}], "data": None}),
    ),
    "renamed-field": _Mode(what="titles have another name", fits=_is(Kind.LIST, Kind.BILL), change=_renamed),
    "no-sponsors": _Mode(
        what="bills without sponsors", fits=_is(Kind.LIST, Kind.BILL), change=_without("sponsors", "sponsorships")
    ),
    "no-actions": _Mode(
        what="bills without actions",
        fits=_is(Kind.LIST, Kind.BILL),
        change=_without("history", "progress", "actions"),
    ),
    "wrong-md5": _Mode(what="hashes that are not those of the bytes", fits=_is(Kind.TEXT), change=_wrong_md5),
    "truncated-archive": _Mode(what="half an archive, as if whole", fits=_is(Kind.ARCHIVE), change=_cut),
    "broken-transfer": _Mode(what="the connection ends half way", fits=_is(Kind.ARCHIVE, Kind.TEXT), change=_hung_up),
    "unavailable": _Mode(what="503 with Retry-After", fits=_any, change=_status(503, b"Service Unavailable", _NO_KEEP)),
    "server-error": _Mode(what="500", fits=_any, change=_status(500, b"Internal Server Error")),
    "text-error": _Mode(what="500 for texts alone", fits=_is(Kind.TEXT), change=_status(500, b"Internal Server Error")),
    "too-many-requests": _Mode(
        what="429 with Retry-After", fits=_any, change=_status(429, b"Too Many Requests", _NO_KEEP)
    ),
    "forbidden": _Mode(what="403 for everything", fits=_any, change=_status(403, b"Forbidden")),
    "slow-answer": _Mode(what="three seconds before each answer", fits=_any, change=lambda answer: answer, seconds=3.0),
    "no-answer": _Mode(what="ten minutes before each answer", fits=_any, change=lambda answer: answer, seconds=600.0),
    "capped-list": _Mode(
        what=f"lists end after {_CAP} entries",
        fits=_LISTS,
        change=_short(_CAP),
    ),
    "duplicates": _Mode(
        what="the first entry of a list stands there twice", fits=_LISTS, change=lambda a: _rows(a, _doubled)
    ),
    "transient-empty-page": _Mode(
        what="each list is empty when it is first asked for",
        fits=_LISTS,
        change=lambda answer: _rows(answer, lambda _: []),
        again=False,
    ),
    "unknown-session": _Mode(
        what="a session that nobody has heard of",
        fits=lambda answer: answer.endpoint in ("legiscan getSessionList", "openstates /jurisdictions"),
        change=_new_session,
    ),
    "quota-used-up": _Mode(
        what="the quota is used up, in each provider's words",
        fits=lambda answer: answer.endpoint.startswith(("legiscan", "openstates")),
        change=_quota,
    ),
    "bill-error": _Mode(what=f"one bill alone fails: {VICTIM}", fits=_concerns_victim, change=_victim_broken),
}
