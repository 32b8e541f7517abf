"""What Hotline needs on a machine and whether it is there: what ``hotline doctor`` tells.

Nothing here imports a library that may be what is broken; whether each loads is tried by another
process (``library_probe``).
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from platform import python_version
from shutil import which
from typing import Any, Final, Literal

import sim
from sim.cli.doctor.library_probe import Findings

State = Literal["ok", "lacks", "broken"]

PACKAGE: Final = Path(sim.__file__).parent
_NAME: Final = "hotline-sim"
_OLDEST_PYTHON: Final = (3, 11)
#: Extras of those who work on the program itself.
_OF_DEVELOPERS: Final = frozenset({"dev", "bench"})
#: What cannot be done without an extra.
USES: Final[Mapping[str, str]] = {
    "sensitivity": "shares of the variance in `hotline sensitivity`",
    "cluster": "many machines, with `--executor dask://HOST:PORT`",
    "xlsx": "`hotline results export RUN --to FILE.xlsx`",
    "web": "games in browsers, with `hotline serve`",
}
_REQUIREMENT: Final = re.compile(
    r"(?P<name>[A-Za-z0-9._-]+)\s*\(?(?P<range>[^;)]*)\)?(?P<marker>;.*)?"
)
_EXTRA: Final = re.compile(r"extra\s*==\s*[\"'](?P<extra>[^\"']+)[\"']")
_BOUND: Final = re.compile(r"(?P<how>>=|<=|==|!=|<|>|~=)\s*(?P<version>[0-9][0-9A-Za-z.]*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing looked at. ``broken`` is what is needed and does not work, ``lacks`` what would
    help and is not there; ``mend`` is the one line that puts it right.
    """

    name: str
    state: State
    found: str
    mend: str = ""

    def as_data(self) -> dict[str, Any]:
        """For ``--json``."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """A library and the versions that will do; ``extra`` is empty where it is always needed."""

    name: str
    versions: str
    extra: str = ""

    def fits(self, installed: str) -> bool:
        """Whether an installed version is within the range."""
        return all(
            _fits(_numbers(installed), bound["how"], _numbers(bound["version"]))
            for bound in _BOUND.finditer(self.versions)
        )

    @property
    def is_there(self) -> bool:
        """Whether a version is installed that will do."""
        installed = installed_version(self.name)
        return bool(installed) and self.fits(installed)

    @property
    def installation(self) -> str:
        """The line that installs it for this Python."""
        return _installation([self])


def program_checks(found: Findings) -> Iterator[Check]:
    """Python, Hotline itself, its command, its libraries."""
    yield _python()
    yield Check(name="Hotline", state="ok", found=f"{sim.__version__} in {PACKAGE}")
    yield _command()
    yield _scenarios()
    for one in requirements():
        if not one.extra:
            yield _library(one, found)


def extra_checks() -> Iterator[Check]:
    """The extras, each once: what it brings, and how what lacks of it is installed."""
    by_extra: dict[str, list[Requirement]] = {}
    for one in requirements():
        if one.extra and one.extra not in _OF_DEVELOPERS:
            by_extra.setdefault(one.extra, []).append(one)
    yield from (_extra(extra, needed) for extra, needed in by_extra.items())


def requirements() -> tuple[Requirement, ...]:
    """What the program asks for: as its checkout says, else as it was installed."""
    project = PACKAGE.parent / "pyproject.toml"
    if project.is_file():
        about = tomllib.loads(project.read_text(encoding="utf-8")).get("project", {})
        if about.get("name") == _NAME:
            extras = about.get("optional-dependencies", {})
            return tuple(
                _read_requirement(text, extra)
                for extra, texts in {"": about["dependencies"], **extras}.items()
                for text in texts
            )
    try:
        return tuple(_read_requirement(text) for text in requires(_NAME) or ())
    except PackageNotFoundError:
        return ()


def _installation(needed: Sequence[Requirement]) -> str:
    """The line that installs libraries for this Python."""
    named = " ".join(f'"{one.name}{one.versions}"' for one in needed)
    return f"{sys.executable} -m pip install {named}"


def installed_version(name: str) -> str:
    """The version of an installed library; empty where there is none."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _read_requirement(text: str, extra: str = "") -> Requirement:
    read = _REQUIREMENT.match(text)
    assert read is not None, "written by ourselves"
    marked = _EXTRA.search(read["marker"] or "")
    return Requirement(
        name=read["name"],
        versions=read["range"].replace(" ", ""),
        extra=extra or (marked["extra"] if marked else ""),
    )


def _numbers(text: str) -> tuple[int, ...]:
    """The release of a version, without what follows its numbers."""
    release = re.match(r"[0-9]+(?:\.[0-9]+)*", text)
    return tuple(map(int, release[0].split("."))) if release else ()


def _fits(installed: Sequence[int], how: str, bound: Sequence[int]) -> bool:
    length = max(len(installed), len(bound))
    here, there = (tuple(one) + (0,) * (length - len(one)) for one in (installed, bound))
    match how:
        case ">=" | "~=":
            return here >= there
        case "<=":
            return here <= there
        case "<":
            return here < there
        case ">":
            return here > there
        case "!=":
            return here != there
        case _:
            return here == there


def _python() -> Check:
    old = sys.version_info[:2] < _OLDEST_PYTHON
    return Check(
        name="Python",
        state="broken" if old else "ok",
        found=f"{python_version()} ({sys.executable})",
        mend="install Python 3.11 or newer, then: python3 -m venv .venv" if old else "",
    )


def _command() -> Check:
    """Whether the shell finds the command of this Python, not another one or none."""
    own = Path(sys.executable).parent
    found = which("hotline")
    activate = own / "activate"
    mend = f". {activate}" if activate.exists() else f'export PATH="{own}:$PATH"'
    if found is None:
        told = "the shell does not find `hotline`; `python -m sim` does the same"
        return Check(name="command", state="lacks", found=told, mend=mend)
    if Path(found).parent.resolve() != own.resolve():
        told = f"the shell finds {found}, which belongs to another Python than this"
        return Check(name="command", state="lacks", found=told, mend=mend)
    return Check(name="command", state="ok", found=found)


def _scenarios() -> Check:
    """The scenarios that ship: beside a checkout, else in the package."""
    for folder in (PACKAGE.parent / "scenarios", PACKAGE / "_scenarios"):
        if count := len(list(folder.glob("*.yaml"))):
            return Check(name="scenarios", state="ok", found=f"{count} ship, in {folder}")
    return Check(
        name="scenarios",
        state="broken",
        found="none of those that ship are there, so Hotline is not installed whole",
        mend=f'{sys.executable} -m pip install --force-reinstall "{_NAME}"',
    )


def _library(one: Requirement, found: Findings) -> Check:
    installed = installed_version(one.name)
    fault = found.faults.get(one.name, "")
    if not installed:
        told = "not installed"
    elif not one.fits(installed):
        told = f"{installed}, where {one.versions} is needed"
    elif fault:
        told = f"{installed} is there and does not load: {fault}"
    else:
        return Check(name=one.name, state="ok", found=installed)
    again = one.installation
    if fault and installed:
        again = again.replace("install ", "install --force-reinstall ", 1)
    return Check(name=one.name, state="broken", found=told, mend=again)


def _extra(extra: str, needed: Sequence[Requirement]) -> Check:
    """An extra is there where all of its libraries are."""
    use = USES.get(extra, "an extra")
    found = "; ".join(map(_state_of_library, needed))
    lacking = [one for one in needed if not one.is_there]
    return Check(
        name=f"extra {extra}",
        state="lacks" if lacking else "ok",
        found=f"{found}: {use}",
        mend=_installation(lacking) if lacking else "",
    )


def _state_of_library(one: Requirement) -> str:
    installed = installed_version(one.name)
    if not installed:
        return f"{one.name} is not installed"
    return f"{one.name} {installed}{'' if one.is_there else f' does not fit {one.versions}'}"
