from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from alerts.workers import gone, worker

HOLD = """
import sys, time
from pathlib import Path
from alerts.workers import worker
with worker(Path(sys.argv[1])) as owner:
    print(owner, flush=True)
    time.sleep(60)
"""


def test_a_living_worker_is_not_gone(tmp_path: Path):
    folder = tmp_path / "workers"
    with worker(folder) as owner, worker(folder) as other:
        assert owner != other
        assert len(owner) == 32
        assert gone(folder, [owner, other]) == set()
    assert list(folder.iterdir()) == [], "a worker that ended well leaves nothing"
    assert gone(folder, [owner, other]) == set()


def test_a_worker_that_failed_is_gone(tmp_path: Path):
    with pytest.raises(RuntimeError, match="in the middle"), worker(tmp_path) as owner:
        raise RuntimeError("in the middle")
    assert gone(tmp_path, [owner]) == {owner}


@pytest.mark.crash
def test_a_killed_worker_is_gone_at_once(tmp_path: Path, project_root: Path):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True, cwd=project_root
    )
    assert process.stdout is not None
    owner = process.stdout.readline().strip()
    assert gone(tmp_path, [owner]) == set()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert gone(tmp_path, [owner]) == {owner}


def test_what_is_no_worker_of_this_machine_is_left_alone(tmp_path: Path):
    (tmp_path / "notes").write_text("not an owner", encoding="utf-8")
    outside = tmp_path.parent / ("e" * 32)
    outside.write_text("", encoding="utf-8")
    assert gone(tmp_path, ["", "notes", f"../{'e' * 32}", "f" * 32, "A" * 32]) == set()
    (tmp_path / ("d" * 32)).mkdir()
    assert gone(tmp_path, ["d" * 32]) == set()
    assert os.path.lexists(outside)
