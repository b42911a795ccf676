"""A web server on loopback that does what a test tells it to, and remembers what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Gives one answer after the other; the last one again and again."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self.server.seen.append(self.headers)
        answers = self.server.answers
        (answers.pop(0) if len(answers) > 1 else answers[0])(self)
        self.close_connection = True

    do_POST = do_GET

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - signature
        """Nothing."""

    def head(self, status: int, **headers: str | int) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.send_header("Connection", "close")
        self.end_headers()


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: list[Answer] = []
        self.seen: list[Message] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/sample.tar.gz"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hung up is part of the tests."""


@contextmanager
def serving() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def whole(body: bytes, **headers: str | int) -> Answer:
    """The file, or what is asked for of it; honours If-None-Match, Range and If-Range as a server should."""

    def answer(handler: Handler) -> None:
        etag = str(headers.get("ETag", ""))
        asked = handler.headers
        if etag and asked.get("If-None-Match") == etag:
            handler.head(304, **headers)
            return
        wanted = asked.get("Range")
        start = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted else 0
        if wanted and asked.get("If-Range") in (None, etag, headers.get("Last_Modified")):
            if start >= len(body):
                handler.head(416, Content_Length=0)
                return
            part = {"Content_Length": len(body) - start, "Content_Range": f"bytes {start}-{len(body) - 1}/{len(body)}"}
            handler.head(206, **part, **headers)
            handler.wfile.write(body[start:])
            return
        handler.head(200, Content_Length=len(body), **headers)
        handler.wfile.write(body)

    return answer


def broken(body: bytes, after: int, **headers: str | int) -> Answer:
    """A connection that ends early."""

    def answer(handler: Handler) -> None:
        handler.head(200, Content_Length=len(body), **headers)
        handler.wfile.write(body[:after])

    return answer


def status(code: int, body: bytes = b"", **headers: str | int) -> Answer:
    def answer(handler: Handler) -> None:
        handler.head(code, **({"Content_Length": len(body)} | headers))
        handler.wfile.write(body)

    return answer


def streamed(body: bytes) -> Answer:
    """Without a length: the connection's end is the file's."""

    def answer(handler: Handler) -> None:
        handler.head(200)
        handler.wfile.write(body)

    return answer


def part(body: bytes, start: int, end: int, of: int | str, **headers: str) -> Answer:
    """Answers with a part of ``body``, and says that it is one."""

    def answer(handler: Handler) -> None:
        handler.head(206, Content_Length=end - start, Content_Range=f"bytes {start}-{end - 1}/{of}", **headers)
        handler.wfile.write(body[start:end])

    return answer
