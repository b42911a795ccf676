"""What does Open States v3 answer? Pages of at most twenty, 404 beyond the last, and its refusals word for word.

Rules and wordings as in the public source of the service, among them two that surprise: a query that looks like a
number of a bill is taken for one, and ``updated_since`` is compared as text with a moment that has a blank for the T.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from crawlers.samples.answer import Answer, Asked, Kind, json_answer, number_in
from crawlers.samples.facts import Legislature, SampleBill, World
from crawlers.samples.full_text import found_bills
from crawlers.samples.openstates_shape import bill_object, jurisdiction_object, ocd_id, updated_at

__all__ = ["openstates_answer"]

_MAX_PER_PAGE: Final = 20
_LIKELY_NUMBER: Final = re.compile(r"\w{1,3}\s*\d{1,5}", re.ASCII)
_BILL_NUMBER: Final = re.compile(r"([A-Z]*)\s*0*([-\d]+)")
_INCLUDES: Final = (
    "sponsorships abstracts other_titles other_identifiers actions sources documents versions votes related_bills"
).split()
_JURISDICTION_INCLUDES: Final = "organizations legislative_sessions latest_runs".split()
_SORTS: Final = (
    "updated_asc updated_desc first_action_asc first_action_desc latest_action_asc latest_action_desc"
).split()
_PROFILE: Final = "Login and visit https://openstates.org/account/profile/ for your API key."


class _RefusedError(Exception):
    """A request that cannot be answered; ``status`` and ``detail`` are the answer."""

    def __init__(self, status: int, detail: Any) -> None:
        self.status, self.detail = status, detail
        super().__init__(str(detail))


def openstates_answer(world: World, asked: Asked, *, documents: str = "") -> Answer:
    """The answer to one request. ``documents`` replaces the host of links to texts."""
    parts = [part for part in asked.path.split("/") if part]
    endpoint = f"openstates /{parts[0]}" if parts and parts[0] in ("bills", "jurisdictions") else "openstates other"
    kind = Kind.LIST if len(parts) == 1 else Kind.BILL
    if endpoint == "openstates other":
        return json_answer(endpoint, kind, {"detail": "Not Found"}, status=404)
    try:
        _check_key(asked)
        if parts[0] == "jurisdictions":
            content, subject = _jurisdictions(world, asked, parts[1:]), "jurisdictions"
        else:
            endpoint += "/…" if len(parts) > 1 else ""
            content, subject = _bills(world, asked, parts[1:], documents)
    except _RefusedError as error:
        return json_answer(endpoint, kind, {"detail": error.detail}, status=error.status)
    return json_answer(endpoint, kind, content, subject=subject)


def _check_key(asked: Asked) -> None:
    given = asked.headers.get("x-api-key") or asked.one("apikey")
    if not given:
        raise _RefusedError(403, f"Must provide API Key as ?apikey or X-API-KEY. {_PROFILE}")
    if not given.strip() or given == "wrong":
        raise _RefusedError(401, f"Invalid API Key. {_PROFILE}")


def _unprocessable(name: str, message: str, kind: str) -> _RefusedError:
    return _RefusedError(422, [{"loc": ["query", name], "msg": message, "type": kind}])


def _number(asked: Asked, name: str, default: int) -> int:
    raw = asked.one(name)
    if name not in asked.query:
        return default
    found = number_in(raw.removeprefix("-"))
    if found is None:
        raise _unprocessable(name, "value is not a valid integer", "type_error.integer")
    return -found if raw.startswith("-") else found


def _chosen(asked: Asked, name: str, allowed: Sequence[str]) -> list[str]:
    values = list(asked.query.get(name, []))
    if any(value not in allowed for value in values):
        permitted = ", ".join(repr(value) for value in allowed)
        message = f"value is not a valid enumeration member; permitted: {permitted}"
        raise _unprocessable(name, message, "type_error.enum")
    return values


def _legislature(world: World, raw: str) -> Legislature | None:
    """By two letters, by name, or by the id of the jurisdiction."""
    for legislature in world.legislatures.values():
        if raw in (legislature.ocd_jurisdiction, legislature.name) or raw.upper() == legislature.code:
            return legislature
    return None


def _page(asked: Asked, found: Sequence[Any], *, default: int, maximum: int) -> tuple[Sequence[Any], dict[str, int]]:
    page, per_page = _number(asked, "page", 1), _number(asked, "per_page", default)
    if not 1 <= per_page <= maximum:
        raise _RefusedError(400, f"invalid per_page, must be in [1, {maximum}]")
    pages = -(-len(found) // per_page) or 1
    if not 1 <= page <= pages:
        raise _RefusedError(404, f"invalid page, must be in [1, {pages}]")
    meta = {"per_page": per_page, "page": page, "max_page": pages, "total_items": len(found)}
    return found[(page - 1) * per_page : page * per_page], meta


def _jurisdictions(world: World, asked: Asked, parts: Sequence[str]) -> dict[str, Any]:
    include = _chosen(asked, "include", _JURISDICTION_INCLUDES)
    if parts:
        legislature = _legislature(world, "/".join(parts))
        if legislature is None:
            raise _RefusedError(404, "No such Jurisdiction.")
        return jurisdiction_object(legislature, world.day, include)
    kinds = _chosen(asked, "classification", ("state", "municipality", "country"))
    found: list[dict[str, Any]] = []
    if not kinds or kinds[-1] == "state":
        legislatures = sorted(world.legislatures.values(), key=lambda each: each.name)
        found = [jurisdiction_object(legislature, world.day, include) for legislature in legislatures]
        found.append(_puerto_rico(include))
        found.sort(key=lambda each: str(each["name"]))
    shown, meta = _page(asked, found, default=52, maximum=52)
    return {"results": list(shown), "pagination": meta}


def _puerto_rico(include: Sequence[str]) -> dict[str, Any]:
    """Listed by Open States, and none of our jurisdictions."""
    division = "ocd-division/country:us/territory:pr"
    content: dict[str, Any] = {
        "id": "ocd-jurisdiction/country:us/territory:pr/government",
        "name": "Puerto Rico",
        "classification": "state",
        "division_id": division,
        "url": "https://example.org/pr/",
        "latest_bill_update": "2026-11-20T05:12:44.102938+00:00",
        "latest_people_update": "2026-11-20T05:12:44.102938+00:00",
    }
    return content | {name: [] for name in include}


def _bills(world: World, asked: Asked, parts: Sequence[str], documents: str) -> tuple[dict[str, Any], str]:
    """The content, and the bill or the query that it is about."""
    include = _chosen(asked, "include", _INCLUDES)
    if parts:
        bill = _one(world, parts)
        return bill_object(bill, world, include, documents=documents), bill.key
    found = _matching(world, asked)
    _sort(found, (_chosen(asked, "sort", _SORTS) or ["updated_desc"])[-1], world.day)
    shown, meta = _page(asked, found, default=10, maximum=_MAX_PER_PAGE)
    results = [bill_object(bill, world, include, documents=documents) for bill in shown]
    names = ("jurisdiction", "session", "q", "updated_since", "page")
    return {"results": results, "pagination": meta}, " ".join(asked.one(name) for name in names)


def _one(world: World, parts: Sequence[str]) -> SampleBill:
    """``ocd-bill/…`` or jurisdiction, session, number."""
    found = None
    if len(parts) == 2 and parts[0] == "ocd-bill":
        wanted = "/".join(parts)
        found = next((bill for bill in world.bills if ocd_id("bill", bill.identity or bill.key) == wanted), None)
    elif len(parts) >= 3:
        legislature = _legislature(world, "/".join(parts[:-2]))
        if legislature is not None:
            bills = [bill for bill in world.bills if bill.state == legislature.code]
            found = _numbered([bill for bill in bills if bill.session.identifier == parts[-2]], parts[-1])
    if found is None:
        raise _RefusedError(404, "No such Bill.")
    return found


def _numbered(bills: Sequence[SampleBill], raw: str) -> SampleBill | None:
    wanted = _squashed(raw)
    return next((bill for bill in bills if _squashed(bill.number) == wanted), None)


def _squashed(number: str) -> str:
    return _BILL_NUMBER.sub(r"\1\2", number.upper(), count=1).replace(" ", "")


def _matching(world: World, asked: Asked) -> list[SampleBill]:
    """The bills that all parameters leave."""
    named, query = asked.one("jurisdiction"), asked.one("q")
    bills = list(world.bills)
    if named:
        legislature = _legislature(world, named)
        bills = [bill for bill in bills if legislature is not None and bill.state == legislature.code]
    if session := asked.one("session"):
        if not named:
            raise _RefusedError(400, "filtering by session requires a jurisdiction parameter as well")
        bills = [bill for bill in bills if bill.session.identifier == session]
    if numbers := {_squashed(raw) for raw in asked.query.get("identifier", [])}:
        if len(numbers) > 20:
            raise _RefusedError(400, "can only provide up to 20 identifiers in one request")
        bills = [bill for bill in bills if _squashed(bill.number) in numbers]
    if chamber := asked.one("chamber"):
        bills = [bill for bill in bills if bill.chamber == chamber]
    if kind := asked.one("classification"):
        bills = [bill for bill in bills if kind == "bill"]
    if subjects := set(asked.query.get("subject", [])):
        bills = [bill for bill in bills if subjects <= set(bill.subjects)]
    bills = _since(bills, asked, world.day)
    if query:
        if _LIKELY_NUMBER.match(query):
            bills = [bill for bill in bills if _squashed(bill.number) == _squashed(query)]
        else:
            bills = [bill for bill, _ in found_bills(bills, query)]
    if not query and not named:
        raise _RefusedError(400, "either 'jurisdiction' or 'q' required")
    return bills


def _since(bills: list[SampleBill], asked: Asked, day: int) -> list[SampleBill]:
    """Compared as text: the moments lie in the database with a blank between day and time."""
    if since := asked.one("updated_since"):
        bills = [bill for bill in bills if updated_at(bill, day).replace("T", " ") >= since]
    if since := asked.one("created_since"):
        bills = [bill for bill in bills if since <= "2026-11-20 05:12:44.102938+00"]
    if since := asked.one("action_since"):
        bills = [bill for bill in bills if max((action.on for action in bill.actions), default="") >= since]
    return bills


def _sort(bills: list[SampleBill], order: str, day: int) -> None:
    """In place; ties in the order of the samples."""
    name, _, direction = order.rpartition("_")

    def key(bill: SampleBill) -> str:
        days = [action.on for action in bill.actions] or [""]
        return {"updated": updated_at(bill, day), "first_action": min(days), "latest_action": max(days)}[name]

    bills.sort(key=key, reverse=direction == "desc")
