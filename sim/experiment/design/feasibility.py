"""Which values of factors a setting can hold, one by one and together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from sim.domain.inputs.setting import Setting
from sim.errors import UsageError
from sim.experiment.design.factors import Factor
from sim.scenario.checks.semantics import arm_findings
from sim.scenario.schema.input_paths import checked_value, with_value
from sim.scenario.schema.law_paths import with_scaled_laws
from sim.scenario.schema.quantities import Unreadable


def setting_with_values(
    setting: Setting, arm: str, values: Iterable[tuple[Factor, float]]
) -> Setting:
    """The inputs of an arm with the values of factors; NaN leaves what there is. Numbers come
    first, so that the multiplier of a law scales what was put into it.
    """
    for factor, value in sorted(values, key=lambda one: bool(one[0].laws)):
        if value == value and arm in factor.arms:  # noqa: PLR0124 - NaN is not itself
            setting = (
                with_scaled_laws(setting, factor.laws, value)
                if factor.laws
                else with_value(setting, factor.target, value)
            )
    return setting


def expect_possible(factors: Sequence[Factor], settings: Mapping[str, Setting]) -> None:
    """Every factor by itself at both ends of its range makes sense, or an error that says which
    does not.
    """
    problems = [problem for factor in factors for problem in _problems(factor, settings)]
    if problems:
        raise UsageError("\n".join(dict.fromkeys(problems)))


def expect_together(factors: Sequence[Factor], settings: Mapping[str, Setting]) -> None:
    """The ends of all ranges make sense together too, or an error with the first that do not: there
    may be very many.
    """
    for values in product(*((factor.low, factor.high) for factor in factors)):
        for arm, setting in settings.items():
            point = list(zip(factors, values, strict=True))
            if wrong := impossible(setting, arm, point):
                said = ", ".join(
                    f"{factor.path} = {factor.value_text(value)}" for factor, value in point
                )
                raise UsageError(f"{said} cannot be together: {wrong}")


def impossible(setting: Setting, arm: str, values: Iterable[tuple[Factor, float]]) -> str:
    """Why an arm cannot have these values, empty if it can."""
    try:
        wrong = next(arm_findings(setting_with_values(setting, arm, values)), None)
    except (Unreadable, ValueError) as error:
        return str(error)
    return f"{'.'.join(map(str, wrong.path))} {wrong.message}" if wrong else ""


def _problems(factor: Factor, settings: Mapping[str, Setting]) -> Iterator[str]:
    for end, value in (("low", factor.low), ("high", factor.high)):
        try:
            checked_value(factor.form, value)
            told_why = [
                finding.message
                for arm in factor.arms
                for finding in arm_findings(
                    setting_with_values(settings[arm], arm, [(factor, value)])
                )
            ]
        except (Unreadable, ValueError) as error:
            told_why = [str(error)]
        yield from (
            f"{factor.path} = {factor.value_text(value)}, the {end} end of its range: {why}"
            for why in told_why
        )
