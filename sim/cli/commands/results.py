"""``hotline results``: what has been run, whether it is still what was written, and taking it out
or away.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import click

from sim.characters import visible
from sim.cli import options
from sim.cli.results_compare import compare
from sim.cli.screen import say, say_json
from sim.errors import HotlineError, ResultsError, UsageError
from sim.output.storage.safety.folder_names import visible_name
from sim.output.words import count_text, many_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.output.evidence.study_question import WhatWasAsked
    from sim.output.storage.inventory import Entry
    from sim.output.storage.manifest import Manifest
    from sim.output.storage.verification import Damage

JSON_SCHEMA: Final = 1

HELP: Final = """\
\b
Examples:
  hotline results list
  hotline results info results/northern-front/s1-n400-1a2b3c4d
  hotline results compare results/a/s1-n400-1a2b3c4d results/b/s1-n400-5e6f7a8b
  hotline results verify results/northern-front/s1-n400-1a2b3c4d --repair
  hotline results export results/northern-front/s1-n400-1a2b3c4d --to outcomes.csv
  hotline results export results/northern-front/s1-n400-1a2b3c4d --to tables.xlsx
  hotline results remove results/northern-front/s1-n400-1a2b3c4d

Look after what has been run.
"""


@click.group(name="results", help=HELP)
def command() -> None:
    pass


command.add_command(compare)


@command.command(name="list")
@click.option(
    "--out", default="results", show_default=True, metavar="DIR", help="Folder of all results."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of a table.")
def list_(out: str, *, as_json: bool) -> None:
    """All results, whole or interrupted, with what each asked and varied."""
    from sim.output.storage.inventory import entries

    found = list(entries(Path(out)))
    if as_json:
        say_json({"schema": JSON_SCHEMA, "results": [_as_data(one) for one in found]})
        return
    _show_entries(found)


def _show_entries(found: Sequence[Entry]) -> None:
    """A line each, which ends in what was asked, where it says so."""
    width = max((len(visible_name(str(one.path))) for one in found), default=0)
    for one in found:
        points = f"{one.points:,} points x " if one.points > 1 else ""
        done = f"{points}{many_text(one.worlds, 'world')} x {count_text(len(one.arms), 'arm')}"
        about = f"{one.kind or one.state:<12} {_size(one.size):>9}  {_start_of(one):<28}"
        about += f"  {done}" * bool(one.arms)
        shown = f"{visible_name(str(one.path)):<{width}}  {about}{_missing_files_note(one)}"
        say(f"{shown.rstrip()}  {_question_of(one).words}".rstrip())


def _question_of(one: Entry) -> WhatWasAsked:
    """What results were asked; nothing of those that are not complete."""
    from sim.output.evidence.study_question import WhatWasAsked, what_was_asked
    from sim.output.storage.run_folder import manifest_of

    if one.state != "complete":
        return WhatWasAsked()
    return what_was_asked(one.path, manifest_of(one.path))


def _missing_files_note(one: Entry) -> str:
    """What is not there: files that the manifest names, and pictures or pages that were planned."""
    lacks = f"; lacks {', '.join(one.lacking)}" if one.lacking else ""
    many = count_text(len(one.wanting), "picture or page", "pictures or pages")
    return lacks + (f"; planned but not there: {many}" if one.wanting else "")


def _as_data(one: Entry) -> dict[str, Any]:
    asked = _question_of(one)
    return {
        "folder": str(one.path),
        "kind": one.kind,
        "state": one.state,
        "points": one.points,
        "worlds": one.worlds,
        "arms": list(one.arms),
        "bytes": one.size,
        "started": one.started,
        "lacking": list(one.lacking),
        "wanting": list(one.wanting),
        "question": asked.question,
        "levers": list(asked.levers),
        "set": list(asked.changed),
    }


def _start_of(one: Entry) -> str:
    """When the command was given that made the results; those that are not complete do not know."""
    return f"started {one.started[:16].replace('T', ' ')} UTC" if one.started else ""


def _size(count: int) -> str:
    return f"{count / 1e6:,.1f} MB" if count >= 1e5 else f"{count / 1e3:,.1f} kB"


@command.command()
@click.argument("run", metavar="RUN")
@click.option("--json", "as_json", is_flag=True, help="The manifest as it is.")
def info(run: str, *, as_json: bool) -> None:
    """What a folder holds, and the command that makes it again."""
    from sim.output.storage.canonical_json import read_object
    from sim.output.storage.inventory import entry, expect_results
    from sim.output.storage.manifest import FILE
    from sim.output.storage.run_folder import manifest_of

    expect_results(Path(run))
    about = manifest_of(Path(run))
    if as_json:
        say_json(read_object(Path(run) / FILE), indent=1)
        return
    one = entry(Path(run))
    lines = {
        "folder": str(one.path),
        "kind": one.kind,
        "scenario": f"{about.scenario.title} ({about.scenario.name})",
        "digest": about.scenario.digest,
        "seed": about.seed,
        "points": f"{one.points:,}",
        "worlds": f"{one.worlds:,}",
        "arms": ", ".join(one.arms),
        "baseline": about.baseline,
        "size": _size(one.size),
        "started": one.started,
        "took": f"{about.wall_seconds:,} s",
        "content": about.content_hash,
        "version": about.version,
        "command": about.command,
    }
    for name, value in lines.items():
        say(f"{name:<9} {value}")


@command.command()
@click.argument("runs", nargs=-1, required=True, metavar="RUN...")
@click.option("--repair", is_flag=True, help="Compute again what is damaged.")
def verify(runs: tuple[str, ...], *, repair: bool) -> None:
    """Compare every file with what was written; name what is damaged."""
    from sim.output.storage.safety.planned_files import absence_note

    wanting = []
    for run in runs:
        about = _verify(Path(run), repair=repair)
        say(f"{run}: as it was written{_seal_note(about)}")
        wanting += [f"{run}: {note}" for note in [absence_note(Path(run), about)] if note]
    if wanting:
        raise ResultsError("\n".join(wanting))


def _seal_note(about: Manifest) -> str:
    """What cannot be told of results of an older version."""
    from sim.output.storage.manifest import FILE

    if about.seal is not None:
        return ""
    return (
        f"; not compared: what {FILE} says beside its hashes (seed, command, ...), as older"
        " versions wrote no seal"
    )


def _verify(path: Path, *, repair: bool) -> Manifest:
    """Compare, and with ``repair`` mend; returns the manifest."""
    from sim.output.storage import manifest
    from sim.output.storage.inventory import expect_results
    from sim.output.storage.run_folder import manifest_of
    from sim.output.storage.safety.game_files import GAME, LOG
    from sim.output.storage.verification import damage_of

    expect_results(path)
    about = manifest_of(path)
    damage = damage_of(path, about)
    if manifest.FILE in damage.files and not repair:
        raise ResultsError(
            f"{path / manifest.FILE} itself has been changed, so nothing can be told from it."
        )
    if damage and (about.kind == GAME or not repair):
        remedy = (
            f"What people did is not computed again: put a copy of it back. A {LOG} alone is"
            " written anew when the game is played on."
            if about.kind == GAME
            else "Compute that again with --repair."
        )
        raise ResultsError(f"{path} is damaged: {damage.description()}. {remedy}")
    if damage:
        _mend(path, about, damage)
    return about


def _mend(path: Path, about: Manifest, damage: Damage) -> None:
    from sim.studies.registry import repair

    try:
        repair(path, about, damage)
    except HotlineError as error:
        raise ResultsError(
            f"{path} is damaged: {damage.description()}. It cannot be repaired: {error}"
        ) from error
    say(f"{path}: {damage.description()} made again", err=True)


@command.command()
@click.argument("run", metavar="RUN")
@click.option(
    "--to",
    required=True,
    metavar="FILE",
    help="FILE.csv for the outcomes, FILE.xlsx for all tables, FILE.zip for the whole folder.",
)
@options.OVERWRITE
def export(run: str, *, to: str, overwrite: bool) -> None:
    """Outcomes as CSV, all tables as a workbook, or the whole folder as one file."""
    from sim.output.storage.inventory import EXPORTED, WORKBOOK, expect_results, export
    from sim.output.storage.safety.ownership import name_list

    expect_results(Path(run))
    if Path(to).suffix == WORKBOOK:
        from sim.output.workbook.writer import expect_openpyxl

        expect_openpyxl()
    if left := export(Path(run), Path(to), partial(_write_tables, Path(run)), overwrite=overwrite):
        say(f"left out, not Hotline's or no longer as it wrote them: {name_list(left)}", err=True)
    say(to)
    say(f"written: {EXPORTED[Path(to).suffix]}", err=True)


def _write_tables(path: Path, file: BinaryIO) -> None:
    """The tables of results as a workbook: of a study those behind its charts."""
    from sim.output.storage.run_folder import RunFolder
    from sim.output.workbook.sheets import sheets_of
    from sim.output.workbook.writer import write_workbook
    from sim.studies.presentation import numbers_behind
    from sim.studies.registry import open_verified

    folder = open_verified(path)
    behind = () if isinstance(folder, RunFolder) else numbers_behind(folder)
    write_workbook(file, sheets_of(folder, behind))


@command.command()
@click.argument("runs", nargs=-1, required=True, metavar="RUN...")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option(
    "--with-foreign-files",
    is_flag=True,
    help="Also what is in the folder and was not written by Hotline.",
)
def remove(runs: tuple[str, ...], *, yes: bool, with_foreign_files: bool) -> None:
    """Take results away, for good. What Hotline did not write stays, and the folder
    that it is in.
    """
    from sim.output.storage.inventory import removable, remove_results
    from sim.output.storage.safety.ownership import name_list

    foreign = {run: removable(Path(run)).foreign for run in runs}
    if not yes and not sys.stdin.isatty():
        raise UsageError("There is no one to ask whether these results may go: say --yes.")
    for run, others in foreign.items():
        also = f" with {name_list(others)}" if with_foreign_files and others else ""
        if yes or click.confirm(f"Remove {visible(run)}{also} for good?", err=True):
            left = remove_results(Path(run), everything=with_foreign_files)
            stays = (
                "; what is not Hotline's, or no longer as it wrote it, stays there:"
                f" {name_list(left)}"
                if left
                else ""
            )
            say(f"removed {run}{also}{stays}", err=True)
