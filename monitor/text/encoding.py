"""Which characters do these bytes mean? Wrong declarations are overruled, double encodings repaired."""

from __future__ import annotations

import codecs
import re
from typing import Final

__all__ = ["decode", "repair_double_encoding"]

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED: Final = re.compile(rb"""(?:encoding|charset)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""")

_NO_CHARACTER_SETS: Final = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"})
"""Codecs of Python's own that no document is written in: they raise, or make characters that no database takes."""

# cp1252 where it is defined, else latin-1: how a careless program reads UTF-8 bytes 0x80-0xFF as characters
_BYTE_OF: Final = {chr(byte): byte for byte in range(0x80, 0x100)}
for _byte in range(0x80, 0xA0):
    try:
        _BYTE_OF[bytes([_byte]).decode("cp1252")] = _byte
    except UnicodeDecodeError:
        continue  # five holes of cp1252 stay latin-1
_C1: Final = {byte: character for character, byte in _BYTE_OF.items() if byte < 0xA0 and ord(character) != byte}
_TAIL: Final = "".join(re.escape(character) for character, byte in _BYTE_OF.items() if byte < 0xC0)
# the leads of Latin letters, Greek, punctuation and emoji; of all leads, "JOSÉ’S" would be a double encoding
_DOUBLE: Final = re.compile(f"[\u00c2-\u00c5\u00ce\u00cf][{_TAIL}]|[\u00e2\u00ef][{_TAIL}]{{2}}|\u00f0[{_TAIL}]{{3}}")


def _undo(match: re.Match[str]) -> str:
    """One character back from its misread bytes; as it was when those are no UTF-8."""
    try:
        return bytes(_BYTE_OF[character] for character in match.group()).decode("utf-8")
    except UnicodeDecodeError:
        return match.group()


def repair_double_encoding(text: str) -> str:
    """Turn UTF-8 that was read as cp1252 or latin-1 and encoded again into what it was; other text stays as it is.

    Reproduced on the published copies of WA (byte-order mark, section signs) and FL (fixed spaces, quotation marks).
    """
    if _DOUBLE.search(text):
        text = _DOUBLE.sub(_undo, text)
    return text.translate(_C1)  # NJ: quotation marks of windows-1252 as control characters


def _declared(body: bytes) -> str | None:
    """The encoding that the first kilobytes name, if Python knows it."""
    found = _DECLARED.search(body[:4096])
    if found is None:
        return None
    try:
        name = codecs.lookup(found.group(1).decode("ascii")).name
    except LookupError:
        return None
    return None if name in _NO_CHARACTER_SETS else name


def decode(body: bytes, declared: str | None = None) -> tuple[str, str]:
    """Decode bytes; returns the text and the name of the encoding that was used.

    A byte-order mark wins; then UTF-8 if the bytes are UTF-8, whatever they declare (UT declares UTF-16, NJ
    windows-1252); then the declared encoding; then cp1252 with the holes of latin-1. Never raises.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            try:
                return repair_double_encoding(body.decode(name)), name
            except UnicodeDecodeError:
                break
    try:
        return repair_double_encoding(body.decode("utf-8")).removeprefix("\ufeff"), "utf-8"
    except UnicodeDecodeError:
        pass  # not UTF-8: ask what is declared
    name = declared or _declared(body) or "cp1252"
    try:
        return body.decode(name), name
    except (UnicodeError, LookupError):
        return "".join(_character(byte) for byte in body), "cp1252"


def _character(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)
