"""Bill records as a source would state them: every bill here is made up."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from monitor.model.bill import (
    Action,
    BillKey,
    BillRecord,
    Chamber,
    Document,
    RelatedBill,
    Sponsor,
    VersionRecord,
    VersionStage,
)
from monitor.model.relation import Relation

SEEN = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
KEY = BillKey(jurisdiction="WA", session="2025-2026", identifier="HB 9901")
LAW = (
    "Section 1. An operator of a companion chatbot shall file a report on each known risk with the department. "
    "The department shall publish each report within thirty days, and it shall keep the reports for five years. "
    "A person who is harmed by a risk that was not reported may bring an action against the operator. "
)


def document(
    text: str, *, url: str = "https://legislature.example/9901.htm", media_type: str = "text/html"
) -> Document:
    body = f"<html><body><p>{text}</p></body></html>" if media_type == "text/html" else text
    return Document(url=url, body=body.encode(), media_type=media_type, fetched_at=SEEN)


def version(
    note: str = "Introduced",
    text: str | None = LAW,
    *,
    ordinal: int = 0,
    stage: VersionStage = VersionStage.INTRODUCED,
    url: str = "",
    media_type: str = "text/html",
    upstream: bool = False,
    day: int = 1,
) -> VersionRecord:
    """A version of a bill; without ``text`` the source gave no bytes."""
    address = url or f"https://legislature.example/9901/{note.replace(' ', '-')}"
    return VersionRecord(
        note=note,
        stage=stage,
        published_on=date(2026, 1, day),
        url=address,
        media_type=media_type,
        ordinal=ordinal,
        document=document(text, url=address, media_type=media_type) if text is not None else None,
        upstream_text=upstream,
    )


def action(text: str, *classes: str, day: int = 0, chamber: Chamber = Chamber.LOWER) -> Action:
    return Action(on=date(2026, 1, 12) + timedelta(days=day), chamber=chamber, text=text, classes=classes, ordinal=day)


INTRODUCED = action("First reading, referred to Technology.", "introduction", "referral-committee")
SPONSOR = Sponsor(name="Rivera", role="primary", kind="person")
RELATED = RelatedBill(session="2025-2026", identifier="SB 9801", relation=Relation.COMPANION)


def bill(**changes: Any) -> BillRecord:
    """A bill with one of each; ``changes`` replace fields."""
    fields: dict[str, Any] = {
        "key": KEY,
        "title": "Concerning companion chatbots",
        "source": "sample",
        "source_url": "https://legislature.example/9901",
        "observed_at": SEEN,
        "chamber": Chamber.LOWER,
        "classification": ("bill",),
        "abstract": "Reports of operators.",
        "subjects": ("TECHNOLOGY",),
        "aliases": ("H-0001.1",),
        "actions": (INTRODUCED,),
        "sponsors": (SPONSOR,),
        "related": (RELATED,),
        "versions": (version(),),
        "metadata": Document(
            url="file:///bills/HB9901/metadata.json", body=b"{}", media_type="application/json", fetched_at=SEEN
        ),
    }
    return BillRecord(**fields | changes)
