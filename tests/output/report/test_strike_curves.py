"""The page says of each arm whether it strikes by other hours than the baseline, by one paired
test.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.output.report.sections.strike_curves import strike_curves
from tests.output.report.test_association import evidence


def test_arms_that_strike_by_other_hours_are_told_with_where_and_how_much() -> None:
    base = np.where(np.arange(100) < 60, 50.0, np.nan)
    hours = {"base": base, "same": base, "late": np.where(base == 50.0, 90.0, np.nan)}
    found = replace(
        evidence({"strike_h": base}, tuple(hours)), column=lambda arm, _name: hours[arm]
    )
    same, late = strike_curves(found, dict.fromkeys(hours, 100.0))
    assert same == "same: no other hours of strikes are shown (p = 1.000)."
    assert late == (
        "late strikes by other hours (p = .002): at 50 h in 60 points fewer of worlds; over the"
        " window 24 hours fewer after a strike, on average over all worlds."
    )
    hours["late"] = np.where(np.arange(100) < 5, 90.0, base)
    assert strike_curves(found, dict.fromkeys(hours, 100.0))[1] == (
        "late: too few worlds differ in when it was struck for anything to be shown."
    )
    assert not strike_curves(evidence({"burden": base}, ("base", "x")), {}), "the hour is not kept"
