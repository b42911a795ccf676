from __future__ import annotations

import email
from dataclasses import replace
from email import policy

import dkim
import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.addresses import Mailbox
from alerts.errors import SigningError
from alerts.links import Links
from alerts.message import FrozenMessage
from alerts.post import Post, post_of
from alerts.signing import Signer, load_signer
from monitor.cli import cli
from monitor.config import Settings
from monitor.errors import ConfigError
from tests.alerts.samples import NOW

_PLAIN = serialization.NoEncryption()


def pem(key, *, form=serialization.PrivateFormat.PKCS8, lock=_PLAIN) -> str:
    return key.private_bytes(serialization.Encoding.PEM, form, lock).decode()


@pytest.fixture(scope="module")
def key() -> str:
    return pem(rsa.generate_private_key(public_exponent=65537, key_size=2048))


@pytest.fixture(scope="module")
def signer(key) -> Signer:
    return load_signer(key, domain="example.org", selector="desk")


@pytest.fixture(scope="module")
def post(signer) -> Post:
    return Post(
        sender=Mailbox(name="Preempt", address="preempt@example.org"), reply_to="desk@example.org", signer=signer
    )


def written(post: Post, **changed) -> FrozenMessage:
    fields = {
        "recipient": Mailbox(name="", address="you@example.gov"),
        "subject": "[AI preemption] 1 new conflict - WA - Mon 23 Nov",
        "text": "Section 3 says \u201cshall\u201d.\n.\nEnd\n",
        "html": "<!DOCTYPE html><p>Section 3</p>",
        "kind": "digest",
        "period": "2026-11-23",
        "date": NOW,
        "links": Links(base="https://preempt.example.org", token="abc"),
    }
    return post.write(**(fields | changed))


def verifies(content: bytes, signer: Signer) -> bool:
    """As a receiver does, with the record out of the DNS."""
    name, value = signer.record

    def dns(asked: bytes, timeout: int = 5) -> bytes | None:
        return value.encode() if asked.decode() == f"{name}." else None

    return bool(dkim.verify(content, dnsfunc=dns))


def test_a_receiver_verifies_the_signature_with_the_printed_record(post, signer):
    assert verifies(written(post).content, signer)


def test_both_unsubscribe_headers_are_signed(post):
    message = email.message_from_bytes(written(post).content, policy=policy.default)
    assert message["List-Unsubscribe"] == (
        "<https://preempt.example.org/mail/abc/stop>, <mailto:desk@example.org?subject=unsubscribe>"
    )
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    tags = dict(tag.strip().split("=", 1) for tag in message["DKIM-Signature"].split(";"))
    signed = [name.strip() for name in tags["h"].split(":")]
    assert {"list-unsubscribe", "list-unsubscribe-post", "from", "subject", "message-id"} <= set(signed)
    assert signed.count("from") == 2
    assert "l" not in tags
    assert (tags["d"], tags["s"]) == ("example.org", "desk")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Subject: [AI preemption] 1 new", b"Subject: [AI preemption] 9 new"),
        (b"/mail/abc/stop>", b"/mail/abd/stop>"),
        (b"One-Click", b"One-Click2"),
        (b"To: you@example.gov", b"To: them@example.gov"),
        (b"Section 3", b"Section 4"),
        (b"From: Preempt", b"From: Somebody <evil@example.com>\r\nFrom: Preempt"),
        (b"List-ID:", b"Subject: Another\r\nList-ID:"),
        (b"List-ID:", b"List-Unsubscribe: <https://evil.example.com/>\r\nList-ID:"),
    ],
)
def test_any_tampering_breaks_it(post, signer, old, new):
    content = written(post).content
    assert old in content
    assert not verifies(content.replace(old, new), signer)


def test_words_added_at_the_end_break_it(post, signer):
    assert not verifies(written(post).content + b"And more.\r\n", signer)


@settings(max_examples=25)
@given(text=st.text(max_size=400), subject=st.text(max_size=200))
def test_whatever_is_written_verifies(post, signer, text, subject):
    assert verifies(written(post, text=f"{text}\n", subject=subject).content, signer)


def test_a_message_without_one_click_is_signed_too_and_none_can_be_added(post, signer):
    content = written(post, links=None).content
    assert verifies(content, signer)
    added = content.replace(b"List-ID:", b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\nList-ID:")
    assert not verifies(added, signer)


def test_without_a_key_nothing_is_signed(post):
    assert b"DKIM-Signature" not in written(replace(post, signer=None)).content


def test_the_key_is_in_no_text(signer, key):
    assert "PRIVATE" not in repr(signer)
    assert key[40:80] not in repr(signer)


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "no key",
        pem(rsa.generate_private_key(public_exponent=65537, key_size=1024)),
        pem(ec.generate_private_key(ec.SECP256R1())),
        pem(
            rsa.generate_private_key(public_exponent=65537, key_size=2048),
            lock=serialization.BestAvailableEncryption(b"password"),
        ),
    ],
    ids=["empty", "no key", "short", "no RSA", "locked"],
)
def test_a_key_that_cannot_sign_is_refused_without_a_word_of_it(bad):
    with pytest.raises(SigningError) as caught:
        load_signer(bad, domain="example.org", selector="desk")
    assert "BEGIN" not in str(caught.value)


def test_the_older_form_of_a_key_is_read(signer):
    loaded = serialization.load_pem_private_key(signer.key, password=None)
    old = pem(loaded, form=serialization.PrivateFormat.TraditionalOpenSSL)
    assert load_signer(old, domain="example.org", selector="desk") == signer


def test_the_settings_make_a_post_that_signs(key, tmp_path):
    made = post_of(Settings(data_dir=tmp_path, mail_from="Desk <desk@example.gov>", dkim_key=key, dkim_selector="k1"))
    assert made.signer is not None
    assert made.signer.record[0] == "k1._domainkey.example.gov"


def test_a_wrong_key_names_its_setting(tmp_path):
    with pytest.raises(ConfigError, match="PREEMPT_DKIM_KEY"):
        post_of(Settings(data_dir=tmp_path, dkim_key="no key"))


def test_the_record_is_printed(key, tmp_path, monkeypatch):
    file = tmp_path / "dkim.pem"
    file.write_text(key)
    monkeypatch.setenv("PREEMPT_DKIM_KEY_FILE", str(file))
    monkeypatch.setenv("PREEMPT_MAIL_FROM", "Desk <desk@example.gov>")
    done = CliRunner().invoke(cli, ["digest", "dkim"], standalone_mode=False)
    assert done.return_value == 0
    assert done.output.startswith("preempt._domainkey.example.gov. TXT v=DKIM1; k=rsa; p=MIIB")


def test_without_a_key_the_record_says_what_to_do():
    done = CliRunner().invoke(cli, ["digest", "dkim"], standalone_mode=False)
    assert done.return_value == 1
    assert "PREEMPT_DKIM_KEY_FILE" in done.output
