"""``hotline measures``: every set of measures on the same worlds, and the recommendation table that
follows.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, Final

import click

from sim.cli import options
from sim.cli.option_types import Real
from sim.cli.options import making_of, names
from sim.cli.screen import WIDEST, Screen, say, say_json
from sim.cli.study_output import make_and_show
from sim.errors import UsageError
from sim.studies.specification import PREFERRED_ARM, WORLDS, MeasuresSpecification

if TYPE_CHECKING:
    from sim.studies.execution.settings import Making

#: By an option, those that it leaves nothing to do, and why.
_IN_VAIN: Final[Mapping[str, tuple[tuple[str, ...], str]]] = {
    "explain": (
        ("measures", "against", "fraction", "budget", "goal"),
        "takes one measure apart, on the outcome that its file names, and looks for no best set",
    ),
    "fraction": (
        ("budget", "goal"),
        "does not run every set of measures, so there is no best one to look for",
    ),
}


HELP: Final = """\
\b
Examples:
  hotline measures scenarios/northern-front.yaml
  hotline measures scenarios/northern-front.yaml --measures liaison_team,encrypted_channels \
--worlds 400
  hotline measures scenarios/northern-front.yaml --fraction --worlds 1000
  hotline measures scenarios/northern-front.yaml --budget 12 --goal burden:2,threat_end:1
  hotline measures scenarios/northern-front.yaml --arm notify --against consult
  hotline measures scenarios/northern-front.yaml --explain intelligence_sharing

Add every set of measures to one arm of SCENARIO, all in the same worlds, and say of each measure
whether it does what is expected of it, what else it moves, what depends on what, and which set is
best within a budget. Measures are the files in the folders `measures` beside the scenario and among
those that ship.
"""


@click.command(name="measures", help=HELP)
@click.argument("scenario", metavar="SCENARIO")
@click.option(
    "--arm",
    metavar="ARM",
    help=f"The arm to add measures to.  [default: {PREFERRED_ARM}, or the baseline]",
)
@options.AGAINST_ARM(
    metavar="ARM", help="Also compare the arm, without measures and with them, with this one."
)
@click.option(
    "--measures", default="", metavar="A,B,...", help="Only these measures.  [default: all]"
)
@options.worlds(2, "Worlds, each under every set", default=WORLDS, show_default=True)
@options.SEED
@click.option(
    "--fraction", is_flag=True, help="Only a fraction of the sets, of resolution IV; no best set."
)
@click.option("--budget", type=Real(0, inf), metavar="MILLION", help="What a set may cost a year.")
@click.option(
    "--goal",
    default="burden",
    show_default=True,
    metavar="OUTCOME[:WEIGHT],...",
    help="What the best set is best at.",
)
@click.option(
    "--explain",
    metavar="MEASURE",
    help="Instead: its parts one at a time, all but one, and its conditions.",
)
@options.SETS
@options.JOBS
@options.EXECUTOR
@options.OUT
@options.name_of("trial", "seed, number and inputs")
@options.RESUME["trial"]
@options.JSON
@options.NO_CHARTS
@options.QUIET
def command(**given: Any) -> None:  # noqa: ANN401 - what click read, by option
    expect_together(given)
    specification, making = specification_of(given), making_of(given)
    if given["explain"] is not None:
        _explain(
            specification, given["explain"], making, quiet=given["quiet"], as_json=given["as_json"]
        )
        return
    width = min(get_terminal_size((120, 24)).columns, WIDEST)
    make_and_show(
        specification, making, quiet=given["quiet"], as_json=given["as_json"], width=width
    )


def specification_of(given: Mapping[str, Any]) -> MeasuresSpecification:
    """What was asked, from the options as click reads them."""
    return MeasuresSpecification(
        scenario=given["scenario"],
        arm=given["arm"],
        against=given["against"],
        measures=names(given["measures"]),
        worlds=given["worlds"],
        seed=given["seed"],
        fraction=given["fraction"],
        budget=given["budget"],
        goal=given["goal"],
        sets=given["sets"],
    )


def _explain(
    specification: MeasuresSpecification,
    measure: str,
    making: Making,
    *,
    quiet: bool,
    as_json: bool,
) -> None:
    """Run the parts of a measure and print what they do."""
    from sim.studies.measure_ablation import explanation

    summary = explanation(specification, measure, making, Screen(quiet=quiet))
    if as_json:
        from sim.output.storage.codec import plain

        say_json(plain(summary))
        return
    from sim.output.text.ablation_table import lines

    for line in lines(summary):
        say(line)


def expect_together(given: Mapping[str, Any]) -> None:
    """Refuse options that another one makes void. Needs click's context."""
    said = {name for name in given if options.was_given(name)}
    for option, (others, why) in _IN_VAIN.items():
        void = [f"--{name}" for name in others if name in said]
        if option in said and void:
            raise UsageError(f"--{option} {why}: leave out {' and '.join(void)}, or --{option}.")
