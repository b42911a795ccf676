"""What becomes of a good answer when a source fails? Pure changes; :mod:`crawlers.samples.faults` names them."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from crawlers.samples.answer import Answer, Kind, json_answer

__all__ = [
    "SOFT_404",
    "VICTIM",
    "WAF",
    "Change",
    "concerns_victim",
    "cut",
    "doubled",
    "hung_up",
    "is_kind",
    "new_session",
    "not_robots",
    "page",
    "quota",
    "renamed",
    "rows_changed",
    "short",
    "victim_broken",
    "with_bytes",
    "with_content",
    "with_status",
    "without",
    "wrong_md5",
]

Change = Callable[[Answer], Answer]
VICTIM: Final = "CO 2026A HB 9901"
"""The bill that alone goes wrong when one does."""
_HTML: Final = (("Content-Type", "text/html; charset=utf-8"),)
WAF: Final = (
    b"<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. Please consult with "
    b"your administrator.<br><br>Your support ID is: 1234567890123456789<br><br>"
    b"<a href='javascript:history.back();'>[Go Back]</a></body></html>"
)
SOFT_404: Final = (
    b"<!DOCTYPE html><html><head><title>Not Found</title></head><body><div class='page-404'><h1>404</h1>"
    b"<p>The document that you asked for does not exist.</p></div></body></html>"
)


def is_kind(*kinds: Kind) -> Callable[[Answer], bool]:
    """Fits the answers of these kinds."""
    return lambda answer: answer.kind in kinds


def not_robots(answer: Answer) -> bool:
    """Fits everything but ``robots.txt``."""
    return answer.kind is not Kind.ROBOTS


def page(body: bytes) -> Callable[[Answer], Answer]:
    """A page with HTTP 200 instead of the answer."""
    return lambda answer: replace(answer, status=200, headers=_HTML, body=body, content=None)


def with_status(status: int, body: bytes, *headers: tuple[str, str]) -> Callable[[Answer], Answer]:
    """A refusal with these headers."""
    more = (("Content-Type", "text/plain"), *headers)
    return lambda answer: replace(answer, status=status, headers=more, body=body, content=None)


def with_bytes(body: bytes) -> Callable[[Answer], Answer]:
    """Other bytes, and the same headers."""
    return lambda answer: replace(answer, body=body, content=None)


def with_content(answer: Answer, content: Any, *, status: int = 200) -> Answer:
    """Another JSON value."""
    return json_answer(answer.endpoint, answer.kind, content, status=status, subject=answer.subject)


def rows_changed(answer: Answer, change: Callable[[list[Any]], list[Any]]) -> Answer:
    """The same list with other rows; counts follow as the provider would count them."""
    if answer.status != 200 or not isinstance(answer.content, Mapping):
        return answer
    content = copy.deepcopy(dict(answer.content))
    if answer.endpoint.startswith("openstates"):
        content["results"] = change(content.get("results", []))
        return with_content(answer, content)
    for name in ("sessions", "datasetlist"):
        if name in content:
            content[name] = change(content[name])
    for name in ("masterlist", "searchresult"):
        if name in content:
            content[name] = _numbered(content[name], change)
    return with_content(answer, content)


def _numbered(listed: dict[str, Any], change: Callable[[list[Any]], list[Any]]) -> dict[str, Any]:
    kept = {key: value for key, value in listed.items() if not key.isdigit()}
    if "results" in listed:
        rows = listed["results"]
        kept["results"] = change(list(rows.values()) if isinstance(rows, dict) else list(rows))
        return kept
    rows = change([value for key, value in listed.items() if key.isdigit()])
    return kept | {str(place): row for place, row in enumerate(rows)}


def short(count: int) -> Callable[[Answer], Answer]:
    """At most so many rows, and counts that say that there are no more."""

    def changed(answer: Answer) -> Answer:
        shorter = rows_changed(answer, lambda rows: rows[:count])
        if not isinstance(shorter.content, dict) or shorter.status != 200:
            return shorter
        content = shorter.content
        if "pagination" in content:
            total = min(count, content["pagination"]["total_items"])
            content["pagination"] |= {"max_page": 1, "total_items": total}
        if "searchresult" in content:
            total = min(count, int(content["searchresult"]["summary"]["count"]))
            content["searchresult"]["summary"] |= {"page": "1 of 1", "count": total, "page_total": 1}
        return with_content(shorter, content)

    return changed


def doubled(rows: list[Any]) -> list[Any]:
    """The first one once more, as a list has it whose order moved while it was paged."""
    if not rows:
        return rows
    again = copy.deepcopy(rows[0])
    if "change_hash" in again:
        again["change_hash"] = again["change_hash"][::-1]
    if "title" in again:
        again["title"] = f"{again['title']} "
    return [*rows, again]


def wrong_md5(answer: Answer) -> Answer:
    """A hash that is not that of the bytes."""
    if not isinstance(answer.content, Mapping):
        return answer
    content = copy.deepcopy(dict(answer.content))
    for entry in content.values():
        for name in ("text_hash", "amendment_hash", "supplement_hash"):
            if isinstance(entry, dict) and name in entry:
                entry[name] = "0" * 32
    return with_content(answer, content)


def cut(answer: Answer) -> Answer:
    """A file that ends in the middle and says so nowhere."""
    headers = tuple(pair for pair in answer.headers if pair[0] not in ("ETag", "Last-Modified"))
    return replace(answer, body=answer.body[: len(answer.body) // 2], headers=headers, content=None)


def hung_up(answer: Answer) -> Answer:
    """A connection that ends in the middle."""
    return replace(answer, claimed_length=len(answer.body), body=answer.body[: len(answer.body) // 2], content=None)


def quota(answer: Answer) -> Answer:
    """The quota is used up."""
    if answer.endpoint.startswith("legiscan"):
        message = "API query limit reached: 30000 of 30000 queries used this month"
        return with_content(answer, {"status": "ERROR", "alert": {"message": message}})
    return with_content(answer, {"detail": "exceeded limit of 250/day: 251"}, status=429)


def victim_broken(answer: Answer) -> Answer:
    """LegiScan refuses the bill; in a list of Open States its entry lacks what every bill has."""
    if answer.endpoint.startswith("legiscan"):
        return with_content(answer, {"status": "ERROR", "alert": {"message": "Internal error"}})
    if answer.kind is Kind.BILL:
        return with_content(answer, {"detail": "Internal Server Error"}, status=500)

    def broken(rows: list[Any]) -> list[Any]:
        return [{**row, "identifier": None, "title": None} if _is_victim(row) else row for row in rows]

    return rows_changed(answer, broken)


def _is_victim(row: Mapping[str, Any]) -> bool:
    return f"CO {row.get('session')} {row.get('identifier')}" == VICTIM


def concerns_victim(answer: Answer) -> bool:
    """Fits the answers in which the victim stands."""
    listed = answer.endpoint == "openstates /bills" and answer.kind is Kind.LIST
    return listed or (answer.kind is Kind.BILL and answer.subject == VICTIM)


def new_session(answer: Answer) -> Answer:
    """A session that nobody has heard of stands in the list."""

    def longer(rows: list[Any]) -> list[Any]:
        if not rows:
            return rows
        new = {**rows[0], "session_id": 9999, "session_tag": "9th Special Session", "special": 1}
        return [{**new, "session_title": "2026 9th Special Session", "session_name": "2026 9th Special Session"}, *rows]

    if answer.endpoint == "legiscan getSessionList":
        return rows_changed(answer, longer)
    if not isinstance(answer.content, Mapping):
        return answer
    content = copy.deepcopy(dict(answer.content))
    new = {"identifier": "2026S9", "name": "2026 9th Special Session", "classification": "special"}
    for entry in content.get("results", [content]):
        if "legislative_sessions" in entry:
            entry["legislative_sessions"].insert(0, {**new, "start_date": "2026-11-20", "end_date": ""})
    return with_content(answer, content)


def without(*names: str) -> Callable[[Answer], Answer]:
    """Fields that every bill had and that are empty from now on."""

    def changed(answer: Answer) -> Answer:
        if not isinstance(answer.content, Mapping):
            return answer
        content = json.loads(json.dumps(answer.content))
        for entry in [content, content.get("bill"), *content.get("results", [])]:
            for name in names if isinstance(entry, dict) else ():
                if name in entry:
                    entry[name] = []
        return with_content(answer, content)

    return changed


def renamed(answer: Answer) -> Answer:
    """A field under another name."""
    return replace(answer, body=answer.body.replace(b'"title":', b'"bill_title":'), content=None)
