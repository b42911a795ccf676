"""How does the outbox empty? Claim, send, mark, one by one; one recipient's failure never stops the next one's mail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from alerts import outbox
from alerts.errors import PermanentSendError, RelayError, TransientSendError
from alerts.outbox import GIVE_UP_AFTER, Claim, retry_delay
from alerts.senders import Sender
from alerts.workers import forget, gone, worker
from monitor.clock import Clock
from monitor.log import get_logger
from monitor.store.engine import Store

__all__ = ["Delivered", "deliver"]

_log = get_logger("preempt.digest")


@dataclass(slots=True, kw_only=True)
class Delivered:
    """What one pass over the outbox did; counts of messages."""

    sent: int = 0
    postponed: int = 0
    """Refused for now; tried again later."""
    failed: int = 0
    """Given up for good."""
    relay_problem: str = ""
    """Why the relay could not be used at all; empty when it could."""


def deliver(
    store: Store,
    sender: Sender,
    *,
    clock: Clock,
    folder: Path,
    random: Random,
    stop: Callable[[], bool] = lambda: False,
) -> Delivered:
    """Send what is due, until nothing is left, the relay cannot be used, or ``stop`` turns true.

    ``folder`` is where sending processes show that they live: what a dead one held is taken over at once.
    """
    done = Delivered()
    with worker(folder) as owner:
        dead = gone(folder, outbox.owners(store))
        outbox.release_owners(store, dead, now=clock())
        forget(folder, dead)
        try:
            while not stop() and not done.relay_problem:
                held = outbox.claim(store, owner=owner, now=clock())
                if held is None:
                    break
                _send(store, sender, held, done, owner=owner, clock=clock, random=random)
        finally:
            sender.close()
    return done


def _send(
    store: Store, sender: Sender, held: Claim, done: Delivered, *, owner: str, clock: Clock, random: Random
) -> None:
    try:
        sender.send(recipient=held.recipient, message_id=held.message_id, message=held.message)
    except PermanentSendError as error:
        outbox.mark_failed(store, held, owner=owner, error=error.reply)
        done.failed += 1
        _log.error("message refused for good", delivery=held.id, reply=error.reply)
    except TransientSendError as error:
        now = clock()
        if isinstance(error, RelayError):
            done.relay_problem = error.reply
        if now - held.created_at >= GIVE_UP_AFTER:
            outbox.mark_failed(
                store, held, owner=owner, error=f"given up after {held.attempts} attempts: {error.reply}"
            )
            done.failed += 1
            _log.error("message given up", delivery=held.id, attempts=held.attempts, reply=error.reply)
            return
        retry_at = now + retry_delay(held.attempts, random)
        outbox.release(store, held, owner=owner, error=error.reply, retry_at=retry_at)
        done.postponed += 1
        _log.warning(
            "message postponed", delivery=held.id, attempts=held.attempts, until=retry_at.isoformat(), reply=error.reply
        )
    else:
        outbox.mark_sent(store, held.id, now=clock())
        done.sent += 1
        _log.info("message sent", delivery=held.id, message_id=held.message_id.strip("<>").partition("@")[0])
