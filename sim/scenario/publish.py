"""The schema of a scenario file as JSON Schema, for completion and hints in an editor.

Nothing is required in it but ``schema``: a file says only what differs from the defaults or from the file that it extends.
"""

from __future__ import annotations

from typing import Any, Final

from sim.domain.setting import Setting
from sim.scenario.document import SCHEMA, Header
from sim.scenario.schema import NAME, adapter

_SOURCE: Final = {"source": {"type": "string", "description": "where the numbers here come from, or: judgement"}}
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """The schema of a whole file, self-contained."""
    inputs, header = (
        _relaxed(_resolved(adapter(cls).json_schema(ref_template="#/$defs/{model}"))) for cls in (Setting, Header)
    )
    for top in (inputs, header):
        top["properties"].pop("source")
    definitions = {**inputs.pop("$defs"), **header.pop("$defs")}
    definitions["Inputs"] = {"type": "object", "properties": inputs["properties"], "additionalProperties": False}
    definitions["ArmText"]["properties"]["with"] = {
        "$ref": "#/$defs/Inputs",
        "description": "inputs that differ from the base",
    }
    text = {
        "schema": {"const": SCHEMA, "description": "version of the file format"},
        "extends": {
            "type": "string",
            "description": "another scenario file, relative to this one, that this one adds to",
        },
    }
    return {
        "$schema": DIALECT,
        "title": "Hotline scenario",
        "description": "A crisis between two allies, the arms to compare and the study. All inputs have documented defaults.",
        "type": "object",
        "properties": {**text, **header["properties"], **inputs["properties"]},
        "required": ["schema"],
        "additionalProperties": False,
        "$defs": dict(sorted(definitions.items())),
    }


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """The top model itself, where Pydantic gives a reference to it."""
    name = schema.get("$ref", "").removeprefix("#/$defs/")
    return {**schema["$defs"][name], "$defs": schema["$defs"]} if name else schema


def _relaxed(node: Any) -> Any:
    """Nothing required in groups of inputs, and null allowed wherever a file may take something away."""
    if isinstance(node, list):
        return [_relaxed(item) for item in node]
    if not isinstance(node, dict):
        return node
    relaxed = {key: _relaxed(value) for key, value in node.items() if key != "title" or not isinstance(value, str)}
    if "properties" in relaxed and "value" not in node.get("required", ()):
        relaxed.pop("required", None)
        relaxed["properties"] = {name: _or_null(value) for name, value in relaxed["properties"].items()} | _SOURCE
    if isinstance(relaxed.get("additionalProperties"), dict):
        relaxed["additionalProperties"] = _or_null(relaxed["additionalProperties"])
        relaxed["propertyNames"] = {"pattern": f"^{NAME.pattern}$"}
    return relaxed


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {key: schema[key] for key in ("description", "default") if key in schema}
    rest = {key: value for key, value in schema.items() if key not in said}
    options = [one for one in rest["anyOf"] if one != {"type": "null"}] if set(rest) == {"anyOf"} else [rest]
    return {**said, "anyOf": [*options, {"type": "null"}]}
