"""The real command in a process of its own: Scrapy's reactor cannot be started twice in one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from monitor.store.engine import Store
from tests.crawlers.bills import HTML, action, metadata, numbered, version, write_bill, write_numbered
from tests.crawlers.test_archive import GOOD, tar_of


class Preempt:
    """The command with a data folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.bills, self.data = folder / "bills-of-all", folder / "data"
        self.bills.mkdir()
        done = self("init")
        assert done.returncode == 0, done.stderr

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "PREEMPT_DATA_DIR": str(self.data)}

    def __call__(self, *argv: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "monitor", *argv], env=self.environment, capture_output=True, text=True, check=False
        )

    def crawl(self, *options: str, expect: int = 0, path: Path | None = None) -> dict[str, Any]:
        done = self("crawl", "openstates-files", "--path", str(path or self.bills), "--json", *options)
        assert done.returncode == expect, (done.stdout, done.stderr)
        record: dict[str, Any] = json.loads(done.stdout)
        return record

    def errors(self) -> list[tuple[str, str]]:
        return sorted((e["kind"], e["subject"]) for e in json.loads(self("crawl", "errors", "--json").stdout))

    @contextmanager
    def rows(self, query: str) -> Iterator[list[tuple[Any, ...]]]:
        with Store(f"sqlite:///{self.data / 'preempt.db'}") as store, store.read() as session:
            yield [tuple(row) for row in session.execute(text(query))]

    def events(self, after: int = 0) -> list[tuple[str, str | None, int]]:
        query = (
            "SELECT kind, identifier, baseline FROM event LEFT JOIN bill ON bill.id = event.bill_id "
            f"WHERE sequence > {after} ORDER BY sequence"
        )
        with self.rows(query) as found:
            return [(kind, identifier, baseline) for kind, identifier, baseline in found]


@pytest.fixture
def preempt(tmp_path) -> Preempt:
    return Preempt(tmp_path)


COUNTS = ("state", "listed", "new", "changed", "unchanged", "errors", "events", "versions", "baseline")


def counts(record: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(record[name] for name in COUNTS)


def test_a_folder_with_everything_that_goes_wrong(preempt):
    for number in (9901, 9902):
        write_numbered(preempt.bills, number)
    pdf = numbered(9903, versions=[version("Original Bill", ("https://example.org/9903.pdf", "application/pdf"))])
    write_bill(preempt.bills, pdf, {"9903_Original_Bill.pdf": b"%PDF-1.4 a sample that is no PDF"})
    (write_bill(preempt.bills, numbered(9904)) / "metadata.json").write_bytes(b'{"identifier": "HB 9904",')
    write_bill(preempt.bills, numbered(9905, title=" "))
    write_bill(
        preempt.bills, numbered(9906), {"9906_Original_Bill.htm": HTML, "stray.pdf": b"%PDF", "b\udcff.htm": b"x"}
    )
    write_bill(preempt.bills, numbered(9901, title="Says something else."), name="HB9901-copy")
    write_bill(preempt.bills, numbered(9902), name="HB9902-copy")

    first = preempt.crawl(expect=3)
    assert first["source"] == "openstates-files"
    assert counts(first) == ("ok", 8, 4, 0, 0, 6, 9, 4, True)
    assert first["error_kinds"] == {
        "duplicate": 1,
        "malformed": 1,
        "sanity": 1,
        "unmatched-file": 2,
        "unreadable": 1,
    }
    assert 0 < first["seconds"] < 60
    assert first["bills_per_second"] > 0
    assert first["started_at"] < first["ended_at"]
    assert first["target"] == str(preempt.bills)
    assert first["field_coverage"]["texts"] == 1.0
    assert first["field_coverage"]["sponsors"] == 1.0
    place = "country:us/state:wa/sessions/2025-2026/bills"
    assert preempt.errors() == [
        ("duplicate", "WA HB 9901 (2025-2026)"),
        ("malformed", f"{place}/HB9904"),
        ("sanity", "WA HB 9905 (2025-2026)"),
        ("unmatched-file", "WA HB 9906 (2025-2026): b?.htm"),
        ("unmatched-file", "WA HB 9906 (2025-2026): stray.pdf"),
        ("unreadable", "WA HB 9903 (2025-2026): Original Bill https://example.org/9903.pdf"),
    ]
    with preempt.rows(
        "SELECT identifier, title, quality = 'unreadable' FROM bill JOIN version ON bill_id = bill.id ORDER BY 1"
    ) as found:
        assert found == [
            ("HB 9901", "Sample bill number 9901.", 0),
            ("HB 9902", "Sample bill number 9902.", 0),
            ("HB 9903", "Sample bill number 9903.", 1),
            ("HB 9906", "Sample bill number 9906.", 0),
        ]
    events = preempt.events()
    assert [kind for kind, *_ in events] == ["session.new", *["bill.new", "version.new"] * 4]
    assert all(baseline for *_, baseline in events)

    second = preempt.crawl(expect=3)
    assert counts(second) == ("ok", 8, 0, 0, 4, 5, 0, 0, False)
    assert preempt.events() == events


def test_a_change_makes_exactly_its_events(preempt):
    for number in (9901, 9902, 9903):
        write_numbered(preempt.bills, number)
    assert counts(preempt.crawl()) == ("ok", 3, 3, 0, 0, 0, 7, 3, True)
    said = numbered(
        9902,
        title="Sample bill number 9902, amended.",
        actions=[*metadata()["actions"], action("Passed the House.", "2026-02-02", "passage")],
        versions=[
            version("Original Bill", ("https://example.org/Htm/Bills/9902.htm", "text/html")),
            version("Engrossed Bill", ("https://example.org/Htm/Bills/9902.E.htm", "text/html")),
        ],
        sponsorships=metadata()["sponsorships"][:1],
        related_bills=[{"identifier": "SB 2", "legislative_session": "2025-2026", "relation_type": "companion"}],
    )
    write_bill(preempt.bills, said, {"9902.E_Engrossed_Bill.htm": HTML.replace(b"sample notice", b"sample answer")})
    assert counts(preempt.crawl()) == ("ok", 3, 0, 1, 2, 0, 6, 1, False)
    assert preempt.events(after=7) == [
        ("title.changed", "HB 9902", 0),
        ("version.new", "HB 9902", 0),
        ("action.added", "HB 9902", 0),
        ("status.changed", "HB 9902", 0),
        ("sponsor.changed", "HB 9902", 0),
        ("companion.linked", "HB 9902", 0),
    ]
    with preempt.rows("SELECT status FROM bill WHERE identifier = 'HB 9902'") as found:
        assert found == [("passed one chamber",)]

    write_numbered(preempt.bills, 9904)
    assert counts(preempt.crawl()) == ("ok", 4, 1, 0, 3, 0, 2, 1, False)
    assert preempt.events(after=13) == [("bill.new", "HB 9904", 0), ("version.new", "HB 9904", 0)]

    write_numbered(preempt.bills, 9901, HTML.replace(b"sample notice", b"other words"))  # another text, the same name
    assert counts(preempt.crawl()) == ("ok", 4, 0, 1, 3, 0, 1, 1, False)
    assert preempt.events(after=15) == [("version.new", "HB 9901", 0)]


def test_a_limited_run_is_partial_and_the_baseline_goes_on(preempt):
    for number in (9901, 9902, 9903):
        write_numbered(preempt.bills, number)
    limited = preempt.crawl("--limit", "2")
    assert counts(limited) == ("partial", 2, 2, 0, 0, 0, 5, 2, True)
    assert limited["message"] == "limited; the listing goes on"
    assert counts(preempt.crawl()) == ("ok", 3, 1, 0, 2, 0, 2, 1, True)
    assert all(baseline for *_, baseline in preempt.events())


def test_nothing_is_an_error(preempt):
    done = preempt("crawl", "openstates-files", "--path", str(preempt.bills), "--json")
    assert done.returncode == 1
    assert f"preempt: error: no metadata.json under {preempt.bills}" in done.stderr
    assert "Traceback" not in done.stderr
    assert counts(json.loads(done.stdout)) == ("failed", 0, 0, 0, 0, 0, 0, 0, False)
    gone = preempt("crawl", "openstates-files", "--path", str(preempt.bills / "gone"))
    assert gone.returncode == 1
    assert "there is no such folder" in gone.stderr
    write_numbered(preempt.bills, 9901)
    other = preempt("crawl", "openstates-files", "--path", str(preempt.bills), "-j", "CA")
    assert other.returncode == 1
    assert "no metadata.json of CA" in other.stderr


def test_an_archive_and_its_damage(preempt, tmp_path):
    path = tmp_path / "sample.tar"
    path.write_bytes(tar_of(GOOD))
    assert counts(preempt.crawl(path=path)) == ("ok", 1, 1, 0, 0, 0, 3, 1, True)
    path.write_bytes(tar_of(GOOD)[:1500])
    done = preempt("crawl", "openstates-files", "--path", str(path))
    assert done.returncode == 1
    assert "cannot read the archive sample.tar" in done.stderr
    assert "Traceback" not in done.stderr


_KILLED = """
import os, signal, sys
from pathlib import Path
import crawlers.run
from monitor.config import load_settings

ingest, left = crawlers.run.ingest_bills, [2]

def dying(*args, **options):
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    left[0] -= 1
    return ingest(*args, **options)

crawlers.run.ingest_bills = dying
crawlers.run.run_crawl("openstates-files", {"path": sys.argv[1]}, load_settings(), target=sys.argv[1])
"""


@pytest.mark.crash
def test_a_killed_run_is_gone_on_with(preempt):
    for number in (9901, 9902, 9903, 9904):
        write_numbered(preempt.bills, number)
    killed = subprocess.run(
        [sys.executable, "-c", _KILLED, str(preempt.bills)],
        env=preempt.environment | {"PREEMPT_CRAWL_BATCH": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    with preempt.rows("SELECT identifier FROM bill ORDER BY 1") as found:
        assert found == [("HB 9901",), ("HB 9902",)]
    assert counts(preempt.crawl()) == ("ok", 4, 2, 0, 2, 0, 4, 2, True)
    runs = json.loads(preempt("crawl", "runs", "--json").stdout)
    assert [run["state"] for run in runs] == ["ok", "partial"]
    assert "the process was killed" in runs[1]["message"]
    assert counts(preempt.crawl()) == ("ok", 4, 0, 0, 4, 0, 0, 0, False)
    assert all(baseline for *_, baseline in preempt.events())


def test_any_source_by_its_name(preempt):
    for number in (9901, 9902):
        write_numbered(preempt.bills, number)
    option = f"path={preempt.bills}"
    done = preempt("crawl", "check", "openstates-files", "--option", option)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "list    bills in the listing: 2" in done.stdout
    assert "bill    WA HB 9901" in done.stdout
    with preempt.rows("SELECT count(*) FROM bill") as found:
        assert found == [(0,)]
    run = preempt("crawl", "run", "openstates-files", "--option", option, "--limit", "1", "--json")
    assert (run.returncode, json.loads(run.stdout)["new"]) == (0, 1), run.stderr
    assert preempt.crawl()["new"] == 1, "the command of its own goes on where this one was"
    gone = preempt("crawl", "check", "openstates-files", "--option", "path=/nowhere")
    assert (gone.returncode, "there is no such folder" in gone.stdout) == (1, True)
