"""``hotline report``: one page from a results folder, without running anything."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

HELP: Final = """\
\b
Examples:
  hotline report results/northern-front/s1-n400-1a2b3c4d
  hotline report results/northern-front/s1-n400-1a2b3c4d --out northern-front.html

Write the report of the results in folder RUN: the answer in three sentences, the charts with their numbers, one world told,
assumptions with sources, limits and method, as one HTML page that needs no network and no script. Where it was written is named
on stdout. Nothing is run again.
"""


@click.command(name="report", help=HELP)
@click.argument("run", metavar="RUN")
@click.option("--out", metavar="FILE", help="Where to write.  [default: report.html in the folder of the run]")
def command(run: str, *, out: str | None) -> None:
    from sim.output.report import write_report
    from sim.output.store import open_run

    click.echo(write_report(open_run(Path(run)), None if out is None else Path(out)))
