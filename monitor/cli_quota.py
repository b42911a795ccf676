"""``preempt quota``: how many calls each key has used and left, and when its windows end."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import click

from monitor.config import Settings

if TYPE_CHECKING:
    from monitor.model.quota import Provider, WindowKind
    from monitor.services.quota import KeyStanding

__all__ = ["quota"]

_EXAMPLES: Final = """\b
Examples:
  preempt quota
  preempt quota --json | jq '.[] | {provider, keys}'
"""


@click.command(epilog=_EXAMPLES)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list, one object a provider.")
@click.pass_obj
def quota(settings: Settings, *, as_json: bool) -> None:
    """Show how many calls each key has used, what is left, and when each window ends (UTC).

    A call counts before it is made, whatever comes of it. Keys are not stored: each is named by a hash.
    """
    from monitor.clock import system_clock  # noqa: PLC0415 - help must not pay for SQLAlchemy
    from monitor.services.quota import providers, standings  # noqa: PLC0415
    from monitor.store.engine import Store  # noqa: PLC0415
    from monitor.store.migrate import check_current  # noqa: PLC0415

    with Store(settings.database) as store:
        check_current(store)
        found = [
            (provider, standings(store, provider, clock=system_clock)) for provider in providers(settings).values()
        ]
    if as_json:
        rows = [_provider_json(provider) | {"keys": [_key_json(one) for one in keys]} for provider, keys in found]
        click.echo(json.dumps(rows, indent=2))
        return
    for provider, keys in found:
        if not keys:
            limits = ", ".join(f"{limit.calls:,} {_a(limit.window.value)}" for limit in provider.limits)
            click.echo(f"{provider.name}: no call was made yet; {limits}")
        for one in keys:
            _print(one)


def _a(window: str) -> str:
    return f"an {window}" if window == "hour" else f"a {window}"


def _print(one: KeyStanding) -> None:
    unsettled = f"; {one.unsettled} without an outcome" if one.unsettled else ""
    click.echo(f"{one.provider.name}, key {one.key_hash}{unsettled}")
    for row in _windows(one):
        of = f" of {row['limit']:,}" if row["limit"] else ""
        left = "" if row["left"] is None else f", {row['left']:,} left"
        said = "; the provider said that it is used up" if row["exhausted"] else ""
        rest = f" ({row['left_to_the_rest']:,} for what is not essential)"
        click.echo(f"  {row['window']:6}  {row['used']:,}{of} used{left}{rest}{said}; ends {row['ends'][:16]}Z")
    if one.windows[-1].buckets:
        click.echo("          " + ", ".join(f"{bucket} {calls:,}" for bucket, calls in one.windows[-1].buckets.items()))


def _provider_json(provider: Provider) -> dict[str, Any]:
    limits = [
        {
            "window": limit.window.value,
            "calls": limit.calls,
            "soft_stop": limit.ceiling(essential=False),
            "hard_stop": limit.ceiling(essential=True),
        }
        for limit in provider.limits
    ]
    return {"provider": provider.name, "limits": limits, "essential": sorted(provider.essential)}


def _key_json(one: KeyStanding) -> dict[str, Any]:
    return {"key": one.key_hash, "unsettled": one.unsettled, "windows": _windows(one)}


def _windows(one: KeyStanding) -> list[dict[str, Any]]:
    """Each counted window with what it leaves; ``left`` is null where only the pace of the day counts."""
    limits = {limit.window: limit.calls for limit in one.provider.limits}
    essential, rest = _left(one, essential=True), _left(one, essential=False)
    return [
        {
            "window": use.window.kind.value,
            "ends": use.window.end.isoformat(),
            "used": use.calls,
            "limit": limits.get(use.window.kind),
            "left": essential.get(use.window.kind),
            "left_to_the_rest": rest[use.window.kind],
            "exhausted": use.exhausted_at is not None,
            "buckets": dict(use.buckets),
        }
        for use in one.windows
    ]


def _left(one: KeyStanding, *, essential: bool) -> dict[WindowKind, int]:
    from monitor.model.quota_decide import headroom  # noqa: PLC0415 - help must not pay for it
    from monitor.store.quota_repository import used_in  # noqa: PLC0415

    found: dict[WindowKind, int] = {}
    for room in headroom(one.provider, essential=essential, at=one.at, used=used_in(one.windows)):
        found[room.window.kind] = min(room.left, found.get(room.window.kind, room.left))
    return found
