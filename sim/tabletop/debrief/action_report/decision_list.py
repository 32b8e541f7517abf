"""What was decided, by number, with the words of who decided and what the advisers leaned to; and
what other options would usually have led to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sim.domain.decisions.views import RESTRAINT, AnyView, OutsideView
from sim.domain.events import Decision
from sim.output.words import as_list, count_text
from sim.tabletop.debrief.action_report.account import Account
from sim.tabletop.debrief.action_report.sourced_text import Linked, LinkedRow
from sim.tabletop.debrief.decisions import decisions
from sim.tabletop.debrief.replay_text import futures_text
from sim.tabletop.debrief.twin import parting, twin
from sim.tabletop.game.game import Played
from sim.tabletop.seat.options import leaning

_ROUTINE: Final = frozenset({"report", "provocation"})
_WHOLE_LINE: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A decision: its number, when and whose, on what occasion, what was chosen and why, what the
    advisers leaned to, and its entry in the log.
    """

    number: int
    when: str
    who: str
    asked: str
    chosen: str
    words: str
    advised: str
    routine: bool
    entries: tuple[int, ...]


def decided(account: Account) -> list[Decided]:
    """All decisions of a game; where it leaves the rules, or other options are tried, is never
    routine.
    """
    played = account.played
    entries: dict[tuple[float, str], int] = {
        (at, event.ally): place
        for place, at, event in account.places.kinds(Decision)
        if isinstance(event, Decision)
    }
    left = parting(account.log, account.by_rules.log)
    forked = {future.number for future in account.futures}
    found = []
    for one in decisions(played):
        telling = one.number in forked or (left is not None and one.view.time == left.at)
        place = entries.get((one.view.time, one.view.seat))
        words = played.words_of(one.record)
        plain = one.option in RESTRAINT and one.view.trigger in _ROUTINE and not words
        found.append(
            Decided(
                number=one.number,
                when=one.when,
                who=one.who,
                asked=one.asked,
                chosen=one.option,
                words=words,
                advised=_advice_of(one.view),
                routine=plain and not telling,
                entries=() if place is None else (place,),
            )
        )
    return found


def _advice_of(view: AnyView) -> str:
    if isinstance(view, OutsideView):
        return ""  # nobody advises it
    best = leaning(view.options)
    return best[0] if len(best) == 1 else f"close between {as_list(best)}"


def decision_rows(found: list[Decided]) -> list[LinkedRow]:
    """The decisions that are worth a line."""
    return [
        LinkedRow(
            cells=(
                str(one.number),
                one.when,
                one.who,
                one.asked,
                one.chosen,
                one.advised,
                one.words,
            ),
            entries=one.entries,
        )
        for one in found
        if not one.routine
    ]


def routine_sentence(found: list[Decided]) -> Linked | None:
    """What was let pass."""
    passed = [one for one in found if one.routine]
    if not passed:
        return None
    entries = tuple(place for one in passed for place in one.entries)
    times = count_text(len(passed), "time")
    return Linked(text=f"Reports and provocations were let pass {times}.", entries=entries)


def telling_decisions(played: Played, most: int) -> list[int]:
    """The decisions whose futures say most: the one where the game leaves the rules, then those in
    which something else than waiting was chosen; by number.
    """
    opening = played.folder.opening
    left = parting(played.table.session.log, twin(played.folder.scenario, opening))
    found = [(one.number, one.view.time, one.option) for one in decisions(played)]
    first = [number for number, at, _ in found if left is not None and at == left.at][:1]
    acting = [number for number, _, option in found if option not in RESTRAINT]
    rest = [number for number, _, _ in found]
    return sorted(list(dict.fromkeys([*first, *acting, *rest]))[:most])


def future_sentences(account: Account, keep: str) -> Iterator[Linked]:
    """What the options of each of these decisions would usually have led to."""
    numbers = {one.number: one for one in decided(account)}
    for future in account.futures:
        seat = future.fork.view.seat
        told = futures_text(
            future.fork, account.played.capital(seat), keep, future.summary, _WHOLE_LINE
        )
        text = f"Decision {future.number}. {' '.join(told).strip()}"
        yield Linked(text=text, entries=numbers[future.number].entries)
