"""``preempt samples``: fictional bills on loopback, answered as the real sources answer."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.errors import ExitCode, PreemptError

if TYPE_CHECKING:
    from crawlers.samples.server import SampleServer

__all__ = ["samples"]

_LOOK_SECONDS = 3600.0


@click.group(epilog="\b\nExamples:\n  preempt samples serve\n  preempt samples faults")
def samples() -> None:
    """Serve fictional bills on this machine, to try the crawlers without a key or a network."""


_SERVE_EXAMPLES = """\b
Examples:
  preempt samples serve
  preempt samples serve --port 8765 --day 2 --count
  preempt samples serve --faults unavailable:2,legiscan/wrong-md5
  preempt samples serve --bills 2000 --per-minute 10 --json
"""


@samples.command("serve", epilog=_SERVE_EXAMPLES)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="On loopback alone; without it a free one.")
@click.option("--day", type=click.IntRange(min=1), default=1, show_default=True, help="Which day of the samples.")
@click.option(
    "--faults",
    multiple=True,
    metavar="[PROVIDER/]NAME[:TIMES]",
    help="Fail in this way; repeat, or use commas. See `preempt samples faults`.",
)
@click.option("--bills", type=click.IntRange(0, 100_000), default=0, help="So many generated bills on top.")
@click.option("--per-minute", type=click.IntRange(min=0), default=0, help="Limit of Open States; 0 is none.")
@click.option("--quota", type=click.IntRange(min=0), default=0, help="Queries that LegiScan answers; 0 is no limit.")
@click.option("--crawl-delay", type=click.FloatRange(0, 600), default=0.0, help="Seconds that robots.txt asks for.")
@click.option("--local-links", is_flag=True, help="Links to texts lead to this server instead of example.org.")
@click.option("--count", is_flag=True, help="At the end, print the requests by endpoint.")
@click.option("--json", "as_json", is_flag=True, help="Print the base addresses, and the counts, as JSON lines.")
@click.option(
    "--samples",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder `samples` of a clone, when it is not beside the program.",
)
def serve(
    *,
    port: int,
    day: int,
    faults: tuple[str, ...],
    bills: int,
    per_minute: int,
    quota: int,
    crawl_delay: float,
    local_links: bool,
    count: bool,
    as_json: bool,
    folder: Path | None,
) -> int:
    """Answer as LegiScan, Open States v3 and the archive host of bill files, until SIGTERM or SIGINT.

    Every bill is fictional. Any key is accepted; an empty one is refused as the real services refuse it.
    """
    from crawlers.samples.faults import FaultError  # noqa: PLC0415 - help must not pay for the samples
    from crawlers.samples.read_samples import SAMPLES  # noqa: PLC0415
    from crawlers.samples.server import SampleServer  # noqa: PLC0415
    from monitor.stop import stop_signals  # noqa: PLC0415

    with stop_signals() as stop:
        try:
            server = SampleServer(
                port=port,
                day=day,
                faults=[name for names in faults for name in names.split(",")],
                bills=bills,
                per_minute=per_minute,
                quota=quota,
                crawl_delay=crawl_delay,
                local_links=local_links,
                samples=folder or SAMPLES,
            )
        except FaultError as error:
            raise click.BadParameter(str(error), param_hint="--faults") from error
        except OSError as error:
            raise PreemptError(f"cannot listen on port {port}: {error.strerror}") from error
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        _say_where(server, as_json=as_json)
        while not stop.is_set():
            stop.sleep(_LOOK_SECONDS)
        server.stop()
        thread.join()
    if count:
        _print_counts(server, as_json=as_json)
    return int(ExitCode.DONE)


def _say_where(server: SampleServer, *, as_json: bool) -> None:
    addresses = {
        "legiscan": server.legiscan,
        "openstates": server.openstates,
        "archive": server.archive,
        "robots": f"{server.base}/robots.txt",
    }
    if as_json:
        click.echo(json.dumps({"base": server.base, **addresses, "day": server.day}))
        return
    click.echo(f"serving fictional bills of day {server.day} on {server.base}; stop with Ctrl-C")
    for name, address in addresses.items():
        click.echo(f"{name:<11}{address}")


def _print_counts(server: SampleServer, *, as_json: bool) -> None:
    counts = dict(sorted(server.counts.items()))
    if as_json:
        click.echo(json.dumps({"requests": counts, "total": sum(counts.values())}))
        return
    for endpoint, number in counts.items():
        click.echo(f"{number:>7}  {endpoint}")
    click.echo(f"{sum(counts.values()):>7}  requests")


@samples.command("faults", epilog="\b\nExamples:\n  preempt samples faults\n  preempt samples faults --json")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
def list_faults(*, as_json: bool) -> None:
    """List the ways in which the server can fail."""
    from crawlers.samples.faults import FAULTS  # noqa: PLC0415 - help must not pay for the samples

    if as_json:
        click.echo(json.dumps([{"fault": name, "what": mode.what} for name, mode in FAULTS.items()], indent=2))
        return
    for name, mode in FAULTS.items():
        click.echo(f"{name:<22}{mode.what}")
