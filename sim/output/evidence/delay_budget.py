"""The delay budget of an exchange: every second between the decision to ask and the answer read,
stage by stage.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sim.domain.communication.messages import ON_CHANNEL, QUEUES, WITH_SENDER
from sim.domain.events import Answered, Asked
from sim.output.evidence.traced_world import Journey, Traced
from sim.output.story.layout import heading, paragraph, table
from sim.output.story.sentences.dates import duration_text, to_the_second
from sim.output.story.sentences.lateness import hours_late, is_early, overtaken_by
from sim.output.story.sentences.vocabulary import KINDS, STAGES, definite, plainly, sentence
from sim.output.words import as_list

#: (ally, stage, desk, hour at which it was over).
Mark = tuple[str, str, str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of one exchange: in whose hands it lies, at which stage and desk, in
    whole seconds.
    """

    ally: str
    stage: str
    place: str
    seconds: int
    until: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A question with its answer read, or heard where there is no message.

    ``spans`` follow each other without gaps and add up to ``seconds``.
    """

    question: Journey
    answer: Journey | None
    read: float
    patience: float | None
    spans: tuple[Span, ...]

    @property
    def seconds(self) -> int:
        """From the decision to ask to the answer read."""
        return sum(span.seconds for span in self.spans)

    def longest(self) -> tuple[Span, ...]:
        """The bottleneck: the longest span, or all that are equally long; none of an exchange that
        took no time.
        """
        most = max((span.seconds for span in self.spans), default=0)
        return tuple(span for span in self.spans if span.seconds == most > 0)


def exchanges(world: Traced) -> list[Exchange]:
    """The answered questions of a world, in the order of the answers, and the clarifications among
    them.
    """
    found = [_exchange_of(world, t, data) for t, data in world.all(Answered)]
    for reply in world.journeys.values():
        doubt = _doubt(world, reply) if reply.kind == "clarified" else None
        if doubt is not None and reply.read is not None:
            found.append(
                Exchange(
                    question=doubt,
                    answer=reply,
                    read=reply.read,
                    patience=None,
                    spans=_spans(doubt.posted, _way_and_back(world, doubt, reply)),
                )
            )
    return sorted(found, key=lambda exchange: exchange.read)


def _doubt(world: Traced, reply: Journey) -> Journey | None:
    """The question about what was meant that a reply answers: both are about the same answer."""
    same = (
        other
        for other in world.journeys.values()
        if other.kind == "clarification" and other.about == reply.about
    )
    return next(same, None)


def _exchange_of(world: Traced, t: float, data: Answered) -> Exchange:
    question, answer = world.journeys[data.message], world.journeys.get(data.answer)
    asked = world.about(Asked, question.key)
    marks = (
        _way_and_back(world, question, answer)
        if answer
        else _stage_marks(question, "", data.stages)
    )
    return Exchange(
        question=question,
        answer=answer,
        read=t,
        patience=asked[1].patience if asked else None,
        spans=_spans(question.posted, marks),
    )


def _way_and_back(world: Traced, question: Journey, answer: Journey) -> list[Mark]:
    """The stages of a question, the thought that it was given, the stages of its answer."""
    return [
        *_marks(world, question),
        *_deliberation_marks(world, question, answer),
        *_marks(world, answer),
    ]


def _spans(since: float, marks: list[Mark]) -> tuple[Span, ...]:
    """Ends are rounded to seconds after the question, not lengths, so that the lengths add up."""
    spans: list[Span] = []
    before = 0
    for ally, stage, place, until in marks:
        end = round((until - since) * 3600.0)
        spans.append(Span(ally=ally, stage=stage, place=place, seconds=end - before, until=until))
        before = end
    return tuple(spans)


def _marks(world: Traced, journey: Journey) -> list[Mark]:
    """(ally, stage, desk, hour at which it was over) of one message."""
    desks = {"clearance": list(journey.desks), "inbound": list(world.inbound_desks(journey))}
    marks: list[Mark] = []
    until = journey.posted
    for stage, hours in journey.stages:
        until += hours
        at = desks.get(QUEUES.get(stage, stage), [])
        place = at[0] if at else ""
        if stage not in QUEUES and at:
            at.pop(0)
        marks.append((_holder(journey, stage), stage, plainly(place), until))
    return marks


def _holder(journey: Journey, stage: str) -> str:
    if stage in WITH_SENDER:
        return journey.sender
    return "" if stage in ON_CHANNEL else journey.receiver


def _deliberation_marks(world: Traced, question: Journey, answer: Journey) -> list[Mark]:
    """What lies between the question read and its answer begun: the council and the leader's
    deliberation.
    """
    entry = world.about(Answered, question.key)
    if entry is not None:
        marks = _stage_marks(question, question.receiver, entry[1].stages)
        return [mark for mark in marks if mark[1] in ("council", "deliberation")]
    thought = question.read is not None and answer.posted > question.read
    return [(question.receiver, "deliberation", "", answer.posted)] if thought else []


def _stage_marks(question: Journey, ally: str, stages: Iterable[tuple[str, float]]) -> list[Mark]:
    """Stages one after the other from the question on, all in the same hands."""
    marks: list[Mark] = []
    until = question.posted
    for stage, hours in stages:
        until += hours
        marks.append((ally, stage, "", until))
    return marks


def budget_text(world: Traced) -> list[str]:
    """The delay budgets of a world as text; empty where no question was answered."""
    found = exchanges(world)
    if not found:
        return []
    lines = heading("Delay budget of each exchange")
    for number, exchange in enumerate(found, start=1):
        lines += _exchange_text(world, exchange, number)
    return lines


def _exchange_text(world: Traced, exchange: Exchange, number: int) -> list[str]:
    question, answer = exchange.question, exchange.answer
    who = sentence(world.name(question.sender))
    about = f"{number}. {who} sent {KINDS[question.kind]} at {world.clocks.date(question.posted)}"
    about += (
        f" and {f'read {definite(answer.kind)}' if answer else 'heard the answer'} at"
        f" {world.clocks.date(exchange.read)}."
    )
    rows = [("held by", "stage", "", "h:mm:ss", "share", "over at"), *_rows(world, exchange)]
    return [
        *paragraph(about + against_patience(world, exchange)),
        "",
        *table(rows, "lllrrl", "    "),
        "",
        *paragraph(_bottleneck(world, exchange)),
        "",
    ]


def hours_to_spare(world: Traced, exchange: Exchange) -> float | None:
    """Hours of patience that were left when an answer was read, negative where it was over; nothing
    where nobody waited any more, or yet.
    """
    key = exchange.question.key
    late = hours_late(world, exchange.read, key)
    if late is not None:
        return -late
    waited = not (is_early(world, key) or overtaken_by(world, exchange.read, key))
    if exchange.patience is None or not waited:
        return None
    return exchange.patience - (exchange.read - exchange.question.posted)


def against_patience(world: Traced, exchange: Exchange) -> str:
    """How an answer came against patience, with a space before it."""
    spare = hours_to_spare(world, exchange)
    if spare is None or exchange.patience is None:
        overtaken = overtaken_by(world, exchange.read, exchange.question.key)
        return f" By then {overtaken} had overtaken the question." if overtaken else ""
    if spare < 0.0:
        return f" It came too late by {duration_text(-spare)}."
    return f" Patience lasted {duration_text(exchange.patience)}: {duration_text(spare)} to spare."


def _rows(world: Traced, exchange: Exchange) -> list[tuple[str, ...]]:
    total = exchange.seconds
    rows = [
        (
            _hands(world, span),
            STAGES[span.stage],
            span.place,
            to_the_second(span.seconds),
            _share(span.seconds, total),
            world.clocks.second(span.until),
        )
        for span in exchange.spans
    ]
    return [*rows, ("in all", "", "", to_the_second(total), _share(total, total), "")]


def _hands(world: Traced, span: Span) -> str:
    if span.ally:
        return world.name(span.ally)
    return "both leaders" if span.stage == "meeting" else "the channel"


def _share(seconds: int, total: int) -> str:
    return f"{100.0 * seconds / total:.1f} %" if total else ""


def _bottleneck(world: Traced, exchange: Exchange) -> str:
    longest = exchange.longest()
    if not longest:
        return "It took no time at all."
    took = f"{to_the_second(longest[0].seconds)} of {to_the_second(exchange.seconds)}"
    share = _share(longest[0].seconds, exchange.seconds)
    if longest[1:]:
        return (
            f"Bottlenecks, equally long: {as_list([_stretch(world, span) for span in longest])},"
            f" {took} each ({share})."
        )
    return f"Bottleneck: {_stretch(world, longest[0])}, {took} ({share})."


def _stretch(world: Traced, span: Span) -> str:
    where = ", ".join(
        part for part in (world.name(span.ally) if span.ally else "", span.place) if part
    )
    return f"{STAGES[span.stage]}{f' at {where}' if where else ''}"
