"""Which strings does a digest show? Cleaned, ready-made words, the same for text and HTML; pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from alerts.clean import clip, https_link, one_line
from alerts.digest import Digest, Entry
from alerts.facts import CloneRef, Coverage, ItemKind, Unjudged, UnjudgedKind
from alerts.links import Links
from alerts.select import Item, PositionChange
from alerts.wording import (
    KIND_HEADING,
    KIND_WORD,
    codes_words,
    confidence_word,
    count_words,
    coverage_words,
    day_words,
    label_words,
    limits_words,
    loaded_words,
    moment_words,
    plural,
    review_words,
    severity_word,
    unjudged_words,
)
from monitor.model.clause import Clause
from monitor.model.position import Position, PositionSet

__all__ = ["DigestView", "EntryView", "PositionView", "SectionView", "UnjudgedView", "view_of"]

_TITLE: Final = 180
_QUOTE: Final = 600
_LEAD_IN: Final = 240
_PROSE: Final = 420
_NOTE: Final = 80
_CLONES: Final = 12
_MORE: Final = 200
_SUBJECT_CODES: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """One bill. Empty strings and tuples are lines that are not shown."""

    number: int
    kind: str
    """The value of :class:`ItemKind`, for colours."""
    word: str
    name: str
    title: str
    link: str
    status: str
    severity: str
    confidence: str
    review: str
    sentence: str
    provision: str
    lead_in: str
    quote: str
    quote_caption: str
    where: str
    position: str
    authority: str
    force: str
    theory: str
    against: str
    carve_outs: str
    others: tuple[str, ...]
    clones: tuple[str, ...]
    why: str
    sample: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """Entries under one heading."""

    heading: str
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnjudgedView:
    """One bill of the short list of what could not be judged."""

    name: str
    title: str
    problem: str
    reason: str
    link: str
    sample: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionView:
    """One position as it is cited at the end."""

    name: str
    title: str
    authority: str
    citation: str
    force: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestView:
    """The whole digest in words."""

    headline: str
    subject: str
    date: str
    covers: str
    catch_up: str
    coverage: str
    loaded: str
    """First loads that have ended; told once."""
    sample: bool
    sections: tuple[SectionView, ...]
    more: str
    more_names: str
    unjudged: tuple[UnjudgedView, ...]
    more_unjudged: str
    other_unjudged: str
    positions: tuple[PositionView, ...]
    """Each position that an entry names, once, with its citation."""
    limits: tuple[str, ...]
    contact: str
    stop: str
    settings: str
    """Addresses of the reader's own; empty where no pages are served."""


def view_of(digest: Digest, positions: PositionSet, *, contact: str, links: Links | None = None) -> DigestView:
    """Put a digest into words. ``contact`` is the address that reads replies."""
    window, numbers = digest.window, digest.numbers
    since = moment_words(window.since, window.zone) if window.since else "the first record"
    to = moment_words(window.to, window.zone)
    more = len(digest.more)
    return DigestView(
        headline=_sentence(count_words(numbers)) or _nothing_new(digest.coverage),
        subject=_subject(digest),
        date=f"{moment_words(window.to, window.zone, year=True)} {window.zone.key}",
        covers=f"Covers {since} to {to}.",
        catch_up=_catch_up(window.missed),
        coverage=coverage_words(digest.coverage, window.to),
        loaded=loaded_words(digest.coverage.loaded),
        sample=digest.sample,
        sections=tuple(
            SectionView(
                heading=KIND_HEADING[section.kind],
                entries=tuple(_entry(entry, positions) for entry in section.entries),
            )
            for section in digest.sections
        ),
        more=f"And {more} more that did not fit in one mail" if more else "",
        more_names=", ".join(one_line(name) for name in digest.more[:_MORE]) + (" \u2026" if more > _MORE else ""),
        unjudged=tuple(_unjudged(entry) for entry in digest.unjudged),
        more_unjudged=f"And {digest.more_unjudged} more." if digest.more_unjudged else "",
        other_unjudged=_other_unjudged(digest),
        positions=_cited(digest, positions),
        limits=limits_words(positions.as_of),
        contact=contact,
        stop=links.stop if links else "",
        settings=links.settings if links else "",
    )


def _nothing_new(coverage: Coverage) -> str:
    """That nothing changed can be said only where the sources were read well."""
    return "Nothing new where the sources were read well." if coverage.stale or coverage.unwell else "Nothing new."


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}." if words else ""


def _subject(digest: Digest) -> str:
    """ASCII, from our own words and the codes of jurisdictions only: nothing scraped reaches a header."""
    tag = "AI preemption, SAMPLE DATA" if digest.sample else "AI preemption"
    what = count_words(digest.numbers) or "nothing new"
    if not digest.numbers.unjudged and not digest.entries:
        if digest.coverage.stale:
            what = "nothing new, sources stale"
        elif digest.coverage.unwell:
            what = "nothing new, sources not well"
    codes = codes_words(digest.numbers.jurisdictions, _SUBJECT_CODES)
    day = day_words(digest.window.to.astimezone(digest.window.zone).date(), year=False, weekday=True)
    return " - ".join(part for part in (f"[{tag}] {what}", codes, day) if part)


def _catch_up(missed: int) -> str:
    if not missed:
        return ""
    were = "was" if missed == 1 else "were"
    return f"Catch-up: {plural(missed, 'earlier digest')} {were} not sent; this one covers the whole gap."


def _entry(entry: Entry, positions: PositionSet) -> EntryView:
    item, main = entry.item, entry.item.main
    clause, position = main.clause, _position(positions, main.position)
    active = item.kind is not ItemKind.RESOLVED
    gone = main.kind is ItemKind.RESOLVED
    set_aside = gone and main.by_review
    return EntryView(
        number=entry.number,
        kind=item.kind.name.lower(),
        word=KIND_WORD[item.kind],
        name=one_line(item.bill.name),
        title=clip(item.bill.title, _TITLE) or "(no title)",
        link=https_link(item.bill.source_url, item.bill.version_url),
        status=_status(item),
        severity=_severity(item, active=active),
        confidence=_confidence(clause) if clause and active and clause.review is None else "",
        review="set aside by a reviewer" if set_aside else review_words(clause),
        sentence=_what_happened(item),
        provision=one_line(f"{clause.provision_label} {clip(clause.provision_heading, _NOTE)}") if clause else "",
        lead_in=clip(clause.lead_in, _LEAD_IN) if clause and active else "",
        quote=clip(clause.quote, _QUOTE) if clause else "",
        quote_caption=_quote_caption(main),
        where=_where(item, main) if clause else "",
        position=position.short_name if position else one_line(main.position),
        authority=position.authority if position else "",
        force=position.legal_force if position else "not in the present set of positions",
        theory=_theory(main) if active else "",
        against=clip(clause.counter_argument, _PROSE) if clause and active else "",
        carve_outs=_carve_outs(main, positions) if clause and active else "",
        others=tuple(_other(change, positions) for change in item.others),
        clones=_clones(entry),
        why="rule " + ", ".join(f"\u201c{one_line(reason)}\u201d" for reason in item.reasons),
        sample=item.bill.sample,
    )


def _quote_caption(main: PositionChange) -> str:
    if main.kind is not ItemKind.RESOLVED:
        return ""
    return "Words that were flagged, and still stand" if main.by_review else "Words that are gone"


def _severity(item: Item, *, active: bool) -> str:
    word = severity_word(item.severity)
    return f"{word} severity" if active else f"was {word.lower()} severity"


def _confidence(clause: Clause) -> str:
    return f"confidence {confidence_word(clause.confidence)} ({clause.confidence:.2f})"


def _position(positions: PositionSet, position_id: str) -> Position | None:
    return next((position for position in positions.positions if position.id == position_id), None)


def _status(item: Item) -> str:
    words = item.bill.status_words
    if item.bill.status_on:
        words += f", {day_words(item.bill.status_on)}"
    return f"new bill, {words}" if item.first_seen else words


def _what_happened(item: Item) -> str:
    """One sentence."""
    main, move = item.main, item.move
    text = f"\u201c{clip(main.version_note, _NOTE)}\u201d" if main.version_note else "the newest text"
    if item.kind is ItemKind.RESOLVED:
        if item.bill.status.is_dead:
            return f"The bill is {item.bill.status_words} and out of the active conflicts."
        if main.by_review:
            return (
                f"A reviewer set this finding aside: it no longer counts as one, and the words still stand in {text}."
            )
        if main.came_and_went:
            return f"The clause appeared and was taken out again within this period; {text} is without it."
        return f"The clause is gone from {text}."
    if item.kind is ItemKind.MOVED and move:
        after = item.bill.status_words if move.after is item.bill.status else move.after.value
        return f"From {move.before.value} to {after}. The text {label_words(main.after)}."
    if item.kind is ItemKind.NEW:
        return f"{'On review, the' if main.by_review else 'The'} text {label_words(main.after)}."
    change = f"{severity_word(main.severity_before).lower()} to {severity_word(main.severity).lower()} severity"
    if main.severity_before == main.severity:
        change = "clauses were added or removed" if main.before is main.after else ""
    now = f"{text[0].upper()}{text[1:]} {label_words(main.after)}"
    if main.by_review:
        now = f"On review, {text} {label_words(main.after)}"
    before = f" (before: {label_words(main.before)})" if main.before is not main.after else ""
    return f"{now}{before}" + (f"; {change}." if change else ".")


def _where(item: Item, main: PositionChange) -> str:
    clause = main.clause
    if clause is None:
        return ""
    span = f"characters {clause.start}\u2013{clause.end}"
    if main.kind is ItemKind.RESOLVED and not main.by_review:
        return f"in the earlier text, {span}"
    note = main.version_note if clause not in item.bill.clauses else item.bill.version_note
    return f"in \u201c{clip(note, _NOTE)}\u201d, {span}" if note else span


def _theory(main: PositionChange) -> str:
    if main.clause is None:
        return ""
    second = f" Second: {clip(main.clause.second_theory, _PROSE)}." if main.clause.second_theory else ""
    return f"{clip(main.clause.theory, _PROSE)}.{second}"


def _carve_outs(main: PositionChange, positions: PositionSet) -> str:
    """What the recommendation of EO 14365 sec. 8(b) leaves to the states; it limits that recommendation only."""
    found = main.clause.carve_out if main.clause else None
    parts = [
        f"{carve_out.name.replace('-', ' ')}: {'applies' if carve_out.name == found else 'no'}"
        for carve_out in positions.carve_outs
        if carve_out.name
    ]
    note = "; it limits the legislative recommendation only" if found else ""
    return ", ".join(parts) + note


def _other(change: PositionChange, positions: PositionSet) -> str:
    position = _position(positions, change.position)
    name = position.short_name if position else one_line(change.position)
    if change.kind is ItemKind.RESOLVED:
        return f"{name}: {'set aside by a reviewer' if change.by_review else 'resolved'}"
    what = f"{KIND_WORD[change.kind].lower()}, " if change.kind else ""
    label = "conflicts" if change.after and change.after.strength == 4 else "may conflict"
    where = f", {one_line(change.clause.provision_label)}" if change.clause and change.clause.provision_label else ""
    said = f", {review_words(change.clause)}" if change.clause and change.clause.review else ""
    return f"{name}: {what}{label}, {severity_word(change.severity).lower()} severity{where}{said}"


def _names(clones: tuple[CloneRef, ...]) -> str:
    listed = ", ".join(one_line(clone.name) for clone in clones[:_CLONES])
    return f"{listed} and {len(clones) - _CLONES} more" if len(clones) > _CLONES else listed


def _clones(entry: Entry) -> tuple[str, ...]:
    lines = []
    if entry.twins:
        lines.append(f"Same clause, also {entry.item.kind.value}, in: {_names(entry.twins)}")
    if entry.elsewhere:
        lines.append(f"Same clause in: {_names(entry.elsewhere)}")
    return tuple(lines)


def _unjudged(entry: Unjudged) -> UnjudgedView:
    problem = unjudged_words(entry.kind, clip(entry.version_note, _NOTE))
    if entry.flagged_before:
        problem += "; an earlier text is flagged"
    return UnjudgedView(
        name=one_line(entry.name),
        title=clip(entry.title, _TITLE) or "(no title)",
        problem=problem,
        reason="" if entry.kind is UnjudgedKind.MISSING else clip(entry.reason, _NOTE * 2),  # the problem says it
        link=entry.link,
        sample=entry.sample,
    )


def _other_unjudged(digest: Digest) -> str:
    count = digest.other_unjudged
    if not count:
        return ""
    what = "more text" if digest.unjudged else "text"
    either = " either" if digest.unjudged else ""
    does = "its title does" if count == 1 else "their titles do"
    return f"{plural(count, what)} could not be read{either}; {does} not speak of AI."


def _cited(digest: Digest, positions: PositionSet) -> tuple[PositionView, ...]:
    """In the order in which the entries name them, those of the short lines included."""
    named = [change.position for entry in digest.entries for change in (entry.item.main, *entry.item.others)]
    found = (_position(positions, name) for name in dict.fromkeys(named))
    return tuple(
        PositionView(
            name=position.short_name,
            title=position.title,
            authority=position.authority,
            citation=position.citation,
            force=position.legal_force,
        )
        for position in found
        if position is not None
    )
