"""Which inputs a run draws when it is asked to take their doubt into account, all of it checked."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from sim.errors import UsageError
from sim.experiment.comparison.draws import FEWEST_DRAWS
from sim.experiment.design.factors import Asked, uncertain
from sim.experiment.design.feasibility import expect_possible
from sim.experiment.fitting.law_doubt import widest_law
from sim.experiment.runs.drawn_inputs import WORLDS, Doubt
from sim.experiment.runs.plan import Plan
from sim.scenario import Resolved
from sim.scenario.assumptions.fitted_laws import FittedLaw, fitted_laws
from sim.scenario.assumptions.uncertainties import declared_uncertainties


def drawn_inputs(found: Resolved, plan: Plan) -> Doubt:
    """All that the scenario declares as uncertain, in the arms of a plan."""
    fitted = fitted_laws(found, plan.arms)
    if not declared_uncertainties(found.base) and not fitted:
        raise UsageError(
            "--uncertain draws what a scenario declares as uncertain, and laws that say to how many"
            f" times they were fitted; {found.files[0]} declares nothing. Write in it, for"
            " example:\n    uncertainties:\n      terms.patience.base: {low: 1 d, high: 5 d,"
            " source: judgement}"
        )
    _expect_whole_draws(plan.replications)
    factors = uncertain(found, plan.arms, Asked()) if declared_uncertainties(found.base) else ()
    expect_possible(factors, {arm: found.scenario.arms[arm].setting for arm in plan.arms})
    _expect_drawable(fitted)
    return Doubt(factors=factors, fitted=fitted)


def _expect_drawable(laws: Sequence[FittedLaw]) -> None:
    """An error where a law may be so wide that no number holds it."""
    for one in laws:
        try:
            widest = widest_law(one.law, one.fitted.rows)
            within = isfinite(widest.mean) and isfinite(widest.sd)
        except (ValueError, OverflowError):
            within = False
        if not within:
            raise UsageError(
                f"--uncertain: {one.path}: a law so wide, fitted to {one.fitted.rows} times, may"
                " span more than a number can hold. Leave its `fitted` out, and give a range in the"
                " uncertainties."
            )


def _expect_whole_draws(worlds: int) -> None:
    """An error unless the worlds are draws of as many as share one."""
    least = FEWEST_DRAWS * WORLDS
    if worlds < least:
        raise UsageError(
            f"--uncertain: {worlds} worlds are too few: each draw of the inputs is for {WORLDS},"
            f" and {FEWEST_DRAWS} draws tell luck from doubt, so -n {least} at the least."
        )
    if worlds % WORLDS:
        below = worlds // WORLDS * WORLDS
        raise UsageError(
            f"--uncertain: each draw of the inputs is for {WORLDS} worlds, so their number is a"
            f" multiple of it: -n {below} or {below + WORLDS}, not {worlds}."
        )
