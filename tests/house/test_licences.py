"""Nothing that the program needs, or that benchmarks hold it against, is under the GPL, so that
anyone may build on it.
"""

from __future__ import annotations

import re
from contextlib import suppress
from email.message import Message
from importlib.metadata import PackageNotFoundError, distribution

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

GPL = re.compile(r"GPL|GNU (?:Lesser |Affero )?General Public", re.IGNORECASE)


def needed_by(name: str) -> set[str]:
    """All distributions that ``name`` needs here, without extras, and theirs in turn."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        for line in distribution(waiting.pop()).requires or []:
            requirement = Requirement(line)
            wanted = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
            if wanted and (needed := canonicalize_name(requirement.name)) not in found:
                found.add(needed)
                waiting.append(needed)
    return found


def declared(metadata: Message) -> str:
    """The licence as declared: the expression, else the classifiers, else the first line of the
    free text or of the file.

    The free text below its first line often quotes the licences of compilers' run-time libraries,
    which bind nobody.
    """
    expression = metadata.get("License-Expression")
    classifiers = [
        line for line in metadata.get_all("Classifier", []) if line.startswith("License ::")
    ]
    free_text = metadata.get("License", "").strip().partition("\n")[0]
    return expression or "; ".join(classifiers) or free_text or filed(metadata)


def filed(metadata: Message) -> str:
    """The first line of the licence that lies beside the metadata."""
    name = metadata.get("Name", "")
    texts = (
        [
            distribution(name).read_text(f"licenses/{file}")
            for file in metadata.get_all("License-File", [])
        ]
        if name
        else []
    )
    licences = [text.strip().partition("\n")[0] for text in texts if text]
    return next((line for line in licences if "licen" in line.lower()), "")


def needed_by_extra(extra: str) -> set[str]:
    """What an extra asks for and what that needs in turn, as far as it is installed."""
    found: set[str] = set()
    for line in distribution("hotline-sim").requires or []:
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            continue
        if requirement.marker.evaluate({"extra": extra}):
            with suppress(PackageNotFoundError):
                found |= {canonicalize_name(requirement.name), *needed_by(requirement.name)}
    return found


NEEDED = sorted(needed_by("hotline-sim") | needed_by_extra("bench") | needed_by_extra("web"))


def test_the_walk_finds_direct_and_indirect_needs() -> None:
    assert {"simpy", "numpy", "pydantic-core", "markdown-it-py"} <= set(NEEDED)
    assert "pytest" not in NEEDED


@pytest.mark.parametrize("name", NEEDED)
def test_a_dependency_declares_a_licence_that_is_not_gpl(name: str) -> None:
    metadata = distribution(name).metadata
    assert isinstance(metadata, Message)
    licence = declared(metadata)
    assert licence, f"{name} declares no licence"
    assert not GPL.search(licence), f"{name}: {licence}"


def test_the_walk_goes_through_an_extra() -> None:
    assert {"distributed", "dask"} <= needed_by_extra("cluster")
    assert "distributed" not in NEEDED


def test_the_rule_can_be_broken() -> None:
    metadata = Message()
    metadata["Classifier"] = "License :: OSI Approved :: GNU General Public License v3 (GPLv3)"
    assert GPL.search(declared(metadata))
