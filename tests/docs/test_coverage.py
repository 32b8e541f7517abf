"""What the page says of stopped intervals is what the simulation gives, and it is nearly what they
promise.
"""

from __future__ import annotations

import numpy as np
import pytest

from tools.coverage import SHARE, TRUTHS, Covered, covered, row
from tools.make import FOLDER

PAGE = (FOLDER / "sweeps.md").read_text(encoding="utf-8")


def printed(name: str) -> tuple[str, ...]:
    [line] = [line for line in PAGE.splitlines() if line.startswith(f"| {name} |")]
    return tuple(cell.strip() for cell in line.strip("|").split("|"))


def test_every_truth_is_on_the_page_and_covered_as_it_should_be() -> None:
    for name, truth in TRUTHS.items():
        _, half_width, _, share, between = printed(name)
        low, high = map(float, between.split(" to "))
        assert half_width == f"{truth.half_width:g}"
        assert truth.least <= float(share) <= 1.0
        assert low < float(share) < high


def test_truths_have_the_signs_that_differences_have() -> None:
    """Between two arms a share differs both ways, often and rarely; alone it differs in one."""
    signs = {
        name: set(np.unique(truth.draw(np.random.default_rng(1), 5000)))
        for name, truth in TRUTHS.items()
    }
    shares = [name for name, truth in TRUTHS.items() if truth.kind == SHARE]
    both = [name for name in shares if signs[name] == {-1.0, 0.0, 1.0}]
    assert len(both) >= 3
    assert [name for name in shares if signs[name] <= {0.0, 1.0}]
    for name in both:
        drawn = TRUTHS[name].draw(np.random.default_rng(2), 200_000)
        assert drawn.mean() == pytest.approx(TRUTHS[name].mean, abs=0.005), (
            "the mean that is said is the mean that is drawn"
        )


def test_a_row_says_how_sure_it_is() -> None:
    assert row("normal", Covered(runs=1000, held=950, worlds=104.4)) == (
        "normal",
        "10",
        "104",
        "0.950",
        "0.935 to 0.962",
    )


def test_a_rule_that_stops_at_once_would_be_noticed() -> None:
    """A rare large part looks like nothing after a few worlds, and there the interval would hold
    the mean in two runs of five.
    """
    found = covered(TRUTHS["normal, and 30 standard deviations more in 1 %"], 40)
    assert found.worlds > 350
    assert found.held >= 0.9 * found.runs


@pytest.mark.slow
@pytest.mark.parametrize("name", TRUTHS)
def test_the_page_says_what_comes_out(name: str) -> None:
    found = covered(TRUTHS[name])
    assert row(name, found) == printed(name)
    assert found.held / found.runs >= TRUTHS[name].least
