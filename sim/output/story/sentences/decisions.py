"""Sentences about decisions: what was chosen, on what estimate, and because of what."""

from __future__ import annotations

from math import exp
from typing import Final

from sim.domain.decisions.states import STATES, State
from sim.domain.decisions.views import PERSON, Role
from sim.domain.events import (
    Asked,
    AssessmentHeld,
    Decision,
    HourLearnt,
    PatienceExpired,
    StanceGiven,
    StanceRead,
    StateChange,
    Strike,
)
from sim.output.evidence.traced_world import OTHER, Traced
from sim.output.story.sentences.dates import duration_text
from sim.output.story.sentences.grounds import rests_on
from sim.output.story.sentences.restraint import motion_is_pending, promised_until
from sim.output.story.sentences.vocabulary import COURSES, READ_AS, TRIGGERS, percent, sentence
from sim.output.words import fixed_text

#: Of a strike that has fallen, what the patron would have done if asked in time.
_WOULD_HAVE: Final = {"green": "agreed", "amber": "had doubts", "red": "said no"}


def assessment_sentence(world: Traced, _t: float, data: AssessmentHeld) -> str:
    """What a meeting of the analysts did to the distance of the estimates."""
    return (
        f"Analysts of {world.name('frontline')} and {world.name('patron')} assess the threat"
        f" together: their estimates, {data.before:.2f} apart in log odds, come to"
        f" {data.after:.2f}."
    )


def decision(world: Traced, t: float, data: Decision) -> str:
    """A decision with its reason and, in brackets, what the one who decided could not know."""
    who = world.name(data.ally)
    trigger = trigger_words(world, t, data)
    parts = [f"{sentence(who)}{f', {trigger},' if trigger else ''} {choice(world, t, data)}."]
    parts.append(
        f"It reckons {world.adversary} {percent(estimate(data, data.ally))} ready"
        f" {truth(world, data)}."
    )
    parts.append(why(data))
    if data.asks == "course" and data.option == "hold" and data.trigger in ("answer", "objection"):
        parts += _pause(world, t)
    return " ".join(parts)


def trigger_words(world: Traced, t: float, data: Decision) -> str:
    """What made a leader think; silence is no reason any more where an answer was read before it
    had thought.
    """
    silences = [at for at, _ in world.all(PatienceExpired) if at <= t]
    if data.trigger == "silence" and silences:
        read = [one.read for at, one in world.all(StanceRead) if silences[-1] <= at <= t]
        if read and read[-1] == data.stance:
            return f"having read {READ_AS[data.stance]}"
    return TRIGGERS.get(data.trigger, "").format(patron=world.name("patron"))


def _pause(world: Traced, t: float) -> list[str]:
    """That it gives the strike up for a while; nothing where it has promised to wait longer."""
    pause = world.setting.allies.frontline.leader.pause
    if promised_until(world, t) >= t + pause:
        return []
    before = any(one.option == "strike" and at < t for at, one in _own_decisions(world))
    again = " again" if before else ""
    return [f"It will not decide to strike{again} for {duration_text(pause)}, unless hit hard."]


def _own_decisions(world: Traced) -> list[tuple[float, Decision]]:
    """What the frontline decided."""
    return [entry for entry in world.all(Decision) if entry[1].ally == "frontline"]


def choice(world: Traced, t: float, data: Decision) -> str:
    """What was chosen, of a course or of a stance."""
    return (chosen_stance if data.asks == "stance" else chosen_course)(world, t, data)


def chosen_course(world: Traced, t: float, data: Decision) -> str:
    """What choosing a course amounts to, in the state in which it was chosen."""
    if data.option == "pressure":
        return "turns to diplomatic pressure"
    preparing = data.state == "preparing"
    if data.option == "hold":
        return (
            "thinks better of it"
            if preparing or data.trigger in ("answer", "silence")
            else "holds back"
        )
    if preparing:
        return "keeps to the strike"
    after = leads_to(world, t)
    if after is None and motion_is_pending(world, t):
        return "wishes to strike, if the cabinet agrees"
    if after is None:
        rests = rests_on(world, t, data.stance, "as things stand")
        return f"wishes to strike, but is bound not to {rests}"
    if after == "asking" and not any(at == t for at, _ in world.all(Asked)):
        return "wishes to strike, and waits for the answer"
    names = {"frontline": world.name("frontline"), "patron": world.name("patron")}
    return STATES[after].story.wish.format(**names)


def leads_to(world: Traced, t: float) -> State | None:
    """The state that a decision to strike led to; ``None`` where the protocol did not let it."""
    return next(
        (
            data.after
            for at, data in world.all(StateChange)
            if at == t and data.before == "watching"
        ),
        None,
    )


def chosen_stance(world: Traced, t: float, data: Decision) -> str:
    """What the patron makes of the strike; of one that it knows to have fallen, what it would have
    said.
    """
    if _knows_fallen(world, t):
        return f"lets it be known that it would have {_WOULD_HAVE[data.option]}"
    if data.option == "amber":
        return "answers with doubts"
    return f"says {'yes' if data.option == 'green' else 'no'} to the strike"


def _knows_fallen(world: Traced, t: float) -> bool:
    """Whether the plan of which the patron speaks at an hour was carried out, as it knows."""
    plans = {data.plan for at, data in world.all(StanceGiven) if at == t}
    fallen = {data.plan for at, data in world.all(Strike) if at < t}
    return any(at <= t and data.plan in plans & fallen for at, data in world.all(HourLearnt))


def estimate(data: Decision, ally: Role) -> float:
    """The readiness that an ally reckoned with at a decision."""
    return 1.0 / (1.0 + exp(-data.means[ally]))


def truth(world: Traced, data: Decision) -> str:
    """The other ally's estimate and the true readiness."""
    other = OTHER[data.ally]
    return (
        f"[{world.name(other)} {percent(estimate(data, other))}, in truth"
        f" {percent(data.readiness)}]"
    )


def why(data: Decision) -> str:
    """The reason: what each course was worth, and whether another was worth more."""
    explain = _why_stance if data.asks == "stance" else _why_course
    if _by_worth(data):
        return explain(data)
    if data.reason == PERSON:
        return f"{explain(data)} {sentence(PERSON)}."
    return f"{explain(data)} Its rule: {data.reason}."


def _by_worth(data: Decision) -> bool:
    """Whether the rule went by worth alone; its reason then says no more than the values do."""
    return data.basis == "worth"


def _why_course(data: Decision) -> str:
    values = data.values
    order = sorted(values, key=values.__getitem__, reverse=True)
    digits = 2 if len({f"{values[course]:.2f}" for course in order}) == len(order) else 3
    worth = (f"{COURSES[course]} {fixed_text(values[course], digits)}" for course in order)
    text = f"Worth to it: {', '.join(worth)}."
    if order[0] != data.option and values[order[0]] > values[data.option] and _by_worth(data):
        text += " It does not take the course worth most."
    return text


def _why_stance(data: Decision) -> str:
    values = data.values
    worth, band = values["green"], values["amber"]
    text = (
        f"To it the strike is worth {abs(worth):.2f} {'less' if worth < 0.0 else 'more'} than"
        " restraint"
    )
    text += f" (up to {band:.2f} either way it would have doubts)."
    best = max(values, key=values.__getitem__)
    if best != data.option and _by_worth(data):
        text += f" By that it would have given {READ_AS[best]}, but it does not."
    return text
