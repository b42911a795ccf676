"""The demonstration as a new user runs it: everything from crawl to a mail that arrived, on sample bills."""

from __future__ import annotations

import email
import re
import subprocess
import sys
from email import policy
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, project_root: Path) -> tuple[str, Path]:
    """What the demonstration printed, and its folder."""
    folder = tmp_path_factory.mktemp("demo")
    done = subprocess.run(
        [sys.executable, "-m", "tools.demo", "--folder", str(folder)],
        cwd=project_root,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout, folder


def test_it_says_that_it_is_sample_data_and_where_to_look(demo):
    said, folder = demo
    assert "SAMPLE DATA" in said.splitlines()[0]
    assert (folder / "preempt.db").is_file()
    for name in re.findall(r"mail/\S+\.(?:eml|html)", said):
        assert (folder / name).is_file()
    assert "preempt findings" in said


def test_day_one_is_the_baseline_and_one_mail_arrives(demo):
    said, folder = demo
    assert "first load: a baseline, mails nothing" in said
    (mail,) = (folder / "mail").glob("*.eml")
    message = email.message_from_bytes(mail.read_bytes(), policy=policy.default)
    assert "SAMPLE DATA" in message["Subject"]
    text = message.get_body(("plain",)).get_content()
    assert {"NEW", "MOVED TOWARDS LAW", "RESOLVED", "EASED", "NOT JUDGED"} <= set(text.splitlines())
    assert "fictional" in text


def test_nothing_is_said_to_be_preempted(demo):
    said, _ = demo
    assert not re.search(r"\b(?:is|are|was|been) preempted", said, re.IGNORECASE)
    assert "does not preempt" in said
