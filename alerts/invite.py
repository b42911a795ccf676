"""Does the person behind an address want the digest? An invitation by mail; until it is accepted, nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from alerts.addresses import Mailbox
from alerts.errors import WrongReaderError
from alerts.outbox import INVITATION, Draft, put
from alerts.post import Post
from alerts.readers import KnownReader, NewReader, add_reader
from alerts.render import environment
from alerts.wording import schedule_words
from monitor.store.engine import Store

__all__ = ["invite_reader"]

_SUBJECT: Final = "[AI preemption] Do you want the digest?"


def invite_reader(store: Store, wanted: NewReader, *, post: Post, now: datetime) -> KnownReader:
    """Add a reader who is told nothing yet, and put the invitation into the outbox.

    :raises WrongReaderError: when a value cannot be used, or no pages are served where it could be accepted.
    :raises ReaderExistsError: when the address is an active reader.
    """
    links = post.new_links()
    if links is None:
        raise WrongReaderError("an invitation is accepted on a page: set PREEMPT_PUBLIC_URL, and run `preempt serve`")
    known = add_reader(store, wanted, now=now, token=links.token)
    reader = known.reader
    text = (
        environment()
        .get_template("invitation.txt.j2")
        .render(
            schedule=schedule_words(reader),
            link=links.begin,
            rules=[rule.name for rule in known.rules],
            contact=post.reply_to,
        )
    )
    message = post.write(
        recipient=Mailbox(name=reader.name, address=reader.address),
        subject=_SUBJECT,
        text=text.strip() + "\n",
        kind=INVITATION,
        period=now.isoformat(),
        date=now,
    )
    draft = Draft(
        reader_id=reader.id,
        kind=INVITATION,
        period=now.isoformat(),
        window_from=known.told_to,
        window_to=known.told_to,
        subject=_SUBJECT,
        message=message,
        items={},
        told=(),
    )
    with store.write() as session:
        put(session, draft, now=now)
    return known
