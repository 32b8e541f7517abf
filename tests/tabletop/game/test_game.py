"""A game in its folder: killed, gone on with, taken back, and met by another version."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.errors import ResultsError, UsageError
from sim.output.storage import canonical_json
from sim.output.storage.inventory import entry, removable, remove_results
from sim.output.storage.manifest import FILE, with_seal
from sim.output.storage.run_folder import manifest_of
from sim.output.storage.verification import damage_of
from sim.tabletop.debrief.noted_log import noted_log
from sim.tabletop.game.folder import open_folder
from sim.tabletop.game.game import Game, read_game
from sim.tabletop.game.opening import Wish, new_game
from sim.tabletop.game.words import Words
from tests.engine.worlds import text
from tests.tabletop.games import answer, begun, go_on, write

ACTS = (go_on(), answer("hold"), go_on(60.0), write("dialogue", "frontline"), go_on())


@pytest.fixture(scope="module")
def game(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A game that was left in the middle."""
    return begun(tiny, tmp_path_factory.mktemp("games"), *ACTS)


@pytest.fixture
def copy(game: Path, tmp_path: Path) -> Path:
    """The same, to be spoilt."""
    return Path(shutil.copytree(game, tmp_path / "game"))


def test_a_game_goes_on_where_it_was_left(game: Path, copy: Path) -> None:
    with Game(game) as first, Game(copy) as second:
        assert second.table.digest == first.table.digest
        assert text(second.table.session.log) == text(first.table.session.log)
        assert second.words_of(second.standing[1]) == "words 1"


def test_a_game_killed_anywhere_replays_what_was_acknowledged(game: Path, copy: Path) -> None:
    """At each line of the journal, and within each, the game is that before the torn line."""
    lines = (game / "journal.jsonl").read_bytes().splitlines(keepends=True)
    for whole in range(1, len(lines)):
        torn = lines[whole][: len(lines[whole]) // 2]
        (copy / "journal.jsonl").write_bytes(b"".join(lines[:whole]) + torn)
        with Game(copy) as killed:
            assert len(killed.standing) == whole - 1
            if whole > 1:
                assert killed.table.digest == json.loads(lines[whole - 1])["sum"]


def test_a_game_killed_before_its_first_line_begins(tiny: Path, tmp_path: Path) -> None:
    wish = Wish(scenario=str(tiny), arm="consult", seed=7)
    with Game(new_game(wish, tmp_path, None).path) as killed:
        assert [record.do for record in killed.records] == ["open"]
        killed.play(go_on())


def test_acts_are_taken_back_one_by_one_and_the_taking_back_stands(copy: Path) -> None:
    with Game(copy) as game:
        before = game.records[2].digest
        for _ in range(2):
            assert game.undo() is not None
        assert game.records[-1].digest == game.records[1].digest
        assert game.undo() is None, "the clock alone is no act"
        game.play(answer("hold"))
        assert game.records[-1].digest == before, "the same answer leads to the same world"
        digest = game.table.digest
    with Game(copy) as again:
        assert again.table.digest == digest


def test_another_engine_is_told_where_it_differs_and_plays_nothing_on(copy: Path) -> None:
    lines = [json.loads(line) for line in (copy / "journal.jsonl").read_bytes().splitlines()]
    lines[0]["with"]["version"] = "0.0.1"
    lines[3]["sum"] = "0" * 32
    spoilt = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    (copy / "journal.jsonl").write_bytes(spoilt)
    with pytest.raises(ResultsError, match=r"jsonl:4:1: the game differs from here on.*0\.0\.1"):
        Game(copy)
    assert (copy / "journal.jsonl").read_bytes() == spoilt


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"with": {"option": "bomb"}}, "is not among the options"),
        ({"with": {"choice": "hold"}}, "the act answer says option"),
        ({"with": {"option": 3}}, "the act answer says option"),
        ({"with": 3}, "it says 'with'"),
        ({"seat": "press"}, "no seat 'press'"),
        ({"do": "anwser"}, "nobody can 'anwser'. Did you mean 'answer'"),
    ],
)
def test_a_record_that_cannot_be_replayed_is_named(
    copy: Path, change: dict[str, object], why: str
) -> None:
    lines = [json.loads(line) for line in (copy / "journal.jsonl").read_bytes().splitlines()]
    lines[2] |= change
    (copy / "journal.jsonl").write_bytes(
        b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    )
    with pytest.raises(ResultsError, match=f":3:1: .*{why}"):
        Game(copy)


def resealed(game: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Forge the manifest of a game, and seal it."""
    about = json.loads((game / FILE).read_bytes())
    change(about)
    (game / FILE).write_bytes(canonical_json.text_of(with_seal(about)))


@pytest.mark.parametrize(
    "opening",
    [
        {"arm": "nowhere"},
        {"seed": -1},
        {"seed": 2**63},
        {"seed": True},
        {"replication": -1},
        {"seats": ["frontline", "press"]},
        {"seats": ["adversary", "frontline"]},
        {"seats": "frontline"},
        {"asks": ["news"]},
        {"seed": 8},
    ],
    ids=str,
)
def test_a_forged_opening_is_told(copy: Path, opening: dict[str, object]) -> None:
    resealed(copy, lambda about: about["specification"].update(opening))
    for read in (Game, read_game):
        with pytest.raises(ResultsError, match=r"manifest\.json|journal\.jsonl:1:1"):
            read(copy)


def test_a_manifest_without_its_seal_is_told_and_stays_so(copy: Path) -> None:
    path = copy / FILE
    path.write_bytes(path.read_bytes().replace(b'"asks": "news"', b'"asks": "all"'))
    spoilt = path.read_bytes()
    for read in (Game, read_game):
        with pytest.raises(ResultsError, match="has been changed"):
            read(copy)
    assert path.read_bytes() == spoilt


@pytest.mark.parametrize("how", ["pipe", "link", "gone", "another"])
def test_a_scenario_that_is_not_the_one_that_was_written_is_not_opened(
    copy: Path, tmp_path: Path, how: str
) -> None:
    path = copy / "scenario.yaml"
    text = path.read_text(encoding="utf-8")
    path.unlink()
    match how:
        case "pipe":
            os.mkfifo(path)
        case "link":
            (tmp_path / "elsewhere").write_text(text, encoding="utf-8")
            path.symlink_to(tmp_path / "elsewhere")
        case "another":
            path.write_text("schema: 1\nextends: /etc/passwd\n", encoding="utf-8")
    for read in (Game, read_game):
        with pytest.raises(ResultsError, match=r"scenario\.yaml has been changed"):
            read(copy)


@pytest.mark.parametrize("how", ["gone", "empty", "opened twice", "never opened"])
def test_a_journal_that_was_taken_away_is_not_begun_again(copy: Path, how: str) -> None:
    path = copy / "journal.jsonl"
    first, second, *_ = path.read_bytes().splitlines(keepends=True)
    path.unlink()
    again = {
        "empty": b"",
        "opened twice": first + first.replace(b'"n":1', b'"n":2'),
        "never opened": second.replace(b'"n":2', b'"n":1'),
    }
    if how in again:
        path.write_bytes(again[how])
    for read in (Game, read_game):
        with pytest.raises(ResultsError, match=r"journal\.jsonl"):
            read(copy)
    assert path.exists() == (how in again)
    assert "journal.jsonl" in damage_of(copy, manifest_of(copy)).files


@pytest.mark.parametrize("changed", [{"at": 10**400}, {"message": "x"}, {"sum": "0"}], ids=str)
def test_damage_that_stops_a_game_is_not_sealed(copy: Path, changed: dict[str, object]) -> None:
    lines = [json.loads(line) for line in (copy / "journal.jsonl").read_bytes().splitlines()]
    lines[1] |= changed
    (copy / "journal.jsonl").write_bytes(
        b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    )
    with pytest.raises(ResultsError, match=":2:1: the game differs from here on"):
        Game(copy)
    assert "journal.jsonl" in damage_of(copy, manifest_of(copy)).files


@pytest.mark.parametrize("line", ['{"salt":"a","text":"\\ud800"}', "[" * 100_000], ids=len)
def test_a_line_of_words_that_nobody_can_read_says_nothing(copy: Path, line: str) -> None:
    with (copy / "words.jsonl").open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with Game(copy) as game:
        assert game.words_of(game.standing[1]) == "words 1"


def test_words_stand_apart_and_can_be_taken_away(copy: Path) -> None:
    journal = (copy / "journal.jsonl").read_text(encoding="utf-8")
    log = (copy / "log.jsonl").read_text(encoding="utf-8")
    assert "words 1" not in journal + log
    (copy / "words.jsonl").write_bytes(b'{"salt": "x", "text": "half wri')
    with Game(copy) as game:
        assert game.words_of(game.standing[1]) == ""
        game.play(answer("hold"), "after all")
        assert game.words_of(game.standing[-1]) == "after all"
    assert Words(copy / "words.jsonl").text(game.standing[-1].words) == "after all"


@pytest.mark.parametrize("text", ["\x1b[2J", "a\u202eb", "\udcff", "x" * 4001])
def test_words_that_no_terminal_or_file_may_hold_are_refused_before_anything_happens(
    copy: Path, text: str
) -> None:
    with Game(copy) as game:
        before = game.table.digest, len(game.records)
        with pytest.raises(UsageError):
            game.play(answer("hold"), text)
        assert (game.table.digest, len(game.records)) == before


# its folder


def test_results_know_a_game_and_can_remove_it(copy: Path) -> None:
    one = entry(copy)
    assert (one.kind, one.state, one.worlds, one.arms) == ("game", "complete", 1, ("consult",))
    assert not damage_of(copy, manifest_of(copy))
    (copy / "notes.txt").write_text("mine", encoding="utf-8")
    with Game(copy), pytest.raises(ResultsError, match="is being played right now"):
        removable(copy)
    assert remove_results(copy) == ("notes.txt",)
    assert [path.name for path in copy.iterdir()] == ["notes.txt"]


def test_a_debrief_that_was_edited_is_its_readers(copy: Path) -> None:
    path = copy / "debrief.txt"
    with Game(copy) as game:
        assert game.keep_debrief("what happened\n")
    with Game(copy) as game:
        assert game.keep_debrief("what happened, with more worlds\n"), "it is as it was written"
    assert "debrief.txt" in manifest_of(copy).content
    path.write_text("what I think of it\n", encoding="utf-8")
    assert "debrief.txt" in damage_of(copy, manifest_of(copy)).files
    for _ in range(2):  # once it is sealed as Hotline's, it would be lost the next time
        with Game(copy) as game:
            assert not game.keep_debrief("what happened\n")
    assert not damage_of(copy, manifest_of(copy))
    assert remove_results(copy) == ("debrief.txt",)
    assert path.read_text(encoding="utf-8") == "what I think of it\n"


def test_no_debrief_is_written_through_a_link(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine", encoding="utf-8")
    (copy / "debrief.txt").symlink_to(tmp_path / "mine")
    with Game(copy) as game:
        assert not game.keep_debrief("what happened\n")
    assert (copy / "debrief.txt").is_symlink()


def test_a_game_that_was_killed_is_not_a_damaged_one(copy: Path) -> None:
    shutil.copy(copy / FILE, copy / "sealed")
    with Game(copy):
        opened = (copy / FILE).read_bytes()
    (copy / FILE).write_bytes(opened)
    with (copy / "journal.jsonl").open("ab") as file:
        file.write(b'{"n":')
    assert not damage_of(copy, manifest_of(copy))
    (copy / FILE).write_bytes((copy / "sealed").read_bytes())
    assert "journal.jsonl" in damage_of(copy, manifest_of(copy)).files


def test_a_scenario_that_was_changed_since_is_refused(copy: Path) -> None:
    path = copy / "scenario.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("6 d", "7 d"), encoding="utf-8")
    with pytest.raises(ResultsError, match="has been changed since the game began"):
        Game(copy)


def test_games_of_one_world_have_folders_of_their_own(tiny: Path, tmp_path: Path) -> None:
    paths = [begun(tiny, tmp_path) for _ in range(2)]
    assert [path.name for path in paths] == ["game-consult-s7-w0", "game-consult-s7-w0-2"]
    wish = Wish(scenario=str(tiny))
    assert new_game(wish, tmp_path, "mine").path == tmp_path / "tiny" / "mine"
    with pytest.raises(UsageError, match="exists"):
        new_game(wish, tmp_path, "mine")


def test_the_log_lies_beside_the_journal_as_it_grows_and_tells_a_game_that_was_killed(
    copy: Path,
) -> None:
    def noted() -> list[object]:
        return list(noted_log(open_folder(copy)))

    game = Game(copy)
    try:
        for act in (answer("hold"), go_on(), answer("strike"), go_on()):
            game.play(act)
            assert noted() == list(game.table.session.log)
        assert game.undo() is not None
        assert noted() == list(game.table.session.log), "what was taken back is not told"
        game.play(answer("hold"))
    finally:
        game._journal.close()  # as it is where the process is killed
    with (copy / "log.jsonl").open("ab") as file:
        file.write(b'{"t": 1.0, "ki')
    assert noted() == list(game.table.session.log)


def test_an_act_that_is_in_the_journal_has_happened_though_the_log_cannot_be_written(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise ResultsError("No space left on device")

    with Game(copy) as game:
        with monkeypatch.context() as patched:
            patched.setattr("sim.tabletop.game.kept_log.write", full)
            game.play(answer("hold"))
        (copy / "log.jsonl").unlink()
        game.play(go_on())
        (copy / "log.jsonl").unlink()
        os.mkfifo(copy / "log.jsonl")
        game.play(answer("hold"))
        assert [one.do for one in game.records[-3:]] == ["answer", "advance", "answer"]
        (copy / "log.jsonl").unlink()
        game.play(go_on())
        assert list(noted_log(open_folder(copy))) == list(game.table.session.log)
