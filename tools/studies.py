"""What the page on sensitivity and discovery prints: two studies, small enough to be made again in
seconds, and their charts.

``python -m tools.measure studies`` makes both again.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

ROOT: Final = Path(__file__).parents[1]
PICTURES: Final = ROOT / "docs" / "study-charts"

#: By the part of the page, a command as the page shows it; a backslash ends its lines.
COMMANDS: Final[Mapping[str, str]] = {
    "sensitivity": (
        """\
hotline sensitivity scenarios/two-desks.yaml --arm consult --against unilateral --outcome \
threat_end \\
    --paths \
"terms.patience.base,allies.frontline.*.red_line,adversary.threat.growth,public.leak_rate" \\
    --samples 200 --seed 1"""
    ),
    "discovery": (
        """\
hotline discover scenarios/two-desks.yaml --arm consult --unacceptable "threat_end > 0.4" \\
    --samples 128 --worlds 20 --seed 1"""
    ),
}
CHARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "sensitivity": ("tornado", "influence"),
    "discovery": ("discovery", "regret"),
}


def said(name: str, out: Path) -> str:
    """What a command prints; its results, charts included, go to ``out``."""
    words = shlex.split(COMMANDS[name].replace("\\\n", " "))[1:]
    done = subprocess.run(  # noqa: S603 - the commands above
        [sys.executable, "-m", "sim", *words, "--out", str(out), "--name", name, "--quiet"],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "100"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.rstrip()


def block(name: str, printed: str) -> str:
    """A command and what it printed, as a block of the page."""
    return f"```console no-run\n$ {COMMANDS[name]}\n{printed}\n```"


def made() -> dict[str, str]:
    """Both blocks; the pictures beside the page are drawn again."""
    PICTURES.mkdir(exist_ok=True)
    blocks = {}
    for name, charts in CHARTS.items():
        with TemporaryDirectory() as folder:
            blocks[f"study-{name}"] = block(name, said(name, Path(folder)))
            for chart in charts:
                shutil.copy(
                    Path(folder) / "two-desks" / name / "charts" / f"{chart}.svg",
                    PICTURES / f"{chart}.svg",
                )
    return blocks
