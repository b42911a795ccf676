"""How the widest digest looks in a real browser: nothing runs over, nothing is fetched, everything can be read."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, sync_playwright

from alerts.render import render
from monitor.positions import load_positions
from tests.alerts.palette import contrast
from tests.alerts.samples import coverage, source, widest, window

pytestmark = pytest.mark.browser

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SELECTORS = (
    "h1",
    "h2",
    "h3",
    "h3 a",
    ".mast",
    ".cov",
    ".st",
    "blockquote.q",
    ".cap",
    ".src",
    ".f",
    ".f.mu",
    ".kind",
    "li",
)
COLOURS = r"""element => {
  const solid = c => !/^rgba\(.*, 0\)$/.test(c);
  let behind = element;
  while (behind && !solid(getComputedStyle(behind).backgroundColor)) behind = behind.parentElement;
  return [getComputedStyle(element).color, behind ? getComputedStyle(behind).backgroundColor : 'rgb(255, 255, 255)'];
}"""


@pytest.fixture(scope="module")
def html() -> str:
    items, unknown = widest(position.id for position in load_positions().positions)
    mail = render(
        items,
        unknown,
        window=window(missed=2),
        coverage=coverage(source("s", "CA", age=None), waiting=3),
        positions=load_positions(),
        contact="a-very-long-address-of-those-who-read-the-answers@legislation.taskforce.example.org",
    )
    return mail.html


def _hexadecimal(colour: str) -> str:
    red, green, blue = re.findall(r"\d+", colour)[:3]
    return f"#{int(red):02x}{int(green):02x}{int(blue):02x}"


def _assert_readable(page: Page) -> None:
    for selector in SELECTORS:
        elements = page.query_selector_all(selector)
        assert elements, selector
        for element in elements:
            colour, behind = map(_hexadecimal, element.evaluate(COLOURS))
            assert contrast(colour, behind) >= 4.5, (selector, colour, behind)


def test_the_widest_digest_fits_and_can_be_read(chromium: str, html: str):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        seen: dict[tuple[int, str], str] = {}
        for width in (700, 360):
            for scheme in ("light", "dark"):
                context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
                page = context.new_page()
                requests: list[str] = []
                page.on("request", lambda request, found=requests: found.append(request.url))
                page.set_content(html)
                wide, inner = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
                assert inner == width
                assert wide <= inner, f"runs over by {wide - inner} at {width} px"
                _assert_readable(page)
                assert [url for url in requests if not url.startswith("about:")] == []
                assert page.query_selector_all("h3")[6].is_visible()
                assert page.title().startswith("[AI preemption")
                seen[width, scheme] = page.evaluate("getComputedStyle(document.querySelector('.card')).backgroundColor")
                context.close()
        browser.close()
    assert seen == {
        (700, "light"): "rgb(255, 255, 255)",
        (700, "dark"): "rgb(27, 30, 34)",
        (360, "light"): "rgb(255, 255, 255)",
        (360, "dark"): "rgb(27, 30, 34)",
    }
