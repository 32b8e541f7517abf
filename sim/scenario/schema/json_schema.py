"""The schemas of scenario files and of measure files as JSON Schema, for completion and hints in an
editor.

Nothing is required of a scenario but ``schema``: a file says only what differs from the defaults or
from the file that it extends. A measure stands for itself: it says what it is, what is expected of
it and what it costs.
"""

from __future__ import annotations

from typing import Any, Final

from sim.domain.inputs.setting import Setting
from sim.scenario.loading.document import SCHEMA, Header
from sim.scenario.loading.measure_files import KIND, MEASURE, MeasureText
from sim.scenario.schema.entry_names import NAME
from sim.scenario.schema.models import adapter

_SOURCE: Final = {
    "source": {"type": "string", "description": "where the numbers here come from, or: judgement"}
}
#: What every measure says: what has no default.
MEASURE_SAYS: Final = tuple(name for name in MEASURE.fields if name not in MEASURE.defaults)
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """The schema of a whole scenario file, self-contained."""
    inputs, header = (_nothing_required(_of(cls)) for cls in (Setting, Header))
    for top in (inputs, header):
        top["properties"].pop("source")
    definitions = {**inputs.pop("$defs"), **header.pop("$defs")}
    definitions["Inputs"] = _inputs(inputs)
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
        **_SOURCE,
    }
    return {
        "$schema": DIALECT,
        "title": "Hotline scenario",
        "description": (
            "A crisis between two allies, the arms to compare and the study. All inputs have"
            " documented defaults."
        ),
        "type": "object",
        "properties": {**text, **header["properties"], **inputs["properties"]},
        "required": ["schema"],
        "additionalProperties": False,
        "$defs": dict(sorted(definitions.items())),
    }


def measure_schema() -> dict[str, Any]:
    """The schema of a whole measure file, self-contained."""
    inputs, own = _nothing_required(_of(Setting)), _without_titles(_of(MeasureText))
    inputs["properties"].pop("source")
    definitions = {**inputs.pop("$defs"), **own.pop("$defs"), "Inputs": _inputs(inputs)}
    definitions["NeedsText"].pop("required")
    definitions["ConditionText"]["required"] = ["title"]
    for group in (own, definitions["ConditionText"]):
        described = group["properties"]["with"]["description"]
        group["properties"]["with"] = {"$ref": "#/$defs/Inputs", "description": described}
    text = {
        "schema": {"const": SCHEMA, "description": "version of the file format"},
        "kind": {"const": KIND, "description": "what tells a measure from a scenario"},
    }
    return {
        "$schema": DIALECT,
        "title": "Hotline measure",
        "description": (
            "What allies may do before a crisis: the inputs that it changes, its cost, what is"
            " expected of it."
        ),
        "type": "object",
        "properties": {**text, **own["properties"]},
        "required": [*text, *MEASURE_SAYS],
        "additionalProperties": False,
        "$defs": dict(sorted(definitions.items())),
    }


def _of(cls: type) -> dict[str, Any]:
    return _top_model(adapter(cls).json_schema(ref_template="#/$defs/{model}"))


def _inputs(schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": schema["properties"], "additionalProperties": False}


def _without_titles(node: Any) -> Any:
    """Without the titles that Pydantic makes of names."""
    if isinstance(node, list):
        return [_without_titles(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: _without_titles(value)
        for key, value in node.items()
        if key != "title" or not isinstance(value, str)
    }


def _top_model(schema: dict[str, Any]) -> dict[str, Any]:
    """The top model itself, where Pydantic gives a reference to it."""
    name = schema.get("$ref", "").removeprefix("#/$defs/")
    return {**schema["$defs"][name], "$defs": schema["$defs"]} if name else schema


def _nothing_required(node: Any) -> Any:
    """Nothing required in groups of inputs, and null allowed wherever a file may take something
    away.
    """
    if isinstance(node, list):
        return [_nothing_required(item) for item in node]
    if not isinstance(node, dict):
        return node
    relaxed = {
        key: _nothing_required(value)
        for key, value in node.items()
        if key != "title" or not isinstance(value, str)
    }
    if "properties" in relaxed and "value" not in node.get("required", ()):
        relaxed.pop("required", None)
        relaxed["properties"] = {
            name: _or_null(value) for name, value in relaxed["properties"].items()
        } | _SOURCE
    if isinstance(relaxed.get("additionalProperties"), dict):
        relaxed["additionalProperties"] = _or_null(relaxed["additionalProperties"])
        relaxed["propertyNames"] = {"pattern": f"^{NAME.pattern}$"}
    return relaxed


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {key: schema[key] for key in ("description", "default") if key in schema}
    rest = {key: value for key, value in schema.items() if key not in said}
    options = (
        [one for one in rest["anyOf"] if one != {"type": "null"}]
        if set(rest) == {"anyOf"}
        else [rest]
    )
    return {**said, "anyOf": [*options, {"type": "null"}]}
