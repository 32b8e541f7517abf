"""The documented cases: sound files with time lines, sources and checks; and the validation page tells what they show."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.histories import CASES, FOLDER, agreement, case
from sim.experiment.checks import TOGETHER, expect_known
from sim.experiment.statistics import wilson
from sim.scenario import lint, resolved
from sim.scenario.uncertainties import declared
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "validation.md"
FRESH_SEED = 20_261_123
EACH = pytest.mark.parametrize("name", CASES)

#: Cases of months lie outside what is plausible in a crisis of weeks, and say so.
BEYOND = {"al-kibar-2007": {"horizon", "terms.patience.base"}}


def chapter(name: str) -> str:
    """What the page says of a case."""
    page = PAGE.read_text(encoding="utf-8")
    return page.partition(f"`scenarios/history/{name}.yaml`")[2].partition("\n### ")[0]


def printed(name: str) -> dict[str, tuple[float, str]]:
    """Share and interval of each check, as the page prints them."""
    rows = (row.strip("| ").split(" | ") for row in chapter(name).splitlines() if row.startswith("| "))
    return {row[0]: (float(row[-2]), row[-1]) for row in rows if re.fullmatch(r"[01]\.\d\d", row[-2])}


def test_the_folder_holds_these_cases_and_no_other() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(CASES)


@EACH
def test_a_case_is_sound_and_sourced(name: str) -> None:
    found = case(name)
    expect_known(found)
    told = lint(found)
    assert told.unsourced == ()
    assert {warning.path for warning in told.warnings} == BEYOND.get(name, set())


@EACH
def test_a_case_tells_its_time_line_and_declares_what_it_shows(name: str) -> None:
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    assert "# Documented time line (confidence high" in text
    found = case(name)
    assert {"struck", "notice"} <= set(found.scenario.checks)
    assert all(check.says for check in found.scenario.checks.values())
    assert len(declared(found.base)) >= 7


@EACH
def test_the_levers_of_a_case_hold_its_own_values(name: str) -> None:
    from sim.experiment.factors import Asked, uncertain

    for factor in uncertain(case(name), ("as-it-was",), Asked()):
        assert factor.low <= factor.value <= factor.high, factor.path


@EACH
def test_the_page_is_of_these_inputs(name: str) -> None:
    assert f"digest `{case(name).scenario.digest[:12]}`" in chapter(name), "run `python -m docs.measure history`"


@EACH
def test_fresh_worlds_show_what_the_page_says(name: str) -> None:
    n = 40
    fresh = {one.name: one for one in agreement(case(name), n, FRESH_SEED)}
    told = printed(name)
    assert set(told) == set(fresh)
    for check, (share, _) in told.items():
        low, high = wilson(share * 200, 200, 0.9999)
        assert fresh[check].high >= low, check
        assert fresh[check].low <= high, check


def test_a_case_that_the_model_does_not_find_is_printed_as_such() -> None:
    worst = {name: printed(name)[TOGETHER][0] for name in CASES}
    assert min(worst.values()) < 0.1, "the page would hide what fails"
    assert all("What matters most is" in chapter(name) or "no single assumption" in chapter(name)
               for name, share in worst.items() if share < 0.1)  # fmt: skip


def test_no_persons_and_no_targets() -> None:
    named = re.compile(
        r"\b(?:president|prime minister|Mr|Begin|Bush|Johnson|Kennedy|Eden|Eisenhower|Nasser|reactor|base)\b"
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
    assert resolved(FOLDER / "osirak-1981.yaml").scenario.name == "osirak-1981"


@pytest.mark.parametrize(
    ("name", "check", "most"),
    [
        ("june-1967", "notice", 0.02),  # "who was consulted was told"
        ("june-1967", "restraint-holds-then-fails", 0.5),
        ("osirak-1981", "supplies-suspended", 0.1),
        ("osirak-1981", "told-by-the-frontline", 0.0),
        ("damascus-2024", "defended", 0.5),
        ("al-kibar-2007", "later-strike", 0.1),
    ],
)
def test_the_failures_that_the_words_name_are_failures(name: str, check: str, most: float) -> None:
    assert printed(name)[check][0] <= most


@pytest.mark.parametrize(
    ("name", "check"),
    [("suez-1956", "notice"), ("osirak-1981", "notice"), ("cuba-1962-uk", "notice"), ("damascus-2024", "notice"),
     ("suez-1956", "rift"), ("damascus-2024", "disowned")],
)  # fmt: skip
def test_what_the_words_call_ordinary_is_found_in_most_worlds(name: str, check: str) -> None:
    assert printed(name)[check][0] > 0.5
