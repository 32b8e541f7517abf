"""``hotline schema``: the JSON Schema of a scenario file or of a measure file, for completion and
hints in an editor.
"""

from __future__ import annotations

from typing import Final

import click

from sim.cli.screen import say_json

HELP: Final = """\
\b
Examples:
  hotline schema > hotline.schema.json
  hotline schema --kind measure > measure.schema.json

Print the JSON Schema of a scenario file, or of a measure file. An editor with the YAML language
server uses it when the file begins with

\b
  # yaml-language-server: $schema=hotline.schema.json
"""
KINDS: Final = ("scenario", "measure")


@click.command(name="schema", help=HELP)
@click.option(
    "--kind",
    type=click.Choice(KINDS),
    default=KINDS[0],
    show_default=True,
    help="The kind of file that it describes.",
)
def command(*, kind: str) -> None:
    """Print the schema."""
    from sim.scenario.schema.json_schema import json_schema, measure_schema

    made = {"scenario": json_schema, "measure": measure_schema}[kind]
    say_json(made(), indent=2)
