"""``hotline results verify --repair``: what a folder of any kind lost, made again by what its own command would do.

The inputs are those in the folder; where these are damaged too, those that the command names, if they still say the same.
It stands among the commands because it calls theirs: options are read, and studies made of them, as when they were typed.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from click.exceptions import Exit

from sim.errors import HotlineError, ResultsError
from sim.output.naming import shown

if TYPE_CHECKING:
    from sim.experiment.designs import Design
    from sim.experiment.plan import Plan
    from sim.experiment.replicate import Chunk
    from sim.output.damage import Damage, Stored
    from sim.output.studies import Part
    from sim.output.writer import Circumstances
    from sim.scenario import Resolved

#: By what the manifest calls the results, the command that makes them.
COMMANDS: Final = {
    "run": "run", "sweep": "sweep", "measures": "measures", "sensitivity": "sensitivity", "discovery": "discover",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A damaged folder: its manifest, its sound inputs, what of its worlds is there, and where it is made again."""

    about: Mapping[str, Any]
    given: Mapping[str, Any]
    inputs: Path
    stored: Mapping[str, Stored]
    place: Path

    @property
    def found(self) -> Resolved:
        """The scenario that was run."""
        from sim.output.store import SCENARIO, expect_whole_scenario
        from sim.scenario import resolved

        expect_whole_scenario(self.inputs)
        found = resolved(self.inputs / SCENARIO)
        return replace(found, scenario=replace(found.scenario, name=self.about["scenario"]["name"]))

    @property
    def yaml(self) -> str:
        """The scenario as its file in the folder says it."""
        from sim.output.store import SCENARIO

        return (self.inputs / SCENARIO).read_text(encoding="utf-8")

    @property
    def circumstances(self) -> Circumstances:
        """Those of the command that made the results."""
        from sim.output.writer import Circumstances

        return Circumstances(command=self.about["command"], started=self.about["started"], seconds=0.0)


def mended(path: Path, about: Mapping[str, Any], damage: Damage) -> None:
    """Make again what is damaged, and put it back if it is what was written."""
    from sim.output.damage import stored
    from sim.output.mending import expect_mendable, hidden, put_back

    expect_mendable(path, about, damage)
    kind, given = str(about.get("kind", "run")), _given(about)
    with hidden(path) as scratch:
        inputs, place = scratch / "inputs", scratch / "made"
        _copy_inputs(path, about, given, inputs)
        _MENDERS[kind](Case(about=about, given=given, inputs=inputs, stored=stored(path, about), place=place))
        put_back(path, place, about, damage)


def _given(about: Mapping[str, Any]) -> Mapping[str, Any]:
    """The options of the command that made the results, as click reads them."""
    kind = str(about.get("kind", "run"))
    try:
        name, *words = shlex.split(about["command"])[1:] or [""]
        if COMMANDS.get(kind) != name:
            raise ResultsError(f"results of this kind cannot be made again: {shown(kind)}")
        context = import_module(f"sim.cli.{name}").command.make_context(name, words)
    except (ValueError, click.ClickException, Exit) as error:
        raise ResultsError("the command in its manifest is none that makes such results.") from error
    params: Mapping[str, Any] = context.params
    return params


def _copy_inputs(path: Path, about: Mapping[str, Any], given: Mapping[str, Any], inputs: Path) -> None:
    """The scenario and the measures as they were, from the folder or from where the command found them."""
    from sim.output.places import made, write
    from sim.output.store import SCENARIO
    from sim.output.trials import MEASURES

    names = [name for name in about["content"] if name == SCENARIO or name.startswith(f"{MEASURES}/")]
    for name in names:
        content = _sound(path / name, about["content"][name]) or _elsewhere(_named(name, about), given)
        if sha256(content).hexdigest() != about["content"][name]:
            raise ResultsError(
                f"{path / name} is damaged too, and what the command was given no longer says the same. "
                f"Remove the folder and make it again:\n  {about['command']}"
            )
        here = inputs / _named(name, about)
        made(here.parent)
        write(here, content)


def _named(name: str, about: Mapping[str, Any]) -> str:
    """Under which name an input was read: that of a measure may be none that a file of results can have."""
    from sim.output.naming import file_name
    from sim.output.trials import MEASURES

    told = about.get("measure_names", {}).get(Path(name).stem, Path(name).stem)
    if not name.startswith(f"{MEASURES}/") or "/" in told or file_name(told) != Path(name).stem:
        return name
    return f"{MEASURES}/{told}.yaml"


def _sound(file: Path, digest: str) -> bytes:
    from sim.output import regular

    return regular.content(file) if regular.digest(file) == digest else b""


def _elsewhere(name: str, given: Mapping[str, Any]) -> bytes:
    """An input as it is where the command found it; nothing where there is none any more."""
    from sim.output.store import SCENARIO
    from sim.scenario import resolved, written
    from sim.scenario.regimes import measures_for

    try:
        scenario = Path(_scenario(given))
        if not scenario.is_file():  # a pipe would keep one waiting
            return b""
        if name == SCENARIO:
            return written(resolved(scenario, given["sets"])).encode()
        return Path(measures_for(scenario, (Path(name).stem,))[0].file).read_bytes()
    except (HotlineError, OSError):
        return b""


def _scenario(given: Mapping[str, Any]) -> str:
    return str(given["scenario"] if "scenario" in given else given["scenarios"][0])


# One for each kind of results -----------------------------------------------------------------------------------------


def _run(case: Case) -> None:
    from sim.experiment import paths
    from sim.experiment.retell import full_logs
    from sim.output import rows
    from sim.output.mending import refilled
    from sim.output.writer import completed

    plan = _plan(case)
    again = partial(_worlds, plan)
    with refilled(case.place, plan.identity(), case.stored[rows.FILE], again, afresh=paths.WORLDS) as harvest:
        stopped = _stopped(plan, harvest.blocks(plan.replications))
        tell = partial(full_logs, stopped)
        completed(harvest, stopped, case.yaml, case.circumstances, tell=tell)


def _plan(case: Case) -> Plan:
    from sim.experiment.plan import planned

    about = case.about
    plan = planned(case.found.scenario, replications=about["replications"], seed=about["seed"], arms=about["arms"])
    return replace(plan, baseline=about["baseline"], until=about.get("until"))


def _stopped(plan: Plan, blocks: Iterator[Any]) -> Plan:
    """The plan with how its run ended, if it stopped by itself."""
    from sim.experiment.stopping import Watch, until

    if plan.until is None:
        return plan
    watch = Watch(plan, until(plan, plan.until["most"]))
    for block in blocks:
        watch.add(block)
    return replace(plan, stopped=watch.told())


def _worlds(plan: Plan, start: int, stop: int) -> Iterator[Chunk]:
    from sim.experiment.executor import finished, usable_cores

    return finished(replace(plan, replications=stop), first=start, jobs=usable_cores())


def _sweep(case: Case) -> None:
    from sim.cli.sweep import ask_of, planned_sweep
    from sim.output import rows
    from sim.output.mending import refilled
    from sim.output.sweeps import completed

    asked = planned_sweep(case.found, ask_of(case.given))
    design = asked.design()
    with refilled(case.place, design.identity(), case.stored[rows.FILE], partial(_units, design)) as harvest:
        completed(harvest, asked, case.yaml, case.circumstances)


def _units(design: Design, start: int, stop: int) -> Iterator[Chunk]:
    from sim.experiment.designs import simulated
    from sim.experiment.executor import chunk_size, chunk_spans, usable_cores, worked

    spans = chunk_spans(start, stop, chunk_size(len(design.arms)))
    return worked(partial(simulated, design), spans, jobs=usable_cores())


def _trial(case: Case) -> None:
    from sim.cli.measures import ask_of, trial_of, wish_of
    from sim.output import rows
    from sim.output.mending import refilled
    from sim.output.store import SCENARIO
    from sim.output.trials import MEASURES, Inputs, completed
    from sim.scenario.regimes import measures_for

    ask = ask_of(case.given)
    files = (name for name in case.about["content"] if name.startswith(f"{MEASURES}/"))
    names = [Path(_named(name, case.about)).stem for name in files]
    read = measures_for(case.inputs / SCENARIO, names)
    trial = trial_of(case.found, read, ask)
    inputs = Inputs(scenario=case.yaml, measures={one.name: Path(one.file).read_bytes() for one in read})
    again = partial(_worlds, trial.plan)
    with refilled(case.place, trial.plan.identity(), case.stored[rows.FILE], again) as harvest:
        blocks = partial(harvest.blocks, trial.plan.replications)
        completed(case.place, trial, blocks, wish_of(ask), inputs, case.circumstances)


def _study(case: Case) -> None:
    from sim.cli.study import own_of, request_of
    from sim.output.studies import completed

    module = import_module(f"sim.cli.{COMMANDS[case.about['kind']]}")
    asked = module.asked_of(case.found, request_of(case.given), **_own(own_of(case.given)))
    parts: dict[str, Part] = {}

    def part(name: str, design: Design) -> Part:
        parts[name] = _part(case, name, design)
        return parts[name]

    summary = module.findings(asked, part)
    completed(case.place, asked.identity(), summary, parts, case.yaml, case.circumstances)


def _own(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name != "scenario"}


def _part(case: Case, name: str, design: Design) -> Part:
    from sim.output.mending import refilled
    from sim.output.studies import RESPONSES, part_of

    with refilled(
        case.place / f".{name}", design.identity(), case.stored[name + RESPONSES], partial(_units, design)
    ) as harvest:
        return part_of(harvest, design)


_MENDERS: Final[Mapping[str, Callable[[Case], None]]] = {
    "run": _run, "sweep": _sweep, "measures": _trial, "sensitivity": _study, "discovery": _study,
}  # fmt: skip
