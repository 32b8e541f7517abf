"""Whether what a study asks fits together: arms, baseline, outcomes, confidence, stopping."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sim.domain.inputs.checks import Check
from sim.domain.inputs.limits import LEAST_CONFIDENT, MOST_ARMS, MOST_CONFIDENT, MOST_WORLDS
from sim.domain.inputs.question import Question
from sim.domain.inputs.setting import Study
from sim.scenario.checks.semantics import Finding, unknown
from sim.scenario.loading.document import Header
from sim.scenario.schema.leaves import one_of
from sim.scenario.text.tree import Path


def study_findings(header: Header, arms: Collection[str]) -> Iterator[Finding]:
    """What does not make sense in the study as a whole."""
    study = header.study
    if study.baseline and study.baseline not in arms:
        yield unknown(("study", "baseline"), "arm", study.baseline, arms)
    if len(arms) > MOST_ARMS:
        yield Finding(
            ("arms",),
            f"{len(arms)} arms are too many to tell apart and to draw: at most {MOST_ARMS}",
            "Several scenarios with `extends` hold the rest; `hotline sweep` varies an input.",
        )
    if study.replications < 1:
        yield Finding(("study", "replications"), "must be at least 1")
    if study.question is not None:
        yield from _question(study.question, study.baseline or next(iter(arms), ""), arms)
    yield from _confidence(study.confidence)
    yield from _stopping_findings(study)
    for name in ("replications", "max_worlds"):
        if getattr(study, name) > MOST_WORLDS:
            yield Finding(
                ("study", name), f"must be at most {MOST_WORLDS}: no more worlds can be kept"
            )
    for name, check in header.checks.items():
        yield from _check(("checks", name), check, arms)


def _question(asked: Question, baseline: str, arms: Collection[str]) -> Iterator[Finding]:
    """Whether a question is about two arms that there are."""
    path = ("study", "question")
    for key, arm in (("arm", asked.arm), ("against", asked.against)):
        if arm not in arms and (arm or key == "arm"):
            yield unknown((*path, key), "arm", arm, arms)
    if asked.arm in arms and asked.arm == (asked.against or baseline):
        said = "itself" if asked.against else f"itself: {baseline} is the baseline"
        others = [arm for arm in arms if arm != asked.arm]
        hint = f"there is {one_of(others)} to compare it with" if others else "add another arm"
        yield Finding((*path, "arm"), f"{asked.arm} cannot be compared with {said}", hint)


def _confidence(level: float) -> Iterator[Finding]:
    path = ("study", "confidence")
    if level < LEAST_CONFIDENT:
        hint = f"Did you mean {1 - level:g}?" if level >= 0.001 else ""
        message = (
            f"must be at least {LEAST_CONFIDENT:g}, such as 0.95: an interval is to be met more"
            " often than not"
        )
        yield Finding(path, message, hint)
    elif level > MOST_CONFIDENT:
        yield Finding(
            path,
            f"must be at most {MOST_CONFIDENT!r}, the highest that numbers tell from certainty",
        )


def _stopping_findings(study: Study) -> Iterator[Finding]:
    """Whether a run that stops by itself can."""
    for name, half_width in study.precision.items():
        if half_width.number <= 0:
            yield Finding(
                ("study", "precision", name),
                "must be above zero: no number of worlds makes an interval a point",
            )
    if study.min_worlds < 2:
        yield Finding(("study", "min_worlds"), "must be at least 2: one world has no interval")
    elif study.max_worlds < study.min_worlds:
        yield Finding(
            ("study", "max_worlds"), f"must be at least min_worlds, which is {study.min_worlds}"
        )


def _check(path: Path, check: Check, arms: Collection[str]) -> Iterator[Finding]:
    if check.arm and check.arm not in arms:
        yield unknown((*path, "arm"), "arm", check.arm, arms)
    if len(check.between) != 2:
        yield Finding(
            (*path, "between"),
            "expected a list of two: the lowest and the highest value that agree",
        )
    elif check.low > check.high:
        yield Finding((*path, "between"), "the range is reversed: its low end comes first")
    if check.given_by and check.at_least:
        yield Finding(
            (*path, "at_least"),
            "a check that an input decides is no test, and can demand nothing",
            "leave out at_least or given_by",
        )
