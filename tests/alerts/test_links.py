"""From the digest in the outbox to the reader who stops, pauses or wants plain text; invitations on the way."""

from __future__ import annotations

import email
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import policy
from random import Random

import httpx
import pytest
from sqlalchemy import select, update

from alerts.deliver import deliver
from alerts.errors import ReaderExistsError, WrongReaderError
from alerts.invite import invite_reader
from alerts.links import new_links
from alerts.prepare import Outcome, prepare_digests
from alerts.readers import NewReader, add_reader, list_readers
from alerts.senders.file import FileSender
from alerts.web import mail_app
from monitor.config import Settings
from monitor.positions import load_positions
from monitor.store.engine import Store
from monitor.store.tables import DeliveryRow, LinkRow, ReaderRow
from tests.alerts.world import DUTY, NOTICE, POST, run_judge
from tests.judging import add_bill, add_version
from tests.serving import serving

START = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 23, 12, 1, tzinfo=UTC)
WITH_PAGES = replace(POST, pages="https://preempt.example.org")


def prepare(store: Store, at: datetime, post=WITH_PAGES) -> list[Outcome]:
    return list(prepare_digests(store, positions=load_positions(), post=post, clock=lambda: at).values())


def messages(store: Store):
    with store.read() as session:
        rows = session.scalars(select(DeliveryRow).order_by(DeliveryRow.id)).all()
    return [email.message_from_bytes(row.message, policy=policy.default) for row in rows]


def news(store: Store, name: str, words: str = DUTY) -> None:
    add_version(store, add_bill(store, name), words)
    run_judge(store, at=START)


def token_of(address: str) -> str:
    found = re.fullmatch(r"https://preempt\.example\.org/mail/([A-Za-z0-9_-]{43})(/\w+)?", address)
    assert found is not None, address
    return found[1]


def test_header_text_and_html_hold_the_links_of_this_mail(store: Store):
    add_reader(store, NewReader(address="a@example.org"), now=START)
    news(store, "WA HB 1")
    assert prepare(store, MORNING) == [Outcome.ENQUEUED]
    (message,) = messages(store)
    in_header = re.match(r"<(https://\S+)>", message["List-Unsubscribe"])
    assert in_header is not None
    token = token_of(in_header[1])
    text = message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    for body in (text, html):
        assert f"/mail/{token}/stop" in body
        assert f"/mail/{token}" in body.replace("/stop", "")
        assert "desk@example.org" not in body
    assert "Stop this digest:" in text.splitlines()


def test_each_mail_has_a_token_of_its_own_and_the_store_has_none(store: Store):
    for name in ("a", "b"):
        add_reader(store, NewReader(address=f"{name}@example.org"), now=START)
    news(store, "WA HB 1")
    assert prepare(store, MORNING) == [Outcome.ENQUEUED] * 2
    tokens = {token_of(message["List-Unsubscribe"].split(",")[0].strip("<>")) for message in messages(store)}
    assert len(tokens) == 2
    with store.read() as session:
        links = session.scalars(select(LinkRow)).all()
    assert len(links) == 2
    assert not tokens & {link.token_hash for link in links}


def test_without_pages_there_are_no_links(store: Store):
    add_reader(store, NewReader(address="a@example.org"), now=START)
    news(store, "WA HB 1")
    prepare(store, MORNING, post=POST)
    (message,) = messages(store)
    assert message["List-Unsubscribe-Post"] is None
    assert "write to desk@example.org" in message.get_body(("plain",)).get_content()
    with store.read() as session:
        assert session.scalars(select(LinkRow)).all() == []


def test_one_click_out_of_the_mail_ends_the_next_ones(store: Store):
    add_reader(store, NewReader(address="a@example.org"), now=START)
    news(store, "WA HB 1")
    prepare(store, MORNING)
    token = token_of(messages(store)[0]["List-Unsubscribe"].split(",")[0].strip("<>"))
    app = mail_app(store, base=WITH_PAGES.pages, positions=load_positions(), clock=lambda: MORNING)
    with serving(app) as address:
        answer = httpx.post(f"{address}/mail/{token}/stop", data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    news(store, "WA HB 2", NOTICE)
    assert prepare(store, MORNING + timedelta(days=1)) == []


def test_a_pause_holds_digests_back_and_the_next_covers_all_of_it(store: Store):
    reader = add_reader(store, NewReader(address="a@example.org"), now=START).reader.id
    with store.write() as session:
        session.execute(update(ReaderRow).values(paused_until=datetime(2026, 11, 26, 5, tzinfo=UTC)))
    news(store, "WA HB 1")
    assert prepare(store, MORNING) == [Outcome.NOT_DUE]
    news(store, "WA HB 2")
    assert prepare(store, MORNING + timedelta(days=2)) == [Outcome.NOT_DUE]
    assert prepare(store, MORNING + timedelta(days=3)) == [Outcome.ENQUEUED]
    (message,) = messages(store)
    text = message.get_body(("plain",)).get_content()
    assert "WA HB 1" in text
    assert "WA HB 2" in text
    assert list_readers(store)[0].reader.id == reader


def test_plain_text_alone_is_what_was_asked_for(store: Store):
    add_reader(store, NewReader(address="a@example.org"), now=START)
    with store.write() as session:
        session.execute(update(ReaderRow).values(text_only=True))
    news(store, "WA HB 1")
    prepare(store, MORNING)
    (message,) = messages(store)
    assert message.get_content_type() == "text/plain"
    assert "A developer shall file a report" in message.get_content()


def test_an_invited_reader_gets_the_invitation_and_nothing_else_until_it_is_accepted(store: Store, tmp_path):
    known = invite_reader(store, NewReader(address="a@example.org"), post=WITH_PAGES, now=START)
    assert not known.reader.active
    news(store, "WA HB 1")
    assert prepare(store, MORNING) == []
    sent = deliver(store, FileSender(tmp_path / "out"), clock=lambda: START, folder=tmp_path, random=Random(1))
    assert sent.sent == 1
    (message,) = messages(store)
    text = message.get_content()
    assert "every day at 07:00 America/New_York" in " ".join(text.split())
    link = next(line for line in text.splitlines() if line.startswith("https://"))
    app = mail_app(store, base=WITH_PAGES.pages, positions=load_positions(), clock=lambda: MORNING)
    with serving(app) as address:
        httpx.get(f"{address}/mail/{token_of(link)}/begin")
        assert list_readers(store) == []
        assert httpx.post(f"{address}/mail/{token_of(link)}/begin").status_code == 200
    (reader,) = list_readers(store)
    assert reader.told_at == MORNING
    assert prepare(store, MORNING + timedelta(days=1)) == [Outcome.QUIET], "what came before is not told"


def test_an_invitation_again_ends_the_older_link(store: Store):
    for days in range(2):
        at = START + timedelta(days=days)
        invite_reader(store, NewReader(address="a@example.org", jurisdictions=["CA"]), post=WITH_PAGES, now=at)
    with store.read() as session:
        revoked = session.scalars(select(LinkRow.revoked_at).order_by(LinkRow.id)).all()
    assert revoked == [START + timedelta(days=1), None]


def test_nobody_is_invited_where_it_cannot_be_accepted(store: Store):
    with pytest.raises(WrongReaderError, match="PREEMPT_PUBLIC_URL"):
        invite_reader(store, NewReader(address="a@example.org"), post=POST, now=START)
    with store.read() as session:
        assert session.scalars(select(ReaderRow)).all() == []


def test_who_is_told_already_is_not_invited(store: Store):
    add_reader(store, NewReader(address="a@example.org"), now=START)
    with pytest.raises(ReaderExistsError):
        invite_reader(store, NewReader(address="a@example.org"), post=WITH_PAGES, now=START)


def test_tokens_cannot_be_guessed():
    found = {new_links("https://x.example").token for _ in range(1000)}
    assert len(found) == 1000
    assert all(len(token) == 43 for token in found)


@pytest.mark.parametrize(
    "address",
    [
        "http://preempt.example.org",
        "https://user:word@preempt.example.org",
        "https://preempt.example.org/?a=b",
        "javascript:alert(1)",
        "preempt.example.org",
    ],
)
def test_pages_are_reached_in_private(tmp_path, address):
    with pytest.raises(ValueError, match="https address"):
        Settings(data_dir=tmp_path, public_url=address)


@pytest.mark.parametrize("address", ["https://preempt.example.org/x", "http://127.0.0.1:8700", "http://localhost", ""])
def test_addresses_that_may_be_used(tmp_path, address):
    assert Settings(data_dir=tmp_path, public_url=address).public_url == address
