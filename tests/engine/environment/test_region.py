"""The region: partners worry, mediate, are surprised and withdraw; ceasefires break once."""

from __future__ import annotations

import pytest

from sim.domain.actors.region import Front, Partner
from sim.domain.distributions.families import Fixed
from sim.domain.events import Cause, CeasefireBroken, Concern, Mediation, Strike, Withdrawal
from sim.domain.inputs.injects import Inject
from tests.engine.worlds import Changes, entries, first, kinds, run, scripted, still, times, worlds

QUIET = {"allies.frontline.leader.rule": scripted()}
STRUCK = {"allies.frontline.preparation.duration": Fixed(value=20.0)}


def mediating(**partners: Partner) -> Changes:
    return {
        "region.partners": partners,
        "region.mediation.rung": 4,
        "region.mediation.delay": Fixed(value=5.0),
        "region.mediation.hold": 50.0,
        "horizon": 200.0,
    }


def test_partners_worry_and_one_that_mediates_comes_after_a_while_and_stays_while_needed() -> None:
    log = run(
        still(
            STRUCK
            | dict(mediating(first=Partner(mediates=False, told=True), second=Partner(told=True)))
        ),
        full=True,
    )
    assert [(time, data.partner) for time, data in entries(log, Concern)][:2] == [
        (20, "first"),
        (20, "second"),
    ]
    assert [(time, data.until, data.partner) for time, data in entries(log, Mediation)][:3] == [
        (25, 75, "second"),
        (80, 130, "second"),
        (135, 185, "second"),
    ]


def test_below_their_rung_nobody_comes() -> None:
    assert not {"concern", "mediation"} & set(
        kinds(run(still(QUIET | dict(mediating(one=Partner()))), full=True))
    )


def test_without_a_willing_partner_nobody_comes() -> None:
    assert "mediation" not in kinds(
        run(still(STRUCK | dict(mediating(one=Partner(mediates=False)))))
    )
    withdrawn = run(still(STRUCK | dict(mediating(one=Partner(withdraws=1.0)))))
    assert entries(withdrawn, Withdrawal) == [(20, Withdrawal(partner="one"))]
    assert "mediation" not in kinds(withdrawn)


def test_who_was_not_told_may_withdraw() -> None:
    partners = mediating(
        surprised=Partner(withdraws=0.3), informed=Partner(told=True, withdraws=1.0)
    )
    gone = [
        data.partner
        for log in worlds(still(STRUCK | dict(partners)), 400)
        for _, data in entries(log, Withdrawal)
    ]
    assert set(gone) == {"surprised"}
    assert len(gone) / 400 == pytest.approx(0.3, abs=4 * (0.21 / 400) ** 0.5)


@pytest.mark.parametrize(
    ("told", "surprised"),
    [
        ((), False),
        ((False,), True),
        ((True,), False),
        ((True, False), False),
        ((True, False, False), True),
    ],
)
def test_the_region_is_surprised_if_most_were_not_told(
    told: tuple[bool, ...], surprised: bool
) -> None:
    partners = {f"partner{n}": Partner(told=knew, mediates=False) for n, knew in enumerate(told)}
    log = run(still(STRUCK | {"region.partners": partners}))
    assert first(log, Strike)[1].surprised_region is surprised


def test_a_ceasefire_breaks_once_and_the_sooner_broken_is_not_shaken() -> None:
    fronts = {"north": Front(hazard=0.0, jump=1.0), "south": Front(hazard=0.0, jump=0.0)}
    broken = Inject(event="ceasefire_broken", at=3.0, front="north")
    log = run(still(STRUCK | {"region.fronts": fronts, "injects.broken": broken}))
    assert entries(log, CeasefireBroken) == [
        (3, CeasefireBroken(front="north", cause=Cause("inject", "broken")))
    ]
    alone = run(still(STRUCK | {"region.fronts": fronts}))
    assert entries(alone, CeasefireBroken) == [
        (20, CeasefireBroken(front="north", cause=Cause("strike", "1")))
    ]


def test_a_blow_shakes_them_too() -> None:
    hit = {
        "ladder.retaliation.base": 1000.0,
        "ladder.retaliation.delay": Fixed(value=7.0),
        "region.fronts": {"north": Front(hazard=0.0, jump=0.5)},
    }
    broken = [entries(log, CeasefireBroken) for log in worlds(still(STRUCK | hit), 400)]
    assert {(time, data.cause) for found in broken for time, data in found} == {
        (20, Cause("strike", "1")),
        (27, Cause("retaliation", "1")),
    }
    assert sum(map(bool, broken)) / 400 == pytest.approx(0.75, abs=4 * (0.1875 / 400) ** 0.5)


def test_to_be_shaken_is_the_same_luck_told_or_not() -> None:
    """Who was told breaks no ceasefire that would have held untold."""
    fronts = {"region.fronts": {"north": Front(hazard=0.0, jump=0.5)}}
    untold, told = (
        STRUCK | fronts | {"region.partners": {"one": Partner(told=knew, mediates=False)}}
        for knew in (False, True)
    )
    pairs = zip(worlds(still(untold), 200), worlds(still(told), 200), strict=True)
    broken = [
        (bool(times(without, CeasefireBroken)), bool(times(informed, CeasefireBroken)))
        for without, informed in pairs
    ]
    assert (False, True) not in broken
    assert (True, False) in broken
