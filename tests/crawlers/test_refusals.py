from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import trustme
from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError, IgnoreRequest
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.internet.error import ConnectionLost
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from crawlers.refusals import CircuitOpenError, UnchangedError, UnusablePageError, error_of, kind_of_exception
from monitor.model.failure import FailureKind
from tests.crawlers.bills import FETCHED_AT
from tests.crawlers.site import crawl
from tests.crawlers.web import Server, status

URL = "https://api.example/?key=SECRET&op=x"


def http(code: int) -> HttpError:
    return HttpError(Response(URL, status=code, request=Request(URL)), "no")


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (UnchangedError(URL), None),
        (UnusablePageError(URL, FailureKind.SOFT_404, "gone"), FailureKind.SOFT_404),
        (CircuitOpenError(URL, FETCHED_AT), FailureKind.CIRCUIT_OPEN),
        (IgnoreRequest("Forbidden by robots.txt"), FailureKind.ROBOTS),
        (IgnoreRequest("something"), FailureKind.OTHER),
        (http(404), FailureKind.NOT_FOUND),
        (http(429), FailureKind.RATE_LIMITED),
        (http(502), FailureKind.SERVER_ERROR),
        (http(304), FailureKind.REFUSED),
        (DownloadTimeoutError("slow"), FailureKind.TIMEOUT),
        (ResponseFailed([Failure(ConnectionLost("x"))]), FailureKind.CONNECTION),
        (json.JSONDecodeError("no", "", 0), FailureKind.DECODE),
        (ZeroDivisionError("ours"), FailureKind.OTHER),
    ],
)
def test_what_an_exception_counts_as(error: Exception, kind: FailureKind | None):
    assert kind_of_exception(error) is kind


def test_what_is_on_record_is_not_recorded_again_and_no_message_holds_a_key():
    for error in (
        UnchangedError(URL),
        UnusablePageError(URL, FailureKind.BLOCKED, "a wall"),
        CircuitOpenError(URL, FETCHED_AT),
    ):
        assert error_of(error, "s") is None
        assert "SECRET" not in str(error)
    found = error_of(DownloadTimeoutError(f"Getting {URL} took longer than 60 seconds."), "WA HB 1")
    assert found is not None
    assert (found.kind, found.subject) == ("timeout", "WA HB 1")
    assert found.message == "Getting https://api.example/?key=***&op=x took longer than 60 seconds."
    refused = error_of(http(404), "WA HB 1")
    assert refused is not None
    assert refused.message == "HTTP 404"


def test_a_chain_of_causes_ends():
    error = ValueError("a")
    error.__cause__ = error
    assert kind_of_exception(error) is FailureKind.OTHER


@contextmanager
def serving_tls() -> Iterator[str]:
    """A site whose certificate nobody vouches for."""
    server = Server()
    server.answers = [status(200, b"<p>never seen</p>")]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost", "127.0.0.1").configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"https://localhost:{server.server_address[1]}/a"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_certificate_that_is_not_trusted_is_no_page_and_called_so():
    with serving_tls() as url:
        found = crawl(url, RETRY_TIMES=0)
    assert found.pages == []
    ((name, kind, error),) = found.failed.values()
    assert (kind, error and error[0]) == ("tls", "tls"), name
