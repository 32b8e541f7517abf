"""The states of the frontline, each one row: what entering it sets going, what a person may do in
it, and how stories and seats speak of it.

``STATES`` is the one place where they are told apart; adding one is adding its name to ``State``,
its row, and transitions that lead to it and away (``protocols.py`` beside this). What an action
does stands in ``Frontline`` of the engine, by its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal

State = Literal["watching", "asking", "pressing", "planning", "preparing", "committed"]
#: What may change a state. A wish is that of the leader to strike, by what it has in hand.
StateEvent = Literal[
    "wish",
    "wish_green",
    "wish_amber",
    "wish_red",
    "wish_silence",
    "diplomacy",
    "override",
    "answered",
    "expired",
    "pressed",
    "planned",
    "refused",
    "ready",
    "recalled",
    "struck",
    "attacked",
    "defies",
    "withdraws",
]
#: What entering a state sets going: a question, the agreed time of diplomacy, work on a joint plan,
#: the preparation of a strike.
Action = Literal["ask", "press", "plan", "prepare"]
#: The wish to strike, by the stance that the frontline has in hand.
WISHES: Final[Mapping[str, StateEvent]] = MappingProxyType(
    {
        "none": "wish",
        "green": "wish_green",
        "amber": "wish_amber",
        "red": "wish_red",
        "silence": "wish_silence",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InStories:
    """How stories of a whole world speak of a state; words may name ``{frontline}`` and
    ``{patron}``.

    ``now`` is what the frontline does in it. ``begins`` is a sentence for its beginning, which may
    name ``{diplomacy}`` (hours) as well; empty where "it now ..." says it. ``wish`` is what a
    leader does whose wish to strike leads to it, ``step`` the same in a few words beside another
    arm (empty where another step says it), ``chapter`` the title of the chapter that begins with it
    (empty for none), ``counted`` whether chapters of that title say which time it is.
    """

    now: str
    begins: str = ""
    wish: str = "wishes to strike"
    step: str = ""
    chapter: str = ""
    counted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AtSeat:
    """How the frontline's own seat reads of a state; words may name ``{them}``, the patron.

    ``situation`` stands in its situation as long as the state lasts, ``begins`` is a sentence for
    its beginning; both are empty where something else says it. ``option`` is what choosing to
    strike sets going where it leads to this state, and may name figures (``FIGURES`` of
    ``sim/tabletop/seat/options.py``). ``undecided`` is what follows where a question about the
    course is left open.
    """

    situation: str = ""
    begins: str = ""
    option: str = "wish to strike"
    undecided: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolState:
    """One state of the frontline.

    In some its leader ``decides`` on its course. ``own_motion`` is where a person may go against
    what is agreed. ``needs_cabinet``: a wish gets there by a vote only, where a cabinet rules.
    ``holds_under_attack``: an attack breaks off nothing. ``before_force``: it precedes any force,
    so pictures of a crisis begin after it. ``is_agreed_time``: the allies have agreed to spend it
    so, and nobody waits for the patron, so it does not count towards an override.
    """

    name: State
    action: Action | None = None
    decides: bool = False
    own_motion: Mapping[StateEvent, State] = field(default_factory=dict)
    needs_cabinet: bool = False
    holds_under_attack: bool = False
    before_force: bool = False
    is_agreed_time: bool = False
    story: InStories
    seat: AtSeat = AtSeat()


_ROWS: Final = (
    ProtocolState(
        name="watching",
        decides=True,
        own_motion={"defies": "preparing"},
        story=InStories(now="watches and has no strike in hand"),
        seat=AtSeat(undecided="If nothing is decided, things stay as they are."),
    ),
    ProtocolState(
        name="asking",
        action="ask",
        own_motion={"defies": "preparing", "withdraws": "watching"},
        story=InStories(
            now="waits for an answer",
            wish="wishes to strike, and will ask first",
            chapter="Waiting for an answer",
            counted=True,
        ),
        seat=AtSeat(
            situation="you wait for an answer of {them}",
            begins="You wait for the answer of {them}.",
            option=(
                "wish to strike, and {asking} {answer} (eight in ten); you wait {patience} for"
                " it{too_short}"
            ),
        ),
    ),
    ProtocolState(
        name="pressing",
        action="press",
        own_motion={"withdraws": "watching"},
        before_force=True,
        is_agreed_time=True,
        story=InStories(
            now="gives diplomacy the agreed time",
            begins="Diplomacy has {diplomacy} before force is considered.",
            wish="wishes to strike, and will give diplomacy its agreed time first",
            step="Diplomacy first",
            chapter="Diplomacy first",
        ),
        seat=AtSeat(
            situation="diplomacy has its agreed time",
            begins="Diplomacy has its agreed time now.",
            option="wish to strike: diplomacy has its agreed {diplomacy} first",
        ),
    ),
    ProtocolState(
        name="planning",
        action="plan",
        own_motion={"withdraws": "watching"},
        needs_cabinet=True,
        story=InStories(
            now="plans together with {patron}",
            wish="wishes to strike, and will plan it together with {patron}",
            step="The allies plan together",
            chapter="Planning together",
            counted=True,
        ),
        seat=AtSeat(
            situation="your staffs plan together",
            begins="Your staff and that of {them} begin to plan together.",
            option="plan it together with {them}",
        ),
    ),
    ProtocolState(
        name="preparing",
        action="prepare",
        decides=True,
        needs_cabinet=True,
        holds_under_attack=True,
        story=InStories(
            now="prepares a strike",
            wish="decides to strike",
            chapter="The strike is prepared",
            counted=True,
        ),
        seat=AtSeat(
            situation="you prepare a strike",
            option=(
                "prepare the strike: it falls {strike} (eight in ten, half by {middle}), and can be"
                " called off until {no_return} before{haste}"
            ),
            undecided="If nothing is decided, the strike goes ahead.",
        ),
    ),
    ProtocolState(
        name="committed",
        holds_under_attack=True,
        story=InStories(now="is committed to the strike"),
        seat=AtSeat(situation="the strike cannot be called off any more"),
    ),
)
STATES: Final[Mapping[State, ProtocolState]] = {row.name: row for row in _ROWS}
