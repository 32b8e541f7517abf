"""What a seat reads at its desk, as lines of text: hour, situation, what is new, messages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from math import isinf, sqrt
from textwrap import wrap
from typing import Final

from sim.domain.actors.adversary import sigma
from sim.domain.communication.messages import Precedence
from sim.domain.decisions.states import STATES
from sim.domain.decisions.views import AnyView, OutsideView
from sim.output.story.sentences.dates import NO_BREAK, duration_text, since
from sim.output.story.sentences.vocabulary import (
    KINDS,
    READ_AS,
    TRIGGERS,
    percent,
    plainly,
    rung,
    sentence,
)
from sim.tabletop.seat import outside
from sim.tabletop.seat.capital import Capital
from sim.tabletop.seat.own_words import is_by_staff
from sim.tabletop.seat.sentences import line
from sim.tabletop.seat.sight import BROADCAST, Seen
from sim.tabletop.seat.situation import Letter, Situation

_NINE_TENTHS: Final = 1.645
#: What is told in the situation, and not line by line.
IN_THE_SITUATION: Final = frozenset({"pressure", "deterrence", "decision", "track"})
_SAID: Final = {
    "green": "you said yes to it",
    "amber": "you voiced doubts",
    "red": "you said no to it",
}
#: What each kind that may be written does, beside being read.
WRITING: Final[Mapping[str, str]] = {
    "dialogue": "keeps the dialogue alive, which helps a crisis to cool",
    "notification": "tells of the strike that you prepare; the answer may come in time",
    "assurance": "you will be there for them: eases the pressure on them",
    "counter_offer": "offers to run sanctions and diplomatic pressure together",
}
#: Moments that are told whatever else has come in since: who folds them away hides a war.
_WEIGHTY: Final = frozenset(
    {
        "prepare",
        "no_return",
        "recall",
        "strike",
        "attack",
        "retaliation",
        "drawn_in",
        "support",
        "stance_read",
        "expired",
        BROADCAST,
    }
)


def writing_name(kind: str) -> str:
    """A kind that may be written, as documents and pages call it."""
    return "offer to press together" if kind == "counter_offer" else plainly(kind)


def head(capital: Capital, now: float, width: int) -> str:
    """Whose seat it is and what time it is: here, there, and since the start."""
    here, there = capital.date(now), f"{capital.them} {capital.date_there(now)}"
    clocks = f"{here} · {there}" if capital.is_ally else f"{here} in {capital.them}"
    text = f"{capital.us} · {clocks} · {since(now)} h"
    return f"══ {text} {'═' * max(2, width - len(text) - 4)}"


def situation_lines(capital: Capital, now: Situation, hour: float, width: int) -> list[str]:
    """The situation at a glance."""
    parts, under_way = glance(capital, now, hour)
    lines = paragraph("SITUATION  ", " · ".join(parts), width)
    return lines + (paragraph("           ", " · ".join(under_way), width) if under_way else [])


def glance(capital: Capital, now: Situation, hour: float) -> tuple[list[str], list[str]]:
    """The state of things in a few words each, and what is under way."""
    if not capital.is_ally:
        return outside.glance(capital, now)
    return (
        [f"crisis at {rung(now.rung)}", *_belief(capital, now), *_feelings(capital, now)],
        [*_own_course(capital, now, hour), *_partner(capital, now, hour)],
    )


def _belief(capital: Capital, now: Situation) -> Iterator[str]:
    if now.mean is None:
        yield f"no report on {capital.adversary} yet"
        return
    spread = _NINE_TENTHS * sqrt(now.variance)
    low, high = percent(sigma(now.mean - spread)), percent(sigma(now.mean + spread))
    yield (
        f"you reckon {capital.adversary} {percent(sigma(now.mean))} ready"
        f" (nine in ten: {low.replace(f'{NO_BREAK}%', '')} to {high}) at the last report,"
        f" {capital.date(now.reported_at)}"
    )


def _feelings(capital: Capital, now: Situation) -> Iterator[str]:
    allies = capital.setting.allies
    ours = allies.frontline if capital.seat == "frontline" else allies.patron
    yield f"trust in {capital.them} {ours.trust.start if now.trust is None else now.trust:.2f}"
    if now.pressure is not None:
        yield f"pressure at home {now.pressure:.2f}"
    if now.deterrence is not None:
        yield f"deterrence {now.deterrence:.2f}"
    if now.pressing:
        yield f"sanctions run by {' and '.join(map(capital.name, now.pressing))}"


def _own_course(capital: Capital, now: Situation, hour: float) -> Iterator[str]:
    if situation := STATES[now.state].seat.situation:
        yield situation.format(them=capital.them)
    if now.asked_at is not None and capital.waits_for_answer(now.asked_at, now.patience):
        until = now.asked_at + now.patience
        left = f" ({duration_text(until - hour)} left)" if until > hour else ""
        yield f"patience until {capital.date(until)}{left}"
    if now.strike_at is not None:
        yield f"strike set for {capital.date(now.strike_at)}"
        if now.no_return_at > hour:
            left = duration_text(now.no_return_at - hour)
            yield f"can be called off until {capital.date(now.no_return_at)} ({left} left)"


def _partner(capital: Capital, now: Situation, hour: float) -> Iterator[str]:
    if now.stance:
        ago = duration_text(hour - now.stance_at)
        yield f"last word of {capital.them}: {READ_AS[now.stance]}, read {ago} ago"
    if capital.seat == "patron" and now.knows_plan:
        known = "" if now.knows_hour is None else f", set for {capital.date(now.knows_hour)}"
        said = f"; {_SAID[now.said]}" if now.said else ""
        yield f"you know that {capital.them} plans a strike{known}{said}"
    if now.suspended:
        yield "support is suspended"


def news_lines(
    capital: Capital,
    seen: Sequence[Seen],
    width: int,
    most: int | None = None,
    said: Sequence[str] = (),
) -> list[str]:
    """What has been seen, by moment and in sentences; reports in a row are told by the last one.
    With ``most`` only the latest are told, what must not be missed, and how many others came
    before. ``said`` is what the facilitator has said, in order.
    """
    moments: list[tuple[float, str, bool]] = []
    for at, group in groupby(_merge_reports(seen), key=lambda one: one[0]):
        found = list(group)
        if text := " ".join(
            text for _, text in (_timed_sentence(capital, one, said) for one in found) if text
        ):
            moments.append((at, text, any(one.kind in _WEIGHTY for _, one, _ in found)))
    recent = len(moments) if most is None else most
    early = moments[: max(0, len(moments) - recent)]
    left_out = sum(not weighty for *_, weighty in early)
    lines = [f"  … {left_out} earlier: type log"] if left_out else []
    for at, text, _ in [*(one for one in early if one[-1]), *moments[len(early) :]]:
        lines += paragraph(f"  {capital.date(at):<16}  ", text, width)
    return lines


def facilitator_line(seen: Seen, said: Sequence[str]) -> str:
    """What the facilitator has said to a seat: its words stand apart from what a seat sees."""
    number = int(str(seen.data["number"]))
    return f"From the facilitator: {said[number - 1] if number <= len(said) else ''}".rstrip()


def _merge_reports(seen: Iterable[Seen]) -> Iterator[tuple[float, Seen, int]]:
    """What is worth a line, with how many reports it stands for."""
    shown = (one for one in seen if one.kind not in IN_THE_SITUATION)
    for is_report, group in groupby(shown, key=lambda one: one.kind == "report"):
        found = list(group)
        if is_report:
            yield found[-1].at, found[-1], len(found)
        else:
            yield from ((one.at, one, 1) for one in found)


def _timed_sentence(
    capital: Capital, one: tuple[float, Seen, int], said: Sequence[str]
) -> tuple[float, str]:
    at, seen, many = one
    text = facilitator_line(seen, said) if seen.kind == BROADCAST else line(capital, seen)
    return at, f"{text} ({many} reports in a row)" if many > 1 else text


def decision_lines(
    number: int, view: AnyView, capital: Capital, options: Mapping[str, str], width: int
) -> list[str]:
    """A question with its options, each with what it leads to."""
    lines = [f"DECISION {number}{_asked_text(view, capital)}"]
    for at, (option, text) in enumerate(options.items(), start=1):
        lines += paragraph(f"  {at}  {option:<9} ", text, width)
    return lines


def _asked_text(view: AnyView, capital: Capital) -> str:
    if isinstance(view, OutsideView):
        return f", {outside.question_text(view, capital)}"
    trigger = TRIGGERS.get(view.trigger, "").format(patron=capital.name("patron"))
    about = "What do you say to the strike?" if view.asks == "stance" else "What will you do?"
    return f"{f', {trigger}' if trigger else ''}: {about}"


def advice_lines(said: Iterable[str], width: int) -> list[str]:
    """What the advisers say."""
    return [line for text in said for line in paragraph("  ", text, width)]


def inbox_lines(capital: Capital, letters: Sequence[tuple[Letter, str]], width: int) -> list[str]:
    """The messages that were read, each with the words that came with it."""
    lines: list[str] = []
    for letter, words in letters:
        kind = sentence(KINDS.get(letter.kind, f"a {plainly(letter.kind)}"))
        lines += paragraph(f"  {capital.date(letter.at):<16}  ", f"{kind}.", width)
        lines += _quote(words, width)
    return lines or ["  Nothing has been read yet."]


def outbox_lines(
    capital: Capital, letters: Sequence[tuple[Letter, str, str]], width: int
) -> list[str]:
    """The seat's own messages, each with where it is as far as the seat knows, and its words."""
    lines: list[str] = []
    for letter, words, expected in letters:
        text = f"{letter.number}: {letter_name(letter)}; {whereabouts(capital, letter)}"
        text += f"; {expected}." if expected else "."
        lines += paragraph(f"  {capital.date(letter.at):<16}  ", text, width)
        lines += _quote(words, width)
    return lines or ["  Nothing has been written yet."]


def letter_name(letter: Letter) -> str:
    """What a message of one's own is, how urgent, and whether one's staff wrote it by itself."""
    kind = KINDS.get(letter.kind, f"a {plainly(letter.kind)}")
    staff = ", by your staff" if is_by_staff(letter.kind, by_hand=letter.by_hand) else ""
    return f"{kind}, {Precedence(letter.precedence).name.lower()}{staff}"


def whereabouts(capital: Capital, letter: Letter) -> str:
    """Where a message of one's own is, as far as one knows."""
    if letter.called_back:
        return "called back before it had gone out"
    failed = f", after {letter.failed} failed" if letter.failed else ""
    if isinf(letter.sent):
        return "with the next channel" if letter.failed else "being drafted and cleared"
    return f"sent {capital.date(letter.sent)} by the {plainly(letter.channel)}{failed}"


def _quote(words: str, width: int) -> list[str]:
    return paragraph(f"{'':>20}", f"“{words}”", width) if words else []


def paragraph(margin: str, text: str, width: int) -> list[str]:
    """A text with something in the margin before its first line."""
    lines = wrap(
        text,
        max(width, 40),
        initial_indent=margin,
        subsequent_indent=" " * len(margin),
        break_on_hyphens=False,
    )
    return [one.replace(NO_BREAK, " ") for one in lines]
