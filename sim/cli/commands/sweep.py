"""``hotline sweep``: one or two inputs over their values, all arms in the same worlds at each, and
where one stops paying.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import click

from sim.cli import options
from sim.cli.options import making_of, names
from sim.cli.study_output import make_and_show
from sim.studies.specification import WORLDS, SweepSpecification

HELP: Final = """\
\b
Examples:
  hotline sweep scenarios/northern-front.yaml --vary channels.cable.latency.median=15min..24h \\
      --break-even unilateral_strike
  hotline sweep scenarios/northern-front.yaml --vary adversary.threat.growth="0.02 / d,0.05 / \
d,0.1 / d"
  hotline sweep scenarios/two-desks.yaml --vary terms.patience.base=1d..6d:6 \\
      --vary channels.cable.latency.median=15min..24h:6 --outcomes unilateral_strike

Simulate SCENARIO at each value of one or two inputs, with all its arms in the same worlds at each.
Curves and heat maps are written to the results folder, which is named on stderr; the table goes to
stdout.

\b
PATH=a,b,c             these values
PATH=low..high         9 of them, in equal ratios if the range spans a decade, else in equal steps
PATH=low..high:15:log  15 of them in equal ratios; :even for equal steps
"""


@click.command(name="sweep", help=HELP)
@click.argument("scenario", metavar="SCENARIO")
@click.option(
    "--vary",
    multiple=True,
    required=True,
    metavar="PATH=LIST|RANGE",
    help="A lever; once or twice.",
)
@click.option(
    "--break-even",
    multiple=True,
    metavar="OUTCOME",
    help="Where an arm stops beating the baseline in this.",
)
@click.option(
    "--narrow-to",
    metavar="WIDTH",
    help="Halve the cell of a break-even until it is so narrow, in fresh worlds.  [default: an"
    " eighth of it; with two levers not at all]",
)
@click.option(
    "--outcomes",
    default="",
    metavar="A,B,...",
    help="Outcomes to keep, or all.  [default: headline ones]",
)
@options.worlds(2, "Worlds per point", name="replications", default=WORLDS, show_default=True)
@options.SEED
@click.option("--arms", default="", metavar="A,B,...", help="Only these arms.  [default: all]")
@options.AGAINST
@options.SETS
@options.JOBS
@options.EXECUTOR
@options.OUT
@options.name_of("sweep", "what is asked")
@options.RESUME["sweep"]
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of a table.")
@options.NO_CHARTS
@options.YES
@options.QUIET
def command(**given: Any) -> None:  # noqa: ANN401 - what click read, by option
    making = making_of(given)
    make_and_show(specification_of(given), making, quiet=given["quiet"], as_json=given["as_json"])


def specification_of(given: Mapping[str, Any]) -> SweepSpecification:
    """What was asked, from the options as click reads them."""
    return SweepSpecification(
        scenario=given["scenario"],
        vary=given["vary"],
        break_even=tuple(dict.fromkeys(given["break_even"])),
        narrow_to=given["narrow_to"],
        outcomes=names(given["outcomes"]),
        replications=given["replications"],
        seed=given["seed"],
        arms=names(given["arms"]),
        baseline=given["baseline"],
        sets=given["sets"],
        yes=given["yes"],
    )
