"""Names of folders and files of results: a plain one stays, any other gets a readable one that no
other name gets.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Final
from unicodedata import normalize

from sim.characters import visible
from sim.errors import UsageError

#: What the folder of a run, and that of its scenario, may be called.
FOLDER: Final = re.compile(
    r"[a-z0-9][a-z0-9-]{0,63}|[a-z0-9][a-z0-9-]{0,50}_[0-9a-f]{12}", re.ASCII
)
#: What a file in a results folder may be called: in lower case, in the folder itself or one below
#: it.
FILE: Final = re.compile(
    r"(?:[a-z0-9][a-z0-9_-]{0,63}/)?[a-z0-9][a-z0-9_-]{0,79}(?:\.[a-z0-9]{1,16}){1,2}", re.ASCII
)

_PLAIN: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,63}", re.ASCII)
_PLAIN_FILE: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}", re.ASCII)
_CHANGED: Final = re.compile(r".*_[0-9a-f]{12}", re.ASCII | re.DOTALL)
#: Names that Windows keeps for devices, whatever ending they have.
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)
_LATIN: Final = str.maketrans(
    dict(
        zip(
            "абвгґдеєзиіїйклмнопрстуфхъыьэ",
            (
                "a",
                "b",
                "v",
                "g",
                "g",
                "d",
                "e",
                "e",
                "z",
                "i",
                "i",
                "i",
                "y",
                "k",
                "l",
                "m",
                "n",
                "o",
                "p",
                "r",
                "s",
                "t",
                "u",
                "f",
                "kh",
                "",
                "y",
                "",
                "e",
            ),
            strict=True,
        )
    )
    | {
        "ё": "yo",
        "ж": "zh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ю": "yu",
        "я": "ya",
        "ß": "ss",
        "æ": "ae",
        "ø": "o",
        "ł": "l",
        "đ": "d",
    }
)


def folder_name(name: str) -> str:
    """The name of a scenario file or a run as one for a folder: ``Strait 2`` becomes ``strait-2_``
    and a hash of it.
    """
    return name if _plain(name, _PLAIN) else _changed_name(name)


def file_name(name: str) -> str:
    """The name of a measure as one for a file, without its ending."""
    return name if _plain(name, _PLAIN_FILE) else _changed_name(name)


def run_name(name: str) -> str:
    """What a user calls a run, as one for a folder; an error for what is no name but a path, or
    cannot be typed.
    """
    if (
        not name.strip()
        or not name.isprintable()
        or any(mark in name for mark in "/\\")
        or set(name) == {"."}
    ):
        raise UsageError(
            f"{name!r} cannot name a run: a name has letters, digits and hyphens, and neither / nor"
            " \\ (--out says where)."
        )
    return folder_name(name)


def is_file_name(name: str) -> bool:
    """Whether a file of that name can be one of Hotline's results: it is safe everywhere, and leads
    nowhere else.
    """
    return FILE.fullmatch(name) is not None and not any(
        part.split(".")[0] in _DEVICES for part in name.split("/")
    )


def visible_name(name: str) -> str:
    """A name with what cannot be seen written as an escape, safe for a terminal."""
    return "".join(mark if mark.isprintable() else ascii(mark)[1:-1] for mark in visible(name))


def _plain(name: str, form: re.Pattern[str]) -> bool:
    return (
        form.fullmatch(name) is not None and name not in _DEVICES and not _CHANGED.fullmatch(name)
    )


def _changed_name(name: str) -> str:
    latin = (
        normalize("NFKD", normalize("NFC", name.lower()).translate(_LATIN))
        .encode("ascii", "ignore")
        .decode()
    )
    readable = re.sub(r"[^a-z0-9]+", "-", latin).strip("-")[:51].strip("-") or "named"
    return f"{readable}_{sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"
