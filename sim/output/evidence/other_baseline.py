"""The same worlds of a finished run, compared with another of its arms, or with another arm looked
at: a folder as it would be, nothing of it written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from sim.errors import UsageError, did_you_mean
from sim.experiment.comparison.summary import run_summary, run_tally, uncertain_summary
from sim.experiment.runs.plan import plan_of
from sim.output.storage.folders import Folder, kind_of
from sim.output.storage.run_folder import SCENARIO, RunFolder
from sim.scenario import load

_NAME_TWO: Final = "--arm and --against name the same arm, {arm}: name two to compare."


def seen_against(folder: Folder, arm: str | None) -> Folder:
    """The results of a run with ``arm`` as the one that the others are compared with; as they are
    where none is named.
    """
    if arm is None:
        return folder
    if not isinstance(folder, RunFolder):
        raise UsageError(
            f"--against: only a run is compared anew, and {folder.path} holds a {kind_of(folder)}"
            " study. Make that again with its own command and --against."
        )
    _expect_arm("--against", arm, folder)
    found = folder if arm == folder.baseline else _compared_folder(folder, arm)
    return replace(found, compared_with=arm)


def looking_at(folder: Folder, arm: str | None) -> Folder:
    """The results of a run with charts and pages of one arm telling of ``arm``; as they are where
    none is named.
    """
    if arm is None:
        return folder
    if not isinstance(folder, RunFolder):
        raise UsageError(
            f"--arm: only of a run one arm is looked at, and {folder.path} holds a"
            f" {kind_of(folder)} study. Make that again with its own command and --arm."
        )
    _expect_arm("--arm", arm, folder)
    if arm == folder.compared_with:
        raise UsageError(_NAME_TWO.format(arm=arm))
    return replace(folder, looked_at=arm)


def _expect_arm(option: str, arm: str, folder: RunFolder) -> None:
    if arm not in folder.arms:
        hint = did_you_mean(arm, folder.arms, f"There are: {', '.join(folder.arms)}.")
        raise UsageError(f"{option}: this run has no arm '{arm}'. {hint}")


def _compared_folder(folder: RunFolder, arm: str) -> RunFolder:
    about = folder.manifest
    plan = plan_of(
        load(folder.path / SCENARIO),
        replications=folder.replications,
        seed=about.seed,
        arms=about.arms,
        against=arm,
    )
    scenario = replace(plan.scenario, name=about.scenario.name)
    plan, doubt = replace(plan, scenario=scenario), folder.summary.doubt
    found = (
        run_summary(plan, run_tally(plan, folder.rows.blocks()))
        if doubt is None
        else uncertain_summary(plan, doubt.worlds, doubt.inputs, folder.rows.blocks())
    )
    anew = replace(found, stopping=folder.summary.stopping)
    return replace(folder, manifest=replace(about, baseline=arm), summary=anew)


def expect_elsewhere(asked: Mapping[str, object], place: str | None) -> None:
    """What is compared or looked at anew goes to a place of its own: the folder keeps what was made
    of the run as it was asked for. ``asked`` are arms and a world by option.
    """
    if (arm := asked.get("--arm")) is not None and arm == asked.get("--against"):
        raise UsageError(_NAME_TWO.format(arm=arm))
    for option, one in asked.items():
        if one is not None and place is None:
            raise UsageError(
                f"{option} needs --to: the folder keeps what is drawn of its own comparison."
            )
