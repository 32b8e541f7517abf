"""CONTRIBUTING shows the house as it is: every folder of ``sim/`` has its line in the map, and each
module, table, class and function that the page names is where it says.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")

MODULE = re.compile(r"`((?:sim|tools)/[\w/]+\.py)`")
NAME = re.compile(r"`([A-Za-z_][\w.]*)`")
ROOM = re.compile(r"^    (?P<indent> *)(?P<folder>[\w/]+/) {2,}\S")
#: A table of a module, as the list of additions names it: before its path, or after.
TABLE_AFTER = re.compile(r"`((?:sim|tools)/[\w/]+\.py)`, table `(\w+)`")
TABLE_BEFORE = re.compile(r"`([A-Z_]+)`(?: of | \()`((?:sim|tools)/[\w/]+\.py)`")
#: What reads like a name of the code: a constant, or a class.
CODE_NAME = re.compile(r"`([A-Z][A-Z_]{3,}|[A-Z][a-z]+(?:[A-Z][a-z]+)+)`")


def folders() -> set[str]:
    """Folders of the package that hold modules."""
    return {f"{path.parent.relative_to(ROOT)}/" for path in (ROOT / "sim").rglob("*.py")}


def rooms(page: str) -> list[str]:
    """Folders in the map, each in full: one that stands further right lies in the one above it."""
    above: list[tuple[int, str]] = []
    found: list[str] = []
    for line in page[page.index("## The map") :].splitlines():
        if room := ROOM.match(line):
            depth = len(room["indent"])
            above = [] if depth == 0 else [one for one in above if one[0] < depth]
            outer = above[-1][1] if above else ""
            above.append((depth, outer + room["folder"]))
            found.append(outer + room["folder"])
        elif found and not line.strip():
            break
    return found


def _named(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Assign(targets=targets):
            yield from (one.id for one in targets if isinstance(one, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name


@cache
def names(module: str) -> frozenset[str]:
    """What a module defines: ``name``, and ``Class.name`` for what a class holds."""
    found: set[str] = set()
    for node in ast.parse((ROOT / module).read_text(encoding="utf-8")).body:
        found.update(_named(node))
        if isinstance(node, ast.ClassDef):
            found.update(f"{node.name}.{name}" for inner in node.body for name in _named(inner))
    return frozenset(found)


def claims(page: str) -> Iterator[tuple[str, str]]:
    """Module and name, where the page says that the one defines the other."""
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 3 and (module := MODULE.fullmatch(cells[1])):
            yield from ((module[1], name) for name in NAME.findall(cells[2].partition(";")[0]))
    flat = " ".join(page.split())
    yield from TABLE_AFTER.findall(flat)
    yield from ((module, name) for name, module in TABLE_BEFORE.findall(flat))


def wrong(page: str) -> list[str]:
    """Claims that do not hold: no such module, or nothing of that name in it."""
    missing = [path for path in MODULE.findall(page) if not (ROOT / path).is_file()]
    return missing + [
        f"{module}: {name}"
        for module, name in claims(page)
        if module not in missing and name not in names(module)
    ]


def test_each_folder_of_the_package_has_its_line_in_the_map() -> None:
    found = rooms(PAGE)
    assert set(found) == folders()
    assert len(found) == len(set(found))


def test_a_folder_holds_as_many_modules_as_a_reader_can_survey() -> None:
    crowded = {
        str(folder.relative_to(ROOT)): len(modules)
        for folder in (ROOT / "sim").rglob("*")
        if folder.is_dir()
        and len(modules := [one for one in folder.glob("*.py") if one.name != "__init__.py"]) > 16
    }
    assert crowded == {}


def test_folders_of_tests_are_those_of_what_they_test() -> None:
    crossing = {"output/odd"}  # every chart and page, of worlds as odd as they come
    layers = {path.name for path in (ROOT / "sim").iterdir() if path.is_dir()}
    tested = {
        path.parent.relative_to(ROOT / "tests")
        for layer in layers
        for path in (ROOT / "tests" / layer).rglob("test_*.py")
    }
    strange = {str(path) for path in tested if f"sim/{path}/" not in folders()}
    assert strange == crossing
    assert Path("output/storage") in tested


def test_modules_and_names_that_the_page_names_are_there() -> None:
    assert wrong(PAGE) == []
    assert len(list(claims(PAGE))) > 40, "the tables of the page are no longer read"


def test_constants_and_classes_that_the_page_names_exist() -> None:
    paths = [*(ROOT / "sim").rglob("*.py"), *(ROOT / "tools").glob("*.py")]
    known = {
        name.rpartition(".")[2] for path in paths for name in names(str(path.relative_to(ROOT)))
    }
    outside = {"HOTLINE_DATA"}  # of the environment
    assert sorted({*CODE_NAME.findall(PAGE)} - known - outside) == []


def test_the_layers_of_the_page_are_those_of_the_contract() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = project["tool"]["importlinter"]["contracts"][0]
    assert f"    {' > '.join(contract['layers'])}\n" in PAGE


def test_a_page_that_is_wrong_is_found() -> None:
    page = """
| x | in | by |
| one | `sim/errors.py` | `HotlineError`, `Nobody` |
| two | `sim/nowhere.py` | `HotlineError` |

In `sim/domain/decisions/rules.py`, table `NONE`, and `ALL` of `sim/errors.py`.
"""
    assert wrong(page) == [
        "sim/nowhere.py",
        "sim/errors.py: Nobody",
        "sim/domain/decisions/rules.py: NONE",
        "sim/errors.py: ALL",
    ]
    assert rooms(
        "## The map\n\n    sim/    all\n      cli/    commands\n\n    tests/    not\n"
    ) == ["sim/", "sim/cli/"]


def class_names(layer: Path) -> dict[str, list[str]]:
    """By name of a class the modules of a layer that have one of that name."""
    modules: dict[str, list[str]] = {}
    for path in sorted(layer.rglob("*.py")):
        for name in re.findall(r"^class (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE):
            modules.setdefault(name, []).append(path.relative_to(ROOT).as_posix())
    return modules


def test_no_two_classes_of_a_layer_share_a_name() -> None:
    layers = [folder for folder in sorted((ROOT / "sim").iterdir()) if folder.is_dir()]
    shared = [
        f"{name}: {', '.join(modules)}"
        for layer in layers
        for name, modules in class_names(layer).items()
        if len(modules) > 1
    ]
    assert shared == [], "whoever reads one of them thinks of the other"


def test_bare_participles_are_few_among_functions() -> None:
    """They neither say what is returned nor what is done; ``asked`` asks or was asked."""
    names = [
        name
        for path in sorted((ROOT / "sim").rglob("*.py"))
        for name in re.findall(r"^ *def (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    bare = [
        name for name in names if re.fullmatch(r"_?(?:[a-z]{2,}ed|told|kept|found|drawn)", name)
    ]
    assert len(bare) <= 0.02 * len(names), sorted(bare)
