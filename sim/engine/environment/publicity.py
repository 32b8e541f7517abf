"""What is said in public of the allies' quarrel: warnings that all hear at once, and a disagreement
that all can see.
"""

from __future__ import annotations

from sim.domain.actors.opposition import audience_cost, weight
from sim.domain.events import Cause, Hesitation, PublicWarning
from sim.engine.world import Fading, World


class Publicity:
    """Public warnings, with their weight, and how public the disagreement is."""

    __slots__ = ("_law", "_said", "_world", "disagreement")

    def __init__(self, world: World) -> None:
        self._world = world
        self._law = world.prepared.setting.public.opposition
        self._said: list[tuple[float, float]] = []
        #: From 0 to 1.
        self.disagreement = Fading(0.0, 0.0, self._law.disagreement.half_life)

    def audience_cost(self) -> float:
        """What defying the public warnings would cost now, beside any stance in hand."""
        if not self._said:
            return 0.0
        return audience_cost(self._law.warnings, self._said, self._world.env.now)

    def warn(self, name: str, by: str, stance: str, strength: float) -> None:
        """Somebody says in public what he thinks of a strike. A yes of the patron takes its
        warnings back.
        """
        world, law = self._world, self._law
        world.note(PublicWarning(name, by, stance, strength))
        if by == "frontline":
            world.adversary.warn(
                strength * world.prepared.setting.public.alert, Cause("inject", name)
            )
            return
        if stance == "green" and by == "patron":
            self._said.clear()
        heavy = weight(law.warnings, stance, strength, partner=by != "patron")
        if heavy > 0.0:
            self._said.append((world.env.now, heavy))
            self.quarrel(law.disagreement.warning * heavy, Cause("inject", name))
        world.frontline.mind.consider("warning", f"inject-{name}")

    def leak(self, message: str) -> None:
        """The disagreement is in print."""
        self.quarrel(self._law.disagreement.leak, Cause("leak", message))

    def quarrel(self, share: float, cause: Cause) -> None:
        """The disagreement becomes more public; who holds back meanwhile hesitates in public."""
        world, law = self._world, self._law.disagreement
        before = self.disagreement.at(world.env.now)
        added = share * (1.0 - before)
        self.disagreement.become(before + added, world.env.now)
        if world.adversary.strikes:
            return
        world.note(Hesitation(before + added, cause))
        world.home.hesitate(added * law.deterrence, added * law.pressure, cause)
