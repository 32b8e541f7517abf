"""Of some worlds of an arm the one most like the others, to be read as an example of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.output.storage.run_folder import RunFolder


def typical_world(folder: RunFolder, arm: str, worlds: Sequence[int]) -> int:
    """The world whose headline outcomes lie nearest to the means of these ``worlds``, each outcome
    in multiples of its smallest difference that matters; the first of several that do.
    """
    chosen = np.asarray(worlds)
    far = np.zeros(len(chosen))
    for name in folder.summary.headlines:
        outcome = folder.summary.outcomes.get(name)
        if outcome is None or outcome.exists != "always":
            continue
        values = folder.rows.columns(name)[arm][chosen]
        far += np.nan_to_num(((values - values.mean()) / outcome.matters) ** 2)
    return int(chosen[int(np.argmin(far))])
