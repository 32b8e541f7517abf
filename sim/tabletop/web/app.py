"""The addresses of a table and what answers at each.

/                            the way in, for who has no link
/static/NAME                 scripts and style
/g/GAME/seat/PLACE/          the page; the link's secret stands behind #, which no server sees
/g/GAME/seat/PLACE/join      a secret becomes a cookie of this place alone
/g/GAME/seat/PLACE/view      all that the page shows, at once
/g/GAME/seat/PLACE/events    what comes from then on
/g/GAME/seat/PLACE/act       an act
/g/GAME/seat/PLACE/forms     a seat: what may be written, by which way, and when it is read
/g/GAME/seat/PLACE/advisers  a seat: what the advisers say
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus
from importlib.resources import files
from typing import Any, Final

from starlette.applications import Starlette
from starlette.requests import Request as Http
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from sim.domain.communication.messages import Precedence
from sim.domain.inputs.injects import INJECT_TYPES
from sim.engine.acts import MAY_WRITE
from sim.errors import UsageError
from sim.output.story.sentences.vocabulary import sentence
from sim.tabletop.game.control_acts import FACILITATOR
from sim.tabletop.web.guards import Guards
from sim.tabletop.web.host import STREAMS, TOO_MANY, Host
from sim.tabletop.web.links import Links
from sim.tabletop.web.requests import json_object, read_request
from sim.tabletop.web.room import Room
from sim.tabletop.web.seat_page import SeatPage
from sim.tabletop.web.seating.attendants import DELEGABLE, PUBLIC, BesidePage
from sim.tabletop.web.seating.card import card_part
from sim.tabletop.web.seating.forms import forms
from sim.tabletop.web.streams import frames, news_by_now, point

_TYPES: Final[Mapping[str, str]] = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
}
#: A cookie lasts as long as a long exercise.
_DAYS: Final = 14
#: Characters by which a page is told from others of the same person.
_PAGE: Final = 32
Answer = Callable[[Http], Awaitable[Response]]


def static_files() -> Mapping[str, bytes]:
    """Everything that a page consists of, by name: no path of a request ever meets a disk."""
    folder = files("sim.tabletop.web").joinpath("static")
    return {one.name: one.read_bytes() for one in folder.iterdir() if one.is_file()}


class Site:
    """One table at its addresses."""

    def __init__(self, host: Host, links: Links, *, secure: bool = False) -> None:
        self._host = host
        self._links = links
        self._secure = secure
        self._static = static_files()
        self._cards: dict[str, object] = {}

    def app(self, names: frozenset[str]) -> Guards:
        """The application, behind its guards."""
        seat = f"/g/{self._links.game}/seat/{{place:str}}/"
        within: dict[str, tuple[Answer, str]] = {
            "view": (self._view, "GET"),
            "events": (self._events, "GET"),
            "forms": (self._forms, "GET"),
            "advisers": (self._advisers, "GET"),
            "act": (self._act, "POST"),
            "here": (self._here, "POST"),
        }
        routes = [
            Route("/", self._way_in),
            Route("/favicon.ico", self._no_picture),
            Route("/static/{name:str}", self._file),
            Route(seat, self._page),
            Route(f"{seat}join", self._join, methods=["POST"]),
            *(
                Route(seat + name, self._inside(answer), methods=[method])
                for name, (answer, method) in within.items()
            ),
        ]
        app = Starlette(routes=routes, lifespan=self._life)
        return Guards(app, names)

    @asynccontextmanager
    async def _life(self, _app: Starlette) -> AsyncIterator[None]:
        from asyncio import create_task

        clock = create_task(self._host.run())
        try:
            yield
        finally:
            self._host.close()
            await clock

    # pages

    async def _way_in(self, _request: Http) -> Response:
        return self._html("door.html")

    async def _no_picture(self, _request: Http) -> Response:
        return Response(status_code=HTTPStatus.NO_CONTENT)

    async def _file(self, request: Http) -> Response:
        name = request.path_params["name"]
        ending = name.rpartition(".")[2]
        if name not in self._static or ending not in ("css", "js"):
            return PlainTextResponse("there is nothing of that name\n", HTTPStatus.NOT_FOUND)
        return Response(self._static[name], media_type=_TYPES[ending])

    async def _page(self, request: Http) -> Response:
        if request.path_params["place"] not in self._links.places:
            return PlainTextResponse("nobody sits there\n", HTTPStatus.NOT_FOUND)
        control = request.path_params["place"] == FACILITATOR
        return self._html("control.html" if control else "seat.html")

    def _html(self, name: str) -> Response:
        return Response(self._static[name], media_type=_TYPES["html"])

    # coming in

    async def _join(self, request: Http) -> Response:
        place = request.path_params["place"]
        try:
            secret = json_object(await request.body()).get("secret")
        except UsageError as error:
            return JSONResponse({"refused": str(error)}, HTTPStatus.UNPROCESSABLE_ENTITY)
        if not isinstance(secret, str) or not self._links.admit(place, secret):
            why = "this link does not open that seat; ask the facilitator for another"
            return JSONResponse({"refused": why}, HTTPStatus.FORBIDDEN)
        answer = JSONResponse({"place": place})
        answer.set_cookie(
            self._cookie(place),
            secret,
            max_age=_DAYS * 24 * 3600,
            path=f"/g/{self._links.game}/seat/{place}/",
            secure=self._secure,
            httponly=True,
            samesite="strict",
        )
        return answer

    def _cookie(self, place: str) -> str:
        return f"hotline-{self._links.game}-{place}"

    def _inside(self, answer: Answer) -> Answer:
        """Only for who has come in by a link of this place."""

        async def answer_inside(request: Http) -> Response:
            place = request.path_params["place"]
            if not self._links.admit(place, request.cookies.get(self._cookie(place), "")):
                why = "come in by the link of this seat"
                return JSONResponse({"refused": why}, HTTPStatus.FORBIDDEN)
            return await answer(request)

        return answer_inside

    # at the table

    async def _view(self, request: Http) -> Response:
        place = request.path_params["place"]
        room = self._host.room
        scenario = room.game.table.scenario
        capital = room.pages[place].capital
        blank = room.blank and place != FACILITATOR
        said: dict[str, object] = {
            "place": place,
            "ally": place == FACILITATOR or capital.is_ally,
            "us": _us(room, place),
            "role": _role(room, place),
            "deputy": _has_deputy(room, place),
            "delegable": list(DELEGABLE[capital.seat]),
            "delegated": list(room.delegated.get(capital.seat, ())),
            "them": capital.them,
            "title": "" if blank else scenario.exercise.name or scenario.title or scenario.name,
            "card": None if blank or place == FACILITATOR else self._card(place),
            "game": self._links.game,
            "cities": [capital.us, capital.them],
        }
        if place == FACILITATOR:
            setting = room.game.table.setting
            said |= {
                "needs": {name: row.needs for name, row in INJECT_TYPES.items()},
                "channels": list(setting.channels),
                "fronts": list(setting.region.fronts),
                "acts_in_pause": room.acts_in_pause,
                "objectives": {
                    name: one.says for name, one in scenario.exercise.objectives.items()
                },
                "may_write": {
                    seat: list(MAY_WRITE[page.capital.role]) if page.capital.is_ally else []
                    for seat, page in room.seats.items()
                },
                "precedences": [one.name.lower() for one in Precedence],
            }
        state = {} if blank else room.pages[place].state
        return JSONResponse(said | {"clock": self._host.clock(place), "state": state})

    def _card(self, place: str) -> object:
        """The briefing and the card of a place, which stay as they are."""
        if place not in self._cards:
            page = self._host.room.pages[place]
            public = isinstance(page, BesidePage) and page.who.beside == PUBLIC
            seat = None if public else page.capital.seat
            self._cards[place] = card_part(self._host.room.game, seat)
        return self._cards[place]

    async def _events(self, request: Http) -> Response:
        place = request.path_params["place"]
        told = request.headers.get("last-event-id") or request.query_params.get("after", "")
        if "once" in request.query_params:
            news = news_by_now(self._host, place, point(told))
            return Response(news, media_type="text/event-stream")
        if self._host.streams[place] >= STREAMS:
            return JSONResponse({"refused": "too many pages are open here"}, TOO_MANY)
        stream = frames(self._host, place, point(told))
        return StreamingResponse(stream, media_type="text/event-stream")

    async def _act(self, request: Http) -> Response:
        try:
            act = read_request(await request.body())
        except UsageError as error:
            return JSONResponse({"refused": str(error)}, HTTPStatus.UNPROCESSABLE_ENTITY)
        status, said = await self._host.act(request.path_params["place"], act)
        return JSONResponse(said, status)

    async def _here(self, request: Http) -> Response:
        try:
            said = json_object(await request.body())
        except UsageError as error:
            return JSONResponse({"refused": str(error)}, HTTPStatus.UNPROCESSABLE_ENTITY)
        page = str(said.get("page", ""))[:_PAGE]
        self._host.beat(request.path_params["place"], page, hidden=said.get("hidden") is True)
        return Response(status_code=HTTPStatus.NO_CONTENT)

    async def _forms(self, request: Http) -> Response:
        return await self._answer_of_seat(request, forms)

    async def _advisers(self, request: Http) -> Response:
        return await self._answer_of_seat(request, SeatPage.advisers)

    async def _answer_of_seat(
        self, request: Http, ask: Callable[[SeatPage], list[Any]]
    ) -> Response:
        page = self._host.room.pages[request.path_params["place"]]
        if isinstance(page, BesidePage) and page.who.kind == "deputy":
            page = page.page
        if not isinstance(page, SeatPage) or self._host.room.blank:
            return JSONResponse({"refused": "there is none now"}, HTTPStatus.NOT_FOUND)
        try:
            said = await self._host.call(lambda: ask(page))
        except UsageError as error:
            return JSONResponse({"refused": str(error)}, HTTPStatus.CONFLICT)
        return JSONResponse(said)


def _us(room: Room, place: str) -> str:
    page = room.pages[place]
    if place == FACILITATOR:
        return "The facilitator"
    return sentence(page.name if isinstance(page, BesidePage) else page.capital.us)


def _role(room: Room, place: str) -> str:
    page = room.pages[place]
    return page.who.kind if isinstance(page, BesidePage) else "seat"


def _has_deputy(room: Room, place: str) -> bool:
    seat = room.pages[place].capital.seat
    return any(one.kind == "deputy" and one.sight == seat for one in room.attendants)
