"""What passed between the allies before the first strike, and what it cost: heard or unheard, known
or a surprise, support withheld.

Like in ``ledger``, each function takes a ledger and gives one number, NaN where the world has none.
"""

from __future__ import annotations

from math import inf, nan

from sim.domain.events import (
    HourLearnt,
    Judgement,
    News,
    PublicWarning,
    SupportSuspended,
    Told,
    before_strike,
)
from sim.domain.events.before_strike import Heard
from sim.experiment.outcomes.ledger import Figure, Ledger


def _words_before_strike(ledger: Ledger) -> Heard | None:
    """What the frontline had heard before the first strike could no longer be stopped."""
    if ledger.strike is None:
        return None
    limit = before_strike.no_return(ledger.found, ledger.strike[1].plan)
    return before_strike.heard(ledger.found, limit)


def _alone(ledger: Ledger) -> bool:
    """Whether the first strike had neither a green in hand nor the patron in it."""
    return ledger.strike is not None and ledger.strike[1].course == "unilateral"


def unheard(ledger: Ledger) -> float:
    """Struck, and no word of the patron had been read or heard."""
    heard = _words_before_strike(ledger)
    return float(heard is not None and not heard.word)


def overridden(ledger: Ledger) -> float:
    """Struck alone, though a no had been heard."""
    heard = _words_before_strike(ledger)
    return float(heard is not None and _alone(ledger) and heard.red)


def past_doubts(ledger: Ledger) -> float:
    """Struck alone, though doubts had been heard; no no among them."""
    heard = _words_before_strike(ledger)
    return float(heard is not None and _alone(ledger) and heard.amber and not heard.red)


def past_promise(ledger: Ledger) -> float:
    """Struck past the override line."""
    if ledger.strike is None:
        return 0.0
    return float(before_strike.past_override(ledger.found, ledger.strike[0]))


def _in_time(ledger: Ledger, learnt: float) -> bool:
    timely = ledger.setting.allies.patron.timely
    return ledger.strike is not None and learnt <= ledger.strike[0] - timely


def forewarned(ledger: Ledger) -> float:
    """Whether the patron knew in time that a strike was meant."""
    if ledger.strike is None:
        return nan
    if ledger.strike[1].course == "joint":
        return 1.0
    return float(_in_time(ledger, before_strike.known(ledger.found, ledger.strike[1].plan).intent))


def notice(ledger: Ledger) -> float:
    """Hours before the first strike at which the patron's leader learnt its hour."""
    if ledger.strike is None:
        return nan
    hour = before_strike.known(ledger.found, ledger.strike[1].plan).hour
    return nan if hour == inf else ledger.strike[0] - hour


def told_ahead(ledger: Ledger) -> float:
    """Hours before the first strike at which a manned desk of the patron had word of it from the
    frontline.
    """
    if ledger.strike is None:
        return nan
    plan = ledger.strike[1].plan
    since = before_strike.called_off(ledger.found, plan)
    words = (time for time, data in ledger.all(Told) if data.plan == plan and time > since)
    told = next(words, inf)
    return nan if told == inf else ledger.strike[0] - told


def hour_from_news(ledger: Ledger) -> float:
    """Whether the patron learnt the hour of the first strike from the news."""
    if ledger.strike is None:
        return nan
    plan = ledger.strike[1].plan
    since = before_strike.called_off(ledger.found, plan)
    learnt = ((time, one) for time, one in ledger.all(HourLearnt) if one.plan == plan)
    return float(next((one.how for time, one in learnt if time > since), "") == "news")


def told_before_news(ledger: Ledger) -> float:
    """Whether a manned desk of the patron had the frontline's word of the first strike before the
    news of it.
    """
    if ledger.strike is None:
        return nan
    struck, strike = ledger.strike
    since = before_strike.called_off(ledger.found, strike.plan)
    words = (time for time, one in ledger.all(Told) if one.plan == strike.plan and time > since)
    told = next(words, inf)
    heard = ((time, data.what) for time, data in ledger.all(News))
    news = next((time for time, what in heard if what == "strike" and time >= struck), inf)
    return float(told < news)


def surprised(ledger: Ledger) -> float:
    """Struck, and the patron knew neither hour nor intent in time."""
    if ledger.strike is None:
        return 0.0
    time, strike = ledger.strike
    timely = ledger.setting.allies.patron.timely
    return float(before_strike.knowledge(ledger.found, time, strike, timely) == "nothing")


def public_warnings(ledger: Ledger) -> float:
    """How often the patron warned in public."""
    said = (data for _, data in ledger.all(PublicWarning) if data.by == "patron")
    return float(sum(data.stance != "green" for data in said))


# support withheld, and in what circumstances


def _withheld(ledger: Ledger) -> float | None:
    """The hour at which support was first withheld, after a strike."""
    return next((time for time, _ in ledger.all(SupportSuspended)), None)


def withheld(ledger: Ledger) -> float:
    """Whether support was withheld at all."""
    return float(_withheld(ledger) is not None)


def decided_length(ledger: Ledger) -> float:
    """Hours for which support was withheld, as it was decided."""
    lengths = [data.until - time for time, data in ledger.all(SupportSuspended)]
    return nan if ledger.strike is None or not lengths else sum(lengths)


def withheld_where(circumstance: str) -> Figure:
    """Whether it was, after a strike in this circumstance: unasked, hour_unknown or red_read."""

    def was(ledger: Ledger) -> float:
        return float(circumstance in _circumstances(ledger))

    return was


def _circumstances(ledger: Ledger) -> frozenset[str]:
    """The circumstances of the strike after which support was withheld."""
    since = _withheld(ledger)
    if since is None:
        return frozenset()
    struck = [(at, strike) for at, strike in ledger.strikes() if at <= since]
    if not struck:
        return frozenset()
    judged = {data.strike for time, data in ledger.all(Judgement) if time <= since}
    at, strike = next((one for one in struck[::-1] if one[1].number in judged), struck[-1])
    limit = before_strike.no_return(ledger.found, strike.plan)
    found = before_strike.heard(ledger.found, limit)
    timely = ledger.setting.allies.patron.timely
    hour = before_strike.known(ledger.found, strike.plan).hour
    facts = {"unasked": not found.asked, "hour_unknown": hour > at - timely, "red_read": found.red}
    return frozenset(name for name, holds in facts.items() if holds)
