"""A duel: rules in all seats are the batch, its journals repeat its games, and its folder is that
of a run.
"""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import numpy as np
import pytest

from sim.errors import ResultsError, UsageError
from sim.experiment.outcomes.definitions import COLUMNS, outcome_values
from sim.experiment.runs.replication import world
from sim.output.storage.run_folder import RunFolder
from sim.scenario import load
from sim.studies.execution.settings import Making, Silent
from sim.studies.registry import open_verified
from sim.tabletop.programs.duel import lines_of
from sim.tabletop.programs.duel_study import (
    JOURNALS,
    DuelJob,
    DuelSpecification,
    lapses_of,
    planned_duel,
    play_duel,
    replayed_game,
)

WORLDS = 2

#: Answers the first option that there is, in a shell, as it starts at once.
FIRST = r"""while read -r l; do case $l in *'"question":'*)
n=${l#*'"question":'}; n=${n%%,*}; o=${l#*'"options":["'}; o=${o%%'"'*}
printf '{"do": "answer", "question": %s, "option": "%s"}\n' "$n" "$o";; esac; done"""
HAWK = FIRST.replace("""; o=${l#*'"options":["'}; o=${o%%'"'*}""", "; o=strike")


def program(script: str) -> str:
    return shlex.join(["sh", "-c", script])


@pytest.fixture(scope="module")
def played(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[DuelJob, RunFolder]:
    seats = (f"frontline={program(HAWK)}", f"patron={program(FIRST)}")
    asked = DuelSpecification(scenario=str(tiny), seats=seats, arm="consult", worlds=WORLDS, seed=7)
    making = Making(jobs=1, out=tmp_path_factory.mktemp("duels"), charts=False)
    job = planned_duel(asked, making)
    return job, play_duel(job, making, Silent())


def test_the_arms_of_a_duel_are_rules_and_every_choice_of_programs(
    played: tuple[DuelJob, RunFolder],
) -> None:
    job, folder = played
    assert [tuple(line.programs) for line in job.duel.lines] == [
        (),
        ("frontline",),
        ("patron",),
        ("frontline", "patron"),
    ]
    assert folder.arms == ("rules", "frontline_sh", "patron_sh", "frontline_sh_and_patron_sh")
    assert folder.baseline == "rules"
    arms = load(folder.path / "scenario.yaml").arms
    assert set(folder.arms) < arms.keys()
    assert len({arms[name].setting.protocol for name in (*folder.arms, "consult")}) == 1
    assert folder.summary.comparisons["frontline_sh"]["struck"].pairs == WORLDS


def test_rules_in_all_seats_are_the_batch(played: tuple[DuelJob, RunFolder], tiny: Path) -> None:
    _, folder = played
    kept = folder.rows.block(0)
    for replication in range(WORLDS):
        ((_, _, row),) = world(load(tiny), 7, replication, ("consult",))
        assert np.array_equal(kept[replication, 0], row, equal_nan=True)


def test_the_journals_repeat_the_games(played: tuple[DuelJob, RunFolder]) -> None:
    job, folder = played
    content = (folder.path / JOURNALS).read_bytes()
    kept = folder.rows.block(0)
    for replication in range(WORLDS):
        for place, line in enumerate(job.duel.lines[1:], start=1):
            table = replayed_game(job.duel, content, replication, line, folder.path / JOURNALS)
            assert table.session.over
            found = outcome_values(table.session.log, table.setting)
            again = [found[name] for name in COLUMNS]
            assert np.array_equal(kept[replication, place], again, equal_nan=True)
    assert len({json.loads(one)["arm"] for one in content.splitlines()}) == 3


def test_a_hawk_strikes_and_leaves_no_question_open(played: tuple[DuelJob, RunFolder]) -> None:
    _, folder = played
    content = (folder.path / JOURNALS).read_bytes()
    seats = {seat for seat, _ in lapses_of(content)}
    assert seats <= {"frontline"}, "a strike is not always among the options"
    assert folder.column("frontline_sh", "struck").mean() == 1.0


def test_a_journal_that_was_changed_is_told(played: tuple[DuelJob, RunFolder]) -> None:
    job, folder = played
    content = (folder.path / JOURNALS).read_bytes()
    assert b'"option":"strike"' in content
    changed = content.replace(b'"option":"strike"', b'"option":"hold"', 1)
    world_of = next(json.loads(one)["world"] for one in content.splitlines() if b'"strike"' in one)
    arm = next(json.loads(one)["arm"] for one in content.splitlines() if b'"strike"' in one)
    line = next(one for one in job.duel.lines if one.name == arm)
    with pytest.raises(ResultsError, match="differs from here on"):
        replayed_game(job.duel, changed, world_of, line, folder.path / JOURNALS)


def test_the_folder_is_whole_and_is_not_repaired_by_playing_again(
    played: tuple[DuelJob, RunFolder],
) -> None:
    _, folder = played
    assert open_verified(folder.path).manifest.kind is None
    path = folder.path / "summary.json"
    before = path.read_bytes()
    path.write_bytes(b"{}")
    try:
        with pytest.raises(ResultsError, match="played by programs") as told:
            open_verified(folder.path)
        assert "hotline duel" in str(told.value)
    finally:
        path.write_bytes(before)


def test_programs_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "bot.py").write_text("", encoding="utf-8")
    seats = [f"frontline={tmp_path / name / 'bot.py'}" for name in ("a", "b")]
    names = [line.name for line in lines_of(seats, ("rules",))]
    assert names == ["rules_2", "frontline_bot", "frontline_bot_2"]


@pytest.mark.parametrize(
    ("seats", "why"),
    [
        ((), "a duel needs a program"),
        (("frontline",), "say frontline=PROGRAM"),
        (("frontline=",), "say frontline=PROGRAM"),
        (("judge=yes",), "say frontline=PROGRAM"),
        (("frontline=yes", "frontline=yes"), "sits there already"),
        (("frontline=./no.py",), "no.py is not there"),
    ],
)
def test_wrong_seats_are_told(seats: tuple[str, ...], why: str) -> None:
    with pytest.raises(UsageError, match=why):
        lines_of(seats, ())
