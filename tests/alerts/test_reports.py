"""Reports of mail systems: real shapes in our words, and hostile ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.reports import MAX_BYTES, Report, read_reports
from monitor.model.reader import BounceKind
from tests.alerts.returned import complaint, failure


def test_a_permanent_failure():
    assert read_reports(failure()) == (
        Report(
            kind=BounceKind.HARD,
            recipient="you@example.gov",
            message_id="<abc@example.org>",
            status="5.1.1",
            words="550 5.1.1 no such user",
        ),
    )


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("5.1.1", BounceKind.HARD),
        ("5.1.2", BounceKind.HARD),
        ("5.2.1", BounceKind.HARD),
        ("5.4.4", BounceKind.HARD),
        ("5.0.0", BounceKind.HARD),
        ("5.2.2", BounceKind.SOFT),
        ("5.2.3", BounceKind.SOFT),
        ("5.3.4", BounceKind.SOFT),
        ("5.7.1", BounceKind.SOFT),
        ("4.4.7", BounceKind.SOFT),
        ("4.2.2", BounceKind.SOFT),
        ("nonsense", BounceKind.SOFT),
        ("", BounceKind.SOFT),
    ],
)
def test_what_is_hard_and_what_is_soft(status, kind):
    (report,) = read_reports(failure(status=status, diagnostic="smtp; refused"))
    assert report.kind is kind


def test_a_code_in_the_words_counts_where_the_status_has_none():
    (report,) = read_reports(failure(status="", diagnostic="smtp; 550-5.1.10 RESOLVER.ADR.RecipientNotFound"))
    assert (report.kind, report.status) == (BounceKind.HARD, "5.1.10")


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded", ""])
def test_news_that_is_no_failure_reports_nothing(action):
    assert read_reports(failure(action=action)) == ()


def test_the_address_that_was_written_to_counts_not_the_one_it_was_forwarded_to():
    (report,) = read_reports(failure(original="rfc822; you@example.gov", final="rfc822; x@elsewhere.example"))
    assert report.recipient == "you@example.gov"


def test_several_recipients_are_several_reports():
    both = failure(more="Final-Recipient: rfc822; b@example.gov\nAction: failed\nStatus: 4.2.2\n\n")
    assert [(one.recipient, one.kind) for one in read_reports(both)] == [
        ("you@example.gov", BounceKind.HARD),
        ("b@example.gov", BounceKind.SOFT),
    ]


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
def test_the_whole_message_or_its_header_may_come_back(returned):
    (report,) = read_reports(failure(returned=returned))
    assert report.message_id == "<abc@example.org>"


def test_a_report_without_the_message_names_none():
    (report,) = read_reports(failure(returned=""))
    assert report.message_id == ""


def test_a_complaint():
    assert read_reports(complaint()) == (
        Report(
            kind=BounceKind.COMPLAINT,
            recipient="you@example.gov",
            message_id="<abc@example.org>",
            status="",
            words="feedback: abuse",
        ),
    )


def test_a_complaint_that_hides_the_address_is_known_by_the_message():
    (report,) = read_reports(complaint(recipient=""))
    assert (report.recipient, report.message_id) == ("you@example.gov", "<abc@example.org>")


def test_no_spam_is_no_complaint():
    assert read_reports(complaint(kind="not-spam")) == ()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff" * 50,
        b"From: you@example.gov\nSubject: Re: digest\n\nThank you!\n",
        b"Auto-Submitted: auto-replied\nSubject: Away\n\nUntil Monday.\n",
        b"Content-Type: multipart/report; boundary=B\n\nno part at all",
        b"Content-Type: multipart/report\n\n--B\n",
    ],
    ids=["nothing", "bytes", "an answer", "away", "no part", "no boundary"],
)
def test_other_mail_reports_nothing(content):
    assert read_reports(content) == ()


def test_a_huge_one_is_not_read():
    assert read_reports(failure() + b"x" * MAX_BYTES) == ()


def test_hostile_words_stay_one_line():
    (report,) = read_reports(failure(diagnostic="smtp; 550 \x1b[31m\u202etxt <script>" + "x" * 5000))
    assert len(report.words) <= 300
    assert not set(report.words) & {"\x1b", "\u202e", "\n", "\r"}


def test_many_recipients_are_bounded():
    many = "".join(
        f"Final-Recipient: rfc822; r{number}@example.gov\nAction: failed\nStatus: 5.1.1\n\n" for number in range(5000)
    )
    assert len(read_reports(failure(more=many))) == 100


@given(st.binary(max_size=2000))
def test_nothing_makes_it_fail(content):
    assert read_reports(content) == ()


@given(
    status=st.text(max_size=40),
    action=st.text(max_size=20),
    final=st.text(max_size=80),
    diagnostic=st.text(max_size=200),
    cut=st.integers(0, 900),
)
def test_whatever_a_report_says_it_is_read_or_not(status, action, final, diagnostic, cut):
    content = failure(status=status, action=action, final=final, diagnostic=diagnostic)[:cut]
    for report in read_reports(content):
        assert "\n" not in f"{report.recipient}{report.words}{report.status}{report.message_id}"
