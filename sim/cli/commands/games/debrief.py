"""``hotline debrief``: games that are over as one page, an after-action report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from sim.cli import options
from sim.cli.option_types import Whole
from sim.cli.screen import say
from sim.cli.table.worlds_beside import Beside, accounts
from sim.domain.inputs.limits import MOST_WORLDS
from sim.errors import AnotherWorld, UsageError

if TYPE_CHECKING:
    from sim.tabletop.debrief.action_report.report import Learnt, Part
    from sim.tabletop.game.game import Played

HELP: Final = """\
\b
Examples:
  hotline debrief results/northern-front/game-consult-s1-w0
  hotline debrief results/northern-front/game-* --to class.html
  hotline debrief results/northern-front/game-consult-s1-w0 --among 200 --futures 0
  hotline debrief results/northern-front/game-consult-s1-w0 --lessons lessons.yaml
  hotline debrief scenarios/northern-front.yaml --paper written.csv

Write the after-action report and improvement plan of GAME as one HTML page that needs no network:
objectives met or not by the events of the log, and in what share of simulated games; decisions; the
same world with rules in all seats; where the game lies among many; what other choices would usually
have led to; where the hours went; strengths, and areas for improvement with owner and date. Each
sentence leads to its events. Several games of one scenario stand side by side on one page. With
--lessons the plan is that of a file, which is begun from the game; its checks are those of a
scenario, so that hotline run tells whether a later state of things would pass.
"""


@click.command(name="debrief", help=HELP)
@click.argument("games", nargs=-1, required=True, metavar="GAME...")
@click.option(
    "--to", "out", metavar="FILE", help="Where to write.  [default: debrief.html in GAME]"
)
@click.option(
    "--among",
    type=Whole(0, MOST_WORLDS, what="a number of worlds"),
    default=1000,
    show_default=True,
    metavar="N",
    help="Simulated games beside each; 0 for none.",
)
@click.option(
    "--futures",
    type=Whole(0, MOST_WORLDS, what="a number of worlds"),
    default=100,
    show_default=True,
    metavar="N",
    help="Futures of each option of the most telling decisions; 0 for none.",
)
@click.option(
    "--luck",
    type=Whole(0, MOST_WORLDS, what="a number of worlds"),
    default=20,
    show_default=True,
    metavar="N",
    help="Futures before and after each act, which tell luck from choice; 0 for none.",
)
@click.option(
    "--lessons",
    metavar="FILE",
    help="What was learnt, with owners, dates and checks; begun from GAME if it is not there.",
)
@click.option(
    "--paper",
    metavar="FILE",
    help="A game on paper, written down as .csv or .xlsx; GAME is then its scenario.",
)
@click.option("--sheet", metavar="NAME", help="With --paper: the sheet to read.")
@options.OVERWRITE
@options.QUIET
def command(  # noqa: PLR0913 - one argument an option
    games: tuple[str, ...],
    *,
    out: str | None,
    among: int,
    futures: int,
    luck: int,
    lessons: str | None,
    paper: str | None,
    sheet: str | None,
    overwrite: bool,
    quiet: bool,
) -> None:
    from sim.tabletop.debrief.action_report.report import report_page

    file = None if lessons is None else Path(lessons)
    if sheet is not None and paper is None:
        raise UsageError("--sheet needs --paper: of which workbook?")
    if paper is not None:
        _expect_paper_alone()
        _debrief_paper(games, Path(paper), sheet, file, out, overwrite=overwrite)
        return
    if len(games) > 1 and out is None:
        raise UsageError("Several games make one page of their own: say where, --to FILE.")
    paths = [Path(game) for game in games]
    beside = Beside(among=among, futures=futures, luck=luck)
    parts = _parts(paths, beside, quiet=quiet)
    learnt = _learnt_of_game(parts[0], file)
    page = report_page(parts, learnt)
    _write(page, paths[0], None if out is None else Path(out), overwrite=overwrite)


def _parts(paths: Sequence[Path], beside: Beside, *, quiet: bool) -> list[Part]:
    """What is told of each game; of one that this version would play otherwise, by its log."""
    from sim.tabletop.debrief.action_report.account import noted_account
    from sim.tabletop.debrief.action_report.report import part, parts_of
    from sim.tabletop.game.game import read_game

    try:
        played = [read_game(path) for path in paths]
    except AnotherWorld as error:
        if len(paths) > 1:
            raise
        say(error.told, err=True)
        return [part(noted_account(paths[0]), "", error.told)]
    _expect_one_scenario(paths, played)
    return parts_of(accounts(paths, played, beside, quiet=quiet))


def _expect_one_scenario(paths: Sequence[Path], played: Sequence[Played]) -> None:
    """Games of different inputs are not set side by side."""
    first = played[0].folder.scenario.digest
    for path, one in zip(paths, played, strict=True):
        if one.folder.scenario.digest != first:
            raise UsageError(
                f"{path} is a game of another scenario than {paths[0]}: their outcomes cannot be"
                " compared. Debrief it by itself."
            )


def _learnt_of_game(first: Part, file: Path | None) -> Learnt:
    """What people have made of a game."""
    from sim.tabletop.debrief.action_report.lessons import draft_of_game
    from sim.tabletop.debrief.action_report.report import Learnt

    if file is None:
        return Learnt(lessons=first.account.scenario.exercise.lessons)
    return _learnt(file, lambda: draft_of_game(first.account, first.results, first.areas, file))


def _learnt(file: Path, draft: Callable[[], bytes]) -> Learnt:
    """What people have made of it, from a file; the file is begun where there is none."""
    from shlex import quote

    from sim.experiment.outcomes.outcome_lookup import outcome_findings
    from sim.output.storage.files import write_new
    from sim.scenario import resolve
    from sim.tabletop.debrief.action_report.lessons import check_sentences
    from sim.tabletop.debrief.action_report.report import Learnt

    if not file.exists():
        write_new(file, draft(), overwrite=False)
        say(f"The lessons are begun in {file}: fill in what is done, by whom, by when.", err=True)
    found = resolve(file, also=outcome_findings).scenario
    said = found.exercise.lessons
    return Learnt(
        lessons=said,
        checks=check_sentences(found.checks, said),
        command=f"hotline run {quote(str(file))}",
    )


def _expect_paper_alone() -> None:
    """An error where something is asked that only the engine could tell."""
    for name in ("among", "futures", "luck"):
        if options.was_given(name):
            raise UsageError(
                f"--{name} needs a game that was played: of one on paper the engine knows nothing,"
                f" and simulates nothing beside it. Leave --{name} out."
            )


def _debrief_paper(
    scenarios: Sequence[str],
    paper: Path,
    sheet: str | None,
    lessons: Path | None,
    out: str | None,
    *,
    overwrite: bool,
) -> None:
    """A game that was played without the engine, and written down."""
    from os.path import relpath

    from sim.experiment.outcomes.outcome_lookup import outcome_findings
    from sim.output.storage.files import write_new
    from sim.scenario import resolve
    from sim.tabletop.debrief.action_report.lessons import draft
    from sim.tabletop.debrief.action_report.report import Learnt
    from sim.tabletop.debrief.paper.paper_report import areas, paper_page
    from sim.tabletop.debrief.paper.transcript import read_transcript

    if len(scenarios) > 1:
        raise UsageError("--paper FILE is one game: name its scenario alone.")
    scenario = resolve(scenarios[0], also=outcome_findings).scenario
    written = read_transcript(paper, sheet, scenario, scenario.study.baseline)
    for note in written.notes:
        say(f"{paper}: {note}", err=True)
    learnt = Learnt(lessons=scenario.exercise.lessons)
    if lessons is not None:
        extends = relpath(scenarios[0], lessons.parent)
        found = areas(scenario, written)
        learnt = _learnt(lessons, lambda: draft(written.name, extends, found))
    to = Path(out) if out is not None else paper.with_name(f"{paper.stem}-debrief.html")
    write_new(to, paper_page(scenario, written, learnt), overwrite=overwrite)
    say(str(to))


def _write(page: bytes, game: Path, out: Path | None, *, overwrite: bool) -> None:
    """Put the page into the game's folder, or elsewhere."""
    from sim.output.storage.files import write_new
    from sim.output.storage.safety.file_records import keep
    from sim.output.storage.safety.game_files import PAGE

    if out is None:
        keep(game, {PAGE: page}, overwrite=overwrite)
        say(str(game / PAGE))
    else:
        write_new(out, page, overwrite=overwrite)
        say(str(out))
