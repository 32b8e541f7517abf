"""A scenario as the engine takes it: the arms of one study, each with its complete inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sim.domain.actors.adversary import PressureTrackLaw
from sim.domain.actors.adversary_inputs import Adversary
from sim.domain.actors.allies import Allies
from sim.domain.actors.escalation import Ladder
from sim.domain.actors.region import Public, Region
from sim.domain.communication.channels import Channel, Liaison, default_channels
from sim.domain.communication.meetings import Dialogues
from sim.domain.communication.messages import Handling, default_handling
from sim.domain.communication.offices import ANY
from sim.domain.decisions.protocols import Terms
from sim.domain.inputs.checks import Amount, Check
from sim.domain.inputs.exercise import Exercise
from sim.domain.inputs.injects import Inject
from sim.domain.inputs.parameter import given, part, required
from sim.domain.inputs.question import Question
from sim.domain.preparedness.accord import Accord
from sim.domain.preparedness.assessment import Assessment
from sim.domain.preparedness.exercises import Practice


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """All inputs of one arm. What is not here cannot influence a world."""

    start: datetime = required("", "date and time at which the crisis begins, with zone")
    horizon: float = given(720.0, "time", "decision window", plausible=(72, 2160))
    follow_up: float = given(
        336.0,
        "time",
        "time watched after the first strike, or after the window",
        plausible=(72, 1440),
    )
    allies: Allies = part(Allies, "the two allies")
    channels: Mapping[str, Channel] = part(default_channels, "channels between them")
    routes: Mapping[str, str] = part(
        lambda: {ANY: "cable"}, "the channel tried first, by kind of message"
    )
    messages: Mapping[str, Handling] = part(default_handling, "how each kind of message is handled")
    liaison: Liaison = part(Liaison, "the liaison cell")
    practice: Practice = part(Practice, "joint exercises held before the crisis")
    accord: Accord = part(Accord, "what was agreed before the crisis")
    assessment: Assessment = part(Assessment, "joint assessments of the threat")
    dialogues: Dialogues = part(Dialogues, "meetings and calls of the leaders")
    protocol: str = given("unilateral", "", "the protocol in force")
    terms: Terms = part(Terms, "its terms")
    adversary: Adversary = part(Adversary, "the other side")
    pressure_track: PressureTrackLaw = part(PressureTrackLaw, "sanctions, demarche and mediation")
    ladder: Ladder = part(Ladder, "escalation")
    region: Region = part(Region, "who else is there")
    public: Public = part(Public, "news and leaks")
    yearly_cost: float = given(
        0.0, "weight", "yearly cost of the regime, in millions of any one currency"
    )
    injects: Mapping[str, Inject] = part(dict, "events that the scenario brings in")


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One regime under study."""

    name: str
    title: str
    setting: Setting


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """How the arms are compared."""

    baseline: str = given("", "", "the arm that the others are compared with; the first when empty")
    question: Question | None = given(
        None, "", "the comparison that decides, named before the run; none when left out"
    )
    attack_worth: float | None = given(
        None,
        "weight",
        "rung-hours of escalation that suffering one attack counts as, by the lights of whoever"
        " decides; none when left out",
    )
    replications: int = given(400, "count", "worlds per arm unless the command line says otherwise")
    seed: int = given(1, "count", "root seed unless the command line says otherwise")
    confidence: float = given(0.95, "share", "confidence level of all intervals")
    precision: Mapping[str, Amount] = part(
        dict,
        "half-widths, by outcome and in its unit, that the intervals of differences are to reach"
        " with --until-precise",
    )
    min_worlds: int = given(30, "count", "fewest worlds before a run may stop by itself")
    max_worlds: int = given(20_000, "count", "most worlds of a run that stops by itself")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A validated scenario. ``digest`` identifies the resolved inputs of all arms; ``checks``
    and ``exercise`` change none.
    """

    name: str
    title: str
    purpose: str
    sources: tuple[str, ...]
    arms: Mapping[str, Arm]
    study: Study
    digest: str
    checks: Mapping[str, Check] = field(default_factory=dict)
    exercise: Exercise = field(default_factory=Exercise)
