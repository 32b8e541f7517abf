"""Pages that show what the program prints: their files are written, their commands carried out in
one process, and what stands below each command is compared with what it printed.

A block fenced ``yaml NAME.yaml`` (or ``csv``) is written to that file. In a block fenced ``console
no-run told`` the lines after ``$ hotline ...`` are what is printed, with ``...`` for lines left
out; where one begins with ``Error:``, or counts mistakes, the command must fail. A block fenced
``python told`` is run. With ``HOTLINE_RENEW_TOLD=1`` each line told is renewed by the one printed
that begins alike.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FENCE: Final = re.compile(
    r"^```(?P<kind>yaml|csv|console|python)[ ]?(?P<mark>[^\n]*)\n(?P<body>.*?)^```\n",
    re.MULTILINE | re.DOTALL,
)
TOLD: Final = "told"
LEFT_OUT: Final = "..."
FAULT: Final = re.compile(r"Error:|.*: [0-9]+ mistakes?$")
#: Options that cost nothing to a reader and time to a test.
QUICKLY: Final = {
    "run": ("--jobs", "1", "--no-charts", "--no-report"),
    "sweep": ("--jobs", "1", "--no-charts"),
    "measures": ("--jobs", "1", "--no-charts"),
    "sensitivity": ("--jobs", "1", "--no-charts"),
    "discover": ("--jobs", "1", "--no-charts"),
}

#: Carries out a command, and gives what it printed and its status.
Carry = Callable[[Sequence[str]], tuple[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One command of a page and the lines that stand below it."""

    command: str
    lines: tuple[str, ...]

    @property
    def fails(self) -> bool:
        """Whether it is shown for its error."""
        return any(FAULT.match(line) for line in self.lines)

    def words(self) -> list[str]:
        """The command as it is carried out, without ``hotline``."""
        name, *rest = shlex.split(self.command)[1:]
        return [name, *rest, *QUICKLY.get(name, ())]


def blocks(page: str) -> Iterator[re.Match[str]]:
    """The blocks of a page that are files, or are carried out."""
    for block in FENCE.finditer(page):
        mark = block["mark"].split()
        is_file = block["kind"] in {"yaml", "csv"}
        if mark and (is_file or TOLD in mark):
            yield block


def commands(body: str) -> Iterator[Told]:
    """The commands of a block; a backslash at the end of a line goes on with the next."""
    parts = re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]
    for part in parts:
        command, _, rest = part.replace("\\\n", " ").partition("\n")
        yield Told(command=" ".join(command.split()), lines=tuple(rest.rstrip().splitlines()))


def difference(told: Sequence[str], printed: Sequence[str]) -> str:
    """The first line told that was not printed where it should be; empty where all were."""
    at, anywhere = 0, False
    for line in told:
        if line.strip() == LEFT_OUT:
            anywhere = True
            continue
        places = range(at, len(printed)) if anywhere else range(at, min(at + 1, len(printed)))
        found = next((place for place in places if _alike(printed[place], line)), None)
        if found is None:
            near = printed[at] if at < len(printed) else "the end"
            return f"told: {line}\nprinted, from there on: {near}"
        at, anywhere = found + 1, False
    rest = printed[at:]
    return f"printed as well: {rest[0]}" if any(map(str.strip, rest)) and not anywhere else ""


def _alike(printed: str, told: str) -> bool:
    """Whether two lines are the same; a rule is as long as the table below it."""
    return printed.rstrip() == told or (set(printed) == set(told) == {"-"})


def renewed(told: Sequence[str], printed: Sequence[str]) -> list[str]:
    """The lines told, each as the next line printed that begins alike."""
    fresh, at = [], 0
    for line in told:
        found = next(
            (
                place
                for place in range(at, len(printed))
                if line.strip() != LEFT_OUT and _beginning(printed[place]) == _beginning(line)
            ),
            None,
        )
        fresh.append(line if found is None else printed[found].rstrip())
        at = at if found is None else found + 1
    return fresh


def _beginning(line: str) -> str:
    """What a line is of: what stands before its first number or column."""
    return re.split(r"\s{2,}\S|[-+]?\d", line.strip() or line, maxsplit=1)[0].strip()


class Reader:
    """Someone who follows a page from its first block to its last, in a folder."""

    def __init__(self, folder: Path, carry: Carry) -> None:
        self.folder = folder
        self.carry = carry
        self.names: dict[str, object] = {}

    def follow(self, page: str) -> tuple[list[str], str]:
        """All that is not as the page tells it, and the page as it should be."""
        faults: list[str] = []
        fresh, end = [], 0
        for block in blocks(page):
            body = block["body"]
            if block["kind"] == "console":
                body = self._follow_console(body, faults)
            elif block["kind"] == "python":
                exec(compile(body, "<page>", "exec"), self.names)  # noqa: S102 - it is our page
            else:
                path = self.folder / block["mark"].split()[0]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(body, encoding="utf-8")
            fresh += [page[end : block.start("body")], body]
            end = block.end("body")
        return faults, "".join([*fresh, page[end:]])

    def _follow_console(self, body: str, faults: list[str]) -> str:
        for told in commands(body):
            printed, status = self.carry(told.words())
            lines = printed.splitlines()
            if bool(status) != told.fails:
                faults.append(f"$ {told.command}\nended with {status}:\n{printed}")
            elif told.lines and (wrong := difference(told.lines, lines)):
                faults.append(f"$ {told.command}\n{wrong}")
            before, after = "\n".join(told.lines), "\n".join(renewed(told.lines, lines))
            body = body.replace(before, after, 1) if told.lines else body
        return body
