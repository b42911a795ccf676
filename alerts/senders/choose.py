"""Which sender do the settings ask for?"""

from __future__ import annotations

from typing import TextIO

from alerts.addresses import parse_mailbox
from alerts.senders.console import ConsoleSender
from alerts.senders.file import FileSender
from alerts.senders.port import Sender
from alerts.senders.smtp import SmtpSender
from monitor.config import Settings

__all__ = ["make_sender"]


def make_sender(settings: Settings, *, console: TextIO) -> Sender:
    """Build the sender of the setting ``sender``.

    :raises WrongReaderError: when ``mail_from`` is no mailbox.
    """
    if settings.sender == "file":
        return FileSender(settings.outbox_dir)
    if settings.sender == "console":
        return ConsoleSender(console)
    password = settings.smtp_password
    return SmtpSender(
        host=settings.smtp_host,
        port=settings.smtp_port,
        mail_from=parse_mailbox(settings.mail_from, setting="PREEMPT_MAIL_FROM").address,
        user=settings.smtp_user,
        password=password.get_secret_value() if password else "",
        starttls=settings.smtp_starttls,
        timeout=settings.smtp_timeout,
    )
