"""Where the hours went: each exchange between the capitals, stage by stage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.domain.events import Answered, Asked, Posted, Read
from sim.output.evidence.delay_budget import (
    Exchange,
    Span,
    against_patience,
    exchanges,
    hours_to_spare,
)
from sim.output.evidence.traced_world import Traced
from sim.output.story.sentences.dates import duration_text
from sim.output.story.sentences.vocabulary import KINDS, STAGES, sentence
from sim.tabletop.debrief.action_report.account import Noted
from sim.tabletop.debrief.action_report.sourced_text import Linked

#: A stretch shorter than this share of an exchange is not worth a row.
_LEAST = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """An exchange: what it was, its stretches of time, the longest of them, the hours to spare,
    negative where patience was over, none where nobody waited.
    """

    told: Linked
    rows: tuple[tuple[str, str, str, str], ...]
    bottleneck: Linked
    spare: float | None


def budgets(account: Noted) -> Iterator[Budget]:
    """The exchanges of a game."""
    world = account.world
    for number, one in enumerate(exchanges(world), start=1):
        entries = _entries(account, one)
        yield Budget(
            told=Linked(text=_exchange_text(world, one, number), entries=entries),
            rows=tuple(_rows(world, one)),
            bottleneck=Linked(text=_bottleneck(world, one, number), entries=entries),
            spare=hours_to_spare(world, one),
        )


def _entries(account: Noted, one: Exchange) -> tuple[int, ...]:
    """The entries of the question and its answer: begun and read."""
    keys = {one.question.key, one.answer.key if one.answer else one.question.key}
    return tuple(
        place
        for place, _, event in account.places.kinds(Posted, Asked, Read, Answered)
        if getattr(event, "message", "") in keys
    )


def _exchange_text(world: Traced, one: Exchange, number: int) -> str:
    question = one.question
    return (
        f"Exchange {number}: {sentence(world.name(question.sender))} began"
        f" {KINDS[question.kind]} on {world.clocks.date(question.posted)} and had the answer on"
        f" {world.clocks.date(one.read)}, after {duration_text(one.seconds / 3600.0)}."
        f"{against_patience(world, one)}"
    )


def _rows(world: Traced, one: Exchange) -> Iterator[tuple[str, str, str, str]]:
    for span in one.spans:
        if span.seconds >= _LEAST * one.seconds > 0:
            hours = duration_text(span.seconds / 3600.0)
            yield (
                _hands(world, span),
                _stage(span),
                hours,
                f"{100 * span.seconds / one.seconds:.0f} %",
            )


def _hands(world: Traced, span: Span) -> str:
    if span.ally:
        return world.name(span.ally)
    return "both leaders" if span.stage == "meeting" else "the channel"


def _stage(span: Span) -> str:
    return f"{STAGES[span.stage]}{f', {span.place}' if span.place else ''}"


def _bottleneck(world: Traced, one: Exchange, number: int) -> str:
    longest = one.longest()
    if not longest:
        return f"Exchange {number} took no time at all."
    first = longest[0]
    share = f"{100 * first.seconds / one.seconds:.0f} %"
    return (
        f"Most of exchange {number} was {_stage(first)} ({_hands(world, first)}):"
        f" {duration_text(first.seconds / 3600.0)}, {share}."
    )
