"""The links of a liaison cell: an unrated link carries no secret, whoever staffs it."""

from __future__ import annotations

import pytest

from sim.domain.communication.channels import Channel, Liaison, cell_link
from sim.domain.communication.messages import Level, Sensitivity
from sim.domain.distributions.families import Fixed


def channel(rating: Level) -> Channel:
    return Channel(rating=rating, latency=Fixed(value=0.1))


CHANNELS = {"own": channel("secret"), "bunker": channel("top_secret"), "plain": channel("open")}


@pytest.mark.parametrize(
    ("cell", "content", "link"),
    [
        (Liaison(), Sensitivity.OPEN, None),
        (Liaison(link="own"), Sensitivity.SECRET, "own"),
        (Liaison(link="own"), Sensitivity.TOP_SECRET, None),
        (Liaison(link="plain"), Sensitivity.CONFIDENTIAL, None),
        (Liaison(link="own", terminal="bunker"), Sensitivity.SECRET, "own"),
        (Liaison(link="own", terminal="bunker"), Sensitivity.TOP_SECRET, "bunker"),
        (Liaison(terminal="bunker"), Sensitivity.OPEN, "bunker"),
        (Liaison(link="own", terminal="plain"), Sensitivity.TOP_SECRET, None),
    ],
)
def test_a_cell_sends_on_the_first_of_its_links_that_may_carry_the_content(
    cell: Liaison, content: Sensitivity, link: str | None
) -> None:
    assert cell_link(CHANNELS, cell, content) == link
