"""The interactive page: what it ships, that its numbers are those of the page's own tables, and
that nothing in a name gets out of its data.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import accumulate, combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.domain.events import Strike
from sim.errors import ResultsError, UsageError
from sim.experiment.outcomes.definitions import OutcomeSummary
from sim.experiment.runs.full_logs import full_logs
from sim.experiment.runs.plan import plan_of
from sim.output.answer.answer import answer_of
from sim.output.answer.contrast import other_contrasts
from sim.output.answer.findings import finding_of, other_names
from sim.output.charts.chart_cache import Album
from sim.output.evidence.other_baseline import looking_at, seen_against
from sim.output.evidence.traced_world import Traced
from sim.output.report.interactive.happenings import world_set
from sim.output.report.interactive.page_part import interactive_part, json_element, worlds_within
from sim.output.report.interactive.spread import MOST_BINS, spread_of
from sim.output.report.interactive.texts import Texts
from sim.output.storage.folders import Folder
from sim.output.storage.run_folder import SCENARIO, RunFolder
from sim.output.story.narrative import tell
from sim.output.story.phases import phases
from sim.scenario import load
from sim.studies.execution.one_world import player_of
from sim.studies.presentation import album_of, page
from tests.output.report.conftest import ran
from tests.output.report.strict_html import parsed

ROOT = Path(__file__).parents[3]
DATA = re.compile(r'<script type="application/json" id="interactive-data">(.*?)</script>')
#: What only the interactive page has, and a browser shows only with its script.
ONLY_WITH_A_SCRIPT = (
    r"<script.*?</script>",
    r"<style>\.controls.*?</style>",
    r'<p class="interactive" data-script hidden>.*?</p>',
    r'<div class="interactive" data-script hidden>.*?</div>\s*(?=<nav)',
    r" 'sha256-[^']*'; script-src '[^']*'",
)


@pytest.fixture
def plain(run_page: str) -> str:
    return run_page


@pytest.fixture
def text(interactive_text: str) -> str:
    return interactive_text


def data_of(text: str) -> Any:  # noqa: ANN401 - JSON
    element = DATA.search(text)
    assert element
    return json.loads(element[1])


def without_script(text: str) -> str:
    """The page as a browser shows it that runs no script, with all spaces alike."""
    for part in ONLY_WITH_A_SCRIPT:
        text = re.sub(part, "", text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", text)


def test_without_a_script_it_is_the_page_that_there_is_without_the_option(
    text: str, plain: str
) -> None:
    assert text != plain
    assert without_script(text) == without_script(plain)
    assert "data-script" not in plain


def test_no_two_places_of_it_have_the_same_name(text: str) -> None:
    ids = [one.attrib["id"] for one in parsed(text).iter() if "id" in one.attrib]
    assert len(ids) == len(set(ids))
    links = [one.attrib["href"] for one in parsed(text).iter("a")]
    assert {link.removeprefix("#") for link in links} <= set(ids)


def test_its_data_are_the_same_each_time(text: str, run: RunFolder) -> None:
    again = interactive_part(run, player_of(run), 500_000)
    assert json.loads(again.data) == data_of(text)


def test_its_policy_allows_its_own_script_and_styles_and_nothing_else(text: str) -> None:
    root = parsed(text)
    policy = next(one.attrib["content"] for one in root.iter("meta") if "http-equiv" in one.attrib)
    scripts = [one for one in root.iter("script") if "type" not in one.attrib]
    parts = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    for element, allowed in (("script", "script-src"), ("style", "style-src")):
        found = scripts if element == "script" else list(root.iter("style"))
        hashes = [sha256((one.text or "").encode()).digest() for one in found]
        wanted = [f"'sha256-{base64.b64encode(one).decode()}'" for one in hashes]
        assert parts[allowed].split() == wanted
    assert parts["default-src"] == "'none'"
    assert all("src" not in one.attrib for one in root.iter("script"))
    assert not any(
        name.startswith("on") or name == "style" for one in root.iter() for name in one.attrib
    )


def cells(text: str) -> list[list[str]]:
    """The rows of the table of the first page, each cell as its texts but for meanings of words."""
    table = next(one for one in parsed(text).iter("table") if one.attrib.get("class") == "findings")
    rows = [row for row in table.iter("tr") if "class" not in row.attrib]
    for word in table.iter("details"):
        word.remove(word[1])
    return [[" | ".join(cell.itertext()) for cell in row] for row in rows[1:]]


def one_text(data: Any, reference: Any) -> str:  # noqa: ANN401 - JSON
    """A text, put together as the script does it."""
    place, *numbers = reference
    pieces = data["texts"][place]
    return "".join(
        piece + str(number) for piece, number in zip(pieces, [*numbers, ""], strict=True)
    )


def texts(data: Any, row: Any) -> list[str]:  # noqa: ANN401 - JSON
    """The texts of a row."""
    return [one_text(data, reference) for reference in row[:8]]


def line(data: Any, references: Any) -> str:  # noqa: ANN401 - JSON
    return " ".join(one_text(data, reference) for reference in references)


def rows_of(data: Any, pair: Any, outcome: int) -> Iterator[list[str]]:  # noqa: ANN401 - JSON
    """The rows that the script makes for a pair, told in the same way."""
    titles = [one["title"] for one in data["compared"]["outcomes"]]
    asked = [[outcome, 0, pair["answers"][outcome]["row"]]]
    for at, _, row in asked + [one for one in pair["rows"] if one[0] != outcome]:
        unit, first, second, difference, ends, _, chip, beside = texts(data, row)
        yield [
            " | ".join(filter(None, [titles[at], unit])),
            first,
            second,
            " | ".join(filter(None, [difference, ends])),
            "",
            " | ".join(filter(None, [chip[0].upper() + chip[1:], beside])),
        ]


def test_what_the_page_answers_is_picked_first_with_the_numbers_of_its_table(text: str) -> None:
    data = data_of(text)
    asked = data["compared"]["asked"]
    pair = data["compared"]["pairs"][asked["pair"]]
    shown = list(rows_of(data, pair, asked["outcome"]))
    static = cells(text)
    assert len(static) > 4
    assert all(row in shown for row in static if not row[0].startswith("and "))
    sentence = next(one for one in parsed(text).iter("p") if one.attrib.get("class") == "sentence")
    said = " ".join("".join(sentence.itertext()).split())
    assert line(data, pair["answers"][asked["outcome"]]["answer"]) == said


def test_a_pair_has_the_numbers_of_a_page_of_its_own(text: str, run: RunFolder) -> None:
    data = data_of(text)
    pairs = data["compared"]["pairs"]
    assert len(pairs) == len(list(combinations(run.arms, 2)))
    pair = pairs[-1]
    arm, against = (run.arms[pair[key]] for key in ("arm", "against"))
    assert run.baseline not in (arm, against)
    own = looking_at(seen_against(run, against), arm)
    assert isinstance(own, RunFolder)
    answer = answer_of(own)
    assert answer is not None
    compared = other_contrasts(own, answer.asked, other_names(own.summary, ""))
    rows = [finding_of(one, answer.names) for one in compared]
    numbers = {row.outcome: [row.first, row.second, row.difference, row.ends] for row in rows}
    titles = [one["title"] for one in data["compared"]["outcomes"]]
    assert len(numbers) == len(titles) > 10
    picked = {titles[at]: texts(data, row)[1:5] for at, _, row in pair["rows"]}
    assert picked == numbers


def test_what_is_picked_is_judged_as_one_of_all_that_could_be(text: str, run: RunFolder) -> None:
    data = data_of(text)
    compared = data["compared"]
    choices = len(compared["pairs"]) * len(compared["outcomes"])
    assert choices == 3 * len(compared["outcomes"])
    assert f"one of {choices} comparisons" in compared["picked"]
    picked = [
        answer
        for at, pair in enumerate(compared["pairs"])
        for place, answer in enumerate(pair["answers"])
        if (at, place) != (compared["asked"]["pair"], compared["asked"]["outcome"])
    ]
    told = [line(data, one["sure"]) for one in picked if texts(data, one["row"])[3]]
    assert len(told) > 20
    assert all(f"widened for {choices} possible choices" in sure for sure in told)
    assert all(0 < one["n"] <= run.replications for one in picked if one["sure"])


def test_the_worlds_of_each_arm_are_all_in_its_bins(text: str, run: RunFolder) -> None:
    data = data_of(text)
    for outcome, spread in zip(data["compared"]["outcomes"], data["spread"], strict=True):
        for arm, counts in zip(run.arms, spread["counts"], strict=True):
            column = run.column(arm, outcome["name"])
            assert sum(counts) == np.count_nonzero(~np.isnan(column))
            assert len(counts) == len(spread["bins"]) <= MOST_BINS + 1


def outcome(**changes: object) -> OutcomeSummary:
    about: dict[str, Any] = {"name": "x", "title": "x", "unit": "h", "kind": "mean"}
    about |= {"exists": "always", "better": "lower", "matters": 1.0, "definition": "d"}
    return OutcomeSummary(**{**about, **changes})


@pytest.mark.parametrize(
    ("values", "bins", "counts"),
    [
        ([0.0, 1.0, 1.0, 3.0], ("0", "1", "2", "3"), (1, 2, 0, 1)),
        ([2.5, 2.5], ("2.5",), (2,)),
        ([float("nan")], (), ()),
        ([0.3, 0.6, 0.9], ("0.3 to 0.4", "0.4 to 0.5", "0.5 to 0.6", "0.6 to 0.7", "0.7 to 0.8",
          "0.8 to 0.9", "0.9 to 1"), (1, 0, 0, 1, 0, 0, 1)),
        ([-0.5, 120.0], ("-20 to 0", "0 to 20", "20 to 40", "40 to 60", "60 to 80", "80 to 100",
          "100 to 120", "120 to 140"), (1, 0, 0, 0, 0, 0, 0, 1)),
    ],
)  # fmt: skip
def test_a_value_on_an_edge_belongs_to_the_bin_that_begins_there(
    values: list[float], bins: tuple[str, ...], counts: tuple[int, ...]
) -> None:
    found = spread_of(outcome(), {"a": np.array(values)})
    assert (found.bins, found.counts["a"]) == (bins, counts)


def test_what_is_from_nought_to_one_is_spread_from_0_to_100() -> None:
    found = spread_of(outcome(unit="trust"), {"a": np.array([0.1, 0.95])})
    assert (found.bins[0], found.bins[-1], found.unit) == ("10 to 20", "90 to 100", "of 100")


HOSTILE = '</script><script>alert(1)</script><!-- " onload="x" & \u2028 {first} $& ]]>'


def test_no_name_gets_out_of_the_data(run: RunFolder, charts: Album) -> None:
    summary = run.summary
    arms = {arm: replace(one, title=HOSTILE) for arm, one in summary.arms.items()}
    scenario = replace(summary.scenario, title=HOSTILE, purpose=HOSTILE)
    evil = replace(run, summary=replace(summary, arms=arms, scenario=scenario))
    text = page(evil, charts=charts, interactive=True)
    scripts = list(parsed(text).iter("script"))
    assert len(scripts) == 2, "the data and the script"
    assert data_of(text)["compared"]["arms"][0]["title"] == HOSTILE
    assert json.loads(json_element({"a": HOSTILE})) == {"a": HOSTILE}
    assert not set("<>&\u2028") & set(json_element({"a": HOSTILE}))


def test_only_a_run_has_one(studies: dict[str, Folder]) -> None:
    with pytest.raises(UsageError, match=r"--interactive: only the report of a run can be.*sweep"):
        page(studies["sweep"], interactive=True)


def in_worlds(happened: Any, kind: Any, arm: int) -> list[bool]:  # noqa: ANN401 - JSON
    """In which worlds a kind happened, read as the script reads it."""
    found = happened["sets"][kind["in"][arm]]
    if not isinstance(found, str):
        there = set(accumulate(found))
        return [at in there for at in range(happened["shown"])]
    bits = base64.b64decode(found)
    return [bool(bits[at >> 3] >> (7 - (at & 7)) & 1) for at in range(happened["shown"])]


@pytest.mark.parametrize("there", [[], [0], [19], [0, 1, 7, 8, 9], range(20)])
def test_a_set_of_worlds_is_read_as_it_was(there: Sequence[int]) -> None:
    flags = np.isin(np.arange(20), list(there))
    happened = {"shown": 20, "sets": [world_set(flags)]}
    assert in_worlds(happened, {"in": [0]}, 0) == flags.tolist()


def test_a_world_is_picked_by_what_its_outcomes_say(text: str, run: RunFolder) -> None:
    happened = data_of(text)["happened"]
    assert happened["worlds"] == happened["shown"] == run.replications
    assert len(happened["kinds"]) > 5
    for kind in happened["kinds"]:
        for at, arm in enumerate(run.arms):
            found = in_worlds(happened, kind, at)
            assert found == (run.column(arm, kind["name"]) == 1.0).tolist()


def test_a_world_of_each_kind_of_the_two_arms_can_be_followed(text: str) -> None:
    data = data_of(text)
    pair = data["compared"]["pairs"][data["compared"]["asked"]["pair"]]
    followed = {(one["arm"], one["world"]) for one in data["followed"]}
    assert len(followed) == len(data["followed"]) > 4
    for kind in data["happened"]["kinds"]:
        for arm in (pair["arm"], pair["against"]):
            found = in_worlds(data["happened"], kind, arm)
            there = {world for under, world in followed if under == arm}
            assert any(found[world] for world in there) is any(found), kind["title"]


def test_what_is_followed_is_what_trace_tells(text: str, run: RunFolder) -> None:
    data = data_of(text)
    told = next(one for one in data["followed"] if one["moments"])
    logs = full_logs(plan_of(load(run.path / SCENARIO), seed=7), told["world"])
    arm = run.arms[told["arm"]]
    world = Traced.of(load(run.path / SCENARIO), arm, logs[arm])
    story = " ".join(tell(world).split())
    assert len(told["steps"]) > 5
    for t, here, there, hour, said in told["steps"]:
        assert hour.startswith("T+")
        assert abs(float(hour[2:]) - t) < 0.06
        assert f"{here[-5:]} {there} {hour}" in story
        assert all(" ".join(one_text(data, one).split()) in story for one in said)
    assert [name for _, name in told["moments"]].count("strike") == len(world.all(Strike))
    assert {phase for phase, _ in told["phases"]} <= {one.title for one in phases(world)}


def test_worlds_are_followed_as_far_as_there_is_room() -> None:
    texts = Texts()

    def told() -> Iterator[dict[str, object]]:
        for at, what in enumerate(("strike", "attack", "answer")):
            yield {"world": at, "steps": texts.all([f"{what} number {at}, told at length"])}

    def used(found: list[dict[str, object]]) -> int:
        return len(json_element(found).encode()) + len(json_element(texts.plain()).encode())

    whole = list(told())
    most = used(whole)
    for room, many in ((most, 3), (most - 10, 2), (-1, 1)):
        texts.forget(0)
        found = worlds_within(told(), room, texts)
        assert found == whole[:many]
        assert len(texts.places) == many, "nothing is shipped of what has no room"


def test_the_part_keeps_to_its_room(text: str, run: RunFolder) -> None:
    whole = data_of(text)["followed"]
    parts = [DATA.search(text), *re.finditer(r"<script>(.*?)</script>", text, re.DOTALL)]
    room = sum(len(one[1].encode()) for one in parts if one) - 5_000
    found = interactive_part(run, player_of(run), room)
    assert len(found.data.encode()) + len(found.script) + len(found.style) < room
    few = json.loads(found.data)["followed"]
    assert 1 < len(few) < len(whole)
    ours, all_of_them = ([(one["arm"], one["world"]) for one in worlds] for worlds in (few, whole))
    assert ours == all_of_them[: len(ours)]


#: As long as a name may reasonably be, five of which stand in every table.
LONG = "Asks by the leaders' own line, waits three days, then decides it"


@pytest.mark.slow
def test_a_page_of_a_thousand_worlds_and_five_long_names_is_below_1_mb(tmp_path: Path) -> None:
    run = ran(ROOT / "scenarios/northern-front.yaml", tmp_path, worlds=1_000)
    drawn = album_of(run)
    arms = {arm: replace(one, title=f"{LONG} {arm}") for arm, one in run.summary.arms.items()}
    long_names = replace(run, summary=replace(run.summary, arms=arms))
    for folder in (run, long_names):
        text = page(folder, charts=drawn, interactive=True)
        assert len(text.encode()) < 1_000_000
        assert len(data_of(text)["followed"]) >= 1
        lacking = re.search(r"it lacks (\d+) picture", text)
        assert folder is long_names or lacking is None or lacking[1] == "1", "one goes at most"


@pytest.mark.parametrize(
    "text", ["", "7", "a 1,000.5 b 007 c", "T+16:34, 95 % of x2", "\u0663 - 3"]
)
def test_a_text_is_put_together_as_it_was(text: str) -> None:
    found = Texts()
    reference = found.place(text)
    assert one_text({"texts": found.plain()}, json.loads(json.dumps(reference))) == text
    assert found.place(text) == reference


def test_a_world_that_comes_out_otherwise_is_not_followed(run: RunFolder) -> None:
    assert set(player_of(run)(3, run.arms[:2])) == set(run.arms[:2])
    other = replace(run, manifest=replace(run.manifest, seed=run.manifest.seed + 1))
    assert player_of(other)(3, run.arms[:2]) == {}


@pytest.mark.parametrize("number", [0, 7, 23])
def test_one_world_is_read_alone(run: RunFolder, number: int) -> None:
    whole = np.concatenate(list(run.rows.blocks()))
    np.testing.assert_array_equal(run.rows.world(number), whole[number])


def test_a_world_that_there_is_not_is_an_error(run: RunFolder) -> None:
    with pytest.raises(ResultsError, match=r"has no world 24"):
        run.rows.world(24)
