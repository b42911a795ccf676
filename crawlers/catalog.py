"""Which sources can be crawled, what does each need, and which arguments does its spider take?"""

from __future__ import annotations

import inspect
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from scrapy import Spider

from crawlers.run import known_spiders
from monitor.config import Settings
from monitor.errors import ConfigError, ExitCode, PreemptError

__all__ = [
    "SourceFacts",
    "SourceOptionError",
    "UnknownSourceError",
    "facts_of",
    "sources",
    "spider_arguments",
    "spider_of",
]

_OF_ALL: Final = frozenset({"self", "name", "args", "kwargs", "ports", "limit", "jurisdictions", "base_url", "key"})
_OWN_COMMANDS: Final = frozenset({"legiscan", "legiscan-dataset", "openstates", "openstates-files"})
_WORDS: Final = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


class UnknownSourceError(PreemptError):
    """No spider has this name. Raised by :func:`facts_of`; ``preempt crawl list`` names them."""

    exit_code = ExitCode.WRONG_USE

    def __init__(self, name: str) -> None:
        super().__init__(f"no source is called {name[:60]!r}; see `preempt crawl list`")


class SourceOptionError(PreemptError):
    """An option that a source does not take, or with a wrong value. Raised by :func:`spider_arguments`."""

    exit_code = ExitCode.WRONG_USE


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFacts:
    """One source, as ``preempt crawl list`` tells it."""

    source: str
    platform: str
    what: str
    site: str
    """Its usual base address; empty for files."""
    key: str
    """The setting that has to hold a key; empty when none is needed."""
    kept_as: str
    """Under which name its bills are kept: two spiders may read one source."""
    options: tuple[str, ...]
    """What ``--option`` takes."""
    command: str

    def as_json(self) -> dict[str, Any]:
        """The shape that scripts rely on."""
        return asdict(self) | {"options": list(self.options)}


def sources(settings: Settings) -> list[SourceFacts]:
    """All of them, by name."""
    return [facts_of(spider, settings) for _, spider in sorted(known_spiders().items())]


def spider_of(name: str) -> type[Spider]:
    """The spider of a source.

    :raises UnknownSourceError: when there is none.
    """
    found = known_spiders().get(name)
    if found is None:
        raise UnknownSourceError(name)
    return found


def facts_of(spider: type[Spider], settings: Settings) -> SourceFacts:
    """What a spider says of itself."""
    name = spider.name
    own = name in _OWN_COMMANDS
    return SourceFacts(
        source=name,
        platform=getattr(spider, "platform", ""),
        what=getattr(spider, "what", ""),
        site=_site(spider, settings),
        key=_setting_name(getattr(spider, "key_setting", "")),
        kept_as=getattr(spider, "source", "") or name,
        options=tuple(sorted(_options(spider))),
        command=f"preempt crawl {name}" if own else f"preempt crawl run {name}",
    )


def spider_arguments(
    spider: type[Spider],
    settings: Settings,
    *,
    base_url: str = "",
    codes: Collection[str] = (),
    limit: int | None = None,
    options: Iterable[tuple[str, str]] = (),
) -> dict[str, Any]:
    """What a spider is started with, out of the settings and of a command's options.

    :raises ConfigError: when the key that it needs is not set.
    :raises SourceOptionError: for an option that it does not take.
    """
    known = _options(spider)
    found: dict[str, Any] = {"limit": limit, "jurisdictions": tuple(codes)}
    if base_url or _site(spider, settings):
        found["base_url"] = base_url or _site(spider, settings)
    if key := getattr(spider, "key_setting", ""):
        secret = getattr(settings, key)
        if secret is None:
            raise ConfigError(_setting_name(key), f"{spider.name} needs a key; see docs/sources.md")
        found["key"] = secret.get_secret_value()
    if "queries" in known:
        found["queries"] = getattr(settings, f"{getattr(spider, 'provider', '')}_queries", ())
    if "cache" in known:
        found["cache"] = str(settings.data_dir / "downloads")
    if base_url and "base_url" not in _parameters(spider):
        raise SourceOptionError(f"{spider.name} reads files: it has no base address")
    given: dict[str, list[str]] = {}
    for name, value in options:
        if name not in known:
            listed = ", ".join(sorted(known)) or "none"
            raise SourceOptionError(f"{spider.name} takes no option {name[:60]!r}; it takes: {listed}")
        given.setdefault(name, []).append(value)
    return found | {name: _value(name, known[name], values) for name, values in given.items()}


def _value(name: str, annotation: str, values: list[str]) -> Any:
    if annotation.startswith(("Iterable", "Collection", "Sequence", "tuple")):
        return tuple(values)
    if len(values) > 1:
        raise SourceOptionError(f"{name} is given more than once")
    if annotation == "bool":
        if values[0].lower() not in _WORDS:
            raise SourceOptionError(f"{name} is yes or no")
        return _WORDS[values[0].lower()]
    return values[0]


def _options(spider: type[Spider]) -> Mapping[str, str]:
    """The arguments of a spider's own, with their types in words."""
    return {name: str(kind) for name, kind in _parameters(spider).items() if name not in _OF_ALL}


def _parameters(spider: type[Spider]) -> dict[str, Any]:
    """Of all constructors on the way up: each takes what it knows and hands on the rest."""
    found: dict[str, Any] = {}
    for cls in spider.__mro__:
        if cls is Spider:
            break
        if (made_by := vars(cls).get("__init__")) is not None:
            for name, one in inspect.signature(made_by).parameters.items():
                found.setdefault(name, one.annotation)
    return found


def _site(spider: type[Spider], settings: Settings) -> str:
    setting = getattr(spider, "url_setting", "")
    return str(getattr(settings, setting)) if setting else getattr(spider, "site", "")


def _setting_name(field: str) -> str:
    return f"PREEMPT_{field.upper()}" if field else ""
