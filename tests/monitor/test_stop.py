from __future__ import annotations

import os
import signal
import threading
import time

from monitor.stop import StopFlag, stop_signals


def test_a_wait_takes_its_time_when_nobody_asks_to_end():
    started = time.monotonic()
    StopFlag().sleep(0.3)
    assert time.monotonic() - started >= 0.3


def test_a_wait_ends_with_the_wish_to_end():
    with stop_signals() as stop:
        threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGTERM)).start()
        started = time.monotonic()
        stop.sleep(30)
    assert stop.is_set()
    assert time.monotonic() - started < 10


def test_nothing_is_waited_for_after_it():
    flag = StopFlag()
    flag.ask(signal.SIGTERM, None)
    started = time.monotonic()
    flag.sleep(30)
    assert time.monotonic() - started < 5
