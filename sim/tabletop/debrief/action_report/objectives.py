"""The objectives of the exercise: by the log met or not, and in what share of simulated games."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.domain.inputs.exercise import Objective
from sim.experiment.outcomes.definitions import OUTCOMES
from sim.output.story.sentences.dates import NO_BREAK
from sim.output.story.sentences.vocabulary import percent
from sim.output.story.world_outcomes import value
from sim.tabletop.debrief.action_report.account import Noted
from sim.tabletop.debrief.action_report.game_rank import basis
from sim.tabletop.debrief.action_report.simulated_games import verdict
from sim.tabletop.debrief.action_report.sourced_text import few
from sim.tabletop.exercise.objective_text import measure_text
from sim.tabletop.seat.capital import Capital


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """An objective and what became of it: ``met`` is none where it does not apply, or where people
    must say.
    """

    name: str
    says: str
    capability: str
    measured: str
    met: bool | None
    said: str
    simulated: str
    #: As people rated it while it was played, if they did.
    rated: str
    entries: tuple[int, ...]
    objective: Objective

    @property
    def refs(self) -> tuple[int, ...]:
        """The entries that are shown."""
        return few(self.entries)

    @property
    def short(self) -> str:
        """Met or not, in a word or two."""
        if self.met is not None:
            return "met" if self.met else "not met"
        return "does not apply" if self.objective.is_measured else "rated by people"


def results(account: Noted) -> Iterator[Result]:
    """All objectives, in the order of their names."""
    capital = Capital("frontline", account.world.setting)
    for name, one in account.scenario.exercise.objectives.items():
        found = verdict(one, account.log, account.outcomes) if one.is_measured else None
        met = None if found is None else found.met
        entries = () if found is None else found.entries
        if one.outcome:
            entries = basis(account.places, one.outcome)
        yield Result(
            name=name,
            says=one.says,
            capability=one.capability,
            measured=measure_text(one, capital),
            met=met,
            said=_outcome_text(one, account),
            simulated=_share_text(account, name),
            rated=_ratings_text(account, name),
            entries=entries,
            objective=one,
        )


def _ratings_text(account: Noted, name: str) -> str:
    """The ratings that the facilitator noted of an objective, in order."""
    return ", ".join(
        str(record.data["rating"])
        for record in account.records
        if record.do == "note" and record.data.get("objective") == name and record.data["rating"]
    )


def _outcome_text(objective: Objective, account: Noted) -> str:
    """What the game shows of an objective that an outcome meets."""
    if not objective.outcome:
        return ""
    outcome = OUTCOMES[objective.outcome]
    return f"{outcome.title}: {value(outcome, account.outcomes[outcome.name])}"


def _share_text(account: Noted, name: str) -> str:
    """In what share of simulated games it is met."""
    found = account.simulated.share(name)
    if found is None:
        of_people = not account.scenario.exercise.objectives[name].is_measured
        many = len(account.simulated.rows)
        return "" if of_people or not many else f"applies to none of {many:,}"
    between = f"{share_text(found.low)} to {share_text(found.high)}"
    return f"met in {share_text(found.share)} of {found.n:,} ({between})"


def share_text(share: float) -> str:
    """Per cent, with a place more where a whole number would say all or none of what is neither."""
    nearly = 0.0 < share < 0.005 or 0.995 <= share < 1.0
    return f"{100.0 * share:.1f}{NO_BREAK}%" if nearly else percent(share)
