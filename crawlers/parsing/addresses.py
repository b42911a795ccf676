"""How is an address written down, without the secrets in it? And where may a crawl follow it?"""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from crawlers.parsing.clean import one_line

__all__ = ["is_loopback", "is_same_site", "may_follow", "shown_address"]

_MAX_LENGTH: Final = 500
_HOST: Final = re.compile(r"(?:[a-z0-9_-]{1,63}\.)+[a-z][a-z0-9-]{0,62}")
"""A name of the web. What ends in a number is an address, in whatever way it is written: ``127.1``, ``0x7f.0.0.1``."""
_PRIVATE_NAMES: Final = (".local", ".internal", ".localhost", ".localdomain", ".lan", ".home.arpa")
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
    if parts.scheme not in ("http", "https", "ftp"):
        return False
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def may_follow(url: str, base_url: str) -> bool:
    """Whether a link in an answer is fetched: on the web, and off this machine just when the source is.

    A link in an answer is anybody's word: it must not lead a crawler to machines that only we can reach, and sample
    data must not lead it out. A name is judged as it is written: where it resolves to is not looked up.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or not host or parts.username or parts.password:
        return False
    if is_loopback(base_url) or is_loopback(url):
        return is_loopback(base_url) and is_loopback(url)
    try:
        address = ip_address(host)
    except ValueError:
        name = host.removesuffix(".")
        return _HOST.fullmatch(name) is not None and not name.endswith(_PRIVATE_NAMES)
    return address.is_global and not address.is_multicast


def is_same_site(url: str, base_url: str) -> bool:
    """Whether a page is of the site: its host and port, and never http where the site is https."""
    try:
        page, site = urlsplit(url), urlsplit(base_url)
        where = (page.hostname, page.port), (site.hostname, site.port)
    except ValueError:
        return False
    if page.username or page.password or where[0] != where[1]:
        return False
    return page.scheme == site.scheme or (page.scheme, site.scheme, page.port) == ("https", "http", None)
