"""Federal documents for tests: the recorded feeds and texts, and samples in the Federal Register's format."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import yaml

from crawlers.parsing.federal_register import read_documents
from crawlers.parsing.json_page import JsonPage
from monitor.model.bill import Document
from monitor.model.federal import FederalIdentifier, FederalKind, FederalSighting, IdentifierKind, Publisher

__all__ = ["document", "register_entry", "register_list", "sighting", "white_house_text"]

NOW = datetime(2026, 6, 5, 12, 0, tzinfo=UTC)


def document(body: bytes | str, *, url: str = "https://agency.example/feed", at: datetime = NOW) -> Document:
    return Document(url=url, body=body.encode() if isinstance(body, str) else body, media_type="", fetched_at=at)


def sighting(link: str = "https://agency.example/a", **said: Any) -> FederalSighting:
    """A sample of the White House; what is given stands in the place of what it says."""
    facts: dict[str, Any] = {
        "source": "white-house",
        "publisher": Publisher.WHITE_HOUSE,
        "kind": FederalKind.PRESIDENTIAL,
        "title": "Promoting Sample Intelligence",
        "url": link,
        "identifiers": (FederalIdentifier(kind=IdentifierKind.LINK, value=link),),
        "observed_at": NOW,
        "published_on": date(2026, 6, 2),
    }
    return FederalSighting(**facts | said)


def register_entry(number: str, title: str, **said: Any) -> dict[str, Any]:
    """One result in the format of the API."""
    return {
        "title": title,
        "type": "Presidential Document",
        "abstract": None,
        "document_number": number,
        "html_url": f"https://www.federalregister.gov/documents/2026/06/05/{number}/sample",
        "publication_date": "2026-06-05",
        "agencies": [{"raw_name": "SAMPLE OFFICE", "name": "Sample Office", "id": 1}],
        "docket_ids": [],
        "correction_of": None,
    } | said


def register_list(*entries: Any, at: datetime = NOW, **envelope: Any) -> list[FederalSighting]:
    body = json.dumps({"count": len(entries), "total_pages": 1, "results": list(entries)} | envelope)
    page = JsonPage.read(document(body, at=at), source="federal-register")
    return list(read_documents(page).sightings)


def white_house_text(path: Path) -> tuple[dict[str, Any], str]:
    """The facts and the words of a recorded page, without its marks of Markdown."""
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    words = re.sub(r"\\([()\[\].*_-])", r"\1", re.sub(r"<[^>]+>", "", body))
    facts: dict[str, Any] = yaml.safe_load(front)
    return facts, words
