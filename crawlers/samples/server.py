"""Who answers on loopback as LegiScan, Open States and the archive host? A server that counts what it is asked.

``/legiscan/``, ``/openstates/``, ``/archive/{st}-legislation.tar.gz``, ``/documents/…``, ``/robots.txt``.
"""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from ssl import SSLContext
from typing import Final
from urllib.parse import parse_qs, unquote

from crawlers.samples.answer import Answer, Asked, Kind, json_answer
from crawlers.samples.facts import World
from crawlers.samples.faults import Fault, fault_named
from crawlers.samples.files import archive_answer, document_answer, partial
from crawlers.samples.legiscan_answers import legiscan_answer, refusal
from crawlers.samples.openstates_answers import openstates_answer
from crawlers.samples.read_samples import SAMPLES, read_world

__all__ = ["Request", "SampleServer", "sample_server"]

_REMEMBERED: Final = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request that was answered."""

    at: float
    """Seconds of a clock that only goes forward."""
    endpoint: str
    path: str
    """With its query."""
    headers: Mapping[str, str]
    status: int


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: SampleServer

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        headers = {name.casefold(): value for name, value in self.headers.items()}
        answer = self.server.answer(self.path, headers)
        if self.server.stopping.is_set():
            self.close_connection = True
            return
        length = len(answer.body) if answer.claimed_length is None else answer.claimed_length
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.status != 304:
            self.send_header("Content-Length", str(length))
        if length != len(answer.body):
            self.close_connection = True
            self.send_header("Connection", "close")
        self._headers_buffer: list[bytes]
        self._headers_buffer.append(b"\r\n")
        head = b"".join(self._headers_buffer)
        self._headers_buffer = []
        self.wfile.write(head + (answer.body if with_body else b""))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Nothing: the server counts."""


class SampleServer(ThreadingHTTPServer):
    """Serves one day of the samples. ``day`` and the faults may be changed while it runs."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self,
        *,
        port: int = 0,
        day: int = 1,
        faults: Iterable[str] = (),
        bills: int = 0,
        per_minute: int = 0,
        quota: int = 0,
        crawl_delay: float = 0.0,
        local_links: bool = False,
        samples: Path = SAMPLES,
        tls: SSLContext | None = None,
    ) -> None:
        """Listen on loopback alone; port 0 takes a free one.

        ``bills`` generated bills come on top. ``per_minute`` limits Open States, ``quota`` LegiScan in all; 0 is no
        limit. ``local_links`` makes the links to texts lead to this server instead of example.org. ``tls`` is for tests
        of certificates.

        :raises SamplesError: when there are no samples.
        :raises FaultError: when there is no such fault.
        :raises OSError: when the port is taken.
        """
        self._lock = threading.Lock()
        self.stopping = threading.Event()
        self.bills, self.per_minute, self.quota = bills, per_minute, quota
        self.crawl_delay, self.local_links, self.samples = crawl_delay, local_links, samples
        self.counts: Counter[str] = Counter()
        """Requests by endpoint, the refused and spoiled ones too."""
        self.requests: deque[Request] = deque(maxlen=_REMEMBERED)
        """The last ones, oldest first."""
        self.waiting = 0
        """Answers that were held back so far by a fault that waits."""
        self.errors: list[BaseException] = []
        """What went wrong in the server itself."""
        self._faults: list[Fault] = []
        self._met: set[tuple[str, str]] = set()
        self._minute: deque[float] = deque()
        self._asked_of_legiscan = 0
        self._archives: dict[tuple[int, str], bytes] = {}
        self.use(*faults)
        self.day = day
        self._first = read_world(samples, day=1, bills=bills)
        super().__init__(("127.0.0.1", port), _Handler)
        self.scheme = "http"
        if tls is not None:
            # the handshake belongs to the thread of the request, or one client that makes none holds up all
            self.socket = tls.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
            self.scheme = "https"

    def __str__(self) -> str:
        return self.base

    @property
    def base(self) -> str:
        """``http://127.0.0.1:PORT``."""
        return f"{self.scheme}://127.0.0.1:{self.server_address[1]}"

    @property
    def legiscan(self) -> str:
        """The base address of LegiScan."""
        return f"{self.base}/legiscan/"

    @property
    def openstates(self) -> str:
        """The base address of Open States."""
        return f"{self.base}/openstates"

    @property
    def archive(self) -> str:
        """Where the archives lie: ``{archive}/wa-legislation.tar.gz``."""
        return f"{self.base}/archive"

    @property
    def world(self) -> World:
        """What is served."""
        return self._world

    @property
    def day(self) -> int:
        """Which state of the world is served."""
        return self._world.day

    @day.setter
    def day(self, day: int) -> None:
        self._world = read_world(self.samples, day=day, bills=self.bills)

    def use(self, *faults: str) -> None:
        """Put these faults in force instead of those that are.

        :raises FaultError: when there is no such fault.
        """
        with self._lock:
            self._faults = [fault_named(raw) for raw in faults]
            self._met.clear()

    def reset(self) -> None:
        """Forget what was asked so far."""
        with self._lock:
            self.counts.clear()
            self.requests.clear()

    def answer(self, target: str, headers: Mapping[str, str]) -> Answer:
        """What is sent for a request target, with faults and limits; notes the request."""
        path, _, query = target.partition("#")[0].partition("?")
        asked = Asked(path=unquote(path), query=parse_qs(query, keep_blank_values=True), headers=headers)
        return self._answer(target, asked)

    def answer_to(self, path: str, parameters: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
        """The same for a path and parameters that nobody had to write as an address."""
        query = {name: [value] for name, value in parameters.items()}
        return self._answer(path, Asked(path=path, query=query, headers=headers))

    def _answer(self, target: str, asked: Asked) -> Answer:
        headers = asked.headers
        answer = self._limited(asked, self._good(asked, self._world))
        with self._lock:
            fault = self._fault_for(answer)
        if fault is not None:
            if fault.name == "stale-page":
                answer = self._good(asked, self._first)
            if fault.mode.seconds:
                self.waiting += 1
                self.stopping.wait(fault.mode.seconds)
            answer = fault.mode.change(partial(answer, headers))
        else:
            answer = partial(answer, headers)
        with self._lock:
            self.counts[answer.endpoint] += 1
            self.requests.append(
                Request(
                    at=time.monotonic(), endpoint=answer.endpoint, path=target, headers=headers, status=answer.status
                )
            )
        return answer

    def _good(self, asked: Asked, world: World) -> Answer:
        first, _, rest = asked.path.lstrip("/").partition("/")
        if first == "legiscan" and not rest:
            return legiscan_answer(world, asked)
        if first == "openstates":
            documents = f"{self.base}/documents" if self.local_links else ""
            return openstates_answer(world, replace(asked, path=rest), documents=documents)
        if first == "archive":
            return archive_answer(world, rest, self.samples, self._archives)
        if first == "documents":
            return document_answer(world, rest)
        if first == "robots.txt" and not rest:
            body = f"User-agent: *\nCrawl-delay: {self.crawl_delay:g}\nDisallow: /private/\n".encode()
            return Answer(endpoint="robots.txt", kind=Kind.ROBOTS, body=body, headers=(("Content-Type", "text/plain"),))
        return json_answer("other", Kind.OTHER, {"detail": "Not Found"}, status=404)

    def _limited(self, asked: Asked, answer: Answer) -> Answer:
        """The same, or the provider's refusal when its limit is reached."""
        with self._lock:
            if answer.endpoint.startswith("legiscan") and asked.one("key").strip():
                self._asked_of_legiscan += 1
                if self.quota and self._asked_of_legiscan > self.quota:
                    return refusal(
                        answer.endpoint, f"API query limit reached: {self.quota} of {self.quota} queries used"
                    )
            if answer.endpoint.startswith("openstates") and self.per_minute and answer.status not in (401, 403):
                now = time.monotonic()
                while self._minute and self._minute[0] <= now - 60:
                    self._minute.popleft()
                self._minute.append(now)
                if (count := len(self._minute)) > self.per_minute:
                    detail = f"exceeded limit of {self.per_minute}/min: {count}"
                    return json_answer(answer.endpoint, answer.kind, {"detail": detail}, status=429)
        return answer

    def _fault_for(self, answer: Answer) -> Fault | None:
        """The first fault that fits and still acts."""
        for place, fault in enumerate(self._faults):
            if not fault.fits(answer):
                continue
            if not fault.mode.again:
                key = (fault.name, f"{answer.endpoint} {answer.subject}")
                if key in self._met:
                    continue
                self._met.add(key)
            if fault.left is not None:
                self._faults[place] = replace(fault, left=fault.left - 1)
            return fault
        return None

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hung up is no error; anything else is one of ours, and is kept for a test to find."""
        del request, client_address
        error = sys.exception()
        if error is not None and not isinstance(error, OSError):
            self.errors.append(error)

    def stop(self) -> None:
        """End :meth:`serve_forever` and free the port."""
        self.stopping.set()
        self.shutdown()
        self.server_close()


@contextmanager
def sample_server(
    *,
    day: int = 1,
    faults: Iterable[str] = (),
    bills: int = 0,
    per_minute: int = 0,
    quota: int = 0,
    crawl_delay: float = 0.0,
    local_links: bool = False,
    tls: SSLContext | None = None,
) -> Iterator[SampleServer]:
    """A running server on a free port, stopped at the end of the block."""
    server = SampleServer(
        day=day,
        faults=faults,
        bills=bills,
        per_minute=per_minute,
        quota=quota,
        crawl_delay=crawl_delay,
        local_links=local_links,
        tls=tls,
    )
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join()
