"""Numbers in the reporting checklist are those of the program and of the reference scenario."""

from __future__ import annotations

from hashlib import blake2b

from sim.engine.random_streams import Streams
from sim.scenario import load
from tests.conftest import ROOT
from tools.make import FOLDER

DAY = 24.0


def test_the_checklist_states_the_numbers_of_the_reference() -> None:
    page = " ".join((FOLDER / "stress-des.md").read_text(encoding="utf-8").split())
    scenario = load(ROOT / "scenarios" / "northern-front.yaml")
    setting = scenario.arms["consult"].setting
    window, follow_up = (f"{hours / DAY:g}" for hours in (setting.horizon, setting.follow_up))
    assert f"Reference scenario: {window} and {follow_up} days." in page
    assert f"({scenario.study.replications} for the reference)" in page


def test_the_checklist_states_how_numbers_are_drawn() -> None:
    page = " ".join((FOLDER / "stress-des.md").read_text(encoding="utf-8").split())
    digest, uniforms = blake2b().digest_size, len(Streams(1, 0).block("luck", "one"))
    assert (digest, uniforms) == (64, 8)
    assert "one 64-byte BLAKE2b digest for each thing decided, eight uniforms from it" in page
