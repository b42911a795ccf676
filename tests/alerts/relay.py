"""A relay that misbehaves on demand: a real SMTP server on loopback that answers what a test tells it."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from tools.mail_sink import free_port


@dataclass
class Relay:
    """What arrived, and what to answer next; an empty list of answers means yes."""

    port: int = 0
    messages: list[bytes] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    connections: int = 0
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)
    answers: dict[str, list[str]] = field(default_factory=dict)
    """By command (``MAIL``, ``RCPT``, ``DATA``): replies, or ``drop`` to hang up."""
    encrypted: list[bool] = field(default_factory=list)

    async def _answer(self, command: str, server: Any) -> str:
        replies = self.answers.get(command, [])
        reply = replies.pop(0) if replies else ""
        if reply == "drop":
            server.transport.abort()
        return reply

    async def handle_EHLO(
        self, server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections += session.ssl is None
        return responses

    async def handle_MAIL(self, server: Any, _session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if reply := await self._answer("MAIL", server):
            return reply
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server: Any, _session: Any, envelope: Any, address: str, _options: list[str]) -> str:
        if reply := await self._answer("RCPT", server):
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if reply := await self._answer("DATA", server):
            return reply
        self.messages.append(envelope.original_content)
        self.recipients.append(envelope.rcpt_tos)
        self.senders.append(envelope.mail_from)
        self.encrypted.append(session.ssl is not None)
        return "250 kept"

    def authenticate(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        """User ``preempt`` with password ``secret``."""
        assert isinstance(data, LoginPassword)
        self.logins.append((data.login, data.password))
        right = (data.login, data.password) == (b"preempt", b"secret")
        return AuthResult(success=right, handled=False)


class _Server(Controller):
    def __init__(self, relay: Relay, port: int, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__(relay, hostname="127.0.0.1", port=port)

    def factory(self) -> SMTP:
        return SMTP(self.handler, **self.options)


@contextmanager
def relay(*, tls: ssl.SSLContext | None = None, auth: bool = False) -> Iterator[Relay]:
    """Run one for the block, with STARTTLS and AUTH when asked for."""
    state = Relay(port=free_port())
    options: dict[str, Any] = {"tls_context": tls, "hostname": "relay.example"}
    if auth:
        options |= {
            "authenticator": state.authenticate,
            "auth_require_tls": tls is not None,
            "auth_required": tls is not None,
        }
    server = _Server(state, state.port, options)
    server.start()
    try:
        yield state
    finally:
        server.stop()
