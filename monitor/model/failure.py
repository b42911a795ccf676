"""What went wrong with a source, what does it mean, and what is done about it? One word for each way of failing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

__all__ = ["Action", "Failure", "FailureKind", "failure", "kind_of_status", "known_kind"]


class Action(StrEnum):
    """What follows from a failure."""

    RETRY = "retry"
    """Ask a few times more, with growing waits; then it counts."""
    WAIT = "wait"
    """Nothing is asked until the time that the source or the quota names."""
    STOP_HOST = "stop host"
    """No more requests to this host for hours. Never worked around."""
    SKIP_ITEM = "skip item"
    """The one bill or document is recorded; the run goes on."""
    MARK_PARTIAL = "mark partial"
    """What came is stored; nothing may be concluded from what did not come."""
    ASK_OPERATOR = "ask operator"
    """The last good data stay, events are held, a person looks."""


class FailureKind(StrEnum):
    """The ways in which sources fail, as they are counted in run records and bad items."""

    EMPTY = "empty"
    TRUNCATED = "truncated"
    CAPPED = "capped"
    BLOCKED = "blocked"
    CIRCUIT_OPEN = "circuit-open"
    ROBOTS = "robots"
    RATE_LIMITED = "rate-limited"
    QUOTA = "quota"
    LAYOUT_CHANGED = "layout-changed"
    SCHEMA_DRIFT = "schema-drift"
    UNKNOWN_SESSION = "unknown-session"
    TEST_DATA = "test-data"
    NOT_FOUND = "not-found"
    SOFT_404 = "soft-404"
    WRONG_TYPE = "wrong-type"
    DECODE = "decode"
    TOO_LARGE = "too-large"
    HASH_MISMATCH = "hash-mismatch"
    TIMEOUT = "timeout"
    DNS = "dns"
    CONNECTION = "connection"
    TLS = "tls"
    SERVER_ERROR = "server-error"
    REFUSED = "refused"
    MALFORMED = "malformed"
    IDENTIFIER = "identifier"
    JURISDICTION = "jurisdiction"
    SANITY = "sanity"
    DUPLICATE = "duplicate"
    UNREADABLE = "unreadable"
    UNMATCHED_FILE = "unmatched-file"
    STORE = "store"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What a kind means and what is done."""

    kind: FailureKind
    meaning: str
    action: Action


_RETRY, _WAIT, _HOST, _SKIP, _PARTIAL, _ASK = Action
_K = FailureKind
_ALL: Final = {
    _K.EMPTY: ("the source listed nothing although bills of the session are known", _ASK),
    _K.TRUNCATED: ("the list is much shorter than before, or ends in an empty page after a full one", _PARTIAL),
    _K.CAPPED: ("the list is exactly as long as a limit of the source: the rest is missing", _PARTIAL),
    _K.BLOCKED: ("a wall, a challenge or a login page answered in the place of the content, or 401, 403, 406", _HOST),
    _K.CIRCUIT_OPEN: ("not asked: the host failed too often in a row and is left alone", _PARTIAL),
    _K.ROBOTS: ("robots.txt forbids this address", _SKIP),
    _K.RATE_LIMITED: ("the host says that it was asked too often (429)", _WAIT),
    _K.QUOTA: ("no call of the key is left", _WAIT),
    _K.LAYOUT_CHANGED: ("a page has not the elements by which it is read", _ASK),
    _K.SCHEMA_DRIFT: ("an answer lacks required keys, has others, or carries an error in a good status", _ASK),
    _K.UNKNOWN_SESSION: ("the source lists a session that nobody has seen", _ASK),
    _K.TEST_DATA: ("a bill or session that the source made for its own tests", _SKIP),
    _K.NOT_FOUND: ("there is nothing at this address (404, 410)", _SKIP),
    _K.SOFT_404: ("a page that says that there is nothing, with a good status", _SKIP),
    _K.WRONG_TYPE: ("another kind of document than asked for, as HTML where a PDF should be", _SKIP),
    _K.DECODE: ("the body cannot be decoded, or is empty where it never is", _RETRY),
    _K.TOO_LARGE: ("more than the limit of size", _SKIP),
    _K.HASH_MISMATCH: ("the bytes are not those whose hash the source names", _RETRY),
    _K.TIMEOUT: ("no answer in time", _RETRY),
    _K.DNS: ("the name of the host cannot be resolved", _RETRY),
    _K.CONNECTION: ("no connection, or it broke off", _RETRY),
    _K.TLS: ("the certificate is expired, incomplete or of another host", _ASK),
    _K.SERVER_ERROR: ("the host fails (5xx, 408)", _RETRY),
    _K.REFUSED: ("the host refuses the request as wrong (other 4xx)", _ASK),
    _K.MALFORMED: ("a bill's record cannot be understood", _SKIP),
    _K.IDENTIFIER: ("a bill's number cannot be understood", _SKIP),
    _K.JURISDICTION: ("a bill of an unknown jurisdiction, or of another than its place says", _SKIP),
    _K.SANITY: ("a bill that cannot be true: no title, say", _SKIP),
    _K.DUPLICATE: ("listed twice in one run with different content", _SKIP),
    _K.UNREADABLE: ("a document without text that can be read", _SKIP),
    _K.UNMATCHED_FILE: ("a file that belongs to no version", _SKIP),
    _K.STORE: ("the database refused the bill", _SKIP),
    _K.OTHER: ("not foreseen; the log has it whole", _ASK),
}


def failure(kind: FailureKind) -> Failure:
    """What a kind means and what is done about it."""
    meaning, action = _ALL[kind]
    return Failure(kind=kind, meaning=meaning, action=action)


def known_kind(word: str) -> FailureKind:
    """The kind of a recorded word; ``other`` for one that is not of the taxonomy."""
    try:
        return FailureKind(word)
    except ValueError:
        return FailureKind.OTHER


def kind_of_status(status: int) -> FailureKind | None:
    """The kind of an HTTP status; none where it tells of no failure (2xx, 304 and other redirects)."""
    if status < 400:
        return None
    if status in (401, 403, 406):
        return FailureKind.BLOCKED
    if status in (404, 410):
        return FailureKind.NOT_FOUND
    if status == 429:
        return FailureKind.RATE_LIMITED
    return FailureKind.SERVER_ERROR if status >= 500 or status == 408 else FailureKind.REFUSED
