"""Another process that loads the libraries one by one, so that one that does not load, or ends the
process, can be named; it also tells which fonts and cores there are.

It is a process of its own as ``hotline doctor`` must answer where a library is broken.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Final

#: What is imported where it is not called as the library is.
_MODULES: Final = {"pyyaml": "yaml", "jinja2": "jinja2"}
_LONGEST: Final = 300  # seconds: Matplotlib may have to read all fonts of the machine first
_SHOWN: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the other process saw: ``faults`` by library, the families of fonts that pictures can
    use, processor cores that may be used (0 where it could not tell).
    """

    faults: dict[str, str] = field(default_factory=dict)
    fonts: frozenset[str] = frozenset()
    cores: int = 0


def findings(libraries: Sequence[str]) -> Findings:
    """Try all libraries in a process of their own."""
    root = str(Path(__file__).parents[3])
    there = f"import sys; sys.path.insert(0, {root!r})"
    program = f"{there}; from sim.cli.doctor.library_probe import tell; tell()"
    try:
        done = subprocess.run(  # noqa: S603 - this Python, and names of libraries
            [sys.executable, "-c", program, *libraries],
            capture_output=True,
            text=True,
            timeout=_LONGEST,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Findings(faults=dict.fromkeys(libraries, f"could not be tried: {error}"))
    return read_findings(done.stdout, done.returncode)


def read_findings(text: str, status: int) -> Findings:
    """What the other process told, line by line; the library that it began last and did not end is
    the one that ended it.
    """
    faults: dict[str, str] = {}
    fonts: frozenset[str] = frozenset()
    begun, cores = "", 0
    for line in filter(None, text.splitlines()):
        said = json.loads(line)
        if "begins" in said:
            begun = said["begins"]
        if "ends" in said:
            begun = ""
            faults |= {said["ends"]: said["fault"]} if said["fault"] else {}
        fonts = frozenset(said.get("fonts", fonts))
        cores = int(said.get("cores", cores))
    if begun:
        faults[begun] = f"loading it ended the process with status {status}"
    return Findings(faults=faults, fonts=fonts, cores=cores)


def tell() -> None:
    """What the other process does: a line before and after each library, then fonts and cores."""
    faults = [_load(name) for name in sys.argv[1:]]
    if any(faults):
        return
    from matplotlib.font_manager import fontManager

    from sim.experiment.runs.executor import usable_cores

    _write({"fonts": sorted(fontManager.get_font_names()), "cores": usable_cores()})


def _load(name: str) -> str:
    _write({"begins": name})
    fault = ""
    try:
        import_module(_MODULES.get(name.lower(), name))
    except Exception as error:  # noqa: BLE001 - whatever a broken library raises is told
        first = next(iter(str(error).splitlines()), "")
        fault = f"{type(error).__name__}: {first}"[:_SHOWN]
    _write({"ends": name, "fault": fault})
    return fault


def _write(said: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()
