"""The two allies: the frontline state that may strike alone, and the patron that counsels
restraint.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sim.domain.actors.cabinet import Cabinet
from sim.domain.actors.leader import Leader
from sim.domain.actors.misperception import Reading
from sim.domain.actors.outlook import AllianceCost, Outlook, Weights
from sim.domain.actors.perception import Intelligence
from sim.domain.actors.punishment import Punishment
from sim.domain.actors.trust import Trust
from sim.domain.communication.offices import ANY, Hours, Office
from sim.domain.decisions.protocols import PreparationLaw
from sim.domain.distributions.families import Law, Lognormal
from sim.domain.inputs.parameter import given, part


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressure:
    """Domestic pressure to act."""

    start: float = given(0.3, "share", "pressure at the start", plausible=(0, 0.8))
    half_life: float = given(96.0, "time", "half-life of pressure", plausible=(24, 336))
    relieved: float = given(1.0, "share", "share that a strike relieves", plausible=(0.3, 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Deterrence:
    """Credibility of an ally's deterrence."""

    start: float = given(
        0.5, "share", "credibility at the start, and its baseline", plausible=(0.1, 0.9)
    )
    half_life: float = given(
        480.0, "time", "half-life of the distance to the baseline", plausible=(96, 2160)
    )
    restored: float = given(
        0.5, "share", "share of what is missing that a strike restores", plausible=(0, 1)
    )


def default_offices() -> dict[str, Office]:
    """Four offices: one that watches round the clock, two ministries that work by day, one beside
    the leader.
    """
    return {
        "operations_centre": Office(
            sector="military", staff=2, work=Lognormal(median=0.4, sigma=0.5)
        ),
        "foreign_ministry": Office(staff=2, hours=Hours(opens=8.0, closes=20.0)),
        "defence_ministry": Office(sector="military", staff=2, hours=Hours(opens=8.0, closes=20.0)),
        "leader_office": Office(staff=1, hours=Hours(opens=7.0, closes=22.0)),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Ally:
    """One ally: its state apparatus, its outlook and its opinions of the other."""

    name: str = given("", "", "display name")
    zone: str = given("UTC", "", "IANA time zone of its capital")
    leader: Leader = part(Leader, "the leader")
    outlook: Outlook = part(Outlook, "values")
    intelligence: Intelligence = part(Intelligence, "intelligence and belief")
    trust: Trust = part(Trust, "trust in the other")
    reading: Reading = part(Reading, "how it reads the other")
    offices: Mapping[str, Office] = part(default_offices, "its offices")
    drafting: Law = given(
        Lognormal(median=1.3, sigma=0.5), "law of time", "time to draft a message"
    )
    attempts: int = given(
        4, "count", "failed transmissions after which it gives a message up", plausible=(1, 10)
    )
    outgoing: Mapping[str, tuple[str, ...]] = part(
        lambda: {ANY: ("foreign_ministry", "defence_ministry", "leader_office")},
        "offices that clear a message, by kind",
    )
    incoming: Mapping[str, tuple[str, ...]] = part(
        lambda: {ANY: ("operations_centre", "foreign_ministry")},
        "offices that an incoming message passes, by kind",
    )
    precleared: tuple[str, ...] = given((), "", "kinds of message that need no clearance")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frontline(Ally):
    """The ally under the threat: it has the means to strike, a public that presses, a deterrence to
    keep.
    """

    name: str = given("the frontline", "", "display name")
    outlook: Outlook = part(lambda: FRONTLINE_OUTLOOK, "values")
    intelligence: Intelligence = part(
        lambda: Intelligence(bias=0.35, growth=0.06 / 24, intent_bias=0.7),
        "intelligence and belief",
    )
    pressure: Pressure = part(Pressure, "domestic pressure")
    deterrence: Deterrence = part(Deterrence, "credibility of its deterrence")
    preparation: PreparationLaw = part(PreparationLaw, "from decision to strike")
    alliance_cost: AllianceCost = part(AllianceCost, "what acting without the other costs it")
    believed_leverage: float | None = given(
        None,
        "weight",
        "how much it thinks the patron would withhold; null: as much as the patron can",
        plausible=(0, 2),
    )
    tells_after: Law | None = given(
        None,
        "law of time",
        "time from a strike of its own to the word to the patron that it has struck; null: never",
    )
    cabinet: Cabinet = part(Cabinet, "the cabinet that must agree to a strike")


@dataclass(frozen=True, slots=True, kw_only=True)
class Patron(Ally):
    """The ally that counsels restraint: it has the support that the frontline needs, and a say."""

    name: str = given("the patron", "", "display name")
    outlook: Outlook = part(lambda: PATRON_OUTLOOK, "values")
    intelligence: Intelligence = part(
        lambda: Intelligence(interval=18.0, bias=-0.35, growth=0.04 / 24, intent_bias=-0.7),
        "intelligence and belief",
    )
    leverage: float = given(
        1.0, "weight", "how much it can withhold; multiplies the alliance cost", plausible=(0, 2)
    )
    amber_band: float = given(
        0.09,
        "weight",
        "half-width of the band of worth in which it answers amber",
        plausible=(0, 0.4),
    )
    clear_at: float = given(
        3.0,
        "weight",
        "distance from that band, in half-widths, at which a red or green is as clear as can be",
        plausible=(1, 6),
    )
    timely: float = given(
        6.0,
        "time",
        "before a strike: the latest at which it learns of it in time",
        plausible=(1, 48),
    )
    detects_hour: float = given(
        12.0,
        "time",
        "before a strike: from when on finding out that it is prepared also tells its hour",
        plausible=(0, 72),
    )
    council: Law = given(
        Lognormal(median=12.0, sigma=0.4),
        "law of time",
        "time of the council before an answer of substance",
    )
    assures: float = given(
        0.5, "share", "chance that a red or amber comes with an assurance", plausible=(0, 1)
    )
    assurance_relief: float = given(
        0.2, "share", "share of domestic pressure that an assurance relieves", plausible=(0, 0.6)
    )
    counter_offer: bool = given(
        False, "", "whether a red or amber comes with a counter-offer: pressure run together"
    )
    suspends: float = given(
        1.0,
        "share",
        "chance that it suspends support after a strike against its red; with a punishment, share"
        " of the chance by which it withholds support",
        plausible=(0, 1),
    )
    suspension: Law = given(
        Lognormal(median=1680.0, sigma=2.0),
        "law of time",
        "length of such a suspension",
        source="lengths of six cases, 9 days to 6.3 years: median near 70 days, log sd about 2",
    )
    stands_by: float | None = given(
        0.85,
        "share",
        "chance that it stands by the frontline after a blow of the adversary, an attack or a"
        " retaliation; null where it is not asked to",
        plausible=(0.5, 1),
    )
    withholds: Literal["all", "one_item"] = given(
        "one_item", "", "what is withheld: all support, or one item while the rest is delivered"
    )
    punishment: Punishment | None = part(
        Punishment,
        "how it takes a strike without its yes; null: by the stance it gave and by timely notice",
    )
    drawn_in: float = given(
        0.25, "share", "chance that a retaliation draws it in, at full trust", plausible=(0, 0.8)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Allies:
    """The pair. Roles are fixed; each has a display name."""

    frontline: Frontline = part(Frontline, "the ally under the threat")
    patron: Patron = part(Patron, "the ally that counsels restraint")


FRONTLINE_OUTLOOK: Outlook = Outlook(
    red_line=0.62,
    look_ahead=432.0,
    believes_slowing=0.15,
    believes_concession=0.1,
    weights=Weights(
        threat=2.0,
        escalation=0.8,
        escalation_with_line=0.1,
        attack=0.4,
        region=0.1,
        deterrence=0.12,
        alliance=0.42,
        pressure=0.3,
    ),
)

PATRON_OUTLOOK: Outlook = Outlook(
    red_line=0.70,
    look_ahead=720.0,
    believes_slowing=0.5,
    believes_concession=0.5,
    weights=Weights(threat=1.8, escalation=0.5, region=0.12, deterrence=0.08),
)
