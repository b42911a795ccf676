"""Pages that links of mails lead to, asked over HTTP as browsers, scanners and mail programs do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import httpx
import pytest
from sqlalchemy import func, select, text

from alerts.links import keep_link, new_links, token_hash
from alerts.message import FrozenMessage
from alerts.outbox import Draft, claim, enqueue
from alerts.readers import KnownReader, NewReader, add_reader, load_reader, remove_reader
from alerts.web import mail_app
from monitor.model.reader import Cadence, LinkUse, QuietPolicy
from monitor.positions import load_positions
from monitor.store.engine import Store
from monitor.store.tables import DeliveryRow, LinkRow, ReaderRow, SubscriptionRow
from tests.serving import serving

BASE = "https://preempt.example.org"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


class Desk:
    """A reader with a link, and the pages."""

    def __init__(self, store: Store, now: datetime) -> None:
        self.store, self.now = store, now
        self.id = add_reader(store, NewReader(address="you@example.gov", jurisdictions=["CA"]), now=now).reader.id
        self.token = self.link()
        self.app = mail_app(store, base=BASE, positions=load_positions(), clock=lambda: self.now)
        self.client: httpx.Client

    def link(self, use: LinkUse = LinkUse.DIGEST) -> str:
        token = new_links(BASE).token
        with self.store.write() as session:
            keep_link(session, token, reader_id=self.id, use=use, now=self.now)
        return token

    def path(self, ending: str = "") -> str:
        return f"/mail/{self.token}{ending}"

    @property
    def known(self) -> KnownReader:
        with self.store.read() as session:
            return load_reader(session, self.id)

    def form(self, **changed: object) -> dict[str, object]:
        """The settings form as a browser sends it."""
        rule = self.known.rules[0].id
        fields: dict[str, object] = {
            "cadence": "daily",
            "at": "07:00",
            "zone": "America/New_York",
            "pause": "",
            "quiet": "skip",
            f"severity-{rule}": "1",
            f"states-{rule}": "CA",
        }
        return {name.replace("RULE", str(rule)): value for name, value in (fields | changed).items()}


@contextmanager
def opened(store: Store, now: datetime) -> Iterator[Desk]:
    desk = Desk(store, now)
    with serving(desk.app) as address, httpx.Client(base_url=address) as desk.client:
        yield desk


@pytest.fixture
def desk(store: Store, now: datetime) -> Iterator[Desk]:
    with opened(store, now) as desk:
        yield desk


@pytest.fixture
def desk_on_sqlite(sqlite_store: Store, now: datetime) -> Iterator[Desk]:
    with opened(sqlite_store, now) as desk:
        yield desk


def rows(store: Store) -> Iterator[tuple[object, ...]]:
    """Everything that a page might change."""
    with store.read() as session:
        for table in (ReaderRow, SubscriptionRow, LinkRow, DeliveryRow):
            for row in session.execute(select(table.__table__).order_by(table.__table__.c.id)):
                yield (table.__tablename__, *row)


@pytest.mark.parametrize("ending", ["", "/stop"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_changes_nothing(desk, ending, method):
    before = list(rows(desk.store))
    answer = desk.client.request(method, desk.path(ending))
    assert answer.status_code == 200
    assert list(rows(desk.store)) == before


def test_one_click_ends_all_digests_without_cookie_or_redirect(desk):
    answer = desk.client.post(desk.path("/stop"), data=ONE_CLICK, follow_redirects=False)
    assert (answer.status_code, dict(answer.cookies)) == (200, {})
    assert not desk.known.reader.active
    assert "you@example.gov" in answer.text


@pytest.mark.parametrize(
    "body",
    [
        {"data": ONE_CLICK},
        {"files": {"List-Unsubscribe": (None, "One-Click")}},
        {"content": b""},
        {"content": b"\xff" * 100, "headers": {"Content-Type": "application/octet-stream"}},
    ],
    ids=["form", "multipart", "nothing", "anything"],
)
def test_whatever_the_one_click_holds_it_ends_them(desk_on_sqlite, body):
    assert desk_on_sqlite.client.post(desk_on_sqlite.path("/stop"), **body).status_code == 200
    assert not desk_on_sqlite.known.reader.active


def test_one_click_twice_is_no_error(desk):
    assert [desk.client.post(desk.path("/stop")).status_code for _ in range(2)] == [200, 200]
    assert "No more digests" in desk.client.get(desk.path("/stop")).text


def test_what_waits_in_the_outbox_is_not_sent_any_more(desk):
    known = desk.known
    draft = Draft(
        reader_id=desk.id,
        kind="digest",
        period="2026-11-24",
        window_from=known.told_to,
        window_to=known.told_to,
        subject="s",
        message=FrozenMessage(message_id="<1@example.org>", content=b"x"),
        items={},
        told=(),
    )
    later = desk.now + timedelta(hours=1)
    with desk.store.write() as session:
        assert enqueue(session, draft, now=later)
    desk.client.post(desk.path("/stop"))
    assert claim(desk.store, owner="me", now=later) is None


def test_a_reader_may_start_again_and_is_not_told_the_past(desk):
    desk.client.post(desk.path("/stop"))
    desk.now += timedelta(days=3)
    answer = desk.client.post(desk.path(), data={"start": "yes"})
    assert "Digests are sent again" in answer.text
    known = desk.known
    assert (known.reader.active, known.told_at) == (True, desk.now)
    assert known.rules[0].jurisdictions == ("CA",)


def test_an_empty_post_does_not_start_them(desk_on_sqlite):
    desk_on_sqlite.client.post(desk_on_sqlite.path("/stop"))
    desk_on_sqlite.client.post(desk_on_sqlite.path(), data={})
    assert not desk_on_sqlite.known.reader.active


def test_all_settings_are_saved(desk):
    form = desk.form(
        cadence="weekly",
        at="18:30",
        zone="America/Denver",
        quiet="heartbeat",
        pause="2026-12-24",
        text_only="yes",
        **{
            "severity-RULE": "3",
            "states-RULE": "ny, dc;TX",
            "positions-RULE": ["truthful-outputs", "compelled-disclosure"],
        },
    )
    answer = desk.client.post(desk.path(), data=form)
    assert (answer.status_code, "Saved." in answer.text) == (200, True)
    reader, rule = desk.known.reader, desk.known.rules[0]
    assert (reader.cadence, reader.send_at, reader.zone) == (Cadence.WEEKLY, time(18, 30), "America/Denver")
    assert (reader.quiet, reader.text_only) == (QuietPolicy.HEARTBEAT, True)
    assert reader.paused_until == datetime(2026, 12, 24, 7, tzinfo=UTC)
    assert rule.jurisdictions == ("DC", "NY", "TX")
    assert rule.positions == ("compelled-disclosure", "truthful-outputs")
    assert rule.min_severity == 3
    assert rule.name == "DC, NY, TX: compelled-disclosure, truthful-outputs, severity 3 and up"
    shown = desk.client.get(desk.path()).text
    for words in ('value="18:30"', 'value="America/Denver"', 'value="2026-12-24"', 'value="DC NY TX"'):
        assert words in shown


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("cadence", "hourly", "How often: it is one of daily, weekly"),
        ("at", "25:00", "Time: write the local time as 07:00"),
        ("zone", "Mars/Olympus", "Time zone: no IANA time zone is called"),
        ("zone", "../../etc/passwd", "Time zone: no IANA time zone is called"),
        ("pause", "tomorrow", "Pause: write the day as 2026-12-31"),
        ("pause", "9999-12-31", "Pause"),
        ("states-RULE", "CA ZZ", "States:"),
        ("positions-RULE", "nothing", "Positions: no position is called"),
        ("severity-RULE", "9", "Severity: severities go from 0 to 5"),
        ("severity-RULE", "\u0663", "Severity: it is a number from 0 to 5"),
    ],
)
def test_a_wrong_value_is_named_and_nothing_is_saved(desk_on_sqlite, field, value, words):
    before = list(rows(desk_on_sqlite.store))
    answer = desk_on_sqlite.client.post(
        desk_on_sqlite.path(), data=desk_on_sqlite.form(**{"at": "09:15", field: value})
    )
    if (field, value) == ("pause", "9999-12-31"):  # far away, but a day
        assert answer.status_code == 200
        return
    assert answer.status_code == 422
    assert words in answer.text
    assert list(rows(desk_on_sqlite.store)) == before
    assert field == "at" or 'value="09:15"' in answer.text, "what was typed is not lost"


def test_a_name_of_its_own_stays(desk_on_sqlite):
    with desk_on_sqlite.store.write() as session:
        session.get_one(SubscriptionRow, desk_on_sqlite.known.rules[0].id).name = "West"
    desk_on_sqlite.client.post(desk_on_sqlite.path(), data=desk_on_sqlite.form(**{"states-RULE": "WA"}))
    rule = desk_on_sqlite.known.rules[0]
    assert (rule.name, rule.jurisdictions) == ("West", ("WA",))


def test_two_rules_that_come_to_say_the_same_keep_their_names(desk):
    with desk.store.write() as session:
        first = session.get_one(SubscriptionRow, desk.known.rules[0].id)
        session.add(
            SubscriptionRow(
                reader_id=desk.id,
                name="NY: any position",
                jurisdictions=["NY"],
                positions=[],
                min_severity=1,
                active=True,
                created_at=first.created_at,
            )
        )
    second = desk.known.rules[1].id
    form = desk.form(**{"states-RULE": "NY"}) | {f"states-{second}": "NY"}
    assert desk.client.post(desk.path(), data=form).status_code == 200
    assert [rule.name for rule in desk.known.rules] == ["CA: any position", "NY: any position"]


def test_a_reader_changes_no_rule_of_another(desk):
    other = add_reader(desk.store, NewReader(address="other@example.gov"), now=desk.now)
    form = desk.form() | {f"severity-{other.rules[0].id}": "5", f"states-{other.rules[0].id}": "WA"}
    assert desk.client.post(desk.path(), data=form).status_code == 200
    with desk.store.read() as session:
        assert load_reader(session, other.reader.id) == other


@pytest.mark.parametrize("ending", ["", "/stop", "/begin"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_token_that_nobody_has_does_nothing(desk_on_sqlite, ending, method):
    before = list(rows(desk_on_sqlite.store))
    for token in ("x", "a" * 43, "a" * 5000, "%00", "..%2f", desk_on_sqlite.token + "x", desk_on_sqlite.token[:-1]):
        answer = desk_on_sqlite.client.request(method, f"/mail/{token}{ending}")
        assert answer.status_code == 404
    assert list(rows(desk_on_sqlite.store)) == before


def test_a_link_of_a_removed_reader_does_nothing(desk):
    remove_reader(desk.store, "you@example.gov", now=desk.now)
    for path in (desk.path(), desk.path("/stop")):
        assert desk.client.post(path, data={"start": "yes"}).status_code == 404
    assert not desk.known.reader.active


def test_the_store_holds_no_token(desk):
    with desk.store.read() as session:
        hashes = session.scalars(select(LinkRow.token_hash)).all()
    assert hashes == [token_hash(desk.token)]
    assert desk.token not in hashes


def test_an_invitation_is_accepted_once_and_by_post_alone(desk):
    desk.client.post(desk.path("/stop"))
    token = desk.link(LinkUse.INVITATION)
    assert "Receive the digest?" in desk.client.get(f"/mail/{token}/begin").text
    assert not desk.known.reader.active
    assert "The digest begins" in desk.client.post(f"/mail/{token}/begin").text
    assert desk.known.reader.active
    assert desk.client.post(f"/mail/{token}/begin").status_code == 404
    assert desk.client.get(f"/mail/{token}").status_code == 404, "an invitation changes no settings"


def test_a_digest_link_accepts_no_invitation(desk_on_sqlite):
    desk_on_sqlite.client.post(desk_on_sqlite.path("/stop"))
    assert desk_on_sqlite.client.post(desk_on_sqlite.path("/begin")).status_code == 404
    assert not desk_on_sqlite.known.reader.active


def test_every_page_is_kept_told_and_framed_by_nobody(desk_on_sqlite):
    for path in (desk_on_sqlite.path(), desk_on_sqlite.path("/stop"), "/mail/x", "/nowhere"):
        answer = desk_on_sqlite.client.get(path)
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "<script" not in answer.text


def test_what_a_rule_is_called_is_never_markup(desk_on_sqlite):
    with desk_on_sqlite.store.write() as session:
        row = session.get_one(SubscriptionRow, desk_on_sqlite.known.rules[0].id)
        row.name = "<script>alert(1)</script>"
    shown = desk_on_sqlite.client.get(desk_on_sqlite.path()).text
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"a=" + b"x" * 20_000, 413), (b"&".join(b"a=1" for _ in range(600)), 400), (b"a=\xff", 400)],
    ids=["large", "many fields", "not ASCII"],
)
def test_a_form_that_is_none_of_ours_is_refused(desk_on_sqlite, content, status):
    before = list(rows(desk_on_sqlite.store))
    answer = desk_on_sqlite.client.post(
        desk_on_sqlite.path(), content=content, headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == status
    assert list(rows(desk_on_sqlite.store)) == before


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused(desk_on_sqlite, method):
    answer = desk_on_sqlite.client.request(method, desk_on_sqlite.path("/stop"))
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"] or "POST" in answer.headers["allow"]
    assert desk_on_sqlite.known.reader.active


def test_a_failure_shows_no_trace_and_no_token(desk_on_sqlite):
    desk = desk_on_sqlite
    with desk.store.write() as session:
        session.execute(text("DROP TABLE reader_link"))
    answer = desk.client.post(desk.path("/stop"))
    assert answer.status_code == 500
    assert desk.token not in answer.text
    assert "Traceback" not in answer.text
    assert "reader_link" not in answer.text


def test_it_says_that_it_lives(desk_on_sqlite):
    assert desk_on_sqlite.client.get("/healthz").text == "ok"


def test_how_many_links_a_reader_has_is_no_matter(desk):
    tokens = [desk.link() for _ in range(3)]
    with desk.store.read() as session:
        assert session.scalar(select(func.count()).select_from(LinkRow)) == 4
    for token in tokens:
        assert desk.client.get(f"/mail/{token}").status_code == 200
    assert replace(desk.known.reader, active=True) == desk.known.reader
