"""The page: what stands where in the report, and in which words it says how the numbers were made."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from importlib.resources import files
from shlex import split
from typing import Any, Final

from sim.output.charts import KEPT_WORLD
from sim.output.charts.chart import Evidence
from sim.output.charts.evidence import evidence_of
from sim.output.report.answer import answer, rules
from sim.output.report.assumed import Assumed, assumed
from sim.output.report.failing import failing
from sim.output.report.once import once
from sim.output.report.pictures import Picture, pictures
from sim.output.store import RunFolder

CONTENTS: Final = (
    ("answer", "The answer"), ("differences", "What changes"), ("courses", "Course of action"), ("race", "The race"),
    ("delays", "Where the hours go"), ("aftermath", "After a strike"), ("distributions", "How often, how much"),
    ("failures", "Where it fails"), ("world", "One world, told"), ("assumptions", "Assumptions and sources"),
    ("limits", "Limits"), ("method", "Method"), ("provenance", "Provenance"),
)  # fmt: skip

#: Charts that have a place of their own on the page; those that are not here come after the differences.
PLACED: Final = frozenset(
    {"forest", "courses", "flow", "convergence", "race", "delays", "incidence", "distributions", *KEPT_WORLD}
)

LIMITS: Final = (
    (
        "What is found follows from the assumptions. Most of them are judgement; a different judgement within its plausible "
        "range may turn a result around."
    ),
    "Two allies, one adversary, one kind of strike. There are no persons, no targets and no third power that acts by itself.",
    "The leaders follow fixed rules of decision and do not learn from one crisis to the next.",
    "Intervals tell what chance between worlds leaves open, not what the model leaves out.",
    "Where no difference is shown there may still be one that more worlds would show.",
    (
        "Estimates of different arms in outcomes that need a strike or a question are not over the same worlds; the paired "
        "differences are."
    ),
)

#: The items of STRESS-DES (Monks et al. 2019, Journal of Simulation 13:55) that a run decides, and where this page has them.
STRESS: Final = (
    ("objectives", "The question above the answer; outcomes under Method"),
    ("logic", "docs/model.md of the project; the protocols of the arms under The arms"),
    ("data and assumptions", "Assumptions and sources: every number with its source and plausible range"),
    ("experimentation", "Method: initial state as given, no warm-up, a fixed number of worlds, common random numbers"),
    ("implementation", "Provenance: version and digest of the code; draws keyed by seed, replication, name and thing"),
    ("code access", "Provenance: the command that repeats the run, and the hashes that show that it was repeated"),
)


def page(folder: RunFolder) -> str:
    """The report of a run as HTML."""
    from jinja2 import Environment, StrictUndefined

    here = files("sim.output.report")
    style = here.joinpath("report.css").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=False, keep_trailing_newline=True)
    template = environment.from_string(here.joinpath("report.html.j2").read_text(encoding="utf-8"))
    return template.render(_words(folder) | _style(style))


def _style(style: str) -> dict[str, Any]:
    from markupsafe import Markup

    digest = b64encode(sha256(style.encode()).digest()).decode()
    return {"style": Markup(style), "style_hash": f"sha256-{digest}"}  # noqa: S704 - our own file


def _words(folder: RunFolder) -> dict[str, Any]:
    evidence = evidence_of(folder)
    shown, found = pictures(evidence), assumed(folder)
    return {
        "title": evidence.title or evidence.name,
        "purpose": folder.summary["scenario"].get("purpose", ""),
        "worlds": f"{evidence.worlds:,} world{'s' if evidence.worlds != 1 else ''}",
        "seed": evidence.seed,
        "digest": evidence.digest,
        "baseline": evidence.baseline,
        "contents": CONTENTS,
        "answer": answer(evidence),
        "rules": rules(evidence),
        "arms": _arms(folder),
        "pictures": shown,
        "world_charts": [name for name in KEPT_WORLD if name in shown],
        "more_charts": [name for name, one in shown.items() if name not in PLACED and one.source],
        "bottlenecks": _bottlenecks(shown["delays"]),
        "failing": _failing(evidence, folder),
        "once": once(evidence),
        "limits": LIMITS,
        "method": _method(evidence, folder.summary),
        "stress": STRESS,
        "outcomes": _outcomes(evidence),
        "comparisons": _comparisons(evidence),
        "provenance": _provenance(folder),
    } | _assumptions(found)


def _arms(folder: RunFolder) -> list[tuple[str, str, str, str]]:
    about: Mapping[str, Mapping[str, Any]] = folder.summary["arms"]
    return [
        (arm, about[arm]["title"], about[arm]["protocol"], "baseline" if arm == folder.baseline else "compared with it")
        for arm in folder.arms
    ]


def _bottlenecks(delays: Picture) -> list[str]:
    """From the words of the chart: a line for each arm in which a question was answered."""
    sentences = delays.alt.split(". ")[1:]
    return [f"{one.rstrip('.')}." for one in sentences if "most of them in" in one]


def _failing(evidence: Evidence, folder: RunFolder) -> dict[str, Any]:
    words = split(str(folder.manifest.get("command", "")))
    found = failing(evidence, words[2] if len(words) > 2 else "SCENARIO")
    worst = [(one.arm, str(one.replication), one.value, one.trace) for one in found.worst]
    return {"header": found.header, "rows": found.rows, "by": found.by, "worst": worst}


def _assumptions(found: Assumed) -> dict[str, Any]:
    def cells(*, given: bool) -> list[tuple[str, ...]]:
        return [(row.path, row.value, row.plausible, row.source or "none") for row in found.rows if row.given is given]

    return {"assumed": found, "given_rows": cells(given=True), "default_rows": cells(given=False)}


def _method(evidence: Evidence, summary: Mapping[str, Any]) -> Sequence[str]:
    level, family = f"{100 * evidence.confidence:.4g} %", summary["family"]
    return (
        (
            "Discrete-event simulation: state changes at events only. A world is a number of the seed; all arms run in the same "
            "worlds, each draw belonging to the thing that it is about, so that worlds differ only by what is decided or handled "
            "differently."
        ),
        f"{evidence.worlds:,} worlds under each arm, a number fixed beforehand.",
        f"{level} intervals. Shares by Wilson, their paired differences by Tango, means by Student's t.",
        (
            f"Holm's adjustment over {family['headline']} headline comparisons (and {family['all']} of all outcomes), at "
            f"{family['alpha']:g}."
        ),
        "Outcomes that exist only in some worlds are compared over pairs of worlds in which both arms have them.",
        "Escalation and de-escalation are competing risks (Aalen-Johansen).",
    )


def _outcomes(evidence: Evidence) -> list[tuple[str, ...]]:
    return [
        (one.title, one.unit, one.better, f"{one.matters:g}", one.exists, one.definition)
        for one in evidence.outcomes.values()
    ]


def _comparisons(evidence: Evidence) -> list[tuple[str, ...]]:
    return [
        (arm, evidence.outcomes[name].title, *(f"{end:.4g}" for end in (found.estimate, found.low, found.high)),
         f"{found.pairs:,}", "yes" if found.clear else "not shown")
        for (arm, name), found in evidence.differences.items()
    ]  # fmt: skip


def _provenance(folder: RunFolder) -> list[tuple[str, str]]:
    about = folder.manifest
    return [
        ("command", str(about.get("command", ""))),
        ("scenario", f"{about['scenario']['name']}, digest {about['scenario']['digest']}"),
        ("Hotline", str(about["versions"].get("hotline-sim", ""))),
        ("model's code", str(about.get("code", ""))),
        *((f"{name}", f"sha256 {digest}") for name, digest in about["content"].items()),
        ("when, where, with which libraries", "manifest.json beside this page"),
    ]
