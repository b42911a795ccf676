"""``preempt pages``: which federal pages are watched, how they stand, and what changed in them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import click

from monitor.config import Settings
from monitor.printable import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.services.page_list import PageCopy

__all__ = ["pages"]

_EXAMPLES: Final = """\b
Examples:
  preempt pages list
  preempt pages add https://agency.example/ai/notice --title "Notice on AI"
  preempt crawl run page-watch
  preempt pages show caisi --text
  preempt pages diff caisi
  preempt pages remove caisi
"""


@click.group(epilog=_EXAMPLES)
def pages() -> None:
    """Watch federal pages. `preempt crawl run page-watch` asks for each once and keeps what changed.

    A page is gone after three confirmed misses (404 or 410, in crawls that lie apart); its last copy stays at hand. A
    wall, a redirect to another page, an empty body, an error of the server or no answer say nothing about it.
    """


@pages.command("list", epilog="\b\nExamples:\n  preempt pages list\n  preempt pages list --all --json")
@click.option("--all", "with_left", is_flag=True, help="Also pages that were taken off the list.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@click.pass_obj
def list_(settings: Settings, *, with_left: bool, as_json: bool) -> None:
    """List the watched pages and how each stands."""
    from monitor.services.page_list import list_pages  # noqa: PLC0415 - help must not pay for SQLAlchemy
    from monitor.store.engine import Store  # noqa: PLC0415
    from monitor.store.migrate import check_current  # noqa: PLC0415

    with Store(settings.database) as store:
        check_current(store)
        found = list_pages(store, with_left=with_left)
    if as_json:
        click.echo(json.dumps([page.as_json() for page in found], indent=2))
        return
    for page in found:
        left = "" if page.on_list else "; off the list"
        click.echo(f"{page.facts.id}  {page.state}{left}  {printable(page.facts.title)}")
        click.echo(f"    {page.facts.address}")
        if page.gone_since:
            click.echo(
                f"    gone since {page.gone_since:%Y-%m-%d %H:%M}Z; the last copy: preempt pages show {page.facts.id}"
            )
        elif page.problem:
            misses = f" ({page.misses} counted)" if page.misses else ""
            click.echo(f"    the last look: {printable(page.problem)}{misses}")


@pages.command(epilog="\b\nExamples:\n  preempt pages show caisi\n  preempt pages show caisi --text --copy 2")
@click.argument("page")
@click.option("--text", "with_text", is_flag=True, help="Print the words of the last copy, or of --copy.")
@click.option("--copy", "number", type=click.IntRange(min=1), help="Which copy, counted from the oldest.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object; with the words of the copy.")
@click.pass_obj
def show(settings: Settings, *, page: str, with_text: bool, number: int | None, as_json: bool) -> None:
    """Show a page, by its name or address, and its copies; the bytes of each lie in the raw folder."""
    from monitor.services.page_list import show_page  # noqa: PLC0415 - help must not pay for SQLAlchemy
    from monitor.store.engine import Store  # noqa: PLC0415
    from monitor.store.migrate import check_current  # noqa: PLC0415
    from monitor.store.raw import RawStore  # noqa: PLC0415

    with Store(settings.database) as store:
        check_current(store)
        shown, copies = show_page(store, page)
    copy = _copy(copies, number) if copies else None
    if as_json:
        content = shown.as_json() | {"all_copies": [one.as_json() for one in copies]}
        click.echo(json.dumps(content | {"text": copy.text if copy is not None else None}, indent=2))
        return
    if with_text:
        for line in (copy.text if copy is not None else "").split("\n"):
            click.echo(printable(line))
        return
    click.echo(f"{shown.facts.id}: {printable(shown.facts.title)}")
    click.echo(shown.facts.address)
    since = f" since {shown.gone_since:%Y-%m-%d %H:%M}Z" if shown.gone_since else ""
    click.echo(f"{shown.state}{since}{'' if shown.on_list else '; off the list'}")
    if shown.problem:
        click.echo(f"the last look: {printable(shown.problem)}")
    raw = RawStore(settings.raw_dir)
    for one in copies:
        click.echo(f"copy {one.number}, from {one.seen_at:%Y-%m-%d %H:%M}Z on, {len(one.text):,} characters")
        click.echo(f"    {raw.path(one.raw_sha256)}")
    if not copies:
        click.echo("no copy yet: preempt crawl run page-watch")


@pages.command(epilog="\b\nExamples:\n  preempt pages diff caisi\n  preempt pages diff caisi --from 1 --to 3 --json")
@click.argument("page")
@click.option("--from", "before", type=click.IntRange(min=1), help="The older copy; the last but one by default.")
@click.option("--to", "after", type=click.IntRange(min=1), help="The newer copy; the last by default.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def diff(settings: Settings, *, page: str, before: int | None, after: int | None, as_json: bool) -> None:
    """Print what changed between two copies of a page, as words: nothing of its markup."""
    from monitor.services.page_list import show_page  # noqa: PLC0415 - help must not pay for SQLAlchemy
    from monitor.store.engine import Store  # noqa: PLC0415
    from monitor.store.migrate import check_current  # noqa: PLC0415
    from monitor.text.page_text import difference  # noqa: PLC0415

    with Store(settings.database) as store:
        check_current(store)
        _, copies = show_page(store, page)
    newer = _copy(copies, after)
    if newer.number == 1 and before is None:
        raise click.UsageError("there is one copy: nothing to compare it with")
    older = _copy(copies, before or newer.number - 1)
    found = difference(older.text, newer.text)
    if as_json:
        content = {"from": older.as_json(), "to": newer.as_json(), "added": found.added, "removed": found.removed}
        click.echo(json.dumps(content | {"lines": found.lines, "left_out": found.left_out}, indent=2))
        return
    old, new = (f"copy {one.number} ({one.seen_at:%Y-%m-%d %H:%M}Z)" for one in (older, newer))
    click.echo(f"{old} to {new}")
    for line in found.lines:
        click.echo(printable(line))
    if found.left_out:
        click.echo(f"and {found.left_out:,} lines more")


def _copy(copies: Sequence[PageCopy], number: int | None) -> PageCopy:
    if not copies:
        raise click.UsageError("there is no copy yet: run `preempt crawl run page-watch`")
    if number is not None and number > len(copies):
        raise click.UsageError(f"there are {len(copies)} copies")
    return copies[-1 if number is None else number - 1]


@pages.command(epilog='\b\nExamples:\n  preempt pages add https://agency.example/ai --title "AI at the agency"')
@click.argument("address")
@click.option("--title", default="", help="What it is, for people.")
@click.option("--form", type=click.Choice(["html", "pdf"]), default="html", show_default=True, help="What comes.")
@click.pass_obj
def add(settings: Settings, *, address: str, title: str, form: str) -> None:
    """Put a page on the list, or back on it. It is first asked for by the next crawl."""
    from monitor.clock import system_clock  # noqa: PLC0415 - help must not pay for SQLAlchemy
    from monitor.model.watched_page import (  # noqa: PLC0415
        BadAddressError,
        PageFacts,
        PageForm,
        checked_address,
        name_of,
    )
    from monitor.services.page_list import add_page  # noqa: PLC0415
    from monitor.store.engine import Store  # noqa: PLC0415
    from monitor.store.migrate import check_current  # noqa: PLC0415

    try:
        checked = checked_address(address)
    except BadAddressError as error:
        raise click.BadParameter(str(error), param_hint="ADDRESS") from error
    said = printable(title)[:200] or checked
    page = PageFacts(id=name_of(checked), address=checked, title=said, form=PageForm(form), by_hand=True)
    with Store(settings.database) as store:
        check_current(store)
        changed = add_page(store, page, clock=system_clock)
    click.echo(f"{'watched from the next crawl on' if changed else 'it is on the list already'}: {checked}")


@pages.command(epilog="\b\nExamples:\n  preempt pages remove caisi")
@click.argument("page")
@click.pass_obj
def remove(settings: Settings, *, page: str) -> None:
    """Take a page off the list, by its name or address; its copies and events stay."""
    from monitor.clock import system_clock  # noqa: PLC0415 - help must not pay for SQLAlchemy
    from monitor.services.page_list import remove_page  # noqa: PLC0415
    from monitor.store.engine import Store  # noqa: PLC0415
    from monitor.store.migrate import check_current  # noqa: PLC0415

    with Store(settings.database) as store:
        check_current(store)
        found = remove_page(store, page, clock=system_clock)
    click.echo(f"off the list: {found.id} ({found.address})")
