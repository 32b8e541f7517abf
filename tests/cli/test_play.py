"""``hotline play`` from outside: a game by script, left and gone on with, at a terminal, and one
clear error for each wrong call.
"""

from __future__ import annotations

import io
import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.cli.main import status

Play = Callable[..., "Said"]


class Said:
    """What a call said, and its status."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def play(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Play:
    """Play the tiny scenario, or go on with a game, with lines typed by a script."""

    def call(typed: str, *words: str, what: Path | None = None, code: int = 0) -> Said:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        more = [] if what else ["--seed", "7", "--out", str(tmp_path)]
        found = status(["play", str(what or tiny), *words, *more])
        said = capsys.readouterr()
        assert found == code, said.err
        return Said(found, said.out, said.err)

    return call


def folder(said: Said) -> Path:
    """The folder that a call said that the game is kept in."""
    found = re.search(r"hotline play (\S+)$", said.err, re.MULTILINE)
    assert found is not None, said.err
    return Path(found[1])


def journal(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (path / "journal.jsonl").read_bytes().splitlines()]


HOLD = "hold for 30 d\n" * 60


def test_a_whole_game_by_script_ends_with_a_debrief(play: Play, tmp_path: Path) -> None:
    said = play("strike: they attack\n" + HOLD, "--arm", "consult", "--among", "3")
    for part in (
        "What you decided",
        "“they attack”",
        "The same world with rules in all seats",
        "Your game among 3 simulated ones",
        "What happened",
    ):
        assert part in said.out
    assert said.out.index("It ends on ") < said.out.index("the frontline is asked about")
    path = tmp_path / "tiny" / "game-consult-s7-w0"
    assert (path / "debrief.txt").read_text(encoding="utf-8") in said.out
    again = play("", what=path)
    assert "What you decided" in again.out, "a game that is over is debriefed again"
    assert "Your answer?" not in again.out
    (path / "debrief.txt").write_text("my own notes", encoding="utf-8")
    assert "is left as it is" in play("", "--among", "0", what=path).err
    assert (path / "debrief.txt").read_text(encoding="utf-8") == "my own notes"


def test_the_same_script_gives_the_same_game(play: Play, tmp_path: Path) -> None:
    script = "advice\nstrike: now\nhold\nwrite\n1\n\n\nhello\nhold\n"
    left_out = {"wall", "words"}
    games = []
    for name in ("a", "b"):
        said = play(script, "--arm", "consult", "--name", name)
        games.append(
            [
                {key: value for key, value in one.items() if key not in left_out}
                for one in journal(tmp_path / "tiny" / name)
            ]
        )
        assert folder(said) == tmp_path / "tiny" / name
    assert games[0] == games[1]
    assert [one["do"] for one in games[0] if one["do"] != "advance"][:4] == [
        "open",
        "answer",
        "answer",
        "write",
    ]


def test_a_game_that_is_left_goes_on_where_it_was(play: Play) -> None:
    whole = play("hold\nhold\nstrike\nquit\n", "--arm", "consult")
    first = play("hold\nhold\n", "--arm", "consult")
    second = play("strike\n", what=folder(first))
    ends = [journal(folder(one))[-1]["sum"] for one in (whole, second)]
    assert ends[0] == ends[1]


def test_nothing_that_is_typed_goes_unheard(play: Play) -> None:
    said = play("undo 3\nquit now\nlook back\nquit\n", "--arm", "consult")
    refusals = [line for line in said.out.splitlines() if "would go unheard" in line]
    assert len(refusals) == 3


def test_a_damaged_game_is_not_said_to_be_computed_again(
    play: Play, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder(play("quit\n"))
    (path / "journal.jsonl").write_bytes(b"")
    for more in ((), ("--repair",)):
        assert status(["results", "verify", str(path), *more]) == 1
        assert "put a copy of it back" in capsys.readouterr().err


def test_nothing_that_is_typed_hurts(play: Play) -> None:
    said = play(
        "\nhodl\n9\nhold 3\nhold for a while\ncall\ncall -2 h\nundo\ndecide\nstrike: \x1b[2J\n"
        "write\n7\n1\nvery\n?\nback\nwrite\n\nend\nno\n?\nlook\nlog\ninbox\nsent\n",
        "--arm",
        "consult",
    )
    told = re.findall(r"^Not done: .*(?:\n  .*)*", said.out, re.MULTILINE)
    refusals = [" ".join(one.split()) for one in told]
    assert "'hodl' is none of: hold, pressure, strike" in refusals[0]
    assert "Did you mean 'hold'?" in refusals[0]
    for number, text in enumerate(
        (
            "'9' is none of: 1 hold, 2 pressure, 3 strike. Type ?",
            "say `hold for 2 d`",
            "a duration",
            "a duration",
            "cannot be negative",
            "nothing to take back",
            "answer it first",
            "characters that no terminal may be given",
            "'7' is none of",
            "'very' is none of",
            "the game goes on",
        ),
        start=1,
    ):
        assert text in refusals[number], refusals
    assert [one["do"] for one in journal(folder(said))] == ["open", "advance"]
    assert "\x1b" not in said.out


def test_an_act_is_taken_back_at_the_table(play: Play) -> None:
    said = play("strike\nundo\nhold\n", "--arm", "consult")
    assert "Taken back: your answer strike" in said.out
    assert [one["do"] for one in journal(folder(said))][:5] == [
        "open",
        "advance",
        "answer",
        "advance",
        "undo",
    ]
    assert said.out.count("DECISION 1,") == 2


def test_one_is_called_where_nothing_is_asked_and_decides_of_ones_own(play: Play) -> None:
    said = play("call 1 h\nstrike\ndecide\nhold\n\n", "--arm", "unilateral")
    assert "Nothing is asked of you." in said.out
    assert "of its own motion" in said.out
    assert "You call the strike off." in said.out


def test_a_message_tells_when_it_will_be_read_and_the_other_seat_reads_its_words(
    play: Play,
) -> None:
    script = "write\n1\nflash\n1\nmeet me at the ford\n" + "hold\ninbox\n" * 20
    said = play(script, "--seat", "frontline", "--seat", "patron", "--arm", "consult")
    assert re.search(r"1  \w+: read between .* and .* \(eight in ten\); security", said.out)
    before, _, after = said.out.partition("meet me at the ford")
    assert "EXERCISE" not in before
    assert "“meet me at the ford”" in after


def test_one_seat_never_shows_the_words_of_the_other_before_they_are_read(play: Play) -> None:
    script = "write\n1\nroutine\n3\nnot yet\n" + "hold\ninbox\n" * 2
    said = play(script, "--seat", "frontline", "--seat", "patron", "--arm", "unilateral")
    shown = said.out.partition("not yet")[2]
    for desk in re.split(r"^══ ", shown, flags=re.MULTILINE)[1:]:
        if "patron" in desk.splitlines()[0]:
            assert "not yet" not in desk


def test_what_is_agreed_is_set_aside_and_a_wish_taken_back(play: Play) -> None:
    said = play(
        "defy\nno\ncall 1 h\nstrike\nwithdraw\n\n" + HOLD, "--arm", "consult", "--among", "0"
    )
    assert "Not done: you keep to what is agreed" in said.out
    assert "You take your wish to strike back." in said.out
    said = play("withdraw\ndefy\nstrike alone\n" + HOLD, "--arm", "consult", "--among", "0")
    assert "Not done: nothing is under way with the other" in said.out
    assert "You set aside what is agreed, and prepare a strike." in said.out
    assert "The frontline sets aside what is agreed, and prepares a strike." in said.out


def test_a_message_of_ones_own_is_expected_by_the_way_that_was_chosen(play: Play) -> None:
    said = play("write\n1\n\n2\n\nsent\n", "--arm", "consult")
    ways = re.findall(r"^  2  \w+: (read between .*?) \(eight in ten\)", said.out, re.MULTILINE)
    assert ways[0] in " ".join(said.out.split())
    assert f"to be {ways[0]}" in " ".join(said.out.split())


def test_an_option_that_answers_nothing_is_told(play: Play) -> None:
    said = play("call 1 h\nstrike\nstrike\n", "--arm", "unilateral")
    assert "Not done: strike answers nothing, as nothing is asked: type decide first" in said.out


def test_a_game_is_ended_for_good(play: Play) -> None:
    said = play("end\nend the game\n", "--arm", "consult")
    assert "before its time" in said.out
    assert "cut short are not compared" in said.out


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (
            ("--seat", "patrn"),
            "--seat patrn: there are frontline, patron, adversary and region. Did you mean",
        ),
        (("--arm", "consul"), "Did you mean 'consult'?"),
        (("--ask", "everything"), "--ask everything: there are news and all"),
        (("-k", "-1"), "at least 0"),
        (("--name", "a/b"), "cannot name a run"),
        (("--limit", "5"), "--limit needs a program in a seat"),
    ],
)
def test_a_wrong_call_is_told_before_anything_is_made(
    play: Play, tmp_path: Path, words: tuple[str, ...], why: str
) -> None:
    assert why in play("", *words, code=2).err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_no_game_is_told(play: Play, tmp_path: Path) -> None:
    assert "holds no game" in play("", what=tmp_path, code=1).err
    game = folder(play("", "--arm", "consult"))
    assert "how a game opens is settled" in play("", "--arm", "joint", what=game, code=2).err
    elsewhere = str(tmp_path / "elsewhere")
    assert "how a game opens is settled" in play("", "--out", elsewhere, what=game, code=2).err


def test_a_seat_that_is_a_persons_by_the_file_needs_a_rule_and_says_how_to_sit_there(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "people.yaml"
    people = "allies: {patron: {leader: {rule: human}}}\n"
    path.write_text(tiny.read_text(encoding="utf-8") + people, encoding="utf-8")
    for words in (["run", "-n", "1", "--out", str(tmp_path)], ["play"], ["trace"]):
        assert status([words[0], str(path), *words[1:]]) == 2
        assert "hotline play SCENARIO --seat patron" in capsys.readouterr().err


def test_results_know_a_game(
    play: Play, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder(play("hold\n", "--arm", "consult"))
    assert status(["results", "list", "--out", str(tmp_path)]) == 0
    assert re.search(r"game-consult-s7-w0 +game .*1 world x 1 arm", capsys.readouterr().out)
    assert status(["results", "info", str(path)]) == 0
    assert status(["results", "verify", str(path)]) == 0
    for command in ("plot", "report"):
        assert status([command, str(path)]) == 1
    assert "is a game, which is played and debriefed" in capsys.readouterr().err
    assert status(["results", "export", str(path), "--to", str(tmp_path / "x.csv")]) == 2
    assert status(["results", "export", str(path), "--to", str(tmp_path / "x.zip")]) == 0
    assert status(["results", "remove", "--yes", str(path)]) == 0
    assert not path.exists()


# at a terminal


#: How often a terminal is looked at before a game is held to be stuck, and how many seconds until
#: it has ended: an outer bound, which a busy machine does not come near.
PATIENCE = 300

#: Hotline as it is called at a terminal: a shell lets what it starts with & ignore Ctrl-C, and so
#: would all that a test started from there.
HEEDFUL = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from sim.cli import main
sys.exit(main.run_as_process(sys.argv[1:]))
"""


def at_terminal(words: list[str], until: bytes, then: bytes | int) -> tuple[int, bytes]:
    """Call Hotline at a terminal of its own; once it has said something, type that, or send a
    signal, and as a person would, again when nothing comes of it.

    A key or a signal may come between the prompt and the wait for a key: Python then does not
    hear it before the next one.
    """
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "dumb"}
    game = subprocess.Popen(
        [sys.executable, "-c", HEEDFUL, "play", *words],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment,
        start_new_session=True,
    )
    os.close(theirs)
    said = b""
    for _ in range(PATIENCE):
        if not select.select([ours], [], [], 1.0)[0]:
            if until in said:
                _insist(game, ours, then)
            continue
        try:
            found = os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
        if not found:
            break
        if until not in said and until in said + found:
            _insist(game, ours, then)
        said += found
    os.close(ours)
    return game.wait(PATIENCE), said


def _insist(game: subprocess.Popen[bytes], terminal: int, then: bytes | int) -> None:
    if isinstance(then, bytes):
        os.write(terminal, then)
    else:
        game.send_signal(then)


@pytest.mark.parametrize(
    ("then", "code"), [(b"\x04", 0), (signal.SIGINT, 130), (signal.SIGKILL, -9)]
)
def test_a_game_left_at_a_terminal_in_any_way_is_kept(
    tiny: Path, tmp_path: Path, play: Play, then: bytes | int, code: int
) -> None:
    words = [str(tiny), "--arm", "consult", "--seed", "7", "--out", str(tmp_path)]
    found, said = at_terminal(words, b"Your answer?", then)
    assert found == code, said
    assert b"Traceback" not in said
    path = tmp_path / "tiny" / "game-consult-s7-w0"
    if code != -9:
        assert f"hotline play {path}".encode() in said.replace(b"\r\n", b"\n")
    assert "DECISION 1," in play("", what=path).out


def test_a_whole_game_in_the_adversarys_seat_is_played_and_debriefed(
    play: Play, tmp_path: Path
) -> None:
    typed = "restrain: not now\nattack\nattack now\nprovoke\n" + "restrain for 30 d\nnone\n" * 60
    said = play(typed, "--seat", "adversary", "--arm", "consult", "--among", "2")
    assert "The first blow?" in said.out
    for part in ("“not now”", "an attack, of its own motion", "The same world with rules"):
        assert part in said.out
    path = tmp_path / "tiny" / "game-consult-s7-w0"
    assert {one.get("seat") for one in journal(path)} == {None, "adversary"}
    again = play("", what=path)
    assert "an attack, of its own motion" in again.out, "it replays"


def test_outsiders_are_told_what_only_allies_do_and_what_they_say_themselves(play: Play) -> None:
    typed = "write\nask\nadvice\nshare\nprovoke x\nwarn\nwarn a red 0.5\ndecide\n"
    said = play(
        typed, "--seat", "region", "--arm", "unilateral", "--set", "region.mediation.rung=1"
    )
    for why in (
        "only an ally writes messages",
        "only the frontline asks",
        "nobody advises this seat",
        "only an ally does that",
        "severity is a number, not 'x'",
        "say `warn PARTNER STANCE STRENGTH`",
        "no partner 'a': there are",
        "a question is open: answer it first",
    ):
        assert why in said.err + said.out
