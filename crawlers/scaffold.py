"""What does a new source begin with? Spider, hooks, samples and a test that fails until the hooks are written."""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from monitor.errors import ExitCode, PreemptError

__all__ = ["KINDS", "ScaffoldError", "new_source", "write_source"]

_NAME: Final = re.compile(r"[a-z][a-z0-9]{1,20}(?:-[a-z0-9]{1,20}){0,9}")
_MAX_NAME: Final = 32
_SAMPLE_JURISDICTION: Final = "WA"
_HOOKS: Final = "crawlers/parsing"
_SPIDERS: Final = "crawlers/spiders"


class ScaffoldError(PreemptError):
    """A source cannot be begun: a name that cannot be, a file that is there. Raised here; nothing was written."""

    exit_code = ExitCode.WRONG_USE


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """What differs between platforms of pages."""

    module: str
    base: str
    list_page: str
    list_page_module: str
    bill_page: str
    bill_page_module: str
    list_path: str
    list_suffix: str
    bill_suffix: str
    detail_suffix: str
    native_id: str
    list_hints: tuple[str, ...]

    @property
    def imports(self) -> list[str]:
        """What the hooks are given and give, in the order in which imports stand."""
        wanted = {
            ("pages", "ListPage"),
            (self.list_page_module, self.list_page),
            (self.bill_page_module, self.bill_page),
        }
        return [f"from crawlers.parsing.{module} import {name}" for module, name in sorted(wanted)]


KINDS: Final[Mapping[str, _Kind | None]] = {
    "json-api": _Kind(
        module="json_pages",
        base="JsonPagesSpider",
        list_page="JsonPage",
        list_page_module="json_page",
        bill_page="JsonPage",
        bill_page_module="json_page",
        list_path="bills.json",
        list_suffix="json",
        bill_suffix="json",
        detail_suffix=".json",
        native_id="what ``detail`` of the spider is filled with, or the link to the bill.",
        list_hints=(
            "``page.must('bills')`` is the value at a key, or an error of the whole list (a drift of the schema).",
            "An API with a key: set ``provider``, ``key_setting`` and ``key_header`` of the spider.",
        ),
    ),
    "xml-service": _Kind(
        module="xml_service",
        base="XmlServiceSpider",
        list_page="XmlPage",
        list_page_module="xml_page",
        bill_page="XmlPage",
        bill_page_module="xml_page",
        list_path="bills.xml",
        list_suffix="xml",
        bill_suffix="xml",
        detail_suffix=".xml",
        native_id="what ``detail`` of the spider is filled with, or the link to the bill.",
        list_hints=(
            "``page.all('Bill')`` are all elements of a name, ``field_of(element, 'Id')`` is what a child says.",
            "Use ``page.must(...)`` for what always is there: without it, the page is no list.",
        ),
    ),
    "html-listing": _Kind(
        module="html_listing",
        base="HtmlListingSpider",
        list_page="HtmlPage",
        list_page_module="html_page",
        bill_page="HtmlPage",
        bill_page_module="html_page",
        list_path="bills.html",
        list_suffix="html",
        bill_suffix="html",
        detail_suffix=".html",
        native_id="the link to the bill, ``page.path(link_of(node))``, or what fills ``detail`` of the spider.",
        list_hints=(
            "``page.all('tr')`` are elements by a CSS selector, ``text_of(node)`` is what one says.",
            "Use ``page.must('table#bills')`` for what always is there: without it, the page is no list.",
        ),
    ),
    "feed": _Kind(
        module="feed",
        base="FeedSpider",
        list_page="FeedPage",
        list_page_module="feed_page",
        bill_page="HtmlPage",
        bill_page_module="html_page",
        list_path="bills.rss",
        list_suffix="rss",
        bill_suffix="html",
        detail_suffix=".html",
        native_id="the link to the bill, ``page.path(entry.link)``: the same for each entry of a bill.",
        list_hints=(
            "``page.entries`` are in the feed's order; of several of one bill give the newest only.",
            "The id of the newest entry is a good mark.",
        ),
    ),
    "bulk-files": None,
}
"""What ``--platform`` takes."""


def new_source(name: str, *, platform: str, jurisdiction: str = "") -> dict[str, str]:
    """The files of a new source by their path from the project's root; pure.

    :raises ScaffoldError: for a name that is none of a source.
    """
    module = name.replace("-", "_")
    if not _NAME.fullmatch(name) or len(name) > _MAX_NAME or keyword.iskeyword(module):
        raise ScaffoldError(f"{name[:60]!r} is no name of a source: small letters, digits, single hyphens, 32 at most")
    kind = KINDS[platform]
    words: dict[str, object] = {
        "name": name,
        "module": module,
        "cls": f"{''.join(part.capitalize() for part in name.split('-'))}Spider",
        "jurisdiction": jurisdiction,
        "sample_jurisdiction": jurisdiction or _SAMPLE_JURISDICTION,
    }
    environment = Environment(  # noqa: S701 - Python and samples of ours are made, no page for a browser
        loader=PackageLoader("crawlers"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    shape = "files" if kind is None else "pages"
    words["kind"] = kind if kind is not None else {"media_type": "application/x-ndjson"}
    fixtures = f"tests/crawlers/fixtures/{name}"
    wanted = {
        f"{_SPIDERS}/{module}.py": f"spider_{shape}.py.j2",
        f"{_HOOKS}/{module}.py": f"hooks_{shape}.py.j2",
        f"tests/crawlers/test_source_{module}.py": f"test_{shape}.py.j2",
    }
    if kind is None:
        wanted[f"{fixtures}/bills.jsonl"] = "bills.jsonl.j2"
    else:
        wanted[f"{fixtures}/list.{kind.list_suffix}"] = f"list.{kind.list_suffix}.j2"
        wanted[f"{fixtures}/bill.{kind.bill_suffix}"] = f"bill.{kind.bill_suffix}.j2"
        wanted[f"{fixtures}/text.html"] = "text.html.j2"
    return {path: environment.get_template(template).render(words) for path, template in wanted.items()}


def write_source(files: Mapping[str, str], into: Path, *, force: bool = False) -> list[Path]:
    """Write the files, all or none; those that are there are only replaced with ``force``.

    :raises ScaffoldError: when one is there, or a module of the name is of something else.
    """
    paths = {into / name: content for name, content in files.items()}
    spider, hooks = (next(path for path in paths if path.parent.name == part) for part in ("spiders", "parsing"))
    if hooks.exists() and not spider.exists():
        raise ScaffoldError(f"{hooks.name} in {_HOOKS} is of something else; take another name")
    there = [path.relative_to(into).as_posix() for path in paths if path.exists()]
    if there and not force:
        raise ScaffoldError(f"already there: {', '.join(there)}; nothing was written (--force writes over them)")
    for path, content in paths.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return list(paths)
