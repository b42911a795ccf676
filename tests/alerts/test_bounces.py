"""What follows when mail comes back, in the store and by the command."""

from __future__ import annotations

import json
import mailbox
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from alerts import outbox
from alerts.bounces import Outcome, Step, last_bounces, next_step, resume_reader, take_mail
from alerts.errors import UnknownReaderError
from alerts.message import FrozenMessage
from alerts.operator import troubles
from alerts.outbox import Draft, claim, enqueue, mark_sent
from alerts.readers import NewReader, add_reader, list_readers
from monitor.cli import cli
from monitor.config import load_settings
from monitor.model.health import GateLimits
from monitor.model.reader import BounceKind
from monitor.store.engine import Store
from monitor.store.tables import BounceRow, DeliveryRow
from tests.alerts.returned import complaint, failure

START = datetime(2026, 11, 23, tzinfo=UTC)
HOURS = [2, 4, 8, 16, 32, 64]


def sent(store: Store, now, *, address: str = "you@example.gov", message_id: str = "<abc@example.org>") -> int:
    """A digest that the relay took; returns the reader's id."""
    known = add_reader(store, NewReader(address=address), now=now - timedelta(days=1))
    draft = Draft(
        reader_id=known.reader.id,
        kind="digest",
        period="2026-11-23",
        window_from=known.told_to,
        window_to=known.told_to,
        subject="s",
        message=FrozenMessage(message_id=message_id, content=b"x"),
        items={},
        told=(),
    )
    with store.write() as session:
        assert enqueue(session, draft, now=now)
    deliver(store, now)
    return known.reader.id


def deliver(store: Store, now) -> None:
    held = claim(store, owner="me", now=now)
    assert held is not None
    mark_sent(store, held.id, now=now)


def delivery(store: Store) -> DeliveryRow:
    with store.read() as session:
        return session.scalars(select(DeliveryRow)).one()


def test_an_address_that_does_not_exist_gets_nothing_more(store: Store, now):
    sent(store, now)
    assert take_mail(store, failure(), now=now) is Outcome.SUSPENDED
    (reader,) = list_readers(store)
    assert (reader.reader.suspended_at, reader.reader.suspended_why) == (now, "hard bounce 5.1.1")
    assert delivery(store).state == "failed"
    assert "came back: hard bounce 5.1.1: 550 5.1.1 no such user" in delivery(store).error


def test_a_complaint_ends_it_at_once(store: Store, now):
    sent(store, now)
    assert take_mail(store, complaint(), now=now) is Outcome.SUSPENDED
    assert list_readers(store)[0].reader.suspended_why == "the reader complained"


def test_a_full_mailbox_is_tried_again_up_the_ladder_and_then_no_more(store: Store, now):
    sent(store, now)
    at = now
    for hours in HOURS:
        full = failure(status="5.2.2", diagnostic=f"smtp; full, after {hours}")
        assert take_mail(store, full, now=at) is Outcome.AGAIN
        assert claim(store, owner="me", now=at + timedelta(hours=hours, seconds=-1)) is None
        at += timedelta(hours=hours)
        deliver(store, at)
    assert take_mail(store, failure(status="5.2.2", diagnostic="smtp; full for good"), now=at) is Outcome.SUSPENDED
    assert claim(store, owner="me", now=at + timedelta(days=30)) is None


def test_soft_bounces_of_long_ago_count_no_more(store: Store, now):
    sent(store, now)
    take_mail(store, failure(status="4.2.2"), now=now)
    later = now + timedelta(days=15)
    deliver(store, later)
    take_mail(store, failure(status="4.2.2", diagnostic="smtp; again"), now=later)
    assert delivery(store).next_attempt_at == later + timedelta(hours=2)


def test_the_same_report_twice_counts_once(store: Store, now):
    sent(store, now)
    assert take_mail(store, failure(status="4.2.2"), now=now) is Outcome.AGAIN
    assert take_mail(store, failure(status="4.2.2"), now=now + timedelta(hours=1)) is Outcome.KNOWN
    assert delivery(store).next_attempt_at == now + timedelta(hours=2)
    assert len(last_bounces(store, limit=10)) == 1


@pytest.mark.parametrize(
    "report",
    [
        failure(message_id="<other@example.org>"),
        failure(returned=""),
        failure(final="rfc822; somebody@else.example"),
        complaint(message_id="<other@example.org>"),
    ],
    ids=["another message", "no message", "another recipient", "another complaint"],
)
def test_a_report_that_is_not_of_our_mail_changes_nothing_and_is_kept(store: Store, now, report):
    sent(store, now)
    assert take_mail(store, report, now=now) is Outcome.NOT_OURS
    assert delivery(store).state == "sent"
    assert list_readers(store)[0].reader.suspended_at is None
    with store.read() as session:
        assert session.scalars(select(BounceRow.reader_id)).all() == [None]


def test_mail_that_was_not_sent_yet_cannot_come_back(store: Store, now):
    sent(store, now)
    take_mail(store, failure(status="4.2.2"), now=now)
    assert take_mail(store, failure(), now=now) is Outcome.NOT_OURS, "it waits; who sends a report forges it"
    assert list_readers(store)[0].reader.suspended_at is None


def test_an_answer_of_a_person_is_left_to_people(store: Store, now):
    sent(store, now)
    assert take_mail(store, b"From: you@example.gov\n\nThanks\n", now=now) is Outcome.NO_REPORT
    assert last_bounces(store, limit=10) == []


def test_nothing_is_sent_to_a_suspended_reader_until_somebody_looks(store: Store, now):
    reader = sent(store, now)
    take_mail(store, failure(), now=now)
    with store.write() as session:
        outbox.put(
            session,
            Draft(
                reader_id=reader,
                kind="digest",
                period="next",
                window_from=0,
                window_to=0,
                subject="s",
                message=FrozenMessage(message_id="<2@example.org>", content=b"x"),
                items={},
                told=(),
            ),
            now=now,
        )
    assert claim(store, owner="me", now=now) is None
    assert resume_reader(store, "YOU@example.gov") is True
    assert resume_reader(store, "you@example.gov") is False
    assert claim(store, owner="me", now=now) is not None


def test_bounces_of_before_a_resume_count_no_more(store: Store, now):
    sent(store, now)
    take_mail(store, failure(status="4.2.2"), now=now)
    resume_reader(store, "you@example.gov")
    later = now + timedelta(hours=3)
    deliver(store, later)
    take_mail(store, failure(status="4.2.2", diagnostic="smtp; again"), now=later)
    assert delivery(store).next_attempt_at == later + timedelta(hours=2)


def test_nobody_is_resumed_who_is_no_reader(store: Store):
    with pytest.raises(UnknownReaderError):
        resume_reader(store, "x@example.gov")


def test_the_operator_is_told_of_readers_messages_and_the_queue(store: Store, now):
    sent(store, now)
    take_mail(store, failure(), now=now)
    with store.read() as session:
        lines = [trouble.line for trouble in troubles(session, now=now, limits=GateLimits())]
    assert any("nothing is sent to you@example.gov: hard bounce 5.1.1" in line for line in lines)
    assert any(line.startswith("1 messages of the last week were given up") for line in lines)
    resume_reader(store, "you@example.gov")
    sent(store, now, address="b@example.gov", message_id="<b@example.org>")
    take_mail(store, failure(status="4.2.2", message_id="<b@example.org>", final="rfc822; b@example.gov"), now=now)
    with store.read() as session:
        lines = [trouble.line for trouble in troubles(session, now=now + timedelta(hours=3), limits=GateLimits())]
    assert any(line.startswith("messages have waited since 2026-11-23") for line in lines)


@given(kind=st.sampled_from(list(BounceKind)), soft_before=st.integers(0, 1000))
def test_the_ladder(kind, soft_before):
    step = next_step(kind, soft_before=soft_before, now=START)
    if kind is not BounceKind.SOFT or soft_before >= len(HOURS):
        assert step == Step(suspend=True, again_at=None)
    else:
        assert step == Step(suspend=False, again_at=START + timedelta(hours=HOURS[soft_before]))


@pytest.fixture
def desk(monkeypatch, tmp_path: Path, now):
    """A data folder with a digest that was sent."""
    monkeypatch.setenv("PREEMPT_DATA_DIR", str(tmp_path / "data"))
    CliRunner().invoke(cli, ["init"], standalone_mode=False, obj=load_settings())
    with Store(load_settings().database) as store:
        sent(store, now)
        yield store


def run(*arguments: str, given: bytes | None = None) -> str:
    result = CliRunner().invoke(cli, ["bounces", *arguments], standalone_mode=False, input=given)
    if result.exception is not None:
        raise result.exception
    return result.stdout


def test_a_pipe_is_read_and_what_came_back_is_listed(desk, tmp_path):
    assert run("list") == "nothing came back so far; see `preempt bounces read`\n"
    assert run("read", "-", given=failure()) == "1 suspended\n"
    assert "hard      5.1.1   you@example.gov  550 5.1.1 no such user" in run("list")
    assert json.loads(run("list", "--json"))[0]["address"] == "you@example.gov"
    readers = CliRunner().invoke(cli, ["readers", "list"], standalone_mode=False).stdout
    assert "SUSPENDED" in readers
    resumed = CliRunner().invoke(cli, ["readers", "resume", "you@example.gov"], standalone_mode=False).stdout
    assert resumed == "you@example.gov is told again\n"


def test_a_maildir_is_read_once_and_what_people_wrote_stays_new(desk, tmp_path):
    folder = mailbox.Maildir(tmp_path / "mail", create=True)
    folder.add(failure(status="4.2.2"))
    folder.add(b"From: you@example.gov\nSubject: Hello\n\nA question.\n")
    found = json.loads(run("read", "--maildir", str(tmp_path / "mail"), "--json"))
    assert (found["again"], found["no_report"]) == (1, 1)
    states = sorted((message.get_subdir(), message.get_flags()) for message in folder)
    assert states == [("cur", "S"), ("new", "")]
    assert json.loads(run("read", "--maildir", str(tmp_path / "mail"), "--json"))["no_report"] == 1


def test_an_mbox_and_files_are_read_and_not_changed(desk, tmp_path):
    box = mailbox.mbox(tmp_path / "box")
    box.add(failure(status="4.2.2"))
    box.close()
    before = (tmp_path / "box").read_bytes()
    (tmp_path / "one.eml").write_bytes(complaint(message_id="<other@example.org>"))
    assert run("read", "--mbox", str(tmp_path / "box"), str(tmp_path / "one.eml")) == "1 not ours, 1 sent again later\n"
    assert (tmp_path / "box").read_bytes() == before


def test_nothing_named_says_what_to_name(desk):
    result = CliRunner().invoke(cli, ["bounces", "read"], standalone_mode=False)
    assert "standard input" in str(result.exception)
