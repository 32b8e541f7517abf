"""What every request must pass before anything looks at it, and what every answer carries.

Another site that is open in the same browser may send requests, and may call itself by any name
that leads here. So names are checked, and who asks; the policy lets a page load nothing from
elsewhere and run no script but ours.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from ipaddress import ip_address
from typing import Any, Final

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

#: Bytes of a body.
MOST: Final = 16 * 1024
#: A page loads what lies beside it and nothing else; no script or style within a page counts.
_POLICY: Final = (
    b"default-src 'none'",
    b"script-src 'self'",
    b"style-src 'self'",
    b"connect-src 'self'",
    b"img-src 'self'",
    b"base-uri 'none'",
    b"form-action 'none'",
    b"frame-ancestors 'none'",
)
_HEADERS: Final = (
    (b"content-security-policy", b"; ".join(_POLICY)),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)
#: What a browser says of requests that a page of ours, or a person, has sent.
_OURS: Final = frozenset({b"same-origin", b"none"})


class Guards:
    """An application behind its guards. ``names`` are those by which the machine may be called;
    any address in numbers will do as well, for no other site can have one as its name.
    """

    def __init__(self, app: App, names: frozenset[str]) -> None:
        self._app = app
        self._names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or say why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        guarded = _with_headers(send)
        refused = self._refusal(scope)
        body: bytes | None = b""
        if refused is None and scope["method"] == "POST":
            body = await _body(receive)
            refused = (413, "that is too long") if body is None else None
        if refused is not None:
            await _refuse(guarded, *refused)
            return
        await self._app(scope, _again(body or b"", receive), guarded)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = dict(scope["headers"])
        host = headers.get(b"host", b"").decode("latin-1")
        if not self._is_ours(host):
            return 421, "this table has another name"
        site = headers.get(b"sec-fetch-site", b"none")
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return 405, "only GET and POST are known here"
        if scope["method"] != "POST":
            page = headers.get(b"sec-fetch-mode") == b"navigate"
            return None if page or site in _OURS else (403, "that comes from another site")
        if site not in _OURS or headers.get(b"origin") != f"{scope['scheme']}://{host}".encode():
            return 403, "that comes from another site"
        if headers.get(b"content-type", b"").split(b";")[0].strip() != b"application/json":
            return 415, "acts are sent as JSON"
        return None

    def _is_ours(self, host: str) -> bool:
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
        if name.lower() in self._names:
            return True
        try:
            ip_address(name.removeprefix("[").removesuffix("]"))
        except ValueError:
            return False
        return True


def _with_headers(send: Send) -> Send:
    async def send_on(message: Message) -> None:
        if message["type"] == "http.response.start":
            given = [(key, value) for key, value in message.get("headers", []) if key != b"server"]
            message = {**message, "headers": [*given, *_HEADERS]}
        await send(message)

    return send_on


async def _body(receive: Receive) -> bytes | None:
    """The whole body; none of one that is too long, of which no more is read."""
    found: bytes = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return found
        found += message.get("body", b"")
        if len(found) > MOST:
            return None
        if not message.get("more_body", False):
            return found


def _again(body: bytes, receive: Receive) -> Receive:
    """The body once more, for who reads it behind the guards."""
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> Message:
        return waiting.pop() if waiting else await receive()

    return receive_again


async def _refuse(send: Send, status: int, why: str) -> None:
    start = {"type": "http.response.start", "status": status}
    await send({**start, "headers": [(b"content-type", b"text/plain; charset=utf-8")]})
    await send({"type": "http.response.body", "body": f"{why}\n".encode()})
