"""``preempt serve``: the pages that links of mails lead to."""

from __future__ import annotations

from threading import Thread
from typing import Final

import click

from monitor.config import Settings
from monitor.errors import ExitCode
from monitor.stop import stop_signals

__all__ = ["serve"]

_LOOK_SECONDS: Final = 0.2
_EXAMPLES: Final = """\b
Examples:
  preempt serve
  PREEMPT_PUBLIC_URL=https://preempt.example.gov preempt serve --port 8700
"""


@click.command(epilog=_EXAMPLES)
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen, behind a proxy with TLS.")
@click.option("--port", type=click.IntRange(0, 65535), default=8700, show_default=True, help="0: a free one.")
@click.pass_obj
def serve(settings: Settings, *, host: str, port: int) -> int:
    """Serve the pages of readers (stop, change, begin a digest), until SIGTERM or SIGINT.

    Mails hold links only when PREEMPT_PUBLIC_URL says where readers reach these pages.
    """
    import uvicorn  # noqa: PLC0415 - help must not pay for it

    from alerts.web import mail_app  # noqa: PLC0415
    from monitor.log import get_logger  # noqa: PLC0415
    from monitor.positions import load_positions  # noqa: PLC0415
    from monitor.store.engine import Store  # noqa: PLC0415
    from monitor.store.migrate import check_current  # noqa: PLC0415

    log = get_logger("preempt.serve")
    with Store(settings.database) as store:
        check_current(store)
        if not settings.public_url:
            log.warning("mails hold no links to these pages; set PREEMPT_PUBLIC_URL")
        base = settings.public_url or f"http://{host}:{port}"
        app = mail_app(store, base=base, positions=load_positions())
        # no access log: the addresses hold tokens
        server = uvicorn.Server(
            uvicorn.Config(app, host=host, port=port, access_log=False, log_level="warning", server_header=False)
        )
        thread = Thread(target=server.run)  # there it leaves signals alone
        with stop_signals() as stop:
            thread.start()
            click.echo(f"serving on http://{host}:{port}; end it with Ctrl-C", err=True)
            while thread.is_alive() and not stop.asked:
                stop.sleep(_LOOK_SECONDS)
            server.should_exit = True
            thread.join()
    return int(ExitCode.DONE if server.started else ExitCode.FAILED)
