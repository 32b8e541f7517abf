"""The inputs in force: what agreements, regular meetings and practice make of a setting before any
world begins.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.domain.communication.meetings import Dialogues
from sim.domain.inputs.effective_inputs import in_force
from sim.domain.inputs.setting import Setting
from sim.domain.preparedness.accord import Accord
from sim.domain.preparedness.exercises import Practice

START = datetime(2026, 3, 2, 6, tzinfo=UTC)
SHARES = st.floats(0.0, 1.0)


def red_lines(setting: Setting) -> tuple[float, float]:
    allies = in_force(setting).allies
    return allies.frontline.outlook.red_line, allies.patron.outlook.red_line


def test_without_agreements_the_setting_is_in_force_as_it_is() -> None:
    setting = Setting(start=START)
    assert in_force(setting) == setting


def test_regular_meetings_close_a_share_of_the_gaps_between_red_lines_and_weights() -> None:
    allies = in_force(Setting(start=START, dialogues=Dialogues(convergence=0.5))).allies
    before = Setting(start=START).allies
    assert allies.patron.outlook.red_line - allies.frontline.outlook.red_line == pytest.approx(0.04)
    gap = before.frontline.outlook.weights.escalation - before.patron.outlook.weights.escalation
    now = allies.frontline.outlook.weights.escalation - allies.patron.outlook.weights.escalation
    assert now == pytest.approx(gap / 2.0)
    assert allies.frontline.intelligence.growth == before.frontline.intelligence.growth
    assert allies.frontline.outlook.weights.alliance == before.frontline.outlook.weights.alliance


@given(agreed=SHARES, spoken=SHARES)
def test_meetings_close_what_agreements_left_open_whichever_came_first(
    agreed: float, spoken: float
) -> None:
    one = Setting(
        start=START, accord=Accord(red_lines=agreed), dialogues=Dialogues(convergence=spoken)
    )
    other = Setting(
        start=START, accord=Accord(red_lines=spoken), dialogues=Dialogues(convergence=agreed)
    )
    assert red_lines(one) == pytest.approx(red_lines(other))
    first, second = red_lines(one)
    assert second - first == pytest.approx(0.08 * (1.0 - agreed) * (1.0 - spoken), abs=1e-12)


def test_practice_quickens_the_offices_of_its_own_sector_only() -> None:
    before, after = (
        in_force(Setting(start=START, practice=practice)).allies.frontline.offices
        for practice in (Practice(), Practice(military=3.0))
    )
    assert after["operations_centre"].work.mean == pytest.approx(
        0.64 * before["operations_centre"].work.mean
    )
    assert after["foreign_ministry"].work == before["foreign_ministry"].work
