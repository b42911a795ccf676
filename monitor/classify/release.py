"""Which classifier judged? The hash of its own source, so that every judgement can be traced and replayed."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources
from typing import Final

__all__ = ["VERSION", "classifier_release"]

VERSION: Final = "1"
_PACKAGES: Final = (("monitor.classify", ""), ("monitor.text", "segment"))


@cache
def classifier_release() -> str:
    """The sha256 of the version and the source bytes of the rules and the segmentation, in the order of their names."""
    digest = hashlib.sha256(f"classifier {VERSION}\n".encode())
    for package, prefix in _PACKAGES:
        files = [
            entry
            for entry in resources.files(package).iterdir()
            if entry.name.endswith(".py") and entry.name.startswith(prefix)
        ]
        for entry in sorted(files, key=lambda entry: entry.name):
            digest.update(f"{package}/{entry.name}\n".encode())
            digest.update(entry.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()
