"""A session: one replication of one arm, with rules or people in the seats.

    for question in Session(scenario, seed=7, replication=3, arm="consult", humans={"frontline"}):
        question.answer(choose(question.view))

Without humans the body never runs. A game is (scenario, seed, replication, arm, answers): it
replays to the same log, byte for byte, and answering as the rule would have gives the log of a
session without humans.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from math import inf

from sim.domain.decisions.states import State
from sim.domain.decisions.views import ROLES, AnyView, Choice, Seat, View
from sim.domain.events import Begin, DeskUse, End, Intent
from sim.domain.events.log import Log
from sim.domain.inputs.setting import Scenario
from sim.engine.acts import Acts
from sim.engine.allies.asking.patience import hours_of_patience
from sim.engine.allies.domestic_politics import DomesticPolitics
from sim.engine.allies.frontline import Frontline
from sim.engine.allies.joint_assessment import Assessments
from sim.engine.allies.patron import Patron
from sim.engine.called_world import expect_world
from sim.engine.communication.meetings import Dialogues
from sim.engine.communication.message_service import MessageService
from sim.engine.communication.press import Press
from sim.engine.compiled import Prepared, compiled_setting
from sim.engine.control import Control
from sim.engine.environment.adversary import Adversary
from sim.engine.environment.attacks import Attacks
from sim.engine.environment.escalation import Escalation
from sim.engine.environment.injects import Injects
from sim.engine.environment.observation_window import Clock
from sim.engine.environment.publicity import Publicity
from sim.engine.environment.region import Region
from sim.engine.probes import Looks
from sim.engine.questions import Question
from sim.engine.random_streams import Streams
from sim.engine.world import World
from sim.errors import UsageError


class Session:
    """One world, run to its end; with ``full`` every entry of the log is kept."""

    def __init__(
        self,
        scenario: Scenario,
        *,
        seed: int,
        replication: int,
        arm: str,
        humans: AbstractSet[Seat] = frozenset(),
        full: bool = False,
        streams: Streams | None = None,
        reports_ask: bool = True,
    ) -> None:
        """``streams`` may be shared by the arms of one replication: it saves time and changes
        nothing. Unless ``reports_ask`` people are not asked where only reports have come in.
        """
        expect_world(scenario, arm, seed, replication)
        self._arm = arm
        self._world = _world(
            compiled_setting(scenario.arms[arm].setting),
            streams or Streams(seed, replication),
            frozenset(humans),
            full,
        )
        self._world.reports_ask = reports_ask
        self.log: Log = self._world.log
        self.acts = Acts(self._world)
        self.control = Control(self._world)
        self._begin(seed, replication)

    def run(self) -> Log:
        """Run to the end; for sessions without humans."""
        for question in self:
            raise UsageError(
                f"the {question.view.seat} is a person: answer its questions instead of calling run"
            )
        return self.log

    def looked_at(
        self, hours: Sequence[float], lead: Callable[[], object] | None = None
    ) -> list[float]:
        """Run to the end, looking at the world at ``hours``, none after its end: what was seen, as
        ``Looks`` has it. With people in its seats ``lead`` leads it there.
        """
        looks = Looks(self._world, hours)
        (lead or self.run)()
        return looks.observations()

    def __iter__(self) -> Iterator[Question]:
        """Run on, stopping at each question."""
        world = self._world
        while not world.clock.over:
            while (
                pending := world.pending
            ) is not None:  # also one that was once left without an answer
                question = Question(pending)
                yield question
                choice = question.answer_given()
                world.close_question()
                pending.enact(choice)
            world.env.halted = False
            world.env.proceed()
        self._finish()

    # a game, step by step

    @property
    def now(self) -> float:
        """Hours since the start at which the world stands."""
        return self._world.env.now

    @property
    def over(self) -> bool:
        """Whether the world has come to its end."""
        return self._world.clock.over

    @property
    def question(self) -> AnyView | None:
        """What is asked now; the world stands until it is answered."""
        pending = self._world.pending
        return None if pending is None or self.over else pending.view

    @property
    def prepared(self) -> Prepared:
        """The inputs of the arm, made ready."""
        return self._world.prepared

    def advance(self, hour: float = inf) -> None:
        """Go on to an hour, or to the next question or the end if that comes before."""
        world = self._world
        if self.question is None and not self.over:
            world.env.halted = False
            world.env.advance(hour)
        if self.over:
            self._finish()

    def answer(self, choice: Choice | None) -> None:
        """Answer what is asked now; with none nobody does, and what silence leads to follows. An
        answer that is refused leaves the question open.
        """
        pending = self._world.pending
        if pending is None or self.over:
            raise UsageError("nothing is asked now")
        if choice is not None:
            Question(pending).answer(choice)
        self._world.close_question()
        if choice is None:
            pending.lapse()
        else:
            pending.enact(choice)

    def choice_by_rule(self) -> Choice:
        """What the rule of the seat that is asked would answer, or chance."""
        pending = self._world.pending
        if pending is None or self.over:
            raise UsageError("nothing is asked now")
        return pending.rule()

    def turn(self, branch: str) -> None:
        """From now on chance is that of a branch: what has happened stays, and what is under way;
        all that is drawn later is drawn anew.
        """
        world = self._world
        world.post.turn(branch)
        for process in world.thinned:
            process.turn()
        for mind in (world.frontline.mind, world.patron.mind):
            mind.turn()

    def stand_up(self) -> None:
        """The people leave their seats to the rules: what is asked now, a rule answers now."""
        world = self._world
        world.humans = frozenset()
        while (pending := world.close_question()) is not None:
            pending.enact(pending.rule())

    def strike_leads_to(self) -> State | None:
        """The state to which a wish to strike would lead now; none where it is bound not to."""
        return self._world.frontline.state_after_wish()

    def patience_at(self, view: View) -> float:
        """Hours of waiting for an answer, by a decision's view: a look at now would move worlds."""
        return hours_of_patience(
            self._world.prepared.setting,
            trust=view.trust,
            pressure=view.pressure,
            cost_of_holding=view.valuation.loss,
            assured=self._world.frontline.inbox.assured,
            under_fire=view.under_fire,
        )

    @property
    def hours_waited(self) -> float:
        """Hours of waiting for an answer, which shorten the frontline's preparation."""
        return self._world.frontline.inbox.questions.hours_waited

    @property
    def blows(self) -> tuple[float, ...]:
        """The hours of the blows that a strike would answer now."""
        return self._world.frontline.fast_track.answered_blows()

    def _begin(self, seed: int, replication: int) -> None:
        world = self._world
        setting = world.prepared.setting
        world.note(
            Begin(
                arm=self._arm,
                replication=replication,
                seed=seed,
                protocol=setting.protocol,
                rung=setting.ladder.start,
                readiness=setting.adversary.threat.readiness,
                fronts=tuple(sorted(setting.region.fronts)),
            )
        )
        parts = (
            world.clock,
            world.adversary,
            world.attacks,
            world.escalation,
            world.region,
            world.frontline,
            world.patron.mind,
            world.dialogues,
            Assessments(world),
            world.injects,
        )
        for part in parts:
            part.start()

    def _finish(self) -> None:
        world = self._world
        if isinstance(world.log[-1][1], End):
            return
        self._note_intent()
        world.note(
            End(
                readiness=world.adversary.theta(),
                trust_frontline=world.trust("frontline"),
                trust_patron=world.trust("patron"),
                deterrence=world.home.deterrence(),
                pressure=world.home.pressure(),
                rung=world.escalation.rung,
                desks=_desks(world, world.env.now),
                events=world.env.event_count(),
            )
        )

    def _note_intent(self) -> None:
        world = self._world
        world.attacks.settle()
        believed = {
            role: mind.suspicion.probability()
            for role, mind in zip(ROLES, (world.frontline.mind, world.patron.mind), strict=True)
            if mind.suspicion is not None
        }
        if believed and world.attacks.law.intent.share > 0.0:
            world.note(Intent(world.attacks.meant, believed))


# The flag is passed on as it came.
def _world(ready: Prepared, streams: Streams, humans: frozenset[Seat], full: bool) -> World:  # noqa: FBT001
    world = World(ready, streams, humans, full)
    world.adversary = Adversary(world)
    world.attacks = Attacks(world)
    world.escalation = Escalation(world)
    world.region = Region(world)
    world.press = Press(world)
    world.publicity = Publicity(world)
    world.post = MessageService(world)
    world.home = DomesticPolitics(world)
    world.frontline = Frontline(world)
    world.patron = Patron(world)
    world.injects = Injects(world)
    world.clock = Clock(world)
    world.dialogues = Dialogues(world)
    return world


def _desks(world: World, now: float) -> tuple[DeskUse, ...]:
    """How each desk was used."""
    return tuple(
        DeskUse(
            ally=role,
            desk=name,
            busy=desk.busy_hours(now) / (now * world.prepared.allies[role].offices[name].staff),
            messages=desk.begun,
            waited=desk.waited,
        )
        for (role, name), desk in world.post.desks.items()
    )
