"""How do the suites write down many short texts? Paragraphs of one string, and what is expected of each."""

from __future__ import annotations

from dataclasses import dataclass, replace

from monitor.classify.judge import judge
from monitor.model.finding import Assessment, Label
from monitor.positions import load_positions

TITLE = "An act concerning artificial intelligence."
ENACTED = "Be it enacted by the Legislature of the State of Example:"


@dataclass(frozen=True)
class Case:
    """A fictional provision, its name, and the labels expected of some positions."""

    name: str
    words: str
    expected: dict[str, str]
    before: str = ""

    def after(self, definitions: str) -> Case:
        """The same provision in an act that opens with definitions."""
        return replace(self, before=definitions)

    @property
    def text(self) -> str:
        """A whole bill with the provision."""
        sections = [f"Definitions. {self.before}", self.words] if self.before else [self.words]
        return bill(*sections)


def texts(block: str) -> tuple[str, ...]:
    """Paragraphs, one text each."""
    return tuple(" ".join(paragraph.split()) for paragraph in block.strip().split("\n\n"))


def cases(block: str) -> tuple[Case, ...]:
    """Paragraphs whose first line is ``name: position label, position label``."""
    found = []
    for paragraph in block.strip().split("\n\n"):
        head, _, words = paragraph.partition("\n")
        name, _, labels = head.partition(": ")
        expected = dict(item.split() for item in labels.split(", "))
        found.append(Case(name, " ".join(words.split()), expected))
    return tuple(found)


def bill(*sections: str, title: str = TITLE) -> str:
    """A bill with numbered sections."""
    return f"{title} {ENACTED} " + " ".join(f"Section {n}. {words}" for n, words in enumerate(sections, start=1))


def assess(text: str) -> Assessment:
    """The judgement against the positions that the program ships."""
    return judge(text, positions=load_positions())


def strongest(found: Assessment) -> dict[str, str]:
    """The strongest label of each position that was met."""
    labels: dict[str, Label] = {}
    for finding in found.findings:
        if finding.label.strength > labels.get(finding.position, Label.NONE).strength:
            labels[finding.position] = finding.label
    return {position: label.value for position, label in labels.items()}
