"""What every sender can do."""

from __future__ import annotations

from typing import Protocol

__all__ = ["Sender"]


class Sender(Protocol):
    """Hands finished messages over. Returning means that the other side has taken responsibility."""

    def send(self, *, recipient: str, message_id: str, message: bytes) -> None:
        """Hand one message over.

        :raises TransientSendError: try again later.
        :raises RelayError: the relay cannot be used at all for now.
        :raises PermanentSendError: never try again.
        """
        ...

    def close(self) -> None:
        """End the conversation; calling it twice is harmless."""
        ...
