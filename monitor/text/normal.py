"""What remains of a text when only its words count: for telling a changed text from a changed page."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Final

__all__ = ["clean_sha256", "fold_characters", "normalise_for_hash"]

_FOLDS: Final = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u201c": '"', "\u201d": '"', "\u201e": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-", "\u00ad": "",
    }
)  # fmt: skip
_PAGE: Final = re.compile(r"\bpage \d{1,4} of \d{1,4}\b|- \d{1,4} -", re.IGNORECASE)
_SPACES: Final = re.compile(r"[^\S\n]+")
# control characters, bidirectional marks and other invisible ones: they carry no law and can hide some
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
_BREAKS: Final = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def fold_characters(text: str) -> str:
    """Fold all kinds of blanks to one, all line ends to ``\\n``, and take out invisible characters."""
    text = _BREAKS.sub("\n", text)
    text = _INVISIBLE.sub("", text)
    return _SPACES.sub(" ", text)


def normalise_for_hash(text: str) -> str:
    """Words in their order: compatibility forms, quotes, dashes and white space folded, page numbers left out."""
    text = unicodedata.normalize("NFKC", text).translate(_FOLDS)
    return " ".join(_PAGE.sub(" ", text).split())


def clean_sha256(text: str) -> str:
    """sha256 (hexadecimal) of the normalised text; two texts with the same words have the same."""
    return hashlib.sha256(normalise_for_hash(text).encode("utf-8", "surrogatepass")).hexdigest()
