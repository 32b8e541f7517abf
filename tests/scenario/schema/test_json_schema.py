"""The JSON Schema that editors read: whole, self-contained, and of one mind with what is loaded."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.cli import main
from sim.errors import HotlineError
from sim.scenario import resolve
from sim.scenario.loading.document import DOCUMENT, SETTING
from sim.scenario.loading.measure_files import MEASURE, read_measure
from sim.scenario.loading.measure_regimes import Regimes
from sim.scenario.schema.json_schema import json_schema, measure_schema
from sim.scenario.text.parser import read_file
from sim.scenario.text.tree import Node, Row, Scalar

SAMPLE = Path(__file__).parents[1] / "data" / "sample.yaml"
SCENARIOS = Path(__file__).parents[3] / "scenarios"


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    """The published schema."""
    return json_schema()


def plain(node: Node) -> object:
    """The tree as JSON values."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Row):
        return [plain(item) for item in node.items]
    return {key: plain(entry) for key, entry in node.entries.items()}


def fits(value: object, schema: dict[str, Any], root: dict[str, Any]) -> bool:
    """A validator for the few words of JSON Schema that ours uses; any other word is an error."""
    return all(WORDS[word](value, told, schema, root) for word, told in schema.items())


def _type(value: object, told: str, _schema: object, _root: object) -> bool:
    kinds: dict[str, tuple[type, ...]] = {
        "object": (dict,),
        "array": (list,),
        "string": (str,),
        "boolean": (bool,),
        "null": (type(None),),
        "integer": (int,),
        "number": (int, float),
    }
    return isinstance(value, kinds[told]) and (told == "boolean" or not isinstance(value, bool))


def _properties(value: object, told: dict[str, Any], _schema: object, root: dict[str, Any]) -> bool:
    return not isinstance(value, dict) or all(
        fits(value[key], told[key], root) for key in value if key in told
    )


# What is told is a flag or a schema.
def _additional(value: object, told: Any, schema: dict[str, Any], root: dict[str, Any]) -> bool:  # noqa: ANN401
    if not isinstance(value, dict):
        return True
    others = [value[key] for key in value if key not in schema.get("properties", {})]
    return (
        (told or not others)
        if isinstance(told, bool)
        else all(fits(other, told, root) for other in others)
    )


def _items(
    value: object, told: dict[str, Any], schema: dict[str, Any], root: dict[str, Any]
) -> bool:
    start = len(schema.get("prefixItems", ()))
    return not isinstance(value, list) or all(fits(item, told, root) for item in value[start:])


def _prefix(
    value: object, told: list[dict[str, Any]], _schema: object, root: dict[str, Any]
) -> bool:
    return not isinstance(value, list) or all(
        fits(item, one, root) for item, one in zip(value, told, strict=False)
    )


WORDS: dict[str, Any] = {
    "type": _type,
    "properties": _properties,
    "additionalProperties": _additional,
    "items": _items,
    "prefixItems": _prefix,
    "minItems": lambda value, told, *_: not isinstance(value, list) or len(value) >= told,
    "maxItems": lambda value, told, *_: not isinstance(value, list) or len(value) <= told,
    "propertyNames": lambda value, told, *_: (
        not isinstance(value, dict) or all(re.search(told["pattern"], key) for key in value)
    ),
    "anyOf": lambda value, told, _, root: any(fits(value, one, root) for one in told),
    "$ref": lambda value, told, _, root: fits(
        value, root["$defs"][told.removeprefix("#/$defs/")], root
    ),
    "required": lambda value, told, *_: not isinstance(value, dict) or set(told) <= set(value),
    "pattern": lambda value, told, *_: (
        not isinstance(value, str) or re.search(told, value) is not None
    ),
    "minimum": lambda value, told, *_: not isinstance(value, (int, float)) or value >= told,
    "maximum": lambda value, told, *_: not isinstance(value, (int, float)) or value <= told,
    "enum": lambda value, told, *_: value in told,
    "const": lambda value, told, *_: value == told,
} | dict.fromkeys(
    ("title", "description", "default", "examples", "$schema", "$defs"), lambda *_: True
)


#: Measures have a schema of their own, and parts are no scenarios by themselves.
FILES = sorted(
    path for path in SCENARIOS.rglob("*.yaml") if path.parent.name not in {"measures", "parts"}
)


@pytest.mark.parametrize("path", [SAMPLE, *FILES], ids=lambda path: path.stem)
def test_every_scenario_fits_the_schema(path: Path, schema: dict[str, Any]) -> None:
    assert fits(plain(read_file(path, path.name).tree), schema, schema)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("schema: 1", "schema: 2"),
        ("horizon: {", "horizn: {"),
        ("1 wk 12 h", "12"),
        ("staff: {value: 4", "staff: {value: -4"),
        ("rating: secret", "rating: secrets"),
        ("weibull", "weibul"),
        ("assures: 35 %", "assures: 1.5"),
        ("rule: expected_utility", "rule: expected_utilities"),
        ("once per 3 h", "3"),
        ("    extends: asks", "    extend: asks"),
        ("link: wire, authority", "link: wire, autority"),
    ],
)
def test_what_cannot_be_loaded_does_not_fit(
    old: str, new: str, schema: dict[str, Any], tmp_path: Path
) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "x.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert not fits(plain(read_file(path, "x").tree), schema, schema)


def test_all_inputs_are_published_with_their_meaning(schema: dict[str, Any]) -> None:
    assert set(schema["properties"]) == {"schema", "extends", "source", *DOCUMENT.fields}
    assert set(schema["$defs"]["Inputs"]["properties"]) == set(SETTING.fields)
    assert schema["properties"]["horizon"]["description"] == "decision window"
    assert schema["properties"]["horizon"]["default"] == "30 d"
    assert schema["$defs"]["Terms"]["properties"]["notice"]["default"] == "14 h"
    assert schema["$defs"]["Leader"]["properties"]["rule"]["default"].keys() == {"quantal_response"}


def test_all_references_lead_somewhere(schema: dict[str, Any]) -> None:
    used = set(references(schema))
    assert used <= {f"#/$defs/{name}" for name in schema["$defs"]}
    assert used >= {
        f"#/$defs/{name}" for name in ("Inputs", "ArmText", "LawOfTime", "LawOfShares", "Rule")
    }


def references(node: object) -> Iterator[str]:
    """All references below a node."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    if isinstance(node, list):
        for value in node:
            yield from references(value)


def test_it_is_json_and_the_same_each_time(schema: dict[str, Any]) -> None:
    assert json.loads(json.dumps(schema)) == schema == json_schema()


def test_the_resolved_inputs_fit_too(schema: dict[str, Any]) -> None:
    assert all(
        fits(plain(tree), schema["$defs"]["Inputs"], schema)
        for tree in resolve(SAMPLE).settings.values()
    )


# measures

MEASURES = sorted((SCENARIOS / "measures").glob("*.yaml"))


@pytest.mark.parametrize("path", MEASURES, ids=lambda path: path.stem)
def test_every_measure_fits_the_schema_of_measures_and_no_scenario_does(
    path: Path, schema: dict[str, Any]
) -> None:
    of_measures, tree = measure_schema(), plain(read_file(path, path.name).tree)
    assert fits(tree, of_measures, of_measures)
    assert not fits(tree, schema, schema)
    assert not fits(plain(read_file(SAMPLE, SAMPLE.name).tree), of_measures, of_measures)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kind: measure", "kind: measures"),
        ("direction: lower", "direction: less"),
        ("cost: {value: 3,", "cost: {value: -3,"),
        ("cost:", "costs:"),
        ("  text: fewer", "  words: fewer"),
        ("share_after", "share_afterwards"),
        ("leak_rate", "leak_rat"),
        ("    title: nothing leaks\n", ""),
    ],
)
def test_what_is_no_measure_does_not_fit(old: str, new: str, tmp_path: Path) -> None:
    text = (SCENARIOS / "measures" / "intelligence_sharing.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "x.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(HotlineError):
        Regimes(resolve(SCENARIOS / "northern-front.yaml"), "consult").of([read_measure(path)])(
            frozenset({"x"}), ("x", "nothing_leaks")
        )
    of_measures = measure_schema()
    assert not fits(plain(read_file(path, "x").tree), of_measures, of_measures)


def test_the_schema_of_measures_is_whole_and_says_what_is_required() -> None:
    of_measures = measure_schema()
    assert set(references(of_measures)) <= {f"#/$defs/{name}" for name in of_measures["$defs"]}
    assert set(of_measures["properties"]) == {"schema", "kind", *MEASURE.fields}
    assert set(of_measures["required"]) == {
        "schema",
        "kind",
        "title",
        "purpose",
        "expected",
        "cost",
    }
    assert json.loads(json.dumps(of_measures)) == of_measures == measure_schema()


def test_the_command_prints_either(
    capsys: pytest.CaptureFixture[str], schema: dict[str, Any]
) -> None:
    assert main.status(["schema", "--kind", "measure"]) == 0
    assert json.loads(capsys.readouterr().out) == measure_schema()
    assert main.status(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == schema
    assert main.status(["schema", "--kind", "measures"]) == 2


def test_a_description_is_one_line_a_paragraph_however_the_source_is_wrapped() -> None:
    told = [
        group["description"] for group in json_schema()["$defs"].values() if "description" in group
    ]
    assert told
    assert [text for text in told if "\n" in text.replace("\n\n", "")] == []
