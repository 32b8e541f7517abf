"""A table in memory and browsers that speak to it: no socket, no waiting for a clock."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from sim.domain.decisions.views import Seat
from sim.tabletop.game.control_acts import FACILITATOR
from sim.tabletop.game.game import Game
from sim.tabletop.web.app import Site
from sim.tabletop.web.control_page import ControlPage
from sim.tabletop.web.guards import App
from sim.tabletop.web.host import Host
from sim.tabletop.web.links import Links
from sim.tabletop.web.parts import Card
from sim.tabletop.web.room import Room
from sim.tabletop.web.seating.attendants import attendants
from sim.tabletop.web.seating.program_seats import ProgramSeats

HOST = "127.0.0.1:8700"
ORIGIN = f"http://{HOST}"
#: Seconds after which a test fails that waits for something in vain.
OUTER = 60.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def said(self) -> Any:  # noqa: ANN401 - whatever the server says
        return json.loads(self.body)


def card_at(room: Room, place: str) -> Card | None:
    """What a place is asked; the facilitator is asked nothing."""
    page = room.pages[place]
    return None if isinstance(page, ControlPage) else page.state.get("question")


class Wall:
    """A clock of the room that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass(slots=True)
class Table:
    """A game with its room, its site and a link for each place."""

    game: Game
    room: Room
    host: Host
    app: App
    links: Links
    secrets: dict[str, str]
    wall: Wall
    loop: asyncio.Runner = field(default_factory=asyncio.Runner)

    def browser(self, place: str, *, come_in: bool = True) -> Browser:
        """A browser at a place."""
        browser = Browser(self, place)
        if come_in:
            assert browser.post("join", {"secret": self.secrets[place]}).status == 200
        return browser

    def seats(self) -> tuple[Browser, Browser, Browser]:
        """The frontline, the patron and the facilitator."""
        return self.browser("frontline"), self.browser("patron"), self.browser(FACILITATOR)

    def pass_time(self, seconds: float, steps: int = 1) -> None:
        """Let time pass in the room."""
        for _ in range(steps):
            self.wall.now += seconds / steps
            self.room.tick()

    def close(self) -> None:
        """Let go of the game."""
        self.loop.close()
        self.host.leave()
        self.game.close()


def open_table(
    path: Path,
    held: Mapping[Seat, str] | None = None,
    observers: Sequence[str] = (),
    deputies: Sequence[str] = (),
) -> Table:
    """A table at which a game is played, with programs in some seats, and people beside others."""
    game, wall = Game(path), Wall()
    beside = attendants(observers, deputies, game.table.opening.seats)
    links = Links(path, [*game.table.opening.seats, *(one.place for one in beside)])
    room = Room(game, wall, beside)
    programs = ProgramSeats(room, held or {}, 5.0)
    host = Host(room, programs)
    app = Site(host, links).app(frozenset({"localhost"}))
    return Table(game, room, host, app, links, links.new(only=False), wall)


class Browser:
    """One browser at one place, with its cookie."""

    def __init__(self, table: Table, place: str) -> None:
        self.table = table
        self.place = place
        self.cookies: dict[str, str] = {}
        self._marks = count(1)

    @property
    def base(self) -> str:
        """Where its page lies."""
        return f"/g/{self.table.links.game}/seat/{self.place}/"

    def get(self, name: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask for something beside the page, or by a whole path."""
        path = name if name.startswith("/") else self.base + name
        return self._exchange("GET", path, headers or {}, b"")

    def post(
        self,
        name: str,
        content: object,
        headers: Mapping[str, str | None] | None = None,
        body: bytes | None = None,
    ) -> Answer:
        """Send something as a page of ours does, but for the headers that are given; ``None``
        leaves one out.
        """
        usual: dict[str, str | None] = {
            "origin": ORIGIN,
            "sec-fetch-site": "same-origin",
            "content-type": "application/json",
        }
        if headers:
            usual.update(headers)
        sent = {name: value for name, value in usual.items() if value is not None}
        text = json.dumps(content).encode() if body is None else body
        return self._exchange("POST", self.base + name, sent, text)

    def act(self, do: str, mark: str = "", text: str = "", **more: Any) -> Answer:  # noqa: ANN401
        """Act as a page does that has seen everything."""
        page = self.table.room.pages[self.place]
        said: dict[str, Any] = {
            "id": mark or f"{self.place}-{id(self)}-{next(self._marks)}",
            "do": do,
            "text": text,
        }
        said |= {"stamp": self.table.room.stamp, "seen": page.total}
        card = card_at(self.table.room, self.place)
        if do == "answer" and card is not None:
            said["question"] = card["key"]
        said |= {name: more.pop(name) for name in ("seen", "stamp", "question") if name in more}
        said["with"] = more
        return self.post("act", said)

    def heard(self, after: str = "", until: Callable[[list[Frame]], bool] | None = None) -> Frames:
        """What the stream says up to the first clock, or until it has said enough."""
        enough = until or (lambda frames: frames[-1].event == "clock")
        return self.table.loop.run(_listen(self, after, enough))

    def _exchange(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        answer = self.table.loop.run(_exchange(self, method, path, headers, body))
        for name, value in answer.headers.items():
            if name == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return answer


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame of a stream."""

    event: str
    data: Any
    number: str = ""


Frames = list[Frame]


def scope(browser: Browser, method: str, path: str, headers: Mapping[str, str]) -> dict[str, Any]:
    """A request as a server hands it on."""
    path, _, query = path.partition("?")
    cookies = "; ".join(f"{key}={value}" for key, value in browser.cookies.items())
    given: dict[str, str] = {"host": HOST, **headers}
    if cookies:
        given["cookie"] = cookies
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(key.encode(), value.encode("latin-1")) for key, value in given.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8700),
    }


async def _exchange(
    browser: Browser, method: str, path: str, headers: Mapping[str, str], body: bytes
) -> Answer:
    sent: list[Any] = []
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Any:  # noqa: ANN401 - as ASGI has it
        return waiting.pop() if waiting else {"type": "http.disconnect"}

    async def send(message: Any) -> None:  # noqa: ANN401 - as ASGI has it
        sent.append(message)

    await browser.table.app(scope(browser, method, path, headers), receive, send)
    found = {key.decode(): value.decode() for key, value in sent[0]["headers"]}
    whole = b"".join(message.get("body", b"") for message in sent[1:])
    return Answer(sent[0]["status"], found, whole)


async def _listen(browser: Browser, after: str, enough: Callable[[Frames], bool]) -> Frames:
    frames: Frames = []
    left = asyncio.Event()
    waiting = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Any:  # noqa: ANN401 - as ASGI has it
        if waiting:
            return waiting.pop()
        await left.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:  # noqa: ANN401 - as ASGI has it
        if message["type"] == "http.response.start":
            assert message["status"] == 200, message
        elif message.get("body"):
            frames.append(_frame(message["body"].decode()))
            if enough(frames):
                left.set()

    headers = {"last-event-id": after} if after else {}
    path = f"{browser.base}events"
    async with asyncio.timeout(OUTER):
        await browser.table.app(scope(browser, "GET", path, headers), receive, send)
    return frames


def frames_in(text: str) -> Frames:
    """The frames in a whole answer."""
    return [_frame(one) for one in text.split("\n\n") if one]


def _frame(text: str) -> Frame:
    lines = dict(line.split(": ", 1) for line in text.strip().splitlines())
    return Frame(lines["event"], json.loads(lines["data"]), lines.get("id", ""))
