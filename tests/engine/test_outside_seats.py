"""Adversary and region as seats: chance brings the occasions, whoever sits there decides, and who
decides as chance would have lives in the world of the batch.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sim.domain.decisions.views import OCCASIONS, OutsideView, Seat
from sim.domain.events import Attack, Intent, Mediation, Provocation, Retaliation, Strike
from sim.domain.inputs.setting import Setting
from sim.engine.session import Session
from sim.errors import UsageError
from sim.tabletop.game.acts import Act
from sim.tabletop.game.table import Table
from tests.engine.worlds import Changes, busy, entries, kinds, run, session, text
from tests.tabletop.games import answer, go_on, table

#: An adversary that attacks and hits back, and a region that is told nothing.
RAW: Changes = {
    "protocol": "unilateral",
    "adversary.attack.rate": 0.02,
    "adversary.attack.intent.share": 0.5,
}
OUTSIDERS: tuple[Seat, ...] = ("adversary", "region")


def played(game: Session, choose: Callable[[OutsideView], str | None]) -> dict[str, int]:
    """Play a game to its end; how often there was each occasion. ``None`` is silence."""
    found: dict[str, int] = {}
    while not game.over:
        game.advance()
        view = game.question
        if view is None:
            continue
        assert isinstance(view, OutsideView)
        assert view.options == OCCASIONS[view.asks]
        found[view.asks] = found.get(view.asks, 0) + 1
        option = choose(view)
        game.answer(None if option is None else game.choice_by_rule()._replace(option=option))
    return found


def outside(setting: Setting, replication: int = 0) -> Session:
    return session(setting, replication, humans=frozenset(OUTSIDERS), full=True)


def _always(option: str) -> Callable[[OutsideView], str]:
    """An option where there is it, else restraint."""
    return lambda view: option if option in view.options else view.options[0]


def _by_chance(game: Session) -> Callable[[OutsideView], str]:
    """What chance would have had them do."""
    return lambda _: game.choice_by_rule().option


def test_chance_brings_every_occasion_and_its_answers_give_the_batch() -> None:
    found: set[str] = set()
    for replication in range(8):
        setting = busy(RAW)
        game = outside(setting, replication)
        found |= played(game, _by_chance(game)).keys()
        assert text(game.log) == text(run(setting, replication, full=True))
    assert found == set(OCCASIONS)


def test_restraint_is_what_nobody_says_and_brings_nothing() -> None:
    for answers in (_always(""), lambda _: None):
        game = outside(busy(RAW))
        played(game, answers)
        happened = set(kinds(game.log))
        assert not {"attack", "mediation", "retaliation", "withdrawn"} & happened
        assert [one.number for _, one in entries(game.log, Provocation)] == [
            one.number for _, one in entries(game.log, Provocation) if "inject" in one.number
        ]


def test_who_hits_back_does_so_by_as_many_rungs() -> None:
    for option, rungs in (("one", {1}), ("two", {2})):
        game = outside(busy(RAW))
        played(game, _always(option))
        assert {one.rungs for _, one in entries(game.log, Retaliation)} == rungs


def test_a_strike_goes_on_once_the_last_partner_has_taken_its_stand() -> None:
    """While it is asked nothing of what follows from the strike has happened yet."""
    game = outside(busy(RAW))
    asked: list[str] = []

    def choose(view: OutsideView) -> str | None:
        if view.asks == "withdrawal":
            asked.append(view.about)
            assert kinds(game.log)[-1] != "news"
            return "leave"
        return game.choice_by_rule().option

    played(game, choose)
    assert len(set(asked)) == len(asked) > 0, "who has left is not asked again"
    assert kinds(game.log).count("withdrawn") == len(asked)
    strikes = entries(game.log, Strike)
    assert kinds(game.log).index("withdrawn") > kinds(game.log).index("strike")
    assert strikes


@pytest.mark.parametrize("how", ["lapse", "rule", "open"])
def test_a_strike_goes_on_however_a_partner_is_dealt_with(how: str) -> None:
    """Whoever takes the region's seat away, or lets its time pass, leaves no strike half-done."""
    game = table(busy(RAW), seats=("region",))
    while (asked := game.session.question) is None or asked.asks != "withdrawal":
        if asked is not None:
            game.carry_out(answer(next(iter(asked.options)), asked.seat))
        game.carry_out(go_on())
    strikes = kinds(game.session.log).count("strike")
    if how == "lapse":
        while game.session.question is not None:
            acts(game, "lapse", "region", why="the time was over")
    else:
        acts(game, "lead", "region", policy=how)
        while how == "open" and (view := game.session.question) is not None:
            assert view.asks == "withdrawal", "only for that the clock stands"
            game.carry_out(answer("stay", "region"))
    assert [game.session.question] == [None]
    assert kinds(game.session.log).count("strike") == strikes
    while not game.over:
        game.carry_out(go_on())
        if (view := game.session.question) is not None:
            game.carry_out(answer(next(iter(view.options)), view.seat))
    assert "news" in kinds(game.session.log), "what follows from a strike has followed"


def acts(game: Table, do: str, seat: Seat = "adversary", **said: object) -> None:
    game.carry_out(Act(do=do, seat=seat, data=said))


def quiet(**changes: object) -> Table:
    """A game whose adversary has not been asked anything yet."""
    setting = busy({**RAW, **{name.replace("__", "."): value for name, value in changes.items()}})
    game = table(setting, seats=OUTSIDERS)
    game.carry_out(go_on(0.5))
    assert game.session.question is None
    return game


def test_the_first_blow_is_struck_unasked_once_and_was_meant() -> None:
    for share in (0.5, 0.0):
        game = quiet(adversary__attack__intent__share=share)
        acts(game, "attack")
        assert [at for at, _ in entries(game.session.log, Attack)] == [0.5]
        with pytest.raises(UsageError, match="no first blow can be struck now"):
            acts(game, "attack")
        while not game.over:
            game.carry_out(go_on())
            view = game.session.question
            if view is not None:
                game.carry_out(answer(next(iter(view.options)), view.seat))
        assert [one.meant for _, one in entries(game.session.log, Intent)] == [True] * (share > 0)


def test_indications_tell_what_is_meant_by_now() -> None:
    """An adversary that did not mean to attack, until whoever sits there did."""
    game = quiet(
        adversary__attack__intent__share=0.001,
        adversary__attack__intent__indications=0.999,
        adversary__attack__intent__false_indications=0.001,
    )
    acts(game, "attack")
    while not game.over:
        game.carry_out(go_on())
        view = game.session.question
        if view is not None:
            game.carry_out(answer(next(iter(view.options)), view.seat))
    [(_, intent)] = entries(game.session.log, Intent)
    assert all(believed > 0.9 for believed in intent.believed.values())


def test_an_adversary_that_never_attacks_by_its_file_does_not() -> None:
    game = quiet(adversary__attack__rate=0.0)
    with pytest.raises(UsageError, match="never attacks first"):
        acts(game, "attack")


def test_what_is_done_unasked_happens_at_once_and_is_checked_before() -> None:
    game = quiet()
    acts(game, "provoke", severity=0.7)
    (provocation,) = [one for at, one in entries(game.session.log, Provocation) if at == 0.5]
    assert (provocation.number, provocation.severity) == ("act-1", 0.7)
    partners = game.setting.region.partners
    willing = next(name for name, one in partners.items() if one.mediates)
    acts(game, "mediate", "region", partner=willing)
    assert entries(game.session.log, Mediation)[0][1].partner == willing
    acts(game, "warn", "region", partner=willing, stance="red", strength=0.5)
    acts(game, "leave", "region", partner=willing)
    assert kinds(game.session.log)[-1] == "withdrawn"
    before = game.digest
    for do, seat, said, why in (
        ("provoke", "adversary", {"severity": 1.5}, "at most 1"),
        ("provoke", "adversary", {"severity": float("nan")}, "at most 1"),
        ("provoke", "frontline", {"severity": 0.5}, "only the adversary"),
        ("attack", "region", {}, "only the adversary"),
        ("mediate", "adversary", {"partner": willing}, "only the region"),
        ("mediate", "region", {"partner": willing}, "has withdrawn"),
        ("leave", "region", {"partner": "nowhere"}, "no partner 'nowhere'"),
        ("share", "adversary", {}, "only an ally"),
        ("ask", "region", {}, "only the frontline"),
        ("reconsider", "adversary", {"asks": "course"}, "nothing of that kind to decide"),
    ):
        with pytest.raises(UsageError, match=why):
            acts(game, do, seat, **said)  # type: ignore[arg-type]
        assert game.digest == before
