"""How a finished message leaves: a relay, a folder or the console, behind one port."""

from __future__ import annotations

from alerts.senders.choose import make_sender
from alerts.senders.port import Sender

__all__ = ["Sender", "make_sender"]
