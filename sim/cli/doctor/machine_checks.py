"""What Hotline finds of a machine: cores, memory, fonts, a folder for results, time zones, a
browser.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import disk_usage, which
from tempfile import TemporaryFile
from typing import Final

from sim.characters import visible
from sim.cli.doctor.diagnosis import Check
from sim.cli.doctor.library_probe import Findings
from sim.errors import refusal

_GB: Final = 1e9
#: Below these a run may fail, or its pictures may not fit: a process of a run takes up to 0.3 GB.
_LITTLE_MEMORY: Final = 0.7 * _GB
_LITTLE_ROOM: Final = 0.1 * _GB
_FONT: Final = "DejaVu Sans"
#: Fonts with Chinese, Japanese, Korean or Indian letters begin so, as systems ship them.
_WIDE_BEGINNINGS: Final = (
    "Noto Sans CJK",
    "Noto Sans SC",
    "Noto Sans JP",
    "Noto Sans KR",
    "Noto Sans Devanagari",
    "WenQuanYi",
    "PingFang",
    "Hiragino",
    "Microsoft YaHei",
    "Yu Gothic",
    "Malgun",
    "Apple SD Gothic",
    "Nirmala",
    "Arial Unicode",
)
_BROWSERS: Final = (
    "firefox",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "microsoft-edge",
    "brave-browser",
    "epiphany",
)
_ZONE: Final = "Asia/Jerusalem"


def machine_checks(found: Findings, out: Path) -> Iterator[Check]:
    """All that is looked at beside the program."""
    yield _cores(found)
    yield _memory()
    yield from _fonts(found)
    yield _folder(out)
    yield _zones()
    yield _browser()


def _cores(found: Findings) -> Check:
    there = os.cpu_count() or 1
    usable = found.cores or there
    told = f"{usable} usable" + (f" of {there}" if usable != there else "")
    return Check(name="cores", state="ok", found=f"{told}: as many worlds at a time")


def _memory() -> Check:
    free = _free_memory()
    if free is None:
        return Check(name="memory", state="ok", found="this system does not say how much is free")
    little = free < _LITTLE_MEMORY
    return Check(
        name="memory",
        state="lacks" if little else "ok",
        found=f"{free / _GB:.1f} GB free" + ("; a run may not fit" if little else ""),
        mend="hotline run SCENARIO --jobs 1 -n 100" if little else "",
    )


def _free_memory() -> float | None:
    """Bytes that may still be taken: what is free, within the limits of a container or a shell."""
    bounds = [*_of_system(), *_of_container(), *_of_shell()]
    return min(bounds, default=None)


def _of_system() -> Iterator[float]:
    try:
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                yield float(line.split()[1]) * 1024
    except (OSError, ValueError):  # no Linux
        return


def _of_container() -> Iterator[float]:
    group = Path("/sys/fs/cgroup")
    try:
        most = (group / "memory.max").read_text(encoding="ascii").strip()
        used = (group / "memory.current").read_text(encoding="ascii").strip()
        if most != "max":
            yield float(most) - float(used)
    except (OSError, ValueError):  # not in one
        return


def _of_shell() -> Iterator[float]:
    if sys.platform == "win32":
        return
    import resource

    most, _ = resource.getrlimit(resource.RLIMIT_AS)
    if most != resource.RLIM_INFINITY:
        yield float(most)


def _fonts(found: Findings) -> Iterator[Check]:
    if not found.fonts:
        told = "cannot be told as long as Matplotlib does not load"
        yield Check(name="fonts", state="lacks", found=told, mend="mend Matplotlib first")
        return
    if _FONT not in found.fonts:
        yield Check(
            name="fonts",
            state="broken",
            found=f"{_FONT}, which comes with Matplotlib, is not there",
            mend=f'{sys.executable} -m pip install --force-reinstall "matplotlib"',
        )
        return
    wide = sorted(name for name in found.fonts if name.startswith(_WIDE_BEGINNINGS))
    if wide:
        yield Check(name="fonts", state="ok", found=f"{_FONT}; beyond Europe {wide[0]}")
    else:
        yield Check(
            name="fonts",
            state="lacks",
            found="none with Chinese, Japanese, Korean or Indian letters, which are boxes in PNG"
            f" and PDF (an SVG shows them in the fonts of its reader); {_FONT} is there",
            mend="install such a font: Noto Sans CJK (Debian, Ubuntu: apt install fonts-noto-cjk)",
        )


def _folder(out: Path) -> Check:
    """Whether results can be written where they are to lie; nothing is left there."""
    shown = visible(str(out))
    mend = "name a folder of your own: hotline run SCENARIO --out DIR"
    try:
        place = next(path for path in (out.absolute(), *out.absolute().parents) if _is_there(path))
        if not place.is_dir():
            raise NotADirectoryError(20, f"{visible(str(place))} is in the way, and no folder")
        with TemporaryFile(dir=place) as file:
            file.write(b"\0")
        free = disk_usage(place).free
    except OSError as error:
        told = f"{shown} cannot be written: {refusal(error)}"
        return Check(name="results", state="broken", found=told, mend=mend)
    little = free < _LITTLE_ROOM
    there = "can be written" if place == out.absolute() else "can be made"
    return Check(
        name="results",
        state="lacks" if little else "ok",
        found=f"{shown} {there}; {free / _GB:,.1f} GB free there",
        mend=mend if little else "",
    )


def _is_there(path: Path) -> bool:
    """Whether anything is at a path, be it a dangling link; an error where nothing can be."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def _zones() -> Check:
    from sim.domain.communication.time_zones import zone, zone_names

    try:
        count = len(zone_names())
        zone(_ZONE)
    except (ImportError, OSError, KeyError, ValueError) as error:
        return Check(
            name="time zones",
            state="broken",
            found=f"the package tzdata does not give them: {type(error).__name__}",
            mend=f'{sys.executable} -m pip install --force-reinstall "tzdata"',
        )
    return Check(name="time zones", state="ok", found=f"{count} in the package tzdata")


def _browser() -> Check:
    if sys.platform in {"win32", "darwin"}:
        return Check(name="browser", state="ok", found="that of the system")
    found = next((path for name in _BROWSERS if (path := which(name))), None)
    if found:
        return Check(name="browser", state="ok", found=f"{found}, for report.html")
    return Check(
        name="browser",
        state="lacks",
        found="none; report.html is one file that any machine shows",
        mend="copy report.html elsewhere, or install one (Debian, Ubuntu: apt install firefox)",
    )
