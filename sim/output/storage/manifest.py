"""The manifest of a results folder: what was run, with what, where and when. Nothing else in the
folder says when or where.

It ends in a seal, a digest of all that it says but when and how long: what is changed in it later
shows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from sim import __version__
from sim.errors import ResultsError
from sim.experiment.outcomes.definitions import COLUMNS
from sim.experiment.runs.plan import Plan
from sim.output import provenance
from sim.output.provenance import Machine
from sim.output.storage import canonical_json, codec
from sim.output.storage.files import write
from sim.output.storage.safety import folder_names

FILE: Final = "manifest.json"
SCHEMA: Final = 1
SEAL: Final = "seal"
#: How every manifest opens what it says of itself.
WHAT: Final = "results of a Hotline "
#: The hash over all others.
ALL: Final = "all"

#: Fields in which two runs of the same command on the same machine differ; the seal cannot be of
#: itself.
_UNSEALED: Final = frozenset({"started", "wall_seconds", SEAL})
#: What every manifest says, of results of any kind and version, and as what.
_SAID: Final[Mapping[str, type | tuple[type, ...]]] = {
    "scenario.name": str,
    "scenario.title": str,
    "scenario.digest": str,
    "seed": int,
    "replications": int,
    "arms": list,
    "baseline": str,
    "columns": list,
    "content.all": str,
    "command": str,
    "versions.hotline-sim": str,
    "started": str,
    "wall_seconds": (int, float),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What of a study only its manifest tells: the command, when it started and how long it took,
    in seconds.

    ``specification`` is what was asked, as plain data, by which it can be made again; ``planned``
    are the pictures and pages that are made of it next; ``defaults`` the inputs that the scenario
    leaves to what is documented, by the source of that.
    """

    specification: Mapping[str, object]
    command: str
    started: str
    seconds: float
    planned: tuple[str, ...] = ()
    defaults: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedScenario:
    """Which scenario results are of."""

    name: str
    title: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockDigests:
    """How many worlds a file holds, and the digest of each block of them; ``arms`` where they are
    not those of the study.
    """

    worlds: int
    digests: tuple[str, ...]
    arms: tuple[str, ...] | None = field(default=None, metadata={"omitted": True})


Blocks = tuple[str, ...] | Mapping[str, BlockDigests]
#: Of a field that only some manifests have.
_OMITTED: Final = {"omitted": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What ``manifest.json`` says: all that a reviewer needs to repeat the study, and the hashes
    that show that it was repeated.

    Fields that may be ``None`` are of some kinds of results only, or came with a later version.
    ``kind`` is that of a study, and none of a run; ``asked`` a digest of what a study of designs
    was asked; ``measure_names`` the names that no file could bear, by file; ``blocks`` of a run are
    the digests of its one file of worlds.
    """

    schema: int
    what: str
    scenario: NamedScenario
    seed: int
    replications: int
    arms: tuple[str, ...]
    baseline: str
    columns: tuple[str, ...]
    until: Mapping[str, object] | None = field(default=None, metadata=_OMITTED)
    content: Mapping[str, str]
    specification: Mapping[str, object] | None = field(default=None, metadata=_OMITTED)
    command: str
    planned: tuple[str, ...] | None = field(default=None, metadata=_OMITTED)
    versions: Mapping[str, str]
    code: str | None = field(default=None, metadata=_OMITTED)
    commit: str | None = None
    machine: Machine | None = field(default=None, metadata=_OMITTED)
    started: str
    wall_seconds: float
    defaults: Mapping[str, tuple[str, ...]] | None = field(default=None, metadata=_OMITTED)
    kind: str | None = field(default=None, metadata=_OMITTED)
    asked: str | None = field(default=None, metadata=_OMITTED)
    levers: tuple[str, ...] | None = field(default=None, metadata=_OMITTED)
    points: int | None = field(default=None, metadata=_OMITTED)
    identity: Mapping[str, object] | None = field(default=None, metadata=_OMITTED)
    measure_names: Mapping[str, str] | None = field(default=None, metadata=_OMITTED)
    blocks: Blocks | None = field(default=None, metadata=_OMITTED)
    seal: str | None = field(default=None, metadata=_OMITTED)

    @property
    def content_hash(self) -> str:
        """The hash over those of all files."""
        return self.content[ALL]

    @property
    def files(self) -> tuple[str, ...]:
        """The files that it has hashes of."""
        return tuple(name for name in self.content if name != ALL)

    @property
    def version(self) -> str:
        """The version of the program that made the results."""
        return self.versions["hotline-sim"]

    @property
    def is_broken(self) -> bool:
        """Whether it was changed after it was sealed. One of an older version, which has no seal,
        is taken as it is.
        """
        return self.seal is not None and self.seal != _seal(codec.plain(self))


def manifest_of_plan(
    plan: Plan,
    circumstances: Circumstances,
    *,
    what: str = "run",
    columns: Sequence[str] | None = None,
) -> Manifest:
    """The manifest of a study whose worlds a plan says, without hashes. ``columns`` are those of
    its rows, where they are not all.
    """
    about = new_manifest(
        what,
        NamedScenario(
            name=plan.scenario.name, title=plan.scenario.title, digest=plan.scenario.digest
        ),
        circumstances,
        seed=plan.seed,
        replications=plan.replications,
        arms=plan.arms,
        baseline=plan.baseline,
        columns=COLUMNS if columns is None else columns,
    )
    return replace(about, until=None if plan.until is None else dict(plan.until))


def new_manifest(
    what: str,
    scenario: NamedScenario,
    circumstances: Circumstances,
    *,
    seed: int,
    replications: int,
    arms: Sequence[str],
    baseline: str,
    columns: Sequence[str],
) -> Manifest:
    """A manifest without hashes: of which worlds, how they came about, by which code and on
    which machine.
    """
    return Manifest(
        schema=SCHEMA,
        what=f"{WHAT}{what}",
        scenario=scenario,
        seed=seed,
        replications=replications,
        arms=tuple(arms),
        baseline=baseline,
        columns=tuple(columns),
        content={},
        specification=circumstances.specification,
        command=circumstances.command,
        planned=circumstances.planned or None,
        versions=provenance.versions(),
        code=provenance.code_digest(),
        commit=provenance.commit(),
        machine=provenance.this_machine(),
        started=circumstances.started,
        wall_seconds=round(circumstances.seconds, 3),
        defaults=circumstances.defaults or None,
    )


def notes_of_plan(plan: Plan) -> dict[str, str]:
    """What a file of worlds says of itself to those who have nothing but it."""
    return {
        "hotline.schema": str(SCHEMA),
        "hotline.version": __version__,
        "hotline.scenario": plan.scenario.name,
        "hotline.digest": plan.scenario.digest,
        "hotline.seed": str(plan.seed),
    }


def write_manifest(folder: Path, about: Manifest) -> None:
    """Write a manifest with its seal: with it a folder is complete."""
    write(folder / FILE, canonical_json.text_of(with_seal(codec.plain(about))))


def read_manifest(about: Mapping[str, Any], folder: Path) -> Manifest:
    """What the file of a folder says, as it was read, with types."""
    return codec.typed_object(Manifest, about, str(folder / FILE))


def missing_names(about: Mapping[str, Any]) -> list[str]:
    """The names, with dots, of what a manifest should say and does not, or says as
    something else.
    """
    return [name for name, kind in _SAID.items() if not isinstance(_value_at(about, name), kind)]


def own_manifest(about: Mapping[str, Any], folder: Path) -> Manifest | None:
    """A manifest, if it is one of Hotline's, as it was sealed; one of an older version, without a
    seal, is as well.
    """
    if not is_hotlines(about) or missing_names(about) or first_misnamed_file(about) is not None:
        return None
    try:
        found = read_manifest(about, folder)
    except ResultsError:
        return None
    return None if found.is_broken else found


def is_hotlines(about: Mapping[str, Any]) -> bool:
    """Whether a file of that name is of this program, by what it says of itself."""
    return str(about.get("what")).startswith(WHAT)


def first_misnamed_file(about: Mapping[str, Any]) -> str | None:
    """The first file that no results can have by such a name; none where all lie in the folder of
    the manifest.
    """
    blocks = about.get("blocks", {})
    planned = about.get("planned", [])
    named = [name for name in about["content"] if name != ALL]
    named += blocks if isinstance(blocks, dict) else ()
    named += map(str, planned) if isinstance(planned, list) else ["planned"]
    return next(
        (name for name in named if name == FILE or not folder_names.is_file_name(name)), None
    )


def _value_at(about: Mapping[str, Any], name: str) -> object:
    found: object = about
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def with_seal(about: Mapping[str, Any]) -> dict[str, Any]:
    """The data of a manifest with their seal."""
    shown = canonical_json.visible_object(
        about
    )  # as it is read: paths on a command line may hold anything
    return {**shown, SEAL: _seal(shown)}


def _seal(about: Mapping[str, Any]) -> str:
    return canonical_json.digest_of(
        {name: value for name, value in about.items() if name not in _UNSEALED}
    )
