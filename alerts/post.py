"""Who writes, who vouches for it, and who reads the answers? One way from words to a frozen message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from alerts.addresses import Mailbox, parse_mailbox, valid_address
from alerts.errors import SigningError
from alerts.links import Links, new_links
from alerts.message import FrozenMessage, build_message
from alerts.signing import Signer, load_signer
from monitor.config import Settings
from monitor.errors import ConfigError

__all__ = ["Post", "post_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """The sender of all mail of a service."""

    sender: Mailbox
    reply_to: str
    signer: Signer | None = None
    """None where the relay signs."""
    pages: str = ""
    """Where links of mails lead, without a slash at the end; empty where no pages are served."""

    def new_links(self) -> Links | None:
        """For one mail."""
        return new_links(self.pages) if self.pages else None

    def write(
        self,
        *,
        recipient: Mailbox,
        subject: str,
        text: str,
        html: str = "",
        kind: str,
        period: str,
        date: datetime,
        links: Links | None = None,
    ) -> FrozenMessage:
        """A finished message, signed; one click on ``links`` ends it, where there are any (RFC 8058)."""
        message = build_message(
            sender=self.sender,
            reply_to=self.reply_to,
            recipient=recipient,
            subject=subject,
            text=text,
            html=html,
            kind=kind,
            period=period,
            date=date,
            unsubscribe=links.stop if links is not None else "",
        )
        return self.signer.sign(message) if self.signer is not None else message


def post_of(settings: Settings) -> Post:
    """The post that the settings describe.

    :raises WrongReaderError: for an address that cannot be used.
    :raises ConfigError: for a key that mail cannot be signed with.
    """
    sender = parse_mailbox(settings.mail_from, setting="PREEMPT_MAIL_FROM")
    reply_to = valid_address(settings.mail_reply_to) if settings.mail_reply_to else sender.address
    signer = None
    if settings.dkim_key is not None:
        domain = sender.address.rpartition("@")[2]  # DMARC wants the domain of the From line
        try:
            signer = load_signer(settings.dkim_key.get_secret_value(), domain=domain, selector=settings.dkim_selector)
        except SigningError as error:
            raise ConfigError("PREEMPT_DKIM_KEY", str(error)) from error
    return Post(sender=sender, reply_to=reply_to, signer=signer, pages=settings.public_url.rstrip("/"))
