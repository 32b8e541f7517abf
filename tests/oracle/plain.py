"""The desk by the rule book: look again at every moment at which anything may change, and begin
whoever may be begun.

No event list and no shortcuts: it knows duty hours, which SimPy's resources do not, and takes
quadratic time.
"""

from __future__ import annotations

from sim.domain.communication.calendar import Calendar
from tests.oracle.idiomatic import ROUTINE_ITEM, Customer, Served


def serve(customers: list[Customer], staff: int, calendar: Calendar, off_rate: float) -> Served:
    """Serve all customers: highest class first, first come first; routine is begun on duty only."""
    served = Served()
    free = [0.0] * staff
    waiting = sorted(
        range(len(customers)), key=lambda number: (-customers[number][1], customers[number][0])
    )
    moment = 0.0
    while waiting:
        officer = min(range(staff), key=free.__getitem__)
        here = [
            number
            for number in waiting
            if customers[number][0] <= moment and _may(customers[number], calendar, moment)
        ]
        if free[officer] <= moment and here:
            number = here[0]
            waiting.remove(number)
            served.begun[number] = moment
            served.done[number] = free[officer] = calendar.finish(
                moment, customers[number][2], off_rate
            )
        else:
            moment = _next_moment(moment, [customers[number] for number in waiting], free, calendar)
    return served


def _may(customer: Customer, calendar: Calendar, moment: float) -> bool:
    return customer[1] != ROUTINE_ITEM or calendar.on(moment)


def _next_moment(
    moment: float, waiting: list[Customer], free: list[float], calendar: Calendar
) -> float:
    arrivals = [asked for asked, _, _ in waiting if asked > moment]
    releases = [time for time in free if time > moment]
    opening = [] if calendar.on(moment) else [calendar.next_open(moment)]
    return min(arrivals + releases + opening)
