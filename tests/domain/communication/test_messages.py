"""The lives of a message and of a question: every state can be reached, every life ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

import pytest

from sim.domain.communication.messages import (
    LIFE,
    QUESTION,
    STAGES,
    Kind,
    Level,
    Precedence,
    Sensitivity,
    Urgency,
    default_handling,
)

Table = Mapping[str, frozenset[str]]
BOTH = pytest.mark.parametrize(
    ("table", "birth", "ends"),
    [
        (LIFE, "new", {"read", "lost", "called_back"}),
        (QUESTION, "open", {"answered", "answered_late"}),
    ],
    ids=["message", "question"],
)


def reached(table: Table, start: str) -> set[str]:
    """All states that can follow, at any distance, the start included."""
    found, fresh = {start}, [start]
    while fresh:
        after = table[fresh.pop()] - found
        found |= after
        fresh += after
    return found


@BOTH
def test_every_state_can_be_reached_from_the_first(
    table: Table, birth: str, ends: set[str]
) -> None:
    assert reached(table, birth) == set(table)
    assert ends <= set(table)


@BOTH
def test_a_life_can_end_from_anywhere_and_ends_only_where_it_should(
    table: Table, birth: str, ends: set[str]
) -> None:
    assert birth in table
    assert {state for state, after in table.items() if not after} == ends
    for state in table:
        assert reached(table, state) & ends


@BOTH
def test_nothing_is_born_twice(table: Table, birth: str, ends: set[str]) -> None:
    assert ends
    assert all(birth not in after for after in table.values())


def without(state: str) -> set[str]:
    """What a message can reach if it never enters a state."""
    return reached({key: after - {state} for key, after in LIFE.items()}, "new")


@pytest.mark.parametrize("stage", ["drafted", "cleared", "queued", "sent", "delivered"])
def test_nothing_is_read_that_skipped_a_stage(stage: str) -> None:
    assert "read" not in without(stage)


def test_a_failed_transmission_is_tried_again_or_lost() -> None:
    assert LIFE["failed"] == {"queued", "lost", "called_back"}
    assert "read" in reached(LIFE, "failed")


def test_an_answer_may_come_after_the_asker_stopped_waiting_but_not_before_it_asked() -> None:
    assert QUESTION["expired"] == {"answered_late"}
    assert "answered_late" not in QUESTION["open"]


def test_each_stage_is_named_once() -> None:
    assert len(set(STAGES)) == len(STAGES)


def test_every_kind_is_handled_and_only_questions_expect_an_answer() -> None:
    handling = default_handling()
    assert list(handling) == list(get_args(Kind))
    assert {kind for kind, how in handling.items() if how.answered} == {
        "consultation_request",
        "joint_plan",
        "clarification",
    }
    assert all(how.answered for kind, how in handling.items() if how.council)


def test_the_words_of_a_file_are_the_levels_in_order() -> None:
    assert [level.upper() for level in get_args(Level)] == [
        level.name for level in sorted(Sensitivity)
    ]
    assert [word.upper() for word in get_args(Urgency)] == [
        level.name for level in sorted(Precedence)
    ]


def test_what_may_stop_a_strike_goes_first() -> None:
    handling = default_handling()
    assert handling["recall_request"].precedence == handling["notification"].precedence == "flash"
