"""The real command against LegiScan on loopback: a process a crawl, since Scrapy's reactor starts once."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text as sql

from monitor.store.engine import Store
from tests.crawlers.legiscan_crawler import QUERY, QUICK_COMMAND, Crawler, counts
from tests.crawlers.legiscan_world import KEY, World, error, listed_text, session, text


def test_the_second_pass_asks_for_lists_only(world: World, crawl: Crawler):
    world.page_size = 2
    world.add(9901, 9902, 9903)
    world.add(9904, title="Sample bill about roads")
    first = crawl()
    assert counts(first) == ("ok", 4, 4, 0, 0, 0)
    assert (first["source"], first["baseline"], first["versions"]) == ("legiscan", True, 4)
    assert world.take_asked() == {"getSessionList": 1, "getSearchRaw": 2, "getBill": 4, "getBillText": 4}
    assert crawl.rows("SELECT identifier, quality FROM bill JOIN version ON bill_id = bill.id ORDER BY 1") == [
        ("HB 9901", "ok"),
        ("HB 9902", "ok"),
        ("HB 9903", "ok"),
        ("HB 9904", "ok"),
    ]
    assert crawl.rows("SELECT DISTINCT session FROM bill") == [("2025-2026",)]
    events = crawl.events()

    second = crawl()
    assert counts(second) == ("ok", 0, 0, 0, 0, 0)
    assert world.take_asked() == {"getSessionList": 1, "getSearchRaw": 2, "getMasterListRaw": 1}
    assert crawl.events() == events

    # A bill moves and gets a text; the first one is not asked for again and keeps its words.
    world.move(9902, texts=[listed_text(99020, text(9902)), listed_text(7, text(7), type="Engrossed", type_id=4)])
    world.docs[7] = text(7)
    assert counts(crawl()) == ("ok", 1, 0, 1, 0, 0)
    assert world.take_asked() == {
        "getSessionList": 1,
        "getSearchRaw": 2,
        "getMasterListRaw": 1,
        "getBill": 1,
        "getBillText": 1,
    }
    assert crawl.rows(
        "SELECT stage, quality, length(text) > 100 FROM bill JOIN version ON bill_id = bill.id "
        "WHERE identifier = 'HB 9902' ORDER BY ordinal"
    ) == [("introduced", "ok", 1), ("engrossed", "ok", 1)]
    assert crawl.rows("SELECT kind, baseline FROM event ORDER BY sequence DESC LIMIT 1") == [("version.new", 0)]

    # One that searches do not find any more is still followed, by the list of its session.
    world.hidden.add(9901)
    world.move(9901, title="Sample bill of another name")
    assert counts(crawl()) == ("ok", 1, 0, 1, 0, 0)
    assert crawl.rows("SELECT title FROM bill WHERE identifier = 'HB 9901'") == [("Sample bill of another name",)]
    assert crawl.rows("SELECT count(*) FROM version WHERE text != ''") == [(5,)]
    assert KEY not in (crawl.data / "preempt.db").read_bytes().decode("latin-1")


def test_an_unchanged_list_is_a_good_run_of_its_session(world: World, crawl: Crawler):
    """Nothing is fetched, and still it is known that nothing changed; a bill that is not listed any more is missed."""
    world.add(9901, 9902)
    world.add(*range(9910, 9980))
    world.hidden.update(range(9910, 9980))
    crawl()
    crawl()
    assert crawl.rows("SELECT last_good_run, live_since IS NOT NULL FROM session") == [(2, 1)]
    assert crawl.rows("SELECT run_id, whole, listed, verdict FROM crawl_session") == [(1, 0, 2, "ok"), (2, 1, 72, "ok")]
    del world.bills[9902]
    third = crawl()
    assert (third["state"], third["missing"]) == ("ok", 1), "of two bills one says little"
    assert crawl.rows("SELECT identifier, runs FROM missing_bill JOIN bill ON bill.id = bill_id") == [("HB 9902", 1)]
    for number in range(9910, 9970):
        del world.bills[number]
    assert crawl(expect=0)["state"] == "ok", "its newest action is old: the session is closed, its list may be short"
    assert crawl.rows("SELECT verdict FROM crawl_session WHERE run_id = 4") == [("warn",)]
    world.sessions.append(session(2199, special=1))
    world.says["getMasterListRaw", "2199"] = error("Unknown session id")
    fifth = crawl(expect=3)
    assert (fifth["state"], fifth["beside_missed_lists"]) == ("partial", True)
    assert crawl.rows("SELECT last_good_run FROM session") == [(5,)], "a list that is missed costs its own session"
    world.says["getSearchRaw", QUERY] = error("Service Unavailable")
    assert crawl(expect=3)["beside_missed_lists"] is False, "what searches would have found is not known"
    assert crawl.rows("SELECT last_good_run FROM session") == [(5,)]


def test_texts_of_bills_that_do_not_say_what_they_are_about(world: World, crawl: Crawler):
    """A search looks into texts: it finds what no title names. Of such a bill the newest text is read."""
    world.add(9901, title="Sample bill about hiring", description="")
    world.bills[9901]["texts"].append(listed_text(7, text(7), type="Engrossed", type_id=4))
    world.docs[7] = text(7)
    assert counts(crawl("--texts", "named")) == ("ok", 1, 1, 0, 0, 0)
    assert "getBillText" not in world.take_asked()
    world.move(9901, status_date="2026-01-13")
    crawl()
    assert crawl.rows("SELECT note, quality FROM version ORDER BY ordinal") == [
        ("Introduced", "missing"),
        ("Engrossed", "ok"),
    ]
    # once it has a text it is followed like any other
    world.move(9901, status_date="2026-01-14")
    crawl("--texts", "named")
    assert crawl.rows("SELECT quality FROM version") == [("ok",), ("ok",)]
    assert world.take_asked()["getBillText"] == 2


def test_a_text_with_other_bytes_is_not_stored_and_asked_for_again(world: World, crawl: Crawler):
    world.add(9901)
    good = world.op_getBillText({"id": "99010"})
    world.docs[99010] = text(1)
    record = crawl(expect=3)
    assert counts(record) == ("ok", 1, 1, 0, 0, 1)
    assert record["error_kinds"] == {"hash-mismatch": 1}
    assert crawl.rows("SELECT quality FROM version") == [("missing",)]
    assert crawl.owed() == ["9901"]
    world.says["getBillText", "99010"] = good
    assert counts(crawl()) == ("ok", 1, 0, 1, 0, 0)
    assert crawl.rows("SELECT quality FROM version") == [("ok",)]
    assert crawl.owed() == []


def test_errors_with_a_good_status(world: World, crawl: Crawler):
    world.add(9901, 9902, 9903)
    world.says["getBill", "9901"] = error("Unknown bill id")
    world.says["getBill", "9902"] = b"<html><title>Request Rejected</title></html>"
    record = crawl(expect=3)
    assert counts(record) == ("ok", 3, 1, 0, 0, 2)
    assert record["error_kinds"] == {"blocked": 1, "not-found": 1}
    assert crawl.owed() == ["9901", "9902"]
    world.says.clear()
    assert counts(crawl()) == ("ok", 2, 2, 0, 0, 0)

    world.says["getSearchRaw", QUERY] = error("Service Unavailable")
    partial = crawl(expect=3)
    assert (partial["state"], partial["error_kinds"]) == ("partial", {"server-error": 1})
    assert "1 lists could not be had" in partial["message"]


def test_a_wrong_key_ends_the_run(world: World, crawl: Crawler):
    world.add(9901)
    record = crawl(expect=1, PREEMPT_LEGISCAN_KEY="another")
    assert record["state"] == "failed"
    assert "Invalid API Key" in record["message"]
    assert world.take_asked() == {"getSessionList": 1}


def test_a_host_that_is_down_ends_the_run(world: World, crawl: Crawler):
    world.add(*range(9901, 9911))
    world.says |= {("getBill", str(number)): 503 for number in range(9904, 9911)}
    record = crawl(expect=1)
    assert (record["state"], record["new"]) == ("failed", 3)
    assert world.take_asked()["getBill"] == 6, "three in a row, and none was tried twice"
    assert len(crawl.owed()) == 7


def test_a_quota_that_is_used_up_midway(world: World, crawl: Crawler):
    world.add(*range(9901, 9907))
    world.left = 7
    record = crawl(expect=1)
    assert record["state"] == "skipped_quota"
    assert "used up for this month" in record["message"]
    assert 0 < record["new"] < 6
    world.left = None
    world.take_asked()
    # LegiScan closed the month: nothing is asked before it ends
    assert crawl(expect=1)["state"] == "skipped_quota"
    assert world.take_asked() == {}
    # another key
    before = crawl.rows("SELECT count(*) FROM bill")[0][0]
    crawl.run("config", "show")
    with Store(f"sqlite:///{crawl.data / 'preempt.db'}") as store, store.write() as opened:
        for table in ("quota_grant", "quota_use"):
            opened.execute(sql(f"DELETE FROM {table}"))
    rest = crawl()
    assert counts(rest) == ("ok", 6 - before, 6 - before, 0, 0, 0)
    texts = world.take_asked()["getBillText"]
    assert texts <= 6 - before
    assert crawl.rows("SELECT count(*) FROM version WHERE text != ''") == [(6,)]


def test_our_own_limit_is_never_exceeded(world: World, crawl: Crawler):
    world.add(*range(9901, 9907))
    limits = {"PREEMPT_LEGISCAN_MONTH_CALLS": "8", "PREEMPT_LEGISCAN_DAY_PACE_PERCENT": "0"}
    limits |= {"PREEMPT_LEGISCAN_SOFT_PERCENT": "100", "PREEMPT_LEGISCAN_HARD_PERCENT": "100"}
    record = crawl(expect=1, **limits)
    assert record["state"] == "skipped_quota"
    assert sum(world.take_asked().values()) == 8
    assert record["new"] == 3


def test_a_shell_is_filled_by_amendment(world: World, crawl: Crawler):
    whole = (
        b"<p>AMENDMENT TO HOUSE BILL 9901. Amend House Bill 9901 by replacing everything after the enacting clause "
        b"with the following: Section 5. An operator of an artificial intelligence system shall file a sample report "
        b"with the Attorney General each year and keep it for five years, and shall give it to who asks for it.</p>"
    )
    small = b"<p>Amend House Bill 9901 on page 1, line 5, by replacing sample with samples.</p>"

    def amendment(number: int, adopted: int, day: str) -> dict[str, Any]:
        return {
            "amendment_id": number,
            "adopted": adopted,
            "chamber": "H",
            "date": day,
            "title": f"House Amendment {number:03}",
            "description": "",
            "mime": "text/html",
            "mime_id": 1,
            "url": f"https://legiscan.com/IL/amendment/HB9901/id/{number}",
            "state_link": "",
        }

    world.sessions = [session(2200, 13)]
    world.add(
        9901,
        state="IL",
        session_id=2200,
        url="https://legiscan.com/IL/bill/HB9901/2025",
        amendments=[amendment(1, 1, "2026-03-01"), amendment(2, 1, "2026-03-02"), amendment(3, 0, "2026-03-03")],
    )
    world.amendments = {1: whole, 2: small, 3: whole}
    assert counts(crawl()) == ("ok", 1, 1, 0, 0, 0)
    assert world.take_asked()["getAmendment"] == 2, "one that was not adopted is no text of the bill"
    found = crawl.rows("SELECT note, stage, quality FROM version ORDER BY ordinal")
    assert found == [("Introduced", "introduced", "ok"), ("House Amendment 001", "amended", "ok")]
    assert crawl.rows("SELECT jurisdiction, session FROM bill") == [("IL", "104th")]
    assert crawl.rows("SELECT note FROM version JOIN bill ON current_version_id = version.id") == [
        ("House Amendment 001",)
    ]


def test_only_what_was_asked_for(world: World, crawl: Crawler):
    world.sessions = [session(), session(2102, 47, special=1), session(2300, 5), session(1800, 47, prior=1)]
    world.add(9901, 9902)
    assert counts(crawl("--state", "WA", "--limit", "1")) == ("partial", 1, 1, 0, 0, 0)
    assert world.take_asked()["getSearchRaw"] == 2, "both current sessions of the state"
    assert counts(crawl("-j", "WA", "--sessions", "all")) == ("ok", 1, 1, 0, 0, 0)
    assert world.take_asked()["getSearchRaw"] == 3
    nowhere = crawl("--state", "TX", expect=1)
    assert nowhere["message"].startswith("no session of TX")
    world.hidden = {9901, 9902}
    assert "no bill for" in crawl(expect=1)["message"], "silence would look like success"


def test_every_bill_of_the_sessions(world: World, crawl: Crawler):
    world.hidden = {9901, 9902}
    world.add(9901, 9902)
    assert counts(crawl("--every-bill")) == ("ok", 2, 2, 0, 0, 0)
    assert world.take_asked() == {"getSessionList": 1, "getMasterListRaw": 1, "getBill": 2, "getBillText": 2}


def test_the_plan_asks_for_nothing(world: World, crawl: Crawler):
    world.add(9901, 9902)
    crawl("--limit", "1")
    world.take_asked()
    done = crawl.run("crawl", "legiscan", "--dry-run", "--query", "a", "--query", "b", "--json")
    assert {row["bucket"]: row["wanted"] for row in json.loads(done.stdout)} == {
        "session": 1,
        "search": 2,
        "list": 1,
        "bill": 1,
    }
    assert "session" in crawl.run("crawl", "legiscan", "--dry-run", PREEMPT_LEGISCAN_MONTH_CALLS="1").stdout
    assert world.take_asked() == {}


def dataset(path: Path, world: World) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for number, raw in world.bills.items():
            archive.writestr(f"WA/2025-2026_Regular/bill/HB{number}.json", json.dumps({"bill": raw}))
        archive.writestr("WA/2025-2026_Regular/bill/HB0.json", "{")
    return path


def test_what_a_data_set_held_is_not_asked_for_again(world: World, crawl: Crawler, tmp_path: Path):
    world.add(9901, 9902, 9903)
    world.add(9905, title="Sample bill about roads", description="")
    world.hidden.add(9905)
    path = dataset(tmp_path / "first.zip", world)

    def load(*options: str) -> dict[str, Any]:
        done = crawl.run("crawl", "legiscan-dataset", str(path), "--json", *options)
        assert done.returncode == 3, done.stderr
        record: dict[str, Any] = json.loads(done.stdout)
        return record

    first = load()
    assert counts(first) == ("ok", 5, 4, 0, 0, 1)
    assert (first["source"], first["error_kinds"]) == ("legiscan", {"decode": 1})
    assert counts(load()) == ("ok", 5, 0, 0, 4, 1)
    assert crawl.owed() == []
    world.move(9905, status_date="2026-01-13")  # of no interest

    moved = [
        *world.bills[9902]["history"],
        {"date": "2026-02-01", "action": "Passed.", "chamber": "H", "importance": 1},
    ]
    world.move(9902, history=moved)
    world.add(9904)
    assert counts(crawl()) == ("ok", 2, 1, 1, 0, 0)
    assert world.take_asked()["getBill"] == 2
    events = crawl.events()

    # the data set is older than what the API has told of one bill, and says of the others what is stored
    again = load()
    assert counts(again) == ("ok", 5, 0, 0, 3, 1)
    assert crawl.events() == events
    assert crawl.rows("SELECT last_action FROM bill WHERE identifier = 'HB 9902'") == [("Passed.",)]
    assert counts(load("--state", "CA")) == ("ok", 5, 0, 0, 0, 1)


@pytest.mark.crash
def test_stopped_and_killed_runs_are_gone_on_with(world: World, crawl: Crawler):
    world.add(*range(9901, 9921))
    argv = ("crawl", "legiscan", "--base-url", world.url, "--query", QUERY)
    for signal_name in ("terminate", "kill", "kill"):
        before = crawl.rows("SELECT count(*) FROM bill")[0][0]
        process = subprocess.Popen(
            [sys.executable, "-c", QUICK_COMMAND, *argv],
            env=crawl.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        deadline = time.monotonic() + 60
        while crawl.rows("SELECT count(*) FROM bill")[0][0] < before + 2 and time.monotonic() < deadline:
            time.sleep(0.02)
        getattr(process, signal_name)()
        said = process.communicate(timeout=60)[1].decode()
        assert KEY not in said
        assert "Traceback" not in said
        if signal_name == "terminate":
            assert process.returncode == 1, said
    crawl()
    assert crawl.owed() == []
    assert crawl.rows("SELECT count(*) FROM bill") == [(20,)]
    assert crawl.rows("SELECT count(*) FROM version WHERE text != ''") == [(20,)]
    assert crawl.rows("SELECT count(*), count(DISTINCT event_id) FROM event") == [(41, 41)]
    assert world.asked.count(("getBillText", "99010")) <= 2
    states = [state for (state,) in crawl.rows("SELECT state FROM crawl_run ORDER BY id")]
    assert states[-1] == "ok"
    assert "running" not in states
