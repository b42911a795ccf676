from __future__ import annotations

from alerts.errors import (
    AlertsError,
    PermanentSendError,
    ReaderExistsError,
    RelayError,
    SendError,
    TransientSendError,
    UnknownReaderError,
    WrongReaderError,
)
from monitor.errors import ExitCode, PreemptError


def test_who_can_be_caught_as_what():
    assert issubclass(AlertsError, PreemptError)
    assert issubclass(RelayError, TransientSendError), "a relay that cannot be used is tried again later"
    assert issubclass(TransientSendError, SendError)
    assert issubclass(PermanentSendError, SendError)
    assert not issubclass(PermanentSendError, TransientSendError)
    assert WrongReaderError.exit_code is ExitCode.WRONG_USE
    assert SendError.exit_code is not ExitCode.WRONG_USE


def test_what_they_say():
    assert TransientSendError("450 later").reply == str(TransientSendError("450 later")) == "450 later"
    exists, unknown = ReaderExistsError("you@example.gov"), UnknownReaderError("you@example.gov")
    assert exists.address == unknown.address == "you@example.gov"
    assert str(exists) == "you@example.gov is a reader already; remove it first to change its rule"
    assert str(unknown) == "no reader has the address you@example.gov; see `preempt readers list`"
