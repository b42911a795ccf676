"""Did LegiScan answer? It says ``ERROR`` with HTTP 200, and in words only what is wrong."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from crawlers.errors import AnswerError
from crawlers.parsing.clean import one_line
from monitor.model.failure import FailureKind

__all__ = ["load_json", "payload"]

_MAX_WORDS: Final = 200
# Looked up in this order. The words change; what fits none of them costs what was asked for, and in a row ends the run.
_KINDS: Final = (
    (FailureKind.QUOTA, r"\bquota\b|\blimit\b|\bexceeded\b|\bexhausted\b|\btoo many\b|\bmaximum\b|\bthrottl"),
    (FailureKind.SERVER_ERROR, r"\bunavailable\b|\bmaintenance\b|\btry again\b|\btemporar"),
    (FailureKind.NOT_FOUND, r"\baccess[ _]?key\b"),  # of one data set, not of the account
    (
        FailureKind.REFUSED,
        r"\bkey\b|\bunauthori[sz]ed\b|\baccount\b|\bpermission\b|\bsubscription\b|\b(?:op|operation|command)\b",
    ),
    (FailureKind.NOT_FOUND, r"\bunknown\b|\bnot found\b|\bno such\b"),
    (
        FailureKind.NOT_FOUND,
        r"\binvalid\b.*\bid\b|\bdoes not exist\b|\bno (?:bill|document|text|session|amendment)s?\b",
    ),
)
_COMPILED: Final = tuple((kind, re.compile(words, re.IGNORECASE)) for kind, words in _KINDS)


def load_json(body: bytes) -> dict[str, Any]:
    """The object that an answer is.

    :raises AnswerError: ``decode`` when it is none: empty, cut off, a page of a firewall.
    """
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise AnswerError(FailureKind.DECODE, f"the answer is not JSON: {error}") from error
    if not isinstance(raw, dict):
        raise AnswerError(FailureKind.DECODE, "the answer is not an object")
    return raw


def payload(body: bytes, name: str) -> Any:
    """What an answer holds under ``name`` (``bill``, ``masterlist`` …).

    A file out of a data set or an old recording has no ``status``; it is taken by its content.

    :raises AnswerError: by kind when LegiScan refuses, or when the answer holds something else.
    """
    raw = load_json(body)
    status = one_line(raw.get("status")).upper() or ("OK" if name in raw else "")
    if status != "OK":
        alert = raw.get("alert")
        words = one_line(alert.get("message") if isinstance(alert, dict) else alert)[:_MAX_WORDS]
        if status != "ERROR":
            raise AnswerError(FailureKind.SCHEMA_DRIFT, f"the answer has the status {status[:20]!r}")
        raise AnswerError(_kind(words), words or "LegiScan refuses and does not say why")
    if name not in raw:
        raise AnswerError(FailureKind.SCHEMA_DRIFT, f"the answer has no {name}")
    return raw[name]


def _kind(words: str) -> FailureKind:
    return next((kind for kind, pattern in _COMPILED if pattern.search(words)), FailureKind.OTHER)
