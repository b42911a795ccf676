"""What every source has to have: one sweep over all spiders. ``docs/adding-a-source.md`` lists the same."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import ClassVar

import pytest
from scrapy import Spider

import crawlers.parsing
from crawlers import settings
from crawlers.catalog import facts_of
from crawlers.platforms.bulk_files import BulkFilesSpider
from crawlers.platforms.csv_tables import CsvTablesSpider
from crawlers.platforms.federal import FederalSpider
from crawlers.platforms.feed import FeedSpider
from crawlers.platforms.ftp_pages import FtpPages
from crawlers.platforms.html_listing import HtmlListingSpider
from crawlers.platforms.json_api import JsonApiSpider
from crawlers.platforms.pages import PageSpider
from crawlers.platforms.xml_service import XmlServiceSpider
from crawlers.run import known_spiders
from crawlers.scaffold import KINDS
from monitor.config import Settings
from tests.crawlers.page_spiders import SampleHtml

ROOT = Path(__file__).resolve().parents[2]
PLATFORMS: dict[str, type[Spider] | tuple[type[Spider], ...]] = {
    "json-api": JsonApiSpider,
    "xml-service": XmlServiceSpider,
    "bulk-files": (BulkFilesSpider, CsvTablesSpider),
    "html-listing": HtmlListingSpider,
    "feed": FeedSpider,
}
# Sources whose samples are those of the sample server, and so of all 51 jurisdictions.
SERVED = {
    "legiscan": "samples/legislatures",
    "legiscan-dataset": "samples/legislatures",
    "legiscan-datasets": "samples/legislatures",
    "openstates": "samples/legislatures",
    "openstates-files": "samples/day1",
}
# Sources of federal documents: no bills, so no hooks of bills; test_federal_spiders.py crawls samples of each.
FEDERAL = {"doj", "federal-register", "ftc", "govinfo", "nist", "ntia", "white-house"}
# Sources that watch something else than bills; their tests stand in test_<name>.py. They list nothing, so no hooks.
WATCHES = {"page-watch"}
MODULES = sorted(path.stem for path in Path(crawlers.parsing.__path__[0]).glob("[!_]*.py"))
SPIDERS = known_spiders()


def faults(name: str, spider: type[Spider]) -> list[str]:
    """Everything that a source lacks, in words for who adds it."""
    facts = facts_of(spider, Settings(_env_file=None))
    documents = (ROOT / "docs/sources.md").read_text(encoding="utf-8")
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    samples = ROOT / SERVED.get(name, f"tests/crawlers/fixtures/{name}")
    hooks = ("listing", "fetch") if issubclass(spider, JsonApiSpider) else ("open_listing", "parse_bill")
    owner = JsonApiSpider if issubclass(spider, JsonApiSpider) else BulkFilesSpider
    if issubclass(spider, PageSpider):
        hooks, owner = ("parse_list", "parse_bill"), PageSpider
    custom = dict(spider.custom_settings or {})
    checks = {
        "name: small letters, digits and hyphens": re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name) is not None,
        "what: one line of your own that says what is read": 10 < len(facts.what) <= 100
        and "\n" not in facts.what
        and "sample" not in facts.what,
        "platform: a base class of crawlers/platforms": issubclass(spider, PLATFORMS.get(facts.platform, type(None))),
        "docs/sources.md: a section that shows its command": facts.command in documents,
        "samples: a folder with fictional pages in the real format": samples.is_dir() and any(samples.iterdir()),
        "a test that names the source": f'"{name}"' in tests or spider.__name__ in tests,
        "both hooks": all(getattr(spider, hook) is not getattr(owner, hook, None) for hook in hooks),
        "a base address (site or url_setting) on https, or a path": "path" in facts.options
        or facts.site.startswith("ftp://" if issubclass(spider, FtpPages) else "https://"),
        "a base address of its own, not of an example": ".example" not in facts.site,
        "robots.txt is obeyed, or why_no_robots says why the terms allow it": custom.get("ROBOTSTXT_OBEY", True)
        or bool(getattr(spider, "why_no_robots", "")),
        "polite: one request at a time, verified TLS": not {
            "CONCURRENT_REQUESTS_PER_DOMAIN",
            "DOWNLOAD_VERIFY_CERTIFICATES",
            "DOWNLOADER_MIDDLEWARES",
            "USER_AGENT",
        }
        & set(custom),
    }
    if issubclass(spider, PageSpider):
        homes = {getattr(getattr(spider, hook), "__module__", "") for hook in hooks}
        checks["hooks: functions of crawlers/parsing, so that they are pure"] = all(
            home.startswith("crawlers.parsing.") for home in homes
        )
        checks["lists: at least one"] = bool(spider.lists)
    return [words for words, holds in checks.items() if not holds]


@pytest.mark.parametrize("name", sorted(set(SPIDERS) - FEDERAL - WATCHES))
def test_every_source(name: str):
    assert faults(name, SPIDERS[name]) == []


@pytest.mark.parametrize("name", sorted(FEDERAL))
def test_every_source_of_federal_documents(name: str):
    facts = facts_of(SPIDERS[name], Settings(_env_file=None))
    assert issubclass(SPIDERS[name], FederalSpider)
    assert 10 < len(facts.what) <= 100
    assert facts.site.startswith("https://")
    assert facts.command in (ROOT / "docs/federal.md").read_text(encoding="utf-8")
    assert not SPIDERS[name].custom_settings


@pytest.mark.parametrize("name", sorted(WATCHES))
def test_every_watch(name: str):
    facts = facts_of(SPIDERS[name], Settings(_env_file=None))
    assert 10 < len(facts.what) <= 100
    assert facts.command in (ROOT / "docs/sources.md").read_text(encoding="utf-8")
    assert not SPIDERS[name].custom_settings
    assert (ROOT / "tests/crawlers" / f"test_{name.replace('-', '_')}.py").is_file()


def test_the_sweep_finds_what_is_lacking():
    class Careless(SampleHtml):
        site: ClassVar[str] = "http://legislature.example/"
        custom_settings: ClassVar[dict[str, bool]] = {"ROBOTSTXT_OBEY": False, "DOWNLOAD_VERIFY_CERTIFICATES": False}

    found = " ".join(faults("Careless one", Careless))
    for word in ("name:", "what:", "docs/", "samples:", "base address", "robots.txt", "TLS", "hooks: functions"):
        assert word in found
    Careless.platform = "feed"
    assert "platform:" in " ".join(faults("careless", Careless))


def test_platforms_are_those_that_the_generator_knows():
    assert set(KINDS) == set(PLATFORMS)
    assert settings.ROBOTSTXT_OBEY
    assert settings.CONCURRENT_REQUESTS_PER_DOMAIN == 1


_WITHOUT_SCRAPY = """
import sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"scrapy", "twisted"}:
            raise ImportError(f"{name} is imported")
sys.meta_path.insert(0, Blocked())
import importlib
for name in sys.argv[1:]:
    importlib.import_module(f"crawlers.parsing.{name}")
"""
_WITHOUT_NETWORK = """
import sys
def forbid(event, arguments):
    if event in {"socket.connect", "socket.getaddrinfo", "socket.sendto", "urllib.Request", "subprocess.Popen"}:
        raise SystemExit(f"{event} while spiders are imported: {arguments}")
sys.addaudithook(forbid)
from crawlers.run import known_spiders
print(len(known_spiders()))
"""


def test_every_parsing_module_can_be_imported_without_scrapy():
    argv = [sys.executable, "-c", _WITHOUT_SCRAPY, *MODULES]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(MODULES) > 20


def test_no_spider_asks_anything_while_it_is_imported():
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT_NETWORK], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, str(len(SPIDERS))), done.stderr
