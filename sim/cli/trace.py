"""``hotline trace``: one world told as a dated story, or two arms of the same world until they part."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from sim.domain.log import Log
    from sim.experiment.plan import Plan

HELP: Final = """\
\b
Examples:
  hotline trace scenarios/northern-front.yaml --arm consult --replication 3
  hotline trace scenarios/northern-front.yaml --arm consult --against unilateral --replication 3
  hotline trace scenarios/two-desks.yaml --arm consult --set horizon="14 d" --all
  hotline trace scenarios/two-desks.yaml --arm consult --json | jq 'select(.kind == "strike")'

Tell one world of SCENARIO as a story: what happened when, who knew what, who was asked and answered, where the hours went
and how it ended. With --against, tell two arms of the same world until they part, and why they part.
"""


@click.command(name="trace", help=HELP)
@click.argument("scenario", metavar="SCENARIO")
@click.option("--arm", metavar="A", help="The arm to tell.  [default: the study's baseline]")
@click.option("--replication", "-k", type=click.IntRange(min=0), default=0, show_default=True, help="Which world.")
@click.option("--against", metavar="B", help="Another arm of the same world.")
@click.option("--seed", type=click.IntRange(min=0, max=2**63 - 1), help="Root of all random numbers.")
@click.option("--set", "sets", multiple=True, metavar="PATH=VALUE", help="Change an input; may be repeated.")
@click.option("--all", "everything", is_flag=True, help="Tell everything, fold nothing.")
@click.option("--json", "as_json", is_flag=True, help="The full log as JSON Lines, one entry a line.")
def command(
    scenario: str,
    *,
    arm: str | None,
    replication: int,
    against: str | None,
    seed: int | None,
    sets: tuple[str, ...],
    everything: bool,
    as_json: bool,
) -> None:
    plan, arms = _planned(scenario, sets, seed, (arm, against))
    logs = [_log(plan, name, replication) for name in arms]
    if as_json:
        for name, log in zip(arms, logs, strict=True):
            for line in _json(name, log):
                click.echo(line)
        return
    from sim.output.story import Traced, tell, tell_apart

    worlds = [Traced.of(plan.scenario, name, log) for name, log in zip(arms, logs, strict=True)]
    text = tell(worlds[0], everything=everything) if len(worlds) == 1 else tell_apart(*worlds, everything=everything)
    click.echo(text, nl=False)


def _planned(
    scenario: str, sets: tuple[str, ...], seed: int | None, wanted: tuple[str | None, str | None]
) -> tuple[Plan, list[str]]:
    """The plan, and the arms in the order in which they were asked for."""
    from sim.experiment.plan import planned
    from sim.scenario import load

    loaded = load(scenario, sets=sets)
    arm, against = wanted
    arms = [loaded.study.baseline if arm is None else arm, *([] if against is None else [against])]
    return planned(loaded, seed=seed, arms=arms), arms


def _log(plan: Plan, arm: str, replication: int) -> Log:
    from sim.engine.session import Session

    return Session(plan.scenario, seed=plan.seed, replication=replication, arm=arm, full=True).run()


def _json(arm: str, log: Log) -> Iterator[str]:
    """Each entry as one JSON object: hours since the start, kind, data."""
    for t, kind, data in log:
        yield json.dumps({"arm": arm, "t": t, "kind": kind, "data": data}, ensure_ascii=False, allow_nan=False)
