from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.utils import format_datetime

import httpx
import pytest
import trustme
from pydantic import SecretStr

from monitor.second_opinion.errors import EndpointError, RefusedRequestError
from monitor.second_opinion.transport import MOST_BYTES, Transport, url_problem
from tests.judging import MOMENT
from tests.model_server import (
    KEY,
    Handler,
    ModelServer,
    drips,
    hangs_up,
    huge,
    replies,
    serving,
    slow,
    tells_the_key,
)
from tests.monitor.conftest import Naps


@contextmanager
def transport(url: str, naps: Naps, *, timeout: float = 10.0, stop=lambda: False) -> Iterator[Transport]:
    with Transport(
        url,
        key=SecretStr(KEY),
        headers={"Authorization": f"Bearer {KEY}"},
        timeout=timeout,
        clock=lambda: MOMENT,
        sleep=naps,
        stop=stop,
    ) as opened:
        yield opened


def post(url: str, naps: Naps, **options) -> str:
    with transport(url, naps, **options) as opened:
        return opened.post("/ask", {"a": "é"}, subject="WA HB 1")


def test_an_answer_comes_back_as_it_is(model: ModelServer, naps: Naps):
    model.replies = [replies(200, "é".encode())]
    assert post(model.url + "/", naps) == "é"
    (asked,) = model.asked
    assert (asked.path, asked.body, asked.headers["Content-Type"]) == ("/ask", {"a": "é"}, "application/json")
    assert asked.headers["Accept-Encoding"] == "identity"


@pytest.mark.parametrize(
    ("after", "waited"),
    [
        ("7", 7.0),
        ("0", 0.0),
        (format_datetime(MOMENT + timedelta(seconds=12), usegmt=True), 12.0),
        (format_datetime(MOMENT - timedelta(seconds=12), usegmt=True), 0.0),
        ("soon", 1.0),
        ("-5", 1.0),
    ],
)
def test_a_busy_endpoint_is_asked_again_after_the_time_that_it_names(
    model: ModelServer, naps: Naps, after: str, waited: float
):
    model.replies = [replies(429, b"busy", Retry_After=after), replies(200, b"ok")]
    assert post(model.url, naps) == "ok"
    assert naps.seconds == [waited]


def test_who_asks_for_a_long_wait_is_left_for_another_run(model: ModelServer, naps: Naps):
    model.replies = [replies(429, b"", Retry_After="3600")]
    with pytest.raises(EndpointError, match="asks to wait 3600 seconds") as caught:
        post(model.url, naps)
    assert caught.value.ends_run
    assert (len(model.asked), naps.seconds) == (1, [])


@pytest.mark.parametrize("status", [500, 502, 503, 529])
def test_a_broken_endpoint_is_asked_three_times_with_longer_waits(model: ModelServer, naps: Naps, status: int):
    model.replies = [replies(status, b"out of order")]
    with pytest.raises(EndpointError, match=f"WA HB 1: the endpoint answers {status}: out of order") as caught:
        post(model.url, naps)
    assert not caught.value.ends_run
    assert (len(model.asked), naps.seconds) == (3, [1.0, 2.0])


def test_one_broken_moment_is_got_over(model: ModelServer, naps: Naps):
    model.replies = [replies(500), hangs_up, replies(200, b"ok")]
    assert post(model.url, naps) == "ok"
    assert len(model.asked) == 3


@pytest.mark.parametrize(
    ("status", "why"), [(401, "PREEMPT_MODEL_KEY"), (403, "KEY"), (404, "MODEL_NAME"), (402, "paid")]
)
def test_a_refusal_that_holds_for_every_question_ends_the_run(model: ModelServer, naps: Naps, status: int, why: str):
    model.replies = [replies(status, b"no")]
    with pytest.raises(EndpointError, match=why) as caught:
        post(model.url, naps)
    assert caught.value.ends_run
    assert len(model.asked) == 1


@pytest.mark.parametrize("status", [400, 422])
def test_a_wrong_request_is_told_apart(model: ModelServer, naps: Naps, status: int):
    model.replies = [replies(status, b"no such format")]
    with pytest.raises(RefusedRequestError, match="no such format"):
        post(model.url, naps)


def test_another_status_is_an_error_without_a_second_try(model: ModelServer, naps: Naps):
    model.replies = [replies(418, b"a teapot")]
    with pytest.raises(EndpointError, match="answers 418: a teapot"):
        post(model.url, naps)
    assert len(model.asked) == 1


def test_a_redirect_is_never_followed(model: ModelServer, naps: Naps):
    with serving() as other:
        other.replies = [replies(200, b"ok")]
        for status in (301, 302, 307, 308):
            model.replies = [replies(status, b"", Location=f"{other.url}/ask")]
            with pytest.raises(EndpointError, match="redirects") as caught:
                post(model.url, naps)
            assert caught.value.ends_run
        assert other.asked == []


def test_a_slow_answer_is_given_up(model: ModelServer, naps: Naps):
    model.replies = [slow(8.0, "late")]
    started = time.monotonic()
    with pytest.raises(EndpointError, match=r"within 0.1 seconds: see PREEMPT_MODEL_TIMEOUT"):
        post(model.url, naps, timeout=0.1)
    assert time.monotonic() - started < 6.0
    assert len(model.asked) == 1


def test_an_answer_that_drips_is_given_up_too(model: ModelServer, naps: Naps):
    model.replies = [drips(12.0)]
    started = time.monotonic()
    with pytest.raises(EndpointError, match="no whole answer"):
        post(model.url, naps, timeout=0.3)
    assert time.monotonic() - started < 9.0


def test_a_huge_answer_is_given_up(model: ModelServer, naps: Naps):
    model.replies = [huge(4 * MOST_BYTES)]
    with pytest.raises(EndpointError, match=f"more than {MOST_BYTES} bytes"):
        post(model.url, naps)


def test_a_compressed_answer_is_not_unpacked(model: ModelServer, naps: Naps):
    model.replies = [replies(200, b"\x1f\x8b", Content_Encoding="gzip")]
    with pytest.raises(EndpointError, match="compressed"):
        post(model.url, naps)


def test_nobody_at_home(naps: Naps):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(EndpointError, match="cannot be reached") as caught:
        post(f"http://127.0.0.1:{port}", naps)
    assert "ConnectError" in caught.value.reason
    assert naps.seconds == [1.0, 2.0]


def test_a_certificate_of_nobody_knows_whom_is_refused(naps: Naps):
    authority = trustme.CA()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    with serving(tls) as model:
        with pytest.raises(EndpointError, match="CERTIFICATE_VERIFY_FAILED"):
            post(model.url, naps)
        assert model.asked == []


def test_the_environment_sends_nothing_for_this_machine_through_a_proxy(
    model: ModelServer, naps: Naps, monkeypatch: pytest.MonkeyPatch
):
    with serving() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        model.replies = proxy.replies = [replies(200, b"ok")]
        post(model.url, naps)
        assert (len(model.asked), len(proxy.asked)) == (1, 0)


def test_a_run_that_is_stopped_sends_nothing_more(model: ModelServer, naps: Naps):
    model.replies = [replies(503)]
    with pytest.raises(EndpointError, match="stopped"):
        post(model.url, naps, stop=lambda: bool(naps.seconds))
    assert len(model.asked) == 1


@pytest.mark.parametrize("status", [200, 400, 401, 418, 429, 500])
def test_an_endpoint_that_repeats_the_key_does_not_spread_it(model: ModelServer, naps: Naps, status: int):
    model.replies = [tells_the_key(status)]
    try:
        said = post(model.url, naps)
    except EndpointError as error:
        said = f"{error!r} {error} {error.reason}"
    assert KEY not in said
    assert status == 401 or "***" in said
    (first, *_) = model.asked
    assert KEY in first.headers["Authorization"]


def test_an_error_of_the_client_does_not_spread_the_key(
    model: ModelServer, naps: Naps, monkeypatch: pytest.MonkeyPatch
):
    def fails(*_: object, **__: object) -> Handler:
        raise httpx.LocalProtocolError(f"Illegal header value b'Bearer {KEY}'")

    monkeypatch.setattr(httpx.Client, "stream", fails)
    with pytest.raises(EndpointError, match="cannot be used") as caught:
        post(model.url, naps)
    assert KEY not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "fine"),
    [
        ("https://model.example/v1", True),
        ("https://model.example:8443", True),
        ("http://127.0.0.1:8080/v1", True),
        ("http://[::1]:8080/v1", True),
        ("http://localhost:8080/v1", True),
        ("http://model.example/v1", False),
        ("http://10.0.0.5:8000/v1", False),
        ("http://localhost.example/v1", False),
        ("http://127.0.0.1.example/v1", False),
        ("https://user:word@model.example/v1", False),
        ("https://model.example/v1?key=word", False),
        ("https://model.example/v1#word", False),
        ("ftp://model.example", False),
        ("file:///etc/passwd", False),
        ("https://", False),
        ("https://model.example:port", False),
        ("https://mod el.example", False),
        ("https://[model.example", False),
        ("", False),
    ],
)
def test_which_addresses_may_be_used(url: str, fine: bool):
    problem = url_problem(url)
    assert (problem == "") is fine
    assert "word" not in problem
    if not fine:
        with pytest.raises(ValueError, match=r"needed|address"):
            Transport(url, key=None, headers={}, timeout=1, clock=lambda: MOMENT, sleep=Naps(), stop=lambda: False)
