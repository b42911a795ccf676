"""How well do the extractors read published texts? Word by word beside somebody else's extraction of the same ones.

``python -m benchmarks.texts FOLDER [--state wa] [--most 60] [--worst 5] [--json]``: FOLDER holds ``{st}-legislation``.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from lxml import etree, html
from rapidfuzz.distance import LCSseq

from monitor.pdf import ChildPdfReader
from monitor.text.encoding import decode
from monitor.text.extract import extract
from monitor.text.furniture import cut_upstream_header, drop_site
from monitor.text.ruled import STRUCK

__all__ = ["Compared", "compare", "main", "measure", "pairs_of"]

STATES: Final = ("wa", "ut", "mn", "nj", "fl", "tx", "usa")
MEDIA_TYPES: Final = {".htm": "text/html", ".html": "text/html", ".xml": "text/xml", ".pdf": "application/pdf"}

# ASCII letters only, cut where the case changes: the other extraction glues blocks together ("act:definesTerms") and
# drops what it could not decode, so that both sides must be cut alike
_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_MARKED: Final = re.compile(r"deleted text begin|deleted text end|new text begin|new text end")
_BRACKETED: Final = re.compile(r"\[(?!\w+ Reprint\])[^\[\]]*\]")
_RULED: Final = re.compile(f"{STRUCK[0]}[^{STRUCK[1]}]*{STRUCK[1]}")
_STRUCK: Final = (
    "//s | //strike | //del | //*[contains(translate(@style, ' ', ''), 'text-decoration:line-through')]"
    " | //*[local-name()='amend' and @ea='erase'] | //*[@changed='deleted' or @reported-display-style='strikethrough']"
)
_AROUND: Final = "//title | //endorsement | //attestation | //dublinCore | //metadata | //seclist"
"""What no clean text is to hold: titles of web pages, catalogues, tables, what clerks sign. Part of ``around``."""
_PAGES: Final = re.compile(
    r"\bPage \d+ of \d+\b|CODING: Words stricken are deletions; words underlined are additions\.?"
    r"|F L O R I D A H O U S E O F R E P R E S E N T A T I V E S|Florida Senate - 20\d\d (?:CS for )*[HS]B \d+"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One document beside the other extraction; all but ``left_in`` are numbers of words."""

    name: str
    same: int
    missing: int  # the other extraction has them, the document does not strike them
    added: int
    struck: int
    left_in: int  # struck, and still in our text
    numbers: int  # of lines
    examples: tuple[str, ...] = field(default=())

    @property
    def agreement(self) -> float:
        """Shared words of all words of both, struck words and numbers of lines aside; 1 when there are none."""
        total = self.same + self.missing + self.added
        return self.same / total if total else 1.0


def words_of(text: str) -> list[str]:
    """Lower case, in order."""
    return [word.lower() for word in _WORD.findall(text)]


def marked_in(body: bytes, suffix: str, other: str, pdf: ChildPdfReader) -> tuple[Counter[str], Counter[str]]:
    """Words that the published document strikes, and words that stand around the bill, by its markup alone."""
    if suffix == ".pdf":
        return Counter(words_of(" ".join(_RULED.findall(pdf.text_of(body))))), Counter()
    if suffix == ".xml":
        text = re.sub(r"^\s*<\?xml[^>]*\?>", "", decode(body)[0])
        root = etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    else:
        root = html.document_fromstring(decode(body)[0].encode(), parser=html.HTMLParser(encoding="utf-8"))
    struck = Counter(_words_within(root, _STRUCK))
    if suffix == ".htm" and "STATE OF NEW JERSEY" in other:
        struck.update(word for run in _BRACKETED.findall(other) for word in words_of(run))
    return struck, Counter(_words_within(root, _AROUND))


def _words_within(root: Any, expression: str) -> Iterator[str]:
    found = root.xpath(expression)
    for one in found:
        if not any(outer in found for outer in one.iterancestors()):
            yield from words_of(" ".join(one.itertext()))


def unglued(words: Iterable[str], known: frozenset[str], struck: Container[str] = ()) -> Iterator[str]:
    """Cut ``sessionstate`` where both halves are known and the whole is not; single letters beside a struck half only.

    The other extraction joins what no blank parts: struck ``a``, new ``any`` is its ``aany``.
    """
    for word in words:
        cuts: list[int] = []
        if word not in known and not word.isdecimal():
            cuts = [n for n in range(1, len(word)) if word[:n] in known and word[n:] in known]
            cuts = [n for n in cuts if 1 < n < len(word) - 1 or word[:n] in struck or word[n:] in struck]
        yield from (word[: cuts[0]], word[cuts[0] :]) if cuts else (word,)


def compare(path: Path, other_path: Path, pdf: ChildPdfReader) -> Compared:
    """The published document through the extractors, beside the other extraction as it is."""
    body, suffix = path.read_bytes(), path.suffix.lower()
    ours = words_of(extract(body, media_type=MEDIA_TYPES[suffix], name=path.name, pdf=pdf).text)
    other = cut_upstream_header(decode(other_path.read_bytes())[0])[0]
    struck, around = marked_in(body, suffix, other, pdf)
    known = frozenset(ours) | struck.keys()
    theirs = list(unglued(words_of(_PAGES.sub(" ", _MARKED.sub(" ", drop_site(other)))), known, struck))
    left = Counter(ours) - (Counter(theirs) - struck)
    budget, missing, added, numbers = struck + Counter(unglued(around.elements(), known)), [], [], 0
    for tag, i1, i2, j1, j2 in LCSseq.opcodes(theirs, ours):
        if tag == "equal":
            continue
        lost, gained = theirs[i1:i2], ours[j1:j2]
        if "".join(lost) == "".join(gained):
            continue
        added += gained
        for word in lost:
            if budget[word]:
                budget[word] -= 1
            elif word.isdecimal():
                numbers += 1
            else:
                missing.append(word)
    return Compared(
        name=str(Path(*path.parts[-4:])),
        same=len(ours) - len(added),
        missing=len(missing),
        added=len(added),
        struck=struck.total(),
        left_in=sum(count for word, count in left.items() if word in struck and not word.isdecimal()),
        numbers=numbers,
        examples=(" ".join(missing[:40]), " ".join(added[:12])),
    )


def pairs_of(folder: Path, state: str) -> list[tuple[Path, Path]]:
    """Published documents with another extraction beside them, by name."""
    found = []
    for path in sorted((folder / f"{state}-legislation").rglob("files/*")):
        other = path.with_name(f"{path.stem}_extracted.txt")
        if path.suffix.lower() in MEDIA_TYPES and other.is_file():
            found.append((path, other))
    return found


def measure(pairs: Iterable[tuple[Path, Path]]) -> Iterator[Compared]:
    """All of them, with one reader of PDFs."""
    with ChildPdfReader() as pdf:
        for path, other in pairs:
            yield compare(path, other, pdf)


def figures(found: list[Compared]) -> dict[str, float]:
    """Of a state; agreement over all words, not the mean of documents."""
    same, missing, added = (sum(getattr(one, name) for one in found) for name in ("same", "missing", "added"))
    return {
        "documents": len(found),
        "words": same + added,
        "agreement": round(same / ((same + missing + added) or 1), 4),
        "least": round(min((one.agreement for one in found), default=1.0), 4),
        "below_098": sum(one.agreement < 0.98 for one in found),
        "struck": sum(one.struck for one in found),
        "left_in": sum(one.left_in for one in found),
    }


def main() -> None:
    """Print a line a state, then the worst documents."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--most", type=int, default=60, help="documents of a state, at even distances; 0: all")
    parser.add_argument("--worst", type=int, default=5)
    parser.add_argument("--state", action="append", choices=STATES)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    found = {}
    for state in asked.state or STATES:
        pairs = pairs_of(asked.folder, state)
        step = max(1, len(pairs) // asked.most) if asked.most else 1
        found[state] = list(measure(pairs[::step]))
        if not asked.json:
            print(state, *(f"{name} {value}" for name, value in figures(found[state]).items()), sep="  ")
    worst = sorted((one for some in found.values() for one in some), key=lambda one: (one.agreement, -one.left_in))
    if asked.json:
        print(
            json.dumps(
                {
                    "states": {state: figures(some) for state, some in found.items()},
                    "worst": [asdict(one) for one in worst[: asked.worst]],
                }
            )
        )
        return
    for one in worst[: asked.worst]:
        print(f"{one.agreement:.3f}  {one.name}  struck words left in: {one.left_in}")
        print(f"       lacks {one.missing}: {one.examples[0]!r}  adds {one.added}: {one.examples[1]!r}")


if __name__ == "__main__":
    main()
