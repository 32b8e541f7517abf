"""No variable of another program, no file of settings of a user: a chart has the same bytes, and
none stops it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

#: Draws a chart as SVG, PNG and PDF, and says what they hash to; last, what the user's own drawing
#: would have.
DRAW = """
import os
from hashlib import sha256
from sim.output.charts.base import style
from sim.output.charts.base.files import picture
from sim.output.charts.run import network
from sim.scenario import load
found = load(os.environ["SCENARIO"])
with style.in_style():
    chart = network.of_scenario(found, "consult", style.WIDTH)
    for form in ("svg", "png", "pdf"):
        print(sha256(picture(chart, "Title", form)).hexdigest())
import matplotlib
print(matplotlib.rcParams["lines.linewidth"], os.getcwd())
"""
ODD = """\
font.family: No Such Font
font.size: 33
svg.hashsalt: another
svg.fonttype: path
axes.formatter.use_locale: True
lines.linewidth: 7
figure.dpi: 31
backend: module://no.such.backend
no.such.key: 1
savefig.dpi: banana
"""
NOTEBOOK = "module://matplotlib_inline.backend_inline"


def drawn(tiny: Path, cwd: Path, **variables: str) -> list[str]:
    root = str(Path(__file__).parents[3])
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("MPL", "MATPLOTLIB"))
    }
    environment = {**kept, "PYTHONPATH": root, "SCENARIO": str(tiny), **variables}
    done = subprocess.run(
        [sys.executable, "-c", DRAW],
        env=environment,
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def plain(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return drawn(tiny, tmp_path_factory.mktemp("plain"))[:3]


@pytest.mark.parametrize(
    "variables",
    [
        {
            "MPLBACKEND": NOTEBOOK,
            "LANG": "de_DE.UTF-8",
            "LC_ALL": "tr_TR.UTF-8",
            "PYTHONHASHSEED": "7",
        },
        {
            "MPLBACKEND": "no-such-backend",
            "SOURCE_DATE_EPOCH": "1",
            "COLUMNS": "20",
            "PYTHONHASHSEED": "8",
        },
        {"MATPLOTLIBRC": "/no/such/file", "MPLCONFIGDIR": "/proc/no-such-folder"},
    ],
    ids=["notebook", "unknown", "unwritable"],
)
def test_a_variable_of_another_program_changes_no_byte(
    plain: list[str], tiny: Path, tmp_path: Path, variables: dict[str, str]
) -> None:
    assert drawn(tiny, tmp_path, **variables)[:3] == plain


@pytest.mark.parametrize(
    "where",
    [
        "working directory",
        pytest.param("named", marks=pytest.mark.slow),
        pytest.param("home", marks=pytest.mark.slow),
    ],
)
def test_a_file_of_settings_changes_no_byte_of_ours_and_stays_the_users(
    plain: list[str], tiny: Path, tmp_path: Path, where: str
) -> None:
    home = tmp_path / "home"
    (home / "matplotlib").mkdir(parents=True)
    place = {"working directory": tmp_path, "named": home, "home": home / "matplotlib"}[where]
    (place / "matplotlibrc").write_text(ODD, encoding="utf-8")
    more = {"named": {"MATPLOTLIBRC": str(home)}, "home": {"XDG_CONFIG_HOME": str(home)}}.get(
        where, {}
    )
    *found, own = drawn(tiny, tmp_path, **more)
    assert found == plain
    assert own == f"7.0 {tmp_path}"


def test_a_file_of_settings_that_is_no_text_stops_nothing(
    plain: list[str], tiny: Path, tmp_path: Path
) -> None:
    (tmp_path / "matplotlibrc").write_bytes(b"\xff\xfe lines")
    assert drawn(tiny, tmp_path)[:3] == plain
