"""How is an address written down, without the secrets in it? And does it lead off this machine?"""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from crawlers.parsing.clean import one_line

__all__ = ["is_loopback", "shown_address"]

_MAX_LENGTH: Final = 500
_SECRET: Final = re.compile(
    r"([?&;](?:api_?key|x-api-key|key|access_?key|access_token|token)=)[^&#;\s]*", re.IGNORECASE
)
_USER: Final = re.compile(r"^([a-z][a-z0-9+.-]{0,20}://)[^/@?#\s]*@", re.IGNORECASE)


def shown_address(url: str) -> str:
    """The address as records and messages show it: keys in its query and users before its host are taken out."""
    return one_line(_USER.sub(r"\1***@", _SECRET.sub(r"\1***", url)))[:_MAX_LENGTH]


def is_loopback(url: str) -> bool:
    """Whether an address is of this machine, by a literal loopback address or ``localhost``; a path is no address."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme not in ("http", "https"):
        return False
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
