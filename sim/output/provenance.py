"""Which code, libraries and machine make results: what may differ from one place to another, and
what must be the same.
"""

from __future__ import annotations

import os
import platform
import subprocess
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from shutil import which
from typing import Final

import sim

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """Where results were made."""

    system: str
    processor: str
    cores: int | None


def this_machine() -> Machine:
    """The machine that this runs on."""
    return Machine(system=platform.platform(), processor=platform.machine(), cores=os.cpu_count())


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
    found = versions()
    same = {name: found[name] for name in ("hotline-sim", "numpy", "scipy", "simpy")}
    return {**same, "python": ".".join(platform.python_version_tuple()[:2]), "code": code_digest()}


def versions() -> dict[str, str]:
    """The versions of the program, of Python, and of the libraries that results may depend on."""
    found = {"hotline-sim": sim.__version__, "python": platform.python_version()}
    for library in _LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:  # zone data may come with the system instead
            continue
    return found


def commit() -> str | None:
    """The commit of the checkout that the package runs from, with ``+`` if files have changed
    since; ``None`` elsewhere.
    """
    checkout = _PACKAGE.parent
    head = _git(checkout, "rev-parse", "HEAD") if (checkout / ".git").exists() else None
    changed = _git(checkout, "status", "--porcelain", "--untracked-files=no") if head else None
    return None if head is None or changed is None else head + "+" * bool(changed)


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
