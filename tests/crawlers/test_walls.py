"""Pages that servers answer with in the place of the one that was asked for; all written by us in the real forms."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.parsing.walls import Expected, judge_page
from monitor.model.failure import FailureKind

BLOCKED, SOFT_404, WRONG, DECODE = (
    FailureKind.BLOCKED,
    FailureKind.SOFT_404,
    FailureKind.WRONG_TYPE,
    FailureKind.DECODE,
)
F5 = (
    b"<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. Please consult with your "
    b"administrator.<br><br>Your support ID is: 10000000000000000001<br></body></html>"
)
AKAMAI = (
    b"<HTML><HEAD>\n<TITLE>Access Denied</TITLE>\n</HEAD><BODY>\n<H1>Access Denied</H1>\nYou don't have permission to "
    b'access "http&#58;&#47;&#47;legislature&#46;example" on this server.<P>\nReference&#32;&#35;18.sample\n</BODY>'
)
CLOUDFLARE = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>" + b"<script>x</script>" * 2000
INCAPSULA = (
    b'<html><head></head><body><iframe src="/_Incapsula_Resource?SWUDNSAI=31&xinfo=sample"></iframe></body></html>'
)
AKAMAI_BOT = b'<html><head><meta http-equiv="refresh" content="5; URL=/?bm-verify=sample"></head></html>'
CAPTCHA = b'<html><title>One more step</title><body><div class="g-recaptcha" data-sitekey="sample"></div></body></html>'
LOGIN = b"<html><head><title> Sign in </title></head><body><form></form></body></html>"
PASSWORD = b'<form><input name="u"><input  type = "password" name="p"></form>'
FLORIDA = b'<html><head><title>The Senate</title></head><body><div class="page-404">gone</div></body></html>'
TEXAS = b"<html><head><title>Bill History</title></head><body><p>Bill does not exist.</p></body></html>"
BILL = (
    b"<!DOCTYPE html><html><head><title>HB 404 - Relating to CAPTCHA tests and access denied to users</title></head>"
    b"<body><p>A captcha, a support ID, a page not found and unusual traffic are words of a sample bill.</p></body>"
)
PDF = b"%PDF-1.7\nRequest Rejected; a sample"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (F5, BLOCKED),
        (AKAMAI, BLOCKED),
        (CLOUDFLARE, BLOCKED),
        (INCAPSULA, BLOCKED),
        (AKAMAI_BOT, BLOCKED),
        (CAPTCHA, BLOCKED),
        (b"\xef\xbb\xbf\n  " + F5, BLOCKED),
        (LOGIN, BLOCKED),
        (PASSWORD, BLOCKED),
        (FLORIDA, SOFT_404),
        (TEXAS, SOFT_404),
        (b"<html><title>404 Not Found</title>", SOFT_404),
        (b"<html><title>Error 404</title>", SOFT_404),
        (b"<html><title>Page not found | The Assembly</title>", SOFT_404),
        (BILL, None),
        (BILL + INCAPSULA + b"<p>The words of a sample bill.</p>" * 300, None),
        (PASSWORD + b"<p>A page with a login in its head.</p>" * 300, None),
        (PDF, None),
        (b'{"title": "Request Rejected", "text": "Your support ID is: 1"}', None),
        (b"Plain words of a bill.", None),
        (b"", None),
    ],
)
def test_walls_logins_and_missing_pages(body: bytes, kind: FailureKind | None):
    verdict = judge_page(body)
    assert (verdict.kind if verdict is not None else None) == kind


@pytest.mark.parametrize(
    ("expected", "body", "kind"),
    [
        ("pdf", PDF, None),
        ("pdf", b"\r\n\r\n" + PDF, None),
        ("pdf", BILL, WRONG),
        ("pdf", F5, BLOCKED),
        ("pdf", TEXAS, SOFT_404),
        ("pdf", b"", DECODE),
        ("pdf", b"x" * 2000 + PDF, WRONG),
        ("json", b' {"status": "OK"}', None),
        ("json", b"\xef\xbb\xbf[]", None),
        ("json", BILL, WRONG),
        ("json", F5, BLOCKED),
        ("json", b"<head></head>", WRONG),
        ("json", b" \n", DECODE),
        ("xml", b'<?xml version="1.0"?><bill/>', None),
        ("xml", b"<bill/>", None),
        ("xml", BILL, WRONG),
        ("xml", b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "">', WRONG),
        ("xml", b"not XML", WRONG),
        ("html", BILL, None),
        ("html", b"<p>A part of a page.</p>", None),
        ("html", PDF, WRONG),
        ("html", b"PK\x03\x04 a document", WRONG),
        ("html", b"", DECODE),
    ],
)
def test_what_was_asked_for(expected: str, body: bytes, kind: FailureKind | None):
    verdict = judge_page(body, expected=Expected(expected))
    assert (verdict.kind if verdict is not None else None) == kind


def test_a_verdict_says_what_came():
    assert judge_page(F5) is not None
    assert judge_page(F5).words == "a wall answered: Request Rejected"  # type: ignore[union-attr]
    verdict = judge_page(BILL, content_type="application/pdf", expected=Expected.PDF)
    assert verdict is not None
    assert verdict.words == "pdf was asked for, HTML came (application/pdf)"


@given(st.binary(max_size=400), st.one_of(st.none(), st.sampled_from(Expected)), st.integers(1, 40))
def test_no_bytes_break_it(body: bytes, expected: Expected | None, times: int):
    verdict = judge_page(body * times, content_type="text/html", expected=expected)
    assert verdict is None or verdict.words


@pytest.mark.parametrize("body", [b"<" * 5000, b"<title>" * 10_000, b"<input " * 700, b"<!--" * 20_000, b" " * 70_000])
def test_hostile_pages_cost_no_time(body: bytes):
    began = time.process_time()
    verdict = judge_page(body, expected=Expected.XML)
    assert time.process_time() - began < 1
    assert verdict is None or verdict.kind in {WRONG, DECODE}
