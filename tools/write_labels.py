"""How do the fictional provisions of the tests become labels to learn from? One text a provision, one line of labels.

``python -m tools.write_labels FOLDER`` writes ``provisions.jsonl`` and its texts for ``preempt train --provisions``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import click

from monitor.model.finding import Label
from monitor.positions import load_positions
from tests.monitor.classify import look_alikes_mixed as mixed
from tests.monitor.classify import look_alikes_private as private
from tests.monitor.classify import look_alikes_public as public
from tests.monitor.classify import sections_for_makers as makers
from tests.monitor.classify import sections_for_users as users
from tests.monitor.classify.provisions import SAMPLES
from tests.monitor.classify.provisions_varied import VARIETY
from tests.monitor.classify.texts import bill

_NOTHING: Final = {
    "study": public.STUDY,
    "guidance": public.GUIDANCE,
    "enforcement": public.ENFORCEMENT,
    "local": public.LOCAL_PREEMPTION,
    "government": public.GOVERNMENT,
    "definition": private.DEFINITION,
    "exemption": private.EXEMPTION,
    "voluntary": private.VOLUNTARY,
    "finding": private.FINDING,
    "mixed": mixed.MIXED,
}
"""Look-alikes that nobody flags for any position."""


def _labelled() -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """Name, text and the labels of the positions that a case names; the others are unknown."""
    for case in (*SAMPLES, *VARIETY):
        yield case.name, case.text, case.expected
    for name, sections, labels in (*makers.CASES, *users.CASES):
        yield name, bill(*sections), labels
    nothing = {position.id: Label.NONE.value for position in load_positions().positions if position.labelled}
    for kind, texts in _NOTHING.items():
        for number, words in enumerate(texts, 1):
            yield f"{kind}-{number}", bill(words), nothing


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def main(folder: Path) -> None:
    """Write the labels and texts into FOLDER."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = []
    for number, (name, text, labels) in enumerate(_labelled(), 1):
        file = f"provision_{number:03}.txt"
        (folder / file).write_text(text + "\n", encoding="utf-8")
        overall = max((Label(label) for label in labels.values()), key=lambda label: label.strength)
        record = {
            "id": f"fictional {name}",
            "text_file": file,
            "relevance": "core",
            "labels": dict(labels),
            "overall": overall.value,
            "evidence": [],
        }
        lines.append(json.dumps(record, sort_keys=True))
    (folder / "provisions.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    click.echo(f"{len(lines)} provisions in {folder / 'provisions.jsonl'}")


if __name__ == "__main__":
    main()
