"""``hotline trace``: one world told as a dated story, or two arms of the same world until they
part.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from sim.characters import visible_json
from sim.cli import options
from sim.cli.screen import say
from sim.errors import UsageError

if TYPE_CHECKING:
    from sim.domain.events.log import Log
    from sim.experiment.runs.plan import Plan
    from sim.output.evidence.traced_world import Traced

HELP: Final = """\
\b
Examples:
  hotline trace scenarios/northern-front.yaml --arm consult -k 3
  hotline trace scenarios/northern-front.yaml --arm consult --against unilateral -k 3
  hotline trace scenarios/two-desks.yaml --arm consult --set horizon="14 d" --all
  hotline trace scenarios/two-desks.yaml --arm consult --json | jq 'select(.kind == "strike")'
  hotline trace scenarios/northern-front.yaml --arm consult --svg lanes.svg
  hotline trace scenarios/northern-front.yaml --arm consult -k 3 --chart waterfall --svg hours.svg
  hotline trace scenarios/northern-front.yaml --arm consult --mermaid > sequence.mmd

Tell one world of SCENARIO as a story: what happened when, who knew what, who was asked and
answered, where the hours went and how it ended. With --against, tell two arms of the same world
until they part, and why they part. With --svg, draw it as swim lanes, or as the --chart of one
world that is named; with --mermaid, write it as a sequence diagram.
"""


@click.command(name="trace", help=HELP)
@click.argument("scenario", metavar="SCENARIO")
@click.option("--arm", metavar="A", help="The arm to tell.  [default: the study's baseline]")
@options.ONE_WORLD(default=0, show_default=True, help="Which world.")
@options.AGAINST_ARM(metavar="B", help="Another arm of the same world.")
@options.SEED
@options.SETS
@click.option("--all", "everything", is_flag=True, help="Tell everything, fold nothing.")
@click.option(
    "--json", "as_json", is_flag=True, help="The full log as JSON Lines, one entry a line."
)
@click.option("--mermaid", is_flag=True, help="A Mermaid sequence diagram, one an arm.")
@click.option(
    "--svg", metavar="FILE", help="Swim lanes; with --against, of both arms, one above the other."
)
@click.option(
    "--chart",
    metavar="NAME",
    help=(
        "What --svg draws: swimlanes, twoworlds, knowledge, waterfall or load.  [default:"
        " swimlanes; twoworlds with --against]"
    ),
)
@options.OVERWRITE
def command(  # noqa: PLR0913 - one argument an option
    scenario: str,
    *,
    arm: str | None,
    replication: int,
    against: str | None,
    seed: int | None,
    sets: tuple[str, ...],
    everything: bool,
    as_json: bool,
    mermaid: bool,
    svg: str | None,
    chart: str | None,
    overwrite: bool,
) -> None:
    if as_json + mermaid + (svg is not None) > 1:
        raise UsageError("Choose one of --json, --mermaid and --svg.")
    if svg is not None and Path(svg).suffix != ".svg":
        raise UsageError(
            f"--svg {svg}: the name must end in .svg. `hotline plot` draws a run's world as PNG or"
            " PDF."
        )
    name = _chart_name(chart, against, svg)
    plan, arms = _planned_arms(scenario, sets, seed, (arm, against))
    logs = [_log(plan, one, replication) for one in arms]
    if as_json:
        for one, log in zip(arms, logs, strict=True):
            for line in _json(one, log):
                click.echo(visible_json(line))
        return
    from sim.output.evidence.traced_world import Traced

    worlds = [Traced.of(plan.scenario, one, log) for one, log in zip(arms, logs, strict=True)]
    if svg is not None:
        say(_draw_chart(name, worlds, Path(svg), overwrite=overwrite))
    else:
        say(_story_text(worlds, everything=everything, mermaid=mermaid), end=False)


def _story_text(worlds: list[Traced], *, everything: bool, mermaid: bool) -> str:
    from sim.output.story.narrative import tell
    from sim.output.story.sequence import sequence
    from sim.output.story.side_by_side import tell_apart

    if mermaid:
        return "\n".join(map(sequence, worlds))
    return (
        tell(worlds[0], everything=everything)
        if len(worlds) == 1
        else tell_apart(*worlds, everything=everything)
    )


def _chart_name(chart: str | None, against: str | None, svg: str | None) -> str:
    """The chart of one world that is to be drawn; an error for one that cannot be."""
    from sim.errors import did_you_mean
    from sim.output.charts import KEPT_WORLD

    if chart is None:
        return "swimlanes" if against is None else "twoworlds"
    if chart not in KEPT_WORLD:
        near = did_you_mean(chart, KEPT_WORLD, f"There are: {', '.join(KEPT_WORLD)}.")
        raise UsageError(f"--chart: there is no chart '{chart}' of one world. {near}")
    if svg is None:
        raise UsageError(f"--chart {chart} needs --svg FILE: a chart is drawn into a file.")
    if (chart == "twoworlds") is (against is None):
        raise UsageError(
            "--chart twoworlds needs --against: it shows two arms of the same world."
            if against is None
            else f"--chart {chart} shows one arm: leave out --against, or ask for twoworlds."
        )
    return chart


def _draw_chart(name: str, worlds: list[Traced], path: Path, *, overwrite: bool) -> Path:
    """Draw a chart of one world, or of two arms of it."""
    from sim.output.charts import CHARTS
    from sim.output.charts.base import glyphs, style
    from sim.output.charts.base.chart import Chart, Missing
    from sim.output.charts.base.files import picture
    from sim.output.charts.run import load
    from sim.output.charts.world import knowledge, swimlanes, two_worlds, waterfall
    from sim.output.storage.files import write_new

    drawn_by: dict[str, Callable[[Traced, float], Chart | Missing]] = {
        "swimlanes": swimlanes.of_world,
        "knowledge": knowledge.of_world,
        "waterfall": waterfall.of_world,
        "load": load.of_world,
    }
    words = " ".join(
        [
            worlds[0].scenario.title,
            *(world.name(role) for world in worlds for role in ("frontline", "patron")),
        ]
    )
    chart = glyphs.draw_with_fonts(
        lambda: (
            two_worlds.of_worlds(worlds[0], worlds[1], style.WIDTH)
            if name == "twoworlds"
            else drawn_by[name](worlds[0], style.WIDTH)
        ),
        words,
    )
    if isinstance(chart, Missing):
        raise UsageError(f"There is nothing to draw: {chart.reason}.")
    with style.in_style(words):
        drawn = picture(chart, CHARTS[name].title, "svg")
    write_new(path, drawn, overwrite=overwrite)
    return path


def _planned_arms(
    scenario: str, sets: tuple[str, ...], seed: int | None, wanted: tuple[str | None, str | None]
) -> tuple[Plan, list[str]]:
    """The plan, and the arms in the order in which they were asked for."""
    from sim.experiment.runs.plan import plan_of
    from sim.scenario import load
    from sim.studies.execution.said_twice import expect_one_value

    expect_one_value(sets, "study.seed", "--seed", seed)
    loaded = load(scenario, sets=sets)
    arm, against = wanted
    first = loaded.study.baseline if arm is None else arm
    if first == against:
        others = [name for name in loaded.arms if name != first]
        hint = f" There are: {', '.join(others)}." if others else ""
        raise UsageError(f"--against {against}: that is the arm itself that is told.{hint}")
    arms = [first, *([] if against is None else [against])]
    return plan_of(loaded, seed=seed, arms=arms), arms


def _log(plan: Plan, arm: str, replication: int) -> Log:
    from sim.engine.session import Session

    return Session(plan.scenario, seed=plan.seed, replication=replication, arm=arm, full=True).run()


def _json(arm: str, log: Log) -> Iterator[str]:
    """Each entry as one JSON object: hours since the start, kind, data."""
    from sim.domain.events.codec import plain_data

    for t, event in log:
        entry = {"arm": arm, "t": t, "kind": event.kind, "data": plain_data(event)}
        yield json.dumps(entry, ensure_ascii=False, allow_nan=False)
