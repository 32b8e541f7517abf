"""Uncertain inputs of a run, drawn by world: so its results hold for all that the inputs may be.

A few worlds in a row share a draw, or the luck of worlds could not be told from the doubt about
inputs. A draw is keyed by the seed, its number and the path of the input: all arms have the same,
more worlds go on with the same draws, and another input that becomes uncertain changes no other's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.errors import RunError
from sim.experiment.design.feasibility import impossible, setting_with_values
from sim.experiment.fitting.law_doubt import Uniforms, drawn_law
from sim.scenario.schema.law_paths import with_laws

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.domain.distributions.families import Law
    from sim.domain.inputs.setting import Scenario
    from sim.experiment.design.factors import Factor
    from sim.experiment.statistics.estimates import Floats
    from sim.scenario.assumptions.fitted_laws import FittedLaw

#: Worlds of a draw: the best number is small (Sun, Apley and Staum 2011).
WORLDS: Final = 5
_PLACES: Final = 2.0**64


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """The inputs that are drawn, each draw for so many ``worlds`` in a row: numbers and
    multipliers, and laws that were ``fitted``.
    """

    factors: tuple[Factor, ...]
    worlds: int = WORLDS
    fitted: tuple[FittedLaw, ...] = ()

    def identity(self) -> dict[str, Any]:
        """What worlds depend on beside the scenario, whose digest does not know what is
        uncertain.
        """
        inputs = [
            {
                "path": one.path,
                "arms": list(one.arms),
                "low": one.low,
                "high": one.high,
                "law": repr(one.law),
                "laws": list(one.laws),
            }
            for one in self.factors
        ]
        fitted = [
            {"path": one.path, "arms": list(one.arms), "rows": one.fitted.rows}
            for one in self.fitted
        ]
        return {"inputs": inputs, "worlds": self.worlds, **({"fitted": fitted} if fitted else {})}

    def draw_of(self, replication: int) -> int:
        """The number of the draw that a world has."""
        return replication // self.worlds


def drawn_values(doubt: Doubt, seed: int, draw: int) -> tuple[tuple[Factor, float], ...]:
    """The values of all inputs in a draw."""
    return tuple((factor, factor.at(_place(seed, draw, factor.path))) for factor in doubt.factors)


def drawn_laws(doubt: Doubt, seed: int, draw: int) -> tuple[tuple[FittedLaw, Law], ...]:
    """What the fitted laws are in a draw."""
    return tuple(
        (one, drawn_law(one.law, one.fitted.rows, keyed_places(seed, draw, one.path)))
        for one in doubt.fitted
    )


def drawn_scenario(
    scenario: Scenario, arms: Sequence[str], doubt: Doubt, seed: int, draw: int
) -> Scenario:
    """The scenario with the values of a draw in ``arms``; an error that names them if they make no
    sense together.
    """
    values, laws = drawn_values(doubt, seed, draw), drawn_laws(doubt, seed, draw)
    changed = dict(scenario.arms)
    for name in arms:
        arm = scenario.arms[name]
        own = {one.target: law for one, law in laws if name in one.arms}
        setting = with_laws(arm.setting, own) if own else arm.setting
        if wrong := impossible(setting, name, values):
            said = ", ".join(
                [
                    *(f"{one.path} = {one.value_text(value)}" for one, value in values),
                    *(f"{one.path} = {law}" for one, law in laws),
                ]
            )
            raise RunError(
                f"{wrong} (arm {name}, draw {draw}: {said}). Give uncertainties that make sense"
                " together."
            )
        changed[name] = replace(arm, setting=setting_with_values(setting, name, values))
    return replace(scenario, arms=changed)


def keyed_places(seed: int, draw: int, path: str) -> Uniforms:
    """Numbers within 0..1 by key, as many as are asked for."""

    def places(many: int) -> Floats:
        key = sha256(f"fitted law/{seed}/{draw}/{path}".encode()).digest()
        generator = np.random.Generator(np.random.PCG64(int.from_bytes(key, "big")))
        return generator.random(many)

    return places


def _place(seed: int, draw: int, path: str) -> float:
    """A place in 0..1, by key: evenly spread over draws, and independent of all others."""
    key = sha256(f"uncertain input/{seed}/{draw}/{path}".encode()).digest()
    return (int.from_bytes(key[:8], "big") + 0.5) / _PLACES
