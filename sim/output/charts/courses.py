"""Course of action taken: in what share of worlds each arm ended in no strike, a joint, an approved or a lone one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.output.charts import bars, style
from sim.output.charts.chart import Chart, Evidence, Floats, Missing, Table
from sim.output.charts.style import Fill
from sim.output.charts.words import listed, percent

if TYPE_CHECKING:
    pass

#: From the most coordinated to the least; what is alone is warm and hatched.
COURSES: Final = {
    "none": ("no strike", Fill(colour=style.PALE)),
    "joint": ("together", Fill(colour=style.BLUE)),
    "approved": ("alone with a green", Fill(colour=style.SKY)),
    "amber": ("alone on an amber", Fill(colour=style.YELLOW, hatch="..")),
    "silence": ("alone on silence", Fill(colour=style.ORANGE, hatch="//")),
    "red": ("alone against a red", Fill(colour=style.VERMILLION, hatch="xx")),
    "unasked": ("alone, patron not asked", Fill(colour=style.PURPLE, hatch="\\\\")),
}


def draw(evidence: Evidence, width: float) -> Chart | Missing:
    shares = {arm: courses(evidence, arm) for arm in evidence.arms}
    many = {arm: len(evidence.known(arm, "struck")) for arm in evidence.arms}
    if not any(many.values()):
        return Missing(reason="no world says whether there was a strike")
    labels = [bars.named(arm, f"n = {many[arm]:,}") for arm in evidence.arms]
    handles = bars.handles(list(COURSES.values()))
    columns, key_height = style.key_shape([name for name, _ in COURSES.values()], width)
    heights = [key_height, bars.height(labels)]
    figure = style.page(
        evidence, width, sum(heights) + 0.75, title="What the frontline did",
        reading="First strike of each world. Alone: neither a green in hand nor the patron in it, by what it went ahead on.",
    )  # fmt: skip
    grid = figure.add_gridspec(2, 1, height_ratios=heights)
    style.key(figure.add_subplot(grid[0]), handles, columns=columns)
    axes = figure.add_subplot(grid[1])
    bars.stack(axes, labels, shares, [fill for _, fill in COURSES.values()], told=percent, narrowest=0.045)
    bars.share_axis(axes, "share of worlds")
    return Chart(figure=figure, alt=_alt(evidence, shares), numbers=_table(shares, many))


def courses(evidence: Evidence, arm: str) -> Floats:
    """Shares of the courses, in the order of ``COURSES``; all zero where nothing is known."""
    struck = evidence.column(arm, "struck")
    known = ~np.isnan(struck)
    happened = {
        name: np.nan_to_num(evidence.column(arm, name)[known]) > 0.5
        for name in ("joint_strike", "approved_strike", "unilateral_strike", "struck_on_amber", "struck_on_silence", "struck_against_red")
    }  # fmt: skip
    alone = happened["unilateral_strike"]
    by_stance = [alone & happened[name] for name in ("struck_on_amber", "struck_on_silence", "struck_against_red")]
    unasked = alone & ~np.logical_or.reduce(by_stance)
    taken = [struck[known] < 0.5, happened["joint_strike"], happened["approved_strike"], *by_stance, unasked]
    worlds = max(1, np.count_nonzero(known))
    return np.array([np.count_nonzero(course) / worlds for course in taken])


def _alt(evidence: Evidence, shares: dict[str, Floats]) -> str:
    parts = []
    for arm in evidence.arms:
        present = [
            f"{name} {percent(share)}" for (name, _), share in zip(COURSES.values(), shares[arm], strict=True) if share
        ]
        parts.append(f"{arm}: {listed(present) if present else 'no worlds'}.")
    return f"Course of action by arm, {evidence.worlds:,} worlds each. " + " ".join(parts)


def _table(shares: dict[str, Floats], many: dict[str, int]) -> Table:
    return Table(
        header=("arm", "n", "course", "share"),
        rows=tuple(
            (arm, many[arm], name, float(share))
            for arm, row in shares.items()
            for (name, _), share in zip(COURSES.values(), row, strict=True)
        ),
    )
