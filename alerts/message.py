"""How does a digest become bytes that a relay takes? One frozen message, the same bytes for the same input; pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime
from typing import Final
from urllib.parse import quote

from alerts.addresses import Mailbox
from alerts.clean import one_line

__all__ = ["FrozenMessage", "build_message", "message_id"]


class _Verbatim(UnstructuredHeader, BaseHeader):
    """An address in angle brackets stays on one line as it is: nobody decodes words there (RFC 2369, section 2)."""

    def fold(self, *, policy: Policy) -> str:
        """The whole header with its line end."""
        return f"{self.name}: {self}{policy.linesep}"


def _headers() -> HeaderRegistry:
    registry = HeaderRegistry()
    for name in ("list-id", "list-unsubscribe"):
        registry.map_to_type(name, _Verbatim)
    return registry


_POLICY: Final = SMTP.clone(cte_type="7bit", header_factory=_headers())


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenMessage:
    """``message_id`` with its angle brackets; ``content`` is 7-bit with CRLF line ends."""

    message_id: str
    content: bytes


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:40]


def message_id(*, recipient: str, kind: str, period: str, domain: str) -> str:
    """The same for every attempt at one reader, kind and period, so that mail programs collapse a resend."""
    return f"<{_digest(recipient, kind, period)}@{domain}>"


def build_message(
    *,
    sender: Mailbox,
    reply_to: str,
    recipient: Mailbox,
    subject: str,
    text: str,
    html: str = "",
    kind: str,
    period: str,
    date: datetime,
    unsubscribe: str = "",
) -> FrozenMessage:
    """Plain text first, then HTML, with the headers of an automatic list mail (RFC 2369, 2919, 3834).

    Without ``html`` the text stands alone. ``unsubscribe`` is the https address where one click ends it (RFC 8058).
    """
    domain = sender.address.rpartition("@")[2]
    identity = message_id(recipient=recipient.address, kind=kind, period=period, domain=domain)
    message = EmailMessage(policy=_POLICY)
    message["From"] = _address(sender)
    message["To"] = _address(recipient)
    message["Subject"] = one_line(subject)
    message["Date"] = format_datetime(date.astimezone(UTC))
    message["Message-ID"] = identity
    message["Reply-To"] = reply_to
    message["List-ID"] = f"AI preemption digest <digest.{domain}>"
    by_mail = f"<mailto:{quote(reply_to, safe='@')}?subject=unsubscribe>"
    message["List-Unsubscribe"] = f"<{unsubscribe}>, {by_mail}" if unsubscribe else by_mail
    if unsubscribe:
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(text, cte="quoted-printable")
    if html:
        message.add_alternative(html, subtype="html", cte="quoted-printable")
        message.set_boundary(f"=_{_digest('boundary', identity)}")
    return FrozenMessage(message_id=identity, content=message.as_bytes())


def _address(mailbox: Mailbox) -> Address:
    return Address(display_name=mailbox.name, addr_spec=mailbox.address)
