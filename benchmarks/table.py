"""A game in browsers with thirty pages open: how long from an act to the screen of another.

The server is a process of its own, as in a room; its pages are thirty connections on loopback, ten
a place, each of which hears everything. The facilitator speaks to the table two thousand times,
some fourteen in a second, and each time it is on disk before it is heard. An act counts from its
being sent to its frame at the last of the twenty pages of seats.
The goals are that 95 of 100 take at most 300 ms, which a machine with other work may miss, and
that an act costs the server 8 ms of processor time. Memory is the server's, after and before.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
from asyncio import StreamReader, StreamWriter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from urllib.parse import urlsplit

from benchmarks.figures import Figure, Table, at_most, table

SCENARIO = Path(__file__).parents[1] / "scenarios" / "northern-front.yaml"
PLACES = ("frontline", "patron", "facilitator")
PAGES = 10  # of each place
ACTS = 2000
PAUSE = 1 / 14  # seconds between two acts
ROUNDS = 1
OUTER = 60.0  # seconds after which what is not heard is lost
GOAL = 300.0
WORK = 8.0  # milliseconds of processor time
MEGABYTE = 1024.0


class Page:
    """A page of a place: its stream, and when it heard of which act."""

    def __init__(self, place: str, link: str) -> None:
        found = urlsplit(link)
        self.place, self.path, self.secret = place, found.path, found.fragment
        self.host, self.port = str(found.hostname), int(found.port or 0)
        self.cookie = ""
        self.heard: dict[str, float] = {}
        self.entries: list[str] = []

    async def come_in(self) -> None:
        """The link becomes a cookie."""
        head, _ = await self.post("join", {"secret": self.secret})
        found = re.search(r"set-cookie: ([^;\r]+)", head, re.IGNORECASE)
        assert found is not None, head
        self.cookie = found[1]

    async def listen(self) -> None:
        """Hear everything until the line ends."""
        reader, writer = await self._ask("GET", "events", b"")
        number = ""
        while line := await reader.readline():
            if line.startswith(b"id:"):
                number = line.decode().strip()
            elif line.startswith(b"data:") and number:
                self.entries.append(number)
                for mark in re.findall(rb"mark-\d+-", line):
                    self.heard.setdefault(mark.decode(), perf_counter())
                number = ""
        writer.close()

    async def post(self, name: str, content: object) -> tuple[str, dict[str, object]]:
        """Send something; the head of the answer and what it says."""
        reader, writer = await self._ask("POST", name, json.dumps(content).encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        body = await reader.read()
        writer.close()
        return head, json.loads(re.sub(rb"^[^{]*|[^}]*$", b"", body) or b"{}")

    async def _ask(self, method: str, name: str, body: bytes) -> tuple[StreamReader, StreamWriter]:
        reader, writer = await asyncio.open_connection(self.host, self.port)
        lines = [
            f"{method} {self.path}{name} HTTP/1.1",
            f"Host: {self.host}:{self.port}",
            f"Origin: http://{self.host}:{self.port}",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
            f"Cookie: {self.cookie}",
            *(["Connection: close"] if method == "POST" else []),
        ]
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        await writer.drain()
        return reader, writer


@contextmanager
def served(game: Path | None = None) -> Iterator[tuple[dict[str, str], int]]:
    """A table of a new game, or of one, with its links and the number of its process."""
    with TemporaryDirectory() as folder:
        what = [str(SCENARIO), "--arm", "consult", "--out", folder] if game is None else [str(game)]
        words = ["serve", *what, "--port", "0"]
        command = [sys.executable, "-m", "sim", *words]
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE}
        with subprocess.Popen(command, text=True, stderr=subprocess.DEVNULL, **pipes) as process:
            assert process.stdout is not None
            said = ""
            while "Ctrl-C" not in said:
                line = process.stdout.readline()
                assert line, "the table does not open"
                said += line
            try:
                yield dict(re.findall(r"^  (\w+) .*\n    (\S+)$", said, re.MULTILINE)), process.pid
            finally:
                process.terminate()


async def played(links: dict[str, str]) -> tuple[list[float], int]:
    """Milliseconds of each act, and how many entries were missed or heard twice."""
    pages = [Page(place, links[place]) for place in PLACES for _ in range(PAGES)]
    for page in pages:
        await page.come_in()
    listening = [asyncio.create_task(page.listen()) for page in pages]
    facilitator = pages[-1]
    await _act(facilitator, "acts_in_pause", {"allowed": True}, "")
    sent: dict[str, float] = {}
    acting = set()
    for number in range(ACTS):
        mark = f"mark-{number}-"
        sent[mark] = perf_counter()
        task = asyncio.create_task(_act(facilitator, "broadcast", {"to": "both"}, mark))
        acting.add(task)
        task.add_done_callback(acting.discard)
        await asyncio.sleep(PAUSE)
    await asyncio.gather(*acting)
    hears = [page for page in pages if page.place != "facilitator"]
    async with asyncio.timeout(OUTER):
        while not all(sent.keys() <= page.heard.keys() for page in hears):
            await asyncio.sleep(0.1)
    for one in listening:
        one.cancel()
    took = [1000 * (max(page.heard[mark] for page in hears) - at) for mark, at in sent.items()]
    twice = sum(len(page.entries) - len(set(page.entries)) for page in pages)
    return took, twice


async def _act(page: Page, do: str, data: dict[str, object], text: str) -> None:
    said = {
        "id": f"bench-{perf_counter():.9f}".replace(".", "-"),
        "do": do,
        "with": data,
        "text": text,
    }
    head = " 429 "
    while " 429 " in head:  # more than twenty in a second, after the machine was busy elsewhere
        head, answer = await page.post("act", {**said, "stamp": 10**12})
        if " 429 " in head:
            await asyncio.sleep(PAUSE)
    assert " 200 " in head.splitlines()[0], (head, answer)


def processor(process: int) -> float:
    """Milliseconds of processor time that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return 1000.0 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(process: int) -> float:
    """Megabytes that a process has in memory."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found[1]) / MEGABYTE if found else 0.0


def tables() -> Iterator[Table]:
    """Latencies, what was lost or doubled, and memory."""
    middle, worst, doubled, grown, worked = [], [], [], [], []
    for _ in range(ROUNDS):
        with served() as (links, process):
            before, began = memory(process), processor(process)
            took, twice = asyncio.run(played(links))
            grown.append(memory(process) - before)
            worked.append((processor(process) - began) / ACTS)
        cuts = quantiles(took, n=20)
        middle.append(cuts[9])
        worst.append(cuts[18])
        doubled.append(float(twice))
    yield table(
        [
            Figure(
                what="act to the last of 20 screens, median", values=middle, unit=" ms", digits=0
            ),
            Figure(
                what="the same, 95 of 100", values=worst, unit=" ms", digits=0, goal=at_most(GOAL)
            ),
            Figure(
                what="processor time of the server, an act",
                values=worked,
                unit=" ms",
                digits=1,
                goal=at_most(WORK),
            ),
            Figure(what="entries heard twice", values=doubled, digits=0, goal=at_most(0.0)),
            Figure(what="memory that 2,000 acts take", values=grown, unit=" MB", digits=1),
        ]
    )
