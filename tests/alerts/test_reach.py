"""What a digest says of sources: read, stale, not well, loaded for the first time. On both databases; made up."""

from __future__ import annotations

import email
from datetime import datetime, timedelta
from email import policy
from typing import Any

import pytest
from sqlalchemy import select

from alerts.facts import Coverage, Loaded, SourceState, Unwell
from alerts.prepare import Outcome, prepare_digests
from alerts.readers import NewReader, add_reader
from alerts.wording import coverage_words, loaded_words
from monitor.model.health import SourceVerdict
from monitor.model.reader import QuietPolicy
from monitor.model.run import RunState
from monitor.services.holds import accept_run
from monitor.store.engine import Store
from monitor.store.tables import BillRow, CrawlRunRow, DeliveryRow, SessionRow
from tests.alerts.judged import DUTY, NONE, assess, world
from tests.alerts.samples import NOW, coverage, source, window
from tests.alerts.test_render import rendered
from tests.alerts.world import POST, run_judge
from tests.health_service import BILLS, WA, Service
from tests.judging import MOMENT, POSITIONS, add_bill, add_version

HOUR = timedelta(hours=1)


class TestCoverage:
    def put(self, store: Store, *runs: tuple[str, str, timedelta | None], sessions=(("sample", "WA"),)) -> None:
        with store.write() as session:
            for source, code in sessions:
                session.add(
                    SessionRow(
                        source=source, jurisdiction=code, identifier="2026", first_seen_at=MOMENT, live_since=None
                    )
                )
            for source, state, ago in runs:
                session.add(
                    CrawlRunRow(
                        source=source,
                        target="sample",
                        state=state,
                        started_at=MOMENT - timedelta(days=9),
                        ended_at=None if ago is None else MOMENT - ago,
                    )
                )

    def test_a_source_that_was_read_in_time(self, store: Store):
        self.put(store, ("sample", "ok", HOUR), sessions=(("sample", "WA"), ("sample", "CA")))
        assert world(store).coverage == Coverage(
            sources=(
                SourceState(
                    source="sample",
                    jurisdictions=("CA", "WA"),
                    last_complete=MOMENT - HOUR,
                    last_failed=False,
                    stale=False,
                ),
            ),
            waiting=0,
        )

    @pytest.mark.parametrize(("age", "stale"), [(timedelta(hours=36), False), (timedelta(hours=36, seconds=1), True)])
    def test_when_a_source_is_stale(self, store: Store, age: timedelta, stale: bool):
        self.put(store, ("sample", "ok", age))
        coverage = world(store).coverage
        assert coverage.sources[0].stale is stale
        assert coverage.fresh == (() if stale else ("WA",))

    def test_only_a_complete_run_makes_a_source_fresh(self, store: Store):
        self.put(store, ("sample", "ok", 50 * HOUR), ("sample", "partial", 2 * HOUR), ("sample", "failed", HOUR))
        (source,) = world(store).coverage.sources
        assert (source.last_complete, source.last_failed, source.stale) == (MOMENT - 50 * HOUR, True, True)

    def test_a_run_that_still_goes_on_says_nothing(self, store: Store):
        self.put(store, ("sample", "ok", HOUR), ("sample", "running", None))
        (source,) = world(store).coverage.sources
        assert (source.last_complete, source.last_failed) == (MOMENT - HOUR, False)

    def test_a_source_that_never_ended(self, store: Store):
        self.put(store, ("other", "running", None), sessions=(("sample", "WA"),))
        first, second = world(store).coverage.sources
        assert (first.source, first.jurisdictions, first.last_complete, first.stale) == ("other", (), None, True)
        assert (second.source, second.jurisdictions, second.last_complete, second.stale) == (
            "sample",
            ("WA",),
            None,
            True,
        )

    def test_how_many_texts_wait(self, store: Store):
        for n, text in enumerate((DUTY, NONE, "RAISE", ""), 1):
            add_version(store, add_bill(store, f"WA HB {n}"), text)
        assert world(store).coverage.waiting == 3
        assess(store)
        assert world(store).coverage.waiting == 0, "a failed judgement is told otherwise"
        bill = add_bill(store, "WA HB 9")
        add_version(store, bill, DUTY)
        add_version(store, bill, NONE)
        assert world(store).coverage.waiting == 1, "only the current text of a bill counts"


class Reading:
    """One reader of a service with sixty bills in Washington, told at once whenever asked."""

    def __init__(self, store: Store, quiet: QuietPolicy = QuietPolicy.ALWAYS, *, day: float = 0, **rule: Any) -> None:
        self.service = Service(store)
        self.service.day = day
        wanted = NewReader(address="a@example.org", quiet=quiet, **rule)
        self.id = add_reader(store, wanted, now=self.service.now).reader.id

    def digest(self, later: timedelta = HOUR) -> str:
        """The text of the digest that is made now, in one line; empty when none is."""
        store, at = self.service.store, self.service.now + later
        made = prepare_digests(store, positions=POSITIONS, post=POST, clock=lambda: at, at_once=True)
        if made[self.id] is not Outcome.ENQUEUED:
            return ""
        with store.read() as session:
            row = session.scalars(select(DeliveryRow).order_by(DeliveryRow.id.desc())).first()
        assert row is not None
        part = email.message_from_bytes(row.message, policy=policy.default).get_body(("plain",))
        assert part is not None
        return f"{row.subject} | " + " ".join(part.get_content().split())

    def judge(self, identifier: str, text: str) -> None:
        """Give a bill a text that is judged an hour later."""
        with self.service.store.write() as session:
            bill = session.scalars(select(BillRow.id).where(BillRow.identifier == identifier)).one()
        add_version(self.service.store, bill, text)
        run_judge(self.service.store, at=self.service.now + timedelta(minutes=30))


class TestFirstLoads:
    LINE = "First load complete: WA 2025-2026, 60 bills (0 flagged so far). It was not mailed; from now on changes are."

    def test_the_end_of_one_is_told_once(self, store: Store):
        reading = Reading(store)
        assert "First load" not in reading.digest()
        reading.service.run(BILLS)
        assert self.LINE in reading.digest()
        assert "First load" not in reading.digest(2 * HOUR)
        reading.service.run(BILLS)
        assert "First load" not in reading.digest()

    def test_it_makes_no_mail_of_its_own_and_stands_in_the_next(self, store: Store):
        reading = Reading(store, QuietPolicy.SKIP)
        reading.service.run(BILLS)
        assert reading.digest() == ""
        reading.service.run(BILLS)
        reading.judge("HB 7", DUTY)
        told = reading.digest()
        assert "1 new conflict" in told
        assert "First load complete: WA 2025-2026, 60 bills (1 flagged so far)." in told

    def test_another_one_is_told_again(self, store: Store):
        reading = Reading(store)
        reading.service.run(BILLS)
        assert self.LINE in reading.digest()
        reading.service.run(BILLS, days=15)
        assert self.LINE in reading.digest()

    def test_a_rule_of_another_state_does_not_hear_of_it(self, store: Store):
        reading = Reading(store, jurisdictions=["CA"])
        reading.service.run(BILLS)
        assert "First load" not in reading.digest()

    def test_who_comes_later_does_not_either(self, store: Store):
        Service(store).run(BILLS)
        assert "First load" not in Reading(store, day=2).digest()


class TestNotWell:
    @pytest.fixture
    def reading(self, store: Store) -> Reading:
        reading = Reading(store, QuietPolicy.SKIP)
        reading.service.run(BILLS)
        reading.service.run(BILLS)
        assert reading.digest() == ""
        return reading

    def test_nothing_new_is_not_said_of_a_run_that_cannot_be_right(self, reading: Reading):
        reading.service.run(BILLS[:30])
        told = reading.digest()
        assert told.startswith("[AI preemption] nothing new, sources not well")
        assert "Nothing new where the sources were read well." in told
        assert (
            "0 of 1 jurisdiction read; not as it should be: WA since 3 Nov 2026 (the last run cannot be right)" in told
        )
        assert reading.digest(2 * HOUR) == "", "a spell is told once"

    def test_a_run_that_was_stopped_makes_no_mail_and_is_said_in_one(self, reading: Reading):
        reading.service.day += 1
        run = reading.service.start()
        reading.service.finish(run, reading.service.tally(BILLS[:9]), state=RunState.PARTIAL)
        assert reading.digest() == ""
        reading.judge("HB 7", DUTY)
        assert "WA since 3 Nov 2026 (the last run was stopped)" in reading.digest(2 * HOUR)

    def test_what_cannot_be_believed_waits_and_is_told_when_an_operator_says_so(self, reading: Reading):
        service = reading.service
        service.day += 1
        run = service.start()
        reading.judge("HB 7", DUTY)
        service.finish(run, service.tally(BILLS, changed=50))
        told = reading.digest()
        assert "new conflict" not in told
        assert "(the last run cannot be right)" in told
        service.run(BILLS)
        assert "(changes wait for a check)" in reading.digest()
        accept_run(service.store, run, tell=True, clock=lambda: service.now)
        told = reading.digest(2 * HOUR)
        assert "1 new conflict" in told
        assert "not as it should be" not in told
        assert reading.digest(3 * HOUR) == ""

    def test_one_good_source_is_enough(self, reading: Reading):
        service = reading.service
        service.add(["SB 1"], source="another")
        run = service.start(source="another")
        service.finish(run, service.tally([*BILLS, "SB 1"]), source="another")
        service.run(BILLS[:30], days=0.5)
        assert service.verdict_of("sample") is SourceVerdict.DEGRADED
        assert reading.digest() == ""

    def test_a_state_beside_it_is_read(self, reading: Reading):
        service = reading.service
        service.add(["SB 1"], ("TX", "90"))
        service.day += 1
        service.finish(service.start(), service.tally(BILLS[:30]), service.tally(["SB 1"], ("TX", "90")))
        told = reading.digest()
        assert "1 of 2 jurisdictions read (TX); not as it should be: WA since 3 Nov 2026" in told


def unwell(code: str, verdict: SourceVerdict, *, age: timedelta | None = timedelta(days=2)) -> Unwell:
    return Unwell(jurisdiction=code, verdict=verdict, last_good=None if age is None else NOW - age)


def test_a_digest_with_a_stale_source_and_a_state_that_is_not_well():
    reach = Coverage(
        sources=(source("a", "CA", "WA"), source("b", "NH", age=timedelta(days=3))),
        waiting=0,
        unwell=(unwell("WA", SourceVerdict.BLOCKED),),
        loaded=(loaded("CA"),),
    )
    mail = rendered(window=window(), coverage=reach)
    words = "not read in time: NH; not as it should be: WA since 21 Nov 2026 (the source refuses); b stale 3 days."
    text = " ".join(mail.text.split())
    assert f"1 of 3 jurisdictions read (CA); {words}" in text
    assert words in mail.html
    for whole in (text, mail.html):
        assert "Nothing new where the sources were read well." in whole
        assert "First load complete: CA 2026, 100 bills (3 flagged so far)." in whole
    assert mail.subject.startswith("[AI preemption] nothing new, sources stale")


@pytest.mark.parametrize("verdict", [verdict for verdict in SourceVerdict if not verdict.is_good])
def test_every_verdict_has_words_and_a_name_of_its_spell(verdict: SourceVerdict):
    one = unwell("WA", verdict, age=None)
    words = coverage_words(Coverage(sources=(source("a", "WA"),), waiting=0, unwell=(one,)), NOW)
    assert words.startswith("0 of 1 jurisdiction read; not as it should be: WA never read whole (")
    assert one.marker == f"unwell:WA:{verdict.value}:never"


def loaded(code: str, name: str = "2026") -> Loaded:
    return Loaded(source="a", jurisdiction=code, session=name, live_since=NOW, bills=100, flagged=3)


def test_many_first_loads_are_one_line():
    codes = ["AK", "AL", "AR", "AZ", "CA", "CO", "CT"]
    words = loaded_words([loaded(code) for code in codes])
    assert "7 sessions (AK AL AR AZ CA CO +1), 700 bills (21 flagged so far)" in words
    assert loaded_words([]) == ""
    assert "\n" not in loaded_words([loaded("CA", "a\nb\u202ec")])


def test_all_is_well_says_so_plainly():
    assert "Nothing new." in rendered(coverage=coverage()).text


def test_when_a_state_was_last_read(store: Store):
    service = Service(store)
    service.run(BILLS)
    moment: datetime = service.now
    service.run(BILLS[:30])
    with store.read() as session:
        assert session.scalars(select(SessionRow.last_good_at)).all() == [moment]
    (one,) = world(store, now=service.now).coverage.unwell
    assert (one.jurisdiction, one.last_good, one.verdict) == (WA[0], moment, SourceVerdict.DEGRADED)
