"""``hotline doctor``: what is there of what Hotline needs, what is missing, and the line that mends
it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Final

import click

from sim.cli.screen import say, say_json, width
from sim.errors import HotlineError

if TYPE_CHECKING:
    from sim.cli.doctor.diagnosis import Check

JSON_SCHEMA: Final = 1

HELP: Final = """\
\b
Examples:
  hotline doctor
  hotline doctor --out /data/results
  hotline doctor --json

Look at this machine: versions of Python, Hotline and libraries, extras, cores, memory, fonts,
the folder of results, time zones, a browser. Each line is "ok", "lacks" (it would help) or "broken"
(it is needed), with the one line that mends it. The exit status is 1 where something is broken.
Nothing is changed.
"""


@click.command(name="doctor", help=HELP)
@click.option(
    "--out", default="results", show_default=True, metavar="DIR", help="Folder of all results."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
def command(out: str, *, as_json: bool) -> None:
    """Look at this machine."""
    checks = tuple(_checks(Path(out)))
    broken = [one.name for one in checks if one.state == "broken"]
    if as_json:
        say_json(
            {"schema": JSON_SCHEMA, "ok": not broken, "checks": [one.as_data() for one in checks]},
            indent=2,
        )
    else:
        _show(checks)
    if broken:
        raise HotlineError(f"broken: {', '.join(broken)}. The line below each mends it.")


def _checks(out: Path) -> Iterator[Check]:
    from sim.cli.doctor.diagnosis import (
        extra_checks,
        installed_version,
        program_checks,
        requirements,
    )
    from sim.cli.doctor.library_probe import findings
    from sim.cli.doctor.machine_checks import machine_checks

    needed = [one.name for one in requirements() if not one.extra and installed_version(one.name)]
    found = findings(needed)
    yield from program_checks(found)
    yield from extra_checks()
    yield from machine_checks(found, out)


def _show(checks: Sequence[Check]) -> None:
    names = max(len(one.name) for one in checks)
    indent = " " * (names + 10)
    for one in checks:
        lines = wrap(
            one.found,
            max(30, width() - len(indent)),
            break_long_words=False,
            break_on_hyphens=False,
        )
        say(f"{one.state:<6}  {one.name:<{names}}  {lines[0]}")
        for line in lines[1:]:
            say(indent + line)
        if one.mend:
            say(f"{indent}mend: {one.mend}")
    lacking = [one.name for one in checks if one.state == "lacks"]
    if all(one.state != "broken" for one in checks):
        would_help = f" What would help: {', '.join(lacking)}." if lacking else ""
        click.echo()
        say(f"All that is needed is there.{would_help}")
