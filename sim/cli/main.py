"""The command ``hotline``: which commands there are, and what an error looks like from outside.

A command lives in a module of its own as ``command``. The module is imported when its command is called, not before,
so that ``hotline --help`` answers at once; that is why the short helps stand here.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Final, NoReturn

import click

from sim import __version__
from sim.cli.faults import colour, report

#: name: (module, what it does in one line), in the order in which one meets them.
COMMANDS: Final[Mapping[str, tuple[str, str]]] = {
    "new": ("sim.cli.new", "start a scenario from one that ships"),
    "check": ("sim.cli.check", "find every mistake in scenario files, with line and column"),
    "show": ("sim.cli.show", "print a scenario in full, with where each value comes from"),
    "run": ("sim.cli.run", "compare all arms in the same worlds: table, results folder, charts"),
    "plot": ("sim.cli.plot", "draw charts from a results folder, without running again"),
    "trace": ("sim.cli.trace", "tell one world as a story, or two arms until they part"),
    "list": ("sim.cli.list", "what ships: scenarios, rules, protocols, laws, outcomes, charts"),
    "schema": ("sim.cli.schema", "JSON Schema of a scenario file, for completion in an editor"),
}

EXAMPLES: Final = """\
  hotline run scenarios/northern-front.yaml           compare its arms, draw the charts
  hotline run scenarios/northern-front.yaml -n 200    the same, quick and rough
  hotline new strait-crisis --from two-desks          start a scenario of your own
  hotline check strait-crisis.yaml                    find what is wrong with it
  hotline COMMAND --help                              more about one command
"""


class CommandTable(click.Group):
    """The group of all commands, which imports only the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _ = COMMANDS[cmd_name]
        command = import_module(module).command
        assert isinstance(command, click.Command), f"{module}.command is not a command"
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(unknown_command(args[0]))
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Examples come first: most who ask for help want to see one line that works."""
        with formatter.section("Examples"):
            formatter.write(EXAMPLES)
        formatter.write_paragraph()
        super().format_help(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, short_help) for name, (_, short_help) in COMMANDS.items()])


def unknown_command(name: str) -> str:
    """What to say about a command that does not exist, with the nearest that does."""
    from difflib import get_close_matches

    nearest = get_close_matches(name, COMMANDS, n=1, cutoff=0.5)
    hint = f"Did you mean '{nearest[0]}'?" if nearest else f"There are: {', '.join(COMMANDS)}."
    return f"There is no command '{name}'. {hint}"


@click.group(cls=CommandTable, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="hotline", message="%(prog)s %(version)s")
def hotline() -> None:
    """Compare how two allies coordinate in a crisis: same worlds, different rules for who must be heard first."""


def status(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status; an error has then been told on stderr."""
    try:
        done = hotline.main(arguments, prog_name="hotline", standalone_mode=False, color=colour(sys.stdout))
        sys.stdout.flush()  # here, where a full disk or a closed pipe can still be told
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the one place where a fault becomes a message
        return report(error)
    return done if isinstance(done, int) else 0


def entry() -> NoReturn:
    """Where the installed command starts."""
    sys.exit(status())
