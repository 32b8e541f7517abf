"""What a run shows while it goes on and when it is done: progress on stderr, tables on stdout."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from json import dumps
from shutil import get_terminal_size
from textwrap import wrap
from time import monotonic
from typing import TYPE_CHECKING, Final

import click

from sim.characters import visible, visible_json
from sim.cli.faults import colour

if TYPE_CHECKING:
    from sim.output.storage.run_folder import RunFolder
    from sim.output.text.grid import Grid

_BETWEEN_LINES: Final = 30.0  # seconds
WIDEST = 130  # longer lines are hard to follow, however wide the window


@contextmanager
def progress(title: str, worlds: int, *, done: int, quiet: bool) -> Iterator[Callable[[int], None]]:
    """A bar with the time left, on a terminal, else a line now and then; call what it gives with
    the worlds done.
    """
    if quiet:
        yield lambda _: None
        return
    if not sys.stderr.isatty():
        yield _lines(title, worlds, done)
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True, no_color=not colour(sys.stderr))
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(title, total=worlds, completed=done)
        yield lambda finished: bar.update(task, completed=finished)


def _lines(title: str, worlds: int, first: int) -> Callable[[int], None]:
    """Says how far it is every half minute of work, for a log."""
    began = said = monotonic()

    def advance(finished: int) -> None:
        nonlocal said
        now = monotonic()
        if now - said < _BETWEEN_LINES:
            return
        said = now
        left = (now - began) * (worlds - finished) / max(1, finished - first)
        say(
            f"{title}: {finished:,} of {worlds:,} worlds, about {_duration_text(left)} left",
            err=True,
        )

    return advance


def _duration_text(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"


def say(text: object, *, err: bool = False, end: bool = True) -> None:
    """A text of which files, columns or folders of others are a part; ``end`` ends its line."""
    click.echo(visible(str(text), lines=True), err=err, nl=end)


def say_json(content: object, *, indent: int | None = None) -> None:
    """One JSON document on stdout."""
    text = dumps(content, ensure_ascii=False, allow_nan=False, indent=indent)
    click.echo(visible_json(text))


class Screen:
    """Shows on stderr how a study gets on; with ``quiet`` only where its results are, or how to go
    on with one that stops early.
    """

    __slots__ = ("_quiet",)

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet

    def remark(self, text: str) -> None:
        """Say something that is no data."""
        remark(text, quiet=self._quiet)

    def tell_place(self, path: object) -> None:
        """Where results are, of which a remark says nothing where it is to be quiet."""
        if self._quiet:
            say(f"results in {path}", err=True)

    def tell_interruption(self, text: str) -> None:
        """Say what is kept, however quiet it is to be."""
        say(text, err=True)

    def progress(
        self, title: str, worlds: int, *, done: int = 0, about: str = ""
    ) -> AbstractContextManager[Callable[[int], None]]:
        """A bar; on a terminal what it is about stands above it."""
        if about and sys.stderr.isatty():
            self.remark(f"{title}: {about}")
        return progress(title, worlds, done=done, quiet=self._quiet)


def remark(text: str, *, quiet: bool) -> None:
    """Say something that is no data."""
    if not quiet:
        say(text, err=True)


def width() -> int:
    """How wide lines may be: as the terminal, within reason."""
    return min(get_terminal_size((100, 24)).columns, WIDEST)


def show_grid(grid: Grid) -> None:
    """A table at the width of the terminal."""
    _show(grid, width())


def show_text(parts: Iterable[str | Grid]) -> None:
    """Lines and tables as they are, whatever the width of the terminal."""
    from sim.output.text.grid import Grid, plain

    for part in parts:
        for line in plain(part) if isinstance(part, Grid) else (part,):
            say(line)


def show_tables(folder: RunFolder, *, everything: bool, answer: Iterable[str] = ()) -> None:
    """The comparison of a run, at the width of the terminal, with what it answers before it."""
    from sim.output.text.comparison_table import grids, heading, notes

    wide = width()
    title, *about = heading(folder.summary)
    click.secho(title, bold=True)
    for line in about:
        say(line)
    for paragraph in answer:
        click.echo()
        say("\n".join(wrap(paragraph, wide)))
    for grid in grids(folder.summary, width=wide, everything=everything):
        click.echo()
        _show(grid, wide)
    click.echo()
    for line in notes(folder.summary, width=wide, everything=everything):
        say(line)


def _show(grid: Grid, wide: int) -> None:
    if sys.stdout.isatty():
        _show_richly(grid, wide)
        return
    from sim.output.text.grid import plain

    for line in plain(grid):
        say(line)


def _show_richly(grid: Grid, wide: int) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(
        title=Text(grid.title, style="bold"),
        title_justify="left",
        box=SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
    )
    for name, align in zip(grid.header, grid.align, strict=True):
        table.add_column(Text(name), justify="left" if align == "l" else "right", no_wrap=True)
    for number, row in enumerate(grid.rows):
        table.add_row(*map(Text, row), style="bold" if number in grid.strong else None)
    Console(width=wide, no_color=not colour(sys.stdout), highlight=False).print(table)
