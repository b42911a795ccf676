"""How does LegiScan list and send texts, amendments and supplements? By number, in base64, with an MD5 of the bytes."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from typing import Any, Final

from crawlers.samples.facts import HOST, Legislature, SampleBill, SamplePaper, SampleText, number_of

__all__ = [
    "amendment_object",
    "amendments",
    "doc_id",
    "supplement_object",
    "supplements",
    "text_entries",
    "text_object",
]

_TYPES: Final = (
    # the first pattern that a note matches; numbers as in the manual
    (r"enrolled|final act", 5, "Enrolled"),
    (r"chapter", 6, "Chaptered"),
    (r"engross", 4, "Engrossed"),
    (r"comm(?:ittee)? sub|committee (?:substitute|report)", 2, "Comm Sub"),
    (r"substitute", 14, "Substitute"),
    (r"amended", 3, "Amended"),
    (r"draft", 9, "Draft"),
    (r"prefiled", 11, "Prefiled"),
    (r"", 1, "Introduced"),
)
_MIMES: Final = {".pdf": ("application/pdf", 2), ".doc": ("application/doc", 4)}
_HTML: Final = ("text/html", 1)
_PARAGRAPH: Final = re.compile(
    r"<(?:secline|catline|sectionText|subsection)\b[^>]*>(.*?)</(?:secline|catline|sectionText|subsection)>", re.DOTALL
)
_STRUCK: Final = re.compile(r'<amend[^>]*ea="erase"[^>]*>.*?</amend>', re.DOTALL)
_SUPPLEMENTS: Final = {"Fiscal Note": 1, "Analysis": 2, "Veto Letter": 8}


def doc_id(bill: SampleBill, text: SampleText) -> int:
    """LegiScan's number of a text: another one when its words are replaced."""
    digest = hashlib.sha256(text.body or b"").hexdigest()
    return number_of(f"text {bill.id} {text.note} {text.on} {digest}", 1_000_000, 9_000_000)


def text_entries(bill: SampleBill, legislature: Legislature) -> list[dict[str, Any]]:
    """The ``texts`` of a bill; a version without a file is not listed."""
    return [_entry(bill, text, legislature) for text in bill.texts if text.body is not None]


def text_object(bill: SampleBill, text: SampleText, legislature: Legislature) -> dict[str, Any]:
    """The ``text`` of getBillText."""
    entry = _entry(bill, text, legislature)
    kept = ("doc_id", "date", "type", "type_id", "mime", "mime_id", "text_size", "text_hash")
    alternatives = {name: value for name, value in entry.items() if name.startswith("alt_")}
    head = {"doc_id": entry["doc_id"], "bill_id": bill.id}
    return head | {name: entry[name] for name in kept} | alternatives | {"doc": _base64(_body(text))}


def _entry(bill: SampleBill, text: SampleText, legislature: Legislature) -> dict[str, Any]:
    number, body = doc_id(bill, text), _body(text)
    type_id, name = next(
        (type_id, name) for words, type_id, name in _TYPES if re.search(words, text.note, re.IGNORECASE)
    )
    mime, mime_id = _MIMES.get(text.ending.lower(), _HTML)
    return {
        "doc_id": str(number) if legislature.state_id % 7 == 0 else number,
        "date": text.on[:10] or "0000-00-00",
        "type": name,
        "type_id": type_id,
        "mime": mime,
        "mime_id": mime_id,
        "url": f"{HOST}/legiscan/{bill.state}/text/{bill.compact}/id/{number}",
        "state_link": f"{HOST}/{text.address}{text.ending}",
        "text_size": len(body),
        "text_hash": _md5(body),
        "alt_bill_text": 0,
        "alt_mime": "",
        "alt_mime_id": 0,
        "alt_state_link": "",
        "alt_text_size": 0,
        "alt_text_hash": "",
    }


def _body(text: SampleText) -> bytes:
    """The bytes as LegiScan keeps them: it knows no XML and no plain text, which it has as pages."""
    body, ending = text.body or b"", text.ending.lower()
    if ending == ".xml":
        found = _PARAGRAPH.findall(_STRUCK.sub("", body.decode()))
        lines = [" ".join(re.sub(r"<[^>]*>", " ", words).split()) for words in found]
        return "\n".join(["<html><body>", *(f"<p>{line}</p>" for line in lines), "</body></html>"]).encode()
    if ending == ".txt":
        return f"<html><body><pre>{html.escape(body.decode(), quote=False)}</pre></body></html>".encode()
    return body


def amendments(bill: SampleBill, legislature: Legislature) -> list[dict[str, Any]]:
    """The ``amendments`` of a bill."""
    return [_amendment(bill, paper, legislature) for paper in bill.papers if paper.kind == "amendment"]


def amendment_object(bill: SampleBill, paper: SamplePaper, legislature: Legislature) -> dict[str, Any]:
    """The ``amendment`` of getAmendment."""
    entry = _amendment(bill, paper, legislature)
    kept = ("amendment_id", "chamber", "chamber_id", "adopted", "date", "title", "description", "mime", "mime_id")
    hashes = ("amendment_size", "amendment_hash")
    return {"bill_id": bill.id} | {name: entry[name] for name in (*kept, *hashes)} | {"doc": _base64(paper.body)}


def _amendment(bill: SampleBill, paper: SamplePaper, legislature: Legislature) -> dict[str, Any]:
    number = _paper_id(bill, paper)
    upper = bill.chamber == "upper"
    return {
        "amendment_id": number,
        "adopted": int(paper.adopted),
        "chamber": "S" if upper else "H",
        "chamber_id": 9 + 2 * legislature.state_id + upper,
        "date": paper.on,
        "title": paper.title,
        "description": paper.title,
        "mime": _HTML[0],
        "mime_id": _HTML[1],
        "url": f"{HOST}/legiscan/{bill.state}/amendment/{bill.compact}/id/{number}",
        "state_link": f"{bill.address}/amendments/{number}.html",
        "amendment_size": len(paper.body),
        "amendment_hash": _md5(paper.body),
    }


def supplements(bill: SampleBill) -> list[dict[str, Any]]:
    """The ``supplements`` of a bill: fiscal notes and the like."""
    return [_supplement(bill, paper) for paper in bill.papers if paper.kind != "amendment"]


def supplement_object(bill: SampleBill, paper: SamplePaper) -> dict[str, Any]:
    """The ``supplement`` of getSupplement."""
    entry = _supplement(bill, paper)
    left_out = ("url", "state_link")
    content = {name: value for name, value in entry.items() if name not in left_out}
    return {"bill_id": bill.id} | content | {"doc": _base64(paper.body)}


def _supplement(bill: SampleBill, paper: SamplePaper) -> dict[str, Any]:
    number = _paper_id(bill, paper)
    return {
        "supplement_id": number,
        "date": paper.on,
        "type_id": _SUPPLEMENTS.get(paper.kind, 7),
        "type": paper.kind,
        "title": paper.title,
        "description": paper.title,
        "mime": _HTML[0],
        "mime_id": _HTML[1],
        "url": f"{HOST}/legiscan/{bill.state}/supplement/{bill.compact}/id/{number}",
        "state_link": f"{bill.address}/papers/{number}.html",
        "supplement_size": len(paper.body),
        "supplement_hash": _md5(paper.body),
    }


def _paper_id(bill: SampleBill, paper: SamplePaper) -> int:
    return number_of(f"paper {bill.id} {paper.kind} {paper.title}", 100_000, 900_000)


def _md5(body: bytes) -> str:
    return hashlib.md5(body, usedforsecurity=False).hexdigest()


def _base64(body: bytes) -> str:
    return base64.b64encode(body).decode("ascii")
