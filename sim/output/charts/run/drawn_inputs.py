"""What charts say where the inputs of a run were drawn."""

from __future__ import annotations

from sim.output.charts.base.chart import Evidence


def luck_alone(evidence: Evidence) -> str:
    """What intervals hold that are made from worlds, where inputs were drawn: worlds of a draw are
    alike, which such an interval does not know.
    """
    if not evidence.drawn:
        return ""
    return (
        " Intervals here take worlds for independent, which those of a draw of inputs are not: they"
        " hold the luck of worlds, not the doubt about inputs, and are too narrow. The tables of"
        " the run are over draws."
    )
