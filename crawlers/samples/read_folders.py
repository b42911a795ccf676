"""Which fictional bills lie in a folder as Open States publishes it? Metadata and files to the facts behind them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from crawlers.parsing.openstates_versions import listed_versions, match_files
from crawlers.samples.facts import (
    Legislature,
    SampleAction,
    SampleBill,
    SampleRelation,
    SampleText,
)

__all__ = ["bills_in_folder"]

_CLASSIFICATION: Final = re.compile(r'"classification": "([a-z]+)"')


def bills_in_folder(root: Path, legislature: Legislature) -> Iterator[SampleBill]:
    """Every bill below ``root``; none when there is no such folder.

    :raises KeyError: when a bill is of a session that the legislature has not.
    """
    for path in sorted(root.glob("country:us/*/sessions/*/bills/*/metadata.json")):
        yield _bill(path.parent, json.loads(path.read_bytes()), legislature)


def _bill(folder: Path, raw: Mapping[str, Any], legislature: Legislature) -> SampleBill:
    actions = [
        SampleAction(
            on=entry["date"][:10],
            chamber=_chamber(entry["organization_id"]),
            classes=tuple(entry["classification"]),
            words=entry["description"],
        )
        for entry in raw["actions"]
    ]
    actions.sort(key=lambda action: action.on)
    texts = tuple(_texts(folder / "files", raw["versions"]))
    bodies = [text.body.decode("utf-8", "replace") for text in texts if text.body and text.ending.lower() != ".pdf"]
    return SampleBill(
        session=legislature.session(raw["legislative_session"]),
        number=raw["identifier"],
        title=raw["title"],
        chamber=_chamber(raw["from_organization"]),
        sponsors=tuple(entry["name"] for entry in raw["sponsorships"]),
        actions=tuple(actions),
        abstract="\n\n".join(entry["abstract"] for entry in raw["abstracts"]),
        subjects=tuple(raw["subject"]),
        texts=texts,
        relations=tuple(
            SampleRelation(
                kind=entry["relation_type"], session=entry["legislative_session"], number=entry["identifier"]
            )
            for entry in raw["related_bills"]
        ),
        aliases=tuple(entry["identifier"] for entry in raw["other_identifiers"]),
        words=" ".join(re.sub(r"<[^>]*>|&[a-z#0-9]+;", " ", "\n".join(bodies)).split()),
    )


def _chamber(organisation: str) -> str:
    match = _CLASSIFICATION.search(organisation)
    return match[1] if match else "legislature"


def _texts(files: Path, versions: list[Any]) -> Iterator[SampleText]:
    names = sorted(path.name for path in files.iterdir()) if files.is_dir() else []
    matches, _ = match_files(listed_versions(versions), names, lambda name: (files / name).read_bytes()[:4096])
    for version, match in zip(versions, matches, strict=True):
        addresses = [link["url"] for link in version["links"]]
        endings = ["." + urlsplit(address).path.rpartition(".")[2] for address in addresses]
        # the file may have another ending than the first address: a text in a format that the state seldom uses
        name = match.name if match is not None else ""
        ending = Path(name).suffix or endings[0]
        yield SampleText(
            on=version["date"],
            note=version["note"],
            ending=ending,
            address=unquote(urlsplit(addresses[0]).path).lstrip("/").removesuffix(endings[0]),
            body=(files / name).read_bytes() if name else None,
            more_endings=tuple(other for other in endings if other != ending),
        )
