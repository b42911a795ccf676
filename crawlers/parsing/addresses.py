"""How is an address written down? Without the secrets in it, on one line, not endlessly long."""

from __future__ import annotations

import re
from typing import Final

from crawlers.parsing.clean import one_line

__all__ = ["shown_address"]

_MAX_LENGTH: Final = 500
_SECRET: Final = re.compile(
    r"([?&;](?:api_?key|x-api-key|key|access_?key|access_token|token)=)[^&#;\s]*", re.IGNORECASE
)
_USER: Final = re.compile(r"^([a-z][a-z0-9+.-]{0,20}://)[^/@?#\s]*@", re.IGNORECASE)


def shown_address(url: str) -> str:
    """The address as records and messages show it: keys in its query and users before its host are taken out."""
    return one_line(_USER.sub(r"\1***@", _SECRET.sub(r"\1***", url)))[:_MAX_LENGTH]
