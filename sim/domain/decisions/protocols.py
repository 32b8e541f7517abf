"""The five protocols, each one row: its transition table, and whatever else anyone asks of a
protocol.

``PROTOCOLS`` is the one place where they are told apart; adding one is adding a row. The
transitions map (state, event) to the next state; the engine carries out the entry action of that
state (``states.py`` beside this). A pair that a table does not hold leaves the state as it is.
States of the frontline:

    watching    no strike in hand; each trigger may bring a wish to strike
    asking      a consultation request or a joint plan is under way; patience runs for the answer
    pressing    diplomacy first: the pressure track runs for the agreed time before any force
    planning    both planning staffs work on a joint plan
    preparing   a strike is being prepared and can be recalled
    committed   past the point of no return

Events: ``wish`` (the leader chose to strike, with no answer in hand), ``diplomacy`` (the same, the
first time where diplomacy comes first), ``wish_green``, ``wish_amber``, ``wish_red``,
``wish_silence`` (chose to strike with that in hand), ``override`` (past the override line and
deadline), ``answered``, ``expired`` (patience ended), ``pressed`` (the agreed time of diplomacy is
over), ``planned``, ``refused`` (the joint plan was not agreed), ``ready`` (the point of no return),
``recalled``, ``struck``, ``attacked`` (by the adversary: what was under way between the allies is
broken off).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from sim.domain.decisions.states import WISHES, State, StateEvent
from sim.domain.decisions.waiting import Waiting
from sim.domain.distributions.families import Fixed, Law, Lognormal
from sim.domain.inputs.parameter import given, part

Transitions = Mapping[tuple[State, StateEvent], State]
#: A field of ``AllianceCost``: what striking on that stance costs the frontline.
ExpectedStance = Literal["green", "told", "silence", "unasked", "amber", "red"]
_ANSWERS: Final = "answers to direct violence before 1945 (ICB, n = 67): mean 38 d, log sd 2.18"

_STRIKE: Final[dict[tuple[State, StateEvent], State]] = {
    ("preparing", "ready"): "committed",
    ("preparing", "recalled"): "watching",
    ("committed", "struck"): "watching",
}
_ASK: Final[dict[tuple[State, StateEvent], State]] = {
    ("watching", "wish"): "asking",
    ("asking", "answered"): "watching",
    ("asking", "expired"): "watching",
    ("asking", "attacked"): "watching",
}
_PREPARE: Final[dict[tuple[State, StateEvent], State]] = {
    ("watching", wish): "preparing" for wish in WISHES.values()
}
_CONCUR: Final[dict[tuple[State, StateEvent], State]] = {
    ("watching", "wish_green"): "preparing",
    ("watching", "override"): "preparing",
}
_PLAN: Final[dict[tuple[State, StateEvent], State]] = {
    ("watching", "diplomacy"): "pressing",
    ("pressing", "pressed"): "watching",
    ("pressing", "attacked"): "watching",
    ("watching", "wish_green"): "planning",
    ("planning", "planned"): "preparing",
    ("planning", "refused"): "watching",
    ("planning", "attacked"): "watching",
    ("watching", "override"): "preparing",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """One regime of consultation.

    ``expected_stance`` is what the frontline reckons to act on while it has no stance in hand; it
    prices the strike (a field of ``AllianceCost``), and a green that is expected brings its
    support. Where the protocol is ``binding``, acting without a green breaks a promise and takes an
    override. ``gives_notice``: the patron is told ``terms.notice`` before a strike.
    ``plans_jointly``: the question is a proposal to plan together, and a patron that joins takes
    part in the strike. ``diplomacy_first``: the first wish leads to the event ``diplomacy``.

    ``description`` is for those who choose among protocols. The other sentences may name
    ``{frontline}`` and ``{patron}``: ``rules`` tells in a story what the allies agreed,
    ``reckoning`` how a strike counts before anything was asked.
    """

    name: str
    transitions: Transitions
    expected_stance: ExpectedStance
    binding: bool = False
    gives_notice: bool = False
    plans_jointly: bool = False
    diplomacy_first: bool = False
    description: str
    rules: str
    reckoning: str

    @property
    def asks(self) -> bool:
        """Whether the frontline ever asks the patron."""
        return "asking" in self.transitions.values()


_ROWS: Final = (
    Protocol(
        name="unilateral",
        transitions=_PREPARE | _STRIKE,
        expected_stance="unasked",
        description="Prepares and strikes when its leader chooses to, and tells no one before.",
        rules="{frontline} decides by itself and tells no one.",
        reckoning="it would be a strike without asking",
    ),
    Protocol(
        name="notify",
        transitions=_PREPARE | _STRIKE,
        expected_stance="told",
        gives_notice=True,
        description=(
            "The same, but the patron is told some hours before; an answer in time can still"
            " stop it."
        ),
        rules="{frontline} decides by itself and tells {patron} a set time before the strike.",
        reckoning="it would be a strike with notice given",
    ),
    Protocol(
        name="consult",
        transitions=_PREPARE | _ASK | _STRIKE,
        expected_stance="silence",
        description=(
            "Asks, waits for an answer as long as its patience lasts, then decides with what it"
            " has."
        ),
        rules=(
            "{frontline} asks {patron} first, waits as long as its patience lasts, then decides by"
            " itself."
        ),
        reckoning="it asks first, and reckons with having to strike on silence",
    ),
    Protocol(
        name="concurrence",
        transitions=_ASK | _CONCUR | _STRIKE,
        expected_stance="green",
        binding=True,
        description=(
            "Asks, and strikes only with a yes, or past a line and a deadline for an override."
        ),
        rules=(
            "{frontline} strikes only with the yes of {patron}, "
            "unless the deadline and its override line are passed."
        ),
        reckoning="it counts on a yes, or will not strike",
    ),
    Protocol(
        name="joint",
        transitions=_ASK | _PLAN | _STRIKE,
        expected_stance="green",
        binding=True,
        plans_jointly=True,
        diplomacy_first=True,
        description="Diplomacy first; then asks, and with a yes both plan and strike together.",
        rules=(
            "diplomacy first for an agreed time; then {frontline} and {patron} plan together "
            "and strike together, or not."
        ),
        reckoning="it would be a strike together",
    ),
)
#: In order of restraint.
PROTOCOLS: Final[Mapping[str, Protocol]] = {row.name: row for row in _ROWS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long the frontline waits for an answer: base x (1 + trust + assurance) x (1 - pressure) x
    window x fire.
    """

    base: float = given(62.0, "time", "patience before anything changes it", plausible=(12, 168))
    trust: float = given(0.6, "portion", "share added per unit of trust", plausible=(0, 1.5))
    pressure: float = given(
        0.5, "share", "share taken per unit of domestic pressure", plausible=(0, 1)
    )
    window: float = given(
        0.5,
        "share",
        "share taken as the believed loss goes to 1: the closing window",
        plausible=(0, 1),
    )
    assurance: float = given(
        0.25, "portion", "share added by an assurance in hand", plausible=(0, 1)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms of the protocol in force."""

    notice: float = given(
        14.0, "time", "notify: how long before the strike the patron is told", plausible=(0, 96)
    )
    promise: float = given(
        1.0,
        "weight",
        "factor on the cost of acting unasked where asking was promised",
        plausible=(1, 3),
    )
    override_line: float = given(
        0.55,
        "share",
        "believed readiness above which a refused concurrence may be overridden",
        plausible=(0.4, 0.95),
    )
    foreseen: bool = given(
        False,
        "",
        "whether a first wish reckons with what the protocol lets it expect; if not, with acting"
        " alone and unasked, until the protocol comes to bear",
    )
    deadline: float = given(
        2.0,
        "weight",
        "patience times since the first wish before an override; the agreed time of diplomacy does"
        " not count",
        plausible=(1, 5),
    )
    diplomacy: float = given(
        96.0, "time", "joint: agreed time of the pressure track before force", plausible=(0, 336)
    )
    planning: Law = given(
        Lognormal(median=24.0, sigma=0.3), "law of time", "joint: time of the planning staffs"
    )
    joins_on_amber: float = given(
        0.5, "share", "joint: chance that an amber patron joins the plan", plausible=(0, 1)
    )
    joins_once: bool = given(
        True, "", "joint: whether that is drawn once a crisis, and not at each answer"
    )
    read_back: bool = given(
        True,
        "",
        "concurrence and joint: whether a green is read back to the patron before it counts",
    )
    ask_at: float | None = given(
        None,
        "moment",
        "consult and concurrence: the hour at which the question is put, whether or not the"
        " frontline wishes to strike",
    )
    ask_over: float | None = given(
        None,
        "share",
        "consult and concurrence: believed readiness above which the question is put, once,"
        " whether or not the frontline wishes to strike",
    )
    waiting: Waiting = part(Waiting, "terms that the patron asks the frontline to wait for")
    patience: Patience = part(Patience, "how long the frontline waits for an answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparationLaw:
    """From the decision to the strike."""

    duration: Law = given(
        Lognormal(median=30.0, sigma=0.35), "law of time", "preparation, from decision to strike"
    )
    no_return: float = given(
        4.0, "time", "before the strike: the point of no return", plausible=(0.5, 24)
    )
    parallel: float = given(
        0.5, "share", "share of the hours of waiting that count as preparation", plausible=(0, 1)
    )
    frailty: float = given(
        0.6,
        "weight",
        "spread of the log of a factor of mean one on preparation, one draw a world; 0 for none",
        plausible=(0, 1.5),
    )
    time_to_act: Law = given(
        Fixed(value=912.0),
        "law of time",
        "mean time from a blow to the earliest strike that answers it, beside asking and"
        " preparation; 0 for none",
        source=_ANSWERS,
    )
    time_to_act_frailty: float = given(
        2.18,
        "weight",
        "spread of the log of a factor of mean one on the time to act, one draw a world",
        plausible=(0, 3),
        source=_ANSWERS,
    )


def next_state(protocol: str, state: State, event: StateEvent) -> State | None:
    """The state that follows, or ``None`` when the protocol does not allow the event in
    this state.
    """
    return PROTOCOLS[protocol].transitions.get((state, event))
