"""``hotline report``: one page from a results folder of any kind, without running anything."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from sim.cli import options
from sim.cli.option_types import Option
from sim.cli.screen import remark, say

HELP: Final = """\
\b
Examples:
  hotline report results/northern-front/s1-n400-1a2b3c4d
  hotline report results/northern-front/s1-n400-1a2b3c4d --to northern-front.html
  hotline report results/northern-front/s1-n400-1a2b3c4d --with \
results/northern-front/measures-s1-n200-9c8d7e6f
  hotline report results/northern-front/s1-n400-1a2b3c4d --interactive --to class.html
  hotline report results/northern-front/sensitivity-s1-5e6f7a8b

Write the report of the results in FOLDER, of a run, a sweep, a trial of measures, or a study of
sensitivity or discovery: the answer in three sentences, the charts with their numbers, assumptions
with sources, limits and method, as one HTML page that needs no network and no script. The page of a
run also tells one world, and takes in studies of the same scenario: their recommendation, drivers,
and conditions of failure. With --interactive it has a script as well, by which a reader picks
arms, outcome and worlds; it still needs no network. Where it was written is named on stdout.
Nothing is run again.
"""


@click.command(name="report", help=HELP)
@click.argument("folder", metavar="FOLDER")
@click.option(
    "--with",
    "studies",
    multiple=True,
    metavar="STUDY",
    help="Take in this study of the same scenario; may be repeated.",
)
@click.option(
    "--to",
    "out",
    cls=Option,
    older=["--out"],
    metavar="FILE",
    help="Where to write.  [default: report.html in FOLDER]",
)
@click.option(
    "--interactive",
    is_flag=True,
    help="Of a run: let the reader pick arms, an outcome, a world and an hour of it.",
)
@options.OVERWRITE
@options.ARM_OF_RUN
@options.AGAINST_OF_RUN
def command(
    folder: str,
    *,
    studies: tuple[str, ...],
    out: str | None,
    arm: str | None,
    against: str | None,
    interactive: bool,
    overwrite: bool,
) -> None:
    from sim.errors import UsageError
    from sim.output.evidence.other_baseline import expect_elsewhere, looking_at, seen_against
    from sim.output.storage.folders import kind_of
    from sim.output.storage.run_folder import RunFolder
    from sim.studies.presentation import write_report
    from sim.studies.registry import open_verified, opened_beside

    expect_elsewhere({"--arm": arm, "--against": against}, out)
    found = looking_at(seen_against(open_verified(Path(folder)), against), arm)
    if studies and not isinstance(found, RunFolder):
        raise UsageError(
            f"--with: only the report of a run takes in studies, and {folder} holds a"
            f" {kind_of(found)} study."
        )
    beside = (
        opened_beside(found, [Path(study) for study in studies])
        if isinstance(found, RunFolder)
        else []
    )
    if len(beside) < len(studies):
        remark("--with: a study that is given twice is taken in once.", quiet=False)
    say(
        write_report(
            found,
            None if out is None else Path(out),
            beside=beside,
            interactive=interactive,
            overwrite=overwrite,
        )
    )
