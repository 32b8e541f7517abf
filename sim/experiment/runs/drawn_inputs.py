"""Uncertain inputs of a run, drawn by world: so its results hold for all that the inputs may be.

A few worlds in a row share a draw, or the luck of worlds could not be told from the doubt about
inputs. A draw is keyed by the seed, its number and the path of the input: all arms have the same,
more worlds go on with the same draws, and another input that becomes uncertain changes no other's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from sim.errors import RunError
from sim.experiment.design.feasibility import impossible, setting_with_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.domain.inputs.setting import Scenario
    from sim.experiment.design.factors import Factor

#: Worlds of a draw: the best number is small (Sun, Apley and Staum 2011).
WORLDS: Final = 5
_PLACES: Final = 2.0**64


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """The inputs that are drawn, each draw for so many ``worlds`` in a row."""

    factors: tuple[Factor, ...]
    worlds: int = WORLDS

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
        return {"inputs": inputs, "worlds": self.worlds}

    def draw_of(self, replication: int) -> int:
        """The number of the draw that a world has."""
        return replication // self.worlds


def drawn_values(doubt: Doubt, seed: int, draw: int) -> tuple[tuple[Factor, float], ...]:
    """The values of all inputs in a draw."""
    return tuple((factor, factor.at(_place(seed, draw, factor.path))) for factor in doubt.factors)


def drawn_scenario(
    scenario: Scenario, arms: Sequence[str], doubt: Doubt, seed: int, draw: int
) -> Scenario:
    """The scenario with the values of a draw in ``arms``; an error that names them if they make no
    sense together.
    """
    values = drawn_values(doubt, seed, draw)
    changed = dict(scenario.arms)
    for name in arms:
        arm = scenario.arms[name]
        if wrong := impossible(arm.setting, name, values):
            said = ", ".join(f"{one.path} = {one.value_text(value)}" for one, value in values)
            raise RunError(
                f"{wrong} (arm {name}, draw {draw}: {said}). Give uncertainties that make sense"
                " together."
            )
        changed[name] = replace(arm, setting=setting_with_values(arm.setting, name, values))
    return replace(scenario, arms=changed)


def _place(seed: int, draw: int, path: str) -> float:
    """A place in 0..1, by key: evenly spread over draws, and independent of all others."""
    key = sha256(f"uncertain input/{seed}/{draw}/{path}".encode()).digest()
    return (int.from_bytes(key[:8], "big") + 0.5) / _PLACES
