"""Which outcomes that hang on a word of the patron an arm's log can hold though it never asks: by
its protocol, by what the patron may find out, and by what the scenario lets it say of itself.
"""

from __future__ import annotations

from typing import Final

from sim.domain.decisions.protocols import PROTOCOLS
from sim.domain.inputs.injects import Inject
from sim.domain.inputs.setting import Setting

#: What a stance that came by the post can lead to.
_OF_A_STANCE: Final = frozenset(
    {
        "approved_strike",
        "struck_on_misread_green",
        "struck_on_amber",
        "struck_against_red",
        "overridden",
        "past_doubts",
        "misreadings",
    }
)
#: What comes beside a stance that the patron itself took.
_OF_TERMS: Final = frozenset({"terms_asked", "terms_taken", "terms_kept"})
#: What a warning in public leads to: it is heard, but is no stance in hand.
_OF_PUBLIC_WORDS: Final = {"red": "overridden", "amber": "past_doubts"}


def unasked_outcomes(setting: Setting) -> frozenset[str]:
    """The outcomes that a word can bring which the frontline did not ask for.

    A patron that is told of a plan, or finds out that it is prepared, says what it thinks of it.
    That it stands by its ally is no word: only who asks takes that for doubts.
    """
    patron, found = setting.allies.patron, set[str]()
    if PROTOCOLS[setting.protocol].gives_notice or patron.intelligence.detection > 0.0:
        found |= _OF_A_STANCE
        found |= _OF_TERMS if setting.terms.waiting.chance > 0.0 else set()
    for inject in setting.injects.values():
        found |= _of_warning(inject)
    return frozenset(found)


def _of_warning(inject: Inject) -> frozenset[str]:
    """What a warning of the patron's can bring; others' warnings are no word of the patron."""
    if inject.event != "warning" or inject.from_ != "patron":
        return frozenset()
    if not inject.public:
        return _OF_A_STANCE
    return frozenset({_OF_PUBLIC_WORDS[inject.stance]} if inject.stance != "green" else ())
