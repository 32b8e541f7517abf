"""Summaries for tests: planted ones of a few parts, and real ones of which something is changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Final, TypeVar

from sim.output.storage.codec import plain, typed_object
from sim.output.storage.manifest import ALL, Circumstances, Manifest, NamedScenario, new_manifest
from sim.output.storage.run_folder import manifest_of
from sim.output.storage.verification import damage_of

S = TypeVar("S")

#: What a planted summary says where a test does not care.
_HEADING: Final[dict[str, Any]] = {
    "schema": 1,
    "kind": "planted",
    "scenario": {"name": "tiny", "title": "Tiny", "purpose": "", "digest": "ab" * 32},
    "seed": 7,
    "replications": 20,
    "confidence": 0.95,
    "baseline": "unilateral",
    "headlines": [],
    "comparisons": {},
}


def sure(value: S | None) -> S:
    """What is there."""
    assert value is not None
    return value


def planted(kind: type[S], /, **parts: object) -> S:
    """A summary of these parts, below a heading."""
    return typed_object(kind, {**_HEADING, **plain(parts)}, "planted")


def planted_manifest(kind: str) -> Manifest:
    """The manifest of a study of a kind, of no worlds."""
    about = new_manifest(
        f"{kind} study",
        NamedScenario(name="tiny", title="Tiny", digest="ab" * 32),
        Circumstances(specification={}, command="hotline", started="now", seconds=1.0),
        seed=7,
        replications=20,
        arms=("unilateral",),
        baseline="unilateral",
        columns=(),
    )
    return replace(about, kind=kind, content={ALL: "0" * 64})


def altered(found: S, /, **parts: object) -> S:
    """The same summary, or part of one, with other parts; both plain data and values
    may be given.
    """
    return typed_object(type(found), {**plain(found), **plain(parts)}, "altered")


def damage_said(path: Path) -> str:
    """What of a folder is no longer as it was written, in words; nothing of one that is whole."""
    found = damage_of(path, manifest_of(path))
    return found.description() if found else ""
