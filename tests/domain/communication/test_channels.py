"""Channels: what may carry what, and in which order they are tried."""

from __future__ import annotations

from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.domain.communication.channels import Channel, default_channels, may_carry, usable
from sim.domain.communication.messages import Level, Sensitivity
from sim.domain.distributions.families import Fixed

LEVELS: tuple[Level, ...] = get_args(Level)


def channel(rating: Level, fallback: str | None = None) -> Channel:
    return Channel(latency=Fixed(value=1.0), rating=rating, fallback=fallback)


@st.composite
def networks(draw: st.DrawFn) -> dict[str, Channel]:
    """Any few channels, each with any fallback: chains, forks that meet, and cycles."""
    names = [f"link {number}" for number in range(draw(st.integers(1, 6)))]
    fallbacks = st.sampled_from([None, *names])
    return {name: channel(draw(st.sampled_from(LEVELS)), draw(fallbacks)) for name in names}


@pytest.mark.parametrize("rating", LEVELS)
@pytest.mark.parametrize("sensitivity", list(Sensitivity))
def test_a_channel_carries_up_to_its_rating(rating: Level, sensitivity: Sensitivity) -> None:
    assert may_carry(channel(rating), sensitivity) == (LEVELS.index(rating) >= sensitivity.value)


@given(network=networks(), sensitivity=st.sampled_from(Sensitivity))
def test_fallback_ends_even_on_a_cycle_and_tries_each_channel_once(
    network: dict[str, Channel], sensitivity: Sensitivity
) -> None:
    for first, opening in network.items():
        found = usable(network, first, sensitivity)
        assert len(set(found)) == len(found)
        assert all(may_carry(network[name], sensitivity) for name in found)
        assert (first in found) == may_carry(opening, sensitivity)


@given(network=networks())
def test_the_order_is_that_of_the_fallbacks(network: dict[str, Channel]) -> None:
    for first in network:
        everyone = usable(network, first, Sensitivity.OPEN)
        assert everyone[0] == first
        assert all(network[one].fallback == following for one, following in pairwise(everyone))
        for sensitivity in Sensitivity:
            some = usable(network, first, sensitivity)
            assert some == tuple(name for name in everyone if may_carry(network[name], sensitivity))


def test_a_channel_that_may_not_carry_a_content_is_passed_over() -> None:
    network = {
        "phone": channel("open", "cable"),
        "cable": channel("secret", "courier"),
        "courier": channel("top_secret", "phone"),
    }
    assert usable(network, "phone", Sensitivity.OPEN) == ("phone", "cable", "courier")
    assert usable(network, "phone", Sensitivity.SECRET) == ("cable", "courier")
    assert usable(network, "cable", Sensitivity.TOP_SECRET) == ("courier",)


def test_what_no_channel_may_carry_has_no_way() -> None:
    assert usable({"phone": channel("open", "phone")}, "phone", Sensitivity.SECRET) == ()


def test_unless_a_scenario_says_otherwise_everything_gets_through() -> None:
    assert usable(default_channels(), "cable", Sensitivity.TOP_SECRET) == ("cable", "courier")
