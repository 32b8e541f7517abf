"""The frontline's home: a public that presses, and a deterrence that must be kept credible."""

from __future__ import annotations

from sim.domain.events import Cause, DeterrenceChange, PressureChange
from sim.engine.world import Fading, World


class DomesticPolitics:
    """Domestic pressure and credibility of deterrence; both fade between events."""

    __slots__ = (
        "_deterrence",
        "_env",
        "_pressure",
        "_reassured",
        "_relieved",
        "_restored",
        "_spared",
        "_world",
    )

    def __init__(self, world: World) -> None:
        ally = world.prepared.setting.allies.frontline
        deterrence = ally.deterrence
        self._world = world
        self._env = world.env
        self._pressure = Fading(ally.pressure.start, 0.0, ally.pressure.half_life)
        self._deterrence = Fading(deterrence.start, deterrence.start, deterrence.half_life)
        self._restored = deterrence.restored
        #: What a term's offer takes of the pressure, and makes up for of missing deterrence.
        self._spared = self._reassured = 0.0
        self._relieved = ally.pressure.relieved

    def deterrence(self) -> float:
        """Credibility of deterrence now, with what a term's offer makes up for."""
        own = self._deterrence.at(self._env.now)
        return own + self._reassured * (1.0 - own) if self._reassured else own

    def pressure(self) -> float:
        """Domestic pressure now, less what a term's offer takes away."""
        return self._pressure.at(self._env.now) * (1.0 - self._spared)

    def accept_offer(self, relief: float, reassurance: float) -> None:
        """From now on a share of pressure is taken away, and a share of missing deterrence made up
        for; until the next offer, which may be none.
        """
        self._spared, self._reassured = relief, reassurance

    def relieve(self, share: float, cause: Cause) -> None:
        """Take a share of domestic pressure away."""
        self._set_pressure(self._pressure.at(self._world.env.now) * (1.0 - share), cause)

    def press(self, severity: float, cause: Cause) -> None:
        """Add to domestic pressure what an event of this severity adds."""
        self.raise_pressure(
            self._world.prepared.setting.adversary.provocations.pressure * severity, cause
        )

    def raise_pressure(self, gap: float, cause: Cause) -> None:
        """Close a share of the gap to full domestic pressure."""
        pressure = self._pressure.at(self._world.env.now)
        self._set_pressure(pressure + gap * (1.0 - pressure), cause)

    def lose_face(self, severity: float, cause: Cause) -> None:
        """Something unanswered costs deterrence."""
        self.lose_share(
            self._world.prepared.setting.adversary.provocations.deterrence_loss * severity, cause
        )

    def lose_share(self, loss: float, cause: Cause) -> None:
        """Lose a share of deterrence."""
        self._set_deterrence(self._deterrence.at(self._world.env.now) * (1.0 - loss), cause)

    def hesitate(self, deterrence: float, pressure: float, cause: Cause) -> None:
        """Hesitating in public costs credibility, and the public presses."""
        if deterrence > 0.0:
            own = self._deterrence.at(self._world.env.now)
            self._set_deterrence(max(own - deterrence, 0.0), cause)
        if pressure > 0.0:
            self.raise_pressure(pressure, cause)

    def strike(self) -> None:
        """A strike relieves a share of the pressure and restores a share of the deterrence that is
        missing.
        """
        deterrence = self._deterrence.at(self._world.env.now)
        self._set_deterrence(deterrence + self._restored * (1.0 - deterrence), Cause("strike"))
        self.relieve(self._relieved, Cause("strike"))

    def _set_pressure(self, value: float, cause: Cause) -> None:
        self._pressure.become(value, self._world.env.now)
        if self._world.full:
            self._world.note(PressureChange(value, cause))

    def _set_deterrence(self, value: float, cause: Cause) -> None:
        self._deterrence.become(value, self._world.env.now)
        if self._world.full:
            self._world.note(DeterrenceChange(value, cause))
