"""Characters that nobody sees or that a terminal obeys: refused, named and never shown raw,
whichever way they came.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.characters import HIDDEN, name_of, names_of_characters, visible
from sim.cli.main import status
from sim.errors import Problem, ScenarioError
from sim.output.storage.canonical_json import read_object
from sim.output.storage.manifest import SEAL, with_seal
from sim.scenario import load
from sim.scenario.loading.measure_files import read_measure
from sim.scenario.text.parser import parse

GOOD = (
    "schema: 1\ntitle: T\npurpose: P\nstart: 2026-03-02T06:00+02:00\narms: {unilateral: {protocol:"
    " unilateral}}\n"
)
GOOD += (
    "allies: {frontline: {name: F, zone: Asia/Jerusalem}, patron: {name: P, zone:"
    " America/New_York}}\n"
)

REFUSED = [
    ("\x00", "NULL"),
    ("\x07", "BELL"),
    ("\x1b", "ESCAPE"),
    ("\x7f", "DELETE"),
    ("\x9b", "CONTROL CHARACTER"),
    ("\r", "CARRIAGE RETURN"),
    ("\x85", "NEXT LINE"),
    ("\u200e", "LEFT-TO-RIGHT MARK"),
    ("\u202e", "RIGHT-TO-LEFT OVERRIDE"),
    ("\u2067", "RIGHT-TO-LEFT ISOLATE"),
    ("\u061c", "ARABIC LETTER MARK"),
    ("\u2028", "LINE SEPARATOR"),
    ("\ufeff", "BYTE ORDER MARK"),
    ("\ufdd0", "NONCHARACTER"),
    ("\ufffe", "NONCHARACTER"),
    ("\U0001ffff", "NONCHARACTER"),
    ("\U000e0041", "TAG LATIN CAPITAL LETTER A"),
]
#: What takes no room, and where it stands for something.
INVISIBLE = [
    ("\u200b", "ZERO WIDTH SPACE"),
    ("\u200c", "ZERO WIDTH NON-JOINER"),
    ("\u200d", "ZERO WIDTH JOINER"),
    ("\u2060", "WORD JOINER"),
    ("\xad", "SOFT HYPHEN"),
    ("\u034f", "COMBINING GRAPHEME JOINER"),
    ("\u180e", "MONGOLIAN VOWEL SEPARATOR"),
    ("\u3164", "HANGUL FILLER"),
    ("\ufe0e", "VARIATION SELECTOR-15"),
    ("\ufe0f", "VARIATION SELECTOR-16"),
    ("\U000e0100", "VARIATION SELECTOR-17"),
    ("\U0001d173", "MUSICAL SYMBOL BEGIN BEAM"),
]
of_each_kind = pytest.mark.parametrize(("sign", "name"), REFUSED, ids=ascii)


def escaped(sign: str) -> str:
    return f"\\U{ord(sign):08x}"


@of_each_kind
@pytest.mark.parametrize("text", ["a: {b: ['x%sy']}", "a: {'x%sy': 1}"])
def test_an_escape_cannot_bring_in_what_may_not_stand(sign: str, name: str, text: str) -> None:
    (problem,) = parse((text % escaped(sign)).replace("'", '"'), "x.yaml").problems
    assert f"cannot hold the character U+{ord(sign):04X} {name}" in problem.message
    assert problem.line == 1
    assert not HIDDEN.search(str(problem))


@of_each_kind
def test_nor_can_it_stand_there_raw(sign: str, name: str) -> None:
    if sign in "\r\x85":  # lines may end so
        assert not parse(f"a: 1{sign}b: 2\n", "x.yaml").problems
        return
    with pytest.raises(ScenarioError) as caught:
        parse(f"a: 1\n# x\n{sign}b: 2\n", "x.yaml")
    assert f"x.yaml:3:1: a scenario cannot hold the character U+{ord(sign):04X} {name}" in str(
        caught.value
    )
    assert not HIDDEN.search(str(caught.value))


@of_each_kind
def test_nor_on_a_command_line(sign: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(GOOD, encoding="utf-8")
    for text in (f"title=a{sign}b", f"allies.patron.name={{x{sign}y", f"sources=[a{sign}b]"):
        if sign in "\r\x85" and text.startswith("sources"):
            continue  # the end of a line, which within a list is a space
        with pytest.raises(ScenarioError) as caught:
            load(path, sets=[text])
        assert f"U+{ord(sign):04X} {name}" in str(caught.value)
        assert not HIDDEN.search(str(caught.value))


@pytest.mark.parametrize(("sign", "name"), INVISIBLE, ids=ascii)
def test_what_takes_no_room_stands_in_no_text_and_is_echoed_as_an_escape(
    sign: str, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.yaml"
    for text in (f"a: 'x{sign}y'", f'a: "x{escaped(sign)}y"', f"x{sign}y: 1"):
        (problem,) = parse(f"{text}\n", "x.yaml").problems
        assert f"cannot hold the character U+{ord(sign):04X} {name}" in problem.message
        assert not HIDDEN.search(str(problem))
    assert not parse(f"a: 1 # x{sign}y\n", "x.yaml").problems
    path.write_text(f"{GOOD}extends: a{sign}b.yaml\n", encoding="utf-8")
    odd = tmp_path / f"o{sign}d.yaml"
    odd.write_text(GOOD, encoding="utf-8")
    for words in (
        [path],
        [odd],
        [path, "--set", f"a{sign}b=1"],
        [path, "--set", f"allies.patron.zone=Asia/J{sign}x"],
        [path, "--set", f"arms.unilateral.measures=[a{sign}b]"],
    ):
        for more in ([], ["--json"]):
            assert status(["check", *map(str, words), *more]) == 2
            out, err = capsys.readouterr()
            assert out + err
            assert not HIDDEN.search(out + err)


def test_a_folder_of_such_a_name_is_echoed_as_an_escape(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "a\u202eb\u200bc"
    place.mkdir()
    (place / "x.yaml").write_text(GOOD, encoding="utf-8")
    out = str(place / "out")
    run = ["run", str(place / "x.yaml"), "-n", "2", "--jobs", "1", "--no-charts", "--no-report"]
    assert status([*run, "--out", out, "--name", "a", "--json"]) == 0
    assert status(["show", str(place / "x.yaml")]) == 0
    assert status(["results", "list", "--out", out]) == 0
    assert status(["results", "info", f"{out}/x/a"]) == 0
    assert not HIDDEN.search("".join(capsys.readouterr()))
    assert status(["results", "list", "--out", out, "--json"]) == 0
    said, _ = capsys.readouterr()
    assert not HIDDEN.search(said)
    assert json.loads(said)["results"][0]["folder"] == f"{out}/x/a"


def test_surrogates_and_plain_text() -> None:
    assert name_of("\ud800") == "U+D800 SURROGATE"
    assert visible("a\ud800\x1b\u202eb\n") == "a\\ud800\\x1b\\u202eb\\n"
    assert visible("a\n\tb", lines=True) == "a\n\tb"
    for text in (
        "Deux capitales\u00a0: l\u2019une",
        "שתי בירות",
        "\u0645\u06cc\u200c\u062e",
        "👩\u200d🚀",
        "👩🏽\u200d🚀",
        "\u2764\ufe0f\u200d🔥",
        "\u0915\u094d\u200d\u0937",
        "кризис",
    ):
        assert not HIDDEN.search(text)
        assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("5\u00a0d", "It holds U+00A0 NO-BREAK SPACE (write a plain space)."),
        ("ti\u200btle", "It holds U+200B ZERO WIDTH SPACE."),
        ("ti\u00adtle", "It holds U+00AD SOFT HYPHEN."),
        ("\u22125", "It holds U+2212 MINUS SIGN (write -)."),
        ("1\u20135", "It holds U+2013 EN DASH (write -)."),
        ("\uff15", "It holds U+FF15 FULLWIDTH DIGIT FIVE (write 5)."),
        ("٣", "It holds U+0663 ARABIC-INDIC DIGIT THREE (write 3)."),
        ("t\u0456tle", "It holds U+0456 CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I."),
        ("кризис", ""),
        ("U+00A0 NO-BREAK SPACE in 5\u00a0d", ""),
        ("plain - text", ""),
    ],
)
def test_what_is_not_what_it_seems_is_named(text: str, said: str) -> None:
    assert names_of_characters(text) == said
    assert Problem(file="x", line=1, column=1, message=text).hint == said


def test_spaces_of_all_kinds_part_a_number_from_its_unit(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    for space in "\u00a0\u202f\u2009\u3000":
        path.write_text(
            f"{GOOD}horizon: 5{space}d\nfollow_up: {{value: 1{space}h{space}30 min}}\n",
            encoding="utf-8",
        )
        setting = load(path).arms["unilateral"].setting
        assert (setting.horizon, setting.follow_up) == (120.0, 1.5)


def test_a_measure_and_the_name_of_a_file_are_texts_too(tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text(
        'schema: 1\nkind: measure\ntitle: "a \\e[31m"\n', encoding="utf-8"
    )
    with pytest.raises(
        ScenarioError, match=r"m\.yaml:3:8: title: a text cannot hold the character U\+001B ESCAPE"
    ):
        read_measure(tmp_path / "m.yaml")
    named = tmp_path / "a\x1b[31m.yaml"
    named.write_text(GOOD, encoding="utf-8")
    with pytest.raises(
        ScenarioError, match=r"the name of a scenario file cannot hold U\+001B ESCAPE"
    ):
        load(named)


@pytest.mark.parametrize(
    "words",
    [
        ["run", "a\x1b[31m.yaml"],
        ["check", "a\u202e.yaml"],
        ["check", "--json", "a\x9b.yaml"],
        ["r\x1bn"],
        ["run", "--\x1b[31m"],
        ["run", "x.yaml", "-n", "\x1b"],
        ["fit", "a\x1b.csv"],
        ["plot", "a\x1b"],
        ["results", "info", "a\x1b"],
        ["schema", "\x1b"],
        ["check", "a\udcff.yaml"],
        ["results", "verify", "a\u2066"],
        ["run", "x.yaml", "--set", "a\x1b=1"],
    ],
)
def test_nothing_is_echoed_raw(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert status(words) in {1, 2}
    out, err = capsys.readouterr()
    assert out or err
    assert not HIDDEN.search(out + err)


def test_what_a_results_folder_says_can_be_shown(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(
        json.dumps({"title": "a\x1b[31m\ud800", "k\u202e": ["\x07"], "n": 1}), encoding="utf-8"
    )
    assert read_object(path) == {"title": "a\\x1b[31m\\ud800", "k\\u202e": ["\\x07"], "n": 1}
    path.write_text(
        json.dumps(with_seal({"command": "hotline run 'a\x1b/b.yaml'"})), encoding="utf-8"
    )
    said = read_object(path)
    assert with_seal(said)[SEAL] == said[SEAL], "it is sealed as it is read"


@pytest.mark.parametrize(
    "typed",
    [
        "Phase #2: talks",
        "5",
        "yes",
        "~",
        "2026-01-01",
        "'a' and \"b\"",
        "*a",
        "&a !b",
        "!c",
        "%d",
        "@e",
        "`f`",
        "- g",
        "? h",
        "|",
        ">",
        "[i] j",
        "{k} l",
        "m: n",
        "# o",
        "010",
        ".inf",
        '"p"',
    ],
)
def test_a_text_given_with_set_is_what_was_typed(typed: str, tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(GOOD, encoding="utf-8")
    sets = [f"title={typed}", f"allies.patron.name={typed}", f"arms.unilateral.title={typed}"]
    scenario = load(path, sets=sets)
    arm = scenario.arms["unilateral"]
    assert (scenario.title, arm.setting.allies.patron.name, arm.title) == (typed, typed, typed)


def test_what_is_no_text_is_still_read_as_yaml(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(GOOD, encoding="utf-8")
    sets = [
        "sources=[a, 'b: c']",
        'horizon={value: 5 d, source: "no. #2"}',
        "channels.cable=null",
        "routes.any=courier",
    ]
    scenario = load(path, sets=[*sets, "liaison.link=courier", "study.replications=30"])
    assert scenario.sources == ("a", "b: c")
    assert (scenario.arms["unilateral"].setting.horizon, scenario.study.replications) == (120.0, 30)
    with pytest.raises(ScenarioError, match='got "5 d # about"'):
        load(path, sets=["horizon=5 d # about"])
