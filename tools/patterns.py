"""Patterns of the record: what is known of many crises beside what the reference scenario shows,
one row a pattern.

Nothing here was tuned. The record's figures are from *International Crisis Behavior*, version 13,
and MIE 1.0 (own counts of first attacks), else from the named cases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Final, Literal

from sim.domain.events import Retaliation
from sim.experiment.outcomes.ledger import Ledger
from sim.scenario import Resolved, resolve
from tools.blocks import table
from tools.pattern_figures import (
    Crises,
    Range,
    answer_days,
    attacked_by,
    displeasure,
    ensemble,
    first_attacks,
    ledgers,
    median_day,
    mediated_longer,
    planned_median,
    said_no,
    share,
    weibull_shape,
    withheld,
    withheld_days,
)
from tools.timing import DAY, ROOT

WORLDS: Final = 2_000
#: The record is counted for sixty days: the reference is watched as long.
SETS: Final = ("follow_up=30 d",)
ARMS: Final = ("unilateral", "consult", "concurrence")
Verdict = Literal["inside", "within a factor of two", "off", "too few worlds", "not in the model"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One row: the record, the model, and by which mechanism; no model where it cannot speak of
    it.
    """

    name: str
    record: Range
    model: Range | None
    by: str
    digits: int = 2

    @property
    def verdict(self) -> Verdict:
        """Where the model's figure lies by the record's interval, or by its value."""
        if self.model is None:
            return "not in the model"
        if isnan(self.model.value):
            return "too few worlds"
        if self.record.low <= self.model.value <= self.record.high:
            return "inside"
        near = self.record.value / 2.0 <= self.model.value <= self.record.value * 2.0
        return "within a factor of two" if near else "off"


# the rows


def standing(worlds: int = WORLDS) -> list[Pattern]:
    """All rows, measured in the reference scenario with its inputs at their values."""
    scenario = _reference().scenario
    return patterns(lambda _: scenario, worlds)


def drawn(worlds: int = WORLDS) -> list[Pattern]:
    """All rows, with what the scenario calls uncertain drawn for each world."""
    return patterns(ensemble(_reference(), ARMS), worlds)


def _reference() -> Resolved:
    return resolve(ROOT / "scenarios" / "northern-front.yaml", SETS)


def patterns(crises: Crises, worlds: int) -> list[Pattern]:
    """All rows, measured in so many crises."""
    return [
        *_attack_rows(first_attacks(ledgers(crises, "concurrence", worlds))),
        *_answer_rows(answer_days(crises, worlds)),
        *_strike_rows(ledgers(crises, "unilateral", worlds)),
        *_patron_rows(ledgers(crises, "consult", worlds)),
        *_silent_rows(),
    ]


def _attack_rows(times: Sequence[tuple[float, bool]]) -> Iterator[Pattern]:
    hold = "two kinds of crisis: hot ones are attacked early, the others hardly ever"
    for day, record in (
        (7.0, Range(0.033, 0.016, 0.052)),
        (14.0, Range(0.062, 0.018, 0.096)),
        (30.0, Range(0.076, 0.043, 0.100)),
        (60.0, Range(0.085, 0.045, 0.126)),
    ):
        name = f"attacked by day {day:.0f}, while the frontline holds (`concurrence`)"
        yield Pattern(name=name, record=record, model=attacked_by(times, day), by=hold, digits=3)
    yield Pattern(
        name="shape of the time to the first attack (Weibull k)",
        record=Range(0.46, 0.28, 0.73),
        model=weibull_shape(times),
        by="the same mixture, against a readiness that rises",
    )


def _answer_rows(times: Sequence[tuple[float, bool]]) -> Iterator[Pattern]:
    answered = [days for days, came in times if came]
    yield Pattern(
        name="answers to an attack: on day 1",
        record=Range(0.38, 0.31, 0.45),
        model=share([days <= 1.0 for days in answered]),
        by="frailty of the time to act",
    )
    yield Pattern(
        name="answers to an attack: shape of the time (Weibull k)",
        record=Range(0.452, 0.40, 0.51),
        model=weibull_shape(times),
        by="the same: a falling hazard from unequal worlds",
    )


def _strike_rows(found: Sequence[Ledger]) -> Iterator[Pattern]:
    most = (found[0].setting.horizon + found[0].setting.follow_up) / DAY
    yield Pattern(
        name="planned strikes: median day (`unilateral`)",
        record=planned_median(most),
        model=median_day(found),
        by="the loss at the line, and the wait for the right day",
        digits=1,
    )
    struck = [ledger for ledger in found if ledger.strike]
    yield Pattern(
        name="reciprocity: a strike is answered with violence",
        record=Range(0.57, 0.52, 0.63),
        model=share([bool(ledger.all(Retaliation)) for ledger in struck]),
        by="the log odds of retaliation",
    )
    yield Pattern(
        name="mediated crises are longer: ratio of lengths",
        record=Range(132 / 58, 1.5, 3.4),
        model=mediated_longer(found),
        by="mediators come from a rung on, whoever is there",
    )
    yield Pattern(
        name="support withheld after a strike without consent",
        record=Range(5 / 9, 0.27, 0.81),
        model=withheld(found),
        by="surprise, defiance, and what the patron thought of it",
    )
    yield Pattern(
        name="support withheld: median days",
        record=Range(70.0, 20.0, 250.0),
        model=withheld_days(found),
        by="an input: no evidence",
        digits=0,
    )


def _patron_rows(found: Sequence[Ledger]) -> Iterator[Pattern]:
    refused = [ledger for ledger in found if said_no(ledger)]
    yield Pattern(
        name="the patron is against it, and restraint holds (`consult`)",
        record=Range(0.6, 0.31, 0.83),
        model=share([ledger.strike is None for ledger in refused]),
        by="the cost of striking against a no",
    )
    yield Pattern(
        name="an ally's displeasure does not shift violence: odds ratio (`consult`)",
        record=Range(0.83, 0.52, 1.33),
        model=displeasure(found),
        by="the stated cost of acting alone: what the record does not show",
    )


def _silent_rows() -> Iterator[Pattern]:
    for name, record, why in (
        ("length of crises: median days", Range(71, 62, 81), "longer than what is watched"),
        ("recurrence after agreement against unilateral ends", Range(0.70, 0.5, 1.0), "years"),
        ("hazard in the week after an act of the other side", Range(2.0, 1.1, 3.6),
         "the frontline has no act below a strike"),
        ("first attacks with a threat before them", Range(0.25, 0.15, 0.39),
         "threats are no events of their own"),
    ):  # fmt: skip
        yield Pattern(name=name, record=record, model=None, by=why)


# as a table


def chapter(
    stand: Callable[[], list[Pattern]] = standing, draw: Callable[[], list[Pattern]] = drawn
) -> str:
    """The table, one row a pattern: with all inputs at their values, and with uncertain ones
    drawn.
    """
    header = ("pattern", "record", "inputs at their values", "inputs drawn", "by which mechanism")
    return table(header, [_row(*pair) for pair in zip(stand(), draw(), strict=True)])


def _row(stands: Pattern, drawn: Pattern) -> tuple[str, ...]:
    record = _range(stands.record, stands.digits)
    return stands.name, record, _model(stands), _model(drawn), stands.by


def _model(one: Pattern) -> str:
    if one.model is None or isnan(one.model.value):
        return one.verdict
    return f"{_range(one.model, one.digits)}: {one.verdict}"


def _range(figure: Range, digits: int) -> str:
    value, low, high = (f"{part:.{digits}f}" for part in (figure.value, figure.low, figure.high))
    return f"{value} ({low} to {high})"
