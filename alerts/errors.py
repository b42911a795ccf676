"""What can go wrong on the way to a reader: who raises it and what the caller should do."""

from __future__ import annotations

from monitor.errors import ExitCode, PreemptError

__all__ = [
    "AlertsError",
    "PermanentSendError",
    "ReaderExistsError",
    "RelayError",
    "SendError",
    "SigningError",
    "TransientSendError",
    "UnknownReaderError",
    "WrongReaderError",
]


class AlertsError(PreemptError):
    """Root of the errors of this package."""


class WrongReaderError(AlertsError):
    """An address, zone or rule cannot be used. Raised by :mod:`alerts.addresses` and :mod:`alerts.readers`."""

    exit_code = ExitCode.WRONG_USE


class ReaderExistsError(AlertsError):
    """The address is a reader already. Raised by :mod:`alerts.readers`."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(f"{address} is a reader already; remove it first to change its rule")


class UnknownReaderError(AlertsError):
    """No reader has this address. Raised by :mod:`alerts.readers`."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(f"no reader has the address {address}; see `preempt readers list`")


class SigningError(AlertsError):
    """Mail cannot be signed with the key. Raised by :mod:`alerts.signing`; set a key that can be used, or none."""

    exit_code = ExitCode.WRONG_USE


class SendError(AlertsError):
    """A message was not accepted. Raised by senders; ``reply`` is what the other side said."""

    def __init__(self, reply: str) -> None:
        self.reply = reply
        super().__init__(reply)


class TransientSendError(SendError):
    """Not now: a 4xx reply, a lost connection. The outbox tries again later."""


class RelayError(TransientSendError):
    """The relay itself cannot be used: no connection, no STARTTLS, login refused. It concerns every message."""


class PermanentSendError(SendError):
    """Never: a 5xx reply. The outbox marks the delivery as failed."""
