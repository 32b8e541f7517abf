"""Charts: pictures of saved results, each with its numbers and the same in words.

``CHARTS`` is the list. A chart is a function of ``Evidence`` and a width in inches, and a line here. Matplotlib is
imported only when one is drawn, and through its object interface alone: no state is shared between figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Final

from sim.errors import UsageError
from sim.output.charts import courses, delays, distributions, files, forest, incidence, race, style
from sim.output.charts.chart import Chart, Evidence, Kind, Missing
from sim.output.charts.evidence import evidence_of
from sim.output.places import made
from sim.output.store import RunFolder

#: In the order in which one looks at them.
CHARTS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "forest": Kind(
            draw=forest.draw, title="Paired differences against the baseline",
            says="In the same worlds as the baseline, this arm changes this outcome by so much, and so often for the better.",
        ),
        "courses": Kind(
            draw=courses.draw, title="Course of action taken",
            says="Under this arm the frontline struck alone in so many of a hundred worlds, and on what answer.",
        ),
        "distributions": Kind(
            draw=distributions.draw, title="Cumulative distributions of the outcomes",
            says="In so many of a hundred worlds this outcome stays below that value.",
        ),
        "delays": Kind(
            draw=delays.draw, title="Delay budget by stage",
            says="An answer takes so many hours, most of them in this stage.",
        ),
        "race": Kind(
            draw=race.draw, title="Objection against point of no return",
            says="The patron's objection was read in time in so many worlds, and by so many hours.",
        ),
        "incidence": Kind(
            draw=incidence.draw, title="Escalation and de-escalation after the first strike",
            says="So many hours after a strike, so many of a hundred worlds had escalated and so many had calmed down.",
        ),
    }
)  # fmt: skip


def draw_all(
    folder: RunFolder, *, formats: Sequence[str] = ("svg",), out: Path | None = None, width: float = style.WIDTH
) -> list[Path]:
    """Draw every chart that the results can give and write it; those that they cannot are named, with why, in a file.

    Returns the pictures and tables written, in the order of ``CHARTS``.
    """
    evidence, place = evidence_of(folder), made(out or folder.charts)
    written: list[Path] = []
    for name in CHARTS:
        drawn = _written(evidence, name, formats, place, width)
        if not isinstance(drawn, Missing):
            written += drawn
    return written


def draw(
    folder: RunFolder,
    name: str,
    *,
    formats: Sequence[str] = ("svg",),
    out: Path | None = None,
    width: float = style.WIDTH,
) -> list[Path]:
    """Draw one chart; one that does not exist, or that the results cannot give, is an error that says what can be had."""
    if name not in CHARTS:
        nearest = get_close_matches(name, CHARTS, n=1, cutoff=0.5)
        hint = f" Did you mean '{nearest[0]}'?" if nearest else ""
        raise UsageError(f"There is no chart '{name}'.{hint} There are: {', '.join(CHARTS)}.")
    evidence = evidence_of(folder)
    drawn = _written(evidence, name, formats, made(out or folder.charts), width)
    if isinstance(drawn, Missing):
        can = [other for other, missing in lacking(evidence).items() if missing is None]
        instead = f"They can give: {', '.join(can)}." if can else "They can give none of the charts."
        raise UsageError(f"The results in {folder.path} cannot give the chart '{name}': {drawn.reason}. {instead}")
    return drawn


def lacking(evidence: Evidence) -> dict[str, Missing | None]:
    """By chart, what the results lack for it; ``None`` where it can be drawn."""
    return {name: found if isinstance(found := drawn(evidence, name), Missing) else None for name in CHARTS}


def drawn(evidence: Evidence, name: str, width: float = style.WIDTH) -> Chart | Missing:
    """A chart, not yet written."""
    with style.in_style():
        return CHARTS[name].draw(evidence, width)


def _written(evidence: Evidence, name: str, formats: Sequence[str], place: Path, width: float) -> list[Path] | Missing:
    kind = CHARTS[name]
    with style.in_style():
        chart = kind.draw(evidence, width)
        if isinstance(chart, Missing):
            files.remember(place / files.SKIPPED, {name: chart.reason}, list(CHARTS))
            return chart
        paths = files.saved(chart, name, kind, formats, place)
    words = {"title": kind.title, "says": kind.says, "alt": chart.alt}
    files.remember(place / files.WORDS, {name: words}, list(CHARTS))
    return paths
