"""Charts and tables of measures: whole, true to their numbers, the same bytes each time, nothing
beyond the page.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from sim.errors import UsageError
from sim.experiment.design.factorial import fraction
from sim.experiment.measures.measures_summary import TrialSummary
from sim.experiment.measures.portfolio import goal_of
from sim.experiment.measures.trial_summary import Wish, trial_summary
from sim.experiment.outcomes.definitions import COLUMNS
from sim.output.charts.base import style
from sim.output.charts.base.chart import Chart, Missing
from sim.output.charts.base.files import table
from sim.output.charts.measures import drawings
from sim.output.charts.measures.drawings import MEASURE_CHARTS
from sim.output.charts.measures.trial_evidence import trial_evidence
from sim.output.storage.studies.study_folder import StudyFolder
from sim.output.storage.studies.trials import KIND
from sim.output.text.measures.portfolio_table import portfolio_told, sets_of
from sim.output.text.measures.recommendation_rows import dependences, recommendation
from sim.output.text.measures.recommendation_table import lines, moved_told
from sim.studies.presentation import draw_all
from tests.output.planted_trial import summary, trial, worlds
from tests.summaries import altered, planted_manifest, sure


@pytest.fixture(scope="module")
def found() -> TrialSummary:
    return summary(budget=6.0)


def drawn(found: TrialSummary, name: str) -> Chart:
    with style.in_style():
        chart = MEASURE_CHARTS[name].draw(trial_evidence(found), style.WIDTH)
    assert isinstance(chart, Chart)
    return chart


def beyond(figure: Figure) -> list[str]:
    """Texts that reach beyond the page by more than a point."""
    FigureCanvasAgg(figure).draw()  # type: ignore[no-untyped-call]
    texts = [*figure.texts, *(text for axes in figure.axes for text in (*axes.texts, *ticks(axes)))]
    page, slack = figure.bbox, figure.dpi / 72.0
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts if text.get_text()]
    return [
        text
        for text, box in boxes
        if box.x0 < page.x0 - slack or box.x1 > page.x1 + slack or box.y0 < page.y0 - slack
    ]


def ticks(axes: Axes) -> Iterator[Text]:
    """Labels of the ticks that can be seen."""
    for axis in (axes.xaxis, axes.yaxis) if axes.axison else ():
        low, high = sorted(axis.get_view_interval())
        yield from (tick.label1 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high)


@pytest.mark.parametrize("name", MEASURE_CHARTS)
def test_each_chart_is_whole(found: TrialSummary, name: str) -> None:
    chart = drawn(found, name)
    with style.in_style():
        assert beyond(chart.figure) == []
    assert chart.alt
    assert all(len(row) == len(chart.numbers.header) for row in chart.numbers.rows)


def test_the_recommendation_names_each_verdict_with_its_reason(found: TrialSummary) -> None:
    chart = drawn(found, "recommendation")
    assert "Cells costs 4 million a year and is supported: as expected" in chart.alt
    shown = " ".join(text.get_text().replace("\n", " ") for text in chart.figure.axes[0].texts)
    for words in ("✔ supported", "not supported: it changes nothing", "depends on Cells"):
        assert words in shown
    assert [row[0] for row in chart.numbers.rows] == ["cells", "drills", "posters"]


def test_the_effects_are_those_of_the_summary(found: TrialSummary) -> None:
    chart = drawn(found, "effects")
    assert "Cells moves" in chart.alt
    assert "Posters moves nothing that is shown" in chart.alt
    cell = next(row for row in chart.numbers.rows if row[:3] == ("cells", "", "desk_wait_h"))
    assert cell[3] == found.measures.average["cells"]["desk_wait_h"].estimate
    assert cell[-1] == 1


def test_the_frontier_holds_every_set_and_the_budget(found: TrialSummary) -> None:
    chart = drawn(found, "frontier")
    assert len(chart.numbers.rows) == 8
    assert "budget 6" in [text.get_text() for text in chart.figure.legends[0].get_texts()]
    assert "Best by its estimate: cells and drills" in chart.alt


def test_a_gain_in_a_share_is_drawn_and_told_in_points() -> None:
    chart = drawn(summary(goal="drawn_in"), "frontier")
    assert chart.figure.axes[0].get_ylabel() == "gain, points"
    assert "Cost against gain in patron drawn in (points)" in chart.alt


def test_a_fraction_has_no_frontier_and_one_measure_has_no_interactions() -> None:
    part = summary(trial(("cells", "drills", "posters", "letters"), fraction))
    with style.in_style():
        assert isinstance(
            MEASURE_CHARTS["frontier"].draw(trial_evidence(part), style.WIDTH), Missing
        )
    assert len(drawn(part, "effects").figure.axes) == 2
    assert len(drawn(summary(trial(("cells",))), "effects").figure.axes) == 1


def test_files_have_the_same_bytes_and_words_beside_them(
    found: TrialSummary, tmp_path: Path
) -> None:
    folders = [
        StudyFolder(path=tmp_path / name, manifest=planted_manifest(KIND), summary=found)
        for name in ("one", "two")
    ]
    pictures = [draw_all(folder) for folder in folders]
    assert [path.name for path in pictures[0]] == [
        "recommendation.svg",
        "effects.svg",
        "frontier.svg",
    ]
    for one, two in zip(*pictures, strict=True):
        assert one.read_bytes() == two.read_bytes()
    words = json.loads((tmp_path / "one" / "charts" / "alt.json").read_bytes())
    assert list(words) == list(MEASURE_CHARTS)
    assert not (tmp_path / "one" / "charts" / "skipped.json").exists()


def test_charts_can_be_asked_for_by_name(found: TrialSummary, tmp_path: Path) -> None:
    folder = StudyFolder(path=tmp_path, manifest=planted_manifest(KIND), summary=found)
    assert [path.name for path in draw_all(folder, names=["frontier"], formats=("png",))] == [
        "frontier.png"
    ]
    with pytest.raises(UsageError, match="There is no chart 'forest' of measures"):
        draw_all(folder, names=["forest"])
    part = StudyFolder(
        path=tmp_path,
        manifest=planted_manifest(KIND),
        summary=summary(trial(("cells", "drills", "posters", "letters"), fraction)),
    )
    with pytest.raises(
        UsageError, match="cannot give the chart 'frontier': the fraction ran 8 of 16"
    ):
        draw_all(part, names=["frontier"])
    assert drawings.MEASURE_CHARTS is MEASURE_CHARTS


# tables


def test_the_table_says_it_all_in_text(found: TrialSummary) -> None:
    said = list(lines(found, 100))
    text = " ".join(" ".join(said).split())
    assert said[0] == "Planted"
    for words in (
        "measures added to consult, all 8 sets, 120 worlds, seed 7",
        "cells: supported: as expected. Expected: less of",
        "also moved: escalation burden",
        (
            "with 95 % confidence one of the 7 sets within 6 million a year is the best: cells and"
            " drills at 6 million"
        ),
        "all sets at once",
        "What is shown to change the effect",
        "not a forecast",
    ):
        assert words in text, words
    assert max(map(len, said)) <= 125


def test_what_is_not_tested_says_on_which_pairs_it_rests() -> None:
    text = " ".join(" ".join(lines(summary(trial(("links", "cells"))), 100)).split())
    assert "links: not tested: its outcome exists only in some worlds" in text
    assert "exists only in worlds with a strike, so its effect rests on" in text
    assert "which depends on the arms, so that nothing is tested in it" in text


def test_the_best_set_leads_with_how_many_cannot_be_told_from_it_and_the_cheapest_of_them() -> None:
    planted = trial()
    block = worlds(planted, 40)
    place = list(COLUMNS).index("burden")
    block[:, :, place] += np.random.default_rng(1).normal(0.0, 60.0, block.shape[:2])
    found = trial_summary(planted, [block], Wish(goal=goal_of("burden")))
    said = list(portfolio_told(sure(found.measures.portfolio), 0.95))
    many = sum(one.retained for one in sure(found.measures.portfolio).sets)
    assert many > 1
    told = [one for one in said if not one.startswith("No set is shown")]
    assert (
        told[0]
        == f"Best set for escalation burden: {many} of 8 sets cannot be told from the best (95 %"
        " confidence)."
    )
    assert told[1].startswith(f"The cheapest of these {many}: ")
    assert told[2].startswith("The best by its estimate alone: ")
    assert "falls short of the true best by at most" in told[2]


def test_goals_that_are_shares_are_told_in_points() -> None:
    planted = trial(("cells", "drills"))
    block = worlds(planted, 100)
    place = list(COLUMNS).index("drawn_in")
    block[:, :, place] = np.arange(100)[:, None] < [60.0, 20.0, 60.0, 20.0]
    found = trial_summary(planted, [block], Wish(goal=goal_of("drawn_in")))
    gained = sure(found.measures.portfolio)
    text = " ".join(portfolio_told(gained, 0.95))
    assert "cells at 4 million a year, gaining 40.0 points (" in text
    assert "rung-hours" not in text
    assert gained.sets[1].gain == 0.4


def test_without_a_better_set_than_none_that_is_said_first() -> None:
    said = list(portfolio_told(sure(summary(goal="suspended_h").measures.portfolio), 0.95))
    assert said[0] == "No set is shown to be better than no measure at all for support suspended."
    assert (
        said[1] == "Best set for support suspended: none of 8 sets can be told from the best (95 %"
        " confidence)."
    )
    [cheapest] = [one for one in said if one.startswith("The cheapest of these 8: ")]
    assert cheapest.startswith(
        "The cheapest of these 8: no measure, at no cost and for no gain. It falls short of the"
        " true best by at most"
    )


def test_of_two_sets_that_are_not_told_apart_neither_is_called_the_best() -> None:
    said = list(
        portfolio_told(
            sure(summary(trial(("cells",)), goal="suspended_h").measures.portfolio), 0.95
        )
    )
    assert (
        said[1]
        == "Best set for support suspended: neither of 2 sets can be told from the other (95 %"
        " confidence)."
    )


def test_all_that_is_shown_to_change_an_effect_is_listed_with_both_sides_and_their_worlds(
    found: TrialSummary,
) -> None:
    said = list(lines(found, 120))
    at = said.index("What is shown to change the effect")
    block = " ".join(" ".join(said[at : said.index("", at)]).split())
    drills = next(row for row in found.measures.rows if row.measure == "drills")
    one = next(one for one in drills.conditions if one.on == "cells")
    assert one.shown
    assert "cells helps -50 nothing shown 0 -50 120 -51 to -49 -1 to +1 -51 to -49" in block
    rows = list(csv.DictReader(StringIO(table(dependences(found)).decode())))
    assert len(rows) == sum(len(row.conditions) for row in found.measures.rows)
    (told,) = [row for row in rows if (row["measure"], row["on"]) == ("drills", "cells")]
    assert float(told["difference"]) == pytest.approx(float(told["with"]) - float(told["without"]))
    assert (told["shown"], told["with_says"], told["without_says"]) == (
        "1",
        "helps",
        "nothing shown",
    )


def test_a_condition_that_is_not_shown_to_matter_is_named_with_its_difference() -> None:
    planted = trial(("cells",), conditions={"wet": "it rains"})
    block = worlds(planted)
    block[:, 2:] = block[:, :2] + np.random.default_rng(3).normal(0.0, 2.0, block[:, 2:].shape)
    text = " ".join(
        " ".join(lines(trial_summary(planted, [block], Wish(goal=goal_of("burden"))), 120)).split()
    )
    assert "Nothing is shown to change the effect of a measure" in text
    assert (
        "cells: tried in 120 worlds, and not shown to change the effect (hours): it rains " in text
    )


def test_what_else_moved_always_has_its_unit(found: TrialSummary) -> None:
    """Hours were hidden where the title of the outcome happened to hold the letter h."""
    cells, *_ = found.measures.rows
    moved = altered(cells.moved[0], outcome="objection_margin_h", estimate=3.4, low=3.0, high=4.0)
    assert list(moved_told(found, altered(cells, moved=[moved]))) == [
        "margin of the objection +3.4 hours"
    ]


def test_a_fraction_says_in_one_line_why_there_is_no_best_set() -> None:
    said = list(lines(summary(trial(("cells", "drills", "posters", "letters"), fraction)), 200))
    (line,) = [line for line in said if line.startswith("No best set")]
    assert "ran 8 of 16 sets" in line
    assert line.endswith("the same command without --fraction runs them all.")


def test_a_fraction_prints_its_generators_and_what_it_cannot_tell_apart() -> None:
    text = " ".join(
        " ".join(
            lines(summary(trial(("cells", "drills", "posters", "letters"), fraction)), 100)
        ).split()
    )
    assert "8 sets, a fraction of resolution IV" in text
    assert "Generators of the fraction: letters = cells x drills x posters." in text
    assert "Not told apart: cells x drills from posters x letters." in text


def test_the_table_as_csv(found: TrialSummary) -> None:
    rows = list(csv.DictReader(StringIO(table(recommendation(found)).decode())))
    assert [(row["measure"], row["verdict"]) for row in rows] == [
        ("cells", "supported"),
        ("drills", "depends"),
        ("posters", "not supported"),
    ]
    assert float(rows[0]["cost_per_unit"]) == pytest.approx(4.0 / 9.0, rel=0.05)
    assert rows[2]["cost_per_unit"] == ""
    sets = list(csv.DictReader(StringIO(table(sets_of(found)).decode())))
    assert [row["measures"] for row in sets if row["affordable"] == "0"] == ["cells+drills+posters"]
