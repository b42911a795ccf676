from __future__ import annotations

import itertools
import re
import textwrap
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2 import UndefinedError

from alerts.render import COLUMNS, MAX_HTML_BYTES, Rendered, environment, render
from alerts.select import Item, select
from monitor.positions import load_positions
from tests.alerts import palette
from tests.alerts.samples import (
    DISCLOSURE,
    HOSTILE,
    bill,
    clause,
    coverage,
    finding,
    new_item,
    rule,
    source,
    unjudged,
    widest,
    window,
)

CONTACT = "answers@example.org"
POSITIONS = load_positions()


def rendered(items=(), unknown=(), **given_) -> Rendered:
    options = {"window": window(), "coverage": coverage(), "positions": POSITIONS, "contact": CONTACT} | given_
    return render(items, unknown, **options)


@pytest.fixture(scope="module")
def wide() -> Rendered:
    items, unknown = widest(position.id for position in POSITIONS.positions)
    return rendered(items, unknown, window=window(missed=2), coverage=coverage(source("s", "CA", age=None), waiting=3))


class Page(HTMLParser):
    """Elements, text and structure of a mail."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.headings: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "br", "img", "link"):
            self.open.append(tag)
        if tag in ("h1", "h2", "h3"):
            self.headings.append((tag, ""))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data):
        if "style" in self.open or "title" in self.open:
            return
        self.words.append(data)
        if self.open and self.headings and set(self.open) & {"h1", "h2", "h3"}:
            tag, words = self.headings[-1]
            self.headings[-1] = (tag, words + data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def names_in_text(text: str) -> list[str]:
    return re.findall(r"^\d+\. ([A-Z]{2} [A-Z]+ \d+) - ", text, re.MULTILINE)


def names_in_html(html: str) -> list[str]:
    found = (re.match(r"\d+\. ([A-Z]{2} [A-Z]+ \d+)", words) for tag, words in Page(html).headings if tag == "h3")
    return [match[1] for match in found if match]


def test_text_and_html_name_the_same_bills_in_the_same_order(wide: Rendered):
    names = [entry.item.bill.name for entry in wide.digest.entries]
    assert len(names) == 7
    assert names_in_text(wide.text) == names_in_html(wide.html) == names
    unknown = [entry.name for entry in wide.digest.unjudged]
    assert re.findall(r"^(OR SB \d+) - ", wide.text, re.MULTILINE) == unknown
    assert re.findall(r"(OR SB \d+) Relating", Page(wide.html).text) == unknown


def test_text_and_html_say_the_same(wide: Rendered):
    page, text = Page(wide.html).text, " ".join(wide.text.replace("\n    | ", " ").split())
    for words in (
        "Catch-up: 2 earlier digests were not sent",
        "s has never been read completely",
        "not read in time: CA",
        "3 texts not judged yet",
        "Words that are gone",
        "Carve-outs checked: child safety: applies",
        "Why you see this: rule \u201cEverything, any state\u201d, \u201cPublication\u201d.",
        "executive order; binds agencies, does not preempt",
        "No https address of the source is known.",
        "The bill is vetoed and out of the active conflicts.",
        "that is not the same as no conflict",
        "And 7 more.",
        "it does not itself preempt state law",
        "Same clause in: TX HB 1000",
        "an earlier text is flagged",
        f"write to {CONTACT}",
    ):
        assert words in page, words
        assert words in text, words


def test_the_text_keeps_to_its_columns(wide: Rendered):
    long = [line for line in wide.text.splitlines() if len(line) > COLUMNS and "https://" not in line]
    assert long == []
    assert COLUMNS == 76
    assert "\n\n\n" not in wide.text
    assert wide.text.endswith(".\n")
    assert not re.search(r"[ \t]$", wide.text, re.MULTILINE)


def test_the_word_preempted_is_never_said(wide: Rendered):
    for said in (wide.subject, wide.text, Page(wide.html).text, rendered().text):
        assert not re.search(r"\bpreempted\b", said, re.IGNORECASE)
        bare = re.sub(r"AI preemption( digest)?", "", said, flags=re.IGNORECASE)
        for match in re.finditer(r"\bpreempts?\b", " ".join(bare.split()), re.IGNORECASE):
            before = " ".join(bare.split())[: match.start()].rstrip()
            assert re.search(r"(does not|does not itself|whether (it|one)|statutes that may)$", before), before[-60:]


def test_the_html_is_built_for_everybody(wide: Rendered):
    page = Page(wide.html)
    assert page.open == []
    assert [element["lang"] for element in page.all("html")] == ["en"]
    assert wide.html.startswith("<!DOCTYPE html>")
    assert all(table["role"] == "presentation" for table in page.all("table"))
    assert len(page.all("table")) == 2
    levels = [int(tag[1]) for tag, _ in page.headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels)), "no level is left out"
    assert all(words.strip() for _, words in page.headings)
    assert {"name": "color-scheme", "content": "light dark"} in page.all("meta")
    assert {"charset": "utf-8"} in page.all("meta")
    assert not {tag for tag, _ in page.elements} & {"script", "img", "link", "iframe", "form", "object", "svg"}
    for _, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on")]
        assert all(url.startswith(("https://", "mailto:")) for url in [attributes.get("href") or "https://"])
        assert "url(" not in (attributes.get("style") or "")


def test_styles_are_inlined_and_those_of_the_dark_scheme_survive(wide: Rendered):
    assert re.search(r"<h1 style=\"[^\"]*font:", wide.html)
    assert "@media (prefers-color-scheme: dark)" in wide.html
    assert "@media (max-width: 480px)" in wide.html
    assert ".card { background: #1b1e22 !important; color: #e4e6e8 !important; }" in wide.html
    assert "color-scheme: light dark" in wide.html
    assert ".mast {" not in wide.html, "what is inlined is not sent twice"


def test_a_browser_finds_the_encoding_in_time(wide: Rendered):
    """HTML standard: within the first 1024 bytes; a preview is a file without headers."""
    assert wide.html.encode().index(b'charset="utf-8"') < 1024


def test_no_meaning_by_colour_alone(wide: Rendered):
    page = Page(wide.html)
    tags = re.findall(r'<span class="kind (\w+)"[^>]*>([^<]+)</span>', wide.html)
    assert tags == [
        ("new", "New"),
        ("worsened", "Worsened"),
        ("moved", "Towards law"),
        ("resolved", "Resolved"),
        ("resolved", "Resolved"),
        ("eased", "Eased"),
        ("changed", "Changed"),
    ]
    assert page.text.count("severity") >= 7


@pytest.mark.parametrize(
    ("css", "backgrounds"),
    [(palette.light(), ("#f3f1ec", "#ffffff")), (palette.dark(), ("#121416", "#1b1e22"))],
    ids=["light", "dark"],
)
def test_every_text_colour_is_readable(css: str, backgrounds: tuple[str, ...]):
    background, colour = palette.colours(css, "background"), palette.colours(css, "color")
    assert set(backgrounds) <= set(background.values())
    own = {name: value for name, value in colour.items() if name not in background}
    assert {"a", ".mu"} <= set(own)
    for name, value in own.items():
        for behind in backgrounds:
            assert palette.contrast(value, behind) >= 4.5, (name, value, behind)
    for name in set(colour) & set(background):
        assert palette.contrast(colour[name], background[name]) >= 4.5, name


def test_every_kind_is_readable_on_its_colour():
    """White on a background of its own, which both schemes share."""
    background = palette.colours(palette.light(), "background")
    assert palette.colours(palette.light(), "color")[".kind"] == "#ffffff"
    kinds = {name: background[name] for name in (".kind", ".new", ".worsened", ".moved", ".resolved", ".eased")}
    assert all(palette.contrast("#ffffff", colour) >= 4.5 for colour in kinds.values())
    assert not [name for name in kinds if name in palette.colours(palette.dark(), "background")]


def test_contrast_is_computed_right():
    assert palette.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert palette.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert palette.contrast("#8f1d1d", "#8f1d1d") == pytest.approx(1)


def test_an_empty_digest_renders():
    empty = rendered()
    assert empty.subject == "[AI preemption] nothing new - Mon 23 Nov"
    assert "Nothing new." in empty.text
    assert names_in_text(empty.text) == names_in_html(empty.html) == []
    assert "NOT JUDGED" not in empty.text
    assert [words for tag, words in Page(empty.html).headings if tag == "h2"] == ["What this digest does not know"]
    assert Page(empty.html).open == []


def test_a_sample_digest_says_so_first():
    items = [new_item(n, sample=True) for n in (1, 2)]
    all_of_it = rendered(items, [unjudged(sample=True)])
    assert all_of_it.text.startswith("*** SAMPLE DATA: every bill in this digest is fictional. ***")
    assert Page(all_of_it.html).text.startswith("SAMPLE DATA: every bill in this digest is fictional.")
    assert "(sample)" not in all_of_it.text
    mixed = rendered([*items, new_item(3)], [unjudged(sample=True)])
    assert "SAMPLE DATA" not in mixed.text + mixed.subject
    assert mixed.text.count("(sample)") == 3
    assert Page(mixed.html).text.count("sample Concerning") == 0
    assert len(re.findall(r"not yet reviewed . sample", Page(mixed.html).text)) == 2
    assert Page(mixed.html).text.count("(sample)") == 1


def heavy(number: int) -> Item:
    words = f"A developer of system {number} shall publish what it knows. " * 9
    own = clause(words=words, lead_in=words, counter_argument=words, theory=words, second_theory=words)
    return select([finding(number, of=number, added=[own])], {number: bill(number, own, title=words)}, [rule()])[0]


@pytest.mark.parametrize("make", [heavy, new_item], ids=["long", "short"])
def test_a_flood_fits_into_what_mail_programs_show(make):
    flood = rendered([make(n) for n in range(1, 401)], [unjudged(n) for n in range(40)])
    shown = len(flood.digest.entries)
    assert len(flood.html.encode()) <= MAX_HTML_BYTES == 95_000
    assert 10 < shown <= 60
    assert len(flood.digest.more) == 400 - shown
    assert f"And {400 - shown} more that did not fit in one mail" in Page(flood.html).text
    assert f"And {400 - shown} more that did not fit in one mail" in " ".join(flood.text.split())
    assert flood.subject == "[AI preemption] 400 new conflicts, 40 not judged - WA - Mon 23 Nov"
    assert names_in_text(flood.text) == names_in_html(flood.html)
    assert "To stop or change this digest" in flood.html
    if make is heavy:
        larger = rendered([make(n) for n in range(1, shown + 3)], [unjudged(n) for n in range(40)])
        assert len(larger.digest.entries) <= shown + 2


def hostile_item(words: str) -> Item:
    own = clause(
        words=words,
        lead_in=words,
        provision_heading=words,
        provision_label=words,
        theory=words,
        second_theory=words,
        counter_argument=words,
    )
    facts = bill(1, own, title=words, source_url=words, version_url=f"javascript:{words}", version_note=words)
    return select([finding(5, added=[own], note=words)], {1: facts}, [rule(words)])[0]


def assert_harmless(mail: Rendered, tags_of: Rendered) -> None:
    page = Page(mail.html)
    assert page.open == []
    assert {tag for tag, _ in page.elements} <= {tag for tag, _ in Page(tags_of.html).elements}
    names = {name for _, attributes in page.elements for name in attributes}
    assert names <= {"lang", "charset", "name", "content", "role", "class", "style", "href", "data-css-inline"}
    assert all((a.get("href") or "").startswith(("https://", "mailto:")) for a in page.all("a"))
    for said in (mail.subject, mail.text.replace("\n", ""), page.text):
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]", said)
    assert mail.subject.isascii()
    assert all(len(line) <= COLUMNS for line in mail.text.splitlines() if "https://" not in line)


@pytest.mark.parametrize("words", [*HOSTILE, "javascript:alert(1)", "http://x.example", "https://x.example/<b>"])
def test_hostile_words_are_only_words(words: str, wide: Rendered):
    mail = rendered([hostile_item(words)], [unjudged(title=words, version_note=words, reason=words, link="")])
    assert_harmless(mail, wide)
    assert mail.subject == "[AI preemption] 1 new conflict, 1 not judged - WA - Mon 23 Nov"
    assert len(mail.digest.entries) == 1
    assert names_in_text(mail.text) == names_in_html(mail.html) == ["WA HB 1"]


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(words=st.lists(st.text(max_size=40) | st.sampled_from(HOSTILE), max_size=3).map("".join))
def test_any_words_are_only_words(words: str, wide: Rendered):
    assert_harmless(rendered([hostile_item(words)], [unjudged(title=words, reason=words)]), wide)


def test_words_of_a_bill_cannot_look_like_lines_of_the_mail():
    forged = "An act\n\n----\nRESOLVED\n1. CA HB 9 - Forged\n    Status: enacted"
    mail = rendered([hostile_item(forged)])
    assert names_in_text(mail.text) == ["WA HB 1"]
    assert not re.search(r"^RESOLVED$", mail.text, re.MULTILINE)


def test_the_templates_refuse_what_is_not_there():
    with pytest.raises(UndefinedError):
        environment().get_template("subject.txt.j2").render()


def test_wrapping():
    fill = environment().filters["fill"]
    assert fill("a" * 200).splitlines() == textwrap.wrap("a" * 200, 76)
    assert fill("one two", "    ", "") == "one two"
    assert fill("x " * 60, "    | ").splitlines()[1].startswith("    | x")


def test_the_same_input_is_the_same_mail(wide: Rendered):
    items, unknown = widest(position.id for position in POSITIONS.positions)
    again = rendered(items, unknown, window=window(missed=2), coverage=coverage(source("s", "CA", age=None), waiting=3))
    assert (again.subject, again.text, again.html) == (wide.subject, wide.text, wide.html)
    assert DISCLOSURE in {entry.item.main.position for entry in again.digest.entries}
