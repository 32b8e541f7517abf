"""Reading lines from a person or a script, and showing lines in return."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from textwrap import wrap

import click

from sim.cli.faults import colour
from sim.cli.screen import say, width


class Left(Exception):
    """The person has gone: the input is at its end."""


class Console:
    """A terminal, or a script on standard input, which is shown as it would be on a terminal."""

    __slots__ = ("is_terminal",)

    def __init__(self) -> None:
        self.is_terminal = sys.stdin.isatty()
        if self.is_terminal:
            # Without it Python writes the prompt to stderr, and no arrow key works.
            import readline

            del readline

    @property
    def width(self) -> int:
        """How wide lines may be."""
        return width()

    def ask(self, prompt: str) -> str:
        """A line that was typed, without the spaces around it."""
        text = f"{prompt} "
        if self.is_terminal:
            try:
                return input(text).strip()
            except EOFError:
                click.echo()
                raise Left from None
        click.echo(text, nl=False)
        typed = sys.stdin.readline()
        say(typed.rstrip("\n"))
        if not typed:
            raise Left
        return typed.strip()

    def show(self, lines: Iterable[str] = ("",)) -> None:
        """Lines as they are."""
        for line in lines:
            say(line)

    def head(self, line: str) -> None:
        """A line that stands out on a terminal."""
        bold = colour(sys.stdout)
        click.echo()
        click.echo(click.style(line, bold=True) if bold else line)

    def refuse(self, why: object) -> None:
        """Say why something was not done."""
        for line in wrap(f"Not done: {why}", self.width, subsequent_indent="  "):
            say(line)

    def clear(self) -> None:
        """An empty screen, so that the next person does not read what was for the last one."""
        click.clear()
