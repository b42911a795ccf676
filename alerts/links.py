"""Whom does a link of a mail stand for? Random tokens; the store keeps hashes alone, and each can be revoked."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from monitor.model.reader import LinkUse
from monitor.store.tables import LinkRow

__all__ = ["Links", "keep_link", "new_links", "reader_of", "revoke_links", "token_hash"]

_BYTES: Final = 32
_LONGEST: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """The addresses that one mail holds; whoever has one acts for the reader, without an account."""

    base: str
    """Where the pages are, without a slash at the end."""
    token: str

    @property
    def stop(self) -> str:
        """Ends all digests with one POST (RFC 8058); a GET shows a page and changes nothing."""
        return f"{self.base}/mail/{self.token}/stop"

    @property
    def settings(self) -> str:
        """How the digests come."""
        return f"{self.base}/mail/{self.token}"

    @property
    def begin(self) -> str:
        """Accepts an invitation."""
        return f"{self.base}/mail/{self.token}/begin"


def new_links(base: str) -> Links:
    """Addresses with a token that nobody has seen."""
    return Links(base=base, token=secrets.token_urlsafe(_BYTES))


def token_hash(token: str) -> str:
    """Under which a token is kept: 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def keep_link(session: Session, token: str, *, reader_id: int, use: LinkUse, now: datetime) -> None:
    """Let a token stand for a reader from now on. Call it inside ``store.write()``."""
    session.add(
        LinkRow(token_hash=token_hash(token), reader_id=reader_id, use=use.value, created_at=now, revoked_at=None)
    )


def reader_of(session: Session, token: str, *, use: LinkUse) -> int | None:
    """The id of the reader; none for a token that is unknown, revoked or for something else."""
    if len(token) > _LONGEST:
        return None
    return session.scalar(
        select(LinkRow.reader_id).where(
            LinkRow.token_hash == token_hash(token), LinkRow.use == use.value, LinkRow.revoked_at.is_(None)
        )
    )


def revoke_links(session: Session, reader_id: int, *, now: datetime, use: LinkUse | None = None) -> None:
    """Let no link of a reader do anything any more, of one use or of all. Call it inside ``store.write()``."""
    wanted = update(LinkRow).where(LinkRow.reader_id == reader_id, LinkRow.revoked_at.is_(None))
    if use is not None:
        wanted = wanted.where(LinkRow.use == use.value)
    session.execute(wanted.values(revoked_at=now))
