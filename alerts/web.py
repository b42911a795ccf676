"""What does a link of a mail do? GET shows a page and changes nothing, POST acts; the token is all it takes.

Scanners follow links of mails, so no GET acts. Mail programs send the POST of RFC 8058 without cookies, and whoever
has the mail may act on it, so there is no session, no sign-in and no redirect on the way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from alerts import pages
from alerts.links import Links, reader_of, revoke_links
from alerts.preferences import Form, read_form, save_preferences
from alerts.readers import KnownReader, begin_digests, end_digests, load_reader
from monitor.clock import Clock, system_clock
from monitor.log import get_logger
from monitor.model.position import PositionSet
from monitor.model.reader import LinkUse
from monitor.store.engine import Store

__all__ = ["mail_app"]

_MAX_FORM: Final = 16 * 1024
_MAX_FIELDS: Final = 500
_ENDED: Final = "ended by the reader"
_log = get_logger("preempt.mail")


def mail_app(store: Store, *, base: str, positions: PositionSet, clock: Clock = system_clock) -> Starlette:
    """The pages, as an application that can be mounted in another; ``base`` is its address as readers reach it."""
    desk = _Desk(store=store, base=base.rstrip("/"), positions=positions, clock=clock)
    app = Starlette(
        routes=[
            Route("/mail/{token}", desk.settings, methods=["GET"]),
            Route("/mail/{token}", desk.change, methods=["POST"]),
            Route("/mail/{token}/stop", desk.ask_stop, methods=["GET"]),
            Route("/mail/{token}/stop", desk.stop, methods=["POST"]),
            Route("/mail/{token}/begin", desk.ask_begin, methods=["GET"]),
            Route("/mail/{token}/begin", desk.begin, methods=["POST"]),
            Route("/healthz", _healthy),
        ],
        exception_handlers={HTTPException: _wrong, Exception: _failed},
    )
    app.router.redirect_slashes = False  # a redirect would carry the token, and one click follows none
    return app


class _NoLinkError(HTTPException):
    """The token stands for nobody."""

    def __init__(self) -> None:
        super().__init__(404)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """Answers."""

    store: Store
    base: str
    positions: PositionSet
    clock: Clock

    def _links(self, request: Request) -> Links:
        return Links(base=self.base, token=request.path_params["token"])

    def _known(self, request: Request, use: LinkUse = LinkUse.DIGEST) -> KnownReader:
        with self.store.read() as session:
            reader_id = reader_of(session, request.path_params["token"], use=use)
            if reader_id is None:
                raise _NoLinkError
            return load_reader(session, reader_id)

    def settings(self, request: Request) -> Response:
        """How the digests come."""
        return _page(pages.settings_page(self._known(request), self._links(request), self.positions))

    async def change(self, request: Request) -> Response:
        """Another way, or once more."""
        form = await _form(request)
        return await run_in_threadpool(self._change, request, form)

    def _change(self, request: Request, form: Form) -> Response:
        known, links = self._known(request), self._links(request)
        if not known.reader.active:
            if form.get("start"):
                with self.store.write() as session:
                    begin_digests(session, known.reader.id, now=self.clock())
                said = "Digests are sent again; what happened in between is not."
                return _page(pages.settings_page(self._known(request), links, self.positions, said=said))
            return _page(pages.settings_page(known, links, self.positions))
        wanted, problems = read_form(form, known, now=self.clock())
        if problems:
            page = pages.settings_page(known, links, self.positions, form=form, problems=problems)
            return _page(page, status=422)
        save_preferences(self.store, known.reader.id, wanted)
        _log.info("a reader changed the digest", reader=known.reader.id)
        return _page(pages.settings_page(self._known(request), links, self.positions, said="Saved."))

    def ask_stop(self, request: Request) -> Response:
        """Shall it end?"""
        known = self._known(request)
        show: Callable[[KnownReader, Links], str] = pages.stop_page if known.reader.active else pages.stopped_page
        return _page(show(known, self._links(request)))

    def stop(self, request: Request) -> Response:
        """It ends: by the button of the page, or by the one click of a mail program. Once more is no error."""
        known = self._known(request)
        with self.store.write() as session:
            dropped = end_digests(session, known.reader.id, why=_ENDED)
        _log.info("a reader ended the digest", reader=known.reader.id, dropped=dropped)
        return _page(pages.stopped_page(known, self._links(request)))

    def ask_begin(self, request: Request) -> Response:
        """Shall it begin?"""
        return _page(pages.invitation_page(self._known(request, LinkUse.INVITATION), self._links(request)))

    def begin(self, request: Request) -> Response:
        """It begins; the invitation is used up."""
        known = self._known(request, LinkUse.INVITATION)
        now = self.clock()
        with self.store.write() as session:
            begin_digests(session, known.reader.id, now=now)
            revoke_links(session, known.reader.id, now=now, use=LinkUse.INVITATION)
        _log.info("a reader accepted the invitation", reader=known.reader.id)
        return _page(pages.begun_page(known))


async def _form(request: Request) -> Form:
    """The fields, of a form that is not larger than ours can be."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MAX_FORM:
            raise HTTPException(413)
    try:
        return parse_qs(body.decode("ascii"), keep_blank_values=True, max_num_fields=_MAX_FIELDS)
    except ValueError as error:
        raise HTTPException(400) from error


def _page(content: str, *, status: int = 200) -> Response:
    return HTMLResponse(content, status_code=status, headers=pages.HEADERS)


def _wrong(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if isinstance(error, _NoLinkError):
        heading = "This link does nothing any more"
        words = (
            "It was revoked, or a part of it is missing. If you still receive digests, use a link of the newest one."
        )
    elif status == 404:
        heading, words = "There is no such page", "Use a link of the newest digest."
    else:
        heading, words = "That could not be read", "Go back, and try it once more."
    answer = _page(pages.problem_page(heading, words), status=status)
    if isinstance(error, HTTPException) and error.headers:
        answer.headers.update(error.headers)
    return answer


def _failed(_request: Request, error: Exception) -> Response:
    _log.error("a page failed", error=error.__class__.__name__)
    words = "Nothing was changed. Please try it again later, or write to whoever sent the digest."
    return _page(pages.problem_page("Something is wrong on our side", words), status=500)


def _healthy(_request: Request) -> Response:
    return PlainTextResponse("ok", headers={"Cache-Control": "no-store"})
