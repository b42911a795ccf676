"""A parsed tree as lines of text: blocks begin lines, struck words and page furniture stay out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

__all__ = ["Rules", "flow"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How a kind of document is read; each function takes an element."""

    skip: Callable[[Any], bool]
    """Out, with all that is in it: scripts, navigation, struck words."""
    block: Callable[[Any], bool]
    """Begins and ends a line."""
    before: Callable[[Any], str] = lambda _element: ""
    """Words to put before the content: ``SEC. `` before a section number."""
    after: Callable[[Any], str] = lambda _element: ""


_ASCII_BLANKS: Final = " \t\r\f"


class _Lines:
    """Collects parts; two blocks that meet make one line end, since an empty line has a meaning of its own in print."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.fresh = True

    def words(self, text: str | None) -> None:
        if text:
            self.parts.append(text)
            last = text.rpartition("\n")[2].strip(_ASCII_BLANKS)
            self.fresh = not last and ("\n" in text or self.fresh)

    def end_line(self) -> None:
        if not self.fresh:
            self.parts.append("\n")
            self.fresh = True


def flow(root: Any, rules: Rules) -> str:
    """Walk the tree without recursion, so that no depth of nesting can exhaust the stack; lines are not yet cleaned."""
    lines = _Lines()
    stack: list[tuple[Any, bool]] = [(root, True)]
    while stack:
        element, entering = stack.pop()
        outside = element.tail if element is not root else None
        if not entering:
            lines.words(rules.after(element))
            if rules.block(element):
                lines.end_line()
            lines.words(outside)
        elif not isinstance(element.tag, str) or (element is not root and rules.skip(element)):
            lines.words(outside)  # comments, processing instructions and skipped elements leave what follows them
        else:
            if rules.block(element):
                lines.end_line()
            lines.words(rules.before(element))
            lines.words(element.text)
            stack.append((element, False))
            stack.extend((child, True) for child in reversed(element))
    return "".join(lines.parts)
