"""What a study was asked, as a frozen value: checked when it is made, and saved as JSON in the manifest of its results.

It names all that the results depend on and nothing else: no folder, no number of processes. So a specification read from a
manifest can be carried out anywhere, and says by itself which command repeats it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from math import isfinite
from types import NoneType, UnionType
from typing import Any, Final, Literal, Protocol, TypeVar, get_args, get_origin, get_type_hints

from sim.errors import ResultsError, UsageError

#: Under this name it stands in a manifest.
KEY: Final = "specification"

WORLDS: Final = 200
FEWEST_SENSITIVITY_WORLDS: Final = 8
FEWEST_DISCOVERY_SAMPLES: Final = 40
_ANY_SEED: Final = 2**63 - 1
_SEED_OF_A_STUDY: Final = 2**31 - 2

Texts = tuple[str, ...]


class Specification(Protocol):
    """What every kind of specification has; each is a frozen dataclass of texts, numbers and tuples of texts."""

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


S = TypeVar("S")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Between which numbers a field must lie."""

    least: float
    most: float | None
    above: bool

    def __str__(self) -> str:
        sign = "<" if self.above else "<="
        if self.most is None:
            return f"x{'>' if self.above else '>='}{self.least:g}"
        return f"{self.least:g}{sign}x<={self.most:g}" if self.above else f"{self.least:g}<=x<={self.most}"

    def hold(self, value: float) -> bool:
        """Whether a number is within them."""
        if not isfinite(value) or value < self.least or (self.above and value == self.least):
            return False
        return self.most is None or value <= self.most


def _within(least: float, most: float | None = None, *, above: bool = False, **default: Any) -> Any:  # noqa: ANN401 - as dataclasses.field
    """A number that has bounds; with ``above`` the lower one is out of them itself."""
    return field(metadata={"bounds": Bounds(least=least, most=most, above=above)}, **default)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSpecification:
    """All arms, or ``arms``, in the same worlds: ``replications`` of them, or at most so many until they are precise."""

    scenario: str
    sets: Texts = ()
    replications: int | None = _within(1, default=None)
    seed: int | None = _within(0, _ANY_SEED, default=None)
    arms: Texts = ()
    until_precise: bool = False

    def __post_init__(self) -> None:
        expect_fitting(self)

    def words(self) -> list[str]:
        words = ["hotline", "run", self.scenario]
        words += [] if self.replications is None else ["-n", str(self.replications)]
        words += [] if self.seed is None else ["--seed", str(self.seed)]
        words += ["--until-precise"] if self.until_precise else []
        return words + listed("--arms", self.arms) + each("--set", self.sets)


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepSpecification:
    """One or two levers (``vary``: ``path=a,b,c`` or ``path=low..high``), all arms in the same worlds at each point."""

    scenario: str
    sets: Texts = ()
    vary: Texts
    break_even: Texts = ()
    outcomes: Texts = ()
    replications: int = _within(2, default=WORLDS)
    seed: int | None = _within(0, _ANY_SEED, default=None)
    arms: Texts = ()
    baseline: str | None = None
    yes: bool = False

    def __post_init__(self) -> None:
        expect_fitting(self)

    def words(self) -> list[str]:
        words = ["hotline", "sweep", self.scenario]
        words += each("--vary", self.vary) + each("--break-even", self.break_even) + each("--set", self.sets)
        words += [*listed("--outcomes", self.outcomes), "-n", str(self.replications)]
        words += [] if self.seed is None else ["--seed", str(self.seed)]
        words += listed("--arms", self.arms)
        words += [] if self.baseline is None else ["--baseline", self.baseline]
        return [*words, "--yes"] if self.yes else words


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuresSpecification:
    """Every set of ``measures``, or a fraction of the sets, added to one arm; the best set is best at ``goal``."""

    scenario: str
    sets: Texts = ()
    arm: str | None = None
    measures: Texts = ()
    worlds: int = _within(2, default=WORLDS)
    seed: int | None = _within(0, _ANY_SEED, default=None)
    fraction: bool = False
    budget: float | None = _within(0, default=None)
    goal: str = "burden"

    def __post_init__(self) -> None:
        if isinstance(self.budget, float) and not isfinite(self.budget):
            raise UsageError("--budget is not a number: say what a set may cost a year, in millions.")
        expect_fitting(self)

    def words(self) -> list[str]:
        words = ["hotline", "measures", self.scenario, "-n", str(self.worlds)]
        words += [] if self.arm is None else ["--arm", self.arm]
        words += listed("--measures", self.measures)
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
    method: Literal["morris", "sobol"] = "morris"
    samples: int | None = _within(4, default=None)
    top: int = _within(1, default=15)
    swing: float | None = _within(0, 100, above=True, default=None)
    worlds: int = _within(FEWEST_SENSITIVITY_WORLDS, default=20)
    seed: int | None = _within(0, _SEED_OF_A_STUDY, default=None)
    paths: Texts = ()
    ranges: Texts = ()
    yes: bool = False

    def __post_init__(self) -> None:
        expect_fitting(self)

    def words(self) -> list[str]:
        words = ["hotline", "sensitivity", self.scenario]
        words += [] if self.arm is None else ["--arm", self.arm]
        words += [*listed("--outcome", self.outcomes), "--method", self.method]
        words += [] if self.samples is None else ["--samples", str(self.samples)]
        words += ["--worlds", str(self.worlds), "--top", str(self.top)]
        words += [] if self.seed is None else ["--seed", str(self.seed)]
        words += [] if self.against is None else ["--against", self.against]
        words += [] if self.swing is None else ["--swing", f"{self.swing:g}"]
        return words + _varied(self.paths, self.ranges, self.sets, yes=self.yes)


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscoverySpecification:
    """Where ``arm`` does worse than ``against`` in ``outcomes``, or where what is ``unacceptable`` holds."""

    scenario: str
    sets: Texts = ()
    arm: str | None = None
    against: str | None = None
    outcomes: Texts = ("burden",)
    unacceptable: Texts = ()
    samples: int = _within(FEWEST_DISCOVERY_SAMPLES, default=256)
    fill: Literal["latin", "sobol"] = "latin"
    worlds: int = _within(1, default=20)
    seed: int | None = _within(0, _SEED_OF_A_STUDY, default=None)
    paths: Texts = ()
    ranges: Texts = ()
    yes: bool = False

    def __post_init__(self) -> None:
        expect_fitting(self)

    def words(self) -> list[str]:
        words = ["hotline", "discover", self.scenario, "--samples", str(self.samples), "--fill", self.fill]
        words += ["--worlds", str(self.worlds)]
        words += [] if self.seed is None else ["--seed", str(self.seed)]
        words += [] if self.arm is None else ["--arm", self.arm]
        words += [] if self.against is None else ["--against", self.against]
        words += listed("--outcome", () if self.unacceptable else self.outcomes)
        words += each("--unacceptable", self.unacceptable)
        return words + _varied(self.paths, self.ranges, self.sets, yes=self.yes)


def each(option: str, values: Sequence[str]) -> list[str]:
    """An option said once for each value."""
    return [word for value in values for word in (option, value)]


def listed(option: str, values: Sequence[str]) -> list[str]:
    """An option whose values stand in one list; nothing where there are none."""
    return [option, ",".join(values)] if values else []


def _varied(paths: Texts, ranges: Texts, sets: Texts, *, yes: bool) -> list[str]:
    words = listed("--paths", paths) + each("--range", ranges) + each("--set", sets)
    return [*words, "--yes"] if yes else words


def expect_fitting(specification: object) -> None:
    """An error that names the first field that is of another type than declared, or out of its bounds."""
    for one in fields(specification):  # type: ignore[arg-type] - every specification is a dataclass
        value, form = getattr(specification, one.name), _forms(type(specification))[one.name]
        if not _fits(value, form):
            raise UsageError(f"{one.name}: expected {_in_words(form)}, not {value!r}.")
        bounds: Bounds | None = one.metadata.get("bounds")
        if bounds is not None and value is not None and not bounds.hold(value):
            raise UsageError(f"{one.name}: {value} is not in the range {bounds}.")


@cache
def _forms(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _fits(value: object, form: Any) -> bool:  # noqa: ANN401 - a type, of whatever making
    if get_origin(form) is UnionType:
        return any(_fits(value, one) for one in get_args(form))
    if get_origin(form) is Literal:
        return value in get_args(form)
    if get_origin(form) is tuple:
        return isinstance(value, tuple) and all(isinstance(one, str) for one in value)
    if form is NoneType:
        return value is None
    if form is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, form) and (form is bool or not isinstance(value, bool))


def _in_words(form: Any) -> str:  # noqa: ANN401 - as above
    if get_origin(form) is UnionType:
        return " or ".join(_in_words(one) for one in get_args(form))
    if get_origin(form) is Literal:
        return f"one of {', '.join(get_args(form))}"
    return _WORDS[get_origin(form) or form]


_WORDS: Final[Mapping[type, str]] = {
    str: "a text", int: "a whole number", float: "a number", bool: "True or False", tuple: "texts", NoneType: "None",
}  # fmt: skip


def encoded(specification: object) -> dict[str, Any]:
    """As plain data for a manifest, field by field."""
    forms = _forms(type(specification))
    return {one.name: _plain(getattr(specification, one.name), forms[one.name]) for one in fields(specification)}  # type: ignore[arg-type]


def _plain(value: object, form: Any) -> object:  # noqa: ANN401 - as above
    """One field as JSON has it; a number that may have a fraction has one, so that equal specifications are equal bytes."""
    if isinstance(value, tuple):
        return list(value)
    return float(value) if isinstance(value, int) and float in get_args(form) else value


def decoded(kind: type[S], data: object, where: str) -> S:
    """The specification in a manifest; an error that begins with ``where`` if it is none of this kind."""
    names = list(_forms(kind))
    if not isinstance(data, Mapping) or set(data) != set(names):
        raise ResultsError(f"{where} is damaged: its {KEY} does not say what a study of this kind is asked.")
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
    try:
        return kind(**values)
    except UsageError as error:
        raise ResultsError(f"{where} is damaged: its {KEY} says {error}") from error
