"""From a game's folder to a table that is open: the socket, the links, and the end in order."""

from __future__ import annotations

import asyncio
import errno
import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import Any, Final

import uvicorn

from sim.domain.decisions.views import Seat
from sim.errors import ResultsError, UsageError
from sim.tabletop.game.game import Game
from sim.tabletop.programs.seat import LIMIT
from sim.tabletop.web.app import Site
from sim.tabletop.web.host import Host
from sim.tabletop.web.links import Links
from sim.tabletop.web.room import Room
from sim.tabletop.web.seating.attendants import Attendant
from sim.tabletop.web.seating.program_seats import ProgramSeats

LOCAL: Final = "127.0.0.1"
#: Seconds that answers under way may take once the table closes.
_GRACE: Final = 2
#: Connections that may wait to be taken.
_WAITING: Final = 256
#: Seconds between two looks at whether the table is still open.
_LOOK: Final = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a table stands: an address of this machine, a port (0 for any), and how it is kept
    from being listened to.
    """

    host: str = LOCAL
    port: int = 0
    certificate: Path | None = None
    key: Path | None = None

    @property
    def is_local(self) -> bool:
        """Whether nobody but this machine can come."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def scheme(self) -> str:
        """How its addresses begin."""
        return "http" if self.certificate is None else "https"


@dataclass(frozen=True, slots=True, kw_only=True)
class Others:
    """Who plays beside the people in the seats: which programs sit where, and how many seconds each
    has for an answer; who is beside the seats.
    """

    seats: Mapping[Seat, str]
    limit: float
    beside: Sequence[Attendant] = ()


NOBODY: Final = Others(seats={}, limit=LIMIT)


def open_socket(place: Place) -> socket.socket:
    """A socket that listens there, or a sentence that says why none can."""
    try:
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
        return _bound_socket(found[0])
    except OSError as error:
        where = f"{place.host} port {place.port}"
        if error.errno == errno.EADDRINUSE:
            why = "another program listens there. Choose another --port; 0 takes a free one"
        elif error.errno == errno.EACCES:
            why = "that needs more rights than you have. Choose a --port from 1024 on"
        else:
            why = error.strerror or str(error)
        raise ResultsError(f"{where}: {why}.") from error


def _bound_socket(found: tuple[Any, ...]) -> socket.socket:
    family, kind, _, _, address = found
    listening = socket.socket(family, kind)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(_WAITING)
    except OSError:
        listening.close()
        raise
    return listening


def expect_certificate(place: Place) -> None:
    """Say what is wrong with a certificate or its key before anything is made."""
    if place.certificate is None:
        return
    try:
        # a key that is locked would ask for its password
        SSLContext(PROTOCOL_TLS_SERVER).load_cert_chain(place.certificate, place.key, lambda: b"")
    except OSError as error:
        raise UsageError(
            f"--certificate {place.certificate}: no certificate with an open key of its own can be"
            f" read there ({error.strerror or error})."
        ) from error


def addresses(
    place: Place, listening: socket.socket, game: str, secrets: dict[str, str]
) -> dict[str, str]:
    """The link of each place."""
    host = socket.gethostname() if _is_any(place.host) else place.host
    shown = f"[{host}]" if ":" in host else host
    root = f"{place.scheme}://{shown}:{listening.getsockname()[1]}"
    return {name: f"{root}/g/{game}/seat/{name}/#{secret}" for name, secret in secrets.items()}


def serve(
    game: Game,
    links: Links,
    place: Place,
    listening: socket.socket,
    began: Callable[[], None],
    programs: Others = NOBODY,
) -> None:
    """Let people play until somebody ends the program."""
    server, host = table_server(game, links, place, programs)
    try:
        host.programs.start()
        began()
        _run(server, host, listening)
    finally:
        host.leave()


def table_server(
    game: Game, links: Links, place: Place, programs: Others = NOBODY
) -> tuple[uvicorn.Server, Host]:
    """A server of one table, and its host."""
    room = Room(game, beside=programs.beside)
    host = Host(room, ProgramSeats(room, programs.seats, programs.limit))
    site = Site(host, links, secure=place.certificate is not None)
    config = uvicorn.Config(
        site.app(_names(place.host)),
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
        ssl_certfile=place.certificate,
        ssl_keyfile=place.key,
    )
    return uvicorn.Server(config), host


def _run(server: uvicorn.Server, host: Host, listening: socket.socket) -> None:
    """Serve in a thread of its own, where no signal comes: one that ends the command ends it here,
    once the table has been closed in order.
    """
    faults: list[BaseException] = []

    def serve_all() -> None:
        try:
            asyncio.run(server.serve(sockets=[listening]))
        except BaseException as error:  # noqa: BLE001 - it is told by the thread that waits
            faults.append(error)

    thread = threading.Thread(target=serve_all, name="table")
    thread.start()
    try:
        while thread.is_alive():
            thread.join(_LOOK)
    finally:
        server.should_exit = host.closed = True
        thread.join()
    if faults:
        raise faults[0]


def _is_any(host: str) -> bool:
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return False


def _names(host: str) -> frozenset[str]:
    """The names by which this table may be called."""
    own = socket.gethostname().lower()
    return frozenset({"localhost", host.lower(), own, f"{own}.local"})
