"""Where do the sample bills come from? ``samples/sources`` to two days of folders as the Open States files have them.

The same sources give the same bytes. ``samples/README.md`` says how a source is written.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import yaml

from crawlers.samples.layouts import Bill, document

SAMPLES: Final = Path(__file__).resolve().parents[2] / "samples"
HOST: Final = "https://example.org"
MEDIA: Final = {
    ".htm": "text/html",
    ".html": "text/html",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".xml": "text/xml",
}


class State(NamedTuple):
    """How a state's bills look in the Open States files."""

    name: str
    session: str
    upper: str
    """The prefix of the upper chamber's numbers."""
    legislature: str
    links: str
    """The endings of the addresses that each version lists."""
    moment: str = ""
    """What follows the day of an action: some sources give moments in UTC."""


STATES: Final = {
    "ca": State("California", "20252026", "SB", "2025-2026 Session", ".html", "T08:00:00+00:00"),
    "co": State("Colorado", "2026A", "SB", "Seventy-fifth General Assembly", ".pdf"),
    "fl": State("Florida", "2026", "SB", "2026 Legislature", ".html .pdf"),
    "mn": State("Minnesota", "2025-2026", "SF", "94th Legislature", ".html"),
    "nj": State("New Jersey", "222", "S", "222nd LEGISLATURE", ".HTM .PDF", "T05:00:00+00:00"),
    "tx": State("Texas", "90", "SB", "90th Legislature", ".HTM .PDF"),
    "ut": State("Utah", "2026", "SB", "2026 GENERAL SESSION", ".xml .pdf", "T20:30:00+00:00"),
    "wa": State("Washington", "2025-2026", "SB", "69th Legislature", ".htm .pdf"),
}
NEWEST_FIRST: Final = frozenset({"ca", "co"})
"""States whose sources list the newest action first."""
NAMELESS: Final = frozenset({"fl", "mn"})
"""States whose addresses give a text no name; the folders call it ``bill_content``."""
SINGLE: Final = {"pdf": ".pdf", "scan": ".pdf", "txt": ".txt"}
"""The one address of a text that is not in the state's usual formats."""


def on_day(source: dict[str, Any], day: int) -> dict[str, Any] | None:
    """What the source repository holds about a bill on that day."""
    later = source.get("day2", {})
    if day == 1:
        return None if source.get("new_on_day2") else source
    return {
        **source,
        "title": later.get("title", source["title"]),
        "actions": [*source["actions"], *later.get("actions", [])],
        "versions": [*source["versions"], *later.get("versions", [])],
    }


def texts_of(versions: list[dict[str, Any]]) -> dict[str, str]:
    """Every version's words by its note; an amended version is an earlier one with replacements."""
    found: dict[str, str] = {}
    for version in versions:
        text = found[version["like"]] if "like" in version else _paragraphs(version.get("text", ""))
        for change in version.get("replace", []):
            old = _paragraphs(change["old"])
            if text.count(old) != 1:
                raise ValueError(f"{version['note']}: {old[:60]!r} stands {text.count(old)} times in the earlier text")
            text = text.replace(old, _paragraphs(change["new"]))
        found[version["note"]] = text
    return found


def _paragraphs(raw: str) -> str:
    """The source's paragraphs, each on one line, an empty line between two."""
    return "\n\n".join(" ".join(block.split()) for block in raw.strip().split("\n\n"))


def metadata(source: Mapping[str, Any], code: str) -> dict[str, Any]:
    """A ``metadata.json``."""
    state, number = STATES[code], source["bill"]
    actions = [_action(raw, state) for raw in source["actions"]]
    names = source["sponsors"]
    return {
        "legislative_session": state.session,
        "identifier": number,
        "title": source["title"],
        "from_organization": f'~{{"classification": "{"upper" if number.startswith(state.upper) else "lower"}"}}',
        "classification": ["bill"],
        "subject": source.get("subjects", []),
        "abstracts": [{"note": "summary", "abstract": source["abstract"]}] if "abstract" in source else [],
        "other_titles": [],
        "other_identifiers": [{"identifier": f"sample-bill-{code}-{number.replace(' ', '').lower()}"}],
        "actions": actions[::-1] if code in NEWEST_FIRST else actions,
        "sponsorships": [_sponsor(name, primary=name == names[0]) for name in names],
        "related_bills": [
            {"identifier": other, "legislative_session": state.session, "relation_type": relation}
            for other, relation in source.get("related", {}).items()
        ],
        "versions": [_version(version, code) for version in source["versions"]],
        "documents": [],
        "citations": [],
        "sources": [{"url": f"{HOST}/{code}/bills/{number.replace(' ', '')}", "note": "SAMPLE: a fictional bill"}],
        "extras": {"sample": True},
        "jurisdiction": {
            "id": f"ocd-jurisdiction/country:us/state:{code}/government",
            "name": state.name,
            "classification": "state",
            "division_id": f"ocd-division/country:us/state:{code}",
        },
    }


def _action(raw: str, state: State) -> dict[str, Any]:
    """``2026-11-19 lower passage,reading-3 Words`` as the metadata write it; ``-`` for no class."""
    day, chamber, classes, words = raw.split(" ", 3)
    return {
        "description": words,
        "date": day + state.moment,
        "organization_id": f'~{{"classification": "{chamber}"}}',
        "classification": [] if classes == "-" else classes.split(","),
        "related_entities": [],
    }


def _sponsor(name: str, *, primary: bool) -> dict[str, Any]:
    role = "primary" if primary else "cosponsor"
    return {"name": name, "classification": role, "entity_type": "person", "primary": primary}


def _version(version: Mapping[str, Any], code: str) -> dict[str, Any]:
    endings = SINGLE.get(version.get("format", ""), STATES[code].links).split()
    address = f"{HOST}/{code}/{STATES[code].session}/{version['stem'].replace(' ', '%20')}"
    links = [{"url": address + ending, "media_type": MEDIA[ending.lower()]} for ending in endings]
    return {"note": version["note"], "links": links, "date": str(version.get("date", "")), "classification": ""}


def write_bill(source: Mapping[str, Any], code: str, root: Path) -> None:
    """One bill's folder."""
    state, number = STATES[code], source["bill"]
    sessions = root / f"{code}-legislation" / "country:us" / f"state:{code}" / "sessions"
    folder = sessions / state.session / "bills" / number.replace(" ", "")
    folder.mkdir(parents=True)
    record = json.dumps(metadata(source, code), indent=1, ensure_ascii=False) + "\n"
    (folder / "metadata.json").write_bytes(record.encode())
    upper = number.startswith(state.upper)
    bill = Bill(state.name, state.legislature, number, source["title"], ", ".join(source["sponsors"]), upper)
    texts = texts_of(source["versions"])
    for version in source["versions"]:
        layout = version.get("format", "pdf" if code == "co" else code)
        if layout == "none":
            continue
        encoding = version.get("encoding", "utf-8")
        ending, body = document(bill, texts[version["note"]], layout=layout, encoding=encoding)
        stem = "bill_content" if code in NAMELESS else version["stem"].rpartition("/")[2]
        (folder / "files").mkdir(exist_ok=True)
        name = f"{stem}_{re.sub(r'[/:#]', '', version['note']).replace(' ', '_')}{ending}"
        (folder / "files" / name).write_bytes(body)


def main() -> None:
    """Write both days anew."""
    for day in (1, 2):
        root, count = SAMPLES / f"day{day}", 0
        shutil.rmtree(root, ignore_errors=True)
        for path in sorted((SAMPLES / "sources").glob("*.yaml")):
            for raw in yaml.safe_load(path.read_text(encoding="utf-8")):
                if (source := on_day(raw, day)) is not None:
                    write_bill(source, path.stem, root)
                    count += 1
        print(f"samples/day{day}: {count} bills")


if __name__ == "__main__":
    main()
