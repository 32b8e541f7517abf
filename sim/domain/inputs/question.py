"""The question that decides a study, named before its worlds are run: one outcome and the two arms
that are compared in it.

It changes nothing in a world. Results that hold it are judged by it as by a comparison that was
chosen beforehand, so that it bears no adjustment for the comparisons that might have been chosen.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.domain.inputs.parameter import given, required


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked: ``arm`` against another one, in one outcome."""

    outcome: str = required("", "the outcome that decides")
    arm: str = required("", "the arm that is asked about")
    against: str = given("", "", "the arm that it is compared with; the baseline when empty")
    because: str = given("", "", "why this outcome and these arms decide, in words")
