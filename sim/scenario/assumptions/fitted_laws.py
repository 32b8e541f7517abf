"""Laws of time that say to how many times they were fitted, and so bring their own doubt:
``latency: {lognormal: {median: 61 min, sigma: 0.49}, fitted: {rows: 31}}``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.domain.distributions.families import Exponential, Gamma, Law, Lognormal, Weibull
from sim.domain.distributions.fit_record import Fitted
from sim.domain.inputs.setting import Setting
from sim.scenario.loading.merging import raw
from sim.scenario.schema.forms import group_of
from sim.scenario.schema.law_paths import TimeLaw, law_at, time_laws
from sim.scenario.schema.models import adapter
from sim.scenario.text.tree import Table, child, node_at

if TYPE_CHECKING:
    from sim.scenario.loading.resolution import Resolved


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedLaw:
    """A law at a path of each of ``arms``, which have it alike; ``path`` is how people say it."""

    path: str
    target: str
    arms: tuple[str, ...]
    meaning: str
    law: Law
    fitted: Fitted


def fitted_laws(found: Resolved, arms: Sequence[str]) -> tuple[FittedLaw, ...]:
    """All such laws of the arms. One that is the same in all that have one there is one law; where
    they differ, each arm has its own data.
    """
    by_path: dict[str, dict[str, FittedLaw]] = {}
    for arm in arms:
        for one in laws_of_arm(found.scenario.arms[arm].setting, found.settings[arm], arm):
            by_path.setdefault(one.target, {})[arm] = one
    return tuple(law for places in by_path.values() for law in _as_one(places))


def _as_one(places: Mapping[str, FittedLaw]) -> Iterator[FittedLaw]:
    first = next(iter(places.values()))
    if len({(one.law, one.fitted) for one in places.values()}) > 1:
        yield from places.values()
        return
    yield FittedLaw(
        path=first.target,
        target=first.target,
        arms=tuple(places),
        meaning=first.meaning,
        law=first.law,
        fitted=first.fitted,
    )


def laws_of_arm(setting: Setting, tree: Table, arm: str) -> Iterator[FittedLaw]:
    """Those of one arm, whose entry in ``Resolved.settings`` is ``tree``."""
    for one, said in _fitted_law(setting, tree):
        law = law_at(setting, one.path)
        assert isinstance(law, Exponential | Gamma | Lognormal | Weibull), "as the door sees to"
        yield FittedLaw(
            path=f"arms.{arm}.{one.path}",
            target=one.path,
            arms=(arm,),
            meaning=one.meaning,
            law=law,
            fitted=adapter(Fitted).validate_python(raw(said, group_of(Fitted))),
        )


def fitted_paths(setting: Setting, tree: Table) -> tuple[str, ...]:
    """Where an arm has such laws."""
    return tuple(one.path for one, _ in _fitted_law(setting, tree))


def _fitted_law(setting: Setting, tree: Table) -> Iterator[tuple[TimeLaw, Table]]:
    for one in time_laws(setting):
        node = node_at(tree, tuple(one.path.split(".")))
        said = child(node, "fitted") if node is not None else None
        if isinstance(said, Table):
            yield one, said
