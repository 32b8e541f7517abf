"""``hotline duel``: programs in the seats of a scenario, over many worlds, beside its rules."""

from __future__ import annotations

from typing import Any, Final

import click

from sim.cli import options
from sim.cli.screen import Screen, say, show_tables

HELP: Final = """\
\b
Examples:
  hotline duel scenarios/northern-front.yaml --seat frontline=./hawk.py --seat patron=./dove.py
  hotline duel scenarios/two-desks.yaml --seat frontline=./a.py --seat frontline=./b.py -n 500
  hotline duel scenarios/two-desks.yaml --arm consult --seat patron='node bot.js --calm' --jobs 4

Let programs play SCENARIO: many games, on many cores. Rules in all seats are the first arm, the
batch itself; every choice of a program or the rule for each seat is one more, in the same worlds.
The results are those of a run, with the journals of all games beside them; docs/bots.md says how a
program speaks.
"""


@click.command(name="duel", help=HELP)
@click.argument("scenario", metavar="SCENARIO")
@click.option(
    "--seat",
    "seats",
    multiple=True,
    metavar="SEAT=PROGRAM",
    help="A program for a seat, frontline or patron; may be repeated.",
)
@click.option("--arm", metavar="A", help="The arm to play.  [default: the study's baseline]")
@options.worlds(2, "Worlds, each played under every arm", default=100, show_default=True)
@options.SEED
@options.SETS
@options.LIMIT
@options.JOBS
@options.OUT
@click.option(
    "--name", metavar="NAME", help="Folder of this duel.  [default: made from what is asked]"
)
@click.option(
    "--all-outcomes", is_flag=True, help="Tables of all outcomes, not only of the headline ones."
)
@options.NO_CHARTS
@options.QUIET
def command(**given: Any) -> None:  # noqa: ANN401 - by option
    from sim.studies.presentation import draw
    from sim.tabletop.programs.duel_study import (
        JOURNALS,
        DuelSpecification,
        lapses_of,
        planned_duel,
        play_duel,
    )
    from sim.tabletop.programs.lapses import lapse_lines

    asked = {"scenario", "sets", "seats", "arm", "worlds", "seed", "limit"}
    specification = DuelSpecification(**{name: given[name] for name in asked})
    making = options.making_of({**given, "executor": "local", "resume": False})
    screen = Screen(quiet=given["quiet"])
    job = planned_duel(specification, making)
    folder = play_duel(job, making, screen)
    draw(folder, making, screen)
    screen.tell_place(folder.path)
    for line in job.duel.lines:
        say(f"{line.name}: {line.title}")
    click.echo()
    show_tables(folder, everything=given["all_outcomes"])
    for told in lapse_lines(lapses_of((folder.path / JOURNALS).read_bytes())):
        say(told, err=True)
