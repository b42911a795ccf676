from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alerts.addresses import Mailbox, parse_mailbox, valid_address, valid_name
from alerts.errors import WrongReaderError
from monitor.errors import ExitCode


@pytest.mark.parametrize(
    ("raw", "address"),
    [
        ("you@example.gov", "you@example.gov"),
        ("  First.Last+tag@EXAMPLE.Gov ", "First.Last+tag@example.gov"),
        ("o'brien@example.gov", "o'brien@example.gov"),
        ("preempt@localhost", "preempt@localhost"),
        ("anna@b\u00fccher.example", "anna@xn--bcher-kva.example"),
        ("x" * 64 + "@example.gov", "x" * 64 + "@example.gov"),
    ],
)
def test_an_address_that_can_be_used(raw: str, address: str):
    assert valid_address(raw) == address


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "nobody",
        "@example.gov",
        "you@",
        "you@example..gov",
        "you@-example.gov",
        "you@example.gov.",
        "you@@example.gov",
        ".you@example.gov",
        "y..ou@example.gov",
        '"you"@example.gov',
        "you<eve@example.gov",
        "you@example.gov\r\nBcc: eve@example.net",
        "you\n@example.gov",
        "you, eve@example.gov",
        "zo\u00eb@example.gov",
        "you@exa mple.gov",
        "you@[127.0.0.1]",
        "x" * 65 + "@example.gov",
        "you@" + "x" * 64 + ".gov",
        "you@" + ".".join(["x" * 60] * 5),
    ],
)
def test_an_address_that_cannot(raw: str):
    with pytest.raises(WrongReaderError, match="not a mail address") as caught:
        valid_address(raw)
    assert caught.value.exit_code is ExitCode.WRONG_USE


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=80) | st.text("ab.@-\r\n <>\"'", max_size=30))
def test_whatever_is_accepted_is_one_ascii_token(raw: str):
    try:
        address = valid_address(raw)
    except WrongReaderError:
        return
    assert address.isascii()
    assert address.count("@") == 1
    assert not set(address) & set(' \r\n\t<>,;:"\\()[]')
    assert valid_address(address) == address


def test_names():
    assert valid_name("  Zo\u00eb O'Brien, Esq. ") == "Zo\u00eb O'Brien, Esq."
    assert valid_name("") == ""
    for wrong in ("a\r\nBcc: eve@example.net", "nul\x00", "\u202eevil", "x" * 101):
        with pytest.raises(WrongReaderError, match="not a name"):
            valid_name(wrong)


def test_a_mailbox_of_a_setting():
    assert parse_mailbox("Preempt <preempt@Example.org>", setting="X") == Mailbox(
        name="Preempt", address="preempt@example.org"
    )
    assert parse_mailbox("preempt@example.org", setting="X") == Mailbox(name="", address="preempt@example.org")
    for wrong in ("", "Preempt", "Preempt <nobody>", "Pre\x00empt <a@example.org>"):
        with pytest.raises(WrongReaderError, match="PREEMPT_MAIL_FROM is not of the form"):
            parse_mailbox(wrong, setting="PREEMPT_MAIL_FROM")
