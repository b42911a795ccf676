from __future__ import annotations

import pytest

from monitor.watch.errors import WatchDataError
from monitor.watch.pages import listed_pages, pages_from_text

HEAD = "schema_version: 1\nreviewed_on: 2026-11-25\npages:\n"
ONE = "  - {id: one, address: 'https://agency.example/ai', title: A sample, known_from: memory}\n"


def test_the_shipped_pages():
    pages = listed_pages()
    assert len(pages) >= 5
    assert all(page.address.startswith("https://") and ".gov/" in page.address for page in pages)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (HEAD + ONE + ONE.replace("id: one", "id: two"), "pages.address"),
        (HEAD + ONE + ONE.replace("ai'", "other'"), "pages.id"),
        (HEAD + ONE.replace("https", "http"), "pages.0.address"),
        (HEAD + ONE.replace("title", "titel"), "pages.0.title"),
        (HEAD + ONE.replace("memory", "hearsay"), "pages.0.known_from"),
        ("pages: [", "line 1"),
        ("schema_version: 2", "schema_version"),
    ],
)
def test_a_wrong_file_is_refused(text: str, field: str):
    with pytest.raises(WatchDataError) as caught:
        pages_from_text(text)
    assert caught.value.field == field
