"""The debrief of a game as text: what was decided, the same world by rules, many such worlds, where
the hours went, and the story with what those concerned did not know.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from sim.characters import visible
from sim.domain.decisions.views import ROLES, Seat
from sim.domain.events import Decision, Event
from sim.domain.events.log import Log
from sim.experiment.outcomes.definitions import OUTCOMES, outcome_values
from sim.output.evidence import delay_budget
from sim.output.evidence.traced_world import Traced
from sim.output.story.layout import beside, heading, paragraph, table, text
from sim.output.story.narrative import chapters, reading
from sim.output.story.sentences.dates import since
from sim.output.story.sentences.decisions import trigger_words
from sim.output.story.sentences.phrases import phrase
from sim.output.story.sentences.vocabulary import percent, sentence
from sim.output.story.summary import in_short
from sim.output.story.world_outcomes import differing_outcomes, value
from sim.output.words import as_list, count_text, with_full_stop
from sim.tabletop.debrief.control_text import control_text, is_control
from sim.tabletop.debrief.decisions import luck_taken_back
from sim.tabletop.debrief.rank_among_games import HOLLOW, Rank, hollow_text, ranks
from sim.tabletop.debrief.twin import parting, twin
from sim.tabletop.game.control_acts import FACILITATOR
from sim.tabletop.game.game import Game
from sim.tabletop.game.journal import Record
from sim.tabletop.seat.options import leaning

_ROUTINE: Final = frozenset({"report", "provocation"})
#: What a decision is called.
_CHOICES: Final[Mapping[str, str]] = {
    "hold": "holds back",
    "pressure": "turns to diplomatic pressure",
    "strike": "chooses to strike",
    "red": "says no",
    "amber": "voices doubts",
    "green": "says yes",
}
#: What people did beside answering questions.
_ACTS: Final[Mapping[str, str]] = {
    "write": "writes to the other ally",
    "ask": "asks before it wishes to strike",
    "clarify": "asks what was meant",
    "share": "shares its last report",
    "call_back": "wants a message back",
    "defy": "sets aside what is agreed, and prepares a strike",
    "withdraw": "takes its wish back",
    "reconsider": "thinks again of its own motion",
    "lapse": "leaves a question unanswered",
}
#: What outsiders made of their occasions, and did beside; their names may be in the plural.
_OUTSIDE: Final[Mapping[str, str]] = {
    "hold": "an occasion to attack is let pass",
    "attack": "an attack",
    "restrain": "an occasion to provoke is let pass",
    "provoke": "a provocation",
    "none": "no blow in return",
    "one": "a blow in return, by one rung",
    "two": "a blow in return, by two rungs",
    "abstain": "no mediation",
    "mediate": "mediation",
    "stay": "a partner stays, though not told of the strike",
    "leave": "a partner withdraws its support",
    "warn": "a word in public on a strike",
    "lapse": "no answer",
}


def debrief(game: Game, many: Sequence[Mapping[str, float]]) -> str:
    """The debrief of a game; ``many`` are the outcomes of simulated worlds of its arm."""
    table_ = game.table
    opening, log = table_.opening, table_.session.log
    world = Traced.of(table_.scenario, opening.arm, log)
    lines = [*_head(game, world), *heading("In short"), *paragraph(in_short(world))]
    lines += _decisions(game, world) + _by_control(game, world)
    lines += _by_rules(game, world) + (_among(game, world, many) if many else [])
    lines += delay_budget.budget_text(world)
    lines += [*heading("What happened"), *reading(world), *chapters(world, everything=False)]
    return text(lines)


def _head(game: Game, world: Traced) -> list[str]:
    opening = game.table.opening
    programs = game.programs
    title = (
        f"{world.scenario.title or world.scenario.name}: a game of world {opening.replication} of"
        f" seed {opening.seed}, arm {opening.arm}"
    )
    taken = sum(record.do == "undo" for record in game.records)
    cut = not game.table.session.over
    notes = [
        _played_by(world, [seat for seat in opening.seats if seat not in programs], programs),
        f"The game was ended at {since(game.table.session.now)}, before its time." if cut else "",
        f"Acts were taken back {count_text(taken, 'time')}, {luck_taken_back(game.records)}."
        if taken
        else "",
    ]
    return [title, *paragraph(" ".join(filter(None, notes)))]


def _played_by(world: Traced, people: Sequence[Seat], programs: Mapping[Seat, str]) -> str:
    """Who sat where."""
    named = as_list([world.name(seat) for seat in people]) if people else ""
    said = [f"Played by people: {named}."] if named else []
    for seat, program in programs.items():
        said.append(f"{sentence(world.name(seat))} was played by the program {visible(program)}.")
    return " ".join(said)


# what was decided


def _decisions(game: Game, world: Traced) -> list[str]:
    lines = heading(
        "What you decided"
        if len(game.programs) < len(game.folder.opening.seats)
        else "What was decided"
    )
    routine = 0
    for number, record, told in _acts(game, world):
        if not told:
            routine += 1
            continue
        margin = f"  {number or '':>3}  {since(record.at):>9}  "
        hand = " By the facilitator's hand." if record.by == FACILITATOR else ""
        who = sentence(world.name(str(record.seat)))
        lines += beside(margin, f"{who}{told}{hand}")
    if routine:
        times = count_text(routine, "time")
        lines += ["", *paragraph(f"Beside that, reports and provocations were let pass {times}.")]
    return lines


def _acts(game: Game, world: Traced) -> Iterator[tuple[int, Record, str]]:
    """The number of a decision (0 for other acts), its record, and what in words; no words for what
    is not worth a line.
    """
    number = 0
    made = {
        (at, data.ally): data
        for at, data in world.all(Decision)
        if data.ally in game.folder.opening.seats
    }
    for record in game.standing:
        if record.seat is None or is_control(record):
            continue
        words = game.words_of(record)
        answers = record.do == "answer"
        number += answers
        if record.seat not in ROLES:
            yield number if answers else 0, record, _outside_text(record, words)
        elif answers:
            data = made.get((record.at, record.seat))
            yield number, record, _decision_text(record.at, data, words, world)
        else:
            reason = str(record.data.get("why", "")) if record.do == "lapse" else ""
            said = f": “{words}”" if words else (reason and f": {reason}")
            yield 0, record, with_full_stop(f" {_ACTS.get(record.do, record.do)}{said}")


def _outside_text(record: Record, words: str) -> str:
    """What an outsider did; nothing for what was let pass without a word."""
    option = str(record.data.get("option", ""))
    if option == "restrain" and not words:
        return ""
    unasked = "" if record.do in ("answer", "lapse") else ", of its own motion"
    reason = f": “{words}”" if words else ""
    return f": {_OUTSIDE[option or record.do]}{unasked}{reason}."


def _decision_text(t: float, data: Decision | None, words: str, world: Traced) -> str:
    """What an ally decided; nothing for a report or a provocation that was let pass without a
    word.
    """
    if data is None or (data.option == "hold" and data.trigger in _ROUTINE and not words):
        return ""
    trigger = trigger_words(world, t, data)
    chosen = _CHOICES[data.option]
    chosen = f", {trigger}, {chosen}" if trigger else f" {chosen}"
    figures = as_list([f"{option} {worth:.2f}" for option, worth in data.values.items()])
    best = leaning(data.values)
    lean = f"leaned to {best[0]}" if len(best) == 1 else f"were divided between {as_list(best)}"
    advisers = f"Its advisers {lean} (worth: {figures})."
    reason = f" “{words}”" if words else ""
    return f"{chosen}.{reason} {advisers}"


def _by_control(game: Game, world: Traced) -> list[str]:
    """What the facilitator did and said, where one was there."""
    lines: list[str] = []
    for record in game.standing:
        if is_control(record):
            words = game.words_of(record)
            said = f"{control_text(record, world.name)}{f': “{words}”' if words else ''}"
            lines += beside(f"       {since(record.at):>9}  ", sentence(with_full_stop(said)))
    return [*heading("What the facilitator did"), *lines] if lines else []


# the same world by rules


def _by_rules(game: Game, world: Traced) -> list[str]:
    opening = game.table.opening
    lines = heading("The same world with rules in all seats")
    log = twin(game.table.scenario, opening)
    other = Traced.of(game.table.scenario, opening.arm, log)
    lines += paragraph(_parting_text(world, other, game.table.session.log))
    if not game.table.session.over:
        return [*lines, *paragraph("Outcomes of a game that was cut short are not compared.")]
    rows = [row[:3] for row in differing_outcomes(world, other)]
    if not rows:
        return [*lines, *paragraph("No outcome differs.")]
    return [*lines, "", *table([("", "your game", "by rules"), *rows], "lrr")]


def _parting_text(world: Traced, other: Traced, log: Log) -> str:
    found = parting(log, other.log)
    if found is None:
        return "You did as the rules of the file would have done: it is the same world to its end."
    here = _event_text(world, found.at, found.played)
    there = _event_text(other, found.at, found.by_rule)
    return (
        f"Until {since(found.at)} ({world.clocks.date(found.at)}) both are the same world. There,"
        f" in your game: {here} By rules: {there}"
    )


def _event_text(world: Traced, at: float, event: Event | None) -> str:
    told = "" if event is None else phrase(world, at, event)
    return told or "nothing of that kind."


# among many


def _among(game: Game, world: Traced, many: Sequence[Mapping[str, float]]) -> list[str]:
    lines = heading(f"Your game among {len(many):,} simulated ones")
    found = ranks(outcome_values(world.log, world.setting), many)
    hollow = hollow_text(game.standing, world.name)
    mark = HOLLOW if hollow else ""
    rows = [
        (OUTCOMES[one.name].title, value(OUTCOMES[one.name], one.value), f"{mark}{_place(one)}")
        for one in found
    ]
    if not rows:
        return [*lines, *paragraph("There is no outcome by which it could be placed.")]
    lines += table([("", "your game", "among simulated games of this arm"), *rows], "lrl")
    return [
        *lines,
        "",
        *paragraph(
            "Shares with their 95 % intervals; one game says nothing of how good a way of deciding"
            " is, and more or less of an outcome is not better or worse."
            f" {hollow}".rstrip()
        ),
    ]


def _place(one: Rank) -> str:
    between = f"{percent(one.low)} to {percent(one.high)}"
    how = "as in" if OUTCOMES[one.name].kind == "share" else "above"
    return f"{how} {percent(one.share)} of {one.n:,} ({between})"
