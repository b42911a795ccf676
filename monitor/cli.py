"""The one command ``preempt``: sub-commands by text reference, so that ``--help`` is fast and imports nobody."""

from __future__ import annotations

import importlib
import sys
from typing import Any, Final

import click

from monitor.errors import ConfigError, ExitCode, PreemptError

__all__ = ["LazyGroup", "cli", "main"]

# name -> (module:attribute, one line for --help)
_COMMANDS: Final = {
    "init": ("monitor.cli_init:init", "Create or upgrade the database."),
    "config": ("monitor.cli_config:config", "Show the effective settings."),
    "crawl": ("crawlers.cli:crawl", "Collect bills from a source."),
    "samples": ("crawlers.samples.cli:samples", "Serve fictional bills on this machine, to try the crawlers."),
    "quota": ("monitor.cli_quota:quota", "Show how many calls each provider's key has left."),
    "coverage": ("monitor.cli_coverage:coverage", "Say what is known of each jurisdiction, and how old it is."),
    "assess": ("monitor.cli_assess:assess", "Judge files, or what the database has not judged yet."),
    "findings": ("monitor.cli_findings:findings", "Print findings by jurisdiction and position."),
    "bill": ("monitor.cli_bill:bill", "Print one bill with its findings and the court cases about it."),
    "litigation": ("monitor.cli_litigation:litigation", "Court cases about state AI laws, and which bills they mark."),
    "clocks": ("monitor.cli_clocks:clocks", "Days to come: comments, agencies, state laws; text, JSON or a calendar."),
    "second-opinion": ("monitor.cli_second_opinion:second_opinion", "Ask a language model about provisions in doubt."),
    "review": ("monitor.cli_review:review", "Confirm, reject, relabel and add findings; list what waits."),
    "clones": ("monitor.cli_clones:clones", "Find clauses that travel from bill to bill, and show their families."),
    "reassess": ("monitor.cli_reassess:reassess", "Say what judging anew would change, before it does."),
    "evaluate": ("monitor.cli_evaluate:evaluate", "Measure the classifier on labelled texts."),
    "train": ("monitor.cli_train:train", "Learn confidences and proposals from labelled texts."),
    "positions": ("monitor.cli_positions:positions", "List and show the federal positions."),
    "federal": ("monitor.cli_federal:federal", "Federal documents, and which of them bear on the positions."),
    "pages": ("monitor.cli_pages:pages", "Watch federal pages: list, show copies, differences, add, remove."),
    "readers": ("alerts.cli_readers:readers", "Add, list and remove readers and their rules."),
    "digest": ("alerts.cli_digest:digest", "Preview and send digests."),
    "bounces": ("alerts.cli_bounces:bounces", "Read reports of mail that came back, and list them."),
    "serve": ("alerts.cli_serve:serve", "Serve the pages that links of mails lead to."),
    "run": ("monitor.cli_run:run", "Run the service: crawl, assess and digest on schedule."),
    "jobs": ("monitor.cli_run:jobs", "List the scheduled jobs and their next times."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called; listing them imports nothing."""

    def __init__(self, *args: Any, lazy: dict[str, tuple[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lazy = lazy or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order in which a new user needs them."""
        return [*self.lazy, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the one that is asked for."""
        if cmd_name not in self.lazy:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = self.lazy[cmd_name][0].partition(":")
        command = getattr(importlib.import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{self.lazy[cmd_name][0]} is not a command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list from the table, without importing."""
        del ctx
        rows = [(name, line) for name, (_, line) in self.lazy.items()]
        rows += [(name, self.commands[name].get_short_help_str()) for name in sorted(self.commands)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


_EPILOG: Final = """\b
Examples:
  preempt init
  preempt crawl openstates-files --path samples/day1
  preempt assess
  preempt digest preview
\b
Exit codes: 0 done, 1 failed, 2 wrong use, 3 done with item errors.
Settings: PREEMPT_* variables or a TOML file named by PREEMPT_CONFIG; see `preempt config show`.
"""


@click.group(cls=LazyGroup, lazy=_COMMANDS, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="preemption-monitor", prog_name="preempt")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Find provisions of US state AI bills that conflict with stated federal positions, and tell who needs to know."""
    if ctx.invoked_subcommand is not None and "--help" not in sys.argv and "-h" not in sys.argv:
        from monitor.config import load_settings  # noqa: PLC0415 - help must not pay for pydantic
        from monitor.log import configure_logging  # noqa: PLC0415

        settings = load_settings()
        configure_logging(level=settings.log_level, style=settings.log_format)
        ctx.obj = settings


def main() -> None:
    """Run the command; an error of ours is one line on standard error and its exit code."""
    try:
        status = cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("stopped", err=True)
        sys.exit(ExitCode.FAILED)
    except click.ClickException as error:
        error.show()
        sys.exit(ExitCode.WRONG_USE if isinstance(error, click.UsageError) else ExitCode.FAILED)
    except PreemptError as error:
        prefix = "wrong setting: " if isinstance(error, ConfigError) else "error: "
        click.echo(f"preempt: {prefix}{error}", err=True)
        sys.exit(error.exit_code)
    sys.exit(status if isinstance(status, int) else ExitCode.DONE)
