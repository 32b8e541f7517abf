"""``hotline schema``: the JSON Schema of a scenario file, for completion and hints in an editor."""

from __future__ import annotations

import json
from typing import Final

import click

HELP: Final = """\
\b
Examples:
  hotline schema > hotline.schema.json

Print the JSON Schema of a scenario file. An editor with the YAML language server uses it when the file begins with

\b
  # yaml-language-server: $schema=hotline.schema.json
"""


@click.command(name="schema", help=HELP)
def command() -> None:
    """Print the schema."""
    from sim.scenario.publish import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
