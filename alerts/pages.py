"""How do the pages look that links of mails lead to? Values in, HTML out; no script, nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from markupsafe import Markup

from alerts.links import Links
from alerts.preferences import Form
from alerts.readers import KnownReader
from alerts.render import environment
from alerts.wording import CADENCE_WORDS, schedule_words
from monitor.model.position import PositionSet
from monitor.model.reader import QuietPolicy

__all__ = ["HEADERS", "begun_page", "invitation_page", "problem_page", "settings_page", "stop_page", "stopped_page"]

_QUIETS: Final = (
    (QuietPolicy.SKIP, "Send nothing"),
    (QuietPolicy.HEARTBEAT, "Send one line a week: nothing new, and which sources were read"),
    (QuietPolicy.ALWAYS, "Send a digest all the same"),
)
_ZONES: Final = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
    "UTC",
)


@cache
def _css() -> str:
    loader = environment().loader
    assert loader is not None
    return loader.get_source(environment(), "pages/page.css")[0]


def _headers() -> dict[str, str]:
    style = base64.b64encode(hashlib.sha256(_css().encode()).digest()).decode()
    return {
        "Content-Security-Policy": (
            f"default-src 'none'; style-src 'sha256-{style}'; form-action 'self';"
            " base-uri 'none'; frame-ancestors 'none'"
        ),
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",  # the address holds the token
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex",
    }


HEADERS: Final = _headers()
"""Of every page: nothing is loaded, kept, framed or told to anybody."""


def _page(name: str, **words: Any) -> str:
    # the style sheet is ours; escaped, its hash would not be the one of the policy
    return environment().get_template(f"pages/{name}.html.j2").render(css=Markup(_css()), **words)  # noqa: S704


def stop_page(known: KnownReader, links: Links) -> str:
    """Asks; changes nothing."""
    return _page("stop", reader=known.reader, links=links)


def stopped_page(known: KnownReader, links: Links) -> str:
    """Says that it is done."""
    return _page("stopped", reader=known.reader, links=links)


def invitation_page(known: KnownReader, links: Links) -> str:
    """Asks; changes nothing."""
    return _page("invitation", reader=known.reader, links=links, schedule=schedule_words(known.reader))


def begun_page(known: KnownReader) -> str:
    """Says that it is done."""
    return _page("begun", reader=known.reader, schedule=schedule_words(known.reader))


def problem_page(heading: str, words: str) -> str:
    """Says what is wrong, and what can be done."""
    return _page("problem", heading=heading, words=words)


def settings_page(
    known: KnownReader,
    links: Links,
    positions: PositionSet,
    *,
    form: Form | None = None,
    said: str = "",
    problems: Sequence[str] = (),
) -> str:
    """The settings as they are, or as a ``form`` with ``problems`` had them."""
    reader = known.reader
    paused = reader.paused_until.astimezone(ZoneInfo(reader.zone)).date().isoformat() if reader.paused_until else ""
    fields = {
        "cadence": _first(form, "cadence", reader.cadence.value),
        "at": _first(form, "at", f"{reader.send_at:%H:%M}"),
        "zone": _first(form, "zone", reader.zone),
        "pause": _first(form, "pause", paused),
        "quiet": _first(form, "quiet", reader.quiet.value),
        "text_only": bool(form.get("text_only")) if form is not None else reader.text_only,
    }
    rules = [
        {
            "id": rule.id,
            "name": rule.name,
            "severity": _first(form, f"severity-{rule.id}", str(rule.min_severity)),
            "states": _first(form, f"states-{rule.id}", " ".join(rule.jurisdictions)),
            "positions": form.get(f"positions-{rule.id}", ()) if form is not None else rule.positions,
        }
        for rule in known.rules
    ]
    return _page(
        "settings",
        reader=reader,
        links=links,
        said=said,
        problems=problems,
        fields=fields,
        rules=rules,
        cadences=[(cadence.value, f"{words[0].upper()}{words[1:]}") for cadence, words in CADENCE_WORDS.items()],
        quiets=_QUIETS,
        zones=_ZONES,
        positions=[{"id": one.id, "name": one.short_name} for one in positions.positions if one.labelled],
    )


def _first(form: Form | None, name: str, present: str) -> str:
    values = form.get(name) if form is not None else None
    return values[0] if values else present
