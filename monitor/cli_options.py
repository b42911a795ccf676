"""What do several commands take in the same words? Callbacks of their options."""

from __future__ import annotations

import click

from monitor.model.jurisdiction import UnknownJurisdictionError, jurisdiction

__all__ = ["jurisdiction_code", "jurisdiction_codes"]


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


def jurisdiction_codes(context: click.Context, option: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Several of them."""
    return tuple(jurisdiction_code(context, option, value) for value in values)
