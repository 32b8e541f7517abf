"""A world in a few sentences made by rule: what was decided, what was asked and answered, and what
came of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Final

from sim.domain.events import (
    Answered,
    Asked,
    Attack,
    Begin,
    CeasefireBroken,
    Decision,
    DrawnIn,
    Leak,
    Learnt,
    Recall,
    Retaliation,
    RungChange,
    StanceRead,
    StandingBy,
    StateChange,
    Strike,
    SupportSuspended,
    before_strike,
)
from sim.output.evidence.traced_world import Traced
from sim.output.story.sentences.dates import duration_text, since
from sim.output.story.sentences.grounds import struck_on
from sim.output.story.sentences.lateness import hours_late, overtaken_by
from sim.output.story.sentences.vocabulary import READ_AS, rung, sentence, times
from sim.output.words import as_list, count_text

#: Questions that are told one by one.
_FEW: Final = 3


def in_short(world: Traced) -> str:
    """The world in a few sentences."""
    parts = [
        *_asking_sentences(world),
        *_recalls(world),
        _course(world),
        *_attacks(world),
        *_aftermath(world),
        *_public(world),
    ]
    return " ".join(part for part in parts if part)


def _asking_sentences(world: Traced) -> list[str]:
    asked = world.all(Asked)
    if not asked:
        return _notice(world) or [
            f"{sentence(world.name('frontline'))} did not ask {world.name('patron')}."
        ]
    many = f"{sentence(world.name('frontline'))} asked {world.name('patron')} {times(len(asked))}."
    if len(asked) > _FEW:
        return [many, _answers(world)]
    return [many, *(f"{_question(world, t, data)}." for t, data in asked)]


def _answers(world: Traced) -> str:
    """Many questions told by their answers."""
    answered = world.all(Answered)
    if not answered:
        return "It never read an answer."
    given = [
        entry[1].read
        for _, data in answered
        if (entry := world.about(StanceRead, data.answer)) is not None
    ]
    kinds = as_list(
        [f"{READ_AS[stance]} {times(given.count(stance))}" for stance in READ_AS if stance in given]
    )
    return f"It read {count_text(len(answered), 'answer')} ({kinds}), {_when(world, answered)}."


def _when(world: Traced, answered: Sequence[tuple[float, Answered]]) -> str:
    """How many of some answers came in time."""
    late = sum(hours_late(world, t, data.message) is not None for t, data in answered)
    overtaken = sum(bool(overtaken_by(world, t, data.message)) for t, data in answered)
    parts = [f"{late} of them after its patience was over"] * bool(late)
    parts += [f"{overtaken} to a question that had been overtaken"] * bool(overtaken)
    return as_list(parts) if parts else "each of them in time"


def _notice(world: Traced) -> list[str]:
    sent = [journey for journey in world.journeys.values() if journey.kind == "notification"]
    if not sent:
        return []
    read = sent[0].read
    reached = (
        "which never reached it"
        if read is None
        else f"which it read {duration_text(read - sent[0].posted)} later"
    )
    who = sentence(world.name("frontline"))
    return [f"{who} sent {world.name('patron')} a notice at {since(sent[0].posted)}, {reached}."]


def _question(world: Traced, t: float, data: Asked) -> str:
    """One question and what came of it: `Asked at T+24.5, it read a no 32.4 h later`."""
    key, text = data.message, f"Having asked at {since(t)}"
    answered = world.about(Answered, key)
    if answered is None:
        return f"{text}, {_without_answer(world, key)}"
    answer = answered[1].answer
    read = world.about(StanceRead, answer)
    what = READ_AS[read[1].read] if read else "an answer"
    text = f"{text}, it read {what} {duration_text(answered[1].hours)} later"
    if read and read[1].read != read[1].given:
        text += f" (meant as {READ_AS[read[1].given]})"
    if hours_late(world, answered[0], key) is not None:
        return f"{text}, its patience being over"
    overtaken = overtaken_by(world, answered[0], key)
    return f"{text}; by then {overtaken} had overtaken the question" if overtaken else text


def _without_answer(world: Traced, key: str) -> str:
    """What became of a question that was never answered."""
    overtaken = overtaken_by(world, inf, key)
    if overtaken:
        return f"it had no answer before {overtaken} overtook the question"
    if world.all(StateChange)[-1][1].after == "asking":
        return "it was still waiting when the world ended"
    return "it never read an answer"


def _recalls(world: Traced) -> list[str]:
    recalls = world.all(Recall)
    return [f"It called a strike in preparation off {times(len(recalls))}."] if recalls else []


def _course(world: Traced) -> str:
    frontline, patron = sentence(world.name("frontline")), world.name("patron")
    strikes = world.all(Strike)
    if not strikes:
        wished = any(data.option == "strike" for _, data in world.all(Decision))
        return (
            f"{frontline} did not strike."
            if wished
            else f"{frontline} did not strike and never decided to."
        )
    t, data = strikes[0]
    how = f"together with {patron}" if data.course == "joint" else struck_on(world, t, data)
    more = (
        f", and {count_text(len(strikes) - 1, 'more time')} in the exchange that followed"
        if len(strikes) > 1
        else ""
    )
    knew = _knowledge(world, t, data)
    return (
        f"{frontline} struck at {since(t)}, {how}{_over_a_no(world, data)}{more}. {knew}".rstrip()
    )


def _over_a_no(world: Traced, data: Strike) -> str:
    """Silence is not all that was heard where a no had come by another path: unasked, or in
    public.
    """
    if data.course == "joint" or data.stance not in ("unasked", "told", "silence"):
        return ""
    heard = before_strike.heard(world.found, before_strike.no_return(world.found, data.plan))
    return ", though its no had been heard" if heard.red else ""


def _knowledge(world: Traced, struck: float, data: Strike) -> str:
    """Whether the patron knew of the first strike before."""
    patron = sentence(world.name("patron"))
    learnt = next(
        ((t, entry.how) for t, entry in world.all(Learnt) if entry.plan == data.plan), None
    )
    if data.course == "joint":
        return ""
    if learnt is None:
        return f"{patron} had not learnt of it when the world ended."
    t, how = learnt
    way = {
        "told": "told",
        "found_out": "by its own intelligence",
        "leak": "by a leak",
        "news": "from the news",
    }[how]
    if t > struck:
        return f"{patron} learnt of it {duration_text(t - struck)} later, {way}."
    late = (
        "" if struck - t >= world.setting.allies.patron.timely else ", too late to prepare for it"
    )
    return f"{patron} knew of the plan {duration_text(struck - t)} before, {way}{late}."


def _attacks(world: Traced) -> list[str]:
    """Whether the adversary struck, and whether the patron stood by whoever was hit."""
    attacks = world.all(Attack)
    parts = []
    if attacks:
        t = attacks[0][0]
        first = not any(at < t for at, _ in world.all(Strike))
        more = f" and {count_text(len(attacks) - 1, 'more time')} later" if attacks[1:] else ""
        before = " before anybody had struck it" if first else ""
        parts.append(f"{sentence(world.adversary)} attacked at {since(t)}{before}{more}.")
    words = [data.stands for _, data in world.all(StandingBy)]
    if words:
        verb = "stood by" if any(words) else "did not stand by"
        parts.append(f"{sentence(world.name('patron'))} {verb} {world.name('frontline')}.")
    return parts


def _aftermath(world: Traced) -> list[str]:
    hits = len(world.all(Retaliation))
    rungs = [world.all(Begin)[0][1].rung, *(data.after for _, data in world.all(RungChange))]
    parts = [f"There was retaliation{'' if hits == 1 else f' {times(hits)}'}."] if hits else []
    if world.all(Strike) and not hits:
        parts = ["There was no retaliation."]
    verb = "rose as high as" if max(rungs) > rungs[0] else "never rose above"
    parts.append(f"The crisis {verb} {rung(max(rungs))} and stood at {rung(rungs[-1])} at the end.")
    broken = len(world.all(CeasefireBroken))
    return [*parts, f"{sentence(count_text(broken, 'ceasefire'))} broke."] if broken else parts


def _public(world: Traced) -> list[str]:
    patron, frontline = sentence(world.name("patron")), world.name("frontline")
    parts = []
    if world.all(Leak):
        parts.append(f"{sentence(count_text(len(world.all(Leak)), 'leak'))} reached the press.")
    if world.all(SupportSuspended):
        parts.append(f"{patron} suspended its support of {frontline}.")
    if world.all(DrawnIn):
        parts.append(f"{patron} was drawn into the fighting.")
    return parts
