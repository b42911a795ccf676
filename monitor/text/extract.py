"""What does this published document say? Bytes of any kind to clean text, or the reason why not."""

from __future__ import annotations

import re
from typing import Final, Protocol

from monitor.model.bill import Extraction, TextQuality
from monitor.text.encoding import decode
from monitor.text.furniture import cut_upstream_header, drop_marked_changes
from monitor.text.html import HtmlError, html_text
from monitor.text.plain import clean_lines
from monitor.text.ruled import drop_ruled, is_ruled
from monitor.text.xml import XmlError, xml_text

__all__ = ["PdfError", "PdfReader", "extract"]

_MAX_BYTES: Final = 64 * 1024 * 1024
_MAX_CHARACTERS: Final = 8_000_000
_SHORT: Final = 200
"""Letters below which a text is hardly a whole bill."""
_LETTER: Final = re.compile(r"[A-Za-z]")
_HTML: Final = re.compile(
    rb"(?:\xc3\xaf\xc2\xbb\xc2\xbf)?\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|body|head)\b", re.DOTALL
)
_UNMARKED: Final = re.compile(r"words stricken are deletions|language stricken", re.IGNORECASE)
_PRE: Final = re.compile(r"<pre[\s>]", re.IGNORECASE)
_PRINTED_ROWS: Final = re.compile(r'<meta\s+name="PGLN"', re.IGNORECASE)  # TX sets each printed line as a table row


class PdfError(ValueError):
    """A PDF could not be read. Raised by a :class:`PdfReader`; the message is the reason that is stored."""


class PdfReader(Protocol):
    """Reads PDFs somewhere safe; the pure package starts no processes."""

    def text_of(self, body: bytes) -> str:
        """The text layer, pages separated by form feeds.

        :raises PdfError: when there is none or it cannot be read.
        """
        ...


def extract(
    body: bytes, *, media_type: str, name: str = "", pdf: PdfReader | None = None, upstream: bool = False
) -> Extraction:
    """Turn a document into clean text. Never raises for bad input: what cannot be read comes back with its reason.

    The kind is sniffed from the content first, then taken from the media type, then from the ending of ``name``.
    ``upstream`` says that the bytes are somebody else's extraction. Offsets of findings refer to the returned text.
    """
    if not body.strip():
        return _unreadable("none/1", "the document is empty")
    if len(body) > _MAX_BYTES:
        return _unreadable("none/1", f"the document is too large ({len(body):,} bytes)")
    kind = _kind(body, media_type, name)
    if kind == "pdf":
        return _from_pdf(body, pdf)
    text, _ = decode(body)
    if len(text) > _MAX_CHARACTERS:
        return _unreadable(f"{kind}/1", f"the text is too long ({len(text):,} characters)")
    try:
        if kind == "xml":
            return _finish(clean_lines(xml_text(text), printed=False), "xml/1")
        if kind == "html":
            printed = bool(_PRE.search(text) or _PRINTED_ROWS.search(text))
            return _finish(clean_lines(html_text(text), printed=printed), "html/1")
    except XmlError as error:
        return _xml_as_html(text, error)
    except HtmlError as error:
        return _unreadable("html/1", str(error))
    return _from_text(text, upstream=upstream)


def _kind(body: bytes, media_type: str, name: str) -> str:
    """``pdf``, ``xml``, ``html`` or ``text``."""
    head = body[:2048].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").lower()
    ending = name.lower().rpartition(".")[2]
    if b"%pdf-" in body[:1024].lower():
        return "pdf"
    if _HTML.match(head):
        return "html"
    if head.startswith(b"<?xml") or (ending == "xml" and head.startswith(b"<")):
        return "html" if b"<html" in head else "xml"
    if re.match(rb"<[a-z!]", head):
        return "xml" if "xml" in media_type and "html" not in media_type else "html"
    if b"<html" in head or b"<body" in head:
        return "html"
    if (utf16 := _utf16(body)) and utf16.lstrip().startswith("<"):
        return "xml" if utf16.lstrip().startswith("<?xml") else "html"
    if ending in {"txt", ""} or "text/plain" in media_type:
        return "text"
    return "html" if "html" in media_type and b"<" in head else "text"


def _utf16(body: bytes) -> str:
    """The first characters of a document that is really UTF-16; empty otherwise."""
    if not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ""
    return body[:400].decode("utf-16", "replace")


def _xml_as_html(text: str, error: XmlError) -> Extraction:
    """A broken XML document often reads well as HTML; the reason is kept."""
    try:
        lines = html_text(text)
    except HtmlError:
        return _unreadable("xml/1", str(error))
    found = _finish(clean_lines(lines, printed=False), "html/1")
    if found.quality is not TextQuality.OK:
        return _unreadable("xml/1", str(error))
    return Extraction(
        text=found.text, method=found.method, quality=TextQuality.PARTIAL, reason=f"read as HTML: {error}"
    )


def _from_pdf(body: bytes, pdf: PdfReader | None) -> Extraction:
    if pdf is None:
        return _unreadable("pdf/1", "no reader for PDF was given")
    try:
        text = pdf.text_of(body)
    except PdfError as error:
        return _unreadable("pdf/1", str(error))
    if len(_LETTER.findall(text[:20_000])) < 20:
        return _unreadable("pdf/1", "the PDF has no text layer (a scan)")
    unmarked = bool(_UNMARKED.search(text)) and not is_ruled(text)
    return _finish(clean_lines(drop_ruled(text), printed=True), "pdf/1", unmarked=unmarked)


def _from_text(text: str, *, upstream: bool) -> Extraction:
    """Plain text, published as such or extracted by somebody else."""
    text, had_header, redline = cut_upstream_header(text)
    method = "upstream/1" if had_header or upstream else "text/1"
    text, removed = drop_marked_changes(text, redline=redline)
    cleaned = clean_lines(text, printed=True)
    if redline and not removed:
        found = _finish(cleaned, method)
        if found.quality is TextQuality.UNREADABLE:
            return found
        return Extraction(
            text=found.text,
            method=method,
            quality=TextQuality.REDLINE,
            reason="struck and inserted words could not be told apart in this extraction",
        )
    return _finish(cleaned, method)


def _finish(text: str, method: str, *, unmarked: bool = False) -> Extraction:
    """Say what the text is worth."""
    letters = sum(1 for _ in _LETTER.finditer(text[:20_000]))
    if letters == 0:
        return _unreadable(method, "the document holds no words")
    if letters < _SHORT:
        reason = f"only {letters} letters: hardly a whole bill"
        return Extraction(text=text, method=method, quality=TextQuality.PARTIAL, reason=reason)
    if unmarked:
        reason = "the PDF marks struck words by lines only, which its text layer does not hold"
        return Extraction(text=text, method=method, quality=TextQuality.REDLINE, reason=reason)
    return Extraction(text=text, method=method, quality=TextQuality.OK)


def _unreadable(method: str, reason: str) -> Extraction:
    return Extraction(text="", method=method, quality=TextQuality.UNREADABLE, reason=reason)
