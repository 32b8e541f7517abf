"""``hotline discover``: under which conditions an arm does worse than another, or an outcome cannot
be accepted.
"""

from __future__ import annotations

from typing import Any, Final

import click

from sim.cli.option_types import Whole
from sim.cli.options import making_of
from sim.cli.study_options import shared_of, study_options
from sim.cli.study_output import make_and_show
from sim.domain.inputs.limits import FEWEST_FRESH, MOST_SAMPLES, MOST_WORLDS
from sim.studies.specification import DiscoverySpecification

#: As the study itself demands, which is too heavy to import for a help text.
FEWEST_SAMPLES: Final = 40

HELP: Final = """\
\b
Examples:
  hotline discover scenarios/northern-front.yaml
  hotline discover scenarios/northern-front.yaml --arm consult --against unilateral --outcome \
burden,threat_end
  hotline discover scenarios/northern-front.yaml --arm consult --unacceptable "unilateral_strike \
> 0.5"
  hotline discover scenarios/two-desks.yaml --range channels.cable.latency.median=15min..24h \
--samples 512

Sample what is uncertain in SCENARIO, run all arms in the same worlds at each sample, and look for
the conditions under which an arm does worse than another, or an outcome cannot be accepted. What
is found is tried in 200 to 1000 fresh worlds at fresh samples; only what holds there is told, with
both means, and how much each arm may come to be regretted. Uncertain is what the file says under
`uncertainties`, as northern-front, strait and two-desks do; else the numbers that the file gives,
over their plausible ranges.

\b
uncertainties:
  terms.patience.base: {low: 1 d, high: 5 d, source: judgement}
  channels.cable.latency.median: {triangular: {low: 15 min, mode: 1 h, high: 12 h}, source: \
judgement}
"""


@click.command(name="discover", help=HELP)
@click.argument("scenario", metavar="SCENARIO")
@click.option("--arm", metavar="A", help="The arm that may do worse.  [default: each]")
@click.option("--against", metavar="B", help="The arm that may do better.  [default: the baseline]")
@click.option(
    "--outcome",
    "outcomes",
    default="",
    metavar="A,B,...",
    help="Worse in this.  [default: burden, unless --unacceptable is asked]",
)
@click.option(
    "--unacceptable",
    multiple=True,
    metavar='"OUTCOME > X"',
    help="Of A, or of each arm; may be repeated. With --outcome or --against both are answered.",
)
@click.option(
    "--samples",
    type=Whole(FEWEST_SAMPLES, MOST_SAMPLES, what="a number of samples"),
    default=256,
    show_default=True,
    help=f"Samples of what is uncertain, {FEWEST_SAMPLES} or more.",
)
@click.option(
    "--fill",
    type=click.Choice(["latin", "sobol"]),
    default="latin",
    show_default=True,
    help="How they fill space.",
)
@click.option(
    "--fresh",
    type=Whole(FEWEST_FRESH, MOST_WORLDS, what="a number of fresh worlds"),
    help="Fresh worlds to try each condition in.  [default: 200 to 1000, as planned]",
)
@study_options(fewest_worlds=1)
def command(**given: Any) -> None:  # noqa: ANN401 - what click read, by option
    making = making_of(given)
    specification = DiscoverySpecification(
        unacceptable=given["unacceptable"],
        samples=given["samples"],
        fill=given["fill"],
        fresh=given["fresh"],
        **shared_of(given),
    )
    make_and_show(specification, making, quiet=given["quiet"], as_json=given["as_json"])
