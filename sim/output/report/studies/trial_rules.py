"""By what rules the sentences on a trial of measures are made, and how it was made itself, as its
page says both.
"""

from __future__ import annotations

from typing import Final

from sim.experiment.measures.measures_summary import TrialSummary
from sim.output.text.measures.recommendation_table import notes
from sim.output.words import as_list

#: In which order verdicts other than supported are told, and under what heads.
HEADS: Final = {
    "shown, may be small": "shown, but may be less than matters",
    "shown, but below what matters": "shown, but less than matters",
    "depends": "depending on what else is there",
    "not supported": "not supported",
    "not tested": "not tested, as the outcome exists only in worlds that measures select",
}
SENTENCE_RULES: Final = (
    (
        "First sentence: the measures whose verdict is supported, each with its effect on the"
        " outcome that was expected to move, on average over all sets of the other measures; where"
        " there is none, no difference is shown."
    ),
    "Second sentence: the other measures by their verdicts, with the effect or the reason.",
    (
        "Third sentence: how many sets cannot be told from the best one towards the goal, and the"
        " cheapest of these with its interval (all sets at once, so whichever is chosen) and by how"
        " much it falls short of the best at most."
    ),
)


def method_sentences(summary: TrialSummary) -> tuple[str, ...]:
    """How a trial was made, and what its numbers rest on."""
    design = summary.measures.design
    fraction = design.generators
    return (
        (
            "A factorial experiment: every measure is on in half of the sets and off in the other"
            " half, and all sets meet the same worlds. An effect is the mean difference between"
            " both halves, world by world."
        ),
        *((f"Generators of the fraction: {as_list(fraction)}.",) if fraction else ()),
        *notes(summary)[:-1],
    )
