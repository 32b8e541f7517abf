"""Two runs, or two scenarios, side by side: in which inputs they differ, what their worlds say, and
whether these are the same worlds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sim.errors import UsageError, did_you_mean
from sim.experiment.comparison.two_runs import PairedRuns, aligned_blocks, paired_runs
from sim.experiment.outcomes.bounds import Watched, time_watched
from sim.experiment.outcomes.definitions import OUTCOMES, Outcome
from sim.experiment.statistics.estimates import Floats
from sim.output.storage.run_folder import RunFolder
from sim.output.words import many_text
from sim.scenario import Resolved
from sim.scenario.assumptions.written_inputs import InputDifference, input_differences

#: What must be the same for the same seed to give the same worlds.
_CALCULATING: Final = ("numpy", "scipy", "simpy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two: ``name`` is what was said on the command line, ``folder`` the run, if it is
    one and no scenario file.
    """

    name: str
    found: Resolved
    folder: RunFolder | None

    @property
    def arms(self) -> tuple[str, ...]:
        """The arms that have worlds; of a scenario all."""
        return self.folder.arms if self.folder else tuple(self.found.settings)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmPair:
    """An arm of each side, and the inputs in which they differ; ``name`` calls both."""

    first: str
    second: str
    inputs: tuple[InputDifference, ...]

    @property
    def name(self) -> str:
        return self.first if self.first == self.second else f"{self.second} for {self.first}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """Two sides. ``unpaired`` says why their worlds are not the same, empty where they are; what
    the same worlds say is in ``worlds``.
    """

    first: Side
    second: Side
    arms: tuple[ArmPair, ...]
    unpaired: str
    worlds: PairedRuns | None
    outcomes: tuple[Outcome, ...] = ()
    remarks: tuple[str, ...] = field(default=())

    def inputs_of_all(self) -> tuple[InputDifference, ...]:
        """The differences that every pair of arms has."""
        first, *others = (pair.inputs for pair in self.arms)
        return tuple(one for one in first if all(one in rest for rest in others))


def side_by_side(
    first: Side, second: Side, *, arm: str | None = None, against: str | None = None
) -> SideBySide:
    """What is to be said of two runs or scenario files, arm by arm of the same name; or of ``arm``
    of the second and ``against`` of the first. An error says why two cannot be compared.
    """
    sides = (first, second)
    _expect_two(*sides)
    pairs = tuple(
        ArmPair(first=one, second=other, inputs=_input_differences(*sides, one, other))
        for one, other in _arm_pairs(*sides, arm, against)
    )
    unpaired = _why_unpaired(*sides)
    left, right = first.folder, second.folder
    outcomes = _common_outcomes(left, right) if left and right else ()
    return SideBySide(
        first=first,
        second=second,
        arms=pairs,
        unpaired=unpaired,
        worlds=_worlds(left, right, pairs, outcomes, _watched(*sides))
        if left and right and not unpaired
        else None,
        outcomes=outcomes,
        remarks=tuple(_remarks(*sides, pairs, outcomes)),
    )


def _expect_two(first: Side, second: Side) -> None:
    if Path(first.name).resolve() == Path(second.name).resolve():
        raise UsageError(f"{first.name} and {second.name} are the same: name two that differ.")
    if first.folder and second.folder:
        levels = [side.summary.confidence for side in (first.folder, second.folder)]
        if levels[0] != levels[1]:
            raise UsageError(
                f"The intervals of {first.name} are of {levels[0]:.4g}, those of {second.name} of"
                f" {levels[1]:.4g}: they cannot stand side by side. Run one again with --set"
                " study.confidence."
            )


def _arm_pairs(
    first: Side, second: Side, arm: str | None, against: str | None
) -> tuple[tuple[str, str], ...]:
    if arm is not None or against is not None:
        one, other = against or arm or "", arm or against or ""
        _expect_arm("--against" if against else "--arm", one, first)
        _expect_arm("--arm" if arm else "--against", other, second)
        return ((one, other),)
    same = tuple((name, name) for name in first.arms if name in second.arms)
    if same:
        return same
    if len(first.arms) == len(second.arms) == 1:
        return ((first.arms[0], second.arms[0]),)
    raise UsageError(
        f"No arm of {first.name} ({', '.join(first.arms)}) has the name of one of {second.name}"
        f" ({', '.join(second.arms)}). Say which are meant: --arm ARM of the second, --against ARM"
        " of the first."
    )


def _expect_arm(option: str, arm: str, side: Side) -> None:
    if arm not in side.arms:
        hint = did_you_mean(arm, side.arms, f"There are: {', '.join(side.arms)}.")
        raise UsageError(
            f"{option}: {side.name} has no arm '{arm}'. {hint} --arm is an arm of the second that"
            " is named, --against one of the first."
        )


def _input_differences(
    first: Side, second: Side, one: str, other: str
) -> tuple[InputDifference, ...]:
    return input_differences(
        first.found.scenario.arms[one].setting, second.found.scenario.arms[other].setting
    )


def _why_unpaired(first: Side, second: Side) -> str:
    """Why world 7 of one run is not world 7 of the other; empty where it is."""
    if not (first.folder and second.folder):
        bare = first if first.folder is None else second
        return f"{bare.name} is a scenario and has no worlds"
    one, other = first.folder.manifest, second.folder.manifest
    if one.seed != other.seed:
        return f"the seeds differ ({one.seed} and {other.seed}), so each has worlds of its own"
    if one.code is None or one.code != other.code:
        return "other versions of the model made them, which may draw their chances otherwise"
    if _drawn_inputs(first.folder) != _drawn_inputs(second.folder):
        return "uncertain inputs were drawn otherwise in one than in the other"
    for name in _CALCULATING:
        if one.versions.get(name) != other.versions.get(name):
            return f"they were made with different versions of {name}"
    return ""


def _drawn_inputs(folder: RunFolder) -> tuple[int, frozenset[tuple[str, float, float]]]:
    """For how many worlds each draw is, and what was drawn between which ends."""
    doubt = folder.summary.doubt
    if doubt is None:
        return 0, frozenset()
    return doubt.worlds, frozenset((one.path, one.low, one.high) for one in doubt.inputs)


def _common_outcomes(first: RunFolder, second: RunFolder) -> tuple[Outcome, ...]:
    known = [set(one.manifest.columns) & set(one.summary.outcomes) for one in (first, second)]
    return tuple(one for name, one in OUTCOMES.items() if all(name in names for names in known))


def _watched(first: Side, second: Side) -> Watched:
    return time_watched(
        arm.setting for side in (first, second) for arm in side.found.scenario.arms.values()
    )


def _worlds(
    first: RunFolder,
    second: RunFolder,
    pairs: Sequence[ArmPair],
    outcomes: Sequence[Outcome],
    watched: Watched,
) -> PairedRuns:
    names = [outcome.name for outcome in outcomes]
    blocks = aligned_blocks(
        _blocks(first, [pair.first for pair in pairs], names),
        _blocks(second, [pair.second for pair in pairs], names),
    )
    return paired_runs(
        [pair.name for pair in pairs],
        outcomes,
        blocks,
        arms=[
            *(first.summary.arms[pair.first] for pair in pairs),
            *(second.summary.arms[pair.second] for pair in pairs),
        ],
        watched=watched,
        confidence=first.summary.confidence,
        drawn=0 if first.summary.doubt is None else first.summary.doubt.worlds,
    )


def _blocks(folder: RunFolder, arms: Sequence[str], names: Sequence[str]) -> Iterator[Floats]:
    """The worlds of some arms and outcomes, in the order asked for."""
    rows = [folder.arms.index(arm) for arm in arms]
    columns = [folder.manifest.columns.index(name) for name in names]
    for block in folder.rows.blocks():
        yield block[:, rows][:, :, columns]


def _arms_left_out(first: Side, second: Side, pairs: Sequence[ArmPair]) -> Iterator[str]:
    """Which arms stand in no pair: of one of the two, or of both."""
    taken = {pair.first for pair in pairs}, {pair.second for pair in pairs}
    for side, other, own in ((first, second, taken[0]), (second, first, taken[1])):
        if alone := [arm for arm in side.arms if arm not in own and arm not in other.arms]:
            yield f"Only in {side.name}, or not asked for: {', '.join(alone)}."
    both = [arm for arm in first.arms if arm in second.arms and arm not in {*taken[0], *taken[1]}]
    if both:
        yield f"Not asked for: {', '.join(both)}."


def _remarks(
    first: Side, second: Side, pairs: Sequence[ArmPair], outcomes: Sequence[Outcome]
) -> Iterator[str]:
    """What a reader must know beside the numbers."""
    yield from _arms_left_out(first, second, pairs)
    if any(one.path in {"horizon", "follow_up"} for pair in pairs for one in pair.inputs):
        yield (
            "Their worlds are watched for different times: outcomes that add up, or end with the"
            " time that is watched, differ for that alone."
        )
    if first.folder and second.folder:
        counts = [side.replications for side in (first.folder, second.folder)]
        if counts[0] != counts[1]:
            yield f"{first.name} has {many_text(counts[0], 'world')}, {second.name} {counts[1]:,}."
        if any(side.summary.stopping for side in (first.folder, second.folder)):
            yield "A run that chose its own number of worlds has intervals that do not know of it."
        lacking = [name for name in OUTCOMES if name not in {one.name for one in outcomes}]
        if lacking:
            yield f"Not in both, so left out: {', '.join(lacking)}."
