"""The smallest scenario says of its own uncertainties what the commands make of them."""

from __future__ import annotations

from pathlib import Path

from sim.experiment.design.factors import Asked, all_factors, uncertain
from sim.scenario import resolve


def test_what_it_says_of_its_uncertainties_is_what_studies_look_at(root: Path) -> None:
    path = root / "scenarios" / "two-desks.yaml"
    found = resolve(str(path))
    arms = tuple(found.scenario.arms)
    own = {factor.path for factor in uncertain(found, arms, Asked())}
    everywhere = {factor.path: factor for factor in all_factors(found, arms, Asked())}
    assert len(own) == 4
    assert len(everywhere) > 200
    assert own < everywhere.keys()
    text = " ".join(
        line.removeprefix("# ")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line[:1] == "#"
    )
    assert "`hotline discover` samples these and nothing else" in text
    assert "`hotline sensitivity` moves every input that has a range, these over theirs" in text
    assert everywhere["allies.frontline.outlook.red_line"].high == 0.75, "not the 0.9 of the ledger"


def test_it_stays_small(root: Path) -> None:
    assert (
        len((root / "scenarios" / "two-desks.yaml").read_text(encoding="utf-8").splitlines()) < 40
    )
