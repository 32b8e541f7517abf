"""Nothing that the installed program needs is under the GPL, so that anyone may build on it under MIT."""

from __future__ import annotations

import re
from email.message import Message
from importlib.metadata import distribution

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
    """The licence as declared: the expression, else the classifiers, else the first line of the old free text.

    The free text below its first line often quotes the licences of compilers' run-time libraries, which bind nobody.
    """
    expression = metadata.get("License-Expression")
    classifiers = [line for line in metadata.get_all("Classifier", []) if line.startswith("License ::")]
    free_text = metadata.get("License", "").strip().partition("\n")[0]
    return expression or "; ".join(classifiers) or free_text


NEEDED = sorted(needed_by("hotline-sim"))


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


def test_the_rule_can_be_broken() -> None:
    metadata = Message()
    metadata["Classifier"] = "License :: OSI Approved :: GNU General Public License v3 (GPLv3)"
    assert GPL.search(declared(metadata))
