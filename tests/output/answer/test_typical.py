"""The world that is told of a kind is the one most like the others of it."""

from __future__ import annotations

import numpy as np

from sim.output.answer.answer import answer_of
from sim.output.answer.typical import typical_world
from tests.output.answer.conftest import UNHEARD, Folder


def test_it_is_nearest_to_the_means_of_its_kind(folder: Folder) -> None:
    burden = np.array([900.0, 100.0, 110.0, 130.0, *np.zeros(396)])
    results, _ = folder({("as_today", "burden"): burden})
    assert typical_world(results, "as_today", [1, 2, 3]) == 2
    assert typical_world(results, "as_today", [0]) == 0
    assert typical_world(results, "as_today", [5, 6]) == 5, "the first where all are alike"


def test_each_kind_of_failure_names_it(folder: Folder) -> None:
    burden = np.zeros(400)
    burden[:61] = np.linspace(100.0, 200.0, 61)
    burden[304:308] = 150.0
    results, scenario = folder({**UNHEARD, ("with_hotline", "burden"): burden})
    found = answer_of(results, scenario)
    assert found is not None
    assert "-k 30 " in found.failed[0].trace, found.failed[0]
