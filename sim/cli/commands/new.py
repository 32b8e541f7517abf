"""``hotline new``: a scenario file to start from, with comments, or a copy of one that ships. Never
overwrites.
"""

from __future__ import annotations

import re
from os.path import relpath
from pathlib import Path
from shlex import quote
from typing import Final

import click

from sim.cli.screen import say
from sim.errors import UsageError

HELP: Final = """\
\b
Examples:
  hotline new my-crisis
  hotline new my-crisis --from northern-front
  hotline new --measure hot-line

Write NAME.yaml in the current folder: a short scenario with comments, or a copy of one that ships
(`hotline list` names them). With --measure it is a measure, which a scenario finds in the folder
`measures` beside it. A file that exists is never touched.
"""

MEASURE: Final = """\
# A measure for Hotline: `hotline check {file}` finds mistakes. In a folder `measures` beside a \
scenario, `hotline measures`
# tries it with all others, and any arm may stack it by its name. It changes inputs only; what \
follows is measured.
schema: 1
kind: measure
title: {title}
purpose: What it consists of, in one sentence
expected: # what is expected of it, to be tested on one outcome (`hotline list outcomes` names them)
  text: the patron's objection comes in time more often
  outcome: objection_in_time
  direction: higher # or lower
cost: {{value: 1.5, source: judgement}} # in millions a year

# The inputs that it changes, as a scenario writes them. No two measures that are stacked may set \
the same one.
with:
  allies:
    patron:
      leader: {{asleep_factor: {{value: 0.5, source: judgement}}}}
"""

STARTER: Final = """\
# A scenario for Hotline. What is not said here has a documented default: `hotline show {file}` \
prints all of it,
# `hotline check {file}` finds mistakes, `hotline run {file}` compares the arms.
# Times carry units (s, min, h, d, wk), rates too (0.75 per d); any number may say where it comes \
from:
#   notice: {{value: 14 h, source: "press reports"}}        or   source: judgement
schema: 1
title: {title}
purpose: What this comparison is to show, in one sentence
sources:
  - judgement throughout

start: 2026-03-02T06:00+02:00 # when the crisis begins, with an offset or a zone
horizon: {{value: 30 d, source: judgement}} # the decision window

allies:
  frontline: # the ally under the threat, which can strike alone
    name: the frontline
    zone: Asia/Jerusalem
  patron: # the ally that counsels restraint
    name: the patron
    zone: America/New_York

# Channels have names of your own. This one adds a phone between the leaders to the cable and the \
courier of the defaults.
channels:
  leader_phone:
    rating: secret
    latency: {{lognormal: {{median: 21 min, sigma: 0.55}}, source: judgement}}
    fallback: cable
routes:
  objection: leader_phone # what the phone is rated too low for still takes the cable

# What a scenario brings in, at a time or when something first holds.
injects:
  first_attack:
    at: {{value: T+6 h, source: judgement}}
    event: provocation
    severity: {{value: 0.6, source: judgement}}
    text: "Rockets at the border"

# The regimes to compare. An arm says only what differs: its protocol (unilateral, notify, \
consult, concurrence, joint), and
# under `with` any input that stands above. `extends` starts from another arm.
arms:
  unilateral:
    protocol: unilateral
  consult:
    protocol: consult
  patient:
    title: Consults, and waits longer
    extends: consult
    with:
      terms: {{patience: {{base: {{value: 90 h, source: judgement}}}}}}

# What is uncertain, and by how much: `hotline sensitivity` and `hotline discover` say what hangs \
on it.
uncertainties:
  adversary.threat.growth: {{low: 0.02 / d, high: 0.1 / d, source: judgement}}
  allies.frontline.outlook.red_line: {{low: 0.5, high: 0.75, source: judgement}}

study:
  baseline: unilateral
  # What decides, named before the run: the report's first page answers it (`hotline list \
outcomes`).
  question: {{outcome: unilateral_strike, arm: consult, against: unilateral, because: "it is what \
asking is to prevent"}}
  replications: 400
  precision: {{unilateral_strike: 0.03}} # how well `hotline run --until-precise` is to know \
differences
"""


@click.command(name="new", help=HELP)
@click.argument("name", metavar="NAME")
@click.option(
    "--from", "source", metavar="EXAMPLE", help="A scenario, or measure, that ships, to copy."
)
@click.option(
    "--measure", is_flag=True, help="A measure instead, for a folder `measures` beside a scenario."
)
def command(name: str, source: str | None, *, measure: bool) -> None:
    """Start a scenario or a measure."""
    path = _path(name)
    copied, starter = (_copied_measure, MEASURE) if measure else (_copy_of_example, STARTER)
    text = (
        copied(source, path) if source else starter.format(file=_as_typed(path), title=_title(path))
    )
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(
            f"{path} exists already, and is left as it is; choose another name"
        ) from None
    say(f"Wrote {path}. Next: hotline check {_as_typed(path)}", err=True)


def _path(name: str) -> Path:
    from sim.scenario.schema.entry_names import NAME

    path = Path(name if name.endswith(".yaml") else f"{name}.yaml")
    if not NAME.fullmatch(path.stem):
        raise UsageError(
            f"'{path.stem}' cannot be a scenario's name: use a-z, 0-9, _ and -, at most 64, first a"
            " letter or digit"
        )
    return path


def _as_typed(path: Path) -> str:
    """The path as one types it on a command line."""
    from sim.output.storage.safety.folder_names import visible_name

    return quote(visible_name(str(path)))


def _title(path: Path) -> str:
    from sim.scenario.text.writer import scalar

    return scalar(re.sub(r"[-_]+", " ", path.stem).capitalize())


def _copy_of_example(source: str, path: Path) -> str:
    """The example's text with a title of its own; where it extends another file, with the path to
    that one from the copy.
    """
    from sim.scenario.loading.shipped import example
    from sim.scenario.text.parser import parse
    from sim.scenario.text.tree import Scalar
    from sim.scenario.text.writer import scalar

    found = example(source)
    text = found.path.read_text(encoding="utf-8")
    parent = parse(text, str(found.path)).tree.entries.get("extends")
    if isinstance(parent, Scalar) and isinstance(parent.value, str):
        moved = relpath(found.path.parent / parent.value, path.parent)
        text = _with(text, "extends", scalar(Path(moved).as_posix()))
    return _with(text, "title", _title(path))


def _copied_measure(source: str, path: Path) -> str:
    """The measure's text with a title of its own."""
    from sim.scenario.loading.measure_files import known_measures, unknown_measure

    known = known_measures(path.parent)
    if source not in known:
        message, hint = unknown_measure(source, known)
        raise UsageError(f"{message}. {hint}")
    return _with(known[source].read_text(encoding="utf-8"), "title", _title(path))


def _with(text: str, key: str, value: str) -> str:
    """The text with another value of a key at its top; of one that it inherits, below the file that
    it extends.
    """
    from sim.scenario.text.parser import parse

    keys, lines = parse(text, "").tree.keys, text.splitlines(keepends=True)
    first = last = keys[key if key in keys else "extends"].line
    if key in keys:
        first -= 1
        while (
            last < len(lines) and lines[last].strip() and lines[last][0] in " \t"
        ):  # the value goes on
            last += 1
    return "".join([*lines[:first], f"{key}: {value}\n", *lines[last:]])
