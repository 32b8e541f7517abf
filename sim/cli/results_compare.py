"""``hotline results compare``: two runs or two scenarios side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from sim.cli import options
from sim.cli.screen import say, say_json, show_grid, width
from sim.errors import UsageError
from sim.output.words import count_text, many_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.experiment.comparison.run_summary import EstimateSummary
    from sim.experiment.outcomes.definitions import Outcome
    from sim.output.evidence.two_runs import ArmPair, Side, SideBySide
    from sim.output.storage.run_folder import RunFolder

JSON_SCHEMA: Final = 1

HELP: Final = """\
\b
Examples:
  hotline results compare results/a/s1-n400-1a2b3c4d results/b/s1-n400-5e6f7a8b
  hotline results compare RUN1 RUN2 --arm with_line --against as_today
  hotline results compare a.yaml b.yaml

Two runs side by side, A and B: inputs in which they differ, outcomes with intervals, whether their
worlds are the same (same seed, same version), and then B less A in the same worlds. Arms go by
their names; --arm and --against pair one of B with one of A. Of two scenario files only the inputs
are compared.
"""


@click.command(name="compare", help=HELP)
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@click.option("--arm", metavar="ARM", help="The arm of B.  [default: those that both have]")
@options.AGAINST_ARM("against", metavar="ARM", help="The arm of A.  [default: that of --arm]")
@click.option(
    "--all-outcomes", is_flag=True, help="Tables of all outcomes, not only of the headline ones."
)
@options.JSON
def compare(
    first: str,
    second: str,
    *,
    arm: str | None,
    against: str | None,
    all_outcomes: bool,
    as_json: bool,
) -> None:
    """Two runs or scenarios side by side."""
    from sim.output.evidence.two_runs import side_by_side

    found = side_by_side(_side(first), _side(second), arm=arm, against=against)
    if as_json:
        say_json(_document(found))
        return
    for letter, side in (("A", found.first), ("B", found.second)):
        say(f"{letter}: {_about(side)}")
    _show_inputs(found)
    _show_outcomes(found, everything=all_outcomes)
    click.echo()
    for remark in found.remarks:
        _say_wrapped(remark)


def _side(said: str) -> Side:
    """A run whose files are as they were written, or a scenario file."""
    from sim.output.evidence.two_runs import Side
    from sim.output.storage.folders import kind_of
    from sim.output.storage.run_folder import SCENARIO, RunFolder
    from sim.scenario import resolve
    from sim.studies.registry import open_verified

    path = Path(said)
    if path.is_file():
        return Side(name=said, found=resolve(path), folder=None)
    if not path.exists():
        raise UsageError(
            f"{said}: there is no such folder or file. Name two results folders of runs (`hotline"
            " results list` lists them), or two scenario files."
        )
    folder = open_verified(path)
    if not isinstance(folder, RunFolder):
        raise UsageError(
            f"{said} holds a {kind_of(folder)} study: only runs are compared, as only they have"
            " every arm in the same worlds at one point. Run its scenario, and compare that."
        )
    if folder.summary.doubt is not None:
        raise UsageError(
            f"{said} holds a run whose inputs were drawn: its worlds are not independent of one"
            " another, and the scenario by itself has none of them. Compare runs that were made"
            " without --uncertain."
        )
    return Side(name=said, found=resolve(path / SCENARIO), folder=folder)


def _about(side: Side) -> str:
    scenario = side.found.scenario
    if side.folder is None:
        return f"{scenario.title} ({side.name}), a scenario of {count_text(len(side.arms), 'arm')}"
    about = side.folder.manifest
    return (
        f"{scenario.title} ({side.name}), {many_text(about.replications, 'world')}, seed"
        f" {about.seed}"
    )


def _show_inputs(found: SideBySide) -> None:
    from sim.output.text.side_by_side_table import input_grid

    of_all = found.inputs_of_all()
    grids = [input_grid("Inputs that differ in every arm", of_all)] if of_all else []
    grids += [
        input_grid(f"Inputs that differ in {pair.name}", own)
        for pair in found.arms
        if (own := [one for one in pair.inputs if one not in of_all])
    ]
    for grid in grids:
        click.echo()
        show_grid(grid)
    if not grids:
        click.echo()
        names = ", ".join(pair.name for pair in found.arms)
        say(f"No input differs ({names}).")


def _show_outcomes(found: SideBySide, *, everything: bool) -> None:
    from sim.experiment.comparison.summary import HEADLINES
    from sim.output.text.side_by_side_table import outcome_grid, paired_grid, pairing_note

    first, second = found.first.folder, found.second.folder
    click.echo()
    if first is None or second is None:
        _say_wrapped(_how_to_get_outcomes(found))
        return
    shown = [one for one in found.outcomes if everything or one.name in HEADLINES]
    for pair in found.arms:
        never = _never(first, pair.first, shown), _never(second, pair.second, shown)
        if found.worlds is not None:
            show_grid(paired_grid(pair.name, shown, found.worlds, never))
        else:
            sides = first.summary.estimates[pair.first], second.summary.estimates[pair.second]
            show_grid(outcome_grid(f"{pair.name}: A and B", shown, *sides, never))
        click.echo()
    _say_wrapped(pairing_note(found.unpaired, found.worlds, first.summary.confidence))


def _never(folder: RunFolder, arm: str, outcomes: Sequence[Outcome]) -> frozenset[str]:
    """The outcomes that an arm cannot have, as it never asks."""
    from sim.output.answer.attainable_outcomes import can_have

    return frozenset(one.name for one in outcomes if not can_have(folder.summary, arm, one.name))


def _how_to_get_outcomes(found: SideBySide) -> str:
    """The runs that are lacking, in the same worlds as the one that is there."""
    there = found.first.folder or found.second.folder
    worlds = f"-n {there.replications} --seed {there.manifest.seed}" if there else "-n 200"
    lacking = [side.name for side in (found.first, found.second) if side.folder is None]
    return (
        f"Outcomes are compared between runs: hotline run {' '.join(lacking)} {worlds}, then"
        " hotline results compare with the folders of both."
    )


def _say_wrapped(text: str) -> None:
    from textwrap import wrap

    for line in wrap(text, width(), break_long_words=False, break_on_hyphens=False):
        say(line)


def _document(found: SideBySide) -> dict[str, Any]:
    return {
        "schema": JSON_SCHEMA,
        "first": _side_as_data(found.first),
        "second": _side_as_data(found.second),
        "paired": found.worlds is not None,
        "unpaired": found.unpaired,
        "worlds": found.worlds.worlds if found.worlds else None,
        "arms": [_pair_as_data(found, pair) for pair in found.arms],
        "remarks": list(found.remarks),
    }


def _side_as_data(side: Side) -> dict[str, Any]:
    about = side.folder.manifest if side.folder else None
    return {
        "name": side.name,
        "title": side.found.scenario.title,
        "digest": side.found.scenario.digest,
        "arms": list(side.arms),
        "seed": about.seed if about else None,
        "worlds": about.replications if about else None,
    }


def _pair_as_data(found: SideBySide, pair: ArmPair) -> dict[str, Any]:
    from sim.output.storage.codec import plain

    return {
        "first": pair.first,
        "second": pair.second,
        "inputs": [plain(one) for one in pair.inputs],
        "outcomes": {
            one.name: {
                "first": plain(_estimate(found, pair, 0, one.name)),
                "second": plain(_estimate(found, pair, 1, one.name)),
                "difference": plain(found.worlds.differences[pair.name][one.name])
                if found.worlds
                else None,
            }
            for one in found.outcomes
        },
    }


def _estimate(found: SideBySide, pair: ArmPair, side: int, outcome: str) -> EstimateSummary:
    """What one side says: over the worlds that both have, where they are the same worlds."""
    if found.worlds is not None:
        return (found.worlds.first, found.worlds.second)[side][pair.name][outcome]
    folder = (found.first, found.second)[side].folder
    assert folder is not None, "what has outcomes are runs"
    return folder.summary.estimates[(pair.first, pair.second)[side]][outcome]
