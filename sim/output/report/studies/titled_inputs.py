"""A sweep whose inputs go by their titles, as a page tells of it; the path stands in brackets."""

from __future__ import annotations

from dataclasses import replace

from sim.experiment.sweeps.sweep_summary import SweepSummary


def by_input_titles(summary: SweepSummary) -> SweepSummary:
    """The summary with each lever by its title, its path behind it; a lever without one keeps its
    path.
    """
    return replace(
        summary,
        levers=tuple(
            replace(one, path=f"{one.meaning} ({one.path})") if one.meaning else one
            for one in summary.levers
        ),
    )
