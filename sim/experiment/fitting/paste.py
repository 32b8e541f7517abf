"""A fitted law as a line for a scenario file, in the unit of its data, with where it comes from."""

from __future__ import annotations

from sim.domain.distributions.families import LAWS, Law, Mixture
from sim.domain.distributions.fit_record import FEWEST_TIMES, MOST_TIMES, WITH_DOUBT
from sim.experiment.fitting.times import Times
from sim.scenario.text.writer import quoted_text


def law_line(law: Law, unit: str, source: str, times: Times | None = None) -> str:
    """What to write where a scenario takes a law of time, such as the latency of a channel; with
    what the doubt of a law needs that was fitted to ``times``.
    """
    fitted = "" if times is None else _fitted_text(law, times)
    more = f", fitted: {fitted}" if fitted else ""
    return f"{{{_kind(law)}: {_inside(law, unit)}, source: {quoted_text(source)}{more}}}"


def _fitted_text(law: Law, times: Times) -> str:
    """To how many times a law was fitted, for ``run --uncertain``; empty where that does not say
    what it may be instead.
    """
    ended = int(times.ended.sum())
    known = type(law) in WITH_DOUBT.values() and FEWEST_TIMES <= ended <= MOST_TIMES
    return f"{{rows: {ended}}}" if known else ""


def _kind(law: Law) -> str:
    return next(name for name, kind in LAWS.items() if kind is type(law))


def _inside(law: Law, unit: str) -> str:
    if isinstance(law, Mixture):
        parts = ", ".join(
            f"[{four_digits(weight)}, {{{_kind(part)}: {_inside(part, unit)}}}]"
            for weight, part in law.parts
        )
        return f"{{parts: [{parts}]}}"
    names = [name for name in type(law).__slots__ if not name.startswith("_")]
    values = {
        name: four_digits(getattr(law, name)) + (f" {unit}" if name in law.IN_UNITS else "")
        for name in names
    }
    return f"{{{', '.join(f'{name}: {value}' for name, value in values.items())}}}"


def four_digits(number: float) -> str:
    """Four digits, more than any sample of delays is worth, without an exponent unless there must
    be one.
    """
    return f"{float(f'{number:.4g}'):.12g}"
