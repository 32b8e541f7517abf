"""What a user calls an input that a scenario file calls something else: looked for where no input
has the word itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from unicodedata import combining, normalize

#: Words without accents, and what inputs say instead.
SYNONYMS: Final[Mapping[str, str]] = {
    "attache": "channels.",
    "backchannel": "channels.",
    "encryption": "channels.cable.security",
    "eavesdropping": "channels.cable.security",
    "friday": "hours.days",
    "holiday": "hours.days",
    "hotline": "channels.",
    "interpreter": "channels.cable.reader",
    "language": "channels.cable.reader",
    "misunderstanding": "fidelity",
    "sabbath": "hours.days",
    "saturday": "hours.days",
    "shift": "off_duty_factor",
    "sunday": "hours.days",
    "translation": "channels.cable.reader",
    "trustworthiness": "trust",
    "ultimatum": "terms.deadline",
    "videolink": "channels.",
    "weekday": "hours.days",
    "weekend": "hours.days",
    "workweek": "hours.days",
}
_SHORTEST: Final = 3


def synonym_of(word: str) -> str:
    """What inputs call the thing that ``word``, or what begins with it, means; empty where it is
    none of the words above.
    """
    typed = "".join(one for one in normalize("NFD", word.casefold()) if not combining(one))
    if len(typed) < _SHORTEST:
        return ""
    singular = typed.removesuffix("s")
    means = {
        instead
        for known, instead in SYNONYMS.items()
        if known.startswith(typed) or known == singular
    }
    return means.pop() if len(means) == 1 else ""
