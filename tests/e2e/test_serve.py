"""The pages of readers as an operator runs them: the real command, a real mail, one click, SIGTERM."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tools.mail_sink import free_port


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    port = free_port()
    return {
        **os.environ,
        "PREEMPT_DATA_DIR": str(tmp_path / "data"),
        "PREEMPT_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port),
    }


def preempt(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "monitor", *arguments], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_invitation_is_mailed_accepted_and_ended_by_one_click(environment, tmp_path):
    preempt(environment, "init")
    preempt(environment, "readers", "add", "you@example.gov", "--invite", "--quiet", "always")
    preempt(environment, "digest", "send")
    (mail,) = (tmp_path / "data" / "outbox").glob("*.eml")
    address = re.search(r"^http://\S+/begin$", mail.read_text().replace("=\n", ""), re.MULTILINE)
    assert address is not None
    server = subprocess.Popen(
        [sys.executable, "-m", "monitor", "serve", "--port", environment["PORT"]],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        _wait(environment["PREEMPT_PUBLIC_URL"], server)
        assert "Receive the digest?" in httpx.get(address[0]).text
        assert "no readers yet" in preempt(environment, "readers", "list")
        assert "The digest begins" in httpx.post(address[0]).text
        assert "you@example.gov" in preempt(environment, "readers", "list")
        preempt(environment, "digest", "send", "--now")
        (digest,) = set((tmp_path / "data" / "outbox").glob("*.eml")) - {mail}
        header = re.search(r"^List-Unsubscribe: <(http://\S+)>,", digest.read_text(), re.MULTILINE)
        assert header is not None
        assert httpx.post(header[1], data={"List-Unsubscribe": "One-Click"}).status_code == 200
        assert "no readers yet" in preempt(environment, "readers", "list")
    finally:
        server.send_signal(signal.SIGTERM)
        said, _ = server.communicate(timeout=20)
    assert server.returncode == 0, said
    assert address[0].rsplit("/", 2)[1] not in said, "a token in the log"


def _wait(base: str, server: subprocess.Popen[str]) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        assert server.poll() is None, server.communicate()[0]
        try:
            if httpx.get(f"{base}/healthz").text == "ok":
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("it does not answer")
