"""Parts that the summaries of several kinds of results share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from sim.domain.inputs.setting import Scenario
from sim.experiment.outcomes.definitions import OutcomeSummary
from sim.experiment.statistics.verdicts import Beside, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioSummary:
    """Of which scenario results are: its name, words, and the digest of all its inputs."""

    name: str
    title: str
    purpose: str = ""
    digest: str

    @property
    def heading(self) -> str:
        """Its title, or its name where it has none."""
        return self.title or self.name


def scenario_summary(scenario: Scenario) -> ScenarioSummary:
    """What results say of their scenario."""
    return ScenarioSummary(
        name=scenario.name, title=scenario.title, purpose=scenario.purpose, digest=scenario.digest
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldRange:
    """The value of an input and the ends of its range, each with its unit."""

    value: str
    low: str
    high: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorSummary:
    """An input that a study varied: its value in the scenario and its range, in code units and with
    units.

    ``law`` is by what samples of it were laid out: *uniform*, or the name of a law. ``moved`` are
    the ends to which a study of sensitivity moves it when alone.
    """

    path: str
    meaning: str
    law: str
    value: float
    low: float
    high: float
    told: ToldRange


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareSummary:
    """A share of worlds, from 0 to 1, with its interval."""

    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonSummary:
    """An arm less the baseline in one outcome, over the ``pairs`` of worlds in which both have it,
    in the outcome's unit.

    Shares of pairs are ``None`` where neither direction is better, or without pairs. ``p`` is of
    this comparison by itself, ``p_headline`` and ``p_all`` adjusted within their families;
    ``shown`` says whether the narrowest family tells it from chance. ``verdict`` is by its size,
    from the narrowest family, ``verdict_all`` from that of all comparisons, and ``beside`` why the
    interval by itself would say more. ``p_matters`` and ``p_negligible`` are adjusted p-values of
    the difference being no larger, and no smaller, than what matters; ``departures`` is the number
    of worlds that are not at the commonest difference.

    An event that no world showed would undo the difference if it were larger than ``unseen``;
    ``firm`` says whether that is beyond the *bound* of the outcome, or beyond the *range* of what
    was seen in any arm. About ``worlds_to_tell`` worlds would tell what cannot be told. Results of
    older versions have none of these.
    """

    difference: float | None
    low: float | None
    high: float | None
    pairs: int
    better: ShareSummary | None
    worse: ShareSummary | None
    higher: ShareSummary | None
    lower: ShareSummary | None
    equal: ShareSummary | None
    p: float | None
    variance_ratio: float | None
    p_headline: float | None
    p_all: float | None
    shown: bool
    verdict: Verdict | None = None
    verdict_all: Verdict | None = None
    beside: Beside = ""
    p_matters: float | None = None
    p_negligible: float | None = None
    departures: int | None = None
    unseen: float | None = None
    firm: Literal["", "bound", "range"] = ""
    worlds_to_tell: int | None = None


class Summary(Protocol):
    """What results of every kind say, also of one that is added."""

    @property
    def scenario(self) -> ScenarioSummary: ...
    @property
    def seed(self) -> int: ...
    @property
    def replications(self) -> int: ...
    @property
    def confidence(self) -> float: ...
    @property
    def baseline(self) -> str: ...
    @property
    def outcomes(self) -> Mapping[str, OutcomeSummary]: ...


class StudySummary(Summary, Protocol):
    """What a study made of designs says; ``kind`` is how its manifest calls it."""

    @property
    def kind(self) -> str: ...


class Interval(Protocol):
    """Whatever has an interval, in some unit; ``None`` where there is none."""

    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...


class Estimated(Interval, Protocol):
    """An estimate with its interval."""

    @property
    def estimate(self) -> float | None: ...


def row_gaps(
    table: str,
    rows: Mapping[str, Mapping[str, object]],
    names: Iterable[str],
    columns: Collection[str],
) -> Iterator[str]:
    """What a table of a summary lacks of the columns, in rows of these names."""
    for name in names:
        for column in columns:
            if column not in rows.get(name, {}):
                yield f"{table}.{name} lacks {column}"
