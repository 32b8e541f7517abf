"""What a scenario file holds: the inputs of all arms as a base, the arms as overlays on it, and
what the study is about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sim.domain.inputs.checks import Check
from sim.domain.inputs.exercise import Exercise
from sim.domain.inputs.parameter import given, part, required
from sim.domain.inputs.setting import Setting, Study
from sim.scenario.schema.forms import Group, group_of

SCHEMA: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmText:
    """One arm as a file describes it."""

    title: str = given("", "", "display title; the name when empty")
    protocol: str | None = given(None, "", "the protocol in force in this arm")
    extends: str | None = given(None, "", "another arm whose inputs this one starts from")
    measures: tuple[str, ...] = given((), "", "measures stacked on it, by the names of their files")
    with_: Mapping[str, Any] = part(
        dict, "inputs that differ from the base, as the base writes them"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What a file says beside the inputs. ``schema`` and ``extends`` belong to the text and are
    gone once it is read.
    """

    title: str = required("", "one line that names the scenario")
    purpose: str = required("", "the question that the scenario is to answer")
    sources: tuple[str, ...] = given((), "", "literature and reports that the scenario rests on")
    arms: Mapping[str, ArmText] = part(dict, "the regimes to compare, by name")
    study: Study = part(Study, "how the arms are compared")
    checks: Mapping[str, Check] = part(
        dict, "what the worlds should show, such as what is documented of a case, by name"
    )
    exercise: Exercise = part(
        Exercise, "what makes an exercise of it: objectives, seats, list of events"
    )
    uncertainties: Mapping[str, Any] = part(
        dict,
        "inputs that are not known well, by path: {low, high} or a law; where studies of what"
        " matters look",
    )


HEADER: Final[Group] = group_of(Header)
ARM: Final[Group] = group_of(ArmText)
#: The form of one arm's inputs, and of what an arm lays over the base.
SETTING: Final[Group] = group_of(Setting)
#: The form of a whole file: the header's keys and those of the base stand side by side.
DOCUMENT: Final[Group] = Group(
    of=Header,
    label="Document",
    fields={**HEADER.fields, **SETTING.fields},
    defaults={**HEADER.defaults, **SETTING.defaults},
    meanings={**HEADER.meanings, **SETTING.meanings},
    attributes={},
)
