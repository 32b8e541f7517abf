"""``hotline discover``: under which conditions an arm does worse than another, or an outcome cannot be accepted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import click

from sim.cli.options import names
from sim.cli.screen import remark
from sim.cli.study import Request, Simulate, Work, expect_arms, finish, resumable, study_options
from sim.studies.specification import DiscoverySpecification

if TYPE_CHECKING:
    from sim.experiment.discovery import Discovery
    from sim.output.study_folder import StudyFolder
    from sim.scenario import Resolved

#: As the study itself demands, which is too heavy to import for a help text.
FEWEST_SAMPLES: Final = 40

HELP: Final = """\
\b
Examples:
  hotline discover scenarios/northern-front.yaml
  hotline discover scenarios/northern-front.yaml --arm consult --against unilateral --outcome burden,threat_end
  hotline discover scenarios/northern-front.yaml --arm consult --unacceptable "unilateral_strike > 0.5"
  hotline discover scenarios/two-desks.yaml --range channels.cable.latency.median=15min..24h --samples 512

Sample what is uncertain in SCENARIO, run all arms in the same worlds at each sample, and find the conditions under which an arm
does worse than another (by the smallest difference that matters, or more), or an outcome cannot be accepted. Tells them in
words, with what speaks for and against them, and how much each arm may come to be regretted. Uncertain is what the file says
under `uncertainties`, as northern-front, strait and two-desks do; else the numbers that the file gives, over their plausible
ranges.

\b
uncertainties:
  terms.patience.base: {low: 1 d, high: 5 d, source: judgement}
  channels.cable.latency.median: {triangular: {low: 15 min, mode: 1 h, high: 12 h}, source: judgement}
"""


@click.command(name="discover", help=HELP)
@click.argument("scenario", metavar="SCENARIO")
@click.option("--arm", metavar="A", help="The arm that may do worse.  [default: each]")
@click.option("--against", metavar="B", help="The arm that may do better.  [default: the baseline]")
@click.option("--outcome", "outcomes", default="burden", show_default=True, metavar="A,B,...", help="Worse in this.")
@click.option("--unacceptable", multiple=True, metavar='"OUTCOME > X"', help="Of A, or of each arm; may be repeated.")
@click.option(
    "--samples",
    type=click.IntRange(min=FEWEST_SAMPLES),
    default=256,
    show_default=True,
    help="Samples of what is uncertain.",
)
@click.option(
    "--fill", type=click.Choice(["latin", "sobol"]), default="latin", show_default=True, help="How they fill space."
)
@study_options(fewest_worlds=1)
def command(scenario: str, *, request: Request, **own: Any) -> None:  # noqa: ANN401 - what click read, by option
    from sim.scenario import resolved

    found = resolved(scenario, request.sets)
    asked = asked_of(found, request, **own)
    _say_what_is_taken(found, len(asked.factors), request)
    asked_for = _specification(asked, scenario, request, own)
    folder = _studied(asked, found, asked_for, request)
    if not request.as_json:
        _show(folder)


def _say_what_is_taken(found: Resolved, count: int, request: Request) -> None:
    from sim.scenario.uncertainties import declared

    if not (declared(found.base) or request.paths or request.ranges):
        said = (
            f"{found.files[0]} does not say what is uncertain: taken are the {count} numbers that it gives, over the "
        )
        remark(
            f"{said}ranges of what is plausible (`hotline discover --help` shows how to say it)", quiet=request.quiet
        )


def asked_of(
    found: Resolved, request: Request, *, arm: str | None, against: str | None, outcomes: str,
    unacceptable: tuple[str, ...], samples: int, fill: str,
) -> Discovery:  # fmt: skip
    """What is asked, all of it checked."""
    from sim.experiment.designs import DEFAULT_OUTCOMES, comparable, expect_few
    from sim.experiment.discovery import Discovery, questions
    from sim.experiment.factors import expect_possible, uncertain

    expect_arms(found, {"--arm": arm, "--against": against})
    arms = tuple(found.scenario.arms)
    wanted = questions(found.scenario, arm, against, comparable(names(outcomes)), unacceptable)
    factors = uncertain(found, arms, request.factors())
    expect_few(samples, len(factors), yes=request.yes)
    asked = Discovery(
        scenario=found.scenario, arms=arms, outcomes=comparable((*(one.outcome for one in wanted), *DEFAULT_OUTCOMES)),
        factors=factors, questions=wanted, samples=samples, worlds=request.worlds,
        fill=fill, seed=request.root(found),
    )  # fmt: skip
    expect_possible(asked.factors, {one: found.scenario.arms[one].setting for one in arms})
    return asked


def _studied(asked: Discovery, found: Resolved, asked_for: DiscoverySpecification, request: Request) -> StudyFolder:
    work = Work("discovery", found.scenario.name, asked.seed, asked.identity(), request)
    with resumable(asked_for, work, request):
        return finish(work, findings(asked, work.part), found, asked_for, request)


def findings(asked: Discovery, part: Simulate) -> dict[str, Any]:
    """The study itself: its summary, from its samples."""
    from sim.experiment.discovery import design, discovered, points

    samples = part("samples", design(asked))
    return discovered(asked, points(samples.design), samples.values)


def _specification(asked: Discovery, scenario: str, request: Request, own: Mapping[str, Any]) -> DiscoverySpecification:
    """What was asked, with what stands in for what was not said."""
    from sim.experiment.designs import comparable

    return DiscoverySpecification(
        scenario=scenario, sets=request.sets, arm=own["arm"], against=own["against"],
        outcomes=comparable(names(own["outcomes"])), unacceptable=own["unacceptable"], samples=asked.samples,
        fill=own["fill"], worlds=asked.worlds, seed=asked.seed, paths=request.paths, ranges=request.ranges,
        yes=request.yes,
    )  # fmt: skip


def _show(folder: StudyFolder) -> None:
    from sim.output.study_table import discovery_heading, discovery_notes, regret_grid
    from sim.output.table import plain

    for line in discovery_heading(folder.summary):
        click.echo(line)
    for question in folder.summary["questions"]:
        click.echo("\n" + click.wrap_text(question["sentence"], 100))
    click.echo("\n" + "\n".join(plain(regret_grid(folder.summary))))
    click.echo()
    for line in discovery_notes(folder.summary):
        click.echo(click.wrap_text(line, 100))
