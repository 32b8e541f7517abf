"""``hotline sensitivity``: which inputs matter for an outcome or for the difference of two arms,
and which do not.
"""

from __future__ import annotations

from typing import Any, Final

import click

from sim.cli import options
from sim.cli.option_types import Real, Whole
from sim.cli.options import making_of
from sim.cli.screen import remark
from sim.cli.study_options import shared_of, study_options
from sim.cli.study_output import make_and_show
from sim.domain.inputs.limits import MOST_SAMPLES
from sim.studies.specification import SensitivitySpecification

#: As the study itself demands, which is too heavy to import for a help text.
FEWEST: Final = {"bands": 60, "sobol": 16}
FEWEST_WORLDS: Final = 6
OUTCOMES: Final = "unilateral_strike,burden,threat_end,trust_of_patron"

HELP: Final = """\
\b
Examples:
  hotline sensitivity scenarios/northern-front.yaml --arm consult --against unilateral
  hotline sensitivity scenarios/northern-front.yaml --arm consult --outcome burden,struck_on_silence
  hotline sensitivity scenarios/northern-front.yaml --paths "adversary.*" --method sobol \
--samples 128
  hotline sensitivity scenarios/two-desks.yaml --range channels.cable.latency.median=15min..24h \
--method sobol --top 8

Find which inputs of SCENARIO matter. First each input is moved by itself to both ends of its range,
all in the same worlds (the tornado). Then all inputs are drawn at once, again and again, each draw
in five worlds of its own under all arms, and the outcome is compared between six bands of each
input; it is said what these numbers could show, and what it would be worth to know an input before
choosing an arm. With --method sobol the inputs that moved the
outcome most are studied by Sobol's shares of the variance instead. Ranges are those of the file's
uncertainties, else the plausible ones of the ledger.
"""


@click.command(name="sensitivity", help=HELP)
@click.argument("scenario", metavar="SCENARIO")
@click.option(
    "--arm", metavar="A", help="The arm to look at.  [default: the last, against the baseline]"
)
@options.AGAINST_ARM(metavar="B", help="Look at A less B in the same worlds.")
@click.option(
    "--outcome",
    "outcomes",
    default="",
    metavar="A,B,...",
    help=f"Outcomes that every world has.  [default: {OUTCOMES}]",
)
@click.option(
    "--method",
    type=click.Choice(["bands", "sobol", "morris"]),
    default="bands",
    show_default=True,
    metavar="[bands|sobol]",
)
@click.option(
    "--goal",
    metavar="A:2,B:1",
    help=(
        "Towards what an arm would be chosen if an input were known.  [default: all outcomes of"
        " which one way is better, alike]"
    ),
)
@click.option(
    "--samples",
    type=Whole(FEWEST["sobol"], MOST_SAMPLES),
    metavar="N",
    help=(
        f"Draws of all inputs, {FEWEST['bands']} or more, or samples of Sobol, a power of two from"
        f" {FEWEST['sobol']} on.  [default: 400, from 61 inputs on 800; or 64]"
    ),
)
@click.option(
    "--top",
    type=Whole(1, MOST_SAMPLES),
    default=15,
    show_default=True,
    help="Inputs that Sobol studies together.",
)
@click.option(
    "--swing",
    type=Real(0, 100, above=True, percent=True),
    metavar="PERCENT",
    help="In the tornado, move inputs so far either way.  [default: to the ends of their ranges]",
)
@study_options(fewest_worlds=FEWEST_WORLDS)
def command(**given: Any) -> None:  # noqa: ANN401 - what click read, by option
    making = making_of(given)
    if given["method"] == "bands" and options.was_given("top"):
        remark("--top changes nothing here: only --method sobol asks for it", quiet=given["quiet"])
    specification = SensitivitySpecification(
        method=given["method"],
        goal=given["goal"],
        samples=given["samples"],
        top=given["top"],
        swing=given["swing"],
        **shared_of(given),
    )
    make_and_show(specification, making, quiet=given["quiet"], as_json=given["as_json"])
