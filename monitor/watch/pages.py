"""Which federal pages are watched by default? The reviewed list of addresses."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from functools import cache
from typing import Annotated, Final, Literal

from pydantic import Field, field_validator

from monitor.model.watched_page import PageFacts, PageForm, checked_address
from monitor.watch.errors import WatchDataError
from monitor.watch.read_file import Strict, parse, shipped

__all__ = ["listed_pages", "pages_from_text"]

_FILE: Final = "pages.yaml"


class _Page(Strict):
    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    address: str
    title: Annotated[str, Field(min_length=3, max_length=200)]
    form: PageForm = PageForm.HTML
    known_from: Literal["document", "memory"]
    """Where the address is from: a document that names it, or memory; neither was asked for before it was listed."""

    @field_validator("address")
    @classmethod
    def _can_be_asked(cls, value: str) -> str:
        return checked_address(value)


class _PagesFile(Strict):
    schema_version: Literal[1]
    reviewed_on: dt.date
    pages: list[_Page]


@cache
def listed_pages() -> tuple[PageFacts, ...]:
    """The pages that ship with the program.

    :raises WatchDataError: when the file does not fit the schema.
    """
    return pages_from_text(shipped(_FILE))


def pages_from_text(text: str) -> tuple[PageFacts, ...]:
    """Pages in the order of the file.

    :raises WatchDataError: when it does not fit the schema, or names a page twice.
    """
    pages = parse(_FILE, text, _PagesFile).pages
    for field, counts in (("id", Counter(p.id for p in pages)), ("address", Counter(p.address for p in pages))):
        if twice := sorted(value for value, count in counts.items() if count > 1):
            raise WatchDataError(_FILE, f"pages.{field}", f"named twice: {', '.join(twice)}")
    return tuple(PageFacts(id=page.id, address=page.address, title=page.title, form=page.form) for page in pages)
