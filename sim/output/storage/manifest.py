"""The manifest of a results folder: what was run, with what, where and when. Nothing else in the
folder says when or where.

It ends in a seal, a digest of all that it says but when and how long: what is changed in it later
shows.
"""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from shutil import which
from typing import Any, Final

import sim
from sim.experiment.runs.plan import Plan
from sim.output.storage import canonical_json
from sim.output.storage.safety import folder_names

FILE: Final = "manifest.json"
SCHEMA: Final = 1
SEAL: Final = "seal"
#: How every manifest opens what it says of itself.
WHAT: Final = "results of a Hotline "

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
_PACKAGE: Final = Path(sim.__file__).parent
_MODEL: Final = ("domain", "engine", "experiment")
_LIBRARIES: Final = (
    "numpy",
    "scipy",
    "simpy",
    "pyarrow",
    "pydantic",
    "pyyaml",
    "matplotlib",
    "jinja2",
    "tzdata",
    "SALib",
)


def manifest(plan: Plan, content: Mapping[str, str], how: Mapping[str, Any]) -> dict[str, Any]:
    """All that a reviewer needs to repeat the run, and the hashes that show that it was repeated;
    ``how`` it was ``made``.
    """
    return {
        "schema": SCHEMA,
        "what": f"{WHAT}run",
        "scenario": {
            "name": plan.scenario.name,
            "title": plan.scenario.title,
            "digest": plan.scenario.digest,
        },
        "seed": plan.seed,
        "replications": plan.replications,
        "arms": list(plan.arms),
        "baseline": plan.baseline,
        "columns": plan.identity()["columns"],
        **({} if plan.until is None else {"until": dict(plan.until)}),
        "content": dict(content),
        **how,
    }


def provenance(
    specification: Mapping[str, Any],
    command: str,
    started: str,
    seconds: float,
    planned: Sequence[str] = (),
) -> dict[str, Any]:
    """How results came about: from which specification, by which command, code and machine, and
    when.

    ``planned`` is what is made of them next.
    """
    return {
        "specification": dict(specification),
        "command": command,
        **({"planned": list(planned)} if planned else {}),
        "versions": _versions(),
        "code": code_digest(),
        "commit": _commit(),
        "machine": {
            "system": platform.platform(),
            "processor": platform.machine(),
            "cores": os.cpu_count(),
        },
        "started": started,
        "wall_seconds": round(seconds, 3),
    }


def missing_names(about: Mapping[str, Any]) -> list[str]:
    """The names, with dots, of what a manifest should say and does not, or says as
    something else.
    """
    return [name for name, kind in _SAID.items() if not isinstance(_value_at(about, name), kind)]


def is_own(about: Mapping[str, Any]) -> bool:
    """Whether a manifest is one of Hotline's, as it was sealed; one of an older version, without a
    seal, is as well.
    """
    ours = str(about.get("what")).startswith(WHAT) and not missing_names(about)
    return ours and first_misnamed_file(about) is None and not is_broken(about)


def files_of(about: Mapping[str, Any]) -> tuple[str, ...]:
    """The files that a manifest has hashes of."""
    return tuple(name for name in about["content"] if name != "all")


def first_misnamed_file(about: Mapping[str, Any]) -> str | None:
    """The first file that no results can have by such a name; none where all lie in the folder of
    the manifest.
    """
    blocks = about.get("blocks", {})
    planned = about.get("planned", [])
    named = [*files_of(about), *(blocks if isinstance(blocks, dict) else ())]
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
    """A manifest with its seal."""
    shown = canonical_json.visible_object(
        about
    )  # as it is read: paths on a command line may hold anything
    return {**shown, SEAL: _seal(shown)}


def is_broken(about: Mapping[str, Any]) -> bool:
    """Whether a manifest was changed after it was sealed. One of an older version, which has no
    seal, is taken as it is.
    """
    return SEAL in about and about[SEAL] != _seal(about)


def _seal(about: Mapping[str, Any]) -> str:
    return canonical_json.digest_of(
        {name: value for name, value in about.items() if name not in _UNSEALED}
    )


@cache
def code_digest() -> str:
    """SHA-256 over the model's source files: worlds of one are not continued with worlds of
    another.
    """
    digest = sha256()
    for path in sorted(path for layer in _MODEL for path in (_PACKAGE / layer).rglob("*.py")):
        digest.update(
            path.relative_to(_PACKAGE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0"
        )
    return digest.hexdigest()


def facts() -> dict[str, str]:
    """What must be the same wherever worlds of one run are computed."""
    versions = _versions()
    same = {name: versions[name] for name in ("hotline-sim", "numpy", "scipy", "simpy")}
    return {**same, "python": ".".join(platform.python_version_tuple()[:2]), "code": code_digest()}


def _versions() -> dict[str, str]:
    found = {"hotline-sim": sim.__version__, "python": platform.python_version()}
    for library in _LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:  # zone data may come with the system instead
            continue
    return found


def _commit() -> str | None:
    """The commit of the checkout that the package runs from, with ``+`` if files have changed
    since; ``None`` elsewhere.
    """
    checkout = _PACKAGE.parent
    commit = _git(checkout, "rev-parse", "HEAD") if (checkout / ".git").exists() else None
    changed = _git(checkout, "status", "--porcelain", "--untracked-files=no") if commit else None
    return None if commit is None or changed is None else commit + "+" * bool(changed)


def _git(checkout: Path, *words: str) -> str | None:
    """What git says; ``None`` where it says nothing of use. It takes no lock, which it would leave
    behind if it were killed.
    """
    git = which("git")
    if git is None:
        return None
    command = [git, "--no-optional-locks", "-C", str(checkout), *words]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None
