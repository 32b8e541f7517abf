"""The packet of an exercise: the files that a facilitator prints or hands out, each by its name.

What a player is given stands in files of its own, so that nothing secret lies in the same file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from shlex import join
from types import MappingProxyType
from typing import Any, Final

from sim.domain.decisions.protocols import PROTOCOLS
from sim.domain.decisions.views import ROLES, SEATS
from sim.domain.inputs.setting import Scenario
from sim.output.story.sentences.vocabulary import sentence
from sim.tabletop.exercise.msel.columns import cells
from sim.tabletop.exercise.msel.lines import lines
from sim.tabletop.exercise.objective_text import measure_text
from sim.tabletop.exercise.packet import guide
from sim.tabletop.exercise.packet.role_card import role_card
from sim.tabletop.exercise.seat_load import seat_loads
from sim.tabletop.handouts.page import Handout, page_of
from sim.tabletop.seat.capital import Capital

#: Ratings of an objective, as HSEEP defines them.
RATINGS: Final = (
    ("P", "Performed without challenges"),
    ("S", "Performed with some challenges"),
    ("M", "Performed with major challenges"),
    ("U", "Unable to be performed"),
    ("-", "Not observed"),
)
_PLAYERS: Final = "For all players."
_CONTROL: Final = "For the facilitator and evaluators only: it holds what no player may know."
_AGREE: Final = ("1 not at all", "2", "3", "4", "5 entirely")
#: What each file is, in the order in which the guide lists them.
FILES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "facilitator-guide.html": "this guide: the day, the clock, the seats, what is true",
        "msel.html": "the master scenario events list, to be ticked by hand",
        "msel.xlsx": "the same as a workbook, to be edited and read in again",
        "msel.csv": "the same as text",
        "briefing.html": "the briefing, for all players",
        "role-frontline.html": "the card of the frontline's seat, for who sits there alone",
        "role-patron.html": "the card of the patron's seat, for who sits there alone",
        "role-adversary.html": "the adversary's card, if somebody sits there",
        "role-region.html": "the card of the region's partners, if somebody sits there",
        "evaluation-guides.html": "one evaluation guide (EEG) an objective, for evaluators",
        "transcript.csv": "a form to write a game on paper down, for hotline debrief --paper",
        "feedback.html": "the feedback form, for everybody",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """Of which scenario and arm a packet is, and by which path its file is named in commands."""

    scenario: Scenario
    arm: str
    file: str

    @property
    def name(self) -> str:
        """What the exercise is called."""
        scenario = self.scenario
        return scenario.exercise.name or scenario.title or scenario.name

    @property
    def capital(self) -> Capital:
        """The frontline's capital, by whose clock lists are dated."""
        return Capital("frontline", self.scenario.arms[self.arm].setting)

    def handout(self, title: str, readers: str, *, landscape: bool = False) -> Handout:
        """What a page of it is."""
        return Handout(title=title, exercise=self.name, readers=readers, landscape=landscape)


def pages(packet: Packet) -> Iterator[tuple[str, bytes]]:
    """The pages of a packet, by the names of their files."""
    yield "facilitator-guide.html", _guide(packet)
    yield "msel.html", _list(packet)
    yield "briefing.html", _briefing(packet)
    for seat in SEATS:
        yield f"role-{seat}.html", card_page(packet, seat)
    yield "evaluation-guides.html", _evaluation(packet)
    yield "feedback.html", _feedback(packet)


def _guide(packet: Packet) -> bytes:
    scenario, arm = packet.scenario, packet.scenario.arms[packet.arm]
    exercise, setting = scenario.exercise, arm.setting
    loads = seat_loads(scenario, packet.arm)
    play = ["hotline", "play", packet.file, *(w for s in ROLES for w in ("--seat", s))]
    words = {
        "overview": guide.overview(scenario, packet.name),
        "objectives": _objectives(packet),
        "agreed": f"{arm.title}. {_rules_agreed(packet)}",
        "schedule": guide.schedule(exercise),
        "clock": guide.clock_facts(setting, exercise),
        "roles": guide.ROLES,
        "rules": guide.RULES,
        "assumptions": exercise.assumptions,
        "loads": guide.load_rows(loads, setting),
        "warnings": tuple(guide.pace_warnings(loads, setting, exercise)),
        "truth": guide.truth(setting),
        "questions": exercise.questions,
        "files": tuple(FILES.items()),
        "play": join([*play, "--arm", packet.arm]),
        "serve": join(["hotline", "serve", packet.file, "--arm", packet.arm]),
    }
    about = packet.handout("Facilitator's guide", _CONTROL)
    return page_of("packet_guide.html.j2", about, words)


def _rules_agreed(packet: Packet) -> str:
    capital = packet.capital
    rules = PROTOCOLS[capital.setting.protocol].rules
    names = {role: capital.name(role) for role in ROLES}
    return sentence(rules.format(**names))


def _objectives(packet: Packet) -> tuple[tuple[str, str, str, str], ...]:
    """Name, what is to be achieved, capability, and by what it is met."""
    return tuple(
        (name, one.says, one.capability, measure_text(one, packet.capital))
        for name, one in packet.scenario.exercise.objectives.items()
    )


def _list(packet: Packet) -> bytes:
    zone = packet.capital.clocks.frontline
    rows = cells(lines(packet.scenario, packet.arm))
    about = packet.handout("Master scenario events list", _CONTROL, landscape=True)
    return page_of("packet_msel.html.j2", about, {"rows": rows, "zone": zone})


def _briefing(packet: Packet) -> bytes:
    scenario, capital = packet.scenario, packet.capital
    exercise = scenario.exercise
    words: dict[str, Any] = {
        "overview": [
            fact for fact in guide.overview(scenario, packet.name) if fact[0] != "Threat or hazard"
        ],
        "briefing": exercise.briefing or scenario.purpose,
        "start": capital.both_dates(0.0),
        "seats": tuple(_seat_fact(packet, seat) for seat in ROLES),
        "adversary": capital.adversary,
        "agreed": _rules_agreed(packet),
        "objectives": tuple(one[1:3] for one in _objectives(packet)),
        "rules": guide.RULES,
        "assumptions": exercise.assumptions,
    }
    return page_of("packet_briefing.html.j2", packet.handout("Briefing", _PLAYERS), words)


def _seat_fact(packet: Packet, seat: str) -> tuple[str, str]:
    text = packet.scenario.exercise.seats.get(seat)
    return packet.capital.name(seat), (text.title if text is not None else "") or f"the {seat}"


def card_page(packet: Packet, seat: Any) -> bytes:  # noqa: ANN401 - a role, as a template names it
    """The card of a seat."""
    setting = packet.scenario.arms[packet.arm].setting
    card = role_card(setting, packet.scenario.exercise, seat)
    about = packet.handout(f"Role card: {sentence(card.who)}", f"Only for who plays {card.who}.")
    return page_of("packet_role.html.j2", about, {"card": card})


def _evaluation(packet: Packet) -> bytes:
    exercise = packet.scenario.exercise
    guides = tuple(
        {"name": name, "says": says, "capability": capability, "measure": measure, "tasks": tasks}
        for (name, says, capability, measure), tasks in zip(
            _objectives(packet), (one.tasks for one in exercise.objectives.values()), strict=True
        )
    )
    about = packet.handout("Exercise evaluation guides", _CONTROL)
    return page_of("packet_evaluation.html.j2", about, {"guides": guides, "ratings": RATINGS})


def _feedback(packet: Packet) -> bytes:
    words = {"statements": packet.scenario.exercise.feedback, "columns": _AGREE}
    about = packet.handout("Participant feedback form", "For everybody. No name is asked.")
    return page_of("packet_feedback.html.j2", about, words)
