"""Hotline: a crisis-coordination tabletop simulation of two allies who must decide together under a
clock.

    import sim

    results = sim.compare("scenarios/northern-front.yaml", worlds=200, seed=7)
    results.outcomes               # a table of all worlds, for pandas or polars
    results.plot("forest")         # a Matplotlib figure
    results.save("results")        # the folder that `hotline run` writes

What ``__all__`` names is public and documented in docs/python.md; all else may change. Importing
this imports nothing that takes time: each name is looked up when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.engine.session import Session
    from sim.errors import (
        HotlineError,
        NotPreciseError,
        ResultsError,
        RunError,
        ScenarioError,
        UsageError,
    )
    from sim.studies.fitting import Fitting
    from sim.studies.public import (
        compare,
        discover,
        fit,
        measures,
        open_results,
        sensitivity,
        sweep,
    )
    from sim.studies.public_arguments import LoadedScenario, load
    from sim.studies.results import Results

__version__ = "0.1.0"

__all__ = [
    "Fitting",
    "HotlineError",
    "LoadedScenario",
    "NotPreciseError",
    "Results",
    "ResultsError",
    "RunError",
    "ScenarioError",
    "Session",
    "UsageError",
    "__version__",
    "compare",
    "discover",
    "fit",
    "load",
    "measures",
    "open_results",
    "sensitivity",
    "sweep",
]

#: Where each public name is found.
_HOMES: Final[Mapping[str, tuple[str, ...]]] = {
    "sim.engine.session": ("Session",),
    "sim.errors": (
        "HotlineError",
        "NotPreciseError",
        "ResultsError",
        "RunError",
        "ScenarioError",
        "UsageError",
    ),
    "sim.studies.fitting": ("Fitting",),
    "sim.studies.public": (
        "compare",
        "discover",
        "fit",
        "measures",
        "open_results",
        "sensitivity",
        "sweep",
    ),
    "sim.studies.public_arguments": ("LoadedScenario", "load"),
    "sim.studies.results": ("Results",),
}


if not TYPE_CHECKING:  # for a type checker there is nothing but what is named above

    def __getattr__(name: str) -> object:
        """A public name, imported when it is first asked for."""
        home = next((module for module, names in _HOMES.items() if name in names), None)
        if home is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found: object = getattr(import_module(home), name)
        globals()[name] = found
        return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
