"""The documented cases: sound files with time lines, sources and checks; and the validation page
tells what they show.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from sim.experiment.checks.agreement import TOGETHER
from sim.experiment.outcomes.outcome_lookup import outcome_findings
from sim.experiment.statistics.estimates import wilson
from sim.scenario import Resolved, ledger, lint, resolve
from sim.scenario.assumptions.uncertainties import declared_uncertainties
from sim.scenario.schema.input_paths import find_input as found_input
from sim.scenario.schema.input_paths import with_value
from tests.conftest import ROOT
from tests.facts.worlds import share as share_of
from tests.facts.worlds import worlds
from tools.histories import CASES, FOLDER, agreement, case

PAGE = ROOT / "docs" / "validation.md"
FRESH_SEED = 20_261_123
EACH = pytest.mark.parametrize("name", CASES)

#: Cases of months lie outside what is plausible in a crisis of weeks, and say so.
#: A threat that is none, or one that is certain, lies outside what is plausible of most.
BEYOND = {
    "suez-1956": {"adversary.attack.rate"},
    "cuba-1962-uk": {"adversary.attack.rate"},
    "october-1973": {
        "adversary.attack.intent.rate",
        "adversary.attack.intent.share",
        "adversary.attack.rate",
        "adversary.threat.readiness",
    },
    "osirak-1981": {"adversary.attack.rate", "allies.frontline.outlook.too_late.at", "follow_up"},
    "al-kibar-2007": {
        "adversary.attack.rate",
        "allies.frontline.outlook.too_late.at",
        "horizon",
        "terms.patience.base",
    },
}
#: Cases in which the frontline did not strike first: that it held is what the record shows.
HELD = frozenset({"korea-1968", "october-1973", "lebanon-1981"})


def chapter(name: str) -> str:
    """What the page says of a case."""
    page = PAGE.read_text(encoding="utf-8")
    own = page.partition("<!-- end histories -->")[0]
    return own.partition(f"`scenarios/history/{name}.yaml`")[2].partition("\n### ")[0]


def printed(name: str) -> dict[str, tuple[int, int]]:
    """How many worlds agree with each check, of how many where it applies, as the page
    prints them.
    """
    found = re.findall(r"^\| (\S[^|]*?) \|.*\| (\d+) of (\d+) \|", chapter(name), re.MULTILINE)
    return {check: (int(agree), int(applies)) for check, agree, applies in found}


def share(name: str, check: str) -> float:
    """The share that agrees with a check, as the page prints it."""
    agree, applies = printed(name)[check]
    return agree / applies


def test_the_folder_holds_these_cases_and_no_other() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(CASES)


@EACH
def test_a_case_is_sound_and_sourced(name: str) -> None:
    found = case(name)
    assert list(outcome_findings(found.scenario)) == []
    told = lint(found)
    assert told.unsourced == ()
    assert {warning.path for warning in told.warnings} == BEYOND.get(name, set())


@EACH
def test_a_case_tells_its_time_line_and_declares_what_it_shows(name: str) -> None:
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    assert "# Documented time line (confidence high" in text
    found = case(name)
    own = set(found.scenario.checks)
    assert own >= ({"held"} if name in HELD else {"struck", "notice"})
    assert all(check.says for check in found.scenario.checks.values())
    assert len(declared_uncertainties(found.base)) >= 7


@EACH
def test_the_levers_of_a_case_hold_its_own_values(name: str) -> None:
    from sim.experiment.design.factors import Asked, uncertain

    for factor in uncertain(case(name), ("as-it-was",), Asked()):
        assert factor.low <= factor.value <= factor.high, factor.path


@EACH
def test_the_page_is_of_these_inputs(name: str) -> None:
    assert f"digest `{case(name).scenario.digest[:12]}`" in chapter(name), (
        "run `python -m tools.measure history`"
    )


@EACH
def test_fresh_worlds_show_what_the_page_says(name: str) -> None:
    n = 40
    fresh = {one.name: one for one in agreement(case(name), n, FRESH_SEED)}
    told = printed(name)
    assert set(told) == set(fresh)
    for check, (agree, applies) in told.items():
        low, high = wilson(agree, applies, 0.9999)
        assert fresh[check].high >= low, check
        assert fresh[check].low <= high, check


def test_the_words_name_the_cases_that_most_worlds_find_and_those_that_hardly_any_does() -> None:
    page = " ".join(PAGE.read_text(encoding="utf-8").split())
    most = [name for name in CASES if share(name, TOGETHER) > 0.5]
    hardly = [name for name in CASES if share(name, TOGETHER) < 0.1]
    assert f"agree in most worlds of {named(most)}" in page
    assert f"in fewer than one in ten of {named(hardly)}" in page


def named(names: list[str]) -> str:
    """Cases as the words name them."""
    titles = [_SHORT[name] for name in names]
    return f"{', '.join(titles[:-1])} and {titles[-1]}" if titles[1:] else titles[0]


_SHORT = {
    "suez-1956": "Suez",
    "cuba-1962-uk": "Cuba",
    "june-1967": "June 1967",
    "korea-1968": "Korea",
    "october-1973": "October 1973",
    "lebanon-1981": "Lebanon",
    "osirak-1981": "Osirak",
    "al-kibar-2007": "al-Kibar",
    "damascus-2024": "Damascus",
}


def test_the_table_of_before_and_after_has_the_figures_of_now() -> None:
    page = PAGE.read_text(encoding="utf-8").partition("| case | check | first edition |")[2]
    rows = [line.split(" | ") for line in page.partition("\n\n")[0].splitlines()[2:]]
    short = {title: name for name, title in TITLES.items()}
    assert len(rows) > 30
    for title, check, _before, now, _why in rows:
        agree, applies = printed(short[title.removeprefix("| ")])[check]
        assert now == f"{agree} of {applies}", (title, check)


TITLES = {
    "suez-1956": "Suez 1956",
    "cuba-1962-uk": "Cuba 1962",
    "june-1967": "June 1967",
    "korea-1968": "Korea 1968",
    "october-1973": "October 1973",
    "lebanon-1981": "Lebanon 1981",
    "osirak-1981": "Osirak 1981",
    "al-kibar-2007": "al-Kibar 2007",
    "damascus-2024": "Damascus 2024",
}


def test_a_case_that_the_model_does_not_find_is_printed_as_such() -> None:
    worst = {name: share(name, TOGETHER) for name in CASES}
    assert min(worst.values()) < 0.1, "the page would hide what fails"
    assert all(
        "What raises it most is" in chapter(name) or "No assumption is told apart" in chapter(name)
        for name, agree in worst.items()
        if agree < 0.1
    )


# what is no test of the model is not counted as one


def times_of_the_record(found: Resolved) -> list[str]:
    """Paths of the times that a case sets from the record."""
    arm = found.scenario.study.baseline
    rows = ledger(found.scenario.arms[arm].setting, found.settings[arm])
    ends = {"time": "", "law of time": ".median"}
    return [
        one.path + ends[one.unit]
        for one in rows
        if one.source.startswith("record") and one.unit in ends
    ]


def agreeing(found: Resolved, worlds: int = 30) -> dict[str, float]:
    return {
        one.name: one.share for one in agreement(found, worlds, FRESH_SEED) if one.name != TOGETHER
    }


def with_number(found: Resolved, path: str, factor: float) -> Resolved:
    arm = found.scenario.study.baseline
    regime = found.scenario.arms[arm]
    own = found_input(regime.setting, path)
    moved = replace(regime, setting=with_value(regime.setting, own.path, own.value * factor))
    return replace(found, scenario=replace(found.scenario, arms={arm: moved}))


@EACH
def test_no_check_counts_as_a_test_that_an_input_of_the_record_decides(name: str) -> None:
    """Where a tenth or ten times of a number out of the record undoes a check, the number had made
    it.
    """
    found = case(name)
    own = agreeing(found)
    for path in times_of_the_record(found):
        for factor in (0.1, 10.0):
            moved = agreeing(with_number(found, path, factor))
            undone = {check for check, was in own.items() if was > 0.5 and moved[check] < 0.1}
            tests = {check for check in undone if found.scenario.checks[check].tests}
            assert tests - {"struck"} == set(), f"{path} x {factor} decides"


def test_times_of_the_record_do_undo_the_checks_that_are_called_given() -> None:
    found = case("cuba-1962-uk")
    assert times_of_the_record(found) == ["terms.notice"]
    assert agreeing(found)["notice"] > 0.5
    assert agreeing(with_number(found, "terms.notice", 0.1))["notice"] < 0.1


@EACH
def test_what_holds_without_a_strike_is_asked_only_where_there_is_one(name: str) -> None:
    never = "allies.frontline.leader.rule={scripted: {moves: [{at: T+0 h, option: hold}]}}"
    found = resolve(FOLDER / f"{name}.yaml", (never,))
    if name in HELD:
        return
    idle = [one for one in agreement(found, 6, FRESH_SEED) if one.tests]
    assert [one.name for one in idle if one.agree] == []


#: Cases of which the record says that nothing was withheld.
UNPUNISHED = ("june-1967", "october-1973", "al-kibar-2007")


@pytest.mark.parametrize("name", UNPUNISHED)
def test_that_nothing_was_withheld_is_a_test_only_where_it_could_have_been(name: str) -> None:
    """No input rules a penalty out, such as an answer that is scripted: it follows some strikes."""
    scenario = case(name).scenario
    arm = scenario.study.baseline
    found = worlds(scenario, (arm,), 60, FRESH_SEED)[arm]
    after = [world["withheld"] for world in found if world["struck"] == 1.0]
    assert 0.0 < sum(after) < len(after)


def test_the_cases_in_which_nothing_was_withheld_are_these() -> None:
    checks = {name: case(name).scenario.checks.values() for name in CASES}
    assert set(UNPUNISHED) == {
        name
        for name, found in checks.items()
        if any(one.outcome == "withheld" and one.tests and one.high == 0.0 for one in found)
    }


@pytest.mark.slow
@EACH
def test_support_is_withheld_after_some_strikes_and_not_after_most(name: str) -> None:
    """The record knows it after two of eight strikes in one list, after five of nine in another: no
    case is above .45, by more than chance.
    """
    arm = case(name).scenario.study.baseline
    found = worlds(case(name).scenario, (arm,), 150)[arm]
    assert share_of(found, "withheld", lambda world: world["struck"] == 1.0).low <= 0.45


def test_no_persons_and_no_targets() -> None:
    named = re.compile(
        r"\b(?:president|prime"
        r" minister|Mr|Begin|Bush|Johnson|Kennedy|Eden|Eisenhower|Nasser|reactor|base)\b"
    )
    for path in sorted(FOLDER.glob("*.yaml")):
        lines = [
            line
            for line in path.read_text(encoding="utf-8").splitlines()
            if not re.search(r"\bbase(?::| \{)|\.base", line)
        ]
        assert [line for line in lines if named.search(line)] == [], path.name


def test_a_case_can_be_read_from_anywhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert resolve(FOLDER / "osirak-1981.yaml").scenario.name == "osirak-1981"


@pytest.mark.parametrize(
    ("name", "check", "most"),
    [
        ("june-1967", "misread-amber", 0.5),
        ("osirak-1981", "supplies-suspended", 0.5),
        ("al-kibar-2007", "later-strike", 0.3),
    ],
)
def test_the_failures_that_the_words_name_are_failures(name: str, check: str, most: float) -> None:
    assert share(name, check) <= most


@pytest.mark.parametrize(
    ("name", "check"),
    [
        ("suez-1956", "notice"),
        ("osirak-1981", "notice"),
        ("cuba-1962-uk", "notice"),
        ("june-1967", "notice"),
        ("damascus-2024", "told"),
        ("damascus-2024", "defended"),
        ("korea-1968", "held"),
        ("lebanon-1981", "held"),
        ("october-1973", "held"),
    ],
)
def test_what_the_words_call_ordinary_is_found_in_most_worlds(name: str, check: str) -> None:
    assert share(name, check) > 0.5


@EACH
def test_where_hardly_any_world_agrees_the_page_says_what_other_protocols_give(name: str) -> None:
    """The protocol may decide a check alone; it has no range, so no lever moves it."""
    given = [check for check, one in case(name).scenario.checks.items() if one.given_by]
    for check, (agree, applies) in printed(name).items():
        if check in {TOGETHER, *given} or not applies or agree / applies >= 0.05:
            continue
        (line,) = [line for line in chapter(name).splitlines() if line.startswith(f"- {check}: ")]
        assert (
            len(
                re.findall(
                    r"\d+ of \d+ under (?:unilateral|notify|consult|concurrence|joint)", line
                )
            )
            == 4
        )
