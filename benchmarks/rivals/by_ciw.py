"""The network in Ciw: nodes with servers, a customer class for each precedence, a route for each
customer.

A customer that waits for an answer with a deadline, and at the deadline sends another one, is
outside its vocabulary: reneging leaves one queue, not a wait for something that is under way
elsewhere. So only the case without deadlines can be said.
"""

from __future__ import annotations

from math import inf

import ciw

from benchmarks.network import HIGHEST, LOWEST, STATIONS, WAY, Network, Told

CLASSES = {precedence: f"precedence {precedence}" for precedence in range(LOWEST, HIGHEST + 1)}


def run(network: Network) -> Told:
    """Let the questions of a network be asked and answered; there must be no deadlines and no
    routine traffic.
    """
    assert network.patient, "deadlines cannot be said in Ciw"
    assert not network.routine, "customers are told apart by their order of arrival"
    simulation = ciw.Simulation(_laid(network))
    simulation.simulate_until_max_time(network.hours)
    answered = [inf] * len(network.questions)
    for customer in simulation.nodes[-1].all_individuals:
        answered[customer.id_number - 1] = customer.data_records[-1].exit_date
    return Told(answered=tuple(answered), again=0)


class _Work(ciw.dists.Distribution):  # type: ignore[misc] # ships without types
    """The hours that a question was given for the stop at which it is."""

    def __init__(self, network: Network) -> None:
        self.works = [question.first.works for question in network.questions]

    def sample(self, t: float | None = None, ind: ciw.Individual | None = None) -> float:
        assert ind is not None, "asked for a customer at a node"
        return self.works[int(ind.id_number) - 1][len(ind.data_records)]


def _laid(network: Network) -> ciw.network.Network:
    none = [None] * (len(STATIONS) - 1)
    return ciw.create_network(
        arrival_distributions={
            name: [ciw.dists.Sequential(_gaps(network, precedence)), *none]
            for precedence, name in CLASSES.items()
        },
        service_distributions={
            name: [_Work(network) for _ in STATIONS] for name in CLASSES.values()
        },
        number_of_servers=list(STATIONS.values()),
        priority_classes={name: HIGHEST - precedence for precedence, name in CLASSES.items()},
        routing={
            name: ciw.routing.ProcessBased(lambda _ind, _simulation: [stop + 1 for stop in WAY[1:]])
            for name in CLASSES.values()
        },
    )


def _gaps(network: Network, precedence: int) -> list[float]:
    """Hours between the questions of a precedence; after the last, none comes."""
    asked = [
        question.asked for question in network.questions if question.first.precedence == precedence
    ]
    return [*(later - before for before, later in zip([0.0, *asked], asked, strict=False)), inf]
