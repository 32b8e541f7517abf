"""The exact versions in constraints.txt fit what pyproject.toml asks for, and cover all of it; the
lowest are its bounds.
"""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import sim

PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;]+)")


def pins(root: Path, file: str = "constraints.txt") -> dict[str, str]:
    lines = (root / file).read_text(encoding="utf-8").splitlines()
    found = [PIN.fullmatch(line) for line in lines if line and not line.startswith("#")]
    assert all(found), "each line is a comment or name==version"
    return {canonicalize_name(match["name"]): match["version"] for match in found if match}


def asked_for(root: Path) -> list[Requirement]:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    return [Requirement(line) for line in project["dependencies"] + extras]


def test_every_dependency_is_pinned_within_its_range(root: Path) -> None:
    pinned = pins(root)
    for requirement in asked_for(root):
        version = pinned.get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement.name} is not in constraints.txt"
        assert version in requirement.specifier, (
            f"{requirement.name} {version} is outside {requirement.specifier}"
        )


def test_the_lowest_versions_that_are_tried_are_the_lower_bounds(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    of_users = extras["sensitivity"] + extras["cluster"] + extras["xlsx"] + extras["web"]
    asked = map(Requirement, project["dependencies"] + of_users)
    bounds = {
        canonicalize_name(one.name): Version(spec.version)
        for one in asked
        for spec in one.specifier
        if spec.operator == ">="
    }
    assert {
        name: Version(text) for name, text in pins(root, "constraints-lowest.txt").items()
    } == bounds


def test_what_development_needs_has_the_bounds_of_the_extras(root: Path) -> None:
    extras = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "optional-dependencies"
    ]
    of_users = {*extras["sensitivity"], *extras["cluster"], *extras["xlsx"], *extras["web"]}
    assert of_users <= {*extras["dev"]}


def test_every_dependency_has_a_lower_bound(root: Path) -> None:
    unbounded = [
        str(one)
        for one in asked_for(root)
        if not any(spec.operator == ">=" for spec in one.specifier)
    ]
    assert unbounded == []


def test_the_installed_version_is_the_one_in_the_source(root: Path) -> None:
    assert distribution("hotline-sim").version == sim.__version__
    assert f"## [{sim.__version__}]" in (root / "CHANGELOG.md").read_text(
        encoding="utf-8"
    ) or "## [Unreleased]" in (root / "CHANGELOG.md").read_text(encoding="utf-8")
