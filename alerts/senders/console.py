"""A sender that prints the plain-text part; for trying out."""

from __future__ import annotations

import email
from email import policy
from typing import TextIO

from alerts.errors import PermanentSendError

__all__ = ["ConsoleSender"]


class ConsoleSender:
    """Prints to a stream."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def send(self, *, recipient: str, message_id: str, message: bytes) -> None:
        """Print subject, recipient and text."""
        parsed = email.message_from_bytes(message, policy=policy.default)
        part = parsed.get_body(("plain",))
        if part is None:
            raise PermanentSendError(f"{message_id} has no plain text")
        text = part.get_content().replace("\r\n", "\n")
        print(f"To: {recipient}\nSubject: {parsed['Subject']}\n\n{text}", file=self.stream)

    def close(self) -> None:
        """Nothing to end."""
        self.stream.flush()
