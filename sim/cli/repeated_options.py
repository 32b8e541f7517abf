"""What a command line says twice is told, and no name is empty: click would take the last in
silence, and an empty name for the folder where one stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from shlex import quote
from typing import Final

import click

from sim.cli.screen import say
from sim.cli.torn_values import expect_whole_values
from sim.errors import UsageError, did_you_mean

#: How the help writes a list with commas.
_LISTS: Final = frozenset({"A,B,...", "L,L", "OUTCOME[:WEIGHT],...", "A:2,B:1"})
#: Options whose values are places, by what the help calls these; and those that may have been meant
#: where a word belongs to nothing, of which so many are named.
_PLACES: Final = frozenset({"DIR", "FILE", "FILE.svg", "FOLDER"})
_NAMES_OF_PLACES: Final = frozenset({"DIR", "FILE", "STUDY"})
_FEW: Final = 3


def expect_once(command: click.Command, arguments: Sequence[str], above: click.Context) -> None:
    """An error for an empty name of a file or a folder; of an option of one value that is given
    twice the last holds, as whoever adds it to a command of a script means it, and that is said.
    """
    if isinstance(command, click.Group):
        _expect_once_below(command, arguments, above)
        return
    expect_whole_values(arguments)
    context = click.Context(command, parent=above, info_name=command.name)
    parsed = _parsed(command, context, arguments)
    if parsed is None:
        return
    values, order = parsed
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


def _parsed(
    command: click.Command, context: click.Context, arguments: Sequence[str]
) -> tuple[Mapping[str, object], Sequence[click.Parameter]] | None:
    """What a command line says, and of what in which order; nothing where click is to tell what is
    wrong with it.
    """
    try:
        values, left, order = command.make_parser(context).parse_args([*arguments])
    except click.NoSuchOption as error:
        _expect_known(command, context, error)
        return None
    except click.UsageError:
        return None
    _expect_nothing_left(command, context, left)
    return values, order


def _expect_known(
    command: click.Command, context: click.Context, error: click.NoSuchOption
) -> None:
    """An error that names the one option that was meant, where one begins as it does or is what it
    begins with; of several that are like it click tells.
    """
    given = error.option_name
    known = [name for one in command.params for name in one.opts if name.startswith("--")]
    near = [name for name in known if name.startswith(given) or given.startswith(name)]
    if given.startswith("--") and len(near) == 1:
        said = context.command_path
        raise UsageError(f"{said} has no option {given}. Did you mean {near[0]}?")


def _expect_nothing_left(
    command: click.Command, context: click.Context, left: Sequence[str]
) -> None:
    """An error for a word that belongs to nothing, with the options that take such a word."""
    if not left or context.allow_extra_args:
        return
    word = left[0] if left[0].isprintable() else "..."
    takes = [_name(one) for one in command.params if isinstance(one, click.Argument)]
    places = [
        f"{_name(one)} {quote(word)}" for one in command.params if one.metavar in _NAMES_OF_PLACES
    ]
    only = f"takes {' and '.join(takes)}, and nothing beside" if takes else "takes no name"
    meant = f" Did you mean {' or '.join(places[:_FEW])}?" if places else ""
    raise UsageError(f"{context.command_path} {only}: {word} belongs to nothing.{meant}")


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
    expect_once(below, rest, click.Context(group, parent=above, info_name=group.name))


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
