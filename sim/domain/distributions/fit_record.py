"""From how many times a law was fitted: what its doubt needs beside its family and its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sim.domain.distributions.families import Exponential, Gamma, Lognormal, Weibull
from sim.domain.inputs.parameter import required

#: Laws whose doubt is known from the number of times alone.
WITH_DOUBT: Final = {
    "exponential": Exponential,
    "gamma": Gamma,
    "lognormal": Lognormal,
    "weibull": Weibull,
}
#: It is known from so many times on; and so many are as good as any more.
FEWEST_TIMES: Final = 5
MOST_TIMES: Final = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """The data that a law was fitted to, where ``run --uncertain`` is to draw its numbers."""

    rows: int = required("count", "how many times that were seen to end the law was fitted to")

    def __post_init__(self) -> None:
        """Refuse what is too little to say anything, and more than there is any need of."""
        if self.rows < FEWEST_TIMES:
            raise ValueError(
                f"what a law may be that was fitted to {self.rows} times is not known; it is from"
                f" {FEWEST_TIMES} on: leave `fitted` out, and give a range in the uncertainties"
            )
        if self.rows > MOST_TIMES:
            raise ValueError(f"must be at most {MOST_TIMES:,}: with more there is no doubt left")
