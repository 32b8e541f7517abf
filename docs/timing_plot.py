"""Response times, model against record, as a quantile plot: on the diagonal the two agree."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np

from docs.timing import Comparison, quantile

_MARKS = "osD^vPX"


def draw(found: list[Comparison], path: Path) -> None:
    """One line a comparison; days on logarithmic axes, as the times span minutes to weeks."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    shares = np.arange(0.05, 0.96, 0.05)
    with rc_context({"svg.hashsalt": "hotline", "svg.fonttype": "none"}):
        figure = Figure(figsize=(7.5, 6.0), layout="constrained")
        axes = figure.subplots()
        for one, mark in zip(found, _MARKS, strict=True):
            record = [quantile(one.expected, float(share), one.most) for share in shares]
            label = one.name.replace("`", "")
            axes.plot(record, np.quantile(one.days, shares), marker=mark, markersize=4, linewidth=1, label=label)
        axes.plot([0.01, 30], [0.01, 30], color="black", linestyle="--", linewidth=1, label="agreement")
        axes.axvspan(0.003, 1.0, color="0.9", zorder=0, label="finer than the record, which has whole days")
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlabel("days in the record, among those within the time watched")
        axes.set_ylabel("days in the model")
        axes.set_title("Response times by quantile (5 % to 95 %)")
        axes.legend(fontsize=8)
        text = BytesIO()
        figure.savefig(text, format="svg", metadata={"Date": None})
    path.write_bytes(text.getvalue())
