"""Rules that follow what was written beforehand: scripts and tables; and the seat that only a
person may fill.
"""

from __future__ import annotations

from typing import Any

import pytest

from sim.domain.actors.adversary import logit
from sim.domain.decisions.rules import Human
from sim.domain.decisions.standing_orders import Move, Row, Scripted, Table
from sim.domain.decisions.views import View
from sim.errors import RunError

SCRIPT = Scripted(
    moves=(
        Move(at=0.0, option="strike"),
        Move(at=24.0, option="green"),
        Move(at=48.0, option="pressure"),
    )
)
ORDERS = Table(
    rows=(
        Row(then="strike", threat_above=0.6, trust_below=0.4),
        Row(then="pressure", rung_at_least=2),
        Row(then="red", asks="stance", pressure_above=0.5),
        Row(then="amber"),
    )
)


def test_a_script_holds_until_the_next_move(view: View) -> None:
    rule = Scripted(
        moves=(
            Move(at=48.0, option="strike"),
            Move(at=12.0, option="pressure"),
            Move(at=50.0, option="hold"),
        )
    )
    said = [
        rule.choose(view._replace(time=time)).option
        for time in (0.0, 11.9, 12.0, 47.0, 48.0, 49.0, 50.0, 900.0)
    ]
    assert said == ["hold", "hold", "pressure", "pressure", "strike", "strike", "hold", "hold"]
    assert rule.choose(view).reason == "scripted from 12 h"
    assert rule.choose(view._replace(time=0.0)).reason == "nothing scripted yet"


def test_of_two_moves_at_one_time_the_last_written_holds(view: View) -> None:
    rule = Scripted(moves=(Move(at=1.0, option="pressure"), Move(at=1.0, option="strike")))
    assert rule.choose(view).option == "strike"


def test_a_script_answers_only_the_question_put(view: View, patron: View) -> None:
    assert SCRIPT.choose(view).option == "strike"
    assert SCRIPT.choose(patron).option == "green"


def test_what_is_not_admissible_becomes_restraint_and_says_so(view: View) -> None:
    choice = SCRIPT.choose(view._replace(options={"hold": 0.0, "pressure": 0.1}))
    assert (choice.option, choice.reason) == (
        "hold",
        "strike, scripted from 0 h, is not admissible",
    )


def test_a_table_follows_its_first_matching_row_and_names_it(view: View, patron: View) -> None:
    alarmed = view._replace(mean=logit(0.7), trust=0.3, rung=3)
    assert (ORDERS.choose(alarmed).option, ORDERS.choose(alarmed).reason) == ("strike", "row 1")
    assert ORDERS.choose(alarmed._replace(trust=0.4)).reason == "row 2"
    assert ORDERS.choose(alarmed._replace(options={"hold": 0.0, "pressure": 0.0})).reason == "row 2"
    assert (ORDERS.choose(view).option, ORDERS.choose(view).reason) == ("hold", "no row matches")
    assert ORDERS.choose(patron).reason == "row 4"
    assert ORDERS.choose(patron._replace(pressure=0.6)).reason == "row 3"


@pytest.mark.parametrize(
    ("row", "hit", "miss"),
    [
        (Row(then="hold", asks="course"), {}, {"asks": "stance"}),
        (Row(then="hold", trigger="report"), {}, {"trigger": "strike"}),
        (Row(then="hold", state="watching"), {}, {"state": "asking"}),
        (Row(then="hold", stance="amber"), {"stance": "amber"}, {"stance": "red"}),
        (Row(then="hold", under_fire=False), {}, {"under_fire": True}),
        (Row(then="hold", under_fire=True), {"under_fire": True}, {}),
        (Row(then="hold", rung_at_least=2), {"rung": 2}, {"rung": 1}),
        (Row(then="hold", threat_above=0.5), {"mean": 0.01}, {"mean": 0.0}),
        (Row(then="hold", pressure_above=0.3), {"pressure": 0.31}, {"pressure": 0.3}),
        (Row(then="hold", trust_above=0.6), {"trust": 0.61}, {"trust": 0.6}),
        (Row(then="hold", trust_below=0.6), {"trust": 0.59}, {"trust": 0.6}),
        (Row(then="hold", deterrence_below=0.5), {"deterrence": 0.49}, {"deterrence": 0.5}),
        (Row(then="strike"), {}, {"options": {"hold": 0.0}}),
    ],
    ids=lambda value: str(value)[:40],
)
def test_each_bound_of_a_row_is_heeded(
    row: Row, hit: dict[str, Any], miss: dict[str, Any], view: View
) -> None:
    assert row.matches(view._replace(**hit))
    assert not row.matches(view._replace(**miss))


def test_an_empty_seat_is_a_clear_error(patron: View) -> None:
    with pytest.raises(
        RunError, match=r"the seat of the patron is a person's, and nobody sits there"
    ):
        Human().choose(patron)
