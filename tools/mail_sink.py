"""Which mails arrived: a real SMTP server on loopback that keeps every message in a folder."""

from __future__ import annotations

import email
import re
import socket
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Self

from aiosmtpd.controller import Controller

__all__ = ["MailSink", "free_port"]


def free_port() -> int:
    """A port on loopback that is free now; the server library cannot choose one itself."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class MailSink:
    """A context manager; ``messages`` are the files written, in the order of arrival."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.messages: list[Path] = []
        self.port = free_port()
        self._server = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - the library's name
        """Keep one message, its HTML part beside it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        number = len(self.messages) + 1
        message = email.message_from_bytes(envelope.content, policy=policy.default)
        name = re.sub(r"[^a-z0-9]+", "-", envelope.rcpt_tos[0].split("@")[0].lower())[:40]
        path = self.folder / f"{number:03}-{name}.eml"
        path.write_bytes(envelope.content)
        if isinstance(message, EmailMessage) and (part := message.get_body(("html",))) is not None:
            path.with_suffix(".html").write_text(part.get_content(), encoding="utf-8")
        self.messages.append(path)
        return "250 kept"

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()
