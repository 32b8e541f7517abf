"""The page of a run: what stands where in it, and in which words it says how the
numbers were made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from math import isnan
from typing import Any, Final

from sim.experiment.comparison.run_summary import RunSummary, Stopping
from sim.output.answer.attainable_outcomes import can_have
from sim.output.charts import KEPT_WORLD
from sim.output.charts.base.arm_titles import by_title
from sim.output.charts.base.chart import Difference, Evidence
from sim.output.charts.base.evidence import evidence_of
from sim.output.charts.base.words import UNKNOWN
from sim.output.charts.chart_cache import Album
from sim.output.charts.run.delays import bottlenecks
from sim.output.evidence.saved_scenario import readable_scenario
from sim.output.report.captions import captions
from sim.output.report.common_words import LIMITS, OF_ALL, ROWS, Data, common
from sim.output.report.first_page import first_page
from sim.output.report.human_tables import heading_of, titled
from sim.output.report.pictures import Picture
from sim.output.report.sections.agreement import agreement_section
from sim.output.report.sections.all_arms import all_arms_sentences, rules
from sim.output.report.sections.drivers import drivers, failure_table
from sim.output.report.sections.failures import failure_section
from sim.output.report.sections.one_world import once
from sim.output.report.sections.strike_curves import strike_curves
from sim.output.report.studies.companions import Companion, Section
from sim.output.storage.run_folder import RunFolder
from sim.output.text.comparison_table import row_label
from sim.output.text.doubt_table import doubt_grids, doubt_note
from sim.output.verdict_words import old_results, verdict_words
from sim.output.words import level_text, many_text

TEMPLATE: Final = "run.html.j2"

CONTENTS: Final = (
    ("answer", "The answer"),
    ("differences", "What changes"),
    ("recommendation", "Which measures help"),
    ("courses", "Course of action"),
    ("race", "The race"),
    ("delays", "Where the hours go"),
    ("aftermath", "After a strike"),
    ("distributions", "How often, how much"),
    ("drivers", "What drives the outcome"),
    ("failures", "Where it fails"),
)
#: Only where the scenario declares checks.
AGREEMENT: Final = ("agreement", "Agreement with what is declared")
AFTERWARDS: Final = (
    ("world", "One world, told"),
    ("assumptions", "Assumptions and sources"),
    ("limits", "Limits"),
    ("method", "Method"),
    ("provenance", "Provenance"),
    ("data", "Data"),
)

#: Charts that have a place of their own on the page; those that are not here come after the
#: differences.
PLACED: Final = frozenset(
    {
        "forest",
        "courses",
        "flow",
        "convergence",
        "race",
        "delays",
        "incidence",
        "distributions",
        *KEPT_WORLD,
    }
)

DATA: Final[Data] = (
    ("outcomes.parquet", ROWS),
    ("paths.parquet", "rung, trust, readiness and pressure over time in the first worlds, if kept"),
    ("worlds.jsonl", "the log of one world under every arm, if the run kept one"),
    (
        "hangs-on.json",
        "on which assumption disagreement with a check hangs, if there was any and it was asked",
    ),
    *OF_ALL,
)
_UNNAMED: Final = "SCENARIO"
#: Against what a difference that is shown is firm.
_FIRM: Final[Mapping[str, str]] = {"bound": "yes", "range": "within what was seen", "": "no"}
_UNSEEN_RULE: Final = (
    "What was not seen: an event that none of n worlds showed may still come in up to 3.7 / n of"
    " them, and would undo a difference if it were larger than n times the difference / 3.7. Firm"
    " is what no event that the outcome allows could undo, or none within the range of what was"
    " seen in any arm."
)
_RUN_LIMITS: Final = (
    (
        "Estimates of different arms in outcomes that need a strike or a question are not over the"
        " same worlds; the paired differences are."
    ),
)
#: What would fill a section that these results leave empty, by the section.
_FILLED_BY: Final[Mapping[Section, str]] = {
    "recommendation": "measures",
    "drivers": "sensitivity",
    "failures": "discover",
}


def words(folder: RunFolder, album: Album, shown: Mapping[str, Picture]) -> dict[str, Any]:
    """What the template of a run asks for beside its pictures, which are ``shown``."""
    evidence = album.evidence or evidence_of(folder)
    people = by_title(evidence)
    agreed, scenario = agreement_section(folder), _scenario(folder)
    first = first_page(folder, evidence.shown(), scenario)
    asked = "" if first.answer is None else first.answer.asked.outcome
    doubt, level = folder.summary.doubt, level_text(evidence.confidence)
    many = f"{evidence.worlds:,} world{'s' if evidence.worlds != 1 else ''}"
    arms = f"{len(evidence.arms)} arm{'s' if len(evidence.arms) != 1 else ''}"
    return common(folder, DATA) | {
        "subtitle": "what the comparison shows",
        "baseline": people.baseline,
        "heading": f"{many}, each under {arms}; seed {evidence.seed}.",
        "contents": (*CONTENTS, *([] if agreed is None else [AGREEMENT]), *AFTERWARDS),
        "agreeing": agreed,
        "first": first,
        "answer": all_arms_sentences(people, asked),
        "rules": rules(people, asked),
        "arms": _arms(folder),
        "world_charts": [name for name in KEPT_WORLD if name in shown],
        "more_charts": [name for name, one in shown.items() if name not in PLACED and one.source],
        "bottlenecks": [f"{arm}: {said}." for arm, said in bottlenecks(people).items()],
        "level": level,
        "drivers": drivers(people),
        "failing": _failure_words(people, None if doubt else scenario, folder.summary),
        "doubt": None
        if doubt is None
        else (doubt_note(doubt, evidence.confidence), _split_grids(folder.summary)),
        "failed": failure_table(people),
        "strikes": strike_curves(
            people, {arm: folder.summary.arms[people.id_of(arm)].horizon_h for arm in people.arms}
        ),
        "once": once(people),
        "limits": (*LIMITS, *_RUN_LIMITS),
        "method": _method(evidence, folder.summary),
        "comparisons": _comparisons(evidence, folder),
        "invitation": {
            section: f"hotline {command} {scenario}" for section, command in _FILLED_BY.items()
        },
    }


def told_by_people(
    folder: RunFolder, album: Album, shown: Mapping[str, Picture]
) -> dict[str, Picture]:
    """The pictures with what their numbers let one say, and with arms by their titles."""
    evidence = album.evidence or evidence_of(folder)
    about = folder.summary.arms
    titles = {arm: one.title for arm, one in about.items()}
    arm = _arm_told_of(folder, evidence)
    said = captions(evidence, arm, titles[arm])
    return {
        name: replace(
            one,
            says=said.get(name, one.says),
            header=tuple(map(heading_of, one.header)),
            rows=tuple(titled(row, titles) for row in one.rows),
        )
        for name, one in shown.items()
    }


def _arm_told_of(folder: RunFolder, evidence: Evidence) -> str:
    """The arm that was asked about, by a command or by the scenario; else the first that is
    compared.
    """
    found = readable_scenario(folder.path)
    asked = None if found is None else found.scenario.study.question
    if not folder.looked_at and asked is not None and asked.arm in evidence.arms:
        return asked.arm
    return folder.looked_at or next(iter(evidence.others), evidence.baseline)


def by_section(beside: Sequence[Companion]) -> dict[str, tuple[Companion, ...]]:
    """Studies of the same scenario by the section of the page that they stand in."""
    return {
        section: tuple(one for one in beside if one.section == section)
        for section in sorted(_FILLED_BY)
    }


def _scenario(folder: RunFolder) -> str:
    """The scenario as whoever asked for the run named it; folders of older versions do
    not say it.
    """
    asked = folder.manifest.specification or {}
    return str(asked.get("scenario", _UNNAMED))


def _arms(folder: RunFolder) -> list[tuple[str, str, str, str]]:
    about = folder.summary.arms
    return [
        (
            about[arm].title,
            arm if about[arm].title != arm else "",
            about[arm].protocol,
            "baseline" if arm == folder.baseline else "compared with it",
        )
        for arm in folder.arms
    ]


def _split_grids(summary: RunSummary) -> list[tuple[str, Sequence[str], Sequence[Sequence[str]]]]:
    """The tables that split luck from doubt."""
    return [(one.title, one.header, one.rows) for one in doubt_grids(summary, row_label)]


def _failure_words(evidence: Evidence, scenario: str | None, summary: RunSummary) -> dict[str, Any]:
    found = failure_section(evidence, scenario, partial(can_have, summary))
    worst = [(one.arm, str(one.replication), one.value, one.trace) for one in found.worst]
    return {"header": found.header, "rows": found.rows, "by": found.by, "worst": worst}


def _method(evidence: Evidence, summary: RunSummary) -> Sequence[str]:
    level, family = level_text(evidence.confidence), summary.family
    return (
        (
            "Discrete-event simulation: state changes at events only. A world is a number of the"
            " seed; all arms run in the same worlds, each draw belonging to the thing that it is"
            " about, so that worlds differ only by what is decided or handled differently."
        ),
        _stopping_text(evidence, summary.stopping),
        (
            f"{level} intervals. Shares by Wilson, their paired differences by Tango and the exact"
            " test of McNemar, means by the hull of Student's interval and Hall's, which allows for"
            " skewness, and by likelihood bounds where too few worlds differ."
        ),
        (
            f"Holm's adjustment over {family.headline} headline comparisons (and {family.all} of"
            f" all outcomes), at {family.alpha:g}, of each of three tests by itself: no difference,"
            " none that matters, one that matters."
        ),
        _UNSEEN_RULE,
        *old_results(summary),
        (
            "Outcomes that exist only in some worlds are compared over pairs of worlds in which"
            " both arms have them."
        ),
        "Escalation and de-escalation are competing risks (Aalen-Johansen).",
    )


def _stopping_text(evidence: Evidence, stopping: Stopping | None) -> str:
    """How the number of worlds came about."""
    many = f"{many_text(evidence.worlds, 'world')} under each arm"
    if stopping is None:
        return f"{many}, a number fixed beforehand."
    wanted = ", ".join(f"{name} within {half:g}" for name, half in stopping.precision.items())
    how = (
        "when precise enough"
        if stopping.met
        else "at the most that was allowed, before it was precise enough"
    )
    return (
        f"{many}: the run stopped {how} ({wanted}), after {stopping.least:,} worlds at least, as"
        " fewer could have missed an event that would move a mean by as much."
    )


def _comparisons(evidence: Evidence, folder: RunFolder) -> list[dict[str, Any]]:
    """The paired differences, arm by arm."""
    by_arm: dict[str, list[tuple[str, ...]]] = {}
    for (arm, name), found in evidence.differences.items():
        by_arm.setdefault(arm, []).append(_comparison_row(evidence.outcomes[name].title, found))
    return [
        {"heading": folder.summary.arms[arm].title, "rows": rows, "count": len(rows)}
        for arm, rows in by_arm.items()
    ]


def _comparison_row(title: str, found: Difference) -> tuple[str, ...]:
    return (
        title,
        *(
            UNKNOWN if isnan(end) else f"{end:.4g}"
            for end in (found.estimate, found.low, found.high)
        ),
        f"{found.pairs:,}",
        verdict_words(found.verdict, found.beside, shown=found.clear),
        UNKNOWN if isnan(found.unseen) or not found.clear else f"{found.unseen:.3g}",
        _FIRM.get(found.firm, found.firm) if found.clear else UNKNOWN,
    )
