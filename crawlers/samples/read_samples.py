"""Which fictional bills are there on a day? The files below ``samples/`` to one :class:`World`.

``samples/legislatures/*.toml`` hold all sessions and most bills, ``texts.toml`` the words, ``day2.toml`` what the
second day changes; the bills of eight states lie as folders in ``samples/day1`` and ``samples/day2``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from crawlers.samples.facts import (
    Legislature,
    SampleAction,
    SampleBill,
    SampleHearing,
    SamplePaper,
    SampleRelation,
    SampleSession,
    SampleText,
    World,
)
from crawlers.samples.layouts import Bill, document
from crawlers.samples.read_folders import bills_in_folder
from crawlers.samples.steps import Line, TextLine, chamber_of, read_line, read_steps, read_texts
from monitor.errors import PreemptError

__all__ = ["SAMPLES", "SamplesError", "generated", "read_world"]

SAMPLES: Final = Path(__file__).resolve().parents[2] / "samples"
"""Where a clone of the project has them; they are not installed."""
_NOT_LEGISLATURES: Final = frozenset({"texts.toml", "day2.toml"})


class SamplesError(PreemptError):
    """The sample files are not there or are wrong. Raised before anything is served; name a clone's ``samples``."""


def read_world(folder: Path, *, day: int, bills: int = 0) -> World:
    """All that is served on a day; days beyond the second are like it. ``bills`` generated ones come on top.

    :raises SamplesError: when the folder has no samples, or a line of them means nothing.
    """
    try:
        first = _read(folder.resolve(), 1)
        world = first if day <= 1 else _second(first, _read(folder.resolve(), 2))
    except FileNotFoundError as error:
        raise SamplesError(f"no samples in {folder}: give the folder `samples` of a clone of the project") from error
    except (ValueError, KeyError) as error:
        raise SamplesError(f"the samples in {folder} are wrong: {error}") from error
    more = tuple(generated(world.legislatures, bills))
    return replace(world, day=max(1, day), bills=(*world.bills, *more), hashes={}, documents={})


def _second(first: World, second: World) -> World:
    """The second day, with what differs from the first marked as touched."""
    before = first.by_key
    bills = tuple(replace(bill, touched=bill.touched or before.get(bill.key) != bill) for bill in second.bills)
    return replace(second, bills=bills, hashes={}, documents={})


@lru_cache(maxsize=8)
def _read(folder: Path, day: int) -> World:
    tables = _tables(folder / "legislatures")
    texts = _texts(tomllib.loads((folder / "legislatures" / "texts.toml").read_text(encoding="utf-8")))
    legislatures = {code: _legislature(code, table) for code, table in sorted(tables.items())}
    found: dict[str, SampleBill] = {}
    for code, table in sorted(tables.items()):
        writer = _Writer(legislatures[code], texts, layout=table.get("layout", "ca"))
        root = folder / f"day{min(day, 2)}" / f"{code.lower()}-legislation"
        for bill in bills_in_folder(root, legislatures[code]):
            found[bill.key] = bill
        for identifier, lines in table.get("bills", {}).items():
            for raw in lines:
                bill = writer.bill(legislatures[code].session(identifier), read_line(raw))
                found[bill.key] = bill
        for key, more in table.get("more", {}).items():
            found[f"{code} {key}"] = writer.more(found[f"{code} {key}"], more)
    world = World(day=day, legislatures=legislatures, bills=tuple(found.values()))
    return world if day == 1 else _changed(world, folder, texts, tables)


def _tables(folder: Path) -> dict[str, Any]:
    if not folder.is_dir():
        raise FileNotFoundError(folder)
    found: dict[str, Any] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name not in _NOT_LEGISLATURES:
            found |= tomllib.loads(path.read_text(encoding="utf-8"))
    return found


def _texts(raw: Mapping[str, Any]) -> dict[str, str]:
    """Each text's paragraphs, one a line, an empty line between two."""
    found: dict[str, str] = {}
    for name, entry in raw.items():
        text = found[entry["like"]] if "like" in entry else _paragraphs(entry["text"])
        for change in entry.get("replace", []):
            if text.count(change["old"]) != 1:
                raise ValueError(f"{name}: {change['old']!r} stands {text.count(change['old'])} times in the text")
            text = text.replace(change["old"], change["new"])
        found[name] = text
    return found


def _paragraphs(raw: str) -> str:
    return "\n\n".join(" ".join(block.split()) for block in raw.strip().split("\n\n"))


def _legislature(code: str, table: Mapping[str, Any]) -> Legislature:
    sessions = tuple(_session(code, place, raw) for place, raw in enumerate(table["sessions"]))
    current = table.get("current", sessions[-1].identifier)
    return Legislature(code=code, lower=table["lower"], upper=table["upper"], sessions=sessions, current=current)


def _session(code: str, place: int, raw: str) -> SampleSession:
    """``2025-2026 | 2025-2026 | Regular Session | sine-die prior``."""
    identifier, years, tag, flags = ([part.strip() for part in raw.split("|")] + [""])[:4]
    first, _, last = years.partition("-")
    marks = frozenset(flags.split())
    if not marks <= {"fiscal", "prefile", "prior", "sine-die", "special"}:
        raise ValueError(f"{code}: {flags!r} are no marks of a session")
    return SampleSession(
        state=code,
        identifier=identifier,
        tag=tag,
        years=(int(first), int(last or first)),
        place=place,
        special="special" in marks,
        fiscal="fiscal" in marks,
        prefile="prefile" in marks,
        sine_die="sine-die" in marks,
        prior="prior" in marks,
    )


class _Writer:
    """Makes the bills of one legislature from its lines."""

    def __init__(self, legislature: Legislature, texts: Mapping[str, str], *, layout: str) -> None:
        self.legislature, self.texts, self.layout = legislature, texts, layout

    def bill(self, session: SampleSession, line: Line) -> SampleBill:
        chamber = chamber_of(line.number, self.legislature.lower, self.legislature.upper)
        bill = SampleBill(
            session=session,
            number=line.number,
            title=line.title,
            chamber=chamber,
            sponsors=line.sponsors,
            actions=read_steps(line.steps, chamber),
        )
        return self.with_texts(bill, line.texts)

    def with_texts(self, bill: SampleBill, lines: tuple[TextLine, ...]) -> SampleBill:
        """The bill with these texts behind those that it has."""
        words = [self._words(line.text) for line in lines if line.layout not in ("scan", "none")]
        texts = (*bill.texts, *(self._text(bill, line) for line in lines))
        return replace(bill, texts=texts, words="\n".join(filter(None, (bill.words, *words))))

    def _words(self, name: str) -> str:
        return self.texts[name].replace("{state}", self.legislature.name)

    def _text(self, bill: SampleBill, line: TextLine) -> SampleText:
        stem = f"{bill.state.lower()}/{bill.session.identifier}/{bill.compact}-{line.note.lower().replace(' ', '-')}"
        layout, _, where = (line.layout or self.layout).partition("@")
        if layout == "none":
            return SampleText(on=line.on, note=line.note, ending=".pdf", address=stem, body=None)
        head = Bill(
            self.legislature.name, bill.session.name, bill.number, bill.title, ", ".join(bill.sponsors),
            bill.chamber == "upper",
        )  # fmt: skip
        ending, body = document(head, self._words(line.text), layout=layout or self.layout)
        return SampleText(on=line.on, note=line.note, ending=ending, address=stem + where, body=body)

    def more(self, bill: SampleBill, table: Mapping[str, Any]) -> SampleBill:
        """What one line has no room for: the keys of a table under ``more``, or of a change of day two."""
        relations = tuple(SampleRelation(**entry) for entry in table.get("relations", []))
        changed = replace(
            bill,
            title=table.get("title", bill.title),
            abstract=table.get("abstract", bill.abstract),
            subjects=tuple(table.get("subjects", bill.subjects)),
            sponsors=tuple(table.get("sponsors", bill.sponsors)),
            aliases=tuple(table.get("aliases", bill.aliases)),
            identity=table.get("identity", bill.identity),
            touched=table.get("touched", bill.touched),
            relations=(*bill.relations, *relations),
            hearings=(*bill.hearings, *(SampleHearing(**entry) for entry in table.get("hearings", []))),
            papers=(*bill.papers, *(self._paper(bill, entry) for entry in table.get("papers", []))),
            actions=(*bill.actions, *read_steps(table.get("steps", ""), bill.chamber)),
        )
        if "instead" in table:
            changed = replace(changed, texts=(), words="")
            return self.with_texts(changed, read_texts(table["instead"]))
        return self.with_texts(changed, read_texts(table.get("texts", "")))

    def _paper(self, bill: SampleBill, entry: Mapping[str, Any]) -> SamplePaper:
        head = Bill(self.legislature.name, bill.session.name, bill.number, bill.title, "", bill.chamber == "upper")
        _, body = document(head, self._words(entry["text"]), layout="ca")
        return SamplePaper(
            kind=entry["kind"], on=entry["on"], title=entry["title"], adopted=entry.get("adopted", False), body=body
        )


def _changed(world: World, folder: Path, texts: Mapping[str, str], tables: Mapping[str, Any]) -> World:
    """What the second day brings: new and vanished bills, new numbers, steps, texts, sponsors."""
    bills = dict(world.by_key)
    for change in tomllib.loads((folder / "legislatures" / "day2.toml").read_text(encoding="utf-8"))["change"]:
        code, session = change["state"], change["session"]
        legislature = world.legislatures[code]
        writer = _Writer(legislature, texts, layout=tables[code].get("layout", "ca"))
        if "line" in change:
            bill = writer.bill(legislature.session(session), read_line(change["line"]))
        else:
            bill = bills[f"{code} {session} {change['number']}"]
        if change.get("gone"):
            del bills[bill.key]
            continue
        bill = writer.more(bill, change)
        if "renumbered" in change:
            del bills[bill.key]
            bill = replace(bill, number=change["renumbered"])
        bills[bill.key] = bill
    return replace(world, bills=tuple(bills.values()), hashes={}, documents={})


def generated(legislatures: Mapping[str, Legislature], count: int) -> Iterator[SampleBill]:
    """So many more bills of metadata alone, spread over the current sessions; always the same ones."""
    codes = sorted(legislatures)
    for place in range(count):
        legislature = legislatures[codes[place % len(codes)]]
        number = f"{legislature.lower}{'' if legislature.lower.endswith('-') else ' '}{1001 + place // len(codes)}"
        day = f"2026-{3 + place % 7:02}-{1 + place % 28:02}"
        chamber = chamber_of(number, legislature.lower, legislature.upper)
        yield SampleBill(
            session=legislature.session(legislature.current),
            number=number,
            title=f"An act relating to sample matter {place + 1} (fictional)",
            chamber=chamber,
            sponsors=(f"Sample, {chr(65 + place % 26)}.", f"Specimen, {chr(65 + place // 26 % 26)}."),
            actions=(
                SampleAction(on=day, chamber=chamber, classes=("introduction",), words="Introduced"),
                SampleAction(
                    on=day, chamber=chamber, classes=("referral-committee",), words="Referred to the Committee on Rules"
                ),
            ),
            identity=f"generated {place}",
        )
