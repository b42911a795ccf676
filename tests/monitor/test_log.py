from __future__ import annotations

import json
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.log import configure_logging, get_logger, redact


@given(st.from_regex(r"[a-z][a-z0-9.]{0,20}@[a-z]{1,10}\.(org|gov)", fullmatch=True))
def test_an_address_never_stays(address: str):
    assert address not in redact(f"mail to {address} failed")


def test_a_password_in_an_address_never_stays():
    assert "hunter2" not in redact("cannot connect to postgresql://preempt:hunter2@db/preempt")


@pytest.mark.parametrize("name", ["key", "apikey", "API_KEY"])
def test_a_key_in_an_address_never_stays(name: str):
    said = redact(f"Gave up <GET https://api.example/?op=getBill&{name}=hunter2&id=1>: timed out")
    assert said == f"Gave up <GET https://api.example/?op=getBill&{name}=***&id=1>: timed out"
    assert redact("monkey=1 key=2") == "monkey=1 key=2"


def test_json_lines_on_standard_error(capsys):
    configure_logging(level="info", style="json")
    get_logger("test").warning("not sent", reader="lawyer@example.gov", smtp_password="hunter2", attempts=2)
    logging.getLogger("library").warning("said %s", "reader@example.org")
    captured = capsys.readouterr()
    assert captured.out == ""
    first, second = map(json.loads, captured.err.splitlines())
    assert first["event"] == "not sent"
    assert first["attempts"] == 2
    assert "lawyer" not in captured.err
    assert "hunter2" not in captured.err
    assert second["event"] == "said <address>"


def test_human_lines(capsys):
    configure_logging(level="warning", style="human")
    get_logger("test").info("quiet")
    get_logger("test").warning("loud", bill="WA HB 1")
    err = capsys.readouterr().err
    assert "quiet" not in err
    assert "loud" in err
    assert "WA HB 1" in err
