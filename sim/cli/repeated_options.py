"""What a command line says twice is told, and no name is empty: click would take the last in
silence, and an empty name for the folder where one stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import click

from sim.cli.screen import say
from sim.errors import UsageError, did_you_mean

#: How the help writes a list with commas.
_LISTS: Final = frozenset({"A,B,...", "L,L", "OUTCOME[:WEIGHT],...", "A:2,B:1"})
#: Options whose values are places, by what the help calls these.
_PLACES: Final = frozenset({"DIR", "FILE", "FILE.svg", "FOLDER"})


def expect_once(command: click.Command, arguments: Sequence[str], above: click.Context) -> None:
    """An error for an empty name of a file or a folder; of an option of one value that is given
    twice the last holds, as whoever adds it to a command of a script means it, and that is said.
    """
    if isinstance(command, click.Group):
        _expect_once_below(command, arguments, above)
        return
    context = click.Context(command, parent=above, info_name=command.name, resilient_parsing=True)
    try:
        values, _, order = command.make_parser(context).parse_args([*arguments])
    except click.UsageError:
        return  # told where the command is called
    for param, times in Counter(order).items():
        if times > 1 and _holds_one(param):
            say(f"{_name(param)} is given {_times(times)}: the last one holds", err=True)
    for param in command.params:
        given = values.get(str(param.name))
        if param.metavar in _LISTS and isinstance(given, str) and not given.strip(" ,"):
            raise UsageError(f"{_name(param)} names nothing. Leave it out, or name what is meant.")
        if _is_place(param) and (given == "" or (isinstance(given, tuple) and "" in given)):
            raise UsageError(
                f"{_name(param)} is empty, as a variable of the shell leaves it that is not set."
                " The folder that you are in is called `.`"
            )


def _expect_once_below(group: click.Group, arguments: Sequence[str], above: click.Context) -> None:
    """The same for a command of a group, which must be there."""
    if not arguments or arguments[0].startswith("-"):
        return
    name, *rest = arguments
    below = group.get_command(above, name)
    if below is None:
        known = group.list_commands(above)
        there = f"There are: {', '.join(known)}."
        near = did_you_mean(name, known, there)
        raise UsageError(f"There is no command '{group.name} {name}'. {near}")
    expect_once(below, rest, above)


def _holds_one(param: click.Parameter) -> bool:
    return isinstance(param, click.Option) and not (param.multiple or param.is_flag or param.count)


def _is_place(param: click.Parameter) -> bool:
    return isinstance(param, click.Argument) or param.metavar in _PLACES


def _name(param: click.Parameter) -> str:
    if isinstance(param, click.Argument):
        return param.metavar or str(param.name).upper()
    return next(name for name in param.opts if len(name) > 2)


def _times(number: int) -> str:
    return "twice" if number == 2 else f"{number} times"
