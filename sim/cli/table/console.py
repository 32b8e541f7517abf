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

    __slots__ = ("_ahead", "is_terminal")

    def __init__(self) -> None:
        self.is_terminal = sys.stdin.isatty()
        self._ahead = ""
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
        if self._ahead:
            ahead, self._ahead = self._ahead, ""
            say(ahead)
            return ahead
        typed = sys.stdin.readline()
        say(typed.rstrip("\n"))
        if not typed:
            raise Left
        return typed.strip()

    def keep(self, typed: str) -> None:
        """A script has said this too early: it is heard at the next prompt, and said to be."""
        self._ahead = typed
        self.show(("  (Nothing is asked now: the clock runs on, and this answers what comes.)",))

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
        """An empty screen, so that the next person does not read what was for the last one, not by
        scrolling up either: the lines that a terminal has kept go as well.
        """
        click.clear()
        click.echo("\x1b[3J", nl=False)

    def confirmed(self, what: str, phrase: str, leads_to: str) -> bool:
        """Whether somebody means it: a phrase is typed out, or ? for what follows from it."""
        while (said := self.ask(f"{what} Type `{phrase}` {leads_to}:").lower().strip("`")) == "?":
            self.show((f"  {phrase:<14} does it; anything else, or Enter, leaves it",))
        return said == phrase
