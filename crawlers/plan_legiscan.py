"""Which calls would a run over LegiScan make, and which would the quota grant? Told without making one."""

from __future__ import annotations

from collections.abc import Collection

from crawlers.errors import AnswerError
from crawlers.parsing.legiscan_lists import ListedSession, parse_session_list
from crawlers.platforms.legiscan_calls import DEFAULT_QUERIES, LegiScanCalls
from crawlers.run import open_quota
from monitor.config import Settings
from monitor.model.quota_decide import PlannedCalls
from monitor.services.listings import how_many_pending, known_jurisdictions
from monitor.services.raw_answers import recall_answer
from monitor.store.engine import Store
from monitor.store.migrate import check_current
from monitor.store.raw import RawStore

__all__ = ["planned_calls"]

_SOURCE = "legiscan"


def planned_calls(
    settings: Settings,
    *,
    key: str,
    queries: Collection[str],
    codes: Collection[str],
    sessions: str,
    every_bill: bool,
    limit: int | None,
) -> tuple[PlannedCalls, ...]:
    """By bucket: the least that a run would ask, from the sessions that were listed last and the bills that are owed.

    Without a list of sessions yet, one session is counted for each state that is asked for. Bills that the lists will
    name are not known before they are read.
    """
    with Store(settings.database) as store:
        check_current(store)
        raw = RawStore(settings.raw_dir)
        known = known_jurisdictions(store, _SOURCE)
        open_ = [
            session
            for session in _listed_sessions(store, raw, settings)
            if (not codes or session.jurisdiction in codes) and (sessions == "all" or not session.prior)
        ]
        places = (len(open_) or len(codes)) if codes else 1
        owed = how_many_pending(store, _SOURCE, jurisdictions=codes)
        wanted = {"session": 1}
        if not every_bill:
            wanted["search"] = places * len(queries or DEFAULT_QUERIES)
        wanted["list"] = sum(every_bill or session.jurisdiction in known for session in open_)
        wanted["bill"] = min(owed, limit) if limit is not None else owed
        return open_quota(store, settings, provider=_SOURCE, key=key).plan(wanted)


def _listed_sessions(store: Store, raw: RawStore, settings: Settings) -> tuple[ListedSession, ...]:
    """As LegiScan listed them last."""
    address = LegiScanCalls(base_url=settings.legiscan_url, key="").sessions().address
    answer = recall_answer(store, raw, _SOURCE, address)
    try:
        return parse_session_list(answer.body) if answer is not None else ()
    except AnswerError:
        return ()
