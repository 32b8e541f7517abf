"""The commands as one click group, which imports only the command that is called."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Final

import click

from sim.cli.faults import colour
from sim.cli.repeated_options import expect_once
from sim.errors import RunError, did_you_mean

#: Commands that load no library for tables or charts.
_MODEST: Final = frozenset({"new", "check", "show", "list", "schema"})
_ROOM: Final = (
    512 * 2**20
)  # bytes of addresses; with 400 MiB Arrow cannot start its threads, with 250 it crashes


class CommandGroup(click.Group):
    """Finds commands in a table of name: (module, short help); its help is the overview that it is
    given.
    """

    def __init__(self, table: Mapping[str, tuple[str, str]], overview: str, version: str) -> None:
        super().__init__(
            name="hotline",
            no_args_is_help=True,
            context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
        )
        self.table = table
        self.overview = overview
        self.params.append(_version_option(version))

    def called_with(self, arguments: list[str]) -> int:
        """Run a command line and return the exit status that its command chose; errors
        are raised.
        """
        done = self.main(
            arguments, prog_name="hotline", standalone_mode=False, color=colour(sys.stdout)
        )
        return done if isinstance(done, int) else 0

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.table:
            return None
        module, _ = self.table[cmd_name]
        if cmd_name not in _MODEST:
            _expect_room()
        command = import_module(module).command
        assert isinstance(command, click.Command), f"{module}.command is not a command"
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in self.table and not args[0].startswith("-"):
            ctx.fail(self.unknown(args[0]))
        name, command, rest = super().resolve_command(ctx, args)
        if command is not None:
            expect_once(command, rest, ctx)
        return name, command, rest

    def get_help(self, ctx: click.Context) -> str:
        return self.overview.rstrip()

    def unknown(self, name: str) -> str:
        """What to say about a command that does not exist, with the nearest that does."""
        if name == "help":
            return "There is no command 'help', but hotline --help and hotline COMMAND --help."
        hint = did_you_mean(name, self.table, f"There are: {', '.join(self.table)}.")
        return f"There is no command '{name}'. {hint}"


def _expect_room() -> None:
    """An error where less memory may be had than libraries take to load: some of them crash for
    want of it.
    """
    from resource import RLIM_INFINITY, RLIMIT_AS, getrlimit

    most, _ = getrlimit(RLIMIT_AS)
    if most != RLIM_INFINITY and most < _ROOM:
        raise RunError(
            f"not enough memory: a process may take {most // 2**20} MiB here, and this command"
            f" needs {_ROOM // 2**20} to begin (`ulimit -v unlimited` lifts the limit)."
        )


def _version_option(version: str) -> click.Option:
    # Click passes the flag by place.
    def show(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:  # noqa: FBT001
        if wanted and not ctx.resilient_parsing:
            click.echo(f"hotline {version}")
            ctx.exit()

    return click.Option(
        ["--version"], is_flag=True, expose_value=False, is_eager=True, callback=show
    )
