"""The eight decision rules: how a leader who sees a view chooses, each in a few lines and with its
source.

A rule is a frozen dataclass of parameters with one method, ``choose``. It answers with one of
``view.options`` and depends on nothing but the view and its parameters: luck comes in only through
``view.noise``. Ties go to the earlier option, and options stand in order of restraint. A reason is
one short sentence; the log holds the values of all options beside it, so a leader who keeps to the
most restrained one does not write them out again, hundreds of times a world.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import erfc, sqrt
from types import MappingProxyType
from typing import Final

from sim.domain.actors.adversary import logit
from sim.domain.decisions.standing_orders import Scripted, Table
from sim.domain.decisions.views import Choice, View
from sim.domain.inputs.parameter import given
from sim.errors import RunError

TVERSKY_KAHNEMAN: Final = "Tversky and Kahneman 1992, median estimate"


def _best(scores: Mapping[str, float]) -> str:
    """The option of the largest score; of equal ones the first, which is the more restrained."""
    return max(scores, key=scores.__getitem__)


def _beats(chosen: str, scores: Mapping[str, float]) -> str:
    """The two decisive numbers: the chosen option's and the best of the others."""
    rival = _best({option: score for option, score in scores.items() if option != chosen})
    return f"{chosen} {scores[chosen]:.2f} > {rival} {scores[rival]:.2f}"


@lru_cache(maxsize=8)  # what a leader says at most looks, of one or two options
def _restraint(option: str) -> Choice:
    """To keep to the most restrained option, against all others and chance."""
    return Choice(option, "nothing beats it, chance included", "worth")


def _most(scores: Mapping[str, float]) -> Choice:
    chosen = _best(scores)
    reason = "nothing beats it" if chosen == next(iter(scores)) else _beats(chosen, scores)
    return Choice(chosen, reason, "worth")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedUtility:
    """Take the course worth most (von Neumann and Morgenstern 1944; Savage 1954)."""

    def choose(self, view: View) -> Choice:
        return _most(view.options)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantalResponse:
    """Take the better course more often, not always: P(o) proportional to exp(precision U(o)).

    Logit choice (Luce 1959; McKelvey and Palfrey 1995), had by adding a standard Gumbel draw to
    each scaled value and taking the largest (McFadden 1974). The draws come with the view and hold
    for an epoch, so that a leader who is asked more often is not more often in error.
    """

    precision: float = given(
        12.0,
        "weight",
        "lambda: 0 chooses blindly, 1 to 3 noisily, above 5 near the best",
        plausible=(3, 30),
    )

    def choose(self, view: View) -> Choice:
        options, precision, noise = view.options, self.precision, view.noise
        restrained = chosen = next(iter(options))
        highest = precision * options[chosen] + noise[chosen]
        for option, value in options.items():
            if (score := precision * value + noise[option]) > highest:
                chosen, highest = option, score
        if chosen == restrained:
            return _restraint(chosen)
        best = _best(options)
        if chosen == best:
            return Choice(chosen, _beats(chosen, options), "worth")
        reason = f"{chosen} {options[chosen]:.2f}, by chance, > {best} {options[best]:.2f}"
        return Choice(chosen, reason, "worth")


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """Strike once it is likely enough that the red line is crossed, whatever else a strike may
    bring.

    The critical probability of decision analysis (Pauker and Kassirer 1980); with a low one, the
    "one percent doctrine" (Suskind 2006). Below it the better of the other courses; a stance is
    given by its value.
    """

    probability: float = given(
        0.5, "share", "believed chance above which it strikes", plausible=(0.01, 0.95)
    )

    def choose(self, view: View) -> Choice:
        if "strike" not in view.options:
            return _most(view.options)
        crossed = chance_beyond(view)
        if crossed > self.probability:
            return Choice("strike", f"red line crossed with {crossed:.2f} > {self.probability:.2f}")
        return _most(
            {option: value for option, value in view.options.items() if option != "strike"}
        )


def chance_beyond(view: View) -> float:
    """The believed chance that readiness is above the seat's own red line, under
    N(mean, variance).
    """
    gap = view.mean - logit(view.red_line)
    if view.variance <= 0.0:
        return 1.0 if gap > 0.0 else 0.0
    return 0.5 * erfc(-gap / sqrt(2.0 * view.variance))


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """Take the course of the largest prospect value: losses loom larger, small chances are
    overweighted.

    Cumulative prospect theory (Tversky and Kahneman 1992) with the present as reference point. The
    strike is a gamble: its gain less its sure cost, and less the cost of retaliation with the
    believed chance of one; to hold and to press are taken as sure. For a stance the worth of the
    strike is reckoned the same way and the band for amber is kept.
    """

    curvature: float = given(
        0.88,
        "weight",
        "alpha: exponent of gains and losses",
        plausible=(0.5, 1),
        source=TVERSKY_KAHNEMAN,
    )
    loss_aversion: float = given(
        2.25,
        "weight",
        "lambda: how much more a loss weighs",
        plausible=(1, 4),
        source=TVERSKY_KAHNEMAN,
    )
    gamma: float = given(
        0.61, "weight", "weighting of chances of gains", plausible=(0.4, 1), source=TVERSKY_KAHNEMAN
    )
    delta: float = given(
        0.69,
        "weight",
        "weighting of chances of losses",
        plausible=(0.4, 1),
        source=TVERSKY_KAHNEMAN,
    )

    def choose(self, view: View) -> Choice:
        worth = view.valuation
        strike = self.gamble(
            worth.strike_gain - worth.sure_cost, worth.retaliation, worth.retaliation_cost
        )
        if view.asks == "course":
            sure = {
                option: self.value(value)
                for option, value in view.options.items()
                if option != "strike"
            }
            return _most(sure | {"strike": strike} if "strike" in view.options else sure)
        net = strike - max(self.value(worth.hold), self.value(worth.pressure))
        stances = dict(view.options) | {"red": -net, "green": net}
        return _most({option: stances[option] for option in view.options})

    def value(self, outcome: float) -> float:
        """The value function: concave for gains, convex and steeper for losses."""
        size: float = abs(outcome) ** self.curvature
        return size if outcome >= 0.0 else -self.loss_aversion * size

    def gamble(self, good: float, chance: float, cost: float) -> float:
        """The value of ``good`` with ``cost`` (not negative) taken from it at a ``chance``.

        Decision weights accumulate from the extreme outcome of each sign towards the reference
        point.
        """
        bad = good - cost
        if bad >= 0.0:
            best = probability_weight(1.0 - chance, self.gamma)
            return best * self.value(good) + (1.0 - best) * self.value(bad)
        worst = probability_weight(chance, self.delta)
        rest = 1.0 - worst if good <= 0.0 else probability_weight(1.0 - chance, self.gamma)
        return rest * self.value(good) + worst * self.value(bad)


def probability_weight(chance: float, exponent: float) -> float:
    """The probability weighting function p^g / (p^g + (1-p)^g)^(1/g)."""
    p: float = chance**exponent
    q: float = (1.0 - chance) ** exponent
    weight: float = p / (p + q) ** (1.0 / exponent)
    return weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Satisficing:
    """Take the first course that is good enough, the most restrained considered first (Simon 1955);
    else the best.
    """

    aspiration: float = given(0.1, "number", "value that is good enough", plausible=(-0.5, 1))

    def choose(self, view: View) -> Choice:
        for option, value in view.options.items():
            if value >= self.aspiration:
                reason = f"{option} {value:.2f} is good enough, at least {self.aspiration:.2f}"
                return Choice(option, reason, "worth")
        return _most(view.options)


@dataclass(frozen=True, slots=True, kw_only=True)
class Human:
    """The person in the seat. A session asks that person; this rule is reached only when nobody
    sits there.
    """

    def choose(self, view: View) -> Choice:
        raise RunError(
            f"the seat of the {view.seat} is a person's, and nobody sits there: give it a rule, or"
            f" sit there with `hotline play SCENARIO --seat {view.seat}`"
        )


RULES: Final[Mapping[str, type]] = MappingProxyType(
    {
        "threshold": Threshold,
        "expected_utility": ExpectedUtility,
        "quantal_response": QuantalResponse,
        "prospect": Prospect,
        "satisficing": Satisficing,
        "scripted": Scripted,
        "table": Table,
        "human": Human,
    }
)
