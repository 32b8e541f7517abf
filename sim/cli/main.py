"""The command ``hotline``: which commands there are, what the first help says, and where everything
starts.

A command lives in a module of its own as ``command``. The module is imported when its command is
called, not before, and the first help needs no library at all, so it answers at once; that is why
the short helps stand here.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, NoReturn

from sim import __version__

if TYPE_CHECKING:
    from sim.cli.signals import Signals

#: name: (module, what it does in one line), in the order in which one meets them.
COMMANDS: Final[Mapping[str, tuple[str, str]]] = {
    "new": ("sim.cli.commands.new", "start a scenario from one that ships"),
    "check": (
        "sim.cli.commands.check",
        "find every mistake in scenario files, with line and column",
    ),
    "show": ("sim.cli.commands.show", "print a scenario in full, with where each value comes from"),
    "run": (
        "sim.cli.commands.run",
        "compare all arms in the same worlds: table, results folder, charts",
    ),
    "sweep": (
        "sim.cli.commands.sweep",
        "vary one or two inputs: curves, heat maps, where an arm stops paying",
    ),
    "measures": (
        "sim.cli.commands.measures",
        "try every set of measures: what each does, what it costs, which set is best",
    ),
    "plot": ("sim.cli.commands.plot", "draw charts from a results folder, without running again"),
    "report": (
        "sim.cli.commands.report",
        "one page from a results folder: the answer, charts, a world told, sources",
    ),
    "trace": ("sim.cli.commands.trace", "tell one world as a story, or two arms until they part"),
    "play": (
        "sim.cli.commands.games.play",
        "sit in a seat of a scenario and play one of its worlds, by turns",
    ),
    "serve": (
        "sim.cli.commands.games.serve",
        "a game in browsers: a page for each seat, and one for the facilitator",
    ),
    "replay": (
        "sim.cli.commands.games.replay",
        "a game again, decision by decision, and what another option would have led to",
    ),
    "duel": (
        "sim.cli.commands.games.duel",
        "let programs play the seats of a scenario, over many worlds, beside its rules",
    ),
    "debrief": (
        "sim.cli.commands.games.debrief",
        "games that are over as one page: objectives, choices, luck, what to improve",
    ),
    "packet": (
        "sim.cli.commands.games.packet",
        "what an exercise needs on paper: guide, list of events, role cards, evaluation",
    ),
    "fit": (
        "sim.cli.commands.fit",
        "fit delay laws to your own measured times, ready to paste into a scenario",
    ),
    "sensitivity": (
        "sim.cli.commands.sensitivity",
        "which inputs matter, and which cannot be told from chance",
    ),
    "discover": (
        "sim.cli.commands.discover",
        "under which conditions an arm does worse, and what may be regretted",
    ),
    "results": (
        "sim.cli.commands.results",
        "what has been run: list, compare, verify and repair, export, remove",
    ),
    "list": (
        "sim.cli.commands.list",
        "what ships: scenarios, rules, laws, outcomes, charts; every input",
    ),
    "doctor": ("sim.cli.doctor.command", "what this machine lacks, and the line that mends it"),
    "schema": (
        "sim.cli.commands.schema",
        "JSON Schema of a scenario file, for completion in an editor",
    ),
}

OVERVIEW: Final = """\
Examples:
  hotline run scenarios/northern-front.yaml         compare its arms, draw charts
  hotline run scenarios/northern-front.yaml -n 200  the same, quick and rough
  hotline new my-crisis --from two-desks            start a scenario of your own
  hotline check my-crisis.yaml                      find what is wrong with it
  hotline COMMAND --help                            more about one command

Usage: hotline [OPTIONS] COMMAND [ARGS]...

  Compare how two allies coordinate in a crisis: same worlds, different rules
  for who must be heard first.

Options:
  --version   Show the version and exit.
  -h, --help  Show this message and exit.

Commands:
"""


def overview() -> str:
    """The first help. Examples open it: most who ask for help want to see one line that works."""
    width = max(map(len, COMMANDS))
    return OVERVIEW + "".join(
        f"  {name:<{width}}  {short_help}\n" for name, (_, short_help) in COMMANDS.items()
    )


def status(arguments: Sequence[str] | None = None, signals: Signals | None = None) -> int:
    """Run the command line and return its exit status; an error has then been told on stderr."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        exit_status = _help() if given in (["--help"], ["-h"]) else _call(given)
        sys.stdout.flush()  # here, where a full disk or a closed pipe can still be told
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001
        from sim.cli.faults import report

        return report(signals.cause(error) if signals else error)
    return exit_status


def _help() -> int:
    sys.stdout.write(overview())
    return 0


def _call(arguments: list[str]) -> int:
    from sim.cli.group import CommandGroup

    return CommandGroup(COMMANDS, overview(), __version__).called_with(arguments)


def run_as_process(arguments: Sequence[str]) -> int:
    """The same for a process that does nothing else: it listens for signals, and its streams may be
    closed or narrow.
    """
    from sim.cli.signals import Signals
    from sim.cli.streams import make_ready

    # Nothing here multiplies matrices that would gain by threads; they need memory, and may sum in
    # another order.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _drop_unreadable_date()
    signals = Signals()
    signals.listen()
    make_ready()
    exit_status = status(arguments, signals)
    signals.leave()
    if (
        "sim.experiment.runs.worker_pool" in sys.modules
    ):  # it may have started processes; none of them outlives the command
        from sim.experiment.runs.worker_pool import end

        end()
    return exit_status


def _drop_unreadable_date() -> None:
    """NumPy reads SOURCE_DATE_EPOCH when it is imported, and ends where that is no number."""
    if not os.environ.get("SOURCE_DATE_EPOCH", "0").isdecimal():
        del os.environ["SOURCE_DATE_EPOCH"]


def entry() -> NoReturn:
    """Where the installed command starts."""
    sys.exit(run_as_process(sys.argv[1:]))
