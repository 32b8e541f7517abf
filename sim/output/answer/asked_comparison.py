"""Which comparison a page answers: the one that the scenario names, the one that was asked for
afterwards, or one that is chosen from the results.

Only what stood in the scenario before its worlds were run was chosen without them. What is asked
for later is one of several that could have been, and is judged as one of so many.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import comb
from types import MappingProxyType
from typing import Final, Literal

from sim.domain.inputs.question import Question
from sim.experiment.comparison.run_summary import RunSummary
from sim.experiment.comparison.summary_parts import ComparisonSummary
from sim.output.storage.run_folder import RunFolder

#: What counts first where no question says so; then the other headline outcomes in their order.
FIRST: Final = ("burden", "peak_rung", "unilateral_strike")

How = Literal["scenario", "named", "chosen"]
_SHOWN: Final = ("matters", "may be small")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An outcome, and an arm against another one. ``how`` says who chose them, and of how many
    comparisons; ``instead`` why the question of the scenario is not the one. Of what was chosen
    ``shown`` says whether any comparison was shown.
    """

    outcome: str
    arm: str
    against: str
    because: str = ""
    how: How
    choices: int
    instead: str = ""
    shown: bool = False


def asked_of(
    folder: RunFolder, question: Question | None, titles: Mapping[str, str] = MappingProxyType({})
) -> Asked | None:
    """What the results in ``folder`` are asked; ``question`` is that of their scenario, ``titles``
    are those of its arms. Nothing where there is nothing to compare, or nothing that takes a side.
    """
    summary = folder.summary
    if len(folder.arms) < 2:
        return None
    saved = None if (lacking := lacking_of(summary, question, titles)) else question
    named = _Named(arm=folder.looked_at, against=_compared_with(folder))
    if saved is None:
        found = _choose(summary, named)
        return None if found is None else replace(found, instead=lacking)
    if named.says_no_other(saved):
        return Asked(
            outcome=saved.outcome,
            arm=saved.arm,
            against=saved.against,
            because=saved.because,
            how="scenario",
            choices=1,
        )
    return _other_arms(folder, saved, named)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """Arms that a command named; empty where it did not."""

    arm: str
    against: str

    def says_no_other(self, question: Question) -> bool:
        """Whether nothing but the two arms of the question was named."""
        return self.arm in {"", question.arm} and self.against in {"", question.against}


def _compared_with(folder: RunFolder) -> str:
    """The arm to compare with that a command named, when the run was made or looked at."""
    asked = folder.manifest.specification or {}
    return folder.compared_with or str(asked.get("baseline") or "")


def lacking_of(summary: RunSummary, question: Question | None, titles: Mapping[str, str]) -> str:
    """What the question is about and these results do not hold, if anything."""
    if question is None:
        return ""
    gone = [arm for arm in (question.arm, question.against) if arm not in summary.arms]
    if gone:
        title = titles.get(gone[0], gone[0])
        return f"The scenario asks about {title} ({gone[0]}), which was not run here."
    if question.outcome not in summary.outcomes:
        return f"The scenario asks about {question.outcome}, which was not measured here."
    return ""


def _other_arms(folder: RunFolder, saved: Question, named: _Named) -> Asked:
    """The outcome of the question with the arms that a command named, one of them at least."""
    against = named.against or (saved.against if named.arm != saved.against else saved.arm)
    arm = named.arm if named.arm != against else ""
    arm = arm or (saved.arm if saved.arm != against else saved.against)
    return Asked(
        outcome=saved.outcome,
        arm=arm,
        against=against,
        how="named",
        choices=comb(len(folder.arms), 2),
    )


def _choose(summary: RunSummary, named: _Named) -> Asked | None:
    """The first headline outcome in which an arm is shown to differ by what matters, and the arm
    that differs most in it; the first outcome where none is.
    """
    arms = [named.arm] if named.arm in summary.comparisons else list(summary.comparisons)
    names = list(_names_with_direction(summary))
    cells = [(name, arm) for name in names for arm in arms if arm in summary.comparisons]
    if not cells:
        return None
    wanted = next((v for v in _SHOWN if any(_verdict(summary, c) == v for c in cells)), None)
    name = next(one for one, arm in cells if wanted in {None, _verdict(summary, (one, arm))})
    rivals = [cell for cell in cells if cell[0] == name]
    fitting = [cell for cell in rivals if wanted in {None, _verdict(summary, cell)}]
    _, arm = max(fitting, key=lambda cell: abs(_of(summary, cell).difference or 0.0))
    return Asked(
        outcome=name,
        arm=arm,
        against=summary.baseline,
        how="chosen",
        choices=len(cells),
        shown=wanted is not None,
    )


def _names_with_direction(summary: RunSummary) -> Iterator[str]:
    """Headline outcomes that all worlds have and of which one way is better."""
    found = [
        name
        for name in summary.headlines
        if name in summary.outcomes
        and summary.outcomes[name].better != "neither"
        and summary.outcomes[name].exists == "always"
    ]
    yield from (name for name in FIRST if name in found)
    yield from (name for name in found if name not in FIRST)


def _of(summary: RunSummary, cell: tuple[str, str]) -> ComparisonSummary:
    name, arm = cell
    return summary.comparisons[arm][name]


def _verdict(summary: RunSummary, cell: tuple[str, str]) -> str:
    found = _of(summary, cell)
    return found.verdict or ("may be small" if found.shown else "cannot be told")
