from __future__ import annotations

import email
from datetime import UTC, datetime, timedelta, timezone
from email import policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alerts.addresses import Mailbox, valid_address, valid_name
from alerts.errors import WrongReaderError
from alerts.message import FrozenMessage, build_message, message_id
from tests.alerts.samples import HOSTILE, NOW

SENDER = Mailbox(name="Preempt", address="preempt@example.org")
READER = Mailbox(name="", address="you@example.gov")
TEXT = "Two lines \u2013 and a dot:\n.\n.hidden\nFrom here on.\n"


def built(**changed) -> FrozenMessage:
    fields = {
        "sender": SENDER,
        "reply_to": "answers@example.org",
        "recipient": READER,
        "subject": "[AI preemption] 2 new conflicts - CA NY - Mon 23 Nov",
        "text": TEXT,
        "html": "<!DOCTYPE html><p>Two lines \u2013 and a dot</p>",
        "kind": "daily",
        "period": "2026-11-23",
        "date": NOW,
    }
    return build_message(**(fields | changed))


def parsed(message: FrozenMessage) -> EmailMessage:
    found = email.message_from_bytes(message.content, policy=policy.default)
    assert isinstance(found, EmailMessage)
    assert found.defects == []
    return found


def text_of(part) -> str:
    """With the line ends that it had before the mail."""
    return part.get_content().replace("\r\n", "\n")


def test_the_headers_of_an_automatic_list_mail():
    message = parsed(built())
    assert dict(message.items()) | {"Content-Type": ""} == {
        "From": "Preempt <preempt@example.org>",
        "To": "you@example.gov",
        "Subject": "[AI preemption] 2 new conflicts - CA NY - Mon 23 Nov",
        "Date": "Mon, 23 Nov 2026 12:00:00 +0000",
        "Message-ID": built().message_id,
        "Reply-To": "answers@example.org",
        "List-ID": "AI preemption digest <digest.example.org>",
        "List-Unsubscribe": "<mailto:answers@example.org?subject=unsubscribe>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "MIME-Version": "1.0",
        "Content-Type": "",
    }


def test_plain_text_comes_first_then_html():
    message = parsed(built())
    assert message.get_content_type() == "multipart/alternative"
    plain, html = message.iter_parts()
    assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert text_of(plain) == TEXT
    assert html.get_content().strip() == "<!DOCTYPE html><p>Two lines \u2013 and a dot</p>"
    assert {part.get_content_charset() for part in (plain, html)} == {"utf-8"}


def test_the_bytes_pass_any_relay():
    content = built(
        text="x" * 5000 + "\u2013" * 500, recipient=Mailbox(name="Zo\u00eb " * 20, address=READER.address)
    ).content
    assert content.isascii()
    assert content.replace(b"\r\n", b"").count(b"\n") == content.replace(b"\r\n", b"").count(b"\r") == 0
    assert max(len(line) for line in content.split(b"\r\n")) <= 998
    body = content.split(b"\r\n\r\n", 1)[1]
    assert max(len(line) for line in body.split(b"\r\n")) <= 78


def test_the_same_input_is_the_same_bytes():
    assert built() == built()
    other_zone = NOW.astimezone(timezone(timedelta(hours=-5)))
    assert built(date=other_zone) == built()


def test_the_message_id_is_of_recipient_kind_and_period():
    first = built().message_id
    assert first == message_id(recipient="you@example.gov", kind="daily", period="2026-11-23", domain="example.org")
    assert (
        built(subject="Another", text="other", html="other", date=datetime(2030, 1, 1, tzinfo=UTC)).message_id == first
    )
    others = {
        built(recipient=Mailbox(name="", address="eve@example.gov")).message_id,
        built(kind="weekly").message_id,
        built(period="2026-11-24").message_id,
    }
    assert len(others | {first}) == 4
    assert first.endswith("@example.org>")
    assert built(recipient=Mailbox(name="You", address=READER.address)).message_id == first


def test_parts_of_an_identity_do_not_run_into_each_other():
    one = message_id(recipient="a", kind="bc", period="d", domain="x.example")
    assert one != message_id(recipient="ab", kind="c", period="d", domain="x.example")


def test_names_beyond_ascii():
    message = parsed(
        built(
            sender=Mailbox(name="Pr\u00e9empt, Inc.", address=SENDER.address),
            recipient=Mailbox(name='Zo\u00eb "Z" O\'Brien \u6cd5', address=READER.address),
        )
    )
    (sender,), (reader,) = message["From"].addresses, message["To"].addresses
    assert (sender.display_name, sender.addr_spec) == ("Pr\u00e9empt, Inc.", "preempt@example.org")
    assert (reader.display_name, reader.addr_spec) == ('Zo\u00eb "Z" O\'Brien \u6cd5', "you@example.gov")


@pytest.mark.parametrize("local", ["answers-of-the-task-force", "a" * 64])
def test_list_headers_are_never_encoded(local: str):
    """Mail programs decode no words inside angle brackets: an encoded address is no address."""
    domain = "digests.of-the-artificial-intelligence-task-force.legislation.example.org"
    answers = f"{local}@{domain}"
    content = built(reply_to=answers, sender=Mailbox(name="Preempt", address=f"preempt@{domain}")).content
    lines = content.split(b"\r\n")
    assert f"List-Unsubscribe: <mailto:{answers}?subject=unsubscribe>".encode() in lines
    assert f"List-ID: AI preemption digest <digest.{domain}>".encode() in lines
    message = parsed(built(reply_to=answers))
    assert message["Reply-To"].addresses[0].addr_spec == answers


def test_a_reply_address_is_quoted_for_its_link():
    assert b"<mailto:o%27brien%2Bx@example.org?subject=unsubscribe>" in built(reply_to="o'brien+x@example.org").content


@pytest.mark.parametrize("field", ["reply_to", "kind", "period"])
def test_no_other_field_can_start_a_header(field: str):
    evil = "answers@example.org\r\nBcc: eve@example.net"
    try:
        message = parsed(built(**{field: evil}))
    except ValueError:
        return
    assert "Bcc" not in message


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    subject=st.text(max_size=200) | st.sampled_from(HOSTILE),
    name=st.text(max_size=60) | st.sampled_from(HOSTILE),
    local=st.text('abc.+-\r\n:<>@" ', max_size=20),
)
def test_headers_cannot_be_injected(subject: str, name: str, local: str):
    """Whatever passes the checks of names and addresses arrives whole in its own header."""
    try:
        reader = Mailbox(name=valid_name(name), address=valid_address(f"{local}@example.gov"))
    except WrongReaderError:
        reader = READER
    message = parsed(built(subject=subject, recipient=reader))
    assert sorted(message.keys()) == sorted(parsed(built()).keys())
    (address,) = message["To"].addresses
    assert address.addr_spec == reader.address
    assert address.display_name == reader.name
    assert "\n" not in message["Subject"]
    assert message["Message-ID"].startswith("<")
    plain = message.get_body(("plain",))
    assert plain is not None
    assert text_of(plain) == TEXT


def test_a_subject_is_one_line():
    assert parsed(built(subject="New\r\nBcc: eve@example.net \u202e"))["Subject"] == "New Bcc: eve@example.net"
    long = "[AI preemption] " + "12 new conflicts, " * 30 + "Mon 23 Nov"
    assert parsed(built(subject=long))["Subject"] == long
    assert parsed(built(subject="Caf\u00e9 \u6cd5"))["Subject"] == "Caf\u00e9 \u6cd5"


def test_the_date_is_in_utc():
    local = datetime(2026, 3, 8, 3, 0, tzinfo=timezone(timedelta(hours=-4)))
    assert parsedate_to_datetime(parsed(built(date=local))["Date"]) == datetime(2026, 3, 8, 7, 0, tzinfo=UTC)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.text(max_size=400))
def test_any_text_arrives(text: str):
    lines = "\n".join(" ".join(line.split()) for line in text.splitlines()) + "\n"
    message = parsed(built(text=lines))
    plain = message.get_body(("plain",))
    assert plain is not None
    assert text_of(plain) == lines
