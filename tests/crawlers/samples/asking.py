"""Asks a sample server as a client does, without raising on a refusal."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from crawlers.samples.server import SampleServer


@dataclass(frozen=True, slots=True)
class Got:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def get(address: str, **headers: str) -> Got:
    request = urllib.request.Request(
        address, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            return Got(response.status, dict(response.headers), response.read())
    except urllib.error.HTTPError as error:
        with error:
            return Got(error.code, dict(error.headers), error.read())


def legiscan(server: SampleServer, op: str, **parameters: object) -> Any:
    """The JSON value of a LegiScan operation."""
    query = urlencode({"key": "k", "op": op, **parameters})
    return get(f"{server.legiscan}?{query}").json


def openstates(server: SampleServer, path: str, *parameters: tuple[str, object], key: str = "k") -> Got:
    """An answer of Open States."""
    headers = {"X_API_KEY": key} if key else {}
    return get(f"{server.openstates}/{path}?{urlencode(parameters)}", **headers)


def rows(answer: Any) -> list[Any]:
    """The entries of a master list."""
    return [entry for name, entry in answer["masterlist"].items() if name.isdigit()]


def session_id(server: SampleServer, state: str, tag: str = "") -> int:
    """LegiScan's number of a session."""
    sessions = legiscan(server, "getSessionList", state=state)["sessions"]
    return next(int(each["session_id"]) for each in sessions if tag in each["session_name"])
