"""``hotline sensitivity``: which inputs matter for an outcome or for the difference of two arms,
and which do not.
"""

from __future__ import annotations

from typing import Any, Final

import click

from sim.cli import options
from sim.cli.option_types import Real, Whole
from sim.cli.options import making_of
from sim.cli.study_options import shared_of, study_options
from sim.cli.study_output import make_and_show
from sim.domain.inputs.limits import MOST_SAMPLES
from sim.studies.specification import SensitivitySpecification

#: As the study itself demands, which is too heavy to import for a help text.
FEWEST: Final = {"morris": 4, "sobol": 16}
FEWEST_WORLDS: Final = 8
OUTCOMES: Final = "unilateral_strike,burden,threat_end,trust_of_patron"

HELP: Final = """\
\b
Examples:
  hotline sensitivity scenarios/northern-front.yaml --arm consult --against unilateral
  hotline sensitivity scenarios/northern-front.yaml --arm consult --outcome burden,struck_on_silence
  hotline sensitivity scenarios/northern-front.yaml --paths "adversary.*" --method sobol \
--samples 128
  hotline sensitivity scenarios/two-desks.yaml --range channels.cable.latency.median=15min..24h \
--top 8

Find which inputs of SCENARIO matter. First each input is moved by itself to both ends of its range
(the tornado); then those that move the outcome most are studied together by Morris's or Sobol's
method. All points of a step meet the same worlds, the second step others than the first, and a
dummy input shows what chance alone would do. Ranges are those of the file's uncertainties, else the
plausible ones of the ledger.
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
    "--method", type=click.Choice(["morris", "sobol"]), default="morris", show_default=True
)
@click.option(
    "--samples",
    "--trajectories",
    type=Whole(FEWEST["morris"], MOST_SAMPLES),
    metavar="N",
    help=(
        f"Trajectories of Morris, {FEWEST['morris']} or more, or samples of Sobol, a power of two"
        f" from {FEWEST['sobol']} on.  [default: 10 or 64]"
    ),
)
@click.option(
    "--top",
    type=Whole(1, MOST_SAMPLES),
    default=15,
    show_default=True,
    help="Inputs to study together.",
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
    specification = SensitivitySpecification(
        method=given["method"],
        samples=given["samples"],
        top=given["top"],
        swing=given["swing"],
        **shared_of(given),
    )
    make_and_show(specification, making, quiet=given["quiet"], as_json=given["as_json"])
