"""What a study was asked, as a frozen value: checked when it is made, and saved as JSON in the
manifest of its results.

It names all that the results depend on and nothing else: no folder, no number of processes. So a
specification read from a manifest can be carried out anywhere, and says by itself which command
repeats it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Final, Literal, Protocol

from sim.domain.inputs.limits import FEWEST_FRESH, MOST_SAMPLES, MOST_SEED, MOST_WORLDS
from sim.errors import UsageError
from sim.studies.fields import expect_fitting, within

WORLDS: Final = 200
#: The arm to which measures are added where none is named and the scenario has it.
PREFERRED_ARM: Final = "consult"
FEWEST_SENSITIVITY_WORLDS: Final = 6
FEWEST_SENSITIVITY_SAMPLES: Final = 16
#: What took the place of a method that is no longer there.
NO_MORRIS: Final = (
    "Morris's method is no longer offered: at four levels it saw neither humps nor narrow"
    " stretches, and its index of a share could exceed 1. Its place is taken by --method bands"
    " (the default): all inputs are drawn at once, and the outcome is compared between six bands"
    " of each; --samples are draws."
)
FEWEST_DISCOVERY_SAMPLES: Final = 40

Texts = tuple[str, ...]


class Specification(Protocol):
    """What every kind of specification has; each is a frozen dataclass of texts, numbers and tuples
    of texts.
    """

    @property
    def scenario(self) -> str:
        """The file of the scenario."""
        ...

    @property
    def sets(self) -> Texts:
        """Changes laid over it, as ``path=value``."""
        ...

    def words(self) -> list[str]:
        """The command that asks the same, wherever one likes."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSpecification:
    """All arms, or ``arms``, in the same worlds: ``replications`` of them, or at most so many until
    they are precise, by intervals that hold at one number of worlds or, ``always_valid``, at all.
    With ``uncertain`` what the scenario declares as uncertain is drawn, once for a few worlds.
    """

    scenario: str
    sets: Texts = ()
    replications: int | None = within(1, MOST_WORLDS, default=None)
    seed: int | None = within(0, MOST_SEED, default=None)
    arms: Texts = ()
    baseline: str | None = None
    until_precise: bool = False
    always_valid: bool = False
    uncertain: bool = False

    def __post_init__(self) -> None:
        expect_fitting(self)
        if self.uncertain and self.stops:
            raise UsageError(
                "--uncertain takes a number of worlds that is fixed before (-n): with more of them"
                " the luck shrinks, the doubt about inputs stays, and no precision need be reached."
            )

    @property
    def stops(self) -> bool:
        """Whether the run stops by itself."""
        return self.until_precise or self.always_valid

    def words(self) -> list[str]:
        words = ["hotline", "run", self.scenario]
        words += [] if self.replications is None else ["-n", str(self.replications)]
        words += [] if self.seed is None else ["--seed", str(self.seed)]
        words += ["--until-precise"] if self.until_precise else []
        words += ["--always-valid"] if self.always_valid else []
        words += ["--uncertain"] if self.uncertain else []
        words += option_list("--arms", self.arms) + (
            [] if self.baseline is None else ["--against", self.baseline]
        )
        return words + each("--set", self.sets)


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepSpecification:
    """One or two levers (``vary``: ``path=a,b,c`` or ``path=low..high``), all arms in the same
    worlds at each point; where an arm changes sides, narrowed until no wider than ``narrow_to``.
    """

    scenario: str
    sets: Texts = ()
    vary: Texts
    break_even: Texts = ()
    narrow_to: str | None = None
    outcomes: Texts = ()
    replications: int = within(2, MOST_WORLDS, default=WORLDS)
    seed: int | None = within(0, MOST_SEED, default=None)
    arms: Texts = ()
    baseline: str | None = None
    yes: bool = False

    def __post_init__(self) -> None:
        expect_fitting(self)

    def words(self) -> list[str]:
        words = ["hotline", "sweep", self.scenario]
        words += (
            each("--vary", self.vary)
            + each("--break-even", self.break_even)
            + ([] if self.narrow_to is None else ["--narrow-to", self.narrow_to])
            + each("--set", self.sets)
        )
        words += [*option_list("--outcomes", self.outcomes), "-n", str(self.replications)]
        words += [] if self.seed is None else ["--seed", str(self.seed)]
        words += option_list("--arms", self.arms)
        words += [] if self.baseline is None else ["--against", self.baseline]
        return [*words, "--yes"] if self.yes else words


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuresSpecification:
    """Every set of ``measures``, or a fraction of the sets, added to one arm; the best set is best
    at ``goal``. With ``against``, the arm with and without them is compared with that one as well.
    """

    scenario: str
    sets: Texts = ()
    arm: str | None = None
    against: str | None = None
    measures: Texts = ()
    worlds: int = within(2, MOST_WORLDS, default=WORLDS)
    seed: int | None = within(0, MOST_SEED, default=None)
    fraction: bool = False
    budget: float | None = within(0, default=None)
    goal: str = "burden"

    def __post_init__(self) -> None:
        if isinstance(self.budget, float) and not isfinite(self.budget):
            raise UsageError(
                "--budget is not a number: say what a set may cost a year, in millions."
            )
        expect_fitting(self)

    def words(self) -> list[str]:
        words = ["hotline", "measures", self.scenario, "-n", str(self.worlds)]
        words += [] if self.arm is None else ["--arm", self.arm]
        words += [] if self.against is None else ["--against", self.against]
        words += option_list("--measures", self.measures)
        words += [] if self.seed is None else ["--seed", str(self.seed)]
        words += ["--fraction"] if self.fraction else ["--goal", self.goal]
        words += [] if self.budget is None else ["--budget", repr(self.budget).removesuffix(".0")]
        return words + each("--set", self.sets)


@dataclass(frozen=True, slots=True, kw_only=True)
class SensitivitySpecification:
    """Which inputs move ``outcomes`` of ``arm``, less those of ``against`` if there is one."""

    scenario: str
    sets: Texts = ()
    arm: str | None = None
    against: str | None = None
    outcomes: Texts = ()
    method: Literal["bands", "sobol"] = "bands"
    goal: str | None = None
    samples: int | None = within(FEWEST_SENSITIVITY_SAMPLES, MOST_SAMPLES, default=None)
    top: int = within(1, MOST_SAMPLES, default=15)
    swing: float | None = within(0, 100, above=True, default=None)
    worlds: int = within(FEWEST_SENSITIVITY_WORLDS, MOST_WORLDS, default=20)
    seed: int | None = within(0, MOST_SEED, default=None)
    paths: Texts = ()
    ranges: Texts = ()
    yes: bool = False

    def __post_init__(self) -> None:
        if str(self.method) == "morris":
            raise UsageError(NO_MORRIS)
        expect_fitting(self)

    def words(self) -> list[str]:
        words = ["hotline", "sensitivity", self.scenario]
        words += [] if self.arm is None else ["--arm", self.arm]
        words += [*option_list("--outcome", self.outcomes), "--method", self.method]
        words += [] if self.goal is None else ["--goal", self.goal]
        words += [] if self.samples is None else ["--samples", str(self.samples)]
        words += ["--worlds", str(self.worlds), "--top", str(self.top)]
        words += [] if self.seed is None else ["--seed", str(self.seed)]
        words += [] if self.against is None else ["--against", self.against]
        words += [] if self.swing is None else ["--swing", f"{self.swing:g}"]
        return words + _varied_words(self.paths, self.ranges, self.sets, yes=self.yes)


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscoverySpecification:
    """Where ``arm`` does worse than ``against`` in ``outcomes``, where what is ``unacceptable``
    holds, or both. Without any of them it is asked about the burden.
    """

    scenario: str
    sets: Texts = ()
    arm: str | None = None
    against: str | None = None
    outcomes: Texts = ()
    unacceptable: Texts = ()
    samples: int = within(FEWEST_DISCOVERY_SAMPLES, MOST_SAMPLES, default=256)
    fill: Literal["latin", "sobol"] = "latin"
    worlds: int = within(1, MOST_WORLDS, default=20)
    fresh: int | None = within(FEWEST_FRESH, MOST_WORLDS, default=None)
    seed: int | None = within(0, MOST_SEED, default=None)
    paths: Texts = ()
    ranges: Texts = ()
    yes: bool = False

    def __post_init__(self) -> None:
        expect_fitting(self)

    def words(self) -> list[str]:
        words = [
            "hotline",
            "discover",
            self.scenario,
            "--samples",
            str(self.samples),
            "--fill",
            self.fill,
        ]
        words += ["--worlds", str(self.worlds)]
        words += [] if self.fresh is None else ["--fresh", str(self.fresh)]
        words += [] if self.seed is None else ["--seed", str(self.seed)]
        words += [] if self.arm is None else ["--arm", self.arm]
        words += [] if self.against is None else ["--against", self.against]
        words += option_list("--outcome", self.outcomes)
        words += each("--unacceptable", self.unacceptable)
        return words + _varied_words(self.paths, self.ranges, self.sets, yes=self.yes)


def each(option: str, values: Sequence[str]) -> list[str]:
    """An option said once for each value."""
    return [word for value in values for word in (option, value)]


def option_list(option: str, values: Sequence[str]) -> list[str]:
    """An option whose values stand in one list; nothing where there are none."""
    return [option, ",".join(values)] if values else []


def _varied_words(paths: Texts, ranges: Texts, sets: Texts, *, yes: bool) -> list[str]:
    words = option_list("--paths", paths) + each("--range", ranges) + each("--set", sets)
    return [*words, "--yes"] if yes else words
