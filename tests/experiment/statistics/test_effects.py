"""Effects over worlds: estimates, intervals that hold, shares, and what is done about many
comparisons.
"""

from __future__ import annotations

import numpy as np
import pytest

from sim.experiment.design.factorial import FactorialDesign, full
from sim.experiment.measures.contrasts import contrasts, of_two_arms, under_condition
from sim.experiment.outcomes.definitions import OUTCOMES
from sim.experiment.statistics.effects import Effect, Effects, holm_adjusted
from sim.experiment.statistics.estimates import Floats

TWO = full(("a", "b"))
SOME = (OUTCOMES["burden"], OUTCOMES["struck"])


def found(
    worlds: Floats, design: FactorialDesign = TWO
) -> dict[tuple[str, str, str], dict[str, Effect]]:
    sums = Effects(contrasts(design), SOME)
    for start in range(0, len(worlds), 17):
        sums.add(worlds[start : start + 17])
    return {
        (str(role), one, other): effects
        for (role, one, other), effects in sums.estimates(0.95).items()
    }


def worlds_of(n: int, seed: int = 3) -> Floats:
    """Burden falls by 2 with a, by 1 more with b as well; a share that a halves; a column of chance
    after them.
    """
    draws = np.random.default_rng(seed)
    crisis = draws.normal(50.0, 20.0, n)
    a, b = (np.array([name in run for run in TWO.runs], dtype=float) for name in "ab")
    burden = crisis[:, None] - 2.0 * a - 1.0 * a * b + draws.normal(0.0, 1.0, (n, 4))
    struck = (draws.uniform(size=n)[:, None] < 0.6 - 0.3 * a).astype(float)
    return np.stack([burden, struck, draws.normal(size=(n, 4))], axis=2)


def test_effects_are_found_with_intervals_from_world_to_world() -> None:
    effects = found(worlds_of(400))
    average = effects["average", "a", ""]["burden"]
    assert average.low < -2.5 < average.high
    assert average.high - average.low < 0.4
    assert (
        effects["difference", "a", "b"]["burden"].low
        < -1.0
        < effects["difference", "a", "b"]["burden"].high
    )
    assert average.worlds == 400
    assert average.lower > 0.95


def test_a_share_between_two_arms_gets_the_interval_of_any_comparison() -> None:
    alone = found(worlds_of(400, seed=4))["alone", "a", ""]["struck"]
    assert alone.low < -0.3 < alone.high
    assert alone.higher == 0.0
    assert alone.p < 1e-6


def test_blocks_do_not_show() -> None:
    worlds = worlds_of(60)
    whole = Effects(contrasts(TWO), SOME)
    whole.add(worlds)
    one = found(worlds)["average", "a", ""]["burden"]
    other = whole.estimates(0.95)["average", "a", ""]["burden"]
    assert one.estimate == pytest.approx(other.estimate, rel=1e-12)
    assert one.high == pytest.approx(other.high, rel=1e-9)


def test_a_measure_that_does_nothing_does_nothing_in_every_world() -> None:
    worlds = worlds_of(50)
    worlds[:, [2, 3]] = worlds[:, [0, 1]]  # with b: the same worlds as without
    nothing = found(worlds)["average", "b", ""]
    assert all(
        one.is_zero_everywhere and one.estimate == 0.0 and one.p == 1.0 for one in nothing.values()
    )


def test_rounding_is_no_effect() -> None:
    worlds = np.array([[[0.1 + 0.2, 0.0], [0.3, 0.0], [0.3, 0.0], [0.1 + 0.2, 0.0]]] * 5)
    assert found(worlds)["average", "a", ""]["burden"].is_zero_everywhere


@pytest.mark.slow
def test_intervals_of_the_average_effect_hold_as_often_as_they_say() -> None:
    held = 0
    for seed in range(300):
        effect = found(worlds_of(40, seed))["average", "a", ""]["burden"]
        held += effect.low <= -2.5 <= effect.high
    assert 0.91 <= held / 300 <= 0.985


def test_with_too_few_worlds_nothing_is_claimed() -> None:
    effect = found(worlds_of(1))["average", "a", ""]["burden"]
    assert not effect.exists
    assert np.isnan(effect.low)


def test_a_condition_is_an_effect_and_its_difference_from_the_plain_one() -> None:
    world = np.array([[10.0, 8.0, 20.0, 15.0]])[
        :, :, None
    ]  # plain, plain with; under the condition, with it there
    found = under_condition("a", "a/wet", (3, 2), (1, 0))
    values = {role: one.per_world(world)[0, 0] for (role, _, _), one in found.items()}
    assert values == {"with": -5.0, "without": -2.0, "difference": -3.0}
    assert [
        of_two_arms(found[role, "a", "a/wet"]) for role in ("with", "without", "difference")
    ] == [True, True, False]


def test_a_family_is_adjusted_and_what_does_not_exist_is_no_member() -> None:
    p = holm_adjusted({"x": 0.01, "y": float("nan"), "z": 0.04})
    assert (p["x"], p["z"]) == (0.02, 0.04)
    assert np.isnan(p["y"])
