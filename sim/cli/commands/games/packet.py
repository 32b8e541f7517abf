"""``hotline packet``: what a table needs on paper, from a scenario."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from sim.cli import options
from sim.cli.screen import say
from sim.errors import UsageError

if TYPE_CHECKING:
    from sim.tabletop.exercise.msel.lines import MselLine
    from sim.tabletop.exercise.packet.packet import Packet

HELP: Final = """\
\b
Examples:
  hotline packet scenarios/northern-front.yaml --to packet
  hotline packet scenarios/northern-front.yaml --arm consult --to packet --overwrite
  hotline packet scenarios/northern-front.yaml --msel edited.xlsx --as mine.yaml

Write what an exercise of SCENARIO needs on paper, in HSEEP's terms: the facilitator's guide, the
master scenario events list (also as .xlsx and .csv), the briefing, a card for each seat, evaluation
guides and a feedback form, as pages that print well. With --msel an edited list is read in again:
what it changes is written as a scenario that extends SCENARIO.
"""


@click.command(name="packet", help=HELP)
@click.argument("scenario", metavar="SCENARIO")
@click.option("--arm", metavar="A", help="Whose rules are agreed.  [default: the study's baseline]")
@click.option("--to", "folder", metavar="FOLDER", help="Where to write.  [default: NAME-packet]")
@click.option("--msel", metavar="FILE", help="Read an edited list of events, .xlsx or .csv.")
@click.option("--sheet", metavar="NAME", help="With --msel: the sheet to read.")
@click.option("--as", "overlay", metavar="FILE", help="With --msel: the scenario to write.")
@options.SETS
@options.OVERWRITE
def command(
    scenario: str,
    *,
    arm: str | None,
    folder: str | None,
    msel: str | None,
    sheet: str | None,
    overlay: str | None,
    sets: tuple[str, ...],
    overwrite: bool,
) -> None:
    from sim.experiment.outcomes.outcome_lookup import outcome_findings
    from sim.experiment.runs.plan import plan_of
    from sim.scenario import resolve
    from sim.tabletop.exercise.packet.packet import Packet

    _expect_one_purpose(msel, sheet, overlay, folder, sets)
    found = resolve(scenario, sets, also=outcome_findings).scenario
    chosen = found.study.baseline if arm is None else arm
    plan_of(found, seed=None, arms=(chosen,), against=chosen)  # an arm that there is
    packet = Packet(scenario=found, arm=chosen, file=scenario)
    if msel is not None and overlay is not None:
        _read_in(packet, Path(msel), sheet, Path(overlay), overwrite=overwrite)
    else:
        _write(packet, Path(folder or f"{found.name}-packet"), overwrite=overwrite)


def _expect_one_purpose(
    msel: str | None,
    sheet: str | None,
    overlay: str | None,
    folder: str | None,
    sets: Sequence[str],
) -> None:
    """A list is read in, or a packet is written."""
    if (msel is None) != (overlay is None):
        raise UsageError("--msel FILE and --as FILE go together: read a list, write a scenario.")
    if sheet is not None and msel is None:
        raise UsageError("--sheet needs --msel: of which workbook?")
    if msel is not None and (folder is not None or sets):
        other = "--to" if folder is not None else "--set"
        raise UsageError(
            f"--msel reads a list in and writes no packet: leave {other} out, and call hotline"
            " packet for the scenario that it writes."
        )


def _write(packet: Packet, place: Path, *, overwrite: bool) -> None:
    """All files of a packet, or none."""
    from sim.output.storage.files import expect_new, make_folder, write
    from sim.tabletop.exercise.msel.lines import lines
    from sim.tabletop.exercise.packet.packet import pages

    listed = lines(packet.scenario, packet.arm)
    files = dict([*pages(packet), *_lists(listed, packet.capital.clocks.frontline)])
    if not overwrite:
        expect_new({place / name: content for name, content in files.items()})
    make_folder(place)
    for name, content in files.items():
        write(place / name, content)
    say(str(place))


def _read_in(
    packet: Packet, path: Path, sheet: str | None, overlay: Path, *, overwrite: bool
) -> None:
    """Write what a list changes as a scenario that extends the one at hand, and check it."""
    from os.path import relpath

    from sim.output.storage.files import write_new
    from sim.scenario import resolve
    from sim.tabletop.exercise.msel.merging import changes_of
    from sim.tabletop.exercise.msel.overlay import overlay_yaml
    from sim.tabletop.exercise.msel.reading import read_list
    from sim.tabletop.exercise.msel.times import Calendar

    setting = packet.scenario.arms[packet.arm].setting
    calendar = Calendar(start=setting.start, zone=setting.allies.frontline.zone)
    listed = read_list(path, sheet, calendar)
    changes = changes_of(packet.scenario, packet.arm, listed)
    extends = relpath(packet.file, overlay.parent)
    text = "\n".join(overlay_yaml(changes, extends, path.name)) + "\n"
    write_new(overlay, text.encode(), overwrite=overwrite)
    for note in changes.notes:
        say(f"{path}: {note}", err=True)
    resolve(overlay)
    say(str(overlay))


def _lists(found: Sequence[MselLine], zone: str) -> Iterator[tuple[str, bytes]]:
    """The list of events as files, the workbook where it can be made."""
    from sim.output.workbook.writer import expect_openpyxl
    from sim.tabletop.exercise.msel.writing import comma_separated, transcript_form, workbook

    yield "msel.csv", comma_separated(found, zone)
    yield "transcript.csv", transcript_form(zone)
    try:
        expect_openpyxl()
    except UsageError as lacking:
        say(f"msel.xlsx is left out: {lacking}", err=True)
        return
    yield "msel.xlsx", workbook(found, zone)
