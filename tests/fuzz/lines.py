"""Command lines put together by chance: options of each command with values of every kind, within
what a test can afford.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Final

import click

from sim.cli.main import COMMANDS

#: What each command is called with before options are added: few worlds, and places of their own.
BASES: Final[Mapping[str, tuple[str, ...]]] = {
    "new": ("OUT/fresh.yaml",),
    "check": ("TINY",),
    "show": ("TINY",),
    "run": ("TINY", "-n", "2", "--no-charts", "--no-report", "--out", "OUT", "--jobs", "1"),
    "sweep": (
        "TINY",
        "-n",
        "2",
        "--vary",
        "terms.patience.base=1h,2d",
        "--no-charts",
        "--out",
        "OUT",
        "--jobs",
        "1",
    ),
    "measures": (
        "TINY",
        "-n",
        "2",
        "--measures",
        "liaison_team",
        "--no-charts",
        "--out",
        "OUT",
        "--jobs",
        "1",
    ),
    "plot": ("RUN", "--list"),
    "report": ("RUN", "--to", "OUT/page.html"),
    "trace": ("TINY",),
    "replay": ("RUN",),
    "debrief": ("RUN", "--among", "0", "--futures", "0", "--luck", "0", "--to", "OUT/debrief.html"),
    "packet": ("TINY", "--to", "OUT/packet"),
    "serve": ("RUN", "--port", "0"),  # no game: none is opened, which nobody would end
    "duel": ("RUN", "--seat", "frontline=true", "--no-charts", "--out", "OUT", "--jobs", "1"),
    "play": ("TINY", "--among", "0", "--out", "OUT"),
    "fit": ("WAITS", "--column", "delay_h", "--bootstrap", "0"),
    "sensitivity": (
        "TINY",
        "--paths",
        "terms.patience.base,adversary.threat.growth",
        "--samples",
        "60",
        "-n",
        "6",
        "--no-charts",
        "--out",
        "OUT",
        "--jobs",
        "1",
    ),
    "discover": (
        "TINY",
        "--paths",
        "terms.patience.base,adversary.threat.growth",
        "--samples",
        "40",
        "--fresh",
        "20",
        "-n",
        "2",
        "--no-charts",
        "--out",
        "OUT",
        "--jobs",
        "1",
    ),
    "results": ("list", "--out", "OUT"),
    "list": (),
    "doctor": ("--out", "OUT"),
    "schema": (),
}
VALUES: Final = (
    "",
    " ",
    "0",
    "1",
    "2",
    "-1",
    "0.5",
    "1.5",
    "1e3",
    "1,5",
    "nan",
    "inf",
    "1e400",
    "9" * 60,
    "50 %",
    "150 %",
    "3 h",
    "-3 h",
    "2 d",
    "x",
    "..",
    "/",
    "/dev/null",
    "/proc/x",
    "OUT",
    "OUT/new.svg",
    "OUT/new.csv",
    "OUT/new.zip",
    "TINY",
    "RUN",
    "WAITS",
    "consult",
    "unilateral",
    "joint",
    "consult,unilateral",
    "consult,consult",
    ",",
    "burden",
    "unilateral_strike",
    "burden > 5",
    "burden > 1e9",
    "burden <",
    "> 5",
    "unilateral_strike > 50 %",
    "horizon",
    "horizon=7 d",
    "horizon=",
    "=",
    "a=b",
    "title=x",
    "title=\x1b[31m",
    "terms.patience.base",
    "terms.patience.base=1h..5d",
    "terms.patience.base=5d..1h",
    "terms.patience.base=1h,2d",
    "study.confidence=2",
    "arms.consult=null",
    "allies={}",
    "seed=1",
    "svg",
    "png",
    "pdf",
    "page",
    "slide",
    "10in",
    "0in",
    "1e9in",
    "colour",
    "grey",
    "dask://",
    "dask://:0",
    "local",
    "liaison_team",
    "liaison_team,x",
    "liaison_team:1",
    "forest",
    "race",
    "a\nb",
    "\u202egnp",
    "\x07",
    "\u0441onsult",
    "--",
    "-n",
    "--help",
    "*",
    "~",
    "$HOME",
    "a" * 300,
    "a/b",
    ".hidden",
    "CON",
    "\udcff",
)
#: Options whose values would cost more than a test may: only these are tried.
_AFFORDABLE: Final[Mapping[str, tuple[str, ...]]] = {
    "worlds": ("0", "-1", "x", "", "1", "2", "1e3x", "nan", "9" * 60),
    "replications": ("0", "-1", "x", "", "1", "2", "3", "nan", "9" * 60),
    "luck": ("0", "-1", "x", "", "2", "nan", "9" * 60),
    "futures": ("0", "-1", "x", "", "2", "nan", "9" * 60),
    "among": ("0", "-1", "x", "", "1", "2", "nan", "9" * 60),
    "samples": ("0", "-1", "x", "", "4", "nan", "9" * 60),
    "bootstrap": ("-1", "x", "", "0", "nan", "9" * 60),
    "jobs": ("0", "-1", "x", "", "1", "99999"),
    "executor": ("", "x", "local", "dask://", "dask://:0", "dask://a b:1", "http://x"),
    "vary": (
        "",
        "x",
        "=",
        "terms.patience.base",
        "terms.patience.base=",
        "terms.patience.base=1h",
        "terms.patience.base=1h,x",
        "horizon=1d",
    ),
    "name": ("", ".", "..", "a/b", "x", "a" * 300, "\x1b[2J", "\u202e", "CON", " ", "-x", "\udcff"),
}
_MOST_OPTIONS: Final = 3


def command(name: str) -> click.Command:
    """A command by its name."""
    found = import_module(COMMANDS[name][0]).command
    assert isinstance(found, click.Command)
    return found


def line(number: int, places: Mapping[str, Path]) -> list[str]:
    """The command line of a number, the same on every machine but for its places."""
    dice = Random(f"hotline line {number}")
    name = dice.choice(sorted(BASES))
    found = command(name)
    words = [name, *BASES[name]]
    if isinstance(found, click.Group):
        name = dice.choice(sorted(found.commands))
        found = found.commands[name]
        given = {"list": ("--out", "OUT"), "compare": ("RUN", "TINY")}
        words = ["results", name, *given.get(name, ("RUN",))]
    words += _options(found, dice)
    if dice.random() < 0.3:
        at = dice.randrange(1, len(words) + 1)
        words[at : at + dice.randrange(2)] = [dice.choice(VALUES)]
    return [_placed(word, places) for word in words]


def _options(found: click.Command, dice: Random) -> list[str]:
    words: list[str] = []
    options = [param for param in found.params if isinstance(param, click.Option)]
    for option in dice.choices(options, k=dice.randint(1, _MOST_OPTIONS)) if options else ():
        words.append(dice.choice(option.opts))
        if not option.is_flag:
            words.append(dice.choice(_AFFORDABLE.get(str(option.name), VALUES)))
    return words


def _placed(word: str, places: Mapping[str, Path]) -> str:
    first, slash, rest = word.partition("/")
    return f"{places[first]}{slash}{rest}" if first in places else word
