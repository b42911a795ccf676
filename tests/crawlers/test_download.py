from __future__ import annotations

import email.message
import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from crawlers.errors import DownloadError
from crawlers.platforms.download import Fetched, _OnlyWeb, fetch
from tests.crawlers.bills import FETCHED_AT
from tests.crawlers.web import Handler, Server, broken, part, serving, status, streamed, whole

BODY = bytes(range(256)) * 4096  # a mebibyte, so that it comes in several pieces
OTHER = bytes(reversed(BODY))


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as found:
        yield found


def get(
    server: Server | str,
    folder: Path,
    *,
    max_bytes: int = 10_000_000,
    attempts: int = 3,
    waits: list[float] | None = None,
    stop: threading.Event | None = None,
) -> Fetched:
    return fetch(
        server if isinstance(server, str) else server.url,
        folder,
        user_agent="Sample/1.0 (tests)",
        max_bytes=max_bytes,
        clock=lambda: FETCHED_AT,
        stop=stop or threading.Event(),
        timeout=10,
        attempts=attempts,
        wait=(waits if waits is not None else []).append,  # remembers the pauses instead of making them
    )


def problem(server: Server | str, folder: Path, **options: object) -> str:
    with pytest.raises(DownloadError) as caught:
        get(server, folder, **options)  # type: ignore[arg-type]
    return str(caught.value)


def asked(server: Server, *names: str) -> list[tuple[str | None, ...]]:
    return [tuple(headers.get(name) for name in names) for headers in server.seen]


def test_a_file_comes_with_the_facts_of_its_fetch(server, tmp_path):
    server.answers = [whole(BODY, ETag='"one"', Content_Type="application/gzip", Set_Cookie="secret=1")]
    found = get(server, tmp_path / "made" / "here")
    assert found.path.read_bytes() == BODY
    assert (found.url, found.fetched_at, found.status, found.reused) == (server.url, FETCHED_AT, 200, False)
    kept = dict(found.headers)
    assert (kept["etag"], kept["content-type"], kept["content-length"]) == ('"one"', "application/gzip", str(len(BODY)))
    assert "set-cookie" not in kept
    assert asked(server, "User-Agent", "Range", "If-None-Match") == [("Sample/1.0 (tests)", None, None)]
    assert sorted(path.suffix for path in found.path.parent.iterdir()) == [".archive", ".json"]


def test_an_unchanged_file_is_used_again(server, tmp_path):
    server.answers = [whole(BODY, ETag='"one"', Last_Modified="Mon, 23 Nov 2026 10:00:00 GMT")]
    first = get(server, tmp_path)
    second = get(server, tmp_path)
    assert (first.reused, second.reused) == (False, True)
    assert second.path.read_bytes() == BODY
    assert second.headers == first.headers
    assert asked(server, "If-None-Match", "If-Modified-Since") == [
        (None, None),
        ('"one"', "Mon, 23 Nov 2026 10:00:00 GMT"),
    ]


def test_a_changed_file_is_fetched_again(server, tmp_path):
    server.answers = [whole(BODY, ETag='"one"'), whole(OTHER, ETag='"two"')]
    get(server, tmp_path)
    second = get(server, tmp_path)
    assert (second.reused, second.path.read_bytes(), dict(second.headers)["etag"]) == (False, OTHER, '"two"')


def test_facts_that_are_damaged_or_without_their_file_count_for_nothing(server, tmp_path):
    server.answers = [whole(BODY, ETag='"one"')]
    first = get(server, tmp_path)
    facts = first.path.with_name(first.path.name + ".json")
    good = facts.read_text()
    for damaged in ("{", "[]", "{}", json.dumps(json.loads(good) | {"fetched_at": "yesterday"})):
        facts.write_text(damaged)
        assert not get(server, tmp_path).reused
    assert get(server, tmp_path).reused
    first.path.unlink()
    assert not get(server, tmp_path).reused


def test_a_304_that_nobody_asked_for(server, tmp_path):
    server.answers = [status(304)]
    assert "HTTP 304" in problem(server, tmp_path)


def test_a_broken_transfer_is_continued_where_it_broke(server, tmp_path):
    server.answers = [broken(BODY, 300_000, ETag='"one"'), whole(BODY, ETag='"one"')]
    waits: list[float] = []
    found = get(server, tmp_path, waits=waits)
    assert found.path.read_bytes() == BODY
    assert asked(server, "Range", "If-Range") == [(None, None), ("bytes=300000-", '"one"')]
    assert waits == [1.0]


def test_the_next_run_continues_too(server, tmp_path):
    server.answers = [broken(BODY, 300_000, Last_Modified="Mon, 23 Nov 2026 10:00:00 GMT")]
    assert "ended at 300,000 of 1,048,576 bytes" in problem(server, tmp_path, attempts=1)
    server.answers = [whole(BODY, Last_Modified="Mon, 23 Nov 2026 10:00:00 GMT")]
    assert get(server, tmp_path).path.read_bytes() == BODY
    assert asked(server, "Range", "If-Range")[-1] == ("bytes=300000-", "Mon, 23 Nov 2026 10:00:00 GMT")


def test_a_server_without_validators_begins_again(server, tmp_path):
    server.answers = [broken(BODY, 300_000, ETag='W/"weak"'), whole(BODY)]
    assert get(server, tmp_path).path.read_bytes() == BODY
    assert asked(server, "Range", "If-Range") == [(None, None), (None, None)]


def test_a_file_that_changed_half_way_begins_again(server, tmp_path):
    server.answers = [broken(BODY, 300_000, ETag='"one"'), whole(OTHER, ETag='"two"')]
    found = get(server, tmp_path)
    assert (found.path.read_bytes(), dict(found.headers)["etag"]) == (OTHER, '"two"')
    assert asked(server, "If-Range") == [(None,), ('"one"',)]


def test_a_server_that_ignores_if_range_mixes_nothing(server, tmp_path):
    size = len(BODY)
    server.answers = [
        broken(BODY, 300_000, ETag='"one"'),
        part(OTHER, 300_000, size, size, ETag='"two"'),
        whole(OTHER, ETag='"two"'),
    ]
    assert get(server, tmp_path).path.read_bytes() == OTHER


def test_another_part_than_asked_for(server, tmp_path):
    size = len(BODY)
    odd_ones = (part(BODY, 200_000, size, size), status(206, b"x", Content_Range="rows 1-2"), status(206, b"x"))
    for number, odd in enumerate(odd_ones):
        server.answers = [broken(BODY, 300_000, ETag='"one"'), odd, whole(BODY, ETag='"one"')]
        assert get(server, tmp_path / str(number)).path.read_bytes() == BODY
    server.answers = [broken(BODY, 300_000, ETag='"one"')]
    problem(server, tmp_path, attempts=1)
    server.answers = [status(206, b"x")]
    assert "another part than asked for" in problem(server, tmp_path, attempts=1)


def test_a_part_may_be_less_than_all_that_was_asked_for(server, tmp_path):
    size, tag = len(BODY), '"one"'
    server.answers = [
        broken(BODY, 300_000, ETag=tag),
        part(BODY, 300_000, 500_000, size, ETag=tag),
        part(BODY, 500_000, size, "*", ETag=tag),
    ]
    assert get(server, tmp_path).path.read_bytes() == BODY
    assert asked(server, "Range") == [(None,), ("bytes=300000-",), ("bytes=500000-",)]


def test_a_part_that_is_the_whole_already(server, tmp_path):
    """Killed between the last byte and the rename: the server has nothing more to give and says 416."""
    server.answers = [broken(BODY + b"x", len(BODY), ETag='"one"')]
    problem(server, tmp_path, attempts=1)
    server.answers = [whole(BODY, ETag='"one"')]
    waits: list[float] = []
    assert get(server, tmp_path, waits=waits).path.read_bytes() == BODY
    assert asked(server, "Range") == [(None,), ("bytes=1048576-",), (None,)]
    assert waits == [1.0]


@pytest.mark.parametrize("code", [408, 429, 500, 502, 503, 504])
def test_a_busy_server_is_asked_again(server, tmp_path, code: int):
    server.answers = [status(code), status(code), whole(BODY)]
    waits: list[float] = []
    assert get(server, tmp_path, waits=waits).path.read_bytes() == BODY
    assert waits == [1.0, 2.0]


@pytest.mark.parametrize(
    ("said", "pause"),
    [
        ("7", 7.0),
        ("0", 1.0),
        ("300", 300.0),
        ("9" * 400, 1.0),
        ("Wed, 21 Oct 2026 07:28:00 GMT", 1.0),  # long ago
        (format_datetime(FETCHED_AT + timedelta(seconds=9), usegmt=True), 9.0),
        ("-5", 1.0),
        ("\u00b2", 1.0),  # a digit that is no number
        ("", 1.0),
    ],
)
def test_retry_after(server, tmp_path, said: str, pause: float):
    server.answers = [status(503, Retry_After=said), whole(BODY)]
    waits: list[float] = []
    assert get(server, tmp_path, waits=waits).path.read_bytes() == BODY
    assert waits == [pause]


def test_nobody_waits_for_a_day_or_comes_earlier(server, tmp_path):
    server.answers = [status(503, Retry_After=86_400), whole(BODY)]
    assert problem(server, tmp_path).endswith("HTTP 503; the server asks to be left alone for 86400 s")
    assert len(server.seen) == 1


def test_a_server_that_stays_busy(server, tmp_path):
    server.answers = [status(503)]
    assert problem(server, tmp_path) == f"cannot fetch {server.url}: HTTP 503"
    assert len(server.seen) == 3


@pytest.mark.parametrize("code", [400, 401, 403, 404, 410, 451])
def test_a_refusal_is_final(server, tmp_path, code: int):
    server.answers = [status(code, b"no")]
    assert f"HTTP {code}" in problem(server, tmp_path)
    assert len(server.seen) == 1


@pytest.mark.parametrize(
    "goal", ["file:///etc/passwd", "ftp://127.0.0.1/x", "data:text/plain,x", "gopher://x/", "http://["]
)
def test_redirects_stay_on_the_web(server, tmp_path, goal: str):
    server.answers = [status(302, Location=goal)]
    assert problem(server, tmp_path).startswith(f"cannot fetch {server.url}: ")
    assert list(tmp_path.iterdir()) == []


def test_a_redirect_on_the_web_is_followed(server, tmp_path):
    server.answers = [status(302, b"x" * 1000, Location="/elsewhere"), whole(BODY)]
    assert get(server, tmp_path).path.read_bytes() == BODY
    server.answers = [status(302, Location="/sample.tar.gz")]
    assert "HTTP 302" in problem(server, tmp_path), "round and round"


def test_the_body_of_a_redirect_is_not_read(server, tmp_path):
    sent = threading.Event()

    def endless(handler: Handler) -> None:
        handler.head(302, Location="/elsewhere", Content_Length=10**12)
        try:
            while True:
                handler.wfile.write(bytes(1_000_000))
        except OSError:
            sent.set()

    server.answers = [endless, whole(BODY)]
    assert get(server, tmp_path).path.read_bytes() == BODY
    assert sent.wait(10)


@pytest.mark.parametrize(
    ("before", "after", "follows"),
    [
        ("https", "https", True),
        ("http", "https", True),
        ("http", "http", True),
        ("https", "http", False),
        ("https", "ftp", False),
        ("http", "file", False),
        ("http", "", False),
    ],
)
def test_never_from_https_to_anything_less(before: str, after: str, follows: bool):
    request = urllib.request.Request(f"{before}://example.org/a")
    target = f"{after}://example.org/b" if after else "//["

    class Body:
        closed = False

        def close(self) -> None:
            self.closed = True

    body = Body()

    def redirect() -> urllib.request.Request | None:
        return _OnlyWeb().redirect_request(request, body, 302, "Found", email.message.Message(), target)  # type: ignore[arg-type]

    if follows:
        found = redirect()
        assert found is not None
        assert (found.full_url, body.closed) == (target, True)
    else:
        with pytest.raises(urllib.error.URLError, match="redirected to"):
            redirect()


def test_the_size_is_capped_by_what_the_server_says(server, tmp_path):
    server.answers = [whole(BODY)]
    assert "1,048,576 bytes; the limit is 1,048,575" in problem(server, tmp_path, max_bytes=len(BODY) - 1)
    assert list(tmp_path.iterdir()) == []
    assert get(server, tmp_path, max_bytes=len(BODY)).path.read_bytes() == BODY


def test_the_size_is_capped_by_what_comes(server, tmp_path):
    server.answers = [streamed(BODY)]
    assert "more than the limit of 1,048,575 bytes" in problem(server, tmp_path, max_bytes=len(BODY) - 1)
    assert all(path.stat().st_size < len(BODY) for path in tmp_path.iterdir())
    assert len(server.seen) == 1, "another attempt would not make it smaller"
    assert get(server, tmp_path, max_bytes=len(BODY)).path.read_bytes() == BODY


def test_the_cap_counts_what_came_before(server, tmp_path):
    server.answers = [broken(BODY, 300_000, ETag='"one"')]
    problem(server, tmp_path, attempts=1)
    server.answers = [whole(BODY, ETag='"one"')]
    assert "the limit is 1,000,000" in problem(server, tmp_path, max_bytes=1_000_000)


@pytest.mark.parametrize("length", ["\u00b2", "-1", "9" * 5000, "many"])
def test_lengths_that_are_none(server, tmp_path, length: str):
    server.answers = [status(200, BODY, Content_Length=length)]
    assert get(server, tmp_path).path.read_bytes() == BODY


def test_a_stop_ends_the_transfer_and_keeps_what_came(server, tmp_path):
    stop = threading.Event()

    def slowly(handler: Handler) -> None:
        handler.head(200, Content_Length=len(BODY), ETag='"one"')
        handler.wfile.write(BODY[:600_000])
        stop.set()
        handler.wfile.write(BODY[600_000:])

    server.answers = [slowly]
    assert "stopped; what came is kept" in problem(server, tmp_path, stop=stop)
    assert len(server.seen) == 1
    server.answers = [whole(BODY, ETag='"one"')]
    assert get(server, tmp_path).path.read_bytes() == BODY
    assert server.seen[-1].get("Range", "").startswith("bytes=")


def test_a_stop_ends_the_pause(server, tmp_path):
    stop = threading.Event()

    def busy(handler: Handler) -> None:
        stop.set()
        handler.head(503, Retry_After=60, Content_Length=0)

    server.answers = [busy]
    with pytest.raises(DownloadError, match="HTTP 503"):
        fetch(server.url, tmp_path, user_agent="x", max_bytes=1, clock=lambda: FETCHED_AT, stop=stop, timeout=10)
    assert len(server.seen) == 1


def test_nobody_listens(tmp_path):
    with serving() as server:
        url = server.url
    waits: list[float] = []
    assert "refused" in problem(url, tmp_path, waits=waits)
    assert waits == [1.0, 2.0]


def test_a_server_that_speaks_something_else(server, tmp_path):
    server.answers = [lambda handler: handler.wfile.write(b"220 sample FTP server\r\n")]
    assert problem(server, tmp_path, attempts=1).startswith("cannot fetch")


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/x",
        "/etc/passwd",
        "",
        "http://[",
        "http://",
        "http://127.0.0.1:port/x",
        "http://127.0.0.1:99999999/x",
        f"http://{'a' * 70}.invalid/x",
        "http://127.0.0.1/a b",
    ],
)
def test_addresses_that_are_none(tmp_path, url: str):
    assert problem(url, tmp_path, attempts=1).startswith(f"cannot fetch {url}: ")


def test_no_attempt(tmp_path):
    assert "no attempt was allowed" in problem("http://127.0.0.1:1/x", tmp_path, attempts=0)
