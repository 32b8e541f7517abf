"""Objectives over a log: what meets them, what does not, and to what they do not apply."""

from __future__ import annotations

import pytest

from sim.domain.events import EVENTS, Asked, Event, Learnt, NoReturn, PatienceExpired, Posted, Sent
from sim.domain.events.log import Log
from sim.domain.events.predicates import CHOICE_FIELDS, OWNED, Evidence, author, evidence
from sim.domain.inputs.exercise import Objective


def posted(message: str, sender: str) -> Event:
    return Posted(
        message=message,
        message_kind="dialogue",
        sender=sender,  # type: ignore[arg-type]
        about="",
        precedence=0,
        sensitivity=0,
    )


LOG: Log = [
    (1.0, posted("m1", "patron")),
    (2.0, Asked(message="m2", patience=10.0)),
    (5.0, Sent(message="m1", channel="cable", at=4.0)),
    (9.0, Learnt(plan="p", how="news")),
    (12.0, PatienceExpired(message="m2")),
    (20.0, Asked(message="m3", patience=10.0)),
    (31.0, NoReturn(plan="p")),
]


def objective(**said: object) -> Objective:
    return Objective(says="", **said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (objective(event="asked"), Evidence(met=True, entries=(1,))),
        (objective(event="strike"), Evidence(met=False)),
        (objective(event="strike", never=True), Evidence(met=True)),
        (objective(event="learnt", option="news", never=True), Evidence(met=False, entries=(3,))),
        (objective(event="learnt", option="leak", never=True), Evidence(met=True)),
        (objective(event="posted", by="patron"), Evidence(met=True, entries=(0,))),
        (objective(event="posted", by="frontline"), Evidence(met=False)),
        (objective(event="sent", by="patron", until=5.0), Evidence(met=True, entries=(2,))),
        (objective(event="sent", by="patron", until=4.9), Evidence(met=False)),
    ],
)
def test_entries_of_a_kind_meet_it(wanted: Objective, expected: Evidence) -> None:
    assert evidence(LOG, wanted) == expected


@pytest.mark.parametrize(
    ("wanted", "of", "hours", "expected"),
    [
        (objective(event="no_return"), "asked", 11.0, Evidence(met=False, entries=(1,))),
        (objective(event="no_return"), "learnt", 22.0, Evidence(met=True, entries=(3, 6))),
        (objective(event="no_return"), "learnt", 21.9, Evidence(met=False, entries=(3,))),
        (objective(event="asked"), "strike", 5.0, Evidence(met=None)),
        (objective(event="expired", never=True), "asked", 9.0, Evidence(met=True, entries=(1, 5))),
        (
            objective(event="expired", never=True),
            "asked",
            10.0,
            Evidence(met=False, entries=(1, 4)),
        ),
    ],
)
def test_it_must_come_soon_enough_after_each(
    wanted: Objective, of: str, hours: float, expected: Evidence
) -> None:
    assert evidence(LOG, wanted, of, hours) == expected


def test_the_tables_name_kinds_and_fields_that_there_are() -> None:
    assert set(EVENTS) >= OWNED
    for kind, field in CHOICE_FIELDS.items():
        assert field in EVENTS[kind].__dataclass_fields__  # type: ignore[attr-defined]


def test_an_entry_of_nobody_has_no_author() -> None:
    assert author(Sent(message="m9", channel="cable", at=0.0), {}) is None
    assert author(NoReturn(plan="p"), {}) == "frontline"
