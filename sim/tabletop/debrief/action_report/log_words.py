"""What a report says of a game by its log alone, whether or not this version would play it so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sim.domain.decisions.protocols import PROTOCOLS
from sim.output.story.sentences.dates import duration_text, since
from sim.output.story.sentences.vocabulary import sentence
from sim.output.words import as_list, count_text
from sim.tabletop.debrief.action_report import events, findings
from sim.tabletop.debrief.action_report.account import Noted
from sim.tabletop.debrief.decisions import luck_taken_back

if TYPE_CHECKING:
    from sim.tabletop.debrief.action_report.report import Part

#: Lines that only a replay can tell, beside luck.
BY_REPLAY: Final = (
    "decisions",
    "others",
    "control",
    "notes",
    "parting",
    "twin",
    "ranks",
    "futures",
)


def noted_words(one: Part) -> dict[str, Any]:
    """What the page says of a game that is told from its log alone."""
    account = one.account
    return {
        "name": one.name,
        "prefix": one.prefix,
        "differs": one.differs,
        "facts": _facts(account),
        "short": events.summary(account),
        "turning": list(events.turning_points(account)),
        "objectives": one.results,
        "whole": account.whole,
        "simulated": len(account.simulated.rows),
        "budgets": one.budgets,
        "strengths": list(findings.strengths(one.results, one.budgets)),
        "areas": one.areas,
        "events": list(events.all_events(account)),
        "clocks": events.clocks_text(account.world),
        **{name: [] for name in (*BY_REPLAY, "luck")},
        "routine": None,
        "moved": False,
    }


def _facts(account: Noted) -> list[tuple[str, str]]:
    """What was played, by whom, how long, and how it ended."""
    opening, world = account.folder.opening, account.world
    programs = account.programs
    people = [world.name(seat) for seat in opening.seats if seat not in programs]
    arm = account.scenario.arms[opening.arm]
    walls = sorted(account.walls())
    undone = sum(record.do == "undo" for record in account.records)
    rules = PROTOCOLS[arm.setting.protocol].rules.format(
        frontline=world.name("frontline"), patron=world.name("patron")
    )
    told = [
        ("Played by people", as_list(people) if people else "nobody"),
        *((f"Program for {world.name(seat)}", command) for seat, command in programs.items()),
        ("Agreed", f"{arm.title}: {sentence(rules)}"),
        ("World", f"{opening.replication} of seed {opening.seed}, arm {opening.arm}"),
        ("Ended", _ending(account)),
    ]
    if walls:
        room = (walls[-1] - walls[0]).total_seconds() / 3600.0
        told.append(("Held", f"{walls[0]:%Y-%m-%d %H:%M} UTC, {duration_text(room)} in the room"))
    if undone:
        acts = count_text(undone, "act")
        told.append(("Taken back", f"{acts}, {luck_taken_back(account.records)}"))
    told += [
        ("Goes on from", f"{one.data['of']}, before its act {one.data['before']}")
        for one in account.records
        if one.do == "fork" and "of" in one.data
    ]
    return told


def _ending(account: Noted) -> str:
    now = since(account.log[-1][0] if account.whole else account.records[-1].at)
    if account.whole:
        return f"{now} h, at its end"
    return f"{now} h, before its time: its outcomes are not compared"
