"""The comparisons that can be picked: any two arms, any headline outcome, each judged as one of as
many as there are to pick from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from sim.experiment.outcomes.definitions import OutcomeSummary
from sim.experiment.statistics.estimates import Floats
from sim.output.answer.answer import Answer, courses_by_arm
from sim.output.answer.asked_comparison import Asked
from sim.output.answer.certainty import LUCK
from sim.output.answer.contrast import Contrast, contrast_in, other_contrasts
from sim.output.answer.courses import Column, became
from sim.output.answer.findings import GROUPS, by_size, finding_of, group_of, other_names
from sim.output.answer.phrases import Names, phrase_of
from sim.output.answer.sentences import Sentences, sentences_of
from sim.output.report.interactive.texts import Texts
from sim.output.storage.run_folder import RunFolder

#: Pairs of arms up to which all can be picked; beyond, those with the arm that the page compares
#: with.
MOST_PAIRS: Final = 20
_PICKED: Final = (
    "Picked on this page, after the run: one of {choices} comparisons that could have been, and"
    " judged as such."
)
Plain = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two arms, the first compared with the second."""

    arm: str
    against: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sources:
    """What all comparisons are made from: by outcome its columns, and what each world was."""

    folder: RunFolder
    names: Names
    columns: Mapping[str, Mapping[str, Floats]]
    courses: Mapping[str, Mapping[str, Column] | None]
    choices: int
    texts: Texts

    def row(self, found: Contrast) -> list[object]:
        """A comparison as a row without its outcome: its texts, and its strip as low, high, middle
        and where it goes beyond.
        """
        one = finding_of(found, self.names)
        said = (one.unit, one.first, one.second, one.difference, one.ends)
        strip = one.strip
        return [
            *map(self.texts.place, (*said, one.verdict, one.chip, one.beside)),
            [] if strip is None else [strip.low, strip.high, strip.middle, strip.beyond],
        ]


def pairs_of(folder: RunFolder, asked: Asked) -> list[Pair]:
    """The pairs that can be picked, each once: what is asked as it is asked, the others as the one
    that stands later is compared with the earlier, the baseline first.
    """
    rest = [arm for arm in folder.arms if arm != folder.baseline]
    question = Pair(arm=asked.arm, against=asked.against)
    pairs = [
        question if {one, other} == {asked.arm, asked.against} else Pair(arm=other, against=one)
        for one, other in combinations([folder.baseline, *rest], 2)
    ]
    if len(pairs) <= MOST_PAIRS:
        return pairs
    return [one for one in pairs if one == question or folder.baseline in (one.arm, one.against)]


def outcomes_of(folder: RunFolder, asked: Asked) -> list[str]:
    """The outcomes that can be picked: the asked one, then those beside it."""
    return [asked.outcome, *other_names(folder.summary, asked.outcome)]


def comparison_data(folder: RunFolder, answer: Answer, texts: Texts) -> Plain:
    """Everything that the picker shows; the comparison that the page answers stands in it as the
    page has it.
    """
    asked = answer.asked
    pairs, outcomes = pairs_of(folder, asked), outcomes_of(folder, asked)
    about = folder.summary.outcomes
    sources = _Sources(
        folder=folder,
        names=answer.names,
        columns={name: folder.rows.columns(name) for name in outcomes},
        courses={name: courses_by_arm(folder, about[name]) for name in outcomes},
        choices=len(pairs) * len(outcomes),
        texts=texts,
    )
    told = [_pair_data(sources, answer, pair, outcomes) for pair in pairs]
    return {
        "luck": LUCK,
        "picked": _PICKED.format(choices=f"{sources.choices:,}"),
        "groups": list(GROUPS)[1:],
        "arms": [{"name": arm, "title": folder.summary.arms[arm].title} for arm in folder.arms],
        "outcomes": [_outcome(about[name], answer.names) for name in outcomes],
        "pairs": told,
        "asked": {"pair": pairs.index(Pair(arm=asked.arm, against=asked.against)), "outcome": 0},
        "allPairs": len(pairs) == len(list(combinations(folder.arms, 2))),
    }


def _outcome(outcome: OutcomeSummary, names: Names) -> Plain:
    return {
        "name": outcome.name,
        "title": phrase_of(outcome, names).start,
        "definition": outcome.definition,
    }


def _pair_data(sources: _Sources, answer: Answer, pair: Pair, outcomes: Sequence[str]) -> Plain:
    """A pair of arms: what is said of each outcome if it is picked, and all of them as rows."""
    arms, asked = sources.folder.arms, answer.asked
    is_asked = pair == Pair(arm=asked.arm, against=asked.against)
    others = other_contrasts(sources.folder, _as_asked(sources, pair, outcomes[0]), outcomes)
    answers = [
        _comparison_data(sources, answer.contrast, answer.sentences)
        if is_asked and name == asked.outcome
        else _picked_answer(sources, pair, name, others)
        for name in outcomes
    ]
    return {
        "arm": arms.index(pair.arm),
        "against": arms.index(pair.against),
        "answers": answers,
        "rows": list(_rows(sources, sorted(others, key=by_size), outcomes)),
    }


def _as_asked(sources: _Sources, pair: Pair, outcome: str) -> Asked:
    return Asked(
        outcome=outcome, arm=pair.arm, against=pair.against, how="named", choices=sources.choices
    )


def _picked_answer(sources: _Sources, pair: Pair, name: str, others: Sequence[Contrast]) -> Plain:
    found = contrast_in(
        sources.folder.summary, _as_asked(sources, pair, name), sources.columns[name]
    )
    courses = sources.courses[name]
    changed = None if courses is None else became(courses[pair.against], courses[pair.arm])
    beside = [one for one in others if one.outcome.name != name]
    return _comparison_data(sources, found, sentences_of(found, beside, changed, sources.names))


def _comparison_data(sources: _Sources, found: Contrast, sentences: Sentences) -> Plain:
    """A comparison as the picker says it, and as a row."""
    return {
        "answer": sources.texts.all((sentences.first, sentences.but)),
        "sure": sources.texts.all([one for one in sentences.sure if one != LUCK]),
        "n": found.pairs,
        "row": sources.row(found),
    }


def _rows(
    sources: _Sources, contrasts: Sequence[Contrast], outcomes: Sequence[str]
) -> Iterator[list[object]]:
    """The rows of a pair, the largest first: the outcome, its group, the row."""
    headings = list(GROUPS)[1:]
    for one in contrasts:
        group = headings.index(group_of(one))
        yield [outcomes.index(one.outcome.name), group, sources.row(one)]
