"""Which outcome a command line or a scenario names, and whether there is one: the door does not
know which there are.

Kept apart from what computes with them, so that `hotline check` need not wait for arrays to be
imported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from math import ceil, floor
from typing import Final

from sim.domain.inputs.checks import Amount, Check
from sim.domain.inputs.question import Question
from sim.domain.inputs.setting import Scenario
from sim.errors import Problem, UsageError, did_you_mean
from sim.experiment.outcomes.definitions import OUTCOMES
from sim.experiment.outcomes.thresholds import half_width, within
from sim.scenario.checks.semantics import Finding
from sim.scenario.loading.document import Header
from sim.scenario.loading.measure_files import MeasureFile
from sim.scenario.loading.problems import problem_at_path
from sim.scenario.loading.resolution import Resolved
from sim.scenario.schema.leaves import nearest
from sim.scenario.schema.quantities import Unreadable

#: Units of outcomes that say whether, or how often, something happened.
EVENTS: Final = frozenset({"share", "per world"})


def _folded_case(said: str) -> str:
    return said.strip().lower().replace(" ", "_")


#: Units of outcomes that are whole numbers in a world, and what they are there.
_WHOLE: Final[Mapping[str, str]] = {
    "share": "0 or 1",
    "per world": "a whole number",
    "rung": "a whole number",
}
_OF_WORLDS: Final = (
    "What share of the worlds must agree is said by at_least: {between: [1, 1], at_least: 20 %}."
)

#: Outcomes over all worlds that say something near to what only some have, by what these need.
_OVER_ALL: Final[Mapping[str, str]] = {
    "strike": "such as struck, unstruck_h or surprise, which all worlds have",
    "question": "such as unheard or struck_on_silence, which all worlds have",
    "wish": "such as struck or unheard, which all worlds have",
    "blow": "such as attacked or drawn_in, which all worlds have",
}

#: Names by what an outcome may be called: its name, and its title, which is what tables show.
_CALLED: Final = {
    _folded_case(said): name for name, one in OUTCOMES.items() for said in (one.title, name)
}


def is_outcome(said: str) -> bool:
    """Whether there is an outcome of this name or title."""
    return _folded_case(said) in _CALLED


def outcome_named(said: str) -> str:
    """The name of the outcome that a command line asks for by its name or its title; ``UsageError``
    where there is none.
    """
    if not is_outcome(said):
        words = (*OUTCOMES, *(one.title for one in OUTCOMES.values()))
        hint = did_you_mean(said.lower(), words, "`hotline list outcomes` names them.")
        raise UsageError(f"There is no outcome '{said.strip()}'. {hint}")
    return _CALLED[_folded_case(said)]


def outcome_name(said: str) -> str:
    """The name of an outcome that a file calls by its name or its title; any other text as it
    is.
    """
    return _CALLED.get(_folded_case(said), said)


def named_question(asked: Question | None) -> Question | None:
    """A question with its outcome by name."""
    return None if asked is None else replace(asked, outcome=outcome_name(asked.outcome))


def named_check(check: Check) -> Check:
    """A check with its outcomes by name."""
    where = outcome_name(check.where) if check.where else ""
    return replace(check, outcome=outcome_name(check.outcome), where=where)


def outcome_findings(said: Header | Scenario) -> Iterator[Finding]:
    """Outcomes that a file names but that do not exist, or of which it speaks in another unit: in
    its study and its checks.
    """
    for called, wanted in said.study.precision.items():
        path, name = ("study", "precision", called), outcome_name(called)
        if name not in OUTCOMES:
            yield Finding(path, *_no_outcome(name))
        elif name != called and name in said.study.precision:
            yield Finding(path, f"is given twice: it is the same outcome as {name}")
        else:
            yield from (Finding(path, told) for told in _refusals(half_width, name, wanted))
    asked = named_question(said.study.question)
    if asked is not None and asked.outcome not in OUTCOMES:
        yield Finding(("study", "question", "outcome"), *_no_outcome(asked.outcome))
    for name, check in ((name, named_check(check)) for name, check in said.checks.items()):
        for key, told, hint in (*_outcome_problems(check), *_where_problems(check)):
            yield Finding(("checks", name, key), told, hint)
    yield from _objective_problems(said)


def _objective_problems(said: Header | Scenario) -> Iterator[Finding]:
    """The same of the objectives of an exercise, which say it as checks do."""
    for name, objective in said.exercise.objectives.items():
        if objective.outcome and objective.between:
            check = Check(outcome=objective.outcome, between=objective.between)
            for key, told, hint in _outcome_problems(check):
                yield Finding(("exercise", "objectives", name, key), told, hint)


def _outcome_problems(check: Check) -> Iterator[tuple[str, str, str]]:
    """What is wrong with what a check looks at: key, sentence, hint."""
    outcome = OUTCOMES.get(check.outcome)
    if outcome is None:
        yield "outcome", *_no_outcome(check.outcome)
    elif outcome.unit == "h" and any(
        amount.unit != "h" for amount in check.between if amount.number
    ):
        expected = "expected hours, such as [-4 h, 1 h]"
        yield "between", f"{check.outcome} is measured in h: {expected}", ""
    else:
        refused = (
            told for amount in check.between for told in _refusals(within, check.outcome, amount)
        )
        yield from (("between", told, "") for told in dict.fromkeys(refused))


def check_warnings(found: Resolved) -> Iterator[Problem]:
    """Checks with which no single world can agree: a world strikes or not, and is never struck by
    half; and a question that no number of worlds answers.
    """
    yield from _question_warnings(found)
    for name, check in found.scenario.checks.items():
        outcome = OUTCOMES.get(outcome_name(check.outcome))
        if outcome is None or outcome.unit not in _WHOLE:
            continue
        low, high = max(check.low, outcome.low), min(check.high, outcome.high)
        if low <= high and floor(high) < ceil(low):
            path = ("checks", name, "between")
            told = f"no world can agree: in each, {outcome.name} is {_WHOLE[outcome.unit]}"
            hint = _OF_WORLDS if outcome.unit == "share" else ""
            yield problem_at_path(found.base, path, told, hint, found.files[0])


def _question_warnings(found: Resolved) -> Iterator[Problem]:
    """An outcome that only some worlds have is of a selected group, in which no arms are tested
    against each other; one that the inputs say by themselves needs no world.
    """
    asked = named_question(found.scenario.study.question)
    outcome = None if asked is None else OUTCOMES.get(asked.outcome)
    if outcome is None or (outcome.exists == "always" and not outcome.constant):
        return
    path = ("study", "question", "outcome")
    if outcome.constant:
        told, hint = "the inputs of each arm say it, so no world can tell more", ""
    else:
        told = (
            f"{outcome.name} exists only in worlds with a {outcome.exists}, which the arms"
            " themselves select: no verdict can be given"
        )
        hint = _OVER_ALL.get(outcome.exists, "")
    yield problem_at_path(found.base, path, told, hint, found.files[0])


def expectation_problems(measure: MeasureFile) -> Iterator[Problem]:
    """What is expected of a measure is expected of an outcome that exists."""
    name = measure.measure.expected.outcome
    if name not in OUTCOMES:
        told, hint = _no_outcome(name)
        yield problem_at_path(measure.tree, ("expected", "outcome"), told, hint, measure.file)


def _refusals(read: Callable[[str, Amount], float], name: str, amount: Amount) -> Iterator[str]:
    """Why an amount says nothing of an outcome; nothing where it does."""
    try:
        read(name, amount)
    except Unreadable as error:
        yield str(error)


def _where_problems(check: Check) -> Iterator[tuple[str, str, str]]:
    """What is wrong with the event that a check depends on."""
    event = OUTCOMES.get(check.where)
    if check.where and event is None:
        yield "where", *_no_outcome(check.where)
    elif event is not None and event.unit not in EVENTS:
        told = f"{check.where} is measured in {event.unit}: expected something that happens or not"
        yield "where", told, "such as struck, drawn_in or recalls"


def _no_outcome(name: str) -> tuple[str, str]:
    hint = nearest(outcome_name(name), OUTCOMES) or "`hotline list outcomes` names them"
    return f'there is no outcome "{name[:64]}"', hint
