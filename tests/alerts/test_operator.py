"""What the operator is told, when, and how often. Sources and bills are made up."""

from __future__ import annotations

import email
from datetime import timedelta
from email import policy
from pathlib import Path

import pytest
from click.testing import CliRunner

from alerts.errors import PermanentSendError, RelayError, WrongReaderError
from alerts.operator import tell_operator
from monitor.cli import cli
from monitor.model.health import GateLimits
from monitor.model.run import RunState
from monitor.services.holds import accept_run
from monitor.store.engine import Store
from tests.alerts.world import POST
from tests.health_service import BILLS, Service


class Post:
    """A sender that keeps what it is given, or refuses it."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, bytes]] = []
        self.refuses: Exception | None = None

    def send(self, *, recipient: str, message_id: str, message: bytes) -> None:
        if self.refuses is not None:
            raise self.refuses
        self.sent.append((recipient, message_id, message))

    def close(self) -> None:
        """Nothing to end."""


class Desk:
    """A service with one operator, and its post."""

    def __init__(self, store: Store) -> None:
        self.service, self.post = Service(store), Post()
        self.service.run(BILLS)

    def tell(self, later: timedelta = timedelta(hours=1)) -> str:
        """The text of the mail that goes now; empty when none does."""
        at = self.service.now + later
        went = tell_operator(
            self.service.store,
            self.post,
            address="ops@example.org",
            post=POST,
            clock=lambda: at,
            limits=GateLimits(),
        )
        if not went:
            return ""
        recipient, message_id, content = self.post.sent[-1]
        assert recipient == "ops@example.org"
        message = email.message_from_bytes(content, policy=policy.default)
        assert message["Message-ID"] == message_id
        body = message.get_body(("plain",))
        assert body is not None
        return f"{message['Subject']}\n{body.get_content()}"


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


def test_when_all_is_well_nobody_is_told(desk: Desk):
    assert desk.tell() == ""


def test_a_run_that_cannot_be_right_is_told_once_a_spell(desk: Desk):
    desk.service.run(BILLS, changed=50)
    told = desk.tell()
    assert told.startswith("[AI preemption, operator] 1 to look at")
    assert "NEW: run 2 of sample is degraded: WA 2025-2026: 50 of 60 known bills changed (83.3 %)" in told
    assert "preempt crawl accept 2" in told
    desk.service.run(BILLS, changed=50)
    assert desk.tell() == "", "the same spell"
    accept_run(desk.service.store, 3, tell=False, clock=lambda: desk.service.now)
    assert desk.tell() == ""
    desk.service.run(BILLS, changed=50)
    assert "NEW: run 4" in desk.tell(), "another spell"


def test_a_hold_that_outlives_its_run_is_told(desk: Desk):
    desk.service.run(BILLS, changed=50)
    desk.tell()
    desk.service.run(BILLS)
    told = desk.tell()
    assert "NEW: WA from sample is held: events of an earlier run wait for an operator" in told
    assert desk.tell(timedelta(hours=2)) == ""


def test_what_was_told_before_stands_below_what_is_new(desk: Desk):
    desk.service.run(BILLS, changed=50)
    desk.tell()
    told = desk.tell(timedelta(hours=80))
    assert told.startswith("[AI preemption, operator] 2 to look at")
    assert told.index("NEW: WA from sample is stale") < told.index("- run 2 of sample")


def test_a_session_that_nobody_knew(desk: Desk):
    desk.service.day += 1
    new = desk.service.tally(["HB 1"], ("WA", "2027-2028"), read=0, filled={})
    desk.service.finish(desk.service.start(), desk.service.tally(BILLS), new)
    assert "NEW: sample lists a session that was not known: WA 2027-2028" in desk.tell()
    assert desk.tell(timedelta(days=1)) == ""
    assert desk.tell(timedelta(days=2)) == ""


@pytest.mark.parametrize("state", [RunState.FAILED, RunState.BLOCKED])
def test_words_of_a_source_stay_on_their_line(desk: Desk, state: RunState):
    desk.service.day += 1
    message = "bad\r\nBcc: all@example.org\n<script>alert(1)</script>\u202e" + "x" * 2000
    desk.service.finish(desk.service.start(), state=state, message=message)
    told = desk.tell()
    assert f"run 2 of sample is {state.value}: bad Bcc: all@example.org <script>" in " ".join(told.split())
    html = email.message_from_bytes(desk.post.sent[-1][2], policy=policy.default).get_body(("html",))
    assert html is not None
    assert "<script>" not in html.get_content()
    assert len(told) < 1500


@pytest.mark.parametrize("state", [RunState.PARTIAL, RunState.SKIPPED_QUOTA])
def test_a_run_that_goes_on_by_itself_is_no_trouble(desk: Desk, state: RunState):
    desk.service.day += 1
    desk.service.finish(desk.service.start(), desk.service.tally(BILLS[:3]), state=state)
    assert desk.tell() == ""


@pytest.mark.parametrize("refusal", [RelayError("421 later"), PermanentSendError("550 nobody")])
def test_a_mail_that_was_not_taken_is_tried_again(desk: Desk, refusal: Exception):
    desk.service.run(BILLS, changed=50)
    desk.post.refuses = refusal
    assert desk.tell() == ""
    desk.post.refuses = None
    assert "NEW: run 2" in desk.tell()


def test_an_address_that_is_none(desk: Desk):
    desk.service.run(BILLS, changed=50)
    with pytest.raises(WrongReaderError):
        tell_operator(
            desk.service.store,
            desk.post,
            address="nobody",
            post=POST,
            clock=lambda: desk.service.now,
            limits=GateLimits(),
        )


def test_the_command_tells_the_operator(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("PREEMPT_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PREEMPT_OPERATOR", "ops@example.org")
    assert CliRunner().invoke(cli, ["init"]).exit_code == 0
    with Store(f"sqlite:///{tmp_path / 'preempt.db'}") as store:
        Desk(store).service.run(BILLS, changed=50)
    done = CliRunner().invoke(cli, ["digest", "send"])
    assert done.exit_code == 0, done.output
    (mail,) = (tmp_path / "outbox").glob("*.eml")
    assert b"To: ops@example.org" in mail.read_bytes()
