from __future__ import annotations

import io
import logging
import os
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from pydantic import SecretStr

from alerts.addresses import Mailbox
from alerts.errors import PermanentSendError, RelayError, TransientSendError, WrongReaderError
from alerts.message import FrozenMessage, build_message
from alerts.senders import make_sender
from alerts.senders.console import ConsoleSender
from alerts.senders.file import FileSender
from alerts.senders.smtp import SmtpSender
from monitor.config import Settings
from tests.alerts.relay import Relay, relay
from tests.alerts.samples import NOW
from tools.mail_sink import free_port

READER = "you@example.gov"


def message(text: str = "Words.\n", period: str = "2026-11-23") -> FrozenMessage:
    return build_message(
        sender=Mailbox(name="Preempt", address="preempt@example.org"),
        reply_to="answers@example.org",
        recipient=Mailbox(name="Zo\u00eb", address=READER),
        subject="[AI preemption] 1 new conflict - WA - Mon 23 Nov",
        text=text,
        html="<p>Words.</p>",
        kind="daily",
        period=period,
        date=NOW,
    )


def send(sender, mail: FrozenMessage | None = None, recipient: str = READER) -> None:
    mail = mail or message()
    sender.send(recipient=recipient, message_id=mail.message_id, message=mail.content)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def server_context(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", "localhost").configure_cert(context)
    return context


@pytest.fixture
def client_context(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def smtp(to: Relay, **options) -> SmtpSender:
    fields = {
        "host": "127.0.0.1",
        "port": to.port,
        "mail_from": "preempt@example.org",
        "starttls": False,
        "timeout": 5.0,
    }
    return SmtpSender(**(fields | options))


@pytest.fixture
def plain() -> Iterator[tuple[Relay, SmtpSender]]:
    with relay() as server:
        sender = smtp(server)
        yield server, sender
        sender.close()


class TestFile:
    def test_a_message_is_one_file_with_its_bytes(self, tmp_path: Path):
        sender, mail = FileSender(tmp_path / "new" / "outbox"), message()
        send(sender, mail)
        (file,) = sender.folder.iterdir()
        assert file == sender.path_of(mail.message_id)
        assert file.suffix == ".eml"
        assert file.read_bytes() == mail.content
        sender.close()

    def test_a_resend_replaces_the_first_copy(self, tmp_path: Path):
        sender = FileSender(tmp_path)
        send(sender)
        send(sender)
        send(sender, message(period="2026-11-24"))
        assert len(list(tmp_path.iterdir())) == 2

    def test_an_identity_cannot_leave_the_folder(self, tmp_path: Path):
        path = FileSender(tmp_path).path_of("<../../etc/passwd@example.org>")
        assert path.parent == tmp_path
        assert path.stem.isalnum()

    @pytest.mark.parametrize("step", ["fsync", "replace"])
    def test_a_failure_leaves_nothing_and_spares_the_first_copy(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
    ):
        sender, mail = FileSender(tmp_path), message()
        send(sender, mail)
        before = sender.path_of(mail.message_id).read_bytes()

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(*((os, "fsync", full) if step == "fsync" else (Path, "replace", full)))
        with pytest.raises(RelayError, match="the outbox folder cannot be written: No space left on device"):
            send(sender, FrozenMessage(message_id=mail.message_id, content=b"half"))
        assert [file.read_bytes() for file in tmp_path.iterdir()] == [before]

    def test_a_folder_that_is_none_is_an_error_of_the_relay(self, tmp_path: Path):
        (tmp_path / "outbox").write_text("a file", encoding="utf-8")
        with pytest.raises(RelayError, match="File exists"):
            send(FileSender(tmp_path / "outbox"))


class TestConsole:
    def test_the_plain_text_is_printed(self):
        stream = io.StringIO()
        sender = ConsoleSender(stream)
        send(sender, message("Zo\u00eb said \u2013 no.\n"))
        sender.close()
        assert stream.getvalue() == (
            f"To: {READER}\nSubject: [AI preemption] 1 new conflict - WA - Mon 23 Nov\n\nZo\u00eb said \u2013 no.\n\n"
        )

    def test_a_message_without_text_is_refused_for_good(self):
        with pytest.raises(PermanentSendError, match=r"<1@x\.example> has no plain text"):
            ConsoleSender(io.StringIO()).send(
                recipient=READER, message_id="<1@x.example>", message=b"Content-Type: text/html\r\n\r\n<p>x</p>"
            )


class TestSmtp:
    def test_a_message_arrives_byte_by_byte(self, plain: tuple[Relay, SmtpSender]):
        server, sender = plain
        mail = message("A dot:\n.\n..two\n.three\n" + "long " * 400 + "\n.")
        assert b"\r\n." in mail.content
        send(sender, mail)
        assert server.messages == [mail.content]
        assert (server.recipients, server.senders, server.encrypted) == ([[READER]], ["preempt@example.org"], [False])

    def test_one_connection_carries_many(self, plain: tuple[Relay, SmtpSender]):
        server, sender = plain
        for _ in range(3):
            send(sender)
        assert (len(server.messages), server.connections) == (3, 1)

    @pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
    @pytest.mark.parametrize(
        ("reply", "error"),
        [
            ("450 4.2.0 greylisted, try later", TransientSendError),
            ("451 4.3.0 local error", TransientSendError),
            ("550 5.1.1 no such user", PermanentSendError),
            ("554 5.7.1 rejected", PermanentSendError),
        ],
    )
    def test_a_refusal_concerns_one_message(self, plain: tuple[Relay, SmtpSender], command: str, reply: str, error):
        server, sender = plain
        server.answers[command] = [reply]
        with pytest.raises(error) as caught:
            send(sender)
        assert type(caught.value) is error
        assert caught.value.reply == reply
        assert server.messages == []
        send(sender)
        assert (len(server.messages), server.connections) == (1, 1), "the connection goes on"

    @pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
    def test_a_relay_that_closes_the_channel_is_called_again(self, plain: tuple[Relay, SmtpSender], command: str):
        server, sender = plain
        server.answers[command] = ["421 4.3.2 shutting down"]
        with pytest.raises(TransientSendError, match=r"421 4\.3\.2 shutting down"):
            send(sender)
        send(sender)
        assert (len(server.messages), server.connections) == (1, 2)

    @pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
    def test_a_dropped_connection_is_transient_and_made_again(self, plain: tuple[Relay, SmtpSender], command: str):
        server, sender = plain
        server.answers[command] = ["drop"]
        with pytest.raises(TransientSendError, match="the connection was lost") as caught:
            send(sender)
        assert not isinstance(caught.value, RelayError)
        send(sender)
        assert (len(server.messages), server.connections) == (1, 2)

    def test_nobody_listens(self):
        port = free_port()
        sender = SmtpSender(host="127.0.0.1", port=port, mail_from="preempt@example.org", starttls=False)
        with pytest.raises(RelayError, match=f"the relay 127.0.0.1:{port} cannot be reached: .*refused"):
            send(sender)
        sender.close()
        sender.close()

    def test_starttls_with_a_trusted_certificate(self, server_context: ssl.SSLContext, client_context: ssl.SSLContext):
        with relay(tls=server_context) as server:
            sender = smtp(server, starttls=True, context=client_context)
            send(sender)
            send(sender)
            sender.close()
        assert server.encrypted == [True, True]
        assert server.messages == [message().content] * 2

    def test_a_relay_without_starttls_gets_nothing(self, client_context: ssl.SSLContext):
        with relay() as server:
            for login in ({}, {"user": "preempt", "password": "secret"}):
                sender = smtp(server, starttls=True, context=client_context, **login)
                with pytest.raises(RelayError, match="does not offer what is required"):
                    send(sender)
                sender.close()
        assert (server.messages, server.recipients, server.logins) == ([], [], [])

    def test_an_unknown_certificate_is_refused(self, server_context: ssl.SSLContext):
        with relay(tls=server_context) as server:
            sender = smtp(server, starttls=True)
            with pytest.raises(RelayError, match="CERTIFICATE_VERIFY_FAILED"):
                send(sender)
            sender.close()
        assert (server.messages, server.recipients) == ([], [])

    def test_a_certificate_of_another_host_is_refused(self, authority: trustme.CA, client_context: ssl.SSLContext):
        other = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("relay.example").configure_cert(other)
        with relay(tls=other) as server:
            sender = smtp(server, starttls=True, context=client_context)
            with pytest.raises(RelayError, match=r"cannot be reached: .*certificate verify failed"):
                send(sender)
            sender.close()
        assert server.messages == []

    def test_a_login(self, server_context: ssl.SSLContext, client_context: ssl.SSLContext):
        with relay(tls=server_context, auth=True) as server:
            sender = smtp(server, starttls=True, context=client_context, user="preempt", password="secret")
            send(sender)
            sender.close()
        assert (server.logins, server.encrypted) == ([(b"preempt", b"secret")], [True])

    def test_a_wrong_password_concerns_every_message_and_is_not_told(self):
        with relay(auth=True) as server:
            sender = smtp(server, user="preempt", password="hunter2")
            with pytest.raises(RelayError, match=r"refused the login \(535\)") as caught:
                send(sender)
            sender.close()
        assert server.messages == []
        assert "hunter2" not in str(caught.value)

    def test_a_password_beyond_ascii_is_an_error_of_the_relay_and_is_not_told(self):
        with relay(auth=True) as server:
            sender = smtp(server, user="preempt", password="h\u00fcnter2")
            with pytest.raises(RelayError, match="needs a host, user and password in ASCII") as caught:
                send(sender)
            sender.close()
        assert "\u00fc" not in str(caught.value)

    def test_a_relay_that_offers_no_login(self):
        with relay() as server:
            sender = smtp(server, user="preempt", password="secret")
            with pytest.raises(RelayError, match="does not offer what is required"):
                send(sender)
            sender.close()
        assert server.messages == []

    def test_closing_a_lost_connection_is_harmless(self, plain: tuple[Relay, SmtpSender]):
        server, sender = plain
        send(sender)
        assert sender._connection is not None
        sender._connection.close()
        sender.close()
        assert sender._connection is None
        send(sender)
        assert server.connections == 2

    def test_nothing_is_logged_or_printed(
        self, plain: tuple[Relay, SmtpSender], caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
    ):
        server, sender = plain
        server.answers["RCPT"] = ["", f"550 5.1.1 <{READER.upper()}>: no such user"]
        with caplog.at_level(logging.DEBUG):
            send(sender)
            with pytest.raises(PermanentSendError) as caught:
                send(sender)
        ours = [record for record in caplog.records if not record.name.startswith(("mail.log", "asyncio"))]
        assert ours == []
        out, err = capfd.readouterr()
        assert READER not in out + err
        assert str(caught.value) == "550 5.1.1 <recipient>: no such user", "what a relay says is logged elsewhere"


class TestChoose:
    def test_each_setting_has_its_sender(self, tmp_path: Path):
        files = make_sender(Settings(data_dir=tmp_path, sender="file"), console=io.StringIO())
        assert isinstance(files, FileSender)
        assert files.folder == tmp_path / "outbox"
        stream = io.StringIO()
        console = make_sender(Settings(data_dir=tmp_path, sender="console"), console=stream)
        assert isinstance(console, ConsoleSender)
        assert console.stream is stream

    def test_the_settings_of_a_relay(self, tmp_path: Path):
        settings = Settings(
            data_dir=tmp_path,
            sender="smtp",
            mail_from="Preempt <preempt@Example.org>",
            smtp_host="relay.example",
            smtp_port=2525,
            smtp_user="preempt",
            smtp_password=SecretStr("secret"),
            smtp_timeout=7,
        )
        sender = make_sender(settings, console=io.StringIO())
        assert isinstance(sender, SmtpSender)
        assert (sender.host, sender.port, sender.mail_from) == ("relay.example", 2525, "preempt@example.org")
        assert (sender.user, sender.password, sender.starttls, sender.timeout) == ("preempt", "secret", True, 7.0)
        assert sender.context.verify_mode is ssl.CERT_REQUIRED
        assert sender.context.check_hostname

    def test_no_password_is_an_empty_one(self, tmp_path: Path):
        sender = make_sender(Settings(data_dir=tmp_path, sender="smtp"), console=io.StringIO())
        assert isinstance(sender, SmtpSender)
        assert (sender.user, sender.password) == ("", "")

    def test_a_sender_that_is_no_mailbox_is_refused(self, tmp_path: Path):
        with pytest.raises(WrongReaderError, match="PREEMPT_MAIL_FROM"):
            make_sender(Settings(data_dir=tmp_path, sender="smtp", mail_from="nobody"), console=io.StringIO())
