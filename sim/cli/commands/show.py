"""``hotline show``: a scenario in full, with where each value comes from, or its ledger of
assumptions.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import click

from sim.cli import options
from sim.cli.screen import say
from sim.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from sim.scenario import Assumption, Resolved

JSON_SCHEMA: Final = 1
_WIDEST: Final = 44

HELP: Final = """\
\b
Examples:
  hotline show scenarios/two-desks.yaml
  hotline show scenarios/two-desks.yaml --only-changed
  hotline show scenarios/two-desks.yaml --arm consult --assumptions
  hotline show scenarios/two-desks.yaml --set terms.notice="2 h" > frozen.yaml
  hotline show scenarios/northern-front.yaml --arm consult --network network.svg
  hotline show --assumptions
  hotline show scenarios/measures/liaison_team.yaml

Print SCENARIO with everything that it leaves unsaid filled in, each value with its origin: a line
of a file, the command line, or a default with its source. What is printed is a scenario file again,
and the same scenario. Without SCENARIO the assumptions are those of a scenario that says nothing:
every default. A measure is shown in the same way.
"""

#: A scenario that leaves every input as it is declared.
_NOTHING_SAID: Final = (
    "schema: 1\ntitle: Defaults\npurpose: Every input as it is declared\nstart: 2026-03-02T06:00Z\n"
)


@click.command(name="show", help=HELP)
@click.argument("scenario", metavar="[SCENARIO]", required=False)
@click.option("--arm", metavar="ARM", help="Only the inputs of this arm, its overlay applied.")
@click.option(
    "--assumptions", is_flag=True, help="Every number with unit, plausible range and source."
)
@click.option("--only-changed", is_flag=True, help="Only what differs from the defaults.")
@options.SETS
@click.option(
    "--network", metavar="FILE", help="Draw offices, chains and channels, as .svg, .png or .pdf."
)
@options.OVERWRITE
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="With --assumptions: one JSON document instead of a table.",
)
def command(
    scenario: str | None,
    *,
    arm: str | None,
    assumptions: bool,
    only_changed: bool,
    sets: tuple[str, ...],
    network: str | None,
    overwrite: bool,
    as_json: bool,
) -> None:
    """Show a scenario."""
    from sim.scenario import resolve, scenario_yaml, setting_written
    from sim.scenario.checks.measure_file import is_measure

    if scenario is not None and is_measure(Path(scenario)):
        if arm or assumptions or sets or network or as_json:
            raise UsageError(
                f"{scenario} is a measure: it is shown with --only-changed or without any option."
            )
        say(_measure(Path(scenario), only_changed=only_changed), end=False)
        return
    if as_json and not assumptions:
        raise UsageError("--json goes with --assumptions; a scenario is shown as YAML")
    if scenario is None and (not assumptions or network or arm or only_changed):
        raise UsageError(
            "Name a SCENARIO. Without one there are only --assumptions, those of the defaults."
        )
    _expect_together(
        printed=assumptions or only_changed, network=network is not None, overwrite=overwrite
    )
    found = _defaults(sets) if scenario is None else resolve(scenario, sets)
    name = _existing_arm(found, arm or found.scenario.study.baseline)
    if network is not None:
        say(_draw_network(found, name, Path(network), overwrite=overwrite))
    elif assumptions:
        _show_ledger(found, name, only_changed=only_changed, as_json=as_json)
    elif arm:
        say(setting_written(found.settings[name], only_changed=only_changed), end=False)
    else:
        say(scenario_yaml(found, only_changed=only_changed), end=False)


def _expect_together(*, printed: bool, network: bool, overwrite: bool) -> None:
    """An error where half of what is asked for would be passed over."""
    if network and printed:
        raise UsageError(
            "--network draws offices and channels, and prints nothing: it goes without"
            " --assumptions and --only-changed. Ask for one after the other."
        )
    if overwrite and not network:
        raise UsageError("--overwrite goes with --network: nothing else is written to a file.")


def _measure(path: Path, *, only_changed: bool) -> str:
    from sim.scenario.checks.measure_file import measure_written
    from sim.scenario.loading.measure_files import read_measure

    return measure_written(read_measure(path), only_changed=only_changed)


def _defaults(sets: Sequence[str]) -> Resolved:
    """What there is where nothing is said."""
    from sim.scenario import resolve

    with TemporaryDirectory() as folder:
        path = Path(folder) / "defaults.yaml"
        path.write_text(_NOTHING_SAID, encoding="utf-8")
        return resolve(path, sets)


def _draw_network(found: Resolved, arm: str, path: Path, *, overwrite: bool) -> Path:
    """Draw the network of an arm in the format that the file's name says."""
    from sim.cli.screen import remark
    from sim.output.charts.base import glyphs, style
    from sim.output.charts.base.chart import Chart
    from sim.output.charts.base.files import FORMATS, picture
    from sim.output.charts.run.network import of_scenario
    from sim.output.storage.files import write_new

    form = path.suffix.removeprefix(".")
    if form not in FORMATS:
        raise UsageError(
            f"--network {path}: the name must end in one of"
            f" {', '.join(f'.{known}' for known in FORMATS)}."
        )
    allies = found.scenario.arms[arm].setting.allies
    words = f"{found.scenario.title} {arm} {allies.frontline.name} {allies.patron.name}"
    chart = glyphs.draw_with_fonts(lambda: of_scenario(found.scenario, arm, style.WIDTH), words)
    assert isinstance(chart, Chart), "a scenario has channels at least"
    with style.in_style(words):
        drawn = picture(chart, "Offices and channels", form)
        boxes = "" if form == "svg" else glyphs.boxes_note(glyphs.unshown(chart.figure))
    write_new(path, drawn, overwrite=overwrite)
    remark(boxes, quiet=not boxes)
    return path


def _existing_arm(found: Resolved, arm: str) -> str:
    if arm in found.settings:
        return arm
    hint = did_you_mean(arm, found.settings, f"There are: {', '.join(found.settings)}.")
    raise UsageError(f"There is no arm '{arm}' in {found.files[0]}. {hint}")


def _show_ledger(found: Resolved, arm: str, *, only_changed: bool, as_json: bool) -> None:
    from sim.scenario import ledger

    rows = [
        row
        for row in ledger(found.scenario.arms[arm].setting, found.settings[arm])
        if row.is_given or not only_changed
    ]
    if as_json:
        document = {
            "schema": JSON_SCHEMA,
            "scenario": found.scenario.name,
            "arm": arm,
            "assumptions": [*map(_as_json, rows)],
        }
        click.echo(json.dumps(document, indent=2))
        return
    say(f"{found.scenario.title}: the assumptions of arm {arm}")
    click.echo()
    _table(("input", "value", "plausible", "source"), [_cells(row) for row in rows])
    click.echo()
    click.echo(_tally(rows))


def _cells(row: Assumption) -> tuple[str, str, str, str]:
    mark = " (!)" if _odd(row) else ""
    return (row.path, row.value, row.plausible + mark, row.source or f"no source ({row.origin})")


def _odd(row: Assumption) -> bool:
    """Given outside the plausible range; a default outside it is zero and switches a
    mechanism off.
    """
    return row.is_given and not row.plausibly


def _table(header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Columns as wide as they need to be, within reason; the last one is as long as it is."""
    longest = [max(len(row[at]) for row in (header, *rows)) for at in range(len(header) - 1)]
    widths = [longest[0], *(min(_WIDEST, width) for width in longest[1:])]
    for row in (header, tuple("-" * width for width in (*widths, len(header[-1]))), *rows):
        cells = [f"{cell:<{width}}" for cell, width in zip(row, widths, strict=False)]
        say("  ".join((*cells, row[-1])).rstrip())


def _tally(rows: Sequence[Assumption]) -> str:
    judged = sum(row.is_judgement for row in rows)
    unsourced = sum(not row.has_source for row in rows)
    odd = sum(map(_odd, rows))
    return (
        f"{len(rows)} assumptions: {len(rows) - judged - unsourced} with a source, {judged}"
        f" judgement, {unsourced} without either; {odd} outside the plausible range (!)"
    )


def _as_json(row: Assumption) -> dict[str, Any]:
    return {
        "path": row.path,
        "value": row.value,
        "unit": row.unit,
        "number": row.number,
        "low": row.low,
        "high": row.high,
        "plausible": row.plausible,
        "within": row.plausibly,
        "meaning": row.meaning,
        "source": row.source,
        "origin": str(row.origin),
    }
