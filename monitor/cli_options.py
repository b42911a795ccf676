"""What do several commands take in the same words? Their options, and what reads the values."""

from __future__ import annotations

import click

from monitor.model.jurisdiction import UnknownJurisdictionError, jurisdiction

__all__ = ["jurisdiction_code", "jurisdictions_option"]


def jurisdiction_code(_ctx: click.Context, _option: click.Parameter, value: str | None) -> str:
    """One code of a jurisdiction, empty when none was given.

    :raises click.BadParameter: when there is no such jurisdiction.
    """
    if not value:
        return ""
    try:
        return jurisdiction(value).code
    except UnknownJurisdictionError as error:
        raise click.BadParameter(str(error)) from error


def _jurisdiction_codes(context: click.Context, option: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(jurisdiction_code(context, option, value) for value in values)


jurisdictions_option = click.option(
    "--jurisdiction",
    "--state",
    "-j",
    "codes",
    multiple=True,
    callback=_jurisdiction_codes,
    help="Only this one (CA, DC, US); repeat.",
)
"""``--jurisdiction``, repeated; the command gets ``codes``, each known."""
