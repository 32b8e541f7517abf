"""The parts of the documents that are made from the code are as the code would make them, and say
what it does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from sim.domain.decisions.protocols import PROTOCOLS
from sim.domain.decisions.rules import RULES
from sim.domain.distributions.families import LAWS
from sim.experiment.outcomes.definitions import OUTCOMES
from sim.scenario import ledger, resolve
from tools.blocks import BLOCKS, diagram, table
from tools.make import FOLDER, made, main, names, replaced, stale

PAGES = sorted(FOLDER.rglob("*.md"))


def read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def test_no_page_is_stale() -> None:
    assert stale() == [], "run `python -m tools.make`"


def test_a_stale_page_is_found_and_renewed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "before\n<!-- begin rungs -->\nold\n<!-- end rungs -->\nafter\n", encoding="utf-8"
    )
    assert stale(tmp_path) == [page]
    page.write_text(made(page.read_text(encoding="utf-8")), encoding="utf-8")
    assert stale(tmp_path) == []
    assert "6 regional war" in page.read_text(encoding="utf-8")


def test_asking_changes_nothing_and_says_whether_all_is_well() -> None:
    before = [page.read_bytes() for page in PAGES]
    assert main(["--check"]) == 0
    assert [page.read_bytes() for page in PAGES] == before


def test_every_part_that_can_be_made_stands_somewhere() -> None:
    standing = [name for page in PAGES for name in names(page.read_text(encoding="utf-8"))]
    assert set(BLOCKS) <= set(standing)
    assert len(standing) == len(set(standing))


def test_a_measured_part_is_left_alone_until_it_is_given() -> None:
    page = "<!-- begin measured-thing -->\nold\n<!-- end measured-thing -->\n"
    assert made(page) == page
    assert "new" in replaced(page, "measured-thing", "new")


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_every_transition_is_drawn(protocol: str) -> None:
    drawn = (
        read("model.md")
        .partition(f"**`{protocol}`**")[2]
        .partition("```mermaid")[2]
        .partition("```")[0]
    )
    for (before, event), after in PROTOCOLS[protocol].transitions.items():
        arrows = [line for line in drawn.splitlines() if f"{before} --> {after}:" in line]
        assert len(arrows) == 1
        assert event in arrows[0].partition(":")[2].replace(",", " ").split()


def test_every_outcome_is_defined() -> None:
    page = read("outcomes.md")
    assert all(f"| `{name}` | {outcome.title} |" in page for name, outcome in OUTCOMES.items())


def test_the_assumptions_say_what_they_rest_on() -> None:
    declared = (
        read("assumptions.md").partition("<!-- begin declared -->")[2].partition("<!-- end")[0]
    )
    rows = [row.split(" | ") for row in declared.splitlines() if row.startswith("| `")]
    assert len(rows) > 200
    assert all(len(row) == 6 for row in rows)
    assert all(row[4] for row in rows), "a number without a source"
    assert all(row[5].strip(" |") for row in rows), "a number without a meaning"


def test_a_bar_in_a_cell_does_not_end_it() -> None:
    assert table(("a",), [("b|c",)]).splitlines()[-1] == "| b\\|c |"


def test_a_diagram_begins_and_ends() -> None:
    drawn = diagram("open", {("open", "shut"): ("slam",)}, ["shut"])
    assert "[*] --> open" in drawn
    assert "open --> shut: slam" in drawn
    assert "shut --> [*]" in drawn


#: What happens in a story, and what a measure costs, is stated; nothing about the world is assumed
#: by it.
STATED = ("injects.", "yearly_cost")


@pytest.mark.parametrize("scenario", ["northern-front", "strait", "two-desks"])
def test_the_ledger_has_value_unit_source_and_plausible_range_of_every_number(
    scenario: str,
) -> None:
    found = resolve(FOLDER.parent / "scenarios" / f"{scenario}.yaml")
    for arm, regime in found.scenario.arms.items():
        rows = {one.path: one for one in ledger(regime.setting, found.settings[arm])}
        assumed = [one for one in rows.values() if not one.path.startswith(STATED)]
        assert [one.path for one in assumed if not (one.value and one.unit and one.source)] == []
        assert [one.path for one in assumed if not one.plausible] == []
        assert len(numbers(regime.setting)) > 150
        assert numbers(regime.setting) <= set(rows), "a number that the ledger does not know"


def numbers(facts: object, path: str = "") -> set[str]:
    """Paths of all numbers and laws of an arm, found without the ledger: fields of facts, and
    entries of maps.
    """
    if isinstance(facts, tuple(LAWS.values())) or (
        isinstance(facts, (int, float)) and not isinstance(facts, bool)
    ):
        return {path}
    if isinstance(facts, tuple(RULES.values())):
        path = f"{path}.{next(name for name, cls in RULES.items() if type(facts) is cls)}"
    entries = facts.items() if isinstance(facts, Mapping) else _fields(facts)
    return {
        found
        for name, value in entries
        for found in numbers(value, f"{path}.{name}".removeprefix("."))
    }


def _fields(facts: object) -> list[tuple[str, object]]:
    if not is_dataclass(facts):
        return []
    return [(one.name, getattr(facts, one.name)) for one in fields(facts)]
