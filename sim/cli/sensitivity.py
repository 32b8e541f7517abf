"""``hotline sensitivity``: which inputs matter for an outcome or for the difference of two arms, and which do not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

import click

from sim.cli.options import names
from sim.cli.study import Request, Simulate, Work, expect_arms, expect_salib, finish, resumable, study_options
from sim.studies.specification import SensitivitySpecification

if TYPE_CHECKING:
    from sim.experiment.sensitivity import Method, Sensitivity
    from sim.output.study_folder import StudyFolder
    from sim.scenario import Resolved

#: Trajectories of Morris and samples of Sobol that end in minutes and tell the foremost inputs apart.
SAMPLES: Final = {"morris": 10, "sobol": 64}

#: As the study itself demands, which is too heavy to import for a help text.
FEWEST: Final = {"morris": 4, "sobol": 16}
#: Points of a trajectory, or of a sample, beside one for each input.
BESIDE: Final = {"morris": 2, "sobol": 3}
FEWEST_WORLDS: Final = 8
OUTCOMES: Final = "unilateral_strike,burden,threat_end,trust_of_patron"

HELP: Final = """\
\b
Examples:
  hotline sensitivity scenarios/northern-front.yaml --arm consult --against unilateral
  hotline sensitivity scenarios/northern-front.yaml --arm consult --outcome burden,struck_on_silence
  hotline sensitivity scenarios/northern-front.yaml --paths "adversary.*" --method sobol --samples 128
  hotline sensitivity scenarios/two-desks.yaml --range channels.cable.latency.median=15min..24h --top 8

Find which inputs of SCENARIO matter. First each input is moved by itself to both ends of its range (the tornado); then those
that move the outcome most are studied together by Morris's or Sobol's method. All points of a step meet the same worlds,
the second step others than the first, and a dummy input shows what chance alone would do. Ranges are those of the file's
uncertainties, else the plausible ones of the ledger.
"""


@click.command(name="sensitivity", help=HELP)
@click.argument("scenario", metavar="SCENARIO")
@click.option("--arm", metavar="A", help="The arm to look at.  [default: the last, against the baseline]")
@click.option("--against", metavar="B", help="Look at A less B in the same worlds.")
@click.option(
    "--outcome",
    "outcomes",
    default="",
    metavar="A,B,...",
    help=f"Outcomes that every world has.  [default: {OUTCOMES}]",
)
@click.option("--method", type=click.Choice(["morris", "sobol"]), default="morris", show_default=True)
@click.option(
    "--samples",
    "--trajectories",
    type=click.IntRange(min=FEWEST["morris"]),
    metavar="N",
    help=f"Trajectories of Morris, {FEWEST['morris']} or more, or samples of Sobol, a power of two from {FEWEST['sobol']} on.  "
    "[default: 10 or 64]",
)
@click.option("--top", type=click.IntRange(min=1), default=15, show_default=True, help="Inputs to study together.")
@click.option("--swing", type=click.FloatRange(0, 100, min_open=True), metavar="PERCENT",
              help="In the tornado, move inputs so far either way.  [default: to the ends of their ranges]")  # fmt: skip
@study_options(fewest_worlds=FEWEST_WORLDS)
def command(scenario: str, *, request: Request, **own: Any) -> None:  # noqa: ANN401 - what click read, by option
    from sim.scenario import resolved

    expect_salib()
    found = resolved(scenario, request.sets)
    asked = asked_of(found, request, **own)
    folder = _studied(asked, found, scenario, request)
    if not request.as_json:
        _show(folder)


def asked_of(  # noqa: PLR0913 - one argument an option
    found: Resolved, request: Request, *, arm: str | None, against: str | None, outcomes: str, method: str,
    samples: int | None, top: int, swing: float | None,
) -> Sensitivity:  # fmt: skip
    """What is asked, all of it checked."""
    from sim.experiment.designs import comparable, expect_few
    from sim.experiment.factors import everything, expect_possible
    from sim.experiment.sensitivity import Sensitivity

    expect_arms(found, {"--arm": arm, "--against": against})
    arm, against = _arms(found, arm, against)
    arms = tuple(dict.fromkeys(filter(None, (arm, against))))
    factors = everything(found, arms, request.factors())
    samples, together = SAMPLES[method] if samples is None else samples, min(top, len(factors))
    expect_few(samples * (together + BESIDE[method]), together, yes=request.yes)
    asked = Sensitivity(
        scenario=found.scenario, arm=arm, against=against, outcomes=comparable(names(outcomes or OUTCOMES)),
        factors=factors, method=cast("Method", method),
        samples=samples, worlds=request.worlds, top=top, percent=swing,
        seed=request.root(found),
    )  # fmt: skip
    expect_possible(asked.factors, {one: found.scenario.arms[one].setting for one in arms})
    return asked


def _arms(found: Resolved, arm: str | None, against: str | None) -> tuple[str, str | None]:
    """The last arm against the baseline unless something else is said."""
    baseline = found.scenario.study.baseline
    if arm is not None:
        return arm, against
    others = [name for name in found.scenario.arms if name != (against or baseline)]
    return (others[-1], against or baseline) if others else (baseline, None)


def _studied(asked: Sensitivity, found: Resolved, scenario: str, request: Request) -> StudyFolder:
    work = Work("sensitivity", found.scenario.name, asked.seed, asked.identity(), request)
    asked_for = _specification(asked, scenario, request)
    with resumable(asked_for, work, request):
        return finish(work, findings(asked, work.part), found, asked_for, request)


def findings(asked: Sensitivity, part: Simulate) -> dict[str, Any]:
    """The study itself: its summary, from two parts, of which the first decides about the second."""
    from sim.experiment.sensitivity import alone, foremost, summarised, together

    first = part("alone", alone(asked)).values
    chosen = foremost(asked, first)
    design, cube = together(asked, chosen)
    return summarised(asked, first, chosen, cube, part("together", design).values)


def _specification(asked: Sensitivity, scenario: str, request: Request) -> SensitivitySpecification:
    """What was asked, with what stands in for what was not said."""
    return SensitivitySpecification(
        scenario=scenario, sets=request.sets, arm=asked.arm, against=asked.against, outcomes=asked.outcomes,
        method=asked.method, samples=asked.samples, top=asked.top, swing=asked.percent, worlds=asked.worlds,
        seed=asked.seed, paths=request.paths, ranges=request.ranges, yes=request.yes,
    )  # fmt: skip


def _show(folder: StudyFolder) -> None:
    from sim.experiment.sensitivity import sentences
    from sim.output.study_table import sensitivity_grids, sensitivity_heading, sensitivity_notes
    from sim.output.table import plain

    for line in sensitivity_heading(folder.summary):
        click.echo(line)
    for grid in sensitivity_grids(folder.summary):
        click.echo("\n" + "\n".join(plain(grid)))
    click.echo()
    for line in (*sentences(folder.summary), *sensitivity_notes(folder.summary)):
        click.echo(click.wrap_text(line, 100))
