"""Course of action taken: in what share of worlds each arm ended in no strike, a joint, an approved
or a lone one.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.experiment.outcomes.shares import percent
from sim.output.charts.base import bars, bounds, style
from sim.output.charts.base.chart import Chart, Evidence, Floats, Missing, Table
from sim.output.charts.base.style import Fill
from sim.output.charts.run.drawn_inputs import luck_alone
from sim.output.words import as_list, many_text

#: From the most coordinated to the least; what is alone is warm and hatched.
COURSES: Final = {
    "none": ("no strike", Fill(colour=style.PALE)),
    "joint": ("together", Fill(colour=style.BLUE)),
    "approved": ("with a green", Fill(colour=style.SKY)),
    "misread": ("on a green not given", Fill(colour=style.SKY, hatch="--")),
    "amber": ("alone on an amber", Fill(colour=style.YELLOW, hatch="..")),
    "silence": ("alone on silence", Fill(colour=style.ORANGE, hatch="//")),
    "red": ("alone against a red", Fill(colour=style.VERMILLION, hatch="xx")),
    "unasked": ("alone, patron not asked", Fill(colour=style.PURPLE, hatch="\\\\")),
}

#: What a lone strike went ahead on, as outcomes, in the order of ``COURSES``.
STANCES: Final = ("struck_on_amber", "struck_on_silence", "struck_against_red")


def draw(evidence: Evidence, width: float) -> Chart | Missing:
    shares = {arm: courses(evidence, arm) for arm in evidence.arms}
    many = {arm: len(evidence.known_values(arm, "struck")) for arm in evidence.arms}
    if not any(many.values()):
        return Missing(reason="no world says whether there was a strike")
    labels = [bars.bar_label(arm, f"n = {many[arm]:,}") for arm in evidence.arms]
    figure = style.page(
        evidence,
        width,
        bars.height(labels) + 0.65,
        title="What the frontline did",
        keys=bars.keys(bars.present(COURSES.values(), shares)),
        reading=(
            "Course taken at the first strike, in per cent of worlds. Alone without a green: by"
            " what it had in hand when it struck. A green not given: it read a yes that the patron"
            " had not said, or no longer stood by. Less than 2 % goes without a number."
            + luck_alone(evidence)
        ),
    )
    axes = figure.add_subplot()
    bars.stack(
        axes,
        labels,
        shares,
        [fill for _, fill in COURSES.values()],
        told=bars.share_told,
        narrowest=0.02,
    )
    bars.share_axis(axes, "share of worlds")
    return Chart(figure=figure, alt=_alt(evidence, shares), numbers=_table(evidence, shares, many))


def courses(evidence: Evidence, arm: str) -> Floats:
    """Shares of the courses, in the order of ``COURSES``; all zero where nothing is known."""
    struck = evidence.column(arm, "struck")
    known = ~np.isnan(struck)
    happened = {
        name: np.nan_to_num(evidence.column(arm, name)[known]) > 0.5
        for name in (
            "joint_strike",
            "approved_strike",
            "struck_on_misread_green",
            "unilateral_strike",
            *STANCES,
        )
    }
    approved, misread = happened["approved_strike"], happened["struck_on_misread_green"]
    alone = happened["unilateral_strike"]
    by_stance = [alone & happened[name] for name in STANCES]
    unasked = alone & ~np.logical_or.reduce(by_stance)
    taken = [
        struck[known] < 0.5,
        happened["joint_strike"],
        approved & ~misread,
        approved & misread,
        *by_stance,
        unasked,
    ]
    counts = np.array([np.count_nonzero(course) for course in taken])
    return counts / max(1, len(alone))


def _alt(evidence: Evidence, shares: dict[str, Floats]) -> str:
    parts = []
    for arm in evidence.arms:
        present = [
            f"{name} {percent(share)}"
            for (name, _), share in zip(COURSES.values(), shares[arm], strict=True)
            if share
        ]
        parts.append(f"{arm}: {as_list(present) if present else 'no worlds'}.")
    return f"Course of action by arm, {many_text(evidence.worlds, 'world')} each. " + " ".join(
        parts
    )


def _table(evidence: Evidence, shares: dict[str, Floats], many: dict[str, int]) -> Table:
    return Table(
        header=("arm", "n", "course", "share", "low", "high"),
        rows=tuple(
            (
                arm,
                many[arm],
                name,
                float(share),
                *bounds.of_share(float(share), many[arm], evidence.confidence),
            )
            for arm, row in shares.items()
            for (name, _), share in zip(COURSES.values(), row, strict=True)
        ),
    )
