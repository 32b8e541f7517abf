"""What passed between the allies before a strike, on logs written by hand: heard or not, known or a
surprise, and in what circumstances support was withheld.
"""

from __future__ import annotations

from math import isnan
from typing import Any

import pytest

from sim.domain.events.log import Entry
from tests.engine.worlds import changed
from tests.experiment.outcomes.test_ledger import ASKED, NO_RETURN, SETTING, STRIKE, at, figure


def read(time: float, stance: str, **data: Any) -> Entry:  # noqa: ANN401 - a field may be anything
    """The frontline reads a stance; each on a message of its own unless said otherwise."""
    return at(
        time, "stance_read", **({"message": f"m-{time}", "given": stance, "read": stance} | data)
    )


HEARD = ("unheard", "overridden", "past_doubts")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], (1, 0, 0)),
        ([ASKED], (1, 0, 0)),
        ([read(50, "red")], (0, 1, 0)),
        ([read(50, "red", plan="plan-0")], (0, 1, 0)),
        ([read(96, "red")], (0, 1, 0)),
        ([read(96.1, "red")], (1, 0, 0)),
        ([read(50, "amber")], (0, 0, 1)),
        ([read(50, "amber"), read(60, "red")], (0, 1, 0)),
        ([read(50, "red"), read(60, "amber")], (0, 1, 0)),
        ([read(50, "red"), read(60, "green")], (0, 0, 0)),
        ([read(50, "green"), read(60, "red")], (0, 1, 0)),
        ([read(50, "red", read="green")], (0, 0, 0)),
        ([read(50, "amber", read="red", message="m"),
          read(60, "amber", read="amber", message="m", repaired=True)], (0, 0, 1)),
    ],
)  # fmt: skip
def test_what_had_been_heard_before_the_point_of_no_return(
    words: list[Entry], expected: tuple[float, ...]
) -> None:
    assert tuple(figure(name, NO_RETURN, STRIKE, *words) for name in HEARD) == expected
    assert tuple(figure(name, *words) for name in HEARD) == (0, 0, 0), "nobody struck"


@pytest.mark.parametrize("course", ["approved", "joint"])
def test_a_strike_with_the_patron_overrides_nothing(course: str) -> None:
    struck = at(100.0, "strike", course=course)
    for word in ("red", "amber"):
        assert [figure(name, NO_RETURN, struck, read(50, word)) for name in HEARD] == [0, 0, 0]
    assert figure("unheard", NO_RETURN, struck) == 1


@pytest.mark.parametrize(
    ("begun", "passed"),
    [
        ([at(60.0, "state", event="override")], 1),
        ([at(60.0, "state")], 0),
        ([at(40.0, "state", event="override"), at(60.0, "state", event="wish_green")], 0),
        ([at(60.0, "state"), at(140.0, "state", event="override")], 0),
    ],
)
def test_the_promise_is_passed_where_the_strike_was_begun_by_an_override(
    begun: list[Entry], passed: float
) -> None:
    assert figure("past_promise", NO_RETURN, STRIKE, *begun) == passed
    assert figure("past_promise", *begun) == 0


@pytest.mark.parametrize(
    ("learnt", "forewarned"),
    [
        ([], 0),
        ([at(94.0, "learnt")], 1),
        ([at(94.5, "learnt")], 0),
        ([at(10.0, "learnt", plan="plan-0", how="leak")], 1),
        ([at(90.0, "hour")], 1),
        ([at(101.0, "learnt", how="news")], 0),
    ],
)
def test_forewarned_is_to_know_the_intent_in_time(learnt: list[Entry], forewarned: float) -> None:
    assert figure("forewarned", NO_RETURN, STRIKE, *learnt) == forewarned
    assert isnan(figure("forewarned", *learnt))
    assert figure("forewarned", NO_RETURN, at(100.0, "strike", course="joint"), *learnt) == 1


def test_told_is_at_the_desk_and_notice_with_the_leader() -> None:
    told = [at(98.5, "told"), at(101.0, "hour"), at(101.0, "learnt")]
    assert figure("told_h", NO_RETURN, STRIKE, *told) == 1.5
    assert figure("notice_h", NO_RETURN, STRIKE, *told) == -1
    assert isnan(figure("told_h", NO_RETURN, STRIKE, at(98.5, "told", plan="plan-0")))
    assert isnan(figure("told_h", *told))


def test_an_hour_that_was_called_off_is_none() -> None:
    before = [at(40.0, "hour"), at(40.0, "told"), at(50.0, "recall", plan="plan-1")]
    assert isnan(figure("notice_h", NO_RETURN, STRIKE, *before))
    assert isnan(figure("told_h", NO_RETURN, STRIKE, *before))
    again = [*before, at(80.0, "told"), at(82.0, "hour")]
    assert figure("notice_h", NO_RETURN, STRIKE, *again) == 18
    assert figure("told_h", NO_RETURN, STRIKE, *again) == 20
    other = [at(40.0, "hour"), at(50.0, "recall", plan="plan-0")]
    assert figure("notice_h", NO_RETURN, STRIKE, *other) == 60


@pytest.mark.parametrize(
    ("entries", "told", "news"),
    [
        ([], 0, 0),
        ([at(101.0, "news", what="strike"), at(101.0, "hour", how="news")], 0, 1),
        ([at(100.5, "told"), at(101.0, "news", what="strike"), at(102.0, "hour")], 1, 0),
        (
            [at(101.5, "told"), at(101.0, "news", what="strike"), at(101.0, "hour", how="news")],
            0,
            1,
        ),
        ([at(99.0, "told"), at(50.0, "news", what="plan")], 1, 0),
        (
            [
                at(40.0, "hour"),
                at(50.0, "recall", plan="plan-1"),
                at(101.0, "news", what="strike"),
                at(101.0, "hour", how="news"),
            ],
            0,
            1,
        ),
        ([at(99.0, "told", plan="plan-0"), at(99.0, "hour", how="news", plan="plan-0")], 0, 0),
    ],
)
def test_who_was_first_the_word_or_the_news(entries: list[Entry], told: float, news: float) -> None:
    world = [NO_RETURN, STRIKE, *entries]
    assert figure("told_before_news", *world) == told
    assert figure("hour_from_news", *world) == news
    assert isnan(figure("told_before_news", *entries))


def test_what_is_timely_is_an_input() -> None:
    late = [at(94.5, "learnt"), NO_RETURN, STRIKE]
    brisk = changed(SETTING, {"allies.patron.timely": 5.5})
    assert (figure("surprise", *late), figure("surprise", *late, setting=brisk)) == (1, 0)
    assert (figure("forewarned", *late), figure("forewarned", *late, setting=brisk)) == (0, 1)


CIRCUMSTANCES = ("withheld_unasked", "withheld_hour_unknown", "withheld_red_read")


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ([], (1, 1, 0)),
        ([ASKED], (0, 1, 0)),
        ([at(97.0, "asked")], (1, 1, 0)),
        ([at(50.0, "hour")], (1, 0, 0)),
        ([ASKED, read(50, "red")], (0, 1, 1)),
        ([ASKED, read(50, "red"), at(50.0, "hour")], (0, 0, 1)),
        ([ASKED, read(50, "amber"), at(50.0, "hour")], (0, 0, 0)),
    ],
)
def test_support_is_withheld_in_circumstances(
    before: list[Entry], expected: tuple[float, ...]
) -> None:
    world = [NO_RETURN, STRIKE, *before]
    withheld = at(101.0, "support")
    assert tuple(figure(name, *world, withheld) for name in CIRCUMSTANCES) == expected
    assert figure("withheld", *world, withheld) == 1
    assert [figure(name, *world) for name in ("withheld", *CIRCUMSTANCES)] == [0, 0, 0, 0]


def test_the_circumstances_are_those_of_the_strike_that_support_was_withheld_after() -> None:
    """The first strike was unasked, but support was withheld after the second."""
    second = [
        at(110.0, "asked"),
        at(149.0, "no_return", plan="plan-2"),
        at(150.0, "strike", number=2, plan="plan-2"),
        at(151.0, "support"),
    ]
    found = [figure(name, NO_RETURN, STRIKE, *second) for name in CIRCUMSTANCES]
    assert found == [0, 1, 0]
    assert figure("suspended_h", NO_RETURN, STRIKE, *second) == pytest.approx(99, nan_ok=True)
