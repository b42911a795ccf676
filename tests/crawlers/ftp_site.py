"""An FTP server on loopback with files by path, listed in the style of IIS; it remembers what was asked."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass
class FtpSite:
    """Files by path with their times, and replies that stand in the place of a transfer."""

    port: int = 0
    files: dict[str, bytes] = field(default_factory=dict)
    times: dict[str, str] = field(default_factory=dict)
    replies: dict[str, str] = field(default_factory=dict)
    pasv_host: str = "127,0,0,1"
    asked: list[str] = field(default_factory=list)
    logins: int = 0

    @property
    def url(self) -> str:
        return f"ftp://127.0.0.1:{self.port}/"

    def content(self, command: str, path: str) -> bytes | None:
        if command == "RETR":
            return self.files.get(path)
        inside = {name[len(path) :].partition("/")[::2] for name in self.files if name.startswith(path)}
        if not inside:
            return None
        lines: dict[str, None] = {}
        for name, further in sorted(inside):
            when = self.times.get(path + name, "06-25-25  05:02PM")
            is_directory = bool(further) or f"{path}{name}" not in self.files
            size = "      <DIR>         " if is_directory else f"{len(self.files[path + name]):>20}"
            lines[f"{'06-25-25  05:02PM' if is_directory else when} {size} {name}"] = None
        return "".join(f"{line}\r\n" for line in lines).encode()


class _Handler(socketserver.StreamRequestHandler):
    timeout = 20

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        site: FtpSite = self.server.site  # type: ignore[attr-defined]
        data: socket.socket | None = None
        self.say("220 a sample")
        while line := self.rfile.readline(4096).decode().strip():
            command, _, path = line.partition(" ")
            if command == "PASV":
                data = socket.create_server(("127.0.0.1", 0))
                port = data.getsockname()[1]
                self.say(f"227 Entering Passive Mode ({site.pasv_host},{port // 256},{port % 256})")
            elif command in {"LIST", "RETR"}:
                site.asked.append(f"{command} {path}")
                assert data is not None
                self.transfer(site, data, command, path)
                data = None
            elif command == "PASS":
                site.logins += 1
                self.say("230 logged in")
            else:
                self.say("331 go on" if command == "USER" else "200 done")

    def transfer(self, site: FtpSite, data: socket.socket, command: str, path: str) -> None:
        with data:
            body = site.content(command, path)
            if path in site.replies or body is None:
                self.say(site.replies.get(path, "550 The system cannot find the file specified."))
                return
            self.say("150 opening")
            found, _ = data.accept()
            with found:
                found.sendall(body)
            self.say("226 done")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@contextmanager
def an_ftp_site() -> Iterator[FtpSite]:
    site = FtpSite()
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.site: Any = site  # type: ignore[attr-defined, misc]
        site.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()
