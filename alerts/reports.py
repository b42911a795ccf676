"""What does a mail say that came back? Delivery reports (RFC 3464) and complaints (RFC 5965) as values; pure.

Anybody can send one: it is bounded, nothing in it is believed but the message and the recipient that it names, and
whether those were ours is asked of the store.
"""

from __future__ import annotations

import email
import email.utils
import re
from dataclasses import dataclass
from email import policy
from email.message import Message
from typing import Final

from alerts.clean import clip, one_line
from monitor.model.reader import BounceKind

__all__ = ["MAX_BYTES", "Report", "read_reports"]

MAX_BYTES: Final = 8 * 1024 * 1024
_RECIPIENTS: Final = 100
_WORDS: Final = 300
_MESSAGE_ID: Final = re.compile(r"<[^<>\s@]{1,200}@[^<>\s@]{1,255}>")
_STATUS: Final = re.compile(r"([245])\.(\d{1,3})\.(\d{1,3})\b", re.ASCII)
_OF_THE_MESSAGE: Final = frozenset({("2", "2"), ("2", "3"), ("3", "4")})
"""X.2.2 mailbox full, X.2.3 and X.3.4 message too large (RFC 3463): the address itself is good."""
_POLICY: Final = "7"
"""X.7.*: a policy refused the message, not the address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of one message for one recipient."""

    kind: BounceKind
    recipient: str
    """As the report says it; empty when it does not."""
    message_id: str
    """Of the message that came back, with angle brackets; empty when the report does not hold it."""
    status: str
    """``5.1.1``; empty for a complaint."""
    words: str
    """One line of the other side, clipped; hostile."""


def read_reports(content: bytes) -> tuple[Report, ...]:
    """The failures and complaints that a mail reports; none for any other mail, and for news of a delay.

    A human's answer, a vacation notice or a message that is larger than :data:`MAX_BYTES` reports nothing.
    """
    if len(content) > MAX_BYTES:
        return ()
    # compat32: the modern policy reads structured headers, and hostile ones make it slow or raise
    message = email.message_from_bytes(content, policy=policy.compat32)
    if message.get_content_type() != "multipart/report" or not message.is_multipart():
        return ()
    parts = [part for part in message.get_payload() if isinstance(part, Message)]
    wanted = str(message.get_param("report-type", "")).lower()
    original = _original(parts)
    for part in parts:
        kind = part.get_content_type()
        if kind == "message/delivery-status" and wanted in {"", "delivery-status"}:
            return _failures(part, original)
        if kind == "message/feedback-report" and wanted in {"", "feedback-report"}:
            return _complaint(part, original)
    return ()


def _failures(part: Message, original: Message | None) -> tuple[Report, ...]:
    """One for each recipient that the message did not reach."""
    found = []
    for block in _blocks(part)[: _RECIPIENTS + 1]:
        if _field(block, "action").lower() != "failed":
            continue
        status, words = _field(block, "status"), _typed(_field(block, "diagnostic-code"))
        code = _STATUS.match(status) or _STATUS.search(words)
        found.append(
            Report(
                kind=_kind(code),
                recipient=_address(_field(block, "original-recipient") or _field(block, "final-recipient")),
                message_id=_message_id(original),
                status=code[0] if code else "",
                words=words,
            )
        )
    return tuple(found)


def _kind(code: re.Match[str] | None) -> BounceKind:
    """Only a permanent failure of the address itself is hard."""
    if code is None or code[1] != "5" or code[2] == _POLICY or (code[2], code[3]) in _OF_THE_MESSAGE:
        return BounceKind.SOFT
    return BounceKind.HARD


def _complaint(part: Message, original: Message | None) -> tuple[Report, ...]:
    """One, unless the report says that the message was no abuse after all."""
    blocks = _blocks(part)
    said = _field(blocks[0], "feedback-type").lower() if blocks else ""
    if not blocks or said == "not-spam":
        return ()
    recipient = _address(_field(blocks[0], "original-rcpt-to"))
    if not recipient and original is not None:
        recipient = _address(_field(original, "to"))
    return (
        Report(
            kind=BounceKind.COMPLAINT,
            recipient=recipient,
            message_id=_message_id(original),
            status="",
            words=f"feedback: {said}" if said else "feedback",
        ),
    )


def _blocks(part: Message) -> list[Message]:
    """The groups of fields of a report; a part in an encoding of its own is none (RFC 3464 wants 7bit)."""
    payload = part.get_payload()
    return [block for block in payload if isinstance(block, Message)] if isinstance(payload, list) else []


def _original(parts: list[Message]) -> Message | None:
    """The message that came back, or its header."""
    for part in parts:
        if part.get_content_type() == "message/rfc822":
            return next(iter(_blocks(part)), None)
        if part.get_content_type() == "text/rfc822-headers":
            raw = part.get_payload(decode=True)
            return email.message_from_bytes(raw, policy=policy.compat32) if isinstance(raw, bytes) else None
    return None


def _field(block: Message, name: str) -> str:
    """In one line, without what could hide in it."""
    value = block.get(name)
    return clip(one_line(str(value)), _WORDS) if value is not None else ""


def _typed(value: str) -> str:
    """What stands behind the type: ``smtp; 550 no such user``."""
    kind, semicolon, rest = value.partition(";")
    return rest.strip() if semicolon and kind.strip().isalnum() else value


def _address(value: str) -> str:
    """Out of ``rfc822; you@example.gov`` or ``You <you@example.gov>``."""
    return email.utils.parseaddr(_typed(value))[1]


def _message_id(original: Message | None) -> str:
    found = _MESSAGE_ID.search(_field(original, "message-id")) if original is not None else None
    return found[0] if found else ""
