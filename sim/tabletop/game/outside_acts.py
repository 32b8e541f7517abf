"""What a person in the seat of the adversary or of the region does unasked, as acts of a game."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, Final

from sim.domain.decisions.views import Occasion, Outsider, Seat
from sim.engine.environment import own_motion_outside as own
from sim.engine.session import Session
from sim.errors import UsageError

Do = Callable[..., str]
Kinds = tuple[type, ...]
_TEXT: Final[Kinds] = (str,)
_NUMBER: Final[Kinds] = (int, float)
#: What is asked where the answer would be the same act.
_ANSWERS: Final[Mapping[Callable[..., None], Occasion]] = MappingProxyType(
    {
        own.attack: "attack",
        own.provoke: "provocation",
        own.mediate: "mediation",
        own.leave: "withdrawal",
    }
)


def _do(
    whose: Outsider,
    act: Callable[..., None],
    session: Session,
    seat: Seat | None,
    **said: Any,  # noqa: ANN401 - by act
) -> str:
    if seat != whose:
        raise UsageError(f"only the {whose} does that")
    asked = session.question
    if asked is not None and asked.asks == _ANSWERS.get(act):
        raise UsageError("that is asked now: answer it")
    session.acts.of_outsider(partial(act, **said))
    return ""


#: By the name that a record gives it: what it does, and what it says, each as what.
OUTSIDE_ACTS: Final[Mapping[str, tuple[Do, Mapping[str, Kinds]]]] = MappingProxyType(
    {
        "attack": (partial(_do, "adversary", own.attack), {}),
        "provoke": (partial(_do, "adversary", own.provoke), {"severity": _NUMBER}),
        "mediate": (partial(_do, "region", own.mediate), {"partner": _TEXT}),
        "leave": (partial(_do, "region", own.leave), {"partner": _TEXT}),
        "warn": (
            partial(_do, "region", own.warn),
            {"partner": _TEXT, "stance": _TEXT, "strength": _NUMBER},
        ),
    }
)
