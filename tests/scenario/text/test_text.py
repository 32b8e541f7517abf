"""Text to tree: what YAML 1.2 means, what is refused before it can hurt, and that nothing but
ScenarioError comes out.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf, isnan
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sim.cli.main import status
from sim.errors import Problem, ScenarioError
from sim.scenario import load
from sim.scenario.text.core_values import core_value
from sim.scenario.text.decoding import MOST_BYTES
from sim.scenario.text.parser import MOST_DEPTH, parse, read_file
from sim.scenario.text.tree import Row, Scalar, Table, dotted_path, leaves

SAMPLE = (Path(__file__).parents[1] / "data" / "sample.yaml").read_text(encoding="utf-8")


def refusal(text: str) -> str:
    """What is said about a text that is refused."""
    problems = refused(text)
    assert problems
    return "\n".join(map(str, problems))


def refused(text: str) -> tuple[Problem, ...]:
    """The problems of a text, whether it could be read to the end or not."""
    try:
        return parse(text, "x.yaml").problems
    except ScenarioError as error:
        return error.problems or (Problem(file="", message="refused without a reason"),)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("no", "no"),
        ("on", "on"),
        ("yes", "yes"),
        ("12:30", "12:30"),
        ("1:30:00", "1:30:00"),
        ("010", 10),
        ("2026-03-02", "2026-03-02"),
        ("1_000", "1_000"),
        ("1e3", 1000.0),
        ("0o17", 15),
        ("0x1f", 31),
        ("+7", 7),
        ("-0", 0),
        (".5", 0.5),
        ("5.", 5.0),
        ("true", True),
        ("True", True),
        ("tRUE", "tRUE"),
        ("null", None),
        ("~", None),
        ("", None),
        ("-.inf", -inf),
        (".inf", inf),
        ("0b11", "0b11"),
        ("08:00", "08:00"),
        ("=", "="),
        ("<<", "<<"),
        ("1.2.3", "1.2.3"),
    ],
)
def test_plain_scalars_mean_what_yaml_1_2_says(text: str, value: object) -> None:
    read = core_value(text)
    assert read == value
    assert type(read) is type(value)


def test_not_a_number_is_one() -> None:
    read = core_value(".nan")
    assert isinstance(read, float)
    assert isnan(read)


def test_quoted_scalars_are_text() -> None:
    table = parse("a: '1'\nb: \"null\"\nc: |\n  3\n", "x").tree
    assert {key: node.value for key, node in table.entries.items() if isinstance(node, Scalar)} == {
        "a": "1",
        "b": "null",
        "c": "3\n",
    }


def test_keys_are_text_as_written() -> None:
    assert list(parse("1: a\nno: b\ntrue: c\n08: d\n", "x").tree.entries) == [
        "1",
        "no",
        "true",
        "08",
    ]


def test_each_value_knows_its_place() -> None:
    table = parse("a:\n  b: [1,\n    2]\n", "x").tree
    assert {
        dotted_path(path): (leaf.origin.line, leaf.origin.column) for path, leaf in leaves(table)
    } == {"a.b.0": (2, 7), "a.b.1": (3, 5)}
    assert (table.keys["a"].line, table.keys["a"].column) == (1, 1)


def test_a_byte_order_mark_is_allowed(tmp_path: Path) -> None:
    path = tmp_path / "bom.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\n")
    tree = read_file(path, "bom.yaml").tree
    assert isinstance(tree, Table)
    assert list(tree.entries) == ["a"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("# only a comment\n", "is empty"),
        ("---\n...\n", "expected a map"),
        ("- 1\n- 2\n", "expected a map"),
        ("just text", "expected a map"),
        ("a: 1\na: 2\n", '"a" is given twice, first in line 1'),
        ("a: {b: 1, b: 2}", '"b" is given twice'),
        ("a: &x 1\nb: *x\n", "anchors (&) and aliases (*)"),
        ("a: *nowhere\n", "anchors (&) and aliases (*)"),
        ("a: !!float\n", "tags such as"),
        ("a: !!python/object:os.system x\n", "tags such as"),
        ("a: !x 1\n", "tags such as"),
        ("%YAML 1.1\n---\na: 1\n", "directives"),
        ("%YAML 999\n---\na: 1\n", "not YAML"),
        (f"%YAML 1.{'9' * 5000}\n---\na: 1\n", "not YAML"),
        ("%TAG ! tag:x,2000:\n---\na: 1\n", "directives"),
        ("a: 1\n---\nb: 2\n", "second document"),
        ("? {a: 1}\n: 2\n", "a key must be a text"),
        ("? [a]\n: 2\n", "a key must be a text"),
        ("a: [1, 2\n", "the list that begins here"),
        ("a: 1\n\tb: 2\n", "indented with a tab"),
        ("a: b: c\n", "Quote the text"),
        ("a: @x\n", "nothing can begin with this"),
        ('a: "\\q"\n', "`\\q` stands for no character"),
        ("<<: {a: 1}\n", "merge keys (<<)"),
        ('a: "\\ud800"\n', "`\\ud800` stands"),
        ("a: \u201cb # c\u201d\n", "curly quotes do not hold a text together"),
        ("a: " + "9" * 5000, "5,000 digits"),
        ("a: " + "9" * 41 + ".5", "43 digits"),
        ("a: 0x" + "f" * 5000, "5,002 digits"),
        ("a: \x07bell\n", "U+0007"),
        ("a: \ud800\n", "U+D800"),
        ("a: \ufffe\n", "U+FFFE"),
        ("[" * 3000, f"more than {MOST_DEPTH} levels"),
        ("{a: " * 3000, f"more than {MOST_DEPTH} levels"),
        ("a: " + "[" * 3000 + "]" * 3000, f"more than {MOST_DEPTH} levels"),
        ("- " * 3000, f"more than {MOST_DEPTH} levels"),
        ("a: [" + "1," * 30_000 + "1]", "more than 20,000 values"),
    ],
)
def test_refused_texts(text: str, said: str) -> None:
    assert said in refusal(text)


def test_an_alias_bomb_is_refused_at_its_first_anchor() -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(
        f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60)
    )
    assert "x.yaml:1:5: anchors" in refusal(bomb)


def _missing(folder: Path) -> Path:
    return folder / "none.yaml"


def _directory(folder: Path) -> Path:
    return folder


def _file(content: bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / "x.yaml"
        path.write_bytes(content)
        return path

    return make


def _below_a_file(folder: Path) -> Path:
    (folder / "file").write_text("x")
    return folder / "file" / "x.yaml"


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_missing, "there is no such file"),
        (_directory, "is a directory"),
        (_below_a_file, "cannot be read"),
        (lambda folder: folder / ("n" * 300), "cannot be read"),
        (lambda _: Path("nul\0byte"), "cannot be read"),
        (_file(b""), "is empty"),
        (_file(b"\n\n"), "is empty"),
        (_file(b"\x7fELF\x02\x01\x01\x00\x00"), "zero bytes"),
        (
            _file("schema: 1\ntitle: Zürich\n".encode("latin-1")),
            "not UTF-8 text (byte 0xfc in line 2)",
        ),
        (_file("schema: 1\n".encode("utf-16")), "not UTF-8"),
        (_file("schema: 1\n".encode("utf-16-be")), "zero bytes"),
        (_file(b"a: 1\n" * (MOST_BYTES // 5 + 1)), "larger than 1,000 kB"),
    ],
)
def test_refused_files(make: Callable[[Path], Path], said: str, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        load(make(tmp_path))
    assert said in str(caught.value)
    assert len(caught.value.problems) == 1


def test_a_folder_is_answered_with_the_files_in_it(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path)
    assert (
        str(caught.value)
        == f"{tmp_path}: is a directory, not a file\n    There is no *.yaml in it."
    )
    for name in "bdac":
        (tmp_path / f"{name}.yaml").write_text("")
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path)
    (problem,) = caught.value.problems
    assert problem.hint == (
        f"Name a file in it: {tmp_path}/a.yaml, {tmp_path}/b.yaml, {tmp_path}/c.yaml and 1 more. "
        f"`check` and `run` take all of them: {tmp_path}/*.yaml"
    )


@pytest.mark.parametrize(
    "words",
    [["check"], ["run"], ["show"], ["trace"], ["measures"], ["sweep", "--vary", "horizon=3d,4d"]],
)
def test_each_command_says_so_of_a_folder(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.yaml").write_text("")
    assert status([*words, str(tmp_path)]) == 2
    said = capsys.readouterr()
    assert f"Name a file in it: {tmp_path}/mine.yaml\n" in said.out + said.err


def test_fifty_megabytes_are_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(ScenarioError, match="larger than"):
        load(path)


def test_a_file_that_the_system_does_not_open(tmp_path: Path) -> None:
    """Not one without permission, which root could read all the same."""
    (tmp_path / "file").write_text("schema: 1\n")
    with pytest.raises(ScenarioError, match="cannot be read: Not a directory"):
        load(tmp_path / "file" / "tiny.yaml")


def test_messages_hold_nothing_that_a_terminal_would_obey() -> None:
    said = refusal("a: {\u202eb: [\n" + "x: \u200b}\n")
    assert all(sign.isprintable() or sign == "\n" for sign in said)


def test_a_very_long_line_is_cut_in_messages() -> None:
    said = refusal("a: {" + "b: 1, " * 2000 + "}")
    assert max(map(len, said.splitlines())) < 260


SIGNS = st.sampled_from(list("[]{},:!|>'\"#?*&-~\\%\n\t\x00\x85\u2028\ufeffé"))
WORDS = st.sampled_from(
    [
        "schema: 1",
        "title: x",
        "- ",
        "&a",
        "*a",
        "!!float",
        "%YAML 1.2",
        "---",
        "...",
        "9" * 60,
        "1e999",
        ".nan",
        "<<: ",
    ]
)
FRAGMENTS = SIGNS | WORDS


@given(st.one_of(st.text(max_size=80), st.lists(FRAGMENTS, max_size=25).map("".join)))
@example("%YAML 1.1\n%YAML 1.1\n---\n")
@example("\ufeff")
@example("a: !<tag> 1")
@example('"\\xFF": 1')
def test_any_text_is_read_or_refused(text: str) -> None:
    problems = refused(text)
    assert all(problem.file == "x.yaml" for problem in problems)


@st.composite
def broken_samples(draw: st.DrawFn) -> str:
    """The sample with a few pieces cut out, doubled, or put in."""
    text = SAMPLE
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        length = draw(st.integers(0, 12))
        piece = draw(
            st.one_of(
                st.just(""),
                st.just(text[start : start + length] * 2),
                FRAGMENTS,
                st.text(max_size=5),
            )
        )
        text = text[:start] + piece + text[start + length :]
    return text


@given(broken_samples())
def test_a_broken_scenario_loads_or_is_refused_with_places(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "broken.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    problems = loaded(path)
    assert all(problem.file and problem.message for problem in problems)


def loaded(path: Path) -> tuple[Problem, ...]:
    """Load a file, and give back what is wrong with it."""
    try:
        assert load(path).arms
    except ScenarioError as error:
        return error.problems or (Problem(file="", message="refused without a reason"),)
    return ()


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-3, 300) | st.floats() | st.text(max_size=6),
        lambda inner: st.lists(inner, max_size=3),
    )
)
def test_no_value_at_any_place_breaks_the_reading(
    tmp_path_factory: pytest.TempPathFactory, value: object
) -> None:
    """Each leaf of the sample in turn is one step away from a value of the wrong kind."""
    path = tmp_path_factory.getbasetemp() / "wrong.yaml"
    text = repr(value).replace("None", "null").replace("True", "true").replace("False", "false")
    for line in (
        "horizon: %s",
        "channels: {cable: %s}",
        "arms: %s",
        "arms: {a: %s}",
        "arms: {a: {with: %s}}",
        "study: %s",
        "routes: {any: %s}",
    ):
        path.write_text(
            f"schema: 1\ntitle: x\npurpose: y\nstart: 2026-03-02T06:00Z\n{line % text}\n",
            encoding="utf-8",
            errors="surrogatepass",
        )
        assert all(problem.file for problem in loaded(path))


def test_a_row_is_kept_in_order() -> None:
    node = parse("a: [3, 1, 2]", "x").tree.entries["a"]
    assert isinstance(node, Row)
    assert [item.value for item in node.items if isinstance(item, Scalar)] == [3, 1, 2]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "a: 1\nhorizon 3 d\nb: 2\n",
            'x.yaml:2:1: expected `key: value`, got "horizon 3 d"\n    horizon 3 d\n    ^\n',
        ),
        ("a: 1\nb:\n  c: 1\n  d e\nf: 1\n", 'x.yaml:4:3: expected `key: value`, got "d e"'),
        ("a: 1\nb:\n  d e\n  c: 1\n", 'x.yaml:3:3: expected `key: value`, got "d e"'),
        (
            "a: 1\nb:2\nc: 3\n",
            'x.yaml:2:1: expected `key: value`, got "b:2"\n    b:2\n    ^\n    A space belongs',
        ),
        ("a:1\nb: 2\n", 'x.yaml:1:1: expected `key: value`, got "a:1"'),
        ("a: 1\n  b: 2\n", "x.yaml:2:3: a key cannot stand here"),
        ("a: b: c\n", "x.yaml:1:5: a colon and a space stand within a text"),
        ("a: {b: 1\nc: 2\n", "x.yaml:1:4: the map that begins here does not end as it should"),
        ('a: "x\nb: 1\n', "x.yaml:1:4: the quoted text that begins here does not end as it should"),
        ("a:\n  b: 1\n c: 2\n", "x.yaml:3:2: expected a key that is indented like those before it"),
    ],
)
def test_what_is_no_yaml_is_told_in_plain_words_where_it_is(text: str, said: str) -> None:
    assert refusal(text).startswith(said)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a:\n\tb: 1\n", "2:1"),
        ("a:\n  b: 1\n\tc: 2\n", "3:1"),
        ("a: 1\n\tb: 2\n", "2:1"),
        ("a:\n  b:\n\t\tc: 3\n", "3:1"),
        ("a:\n  \tb: 1\n", "2:3"),
        ("a: one\n\ttwo\nb: 1\n", "2:1"),
        ("a:\n  - 1\n\t- 2\n", "3:1"),
        ("\ta: 1\n", "1:1"),
    ],
)
def test_a_tab_that_indents_is_told_as_one(text: str, place: str) -> None:
    said = refusal(text).splitlines()
    assert (
        said[0] == f"x.yaml:{place}: this line is indented with a tab, and YAML knows only spaces"
    )
    assert said[2].index("^") == 4 + int(place.partition(":")[2]) - 1
    assert said[3].startswith(
        "    Write spaces in place of it, two for each level. Whether anything else is wrong can be"
    )


@pytest.mark.parametrize(
    ("number", "read", "said"),
    [
        ("0,125", 0.125, ["write `0.125`, not `0,125`"]),
        ("1,000,000 h", "1000000 h", ["write `1000000 h`, not `1,000,000 h`"]),
        ("1,250", 1250, ["write `1250` or `1.250`, not `1,250`"]),
    ],
)
def test_three_digits_after_a_comma_may_be_thousands_but_not_after_a_nought(
    number: str, read: object, said: list[str]
) -> None:
    parsed = parse(f"a: {{b: {number}, c: 1,5}}", "x.yaml")
    table = parsed.tree.entries["a"]
    assert isinstance(table, Table)
    assert {key: node.value for key, node in table.entries.items() if isinstance(node, Scalar)} == {
        "b": read,
        "c": 1.5,
    }
    told = [
        one.message.removeprefix("numbers take a point, not a comma: ") for one in parsed.problems
    ]
    assert told == [*said, "write `1.5`, not `1,5`"]


def test_a_number_that_a_comma_cuts_in_two_is_told_once_and_put_together() -> None:
    parsed = parse("a: {b: 0,5 / d, c: -1,5, d: 2,\n  5: , e: 3, 7: , f: vol 2,5 h}", "x.yaml")
    table = parsed.tree.entries["a"]
    assert isinstance(table, Table)
    read = {key: node.value for key, node in table.entries.items() if isinstance(node, Scalar)}
    assert read == {
        "b": "0.5 / d",
        "c": -1.5,
        "d": 2,
        "5": None,
        "e": 3,
        "7": None,
        "f": "vol 2,5 h",
    }
    assert [(one.column, one.message) for one in parsed.problems] == [
        (8, "numbers take a point, not a comma: write `0.5 / d`, not `0,5 / d`"),
        (20, "numbers take a point, not a comma: write `-1.5`, not `-1,5`"),
        (22, "within braces a comma ends a text that is not quoted, got `vol 2,5 h`"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{source: Smith, Jones, and Brown}", 'Write `source: "Smith, Jones, and Brown"`'),
        ("{source: 1,5 of it says Smith, b: 1}", 'Write `source: "1,5 of it says Smith"`'),
        ("{zone: Asia/Jerusalem, name}", "or `name: ...` where name is a key"),
        ('{source: The "first", 1990}', r'Write `source: "The \"first\", 1990"`'),
    ],
)
def test_an_unquoted_text_that_a_comma_ends_is_told_once(text: str, said: str) -> None:
    (problem,) = refused(f"a: {text}")
    assert "within braces a comma ends a text" in problem.message
    assert said in problem.hint
