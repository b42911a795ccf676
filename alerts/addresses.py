"""Is this a mail address that can stand in a header and in an SMTP dialogue? Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Final

from alerts.errors import WrongReaderError

__all__ = ["Mailbox", "parse_mailbox", "valid_address", "valid_name"]

_LOCAL: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")  # RFC 5322 dot-atom
_LABEL: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_MAX_NAME: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """A name, possibly empty, and an address."""

    name: str
    address: str


def valid_address(raw: str) -> str:
    """The address with its domain in lower case and ASCII (RFC 5321 limits; no quoted local parts).

    :raises WrongReaderError: when it cannot be used.
    """
    local, at, domain = raw.strip().rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        domain = ""
    labels = domain.split(".")
    good = (
        bool(at)
        and len(local) <= 64
        and len(local) + 1 + len(domain) <= 254
        and _LOCAL.fullmatch(local) is not None
        and all(_LABEL.fullmatch(label) for label in labels)
    )
    if not good:
        raise WrongReaderError(f"not a mail address: {raw[:80]!r}")
    return f"{local}@{domain}"


def valid_name(raw: str) -> str:
    """A display name without anything that could start another header.

    :raises WrongReaderError: when it has control characters or is too long.
    """
    name = raw.strip()
    if len(name) > _MAX_NAME or not name.isprintable():
        raise WrongReaderError(f"not a name: {raw[:80]!r}")
    return name


def parse_mailbox(raw: str, *, setting: str) -> Mailbox:
    """Split ``Preempt <preempt@example.org>`` of a setting.

    :raises WrongReaderError: naming the setting, when it is no mailbox.
    """
    name, address = parseaddr(raw)
    try:
        return Mailbox(name=valid_name(name), address=valid_address(address))
    except WrongReaderError as error:
        raise WrongReaderError(f"{setting} is not of the form Name <name@example.org>") from error
