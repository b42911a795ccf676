"""Which ways to fail has the server? Each by name: which answers it spoils, how, and how often.

A mode may be given a number, ``unavailable:2``: then it spoils so many requests that it fits, and no more. It may be
given a provider, ``legiscan/stale-page``: then the others stay well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from crawlers.samples.answer import Answer, Kind
from crawlers.samples.spoil import (
    SOFT_404,
    VICTIM,
    WAF,
    Change,
    concerns_victim,
    cut,
    doubled,
    hung_up,
    is_kind,
    new_session,
    not_robots,
    page,
    quota,
    renamed,
    rows_changed,
    short,
    victim_broken,
    with_bytes,
    with_content,
    with_status,
    without,
    wrong_md5,
)

__all__ = ["FAULTS", "PROVIDERS", "VICTIM", "Fault", "FaultError", "Mode", "fault_named"]

PROVIDERS: Final = ("legiscan", "openstates", "archive", "documents")
_CAP: Final = 3


class FaultError(ValueError):
    """No such fault, or a number that is none. Raised before anything is served; the message lists the names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """A way to fail."""

    what: str
    fits: Callable[[Answer], bool]
    change: Change
    again: bool = True
    """False: it spoils the first request for each subject and no later one."""
    seconds: float = 0.0
    """To wait before the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One mode in force; ``left`` is how often it still acts, None for always; ``provider`` is empty for all."""

    name: str
    left: int | None = None
    provider: str = ""

    @property
    def mode(self) -> Mode:
        """What it does."""
        return FAULTS[self.name]

    def fits(self, answer: Answer) -> bool:
        """Whether it spoils this answer now."""
        return self.left != 0 and answer.endpoint.startswith(self.provider) and self.mode.fits(answer)


def fault_named(raw: str) -> Fault:
    """``unavailable``, ``unavailable:2`` or ``legiscan/unavailable:2``.

    :raises FaultError: when there is no such mode or provider.
    """
    provider, slash, rest = raw.rpartition("/")
    name, colon, number = rest.partition(":")
    if name not in FAULTS:
        raise FaultError(f"no such fault: {name!r}; there are {', '.join(FAULTS)}")
    if slash and provider not in PROVIDERS:
        raise FaultError(f"no such provider: {provider!r}; there are {', '.join(PROVIDERS)}")
    if colon and not (number.isascii() and number.isdigit()):
        raise FaultError(f"{raw!r}: behind the colon stands how often, a number")
    return Fault(name=name, left=int(number) if colon else None, provider=provider)


def _same(answer: Answer) -> Answer:
    return answer


_LISTS: Final = is_kind(Kind.LIST)
_BILLS: Final = is_kind(Kind.LIST, Kind.BILL)
_TEXTS: Final = is_kind(Kind.TEXT)
_BROKEN: Final = with_status(500, b"Internal Server Error")
_AFTER: Final = ("Retry-After", "1")
FAULTS: Final[Mapping[str, Mode]] = {
    "stale-page": Mode(what="lists are those of day one", fits=_LISTS, change=_same),
    "waf-page": Mode(what="a firewall's page with HTTP 200 for everything", fits=not_robots, change=page(WAF)),
    "soft-404": Mode(what="an HTML page with HTTP 200 for a text", fits=_TEXTS, change=page(SOFT_404)),
    "empty-list": Mode(what="lists without entries", fits=_LISTS, change=short(0)),
    "empty-body": Mode(what="HTTP 200 and no byte", fits=not_robots, change=with_bytes(b"")),
    "undecodable-body": Mode(
        what="bytes that are no JSON", fits=not_robots, change=with_bytes(b'\xff\xfe{"status":"O\x00')
    ),
    "error-in-body": Mode(
        what="HTTP 200 with an error as GraphQL writes it",
        fits=not_robots,
        change=lambda answer: with_content(answer, {"errors": [{"message": "Unexpected field"}], "data": None}),
    ),
    "renamed-field": Mode(what="titles have another name", fits=_BILLS, change=renamed),
    "no-sponsors": Mode(what="bills without sponsors", fits=_BILLS, change=without("sponsors", "sponsorships")),
    "no-actions": Mode(
        what="bills without actions",
        fits=_BILLS,
        change=without("history", "progress", "actions"),
    ),
    "wrong-md5": Mode(what="hashes that are not those of the bytes", fits=_TEXTS, change=wrong_md5),
    "truncated-archive": Mode(what="half an archive, as if whole", fits=is_kind(Kind.ARCHIVE), change=cut),
    "broken-transfer": Mode(what="the connection ends half way", fits=is_kind(Kind.ARCHIVE, Kind.TEXT), change=hung_up),
    "unavailable": Mode(
        what="503 with Retry-After", fits=not_robots, change=with_status(503, b"Service Unavailable", _AFTER)
    ),
    "server-error": Mode(what="500", fits=not_robots, change=_BROKEN),
    "text-error": Mode(what="500 for texts alone", fits=_TEXTS, change=_BROKEN),
    "too-many-requests": Mode(
        what="429 with Retry-After", fits=not_robots, change=with_status(429, b"Too Many Requests", _AFTER)
    ),
    "forbidden": Mode(what="403 for everything", fits=not_robots, change=with_status(403, b"Forbidden")),
    "slow-answer": Mode(what="three seconds before each answer", fits=not_robots, change=_same, seconds=3.0),
    "no-answer": Mode(what="ten minutes before each answer", fits=not_robots, change=_same, seconds=600.0),
    "capped-list": Mode(
        what=f"lists end after {_CAP} entries",
        fits=_LISTS,
        change=short(_CAP),
    ),
    "duplicates": Mode(
        what="the first entry of a list stands there twice",
        fits=_LISTS,
        change=lambda answer: rows_changed(answer, doubled),
    ),
    "transient-empty-page": Mode(
        what="each list is empty when it is first asked for",
        fits=_LISTS,
        change=lambda answer: rows_changed(answer, lambda _: []),
        again=False,
    ),
    "unknown-session": Mode(
        what="a session that nobody has heard of",
        fits=lambda answer: answer.endpoint in ("legiscan getSessionList", "openstates /jurisdictions"),
        change=new_session,
    ),
    "quota-used-up": Mode(
        what="the quota is used up, in each provider's words",
        fits=lambda answer: answer.endpoint.startswith(("legiscan", "openstates")),
        change=quota,
    ),
    "bill-error": Mode(what=f"one bill alone fails: {VICTIM}", fits=concerns_victim, change=victim_broken),
}
