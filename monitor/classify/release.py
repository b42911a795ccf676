"""Which classifier judged? The hash of its source and its model, so that every judgement can be traced and replayed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Final

__all__ = ["VERSION", "classifier_release", "rules_release"]

VERSION: Final = "1"
_PLACES: Final = (
    ("monitor.classify", "", "", ".py"),
    ("monitor.classify", "data", "", ".json"),
    ("monitor.text", "", "segment", ".py"),
)
"""Package, folder, first and last letters of the names."""


@cache
def classifier_release() -> str:
    """The sha256 of the version and the bytes of the rules, the model and the segmentation, in the order of names."""
    return _hash(_PLACES)


@cache
def rules_release() -> str:
    """The same without the model: what a model was trained beside."""
    return _hash(place for place in _PLACES if place[-1] == ".py")


def _hash(places: Iterable[tuple[str, str, str, str]]) -> str:
    digest = hashlib.sha256(f"classifier {VERSION}\n".encode())
    for package, folder, prefix, suffix in places:
        place = resources.files(package).joinpath(folder) if folder else resources.files(package)
        files = [entry for entry in place.iterdir() if entry.name.startswith(prefix) and entry.name.endswith(suffix)]
        for entry in sorted(files, key=lambda entry: entry.name):
            digest.update(f"{package}/{entry.name}\n".encode())
            digest.update(entry.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()
