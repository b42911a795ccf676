"""How does a digest read? Subject, plain text and HTML from the same view, within the size that mail programs show."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import css_inline
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from alerts.digest import MAX_ITEMS, Digest, Window, compose
from alerts.facts import Coverage, Unjudged
from alerts.links import Links
from alerts.select import Item
from alerts.view import DigestView, view_of
from monitor.model.position import PositionSet

__all__ = ["COLUMNS", "MAX_HTML_BYTES", "Rendered", "environment", "render", "render_view"]

COLUMNS: Final = 76
MAX_HTML_BYTES: Final = 95_000
"""Mail programs clip at 102 KB and hide what stands at the end."""
_BLANK_LINES: Final = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A finished digest; ``html`` has its styles inlined."""

    subject: str
    text: str
    html: str
    digest: Digest


def _fill(text: str, indent: str = "", first: str | None = None) -> str:
    """Wrap to the columns of a plain-text mail."""
    return textwrap.fill(
        text,
        COLUMNS,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_on_hyphens=False,
    )


@cache
def environment() -> Environment:
    """Where templates are; what is missing is an error, and HTML is escaped."""
    found = Environment(
        loader=PackageLoader("alerts"),
        undefined=StrictUndefined,
        autoescape=select_autoescape(enabled_extensions=("html.j2",)),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["fill"] = _fill
    found.globals["rule"] = "-" * COLUMNS
    return found


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def render_view(view: DigestView) -> tuple[str, str, str]:
    """Subject, text and HTML of one view."""
    templates = environment()
    subject = templates.get_template("subject.txt.j2").render(digest=view).strip()
    text = templates.get_template("digest.txt.j2").render(digest=view).strip() + "\n"
    html = templates.get_template("digest.html.j2").render(digest=view)
    return subject, _BLANK_LINES.sub("\n\n", text), _inliner().inline(html)


def render(
    items: Sequence[Item],
    unjudged: Sequence[Unjudged],
    *,
    window: Window,
    coverage: Coverage,
    positions: PositionSet,
    contact: str,
    links: Links | None = None,
) -> Rendered:
    """Render a digest with as many items as fit; the others are named at the end."""
    allowed = MAX_ITEMS
    while True:
        digest = compose(items, unjudged, window=window, coverage=coverage, max_items=allowed)
        subject, text, html = render_view(view_of(digest, positions, contact=contact, links=links))
        size, shown = len(html.encode()), len(digest.entries)
        if size <= MAX_HTML_BYTES or shown <= 1:
            return Rendered(subject=subject, text=text, html=html, digest=digest)
        allowed = min(shown - 1, max(1, int(shown * MAX_HTML_BYTES / size)))
