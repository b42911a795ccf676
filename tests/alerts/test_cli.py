"""``preempt readers`` and ``preempt digest``: the real commands on a real database and a real SMTP server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from alerts.readers import list_readers
from monitor.cli import cli
from monitor.config import load_settings
from monitor.errors import PreemptError
from monitor.store.engine import Store
from tests.alerts.world import DUTY, run_judge
from tests.judging import add_bill, add_version
from tools.mail_sink import MailSink, free_port


@pytest.fixture
def store(monkeypatch, tmp_path: Path):
    """The database of a data folder that the settings point to."""
    monkeypatch.setenv("PREEMPT_DATA_DIR", str(tmp_path / "data"))
    CliRunner().invoke(cli, ["init"], standalone_mode=False, obj=load_settings())
    with Store(load_settings().database) as opened:
        yield opened


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(cli, arguments, standalone_mode=False)
    if result.exception is not None:
        raise result.exception
    return result


def test_readers_come_are_listed_and_go(store: Store):
    assert run("readers", "list").stdout == "no readers yet; add one with `preempt readers add`\n"
    run(
        "readers",
        "add",
        "a@example.org",
        "-j",
        "CA",
        "--min-severity",
        "3",
        "--at",
        "06:30",
        "--zone",
        "America/Denver",
    )
    assert run("readers", "list").stdout == (
        "a@example.org: daily at 06:30 America/Denver, “CA: any position, severity 3 and up”\n"
    )
    added = json.loads(run("readers", "add", "b@example.org", "--json").stdout)
    assert (added["zone"], added["send_at"], added["rules"][0]["jurisdictions"]) == ("America/New_York", "07:00", [])
    assert [row["address"] for row in json.loads(run("readers", "list", "--json").stdout)] == [
        "a@example.org",
        "b@example.org",
    ]
    assert run("readers", "remove", "a@example.org").stdout == "removed a@example.org\n"
    assert [known.reader.address for known in list_readers(store)] == ["b@example.org"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["readers", "add", "nobody"], "not a mail address"),
        (["readers", "add", "a@example.org", "--at", "7 o'clock"], "07:00"),
        (["readers", "remove", "c@example.org"], "preempt readers list"),
        (["digest", "send", "--reader", "c@example.org"], "no reader has the address"),
        (["digest", "preview", "--reader", "c@example.org"], "no reader has the address"),
    ],
)
@pytest.mark.usefixtures("store")
def test_wrong_use_says_what_to_do(arguments: list[str], words: str):
    with pytest.raises(Exception, match=words):
        run(*arguments)


@pytest.mark.usefixtures("store")
def test_a_wrong_sender_is_named(monkeypatch):
    monkeypatch.setenv("PREEMPT_MAIL_FROM", "nobody")
    with pytest.raises(PreemptError, match="PREEMPT_MAIL_FROM"):
        run("digest", "send")


def test_a_preview_writes_three_files_and_marks_nothing(store: Store, tmp_path: Path):
    run("readers", "add", "a@example.org")
    add_version(store, add_bill(store, "WA HB 1"), DUTY)
    run_judge(store)
    shown = json.loads(run("digest", "preview", "--out", str(tmp_path / "out"), "--json").stdout)
    assert shown[0]["subject"].startswith("[AI preemption] 1 new conflict - WA - ")
    assert shown[0]["would_be_sent"] is True
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "a-example-org.eml",
        "a-example-org.html",
        "a-example-org.txt",
    ]
    assert "A developer shall file a report" in (tmp_path / "out" / "a-example-org.txt").read_text(encoding="utf-8")
    assert json.loads(run("digest", "status", "--json").stdout)["messages"] == {
        "pending": 0,
        "claimed": 0,
        "sent": 0,
        "failed": 0,
    }


def test_a_quiet_preview_says_that_no_mail_would_go(store: Store):
    run("readers", "add", "a@example.org")
    assert "no mail would go" in run("digest", "preview").stdout


def test_digests_go_by_smtp(store: Store, monkeypatch, tmp_path: Path):
    run("readers", "add", "a@example.org")
    add_version(store, add_bill(store, "WA HB 1"), DUTY)
    run_judge(store)
    monkeypatch.setenv("PREEMPT_SENDER", "smtp")
    monkeypatch.setenv("PREEMPT_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("PREEMPT_SMTP_STARTTLS", "false")
    monkeypatch.setenv("PREEMPT_SMTP_PORT", str(free_port()))
    down = run("digest", "send", "--now", "--json")
    assert down.return_value == 1
    assert json.loads(down.stdout)["prepared"] == {"enqueued": 1}
    assert "cannot be handed over now" in down.stderr
    assert run("digest", "status").stdout.startswith("1 pending, 0 claimed, 0 sent, 0 failed\n  message 1 (pending")
    run("readers", "add", "b@example.org")
    add_version(store, add_bill(store, "WA HB 2"), DUTY)
    run_judge(store)
    with MailSink(tmp_path / "mail") as sink:
        monkeypatch.setenv("PREEMPT_SMTP_PORT", str(sink.port))
        sent = run("digest", "send", "--now")
        arrived = list(sink.messages)
    assert sent.return_value == 0
    assert sent.stdout == "2 reader(s): 2 enqueued\n2 sent, 0 postponed, 0 failed\n"
    assert len(arrived) == 2


def test_the_file_sender_says_where(store: Store):
    run("readers", "add", "a@example.org", "--quiet", "always")
    sent = run("digest", "send", "--now")
    assert "1 sent" in sent.stdout
    assert "PREEMPT_SENDER=file" in sent.stdout
    assert len(list(load_settings().outbox_dir.glob("*.eml"))) == 1


@pytest.mark.usefixtures("store")
def test_without_readers_it_says_so():
    assert "no readers yet" in run("digest", "send").stdout
