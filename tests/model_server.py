"""A language model on loopback that answers as a test tells it to, in both dialects, and remembers the questions."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext
from typing import Any

KEY = "sk-test-0123456789abcdef"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request."""

    path: str
    headers: Message
    body: dict[str, Any]

    @property
    def system(self) -> str:
        return self.body["system"] if "system" in self.body else self.body["messages"][0]["content"]

    @property
    def user(self) -> str:
        return self.body["messages"][-1]["content"]

    @property
    def schema(self) -> dict[str, Any] | None:
        if "output_config" in self.body:
            return self.body["output_config"]["format"]["schema"]
        return self.body.get("response_format", {}).get("json_schema", {}).get("schema")


Reply = Callable[["Handler", Asked], None]


class Handler(BaseHTTPRequestHandler):
    """Gives one reply after the other; the last one again and again."""

    protocol_version = "HTTP/1.1"
    server: ModelServer

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        asked = Asked(self.path, self.headers, json.loads(content))
        self.server.asked.append(asked)
        replies = self.server.replies
        (replies.pop(0) if len(replies) > 1 else replies[0])(self, asked)
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - signature
        """Nothing."""

    def send(self, code: int, body: bytes, **headers: str) -> None:
        self.send_response(code)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)


class ModelServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, tls: SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.scheme = "http"
        if tls is not None:
            self.socket = tls.wrap_socket(self.socket, server_side=True)
            self.scheme = "https"
        self.replies: list[Reply] = []
        self.asked: list[Asked] = []

    @property
    def url(self) -> str:
        """Where the endpoints of Anthropic are; those of OpenAI are under ``/v1``."""
        return f"{self.scheme}://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hung up is part of the tests."""


@contextmanager
def serving(tls: SSLContext | None = None) -> Iterator[ModelServer]:
    server = ModelServer(tls)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def view(position: str, label: str, *quotes: str, carve_out: str = "", reason: str = "It says so.") -> dict[str, Any]:
    return {
        "position": position,
        "label": label,
        "quotes": list(quotes),
        "carve_out_quote": carve_out,
        "reason": reason,
    }


def answer(*views: dict[str, Any], actor: str = "a developer", modality: str = "must") -> str:
    return json.dumps({"actor": actor, "modality": modality, "positions": list(views)})


def envelope(path: str, content: str, *, cut: bool = False) -> bytes:
    """What an endpoint of the dialect puts around a model's words."""
    if path.endswith("/messages"):
        reason = "max_tokens" if cut else "end_turn"
        return json.dumps({"content": [{"type": "text", "text": content}], "stop_reason": reason}).encode()
    reason = "length" if cut else "stop"
    choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": reason}
    return json.dumps({"choices": [choice]}).encode()


def says(content: str, *, cut: bool = False) -> Reply:
    return lambda handler, asked: handler.send(200, envelope(asked.path, content, cut=cut))


def replies(code: int, body: bytes = b"", **headers: str) -> Reply:
    return lambda handler, _asked: handler.send(code, body, **headers)


def slow(seconds: float, content: str) -> Reply:
    def reply(handler: Handler, asked: Asked) -> None:
        time.sleep(seconds)
        handler.send(200, envelope(asked.path, content))

    return reply


def drips(seconds: float) -> Reply:
    """A byte now and then, so that no single wait is long."""

    def reply(handler: Handler, _asked: Asked) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.02)

    return reply


def huge(size: int) -> Reply:
    def reply(handler: Handler, _asked: Asked) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(size // 65536 + 1):
            handler.wfile.write(b" " * 65536)

    return reply


def hangs_up(handler: Handler, _asked: Asked) -> None:
    handler.connection.close()


def refuses_the_schema(then: Reply) -> Reply:
    """An endpoint without structured answers."""

    def reply(handler: Handler, asked: Asked) -> None:
        if asked.schema is not None:
            handler.send(400, b'{"error": {"message": "this model takes no such format"}}')
        else:
            then(handler, asked)

    return reply


def tells_the_key(code: int) -> Reply:
    """An endpoint that repeats what it was sent."""

    def reply(handler: Handler, asked: Asked) -> None:
        key = asked.headers.get("x-api-key") or asked.headers.get("Authorization", "")
        handler.send(code, f"no: {key}".encode(), Retry_After="0")

    return reply
