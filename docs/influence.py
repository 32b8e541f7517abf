"""Which assumptions matter: the ten inputs that move each headline outcome most, from one screening of all of them.

Every input with a plausible range goes to both ends of it, one at a time, all others in place, in the same worlds.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from docs.blocks import table
from sim.experiment.outcomes import OUTCOMES
from sim.experiment.summary import HEADLINES

ROOT: Final = Path(__file__).parents[1]
#: Fewer than thirty values that are all alike would have no interval.
WORLDS: Final = 32
TEN: Final = 10
#: Where a course is chosen and can be answered; the others differ from it in what an arm is about.
ARM: Final = "consult"


def outcomes() -> tuple[str, ...]:
    """Headline outcomes that every world has."""
    return tuple(name for name in HEADLINES if OUTCOMES[name].exists == "always")


def screened(scenario: str = "northern-front", worlds: int = WORLDS) -> Mapping[str, Any]:
    """The summary of ``hotline sensitivity`` over all inputs with a plausible range."""
    asked = [
        *("--arm", ARM, "--outcome", ",".join(outcomes()), "--worlds", str(worlds)),
        *("--trajectories", "4", "--top", "1", "--seed", "1", "--json", "--no-charts", "--quiet"),
    ]
    with TemporaryDirectory() as folder:
        path = ROOT / "scenarios" / f"{scenario}.yaml"
        words = [sys.executable, "-m", "sim", "sensitivity", str(path), *asked, "--out", folder]
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    if done.returncode:
        raise RuntimeError(done.stderr)
    summary: Mapping[str, Any] = json.loads(done.stdout)["summary"]
    return summary


def reach(swing: Mapping[str, Any]) -> float:
    """The longest move of an outcome by one input."""
    return max(abs(swing[end]["value"]) for end in ("down", "up", "across"))


def foremost(summary: Mapping[str, Any], outcome: str) -> list[str]:
    """The ten inputs that move an outcome most, of those that move it beyond chance."""
    factors = summary["swings"][outcome]["factors"]
    shown = [path for path, swing in factors.items() if swing["shown"]]
    return sorted(shown, key=lambda path: -reach(factors[path]))[:TEN]


def chapter(summary: Mapping[str, Any]) -> str:
    """The inputs by outcome, and those that come back most often."""
    found = {outcome: foremost(summary, outcome) for outcome in outcomes()}
    parts = [_often(found)]
    for outcome, paths in found.items():
        here = summary["swings"][outcome]
        title = f"**{OUTCOMES[outcome].title}** (`{outcome}`, {here['here']:.3g} {OUTCOMES[outcome].unit} as it is)"
        rows = [_row(summary, outcome, path) for path in paths]
        header = ("input", "from", "to", "at the low end", "at the high end")
        parts.append(f"{title}\n\n{table(header, rows) if rows else 'None stands out from chance.'}")
    return "\n\n".join(parts)


def _row(summary: Mapping[str, Any], outcome: str, path: str) -> tuple[str, ...]:
    swing, told = summary["swings"][outcome]["factors"][path], summary["factors"][path]["told"]
    return f"`{path}`", told["low"], told["high"], f"{swing['down']['value']:+.2g}", f"{swing['up']['value']:+.2g}"


def _often(found: Mapping[str, list[str]]) -> str:
    counted = Counter(path for paths in found.values() for path in paths)
    most = [f"`{path}` ({times})" for path, times in sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:TEN]]
    return f"Among the ten of most outcomes (of {len(found)}): {', '.join(most)}."
