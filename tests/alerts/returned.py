"""Mail that came back, written by us in the formats of RFC 3464 and RFC 5965."""

from __future__ import annotations

_MESSAGE = "From: Preempt <preempt@example.org>\nTo: {to}\nMessage-ID: {message_id}\nSubject: A sample digest\n"


def failure(
    *,
    status: str = "5.1.1",
    action: str = "failed",
    final: str = "rfc822; you@example.gov",
    original: str = "",
    diagnostic: str = "smtp; 550 5.1.1 no such user",
    message_id: str = "<abc@example.org>",
    returned: str = "message/rfc822",
    more: str = "",
) -> bytes:
    """A delivery report; ``more`` are fields of further recipients."""
    lines = [
        "From: Mail Delivery System <MAILER-DAEMON@relay.example>",
        "To: preempt@example.org",
        "Subject: Undelivered Mail Returned to Sender",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="B"',
        "",
        "--B",
        "Content-Type: text/plain; charset=us-ascii",
        "",
        "This is a sample. Your message could not be delivered.",
        "",
        "--B",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; relay.example",
        "",
        *([f"Original-Recipient: {original}"] if original else []),
        f"Final-Recipient: {final}",
        f"Action: {action}",
        f"Status: {status}",
        f"Diagnostic-Code: {diagnostic}",
        "",
        more,
    ]
    return _closed(lines, returned, message_id, "you@example.gov")


def complaint(
    *, kind: str = "abuse", recipient: str = "you@example.gov", message_id: str = "<abc@example.org>"
) -> bytes:
    """A complaint of a feedback loop."""
    lines = [
        "From: <complaints@provider.example>",
        "To: preempt@example.org",
        "Subject: FW: A sample digest",
        "MIME-Version: 1.0",
        "Content-Type: multipart/report; report-type=feedback-report; boundary=B",
        "",
        "--B",
        "Content-Type: text/plain",
        "",
        "This is a sample of a complaint.",
        "--B",
        "Content-Type: message/feedback-report",
        "",
        f"Feedback-Type: {kind}",
        "User-Agent: Sample/1.0",
        "Version: 1",
        *([f"Original-Rcpt-To: <{recipient}>"] if recipient else []),
        "",
    ]
    return _closed(lines, "message/rfc822", message_id, "you@example.gov")


def _closed(lines: list[str], returned: str, message_id: str, to: str) -> bytes:
    if returned:
        lines += ["--B", f"Content-Type: {returned}", "", _MESSAGE.format(to=to, message_id=message_id)]
        if returned == "message/rfc822":
            lines.append("Words.")
    return "\n".join([*lines, "--B--", ""]).encode("utf-8", "replace")
