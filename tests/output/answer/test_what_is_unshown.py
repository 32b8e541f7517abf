"""What is not shown: no interval that no level could reach, and what the adjustment for many
comparisons leaves unshown is named.
"""

from __future__ import annotations

import numpy as np
import pytest

from sim.experiment.outcomes.definitions import OUTCOMES
from sim.output.answer.answer import answer_of, answer_text
from sim.output.verdict_words import verdict_words
from tests.output.answer.conftest import Folder, worlds


def test_no_interval_reaches_below_nothing(folder: Folder) -> None:
    """One leak of five in one world of 30: the interval of the mean reaches below none at all."""
    found = answer_of(*folder({("with_hotline", "leaks"): worlds((1, 5.0), (29, 0.0))}, worlds=30))
    assert found is not None
    [said] = [line for line in found.unshown if line.startswith("Leaks")]
    assert said.startswith("Leaks to the press: 0 and 17 in 100 worlds; too rare to tell; about")
    assert "fewer" not in said
    assert answer_text(found)[-1].endswith("So many worlds would tell if the estimates are right.")
    rows = [row for group in found.groups for row in group.rows if row.outcome.startswith("Leaks")]
    assert all(row.ends == "" and row.difference == "" and row.strip is None for row in rows)


def test_of_a_share_that_was_not_seen_the_answer_says_what_is_possible(folder: Folder) -> None:
    found = answer_of(*folder({("with_hotline", "unheard"): worlds((2, 1.0), (398, 0.0))}))
    assert found is not None
    said = " ".join(answer_text(found))
    assert "none of 400 worlds (compatible with up to 4)" in said
    assert "2 fewer to 7 more" in said, "an interval, with what it may be beside it"


def test_what_got_worse_by_little_is_not_passed_over(folder: Folder) -> None:
    """Shown, though it may be less than matters: "nothing is shown to get worse" would be wrong."""
    less = 0.5 - OUTCOMES["trust_of_patron"].matters + 0.3 * np.linspace(-1.0, 1.0, 400)
    planted = {("as_today", "trust_of_patron"): np.full(400, 0.5)}
    planted[("with_hotline", "trust_of_patron")] = less
    results, scenario = folder({**planted, ("never_asks", "trust_of_patron"): np.full(400, 0.5)})
    found = answer_of(results, scenario)
    assert found is not None
    rows = [row for group in found.groups for row in group.rows if "trust" in row.outcome.lower()]
    assert [row.verdict for row in rows] == ["may be small"], [row.outcome for row in rows]
    said = " ".join(answer_text(found))
    assert "But Albion's trust in Kestrel falls from 50 to 47 on a scale" in said
    assert "by what may be little." in said
    assert "shown to get worse" not in said


@pytest.mark.parametrize(
    ("name", "base", "beyond", "spread", "verdict", "claim"),
    [
        ("trust_of_patron", 0.5, +0.010, 0.15, "may be small", "that it matters is"),
        ("trust_of_patron", 0.5, -0.008, 0.12, "may be small", "that it does not matter is"),
    ],
)
def test_it_is_said_what_the_adjustment_leaves_unshown(
    folder: Folder, name: str, base: float, beyond: float, spread: float, verdict: str, claim: str
) -> None:
    moved = base + OUTCOMES[name].matters + beyond + spread * np.linspace(-1.0, 1.0, 400)
    planted = {("as_today", name): np.full(400, base), ("with_hotline", name): moved}
    results, scenario = folder({**planted, ("never_asks", name): np.full(400, base)})
    found = answer_of(results, scenario)
    assert found is not None
    rows = [row for group in found.groups for row in group.rows if row.verdict == verdict]
    assert [row.beside.partition("not shown among")[0].strip() for row in rows] == [claim]
    judged = results.summary.comparisons["with_hotline"][name]
    said = verdict_words(judged.verdict, judged.beside, shown=judged.shown)
    assert ("whether it matters: not after Holm" in said) == judged.shown
