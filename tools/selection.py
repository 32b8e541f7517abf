"""How often the guarantee of the best set holds: worlds whose truth is known, drawn again and
again, some of them unkind.

``python -m tools.measure selection`` prints the shares into `measures.md`; the tests hold them
against what is promised.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.selection import Scores, Selection, level_of_each, selection_among
from tools.blocks import table

CONFIDENCE: Final = 0.95
ROUNDS: Final = 4000
SEED: Final = 11
Draws = np.random.Generator
Worlds = Callable[[Draws, int], Floats]

SPREAD: Final = np.array([0.0, 0.1, 0.1, -0.3, 0.05, 0.4, 0.38, -1.0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Worlds x arms that can be drawn, the true means of the arms, and by how much scores can
    differ, where that is known.

    ``promised`` is whether the guarantee is meant to hold; one case shows where it cannot.
    """

    what: str
    worlds: Worlds
    truth: Floats
    reach: float = 0.0
    promised: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Operating:
    """Shares of rounds: the best arm was retained; all intervals held at once; the stated shortfall
    covered the true one.

    ``correct`` is how often the best by estimate was the best, or as good, which nothing promises.
    """

    kept: float
    held: float
    covered: float
    correct: float


def correlated(draws: Draws, means: Floats, n: int) -> Floats:
    """A common shock that the arms feel unequally, and unequal noise of their own."""
    feel, noise = np.linspace(0.2, 2.0, len(means)), np.linspace(1.0, 0.1, len(means))
    return means + draws.normal(size=(n, 1)) * feel + draws.normal(size=(n, len(means))) * noise


def skewed(draws: Draws, means: Floats, n: int) -> Floats:
    """Rare large losses that strike most arms together."""
    common, own = draws.exponential(1.0, (n, 1)), draws.exponential(0.5, (n, len(means)))
    return means - (common - 1.0) - (own - 0.5)


def shares(draws: Draws, lines: Floats, n: int) -> Floats:
    """Zeros and ones: an arm with a higher line spares some of the worlds that others do not."""
    luck = draws.uniform(size=(n, 1)) * 0.8 + draws.uniform(size=(n, len(lines))) * 0.2
    scores: Floats = (luck < lines).astype(float)
    return scores


def nested(draws: Draws, lines: Floats, n: int) -> Floats:
    """Zeros and ones, all by the same luck: arms differ in those worlds only whose luck lies
    between their lines.
    """
    scores: Floats = (draws.uniform(size=(n, 1)) < lines).astype(float)
    return scores


def rare_losses(draws: Draws, loss: float, n: int) -> Floats:
    """An arm that is better by .1 in nearly every world, and worse by a loss in one of 100; worlds
    as such range over 40.
    """
    ground = -40.0 * draws.uniform(size=(n, 1)) ** 2
    hit = draws.uniform(size=(n, 1)) < 0.01
    return np.hstack([ground, ground + 0.1 - loss * hit])


def _of_shares(lines: Floats) -> Floats:
    """The means of ``shares``: the sum of two uniforms of widths 0.8 and 0.2 lies below a line in
    the flat part of its law.
    """
    return (lines - 0.1) / 0.8


_LINES: Final = 0.5 + 0.3 * SPREAD.clip(-0.9, 1.0)
_RARE: Final = np.array([0.30, 0.31])
_MANY: Final = np.append(np.full(31, 0.02), 0.03)
CASES: Final[Mapping[str, Case]] = {
    "spread": Case(
        what="8 arms, correlated, unequal noise",
        worlds=lambda draws, n: correlated(draws, SPREAD, n),
        truth=SPREAD,
    ),
    "equal": Case(
        what="8 arms that are all equal",
        worlds=lambda draws, n: correlated(draws, np.zeros(8), n),
        truth=np.zeros(8),
    ),
    "skewed": Case(
        what="8 arms, rare large losses in common",
        worlds=lambda draws, n: skewed(draws, SPREAD, n),
        truth=SPREAD,
    ),
    "shares": Case(
        what="8 arms, shares",
        worlds=lambda draws, n: shares(draws, _LINES, n),
        truth=_of_shares(_LINES),
        reach=1.0,
    ),
    "rare": Case(
        what="2 arms, shares of .30 and .31 that differ in 1 world of 100",
        worlds=lambda draws, n: nested(draws, _RARE, n),
        truth=_RARE,
        reach=1.0,
    ),
    "floor": Case(
        what="32 arms, shares of .02 but one of .03, in the same worlds",
        worlds=lambda draws, n: nested(draws, _MANY, n),
        truth=_MANY,
        reach=1.0,
    ),
    "trap": Case(
        what="2 arms, one better by .1, but worse by 40 in 1 world of 100; worlds range over 40",
        worlds=lambda draws, n: rare_losses(draws, 40.0, n),
        truth=np.array([0.0, 0.1 - 0.4]) - 40.0 / 3.0,
    ),
    "beyond": Case(
        what="the same, but worse by 4,000: a loss beyond all that other worlds show",
        worlds=lambda draws, n: rare_losses(draws, 4000.0, n),
        truth=np.array([0.0, 0.1 - 40.0]) - 40.0 / 3.0,
        promised=False,
    ),
}


def choice(worlds: Floats, reach: float = 0.0, confidence: float = CONFIDENCE) -> Selection:
    """The selection from worlds x arms."""
    scores = Scores(worlds.shape[1])
    scores.add(worlds)
    ends = scores.upper_ends(level_of_each(worlds.shape[1], confidence), reach)
    return selection_among(scores.means, ends)


def operating(case: Case, n: int, rounds: int = ROUNDS) -> Operating:
    """How often the guarantee holds with ``n`` worlds."""
    draws, truth = np.random.default_rng(SEED), case.truth
    against = np.array([truth[at] - np.delete(truth, at).max() for at in range(len(truth))])
    hits = np.zeros(4)
    for _ in range(rounds):
        found = choice(case.worlds(draws, n), case.reach)
        held = (found.low <= against + 1e-9) & (against - 1e-9 <= found.high)
        short = float(truth.max() - truth[found.best])
        hits += np.array(
            [
                found.retained[int(truth.argmax())],
                held.all(),
                short <= found.short + 1e-9,
                short <= 1e-9,
            ],
            dtype=float,
        )
    kept, held_, covered, correct = (float(hit) for hit in hits / rounds)
    return Operating(kept=kept, held=held_, covered=covered, correct=correct)


SIZES: Final = (50, 100, 400)


def chapter() -> str:
    """The measured shares as a table."""
    header = (
        "arms",
        "worlds",
        "the best is among those listed",
        "all intervals hold",
        "the shortfall is as stated",
        "not promised: the best by estimate is the best",
    )
    rows = []
    for case in CASES.values():
        for n in SIZES:
            found = operating(case, n)
            shares_ = (found.kept, found.held, found.covered, found.correct)
            rows.append((case.what, str(n), *(f"{100 * share:.1f} %" for share in shares_)))
    return table(header, rows)
