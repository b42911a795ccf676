"""A judging process stays small, whatever it reads."""

from __future__ import annotations

import subprocess
import sys

JUDGE_LONG_TEXTS = """
import resource
from pathlib import Path

from monitor.classify.judge import judge
from monitor.positions import load_positions

positions = load_positions()
head = "Section 1. A developer of an artificial intelligence system shall "
for piece in ("disclose ", "(a) publish the ai; ", "Section 2. An operator of a chat bot must label it. ", "\\u201c"):
    judge(head + (piece * 1_000_000)[:1_000_000], positions=positions)
status = Path("/proc/self/status")
if status.exists():
    # ru_maxrss would count the test process too, which this one was forked from
    print(next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM")))
else:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
KILOBYTES = 1 if sys.platform != "darwin" else 1024
"""``ru_maxrss`` counts kilobytes, on macOS bytes."""


def test_judging_texts_of_a_megabyte_takes_less_than_300_megabytes():
    done = subprocess.run([sys.executable, "-c", JUDGE_LONG_TEXTS], check=True, capture_output=True, text=True)
    assert int(done.stdout) / KILOBYTES < 300_000
