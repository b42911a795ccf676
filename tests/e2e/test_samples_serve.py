"""``preempt samples serve`` as a user runs it: it says where, answers, counts, and ends when it is asked to."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def serving(tmp_path: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The running command and its first line."""
    environment = {**os.environ, "PREEMPT_DATA_DIR": str(tmp_path), "PREEMPT_LOG_LEVEL": "error"}
    argv = [sys.executable, "-m", "monitor", "samples", "serve", *options]
    pipe = subprocess.PIPE
    with subprocess.Popen(argv, env=environment, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline()
        finally:
            if process.poll() is None:
                process.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_counts_and_stops(tmp_path: Path, number: signal.Signals):
    with serving(tmp_path, "--json", "--count", "--day", "2") as (process, line):
        where = json.loads(line)
        assert where["day"] == 2
        with urllib.request.urlopen(f"{where['legiscan']}?key=k&op=getSessionList&state=MA", timeout=10) as response:
            assert json.load(response)["status"] == "OK"
        process.send_signal(number)
        out, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (0, "")
    assert json.loads(out) == {"requests": {"legiscan getSessionList": 1}, "total": 1}


def test_it_stops_at_once_although_an_answer_is_due(tmp_path: Path):
    with serving(tmp_path, "--json", "--faults", "no-answer") as (process, line):
        port = int(json.loads(line)["base"].rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(b"GET /legiscan/?key=k&op=getSessionList HTTP/1.1\r\nHost: x\r\n\r\n")
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=20)
    assert process.returncode == 0


def test_it_speaks_to_people(tmp_path: Path):
    with serving(tmp_path) as (process, line):
        assert "fictional" in line
        process.send_signal(signal.SIGTERM)
        assert process.stdout is not None
        out = process.stdout.read()
        assert process.wait(20) == 0
    assert "legiscan   http://127.0.0.1:" in out


def test_a_port_that_is_taken_and_a_wrong_fault_are_told(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with serving(tmp_path, "--port", port) as (process, _):
            _, err = process.communicate(timeout=20)
    assert (process.returncode, err.startswith(f"preempt: error: cannot listen on port {port}")) == (1, True)
    with serving(tmp_path, "--faults", "nonsense") as (process, _):
        _, err = process.communicate(timeout=20)
    assert process.returncode == 2
    assert "there are stale-page" in err
