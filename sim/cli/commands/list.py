"""``hotline list``: what ships: scenarios with their purpose, and the names that a scenario or an
option may use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import click

from sim.cli.screen import say, say_json, width
from sim.errors import UsageError, did_you_mean

JSON_SCHEMA: Final = 1
INPUTS: Final = "inputs"

HELP: Final = """\
\b
Examples:
  hotline list
  hotline list scenarios
  hotline list inputs patience
  hotline list rules --json

List what ships. WHAT is one of scenarios, measures, protocols, rules, laws, outcomes, charts,
styles, sizes, inputs; without it, all of them but the inputs, which are some hundred. WORD... keeps
the lines that hold all these words. Of an input it tells what it is, path, unit, default, plausible
range and source, which commands and options move it (on a law: it, or a number in it), and which
measures.
"""

Rows = Iterator[tuple[str, str]]


def _scenarios() -> Rows:
    from sim.scenario.loading.shipped import examples

    for example in examples():
        yield example.name, f"{example.title}. {example.purpose}"


def _measures() -> Rows:
    from pathlib import Path

    from sim.scenario.loading.measure_files import known_measures, read_measure

    for name, path in sorted(known_measures(Path("scenarios")).items()):
        measure = read_measure(path).measure
        yield name, f"{measure.title}. {measure.purpose} Expected: {measure.expected.text}."


def _protocols() -> Rows:
    from sim.domain.decisions.protocols import PROTOCOLS

    yield from ((name, protocol.description) for name, protocol in PROTOCOLS.items())


def _rules() -> Rows:
    from sim.domain.decisions.rules import RULES

    yield from ((name, _first_sentence(rule)) for name, rule in RULES.items())


def _laws() -> Rows:
    from sim.domain.distributions.families import LAWS

    yield from ((name, _first_sentence(law)) for name, law in LAWS.items())


def _outcomes() -> Rows:
    from sim.experiment.outcomes.definitions import OUTCOMES

    yield from (
        (name, f"{outcome.title}: {outcome.definition}") for name, outcome in OUTCOMES.items()
    )


def _charts() -> Rows:
    from sim.studies.registry import STUDIES

    for study in STUDIES.values():
        yield from (
            (name, f"Of a {study.noun}. {chart.title}")
            for name, chart in study.charts.listed.items()
        )


def _styles() -> Rows:
    from sim.output.charts.base.picture_styles import STYLES

    yield from ((name, style.says) for name, style in STYLES.items())


def _sizes() -> Rows:
    from sim.output.charts.base.picture_styles import SIZES

    yield from ((name, size.says) for name, size in SIZES.items())


def _first_sentence(thing: type) -> str:
    return " ".join((thing.__doc__ or "").strip().partition("\n\n")[0].split())


LISTS: Final[Mapping[str, Callable[[], Rows]]] = {
    "scenarios": _scenarios,
    "measures": _measures,
    "protocols": _protocols,
    "rules": _rules,
    "laws": _laws,
    "outcomes": _outcomes,
    "charts": _charts,
    "styles": _styles,
    "sizes": _sizes,
}


class _Lists(click.Choice[str]):
    """The lists; a misspelt one is answered with the nearest."""

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter as error:
            near = did_you_mean(str(value), [*LISTS, INPUTS])
            self.fail(f"{error.message} {near}".rstrip(), param, ctx)


@click.command(name="list", help=HELP)
@click.argument("what", required=False, type=_Lists([*LISTS, INPUTS]), metavar="[WHAT]")
@click.argument("words", nargs=-1, metavar="[WORD...]")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
def command(what: str | None, words: tuple[str, ...], *, as_json: bool) -> None:
    """List what ships."""
    if what == INPUTS:
        _show_inputs(words, as_json=as_json)
        return
    wanted = {name: _rows_with(name, words) for name in ([what] if what else LISTS)}
    if as_json:
        say_json(_as_json(wanted), indent=2)
        return
    for number, (name, rows) in enumerate(wanted.items()):
        if not what:
            click.echo(("\n" if number else "") + click.style(name, bold=True))
        _print(rows)
    if not what:
        click.echo("\n" + click.style(INPUTS, bold=True))
        _print([("hotline list inputs [WORD...]", "every input of a scenario file")])


def _rows_with(what: str, words: tuple[str, ...]) -> list[tuple[str, str]]:
    """The rows of a list that hold all the words; an error that names the nearest where none do."""
    from sim.cli.input_list import contains_all, no_such_word

    rows = list(LISTS[what]())
    texts = [f"{name} {text}" for name, text in rows]
    chosen = [row for row, text in zip(rows, texts, strict=True) if contains_all(words, text)]
    if not chosen and words:
        raise UsageError(no_such_word(words, texts, f"line of `hotline list {what}`"))
    return chosen


def _show_inputs(words: tuple[str, ...], *, as_json: bool) -> None:
    from textwrap import fill

    from sim.cli.input_list import input_rows, words_of_inputs

    rows = input_rows(words)
    for word, instead in zip(words, words_of_inputs(words), strict=True):
        if word != instead:
            say(f"'{word}' is called '{instead}' here:", err=True)
    if as_json:
        say_json({"schema": JSON_SCHEMA, INPUTS: [row.as_data() for row in rows]}, indent=2)
        return
    for row in rows:
        first, more = row.lines()
        for text, indent in ((first, ""), (more, "    ")):
            click.echo(
                fill(
                    text,
                    max(40, width()),
                    initial_indent=indent,
                    subsequent_indent="    ",
                    break_long_words=False,
                    break_on_hyphens=False,
                )
            )


def _print(rows: list[tuple[str, str]]) -> None:
    from shutil import get_terminal_size
    from textwrap import wrap

    width = min(get_terminal_size((100, 24)).columns, 120)
    names = max((len(name) for name, _ in rows), default=0)
    for name, text in rows:
        first, *more = wrap(text, max(20, width - names - 4)) or [""]
        click.echo(f"  {name:<{names}}  {first}".rstrip())
        for line in more:
            click.echo(" " * (names + 4) + line)


def _as_json(wanted: Mapping[str, list[tuple[str, str]]]) -> dict[str, Any]:
    lists = {
        name: [{"name": row, "text": text} for row, text in rows] for name, rows in wanted.items()
    }
    return {"schema": JSON_SCHEMA, **lists}
