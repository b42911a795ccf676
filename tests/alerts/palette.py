"""Which colours meet in the mail? Reads the style sheets and computes contrast as WCAG 2 defines it."""

from __future__ import annotations

import re
from pathlib import Path

import alerts

TEMPLATES = Path(alerts.__file__).parent / "templates"


def _luminance(colour: str) -> float:
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Of two colours such as ``#1d2126``; 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colours(css: str, name: str) -> dict[str, str]:
    """The hexadecimal colours that a sheet sets for ``name`` (``color``, ``background``) by selector."""
    found = {}
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", css):
        if value := re.search(rf"(?:^|[;\s]){name}:\s*(#[0-9a-f]{{6}})\b", body):
            for selector in selectors.split(","):
                found[selector.strip()] = value[1]
    return found


def light() -> str:
    """What is inlined."""
    return (TEMPLATES / "inlined.css").read_text(encoding="utf-8")


def dark() -> str:
    """The rules of the dark scheme."""
    kept = (TEMPLATES / "kept.css").read_text(encoding="utf-8")
    return kept.split("prefers-color-scheme: dark) {")[1]
