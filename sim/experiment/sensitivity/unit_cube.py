"""The inputs of a study as SALib wants them: so many, each from 0 to 1."""

from __future__ import annotations

from typing import Any


def unit_cube(factors: int) -> dict[str, Any]:
    """SALib's description of a problem with as many inputs, named by their numbers."""
    return {
        "num_vars": factors,
        "names": [str(at) for at in range(factors)],
        "bounds": [[0.0, 1.0]] * factors,
    }
