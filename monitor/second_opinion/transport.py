"""How does a question travel? One POST, limited in time and size, tried again where waiting helps, never redirected."""

from __future__ import annotations

import ipaddress
import json
import ssl
import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from typing import Any, Final, Self
from urllib.parse import urlsplit

import httpx
from pydantic import SecretStr
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential

from monitor.clock import Clock
from monitor.second_opinion.errors import EndpointError, RefusedRequestError
from monitor.second_opinion.schema import presentable

__all__ = ["MOST_BYTES", "Transport", "is_loopback", "url_problem"]

MOST_BYTES: Final = 1_048_576
"""Of an answer; those of the agreed shape have a few thousand."""
_ATTEMPTS: Final = 3
_PATIENCE: Final = 60.0
"""Seconds: who asks to wait longer is asked again in another run."""
_CONNECT_SECONDS: Final = 10.0
_MOST_SAID: Final = 200
_AGAIN: Final = frozenset({408, 425, 429, 500, 502, 503, 504, 529})
_ENDS: Final = {
    401: "refuses the key (401): see PREEMPT_MODEL_KEY",
    402: "wants to be paid (402)",
    403: "refuses access (403): see PREEMPT_MODEL_KEY",
    404: "knows no such path or model (404): see PREEMPT_MODEL_URL and PREEMPT_MODEL_NAME",
}
_backoff = wait_exponential(multiplier=1, max=_PATIENCE)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, by what it is called."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def url_problem(url: str) -> str:
    """Say why an address cannot be used, without repeating it: it may hold a secret. Empty when it can."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "not an address"
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        return "an address without user, query and fragment is needed; the key goes into PREEMPT_MODEL_KEY"
    if not host or not url.isascii() or any(letter.isspace() for letter in url):
        return "an address like https://host/v1 is needed"
    if parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host)):
        return ""
    return "https is needed, except for this machine (http://127.0.0.1:8080/v1)"


class _TryAgainError(EndpointError):
    """The endpoint is busy or broken for the moment; ``after`` is how long it asks to wait, if it does."""

    def __init__(self, subject: str, reason: str, *, after: float | None = None) -> None:
        self.after = after
        super().__init__(subject, reason)


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    after = error.after if isinstance(error, _TryAgainError) else None
    return _backoff(state) if after is None else after


class Transport:
    """A connection to one endpoint. The key is in its header and nowhere else: it is cut out of all that comes back."""

    def __init__(
        self,
        url: str,
        *,
        key: SecretStr | None,
        headers: Mapping[str, str],
        timeout: float,
        clock: Clock,
        sleep: Callable[[float], None],
        stop: Callable[[], bool],
    ) -> None:
        """Open nothing yet. ``headers`` carry the key; ``timeout`` is in seconds, for a whole answer.

        ``stop`` says that the run is to end: then nothing is sent any more.

        :raises ValueError: when the address cannot be used.
        """
        if problem := url_problem(url):
            raise ValueError(problem)
        self._url = url.rstrip("/")
        self._key = key.get_secret_value() if key else ""
        self._seconds = timeout
        self._clock = clock
        self._sleep = sleep
        self._stop = stop
        self._client = httpx.Client(
            headers={"Accept": "application/json", "Accept-Encoding": "identity", **headers},
            timeout=httpx.Timeout(timeout, connect=min(timeout, _CONNECT_SECONDS)),
            follow_redirects=False,
            # a proxy of the environment is for the outside; this machine is asked directly
            trust_env=not is_loopback(urlsplit(url).hostname or ""),
            verify=ssl.create_default_context(),
        )

    def close(self) -> None:
        """Give the connection back."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def scrubbed(self, text: str) -> str:
        """Take the key out of words that came from outside."""
        return text.replace(self._key, "***") if self._key else text

    def post(self, path: str, body: Mapping[str, Any], *, subject: str) -> str:
        """Send ``body`` as JSON; returns the answer's text.

        :raises RefusedRequestError: when the endpoint finds the request wrong.
        :raises EndpointError: for everything else that is no answer.
        """
        retrying = Retrying(
            stop=stop_after_attempt(_ATTEMPTS),
            retry=retry_if_exception_type(_TryAgainError),
            wait=_wait,
            sleep=self._sleep,
            reraise=True,
        )
        content = json.dumps(body).encode()
        return retrying(self._once, f"{self._url}{path}", content, subject)

    def _once(self, url: str, content: bytes, subject: str) -> str:
        if self._stop():
            raise EndpointError(subject, "not asked: the run was stopped", ends_run=True)
        started = time.monotonic()
        headers = {"Content-Type": "application/json"}
        try:
            with self._client.stream("POST", url, content=content, headers=headers) as response:
                answer = self._read(response, started, subject)
                return self._judged(response, answer, subject)
        except httpx.ReadTimeout as error:
            raise EndpointError(subject, self._too_slow()) from error
        except (httpx.NetworkError, httpx.ConnectTimeout, httpx.RemoteProtocolError) as error:
            raise _TryAgainError(subject, f"the endpoint cannot be reached: {self._named(error)}") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise EndpointError(subject, f"the endpoint cannot be used: {self._named(error)}") from error

    def _read(self, response: httpx.Response, started: float, subject: str) -> str:
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise EndpointError(subject, "the endpoint answers compressed, which it was asked not to")
        answer = bytearray()
        for chunk in response.iter_raw():
            answer += chunk
            if len(answer) > MOST_BYTES:
                raise EndpointError(subject, f"the endpoint answers with more than {MOST_BYTES} bytes")
            if time.monotonic() - started > self._seconds:
                raise EndpointError(subject, self._too_slow())
        return self.scrubbed(answer.decode("utf-8", "replace"))

    def _judged(self, response: httpx.Response, answer: str, subject: str) -> str:
        status = response.status_code
        if status == 200:
            return answer
        if 300 <= status < 400:
            reason = f"the endpoint redirects ({status}), which is not followed: set PREEMPT_MODEL_URL to where it is"
            raise EndpointError(subject, reason, ends_run=True)
        if status in _ENDS:
            raise EndpointError(subject, f"the endpoint {_ENDS[status]}", ends_run=True)
        said = " ".join(presentable(answer, 4 * _MOST_SAID).split())[:_MOST_SAID]
        if status in (400, 422):
            raise RefusedRequestError(subject, f"the endpoint refuses the request ({status}): {said}")
        if status not in _AGAIN:
            raise EndpointError(subject, f"the endpoint answers {status}: {said}")
        after = self._retry_after(response.headers.get("Retry-After", ""))
        if after is not None and after > _PATIENCE:
            reason = f"the endpoint answers {status} and asks to wait {after:.0f} seconds: run it again later"
            raise EndpointError(subject, reason, ends_run=True)
        raise _TryAgainError(subject, f"the endpoint answers {status}: {said}", after=after)

    def _retry_after(self, value: str) -> float | None:
        """Seconds, from a number or a date (RFC 9110, 10.2.3); none when it says neither."""
        value = value.strip()
        if value.isascii() and value.isdigit():
            return float(value[:9])
        try:
            moment = parsedate_to_datetime(value)
        except ValueError:
            return None
        if moment.tzinfo is None:
            return None
        return max(0.0, (moment - self._clock()).total_seconds())

    def _too_slow(self) -> str:
        return f"no whole answer within {self._seconds:g} seconds: see PREEMPT_MODEL_TIMEOUT"

    def _named(self, error: Exception) -> str:
        said = presentable(self.scrubbed(str(error)), _MOST_SAID)
        return f"{said} ({error.__class__.__name__})" if said else error.__class__.__name__
