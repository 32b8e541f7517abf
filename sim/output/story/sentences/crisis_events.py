"""Sentences about the crisis: provocations, the ladder, the region, the press, and the strike with
what follows.
"""

from __future__ import annotations

from typing import Final

from sim.domain.actors.adversary import sigma
from sim.domain.actors.trust import BROKEN
from sim.domain.decisions.states import STATES
from sim.domain.events import (
    Alert,
    Begin,
    CeasefireBroken,
    Concern,
    Concession,
    DeterrenceChange,
    DrawnIn,
    End,
    Injected,
    Leak,
    Learnt,
    Mediation,
    News,
    PressureChange,
    PressureTrack,
    Provocation,
    Recall,
    Report,
    Retaliation,
    RungChange,
    StateChange,
    Strike,
    SupportSuspended,
    TrustChange,
    WindowClosed,
    Withdrawal,
)
from sim.domain.inputs.injects import INJECT_TYPES
from sim.output.evidence.traced_world import OTHER, Traced
from sim.output.story.sentences import strikes
from sim.output.story.sentences.dates import duration_text
from sim.output.story.sentences.vocabulary import TRUST, definite, percent, plainly, rung, sentence
from sim.output.words import as_list

#: What goes on after the decision window, by the state at its close.
_GOES_ON: Final = {
    "planning": "the strike that both plan goes on",
    "preparing": "the strike in preparation goes on",
    "committed": "the strike in preparation goes on",
}


def begin(world: Traced, _t: float, data: Begin) -> str:
    fronts = [front(world, name) for name in data.fronts]
    peace = f" Ceasefires in force: {as_list(fronts)}." if fronts else ""
    stands = f"The crisis stands at {rung(data.rung)}."
    return f"{stands}{peace} [True readiness of {world.adversary}: {percent(data.readiness)}.]"


def front(world: Traced, key: str) -> str:
    """A front by its display name."""
    known = world.setting.region.fronts.get(key)
    name = known.name if known and known.name else plainly(key)
    return name if " " in name else f"the {name} front"


def partner(world: Traced, key: str) -> str:
    """A regional partner by its display name."""
    known = world.setting.region.partners.get(key)
    return known.name or plainly(key) if known else plainly(key)


def report(world: Traced, _t: float, data: Report) -> str:
    shared = (
        f"{world.name(OTHER[data.ally])} shares an intelligence report with"
        if data.shared
        else "A report reaches"
    )
    name = world.name(data.ally)
    return (
        f"{sentence(shared)} {name}: {percent(sigma(data.observed))} ready; it now reckons"
        f" {percent(sigma(data.mean))}."
    )


def provocation(world: Traced, _t: float, data: Provocation) -> str:
    grave = "A grave" if data.severity >= 0.7 else "A minor" if data.severity < 0.35 else "A"
    return f"{grave} provocation by {world.adversary} (severity {data.severity:.2f})."


def rungs(_world: Traced, _t: float, data: RungChange) -> str:
    if data.after < data.before:
        return f"The crisis cools to {rung(data.after)}."
    return f"The crisis climbs to {rung(data.after)}."


def pressure(world: Traced, _t: float, data: PressureChange) -> str:
    return f"Domestic pressure in {world.name('frontline')} is now {data.value:.2f}."


def deterrence(_world: Traced, _t: float, data: DeterrenceChange) -> str:
    return f"The credibility of its deterrence is now {data.value:.2f}."


def trust(world: Traced, _t: float, data: TrustChange) -> str:
    move = "falls" if data.cause in BROKEN else "is set" if data.cause == "ruling" else "rises"
    who, other = world.name(data.ally), world.name(OTHER[data.ally])
    because = TRUST.get(data.cause, plainly(data.cause))
    return f"Trust of {who} in {other} {move} to {data.value:.2f} because {because}."


def track(world: Traced, t: float, data: PressureTrack) -> str:
    if any(
        at == t and len(other.allies) > len(data.allies) for at, other in world.all(PressureTrack)
    ):
        return ""
    bite = duration_text(world.setting.pressure_track.bite)
    if len(data.allies) > 1:
        return f"Both allies now run sanctions and diplomatic pressure, which bite after {bite}."
    return (
        f"{sentence(world.name(data.allies[0]))} begins with sanctions and diplomatic pressure,"
        f" which bite after {bite}."
    )


def concession(world: Traced, _t: float, data: Concession) -> str:
    return (
        f"Diplomatic pressure wins a concession of {world.adversary} [true readiness now"
        f" {percent(data.readiness)}]."
    )


def ceasefire(world: Traced, _t: float, data: CeasefireBroken) -> str:
    told = {"strike": ", shaken by the strike", "retaliation": ", shaken by the retaliation"}
    shaken = told.get(data.cause.kind, "")
    return f"A ceasefire breaks: {front(world, data.front)}{shaken}."


def concern(world: Traced, _t: float, data: Concern) -> str:
    return f"{sentence(partner(world, data.partner))} states its concern."


def mediation(world: Traced, t: float, data: Mediation) -> str:
    return (
        f"{sentence(partner(world, data.partner))} begins to mediate, until"
        f" {world.clocks.date(data.until, t)}."
    )


def withdrawn(world: Traced, _t: float, data: Withdrawal) -> str:
    return (
        f"{sentence(partner(world, data.partner))}, which was not told of the strike, withdraws its"
        " support."
    )


def alert(world: Traced, _t: float, data: Alert) -> str:
    return f"Alertness of {world.adversary} is now {data.value:.2f}."


def inject(world: Traced, _t: float, data: Injected) -> str:
    known = world.setting.injects.get(data.name)
    what = data.text or (known.text if known else "") or INJECT_TYPES[data.event].sentence
    by = "scenario" if known else "facilitator"
    return f"Brought in by the {by}: {what.rstrip('.')}."


def news(_world: Traced, _t: float, data: News) -> str:
    told = {
        "strike": "The strike is in the news.",
        "plan": "Unnamed sources tell the press of a plan to strike.",
        "disagreement": "Unnamed sources tell the press of the disagreement between the allies.",
        "contacts": "The press prints what the allies wrote to each other.",
    }
    return told.get(data.what, "")


def leak(world: Traced, _t: float, data: Leak) -> str:
    journey = world.journeys.get(data.message)
    what = (
        "" if journey is None else f" [of {definite(journey.kind)} of {world.name(journey.sender)}]"
    )
    return f"There is a leak in {world.name(data.side)}{what}."


def learnt(world: Traced, t: float, data: Learnt) -> str:
    who = sentence(world.name("patron"))
    struck = next((at for at, strike in world.all(Strike) if strike.plan == data.plan), None)
    told = {
        "told": f"{who} knows of the plan now.",
        "found_out": f"{who} finds out by its own intelligence that a strike is being prepared.",
        "leak": f"{who} learns of the plan from a leak.",
        "news": f"{who} learns of the strike from the news.",
    }[data.how]
    called_off = struck is not None and any(
        t < at < struck and one.plan == data.plan for at, one in world.all(Recall)
    )
    if struck is None or called_off or data.how in ("told", "leak"):
        return told
    return (
        f"{told[:-1]}, {duration_text(abs(struck - t))}"
        f" {'after it' if t > struck else 'before the strike'}."
    )


def retaliation(world: Traced, _t: float, data: Retaliation) -> str:
    return (
        "RETALIATION for the strike by"
        f" {world.adversary}{', a hard one' if data.rungs > 1 else ''}."
    )


def support(world: Traced, t: float, data: SupportSuspended) -> str:
    until = (
        "beyond the time watched"
        if strikes.is_beyond(world, data.until)
        else world.clocks.date(data.until, t)
    )
    return f"{sentence(world.name('patron'))} suspends its support until {until}."


def drawn_in(world: Traced, _t: float, _data: DrawnIn) -> str:
    return f"{sentence(world.name('patron'))} is drawn into the fighting."


def window_closed(world: Traced, t: float, _data: WindowClosed) -> str:
    """What may still happen, as things stand then."""
    states = [data.after for at, data in world.all(StateChange) if at <= t]
    if states and states[-1] in _GOES_ON:
        goes_on = _GOES_ON[states[-1]]
        return f"The decision window closes: {goes_on}; any other can only answer a blow."
    if any(at <= t for at, _ in world.all(Strike)):
        return "The decision window closes; the follow-up goes on."
    return "The decision window closes: from now on a strike can only answer a blow."


def end(world: Traced, _t: float, data: End) -> str:
    return (
        f"The world ends at {rung(data.rung)} [true readiness of {world.adversary}:"
        f" {percent(data.readiness)}]."
    )


#: What only a person does.
OWN_MOTION: Final = {
    "defies": "sets aside what is agreed, and prepares a strike",
    "withdraws": "takes its wish to strike back",
}


def state(world: Traced, _t: float, data: StateChange) -> str:
    name, patron = sentence(world.name("frontline")), world.name("patron")
    if data.event == "override":
        line = percent(world.setting.terms.override_line)
        return (
            f"{name} overrides the agreement: the deadline is passed and it reckons"
            f" {world.adversary} more than {line} ready."
        )
    if data.event in OWN_MOTION:
        return f"{name} {OWN_MOTION[data.event]}."
    if data.event == "refused":
        return f"{sentence(patron)} does not join: there will be no joint plan."
    words = STATES[data.after].story
    text = words.begins or f"{{frontline}} now {words.now}."
    diplomacy = duration_text(world.setting.terms.diplomacy)
    return text.format(frontline=name, patron=patron, diplomacy=diplomacy)
