"""What did a source answer? Kept before it is parsed, so that a killed run and a better parser need not ask again."""

from __future__ import annotations

from sqlalchemy import insert, select

from monitor.errors import StoreError
from monitor.model.bill import Document
from monitor.store.engine import Store
from monitor.store.raw import RawStore
from monitor.store.tables import SourceDocumentRow

__all__ = ["keep_answer", "recall_answer"]


def keep_answer(store: Store, raw: RawStore, source: str, answer: Document) -> None:
    """Store the bytes and the facts of the fetch; the same bytes from the same address are kept once.

    ``answer.url`` must not hold a key.
    """
    sha256 = raw.put(answer.body)
    same = (
        (SourceDocumentRow.source == source)
        & (SourceDocumentRow.url == answer.url)
        & (SourceDocumentRow.sha256 == sha256)
    )
    with store.read() as session:
        if session.scalar(select(SourceDocumentRow.id).where(same)) is not None:
            return
    values = {
        "source": source,
        "url": answer.url,
        "sha256": sha256,
        "size": len(answer.body),
        "media_type": answer.media_type,
        "status": answer.status,
        "headers": [list(header) for header in answer.headers],
        "fetched_at": answer.fetched_at,
    }
    with store.write() as session:
        if session.scalar(select(SourceDocumentRow.id).where(same)) is None:
            session.execute(insert(SourceDocumentRow), [values])


def recall_answer(store: Store, raw: RawStore, source: str, url: str) -> Document | None:
    """The newest answer that was kept under an address; none when there is none, or its bytes are lost or damaged."""
    newest = (
        select(SourceDocumentRow)
        .where(SourceDocumentRow.source == source, SourceDocumentRow.url == url)
        .order_by(SourceDocumentRow.fetched_at.desc(), SourceDocumentRow.id.desc())
        .limit(1)
    )
    with store.read() as session:
        row = session.scalars(newest).one_or_none()
    if row is None:
        return None
    try:
        body = raw.get(row.sha256)
    except StoreError:
        return None
    return Document(
        url=row.url,
        body=body,
        media_type=row.media_type,
        fetched_at=row.fetched_at,
        status=row.status,
        headers=tuple((str(name), str(value)) for name, value in row.headers),
    )
