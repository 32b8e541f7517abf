"""The after-action report and improvement plan: all its parts, and the page that they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sim import __version__
from sim.domain.inputs.exercise import Lesson
from sim.domain.inputs.setting import Scenario
from sim.output.words import as_list
from sim.tabletop.debrief.action_report import (
    act_rows,
    decision_list,
    findings,
    game_rank,
    hours,
    lanes,
    luck,
    objectives,
    side_by_side,
)
from sim.tabletop.debrief.action_report.account import Account, Noted
from sim.tabletop.debrief.action_report.log_words import BY_REPLAY, noted_words
from sim.tabletop.debrief.action_report.sourced_text import Linked
from sim.tabletop.handouts.page import Handout, page_of

RATINGS: Final = ("P", "S", "M", "U", "not observed")
_TITLE: Final = "After-action report and improvement plan"
_KEEP: Final = "48 h"

_LIMITS: Final = (
    "One game says nothing of how good a way of deciding is: chance could have made another of it.",
    "Simulated games have the rules of the file in all seats, and a rule is not the person there.",
    "Shares carry 95 % intervals (Wilson). More or less of an outcome is neither better nor worse.",
    "Nothing here is a forecast: it follows from a model and leaves out what that leaves out.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One game on the page: ``prefix`` begins the anchors of its entries."""

    prefix: str
    account: Noted
    decisions: list[decision_list.Decided]
    results: list[objectives.Result]
    budgets: list[hours.Budget]
    areas: list[findings.Area]
    differs: str = ""

    @property
    def name(self) -> str:
        """What the game is called: its folder."""
        return self.account.path.name


def part(account: Noted, prefix: str, differs: str = "") -> Part:
    """One game and what is told of it; ``differs`` says where this version plays it otherwise."""
    results = list(objectives.results(account))
    budgets = list(hours.budgets(account))
    return Part(
        prefix=prefix,
        account=account,
        decisions=decision_list.decided(account) if isinstance(account, Account) else [],
        differs=differs,
        results=results,
        budgets=budgets,
        areas=list(findings.areas(account, results, budgets)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """What people have made of the areas for improvement, and what later runs must show for it:
    sentences, and the command that looks.
    """

    lessons: Mapping[str, Lesson]
    checks: Sequence[str] = ()
    command: str = ""


def parts_of(accounts: Sequence[Account]) -> list[Part]:
    """The games of a page; where there are several, their anchors begin differently."""
    many = len(accounts) > 1
    return [
        part(one, f"g{number}-" if many else "") for number, one in enumerate(accounts, start=1)
    ]


def report_page(parts: Sequence[Part], learnt: Learnt) -> bytes:
    """The page of one game, or of several side by side."""
    accounts = [one.account for one in parts]
    scenario = accounts[0].scenario
    exercise = scenario.exercise.name or scenario.title or scenario.name
    words: dict[str, Any] = {
        "overview": overview(scenario, tuple(one.name for one in parts)),
        "games": [_game_words(one) for one in parts],
        "together": _together(parts) if len(parts) > 1 else None,
        "plan": _plan(parts, learnt.lessons),
        "learnt": learnt,
        "ratings": RATINGS,
        "questions": scenario.exercise.questions,
        "limits": _LIMITS,
        "version": __version__,
    }
    readers = "For those who took part and those who are to see to what was learnt."
    about = Handout(title=_TITLE, exercise=exercise, readers=readers)
    return page_of("debrief.html.j2", about, words)


def overview(scenario: Scenario, games: Sequence[str]) -> list[tuple[str, str]]:
    """The overview of an exercise and of its games."""
    exercise = scenario.exercise
    capabilities = dict.fromkeys(one.capability for one in exercise.objectives.values())
    told = (
        ("Exercise", exercise.name or scenario.title),
        ("Type", exercise.type),
        ("Sponsor", exercise.sponsor),
        ("Scope", exercise.scope),
        ("Mission area", exercise.mission_area),
        ("Core capabilities", ", ".join(filter(None, capabilities))),
        ("Threat or hazard", exercise.threat),
        ("Scenario", f"{scenario.title or scenario.name}, {scenario.digest[:12]}"),
        ("Games", ", ".join(games)),
    )
    return [fact for fact in told if fact[1]]


def _game_words(one: Part) -> dict[str, Any]:
    """What the page says of a game; ``cited`` are the entries that it leads to, which alone are
    printed.
    """
    words = _told_of(one)
    linked = [words["short"], words["routine"], *(budget.told for budget in one.budgets)]
    linked += [area.seen for area in one.areas]
    for name in ("turning", *BY_REPLAY, "strengths"):
        linked += words[name]
    linked += [row for told in words["luck"] for row in told.rows]
    entries = {place for line in linked if line is not None for place in line.refs}
    return words | {"cited": entries.union(*(result.refs for result in one.results))}


def _told_of(one: Part) -> dict[str, Any]:
    account = one.account
    if not isinstance(account, Account):
        return noted_words(one)
    return noted_words(one) | {
        "lanes": lanes.lanes(account.world),
        "decisions": decision_list.decision_rows(one.decisions),
        "routine": decision_list.routine_sentence(one.decisions),
        "others": list(act_rows.acts_of_seats(account)),
        "control": [*act_rows.acts_of_control(account), *act_rows.stops(account)],
        "notes": list(act_rows.notes(account)),
        "hollow": game_rank.why_hollow(account),
        "parting": list(game_rank.parting_sentences(account)),
        "twin": game_rank.twin_rows(account) if account.whole else [],
        "ranks": game_rank.rank_rows(account) if account.whole else [],
        "futures": list(decision_list.future_sentences(account, _KEEP)),
        "luck": list(luck.luck(account)),
    }


def _together(parts: Sequence[Part]) -> dict[str, Any]:
    accounts = [one.account for one in parts if isinstance(one.account, Account)]
    return {
        "header": side_by_side.header([one.name for one in parts]),
        "outcomes": side_by_side.outcome_rows(accounts),
        "hollow": side_by_side.hollow_lines([one.name for one in parts], accounts),
        "objectives": side_by_side.objective_rows([one.results for one in parts]),
        "choices": side_by_side.choice_rows([one.decisions for one in parts]),
        "simulated": len(accounts[0].simulated.rows),
        "arms": as_list(list(dict.fromkeys(one.folder.opening.arm for one in accounts))),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A line of the improvement plan; empty where somebody has yet to fill it in."""

    seen: Linked
    prefix: str
    capability: str
    action: str
    owner: str
    due: str


def _plan(parts: Sequence[Part], lessons: Mapping[str, Lesson]) -> list[Step]:
    """The improvement plan: the areas of all games with what was decided of them, then lessons that
    no area names.
    """
    steps = []
    used = set()
    for one in parts:
        for area in one.areas:
            lesson = lessons.get(area.name, Lesson(says=""))
            used.add(area.name)
            steps.append(step_of(area.seen, one.prefix, area.capability, lesson))
    for name, lesson in lessons.items():
        if name not in used:
            steps.append(step_of(Linked(text=lesson.says), "", "", lesson))
    return steps


def step_of(seen: Linked, prefix: str, capability: str, lesson: Lesson) -> Step:
    """A line of the plan from an area and the lesson that was made of it."""
    return Step(
        seen=seen,
        prefix=prefix,
        capability=lesson.capability or capability,
        action=lesson.action,
        owner=lesson.owner,
        due=lesson.due,
    )
